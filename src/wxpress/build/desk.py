"""案头：what all sources of one build share: the plan, what is known of earlier work, and what tells it from this."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import msgspec

from wxpress.build.dates import modified
from wxpress.build.incremental.cache import digest
from wxpress.build.incremental.codes import engines, outside_code, outside_readers, package_code
from wxpress.build.incremental.lastly import Lastly
from wxpress.build.incremental.records import Facts, Records, Recovered
from wxpress.build.journal import Journal
from wxpress.build.plan import Job, Plan
from wxpress.build.printing.ordering import picture_identity
from wxpress.build.printing.orders import Recovery
from wxpress.build.printing.press import packed
from wxpress.errors import WxpressError
from wxpress.memo import Memo
from wxpress.reads import Read, note, noting
from wxpress.styles import Style
from wxpress.writers import WRITERS, PageStart

ABSENT = "没有"


@dataclass(frozen=True)
class Desk:
    """案头：*memo* and *last* are of this machine, *records* of any; *pictures* are of outputs made now, by digest."""

    plan: Plan
    records: Records
    memo: Memo
    last: Lastly
    journal: Journal = field(default_factory=Journal)
    pictures: dict[str, bytes] = field(default_factory=dict)
    _seen: dict[Read, str] = field(default_factory=dict)
    _plug_ins: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _code(self) -> str:
        return package_code()

    @cached_property
    def _tools(self) -> str:
        return digest(msgspec.json.encode(engines(), order="sorted"))

    @cached_property
    def _readers(self) -> str:
        return outside_readers(self.memo)

    def close(self) -> None:
        """Write down what saves work next time."""
        self.memo.save()
        self.last.save()
        self.records.cache.keep_bounded(time.time())

    def facts_of_us(self) -> Facts:
        """What we are, and what we stand on."""
        return {"code": self._code, "tools": self._tools}

    def facts_of_recovery(self, order: Recovery) -> Facts:
        """What a document is made of. Its path is but the name of its file: pictures inside it are called by that."""
        return {
            **self.facts_of_us(),
            "readers": self._readers,
            "name": Path(order.manuscript.portable).name,
            "source": digest(order.data),
            "overrides": ABSENT if order.overrides is None else digest(order.overrides),
        }

    def facts_of_print(self, job: Job, writer: str, tree: str) -> Facts:
        """What is known of an output before it is made."""
        targets = {target.writer.name for target in job.targets}
        return {
            **self.facts_of_us(),
            "plug-in": self._plug_in(writer),
            "writer": writer,
            "tree": tree,
            "name": job.name,
            "options": repr(self.plan.project.options(writer)),
            "folder": str(self.plan.manifest is not None),
            "pages": str(writer == "pdf" and "epub" in targets),
            "verify": str(self.plan.with_verify),
        }

    def _plug_in(self, writer: str) -> str:
        """The code behind *writer*, looked for once: the jobs of a build share it."""
        if writer not in self._plug_ins:
            self._plug_ins[writer] = outside_code(WRITERS, writer, self.memo)
        return self._plug_ins[writer]

    def facts_of_proof(self, job: Job, document: str, pdf: str) -> Facts:
        """What the proof of a PDF is made of."""
        limits = msgspec.json.encode(self.plan.project.settings.proof).decode()
        return {
            **self.facts_of_us(),
            "name": job.name,
            "limits": limits,
            "document": document,
            "pdf": pdf,
        }

    def reading(self, job: Job, recovered: Recovered, pages: tuple[PageStart, ...]) -> Callable[[Read], str]:
        """What tells the digest of anything that an action of *job* may read, as it is now."""
        parts = recovered.parts | {
            "modified": digest(packed(modified(recovered.outline.date))),
            "pages": digest(packed(pages)),
        }

        def now(read: Read) -> str:
            kind, name = read
            if kind in {"context", "spans"}:
                return parts[name or kind]
            return picture_identity(job, name, self.memo) if kind == "picture" else self.shared(read)

        return now

    def shared(self, read: Read) -> str:
        """The digest of a part of the style, or of the faces, which are the same for all sources."""
        if read not in self._seen:
            self._seen[read] = looked_up(read, self.plan.style)
        return self._seen[read]


def looked_up(read: Read, style: Style) -> str:
    """The digest of *read*, found by reading it again; that it cannot be read is an answer too."""
    kind, name = read
    with noting() as noted, suppress(WxpressError):
        _AGAIN.get(kind, _unknown)(style, name)
    return noted.get(read, ABSENT)


def _unknown(_: Style, __: str) -> None:
    """What nobody knows how to read again is another each time."""


def _faces(_: Style, wanted: str) -> None:
    from wxpress import fonts  # noqa: PLC0415 - many outputs are made without

    fonts.resolve(json.loads(wanted))


def _markup(style: Style) -> None:
    from wxpress.verify.foreign import markup_of  # noqa: PLC0415 - as above

    markup_of(style)


def _templates(style: Style) -> None:
    from wxpress.verify.foreign import noted_templates  # noqa: PLC0415 - as above

    noted_templates(style)


_AGAIN: Mapping[str, Callable[[Style, str], object]] = {
    "sheet": Style.sheet,
    "template": lambda style, name: style.note_template(name),
    "settings": lambda style, _: style.settings,
    "faces": _faces,
    "markup": lambda style, _: _markup(style),
    "style": lambda style, _: note("style", "", style.everything()),
    "templates": lambda style, _: _templates(style),
}
"""How each kind of input is read, to see whether it is the same."""
