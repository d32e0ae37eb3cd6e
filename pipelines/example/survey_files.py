"""The files in which the district's centre for disease control sends questionnaires."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from indicators.counting.quarters import Quarter
from pipelines.example import surveys
from pipelines.example.district import QUARTERS, District
from pipelines.example.files import INVENTED, MIXED_DATES, TEXT_DATES, Planted, Record, Sheet, write_csv, write_xlsx
from pipelines.example.headers import survey_headers
from pipelines.example.mess import messy

CDC = "区疾控中心"
YEARS = (2023, 2024)


def write(district: District, folder: Path) -> list[Planted]:
    """Write every questionnaire's files; gives back everything planted in them."""
    return _residents(district, folder) + [
        p for n, year in enumerate(YEARS) for p in _others(district, folder, n, year)
    ]


def _residents(district: District, folder: Path) -> list[Planted]:
    """A file a quarter, in all the encodings."""
    planted = []
    for n, quarter in enumerate(QUARTERS):
        name = f"{quarter.year}年第{quarter.number}季度居民健康素养调查"
        records = [Record(survey=name) | record for record in surveys.residents(district, quarter)]
        head = survey_headers("residents_2023", n)
        sheet = messy(district, "survey_answers", name, head, records, dates=TEXT_DATES[: 1 + n % 7])
        if n % 4 == 1:
            sheet.title, sheet.dates = name + INVENTED, MIXED_DATES
            planted += write_xlsx(folder, f"{CDC}/{name}.xlsx", [sheet])
        else:
            planted += write_csv(folder, f"{CDC}/{name}.csv", sheet, ("gb18030", "", "utf-8-sig", "utf-8")[n % 4])
    return planted


def _others(district: District, folder: Path, n: int, year: int) -> list[Planted]:
    """Patients, pupils, staff and workers: in the second year another sender with other habits."""
    quarters = [quarter for quarter in QUARTERS if quarter.year == year]
    sheet = partial(_sheet, district, n)
    patients = [sheet("patients", surveys.patients, [q], ("month_day", "dash")) for q in quarters]
    pupils = [sheet("pupils", surveys.pupils, [q], ("compact", "dot")) for q in quarters[1::2]]
    planted = write_xlsx(folder, f"{CDC}/住院病人及陪护家属问卷_{year}.xlsx", patients)
    planted += write_xlsx(folder, f"{CDC}/学生问卷_{year}.xlsx", pupils)
    for half, pair in (("上", quarters[:2]), ("下", quarters[2:])):
        staff = sheet("medical_staff", surveys.medical_staff, pair, TEXT_DATES[n:])
        planted += write_csv(folder, f"{CDC}/职工问卷_{year}年{half}半年.csv", staff, ("gb18030", "utf-8-sig")[n])
    workers = sheet("enterprise_workers", surveys.enterprise_workers, quarters[3:], ("slash",))
    return planted + write_csv(folder, f"{CDC}/企业职工问卷_{year}.csv", workers, ("utf-8", "gb18030")[n])


def _sheet(
    district: District,
    n: int,
    questionnaire: str,
    ask: Callable[[District, Quarter], list[Record]],
    quarters: list[Quarter],
    dates: tuple[str, ...],
) -> Sheet:
    """The answers of one or two quarters, with a title in the second year."""
    without = ("survey", "stratum", "cluster") + (() if questionnaire == "pupils" else ("urban_rural",))
    records = [record for quarter in quarters for record in ask(district, quarter)]
    name = "".join(f"第{quarter.number}季度" for quarter in quarters)
    title = f"{quarters[0].year}年{name}问卷录入表{INVENTED}" if n else ""
    head = survey_headers(questionnaire, n, without)
    return messy(district, "survey_answers", name, head, records, dates=dates, title=title)
