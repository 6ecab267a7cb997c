"""模板：fills in templates with escaping on and Python out of reach, and notes each one that is read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined, Template, TemplateNotFound
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment

from wxpress.kept import Kept, kept_file
from wxpress.packages import version_of

Find = Callable[[str], tuple[Path, str] | None]
"""Where a template comes from and its text; null where there is none."""

_OPTIONS = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}


class _Loader(BaseLoader):
    def __init__(self, find: Find) -> None:
        self._find = find

    def get_source(self, _environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        found = self._find(template)
        if found is None:
            raise TemplateNotFound(template)
        return found[1], str(found[0]), lambda: True


class _Noting(ImmutableSandboxedEnvironment):
    """A template that includes or extends another asks for it here, each time it is filled in."""

    note: Callable[[str], None]

    def get_template(self, name: str | Template, *arguments: Any, **options: Any) -> Template:  # noqa: ANN401 - jinja2's
        self._note(name)
        return super().get_template(name, *arguments, **options)

    def select_template(self, names: Any, *arguments: Any, **options: Any) -> Template:  # noqa: ANN401 - as above
        for name in names:
            self._note(name)
        return super().select_template(names, *arguments, **options)

    def _note(self, name: str | Template) -> None:
        """Note the template, or that there is none of this name."""
        if isinstance(name, str):
            self.note(name)


@cache
def kept() -> Kept[tuple[str, str], CodeType]:
    """What templates were compiled to by this version of Jinja, which takes as long as filling them in."""
    return Kept(
        kept_file(f"templates-{version_of('jinja2')}-{hashlib.sha256(repr(_OPTIONS).encode()).hexdigest()[:8]}")
    )


class _Keeping(BytecodeCache):
    """Compiles no template twice, here or in a later run."""

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = kept().get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            kept().add((bucket.key, bucket.checksum), bucket.code)
            kept().save()


def environment(find: Find, note: Callable[[str], None]) -> Environment:
    """An environment of the templates that *find* gives, each noted by *note*; an undefined name is an error."""
    made = _Noting(loader=_Loader(find), undefined=StrictUndefined, bytecode_cache=_Keeping(), **_OPTIONS)
    made.note = note
    return made
