"""A form → the SQL that cleans a sheet of it: every cell typed, every fault named, nothing dropped."""

from __future__ import annotations

from pipelines.forms import Field, Form
from pipelines.privacy import MASK
from pipelines.recognise import Match

PROBLEMS = "STRUCT(field VARCHAR, value VARCHAR, reason VARCHAR)[]"
TOTAL = r"^(合|总|小|共|累) ?计[::]?$"
FOOTER = r"^(填表|填报|制表|审核|复核|负责人|单位负责人|统计负责人|联系电话|报出日期|备注|注|说明)[^::]{0,6}[::]"


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


def stage(match: Match, relation: str, names: dict[str, str]) -> str:
    """SELECT of every row of a recognised sheet, typed, with its problems and its `class` (record, blank, total, footer, header).

    `names` fills {file} and {sheet} in defaults. DuckDB variables used: file, sheet, year (for dates without one, or NULL)
    and received (the day the file came).
    """
    form, width = match.form, len(match.labels)
    texts = [
        f"{_text(form.fields[name], match.columns[name])} AS t_{name}" for name in form.fields if name in match.columns
    ]
    texts += [f"fold(c{i}) AS i_{code}" for code, i in match.items.items()]
    cells = [f"nullif(trim(c{i}), '')" for i in range(width)]
    texts += [f"fold(coalesce({', '.join(cells)}, '')) AS first_text", f"{_is_header(match)} AS is_header"]
    values = [f"{_value(form, match, name, names)} AS {name}" for name in form.fields]
    if form.questionnaires:
        pairs = ", ".join(f"{{'item': {quoted(code)}, 'answer': i_{code}}}" for code in match.items)
        values += [f"[{pairs}] AS answers", f"{quoted(form.questionnaire)} AS questionnaire"]
    reasons = {name: r for name, field in form.fields.items() if (r := _reason(name, field, match))}
    named = "".join(f", {sql} AS r_{name}" for name, sql in reasons.items())
    wrong = " OR ".join(f"r_{name} IS NOT NULL" for name in reasons) or "false"
    problems = ", ".join(_problem(name, form.fields[name]) for name in reasons) or "NULL"
    return f"""
        WITH texts AS (SELECT row, {", ".join(texts)} FROM {relation}),
        typed AS (SELECT *, {", ".join(values)} FROM texts),
        judged AS (SELECT * {named} FROM typed)
        SELECT getvariable('file') AS file, getvariable('sheet') AS sheet, row::INTEGER AS row, {", ".join(form.fields)},
            {"answers, questionnaire," if form.questionnaires else ""} {_unplaced(match)} AS unplaced,
            CASE WHEN first_text = '' THEN 'blank' WHEN is_header THEN 'header'
                 WHEN regexp_matches(first_text, '{TOTAL}') THEN 'total'
                 WHEN regexp_matches(first_text, '{FOOTER}') THEN 'footer' ELSE 'record' END AS class,
            CASE WHEN {wrong} THEN list_filter([{problems}]::{PROBLEMS}, lambda p: p IS NOT NULL) ELSE [] END AS problems
        FROM judged"""


def _text(field: Field, column: int) -> str:
    """The cell's text; 无 and × are answers to a yes-no question, elsewhere words for nothing."""
    return f"nullif(fold(c{column}), '')" if field.type == "boolean" else f"unless_blank(fold(c{column}))"


def _unplaced(match: Match) -> str:
    """A sheet that names no area speaks of the whole of the office's own."""
    fields = match.form.fields
    return str(
        not any(
            fields[n].type == "area" or (fields[n].type == "site" and not fields[n].column_of) for n in match.columns
        )
    ).lower()


def _is_header(match: Match) -> str:
    """The header again, further down: its first columns hold their own labels."""
    first = sorted(set(match.columns.values()))[:3]
    return " AND ".join(f"c{i} = {quoted(match.labels[i])}" for i in first) or "false"


def _value(form: Form, match: Match, name: str, names: dict[str, str]) -> str:
    field = form.fields[name]
    if name not in match.columns:
        return _default(form, name, names)
    return _typed(field, f"t_{name}")


def _default(form: Form, name: str, names: dict[str, str]) -> str:
    field = form.fields[name]
    if field.default is not None:
        return _typed(field, quoted(field.default.format_map(names).strip()))
    return f"NULL::{field.column_type}"


def _typed(field: Field, text: str) -> str:
    if field.type == "code":
        return _coded(field, text)
    if field.type == "date":
        return f"as_date({text}, getvariable('year'))"
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
    if name not in match.columns or field.column_of:
        return None
    text = f"t_{name}"
    cases = [f"WHEN {text} IS NULL THEN {quoted('missing') if field.required and field.type != 'area' else 'NULL'}"]
    cases += [f"WHEN {text} LIKE '#%!' OR {text} LIKE '#NAME%' THEN 'cell_error'"]
    if field.type == "resident_id":
        cases += [f"WHEN regexp_matches({text}, '^[\\d.]+[Ee]\\+?\\d+$') THEN 'resident_id_damaged'"]
    cases += [f"WHEN {name} IS NULL THEN {quoted(field.type)}"]
    if name == match.form.dated_by and field.type == "date":
        cases += [f"WHEN {name} > getvariable('received') THEN 'future'"]
    for bound, sign in ((field.min, "<"), (field.max, ">")):
        cases += [f"WHEN {name} {sign} {bound} THEN 'range'"] if bound is not None else []
    return f"CASE {' '.join(cases)} END"


def _problem(name: str, field: Field) -> str:
    shown = quoted(MASK) if field.is_private else f"t_{name}"
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
