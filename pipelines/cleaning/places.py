"""Names of areas and sites → their codes, within the area they are said to lie in; what is ambiguous is not guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.sql import literal
from pipelines.cleaning.statement import PROBLEMS
from pipelines.recognising.forms import Form

if TYPE_CHECKING:
    import duckdb

# What follows the proper name of an area of each level, as people write it.
ENDINGS = {
    "street": ("街道", "街道办事处", "街道办", "镇", "乡", "镇人民政府", ""),
    "village": (
        "社区",
        "居委会",
        "村",
        "村委会",
        "村委",
        "社区居委会",
        "居民委员会",
        "社区居民委员会",
        "村民委员会",
        "居委",
        "社区居委",
        "",
    ),
}

# A village, and what stands behind it in an address: 柳园村三组, 柳园社区12号楼, 柳园村张庄组, 柳园社区党群服务中心. (To count letters would make the pattern slow.)
MOST_BEHIND = 24  # characters
BEHIND = r"^(..{}(?:村民委员会|居民委员会|居委会|村委会|村委|居委|社区|村))[\p{{L}}\d#-]*?(?:组|队|屯|社|庄|湾|号|栋|幢|楼|单元|室|户|弄|巷|院|村?部|站|所|馆|场|校|园|礼堂|(?:党群服务|便民服务|综合服务|活动|文化|照料)中心)\d*$"


def build_area_names(con: duckdb.DuckDBPyConnection) -> None:
    """`area_names(scope, key, code, n)`: which area a name means inside each area above it ('' = anywhere); code is NULL where n > 1 fit.

    Above an area lie those the register says, and the county, city and province that its code begins with.
    """
    endings = " ".join(f"WHEN '{level}' THEN {list(words)}" for level, words in ENDINGS.items())
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE area_above AS
        WITH RECURSIVE up(code, above) AS (
            SELECT area, area FROM clean.areas
            UNION SELECT area, rpad(area[1:unnest([2, 4, 6])], 12, '0') FROM clean.areas WHERE regexp_matches(area, '^\\d{{12}}$')
            UNION SELECT u.code, a.parent FROM up u JOIN clean.areas a ON a.area = u.above WHERE a.parent IS NOT NULL)
        SELECT * FROM up;
        CREATE OR REPLACE TEMP TABLE area_names AS
        WITH areas AS (SELECT * REPLACE (simplified(name) AS name, simplified(former_names) AS former_names) FROM clean.areas),
        called AS (
            SELECT area, parent, 0 AS rank, name AS text FROM areas
            UNION ALL SELECT area, parent, 1, short || unnest(CASE level {endings} ELSE [''] END) FROM (
                SELECT area, parent, level, unnest([short_name(name), regexp_extract(name, '^(.+)村村(?:民委员会|委会)$', 1)]) AS short FROM areas)
            WHERE length(short) >= 2),
        said AS (
            SELECT area AS code, 0 AS rank, unnest([area] || coalesce(string_split_regex(former_names, '[、,;]'), [])) AS text FROM areas
            UNION ALL SELECT area, rank, text FROM called
            UNION ALL SELECT c.area, c.rank, p.name || c.text FROM called c JOIN areas p ON p.area = c.parent
            UNION ALL SELECT c.area, c.rank, g.name || p.name || c.text FROM called c JOIN areas p ON p.area = c.parent JOIN areas g ON g.area = p.parent),
        keyed AS (SELECT code, rank, place_key(text) AS key FROM said),
        scoped AS (SELECT k.*, unnest(['', u.above]) AS scope FROM keyed k JOIN area_above u ON u.code = k.code),
        best AS (SELECT scope, key, code FROM scoped QUALIFY rank = min(rank) OVER (PARTITION BY scope, key))
        SELECT scope, key, count(DISTINCT code) AS n, CASE WHEN n = 1 THEN min(code) END AS code FROM best GROUP BY ALL""")


def look_behind(con: duckdb.DuckDBPyConnection, unknown: str) -> None:
    """Add to `area_names` those names (scope, key) of the relation `unknown` that are a village and more behind it: its group,
    a hamlet, a house number. The longest name of a village that fits is meant."""
    con.execute(f"""
        INSERT INTO area_names BY NAME
        WITH parted AS (
            SELECT scope, key, unnest([regexp_extract(key, '{BEHIND.format("*")}', 1), regexp_extract(key, '{BEHIND.format("*?")}', 1)]) AS village FROM {unknown})
        SELECT p.scope, p.key, a.n, a.code FROM parted p JOIN area_names a ON a.scope = p.scope AND a.key = p.village
        WHERE length(p.key) - length(p.village) <= {MOST_BEHIND} AND (a.code IS NULL OR a.code IN (SELECT area FROM clean.areas WHERE level = 'village'))
        QUALIFY row_number() OVER (PARTITION BY p.scope, p.key ORDER BY length(p.village) DESC) = 1""")


