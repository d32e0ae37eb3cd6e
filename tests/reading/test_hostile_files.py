"""A file that cannot be read, that changes, or that is no file costs itself only; everything received is named."""

from __future__ import annotations

import errno
import itertools
import os
import socket
import zipfile

import pytest

from indicators.workspace import Fault
from pipelines.accounting import corrections
from pipelines.cleaning import staging, statement
from pipelines.reading import sheets, strangers
from tests.test_faults import jiping
from tests.test_intake import SITES

pytestmark = pytest.mark.slow  # each test takes in an office of its own

UPDATES = "村(社区),场所名称,更换日期\n柳园社区,柳园社区,2024-07-05\n"
BAD, GOOD = "甲/坏.csv", "甲/好.csv"


@pytest.fixture
def sent(office):
    office.write("甲/场所.csv", SITES)
    office.write(GOOD, UPDATES)
    office.write(BAD, UPDATES.replace("07-05", "08-05"))
    return office


def told(office) -> dict[str, tuple[str, str]]:
    return {file: rest for file, *rest in office.rows("SELECT file, status, note_zh FROM intake.ledger")}


def costs_itself_only(office, word: str, bad: str = BAD) -> None:
    office.build()
    status, note = told(office)[bad]
    assert status == "failed" and word in note and note.startswith(bad), note
    assert office.rows("SELECT file FROM clean.board_updates") == [(GOOD,)]


MOMENTS = {
    "before it is asked for": (strangers, "refuse"),
    "before it is opened": (sheets, "_refuse_by_size"),
    "before its text is read": (sheets.text_files, "read"),
    "after its header": (sheets, "_blocks"),
    "after its sheets": (staging, "_defaults"),
    "before it is staged": (corrections, "keys"),
}


def struck(path, what: str) -> None:
    if what == "appended":
        with path.open("a") as stream:
            stream.write("柳园社区,柳园社区,2024-09-05\n")
    else:
        path.unlink()
        path.mkdir() if what == "a folder" else None


def test_files_that_go_or_change_while_they_are_read_cost_themselves_only(sent, monkeypatch):
    """At every moment: the run ends well, and the next one takes what there is."""
    waiting = {}
    for number, (moment, what) in enumerate(itertools.product(MOMENTS, ("deleted", "appended", "a folder"))):
        name = f"甲/{what}{number}.csv"
        waiting[name] = moment
        sent.write(name, UPDATES.replace("柳园社区,2024", f"场所{number},2024"))

    def watched(moment, real):
        def called(*arguments, **named):
            for name in [n for n, when in waiting.items() if when == moment]:
                if any(name in str(getattr(a, "file", a)) for a in arguments):
                    del waiting[name]
                    struck(sent.root / "data/raw" / name, name[2:].rstrip("0123456789.csv"))
            return real(*arguments, **named)

        return called

    for moment, (where, name) in MOMENTS.items():
        monkeypatch.setattr(where, name, watched(moment, getattr(where, name)))
    sent.build()
    rows = "SELECT file, read FROM intake.ledger WHERE form = 'board_updates'"
    kept = dict(sent.rows(rows))
    assert not waiting and kept.pop(GOOD) == kept.pop(BAD) == 1
    assert all("appended" in name and n <= 2 for name, n in kept.items())
    status = {name: state for name, (state, _) in told(sent).items() if name.startswith(("甲/deleted", "甲/a folder"))}
    assert len(status) == 12 and set(status.values()) == {"failed"}
    monkeypatch.undo()
    sent.build()
    assert sorted(n for _, n in sent.rows(rows)) == [1, 1] + [2] * 6


def test_a_file_that_cannot_be_read_is_named(sent, monkeypatch):
    real = sheets.read

    def refused(path, *rest):
        if path.name == "坏.csv":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, *rest)

    monkeypatch.setattr(sheets, "read", refused)
    costs_itself_only(sent, "无法读取")


@pytest.mark.parametrize("where", [(staging, "recognise"), (corrections, "as_sent"), (statement, "select")])
def test_what_nobody_foresaw_costs_the_file_only_and_is_said(sent, monkeypatch, where):
    real = getattr(*where)

    def broken(thing, *rest):
        if getattr(thing, "file", "") == BAD:
            raise ZeroDivisionError("an invented mistake")
        return real(thing, *rest)

    monkeypatch.setattr(*where, broken)
    costs_itself_only(sent, "ZeroDivisionError")


def test_a_statement_that_fails_for_one_file_loses_no_other(sent, monkeypatch):
    real = statement.select
    monkeypatch.setattr(
        statement, "select",
        lambda source, *rest: f"SELECT * REPLACE (CASE WHEN file = '{BAD}' THEN error('invented') ELSE row END AS row) FROM ({real(source, *rest)})",
    )  # fmt: skip
    costs_itself_only(sent, "invented")
    assert [e.sha256 != "" for e in sent.build().ledger if e.file == BAD] == [True]  # known: the next run does nothing


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, OSError(errno.ENOSPC, "No space left on device")])
def test_what_is_no_files_fault_ends_the_run(sent, monkeypatch, error):
    def stopped(*_):
        raise error

    monkeypatch.setattr(staging, "recognise", stopped)
    with pytest.raises(error if error is KeyboardInterrupt else Fault):
        sent.build()
    assert not sent.workspace.warehouse.exists()


