"""A form → the SQL that cleans a sheet of it: every cell typed, every fault named, nothing dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from indicators.sql import literal
from pipelines.cleaning.privacy import MASK
from pipelines.recognising.forms import Field, Form
from pipelines.recognising.match import Match
from pipelines.recognising.simplified import in_sql, simplified

if TYPE_CHECKING:
    import datetime

    import duckdb

PROBLEMS = "STRUCT(field VARCHAR, value VARCHAR, reason VARCHAR)[]"
NUMBER_AND_WORD = r"^[-+¥￥]?\d[\d,]*(\.\d+)? ?[^\d\s.,-]\D*$"
CHOSEN = ("boolean", "code")  # 无 and 未知 may be answers to these; where they are none, they are words for nothing

REPEATED = 1.5  # times a cell of a column must occur on average for its texts to be cleaned once each
SAMPLE = 20_000  # rows that show it of most columns


@dataclass(frozen=True)
class Source:
    """A recognised sheet as rows of text, and what its cells do not say."""

    match: Match
    lines: str  # a DuckDB relation: row, c0, c1, …
    file: str
    sheet: str
    defaults: dict[str, str]  # the texts of fields that have no column
    year: str | None = None  # of dates written without one
    received: datetime.date | None = None  # nothing recorded is younger
    digits: dict[str, int | str] = field(
        default_factory=dict
    )  # by date field, how many its column writes the days of 6.1 with (see month_days), or SQL that says it of each row
    from_1904: bool = False  # days that are numbers count from then
    kinds: str = ""  # a table (row, s_class) of the rows that are no records; of stacked sheets s_class is a column
    is_stacked: bool = False  # many sheets lie in the lines; what differs between them is in columns of their own

    @property
    def told(self) -> dict[str, str | None]:
        """What the cells do not say, by the name of the column that says it of stacked sheets."""
        received = self.received and str(self.received)
        told = {"s_file": self.file, "s_sheet": self.sheet, "s_year": self.year, "s_received": received}
        return told | {f"s_default_{name}": text for name, text in self.defaults.items()}

    @property
    def carried(self) -> str:
        """SQL of the columns of stacked sheets that are needed further on."""
        counted = [told for told in self.digits.values() if isinstance(told, str) and told.isidentifier()]
        return "".join(f"{name}, " for name in (*self.told, *counted) if self.is_stacked)

    def says(self, name: str) -> str:
        """SQL for one of these."""
        text = self.told[name]
        return name if self.is_stacked else "NULL" if text is None else literal(text)

    def with_match(self, match: Match) -> Source:
        """The sheet understood better: what has a column now has no default."""
        kept = {name: text for name, text in self.defaults.items() if name not in match.columns}
        return replace(self, match=match, defaults=kept)

    @property
    def judged(self) -> str:
        """SQL of its lines with the classes of those that are no records."""
        return f"{self.lines} LEFT JOIN {self.kinds} USING (row)" if self.kinds else self.lines

    @property
    def kind(self) -> str:
        """SQL of the class of a row that is no record."""
        return "s_class" if self.is_stacked or self.kinds else "NULL"

    @property
    def rows(self) -> str:
        """SQL that tells its rows among those of other sheets."""
        return f"file = {literal(self.file)} AND sheet = {literal(self.sheet)}"


def staged_columns(form: Form) -> dict[str, str]:
    """The columns of a form's staging table: every field, private ones too (it is temporary), and what is wrong."""
    columns = {"file": "VARCHAR", "sheet": "VARCHAR", "row": "INTEGER"}
    columns |= {name: field.column_type for name, field in form.fields.items()}
    if _id_field(form):
        columns |= {"known_by_id": "UUID"}
    if form.questionnaires:
        columns |= {"answers": "STRUCT(item VARCHAR, answer VARCHAR)[]", "questionnaire": "VARCHAR"}
    return columns | {"unplaced": "BOOLEAN", "class": "VARCHAR", "problems": PROBLEMS, "cells": "VARCHAR[]"}


def repetitive(con: duckdb.DuckDBPyConnection, source: Source) -> list[str]:
    """The fields whose cells repeat: dates, codes, places, persons seen again."""
    found: list[str] = []
    for rows in (f"(FROM {source.lines} LIMIT {SAMPLE})", source.lines):
        asked = {name: i for name, i in source.match.columns.items() if name not in {*found, *source.digits}}
        counts = ", ".join(f"approx_count_distinct(c{i})" for i in asked.values())
        total, *distinct = con.execute(
            f"SELECT {', '.join(filter(None, ('count(*)', counts)))} FROM {rows}"
        ).fetchall()[0]
        found += [name for name, n in zip(asked, distinct, strict=True) if n * REPEATED < total]
    return found


