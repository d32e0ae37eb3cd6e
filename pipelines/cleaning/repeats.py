"""Records told more than once: which of them stay, what became of the others, and what the office is told of it.

Three ways to tell records apart, as the form says. `key`: of records with the same key the last in the order of the files
stays. `event`: rows of one sheet are one event only where they say the same, down to the number of the row; rows of two sheets
are one where they agree in `event` and do not contradict each other in `apart`. Neither: whoever says the same is the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.accounting import bulk
from pipelines.accounting.corrections import place
from pipelines.cleaning import versions
from pipelines.cleaning.versions import Shared, Version
from pipelines.recognising.forms import Form

if TYPE_CHECKING:
    import duckdb

    from pipelines.accounting.ledger import Entry

SOURCE = "(enum_code(file)::BIGINT << 32) + enum_code(sheet)"
NOT_SAID = ("person_match", "questionnaire")  # columns that no cell says
MOST_SHEETS = 60  # that tell of one event: a list that is kept on comes each week of a year


def create(con: duckdb.DuckDBPyConnection) -> None:
    """`repeats`: what is told of the sheets; `received`: the day on which each file was."""
    con.execute("""CREATE TEMP TABLE repeats (file VARCHAR, sheet VARCHAR, kind VARCHAR, by_file VARCHAR, by_sheet VARCHAR, n BIGINT);
        CREATE TEMP TABLE received (file VARCHAR, received_on VARCHAR)""")


def receive(con: duckdb.DuckDBPyConnection, entries: list[Entry]) -> None:
    """Remember when each file was received."""
    bulk.insert(con, "received", sorted({(entry.file, entry.received_on) for entry in entries}))


def note(con: duckdb.DuckDBPyConnection, entries: list[Entry]) -> None:
    """What was taken for a repeat, or was not although it could be one → the entries of the sheets."""
    found = con.execute(
        "SELECT file, sheet, kind, by_file, by_sheet, sum(n)::BIGINT FROM repeats GROUP BY ALL ORDER BY ALL"
    )
    by_sheet = {(entry.file, entry.sheet): entry for entry in entries}
    for file, sheet, kind, other, title, n in found.fetchall():
        by_sheet[file, sheet].assume(kind, n, **({"other": place(other, title)} if other else {}))


def take_out(con: duckdb.DuckDBPyConnection, form: Form, table: str, columns: list[str]) -> None:
    """Leave each record once in `table`; `repeated_<form>` (columns, file, sheet, row, status) tells what the others were."""
    listed = ", ".join(columns)
    con.execute(
        f"CREATE TEMP TABLE repeated_{form.name} AS SELECT {listed}, file, sheet, row, '' AS status FROM {table} LIMIT 0"
    )
    if form.key or not (form.event or form.questionnaires):  # whoever answered alike is another respondent
        _alike(con, form, table, columns, form.key or columns, form.key or columns)
    if form.event:
        said = [c for c in columns if c not in (*form.numbered_by, *NOT_SAID)]
        if not form.key:
            _within_sheets(con, form, table, columns, said)
        _across_sheets(con, form, table, columns, said)


def _within_sheets(con, form: Form, table: str, columns: list[str], said: list[str]) -> None:
    """Rows of one sheet that say the same are one, unless the form says that they are events; those that stay are told of."""
    place_ = ["file", "sheet"]
    _alike(con, form, table, columns, [*columns, *place_], [*said, *place_], f"NOT {_is_counted_alike(form)}")
    con.execute(f"""
        INSERT INTO repeats SELECT file, sheet, 'rows_alike', NULL, NULL, sum(n - 1) FROM (
            SELECT file, sheet, count(*) AS n FROM {table} WHERE hash({", ".join([*said, *place_])}) IN (FROM alike)
            GROUP BY file, sheet, {", ".join(said)} HAVING n > 1) GROUP BY ALL""")


def _is_counted_alike(form: Form) -> str:
    """SQL: whether equal rows are events of their own."""
    if not form.equal_rows_are_events:
        return "false"
    return f"({form.named_by} IS NULL)" if form.named_by else "true"


def _alike(
    con, form: Form, table: str, columns: list[str], key: list[str], hashed: list[str], rows: str = "true"
) -> None:
    """Of `rows` with the same key the last in the order of the files stays.

    Most keys occur once: only rows whose hash occurs again, in the table `alike`, are compared.
    """
    again, listed, keys = f"hash({', '.join(hashed)})", ", ".join(columns), ", ".join(key)
    found = f"SELECT {again} AS h FROM {table} GROUP BY h HAVING count(*) > 1"
    if not con.execute(f"CREATE OR REPLACE TEMP TABLE alike AS {found}").fetchall()[0][0]:
        return
    con.execute(f"""
        INSERT INTO repeated_{form.name}
        WITH ranked AS (
            SELECT *, hash({listed}) AS content, row_number() OVER w AS place, first_value(content) OVER w AS winner
            FROM {table} WHERE {again} IN (FROM alike) AND {rows}
            WINDOW w AS (PARTITION BY {keys} ORDER BY file DESC NULLS LAST, sheet DESC, row DESC))
        SELECT {listed}, file, sheet, row, CASE WHEN content = winner THEN 'duplicate' ELSE 'superseded' END FROM ranked WHERE place > 1""")
    _delete(con, form, table)


def _delete(con, form: Form, table: str) -> None:
    con.execute(f"""DELETE FROM {table} USING repeated_{form.name} r
        WHERE {table}.file = r.file AND {table}.sheet = r.sheet AND {table}.row = r.row""")


def _across_sheets(con, form: Form, table: str, columns: list[str], said: list[str]) -> None:
    """An event that several sheets tell of stays once, from the one that tells it best."""
    key = f"hash({', '.join(_key(form))})"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE told_of AS SELECT {key} AS h FROM {table} GROUP BY h HAVING min({SOURCE}) <> max({SOURCE})"
    )
    if not con.execute("FROM told_of LIMIT 1").fetchall():
        return
    filled = " + ".join(f"({column} IS NOT NULL)::INT" for column in said)
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE told AS
        SELECT {SOURCE} AS source, file, sheet, row, {", ".join(columns)}, {key} AS h, hash({", ".join(said)}) AS content, {filled} AS filled
        FROM {table} WHERE h IN (FROM told_of)""")
    sheets = _versions(con, form, table)
    shared = _shared(con, sheets)
    _compare(con, form, sheets, shared)
    _replace(con, form, table, columns, said)
    _settle(con, form, columns, said)
    _delete(con, form, table)


