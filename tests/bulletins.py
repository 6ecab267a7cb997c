"""Makes bulletins of the seed's kind at random: the text as it would arrive, and the tree that must come out.

The words are not the seed's. Everything follows from the seed number, so that a failure can be run again.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

AUDIENCES = ("党员干部", "机关党支部", "基层党组织和广大党员", "各级理论学习中心组", "青年干部")
SERIES = ("学习资料", "理论学习参考", "学习简报", "党建文摘", "每月一学")
SECTION_TITLES = (
    "重要论述",
    "权威发布",
    "理论前沿",
    "专家视点",
    "基层实践",
    "经验交流",
    "案例选编",
    "学思践悟",
    "问答释疑",
    "延伸阅读",
)
PLAIN_TITLES = (
    "以高质量发展推进乡村全面振兴",
    "守护好一江碧水",
    "让法治成为核心竞争力",
    "扎实推动共同富裕",
    "把粮食安全牢牢握在手中",
    "推动绿色低碳转型，建设美丽中国",
    "干部干部，干是当头的",
    "深化改革开放，激发内生动力",
    "坚持守正创新，繁荣文化事业",
    "加快建设农业强国",
    "完善基层治理体系的路径选择",
    "科技自立自强要久久为功",
    "着力提升防灾减灾救灾能力",
    "从“有没有”到“好不好”",
    "新质生产力何以可能",
    "作风建设永远在路上",
)
ODD_TITLES = (
    "什么是新型城镇化？",
    "向着2035",
    "微视频 | 大江奔流 一往无前",
    "“绿水青山就是金山银山”",
    "时评·快评：一刻不能停！",
    "数读｜这五年的100个变化",
    "改革：永远在路上",
    "《之江新语》导读",
    "第一书记来信（三）",
    "GDP之外",
    "党课开讲啦 第3讲",
)
SENTENCES = (
    "农业农村现代化是中国式现代化的重要组成部分",
    "要坚持问题导向，抓住主要矛盾",
    "会议指出，面对复杂严峻的形势，必须保持战略定力",
    "截至2024年底，全省累计建成示范村1200个，覆盖率达85.6%",
    "“一分部署，九分落实”是做好工作的基本方法",
    "这些变化，是几代人接续奋斗的结果",
    "要把握好时、度、效，既要积极进取，又要量力而行",
    "广大党员干部深入一线，察实情、出实招、求实效",
    "从“靠山吃山”到“养山富山”，观念一变天地宽",
    "生态环境保护和经济发展是辩证统一、相辅相成的",
    "调查研究是谋事之基、成事之道，没有调查就没有发言权",
    "坚持以人民为中心的发展思想，着力解决群众急难愁盼问题",
    "全面从严治党永远在路上，党的自我革命永远在路上",
    "习近平总书记强调，基础不牢，地动山摇",
)
STOPS = ("。", "。", "。", "。", "！", "？")
LEADERS = (".....", "……", "…………", "\t", "  ", " ········ ", " . . . . . . ")


@dataclass
class Paragraph:
    text: str
    torn_at: int | None = None


@dataclass
class Article:
    title: str
    paragraphs: list[Paragraph]
    link: tuple[str, str] | None


@dataclass
class Bulletin:
    """The truth, and the text that hides it."""

    audience: str | None
    series: str
    title: str
    note: list[str]
    sections: list[tuple[str, list[Article]]]
    text: str = ""
    traits: dict[str, object] = field(default_factory=dict)


def bulletin(seed: int) -> Bulletin:
    """One bulletin; the same *seed* gives the same one."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    truth = _truth(dice)
    truth.traits = {
        "step": dice.choice((1, 2, 3, 4)),
        "bold": dice.random() < 0.5,
        "leader": dice.choice(LEADERS),
        "pages": dice.choice(("sections", "articles", "all", "none")),
        "label": dice.random() < 0.5,
        "form": dice.choice(("list", "list", "list", "lines")),
        "furniture": dice.choice(("none", "none", "number", "running", "both")),
    }
    truth.text = _text(dice, truth)
    return truth


def _truth(dice: random.Random) -> Bulletin:
    titles = dice.sample(PLAIN_TITLES, len(PLAIN_TITLES)) + dice.sample(ODD_TITLES, len(ODD_TITLES))
    dice.shuffle(titles)
    sections = []
    for name in dice.sample(SECTION_TITLES, dice.randint(2, 5)):
        count = dice.randint(1, 4)
        sections.append((name, [_article(dice, titles.pop()) for _ in range(count)]))
    if dice.random() < 0.2:
        sections[-1][1].append(_article(dice, sections[0][1][0].title))
    return Bulletin(
        audience=dice.choice((*AUDIENCES, None)),
        series=dice.choice(SERIES),
        title=dice.choice(PLAIN_TITLES[:4]) + "专题",
        note=[_paragraph(dice) for _ in range(dice.randint(0, 3))],
        sections=sections,
    )


def _article(dice: random.Random, title: str) -> Article:
    paragraphs = [Paragraph(_paragraph(dice)) for _ in range(dice.randint(1, 4))]
    if dice.random() < 0.2:
        paragraphs[0].text = title + "，" + paragraphs[0].text
    for paragraph in paragraphs:
        if dice.random() < 0.12 and len(paragraph.text) > 60:
            paragraph.torn_at = _tear(dice, paragraph.text)
    link = None
    if dice.random() < 0.85:
        label = dice.choice(("链接", "链接", "链接", "详细", "更多", "阅读全文"))
        link = (label, dice.choice(("#", "#", "", "https://www.example.cn/a?id=1&x=2")))
    return Article(title, paragraphs, link)


