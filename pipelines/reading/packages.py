"""The ZIP package that an XLSX or ODS workbook is: what it unpacks to, and sheets whose few cells stand far apart."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from indicators.workspace import Fault
from pipelines.reading.grids import letters, number

UNPACKED_LIMIT = 2 * 1024**3
RATIO_LIMIT = 250  # a spreadsheet shrinks ten to fifty times; only made-up ones shrink more
RATIO_FROM = 32 * 1024**2  # below this size a package does no harm
LAST_ROW = 1_048_576  # of a workbook's sheet
DENSE_CELLS = 20_000_000  # the reader holds the whole used range: more cells than this are first moved together
CHUNK = 1 << 22
ROW = re.compile(rb'row r="(\d+)"')
WIDE = re.compile(rb' r="([A-Z]{2,3})\d')
CELL = re.compile(rb'<(?:\w+:)?c\b([^>]*?)\br="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)', re.DOTALL)
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


@dataclass
class Moved:
    """A sheet whose cells were moved together: where its rows and columns (from 0) really are, and its merged cells."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    spans: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass
class Package:
    """A checked package: the whole of it where cells were moved, the sheets so changed, and whether a cell
    holds an error or a formula."""

    content: bytes | None = None
    moved: dict[str, Moved] = field(default_factory=dict)
    has_errors: bool = False
    has_formulas: bool = False
    is_open_document: bool = False
    sheets: dict[str, str] = field(default_factory=dict)  # the name of each by the member that holds it


def check(path: Path, file: str) -> Package:
    """Read the package through once. Raises Fault for an encrypted or damaged one and for one that unpacks to too much."""
    try:
        with zipfile.ZipFile(path) as package:
            _refuse_bombs(package, file)
            found, far = Package(is_open_document="content.xml" in package.namelist()), []
            for member in package.infolist():
                errors, formulas, cells = _survey(package, member)
                found.has_errors |= errors
                found.has_formulas |= formulas
                far += [member.filename] if cells > DENSE_CELLS else []
            if "xl/workbook.xml" in package.namelist():
                found.sheets = _sheet_names(package)
            return _move_together(package, far, found, file) if far else found
    except (zipfile.BadZipFile, EOFError, zipfile.zlib.error, NotImplementedError, ElementTree.ParseError) as error:
        raise damaged(file, error) from None


def damaged(file: str, error: object) -> Fault:
    return Fault(
        f"{file}: not a readable workbook ({error}). Open and save it again in Excel, or ask for it again.",
        f"{file}：工作簿已损坏或不完整，请用 Excel 打开另存，或请该单位重报。",
    )


def encrypted(file: str) -> Fault:
    return Fault(
        f"{file}: the workbook is encrypted. Ask the unit to send it without a password.",
        f"{file}：工作簿已加密，请该单位去掉密码后重报。",
    )


def _refuse_bombs(package: zipfile.ZipFile, file: str) -> None:
    members = package.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise encrypted(file)
    size = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if size > UNPACKED_LIMIT or (size > RATIO_FROM and size / packed > RATIO_LIMIT):
        raise Fault(
            f"{file}: unpacks to {size / 1024**2:,.0f} MiB from {packed / 1024**2:,.1f} MiB, which no table does. It was not opened; ask the unit for the table alone.",
            f"{file}：解压后达 {size / 1024**2:,.0f} MiB（压缩后 {packed / 1024**2:,.1f} MiB），不像正常表格，没有打开，请该单位只报送表格本身。",
        )


def _survey(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[bool, bool, int]:
    """Whether a cell holds an error, whether one holds a formula, and how many cells the used range has at most; reading it to the end checks it too."""
    is_sheet = member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml")
    errors, formulas, rows, widest, tail = False, False, 0, 26, b""
    with package.open(member) as stream:
        while chunk := stream.read(CHUNK):
            if is_sheet:
                text = tail + chunk
                errors = errors or b't="e"' in text
                formulas = formulas or b"<f" in text or b":f" in text
                last = text.rfind(b"row r=")
                rows = max([rows, *(int(n) for n in ROW.findall(text, max(last, 0)))])
                widest = max([widest, *(number(found.decode()) + 1 for found in set(WIDE.findall(text)))])
                tail = chunk[-200:]
    return errors, formulas, rows * widest


def _move_together(package: zipfile.ZipFile, far: list[str], found: Package, file: str) -> Package:
    """The package with the filled cells of those sheets in neighbouring rows and columns."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for member in package.infolist():
            data = package.read(member)
            if member.filename in far:
                data, found.moved[found.sheets.get(member.filename, "")] = _moved(data, file)
            copy.writestr(member.filename, data)
    found.content = content.getvalue()
    return found


def _moved(xml: bytes, file: str) -> tuple[bytes, Moved]:
    rows: dict[int, int] = {}
    columns: dict[int, int] = {}
    parts = []
    for before, column, row, after, content in CELL.findall(xml):
        if content:
            i = rows.setdefault(int(row) - 1, len(rows))
            j = columns.setdefault(number(column.decode()), len(columns))
            parts.append((i, b'<c%b r="%b%d"%b>%b</c>' % (before, letters(j).encode(), i + 1, after, content)))
    if max(rows, default=0) >= LAST_ROW:
        raise damaged(file, f"row {max(rows) + 1:,} is beyond the last")
    if len(rows) * len(columns) > DENSE_CELLS:
        raise Fault(
            f"{file}: a sheet has {len(rows):,} rows and {len(columns):,} columns. Split it, or send it as CSV.",
            f"{file}：有工作表多达 {len(rows):,} 行、{len(columns):,} 列，请拆分，或改报 CSV。",
        )
    body, current = [], -1
    for i, cell in parts:
        body.append((b"</row>" if current >= 0 else b"") + b'<row r="%d">' % (i + 1) + cell if i != current else cell)
        current = i
    spans = [(int(b) - 1, number(a.decode()), int(d) - 1, number(c.decode())) for a, b, c, d in MERGED.findall(xml)]
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%b%b</sheetData></worksheet>'
    return sheet % (b"".join(body), b"</row>" if parts else b""), Moved(list(rows), list(columns), spans)


def _sheet_names(package: zipfile.ZipFile) -> dict[str, str]:
    """The name of each sheet by the member that holds it."""
    targets = {
        link.get("Id"): link.get("Target", "").removeprefix("/xl/").removeprefix("xl/")
        for link in ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    }
    names = {}
    for element in ElementTree.fromstring(package.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            link = next((value for key, value in element.items() if key.endswith("}id")), None)
            names[f"xl/{targets.get(link)}"] = element.get("name")
    return names
