"""A form → the SQL that cleans a sheet of it: every cell typed, every fault named, nothing dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipelines.forms import Field, Form
from pipelines.privacy import MASK
from pipelines.recognise import Match

if TYPE_CHECKING:
    import duckdb

PROBLEMS = "STRUCT(field VARCHAR, value VARCHAR, reason VARCHAR)[]"
TOTAL = r"^(合|总|小|共|累) ?计:?( ?\d{1,6} ?(人|名))?$"
TALLY = r"^((合|总|小|共|累) ?计:? ?)?(\d{1,6}) ?(人|名)$"  # how many persons a cell of a total row counts
FOOTER = r"^(填表|填报|制表|审核|复核|负责人|单位负责人|统计负责人|联系电话|报出日期|备注|注|说明)[^::]{0,6}[::]"
NUMBERS = ("integer", "decimal", "money")
CHOSEN = ("boolean", "code")  # 无 and 未知 may be answers to these; where they are none, they are words for nothing
TEN_THOUSANDS = r"[(（]\s*万"  # the unit after a header

LONG, SAMPLE = 50_000, 20_000  # rows: of a long sheet, and looked at to tell whether a column repeats


def quoted(text: str) -> str:
    """A SQL text literal."""
    return "'" + text.replace("'", "''") + "'"


def staged_columns(form: Form) -> dict[str, str]:
    """The columns of a form's staging table: every field, private ones too (it is temporary), and what is wrong."""
    columns = {name: field.column_type for name, field in form.fields.items()}
    answers = {"answers": "STRUCT(item VARCHAR, answer VARCHAR)[]", "questionnaire": "VARCHAR"}
    places = {"file": "VARCHAR", "sheet": "VARCHAR", "row": "INTEGER"}
    return (
        places
        | columns
        | (answers if form.questionnaires else {})
        | {"unplaced": "BOOLEAN", "class": "VARCHAR", "problems": PROBLEMS}
    )


def stage(con: duckdb.DuckDBPyConnection, match: Match, relation: str, names: dict[str, str]) -> None:
    """Insert every row of a recognised sheet into its staging table, in order: typed, with its problems and its class.

    `names` fills {file} and {sheet} in defaults. DuckDB variables used: file, sheet, year (for dates without one, or NULL),
    digits (how columns write 6.1: see month_days) and received (the day the file came).
    """
    select = staging(match, relation, names, _repetitive(con, match, relation))
    with in_order(con):
        con.execute(f"INSERT INTO staged_{match.form.name} BY NAME {select}")


