"""交代：what a build says of its sources and at its end, on which it stood, and what it would say of the same again."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from wxpress.archive.settings import INDEX
from wxpress.build.plan import Plan, Target, proof_paths
from wxpress.build.results import Result, exit_code
from wxpress.build.sources import unread
from wxpress.cli.base import Session
from wxpress.cli.findings import STRICTLY, show_findings, tally
from wxpress.cli.terminal import complain, note, say, taken_down
from wxpress.diagnostics import Diagnostic
from wxpress.diagnostics.renderings import one_line

if TYPE_CHECKING:
    from wxpress.build.incremental.standing import Standing


@dataclass(frozen=True)
class Verbosity:
    """说多少：*level* -1 tells what failed, 0 what was found and made, 1 also how long it took."""

    level: int
    session: Session
    began: float


@dataclass
class Account:
    """一次构建的交代；*to_stdout* is false where outputs go there, *with_reasons* explains each of them."""

    plan: Plan
    verbosity: Verbosity
    to_stdout: bool
    with_reasons: bool = False
    _script: list[tuple[str, str]] = field(default_factory=list, init=False)

    def begin(self, standing: Standing | None) -> None:
        """Say what is to be built, where that is asked, and see on what it stands."""
        if self.verbosity.level > 0:
            project, style = self.plan.project, self.plan.style
            note(f"项目 {project.file or project.root}，版式 {style.name}（{style.folder}）")
        if standing is not None:
            standing.begin()

    def tell(self, result: Result) -> None:
        """What came of one source."""
        with taken_down(self._script):
            show_findings(self._worth_telling(result), self.verbosity.session.language, err=True)
        for failure in result.failures:
            if self.verbosity.session.debug:
                traceback.print_exception(failure)
            complain(failure)
        for line in result.explained if self.with_reasons else ():
            note(line)
        if result.withheld:
            names = _names(result.withheld)
            note(f"{result.job.source}：有错误，没有写出 {names}；原有的成品保持不变")

    def close(self, results: Sequence[Result], code: int, standing: Standing | None) -> None:
        """What was built and where it lies, and what failed; then write down what the same build would say again."""
        self._sum_up(results, code)
        if standing is not None:
            with taken_down(self._script, is_shown=False):
                self._sum_up([replace(result, reused=result.written) for result in results], code)
            standing.keep(results, self._script, code)

    def _worth_telling(self, result: Result) -> Sequence[Diagnostic]:
        return [item for item in result.diagnostics if self.verbosity.level >= 0 or item.severity == "error"]

    def _sum_up(self, results: Sequence[Result], code: int) -> None:
        if self.verbosity.level >= 0:
            self._tell_all(results)
        if code and not exit_code(results):
            note(STRICTLY)

    def _tell_all(self, results: Sequence[Result]) -> None:
        for result in results if self.to_stdout else ():
            self._tell_files(result)
        tell = say if self.to_stdout else note
        failed = [one_line(str(result.job.source)) for result in results if result.failures or result.withheld]
        tell(f"完成：来稿 {len(results) - len(failed)} 份，{self._made(results)}；{self._found(results)}")
        if self.plan.archive and (self.plan.archive / INDEX).is_file():
            tell(f"文选库：{self.plan.archive / INDEX}")
        for path in self.plan.overlooked:
            note(unread(path))
        if failed:
            note(f"失败：{len(failed)} 份（{'、'.join(failed)}）")
        if len(results) < len(self.plan.jobs):
            note(f"没有做：{len(self.plan.jobs) - len(results)} 份（--fail-fast）")

    def _tell_files(self, result: Result) -> None:
        if result.written:
            files = "、".join(one_line(str(path)) for path in self._files(result))
            say(f"{one_line(str(result.job.source))} → {files}")

    def _files(self, result: Result) -> list[Path]:
        """What was written, each proof after its PDF."""
        targets = [target for target in result.written if target.path]
        return [path for target in targets for path in (target.path, *self._proofs(target)) if path]

    def _proofs(self, target: Target) -> tuple[Path, ...]:
        return proof_paths(target) if self.plan.with_proof else ()

    def _made(self, results: Sequence[Result]) -> str:
        """How many outputs of each kind there are, how many of them stood already, and where."""
        made = Counter(target.writer.name for result in results for target in result.written)
        reused = sum(len(result.reused) for result in results)
        what = "、".join(f"{name} {number}" for name, number in made.items()) or "没有成品"
        known = f"（沿用 {reused} 件）" if reused else ""
        return f"{what}{known}，在 {self.plan.folder}/" if made and self.plan.folder else what

    def _found(self, results: Sequence[Result]) -> str:
        """How many findings there are, and how long it took where that is asked."""
        findings = tally((item for result in results for item in result.diagnostics), self.verbosity.session.language)
        took = time.perf_counter() - self.verbosity.began
        return f"{findings}，用时 {took:.1f} 秒" if self.verbosity.level > 0 else findings


def _names(targets: Sequence[Target]) -> str:
    return "、".join(target.writer.name for target in targets)
