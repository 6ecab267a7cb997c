"""出错：what stops the work. Findings that do not stop it are `diagnostics`."""

from __future__ import annotations

from typing import ClassVar


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
