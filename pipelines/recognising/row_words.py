"""What a cell says of its whole row: a total, the foot of a table, an example, void, work not done, the same as above.

Every function takes text as `plain` makes it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

KEPT = 1 << 16
TOTAL = re.compile(r"[合总總小共累] ?[计計]:?[\d\s.,%]*(人|名)?")
COUNTED = r"[数人场次户份元]"
IN_OTHER_WORDS = re.compile(
    rf"(?:[合总總小共累]\s*[计計]|总(?:数|和|人数|人次|场次|次数|户数|量)|汇总|平均值?)(?=$|[\s:\d(),;、。]|{COUNTED})"
    r"|^计(?=$|[\s:\d])|^.{0,8}(?:[合总小共累]计|共)[^\d村组社居街路镇乡号县市]{0,12}\d|^(?:sub|grand )?total\b",
    re.IGNORECASE,
)
NAMED_TOTAL = re.compile(r".*(?:[合总小共累]计|总数)[:)]?")
SUBTOTAL, RUNNING = re.compile(r"小\s*计|本页|^sub"), re.compile(r"累\s*计|平均")
FOOTERS = "填表|填报|填報|制表|製表|审核|審核|复核|複核|負責人|负责人|单位负责人|單位負責人|统计负责人|統計負責人|联系电话|聯繫電話|报出日期|報出日期|备注|備註|注|註|说明|說明"
FOOTER = re.compile(rf"(?:{FOOTERS})[^:]{{0,6}}:|(?:填表|制表|审核|复核)(?:人|员|日期)|[(]?以下(?:空白|无正文)")
SIGNED = re.compile(
    r"(?:填表|填报|制表|审核|复核|审批|经办|(?:单位|统计)?负责)(?:人|员|日期|时间)?:?|联系(?:电话|方式):?|报出日期:?|\(?(?:单位|部门)?\(?盖章\)?:?"
)
LABELLED = re.compile(r"[\u4e00-\u9fff() ]{1,8}:")
NUMBER = re.compile(r"[(\[]?[A-Za-z]{0,4}-?(?:\d{1,6}(?:\.0)?|[一二三四五六七八九十]{1,3})[.、)\]]?")  # of a row
DASH = re.compile(r"[-–—―─/\\]*")
NOTHING = re.compile(r"[-–—―─/\\]*|0+(?:\.0+)?%?")  # in a column of numbers
FOUND_NOTHING = re.compile(
    rf"{NOTHING.pattern}|#(?:DIV/0!|N/A|VALUE!|REF!)|1899-12-3[01]|1900-01-0[01]"
)  # in one that is not read
SAMPLE = re.compile(
    r"[(\[]?(?:填写|填报|填表)?(?:示例|样例|范例|举例|例)(?:行|数据)?[)\]]?:?\d*|[(\[]?(?:示例|样例|范例|例)[)\]:].*"
)
THIS = r"(?:[本此该这](?:条|行|项|次|张|份|场|记录|活动|讲座|表|单)*)?(?:已经?|应|现|予以|全部|被|暂时?|尚)*"
WHY = r"(?:[,;。、(! ].*)?"
VOIDED = r"(?:作废|无效(?:问卷|答卷|记录|数据)|废弃|撤销|误填|填错|误录|录错|录入错误|重复(?:录入|登记|上报|填报|记录)?|请?忽略(?:[本此该这][条行项次])?|不计入|不统计)"
# 前一张作废，以此为准 voids another.
VOID = re.compile(rf"{THIS}{VOIDED}{WHY}|(?![^,;(]*[原前上旧未不非没第])[^,;( ]{{1,8}}[,;( ]?已?作废\)?。?|废")
NOT_DONE = (
    r"(?:未开展|未举办|未进行|未实施|未召开|未举行|未落实|未启动|没有?开展|没有?举办|没有?举行|取消|延期|推迟|改期|顺延|停办"
    r"|待开展|待举办|拟开展|拟举办|计划中|筹备中)"
)
TO_COME = r"计划|待定|预计|(?:拟|计划|预计|待)[于在]?[^,;。已]{0,8}(?:开展|举办|进行|实施|举行|召开)"
UNDONE = re.compile(
    rf"{THIS}(?:因[^,;。]{{1,10}})?(?:活动|讲座)?{THIS}{NOT_DONE}(?:举办|开展|举行|进行|了)?{WHY}|{TO_COME}"
)
NOT_YET = re.compile(
    r"未完成|未做|未办理?|未走访|未随访|未到时间|未到期|待定|待办|计划|准备中|无效|否|未|没有?|[×xXnN✗✘]|no"
)
SAMPLES = re.compile(
    r"(?:填写|填报|填表)?(?:示例|样例|样表|范例|范本)\d*|.*\((?:填写|填报)?(?:示例|样例|样表|范例)\)"
)  # of a sheet
MARKED = re.compile(r"[(\[](?:已|因[^)\]]{1,8})?(作废|取消|未开展|未举办|延期|示例|样例|填写示例|计划)[)\]]")
STATUS = re.compile(
    r"状态|(?:完成|开展|落实|执行|实施|办理|进展|进行)(?:情况|状态)|进度|进展|是否(?:已)?(?:完成|开展|举办|落实|实施|进行)"
)
REMARK = re.compile(r"备注|说明|附注|备考|注|remarks?|notes?", re.IGNORECASE)
TELLING = re.compile(
    r"[废误错例]|无效|忽略|撤销|重复|不[计统]|取消|延期|推迟|改期|顺延|停办|[未没待拟]|计划|筹备|预计|[计数][):]?$"
)  # there may be such words
DITTO = re.compile(
    r"[(\-—~ ]*(?:[同仝]\s*上(?:一?[行栏格])?|与上(?:一?行)?(?:相?同)|同前|上同|〃+|″+|′′|'{2}|\"+|[“”]+|〞+|ditto)[)\-—~。 ]*",
    re.IGNORECASE,
)
DITTOS = (
    "同上",
    "同前",
    "上同",
    "(同上)",
    "（同上）",
    "〃",
    "″",
    '"',
    "”",
    "〞",
    "''",
    "同上。",
    "同上行",
    "仝上",
    "“",
)  # as most people write them
BESIDE = re.compile(r"[(]?(?:同左|左同|与左相?同)[)。 ]*")  # what stands to the left


@lru_cache(KEPT)
def plain(cell: str | None) -> str:
    """Full-width forms as ASCII, without space around it."""
    return unicodedata.normalize("NFKC", cell).strip() if cell else ""


def total(text: str) -> str | None:
    """Whether it speaks of several rows: a total, a subtotal (小计) or one that runs on (累计)."""
    if not IN_OTHER_WORDS.search(text):
        return None
    return "subtotal" if SUBTOTAL.search(text) else "running" if RUNNING.search(text) else "total"


def out(text: str, of_status: bool = False) -> str | None:
    """Why the row is no work done where the whole cell says so: sample, void or undone; a column that tells what became of the
    work (`of_status`) may say so in fewer words."""
    if SAMPLE.fullmatch(text):
        return "sample"
    if VOID.fullmatch(text):
        return "void"
    return "undone" if UNDONE.fullmatch(text) or (of_status and NOT_YET.fullmatch(text)) else None


def marked(text: str) -> str | None:
    """The same of a name with that in brackets: 控烟讲座（取消）."""
    found = MARKED.search(text)
    if not found:
        return None
    return "void" if found[1] == "作废" else "sample" if found[1].endswith("例") else "undone"