def only_places(source: Source) -> Source:
    """The same sheet reduced to the places it names, each once."""
    match, fields = source.match, source.match.form.fields
    placing = {name: i for name, i in match.columns.items() if fields[name].type in ("area", "site")}
    named = sorted({*placing.values()})
    others = ", ".join(f"NULL::VARCHAR AS c{i}" for i in range(len(match.labels)) if i not in named)
    places = ", ".join(f"c{i}" for i in named)
    found = f"(SELECT DISTINCT {places} FROM {source.lines})" if named else "(SELECT 1)"
    lines = f"(SELECT 0 AS row, {', '.join(filter(None, (others, places)))} FROM {found})"
    return replace(source, match=replace(match, columns=placing, items={}), lines=lines)


def select(source: Source, repetitive: Sequence[str] = ()) -> str:
    """SELECT of every row of a sheet, typed, with its problems and its class (see rows.Judge).

    The texts of fields named `repetitive` are cleaned once each, not in every row: the same result, on a long sheet sooner.
    """
    match, form = source.match, source.match.form
    alone = [name for name in form.fields if name not in repetitive]
    texts = [f"{_text(match, name)} AS t_{name}" for name in alone if name in match.columns]
    texts += [f"d_{name}.* EXCLUDE (cell)" for name in repetitive] + [f"f{i} AS i_{c}" for c, i in match.items.items()]
    used = {match.columns[name] for name in alone if name in match.columns} | set(match.items.values())
    folded = "".join(f", fold(c{i}) AS f{i}" for i in sorted(used))  # once, for macros write their arguments out
    values = [f"{_value(source, name)} AS {name}" for name in alone]
    if form.questionnaires:
        pairs = ", ".join(f"{{'item': {literal(code)}, 'answer': i_{code}}}" for code in match.items)
        values += [f"[{pairs}] AS answers", f"{literal(form.questionnaire)} AS questionnaire"]
    reasons = {name: r for name in form.fields if (r := _reason(source, name))}
    named = "".join(f", {sql} AS r_{name}" for name, sql in reasons.items() if name in alone)
    if (id_ := _id_field(form)) in alone:
        named += f", {_known_by_id(id_)}"
    wrong = " OR ".join(f"r_{name} IS NOT NULL" for name in reasons) or "false"
    problems = ", ".join(_problem(name, form.fields[name]) for name in reasons) or "NULL"
    cells = ", ".join(f"c{i}" for i in range(match.width))
    joins = "".join(
        f" LEFT JOIN d_{name} ON d_{name}.cell IS NOT DISTINCT FROM c{match.columns[name]}" for name in repetitive
    )
    return f"""
        WITH {"".join(_dictionary(source, name, reasons.get(name)) for name in repetitive)}
        texts AS (SELECT {source.carried} row, [{cells}] AS cells, {source.kind} AS s_class, {", ".join(texts)} FROM (SELECT * {folded} FROM {source.judged}) {joins}),
        typed AS (SELECT * {"".join(f", {value}" for value in values)} FROM texts),
        judged AS (SELECT * {named} FROM typed)
        SELECT {source.says("s_file")} AS file, {source.says("s_sheet")} AS sheet, row::INTEGER AS row, {"".join(f"{name}, " for name in form.fields)}
            {"known_by_id," if id_ else ""} {"answers, questionnaire," if form.questionnaires else ""} {str(is_unplaced(match)).lower()} AS unplaced,
            coalesce(s_class, 'record') AS class,
            CASE WHEN {wrong} THEN list_filter([{problems}]::{PROBLEMS}, lambda p: p IS NOT NULL) ELSE [] END AS problems, cells
        FROM judged"""


def _dictionary(source: Source, name: str, reason: str | None) -> str:
    """Every text of a column once, with its value and the reason why it is wrong: `d_<name>(cell, t_<name>, <name>, r_<name>)`."""
    match = source.match
    column, judged = match.columns[name], f", {reason} AS r_{name}" if reason else ""
    if name == _id_field(match.form):
        judged += f", {_known_by_id(name)}"
    folded = f"SELECT c{column} AS cell, fold(cell) AS f{column} FROM (SELECT DISTINCT c{column} FROM {source.lines})"
    return f"""d_{name} AS MATERIALIZED (SELECT *{judged} FROM (SELECT *, {_value(source, name)} AS {name}
            FROM (SELECT cell, {_text(match, name)} AS t_{name} FROM ({folded})))),
        """


def _id_field(form: Form) -> str | None:
    """The field that tells persons apart for certain."""
    return next((name for name, field in form.fields.items() if field.type == "resident_id"), None)


def _known_by_id(name: str) -> str:
    return f"CASE WHEN {name} IS NOT NULL THEN pseudonym('id:' || {name}) END AS known_by_id"


def _text(match: Match, name: str) -> str:
    """The folded cell's text, NULL for nothing said. 2.5 under 金额(万元) is 2.5万元."""
    field, column = match.form.fields[name], match.columns[name]
    if field.type in CHOSEN:
        return f"nullif({_said(match, column)}, '')"
    text = f"unless_blank(f{column})"
    if field.type == "area" and not field.required:
        text = f"unless_elsewhere({text})"
    if "年" in field.units:
        return f"year_said({text})"
    if match.is_traditional and field.type in ("area", "site"):
        return f"simplified({text})"
    return f"with_unit({text}, {literal(match.units[column])})" if column in match.units else text


