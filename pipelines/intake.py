"""Files as received → clean records, returned rows and duplicates, counted so that every row is accounted for."""

from __future__ import annotations

import datetime
import hashlib
import re
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.workspace import Fault, Workspace
from pipelines import cleaning, forms, places, sheets
from pipelines.forms import Form
from pipelines.privacy import add_pseudonym_macro
from pipelines.recognise import Match, recognise

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).parent
REGISTERS = ("areas", "sites")  # other records refer to them, so they are completed first
NOT_RECORDS = (".md", ".toml")  # notes that lie beside the records
MANY_CODES = 12  # choices shown in a reason


@dataclass
class Entry:
    """A line of the ledger: one sheet of one file, or a file that could not be read."""

    file: str
    sheet: str = ""
    form: str | None = None
    encoding: str = ""
    bytes: int = 0
    sha256: str = ""
    lines: int = 0
    header_rows: int = 0
    skipped: int = 0  # titles, blank rows, totals, footers, repeated headers
    read: int = 0
    clean: int = 0
    returned: int = 0
    duplicate: int = 0
    superseded: int = 0
    status: str = "read"  # or set_aside (understood by no form), failed (could not be read)
    note_zh: str = ""
    note_en: str = ""


def files(workspace: Workspace) -> list[Path]:
    """The files received, in a fixed order: of two that tell of the same record the later in this order wins."""
    found = (p for p in workspace.raw.rglob("*") if p.is_file() and not p.name.startswith((".", "~$")))
    return sorted(
        (p for p in found if p.suffix.lower() not in NOT_RECORDS), key=lambda p: p.relative_to(workspace.raw).as_posix()
    )


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes; empty where it cannot be read (intake says why)."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def take_in(
    con: duckdb.DuckDBPyConnection, workspace: Workspace, key: bytes, progress: Callable[[int, int], None]
) -> list[Entry]:
    """Read every file into `clean.*` and `intake.*` of the open warehouse `con`; returns the ledger.

    One unreadable file never stops the others. Raises Fault when a form or questionnaire is wrong.
    """
    con.execute((HERE / "macros.sql").read_text(encoding="utf-8"))
    add_pseudonym_macro(con, key)
    known, questionnaires = forms.load(workspace), forms.load_questionnaires(workspace)
    con.execute("CREATE SCHEMA clean; CREATE SCHEMA intake; CREATE SCHEMA calendar")
    con.execute("CREATE TEMP TABLE headers (file VARCHAR, sheet VARCHAR, field VARCHAR, header VARCHAR)")
    for name, form in known.items():
        columns = ", ".join(f"{column} {type_}" for column, type_ in cleaning.staged_columns(form).items())
        con.execute(f"CREATE TEMP TABLE staged_{name} ({columns})")
    ledger = _stage_all(con, workspace, forms.recognisable(known, questionnaires), progress)
    _seed_root(con, workspace)
    for name in sorted(known, key=lambda n: (n not in REGISTERS, REGISTERS.index(n) if n in REGISTERS else 0, n)):
        _finish(con, known[name], workspace)
        if name == "areas":
            places.build_area_names(con)
        if name == "sites":
            places.build_site_names(con)
    _unfold_answers(con, known, questionnaires)
    _build_calendar(con, known, workspace.settings.report_deadline_days)
    _write_returned(con, known)
    return _write_ledger(con, known, ledger)


def _stage_all(con, workspace: Workspace, choices: list[Form], progress) -> list[Entry]:
    """Type every sheet into its form's staging table."""
    ledger: list[Entry] = []
    paths = files(workspace)
    with tempfile.TemporaryDirectory(prefix="jiping-") as scratch:
        for number, path in enumerate(paths):
            progress(number, len(paths))
            ledger += _stage_file(con, workspace, path, choices, Path(scratch))
    progress(len(paths), len(paths))
    return ledger


