"""Official prose made at random, as dense with numbers, dates, titles, quotations and foreign terms as real bulletins.

Every paragraph is grammatical Chinese of the kind; what it says is invented. It follows from the dice alone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

HALF = 0.5

PLAIN = (
    "做好这项工作，必须坚持系统观念，统筹当前和长远、局部和全局，既立足实际、尽力而为，又实事求是、量力而行",
    "要把学习成果转化为推动高质量发展的实际行动，转化为为民服务的具体举措",
    "实践证明，只有紧紧依靠人民、不断造福人民，才能凝聚起干事创业的磅礴力量",
    "从现实看，发展不平衡不充分的问题仍然突出，一些领域的风险隐患不容忽视",
    "各级党组织要切实担负起主体责任，主要负责同志要亲自抓、负总责，一级抓一级、层层抓落实",
    "老百姓的获得感、幸福感、安全感，是衡量工作成效的根本标尺",
    "基层是一切工作的落脚点，社会治理的重心必须落实到城乡、社区",
    "与此同时，也要清醒看到，改革越往纵深推进，触及的利益关系就越复杂，越需要以钉钉子精神抓落实",
    "大道至简，实干为要",
    "调研组一行先后走访了产业园区、社区服务中心和农村集体经济组织，与干部群众面对面交流，听取意见建议",
    "这就要求我们必须把握规律、因势利导，在破解难题中打开新局面",
    "理论上清醒，政治上才能坚定；政治上坚定，行动上才能自觉",
    "近年来，该市坚持党建引领，推动资源、服务、管理下沉，走出了一条共建共治共享的新路",
    "环境就是民生，青山就是美丽，蓝天也是幸福",
    "一张蓝图绘到底，一茬接着一茬干，久久为功，善作善成",
    "他常说，群众的事再小也是大事，自己的事再大也是小事",
    "当前，新一轮科技革命和产业变革深入发展，全球治理体系深刻重塑，不稳定性不确定性因素增多",
    "要健全常态化长效化机制，推动作风建设走深走实，坚决防止反弹回潮",
)
DENSE = (
    "{date}，{org}召开{ordinal}次全体（扩大）会议，审议通过{book}",
    "截至{year}年底，全市累计完成投资{money}，同比增长{percent}，其中民间投资占比达{percent}",
    "{year}年，{org}共受理群众来信来访{count}件次，办结率为{percent}，比{past}提高{points}个百分点",
    "“{quote}”，这句话道出了{count}名基层干部的心声",
    "习近平总书记在{book}中深刻指出：“{quote}。”",
    "按照{book}要求，到{year}年，{thing}将达到{number}万{unit}以上，年均增长{percent}左右",
    "{name}在{book}一文中写道：“{quote}，{quote}。”",
    "数据显示，今年前{small}个月，全省规模以上工业增加值增长{percent}，{latin}产业增加值突破{money}",
    "第一，坚持“{quote}”；第二，用好“{short}”机制；第三，健全“{short}”体系——归根到底，是要让群众满意",
    "{org}{role}{person}表示，{year}—{later}年将新建改造{thing}{count}{unit}，惠及群众{number}万人",
    "在{place}，占地{number}万平方米的{latin}产业园里，{count}台（套）设备高速运转，日产能力达到{number}万件",
    "{latin}（{phrase}）等新技术加速应用，带动{thing}智能化改造{count}{unit}，效率提升{percent}",
    "咨询电话：{telephone}，监督举报电话：{telephone}",
    "从{past}的{number}公里到{year}年的{number}公里，{small}年间增长了{multiple}倍",
    "据{org}测算，每减少1%的能耗，相当于节约标准煤{number}万吨，减排二氧化碳{number}万吨",
    "既要看到“{short}”的一面，也要看到“{short}”的一面——这正是辩证法的要求",
    "{date}至{day}日，全国{thing}工作现场会在{place}召开，{count}余名代表参加会议",
    "学习{book}{book}等重要文献，重在把握贯穿其中的立场观点方法",
    "{person}（{role}，{age}岁）今年承包了{number}亩地，亩均增收{count}元，户均年收入超过{number}万元",
    "难道能因为难就不改革了吗？不能！{name}说得好：“{quote}……”",
    "党的{congress}届{plenum}中全会审议通过的{book}提出{count}项重要改革举措，其中{small}项已于{month}前完成",
)

SLOTS: dict[str, Callable[[random.Random], str]] = {
    "year": lambda dice: str(dice.randint(2012, 2035)),
    "later": lambda dice: str(dice.randint(2026, 2040)),
    "month": lambda dice: f"{dice.randint(2015, 2030)}年{dice.randint(1, 12)}月",
    "day": lambda dice: str(dice.randint(16, 28)),
    "date": lambda dice: (
        (f"{dice.randint(2015, 2026)}年" if dice.random() < HALF else "")
        + f"{dice.randint(1, 12)}月{dice.randint(1, 15)}日"
    ),
    "past": lambda dice: dice.choice(("上年同期", "2012年", "“十三五”末", "5年前", "1978年")),
    "money": lambda dice: f"{_number(dice, 9000)}{dice.choice(('亿元', '万元', '亿美元', '万亿元'))}",
    "percent": lambda dice: f"{dice.uniform(0.1, 99.9):.{dice.choice((0, 1, 1, 2))}f}%",
    "points": lambda dice: f"{dice.uniform(0.1, 25):.1f}",
    "count": lambda dice: _number(dice, 30000, whole=True),
    "number": lambda dice: _number(dice, 3000),
    "small": lambda dice: str(dice.randint(2, 60)),
    "multiple": lambda dice: f"{dice.uniform(1, 30):.1f}",
    "age": lambda dice: str(dice.randint(25, 79)),
    "ordinal": lambda dice: f"第{dice.randint(1, 99)}",
    "congress": lambda dice: dice.choice(("十八", "十九", "二十")),
    "plenum": lambda dice: dice.choice("二三四五"),
    "unit": lambda dice: dice.choice(("个", "户", "公里", "公顷", "平方公里", "家", "处", "套", "千瓦时")),
    "org": lambda dice: dice.choice(
        (
            "省委全面深化改革委员会",
            "市委理论学习中心组",
            "国家发展改革委",
            "市住房和城乡建设局",
            "县纪委监委",
            "区民政局",
        )
    ),
    "thing": lambda dice: dice.choice(("老旧小区", "高标准农田", "城市绿道", "充电设施", "养老服务床位", "防洪工程")),
    "place": lambda dice: dice.choice(
        ("浙江安吉余村", "福建宁德", "深圳市南山区", "河北雄安新区", "贵州省遵义市播州区")
    ),
    "role": lambda dice: dice.choice(("党组书记、局长", "驻村第一书记", "总工程师", "社区党委书记", "种粮大户")),
    "person": lambda dice: dice.choice(("陈晓明", "张桂香", "艾尼瓦尔·买买提", "欧阳志远", "李红", "扎西·多吉")),
    "name": lambda dice: dice.choice(("卡尔·马克思", "毛泽东同志", "弗里德里希·恩格斯", "《人民日报》评论员", "列宁")),
    "latin": lambda dice: dice.choice(("AI", "5G", "GDP", "NGO", "IPv6", "LED", "ChatGPT", "3D打印", "R&D", "BIM")),
    "phrase": lambda dice: dice.choice(
        ("Artificial Intelligence", "Internet of Things", "Digital Twin", "blockchain", "metaverse")
    ),
    "telephone": lambda dice: dice.choice(
        (f"010-{dice.randint(60000000, 89999999)}", f"0571-{dice.randint(80000000, 89999999)}", "12345", "12388")
    ),
    "book": lambda dice: (
        "《"
        + dice.choice(
            (
                "求是",
                "资本论",
                "论党的建设",
                "矛盾论",
                "之江新语",
                "政府工作报告",
                "中共中央关于进一步全面深化改革、推进中国式现代化的决定",
                "关于推动城乡建设绿色发展的意见",
                "“十四五”数字经济发展规划",
                "党政机关厉行节约反对浪费条例",
            )
        )
        + "》"
    ),
    "quote": lambda dice: dice.choice(
        (
            "人民群众对美好生活的向往，就是我们的奋斗目标",
            "空谈误国，实干兴邦",
            "时代是出卷人，我们是答卷人，人民是阅卷人",
            "不谋全局者，不足谋一域",
            "没有调查，没有发言权",
            "绿水青山就是金山银山",
            "上面千条线，下面一根针",
        )
    ),
    "short": lambda dice: dice.choice(
        ("时与势", "稳与进", "三个务必", "网格员+志愿者", "破与立", "一网统管", "接诉即办")
    ),
}

SINGLE = 0.06
"""The share of paragraphs that are one sentence."""

DENSITY = 0.4
"""The share of sentences that are dense."""

_SLOT = re.compile(r"{(\w+)}")


def paragraph(dice: random.Random) -> str:
    """Three to eight sentences, many of them dense; now and then a single one."""
    if dice.random() < SINGLE:
        return f"{_filled(dice, dice.choice(PLAIN))}。"
    return "".join(_sentence(dice) for _ in range(dice.randint(3, 8)))


def _sentence(dice: random.Random) -> str:
    text = _filled(dice, dice.choice(DENSE if dice.random() < DENSITY else PLAIN))
    closed = text.endswith(("。”", "……”"))
    return text if closed else text + dice.choice("。。。。。！；")


def _filled(dice: random.Random, pattern: str) -> str:
    return _SLOT.sub(lambda slot: SLOTS[slot[1]](dice), pattern)


def _number(dice: random.Random, most: int, *, whole: bool = False) -> str:
    value = dice.uniform(1, most) ** dice.uniform(0.4, 1)
    if whole:
        return f"{int(value) + 2:,}" if dice.random() < HALF else str(int(value) + 2)
    return f"{value:,.{dice.choice((0, 1, 2, 2))}f}"
