"""Made-up words of statistics publications for ``icdar_like``; no real figures or places."""

from __future__ import annotations

import random
from dataclasses import dataclass


def words(joined: str) -> list[str]:
    return joined.split("|")


@dataclass(frozen=True)
class Words:
    """What tables and prose of one language are made of."""

    font: str
    stubs: list[str]
    long_stubs: list[str]
    stub_heads: list[str]
    heads: list[str]
    short_heads: list[str]
    groups: list[str]
    sections: list[str]
    remarks: list[str]
    units: list[str]
    notes: list[str]
    total: str
    subjects: list[str]
    verbs: list[str]
    objects: list[str]
    titles: list[str]
    joint: str

    def prose(self, rng: random.Random, sentences: int) -> str:
        parts = [
            rng.choice(words)
            for _ in range(sentences)
            for words in (self.subjects, self.verbs, self.objects)
        ]
        return self.joint.join(parts)

    def clause(self, rng: random.Random) -> str:
        """A sentence short enough for a cell."""
        return self.joint.join((rng.choice(self.subjects), rng.choice(self.objects)))

    def title(self, rng: random.Random) -> str:
        return f"{self.titles[0]} {rng.randint(1, 30)}{self.titles[1]}{rng.choice(self.titles[2:])}"


ENGLISH = Words(
    font="Times-Roman",
    stubs=words(
        "Arland|Belvaria|North Corvia|Dunmark|Estoria|Fallow Isles|Gorland|Havenia|Istria Nova|"
        "Jorvik|Kestrel|Lower Marne|Mirland|Norwick|Ostland|Port Amber|Quillon|Rhonia|Sudland|"
        "Tarn|Upper Weald|Vesteria|Wexmoor|Yarrow|Zelmark"
    ),
    long_stubs=words(
        "Agriculture, forestry and fishing|Mining and quarrying of energy producing materials|"
        "Manufacture of food products, beverages and tobacco products|Electricity, gas, steam|"
        "Water supply, sewerage, waste management and remediation activities|Construction|"
        "Wholesale and retail trade, repair of motor vehicles and motorcycles|Information services|"
        "Transportation and storage|Accommodation and food service activities|Education|"
        "Financial and insurance activities|Professional, scientific and technical activities|"
        "Public administration and defence, compulsory social security|Human health|"
        "Persons aged 15 to 24 years neither in employment nor in training|Arts and recreation|"
        "Households with at least one member who received assistance during the year|Housing|"
        "Gross fixed capital formation by general government|Net lending|Unit labour cost|"
        "Outlays for research and development of new materials|Other service activities|Fuel oil"
    ),
    stub_heads=["Country", "Region", "Item", "Category of expenditure", "State or territory"],
    heads=words(
        "Population|Total employment|Number of households|Share of total (%)|Area|Rate|Budget|"
        "Annual change|Average weekly hours|Cost per unit|Fiscal year 2009|Estimate|Final result|"
        "Enrolled students|Median age|Density per square kilometre"
    ),
    short_heads=["Men", "Women", "Total", "Number", "Percent", "2008", "2009", "Index", "Rank"],
    groups=[
        "All persons", "Unemployment rate", "First quarter", "Second quarter", "Value of exports",
        "Type of assistance", "Level of education",
    ],
    sections=["Primary sector", "Services:", "Euro area", "Other areas", "By age group", "Income"],
    remarks=[
        "provisional", "revised after the census", "excludes overseas territories and ships",
        "break in series", "survey postponed", "see chapter four on methods",
    ],
    units=["(thousands)", "% of GDP", "million EUR", "In constant 2005 dollars"],
    notes=[
        "Source: National Statistical Office, labour force survey.",
        "Note: Figures may not add to totals because of rounding; data for the last year are "
        "provisional and will be revised when the final accounts are published.",
        "(1) Estimated value.   * Break in series.", "– not applicable, n.a. not available",
    ],
    total="Total",
    subjects=[
        "The committee", "Overall employment in the regions", "In the second half of the year",
        "According to the survey, most households", "Public expenditure on education",
        "The number of permits issued by local authorities",
    ],
    verbs=[
        "rose more slowly than expected and", "remained close to its average, while prices",
        "was reviewed by the agencies concerned;", "had fallen by some 4.2% since 2007 and",
    ],
    objects=[
        "reached the level of the previous decade.", "continued to support the recovery of trade.",
        "followed the guidelines set out in section 3.", "differed widely between urban areas.",
    ],
    titles=["Table", ". ", "Employment by region and sex, annual averages", "General government "
            "expenditure by function and financing, all levels of government", "Key figures",
            "Grants awarded, by programme"],
    joint=" ",
)  # fmt: skip

CHINESE = Words(
    font="STSong-Light",
    stubs=words(
        "示例市|青川区|临江县|北屏区|南浦县|云台区|白沙县|石门区|长岭县|清溪区|东浔县|西塘区|新河县|"
        "大湾区|高桥县|平原区|双井县|红枫区|竹山县|银杏区|月湖县|松林区|海棠县|桃源区|茶陵区"
    ),
    long_stubs=words(
        "一般公共服务支出|教育支出|科学技术支出|文化旅游体育与传媒支出|社会保障和就业支出|卫生健康支出|"
        "节能环保支出|城乡社区支出|农林水支出|交通运输支出|资源勘探工业信息等支出|商业服务业等支出|金融支出|"
        "自然资源海洋气象等支出|住房保障支出|粮油物资储备支出|灾害防治及应急管理支出|债务付息支出|其他支出|"
        "困难群众基本生活救助补助资金支出|基层医疗卫生机构设备购置与信息化建设支出|公共安全支出|预备费|"
        "转移性支出|国防支出"
    ),
    stub_heads=["地区", "项目", "支出功能分类科目"],
    heads=words(
        "年末人口|就业人数|财政收入|占比（%）|面积|增长率|预算数|决算数|全年平均数|户均支出|调整数|学生数|"
        "项目个数|受益户数|完成率|人均水平"
    ),
    short_heads=["男", "女", "合计", "数量", "比重", "上年", "本年", "指数", "排名"],
    groups=["基本支出", "项目支出", "一季度", "二季度", "按来源分", "人员经费", "公用经费"],
    sections=["一、城市地区", "二、其他地区", "其中：", "按年龄分"],
    remarks=["初步数", "普查后修订", "不含开发区", "口径调整", "见附注四"],
    units=["单位：万元", "（千人）", "单位：%"],
    notes=[
        "资料来源：示例市统计局。",
        "注：因四舍五入，分项之和可能不等于合计；最后一年为初步核算数。",
    ],
    total="合计",
    subjects=["本年度全市各区县", "根据抽样调查结果，居民家庭", "在教育和卫生方面的公共支出"],
    verbs=["总体保持平稳增长，", "比上年有所提高，其中城镇地区", "按照既定安排稳步推进，"],
    objects=["达到预期水平。", "与往年平均水平相近。", "各地区之间差异较大。"],
    titles=["表", "　", "分地区主要指标", "一般公共预算支出情况", "就业与人口"],
    joint="",
)


def words_of(lang: str) -> Words:
    return ENGLISH if lang == "en" else CHINESE
