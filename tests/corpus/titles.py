"""Titles as bulletins have them: plain ones, and every shape that has misled a program."""

from __future__ import annotations

import random
from collections.abc import Callable

from . import phrases as p
from .prose import Prose

SECTIONS = (
    *("权威解读", "深度评析", "学习辅导", "重要论述", "要闻速递", "理论前沿", "专家视点", "基层实践", "经验交流"),
    *("案例选编", "学思践悟", "问答释疑", "延伸阅读", "政策速览", "他山之石", "党史天地", "警钟长鸣", "读书札记"),
    *("工作动态", "调研报告", "先锋风采", "时政要点", "支部传真", "数说发展", "文件选登", "本期特稿", "言论摘编"),
    *("头条", "声音", "方法篇", "身边榜样", "读者来信", "社情民意", "史海拾贝", "一线传真", "业务课堂", "要情通报"),
)
AUDIENCES = (
    *("党员干部", "机关党支部", "基层党组织和广大党员", "各级理论学习中心组", "青年干部", "党政干部和党务工作者"),
    *("市直机关 党员干部", "县处级以上领导干部", "全县农村党员", "社区工作者", "全体教职工", "审计干部", "医务人员"),
)
SERIES = (
    *("学习资料", "理论学习参考", "学习简报", "党建文摘", "每月一学", "学习文选", "中心组学习资料", "支部学习材料"),
    *("决策参考", "宣讲提纲", "工作简报", "机关党建", "宣传思想文化", "党建资料", "组工通讯", "读报参考", "信息剪报"),
    *("政协信息", "支部生活", "舆情参阅", "学习周报", "纪检监察动态", "业务学习参考"),
)
PUBLISHERS = (
    *(
        "中共临江市委宣传部",
        "清源县委办公室",
        "省直机关工委组织部",
        "青云区委党校",
        "市委政策研究室",
        "临江市总工会办公室",
    ),
    *("东山县委理论学习中心组办公室", "某某大学党委", "临江市档案局", "县委党史研究室编", "市政务服务局编印"),
    *("政协临江市委员会办公室", "中共青云区委组织部主办", "县应急管理局"),
)
UNITS = (
    *(
        "市生态环境局",
        "县档案馆",
        "县委党校",
        "镕城镇党委",
        "第三纪检监察室",
        "综合科",
        "课题组",
        "县文明办",
        "机关第二党支部",
    ),
    *("机关第二党支部", "县人大法工委", "石板坡乡", "桂苑社区", "县中学", "团委"),
)
CALLINGS = ("县委书记", "县长", "本刊记者", "通讯员", "县政协委员", "驻村第一书记", "教研员", "护河员", "退休教师")
_ENDINGS = (
    "的路径选择",
    "的实践与思考",
    "的几点启示",
    "之我见",
    "的时代价值",
    "的“密码”",
    "何以可能",
    "再出发",
    "进行时",
)


def topic(author: Prose) -> str:
    """The theme of a bulletin (本期主题)."""
    return author.dice.choice(
        (
            f"学习贯彻{author.body()}精神",
            f"{author.task()}专题",
            f"深入学习《{author.pick(p.BOOKS)}》",
            f"{author.matter()}{author.pick(_ENDINGS)}",
            f"“{author.virtue()}”专题学习",
        )
    )


class Titles:
    """Titles that are all different, as *author* would give them."""

    def __init__(self, author: Prose) -> None:
        self._author = author
        self._given: set[str] = set()

    def sections(self, count: int) -> list[str]:
        """Names of *count* sections."""
        names = self._author.dice.sample(SECTIONS, count)
        self._given |= set(names)
        return names

    def article(self) -> str:
        """One title; one in three is of an odd shape."""
        shapes = _ODD if self._author.dice.random() < 0.35 else _PLAIN
        while (title := self._author.dice.choice(shapes)(self._author)) in self._given:
            pass
        self._given.add(title)
        return title


def _plain(a: Prose) -> str:
    return a.task()


def _double(a: Prose) -> str:
    return f"{a.task()}，{a.task()}"


def _spaced(a: Prose) -> str:
    return f"{a.task()} {a.task()}"


def _ending(a: Prose) -> str:
    return a.matter() + a.pick(_ENDINGS)


def _goal(a: Prose) -> str:
    return f"让{a.goal()}"


def _place(a: Prose) -> str:
    return f"{a.place()}：{a.task()}"


