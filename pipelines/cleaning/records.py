"""Staged rows → clean records: places looked up, rules applied, persons and duplicates told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from indicators.workspace import Fault, Settings
from pipelines.accounting import corrections
from pipelines.cleaning import elsewhere, persons, places, repeats, statement, totals
from pipelines.cleaning.answers import RESPONDENT
from pipelines.cleaning.privacy import MASK, sealed
from pipelines.cleaning.statement import Source
from pipelines.recognising.expressions import written
from pipelines.recognising.forms import Form

if TYPE_CHECKING:
    import duckdb

ONE_IN = 250  # rows of a long sheet that show how many of them come back


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


def create(con: duckdb.DuckDBPyConnection) -> None:
    """What is told of the rows of all record types: `classes` (how many of each class a sheet has), `returned_rows`, and
    `became` (how many records of a sheet were kept, returned or repeated, by the first day of the quarter they speak of)."""
    con.execute(f"""
        CREATE TEMP TABLE classes (form VARCHAR, file VARCHAR, sheet VARCHAR, class VARCHAR, n BIGINT);
        CREATE TEMP TABLE returned_rows (
            form VARCHAR, file VARCHAR, sheet VARCHAR, row INTEGER, starts_on DATE, problems {statement.PROBLEMS}, cells VARCHAR[]);
        CREATE TEMP TABLE became (form VARCHAR, file VARCHAR, sheet VARCHAR, status VARCHAR, starts_on DATE, n BIGINT)""")


def finish(con: duckdb.DuckDBPyConnection, form: Form, root_area: str, long: Sequence[Source] = ()) -> None:
    """Look up places, apply rules, tell persons and duplicates apart: fills `clean.<form>` with the records kept, from the
    staged rows and from the `long` sheets.

    Respondents to questionnaires are kept in `respondents_<form>`, to be unfolded.
    """
    import duckdb

    name, table = form.name, _table(form)
    try:
        kind = "TEMP TABLE" if form.questionnaires else "TABLE"
        if not con.execute(f"FROM staged_{name} LIMIT 1").fetchall() and not long:
            con.execute(f"CREATE {kind} {table} AS {_kept(form, persons.unidentified(form, f'staged_{name}'))} LIMIT 0")
            return
        long = [source for source in long if not _stage_if_most_come_back(con, form, root_area, source)]
        _keep(con, form, root_area, corrections.marked(con, f"FROM staged_{name}"), f"CREATE {kind} {table} AS")
        for source in long:
            _keep_most(con, form, root_area, source)
        staged = corrections.marked(con, f"FROM staged_{name}")
        _return(con, form, root_area, staged)
        kept = " OR ".join(f"({source.rows})" for source in long) or "false"
        totals.compare(con, form, f"{staged} UNION ALL BY NAME SELECT *, 'record' AS class FROM {table} WHERE {kept}")
    except duckdb.OperationalError:
        raise  # a full disk is not the form's fault
    except duckdb.Error as error:
        raise Fault(
            f"forms/{name}.toml: a rule or derived column cannot be computed: {str(error).splitlines()[0]}",
            f"forms/{name}.toml：有规则或派生列无法计算：{str(error).splitlines()[0]}",
        ) from None
    repeats.take_out(con, form, table, _columns(form))
    _count(con, form)
    if name == "areas":
        con.execute(_parents(con))


def _stage_if_most_come_back(con: duckdb.DuckDBPyConnection, form: Form, root_area: str, source: Source) -> bool:
    """Whether a few rows of a long sheet are mostly wrong: it is staged like a short one, for rows left are typed again."""
    some = statement.select(replace(source, lines=f"(FROM {source.lines} WHERE row % {ONE_IN} = 0)"))
    looked_up = _looked_up(con, form, some, statement.select(statement.only_places(source)), root_area)
    is_sound = f"SELECT coalesce(avg(({_sound(form)})::INTEGER), 1) FROM looked_up"
    if con.execute(f"{looked_up} {is_sound}").fetchall()[0][0] > 0.5:
        return False
    rows = statement.select(source, statement.repetitive(con, source))
    con.execute(f"INSERT INTO staged_{form.name} BY NAME {rows}")
    return True


def _keep_most(con: duckdb.DuckDBPyConnection, form: Form, root_area: str, source: Source) -> None:
    """The records of a sheet that was not staged: most are kept, typed once while they are written; the rows left are staged."""
    repetitive = statement.repetitive(con, source)
    rows = corrections.marked(con, statement.select(source, repetitive), source.rows)
    naming = statement.select(statement.only_places(source))
    n = _keep(con, form, root_area, rows, f"INSERT INTO {_table(form)} BY NAME", naming)
    kept = f"FROM {_table(form)} WHERE {source.rows}"
    con.execute(f"INSERT INTO classes SELECT '{form.name}', file, sheet, 'record', count(*) {kept} GROUP BY ALL")
    if con.execute(f"SELECT count(*) FROM {source.lines}").fetchall() == [(n,)]:
        return
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE rows_left AS SELECT row FROM {source.lines} ANTI JOIN (SELECT row {kept}) USING (row);
        CREATE OR REPLACE TEMP TABLE lines_left AS FROM {source.lines} SEMI JOIN rows_left USING (row)""")
    left = statement.select(replace(source, lines="lines_left"), repetitive)
    con.execute(f"INSERT INTO staged_{form.name} BY NAME {left}")