def test_a_name_that_is_not_utf_8_costs_that_file_only(sent):
    name = os.fsdecode("更换".encode("gbk") + b".csv")
    (sent.root / "data/raw" / BAD).rename(sent.root / "data/raw/甲" / name)
    costs_itself_only(sent, "按 GBK 读作“甲/更换.csv”", "甲/\\xb8\\xfc\\xbb\\xbb.csv")
    assert not sent.build().changed
    shown = jiping(sent, "intake")
    assert shown.returncode == 0 and "更换.csv" in shown.stderr


def test_control_characters_reach_neither_terminal_nor_ledger(sent):
    (sent.root / "data/raw" / BAD).rename(sent.root / "data/raw" / "甲/\x1b[31m红\u202e.csv")
    costs_itself_only(sent, "控制字符", "甲/\\x1b[31m红\\u202e.csv")
    shown = jiping(sent, "intake")
    assert "\x1b" not in shown.stdout + shown.stderr and "\\x1b[31m" in shown.stderr


def test_a_cell_longer_than_any_cell_and_a_row_beyond_the_last(sent):
    sent.write(BAD, "长" * 140_000 + ",b\n1,2\n")
    good = sent.book("甲/行.xlsx", [["村(社区)", "场所名称", "更换日期"], ["柳园社区", "柳园社区", "2024-07-06"]])
    content = {n: zipfile.ZipFile(good).read(n) for n in zipfile.ZipFile(good).namelist()}
    with zipfile.ZipFile(good, "w") as package:
        for name, data in content.items():
            far = data.replace(b'row r="2"', b'row r="4294967295"').replace(b'2" t=', b'4294967295" t=')
            package.writestr(name, far if "sheet1" in name else data)
    sent.build()
    status, note = told(sent)["甲/行.xlsx"]
    assert status == "failed" and note.startswith("甲/行.xlsx") and told(sent)[GOOD][0] == "read"
    assert told(sent)[BAD][0] == "set_aside"


def test_hidden_folders_and_what_systems_leave_behind_are_not_taken_in(sent):
    for name in (
        ".git/a.csv",
        "甲/.svn/a.csv",
        "__MACOSX/a.csv",
        "甲/@eaDir/a.csv",
        "甲/~$更换.xlsx",
        "甲/Thumbs.db",
        "甲/.a.csv",
    ):
        sent.write(name, UPDATES)
    sent.build()
    assert set(told(sent)) == {"甲/场所.csv", "区卫健委/区划.csv", GOOD, BAD}


def test_pipes_sockets_and_links_are_named(sent, monkeypatch):
    raw = sent.root / "data/raw/甲"
    os.mkfifo(raw / "管道.csv")
    with socket.socket(socket.AF_UNIX) as end:
        monkeypatch.chdir(raw)
        end.bind("套接字.csv")
        monkeypatch.undo()
    (raw / "断.csv").symlink_to(raw / "没有.csv")
    (raw / "夹").symlink_to(raw.parent / "区卫健委", target_is_directory=True)
    sent.build()
    assert {file: told(sent)[f"甲/{file}"][0] for file in ("管道.csv", "套接字.csv", "断.csv", "夹")} == dict.fromkeys(
        ("管道.csv", "套接字.csv", "断.csv", "夹"), "failed"
    )
    assert "管道" in told(sent)["甲/管道.csv"][1] and told(sent)[GOOD][0] == "read"
    assert not sent.build().changed and jiping(sent, "values", "2024Q3").returncode == 0


def test_a_folder_that_cannot_be_opened_is_named(sent, monkeypatch):
    real = os.scandir

    def closed(path):
        if str(path).endswith("乙"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    (sent.root / "data/raw/乙").mkdir()
    monkeypatch.setattr(os, "scandir", closed)
    sent.build()
    assert told(sent)["乙"][0] == "failed" and "检查权限" in told(sent)["乙"][1]


def test_the_day_of_first_receipt_goes_with_the_content(sent):
    """A copy with another date, or the same file touched, changes nothing; another content is another receipt."""
    path = sent.root / "data/raw" / GOOD
    day = 1_720_500_000  # 9 July 2024
    os.utime(path, (day, day))
    sent.write(BAD, UPDATES.replace("2024-07-05", "2024-07-20"))
    os.utime(sent.root / "data/raw" / BAD, (day, day))
    sent.build()
    received = dict(sent.rows("SELECT file, received_on FROM intake.ledger"))
    assert received[GOOD] == received[BAD] == "2024-07-09"
    assert sent.rows("SELECT file, reason FROM intake.returned") == [(BAD, "future")]
    for file in (GOOD, BAD):  # copied back later, with other dates
        os.utime(sent.root / "data/raw" / file)
    sent.write("乙/抄件.csv", UPDATES)
    sent.build()
    received = dict(sent.rows("SELECT file, received_on FROM intake.ledger"))
    assert received[GOOD] == received[BAD] == received["乙/抄件.csv"] == "2024-07-09"
    assert sent.rows("SELECT file, reason FROM intake.returned") == [(BAD, "future")]
