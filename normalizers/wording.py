"""What the words of an indicator's name say: its head, its deciding words, its core.

Two names are one indicator only if the head (率, 性, 度, 数 …) and the words that decide
(变动 or 控制, 执行 or 完成 …) agree; 项目, 工作, 各项 and the like decide nothing.
"""

from __future__ import annotations

from functools import lru_cache

from normalizers.patterns import of_names

_NEUTRAL = of_names(
    "本年度?|年度|全年|预计|各项|各类|所有|全部|总体|整体|目标任务|"
    "(?:(?<!建设)项目|工程|工作|任务)"
    "(?!人员|单位|部门|负责人|师|组|者|站|室|队|会|管理|制度|数量?$|个数)"
)
_ON_TIME = (
    "(?:按期|按时|按(?:计划|规定|要求|约定)时[间限]|如期|准时|按照?(?:年度|工作|项目)?计划|"
    "按照?进度|及时)"
)
_DONE_ON_TIME = of_names(
    rf"^(?P<what>.*?)(?:(?:进度)?实施)?(?:计划)?(?:{_ON_TIME}(?:完成|完工|竣工)(?P<rest>.*?)(?:及时)?"
    r"|(?:完成|完工|竣工)及时)率$"
)
_PAY = "(?:支付|发放|拨付|兑付|支出)"
_WAY = f"(?:{_PAY}|下达|结算|、)"  # several ways of paying in one name
_PAID_ON_TIME = of_names(
    rf"^(?P<what>.*?)(?:{_ON_TIME}(?P<early>{_PAY}|到位)|(?P<late>{_PAY}|到位|下达)及时)"
    "(?P<head>[率性])$"
)
_MONEY_WORDS = "资金 补助 补贴 补助资金 补贴资金 财政资金 专项资金 补助金 经费 补助经费 款项 项目款"
_MONEY = frozenset(("", *_MONEY_WORDS.split()))
_SPENT = "(?:使用|支出)(?:率|进度|合规|规范)"
_COUNT = "(?:期次|场次|班次|期数|场数|班数|次数|期|场)"
_WORDS = tuple(  # a sign that must be there, an expression, what takes its place
    (sign, of_names(expression), word)
    for sign, expression, word in (
        ("指标", "(?<=.{3})指标值?$", ""),
        (
            "满意",
            "对(?:本|该|我)?(?:部门|单位|机关)?(?:项目|工作|服务|培训班?|活动|会议)?(?:实施|开展|完成|使用|组织)?"
            "(?:效果|成效|质量|情况|结果|过程)?(?:总体|整体)?(?=满意)",
            "",
        ),
        ("满意", "^(?:项目|工程|工作)实施(?=满意)", ""),
        ("实施", "^(?:项目|工程|工作)?实施(?=完成时间|完成时限)", ""),
        ("实施及时率", "^(?:项目|工程|工作)?实施及时率$", "完成及时率"),
        ("验收", "^所?涉及验收(?:事项|项目)(?=验收)", ""),
        ("使用满意", "(?<=用户|人员)使用(?=满意)", ""),
        ("训", "^(?:参与|参加|接受)培训(?=人员|学员|对象)", "培训"),
        ("完成数量", "完成数量$", "数量"),
        ("训", "(?:培训|参训|受训)(?:人员|学员)(?=(?:考核|考试)?(?:合格|出勤|结业)率$)", "培训"),
        ("学员", "^学员(?=(?:合格|结业)率$)", "培训"),
        ("训", "(?<=^培训)结业率$", "合格率"),
        ("人均", "^培训人均(?=成本|费)", "人均培训"),
        ("人均培训费标准", "标准$", ""),
        ("预算执行", "^(?:经费|资金)(?=预算执行)", ""),
        ("故障", "(?<=故障)(?:排除|处理|解决|恢复)(?=时间$)", "修复"),
        ("完成", "^完成(?=采购数量$|质量达标率$)", ""),
        ("补助", "^发放(?=补助人数$)", ""),
        ("覆盖率", "(?<=^补[助贴])对象(?=覆盖率$)", ""),
        ("工", "(?:竣工|完工)(?:项目)?(?=验收)", ""),
        ("率达标", "(?<=率)达标$", ""),
        ("满意", "满意(?:程?率|程度|情况|度)?$", "满意度"),
        ("满意", "^(?:获得|取得|赢得)", ""),
        (
            "满意",
            "^(?:本?(?:单位|机关|部门)|内部|全体|广大)(?=职工|员工|干部|干警|工作人员|群众)",
            "",
        ),
        ("年培训", "^年(?=培训)", ""),
        ("训", "参培|受培训", "参训"),
        ("训", "^(?:累计|共计|计划)(?=培训|参训)", ""),
        ("训", rf"^(?:举办|开展|组织|开设)?培训班?(?:举办|开展|组织|开设)?{_COUNT}$", "培训次数"),
        ("训", "(?<=^培训)(?:考核|考试|结业)(?=(?:合格|通过)率$)", ""),
        ("训", "^(?:学员|人员)培训(?=(?:合格|出勤)率$)", "培训"),
        ("人均", "人均每?[日天](?=培训)", "人均"),
        ("会议培训", rf"(?<=会议培训)(?:举办|开展|组织|召开){_COUNT}$", "次数"),
        (
            "训",
            "^(?:参与|参加|接受|组织|开展)?(?:培训|参训|受训)(?:人员|学员)?总?人次数?$",
            "培训人次",
        ),
        (
            "训",
            "^(?:参与|参加|接受|组织|开展)?(?:培训|参训|受训)"
            "(?:(?:人员|学员)(?:人数|数量?|总数)|总?人数)$",
            "培训人数",
        ),
        ("会议", rf"^(?:召开|举办|组织)?会议(?:召开|举办)?{_COUNT}$", "会议次数"),
        ("受益", "受益(?:群众|人口|人员)?(?:人数|数量?|总数)$", "受益人数"),
        ("验收", "^(?:建设项目|项目建设|工程建设|建设工程)(?=(?:竣工|完工)?验收)", ""),
        ("系统", "^信息化?系统", "系统"),
        ("设备", "^(?:购置|采购|购买|所购|新购)(?=设备(?:使用|利用|验收))", ""),
        ("设备", "(?<=^设备)(?:购置|采购|到货)(?=验收)", ""),
        ("设备", "(?<=设备)(购置|采购)?(?:台[(（]?套[)）]?|台|套)数$", r"\1数量"),
        ("财务制度", "财务制度(?=健全性$)", "财务管理制度"),
        ("成本支出", "成本支出(?=控制率$)", "成本"),
        ("对政策", "^对(?=政策知晓)", ""),
        ("事故", "安全生产事故|生产安全事故", "安全事故"),
        ("使用", rf"^(?:项目|工作|财政|补助)*(?:资金|经费)(?={_SPENT})", "资金"),
        ("支出", rf"^(?:项目|工作|财政|补助)*(?:资金|经费)(?={_SPENT})", "资金"),
        ("执行率", "^(?!项目支出)(?:项目|财政|部门|资金|经费|预算|支出)+执行率$", "预算执行率"),
        ("完成率", "^(?:年度|工作|任务|目标|计划|项目|实际)+完成率$", "实际完成率"),
        ("及时性", "(?:竣工|完工)(?=及时性$)", "完成"),
        ("完成时间", "^(?:计划|规定)(?=完成时间)", ""),
        ("资金", rf"(?<=资金)(?={_WAY}*{_PAY}){_WAY}{{2,}}及时率$", "支付及时率"),
        ("时间", "(?<=完成时间)(?:时限|期限|节点|点)$", ""),
        ("成本", "(?<=项目)(?:支出|预算|实施)(?=总?成本(?:控制数?)?$)", ""),
        (
            "使用年限",
            "(?:建成后|投入使用后)?(?:预计|预期|计划)?(?:可持续|可)?(?:正常|设计)?(?=使用年限$)",
            "",
        ),
        ("通过率", "验收(?:合格)?通过率$", "验收合格率"),
        ("购", "购置|采购|购买", "采购"),
        ("采购", rf"采购完成及时率$|{_ON_TIME}采购率$", "采购及时率"),
        ("成本", "成本控制数?$", "成本"),
        ("费", "费用?(?:(?:总|费用)?成本|(?:经费)?支出|费用|成本费用|预算控制数)?$", "费"),
    )
)
_GROUP = of_names(r"[(（]([^()（）]*)[)）]")
_SAME_AGAIN = of_names(
    r"[(（](?:按期|按时|如期|会议|参会|参训|受训)[)）]"
)  # in brackets beside its like

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
_OFTEN_MISTYPED = (("拔付", "拨付"), ("拔款", "拨款"), ("对像", "对象"), ("帐", "账"))
LOOKALIKE = frozenset(map(frozenset, _ALIKE.split()))


