"""A row of a plan into its struct, strictly: every key that is wrong is named with what to write instead."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args, get_origin, get_type_hints

import msgspec

from indicators.workspace import nearest


class Problem(NamedTuple):
    """What is wrong with one key of a row, in both languages; without the place, which the file's reader adds."""

    key: str
    en: str
    zh: str


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
    """The words of a kind ("group", "every", "festival", "theme_day") with their names in Chinese and English."""
    read = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))["code"]
    return {name.partition(".")[2]: tuple(said) for name, said in read.items() if name.startswith(f"{kind}.")}


def read(part: str, type_: type, row: Mapping) -> tuple[msgspec.Struct | None, list[Problem]]:
    """The struct of one row of a part ("plan", "targets" …); None where any key of it is wrong."""
    hints = get_type_hints(type_, include_extras=True)
    fields = {field.encode_name: field for field in msgspec.structs.fields(type_)}
    found = [_unknown(part, key) for key in row if key not in fields]
    for key, field in fields.items():
        if key in row:
            found += _refused(part, key, row[key], hints[field.name])
        elif field.required:
            found.append(_missing(part, key))
    return (None, found) if found else (msgspec.convert(dict(row), type_), [])


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
    say_en, say_zh = explained(part, key)
    return Problem(key, f"{key} is missing.{say_en}", f"缺少 {key}。{say_zh}")


def _refused(part: str, key: str, value, type_) -> Iterator[Problem]:
    try:
        msgspec.convert(value, type_)
    except msgspec.ValidationError:
        yield wrong(part, key, _first_unfit(value, type_), _choices(type_))


def wrong(part: str, key: str, value, choices: list[str] | tuple[str, ...] = ()) -> Problem:
    """What is said of a value that cannot stand under a key; of words with the nearest known one."""
    hint = nearest(str(value), list(choices)) if choices else ""
    meant = next((word for word in choices if f'"{word}"' in hint), None)
    say_en, say_zh = explained(part, key)
    near = f"是不是“{meant}”？" if meant else ""
    return Problem(key, f'{key} "{value}" cannot stand here.{hint}{say_en}', f"{key} 不能写“{value}”。{near}{say_zh}")


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


def _choices(type_) -> list[str]:
    """The words that a Literal, anywhere in a type, allows."""
    if get_origin(type_) is Literal:
        return [str(choice) for choice in get_args(type_)]
    return [choice for inner in get_args(type_) for choice in _choices(inner)]
