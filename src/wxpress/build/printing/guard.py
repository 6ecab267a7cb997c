"""看护：whatever a reader or a writer raises becomes an error with a message, an advice and an exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wxpress.errors import InternalError, LimitError, UsageError, WxpressError

OUR_BUG = "这是本工具的缺陷，不是来稿的错；请加 --debug 重跑一次，把输出连同来稿告诉我们"

OWN_STYLE = (
    "多半是它的样式表或模板里有引擎算不出的写法，如 calc() 里没有值的变量：先撤下最近的改动；"
    "换成自带的版式也出错，就是本工具的缺陷，请告诉我们"
)


@contextmanager
def guarded(what: str, plug_in: str | None = None, style: str | None = None) -> Iterator[None]:
    """Name *what* in every error of the block; to blame is an outside *plug_in*, or else a *style* that is not ours."""
    try:
        yield
    except WxpressError:
        raise
    except RecursionError as error:
        raise LimitError(f"{what}：嵌套太深，超出限度", "请减少引文、列表或括号的层数") from error
    except MemoryError as error:
        raise LimitError(f"{what}：内存不够", "请把来稿分成几份，或换内存大些的机器") from error
    except Exception as error:
        cause = f"{type(error).__name__}：{error}" if str(error) else type(error).__name__
        if plug_in:
            raise WxpressError(f"{what}：插件 {plug_in} 出错（{cause}）", "请告知这个插件的作者，或卸载它") from error
        if style:
            raise UsageError(f"{what}：版式“{style}”使排版出错（{cause}）", OWN_STYLE) from error
        raise InternalError(f"{what}：意外错误（{cause}）", OUR_BUG) from error
