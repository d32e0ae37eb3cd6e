"""A row of a plan into its struct, strictly: every key that is wrong is named with what to write instead."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, get_args, get_origin, get_type_hints

import msgspec

from indicators.workspace import nearest

Code = Annotated[str, msgspec.Meta(description="a word of which there is a list")]
OWN_WORDS = (
    "group",
    "every",
    "comparison",
    "window",
    "level",
    "scoring",
    "yearly",
)  # keys whose words plans bring along
DAYS = ("festival", "theme_day")  # kinds of occasion whose words they bring along too
EARLIEST = date(1949, 10, 1)  # a year typed into a cell for dates becomes a day of 1905


class Problem(NamedTuple):
    """What is wrong with one key of a row, in both languages; without the place, which the file's reader adds."""

    key: str
    en: str
    zh: str


class Field(NamedTuple):
    """How a key is kept: the type of its value, whether it must be written, its attribute, what it is when not written."""

    type: object
    is_needed: bool
    attribute: str
    default: object


class Key(NamedTuple):
    """What people call a key, and what is to be written there, in Chinese and English."""

    zh: str
    en: str
    meaning_zh: str
    meaning_en: str


@cache
def keys() -> dict[str, dict[str, Key]]:
    """The keys of each part of a plan, in the order in which they are written."""
    read = tomllib.loads(Path(__file__).with_name("keys.toml").read_text(encoding="utf-8"))
    return {part: {key: Key(*said) for key, said in known.items()} for part, known in read.items()}


@cache
def words(kind: str) -> dict[str, tuple[str, str]]:
    """The words of a kind of OWN_WORDS or DAYS with their names in Chinese and English."""
    read = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))["code"]
    return {name.partition(".")[2]: tuple(said) for name, said in read.items() if name.startswith(f"{kind}.")}


def read(part: str, type_: type, row: Mapping) -> tuple[msgspec.Struct | None, list[Problem]]:
    """The struct of one row of a part ("plan", "targets" …); None where any key of it is wrong."""
    known = fields(type_)
    found = [_unknown(part, key) for key in row if key not in known]
    for key, field in known.items():
        if key in row:
            found += _refused(part, key, row[key], field.type)
        elif field.is_needed:
            found.append(_missing(part, key))
    return (None, found) if found else (msgspec.convert(dict(row), type_), [])


@cache
def fields(type_: type) -> dict[str, Field]:
    """The fields of a struct by the keys of the file."""
    hints, known = get_type_hints(type_, include_extras=True), msgspec.structs.fields(type_)
    return {field.encode_name: Field(hints[field.name], field.required, field.name, field.default) for field in known}


def _unknown(part: str, key: str) -> Problem:
    known = keys()[part]
    hint = nearest(key, list(known))
    meant = next((name for name in known if f'"{name}"' in hint), None)
    say_en, say_zh = explained(part, meant) if meant else ("", "")
    return Problem(
        key,
        f'unknown key "{key}".{hint}{say_en} Known keys: {", ".join(known)}.',
        f"不认识的项“{key}”。{say_zh}可用的项：{'、'.join(known)}。",
    )


def _missing(part: str, key: str) -> Problem:
    known = keys()[part][key]
    return Problem(key, f"{key} is missing.{explained(part, key)[0]}", f"缺少{known.zh}（{key}）。{known.meaning_zh}")


def _refused(part: str, key: str, value, type_) -> Iterator[Problem]:
    try:
        made = msgspec.convert(value, type_)
    except msgspec.ValidationError:
        yield wrong(part, key, _first_unfit(value, type_), choices(type_))
    else:
        if isinstance(made, date) and made < EARLIEST:
            yield wrong(part, key, value)


def wrong(part: str, key: str, value, known: Collection[str] = ()) -> Problem:
    """What is said of a value that cannot stand under a key; of words with the nearest known one."""
    hint = nearest(str(value), list(known)) if known else ""
    meant = next((word for word in known if f'"{word}"' in hint), None)
    near, told = f"是不是“{meant}”？" if meant else "", keys()[part][key]
    return Problem(
        key,
        f'{key} "{value}" cannot stand here.{hint}{explained(part, key)[0]}',
        f"{told.zh}（{key}）不能写“{value}”。{near}{told.meaning_zh}",
    )


def explained(part: str, key: str) -> tuple[str, str]:
    """What is to be written under a key, as the end of a message in English and in Chinese."""
    known = keys()[part][key]
    return f" {key}: {known.meaning_en}", f"{key}（{known.zh}）：{known.meaning_zh}"


def _first_unfit(value, type_):
    """The one entry of a list that is wrong, else the value as it stands."""
    if not isinstance(value, list | tuple):
        return value
    for one in value:
        try:
            msgspec.convert([one], type_)
        except msgspec.ValidationError:
            return one
    return ", ".join(map(str, value))


def choices(type_) -> list[str]:
    """The words that a Literal, anywhere in a type, allows."""
    if get_origin(type_) is Literal:
        return [str(choice) for choice in get_args(type_)]
    return [choice for inner in get_args(type_) for choice in choices(inner)]