def _bar(a: Prose) -> str:
    column = a.pick(("微视频", "壹视界·微视频", "快评", "一图读懂"))
    return f"{column}{a.pick((' | ', '｜', '|'))}{a.virtue()} {a.goal()}"


def _quotation(a: Prose) -> str:
    return f"“{a.pick(p.SAYINGS)}”"


def _question(a: Prose) -> str:
    return f"{a.pick(('为什么要', '如何', '怎样'))}{a.task()}？"


def _exclaimed(a: Prose) -> str:
    return f"{a.place()}：{a.virtue()}，一刻不能停！"


def _short(a: Prose) -> str:
    return a.virtue()


def _figures(a: Prose) -> str:
    return f"数读{a.pick(('｜', '：'))}{a.place()}这{a.dice.randint(2, 9)}年的{a.dice.randint(10, 100)}个变化"


def _year(a: Prose) -> str:
    return f"{a.pick(('向着', '眺望', '对标'))}{a.dice.choice((2030, 2035, 2049))}"


def _book(a: Prose) -> str:
    return f"《{a.pick(p.BOOKS)}》{a.pick(('导读', '学习问答', '十问十答', '修订解读'))}"


def _part(a: Prose) -> str:
    return f"{a.matter()}{a.pick(('系列谈', '札记', '来信'))}（{a.dice.choice('一二三四五六')}）"


def _lesson(a: Prose) -> str:
    return f"{a.pick(('党课开讲啦', '微党课', '夜学'))} 第{a.dice.randint(2, 30)}讲：{a.virtue()}"


def _latin(a: Prose) -> str:
    return f"{a.pick(('GDP', 'AI', '5G', 'ESG', '“95后”'))}{a.pick(('之外', '时代的', '如何改变'))}{a.matter()}"


def _dashed(a: Prose) -> str:
    return f"{a.virtue()}{a.pick(('——', '—— '))}{a.place()}{a.matter()}调查"


def _from_to(a: Prose) -> str:
    one, two = a.dice.sample(p.THINGS, 2)
    return f"从“{one}”到“{two}”"


def _percent(a: Prose) -> str:
    return f"{a.measure()}{a.percent()}的背后"


_PLAIN: tuple[Callable[[Prose], str], ...] = (_plain, _plain, _double, _double, _spaced, _ending, _goal, _place)
_ODD: tuple[Callable[[Prose], str], ...] = (
    *(_bar, _quotation, _question, _exclaimed, _short, _figures, _year),
    *(_book, _part, _lesson, _latin, _dashed, _from_to, _percent),
)


def name_line(author: Prose) -> str:
    """A byline: one name or two, a pen name of an office, a two-character name set wide."""
    one, two = author.person(), author.person()
    wide = f"{one[0]}　{one[1]}" if len(one) == 2 else one
    names = (one, one, wide, f"{one}　{two}", f"{one}、{two}", "本刊评论员", "人民日报评论员")
    unit, called = author.pick(UNITS), author.pick(CALLINGS)
    return author.dice.choice((*names, unit, f"{unit}　{one}", f"{called} {one}", f"{one}（{unit}）"))


def source_name(author: Prose) -> str:
    """Where an article was taken from."""
    dice = author.dice
    paper = author.pick(("人民日报", "光明日报", "学习时报", "经济日报", "求是", "新华网", "中国组织人事报", "半月谈"))
    return dice.choice((f"《{paper}》", paper, f"《{paper}》2025年{dice.randint(1, 12)}月{dice.randint(1, 28)}日"))


def day(dice: random.Random) -> str:
    """A date in one of its usual forms."""
    month, number = dice.randint(1, 12), dice.randint(1, 28)
    return dice.choice((f"2025年{month}月{number}日", f"2024年{month}月{number}日", f"2025-{month:02}-{number:02}"))


def issue(dice: random.Random) -> str:
    """An issue line in one of its usual forms."""
    number, running = dice.randint(1, 48), dice.randint(101, 400)
    return dice.choice(
        (
            f"第{number}期",
            f"2025年第{number}期",
            f"（第{number}期）",
            f"第{number}期（总第{running}期）",
            f"2025年第{number}期（总第{running}期）",
            f"2025年第{number}期 总第{running}期",
            f"总第{running}期",
            f"二〇二五年第{_chinese(number)}期",
            f"〔2025〕{number}号",
        )
    )


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones else "")
