"""常用词：words that bulletins share, so that no title is turned inside one, however short its own text.

Only what a turn would tear badly: what the bulletin itself keeps writing together, `pdf_titles.Usage` knows without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

_WORDS = """
习近平总书记 总书记 习近平 党中央 中共中央 国务院 全国人大 全国政协 中央 中国 中华 上海 下一步 下半年 上半年 中小企业
上合组织 中部 上下 下沉 中国式现代化 中国特色 社会主义 新时代 新征程 新形势 新发展 新格局 新理念 新阶段 新质生产力
生产力 高质量 高水平 高标准 高品质 高效能 现代化 国际化 法治化 市场化 信息化 数字化 智能化 绿色化 城镇化 工业化 一体化
常态化 长效化 规范化 标准化 制度化 精细化 多元化 均等化 网格化 品牌化 年轻化 专业化 历史性 根本性 系统性 整体性 协同性
时代性 战略性 全局性 前瞻性 创新性 重要性 必要性 紧迫性 针对性 实效性 积极性 主动性 创造性 可持续 人民城市 人民至上
人民日报 人民群众 人民法院 人民检察院 人民政府 人民建 为人民 现代化建设 代表大会 全会 全体会议 工作会议 座谈会 研讨会
推进会 动员会 报告会 交流会 经验 精神 讲话 重要讲话 重要论述 重要指示 重要批示 指示精神 会议精神 讲话精神 意见稿
征求意见稿 征求意见 若干意见 实施意见 指导意见 实施方案 工作方案 行动计划 工作要点 实施细则 暂行办法 管理办法 暂行规定
若干规定 条例 通知 通报 公报 公告 决定 决议 规划纲要 纲要 规划 方案 意见 起草说明 说明 解读 一览表 专题 专栏 专刊 专辑
特刊 增刊 选编 汇编 摘编 文选 参考资料 学习资料 资料 材料 简报 专报 内参 通讯 党支部 党委 党组 党总支 党小组 党员
党员干部 党务工作者 党务 党建 党风 党纪 党性 党课 党校 党史 党章 党内 党的建设 党的领导 全面从严治党 从严治党 廉政建设
党风廉政建设 反腐败 腐败 中央八项规定 八项规定 主题教育 学习教育 理论学习 中心组 学习贯彻 深入学习 贯彻落实 贯彻 落实
学习 教育 宣传 思想 理论 政治 经济 文化 社会 生态 文明 建设 精神文明 生态文明 政治建设 思想建设 组织建设 作风建设
纪律建设 制度建设 制度 体系 体制 机制 治理 治理体系 治理能力 基层治理 社会治理 城市治理 城市更新 城市工作 城市规划
城市建设 城中村 危旧房 改造 房地产 发展新模式 发展模式 新模式 模式 乡村振兴 农村 农业 农民 城乡 融合 融合发展 区域
协调 协调发展 长三角 珠三角 大湾区 京津冀 一带一路 粤港澳 长江 黄河 流域 生态保护 环境保护 环境 保护 绿水青山 金山银山
碳达峰 碳中和 减排 节能 能源 粮食 粮食安全 安全 国家安全 安全生产 公共安全 应急管理 应急 防灾 减灾 救灾 风险 防范 化解
隐患 排查 整治 专项整治 专项行动 行动 改革 改革开放 深化改革 全面深化改革 开放 创新 创新驱动 科技创新 科技 人才 教师
学生 青年 少年 妇女 儿童 老年 养老 服务 公共服务 志愿服务 服务业 服务中心 医疗 卫生 健康 医保 社保 社会保障 保障 就业
创业 收入 分配 共同富裕 脱贫攻坚 脱贫 攻坚 攻坚战 民生 福祉 获得感 幸福感 安全感 企业 民营企业 民营经济 国有企业 国企
营商环境 市场 市场经济 消费 投资 贸易 金融 财政 税收 产业 产业链 供应链 产业体系 产业园区 制造业 数字经济 工作
工作报告 政府工作报告 政府 部门 单位 机关 事业单位 组织部 宣传部 统战部 政法委 纪委 监委 纪检 监察 巡视 巡察 监督
监督检查 检查 督查 督导 问责 考核 评价 评估 审计 统计 调研 调查 调查研究 研究 研究室 研究院 思考 探索 实践 成就 成效
成果 变革 进展 突破 提升 推进 推动 加强 加快 构建 完善 优化 健全 强化 深化 稳步 稳步推进 扎实 扎实推进 全面 全面提升
全面推进 奋力 奋力谱写 谱写 篇章 坚持 坚定 坚决 切实 着力 努力 积极 主动 统筹 促进 实现 实施 开展 组织 领导 干部 群众
代表 委员 书记 主任 主席 总理 部长 省长 市长 县长 局长 处长 同志 先进事迹 事迹 先进 典型 模范 榜样 英雄 烈士 纪念 周年
大会 会议 论坛 活动 仪式 启动 长征 抗战 胜利 革命 建国 复兴 伟大复兴 民族复兴 中华民族 民族 团结 共同体 命运共同体
人类 世界 国际 外交 访问 合作 共赢 和平 发展 安排 部署 决策 战略 目标 任务 责任 责任制 使命 初心 担当 作为 能力 水平
质量 效率 效益 效能 动力 活力 潜力 合力 优势 基础 关键 核心 重点 难点 热点 焦点 问题 矛盾 挑战 机遇 形势 趋势 道路
方向 路径 选择 方法 方法论 世界观 价值观 核心价值观 价值 意义 内涵 要义 启示 体会 心得 感悟 思想政治 意识形态 网络
网络安全 网络空间 信息 数据 数据局 人工智能 智能 智慧 大模型 互联网 技术 工程 项目 平台 园区 社区 街道 乡镇 村庄 小区
家园 美好 美丽 幸福 生活 未来 时代 历史 传统 优秀 文物 遗产 旅游 体育 人民 国家 全国 全党 全省 全市 全县 全区 全体
全社会 全过程 全链条 全方位 各方面 各级 各地 各单位 各部门 中共 省委 市委 县委 区委 党工委 省政府 市政府 城市 乡村
农村居民 县域 县城 集体 集体经济 国民经济 国民 季度 三季度 一季度 总体 平稳 运行 稳中有进 稳中求进 取得 战争 抗日战争
反法西斯战争 主题党日 党日活动 党日 中全会 三中全会 四中全会 五中全会 六中全会 二十大 二十届 十四五 十五五 中国人民
中华人民共和国 共和国 共产党 中国共产党 共产党员 共青团 解放军 民主 法治 依法 宪法 法律 法规 司法 政策 文件 原则 要求
引领 引发 热烈 反响 贯穿 弘扬 传承 践行 牢记 树立 增强 发挥 巩固 拓展 扩大 筑牢 守护 守住 打造 打赢 打好 培育 培养
激发 释放 赋能 助力 支持 支撑 带动 带来 关于 以及 及其 为了 通过 根据 按照 围绕 如何 什么 为什么 怎样 怎么 我们 他们
自己 没有 不是 一个 一些 一批 一线 可以 应该 必须 需要 能够 不断 进一步 更好 更加 更多 越来越 持续 始终 永远 共同 共建
共治 共享 绿色 低碳 转型 升级 转型升级 生产 生态环境 人居环境 自然 资源 土地 耕地 水利 电力 交通 物流 港口 机场 铁路
公路 高速 媒体 新闻 记者 评论 评论员 社论 时评 文章 作者 编辑 编辑部 编者 读者 联合 课题组 办公室 办公厅 委员会
领导小组 工作组 专班 联席会议 之我见 之路 进行时 路径选择 协会 学会 联合会 基金会 自我革命
各项 防汛 抗旱 防汛抗旱 创新理论 凝心铸魂 重大意义 精神实质
"""

_COMMON = frozenset(_WORDS.split())
_LENGTHS = range(max(map(len, _COMMON)), 1, -1)

FAR = 400
"""So far ahead a title is looked at for each of its lines: there are texts that are one long title."""


class Words(NamedTuple):
    """词：the places of a title that stand inside a common word, those where one begins, and those at its ends."""

    inside: frozenset[int]
    begun: frozenset[int]
    edges: frozenset[int]


def words_of(title: str) -> Words:
    """Where the common words of *title* stand, up to `FAR`; of two that overlap the first and longest counts."""
    return _words_of(title[:FAR])


@lru_cache(maxsize=1 << 10)
def _words_of(title: str) -> Words:
    spans = list(_spans(title))
    inside = frozenset(place for start, end in spans for place in range(start + 1, end))
    return Words(inside, frozenset(start for start, _ in spans), frozenset(chain.from_iterable(spans)))


def _spans(title: str) -> Iterator[tuple[int, int]]:
    """Where each common word begins and ends."""
    place = 0
    while place < len(title):
        word = next((word for length in _LENGTHS if (word := title[place : place + length]) in _COMMON), "")
        if word:
            yield place, place + len(word)
        place += len(word) or 1
