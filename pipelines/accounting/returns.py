"""Correction workbooks: what a sending unit gets back, its own rows as it sent them, the wrong cells coloured, each row
with its reasons and remedies. Nowhere else under data/processed do names and ids stand."""

from __future__ import annotations

import datetime
import hashlib
import io
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.showing.words import Words
from indicators.workspace import LANGUAGES, Workspace
from pipelines.accounting import corrections

if TYPE_CHECKING:
    import duckdb

FOLDER = "returns"
MOST_ROWS = 5000  # of a sheet in one workbook: more than anybody corrects by hand at a time
MADE = datetime.datetime(2000, 1, 1)  # the same rows make the same bytes
LONGEST_CELL = 32767  # characters a spreadsheet cell takes
LONGEST_TITLE = 31  # characters a spreadsheet tab takes
LONGEST_NAME = 200  # bytes of a workbook's name, of the 255 that a file system takes
LONGEST_LIST = 255  # characters of all choices together
WIDEST = 40  # characters a column shows
NOTE = {"author": "", "x_scale": 2.5, "font_size": 10}
RED = {"bg_color": "#FFC7CE", "font_color": "#9C0006", "border": 1, "border_color": "#9C0006"}
GREY = {"font_color": "#808080", "valign": "top"}
HEADER = {"bold": True, "bg_color": "#DCE6F1", "bottom": 1, "text_wrap": True, "valign": "top"}
WRAPPED = {"text_wrap": True, "valign": "top"}
TEXT = {"num_format": "@", "valign": "top"}  # an id typed into the cell stays text


@dataclass(frozen=True)
class Row:
    """One returned row: its cells as sent, why each of the wrong ones is, and all reasons, in Chinese and English."""

    key: str
    cells: list[str]
    wrong: dict[int, str]
    reasons: str


@dataclass(frozen=True)
class Page:
    """One sheet of a workbook: where it was first sent, the lines that stood above its header, its headings, what may be
    chosen in a column, its rows."""

    source: str
    titles: list[str]
    headings: list[str]
    choices: dict[int, list[str]]
    rows: list[Row]
    more: int  # rows returned beyond MOST_ROWS


def write(con: duckdb.DuckDBPyConnection, folder: Path, office: str = "") -> None:
    """Write `<folder>/<sending unit>.xlsx` for every unit that has rows in `intake.returned`, readable by its owner only.

    A unit is a folder in data/raw; a file that lies there by itself gets a workbook of its own. No two share one. It tells the unit to send
    it back to the `office`. Right after intake: the cells are read from its temporary tables.
    """
    books: dict[str, list[Page]] = {}
    for file, page in _pages(con):
        books.setdefault(_sender(file), []).append(page)
    for sender, name in _names(books).items():
        descriptor = os.open(folder / f"{name}.xlsx", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(_workbook(books[sender], office))


def listed(workspace: Workspace) -> list[Path]:
    """The correction workbooks there are."""
    return sorted((workspace.processed / FOLDER).glob("*.xlsx"))


def _sender(file: str) -> str:
    """Who a file is from: its folder, or the file itself where it lies by itself."""
    unit, inside, _ = file.partition("/")
    return unit + inside


def _names(senders: Iterable[str]) -> dict[str, str]:
    """The name of each sender's workbook, without its ending: the sender's own. Where two would have the same, also for a
    file system that does not tell capitals apart, or a name is too long, part of a hash makes it one sender's alone."""
    plain = {sender: sender.removesuffix("/") if sender.endswith("/") else Path(sender).stem for sender in senders}
    uses = Counter(map(_alike, plain.values()))
    names = {}
    for sender, name in plain.items():
        if uses[_alike(name)] > 1 or len(name.encode()) > LONGEST_NAME:
            mark = hashlib.sha256(sender.encode()).hexdigest()[:12]
            name = f"{name.encode()[:LONGEST_NAME].decode(errors='ignore')} {mark}"
        names[sender] = name
    return names


def _alike(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


Problems = dict[int, list[tuple[str, str, str]]]  # by row: (field, Chinese, English)


def _wrong(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], tuple[int, Problems]]:
    """By file and sheet: how many rows came back, and what is wrong with the first of them (those up to `firsts.last`)."""
    found: dict[tuple[str, str], tuple[int, Problems]] = {}
    con.execute(f"""CREATE OR REPLACE TEMP TABLE firsts AS
        SELECT file, sheet, count(*) AS total, list_max(min(row, {MOST_ROWS})) AS last FROM returned_rows GROUP BY ALL""")
    asked = """
        SELECT file, sheet, total, row, field, header || '：' || zh, header || ': ' || en
        FROM intake.returned JOIN firsts USING (file, sheet) WHERE row <= last ORDER BY file, sheet, row, field, reason"""
    for file, sheet, total, row, *problem in con.execute(asked).fetchall():
        _, rows = found.setdefault((file, sheet), (total, {}))
        rows.setdefault(row, []).append(tuple(problem))
    return found


def _pages(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Page]]:
    """(file, page) of every sheet with rows returned, in order."""
    wrong = _wrong(con)
    here = "SEMI JOIN (SELECT DISTINCT file, sheet FROM intake.returned) USING (file, sheet)"
    layouts = {(file, sheet): layout for file, sheet, *layout in con.execute(f"FROM layouts {here}").fetchall()}
    fields: dict[tuple[str, str], list] = {}
    for file, sheet, field, _, place, choices in con.execute(f"FROM headers {here}").fetchall():
        fields.setdefault((file, sheet), []).append((field, place, choices))
    cells = con.execute("""SELECT file, sheet, row, cells FROM returned_rows JOIN firsts USING (file, sheet)
        WHERE row <= last ORDER BY file, sheet, row""")
    rows = chain.from_iterable(iter(lambda: cells.fetchmany(MOST_ROWS), []))
    for where, found in groupby(rows, key=lambda row: row[:2]):
        total, problems = wrong[where]
        sent = [(row, texts) for _, _, row, texts in found]
        yield where[0], _page(where, layouts[where], fields.get(where, []), sent, problems, total)


