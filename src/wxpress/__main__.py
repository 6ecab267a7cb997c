"""``python -m wxpress``, and the ``wxpress`` command."""

from __future__ import annotations

import os
import sys

from wxpress.unchanged import repeated


def main() -> None:
    """Run the command line, or say at once that there is nothing to do; leaves with the exit code."""
    code = repeated(sys.argv[1:])
    if code is not None:
        os._exit(code)  # all is said and flushed; to clear the interpreter away would take as long again
    try:
        _run()
    except SystemExit as request:
        _leave(request)


def _run() -> None:
    from wxpress import class_code, garbage, regexes  # noqa: PLC0415 - as the next

    garbage.collect_rarely()
    regexes.keep()  # before anything is imported that has regular expressions
    class_code.keep()  # or classes made from their annotations
    from wxpress.cli.main import main as run  # noqa: PLC0415 - a tenth of a second, and often not wanted

    run()


def _leave(request: SystemExit) -> None:
    """End the process after all that Python does before, but to clear away what ends with the process: 3 % of a build.

    Where another thread is at work, Python waits for it, and clears away.
    """
    import atexit  # noqa: PLC0415 - not wanted where there is nothing to do
    import threading  # noqa: PLC0415 - as above
    from contextlib import suppress  # noqa: PLC0415 - as above

    if threading.active_count() > 1 or not isinstance(request.code, int):
        raise request
    atexit._run_exitfuncs()  # noqa: SLF001 - the way to do it
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(request.code)


if __name__ == "__main__":
    main()
