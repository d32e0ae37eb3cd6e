"""A large invented table of answers whose breakdowns have nothing to do with each other, and the ways to count it."""

from __future__ import annotations

import importlib
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

BY = ("sex", "urban_rural", "population_group", "age_group", "topic", "schooling")  # 2, 2, 4, 6, 12 and 5 categories
RATES = {
    "known": ("correct", "asked"),
    "knew_why": ("knowledge", "asked"),
    "told": ("told", "asked"),
    "believed": ("believed", "asked"),
    "known_and_told": ("correct AND told", "knowledge"),
}
SIDES = [f"count(*) FILTER (WHERE {up} AND {down}), count(*) FILTER (WHERE {down})" for up, down in RATES.values()]
SUMS = ", ".join(["count(*)", *SIDES, "sum(sheets)"])


def write(path: Path, rows: int) -> None:
    """A warehouse: 2,400 villages in 120 streets of a district, eight quarters, `rows` answers in no order."""
    import duckdb

    with duckdb.connect(str(path)) as con:
        con.execute(f"""
            CREATE SCHEMA clean; CREATE SCHEMA care; CREATE SCHEMA calendar;
            CREATE TABLE clean.areas AS
            SELECT '320812000000' AS area, '区' AS name, 'county' AS level, NULL::VARCHAR AS parent,
                NULL::VARCHAR AS former_names, NULL::DATE AS valid_from, NULL::VARCHAR AS urban_rural
            UNION ALL SELECT '320812' || (100 + i) || '000', '街' || i, 'street', '320812000000', NULL, NULL, NULL
            FROM range(120) t(i)
            UNION ALL SELECT '320812' || (100 + i // 20) || (201 + i % 20), '村' || i, 'village',
                '320812' || (100 + i // 20) || '000', NULL, NULL, NULL FROM range(2400) t(i);
            CREATE TABLE calendar.quarters AS SELECT y || 'Q' || q AS quarter FROM range(2023, 2025) a(y), range(1, 5) b(q);
            CREATE TABLE care.answers AS
            WITH drawn AS (SELECT hash(i) AS a, hash(i, 1) AS b FROM range({rows}) t(i)),
            villages AS (SELECT area, row_number() OVER (ORDER BY area) - 1 AS n FROM clean.areas WHERE level = 'village'),
            quarters AS (SELECT quarter, row_number() OVER (ORDER BY quarter) - 1 AS n FROM calendar.quarters)
            SELECT area, quarter, (a >> 12) % 2 = 0 AS asked, (a >> 16) % 3 > 0 AS correct, (a >> 20) % 4 > 0 AS knowledge,
                (a >> 24) % 5 > 0 AS told, (a >> 28) % 7 > 1 AS believed, ((a >> 32) % 10)::INTEGER AS sheets,
                CASE (b >> 4) % 2 WHEN 0 THEN 'female' ELSE 'male' END AS sex,
                CASE (b >> 8) % 2 WHEN 0 THEN 'urban' ELSE 'rural' END AS urban_rural,
                'group_' || (b >> 12) % 4 AS population_group, 'age_' || (b >> 16) % 6 AS age_group,
                'topic_' || (b >> 20) % 12 AS topic, 'school_' || (b >> 24) % 5 AS schooling
            FROM drawn JOIN villages ON villages.n = (a >> 36) % 2400 JOIN quarters ON quarters.n = (b >> 40) % 8
        """)


def by_jiping(path: Path, breakdowns: int) -> int:
    """Six indicators of every area and quarter, year to date, as a whole and by each breakdown."""
    from indicators.counting.measure import Measures
    from indicators.model import Count, Proportion

    named = {
        "zh": "甲",
        "en": "a",
        "counts": "items",
        "table": "answers",
        "window": "ytd",
        "breakdowns": BY[:breakdowns],
    }
    made = [Proportion(code=f"care.{k}", numerator=u, denominator=d, **named) for k, (u, d) in RATES.items()]
    made.append(Count(code="care.sheets", quantity="sheets", **named))
    measures = Measures(connect(path), {each.code: each for each in made})
    return sum(measures.rollup(code, by).height for by in ((), *zip(BY[:breakdowns])) for code in measures.indicators)


def by_hand(path: Path, breakdowns: int) -> int:
    """One group-by for each breakdown; neither the areas above nor the year so far. With no breakdown, one group-by."""
    keys = [("area", "quarter", *by) for by in (zip(BY[:breakdowns]) if breakdowns else ((),))]
    con = connect(path)
    return sum(
        con.sql(f"SELECT {', '.join(k)}, {SUMS} FROM care.answers GROUP BY {', '.join(k)}").pl().height for k in keys
    )


def by_pandas(path: Path, breakdowns: int) -> int:
    """All sums at once: categories grouped from the rows for every breakdown, the areas above from the villages. The columns
    made beforehand are not timed."""
    answers = connect(path).sql("SELECT * FROM care.answers").df()
    for name, (up, down) in RATES.items():
        answers[f"{name} up"], answers[f"{name} down"] = (
            answers.eval(up.replace("AND", "and")) & answers[down],
            answers[down],
        )
    sums = [f"{name} {side}" for name in RATES for side in ("up", "down")] + ["sheets"]
    keys = ["area", "quarter", *BY[:breakdowns]]
    answers = answers[[*keys, *sums]].astype(dict.fromkeys(keys, "category"))
    begun, found = time.process_time(), 0
    for by in ((), *zip(BY[:breakdowns])):
        villages = answers.groupby(["area", "quarter", *by], observed=True)[sums].sum().reset_index()
        villages = villages.astype({"area": str, "quarter": str})
        for level in (12, 9, 6):
            placed = villages.assign(place=villages["area"].str[:level], year=villages["quarter"].str[:4])
            counted = placed.groupby(["place", "year", "quarter", *by], observed=True)[sums].sum()
            found += 6 * len(counted.groupby(["place", "year", *by], observed=True)[sums].cumsum())
    return begun, found


def connect(path: Path):
    import duckdb

    return duckdb.connect(str(path), read_only=True)


def cost(count, path: Path, breakdowns: int) -> tuple[float, float, int]:
    """CPU seconds, the most memory (GiB), and the rows found, of a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:
        return apart.submit(_cost, count, path, breakdowns).result()


def _cost(count, path, breakdowns):
    for library in ("duckdb", "numpy", "pandas", "polars", "pyarrow"):
        importlib.import_module(library)  # their loading is not counting

    begun, found = time.process_time(), count(path, breakdowns)
    begun, found = found if isinstance(found, tuple) else (begun, found)
    return time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, found