def _stage_file(con, workspace: Workspace, path: Path, choices: list[Form], scratch: Path) -> Iterator[Entry]:
    name = path.relative_to(workspace.raw).as_posix()
    entry = Entry(name, sha256=digest(path))
    try:
        entry.bytes = path.stat().st_size
        if not path.resolve().is_relative_to(workspace.raw.resolve()):
            raise Fault(
                f"{name}: a link out of the workspace. Copy the file itself in.",
                f"{name}:链接指向工作区之外,请放入文件本身。",
            )
        if path.suffix.lower() not in sheets.TEXT_SUFFIXES + sheets.WORKBOOK_SUFFIXES:
            raise Fault(
                f"{name}: not a table. Send CSV, XLSX, XLS or ODS.",
                f"{name}:不是表格文件,请报送 CSV、XLSX、XLS 或 ODS。",
            )
        found, hidden = sheets.read(path, name, scratch)
    except Fault as fault:
        yield Entry(**asdict(entry) | {"status": "failed", "note_zh": fault.zh, "note_en": fault.en})
        return
    received = datetime.date.fromtimestamp(path.stat().st_mtime)
    for sheet in found:
        yield _stage_sheet(
            con,
            workspace,
            sheet,
            choices,
            Entry(**asdict(entry) | {"sheet": sheet.name, "encoding": sheet.encoding}),
            received,
        )
    for title in hidden:
        note = {"note_zh": "隐藏的工作表,未读取", "note_en": "hidden sheet, not read"}
        yield Entry(**asdict(entry) | {"sheet": title, "status": "set_aside"} | note)


def _stage_sheet(
    con, workspace: Workspace, sheet: sheets.Sheet, choices: list[Form], entry: Entry, received: datetime.date
) -> Entry:
    try:
        match = recognise(sheet, choices)
    except Fault as fault:
        entry.status, entry.note_zh, entry.note_en = "set_aside", fault.zh, fault.en
        entry.lines = sheet.count_rows()
        return entry
    entry.form, entry.header_rows = match.form.name, match.header_row
    relation = sheet.relation(con, match.header_row, len(match.labels))
    names = {"file": Path(sheet.file).stem, "sheet": sheet.name}
    select = cleaning.stage(match, relation, names)
    values = {"file": sheet.file, "sheet": sheet.name, "year": _year(sheet, match), "received": received}
    for name, value in values.items():
        con.execute(f"SET VARIABLE {name} = $value", {"value": value})
    con.execute(f"CREATE OR REPLACE TEMP TABLE incoming AS {select}")
    con.execute(
        f"INSERT INTO staged_{match.form.name} BY NAME SELECT * EXCLUDE class FROM incoming WHERE class = 'record'"
    )
    entry.read, rows = con.execute("SELECT count(*) FILTER (class = 'record'), count(*) FROM incoming").fetchone()
    entry.lines, entry.skipped = rows + match.header_row, rows - entry.read
    headers = [(sheet.file, sheet.name, name, match.labels[i]) for name, i in match.columns.items()]
    con.executemany("INSERT INTO headers VALUES (?, ?, ?, ?)", headers)
    return entry


def _padded(code: str) -> str:
    """A division code in full (12 digits), as the macro as_area_code writes it."""
    return code.ljust(12, "0") if code.isdigit() else code.upper()


def _year(sheet: sheets.Sheet, match: Match) -> str | None:
    """The year that titles, sheet name or file name give to dates written without one."""
    titles = [cell for row in sheet.head[: match.header_row] for cell in row]
    years = (re.search(r"(?<!\d)(19|20)\d\d(?!\d)", text) for text in [*titles, sheet.name, Path(sheet.file).stem])
    return next((year.group() for year in years if year), None)


def _seed_root(con, workspace: Workspace) -> None:
    """The office's own area is in the register even when nobody sent it."""
    code = _padded(workspace.settings.root_area)
    con.execute(
        """INSERT INTO staged_areas BY NAME SELECT $code AS area, $name AS name, 'county' AS level, [] AS problems
        WHERE NOT EXISTS (FROM staged_areas WHERE area = $code AND len(problems) = 0)""",
        {"code": code, "name": workspace.settings.name},
    )


