"""A small invented office in memory, with the tables a programme would build: for tests of what people see."""

import random
from decimal import Decimal
from functools import cache
from types import SimpleNamespace

import duckdb

from indicators.counting.quarters import Quarter
from indicators.judging.plans import Plan
from indicators.judging.targets import Target
from indicators.model import Count, Proportion, Verification
from indicators.office import Office
from indicators.showing.assessment import Assessment
from indicators.showing.words import Words
from indicators.workspace import Settings

DISTRICT = "990001000000"
STREETS = ("清江", "长东", "淮海", "浦楼", "长西", "水渡口")
QUARTERS = tuple(f"{year}Q{number}" for year in (2023, 2024) for number in (1, 2, 3, 4))
SEXES = ("male", "female")
GROUPS = {"resident": 120, "patient": 45, "medical_staff": 60, "pupil": 8}
TABLES = """
    CREATE SCHEMA clean; CREATE SCHEMA calendar; CREATE SCHEMA office; CREATE SCHEMA intake;
    CREATE TABLE clean.areas (area TEXT, name TEXT, level TEXT, parent TEXT, former_names TEXT, valid_from DATE, valid_to DATE,
        urban_rural TEXT);
    CREATE TABLE calendar.quarters (quarter TEXT);
    CREATE TABLE office.survey_items (area TEXT, quarter TEXT, population_group TEXT, sex TEXT, correct BOOL);
    CREATE TABLE office.trainings (area TEXT, quarter TEXT, sex TEXT, attended BOOL);
    CREATE TABLE office.lectures (area TEXT, quarter TEXT, unit TEXT, attendances INT, reported INT, held INT);
    CREATE TABLE intake.ledger AS
        SELECT 'a.xlsx' AS file, 901 AS read, 880 AS clean, 15 AS returned, 4 AS duplicate, 1 AS superseded, 1 AS corrected;
    CREATE TABLE intake.returned AS
        SELECT '清江街道办事处' AS unit, 'a.xlsx' AS file, '一' AS sheet, range AS row, '不是日期' AS zh, 'not a date' AS en
        FROM range(15);
    CREATE TABLE intake.units AS SELECT 'b.xlsx' AS file, '清江街道办事处' AS unit;
    CREATE TABLE intake.assumptions AS SELECT 'b.xlsx' AS file, unnest(['answers_unread', 'answers_numbered']) AS kind, 7 AS n;
"""


def indicators() -> dict:
    """One indicator of each kind, as the catalogue would give them."""
    made = {
        "awareness": Proportion(
            code="office.awareness", zh="健康知识知晓率", en="Health knowledge awareness rate", counts="items",
            table="survey_items", numerator="correct", data_basis="sample", window="quarter",
            breakdowns=("population_group", "sex"), source="方案一", definition_zh="答对题数 ÷ 应答题数",
            definition_en="items answered correctly / items asked",
        ),
        "training": Proportion(
            code="office.training", zh="培训参与率", en="Training participation rate", counts="persons",
            table="trainings", numerator="attended", window="ytd", breakdowns=("sex",),
            definition_zh="参加人数 ÷ 应参加人数", definition_en="persons trained / persons due",
        ),
        "attendances": Count(
            code="office.attendances", zh="讲座参加人次", en="Lecture attendances", counts="person_times",
            table="lectures", quantity="attendances", by_unit="unit", window="ytd",
            definition_zh="参加讲座的人次", definition_en="persons who came, counted each time",
        ),
        "sessions_check": Verification(
            code="office.sessions_check", zh="讲座场次核对", en="Lecture sessions verified", counts="sessions",
            table="lectures", reported="reported", recounted="held", definition_zh="记录场次与上报场次",
            definition_en="sessions in the records against those reported",
        ),
    }  # fmt: skip
    return {indicator.code: indicator for indicator in made.values()}


def plan() -> Plan:
    """Targets that are met, missed, uncertain, monitored, without data, and asked of each unit."""
    awareness = "office.awareness"
    floors = {"resident": "0.6", "patient": "0.85", "medical_staff": "0.55", "pupil": "0.7", "enterprise_worker": "0.8"}
    asked = [
        Target(indicator=awareness, where={"population_group": group}, value=Decimal(floor), points=Decimal(10))
        for group, floor in floors.items()
    ]
    others = [
        Target(indicator="office.training", comparison="=", value=Decimal(1), points=Decimal(20), clause="一1"),
        Target(indicator="office.attendances", value=Decimal(300), each=True, points=Decimal(10), clause="一6"),
        Target(indicator="office.attendances"),
        Target(indicator="office.sessions_check", comparison="=", value=Decimal(1)),
    ]
    return Plan(zh="健康教育方案", en="Health education plan", document="示例文件", name="office", programme="office",
                targets=(*asked, *others))  # fmt: skip


def connection() -> duckdb.DuckDBPyConnection:
    """The office's warehouse: always the same numbers."""
    con, streets = duckdb.connect(), [(f"990001{n:03}000", f"{name}街道") for n, name in enumerate(STREETS, 1)]
    con.execute(TABLES)
    areas = [(DISTRICT, "示例区", "county", None), *((code, name, "street", DISTRICT) for code, name in streets)]
    con.executemany("INSERT INTO clean.areas (area, name, level, parent) VALUES (?, ?, ?, ?)", areas)
    con.executemany("INSERT INTO calendar.quarters VALUES (?)", [(quarter,) for quarter in QUARTERS])
    draw, items, trained, lectures = random.Random(1), [], [], []
    for place, (street, name) in enumerate(streets):
        for step, quarter in enumerate(QUARTERS):
            here, chance = (street, quarter), 0.45 + 0.03 * step + 0.03 * place
            for group, asked in GROUPS.items():
                items += [(*here, group, draw.choice(SEXES), draw.random() < chance) for _ in range(asked)]
            trained += [(*here, draw.choice(SEXES), draw.random() < 0.8 + place / 40) for _ in range(20)]
            held = draw.randint(2, 4)
            lectures.append((*here, f"{name}卫生服务中心", draw.randint(60, 110), held + (place == 2), held))
    for table, rows in (("survey_items", items), ("trainings", trained), ("lectures", lectures)):
        _fill(con, table, rows)
    return con


def _fill(con, table: str, rows: list[tuple]) -> None:
    import polars

    columns = [row[0] for row in con.execute(f"DESCRIBE office.{table}").fetchall()]
    frame = polars.DataFrame(rows, columns, orient="row")  # noqa: F841  (DuckDB reads it by name)
    con.execute(f"INSERT INTO office.{table} FROM frame")


@cache
def office() -> Office:
    known = SimpleNamespace(indicators=indicators(), plans={"office": plan()})
    return Office(connection(), known, Settings(name="示例区卫生健康委员会", root_area=DISTRICT), is_example=True)


def assessment(lang: str = "zh", area: str = DISTRICT, quarter: str = "2024Q3") -> Assessment:
    """The office's plan assessed, as a notebook would hold it."""
    return Assessment(office(), plan(), Quarter.parse(quarter), area, Words(lang))
