"""The files of the streets: a book of activities and boards each, and three rosters of residents."""

from __future__ import annotations

from pathlib import Path

from indicators.counting.quarters import Quarter
from pipelines.example import office, work
from pipelines.example.district import Area, District
from pipelines.example.files import (
    INVENTED,
    MIXED_DATES,
    NOTE,
    SIGNED,
    TEXT_DATES,
    Planted,
    Record,
    Sheet,
    write_csv,
    write_xlsx,
)
from pipelines.example.headers import headers
from pipelines.example.mess import SHARE_WRONG, again, messy

OLD_ID_EVERY = 60


def write(district: District, folder: Path) -> list[Planted]:
    """Write the streets' files; gives back everything planted in them."""
    return _streets(district, folder) + _rosters(district, folder)


def _streets(district: District, folder: Path) -> list[Planted]:
    """Each street's own book: activities and boards; every fourth street sends two CSV files instead."""
    planted = []
    for n, street in enumerate(district.streets):
        activities, boards = _activities_sheet(district, n, street), _boards_sheet(district, n, street)
        if n % 4 == 3:
            for sheet in (activities, boards):
                sheet.title = sheet.unit_line = ""
                sheet.dates, sheet.groups, sheet.footer = TEXT_DATES[n % 3 :], {}, NOTE
            planted += write_csv(
                folder, f"{street.name}/健康教育活动.csv", activities, ("gb18030", "utf-8-sig")[n // 4 % 2]
            )
            planted += write_csv(folder, f"{street.name}/宣传栏更换记录.csv", boards, ("utf-8", "gb18030")[n // 4 % 2])
        else:
            planted += write_xlsx(folder, f"{street.name}/健康教育台账2023-2024.xlsx", [activities, boards])
    return planted


def _activities_sheet(district: District, n: int, street: Area) -> Sheet:
    two_rows = n % 3 == 1  # this sender's words make a two-row header: 评估表 over 发放数 and 收回数
    above = {"评估表": ["sheets_out", "sheets_in"]} if two_rows else {}
    head = headers(
        "activities", n, **({"sheets_out": "发放数", "sheets_in": "收回数"} if two_rows and n % 4 != 3 else {})
    )
    return messy(
        district,
        "activities",
        "健康教育活动",
        head,
        [r for r in work.activities(district) if r["street"] == street.name],
        share=0 if n % 3 else 3 * SHARE_WRONG,  # where every row is right, the totals reported agree with the records
        title=f"{street.name}健康教育活动登记表{INVENTED}",
        unit_line="单位：人、份" if n % 2 else "",
        groups=above,
        dates=MIXED_DATES[n % 3 :],
        total=("sessions", "attendances", "materials"),
        full_width_every=11 + n,
        footer=SIGNED,
    )


def _boards_sheet(district: District, n: int, street: Area) -> Sheet:
    return messy(
        district,
        "board_updates",
        "宣传栏",
        headers("board_updates", n),
        [r for r in work.board_updates(district) if r["street"] == street.name],
        title=f"{street.name}宣传栏更换记录{INVENTED}",
        dates=MIXED_DATES[n % 4 :],
        merge="area" if n % 2 else "",
        footer=SIGNED,
        repeat_header_every=40 if n % 5 == 0 else 0,
    )


def _rosters(district: District, folder: Path) -> list[Planted]:
    """Three streets' rosters, each in another kind of file; the last is sent again, in part, half a year later."""
    sheets = [_roster(district, n, code) for n, code in enumerate(office.ROSTER_STREETS)]
    first, second, third = (district.area(code).name for code in office.ROSTER_STREETS)
    sheets[2].title, sheets[2].dates, sheets[2].footer = f"{third}居民名册{INVENTED}", MIXED_DATES, SIGNED
    later = Sheet(name="变更", headers=headers("residents"), records=_changed(sheets[2].records), dates=("dash",))
    return [
        *write_csv(folder, f"{first}/居民名册.csv", sheets[0], "gb18030"),
        *write_csv(folder, f"{second}/居民名册.csv", sheets[1], "utf-8-sig"),
        *write_xlsx(folder, f"{third}/居民名册_2023年.xlsx", [sheets[2]]),
        *write_csv(folder, f"{third}/居民名册_2024年变更.csv", later, "utf-8"),
    ]


def _roster(district: District, n: int, street: str) -> Sheet:
    """A street's roster, with now and then an id of the old kind (15 digits) or a small x."""
    people = office.roster(district, street, 2023)
    sheet = messy(district, "residents", f"名册{n}", headers("residents", n), people, dates=TEXT_DATES[n:])
    for number, record in enumerate(sheet.records):
        if not record.faults and record["birth_on"].year < 2000 and number % OLD_ID_EVERY == 7:
            record["resident_id"] = record["resident_id"][:6] + record["resident_id"][8:17]
        elif not record.faults and number % 2:
            record["resident_id"] = record["resident_id"].lower()
    return sheet


def _changed(people: list[Record]) -> list[Record]:
    """Every sixth person once more, with the day of the change and, for some, gone elsewhere."""
    known = [record for record in people if not record.faults and not record.again][::6]
    later = [record | {"listed_on": Quarter(2024, 3).ends_on} for record in known]
    return [again(record | {"migrant": "流出"} if n % 3 == 0 else record) for n, record in enumerate(later)]
