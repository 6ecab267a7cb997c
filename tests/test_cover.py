"""封面：drawn from the tree, whatever of it is missing or long."""

from __future__ import annotations

import io

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops

from wxpress import fonts
from wxpress.styles import Cover, find_style
from wxpress.tree import Article, Bulletin, Section
from wxpress.writers.cover import HEIGHT, WIDTH, cover_text, draw

FACES = fonts.resolve(find_style().settings.faces)
LONG = "深入学习贯彻关于加强和改进人民政协工作的重要思想，推动新时代GDP增长5.0%的若干问题研究" * 2
WHOLE = Bulletin(
    audience="党员干部",
    series="学习文选",
    title="学习贯彻中央城市工作会议精神",
    issue="2025年第8期（总第123期）",
    publisher="某某市委宣传部",
    date="2025年7月18日",
)


def opened(bulletin: Bulletin, colours: Cover | None = None) -> Image.Image:
    data = draw(bulletin, bulletin.title or "无题", FACES, colours or Cover())
    assert len(data) < 300_000
    return Image.open(io.BytesIO(data)).convert("RGB")


def inked(picture: Image.Image, box: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """Where something is drawn in *box* on its ground."""
    part = picture.crop(box)
    ground = Image.new("RGB", part.size, part.getpixel((0, 0)))
    return ImageChops.difference(part, ground).getbbox()


@pytest.mark.parametrize(
    "bulletin",
    [
        WHOLE,
        Bulletin(series="学习资料" * 6, title=LONG, publisher="中共某某市委" * 8, date="二〇二五年七月"),
        Bulletin(series="文选", title=f"{LONG[:40]}——{LONG}", publisher="　".join(["某某市委宣传部"] * 9)),
        Bulletin(title="要论"),
        Bulletin(title=LONG),
        Bulletin(),
        Bulletin(series="学习文选", sections=(Section(articles=(Article(title=LONG),) * 6),)),
        Bulletin(series="A", title="𠮷野家 Supercalifragilisticexpialidocious-and-more-of-it 传"),
    ],
)
def test_nothing_of_a_cover_leaves_its_zone(bulletin: Bulletin) -> None:
    picture = opened(bulletin)
    assert picture.size == (WIDTH, HEIGHT)
    for top, bottom in ((0, 1080), (1080 + 70, HEIGHT)):
        box = inked(picture, (0, top, WIDTH, bottom))
        if box:
            left, upper, right, lower = box
            assert left > 60
            assert right < WIDTH - 60
            assert upper > 20
            assert lower < bottom - top - 20


def test_a_cover_shows_what_the_masthead_says() -> None:
    words = cover_text(WHOLE, "")
    assert all(part in words for part in ("党员干部", "学习文选", "总第123期", "某某市委宣传部", "2025年7月18日"))
    assert cover_text(Bulletin(title="要论"), "要论") == "要论"  # once: it is the name where there is no series


def test_without_a_theme_a_cover_shows_the_first_articles() -> None:
    def issue(count: int, title: str | None = None) -> Bulletin:
        articles = tuple(Article(title=f"把人民城市建设得更美好之{number}") for number in range(count))
        return Bulletin(series="学习文选", title=title, sections=(Section(articles=articles),))

    below = (0, 1160, WIDTH, 2150)
    assert inked(opened(issue(0)), below) is None
    assert inked(opened(issue(1)), below)
    assert "之4" in cover_text(issue(9), "学习文选")
    assert "之5" not in cover_text(issue(9), "学习文选")
    assert "之0" not in cover_text(issue(9, "一个主题"), "学习文选")


def test_a_cover_has_the_colours_of_its_style() -> None:
    picture = opened(WHOLE, Cover(ground="#004000", paper="#F0F0FF", ink="#101010"))
    assert picture.getpixel((5, 5)) == (0, 0x40, 0)
    assert picture.getpixel((5, HEIGHT - 5)) == (0xF0, 0xF0, 0xFF)


def test_a_cover_is_the_same_bytes_twice() -> None:
    assert draw(WHOLE, "题", FACES, Cover()) == draw(WHOLE, "题", FACES, Cover())


def test_a_subtitle_is_smaller_than_the_theme() -> None:
    def foot(mark: str) -> tuple[int, int, int, int] | None:
        title = f"建设宜居城市，扎实推进更新{mark}会议精神学习辅导材料摘编"
        return inked(opened(replace(WHOLE, title=title, publisher=None, date=None)), (0, 1160, WIDTH, 2150))

    with_dash, with_comma = foot("——"), foot("，在此")
    assert with_dash is not None
    assert with_comma is not None
    assert with_dash[3] - with_dash[1] < with_comma[3] - with_comma[1]


def test_offices_that_do_not_fit_one_line_have_one_each() -> None:
    offices = "中共临江市委宣传部　临江市委党史和地方志研究室　临江市委党校"
    assert offices not in cover_text(replace(WHOLE, publisher=offices), "")
    assert offices.replace("　", "") in cover_text(replace(WHOLE, publisher=offices), "")
    assert "市委　党校" in cover_text(replace(WHOLE, publisher="市委　党校"), "")