def core(text: str) -> str:
    """The words of a cleaned name that say which indicator it is.

    >>> core("各项工作完成及时率"), core("项目按期完成率"), core("完成及时性")
    ('完成及时率', '完成及时率', '完成及时性')
    >>> core("补助资金按时发放率"), core("群众满意率")
    ('支付及时率', '群众满意度')
    """
    text = text.replace("的", "")
    for wrong, right in _OFTEN_MISTYPED:
        text = text.replace(wrong, right)
    if not text.isalnum():
        text = _GROUP.sub(r"\1", _SAME_AGAIN.sub("", text))
    if text.endswith(("率", "及时性")):
        text = _on_time(text)
    for sign, expression, word in _WORDS:
        if sign in text:
            text = expression.sub(word, text)
    return _NEUTRAL.sub("", text)


def _on_time(text: str) -> str:
    """A rate of work done, or money paid or come in, on time in one wording."""
    found = _DONE_ON_TIME.match(text)
    if found:
        return f"{found['what']}{found['rest'] or ''}完成及时率"
    found = _PAID_ON_TIME.match(text)
    if found is None:
        return text
    what = _NEUTRAL.sub("", found["what"])
    printed = found["early"] or found["late"]
    way = printed if printed in ("到位", "下达") else "支付"
    return ("" if what in _MONEY else what) + way + "及时" + found["head"]


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
