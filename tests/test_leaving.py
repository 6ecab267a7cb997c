"""The process ends as Python would end it, but that nothing is cleared away that ends with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BEGIN = """
import atexit, os, sys, threading
class Object:
    def __del__(self): os.write(2, b"cleared\\n")
atexit.register(os.write, 2, b"done\\n")
kept = Object()
sys.stdout.write("written ")
sys.argv = ["wxpress", *sys.argv[1:]]
"""

END = """
from wxpress.__main__ import main
main()
"""

LATE = """
def late():
    threading.main_thread().join()  # however long that takes
    os.write(2, b"late\\n")
threading.Thread(target=late).start()
"""


def ended(code: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_what_is_to_be_done_at_the_end_is_done_and_nothing_is_cleared_away(tmp_path: Path) -> None:
    done = ended(BEGIN + END, "--version", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "done\n")
    assert done.stdout.startswith("written wxpress ")


def test_the_exit_code_is_kept(tmp_path: Path) -> None:
    done = ended(BEGIN + END, "build", "absent.md", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.endswith("done\n")


def test_another_thread_is_waited_for(tmp_path: Path) -> None:
    done = ended(BEGIN + LATE + END, "--version", folder=tmp_path)
    assert done.returncode == 0
    assert done.stderr.split() == ["late", "done", "cleared"]
