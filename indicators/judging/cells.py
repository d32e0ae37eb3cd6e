"""How the values of a plan stand in the cells of a workbook: what is written there, and what is made of what people write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

YES_NO = {"是": True, "yes": True, "true": True, "否": False, "no": False, "false": False}
SEPARATORS = re.compile(r"[,，、;；\n]+")
LINES = re.compile(r"[;；\n]+")  # of entries "this=that", in which a comma may stand
CODE = re.compile(r"[a-z][a-z0-9_.]*|[<>]?=|[<>]")
DIGITS = 15  # what a spreadsheet keeps of a number


def understood(cell, type_, names: Mapping[str, str]):
    """A cell as a value of the type; as it stands where it is none, to be refused by name.

    `names` has the word for what people call it, where there is a list of words.
    """
    type_, text = bare(type_), str(cell).strip()
    origin = get_origin(type_)
    if origin is tuple:
        return _several(cell, get_args(type_)[0], names)
    if origin is dict:
        pairs = [_parted(line) for line in LINES.split(text) if line.strip()]
        once = all(pairs) and len(dict(pairs)) == len(pairs)
        return {key: _entry(value, get_args(type_)[1]) for key, value in pairs} if once else cell
    if type_ is bool:
        return YES_NO.get(text.casefold(), cell)
    if type_ is date:
        return (
            cell.date() if isinstance(cell, datetime) and cell == datetime.combine(cell, datetime.min.time()) else cell
        )
    if type_ in (int, Decimal):
        return _number(cell, type_)
    return names.get(text) or code_in(text) if is_code(type_) else _text(cell)


def shown(value, type_, names: Mapping[str, str]):
    """A value as it is written into a cell; words of which there is a list with what they are called before them."""
    type_ = bare(type_)
    if get_origin(type_) is tuple:
        inner = get_args(type_)[0]
        pairs = get_origin(inner) is tuple
        return (
            "\n".join("=".join(map(plain, one)) for one in value)
            if pairs
            else ", ".join(str(shown(one, inner, names)) for one in value)
        )
    if isinstance(value, dict):
        return "\n".join(
            f"{key}={'|'.join(one) if isinstance(one, tuple) else plain(one)}" for key, one in value.items()
        )
    if isinstance(value, bool):
        return next(word for word, meant in YES_NO.items() if meant is value)
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return f"{names[value]} {value}" if is_code(type_) and value in names else value


def bare(type_):
    """A type without what it may be instead of None, and what is said about its values."""
    if get_origin(type_) in (Union, UnionType):
        type_ = next(inner for inner in get_args(type_) if inner is not type(None))
    if get_origin(type_) is Annotated and not is_code(type_):
        type_ = get_args(type_)[0]
    return type_


def is_code(type_) -> bool:
    """True for words of which there is a list."""
    said = get_args(type_)[1:] if get_origin(type_) is Annotated else ()
    return get_origin(type_) is Literal or any(getattr(one, "description", None) for one in said)


def code_in(text: str) -> str:
    """The code at the end of "what it is called code"; the text itself where there is none."""
    last = text.split()[-1:] or [""]
    return last[0] if CODE.fullmatch(last[0]) else text


def plain(number) -> str:
    """A number without an exponent or needless zeros; anything else as text."""
    return f"{number.normalize():f}" if isinstance(number, Decimal) else str(number)


def _several(cell, inner, names: Mapping[str, str]):
    """The entries of a list: numbers, codes, or pairs "this=that"."""
    parts = [part.strip() for part in SEPARATORS.split(_text(cell)) if part.strip()]
    if get_origin(inner) is tuple:
        pairs = [_parted(part) for part in parts]
        return [[_number(one, Decimal) for one in pair] for pair in pairs] if all(pairs) else cell
    is_number = bare(inner) is int or (get_args(inner) and isinstance(get_args(inner)[0], int))
    return [_number(part, int) if is_number else understood(part, inner, names) for part in parts]


def _parted(line: str) -> tuple[str, str] | None:
    """Both sides of "this=that"."""
    key, equals, value = (part.strip() for part in line.replace("＝", "=").partition("="))
    return (key, value) if key and equals and value else None


def _entry(value: str, type_):
    """What stands after "this=": a number, a code, or several codes."""
    if type_ is Decimal:
        return _number(value, Decimal)
    several = [part.strip() for part in value.split("|") if part.strip()]
    return several if len(several) > 1 else value


def _number(cell, type_: type):
    """A number as the type has it: a spreadsheet has only one kind."""
    if isinstance(cell, bool) or not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", _text(cell)):
        return cell
    number = Decimal(_text(cell))
    return int(number) if type_ is int and number == int(number) else number


def _text(cell) -> str:
    """A cell as text; a whole number without the point that a spreadsheet gives it."""
    if isinstance(cell, float):
        return plain(Decimal(f"{cell:.{DIGITS}g}"))
    return f"{cell:%Y-%m-%d}" if isinstance(cell, date) else str(cell).strip()
