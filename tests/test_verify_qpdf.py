"""A PDF is read by the core of pikepdf alone, which stays what the whole package has."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO

import pikepdf
import pytest

from wxpress.verify import qpdf


@pytest.fixture
def data() -> bytes:
    written = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Places = pikepdf.Array([pdf.pages[0].obj])
        pdf.save(written)
    return written.getvalue()


def test_what_is_read_is_of_the_kinds_of_the_package(data: bytes) -> None:
    with qpdf.opened(data) as pdf:
        assert len(pdf.pages) == 1
        assert isinstance(pdf.Root.Places, qpdf.Array)
        assert isinstance(pdf.Root.Places[0], qpdf.Dictionary)
        assert not isinstance(pdf.Root, qpdf.Array)
    assert (qpdf.Array, qpdf.Dictionary) == (pikepdf.Array, pikepdf.Dictionary)


def test_what_is_no_pdf_is_told() -> None:
    with pytest.raises(qpdf.PdfError), qpdf.opened(b"no PDF"):
        pass
    assert qpdf.PdfError is pikepdf.PdfError


def test_the_rest_of_the_package_is_not_loaded_and_can_be(data: bytes) -> None:
    code = (
        "import sys; from wxpress.verify import qpdf; data = sys.stdin.buffer.read()\n"
        "with qpdf.opened(data) as pdf: print(len(pdf.pages))\n"
        "print('pikepdf' in sys.modules, 'pikepdf.models' in sys.modules)\n"
        "import io, pikepdf\n"
        "with pikepdf.open(io.BytesIO(data)) as pdf: print(len(pdf.pages), pdf.pages[0].resources.keys())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True)
    assert done.stdout.split() == b"1 False False 1 set()".split()
