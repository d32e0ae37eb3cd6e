"""The year of days written without one: the period that titles, a sheet's or a file's name give to what stands below.

A year that belongs to something else tells nothing: an edition (2015年版), the number of a paper (〔2021〕12号), a standard
(GB 11643-1999), a law or a plan (健康中国2030), a clause that names what one goes by (根据2021年…要求).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, reduce

NUMERALS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
IN_NUMERALS = re.compile(r"[一二][〇零○一二三四五六七八九]{3}(?=年|学年|[-—–~～至到])")
YEAR, DATED = r"(?<!\d)((?:19|20)\d\d)(?!\d)", r"(?:19|20)\d\d ?年?(?:\d{1,2}月)?(?:\d{1,2}日)?"
TO = r" ?(?:[-—–―~～/]+|至|到) ?"
END = r"(?=$|[\s,，。;；、)的起])"
TABLE = re.compile(r"(表|册|簿|台账|名单|记录|统计|汇总|登记|明细|清单)$")
PAPER = "号|文件|要求|规定|精神|通知|办法|规范|方案|意见|标准|规划|纲要|条例|细则|指南|法"
ELSEWHERE = [  # what names a year, and not that of the rows
    re.compile(pattern)
    for pattern in (
        r"〔[^〕]*〕 ?第? ?\d*号?",
        r"[\[【(]\d{4}[\]】)] ?第? ?\d+ ?号",
        r"(?<=[卫发办字函政通规教健])[\[【(]\d{4}[\]】)]",
        r"\d{4} ?年? ?第? ?\d+ ?号(?![楼院])",
        r"“[^”]*(?:规划|行动|纲要|计划|工程|中国)[^”]*”",
        rf"(?:根据|依据|依照|按照|遵照|参照|执行|贯彻|落实|按)[^,，。;；:：]*(?:{PAPER})",
        r"(?:如|例|格式)[^\d,，。;；]{0,4}(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?",
        r"(?:[A-Z]{2,6}|T)\d{0,2}(?:/[A-Z]{1,6})? ?\d{2,6}(?:\.\d+)*[-—–](?:19|20)\d\d",
        rf"{DATED} ?第?[\d一二三]*次?(?:版|修订|修正|修改|改版|制定|印发|印制|发布|颁布|公布)",
        r"\([^()]*(?:版|修订|试行|印发|发布)[^()]*\)",
        r"健康(?!教育|讲座|知识|档案|体检|随访|活动|宣传|促进|管理)\w{2,3}20\d\d",
        rf"20\d\d ?年?(?:{TO}20\d\d ?年?)?[^\s,，。;；、\d]{{0,10}}(?:规划|纲要|条例)(?!宣|学|培|知|活动)",
        rf"(?:规划|行动|纲要|方案|工程|条例|计划)\((?:19|20)\d\d ?年?(?:{TO}20\d\d ?年?)?\)",
        rf"(?:始建于|成立于|建于|创建于|自|从){DATED}(?:起\w*)?",
        rf"{DATED}起?(?:成立|建成|建立|创建|开业|施行|出生){END}",
        r"(?<!\d)(?:19|20)\d\d ?(?:元|份|人(?![口员群数均民])|户(?![籍外主])|名(?![单册]))",
    )
]
DAY = rf"{YEAR} ?[-/.年] ?(\d{{1,2}})(?: ?[-/.月] ?(\d{{1,2}})(?!\d) ?日?| ?月(?:份|末|底)?)"
TERM = r"(?:年?度? ?(?:学年|(?=[第(]?[一二上下12]学期)))"
SCHOOL = re.compile(rf"(?:{YEAR} ?(?:学?年)?{TO}(\d{{4}}|\d\d)|{YEAR}) ?{TERM}|学年度?[:： ]?{YEAR}{TO}(\d{{4}})")
AUTUMN = re.compile(rf"{YEAR} ?年?(?:秋季|秋学期|秋)")
MONTHS = re.compile(
    rf"{YEAR} ?[-/.年] ?(\d{{1,2}})(?:(?: ?月|[-/.])(?:\d{{1,2}} ?日?)?)?{TO}"
    rf"(?:{YEAR} ?[-/.年] ?(\d{{1,2}})(?!\d)(?: ?月|[-/.]\d|(?=\D|$))|(次年|翌年|下年)?(\d{{1,2}}) ?月)"
)
YEARS = re.compile(rf"{YEAR} ?年?度?(?:{TO}|、|和|及){YEAR}")
SENT = r"(?:制表|填表|填报|报送|上报|报出|打印|导出|下载|生成|印制|制作|审核|更新|统计|截至|截止|日期|时间)"
PRINTED = re.compile(rf"{SENT}[^\d,，。;；]{{0,6}}{DAY}|^[^\w]*{DAY}[^\w]*$")
STAMP = re.compile(
    rf"{DAY}(?=报送|上报|报表?$|导出|打印)|{YEAR}[-/.年](\d{{1,2}})[-/.月](\d{{1,2}})(?!\d)"
    r"|(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"
)
SINGLE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:0[1-9]|1[0-2])?(?!\d)")
LONGEST = 3  # years that a table is about; more are a plan's


@dataclass(frozen=True)
class Period:
    """From the first day to the last, and the words that say it. Of one that only a day of printing tells, `printed`."""

    first: date
    last: date
    said: str = ""
    printed: bool = False

    def year_of(self, month: int, day: int) -> int | None:
        """The only year in which the period has this day."""
        years = [year for year in range(self.first.year, self.last.year + 1) if self.has(year, month, day)]
        return years[0] if len(years) == 1 else None

    def meets(self, other: Period) -> bool:
        return self.first <= other.last and other.first <= self.last

    def within(self, other: Period) -> Period:
        """What both have."""
        return Period(max(self.first, other.first), min(self.last, other.last), self.said or other.said)

    @property
    def years(self) -> int:
        """How many calendar years it is of."""
        return self.last.year - self.first.year + 1

    @property
    def year(self) -> int | None:
        """The calendar year that it is, the whole of it."""
        whole = self.first == date(self.first.year, 1, 1) and self.last == date(self.first.year, 12, 31)
        return self.first.year if whole else None

    def has(self, year: int, month: int, day: int) -> bool:
        try:
            return self.first <= date(year, month, day) <= self.last
        except ValueError:
            return False


class Contradiction(Exception):
    """Two that cannot both hold: their words."""


def of_sheet(titles: Iterable[str], sheet: str, file: str) -> tuple[Period | None, str]:
    """The period of a sheet, and what says it: title, sheet or file, or printed, where nothing else does; None and "" where
    nothing does. What is nearer to the rows decides. Raises Contradiction where it says two things."""
    titles = list(dict.fromkeys(titles))
    said = {
        "title": _together(titles),
        "sheet": _together([sheet], is_name=True),
        "file": _together([file], is_name=True),
    }
    told = {source: period for source, period in said.items() if period}
    sure = {source: period for source, period in told.items() if not period.printed}
    if not sure:
        return next(((period, "printed") for period in told.values()), (None, ""))
    source, period = next(iter(sure.items()))
    for other in sure.values():
        period = period.within(other) if _is_long(period) and period.meets(other) else period
    return period, source


def of_text(text: str) -> Period | None:
    """The period that a line of text names. Raises Contradiction where it names several."""
    return _together([text])


def _together(texts: list[str], is_name: bool = False) -> Period | None:
    found = [period for text in texts for period in _periods(text, is_name)]
    sure = [period for period in found if not period.printed] or found[:1]
    for one in sure:
        for other in sure:
            if not one.meets(other):
                raise Contradiction(one.said, other.said)
    return reduce(Period.within, sure) if sure else None


def _is_long(period: Period) -> bool:
    return (period.last - period.first).days > 366


@cache
def _periods(text: str, is_name: bool) -> tuple[Period, ...]:
    return tuple(_found(_own(text), is_name))


def _found(text: str, is_name: bool) -> Iterator[Period]:
    """Every period that the text names; what has been understood is taken out of it before the next pattern is tried."""
    shapes = [(SCHOOL, _school), (AUTUMN, _autumn), (MONTHS, _months), (YEARS, _years)]
    for pattern, make in [*shapes, (STAMP if is_name else PRINTED, _printed), (SINGLE, _single)]:
        for match in pattern.finditer(text):
            if period := make(match):
                yield period
        text = pattern.sub(" | ", text)


def _own(text: str) -> str:
    """The text without the years of something else; a title in 《》 is one, a paper named in it is not."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = IN_NUMERALS.sub(lambda found: found[0].translate(NUMERALS), plain)
    if (named := re.fullmatch(r"《([^《》]*)》", plain)) and TABLE.search(named[1]):
        plain = named[1]
    plain = re.sub(r"《[^》]*》", " ", plain)
    return reduce(lambda left, pattern: pattern.sub(" ", left), ELSEWHERE, plain)