def _finish(con, form: Form, workspace: Workspace) -> None:
    """Look up places, apply rules, tell persons and duplicates apart; fill `judged_<form>` and `clean.<form>`."""
    name = form.name
    looked_up = (
        f"SELECT * FROM staged_{name}"
        if name == "areas"
        else places.resolved(form, f"staged_{name}", _padded(workspace.settings.root_area))
    )
    rules = [
        f"CASE WHEN NOT ({r.check}) THEN {{'field': '{r.field}', 'value': '***', 'reason': 'rule:{i}'}} END"
        if form.fields[r.field].is_private
        else f"CASE WHEN NOT ({r.check}) THEN {{'field': '{r.field}', 'value': coalesce({r.field}::VARCHAR, ''), 'reason': 'rule:{i}'}} END"
        for i, r in enumerate(form.rules)
    ]
    judged = f"list_concat(problems, list_filter([{', '.join(rules) or 'NULL'}]::{cleaning.PROBLEMS}, lambda p: p IS NOT NULL))"
    replaced = "".join(f", {sql} AS {column}" for column, sql in form.derived.items() if column in form.fields)
    derived = "".join(f", {sql} AS {column}" for column, sql in form.derived.items() if column not in form.fields)
    who = f", {cleaning.person(form)}" if form.has_person else ""
    columns = list(form.columns) + (["questionnaire"] if form.questionnaires else [])
    key = ", ".join(form.key or columns)
    try:
        con.execute(f"""
            CREATE TEMP TABLE judged_{name} AS
            WITH looked_up AS ({looked_up}),
            ruled AS (SELECT * REPLACE ({judged} AS problems {replaced}) {derived} {who} FROM looked_up),
            hashed AS (SELECT *, hash({", ".join(columns)}) AS content, len(problems) = 0 AS sound FROM ruled),
            ranked AS (SELECT *, row_number() OVER w AS place, first_value(content) OVER w AS winner FROM hashed
                       WINDOW w AS (PARTITION BY sound, {key} ORDER BY file DESC NULLS LAST, sheet DESC, row DESC))
            SELECT * EXCLUDE (content, sound, place, winner),
                CASE WHEN NOT sound THEN 'returned' WHEN place = 1 THEN 'clean' WHEN content = winner THEN 'duplicate' ELSE 'superseded' END AS status
            FROM ranked""")
    except _sql_errors() as error:
        raise Fault(
            f"pipelines/forms/{name}.toml: a rule or derived column cannot be computed: {str(error).splitlines()[0]}"
        ) from None
    if not form.questionnaires:
        parent = _parents(con) if name == "areas" else ""
        con.execute(f"""CREATE TABLE clean.{name} AS SELECT {", ".join(columns)}, file, sheet, row FROM judged_{name}
            WHERE status = 'clean' ORDER BY file NULLS FIRST, sheet, row; {parent}""")


def _sql_errors() -> tuple[type[Exception], ...]:
    import duckdb

    return (duckdb.Error,)


def _parents(con) -> str:
    """An area whose parent is not stated lies in the one whose code its own begins with, where that is in the register."""
    return """UPDATE clean.areas SET parent = CASE level WHEN 'village' THEN area[1:9] || '000' WHEN 'street' THEN area[1:6] || '000000'
            WHEN 'county' THEN area[1:4] || '00000000' WHEN 'city' THEN area[1:2] || '0000000000' END
        WHERE parent IS NULL AND regexp_matches(area, '^\\d{12}$');
        UPDATE clean.areas SET parent = NULL WHERE parent NOT IN (SELECT area FROM clean.areas) OR parent = area"""


