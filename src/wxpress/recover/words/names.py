"""人名：what is a personal name, set wide or not."""

from __future__ import annotations

import re

from wxpress.inlines import unspaced

_SINGLE = frozenset(
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高罗郑梁谢宋唐许邓韩冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方"
    "邹熊白孟秦邱丘侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪辛柯庄温牛樊葛邢安齐伍庞颜倪聂章鲁岳翟申殷詹欧"
    "耿关兰焦俞左柳甘祝包宁尚符舒阮纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝骆路游靳辛管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦"
    "麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁"
    "胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦"
)
_COMPOUND = (
    *("欧阳", "上官", "司马", "诸葛", "皇甫", "令狐", "司徒", "东方", "独孤", "慕容", "公孙", "尉迟", "长孙"),
    *("宇文", "夏侯", "闻人", "端木", "南宫", "申屠", "轩辕", "西门", "呼延", "赫连", "澹台"),
)
_WORDS = frozenset(
    (
        *("方法", "方案", "方向", "方略", "成效", "成绩", "成果", "成就", "成长", "安全", "安排", "安居"),
        *("文化", "文明", "文件", "时代", "时事", "时评", "时政", "金融", "马上", "高地", "高度", "高峰"),
        *("江山", "和谐", "和平", "和美", "强国", "常识", "常态", "简介", "简讯", "简评", "温故", "应对"),
        *("明天", "何以", "何为", "向前", "向上", "黄河", "关于", "关键", "路径", "路上", "水利", "花开"),
        *("解读", "解析", "解答", "查处", "计划", "项目", "单位", "国情", "云端", "海外", "南方", "东方"),
        *("阳光", "农业", "农村", "农民", "司法", "党建", "党课", "党史", "党员", "党校", "宣传", "平安"),
        *("相关", "初心", "门道", "容错", "来信", "来稿", "都市", "普法", "支部", "原则", "原因", "原文"),
        *("全文", "全面", "卫生", "商业", "管理", "乐业", "国策", "国企", "万象", "钱塘", "龙江", "武汉"),
        *("长江", "石油", "时讯", "时论", "文摘", "文萃", "文苑", "史话", "史海", "连线", "封面", "权威"),
        *("高端", "路标", "高质量", "马克思", "平常心", "时间表", "路线图", "方法论", "金钥匙", "文化人", "党旗红"),
        *("卫生间", "海之蓝", "谈体会", "谈心得", "谈感受"),
        *("程序", "关注", "焦点", "纪律", "温度", "时光", "方针", "常务", "金句", "解惑", "管见"),
        *("计策", "强音", "童心", "童年", "古韵", "凌云", "盛会", "贺信", "贺词", "祝福", "钟声"),
        *("明镜", "明辨", "向导", "车间", "乐园", "廉洁", "支点", "纪实", "纪事", "纪要", "连心"),
        *("车站", "原著", "原理", "党章", "党规", "国史", "国际", "国内", "国防", "应急", "索引"),
        *("平台", "纪检", "高见", "高参", "金点子", "牛刀", "文告", "江湖", "林业", "石榴籽", "石榴花"),
        *("宁静", "宁夏", "云南", "吉林", "江苏", "江西", "安徽", "海南", "甘肃", "易地", "易学"),
        *("全会", "全国", "全省", "强基", "强县", "强军", "支招", "乔迁", "权责", "鞠躬", "花絮"),
        *("花边", "祖国", "管窥", "班组", "班会", "甘霖", "古今", "边防", "边关", "丰收", "平凡"),
        *("池塘", "米袋子", "钱袋子", "洪流", "洪峰", "雷霆", "史鉴", "施工", "应用", "应答", "景观"),
        *("景区", "车轮", "车队", "武装", "齐鲁", "成才", "成语", "路线", "简政", "乐活", "尚学"),
        *("尚廉", "明理", "白皮书", "蓝皮书", "关爱", "关心", "关怀", "温情", "关键词"),
    )
)
"""Words of two or three ideographs that begin as names do."""
_NO_GIVEN = frozenset("篇栏刊讯报版库榜角窗廊厅室圈汇谈说吧坊展赛")
_PAIR = 2
_MOTTO = 4
_SOUNDS = frozenset(
    "阿埃艾安奥巴拜班贝本比彼博布查达丹道德登迪蒂丁杜多恩尔法凡菲费芬夫弗福戈格古哈海汉赫亨霍基吉季加贾金卡凯坎康科克肯库拉莱兰朗劳勒雷里利莉林琳龙卢"
    "鲁伦罗洛马玛麦迈曼梅米密敏莫姆穆纳娜奈南内尼宁诺欧帕潘佩彭皮平普齐奇恰乔琼瑞萨塞桑瑟森莎什史斯丝苏索塔泰坦汤特腾提廷图托瓦万威维韦温沃乌武西希"
    "夏肖谢辛休雅亚扬耶叶伊因英尤约泽扎詹珍芝朱兹佐努买孜吾"
)
"""Ideographs that foreign names are written with."""

_FOREIGN = re.compile(r"[\u3400-\u9fff]{1,8}(?:[·•][\u3400-\u9fff]{1,8})+")
_HAN_ONLY = re.compile(r"[\u3400-\u9fff]{2,4}")
_WIDE = re.compile(
    r"(?<![\u3400-\u9fff])(?!(?<=[）)])班)[\u3400-\u9fff](?:[\s\u3000]+[\u3400-\u9fff]){1,3}(?![\u3400-\u9fff])"
)


def is_personal_name(text: str) -> bool:
    """Whether *text* is one name: a Chinese one of two to four ideographs (it may be set wide), or 甲·乙."""
    bare = set_close(text.strip())
    if is_word(bare) or bare[-1:] in _NO_GIVEN:
        return False
    if not _HAN_ONLY.fullmatch(bare):
        return bool(_FOREIGN.fullmatch(bare)) and not _is_motto(bare)
    return bare[:2] in _COMPOUND if len(bare) == len("欧阳某某") else bare[0] in _SINGLE or bare[:2] in _COMPOUND


def _is_motto(text: str) -> bool:
    """Whether two words stand side by side, few of whose ideographs are such as sounds are written with."""
    words = re.split("[·•]", text)
    sounds = sum(letter in _SOUNDS for letter in text)
    of_four = [len(word) for word in words] == [_MOTTO] * _PAIR and sounds < _MOTTO
    return of_four or (len(text) > _PAIR * _MOTTO and sounds * (_PAIR + 1) < len(text))


def is_word(text: str) -> bool:
    """Whether *text* begins as a name does and is a word."""
    return text in _WORDS


def set_close(text: str) -> str:
    """*text* with its names of two or three ideographs set close: 李　想, 唐 晓 岚, and of 秦 川 何 晓 both."""
    return _WIDE.sub(_closed, text) if len(text.split(maxsplit=1)) > 1 else text


def _closed(match: re.Match[str]) -> str:
    letters = unspaced(match[0])
    pairs = letters[:_PAIR], letters[_PAIR:]
    return " ".join(pairs) if len(letters) == _PAIR + _PAIR and pairs[0] not in _COMPOUND else letters
