"""No silent choice: what is certain is said by the file, everything else is listed for the office.

Files are read a second time here, by openpyxl and csv. What intake says it reads from each sheet (its match) is held against what
really stands there: every column with values is read or named in `intake.assumptions`, every row is a record or counted there, and
where a default, the whole area, a year or one of several columns was chosen, it says so. All records are invented.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pandas
import pytest
import xlrd
from documents import files, sections

from pipelines import example
from pipelines.cleaning import staging
from pipelines.reading.grids import letters
from tests.conftest import AREAS, Office

pytestmark = pytest.mark.slow  # each test takes in an office of its own

HERE = Path(__file__).parent
CASES = Path(os.environ.get("JIPING_SHARED", "")) / "cases"
FORMS = HERE.parent / "pipelines" / "forms"
SETTINGS = 'name = "清江浦区"\nroot_area = "320812"\n'
MARKS = re.compile(r"[\s*:：。._\"'“”‘’、,，\-]")
WITHOUT_YEAR = re.compile(r"^\d{1,2}(月\d{1,2}日?|[./-]\d{1,2})$")
PLACES = ("area", "site")
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
# Not read here: quotation marks that do not close, which csv takes for one long cell; workbooks saved as XML, pages saved as mail or
# with several tables; and sheets that intake takes apart, several events in a row or tables side by side (F:I).
UNREAD = re.compile(r"stray_quotation_marks|web_pages_under|\.xls › .|[A-Z]:[A-Z]+$")


@dataclass
class Read:
    """A sheet as intake took it, and as it stands in its file."""

    match: object
    told: dict[str, list[str]]  # the sentences of each kind of assumption
    counts: Counter  # how many each kind is about
    ledger: dict
    grid: list[list[str]]

    @property
    def place(self) -> str:
        return f"{self.ledger['file']} › {self.ledger['sheet']}"

    @property
    def used(self) -> set[int]:
        """The columns of which something is read: one that is only a part of a field counts where the whole is made of it."""
        subs = [self.match.subs[i - self.match.width].columns for i in self.columns if i >= self.match.width]
        return {i for i in self.columns if i < self.match.width} | {i for parts in subs for i in parts}

    @property
    def columns(self) -> set[int]:
        return {*self.match.columns.values(), *self.match.items.values()}

    def cells(self, column: int) -> list[str]:
        """What stands below the header in a column."""
        below = self.grid[self.match.header_row :]
        return [row[column] for row in below if column < len(row) and row[column].strip()]

    def header(self, column: int) -> str:
        """The lowest cell of the header in a column."""
        rows = self.grid[self.match.top - 1 : self.match.header_row]
        said = [row[column] for row in rows if column < len(row) and row[column].strip()]
        return " ".join(said[-1].split()) if said else ""

    @property
    def sentences(self) -> str:
        return "\n".join(sentence for several in self.told.values() for sentence in several)


def grids(path: Path) -> dict[str, list[list[str]]]:
    """The texts of every sheet of a file by its name, as another reader sees them; {} for what only intake reads."""
    if path.suffix == ".xlsx" and path.read_bytes()[:2] == b"PK":
        book = openpyxl.load_workbook(path)
        return {
            page.title: [["" if v is None else str(v) for v in row] for row in page.iter_rows(values_only=True)]
            for page in book.worksheets
        }
    data = path.read_bytes()
    if data[:4] == OLD_WORKBOOK:
        book = xlrd.open_workbook(path, encoding_override="gbk", formatting_info=True)
        return {page.name: _old_page(page) for page in book.sheets()}
    if b"<table" in data.lower() and b"urn:schemas-microsoft-com:office:spreadsheet" not in data:
        return _web_page(data)
    if path.suffix not in (".csv", ".txt", ".tsv") or UNREAD.search(str(path)):
        return {}
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    mark = max(",\t;，|", key=lambda m: text[:2000].count(m))
    return {"": list(csv.reader(text.splitlines(keepends=True), delimiter=mark))}


def _old_page(page) -> list[list[str]]:
    """The texts of a sheet; what is merged stands in all its cells."""
    rows = [[str(cell) for cell in page.row_values(number)] for number in range(page.nrows)]
    for top, bottom, left, right in page.merged_cells:
        for row in rows[top:bottom]:
            row[left:right] = [rows[top][left]] * (right - left)
    return rows


def _web_page(data: bytes) -> dict[str, list[list[str]]]:
    """The one table of a page; of several nobody says here which sheet is which."""
    for encoding in ("utf-16", "utf-8", "gb18030") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "gb18030"):
        try:
            page = re.sub(
                "<(/?)th(?=[ >])", r"<\1td", data.decode(encoding), flags=re.IGNORECASE
            )  # a row as the others
            tables = pandas.read_html(io.StringIO(page), header=None, keep_default_na=False)
        except UnicodeDecodeError:
            continue
        return {"": tables[0].astype(str).to_numpy().tolist()} if len(tables) == 1 else {}
    return {}


def take_in(root: Path) -> list[Read]:
    """Everything in a workspace that intake understood."""
    office, matches, recognise = Office(root), [], staging.recognise

    def noting(sheet, forms):
        matches.append((sheet.file, sheet.name, match := recognise(sheet, forms)))
        return match

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staging, "recognise", noting)
        office.build()
    told = {}
    for file, sheet, kind, n, zh in office.rows("SELECT file, sheet, kind, n, zh FROM intake.assumptions"):
        told.setdefault((file, sheet), []).append((kind, n, zh))
    with office.workspace.connect() as con:
        rows = con.execute("FROM intake.ledger WHERE status = 'read'")
        names = [column[0] for column in rows.description]
        ledger = {
            (line["file"], line["sheet"]): line for line in (dict(zip(names, r, strict=True)) for r in rows.fetchall())
        }
    opened = {file: grids(office.workspace.raw / file) for file in {file for file, *_ in matches}}
    return [
        Read(match, *_said(told.get((file, name), [])), ledger[file, name], _part(opened[file], name))
        for file, name, match in matches
        if (file, name) in ledger
    ]


def _part(pages: dict[str, list[list[str]]], name: str) -> list[list[str]]:
    """The rows of a sheet, or of a table that stands below another in it: Sheet1 5:9."""
    page, _, between = name.rpartition(" ")
    rows = re.fullmatch(r"(\d+):(\d+)", between)
    return pages.get(page, [])[int(rows[1]) - 1 : int(rows[2])] if rows else pages.get(name, [])


def _said(told: list[tuple[str, int, str]]) -> tuple[dict[str, list[str]], Counter]:
    sentences, counts = {}, Counter()
    for kind, n, zh in told:
        sentences.setdefault(kind, []).append(zh)
        counts[kind] += n
    return sentences, counts


def documents(with_settings: bool) -> dict[str, list]:
    """The files of every example of every kind, of those that bring questionnaires or forms of their own, or of the others."""
    found = {}
    for path in sorted((HERE / "kinds").glob("*.md")):
        for number, (_, text) in enumerate(sections(path.read_text(encoding="utf-8"), 2)):
            written = files(text)
            if any(file.match["path"].endswith(".toml") for file in written) == with_settings:
                found[f"{path.stem}/{number}"] = written
    return found


def cases(with_settings: bool) -> list[Path]:
    return [
        p
        for p in sorted(CASES.glob("*"))
        if any((p / own).exists() for own in ("questionnaires", "forms")) == with_settings
    ]


def opened(root: Path) -> Path:
    (root / "data" / "raw").mkdir(parents=True)
    (root / "jiping.toml").write_text(SETTINGS, encoding="utf-8")
    (root / "data" / "raw" / "区划.csv").write_text(AREAS, encoding="utf-8")
    return root


def in_one(sources: dict[str, list], root: Path) -> Path:
    for name, written in sources.items():
        for file in written:
            file.write(root, name)
    return root


@pytest.fixture(scope="module")
def everyday(tmp_path_factory) -> list[Read]:
    return take_in(in_one(documents(False), opened(tmp_path_factory.mktemp("documents") / "office")))


@pytest.fixture(scope="module")
def kept_cases(tmp_path_factory) -> list[Read]:
    root = tmp_path_factory.mktemp("cases") / "office"
    for case in cases(False):
        shutil.copytree(case / "data" / "raw", root / "data" / "raw" / case.name, copy_function=shutil.copyfile)
        (root / "data" / "raw" / case.name).chmod(0o755)
    if not root.exists():
        pytest.skip("no cases beside the project")
    (root / "jiping.toml").write_text(SETTINGS, encoding="utf-8")
    return take_in(root)


def columns_in_silence(sheet: Read) -> list[str]:
    """Columns with values that are neither read nor named."""
    width = max(map(len, sheet.grid))
    left_out = [i for i in range(width) if i not in sheet.used and sheet.cells(i)]
    named = lambda i: (sheet.header(i) or f"{letters(i)} 列") in sheet.sentences  # noqa: E731
    masked = "***" in sheet.sentences  # a header with so many digits that it may be somebody's
    return [f"{letters(i)} {sheet.header(i)}" for i in left_out if not named(i) and not masked]


def rows_in_silence(sheet: Read) -> list[str]:
    """How many rows there are down to the last that holds something (blank ones may follow), and how many are told of: records,
    the header, and what is listed as none."""
    listed = sum(
        n
        for kind, n in sheet.counts.items()
        if kind.startswith("rows_") and kind not in ("rows_are_respondents", "rows_alike")
    )
    told = sheet.ledger["header_rows"] + sheet.ledger["read"] + sheet.ledger["elsewhere"] + listed
    held = max(number for number, row in enumerate(sheet.grid, 1) if any(cell.strip() for cell in row))
    return [] if held <= told <= len(sheet.grid) else [f"{held} rows, {told} told of"]


def choices_in_silence(sheet: Read) -> list[str]:
    """What was chosen for the office and is not listed."""
    form, match, found = sheet.match.form, sheet.match, []
    if (
        any(f.default is not None and f.type != "text" and n not in match.columns for n, f in form.fields.items())
        and "default" not in sheet.told
    ):
        found.append("default")
    placed = {
        f.type
        for name, f in form.fields.items()
        if name in match.columns and (f.type != "area" or f.required or form.is_step(name))
    }
    if "area" in form.fields and form.fields["area"].required and form.fields["area"].type == "area":
        found += [] if placed & set(PLACES) or {"area_root", "heading_filled"} & {*sheet.told} else ["area"]
    days = [
        i
        for n, i in match.columns.items()
        if form.fields[n].type == "date" and not form.fields[n].own_year and i < match.width
    ]
    if any(WITHOUT_YEAR.match(cell.strip()) for i in days for cell in sheet.cells(i)):
        found += (
            []
            if any(kind.startswith(("year", "heading_year")) for kind in sheet.told) or not sheet.ledger["clean"]
            else ["year"]
        )
    return found + [
        f"one of two: {header}"
        for header in _rivals(sheet)
        if header not in "\n".join(sheet.told.get("column_rival", []))
    ]


def _rivals(sheet: Read) -> list[str]:
    """Columns left out whose header the form's own file lists for a field that another column was read for."""
    path = FORMS / f"{sheet.match.form.name}.toml"
    listed = (
        tomllib.loads(path.read_text(encoding="utf-8"))["fields"] if path.exists() else {}
    )  # a workspace's own is not
    known = {MARKS.sub("", header): name for name, field in listed.items() for header in field["headers"]}
    left_out = [
        i for i in range(sheet.match.width) if i not in sheet.used and sheet.cells(i) and i not in sheet.match.others
    ]
    return [h for i in left_out if known.get(MARKS.sub("", h := sheet.header(i))) in sheet.match.columns]