def _key(form: Form) -> list[str]:
    """SQL of what an event is. Whoever is not named is told apart by the place."""
    key = [*form.event, *(["questionnaire"] if form.questionnaires else [])]
    if form.has_person and "area" in form.fields:
        key.append("CASE WHEN person IS NULL THEN area END")
    return key


def _versions(con, form: Form, table: str) -> dict[int, Version]:
    last = f"coalesce(max({form.dated_by})::VARCHAR, '')" if form.dated_by else "''"
    found = con.execute(f"""
        SELECT source, file, sheet, n, last, received_on FROM (
            SELECT {SOURCE} AS source, file, sheet, count(*) AS n, {last} AS last FROM {table} GROUP BY ALL)
        SEMI JOIN told USING (source) JOIN received USING (file) ORDER BY file, sheet""")
    return {row[0]: Version(*row) for row in found.fetchall()}


def _shared(con, sheets: dict[int, Version]) -> list[Shared]:
    """What each two sheets have in common; an event that many sheets tell of makes no two of them alike."""
    found = con.execute(f"""
        WITH few AS (SELECT h FROM told GROUP BY h HAVING count(DISTINCT source) <= {MOST_SHEETS}),
        rows AS (SELECT source, h, content, count(*) AS n FROM told SEMI JOIN few USING (h) GROUP BY ALL),
        events AS (SELECT source, h, sum(n) AS n FROM rows GROUP BY ALL),
        met AS (SELECT a.source AS one, b.source AS other, sum(least(a.n, b.n)) AS events
            FROM events a JOIN events b USING (h) WHERE a.source <> b.source GROUP BY ALL),
        equal AS (SELECT a.source AS one, b.source AS other, sum(a.n) AS same, count(*) AS ways
            FROM rows a JOIN rows b USING (h, content, n) WHERE a.source <> b.source GROUP BY ALL)
        SELECT one, other, events, coalesce(same, 0), coalesce(ways, 0) FROM met LEFT JOIN equal USING (one, other) ORDER BY ALL""")
    return [Shared(sheets[one], sheets[other], *map(int, counts)) for one, other, *counts in found.fetchall()]


def _compare(con, form: Form, sheets: dict[int, Version], shared: list[Shared]) -> None:
    """`versions`: of each sheet the list it belongs to, how late it was made, and the later version that replaces it."""
    by_rows, by_events = not form.equal_rows_are_events, not (form.equal_rows_are_events or form.questionnaires)
    copies = [(pair.one.source, pair.other.source) for pair in shared if pair.is_copied(by_rows, by_events)]
    lists, late, by = versions.together(sheets, copies), versions.order(sheets.values()), versions.replaced(shared)
    con.execute("CREATE OR REPLACE TEMP TABLE versions (source BIGINT, list BIGINT, late INTEGER, replaced_by BIGINT)")
    bulk.insert(con, "versions", [(source, lists[source], late[source], by.get(source)) for source in sheets])


