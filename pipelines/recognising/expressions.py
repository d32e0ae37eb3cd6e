"""What a form may say in SQL: names that are identifiers, and expressions over its own columns that read nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING

from indicators import sql
from indicators.workspace import Fault, nearest

if TYPE_CHECKING:
    import duckdb

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
CODE = re.compile(r"[^\W\d_]\w{0,59}")  # of questionnaires and items: they become values, not columns
# What the cleaning of a record adds to its fields.
OWN = frozenset(
    [
        "file",
        "sheet",
        "row",
        "cells",
        "class",
        "problems",
        "misplaced",
        "unplaced",
        "person",
        "person_match",
        "known_by_id",
        "namesake",
        "answers",
        "questionnaire",
    ]
)
KINDS = (
    "COLUMN_REF",
    "CONSTANT",
    "FUNCTION",
    "CONJUNCTION",
    "COMPARISON",
    "BETWEEN",
    "OPERATOR",
    "CASE",
    "CAST",
    "TYPE",
)
# The same arguments give the same value, and nothing but the arguments is looked at.
PURE = frozenset(
    [
        "+",
        "-",
        "*",
        "/",
        "//",
        "%",
        "||",
        "~~",
        "!~~",
        "~~*",
        "!~~*",
        "lower",
        "upper",
        "trim",
        "ltrim",
        "rtrim",
        "length",
        "strlen",
        "left",
        "right",
        "substring",
        "substr",
        "replace",
        "translate",
        "contains",
        "starts_with",
        "ends_with",
        "prefix",
        "suffix",
        "concat",
        "concat_ws",
        "split_part",
        "instr",
        "strpos",
        "position",
        "regexp_matches",
        "regexp_full_match",
        "regexp_extract",
        "regexp_replace",
        "ifnull",
        "abs",
        "round",
        "floor",
        "ceil",
        "ceiling",
        "trunc",
        "sign",
        "mod",
        "greatest",
        "least",
        "year",
        "month",
        "day",
        "quarter",
        "week",
        "dayofweek",
        "isodow",
        "date_part",
        "date_trunc",
        "date_diff",
        "datediff",
        "date_sub",
        "make_date",
        "last_day",
        "to_days",
        "to_weeks",
        "to_months",
        "to_years",
        "id_birth_on",
        "id_sex",
        "division_level",
        "bp_systolic",
        "bp_diastolic",
        "pseudonym",
    ]
)
# What these give of a private field tells nobody who it is.
BLIND = frozenset(
    [
        "year",
        "month",
        "id_sex",
        "pseudonym",
        "regexp_matches",
        "regexp_full_match",
        "contains",
        "starts_with",
        "ends_with",
    ]
)
BLIND_KINDS = ("COMPARISON", "BETWEEN")
BLIND_TYPES = ("OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL", "OPERATOR_NOT", "COMPARE_IN", "COMPARE_NOT_IN")


def check_name(where: str, name: str, pattern: re.Pattern[str] = NAME) -> None:
    """Raise Fault unless a name can stand in a statement as it is; `where` names the file and the key."""
    letters, zh = ("small letters a–z", "小写字母 a–z") if pattern is NAME else ("letters", "文字")
    if not pattern.fullmatch(name):
        raise Fault(
            f'{where} "{name}": a name has {letters}, digits and _ only, a letter first, 60 at most. Rename it.',
            f"{where}“{name}”：名称只能用{zh}、数字和下划线，不以数字开头，最多 60 个字符，请改名。",
        )
    if pattern is NAME and (name in OWN or name in _keywords()):
        raise Fault(
            f'{where} "{name}": the name is taken, by SQL or by jiping itself. Rename it.',
            f"{where}“{name}”：此名称是 SQL 或季评的保留字，请改名。",
        )


def check(where: str, text: str, columns: Collection[str], private: Collection[str] = ()) -> None:
    """Raise Fault, `where` naming the file and the key, unless an expression holds only columns, values, operators, CASE, CAST and
    PURE functions, and what it gives does not tell any of the `private` columns."""
    try:
        tree = _tree(text)
    except ValueError as error:
        raise _refused(where, text, f"{error}", f"{error}") from None
    for node in sql.nodes(tree):
        kind = node.get("class", "TYPE")
        if kind not in KINDS:
            what = kind.lower().replace("_", " ")
            raise _refused(where, text, f"a {what} has no place in it", f"不能含有 {what}")
        if kind == "COLUMN_REF":
            _check_column(where, text, node["column_names"], columns)
        if kind == "FUNCTION":
            _check_function(where, text, node)
    for name in _told(tree, set(private)):
        raise Fault(
            f'{where} = "{text}": would keep {name}, which stays in the raw files. Keep what is asked of it: {name} IS NOT NULL, year({name}).',
            f"{where} = “{text}”：会留存不应离开原始文件的 {name}，请改为只留存由它得出的结果，如 {name} IS NOT NULL、year({name})。",
        )


def _check_column(where: str, text: str, path: list[str], columns: Collection[str]) -> None:
    name = ".".join(path)
    if name not in columns:
        hint = nearest(name, list(columns))
        raise _refused(where, text, f'the form has no field "{name}".{hint}', f"表单没有“{name}”这一项")


def _check_function(where: str, text: str, node: dict) -> None:
    name = node["function_name"]
    plain = not (node["schema"] or node["catalog"] or node["filter"] or node["distinct"] or node["order_bys"]["orders"])
    if name not in PURE or not plain:
        hint = nearest(name, sorted(PURE))
        raise _refused(
            where, text, f'"{name}" is not one of the functions a form may use.{hint}', f"不能使用函数“{name}”"
        )


def _refused(where: str, text: str, en: str, zh: str) -> Fault:
    return Fault(
        f'{where} = "{text}": {en}. Write one expression of fields, values, operators, CASE, CAST and plain functions.',
        f"{where} = “{text}”：{zh}。请写成一个表达式，只含本表单的字段、值、运算符、CASE、CAST 和普通函数。",
    )


def _told(tree, private: set[str]) -> set[str]:
    """The private columns whose own value can come out of a tree."""
    if isinstance(tree, list):
        return {name for part in tree for name in _told(part, private)}
    if not isinstance(tree, dict):
        return set()
    if tree.get("class") in BLIND_KINDS or tree.get("type") in BLIND_TYPES or tree.get("function_name") in BLIND:
        return set()
    if tree.get("class") == "COLUMN_REF":
        return private.intersection(tree["column_names"])
    if tree.get("class") == "CASE":  # which branch is taken is no value
        tree = {
            "then": [branch["then_expr"] for branch in tree["case_checks"]],
            "else": tree["else_expr"],
        }
    return {name for part in tree.values() for name in _told(part, private)}


def written(text: str) -> str:
    """An expression as it stands inside a statement: a comment in it ends with it."""
    return f"({text}\n)"


@cache
def _tree(text: str) -> dict:
    return sql.expression(_parser(), text)


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    import duckdb

    return duckdb.connect(config=sql.LOCKED | {"threads": 1})


@cache
def _keywords() -> frozenset[str]:
    """Words of SQL that cannot stand alone for a column."""
    asked = "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category <> 'unreserved'"
    return frozenset(word for (word,) in _parser().execute(asked).fetchall())