def _keep(con, form: Form, root_area: str, rows: str, write: str, naming: str | None = None) -> int:
    """The sound ones among staged rows → the table of records kept; returns how many. `naming` selects the places they name
    where that is quicker than looking at all of them."""
    looked_up, sound = _looked_up(con, form, rows, naming or rows, root_area), f"(FROM looked_up WHERE {_sound(form)})"
    if form.has_person:
        sound = f"({persons.identified(con, form, sound)})"
    # Joins lose the order, each time another way; to sort what nearly is in order takes no time.
    n = con.execute(f"{write} {looked_up} {_kept(form, sound)} ORDER BY file, sheet, row").fetchall()[0][0]
    if persons.is_register(form):
        persons.remember(con, form, f"{looked_up} FROM {sound}")
    return n


def _kept(form: Form, sound: str) -> str:
    """SELECT of a form's clean columns from its sound records (a relation)."""
    columns = ", ".join(f"{sealed(c)} AS {c}" if _is_sealed(form, c) else c for c in _columns(form))
    changed = {column: written(sql) for column, sql in form.derived.items() if column in form.fields}
    if form.questionnaires and RESPONDENT in form.fields:
        changed[RESPONDENT] = f"coalesce({RESPONDENT}, concat_ws(' › ', file, sheet, row))"
    replaced = ", ".join(f"{sql} AS {column}" for column, sql in changed.items())
    derived = "".join(
        f", {written(sql)} AS {column}" for column, sql in form.derived.items() if column not in form.fields
    )
    return f"""SELECT {columns}, file::intake.file AS file, sheet::intake.sheet AS sheet, row
        FROM (SELECT * {f"REPLACE ({replaced})" if replaced else ""} {derived} FROM {sound})"""


def _return(con: duckdb.DuckDBPyConnection, form: Form, root_area: str, rows: str) -> None:
    """The others → `returned_rows`; and in `classes` how many rows of each class there are."""
    more = f"list_concat(problems, misplaced, {_broken_rules(form)})"
    problems = f"CASE WHEN len(misplaced) = 0 AND {_unbroken(form)} THEN problems ELSE {more} END"
    date_is_wrong = f"len(list_filter(problems, lambda p: p.field = '{form.dated_by}')) > 0"
    starts_on = f"CASE WHEN NOT {date_is_wrong} THEN {form.quarter_starts_on} END"
    con.execute(f"""INSERT INTO returned_rows {_looked_up(con, form, rows, rows, root_area)}
        SELECT '{form.name}', file, sheet, row, {starts_on}, problems, cells
        FROM (SELECT * REPLACE ({problems} AS problems) FROM looked_up WHERE NOT ({_sound(form)}))""")
    con.execute(f"INSERT INTO classes SELECT '{form.name}', file, sheet, class, count(*) FROM ({rows}) GROUP BY ALL")


