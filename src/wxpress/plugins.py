"""登记表：names to objects, loaded when asked for. Built-ins and outsiders come in by the same door."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar, cast

from wxpress.errors import UsageError
from wxpress.packages import Offer, offers

T = TypeVar("T")


def near_match(word: str, known: list[str]) -> str:
    """Advice that offers the known word nearest to *word*, or lists them all."""
    import difflib  # noqa: PLC0415 - wanted only when a word is wrong

    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"是不是想写“{near[0]}”？" if near else f"可用的有：{'、'.join(known)}"


@dataclass(frozen=True)
class Table(Generic[T]):
    """一张登记表：``name -> "module:OBJECT"``, then the entry points of *group*; built-ins win."""

    group: str
    kind: str
    builtin: Mapping[str, str]

    @cached_property
    def _outside(self) -> dict[str, Offer]:
        return {offer.name: offer for offer in offers(self.group)}

    def outside(self) -> Mapping[str, Offer]:
        """The entry points of outside packages, by name."""
        return self._outside

    def names(self) -> list[str]:
        """All names, the built-ins first, outsiders in alphabetical order."""
        return [*self.builtin, *sorted(set(self._outside) - set(self.builtin))]

    def load(self, name: str) -> T:
        """The object registered as *name*; `UsageError` with a near match where there is none."""
        if name in self.builtin:
            module, _, attribute = self.builtin[name].partition(":")
            return cast("T", getattr(importlib.import_module(module), attribute))
        if name not in self._outside:
            raise UsageError(f"没有名为“{name}”的{self.kind}", near_match(name, self.names()))
        return self._load_outside(self._outside[name])

    def _load_outside(self, offer: Offer) -> T:
        try:
            return cast("T", offer.load())
        except Exception as error:
            package = offer.package or offer.value
            raise UsageError(
                f"{self.kind}“{offer.name}”（来自 {package}）装载失败：{error}", "请检查或卸载这个插件"
            ) from error