def build_site_names(con: duckdb.DuckDBPyConnection) -> None:
    """`site_names(scope, key, site, area, n)`: which site a name means inside each area ('' = anywhere)."""
    con.execute("""
        CREATE OR REPLACE TEMP TABLE site_names AS
        WITH scoped AS (
            SELECT s.site, s.area, unnest([place_key(simplified(s.name)), place_key(simplified(s.site))]) AS key, u.above FROM clean.sites s JOIN area_above u ON u.code = s.area),
        spread AS (SELECT DISTINCT key, site, area, unnest(['', above]) AS scope FROM scoped)
        SELECT scope, key, count(DISTINCT site) AS n, CASE WHEN n = 1 THEN min(site) END AS site, CASE WHEN n = 1 THEN min(area) END AS area
        FROM spread GROUP BY ALL""")


def resolved(form: Form, table: str, places: str, root_area: str) -> str:
    """SELECT of a staging table with the names of areas and sites replaced by their codes, and in `misplaced` a problem where
    none, or no single one, fits. Many rows name the same few places: these, read from `places`, are looked up once."""
    fields = [name for name, field in form.fields.items() if field.type in ("area", "site")]
    said = ", ".join([*fields, "unplaced"])
    same = " AND ".join(f"p.{name} IS NOT DISTINCT FROM s.{name}" for name in [*fields, "unplaced"])
    found, joins, problems = _look_up(form, root_area)
    codes = "".join(f", {code} AS code_{name}" for name, code in found.items())
    replaced = ", ".join(f"p.code_{name} AS {name}" for name in found)
    return f"""SELECT s.* {f"REPLACE ({replaced})" if replaced else ""}, p.misplaced FROM {table} s LEFT JOIN (
        SELECT s.* {codes}, list_filter([{", ".join(problems) or "NULL"}]::{PROBLEMS}, lambda p: p IS NOT NULL) AS misplaced
        FROM (SELECT DISTINCT {said} FROM {places}) s {" ".join(joins)}) p ON {same}"""


def _look_up(form: Form, root_area: str) -> tuple[dict[str, str], list[str], list[str]]:
    """SQL of the code of each field that names a place, the joins it needs, and the problems there can be."""
    areas = [name for name, field in form.fields.items() if field.type == "area"]
    sites = [name for name, field in form.fields.items() if field.type == "site"]
    joins, codes, problems = [], {}, []
    for name in sorted(areas, key=lambda n: form.fields[n].within is not None):
        outer = form.fields[name].within
        scope = f"coalesce(l_{outer}.code, '')" if outer else "''"
        joins.append(
            f"LEFT JOIN area_names l_{name} ON l_{name}.scope = {scope} AND l_{name}.key = place_key(s.{name})"
        )
        codes[name] = f"coalesce(l_{name}.code, l_{outer}.code)" if outer else f"l_{name}.code"
        problems.append(_unresolved(name, "area", f"l_{name}.code", f"l_{name}.n"))
    for name in sites:
        inside = codes.get("area", "''")
        for alias, scope in ((f"i_{name}", f"coalesce({inside}, '')"), (f"a_{name}", "''")):
            joins.append(
                f"LEFT JOIN site_names {alias} ON {alias}.scope = {scope} AND {alias}.key = place_key(s.{name})"
            )
        found = f"coalesce(i_{name}.site, a_{name}.site{_unregistered(name, form)})"
        if not form.fields[name].column_of:
            problems.append(_unresolved(name, "site", found, f"coalesce(i_{name}.n, a_{name}.n)"))
        if "area" in codes:
            codes["area"] = f"coalesce({codes['area']}, i_{name}.area, a_{name}.area)"
        codes[name] = found
    for name in areas:
        if form.fields[name].required:
            codes[name] = f"coalesce({codes[name]}, CASE WHEN s.unplaced THEN {literal(root_area)} END)"
            problems.append(
                f"CASE WHEN s.{name} IS NULL AND ({codes[name]}) IS NULL THEN {{'field': '{name}', 'value': '', 'reason': 'missing'}} END"
            )
    return codes, joins, problems


def _unregistered(name: str, form: Form) -> str:
    """SQL of the codes of sites that are known by what their names end with, as further arguments of coalesce."""
    said = f"place_key(s.{name})"
    codes = form.fields[name].codes.items()
    return "".join(
        f", CASE WHEN {' OR '.join(f'ends_with({said}, {literal(word)})' for word in words)} THEN {literal(code)} END"
        for code, words in codes
    )


def _unresolved(name: str, reason: str, code: str, count: str) -> str:
    why = f"CASE WHEN {count} > 1 THEN '{reason}_ambiguous' ELSE '{reason}' END"
    return f"CASE WHEN s.{name} IS NOT NULL AND {code} IS NULL THEN {{'field': '{name}', 'value': s.{name}, 'reason': {why}}} END"