def _page(where: tuple[str, str], layout: list, fields: list, cells, problems: Problems, total: int) -> Page:
    source, titles, headings = layout
    shown = [i for i, heading in enumerate(headings) if heading or (heading == "" and any(row[i] for _, row in cells))]
    column = {field: shown.index(i) for field, i, _ in fields if i in shown}
    choices = {column[field]: words for field, _, words in fields if words and field in column}
    rows = []
    for row, texts in cells:
        wrong: dict[int, str] = {}
        for field, zh, en in problems[row]:
            if (place := column.get(field)) is not None:
                wrong[place] = "\n".join(filter(None, (wrong.get(place), zh, en)))
        reasons = "\n".join(problem[lang] for lang in (1, 2) for problem in problems[row])
        rows.append(Row(corrections.key(*where, row, texts), [texts[i] or "" for i in shown], wrong, reasons))
    return Page(source, titles, [headings[i] for i in shown], choices, rows, total - len(problems))


def _workbook(pages: list[Page], office: str) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:  # in memory: no copy is left in a folder for temporary files
        book.set_properties({"created": MADE})
        looks = {
            "plain": TEXT,
            "red": TEXT | RED,
            "why": WRAPPED,
            "grey": GREY,
            "header": HEADER,
            "note": GREY | {"italic": True},
        }
        formats = {name: book.add_format(look) for name, look in looks.items()}
        for number, page in enumerate(pages, 1):
            place = re.sub(r"[\[\]:*?/\\']", " ", page.source.rpartition("/")[2])
            _draw(book.add_worksheet(f"{number} {place}"[:LONGEST_TITLE].strip()), page, office, formats)
    return stream.getvalue()


def _draw(sheet, page: Page, office: str, formats: dict) -> None:
    """What to do and the titles; the header; then the rows, their reasons first and always in sight."""
    top = _above(page, office)
    for number, (line, look) in enumerate(top):
        sheet.write_string(number, 0, line, formats[look])
    start, rows = len(top), page.rows
    ours = [" ".join(corrections.words(name)) for name in ("reason", "key")]
    columns = [
        [row.reasons for row in rows],
        *zip(*(row.cells for row in rows), strict=True),
        [row.key for row in rows],
    ]
    for number, (heading, texts) in enumerate(zip([ours[0], *page.headings, ours[1]], columns, strict=True)):
        _draw_column(sheet, start, number, heading, texts, formats)
    for number, row in enumerate(rows, start + 1):
        for place, why in row.wrong.items():
            sheet.write_string(number, place + 1, row.cells[place][:LONGEST_CELL], formats["red"])
            sheet.write_comment(number, place + 1, why[:LONGEST_CELL], NOTE)
    for place, words in page.choices.items():
        if len(",".join(words)) <= LONGEST_LIST:
            offered = {"validate": "list", "source": words, "show_error": False}  # other words are understood too
            sheet.data_validation(start + 1, place + 1, start + len(rows), place + 1, offered)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{start + len(rows) + 1}"})
    sheet.freeze_panes(start + 1, 1)


def _draw_column(sheet, start: int, number: int, heading: str, texts: Sequence[str], formats: dict) -> None:
    """Heading and cells, every one as text, so that nothing in it is computed."""
    is_ours = heading in [" ".join(corrections.words(name)) for name in ("reason", "key")]
    look = "plain" if not is_ours else "why" if number == 0 else "grey"
    sheet.write_string(start, number, heading[:LONGEST_CELL], formats["header"])
    sheet.set_column(number, number, WIDEST if is_ours else width([heading, *texts]), formats["plain"])
    for row, text in enumerate(texts, start + 1):
        sheet.write_string(row, number, text[:LONGEST_CELL], formats[look])


def _above(page: Page, office: str) -> list[tuple[str, str]]:
    """The lines above the header, each in one cell: a header has several."""
    lines = []
    for lang in LANGUAGES:
        words = Words(lang)
        told = [words("workbook.legend") + words("workbook.to_do", office=office or words("workbook.office"))]
        told += [words("workbook.more", n=page.more)] if page.more else []
        lines.append((words.sentences(told), "red"))
    source = corrections.words("source")[0] + page.source
    return [*lines, (source, "note"), *((title, "plain") for title in page.titles)]


def width(texts: Sequence[str]) -> int:
    """How wide a column must be: a Chinese character takes the room of two others, and three bytes."""
    longest = max((len(text) + len(text.encode())) // 2 for text in {text[:WIDEST] for text in texts})
    return min(max(longest + 2, 8), WIDEST)
