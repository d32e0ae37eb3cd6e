"""Formulas whose value the program that wrote the workbook never stored: computed where they only add and multiply cells."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterable
from datetime import date

from pipelines.reading.grids import Grid, letters, number

UNKNOWN = "#FORMULA!"  # what stands in a cell nobody has computed
RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)")
CELL = re.compile(r"\$?\b([A-Z]{1,3})\$?(\d+)\b(?!\()")
DAY = re.compile(r"\d{4}-\d\d-\d\d(?: 00:00:00)?")
COMPUTED = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
MOST_CELLS = 10_000  # of one range
DEEPEST = 50  # formulas upon formulas

Place = tuple[int, int]  # row and column, from 0


def compute(grid: Grid, formulas: dict[Place, str], from_1904: bool = False) -> dict[Place, float | None]:
    """The value of every formula, from the other cells of its sheet, where days are numbers; None where it does more than add, subtract, multiply,
    divide and SUM, or where a cell it names holds no number."""
    rows = {number: i for i, number in enumerate(grid.rows)}
    found: dict[Place, float | None] = {}

    def value(place: Place, depth: int = 0) -> float:
        if place in formulas:
            if place not in found:
                found[place] = _evaluated(formulas[place], lambda p: value(p, depth + 1)) if depth < DEEPEST else None
            if found[place] is None:
                raise ValueError(place)
            return found[place]
        text = grid.columns[place[1]][rows[place[0] + 1]] if place[1] in grid.columns and place[0] + 1 in rows else ""
        return _number(text, from_1904)

    for place in formulas:
        if place not in found:
            found[place] = _evaluated(formulas[place], value)
    return found


def _number(text: str, from_1904: bool) -> float:
    if DAY.fullmatch(text):
        return float((date.fromisoformat(text[:10]) - (date(1904, 1, 1) if from_1904 else date(1899, 12, 30))).days)
    return float(text) if text.strip() else 0.0


def _evaluated(formula: str, value: Callable[[Place], float]) -> float | None:
    """The value of a formula; None where it cannot be told."""
    try:
        text = RANGE.sub(lambda m: ",".join(_cells(*m.groups())), formula.lstrip("= "))
        return _node(ast.parse(CELL.sub(r"\1\2", text).strip(), mode="eval").body, value)
    except (SyntaxError, ValueError, ZeroDivisionError, RecursionError, OverflowError):
        return None


def _node(node: ast.expr, value: Callable[[Place], float]) -> float:
    match node:
        case ast.Constant(value=int() | float()):
            return float(node.value)
        case ast.Name(id=name) if place := CELL.fullmatch(name):
            return value((int(place[2]) - 1, number(place[1])))
        case ast.BinOp(op=op) if type(op) in COMPUTED:
            return COMPUTED[type(op)](_node(node.left, value), _node(node.right, value))
        case ast.UnaryOp(op=ast.USub()):
            return -_node(node.operand, value)
        case ast.Call(func=ast.Name(id="SUM"), keywords=[]):
            return sum(_node(part, value) for part in node.args)
    raise ValueError(ast.dump(node))


def _cells(left: str, top: str, right: str, bottom: str) -> Iterable[str]:
    columns, rows = range(number(left), number(right) + 1), range(int(top), int(bottom) + 1)
    if len(columns) * len(rows) > MOST_CELLS:
        raise ValueError("too many cells")
    return (f"{letters(column)}{row}" for row in rows for column in columns)