def _said(match: Match, column: int) -> str:
    """The word that is ticked, or that a number stands for."""
    text = f"ticked(f{column})"
    if column not in match.legends:
        return text
    legend = ", ".join(f"{literal(number)}: {literal(word)}" for number, word in match.legends[column].items())
    return f"coalesce(MAP {{{legend}}}[legend_key({text})], {text})"


def is_unplaced(match: Match) -> bool:
    """A sheet that names no area speaks of the whole of the office's own."""
    fields, form = match.form.fields, match.form
    placing = {n for n, f in fields.items() if f.type == "area" and (f.required or form.is_step(n))}
    placing |= {n for n, f in fields.items() if f.type == "site" and not f.column_of}
    return placing.isdisjoint(match.columns)


def _value(source: Source, name: str) -> str:
    """The clean value of a cell, or of the default where the sheet has no such column."""
    field = source.match.form.fields[name]
    if name in source.match.columns:
        return _typed(source, name, f"t_{name}")
    if name in source.defaults:
        return _typed(source, name, source.says(f"s_default_{name}"))
    return f"NULL::{field.column_type}"


def _typed(source: Source, name: str, text: str) -> str:
    field = source.match.form.fields[name]
    if field.type == "code":
        return _coded(field, text)
    if field.type == "date":
        base = ", from_1904 := true" if source.from_1904 else ""
        return f"as_date({text}, {_year(source, field)}, digits := {source.digits.get(name, 'NULL')}{base})"
    if field.type in ("area", "site"):
        return text  # looked up when the registers are complete
    if field.units:
        text = f"without_unit({text}, {literal(_units(field))})"
    return f"as_{field.type}({text})"


def _year(source: Source, field: Field) -> str:
    """SQL of the year that completes a day without one."""
    return "NULL" if field.own_year else source.says("s_year")


def _units(field: Field) -> str:
    """A pattern of what a number of the field may be followed by."""
    return "|".join(map(re.escape, field.counted_in))


def _coded(field: Field, text: str) -> str:
    """A code for what people write: the code itself, or a synonym, whatever its case."""
    pairs = {simplified(label.lower()): code for code, labels in field.codes.items() for label in [code, *labels]}
    entries = ", ".join(f"{literal(label)}: {literal(code)}" for label, code in pairs.items())
    said, codes = f"lower({in_sql(text, set().union(*pairs))})", f"MAP {{{entries}}}"
    return f"coalesce({codes}[{said}], {codes}[without_number({said})])::{field.column_type}"


def _reason(source: Source, name: str) -> str | None:
    """The reason why the cell is wrong, or NULL; None when it cannot be."""
    match = source.match
    field, text = match.form.fields[name], f"t_{name}"
    if name not in match.columns:
        return None
    nothing = f"{name} IS NULL AND unless_blank({text}) IS NULL" if field.type in CHOSEN else f"{text} IS NULL"
    if match.columns[name] == match.columns.get(field.column_of):  # what is wrong with the cell is said once
        return f"CASE WHEN {nothing} THEN 'missing' END" if field.required else None
    cases = [f"WHEN {nothing} THEN {literal('missing') if field.required and field.type != 'area' else 'NULL'}"]
    cases += [f"WHEN is_cell_error({text}) THEN 'cell_error'"]
    if field.type == "resident_id":
        cases += [f"WHEN {name} IS NULL AND regexp_matches({text}, '^[\\d.]+[Ee]\\+?\\d+$') THEN 'resident_id_damaged'"]
    if field.counted_in:
        own = rf"^[-+¥￥]?[\d,.]+ ?[百千]?[万亿萬億]?(?i:{_units(field)})?[整正]?$"
        other = f"regexp_matches({text}, {literal(NUMBER_AND_WORD)}) AND NOT regexp_matches({text}, {literal(own)})"
        cases += [f"WHEN {name} IS NULL AND {other} THEN 'unit'"]
    why = f"date_fault({text}, {_year(source, field)})" if field.type == "date" else literal(field.type)
    cases += [f"WHEN {name} IS NULL THEN {why}"]
    if field.type == "resident_id":
        cases += [f"WHEN NOT id_area_existed({name}) THEN 'resident_id_area'"]
    if field.type == "date" and not field.planned:
        cases += [f"WHEN {name} > {source.says('s_received')}::DATE THEN 'future'"]
    for bound, sign in ((field.min, "<"), (field.max, ">")):
        cases += [f"WHEN {name} {sign} {bound} THEN 'range'"] if bound is not None else []
    return f"CASE {' '.join(cases)} END"


def _problem(name: str, field: Field) -> str:
    shown = literal(MASK) if field.is_private else f"t_{name}"
    return f"CASE WHEN r_{name} IS NOT NULL THEN {{'field': {literal(name)}, 'value': {shown}, 'reason': r_{name}}} END"
