"""出错：what stops the work. Findings that do not stop it are `diagnostics`."""

from __future__ import annotations

import errno
from typing import ClassVar

_REASONS = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EEXIST: "已有同名的文件",
    errno.ENOSPC: "磁盘满了",
    errno.EROFS: "磁盘只读，不能写",
    errno.ENAMETOOLONG: "名字太长",
    errno.EFBIG: "文件太大",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件太多",
    errno.ELOOP: "链接绕回了自己",
    errno.EADDRINUSE: "端口已被占用",
    errno.EBUSY: "文件正被别的程序使用",
}
"""What the system says in English."""


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese where that is known."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


class WxpressError(Exception):
    """停止工作的错误：carries an exit code, a message in Chinese and advice on what to do next."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, advice: str = "") -> None:
        """Take a message that names place and cause, and advice that names the remedy."""
        super().__init__(message)
        self.message = message
        self.advice = advice


class UsageError(WxpressError):
    """用法或配置不对（退出码 2）。"""

    exit_code = 2


class UnsupportedError(UsageError):
    """本版尚不支持的输入或功能（退出码 2）：said plainly, never guessed around."""


class MissingToolError(WxpressError):
    """缺少工具、程序库或字体（退出码 3）。"""

    exit_code = 3


class WriteError(WxpressError):
    """不能写出（退出码 4）。"""

    exit_code = 4


class LimitError(WxpressError):
    """超出本工具的限度（退出码 5）：the message names the limit."""

    exit_code = 5


class VerifyError(WxpressError):
    """核对不符（退出码 6）。"""

    exit_code = 6


class InternalError(WxpressError):
    """本工具自身的缺陷（退出码 70）。"""

    exit_code = 70
