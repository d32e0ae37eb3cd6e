"""Built aside, put in place together: whatever happens there is what was, or what is new."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipelines import aside
from pipelines.aside import settle, together, unsettled

ONES = ("book", "returns")


def make(folder: Path, text: str) -> None:
    with together(folder) as (made, scratch):
        (scratch / "left").write_text("thrown away")
        (made / "book").write_text(text)
        (made / "returns").mkdir()
        (made / "returns" / text).write_text(text)


def state(folder: Path) -> tuple[str, ...]:
    """What stands there: the text of the file, and the names in the folder."""
    return (folder / "book").read_text(), *(path.name for path in (folder / "returns").glob("*"))


def test_all_of_it_takes_its_place_and_nothing_else_is_left(tmp_path):
    for text in ("first", "second"):
        make(tmp_path, text)
        assert state(tmp_path) == (text, text)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["book", "returns"]


def half(folder: Path, error: type[BaseException]) -> None:
    with together(folder) as (made, _):
        (made / "book").write_text("half")
        raise error


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_what_goes_wrong_changes_nothing(tmp_path, error):
    make(tmp_path, "first")
    with pytest.raises(error):
        half(tmp_path, error)
    assert state(tmp_path) == ("first", "first")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book", "returns"]


class Killed(BaseException):
    """The process ends here: nothing that follows is done."""


def killed_at(point: int, monkeypatch) -> None:
    """Before the call of that number to the disk the process is killed: from there on no call does anything."""
    calls = 0

    def counted(function):
        def called(*arguments, **named):
            nonlocal calls
            calls += 1
            if calls >= point:
                raise Killed
            return function(*arguments, **named)

        return called

    for owner, name in ((Path, "mkdir"), (Path, "rename"), (Path, "replace"), (Path, "rmdir"), (os, "fsync")):
        monkeypatch.setattr(owner, name, counted(getattr(owner, name)))
    monkeypatch.setattr(aside.shutil, "rmtree", counted(aside.shutil.rmtree))


def test_a_kill_between_any_two_calls_leaves_one_state_or_the_other(tmp_path, monkeypatch):
    """New workbooks never stand beside the old warehouse; what was whole comes to its place with the next command."""
    seen = set()
    for point in range(1, 40):
        folder = tmp_path / str(point)
        make(folder, "first")
        with monkeypatch.context() as patched:
            killed_at(point, patched)
            try:
                make(folder, "second")
                ended = True
            except Killed:
                ended = False
        book, *returns = state(folder)
        assert returns in ([book], []), point  # none, for the moment between two calls
        was_whole = unsettled(folder)
        assert returns or was_whole, point
        settle(folder)
        book, *returns = state(folder)
        assert returns == [book] and (book == "second") == (was_whole or book == "second"), point
        assert sorted(path.name for path in folder.iterdir()) == ["book", "returns"], point
        seen.add(book)
        if ended:
            break
    assert ended and seen == {"first", "second"}
