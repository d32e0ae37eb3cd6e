"""Staged rows → clean records: places looked up, rules applied, persons and duplicates told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.workspace import Fault, Settings
from pipelines import cleaning, elsewhere, places
from pipelines.forms import Form, Questionnaire
from pipelines.privacy import MASK

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
    """Look up places, apply rules, tell persons and duplicates apart: fills `clean.<form>` with the records kept.

    The view `judged_<form>` adds `status` and `problems`: what became of every record (of a returned one it has the place
    and the date alone). Respondents to questionnaires are kept in `respondents_<form>`, to be unfolded.
    """
    import duckdb

    name, kept = form.name, _kept(form)
    staged = f"(FROM staged_{name} WHERE class = 'record')"
    looked_up = f"SELECT *, [] AS misplaced FROM {staged}"
    if name != "areas":
        elsewhere.learn(con, form, staged)
        looked_up = places.resolved(form, staged, padded(root_area))
    broken = " AND ".join(f"coalesce({rule.check}, true)" for rule in form.rules) or "true"
    sound = f"len(problems) = 0 AND len(misplaced) = 0 AND {broken}"
    columns = ", ".join(_columns(form))
    dated = f", {form.dated_by}" if form.dated_by else ""
    replaced = ", ".join(f"{sql} AS {column}" for column, sql in form.derived.items() if column in form.fields)
    derived = "".join(f", {sql} AS {column}" for column, sql in form.derived.items() if column not in form.fields)
    who = f", {cleaning.person(form)}" if form.has_person else ""
    try:
        with cleaning.in_order(con):
            con.execute(f"""CREATE {kept} AS WITH looked_up AS ({looked_up})
                SELECT {columns}, file, sheet, row FROM (SELECT * {f"REPLACE ({replaced})" if replaced else ""} {derived} {who} FROM looked_up WHERE {sound})""")
        con.execute(f"""CREATE TEMP TABLE returned_{name} AS WITH looked_up AS ({looked_up})
            SELECT file, sheet, row {dated}, list_concat(problems, misplaced, {_broken_rules(form)}) AS problems FROM looked_up WHERE NOT ({sound})""")
    except duckdb.OperationalError:
        raise  # a full disk is not the form's fault
    except duckdb.Error as error:
        raise Fault(
            f"pipelines/forms/{name}.toml: a rule or derived column cannot be computed: {str(error).splitlines()[0]}"
        ) from None
    _take_out_repeated(con, form)
    con.execute(f"""CREATE TEMP VIEW judged_{name} AS
        SELECT *, 'clean' AS status, []::{cleaning.PROBLEMS} AS problems FROM {kept.split()[-1]}
        UNION ALL BY NAME SELECT *, 'returned' AS status FROM returned_{name}
        UNION ALL BY NAME SELECT * FROM repeated_{name}""")
    if name == "areas":
        con.execute(_parents(con))


def _kept(form: Form) -> str:
    """Where the records kept go: their clean table, or a table for the answers to be unfolded from."""
    return f"TEMP TABLE respondents_{form.name}" if form.questionnaires else f"TABLE clean.{form.name}"


def _columns(form: Form) -> list[str]:
    return [*form.columns, *(["questionnaire"] if form.questionnaires else [])]


def _broken_rules(form: Form) -> str:
    """The list of the problems of a row that breaks rules."""
    problems = []
    for i, rule in enumerate(form.rules):
        shown = f"'{MASK}'" if form.fields[rule.field].is_private else f"coalesce({rule.field}::VARCHAR, '')"
        problem = f"{{'field': '{rule.field}', 'value': {shown}, 'reason': 'rule:{i}'}}"
        problems.append(f"CASE WHEN NOT ({rule.check}) THEN {problem} END")
    return f"list_filter([{', '.join(problems) or 'NULL'}]::{cleaning.PROBLEMS}, lambda p: p IS NOT NULL)"


def _take_out_repeated(con: duckdb.DuckDBPyConnection, form: Form) -> None:
    """Of records with the same key the last in the order of the files stays; `repeated_<form>` tells what the others were.

    Most keys occur once: only rows whose key's hash occurs again are compared.
    """
    table, columns = _kept(form).split()[-1], ", ".join(_columns(form))
    key = ", ".join(form.key) or columns
    con.execute(f"""
        CREATE TEMP TABLE repeated_{form.name} AS
        WITH alike AS (FROM {table} WHERE hash({key}) IN (SELECT hash({key}) AS h FROM {table} GROUP BY h HAVING count(*) > 1)),
        ranked AS (SELECT *, hash({columns}) AS content, row_number() OVER w AS place, first_value(content) OVER w AS winner FROM alike
                   WINDOW w AS (PARTITION BY {key} ORDER BY file DESC NULLS LAST, sheet DESC, row DESC))
        SELECT {columns}, file, sheet, row, CASE WHEN content = winner THEN 'duplicate' ELSE 'superseded' END AS status FROM ranked WHERE place > 1;
        DELETE FROM {table} USING repeated_{form.name} r WHERE {table}.file = r.file AND {table}.sheet = r.sheet AND {table}.row = r.row""")


def _parents(con) -> str:
    """An area whose parent is not stated lies in the nearest one of the register whose code its own begins with."""
    return """UPDATE clean.areas SET parent = nearest FROM (
            SELECT below.area, max(a.area) AS nearest FROM clean.areas a JOIN (
                SELECT area, rpad(area[1:unnest([2, 4, 6, 9])], 12, '0') AS above FROM clean.areas WHERE regexp_matches(area, '^\\d{12}$')) below
            ON a.area = below.above AND a.area <> below.area GROUP BY below.area) n
        WHERE parent IS NULL AND clean.areas.area = n.area;
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
            WITH given AS (SELECT *, unnest(answers) AS given FROM respondents_{form.name})
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