def _count(con: duckdb.DuckDBPyConnection, form: Form) -> None:
    """What the records of a type became → `became`."""
    name, starts_on = form.name, form.quarter_starts_on
    con.execute(f"""INSERT INTO became
        SELECT '{name}', file, sheet, 'clean', {starts_on} AS starts_on, count(*) FROM {_table(form)} GROUP BY ALL
        UNION ALL SELECT '{name}', file, sheet, status, {starts_on} AS starts_on, count(*) FROM repeated_{name} GROUP BY ALL
        UNION ALL SELECT form, file, sheet, 'returned', starts_on, count(*) FROM returned_rows WHERE form = '{name}' GROUP BY ALL""")


def _sound(form: Form) -> str:
    """Whether a record is kept. What a rule cannot be told of does not break it.

    (One CASE: of an AND DuckDB would take the parts to where the cells are typed, and type them twice.)
    """
    return f"CASE WHEN len(problems) = 0 AND len(misplaced) = 0 THEN {_unbroken(form)} ELSE false END"


def _unbroken(form: Form) -> str:
    return " AND ".join(f"coalesce({written(rule.check)}, true)" for rule in form.rules) or "true"


def _looked_up(con, form: Form, rows: str, naming: str, root_area: str) -> str:
    """CTE `looked_up`: the records among staged rows, with the codes of the places that they name (those in `naming`)."""
    records = f"WITH staged AS (FROM ({rows}) WHERE class = 'record')"
    if not (named := elsewhere.learn(con, form, naming)):
        return f"{records}, looked_up AS (SELECT *, [] AS misplaced FROM staged)"
    return f"{records}, looked_up AS ({places.resolved(form, 'staged', f'({named})', padded(root_area))})"


def _table(form: Form) -> str:
    """Where the records kept go: their clean table, or a table for the answers to be unfolded from."""
    return f"respondents_{form.name}" if form.questionnaires else f"clean.{form.name}"


def _columns(form: Form) -> list[str]:
    return [*form.columns, *(["questionnaire"] if form.questionnaires else [])]


def _is_sealed(form: Form, column: str) -> bool:
    return column in form.fields and form.fields[column].is_sealed


def _broken_rules(form: Form) -> str:
    """The list of the problems of a row that breaks rules. Of a field whose cell is wrong, or is no such place, that is enough."""
    problems = []
    for i, rule in enumerate(form.rules):
        shown = f"'{MASK}'" if form.fields[rule.field].is_private else f"coalesce({rule.field}::VARCHAR, '')"
        problem = f"{{'field': '{rule.field}', 'value': {shown}, 'reason': 'rule:{i}'}}"
        problems.append(f"CASE WHEN NOT {written(rule.check)} THEN {problem} END")
    wrong = "list_transform(problems, lambda q: q.field)"
    return f"""list_filter([{", ".join(problems) or "NULL"}]::{statement.PROBLEMS},
        lambda p: p IS NOT NULL AND NOT coalesce(list_contains({wrong}, p.field), false))"""


def _parents(con) -> str:
    """An area whose parent is not stated lies in the nearest one of the register whose code its own begins with."""
    return """UPDATE clean.areas SET parent = nearest FROM (
            SELECT below.area, max(a.area) AS nearest FROM clean.areas a JOIN (
                SELECT area, rpad(area[1:unnest([2, 4, 6, 9])], 12, '0') AS above FROM clean.areas WHERE regexp_matches(area, '^\\d{12}$')) below
            ON a.area = below.above AND a.area <> below.area GROUP BY below.area) n
        WHERE parent IS NULL AND clean.areas.area = n.area;
        UPDATE clean.areas SET parent = NULL WHERE parent NOT IN (SELECT area FROM clean.areas) OR parent = area"""