def _replace(con, form: Form, table: str, columns: list[str], said: list[str]) -> None:
    """Of sheets of which a later version was sent no row stays."""
    listed, content = ", ".join(columns), f"hash({', '.join(said)})"
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE gone AS
        WITH later AS (SELECT DISTINCT {SOURCE} AS replaced_by, {content} AS content FROM {table})
        SELECT t.*, CASE WHEN l.content IS NULL THEN 'superseded' ELSE 'duplicate' END AS status, replaced_by
        FROM (SELECT {listed}, file, sheet, row, {content} AS content, {SOURCE} AS source FROM {table}) t
        JOIN versions v USING (source) LEFT JOIN later l USING (replaced_by, content) WHERE replaced_by IS NOT NULL;
        INSERT INTO repeated_{form.name} BY NAME SELECT {listed}, file, sheet, row, status FROM gone;
        INSERT INTO repeats SELECT g.file, g.sheet, 'amended', o.file, o.sheet, count(*)
        FROM gone g JOIN (SELECT DISTINCT source, file, sheet FROM told) o ON o.source = g.replaced_by GROUP BY ALL;
        DELETE FROM told WHERE source IN (SELECT source FROM gone)""")


def _group(con, form: Form) -> None:
    """`grouped`: the rows told, those that may be one event with the same `g`. What does not say all that tells events apart is
    `vague`: only sheets that are one list tell the same of it. What one row does not say of `apart` another may; which event it
    is, only one of the same list."""
    named = f"coalesce({form.named_by}, max({form.named_by}) OVER (PARTITION BY list, h))" if form.named_by else "NULL"
    vague = [f"{column} IS NULL" for column in form.event]
    if form.named_by or form.equal_rows_are_events:
        vague.append("named IS NULL")
    filled = "".join(
        f", coalesce({c}, max({c}) OVER (PARTITION BY vague_in, h))" for c in form.apart if c != form.named_by
    )
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE grouped AS
        WITH listed AS (SELECT t.*, list, late, {named} AS named FROM told t JOIN versions USING (source)),
        judged AS (SELECT *, {" OR ".join(vague)} AS vague, CASE WHEN vague THEN list END AS vague_in FROM listed)
        SELECT *, hash(vague_in, h, named{filled}) AS g FROM judged""")


def _settle(con, form: Form, columns: list[str], said: list[str]) -> None:
    """Of each event the rows of one sheet stay: of that which tells it as most rows; where they contradict each other, of that
    which was made later; else of the fullest."""
    _group(con, form)
    listed = ", ".join(columns)
    differs = " OR ".join(f"coalesce(min({c}) <> max({c}), false)" for c in said if c not in ("answers", *form.event))
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE gone AS
        WITH sheets AS (SELECT g, source, late, count(*) AS n, sum(filled) AS filled FROM grouped GROUP BY ALL),
        several AS (SELECT g, {differs or "false"} AS differs FROM grouped GROUP BY g HAVING min(source) <> max(source)),
        best AS (SELECT g, arg_max(source, (n, CASE WHEN differs THEN late ELSE filled END,
            CASE WHEN differs THEN filled ELSE late END, source)) AS source FROM sheets JOIN several USING (g) GROUP BY g),
        kept AS (SELECT DISTINCT g, content, true AS is_same FROM grouped SEMI JOIN best USING (g, source)),
        winners AS (SELECT source, any_value(file) AS by_file, any_value(sheet) AS by_sheet FROM told GROUP BY source)
        SELECT r.*, coalesce(is_same, false) AS is_same, by_file, by_sheet
        FROM grouped r JOIN best b USING (g) JOIN winners w ON w.source = b.source LEFT JOIN kept USING (g, content)
        WHERE r.source <> b.source;
        INSERT INTO repeated_{form.name} BY NAME
        SELECT {listed}, file, sheet, row, CASE WHEN is_same THEN 'duplicate' ELSE 'superseded' END AS status FROM gone;
        INSERT INTO repeats SELECT file, sheet, CASE WHEN is_same THEN 'told_again' ELSE 'told_differently' END, by_file, by_sheet, count(*)
        FROM gone GROUP BY ALL""")
    if not form.questionnaires:
        _tell_of_vague(con, form)


def _tell_of_vague(con, form: Form) -> None:
    """Rows of two sheets that say the same, and may still be events of their own: both were kept. Where equal rows are events it
    is worth saying only of whole sheets."""
    all_of_it = "count(*) = any_value(rows)" if form.equal_rows_are_events else "true"
    con.execute(f"""
        INSERT INTO repeats
        WITH counted AS (SELECT file, sheet, count(*) AS rows FROM grouped GROUP BY ALL),
        vague AS (FROM grouped ANTI JOIN gone USING (file, sheet, row) WHERE vague),
        firsts AS (SELECT h, content, arg_min({{'source': source, 'list': list, 'file': file, 'sheet': sheet}}, source) AS first FROM vague GROUP BY ALL)
        SELECT file, sheet, 'alike_counted', first.file, first.sheet, count(*)
        FROM vague JOIN firsts USING (h, content) JOIN counted USING (file, sheet)
        WHERE source > first.source AND list <> first.list GROUP BY ALL HAVING {all_of_it}""")
