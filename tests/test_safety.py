"""Hostile sources through the real writers: nothing of a source is executed, fetched, or leaves its folder."""

from __future__ import annotations

import http.server
import posixpath
import re
import threading
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from lxml import etree
from lxml import html as lxml_html
from PIL import Image

from wxpress.build import Result, exit_code, make_plan, run
from wxpress.config import Project
from wxpress.diagnostics import Diagnostic
from xpath import found

KEPT_HERE = "只有本机知道的秘密"
TEMPLATES = ("{{ 7*7 }}", "{% for x in y %}", "{# 注 #}", "${7*7}", "<%= 7*7 %>")
MARKUP = (
    "<script>alert(1)</script>",
    "<iframe src=x></iframe>",
    "<base href='//evil.example'>",
    "<style>*{color:red}</style>",
)


@dataclass(frozen=True)
class Pressed:
    """What came of the hostile bulletin, and which addresses were asked for meanwhile."""

    folder: Path
    results: tuple[Result, ...]
    asked: list[str] = field(default_factory=list)

    @property
    def html(self) -> str:
        return (self.folder / "build" / "敌意.html").read_text("utf-8")

    @property
    def documents(self) -> dict[str, str]:
        with zipfile.ZipFile(self.folder / "build" / "敌意.epub") as epub:
            return {
                name: epub.read(name).decode() for name in epub.namelist() if name.endswith((".xhtml", ".opf", ".ncx"))
            }

    @property
    def names(self) -> set[str]:
        with zipfile.ZipFile(self.folder / "build" / "敌意.epub") as epub:
            return set(epub.namelist())

    @property
    def findings(self) -> list[Diagnostic]:
        return [item for result in self.results for item in result.diagnostics]


def hostile(port: int, secret: Path) -> str:
    pictures = "\n\n".join(
        f"![图{number}]({target})"
        for number, target in enumerate(
            (
                "file:///etc/passwd",
                secret.as_uri(),
                "../../secret.png",
                "%2e%2e/%2e%2e/secret.png",
                "link.png",
                str(secret),
                f"http://127.0.0.1:{port}/x.png",
                "cut.png",
            )
        )
    )
    return f"""# ../../x "><script>alert('题')</script> {{{{ 7*7 }}}}

## {TEMPLATES[1]}栏目

### ../../../etc/x

{"，".join(TEMPLATES)}。{"".join(MARKUP)}

一段 <img src=x onerror=alert(2)> 正文 <link rel=attachment href="file:///etc/passwd">。

[甲](javascript:alert(1)) [乙](JaVa&#9;Script:alert(1)) [丙](data:text/html,x) [丁](vbscript:x) [戊](file:///etc/passwd)

{pictures}
"""


@pytest.fixture(scope="module")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> Pressed:
    """A bulletin that tries everything, pressed by the three real writers while a server waits to be asked."""
    asked: list[str] = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        folder = tmp_path_factory.mktemp("hostile") / "project"
        (folder / "sources").mkdir(parents=True)
        secret = folder.parent / "secret.png"
        Image.new("RGB", (37, 41), (1, 2, 3)).save(secret)
        (folder.parent / "secret.txt").write_text(KEPT_HERE, "utf-8")
        (folder / "sources" / "link.png").symlink_to(secret)
        (folder / "sources" / "cut.png").write_bytes(secret.read_bytes()[:-20])
        source = folder / "sources" / "敌意.md"
        source.write_text(hostile(server.server_port, secret), "utf-8")
        before = {path for path in folder.parent.rglob("*") if path.is_file()}
        project = Project(folder)
        results = run(make_plan(project, [source], output=f"{folder}/build/", to=["html", "epub", "pdf"]))
        server.shutdown()
    after = {path for path in folder.parent.rglob("*") if path.is_file() and ".wxpress" not in path.parts}
    written = after - before
    assert {path.name for path in written} == {"manifest.json", "敌意.html", "敌意.epub", "敌意.pdf"}
    assert {path.parent for path in written} == {folder / "build"}
    return Pressed(folder, results, asked)


def test_all_three_outputs_are_made(pressed: Pressed) -> None:
    (result,) = pressed.results
    assert [target.writer.name for target in result.written] == ["html", "epub", "pdf"], result.failures
    assert exit_code(pressed.results) == 0


def test_nothing_was_fetched(pressed: Pressed) -> None:
    assert pressed.asked == []


