"""What the words of an indicator's name say: its head, its deciding words, its levels.

Two names are one indicator only if the head (率, 性, 度, 数 …) and the words that decide
(变动 or 控制, 执行 or 完成 …) agree; 项目, 工作, 各项 and the like decide nothing.
"""

from __future__ import annotations

from functools import lru_cache

from normalizers.patterns import of_names

DECIDING = of_names(
    "变动|控制|保障|调整|执行|完成|到位|及时|节约|超支|节支|健全|规范|合规|有效|安全|科学|合理|明确|"
    "充分|公开|完善|暂存|暂付|应付|应收|结转|结余|征收|上缴|效益|成本|覆盖|目标|管理|采购|验收|出勤|"
    "达标|合格|被|响应|修复|投诉|差错|在职|供养|公用|人员|人均|重点|重大|非|不|未|无|总|均|满意|人数|"
    "人次|次数|天数|时间|周期|进度|标准"
)
_HEAD_WORDS = (
    "满意度 及时率 及时性 人次 人数 次数 天数 数量 时间 周期 年限 标准 进度 "
    "成本 费用 效益 影响 指标 占比 比重 情况 率 性 度 数 额 费 量 次 期"
)
_HEADS = tuple(_HEAD_WORDS.split())
_ALIKE = (
    "末未 己已 己巳 人入 千干 日曰 土士 卒率 牵率 攻政 釆采 构购 牲性 庋度 挠执 扶执 拘构 设没 "
    "埋理 侍待 侯候 贷货 赞费 贽费 账帐 拔拨 汀订 钓约 竞竟 亨享 抉决 伸神 沟购 盈盆 成戌 対对 "
    "恋态 在三 聀职 棂核 睑验 俭验 险验 洋详 官管 舍合 杏否 晌响 吋时 攴支 使适"
)
LOOKALIKE = frozenset(map(frozenset, _ALIKE.split()))


def head(text: str) -> str:
    """The head of a name, its last word: what kind of figure it is; "" where none is known.

    >>> head("培训人次"), head("培训人数"), head("预算执行率"), head("举办一次活动")
    ('人次', '人数', '率', '')
    """
    if not text.endswith(_HEADS):
        return ""
    return next(word for word in _HEADS if text.endswith(word))


def deciding(text: str) -> frozenset[str]:
    """The deciding words of a name.

    >>> sorted(deciding("三公经费变动率"))
    ['变动']
    """
    return frozenset(DECIDING.findall(text))


def is_slip(printed: str, meant: str) -> bool:
    """Whether one text is the other with one character misread or doubled.

    A misread character must look like the one meant. One that is lost is not forgiven:
    受助对象 are other people than 受补助对象.

    >>> is_slip("预算执行卒", "预算执行率"), is_slip("三公经费控制率", "三公经费变动率")
    (True, False)
    """
    if len(printed) == len(meant):
        wrong = [(a, b) for a, b in zip(printed, meant, strict=True) if a != b]
        return len(wrong) == 1 and frozenset(wrong[0]) in LOOKALIKE
    if len(printed) == len(meant) + 1:
        return any(
            printed[:at] + printed[at + 1 :] == meant
            and (not "\u4e00" <= printed[at] <= "\u9fff" or printed[at] == printed[at - 1])
            for at in range(1, len(printed))
        )
    return False


_LEVEL_DRESS = of_names(
    r"[(（].*?[)）]分?|\d+(?:\.\d+)?分|^[\d一二三四五六七八九十]+[-—.、．:：]|[\s★*“”\"]"
)
_LEVEL_END = of_names("(?<=.)(?:指标值|指标|目标|值)$")
_LEVEL_NAMES = {
    name: plain
    for plain, names in (
        ("生态效益", "环境效益 生态环境效益"),
        ("可持续影响", "可持续 可持续发展 可持续发展影响 可持续效益"),
        ("满意度", "服务对象 服务对象满意度 社会公众满意度 公众满意度 企业满意度"),
        ("满意度", "社会公众或服务对象满意度"),
        ("生态环境成本", "生态成本 环境成本"),
        ("产出", "项目产出 项目完成"),
        ("数量", "产出数量"),
        ("质量", "产出质量"),
        ("时效", "产出时效"),
        ("成本", "产出成本 项目成本"),
        ("效益", "效果 项目效果 项目效益"),
    )
    for name in names.split()
}


@lru_cache(maxsize=4096)
def level(text: str | None) -> str:
    """A level cell (一级指标, 二级指标) in one wording; "" where there is none.

    The names changed over time and place: 效果 and 效益, 产出值 and 产出指标, points in
    brackets (财预〔2013〕53号, 财预〔2015〕88号, 财预〔2021〕101号 and local forms).

    >>> level("产出指标（50分）"), level("21-环境效益值"), level(None)
    ('产出', '生态效益', '')
    """
    plain = _LEVEL_END.sub("", _LEVEL_DRESS.sub("", text or ""))
    return _LEVEL_NAMES.get(plain, plain)
