"""The files of the district's offices and of the reporting platform: registers, books, tallies and returns."""

from __future__ import annotations

from pathlib import Path

from indicators.counting.quarters import Quarter
from pipelines.example import clinics, office, register, work
from pipelines.example.district import QUARTERS, District
from pipelines.example.files import (
    INVENTED,
    MIXED_DATES,
    SIGNED,
    TEXT_DATES,
    Planted,
    Record,
    Sheet,
    write_csv,
    write_xlsx,
)
from pipelines.example.headers import headers
from pipelines.example.mess import again, messy

HEALTH_OFFICE, STATIONS, PLATFORM = "区卫健委", "一门式服务站", "健康教育信息平台"
YEARS = (2023, 2024)


def write(district: District, folder: Path) -> list[Planted]:
    """Write the offices' files; gives back everything planted in them."""
    books = (_areas, _sites, _population, _office_books, _platform, _clinics, _trainings, _followups)
    return [planted for book in books for planted in book(district, folder)]


def _areas(district: District, folder: Path) -> list[Planted]:
    misspelt = Record(area="3208120O1004", name="示例错码社区", level="村居")
    misspelt.faults = (("area", "area_code"),)
    records = [*register.areas(district), misspelt]
    sheet = Sheet(name="区划", headers=headers("areas"), records=records, title=f"清江浦区统计用区划代码表{INVENTED}")
    return write_csv(folder, f"{HEALTH_OFFICE}/区划代码.csv", sheet, "utf-8-sig")


def _sites(district: District, folder: Path) -> list[Planted]:
    sheet = Sheet(
        name="场所",
        headers=headers("sites"),
        records=[*register.sites(district), *_bad_sites()],
        dates=MIXED_DATES,
        title=f"健康教育与服务场所登记表{INVENTED}",
        merge="street",
        footer=SIGNED,
    )
    return write_xlsx(folder, f"{HEALTH_OFFICE}/场所登记表.xlsx", [sheet])


def _bad_sites() -> list[Record]:
    """Sites nobody else writes about, so that only they come back."""
    good = Record(
        street="清河街道",
        area="河畔路社区居委会",
        name="示例停办书屋",
        kind="企业",
        opened_on=Quarter(2015, 1).starts_on,
    )
    unknown = good | {"name": "示例文化角", "kind": "棋牌室"}
    unknown.faults = (("kind", "code"),)
    closed = good | {"name": "示例停办厂", "closed_on": Quarter(2014, 1).starts_on}
    closed.faults = (("closed_on", "rule"),)
    return [unknown, closed]


def _population(district: District, folder: Path) -> list[Planted]:
    counted = register.population(district)
    sheets = [
        messy(
            district,
            "population",
            f"{year}年",
            headers("population"),
            [record for record in counted if record["year"] == year],
            title=f"{year}年各村（居）人口与户数{INVENTED}",
            unit_line="单位：人、户",
            full_width_every=17,
        )
        for year in YEARS
    ]
    return write_xlsx(folder, f"{HEALTH_OFFICE}/人口数.xlsx", sheets)


def _office_books(district: District, folder: Path) -> list[Planted]:
    visits = messy(
        district,
        "supervisions",
        "督导",
        headers("supervisions"),
        office.supervisions(district),
        title=f"督导检查登记{INVENTED}",
        dates=MIXED_DATES,
        repeat_header_every=100,
        footer=SIGNED,
    )
    articles = messy(
        district, "articles", "投稿", headers("articles"), office.articles(district), dates=("slash", "chinese")
    )
    planted = write_xlsx(folder, f"{HEALTH_OFFICE}/督导检查登记.xlsx", [visits])
    planted += write_csv(folder, f"{HEALTH_OFFICE}/投稿登记.csv", articles, "gb18030")
    return planted + write_csv(folder, f"{HEALTH_OFFICE}/健康教育活动_补报.csv", _sent_again(district), "gb18030")


def _sent_again(district: District) -> Sheet:
    """Activities that two streets had already sent in their own books."""
    known = [
        r for r in work.activities(district) if r["street"] in ("长东街道", "水渡口街道") and r["held_on"].year == 2024
    ]
    return Sheet(
        name="补报",
        headers=headers("activities", 1),
        records=[again(record) for record in known[:12]],
        dates=TEXT_DATES,
    )


def _platform(district: District, folder: Path) -> list[Planted]:
    """The platform's export: a sheet a quarter, and a correction that replaces two figures."""
    planted = []
    for n, year in enumerate(YEARS):
        quarters = [q for q in QUARTERS if q.year == year]
        sheets = [
            messy(
                district,
                "returns",
                f"第{q.number}季度",
                headers("returns", n),
                work.returns(district, q),
                title=f"{q}填报情况{INVENTED}",
                dates=("excel", "dash"),
            )
            for q in quarters
        ]
        planted += write_xlsx(folder, f"{PLATFORM}/填报汇总_{year}.xlsx", sheets)
    return planted


def _clinics(district: District, folder: Path) -> list[Planted]:
    planted = []
    for n, year in enumerate(YEARS):
        sheet = messy(
            district,
            "prescriptions",
            f"处方{year}",
            headers("prescriptions", n),
            clinics.prescriptions(district, year),
            dates=TEXT_DATES[n::2],
            full_width_every=29,
            total=("encounters", "given"),
        )
        planted += write_csv(folder, f"{HEALTH_OFFICE}/健康教育处方统计_{year}.csv", sheet, ("gb18030", "utf-8")[n])
    return planted


def _trainings(district: District, folder: Path) -> list[Planted]:
    planted = []
    for n, year in enumerate(YEARS):
        sheet = messy(
            district,
            "trainings",
            "在职培训",
            headers("trainings", n, ("took_post_on",), pre_score="前测", post_score="后测"),
            clinics.in_service(district, year),
            title=f"{year}年医务人员健康教育理论及技能培训{INVENTED}",
            groups={"考核成绩": ["pre_score", "post_score"]},
            dates=("excel", "dot", "chinese"),
            footer=SIGNED,
        )
        planted += write_xlsx(folder, f"{HEALTH_OFFICE}/在职培训签到_{year}.xlsx", [sheet])
    head = headers("trainings", 1, ("pre_score", "post_score"))
    sheet = messy(district, "trainings", "岗前", head, clinics.induction(district), dates=("slash", "full"))
    return planted + write_csv(folder, f"{HEALTH_OFFICE}/岗前培训登记.csv", sheet, "utf-8-sig")


def _followups(district: District, folder: Path) -> list[Planted]:
    by_case = headers("followups", 0, ("name", "resident_id"))
    by_name = headers("followups", 0, ("case_no",))
    emergency = messy(
        district,
        "followups",
        "紧急避孕随访",
        by_case,
        clinics.emergency_followups(district),
        title=f"紧急避孕随访登记{INVENTED}",
        dates=MIXED_DATES,
        footer=SIGNED,
    )
    hypertension = messy(
        district, "followups", "高血压", by_name, clinics.hypertension_followups(district), dates=TEXT_DATES
    )
    planted = write_xlsx(folder, f"{STATIONS}/紧急避孕随访登记.xlsx", [emergency])
    return planted + write_csv(folder, f"{HEALTH_OFFICE}/高血压随访.csv", hypertension, "gb18030")
