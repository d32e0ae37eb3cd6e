"""Respondents → one row per respondent × question asked, marked against the key; what could not be read is told, column by column."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pipelines.accounting import bulk
from pipelines.accounting.ledger import Entry
from pipelines.recognising import choices
from pipelines.recognising.choices import Reading
from pipelines.recognising.forms import Form
from pipelines.recognising.questionnaires import Item, Questionnaire

if TYPE_CHECKING:
    import duckdb

RESPONDENT = "respondent"  # the field that tells those who answered apart; without a number each row is one
Column = tuple[str, str, str, str]  # file, sheet, questionnaire, item
TOLD = {"unread": "answers_unread", "not_asked": "answers_skipped", "numbered": "answers_numbered"}


def unfold(
    con: duckdb.DuckDBPyConnection, known: dict[str, Form], asked: dict[str, Questionnaire], entries: list[Entry]
) -> None:
    """`clean.<form>` of the forms that have questionnaires, from `respondents_<form>`. A blank answer was asked and is not correct;
    one that cannot be read is neither right nor wrong: `correct` is NULL. A question passed over has no row."""
    _write_items(con, asked)
    con.execute("""CREATE TEMP TABLE readings (file VARCHAR, sheet VARCHAR, questionnaire VARCHAR, item VARCHAR, answer VARCHAR,
        state VARCHAR, chosen VARCHAR, is_right BOOLEAN)""")
    for form in (f for f in known.values() if f.questionnaires):
        given = f"SELECT * EXCLUDE (given), given.item, coalesce(given.answer, '') AS answer FROM (SELECT *, unnest(answers) AS given FROM respondents_{form.name})"
        _read(con, given, asked, entries)
        columns = "".join(f"r.{c}, " for c in form.columns if c != "answers")
        con.execute(f"""
            CREATE TABLE clean.{form.name} AS
            SELECT {columns}r.questionnaire, i.item, i.topic, i.kind, g.chosen AS answer,
                CASE WHEN g.state <> 'unread' THEN g.is_right END AS correct, CASE WHEN correct THEN i.worth WHEN NOT correct THEN 0 END AS points,
                i.worth, i.pass_points, r.file, r.sheet, r.row
            FROM ({given}) r JOIN items i ON i.questionnaire = r.questionnaire AND i.item = r.item
            JOIN readings g ON g.file = r.file::VARCHAR AND g.sheet = r.sheet::VARCHAR AND g.questionnaire = r.questionnaire AND g.item = r.item AND g.answer = r.answer
            WHERE g.state <> 'not_asked' ORDER BY r.file, r.sheet, r.row, i.item""")


def _write_items(con: duckdb.DuckDBPyConnection, asked: dict[str, Questionnaire]) -> None:
    con.execute(
        "CREATE TEMP TABLE items (questionnaire VARCHAR, item VARCHAR, topic VARCHAR, kind VARCHAR, worth DOUBLE, pass_points DOUBLE)"
    )
    rows = [
        (name, code, item.topic, item.kind, float(item.points), q.pass_points and float(q.pass_points))
        for name, q in asked.items()
        for code, item in q.items.items()
    ]
    bulk.insert(con, "items", rows)


def _read(con, given: str, asked: dict[str, Questionnaire], entries: list[Entry]) -> None:
    """Every text of every column once → `readings`; what was assumed of a column → the entry of its sheet."""
    columns: dict[Column, dict[str, int]] = defaultdict(dict)
    counted = f"SELECT file::VARCHAR, sheet::VARCHAR, questionnaire, item, answer, count(*) FROM ({given}) GROUP BY ALL ORDER BY ALL"
    for *column, text, n in con.execute(counted).fetchall():
        columns[*column][text] = n
    by_sheet = {(entry.file, entry.sheet): entry for entry in entries}
    rows = []
    for (file, sheet, name, code), texts in columns.items():
        item = asked[name].items[code]
        found = choices.read(item, texts)
        rows += [(file, sheet, name, code, text, r.state, r.chosen, r.is_right) for text, r in found.items()]
        _tell(by_sheet[file, sheet], item, texts, found)
    bulk.insert(con, "readings", rows)


def _tell(entry: Entry, item: Item, texts: dict[str, int], found: dict[str, Reading]) -> None:
    """Assumptions about a column; of answers that cannot be read also by how much the rate may be wrong for them at most."""
    for state, kind in TOLD.items():
        n = sum(texts[text] for text, r in found.items() if r.state == state or (state == "numbered" and r.is_numbered))
        asked = sum(texts[text] for text, r in found.items() if r.state != "not_asked")
        share = f"{-(-100 * n // asked)}%" if asked else ""
        entry.assume(kind, n, header=item.headers[0], **({"share": share} if state == "unread" else {}))
