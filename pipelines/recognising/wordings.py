"""What a header may mean that no form spells out: words that say nothing of the field are left out, and many words are one.

What this finds is less sure than a header that a form knows, and good only for fields of some types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipelines.recognising.labels import KEPT, names

LONGEST = 24  # characters of a header that is a name and not a sentence
WHOM = (
    "您的|您|你的|本人|居民|村民|服务对象|调查对象|受访者|被访者|患者|病人|学生|儿童|孩子|留守儿童|老人|老年人|留守老人|空巢老人|高龄老人|特困人员|(?:计生)?特殊家庭(?:成员)?|妇女|留守妇女|育龄妇女"
    "|孕产妇|产妇|孕妇|申请人|参加者|参加人员"
)
SITED = "(?:现?居住|现住|现|常住|所在|所属|归属|行政|自然|本)"
HELD = "(?:举办|举行|开展|活动|实施|服务|宣传)"
WHERE = f"{SITED}*的?"
STREETS = "街道办事处|街道办|办事处|街办|街道|街|乡|镇"
VILLAGES = "村民委员会|居民委员会|村委|居委|委员?会|社区|村|居|社"
# Words that mean nothing without the one left out before them: a trainee's kind is no kind of training, pupils are no persons.
NOT_ALONE = r"(?!(?:类别|类型|种类|日期|时间|单位|情况|内容|项目|主题|题目|名称|对象)$)(?!.*[数次量额]$)"

PLACE, NAMED = {"area", "site", "text"}, {"area", "site", "text", "code"}


class Rule(NamedTuple):
    """What may be written for `pattern`, for fields of some types; for all where none are named."""

    pattern: re.Pattern[str]
    instead: str
    types: frozenset[str] = frozenset()
    is_vague: bool = False  # an address says where somebody lives, but less surely than a village


def _rule(pattern: str, instead: str = "", types: set[str] | None = None, is_vague: bool = False) -> Rule:
    return Rule(re.compile(pattern), instead, frozenset(types or ()), is_vague)


RULES = (
    _rule(rf"^(?:{WHOM})+的?(?=.){NOT_ALONE}"),
    _rule(r"^(?:实际|本次|此次)(?=.)"),
    _rule(rf"^{WHERE}(?:{STREETS})+(?:名称|名)?$", "街道", {"area"}),
    _rule(rf"^{WHERE}(?:{STREETS})*(?:{VILLAGES})+(?:名称|名字|名|别)?$", "村居", {"area"}),
    _rule(rf"^{HELD}?(?:地点|地址|场所|地)?(?:{STREETS})*(?:{VILLAGES.removesuffix('|社')})+(?:名称|名)?$", "村居", {"area"}),
    _rule(rf"^{WHERE}(?:辖区|地区|区域|属地|(?<=所[在属])地)$", "村居", {"area"}, True),
    _rule(r"^(?:家庭|常住|现|居住|住)*(?:详细)?(?:地址|住址|住所|住地|居住地)$", "村居", {"area"}, True),
    _rule(rf"^{SITED}+的?(?=.)", "", PLACE),
    _rule(r"^(?:居民|公民|二代|第二代|有效)*(?:身份证件?|身份|证件)(?:号码|号)$|^(?:居民|二代)?身份证$", "身份证号", {"resident_id"}),
    _rule(r"^(?:联系|联络|手机|移动|家庭|住宅|固定)*(?:电话|手机|联系方式)(?:号码|号)?$", "联系电话", {"phone"}),
    _rule(r"^(?:真实姓名|名字)$", "姓名", {"person_name"}),
    _rule(r"^出生(?:年月日?|时间|日)$", "出生日期", {"date"}),
    _rule(r"(?<=.)(?:所在地|所属地)$", "", {"area"}),
    _rule(r"(?<=..)姓名$", "", {"person_name", "text"}),
    _rule(r"(?<=.)名称$", "", NAMED),
    _rule(r"(?<=.)(?:情况|状况)$", "", {"code"}),
    _rule(r"(?<=.)(?:类型|种类|分类)$", "类别", {"code"}),
    _rule(r"(?<=.)(?:类别|种类|分类)$", "类型", {"code"}),
    _rule(r"(?<=.)(?:时间|年月日|日)$", "日期", {"date"}),
    _rule(r"(?<=.)(?<!编)号码?$", "编号", {"person_no"}),
    _rule(r"(?<=.)数量$", "数", {"integer"}),
)  # fmt: skip
ANY = re.compile("|".join(rule.pattern.pattern for rule in RULES))


class Wording(NamedTuple):
    """Another text for a header, the types of the fields it is good for (all where none are named), and how unsure it is."""

    text: str
    types: frozenset[str]
    is_vague: bool


@lru_cache(KEPT)
def wordings(label: str) -> tuple[Wording, ...]:
    """What a header may be known as by the rules, one or two after each other: the fewer, the sooner."""
    whole, short = names(label)
    if not short or len(whole) > LONGEST or short.isascii():
        return ()
    begun = [Wording(text, frozenset(), False) for text in dict.fromkeys([short, _joined(whole), _joined(short)])]
    once = [further for wording in begun for further in _further(wording)]
    twice = [further for wording in once for further in _further(wording)]
    found: dict[str, Wording] = {}
    for wording in (*begun[1:], *once, *twice):
        found.setdefault(wording.text, wording)
    return tuple(wording for wording in found.values() if wording.text not in (whole, short))


def _joined(text: str) -> str:
    """A header without its brackets, but not what is in them: 村(居)委会 → 村居委会, 乡镇/街道 → 乡镇街道."""
    return re.sub(r"[()\[\]/或及和]", "", text)


def _further(wording: Wording) -> Iterator[Wording]:
    for rule in RULES if ANY.search(wording.text) else ():
        text = rule.pattern.sub(rule.instead, wording.text, count=1)
        types = wording.types & rule.types if wording.types and rule.types else wording.types | rule.types
        if text and text != wording.text and (types or not (wording.types or rule.types)):
            yield Wording(text, types, wording.is_vague or rule.is_vague)


def is_vague(label: str) -> bool:
    """Whether another header may say more surely where somebody lives, or on which day."""
    return "时间" in label or any(rule.is_vague and rule.pattern.search(names(label)[-1]) for rule in RULES)
