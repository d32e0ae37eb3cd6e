"""Every code a province, city or county has had since 1980, with its years: was this resident id's ever one?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

COUNTIES = Path(__file__).with_name("counties.csv")
PERMIT_CODES = ("810000", "820000", "830000")  # residence permits; no other code of a whole province is in an id


def load(con: duckdb.DuckDBPyConnection) -> None:
    """The temporary table `divisions(code, name, from_year, to_year, became)` and the macros `id_area_existed(id)` and
    `division_level(code)`, which tells the level of twelve digits that begin like a province's or city's code.

    An id keeps the code of the place of first registration, so a code that ended before the birth cannot be in it. A
    younger one can: births were registered years late, and whoever was born before 1984 got the codes of that year.
    Ids of foreigners with permanent residence begin with 9 and their province (since 2023).
    """
    con.execute(
        """CREATE OR REPLACE TEMP TABLE divisions AS FROM read_csv($path, header = true, auto_detect = false,
            columns = {'code': 'VARCHAR', 'name': 'VARCHAR', 'from_year': 'INTEGER', 'to_year': 'INTEGER', 'became': 'VARCHAR'})""",
        {"path": str(COUNTIES)},
    )
    # An ENUM finds the place of a code, a list the year that stands there: no join, which would lose the order of the rows.
    con.execute(f"""
        CREATE OR REPLACE TEMP VIEW division_ends AS
        SELECT code, max(coalesce(to_year, 9999)) AS year FROM divisions
        WHERE NOT code LIKE '%0000' OR code IN {PERMIT_CODES} GROUP BY code
        UNION ALL SELECT '9' || code[1:2], 9999 FROM divisions WHERE code LIKE '%0000';
        CREATE OR REPLACE TEMP TYPE division_code AS ENUM (SELECT code FROM division_ends ORDER BY code);
        SET VARIABLE division_ends = (SELECT list(year ORDER BY code) FROM division_ends);
        CREATE OR REPLACE TEMP MACRO id_area_existed(id) AS
            CASE WHEN id IS NOT NULL THEN coalesce(try_cast(substring(id, 7, 4) AS INTEGER) <= getvariable('division_ends')[
                1 + enum_code(try_cast(left(id, CASE WHEN starts_with(id, '9') THEN 3 ELSE 6 END) AS division_code))], false) END;
        CREATE OR REPLACE TEMP MACRO division_level(code) AS
            CASE WHEN NOT regexp_matches(code, '^\\d{{12}}$') THEN NULL
                 WHEN code LIKE '%0000000000' THEN CASE WHEN try_cast('9' || code[1:2] AS division_code) IS NOT NULL THEN 'province' END
                 WHEN try_cast(code[1:4] || '00' AS division_code) IS NULL THEN NULL
                 WHEN code LIKE '%00000000' THEN 'city' WHEN code LIKE '%000000' THEN 'county' WHEN code LIKE '%000' THEN 'street' ELSE 'village' END""")
