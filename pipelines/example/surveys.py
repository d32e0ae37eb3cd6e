"""Respondents and their answers, drawn so that rates differ by area and move over time."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random

from indicators.counting.quarters import Quarter
from pipelines.example.district import MIGRANT, Area, District
from pipelines.example.files import Record
from pipelines.example.register import ENTERPRISES, hospitals

QUESTIONNAIRES = Path(__file__).parents[1] / "questionnaires"
LETTERS = "ABCD"
# Respondents a quarter in the whole district: few enough that some verdicts stay open.
SIZES = {"resident": 340, "patient": 150, "medical_staff": 114, "pupil": 204, "enterprise_worker": 120}


@cache
def items(questionnaire: str) -> dict[str, dict]:
    """The questions of a questionnaire of this folder's neighbour, by code."""
    text = (QUESTIONNAIRES / f"{questionnaire}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["items"]


def residents(district: District, quarter: Quarter) -> list[Record]:
    """A sample of villages in proportion; people who moved in are a stratum of their own."""
    records = []
    for number, area, chance in _sample(district, "resident", quarter, district.villages):
        moved_in = chance.random() < 0.2
        record = _respondent(district, chance, "JM", quarter, number, area)
        record |= {
            "population_group": "居民",
            "urban_rural": "农村" if area.urban_rural == "rural" else "城市",
            "sex": chance.choice("男女"),
        }
        record |= {"age": chance.randrange(18, 85), "stratum": "流动" if moved_in else "户籍", "cluster": area.name}
        records.append(
            _answer(district, chance, record, "residents_2023", "resident", area, quarter, MIGRANT if moved_in else 0)
        )
    return records


def patients(district: District, quarter: Quarter) -> list[Record]:
    streets = [unit.street for unit in hospitals(district)]
    records = []
    for number, street, chance in _sample(district, "patient", quarter, streets):
        record = _respondent(district, chance, "HZ", quarter, number, street)
        record |= {
            "population_group": "陪护家属" if number % 3 == 0 else "住院病人",
            "sex": chance.choice("男女"),
            "age": chance.randrange(20, 88),
        }
        records.append(_answer(district, chance, record, "patients", "patient", street, quarter))
    return records


def medical_staff(district: District, quarter: Quarter) -> list[Record]:
    streets = [unit.street for unit in hospitals(district)]
    records = []
    for number, street, chance in _sample(district, "medical_staff", quarter, streets):
        record = _respondent(district, chance, "YH", quarter, number, street)
        record |= {"population_group": "医务人员", "sex": chance.choice("男女女"), "age": chance.randrange(22, 60)}
        records.append(_answer(district, chance, record, "medical_staff", "medical_staff", street, quarter))
    return records


def pupils(district: District, quarter: Quarter) -> list[Record]:
    records = []
    for number, street, chance in _sample(district, "pupil", quarter, district.streets):
        rural = street.name.endswith(("镇", "办")) or street.code in ("320812013", "320812014")
        record = _respondent(district, chance, "XS", quarter, number, street)
        record |= {
            "population_group": "学生",
            "urban_rural": "农村" if rural else "城市",
            "sex": chance.choice("男女"),
            "age": chance.randrange(8, 15),
        }
        records.append(_answer(district, chance, record, "pupils", "pupil", street, quarter, -0.04 if rural else 0))
    return records


def enterprise_workers(district: District, quarter: Quarter) -> list[Record]:
    streets = [district.area(code) for code in ENTERPRISES]
    records = []
    for number, street, chance in _sample(district, "enterprise_worker", quarter, streets):
        record = _respondent(district, chance, "ZG", quarter, number, street)
        record |= {"population_group": "企业职工", "sex": chance.choice("男女"), "age": chance.randrange(19, 59)}
        records.append(_answer(district, chance, record, "enterprise_workers", "enterprise_worker", street, quarter))
    return records


def _sample(district: District, group: str, quarter: Quarter, areas: list[Area]):
    """(number, area, random stream) of each respondent; areas take turns."""
    chance = district.stream("survey", group, quarter)
    for number in range(1, district.times(SIZES[group]) + 1):
        yield number, areas[(number - 1) % len(areas)], chance


def _respondent(district: District, chance: Random, prefix: str, quarter: Quarter, number: int, area: Area) -> Record:
    """What every questionnaire's head asks; the number is marked SL (示例)."""
    day = quarter.starts_on + timedelta(days=chance.randrange(10, 80))
    street = district.street_of(area.code)
    record = Record(respondent=f"SL{prefix}{quarter}-{number:04}", surveyed_on=day, street=street.name)
    return record | {"area": "" if area is street else area.name}


def _answer(
    district: District,
    chance: Random,
    record: Record,
    questionnaire: str,
    group: str,
    area: Area,
    quarter: Quarter,
    shift: float = 0,
) -> Record:
    """Every item answered: right as likely as the district says, give or take the person and the item."""
    own = shift + chance.uniform(-0.2, 0.2)
    for number, (code, item) in enumerate(items(questionnaire).items()):
        likely = (
            district.chance(f"{group}.{_course(group, item)}", area.code, quarter) + own + (-0.05, 0.05)[number % 2]
        )
        record[code] = _letters(chance, item["correct"], min(max(likely, 0.03), 0.99))
    return record


def _course(group: str, item: dict) -> str:
    tobacco = group == "medical_staff" and item["topic"] == "tobacco_control" and item["kind"] == "knowledge"
    return "tobacco" if tobacco else item["kind"]


def _letters(chance: Random, correct: list[str], likely: float) -> str:
    """The right choice or choices, another answer, or now and then none."""
    luck, style = chance.random(), chance.randrange(3)
    if luck < likely:
        chosen = correct
    elif luck > 0.985:
        return chance.choice(("", "", "不知道"))
    elif len(correct) == 1:
        chosen = [chance.choice([letter for letter in LETTERS if letter not in correct])]
    else:
        forgotten = chance.choice(correct)
        chosen = [letter for letter in correct if letter != forgotten]
    return ("", "、", ",")[style].join(chosen)