def test_every_refused_picture_is_reported_once_with_its_cause(pressed: Pressed) -> None:
    refused = [item for item in pressed.findings if item.code == "WX402"]
    causes = [re.sub(r"^图片“.*?”(.*)，以占位框代替$", r"\1", item.message) for item in refused]
    assert causes == [
        "是绝对路径",
        "是绝对路径",
        "在项目文件夹之外",
        "在项目文件夹之外",
        "在项目文件夹之外",
        "是绝对路径",
        "是网络地址，本工具不下载图片",
        "已损坏或不完整",
    ]
    assert all(item.span is not None and item.source is not None for item in refused)


def test_dangerous_links_are_reported(pressed: Pressed) -> None:
    reported = {item.values["label"] for item in pressed.findings if item.code == "WX403"}
    assert {"甲", "丙", "丁", "戊"} <= reported


def test_the_html_page_holds_no_element_of_the_source(pressed: Pressed) -> None:
    page = lxml_html.document_fromstring(pressed.html)
    assert not found(page, "//iframe | //object | //base | //form | //embed | //img | //body//link | //body//style")
    assert {script.get("type") for script in found(page, "//script")} <= {"application/ld+json"}
    assert not found(page, "//@*[starts-with(name(), 'on')]")
    addresses = [str(address) for address in found(page, "//@href | //@src")]
    assert [address for address in addresses if not address.startswith(("#", "data:image/"))] == []


def test_templates_and_markup_are_set_as_text(pressed: Pressed) -> None:
    text = "".join(found(lxml_html.document_fromstring(pressed.html), "//text()"))
    for literal in (*TEMPLATES, *MARKUP, "<img src=x onerror=alert(2)>"):
        assert literal in text
    assert "49" not in text


def test_the_epub_holds_no_element_of_the_source(pressed: Pressed) -> None:
    assert pressed.documents
    for name, document in pressed.documents.items():
        tree = etree.fromstring(document.encode())
        names = {etree.QName(element).localname for element in tree.iter(etree.Element)}
        assert not names & {"script", "iframe", "object", "base", "img", "style"}, name
        targets = [
            str(target).partition("#")[0] or posixpath.basename(name) for target in found(tree, "//@href | //@src")
        ]
        places = {posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) for target in targets}
        assert places <= pressed.names, name
    joined = "".join(pressed.documents.values())
    assert "{{ 7*7 }}" in joined
    assert "&lt;script&gt;" in joined


def test_names_inside_the_epub_stay_inside(pressed: Pressed) -> None:
    with zipfile.ZipFile(pressed.folder / "build" / "敌意.epub") as epub:
        names = epub.namelist()
    assert names[0] == "mimetype"
    assert not [name for name in names if ".." in name or name.startswith("/") or not name.isascii()]


def test_the_pdf_holds_no_file_no_action_and_no_foreign_link(pressed: Pressed) -> None:
    path = pressed.folder / "build" / "敌意.pdf"
    with pikepdf.open(path) as pdf:
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
        assert "/OpenAction" not in pdf.Root
        assert not list(pdf.attachments)
        pages = [
            pikepdf.Object.unparse(page.get("/Annots", pikepdf.Array())) for page in (page.obj for page in pdf.pages)
        ]
    assert not re.search(rb"/URI|/Launch|/JavaScript|/FileAttachment", b"".join(pages))
    document = pypdfium2.PdfDocument(path)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "{{ 7*7 }}" in text
    assert "<script>alert(1)</script>" in re.sub(r"[\r\n]", "", text)  # a line may end inside
    assert KEPT_HERE not in text
    assert "root:" not in text


def test_the_secret_picture_is_in_no_output(pressed: Pressed) -> None:
    with zipfile.ZipFile(pressed.folder / "build" / "敌意.epub") as epub:
        assert not [name for name in epub.namelist() if name.endswith((".png", ".jpg")) and "cover" not in name]
    with pikepdf.open(pressed.folder / "build" / "敌意.pdf") as pdf:
        assert not [image for page in pdf.pages for image in page.get_images()]


@pytest.mark.parametrize(
    "text",
    [
        "- " * 3000 + "甲",
        "> " * 3000 + "甲",
        "![[]()" * 200,
        "[" * 5000,
        "*" * 20000,
        "(" * 3000 + ")" * 3000,
        "# " + "<" * 5000,
        "\ufeff\ufeff# 甲\n\n\x00\x01\ud7ff\ufffe\u2028乙",
    ],
)
def test_hostile_syntax_never_gives_a_traceback(tmp_path: Path, text: str) -> None:
    source = tmp_path / "x.md"
    source.write_text(text, "utf-8")
    (result,) = run(make_plan(Project(tmp_path), [source], output=f"{tmp_path}/out/", to=["html", "epub"]))
    assert exit_code([result]) in {0, 1, 5}
    for failure in result.failures:
        assert "x.md" in failure.message
        assert failure.advice