def _year(first: int, last: int, said: str) -> Period:
    return Period(date(first, 1, 1), date(last, 12, 31), said)


def _last(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _single(match: re.Match) -> Period:
    return _year(int(match[1]), int(match[1]), match[1])


def _school(match: re.Match) -> Period | None:
    """From September to August."""
    first, last = int(match[1] or match[3] or match[4]), match[2] or match[5]
    if last and int(last) % 100 != (first + 1) % 100:
        return None
    return Period(date(first, 9, 1), date(first + 1, 8, 31), match[0].strip())


def _autumn(match: re.Match) -> Period:
    """The term that begins in a year's autumn ends in the next."""
    return Period(date(int(match[1]), 8, 1), _last(int(match[1]) + 1, 2), match[0].strip())


def _months(match: re.Match) -> Period | None:
    first, month, end = int(match[1]), int(match[2]), int(match[4] or match[6])
    last = int(match[3]) if match[3] else first + bool(match[5])
    if not (1 <= month <= 12 and 1 <= end <= 12 and (first, month) <= (last, end) and last - first < LONGEST):
        return None
    if first == last:
        return _year(first, last, match[0].strip())
    return Period(date(first, month, 1), _last(last, end), match[0].strip())


def _years(match: re.Match) -> Period | None:
    first, last = int(match[1]), int(match[2])
    return _year(first, last, match[0].strip()) if first <= last < first + LONGEST else None


def _printed(match: re.Match) -> Period | None:
    """Twelve months up to the day of printing: nothing that is printed is younger."""
    year, month, *day = (int(text) for text in match.groups() if text)
    try:
        last = date(year, month, *day) if day else _last(year, month)
    except ValueError:
        return None
    return Period(last - timedelta(days=364), last, last.isoformat(), printed=True)
