"""How a command ends when it is told to: Ctrl-C, SIGTERM (systemd, cron wrappers, Kubernetes) and SIGHUP alike, in under
three seconds, with nothing left behind. Imported before everything heavy, so that a signal never meets a traceback."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
GRACE = 1.0  # seconds in which what runs may end by itself: a query of DuckDB, or a long workbook, does not
_told = 0  # the exit code, once a signal has come
_holding = False
_whole = threading.RLock()  # what is not to be cut in two, and the end
_watched = False
_at_the_end: list[Callable[[], None]] = []  # what takes away traces when there is no time left to unwind


class Stopped(SystemExit):
    """A signal has come. Unlike an Exception nobody takes it for a fault; its code is 128 + the number of the signal."""


def told() -> int:
    """The exit code that a signal has asked for, or 0: a library may have swallowed the exception."""
    return _told


def listen() -> None:
    """From now on the signals end the program. One that is ignored on purpose (nohup, a job in the background) stays so."""
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def watch(last_words: Callable[[], None]) -> None:
    """Beside the program: GRACE after a signal it ends, whatever it is doing."""
    global _watched
    if os.name != "posix":
        return
    _watched = True
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    threading.Thread(target=_watch, args=(reading, last_words), daemon=True).start()


@contextmanager
def cleared_by(action: Callable[[], None]) -> Iterator[None]:
    """`action` takes away the traces of what happens inside, should there be no time to unwind. After a signal nothing begins."""
    _stop_here()
    _at_the_end.append(action)
    try:
        yield
    finally:
        _at_the_end.remove(action)


@contextmanager
def held() -> Iterator[None]:
    """A moment that is not to be cut in two: a signal takes effect after it."""
    global _holding
    with _whole:
        before, _holding = _holding, True
        try:
            yield
        finally:
            _holding = before
    if not before:
        _stop_here()


def _stop_here() -> None:
    """Where a signal that has come takes effect."""
    if _told and threading.current_thread() is threading.main_thread():
        raise Stopped(_told)


@contextmanager
def left_to_us(number: int) -> Iterator[None]:
    """Processes started inside never hear the signal: who started them ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [number])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _stop(number: int, frame: FrameType | None) -> None:
    """The first signal counts: one more, or one that DuckDB left pending, changes nothing."""
    global _told
    if _told:
        return
    _told = 128 + number
    if _is_importing(frame):
        if not _watched:
            os._exit(_told)  # nothing has been begun yet
    elif not _holding:
        raise Stopped(_told)


def _is_importing(frame: FrameType | None) -> bool:
    """A library that is just being loaded may take an exception for the end of the world, and tell the whole of it."""
    while frame and not frame.f_code.co_filename.startswith("<frozen importlib"):
        frame = frame.f_back
    return frame is not None


def _watch(reading: int, last_words: Callable[[], None]) -> None:
    number = 0
    while number not in SIGNALS or signal.getsignal(number) is signal.SIG_IGN:
        number = os.read(reading, 1)[0]
    time.sleep(GRACE)
    with _whole:
        for action in reversed(_at_the_end):
            action()
        last_words()
        sys.stderr.flush()
        os._exit(128 + number)