def _tear(dice: random.Random, text: str) -> int:
    """A place between two ideographs, as a page break falls."""
    places = [
        at
        for at in range(35, len(text) - 10)
        if "\u4e00" <= text[at - 1] <= "\u9fff" and "\u4e00" <= text[at] <= "\u9fff"
    ]
    return dice.choice(places)


def _paragraph(dice: random.Random) -> str:
    if dice.random() < 0.08:
        return "这一点至关重要。"
    sentences = [dice.choice(SENTENCES) + dice.choice(STOPS) for _ in range(dice.randint(2, 6))]
    return "".join(sentences)


def _text(dice: random.Random, truth: Bulletin) -> str:
    masthead = f"{truth.audience} {truth.series}" if truth.audience else truth.series
    parts = [masthead, truth.title]
    if truth.traits["label"]:
        parts.append("目录")
    parts.append(_contents(dice, truth))
    parts += _note(dice, truth)
    number = 0
    for name, articles in truth.sections:
        parts.append(name)
        if dice.random() < 0.2:
            parts.append("")
        for article in articles:
            parts.append(article.title)
            for paragraph in _with_link(dice, article):
                if paragraph.torn_at is None:
                    parts.append(paragraph.text)
                else:
                    number += 1
                    parts.append(paragraph.text[: paragraph.torn_at])
                    parts += _furniture(truth, number)
                    parts.append(paragraph.text[paragraph.torn_at :])
    return "\n" * dice.randint(0, 2) + "\n\n".join(parts) + "\n" * dice.randint(0, 2)


def _furniture(truth: Bulletin, number: int) -> list[str]:
    match truth.traits["furniture"]:
        case "number":
            return [f"— {number} —"]
        case "running":
            return [truth.series]
        case "both":
            return [f"第 {number} 页 共 9 页", truth.series]
    return []


def _with_link(dice: random.Random, article: Article) -> list[Paragraph]:
    paragraphs = list(article.paragraphs)
    if article.link is None:
        return paragraphs
    label, target = article.link
    words = label if label == "阅读全文" else f"【{label}】"
    markup = f"[{words}]({target})"
    if dice.random() < 0.3:
        return [*paragraphs, Paragraph(markup)]
    last = paragraphs[-1]
    return [*paragraphs[:-1], Paragraph(last.text + markup, last.torn_at)]


def _note(dice: random.Random, truth: Bulletin) -> list[str]:
    if not truth.note:
        return []
    label = dice.choice(("编者按：", "【编者按】", "编者的话：", "**编者按：**", "编者按\n\n"))
    return [label + truth.note[0], *truth.note[1:]]


def _contents(dice: random.Random, truth: Bulletin) -> str:
    page = 0
    lines = []
    listed = truth.traits["form"] == "list"
    step = " " * int(str(truth.traits["step"]))
    for name, articles in truth.sections:
        page += dice.randint(1, 2)
        section = f"**{name}**" if truth.traits["bold"] or not listed else name
        pages = truth.traits["pages"]
        lines.append(
            ("- " if listed else "")
            + section
            + (f"{truth.traits['leader']}{page}" if pages in {"sections", "all"} else "")
        )
        for article in articles:
            tail = f"{truth.traits['leader']}{page}" if pages in {"articles", "all"} else ""
            lines.append((f"{step}- " if listed else "") + article.title + tail)
    return "\n".join(lines) if listed else "\n\n".join(lines)


def plain_text(seed: int) -> Bulletin:
    """The same bulletin as plain text: centred titles, paragraphs opened by two ideographic spaces, links as words."""
    truth = bulletin(seed)
    dice = random.Random(-seed - 1)  # noqa: S311 - nothing secret
    width = dice.choice((None, None, 30, 36, 40))
    gap = "\n" if width or dice.random() < 0.5 else "\n\n"
    masthead = f"{truth.audience}　{truth.series}" if truth.audience else truth.series
    parts = [_centred(masthead), _centred(truth.title), _centred("目　录"), *_plain_contents(dice, truth)]
    if truth.note:
        parts += [_set("编者按：" + truth.note[0], width), *(_set(text, width) for text in truth.note[1:])]
    for name, articles in truth.sections:
        parts.append(_centred(name))
        for article in articles:
            parts.append(_centred(article.title))
            texts = [paragraph.text for paragraph in article.paragraphs]
            if article.link:
                texts[-1] += f"【{article.link[0]}】"
            parts += [_set(text, width) for text in texts]
    truth.text = gap.join(parts) + "\n"
    truth.traits |= {"width": width, "gap": gap}
    return truth


def _centred(text: str) -> str:
    return " " * max(8, 36 - len(text)) + text


def _set(text: str, width: int | None) -> str:
    text = "　　" + text
    if width is None:
        return text
    lines, line = [], ""
    for character in text:
        if _width(line + character) > width:
            lines.append(line)
            line = ""
        line += character
    return "\n".join([*lines, line])


def _width(text: str) -> float:
    return sum(1.0 if ord(character) > 0x2000 else 0.5 for character in text)


def _plain_contents(dice: random.Random, truth: Bulletin) -> list[str]:
    page = 0
    leader = dice.choice(("……", "…………………………", ".............", "\t"))
    lines = []
    for name, articles in truth.sections:
        page += dice.randint(1, 2)
        lines.append(f"{name}{leader}{page}")
        lines += [f"　　{article.title}{leader}{page}" for article in articles]
    return lines