@contextmanager
def in_order(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Statements inside keep the order of the rows on the left of a LEFT JOIN: its sides are not exchanged.

    So rows that came in the order of the files need not be sorted again.
    """
    con.execute("SET disabled_optimizers = 'build_side_probe_side'")
    try:
        yield
    finally:
        con.execute("RESET disabled_optimizers")


def _repetitive(con: duckdb.DuckDBPyConnection, match: Match, relation: str) -> list[str]:
    """The fields of a long sheet whose cells repeat: dates, codes, places. Each text is then cleaned once, not in every row."""
    if con.execute(f"SELECT count(*) FROM {relation}").fetchone()[0] < LONG:
        return []
    counts = ", ".join(f"count(DISTINCT c{i})" for i in match.columns.values())
    distinct = con.execute(f"SELECT {counts} FROM (FROM {relation} LIMIT {SAMPLE})").fetchone()
    return [name for name, n in zip(match.columns, distinct, strict=True) if n * 4 < SAMPLE]


def staging(match: Match, relation: str, names: dict[str, str], repetitive: Sequence[str] = ()) -> str:
    """SELECT for the staging table; fields named `repetitive` are cleaned by text (same result, other speed).

    `class` is record, blank, total, subtotal (小计), running (累计, of earlier sheets too), footer or header (again).
    """
    form = match.form
    alone = [name for name in form.fields if name not in repetitive]
    texts = [f"{_text(match, name)} AS t_{name}" for name in alone if name in match.columns]
    texts += [f"d_{name}.* EXCLUDE (cell)" for name in repetitive]
    texts += [f"fold(c{i}) AS i_{code}" for code, i in match.items.items()]
    values = [f"{_value(form, match, name, names)} AS {name}" for name in alone]
    if form.questionnaires:
        pairs = ", ".join(f"{{'item': {quoted(code)}, 'answer': i_{code}}}" for code in match.items)
        values += [f"[{pairs}] AS answers", f"{quoted(form.questionnaire)} AS questionnaire"]
    reasons = {name: r for name, field in form.fields.items() if (r := _reason(name, field, match))}
    named = "".join(f", {sql} AS r_{name}" for name, sql in reasons.items() if name in alone)
    wrong = " OR ".join(f"r_{name} IS NOT NULL" for name in reasons) or "false"
    problems = ", ".join(_problem(name, form.fields[name]) for name in reasons) or "NULL"
    first = _first_text(len(match.labels))
    joins = "".join(
        f" LEFT JOIN d_{name} ON d_{name}.cell IS NOT DISTINCT FROM c{match.columns[name]}" for name in repetitive
    )
    return f"""
        WITH {"".join(_dictionary(match, name, relation, reasons.get(name)) for name in repetitive)}
        texts AS (SELECT row, {first} AS first_text, {_is_header(match)} AS is_header, {", ".join(texts)} FROM {relation} {joins}),
        typed AS (SELECT * {"".join(f", {value}" for value in values)} FROM texts),
        judged AS (SELECT * {named} FROM typed)
        SELECT getvariable('file') AS file, getvariable('sheet') AS sheet, row::INTEGER AS row, {", ".join(form.fields)},
            {"answers, questionnaire," if form.questionnaires else ""} {_unplaced(match)} AS unplaced,
            CASE WHEN first_text = '' THEN 'blank' WHEN is_header THEN 'header' WHEN first_text IS NULL THEN 'record'
                 WHEN regexp_matches(first_text, '{TOTAL}') THEN CASE first_text[1] WHEN '小' THEN 'subtotal' WHEN '累' THEN 'running' ELSE 'total' END
                 WHEN regexp_matches(first_text, '{FOOTER}') THEN 'footer' ELSE 'record' END AS class,
            CASE WHEN {wrong} THEN list_filter([{problems}]::{PROBLEMS}, lambda p: p IS NOT NULL) ELSE [] END AS problems
        FROM judged"""


def _first_text(width: int) -> str:
    """The first cell written in; NULL where column 0 begins with an ASCII letter or digit, as no total or footer does."""
    cells = ", ".join(f"nullif(trim(c{i}), '')" for i in range(width))
    return f"CASE WHEN c0 >= '!' AND c0 < chr(127) THEN NULL ELSE fold(coalesce({cells}, '')) END"


def _dictionary(match: Match, name: str, relation: str, reason: str | None) -> str:
    """Every text of a column once, with its value and the reason why it is wrong: `d_<name>(cell, t_<name>, <name>, r_<name>)`."""
    field, column = match.form.fields[name], match.columns[name]
    judged = f", {reason} AS r_{name}" if reason else ""
    return f"""d_{name} AS MATERIALIZED (SELECT *{judged} FROM (SELECT *, {_typed(name, field, f"t_{name}")} AS {name}
            FROM (SELECT c{column} AS cell, {_text(match, name)} AS t_{name} FROM (SELECT DISTINCT c{column} FROM {relation})))),
        """


def _text(match: Match, name: str) -> str:
    """The cell's text, NULL for nothing said. 2.5 under 金额(万元) is 2.5万."""
    field, column = match.form.fields[name], match.columns[name]
    if field.type in CHOSEN:
        return f"nullif(fold(c{column}), '')"
    in_ten_thousands = field.type in NUMBERS and re.search(TEN_THOUSANDS, match.labels[column])
    return f"unless_blank(fold(c{column}))" + (" || '万'" if in_ten_thousands else "")


def _unplaced(match: Match) -> str:
    """A sheet that names no area speaks of the whole of the office's own."""
    fields = match.form.fields
    return str(
        not any(
            fields[n].type == "area" or (fields[n].type == "site" and not fields[n].column_of) for n in match.columns
        )
    ).lower()


def _is_header(match: Match) -> str:
    """A row of the header again, further down: the first columns that it labels hold the same."""
    used = sorted(set(match.columns.values()))
    again = []
    for row in match.headings:
        told = [i for i in used if i < len(row) and row[i].strip()][:3]
        if len(told) > 1 or (told and row is match.headings[-1]):
            again.append(" AND ".join(f"c{i} = {quoted(row[i])}" for i in told))
    return " OR ".join(again) or "false"


def _value(form: Form, match: Match, name: str, names: dict[str, str]) -> str:
    field = form.fields[name]
    if name not in match.columns:
        return _default(form, name, names)
    return _typed(name, field, f"t_{name}")


def _default(form: Form, name: str, names: dict[str, str]) -> str:
    field = form.fields[name]
    if field.default is not None:
        return _typed(name, field, quoted(field.default.format_map(names).strip()))
    return f"NULL::{field.column_type}"


def _typed(name: str, field: Field, text: str) -> str:
    if field.type == "code":
        return _coded(field, text)
    if field.type == "date":
        return f"as_date({text}, getvariable('year'), digits := getvariable('digits')['{name}'])"
    if field.type in ("area", "site"):
        return text  # looked up when the registers are complete
    return f"as_{field.type}({text})"


def _coded(field: Field, text: str) -> str:
    """A code for what people write: the code itself, or a synonym, whatever its case."""
    pairs = {label.lower(): code for code, labels in field.codes.items() for label in [code, *labels]}
    entries = ", ".join(f"{quoted(label)}: {quoted(code)}" for label, code in pairs.items())
    return f"MAP {{{entries}}}[lower({text})]"


def _reason(name: str, field: Field, match: Match) -> str | None:
    """The reason why the cell is wrong, or NULL; None when it cannot be."""
    if name not in match.columns:
        return None
    text = f"t_{name}"
    nothing = f"{name} IS NULL AND unless_blank({text}) IS NULL" if field.type in CHOSEN else f"{text} IS NULL"
    if match.columns[name] == match.columns.get(field.column_of):  # what is wrong with the cell is said once
        return f"CASE WHEN {nothing} THEN 'missing' END" if field.required else None
    cases = [f"WHEN {nothing} THEN {quoted('missing') if field.required and field.type != 'area' else 'NULL'}"]
    cases += [f"WHEN is_cell_error({text}) THEN 'cell_error'"]
    if field.type == "resident_id":
        cases += [f"WHEN {name} IS NULL AND regexp_matches({text}, '^[\\d.]+[Ee]\\+?\\d+$') THEN 'resident_id_damaged'"]
    why = f"date_fault({text}, getvariable('year'))" if field.type == "date" else quoted(field.type)
    cases += [f"WHEN {name} IS NULL THEN {why}"]
    if field.type == "resident_id":
        cases += [f"WHEN NOT id_area_existed({name}) THEN 'resident_id_area'"]
    if field.type == "date" and not field.planned:
        cases += [f"WHEN {name} > getvariable('received') THEN 'future'"]
    for bound, sign in ((field.min, "<"), (field.max, ">")):
        cases += [f"WHEN {name} {sign} {bound} THEN 'range'"] if bound is not None else []
    return f"CASE {' '.join(cases)} END"


def _problem(name: str, field: Field) -> str:
    shown = quoted(MASK) if field.is_private else f"t_{name}"
    if field.type == "person_name":  # "12人" names nobody: it is how many a total row counts
        shown = f"CASE WHEN regexp_matches(t_{name}, '{TALLY}') THEN t_{name} ELSE {shown} END"
    return f"CASE WHEN r_{name} IS NOT NULL THEN {{'field': {quoted(name)}, 'value': {shown}, 'reason': r_{name}}} END"


def person(form: Form) -> str:
    """The pseudonym and how the person was told apart: by id, by a number the unit keeps, or by name, birth date and area."""
    fields = {
        field.type: name
        for name, field in form.fields.items()
        if field.type in ("resident_id", "person_no", "person_name")
    }
    born = "coalesce(birth_on::VARCHAR, '')" if "birth_on" in form.fields else "''"
    known = {
        "resident_id": ("id", "{0}"),
        "person_no": ("number", "coalesce(area, '') || '/' || {0}"),
        "person_name": ("name", f"{{0}} || '/' || {born} || '/' || coalesce(area, '')"),
    }
    ways = [(fields[type_], *known[type_]) for type_ in known if type_ in fields]
    hashed = " ".join(f"WHEN {n} IS NOT NULL THEN pseudonym('{how}:' || {text.format(n)})" for n, how, text in ways)
    matched = " ".join(f"WHEN {n} IS NOT NULL THEN '{how}'" for n, how, _ in ways)
    return f"CASE {hashed} END AS person, CASE {matched} END AS person_match"
