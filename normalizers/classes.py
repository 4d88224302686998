"""What can be said of any indicator: its class (指标类别) and its direction (指标方向).

Both follow from the levels it stands under and the words of its name; None where they say
nothing. Classes are those of 财预〔2015〕88号 and 财预〔2021〕101号, with 管理 for the
决策 and 过程 items of evaluation frames (财预〔2013〕53号, 财预〔2020〕10号).
"""

from __future__ import annotations

from normalizers.patterns import of_names
from normalizers.wording import level

CLASSES = (
    *("数量", "质量", "时效", "成本", "经济效益", "社会效益", "生态效益", "可持续"),
    *("满意度", "管理"),
)

_OF_LEVEL2 = {
    "数量": "数量",
    "质量": "质量",
    "时效": "时效",
    "成本": "成本",
    "经济成本": "成本",
    "社会成本": "成本",
    "生态环境成本": "成本",
    "经济效益": "经济效益",
    "社会效益": "社会效益",
    "生态效益": "生态效益",
    "可持续影响": "可持续",
    "满意度": "满意度",
}
_MANAGEMENT_LEVELS = (
    "决策 过程 投入 管理 综合管理 部门决策 部门管理 管理效率 投入管理 预算执行率 "
    "资金管理情况 预算管理 运行成本 一般公共预算支出管理 一般性支出情况"
)
_MANAGEMENT = frozenset(_MANAGEMENT_LEVELS.split())
_CLASS_BY_NAME = tuple(
    (of_names(words), kind)
    for words, kind in (
    ("满意", "满意度"),
    ("及时|按期|按时|如期|时限|期限|时间|时效|周期|进度|响应时", "时效"),
    ("成本|费用?$|费标准$|单价|支出标准|补助标准|奖补标准|总投资", "成本"),
    ("可持续|长效|使用年限", "可持续"),
    ("生态|环境质量|水质|空气质量|能耗|减排|节能|污染", "生态效益"),
    ("合格率|达标率|准确率|通过率|完好率|差错率|优良率|合规性|规范性", "质量"),
    ("(?:数量|次数|人数|人次|个数|件数|场次|场数|篇数|份数|户数|家数|面积|里程|数)$", "数量"),
    )
)  # fmt: skip

_LOWER = of_names(
    "差错|错误|投诉|事故|死亡|伤亡|故障率|故障次数|失业|返修|返工|超支|流失|违规|违法|违纪|拖欠|污染|"
    "逾期|损失|能耗|排放|发病率|患病率|感染率|不合格|未.{0,4}率|丢失|断档|脱销|泄密|负债|债务|空置|"
    "闲置|结转|结余|控制率|调整率|上访|信访量|暂存|暂付|自付|负担率|费用率"
)
_HANDLED = of_names(  # of something bad, which is good
    "(?:处理|处置|办结|办理|回复|答复|整改|解决|化解|调解|结案|查处|纠正|修复|治理|下降|降低|减少)"
    "(?:及时|完成|合格)?率$"
)
_LOWER_TIME = of_names("响应时|响应速度|修复时|解决时|处理时|办理时|等待时|平均.{0,8}(?:时间|时长)")
_EXACT = of_names("(?:时间|日期|期限|时限|周期|实施期|服务期|建设期|工期|节点|时效)$")
_COST = of_names("成本|费用?$|费[(（]|经费|支出|总额|总投入|单价|费标准|控制数|金额")
_FIGURE = of_names(
    "(?:率|满意|满意度|人次|次|场|数|量|面积|里程|篇|额|值|比例|占比|比重|年限|知晓度|覆盖面|增速)$"
)
_STATE = of_names(
    "(?:性|度|水平|能力|情况|作用|影响|意识|质量|效果|氛围|程度|体系|机制|环境|秩序|形象|稳定|发展|"
    "效能|效率)$|提升|提高|改善|促进|加强|增强|推动|推进|保障|维护|营造|优化|完善|确保|激励|体现|"
    "健全|防范|杜绝"
)


def indicator_class(name: str, level2: str | None = None, level1: str | None = None) -> str | None:
    """The class of an indicator, from its levels and else from its name.

    >>> indicator_class("举办活动次数", "数量指标", "产出指标")
    '数量'
    >>> indicator_class("预算执行率", "经济成本指标")
    '成本'
    >>> indicator_class("预算编制规范性", "预算编制", "决策")
    '管理'
    >>> indicator_class("办结率") is None
    True
    """
    one, two = level(level1), level(level2)
    for text in (two, one):
        if text in _OF_LEVEL2:
            return _OF_LEVEL2[text]
    if one in _MANAGEMENT or two in _MANAGEMENT:
        return "管理"
    return next((kind for words, kind in _CLASS_BY_NAME if words.search(name)), None)


def polarity(name: str, kind: str | None = None) -> str | None:
    """The direction in which an indicator is better, from its cleaned name and its class.

    higher, lower, exact (a date, a term) or qualitative; None where the words say nothing.

    >>> polarity("审批差错率"), polarity("举办活动次数"), polarity("项目完成时间")
    ('lower', 'higher', 'exact')
    >>> polarity("执法水平"), polarity("图书购置") is None
    ('qualitative', True)
    """
    if kind == "满意度" or "满意" in name:
        return "lower" if "投诉" in name else "higher"
    if _LOWER_TIME.search(name):
        return "lower"
    if _HANDLED.search(name):
        return "higher"
    figure = _FIGURE.search(name) is not None
    if (figure and _LOWER.search(name)) or name.endswith(("事故", "死亡")):
        return "lower"
    if kind == "成本" and _COST.search(name) and not name.endswith(("节约率", "节支率", "及时率")):
        return "lower"
    if _EXACT.search(name):
        return "exact"
    if figure:
        return "higher"
    return "qualitative" if _STATE.search(name) else None