def assert_nothing_is_chosen_in_silence(sheets: list[Read]) -> None:
    compared = [sheet for sheet in sheets if sheet.grid]
    assert compared and [sheet.place for sheet in sheets if not sheet.grid and not UNREAD.search(sheet.place)] == []
    found = {}
    for sheet in compared:
        faults = [
            *columns_in_silence(sheet),
            *choices_in_silence(sheet),
            *rows_in_silence(sheet),
        ]
        if faults:
            found[sheet.place] = faults
    assert found == {}


def test_of_every_document(everyday):
    assert_nothing_is_chosen_in_silence(everyday)


def test_of_every_case(kept_cases):
    assert_nothing_is_chosen_in_silence(kept_cases)


@pytest.mark.slow
def test_of_the_example(tmp_path):
    example.write(tmp_path / "data" / "raw" / "example", scale=0.1)
    (tmp_path / "jiping.toml").write_text(SETTINGS, encoding="utf-8")
    assert_nothing_is_chosen_in_silence(take_in(tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("name", documents(True))
def test_of_a_document_with_questionnaires_or_forms_of_its_own(tmp_path, name):
    assert_nothing_is_chosen_in_silence(take_in(in_one({name: documents(True)[name]}, opened(tmp_path / "office"))))


@pytest.mark.slow
@pytest.mark.parametrize("case", cases(True), ids=lambda path: path.name)
def test_of_a_case_with_questionnaires_of_its_own(tmp_path, case):
    shutil.copytree(case, tmp_path / "office", copy_function=shutil.copyfile)
    (tmp_path / "office" / "data").chmod(0o755)
    assert_nothing_is_chosen_in_silence(take_in(tmp_path / "office"))