def _unfold_answers(con, known: dict[str, Form], questionnaires: dict[str, forms.Questionnaire]) -> None:
    """Respondents → one row per respondent × item, marked against the answer key. A blank answer was asked and is not correct."""
    rows = [
        (
            name,
            code,
            item.topic,
            item.kind,
            "".join(sorted(item.correct)).upper(),
            float(item.points),
            q.pass_points and float(q.pass_points),
        )
        for name, q in questionnaires.items()
        for code, item in q.items.items()
    ]
    con.execute(
        "CREATE TEMP TABLE items (questionnaire VARCHAR, item VARCHAR, topic VARCHAR, kind VARCHAR, key VARCHAR, worth DOUBLE, pass_points DOUBLE)"
    )
    if rows:
        con.executemany("INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    for form in (f for f in known.values() if f.questionnaires):
        columns = ", ".join(f"r.{c}" for c in form.columns if c != "answers")
        con.execute(f"""
            CREATE TABLE clean.{form.name} AS
            WITH given AS (SELECT *, unnest(answers) AS given FROM judged_{form.name} WHERE status = 'clean')
            SELECT {columns}, r.questionnaire, i.item, i.topic, i.kind, nullif(r.given.answer, '') AS answer,
                coalesce(choices(r.given.answer) = i.key, false) AS correct, CASE WHEN correct THEN i.worth ELSE 0 END AS points, i.pass_points,
                r.file, r.sheet, r.row
            FROM given r JOIN items i ON i.questionnaire = r.questionnaire AND i.item = r.given.item
            ORDER BY r.file, r.sheet, r.row, i.item""")


def _build_calendar(con, known: dict[str, Form], deadline_days: int) -> None:
    """Every quarter from the first dated record to the last."""
    dated = [
        f"SELECT {f.dated_by}::VARCHAR AS said, '{f.fields[f.dated_by].type}' AS type FROM clean.{f.name}"
        for f in known.values()
        if f.dated_by
    ]
    con.execute(f"""
        CREATE TABLE calendar.quarters AS
        WITH days AS (SELECT CASE type WHEN 'quarter' THEN make_date(said[1:4]::INT, said[6]::INT * 3 - 2, 1) ELSE said::DATE END AS day
                      FROM ({" UNION ALL ".join(dated)})),
        starts AS (SELECT unnest(generate_series(date_trunc('quarter', min(day)), max(day), INTERVAL 3 MONTH))::DATE AS starts_on FROM days)
        SELECT year(starts_on) || 'Q' || quarter(starts_on) AS quarter, year(starts_on)::INTEGER AS year, quarter(starts_on)::INTEGER AS number,
            starts_on, (starts_on + INTERVAL 3 MONTH - INTERVAL 1 DAY)::DATE AS ends_on, (ends_on + {deadline_days})::DATE AS reports_due_on
        FROM starts ORDER BY starts_on""")


def _write_returned(con, known: dict[str, Form]) -> None:
    """`intake.returned`: one row per reason, in words; private values are masked."""
    import pyarrow as pa

    columns = ("form", "field", "reason", "label", "zh", "en")
    con.register("reasons", pa.table(dict(zip(columns, zip(*_reasons(known), strict=True), strict=True))))
    problems = " UNION ALL BY NAME ".join(
        f"SELECT '{name}' AS form, file, sheet, row, unnest(problems) AS problem FROM judged_{name} WHERE status = 'returned'"
        for name in known
    )
    con.execute(f"""
        CREATE TABLE intake.returned AS
        SELECT CASE WHEN contains(p.file, '/') THEN split_part(p.file, '/', 1) ELSE '' END AS unit, p.file, p.sheet, p.row, p.form,
            p.problem.field AS field, coalesce(h.header, r.label) AS header, coalesce(p.problem.value, '') AS value, p.problem.reason AS reason, r.zh, r.en
        FROM ({problems}) p
        LEFT JOIN headers h ON h.file = p.file AND h.sheet = p.sheet AND h.field = p.problem.field
        LEFT JOIN reasons r ON r.form = p.form AND r.field = p.problem.field AND r.reason = p.problem.reason
        ORDER BY p.file, p.sheet, p.row, field, reason""")


def _reasons(known: dict[str, Form]) -> Iterator[tuple[str, ...]]:
    """What can be wrong with each field, in words."""
    words = tomllib.loads((HERE / "reasons.toml").read_text(encoding="utf-8"))
    for form in known.values():
        for name, field in form.fields.items():
            shown = [labels[0] for labels in field.codes.values() if labels][:MANY_CODES]
            bounds = f"{'' if field.min is None else field.min}~{'' if field.max is None else field.max}"
            choices = {"zh": "、".join(shown) or bounds, "en": ", ".join(field.codes) or bounds}
            for reason, text in words.items():
                yield (
                    form.name,
                    name,
                    reason,
                    field.headers[0] if field.headers else name,
                    *(text[lang].replace("{choices}", choices[lang]) for lang in ("zh", "en")),
                )
        for i, rule in enumerate(form.rules):
            yield form.name, rule.field, f"rule:{i}", form.fields[rule.field].headers[0], rule.zh, rule.en


def _write_ledger(con, known: dict[str, Form], ledger: list[Entry]) -> list[Entry]:
    """Complete the ledger with what became of each row, assert that none is missing, and store it."""
    union = " UNION ALL ".join(
        f"SELECT file, sheet, status FROM judged_{name} WHERE file IS NOT NULL" for name in known
    )
    counts = con.execute(f"SELECT file, sheet, status, count(*) FROM ({union}) GROUP BY ALL").fetchall()
    by_sheet: dict[tuple[str, str], dict[str, int]] = {}
    for file, sheet, status, n in counts:
        by_sheet.setdefault((file, sheet), {})[status] = n
    for entry in ledger:
        found = by_sheet.get((entry.file, entry.sheet), {}) if entry.status == "read" else {}
        entry.clean, entry.returned, entry.duplicate, entry.superseded = (
            found.get(s, 0) for s in ("clean", "returned", "duplicate", "superseded")
        )
        accounted = entry.clean + entry.returned + entry.duplicate + entry.superseded
        if entry.read != accounted:
            raise AssertionError(f"{entry.file} › {entry.sheet}: {entry.read} rows read but {accounted} accounted for")
    columns = {name: {"int": "BIGINT"}.get(str(f.type), "VARCHAR") for name, f in Entry.__dataclass_fields__.items()}
    con.execute(f"CREATE TABLE intake.ledger ({', '.join(f'{n} {t}' for n, t in columns.items())})")
    if ledger:
        con.executemany(
            f"INSERT INTO intake.ledger VALUES ({', '.join('?' * len(columns))})",
            [list(asdict(e).values()) for e in ledger],
        )
    return ledger
