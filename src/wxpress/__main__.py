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
    from wxpress import class_methods, garbage, regexes  # noqa: PLC0415 - as the next

    garbage.collect_rarely()
    regexes.keep()  # before anything is imported that has regular expressions
    class_methods.keep()  # or frozen classes
    from wxpress.cli.main import main as run  # noqa: PLC0415 - a tenth of a second, and often not wanted

    run()


if __name__ == "__main__":
    main()
