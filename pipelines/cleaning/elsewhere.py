"""Places outside the office's own area: those that records name, by the table of divisions, and those that lists of areas hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.showing.words import Words
from indicators.workspace import LANGUAGES
from pipelines.accounting.corrections import place
from pipelines.cleaning import places
from pipelines.divisions.names import inside, names
from pipelines.recognising.forms import Form

if TYPE_CHECKING:
    import duckdb

    from pipelines.accounting.ledger import Entry

FEW = 1000  # areas outside its own that an office would list itself


def leave_out(con: duckdb.DuckDBPyConnection, root_area: str, entries: list[Entry]) -> None:
    """Of public lists of divisions only what lies in the office's own area, or above it, is taken in: other staged rows get
    the class 'elsewhere', and the ledger says how many. A few such areas are the office's own wish."""
    if not root_area.isdigit():
        return
    own = next(root_area[:n] for n in (2, 4, 6, 9, 12) if not root_area[n:].strip("0"))
    above = ", ".join(f"'{root_area[:n].ljust(12, '0')}'" for n in (2, 4, 6, 9))
    far = f"class = 'record' AND regexp_matches(area, '^\\d{{12}}$') AND NOT starts_with(area, '{own}') AND area NOT IN ({above})"
    found = con.execute(f"SELECT file, sheet, count(*) FROM staged_areas WHERE {far} AND file IS NOT NULL GROUP BY ALL")
    rows = {(file, sheet): n for file, sheet, n in found.fetchall()}
    if sum(rows.values()) > FEW:
        con.execute(f"UPDATE staged_areas SET class = 'elsewhere' WHERE {far} AND file IS NOT NULL")
        _note(entries, "elsewhere", rows, own)


def learn(con: duckdb.DuckDBPyConnection, form: Form, rows: str) -> str:
    """Add to `area_names` what the areas named in `rows` mean that the register does not know: places all over the country.

    Returns the SELECT of all places that `rows` name, each once; '' when they name none.
    """
    naming = [name for name, field in form.fields.items() if field.type in ("area", "site")]
    said = f"CREATE OR REPLACE TEMP TABLE said AS SELECT DISTINCT {', '.join([*naming, 'unplaced'])} FROM ({rows})"
    if not naming or con.execute(said).fetchall() == [(0,)]:
        return ""
    within = {name: field.within for name, field in form.fields.items() if field.type == "area"}
    for name, outer in sorted(within.items(), key=lambda pair: pair[1] is not None):
        known = f"LEFT JOIN area_names o ON o.scope = '' AND o.key = place_key(said.{outer})" if outer else ""
        con.execute(f"""
            CREATE OR REPLACE TEMP TABLE unknown_places AS
            SELECT * FROM (SELECT DISTINCT {"coalesce(o.code, '')" if outer else "''"} AS scope, place_key(said.{name}) AS key
                FROM said {known} WHERE said.{name} IS NOT NULL) ANTI JOIN area_names USING (scope, key)""")
        if con.execute("FROM unknown_places LIMIT 1").fetchall():
            places.look_behind(con, "unknown_places")
            _add(con, con.execute("FROM unknown_places ANTI JOIN area_names USING (scope, key)").fetchall())
    return "FROM said"


def _add(con: duckdb.DuckDBPyConnection, unknown: list[tuple[str, str]]) -> None:
    """Add what the names (scope, key) mean by the table of divisions.

    The register goes first: 淮安市清河区 is what it knows as 清河区 in 淮安市. Of what lies far away only so much is known
    as the table tells: 阜阳市颍州区某镇 is 颍州区. Where the register knows more, what it does not know is a mistake.
    """
    import numpy as np

    said = [(scope, key, inside(scope[:6])) for scope, key in unknown if scope == "" or scope.endswith("000000")]
    read = [(scope, key, *reading) for scope, key, whole in said for reading in names().meant(key, whole)]
    if not read:
        return
    columns = ("scope", "key", "division", "has_kind", "rest")
    values = (np.array(column, dtype=object) for column in zip(*read, strict=True))
    con.register("readings", dict(zip(columns, values, strict=True)))
    con.execute("""
        INSERT INTO area_names BY NAME
        WITH read AS (SELECT * REPLACE (division || '000000' AS division) FROM readings),
        found AS (
            SELECT r.scope, r.key, a.key IS NOT NULL AS known, CASE WHEN known THEN a.code ELSE r.division END AS code, coalesce(a.n, 1) AS fit,
                CASE WHEN known THEN -1 ELSE length(r.rest) END AS rank
            FROM read r LEFT JOIN area_names a ON a.scope = r.division AND a.key = r.rest
            WHERE rank <= 0 OR (r.has_kind AND r.division NOT IN (SELECT above FROM area_above WHERE above <> code))),
        best AS (FROM found QUALIFY rank = min(rank) OVER (PARTITION BY scope, key))
        SELECT scope, key, greatest(count(DISTINCT code), max(fit)) AS n, CASE WHEN n = 1 THEN min(code) END AS code FROM best GROUP BY ALL""")
    con.unregister("readings")


def note(con: duckdb.DuckDBPyConnection, known: dict[str, Form], root_area: str, entries: list[Entry]) -> None:
    """Say in the ledger how many rows of each sheet speak of places that the register does not know: they are kept, and
    count in no figure of the office's own area."""
    if not con.execute("SELECT 1 FROM area_names WHERE code NOT IN (SELECT area FROM clean.areas) LIMIT 1").fetchall():
        return
    rows = " UNION ALL ".join(
        f"SELECT file, sheet, row, area FROM clean.{n}"
        for n, f in known.items()
        if "area" in f.columns and n != "areas"
    )
    found = con.execute(
        f"SELECT file, sheet, count(DISTINCT row) FROM ({rows}) ANTI JOIN clean.areas USING (area) WHERE area IS NOT NULL GROUP BY ALL"
    )
    _note(entries, "far", {(file, sheet): n for file, sheet, n in found.fetchall()}, root_area)


def _note(entries: list[Entry], word: str, rows: dict[tuple[str, str], int], root: str) -> None:
    for entry in (e for e in entries if (e.file, e.sheet) in rows):
        said = {"place": place(entry.file, entry.sheet), "root": root, "n": rows[entry.file, entry.sheet]}
        entry.note(*(Words(lang)(f"intake.{word}", **said) for lang in LANGUAGES))
