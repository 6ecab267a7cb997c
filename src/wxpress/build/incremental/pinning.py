"""锁定：``wxpress.lock`` records what sets type on this machine, so that another is known to set the same pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from wxpress.build.incremental.codes import engines
from wxpress.build.outputs.files import replace_file
from wxpress.build.plan import Plan
from wxpress.errors import UsageError, VerifyError
from wxpress.memo import Memo, user_memo

FILE_NAME = "wxpress.lock"
SCHEMA = "wxpress-lock/1"
_SHOWN = 12
"""Characters of a digest that a message shows."""


class Lock(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"format": "schema"}):
    """一份锁定，JSON 接口 ``wxpress-lock/1``：versions of the engines, and the sha256 of each face by role and family.

    Of a face there is a digest for each file that its weights are taken from.
    """

    engines: dict[str, str]
    fonts: dict[str, dict[str, list[str]]]
    format: str = SCHEMA


def lock_of(plan: Plan) -> Lock:
    """What is to be locked of this machine, for the style of *plan*."""
    from wxpress import fonts  # noqa: PLC0415 - asks fontconfig, which only this needs here

    memo = Memo(user_memo())
    faces = fonts.resolve(plan.style.settings.faces)
    found = {
        role: {face.family: [memo.digest(file) for file in face.files] for face in stack}
        for role, stack in faces.items()
    }
    memo.save()
    return Lock(engines=engines(), fonts=found)


def write_lock(plan: Plan) -> Path:
    """Write the lock of the project; where it is. `WriteError` where it cannot be written."""
    path = plan.project.root / FILE_NAME
    replace_file(path, msgspec.json.format(msgspec.json.encode(lock_of(plan), order="sorted"), indent=2) + b"\n")
    return path


def require_locked(plan: Plan) -> None:
    """`VerifyError`, each difference named, where this machine is not as the lock of the project says."""
    path = plan.project.root / FILE_NAME
    differences = list(differing(read_lock(path), lock_of(plan)))
    if differences:
        raise VerifyError(
            f"本机与 {path.name} 不同：{'；'.join(differences)}",
            "请装上锁定的版本和字体；确认要改用现在的，运行 wxpress build --update-lock",
        )


def read_lock(path: Path) -> Lock:
    """The lock at *path*; `VerifyError` where there is none, `UsageError` where it cannot be understood."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Lock)
    except FileNotFoundError as error:
        raise VerifyError(f"没有 {path}，无从比较", "请先运行 wxpress build --update-lock，并把它提交入库") from error
    except OSError as error:
        raise UsageError(f"{path} 读不出：{error.strerror}", "请检查权限") from error
    except msgspec.DecodeError as error:
        raise UsageError(f"{path} 不是 wxpress 写的，或者被改坏了", "请用 wxpress build --update-lock 重写") from error


def differing(locked: Lock, now: Lock) -> Iterator[str]:
    """Each thing that is other *now*, in words."""
    for name, before, after in _changed(locked.engines, now.engines):
        yield f"{name} 锁定为 {before or '没有'}，现在是 {after or '没有'}"
    for role in sorted(locked.fonts.keys() | now.fonts.keys()):
        for family, before, after in _changed(_joined(locked, role), _joined(now, role)):
            yield f"字体 {role}（{family}）锁定为 {before[:_SHOWN] or '没有'}，现在是 {after[:_SHOWN] or '没有'}"


def _joined(lock: Lock, role: str) -> dict[str, str]:
    return {family: " ".join(digests) for family, digests in lock.fonts.get(role, {}).items()}


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield name, before.get(name, ""), after.get(name, "")
