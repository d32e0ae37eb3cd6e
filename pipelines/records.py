"""Staged rows → clean records: places looked up, rules applied, persons and duplicates told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.workspace import Fault, Settings
from pipelines import cleaning, places
from pipelines.forms import Form, Questionnaire

if TYPE_CHECKING:
    import duckdb


def padded(code: str) -> str:
    """A division code in full (12 digits), as the macro as_area_code writes it."""
    return code.ljust(12, "0") if code.isdigit() else code.upper()


def seed_root(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """The office's own area is in the register even when nobody sent it."""
    code = padded(settings.root_area)
    con.execute(
        """INSERT INTO staged_areas BY NAME SELECT $code AS area, $name AS name, 'county' AS level, 'record' AS class, [] AS problems
        WHERE NOT EXISTS (FROM staged_areas WHERE area = $code AND len(problems) = 0)""",
        {"code": code, "name": settings.name},
    )


def finish(con: duckdb.DuckDBPyConnection, form: Form, root_area: str) -> None:
    """Look up places, apply rules, tell persons and duplicates apart; fill `judged_<form>` and `clean.<form>`."""
    name = form.name
    staged = f"(FROM staged_{name} WHERE class = 'record')"
    looked_up = f"FROM {staged}" if name == "areas" else places.resolved(form, staged, padded(root_area))
    rules = [
        f"CASE WHEN NOT ({r.check}) THEN {{'field': '{r.field}', 'value': '***', 'reason': 'rule:{i}'}} END"
        if form.fields[r.field].is_private
        else f"CASE WHEN NOT ({r.check}) THEN {{'field': '{r.field}', 'value': coalesce({r.field}::VARCHAR, ''), 'reason': 'rule:{i}'}} END"
        for i, r in enumerate(form.rules)
    ]
    judged = f"list_concat(problems, list_filter([{', '.join(rules) or 'NULL'}]::{cleaning.PROBLEMS}, lambda p: p IS NOT NULL))"
    replaced = "".join(f", {sql} AS {column}" for column, sql in form.derived.items() if column in form.fields)
    derived = "".join(f", {sql} AS {column}" for column, sql in form.derived.items() if column not in form.fields)
    who = f", {cleaning.person(form)}" if form.has_person else ""
    columns = list(form.columns) + (["questionnaire"] if form.questionnaires else [])
    key = ", ".join(form.key or columns)
    try:
        con.execute(f"""
            CREATE TEMP TABLE judged_{name} AS
            WITH looked_up AS ({looked_up}),
            ruled AS (SELECT * REPLACE ({judged} AS problems {replaced}) {derived} {who} FROM looked_up),
            hashed AS (SELECT *, hash({", ".join(columns)}) AS content, len(problems) = 0 AS sound FROM ruled),
            ranked AS (SELECT *, row_number() OVER w AS place, first_value(content) OVER w AS winner FROM hashed
                       WINDOW w AS (PARTITION BY sound, {key} ORDER BY file DESC NULLS LAST, sheet DESC, row DESC))
            SELECT * EXCLUDE (content, sound, place, winner),
                CASE WHEN NOT sound THEN 'returned' WHEN place = 1 THEN 'clean' WHEN content = winner THEN 'duplicate' ELSE 'superseded' END AS status
            FROM ranked""")
    except _sql_errors() as error:
        raise Fault(
            f"pipelines/forms/{name}.toml: a rule or derived column cannot be computed: {str(error).splitlines()[0]}"
        ) from None
    if not form.questionnaires:
        parent = _parents(con) if name == "areas" else ""
        con.execute(f"""CREATE TABLE clean.{name} AS SELECT {", ".join(columns)}, file, sheet, row FROM judged_{name}
            WHERE status = 'clean' ORDER BY file NULLS FIRST, sheet, row; {parent}""")


def _sql_errors() -> tuple[type[Exception], ...]:
    import duckdb

    return (duckdb.Error,)


def _parents(con) -> str:
    """An area whose parent is not stated lies in the one whose code its own begins with, where that is in the register."""
    return """UPDATE clean.areas SET parent = CASE level WHEN 'village' THEN area[1:9] || '000' WHEN 'street' THEN area[1:6] || '000000'
            WHEN 'county' THEN area[1:4] || '00000000' WHEN 'city' THEN area[1:2] || '0000000000' END
        WHERE parent IS NULL AND regexp_matches(area, '^\\d{12}$');
        UPDATE clean.areas SET parent = NULL WHERE parent NOT IN (SELECT area FROM clean.areas) OR parent = area"""


def unfold_answers(
    con: duckdb.DuckDBPyConnection, known: dict[str, Form], questionnaires: dict[str, Questionnaire]
) -> None:
    """Respondents → one row per respondent × item, marked against the answer key. A blank answer was asked and is not correct."""
    rows = [
        (
            name,
            code,
            item.topic,
            item.kind,
            "".join(sorted(item.correct)).upper(),
            float(item.points),
            q.pass_points and float(q.pass_points),
        )
        for name, q in questionnaires.items()
        for code, item in q.items.items()
    ]
    con.execute(
        "CREATE TEMP TABLE items (questionnaire VARCHAR, item VARCHAR, topic VARCHAR, kind VARCHAR, key VARCHAR, worth DOUBLE, pass_points DOUBLE)"
    )
    if rows:
        con.executemany("INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    for form in (f for f in known.values() if f.questionnaires):
        columns = ", ".join(f"r.{c}" for c in form.columns if c != "answers")
        con.execute(f"""
            CREATE TABLE clean.{form.name} AS
            WITH given AS (SELECT *, unnest(answers) AS given FROM judged_{form.name} WHERE status = 'clean')
            SELECT {columns}, r.questionnaire, i.item, i.topic, i.kind, nullif(r.given.answer, '') AS answer,
                coalesce(choices(r.given.answer) = i.key, false) AS correct, CASE WHEN correct THEN i.worth ELSE 0 END AS points, i.worth, i.pass_points,
                r.file, r.sheet, r.row
            FROM given r JOIN items i ON i.questionnaire = r.questionnaire AND i.item = r.given.item
            ORDER BY r.file, r.sheet, r.row, i.item""")


def build_calendar(con: duckdb.DuckDBPyConnection, known: dict[str, Form], deadline_days: int) -> None:
    """Every quarter from the first dated record to the last."""
    dated = [
        f"SELECT {f.dated_by}::VARCHAR AS said, '{f.fields[f.dated_by].type}' AS type FROM clean.{f.name}"
        for f in known.values()
        if f.dated_by
    ]
    con.execute(f"""
        CREATE TABLE calendar.quarters AS
        WITH days AS (SELECT CASE type WHEN 'quarter' THEN make_date(said[1:4]::INT, said[6]::INT * 3 - 2, 1) ELSE said::DATE END AS day
                      FROM ({" UNION ALL ".join(dated)})),
        starts AS (SELECT unnest(generate_series(date_trunc('quarter', min(day)), max(day), INTERVAL 3 MONTH))::DATE AS starts_on FROM days)
        SELECT year(starts_on) || 'Q' || quarter(starts_on) AS quarter, year(starts_on)::INTEGER AS year, quarter(starts_on)::INTEGER AS number,
            starts_on, (starts_on + INTERVAL 3 MONTH - INTERVAL 1 DAY)::DATE AS ends_on, (ends_on + {deadline_days})::DATE AS reports_due_on
        FROM starts ORDER BY starts_on""")
