"""Web pages and XML spreadsheets under a workbook's name → the text of their tables, as systems export them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from indicators.workspace import Fault
from pipelines.reading.grids import Grid, Page, Span

MARKUP = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<\s*[!?a-z]", re.IGNORECASE | re.DOTALL)
SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
FEWEST = 2  # rows and columns of a table that is not there for the layout
PERCENT = re.compile(r"^Percent$|(?<!\")%(?!\")")
WIDEST = 16_384  # columns, as in a workbook: what claims to span more is no table


def is_markup(start: bytes) -> bool:
    """Whether a file that begins with `start` is HTML or XML: < and a name, whatever stands before or between them."""
    start = _narrow(start)
    return bool(MARKUP.match(start)) and b">" in start


def read(path: Path, file: str) -> list[Page]:
    """The tables of a page, or the sheets of an XML spreadsheet. Raises Fault where there are none."""
    from lxml import etree, html

    content = _narrow(path.read_bytes())
    try:
        if SPREADSHEET in content[:4096]:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
            pages = list(_sheets(etree.fromstring(content, parser)))
        else:
            pages = list(
                _tables(html.document_fromstring(content, parser=html.HTMLParser(encoding=_encoding(content))))
            )
    except (etree.LxmlError, ValueError):
        pages = []
    if not pages:
        raise Fault(
            f"{file}: a web page without a table. Open it in Excel, save it as an .xlsx workbook and send that.",
            f"{file}：是网页，里面没有表格，请用 Excel 打开后另存为 .xlsx 再报。",
        )
    return pages


def _narrow(content: bytes) -> bytes:
    """A text in UTF-16 in UTF-8."""
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return content.decode("utf-16", errors="ignore").encode() if wide else content


def _encoding(content: bytes) -> str | None:
    """UTF-8 where all of it is; else what the page says; else GB18030, for Chinese systems seldom say."""
    try:
        content.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return None if re.search(rb"charset\s*=", content[:4096], re.IGNORECASE) else "gb18030"


def _tables(page) -> Iterator[Page]:
    """The innermost tables: those around them are there for the layout."""
    for table in page.iter("table"):
        if next(table.iterdescendants("table"), None) is not None:
            continue
        rows = [
            [
                (" ".join(cell.text_content().split()), _span(cell, "colspan"), _span(cell, "rowspan"))
                for cell in row.iterchildren("td", "th")
            ]
            for row in table.iter("tr")
        ]
        caption = [[(text, 1, 1)] for c in table.iter("caption") if (text := " ".join(c.text_content().split()))]
        made = _page("", caption + rows)
        if len(made.grid.rows) >= FEWEST and len(made.grid.columns) >= FEWEST:
            yield made


def _span(cell, name: str) -> int:
    said = cell.get(name, "1").strip()
    return min(int(said), WIDEST) if said.isdigit() and int(said) else 1


def _sheets(book) -> Iterator[Page]:
    """The sheets of an XML spreadsheet of Excel 2003."""
    space = f"{{{SPREADSHEET.decode()}}}"
    percents = {
        style.get(f"{space}ID")
        for style in book.iter(f"{space}Style")
        for shape in style.iter(f"{space}NumberFormat")
        if PERCENT.search(shape.get(f"{space}Format", ""))
    }
    for sheet in book.iter(f"{space}Worksheet"):
        rows: list[list[tuple[str, int, int]]] = []
        for row in sheet.iter(f"{space}Row"):
            rows += [[]] * (int(row.get(f"{space}Index", len(rows) + 1)) - 1 - len(rows))
            cells: list[tuple[str, int, int]] = []
            for cell in row.iterchildren(f"{space}Cell"):
                missing = int(cell.get(f"{space}Index", 0)) - 1 - sum(width for _, width, _ in cells)
                cells += [("", 1, 1)] * max(0, missing)
                data = cell.find(f"{space}Data")
                text = "" if data is None else "".join(data.itertext())
                if data is not None and data.get(f"{space}Type") == "DateTime":
                    text = text.removesuffix(".000").replace("T", " ").removesuffix(" 00:00:00")
                style = cell.get(f"{space}StyleID") or row.get(f"{space}StyleID")
                if style in percents and data is not None and data.get(f"{space}Type") == "Number":
                    text = f"{Decimal(text) * 100:f}%"
                across, down = (int(cell.get(f"{space}Merge{way}", 0)) + 1 for way in ("Across", "Down"))
                cells.append((text, across, down))
            rows.append(cells)
        made = _page(sheet.get(f"{space}Name", ""), rows)
        if made.grid.columns:
            yield made


def _page(name: str, rows: Iterable[list[tuple[str, int, int]]]) -> Page:
    """Cells (text, columns and rows that they span) at their places; what one spans says the same all over."""
    texts: dict[int, dict[int, str]] = {}
    taken: set[tuple[int, int]] = set()
    spans: list[Span] = []
    height = 0
    for row, cells in enumerate(rows):
        column, height = 0, row + 1
        for text, across, down in cells:
            while (row, column) in taken:
                column += 1
            if across > 1 or down > 1:
                spans.append((row, column, row + down - 1, column + across - 1))
                taken |= {(r, c) for r in range(row + 1, row + down) for c in range(column, column + across)}
            texts.setdefault(column, {})[row] = text
            for more in range(1, across):
                texts.setdefault(column + more, {})
            column += across
    columns = {column: [cells.get(row, "") for row in range(height)] for column, cells in sorted(texts.items())}
    grid = Grid(range(1, height + 1), columns)
    grid.merge(spans)
    grid.trim()
    return Page(name, grid, spans)
