"""The records behind a number: of each record type that an indicator's table stands on, the rows of the files received that are
about the same persons, sites, units or areas, from the time that the value is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.counting.quarters import Quarter
from indicators.counting.sources import record_types
from indicators.office import Office
from indicators.sql import identifier, literal
from pipelines.listing.behind import Asked, Behind, behind
from pipelines.listing.wording import Wording
from pipelines.recognising.forms import Form

# What a record has in common with the rows counted, the surest first: its column, and those of the tables that hold the same.
SHARED = {"person": ("person",), "site": ("site", "place"), "unit": ("unit",), "area": ("area",)}
REGISTERS_OF_PLACES = ("areas",)  # every record is looked up in it: it tells of none


@dataclass(frozen=True)
class Traced:
    """The records of one type: by file how many, in order; `columns` are those that decide, `first` the first rows (file, sheet,
    row, then these)."""

    form: Form
    files: dict[str, int]
    columns: tuple[str, ...]
    first: list[tuple]


def trace(office: Office, wording: Wording, asked: Asked, most: int) -> tuple[Behind, list[Traced]]:
    """The value asked for, and the records behind it. Raises Fault as `rows.behind` does."""
    found = behind(office, wording, asked)
    office.con.execute(f"CREATE OR REPLACE TEMP TABLE counted AS {found.rows.select}", found.rows.parameters)
    types = record_types(office.con, office.catalogue.tables, asked.indicator.table_name)
    known = {name: used for name, used in types.items() if name in wording.forms and name not in REGISTERS_OF_PLACES}
    traced = (_records(found, wording.forms[name], used, most) for name, used in sorted(known.items()))
    return found, [records for records in traced if records.files]


def _records(found: Behind, form: Form, used: set[str], most: int) -> Traced:
    con, table = found.office.con, identifier("clean", form.name)
    columns = [name for name, *_ in con.execute(f"DESCRIBE {table}").fetchall()]
    chosen = " AND ".join([_about(found, columns), _dated(found, form)])
    counted = f"SELECT file::VARCHAR, count(*) FROM {table} WHERE {chosen} GROUP BY file ORDER BY file::VARCHAR"
    files = dict(con.execute(counted).fetchall())
    deciding = [name for name in form.fields if name in used and name in columns and name not in ("area", "street")]
    deciding = [name for name in ("person",) if name in columns] + deciding
    select = ", ".join(["file::VARCHAR", "sheet::VARCHAR", "row", *map(identifier, deciding)])
    first = con.execute(
        f"SELECT {select} FROM {table} WHERE {chosen} ORDER BY file, sheet, row LIMIT {most}"
    ).fetchall()
    return Traced(form, files, tuple(deciding), first)


def _about(found: Behind, columns: list[str]) -> str:
    """SQL: a record is about what the rows counted are about."""
    there = found.rows.columns()
    for own, others in SHARED.items():
        other = next((column for column in others if column in there), None)
        if own in columns and other:
            return f"{identifier(own)}::VARCHAR IN (SELECT {identifier(other)}::VARCHAR FROM counted)"
    return "true"


def _dated(found: Behind, form: Form) -> str:
    """SQL: a record is dated in the time that the value is about; a register has no date, and a stock all that came before."""
    if not form.dated_by:
        return "true"
    quarter, window = Quarter.parse(found.asked.quarter), found.asked.indicator.window
    days = "SELECT starts_on, ends_on FROM calendar.quarters WHERE quarter = $quarter"
    known = found.office.con.execute(days, {"quarter": str(quarter)}).fetchone()
    starts_on, ends_on = known or (quarter.starts_on, quarter.ends_on)  # of a campaign its own
    day = identifier(form.dated_by)
    if form.fields[form.dated_by].type == "quarter":
        first = f"{quarter.year}Q1" if window != "quarter" else str(quarter)
        return f"{day}::VARCHAR BETWEEN {literal(first)} AND {literal(str(quarter))}"
    until = f"{day} <= DATE {literal(str(ends_on))}"
    if window == "as_at":
        return until
    first = starts_on.replace(month=1, day=1) if window in ("ytd", "year_so_far") else starts_on
    since = f"DATE {literal(str(first))}"
    if "starts_on" in found.rows.columns():
        since = f"least({since}, (SELECT min(starts_on) FROM counted))"
    return f"{day} >= {since} AND {until}"


def headings(traced: Traced, wording: Wording) -> list[str]:
    """What the files call the columns that decide."""
    english = wording.words.lang == "en"
    known: Mapping = traced.form.fields
    named = (known[name].headers[-1 if english else 0] if name in known else "" for name in traced.columns)
    return [heading or wording.words("listed.pseudonym") for heading in named]
