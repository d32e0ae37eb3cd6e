"""What goes wrong on the way: wrong cells, each with the reason intake should give, and records sent twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random

from pipelines.example.district import District
from pipelines.example.files import Record, Sheet
from pipelines.example.people import check_digit

SHARE_WRONG, SHARE_AGAIN = 0.014, 0.005
TALLIED = "prescriptions"  # of which equal rows are events of their own: none is the same sent again

Change = Callable[[Record], dict]  # the fields that a mistake changes
Mistake = tuple[str, str, Change]  # field, the reason intake should give, what happens to the record


def _set(field: str, reason: str, value) -> Mistake:
    return field, reason, lambda record: {field: value}


def _other_check_digit(record: Record) -> dict:
    first = record["resident_id"][:17]
    return {"resident_id": first + "0123456789X"[("0123456789X".index(check_digit(first)) + 3) % 11]}


UNKNOWN_VILLAGE = _set("area", "area", "示例新村")
UNKNOWN_SITE = _set("site", "site", "示例已撤并单位")
# 盐河 is a street, and a village of another town.
AMBIGUOUS = ("area", "area_ambiguous", lambda record: {"street": "", "area": "盐河"})
DAMAGED_ID = _set("resident_id", "resident_id_damaged", "3.20812E+17")
WRONG_ID = ("resident_id", "resident_id", _other_check_digit)
SHORT_ID = ("resident_id", "resident_id", lambda record: {"resident_id": record["resident_id"][:16]})
OTHER_BIRTH = ("birth_on", "rule", lambda record: {"birth_on": record["birth_on"] + timedelta(days=31)})
OTHER_SEX = ("sex", "rule", lambda record: {"sex": "女" if record["sex"] == "男" else "男"})

# Neighbours in a list may meet in one row, so they concern different fields.
MISTAKES: dict[str, tuple[Mistake, ...]] = {
    "activities": (
        _set("held_on", "date", "2024年13月2日"),
        UNKNOWN_VILLAGE,
        _set("kind", "code", "讲坐"),
        _set("attendances", "integer", "约八十人"),
        ("sheets_in", "rule", lambda record: {"sheets_out": 30, "sheets_in": 52}),
        _set("held_on", "missing", ""),
        UNKNOWN_SITE,
        _set("held_on", "future", date(2042, 3, 8)),
        AMBIGUOUS,
    ),
    "board_updates": (
        _set("updated_on", "date", "2024-02-30"),
        UNKNOWN_SITE,
        _set("updated_on", "missing", "/"),
        AMBIGUOUS,
    ),
    "residents": (
        OTHER_BIRTH,
        UNKNOWN_VILLAGE,
        WRONG_ID,
        _set("migrant", "code", "暂住"),
        SHORT_ID,
        AMBIGUOUS,
        DAMAGED_ID,
        _set("name", "missing", "不详"),
        _set("birth_on", "date", "1972年"),
        OTHER_SEX,
    ),
    "trainings": (
        _set("attended", "boolean", "待定"),
        DAMAGED_ID,
        _set("post_score", "range", 105),
        _set("trained_on", "date", "4月中旬"),
        _set("resident_id", "resident_id", "320812198001019000"),
        _set("kind", "code", "在职教育班"),
        _set("unit", "missing", ""),
    ),
    "prescriptions": (
        ("given", "rule", lambda record: {"given": record["encounters"] + 15}),
        _set("setting", "code", "急诊留观"),
        _set("given_on", "date", "2023/2/29"),
        _set("encounters", "integer", "1,2O4"),
        UNKNOWN_SITE,
        _set("given", "missing", "未填"),
        _set("area", "area", "32081200500l"),  # an l for a 1
    ),
    "followups": (
        _set("served_on", "missing", ""),
        _set("mode", "code", "微信群"),
        ("followed_up_on", "rule", lambda record: {"followed_up_on": record["served_on"] - timedelta(days=9)}),
        UNKNOWN_VILLAGE,
        DAMAGED_ID,
    ),
    "returns": (
        _set("value", "missing", "—"),
        _set("value", "decimal", "待核实"),
        _set("period", "quarter", "2024年第5季度"),
        _set("item", "code", "讲座场数"),
    ),
    "survey_answers": (
        _set("surveyed_on", "date", "2024-06-31"),
        UNKNOWN_VILLAGE,
        _set("age", "range", 230),
        _set("respondent", "missing", ""),
        _set("surveyed_on", "missing", "未填"),
        _set("sex", "code", "男/女"),
    ),
    "articles": (_set("accepted", "boolean", "待审"), UNKNOWN_SITE, _set("submitted_on", "date", "3月份")),
    "supervisions": (
        _set("score", "range", 120),
        _set("inspected_on", "future", date(2042, 6, 15)),
        _set("inspected_by", "code", "县局"),
    ),
    "population": (
        _set("persons", "integer", "约五千"),
        _set("population_group", "code", "总户籍"),
        _set("year", "range", 20244),
        AMBIGUOUS,
    ),
}


def messy(
    district: District,
    kind: str,
    name: str,
    head: dict[str, str],
    records: Iterable[Record],
    share: float = SHARE_WRONG,
    **manner,
) -> Sheet:
    """A sheet of records with a share of mistakes; `manner` is how the sender writes it."""
    sheet = Sheet(name=name, headers=head, records=list(records), **manner)
    chance = district.stream("mess", kind, name, sheet.title, len(sheet.records))
    if share:
        _spoil(sheet, kind, chance, share)
    if kind != TALLIED:
        _send_again(sheet, chance)
    return sheet


def _spoil(sheet: Sheet, kind: str, chance: Random, share: float) -> None:
    """Plant mistakes, each kind in turn."""
    here = [mistake for mistake in MISTAKES[kind] if mistake[0] in sheet.headers]
    records = sheet.records
    wrong = chance.sample(range(len(records)), max(1, round(len(records) * share)))
    turn = chance.randrange(len(here))
    for n, index in enumerate(wrong):
        records[index] = _mistaken(records[index], here[(turn + n) % len(here)])
    if len(wrong) > 3:  # one row that breaks two rules at once
        records[wrong[0]] = _mistaken(records[wrong[0]], here[(turn + 1) % len(here)])


def _send_again(sheet: Sheet, chance: Random) -> None:
    """Repeat some good records right below themselves."""
    records = sheet.records
    good = [index for index in range(len(records)) if not records[index].faults]
    for index in sorted(chance.sample(good, round(len(records) * SHARE_AGAIN)), reverse=True):
        records.insert(index + 1, again(records[index]))


def _mistaken(record: Record, mistake: Mistake) -> Record:
    field, reason, change = mistake
    spoilt = record | change(record)
    spoilt.faults = (*record.faults, (field, reason))
    return spoilt


def again(record: Record) -> Record:
    """The same record, sent a second time."""
    copy = record | {}
    copy.again = True
    return copy
