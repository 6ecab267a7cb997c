"""``python -m wxpress``, and the ``wxpress`` command."""

from __future__ import annotations

from wxpress.cli.main import main

if __name__ == "__main__":
    main()
