"""A plan as a workbook: a sheet for the head and one for each part, read strictly, every fault with its cell.

Each column has its key at the end of its heading, the line below may say what to write; `jiping plan new` makes such books.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from indicators.judging.cells import understood
from indicators.judging.plans import PARTS, Head
from indicators.judging.sources import Source
from indicators.judging.strict import fields, keys
from indicators.judging.unread import ERROR, FAR, NO_RESULT, unread
from indicators.workspace import Fault, nearest

SHEETS = {
    "plan": "方案 plan",
    "targets": "目标 targets",
    "duties": "服务 duties",
    "tasks": "工作 tasks",
    "periods": "活动期 periods",
}
CHOICES = "选项 choices"  # the lists behind the columns: ours, and not read
HEAD = ("项目 key", "内容 value", "说明（橙色的必填） what to write (orange: needed)")
STRUCTS = {"plan": Head, **PARTS}
Names = Mapping[str, Mapping[str, str]]


class Row(NamedTuple):
    """The values of one row, or of the head, by key, and the cell of each."""

    values: dict
    cells: dict[str, str]
    line: str


class Sheet(NamedTuple):
    """A sheet of a book as it is called there, and its cells from A1 on."""

    path: Path
    name: str
    lines: list[list]

    def fault(self, cell: str, en: str, zh: str) -> Fault:
        told_en, told_zh = placed(self.path, self.name, cell)
        return Fault(f"{told_en}: {en}", f"{told_zh}：{zh}")


def read(path: Path, names: Names) -> Source:
    """A workbook's keys; `names` has by key the word for what people call it. Raises Fault when it cannot be read or is no
    plan."""
    if path.suffix.lower() != ".xlsx":
        raise Fault(
            f"{path}: a plan is a TOML or an XLSX file. Save it as XLSX, or move it out of plans/.",
            f"{path}：方案应是 TOML 或 XLSX 文件。请另存为 XLSX，或移出 plans 文件夹。",
        )
    sheets, faults = _by_part(path)
    if "plan" not in sheets:
        raise Fault(
            f'{path}: no sheet "{SHEETS["plan"]}". Make the workbook with `jiping plan new` and fill it in.',
            f"{path}：没有“{SHEETS['plan']}”工作表，请用 jiping plan new 生成工作簿再填写。",
        )
    (head,) = rows = _head(sheets["plan"], names, faults)
    found = {
        "plan": rows,
        **{part: list(_rows(sheets[part], part, names, faults)) if part in sheets else [] for part in PARTS},
    }

    def place(part: str, number: int, key: str) -> tuple[str, str]:
        row = found[part][max(number - 1, 0)]
        return placed(path, sheets[part].name, row.cells.get(key) or row.line)

    values = {part: [row.values for row in rows] for part, rows in found.items() if part != "plan"}
    return Source(head.values, values, place, tuple(faults))


def heading(part: str, key: str) -> str:
    """What stands above a column, or before a line of the head: what people call it, and its key."""
    return f"{keys()[part][key].zh} {key}"


def explanation(part: str, key: str) -> str:
    """What stands below a heading: what is to be written, in both languages."""
    said = keys()[part][key]
    return f"{said.meaning_zh}\n{said.meaning_en}"


def placed(path: Path, sheet: str, cell: str) -> tuple[str, str]:
    """How a cell, or a row without one, is named in English and Chinese."""
    is_cell = not cell.isdigit()
    told_en, told_zh = (f"cell {cell}", f"单元格 {cell}") if is_cell else (f"row {cell}", f"第 {cell} 行")
    return f"{path}: sheet {sheet}, {told_en}", f"{path}：工作表“{sheet}”{told_zh}"


def _by_part(path: Path) -> tuple[dict[str, Sheet], list[Fault]]:
    """The sheets of a book that are parts of a plan, and what is none or cannot be read."""
    read, faults = _sheets(path)
    named = {word.casefold(): part for part, title in SHEETS.items() for word in (title, *title.split())}
    sheets: dict[str, Sheet] = {}
    for sheet in read:
        part = named.get(sheet.name.strip().casefold())
        if part and part not in sheets:
            sheets[part] = sheet
        elif part or (sheet.name != CHOICES and any(_filled(line) for line in sheet.lines)):
            listed = ", ".join(SHEETS.values())
            faults.append(
                sheet.fault(
                    "A1",
                    f"no part of a plan, or a second one. The sheets are {listed}; remove this one.",
                    f"不是方案的一部分，或重复了。可用的工作表：{listed}；请删除这一张。",
                )
            )
    return sheets, faults


def _sheets(path: Path) -> tuple[list[Sheet], list[Fault]]:
    """The sheets of a book, and a fault for each cell that its reader passes over. Raises Fault for what is no workbook."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        faults = {one: _passed_over(path, *one) for one in unread(path)}
        for one, fault in faults.items():
            if one.kind == FAR:
                raise fault
        with CalamineWorkbook.from_path(str(path)) as book:
            cells = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except (CalamineError, OSError, ValueError, LookupError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise Fault(
            f"{path}: not a readable workbook ({error}). Save it as XLSX without a password.",
            f"{path}：工作簿无法读取（{error}）。请另存为不加密的 XLSX。",
        ) from None
    return [Sheet(path, name, lines) for name, lines in cells.items()], list(faults.values())


def _passed_over(path: Path, sheet: str, cell: str, kind: str) -> Fault:
    said = {
        ERROR: ("an error value. Write the value itself.", "是错误值，请直接填写内容。"),
        NO_RESULT: ("a formula without a result. Write the value itself.", "是没有结果的公式，请直接填写内容。"),
        FAR: ("lies far from all others. Delete its row or column.", "离其他内容太远，请删除这一行或这一列。"),
    }
    return Sheet(path, sheet, []).fault(cell, *said[kind])


def _head(sheet: Sheet, names: Names, faults: list[Fault]) -> list[Row]:
    """The head: a key and its value on each line."""
    row, known = Row({}, {}, "1"), fields(Head)
    for number, line in enumerate(sheet.lines, 1):
        said, value = (*line, "", "")[:2]
        if (number == 1 and said == HEAD[0]) or not _filled([said, value]):
            continue
        key = _key("plan", said)
        if key is None or key in row.cells:
            faults.append(_misnamed(sheet, f"A{number}", "plan", said, key))
            continue
        row.cells[key] = f"B{number}"
        if _filled([value]):
            row.values[key] = understood(value, known[key].type, names.get(key, {}))
    return [row]


def _rows(sheet: Sheet, part: str, names: Names, faults: list[Fault]) -> Iterator[Row]:
    """The rows of a part below their heading; empty lines and the one that explains the columns are none."""
    columns: dict[int, str] = {}
    headings = sheet.lines[0] if sheet.lines else []
    for place, said in enumerate(headings):
        key = _key(part, said) if _filled([said]) else None
        if key and key not in columns.values():
            columns[place] = key
        elif _filled([said]):
            faults.append(_misnamed(sheet, f"{letters(place)}1", part, said, key))
    known = fields(STRUCTS[part])
    for number, line in enumerate(sheet.lines[1:], 2):
        if not _filled(line) or (number == 2 and _explains(line, columns, part)):
            continue
        row = Row({}, {key: f"{letters(place)}{number}" for place, key in columns.items()}, str(number))
        for place, value in enumerate(line):
            if place in columns and _filled([value]):
                key = columns[place]
                row.values[key] = understood(value, known[key].type, names.get(key, {}))
            elif _filled([value]) and not (place < len(headings) and _filled([headings[place]])):
                faults.append(_beside(sheet, f"{letters(place)}{number}", value))
        yield row


def _key(part: str, said) -> str | None:
    """The key that a heading ends with, or that people call so."""
    words = str(said).split() or [""]
    called = {told.zh: key for key, told in keys()[part].items()}
    return words[-1] if words[-1] in keys()[part] else called.get(str(said).strip())


def _explains(line: list, columns: dict[int, str], part: str) -> bool:
    return any(
        str(line[place]).startswith(keys()[part][key].meaning_zh) for place, key in columns.items() if place < len(line)
    )


def _misnamed(sheet: Sheet, cell: str, part: str, said, key: str | None) -> Fault:
    listed = ", ".join(keys()[part])
    if key:
        return sheet.fault(cell, f"{key} stands here a second time. Keep one.", f"{key} 重复了，请只留一个。")
    hint = nearest(str(said), list(keys()[part]))
    return sheet.fault(
        cell, f'unknown key "{said}".{hint} Known keys: {listed}.', f"不认识的项“{said}”。可用的项：{listed}。"
    )


def _beside(sheet: Sheet, cell: str, value) -> Fault:
    return sheet.fault(
        cell,
        f'"{value}" stands under no heading. Move it under one or remove it.',
        f"“{value}”上方没有项目名，请移到相应的列或删除。",
    )


def _filled(line: list) -> bool:
    return any(str(value).strip() for value in line if value is not None)


def letters(column: int) -> str:
    """The letters of a column, counted from 0: A, B … Z, AA."""
    more, last = divmod(column, 26)
    return (letters(more - 1) if more else "") + chr(ord("A") + last)
