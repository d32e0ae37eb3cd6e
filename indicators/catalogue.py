"""Discover the programmes: a folder with `definitions.py` is one, and its tables and plans come with it."""

from __future__ import annotations

import importlib.util
import traceback
from collections.abc import Collection, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.counting import rosters
from indicators.counting.conditions import RESERVED, probe
from indicators.folders import HERE, data_folders, is_ground, programmes, select_files
from indicators.judging import documents
from indicators.judging.plans import Plan
from indicators.judging.targets import Target
from indicators.model import Indicator
from indicators.sql import identifier
from indicators.workspace import Fault, Settings, Workspace, nearest

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Programme:
    """A folder of definitions, tables and plans; `name` is the folder's."""

    name: str
    zh: str
    en: str
    folder: Path

    def title(self, lang: str = "zh") -> str:
        return self.en if lang == "en" else self.zh


def catalogue(
    folder: str | Path | None = None,
    strict: bool = True,
    workspace: Workspace | None = None,
    words: Mapping[str, Collection[str]] | None = None,
) -> Catalogue:
    """Everything that stands in the programme folders of `folder` (the package itself if not given), and the plans of a
    workspace; `words` are those of the records that plans may name ("service", "by", "event", "evidence").

    Raises Fault for the first problem; with `strict=False` problems are kept in `.faults` and their parts left out.
    """
    found = Catalogue(Path(folder) if folder else HERE, workspace, words or {})
    if strict and found.faults:
        first, more = found.faults[0], len(found.faults) - 1
        raise Fault(
            first.en + (f" ({more} more: run `jiping check`.)" if more else ""),
            first.zh + (f"（另有 {more} 个问题，请运行 jiping check。）" if more else ""),
        )
    return found


class Catalogue:
    """`programmes` by name, `tables` (the SELECT files, those of ground too) by "folder.table", `indicators` by code, `plans` by
    name; `ground` are the folders of tables that every programme may read."""

    def __init__(self, folder: Path, workspace: Workspace | None, words: Mapping[str, Collection[str]]):
        self.folder = folder
        self.programmes: dict[str, Programme] = {}
        self.tables: dict[str, Path] = {}
        self.indicators: dict[str, Indicator] = {}
        self.plans: dict[str, Plan] = {}
        self.faults: list[Fault] = []
        self.ground = [path.name for path in data_folders(folder) if is_ground(path)]
        for path in data_folders(folder):
            self.tables |= {f"{path.name}.{file.stem}": file for file in select_files(path)}
        for path in programmes(folder):
            with self._noting():
                self._read_programme(path)
        for programme in self.programmes.values():
            self._read_plans(programme.folder, programme.name, words)
        if workspace:
            self._read_plans(workspace.root, "", words)

    def indicator(self, text: str) -> Indicator:
        """The indicator of a full code, or of a short name or title that only one has. Raises Fault."""
        if text in self.indicators:
            return self.indicators[text]
        named = [i for i in self.indicators.values() if i.name == text or text.strip().casefold() in _titles(i)]
        if len(named) == 1:
            return named[0]
        if named:
            codes = ", ".join(indicator.code for indicator in named)
            raise Fault(
                f'indicator "{text}": several programmes have it; write one of {codes}.',
                f"指标“{text}”：不止一个项目有此指标；请写其中之一：{codes}。",
            )
        known = [word for i in self.indicators.values() for word in (i.name, i.code, i.zh, i.en)]
        hint = nearest(text, known)
        raise Fault(
            f'indicator "{text}": no such indicator.{hint or " List them with `jiping indicators`."}',
            f"指标“{text}”：没有这个指标。请用 `jiping indicators` 查看全部指标。",
        )

    def plan(self, name: str) -> Plan:
        """The plan of that name or title. Raises Fault."""
        titled = [plan for plan in self.plans.values() if name.strip().casefold() in _titles(plan)]
        if name not in self.plans and len(titled) == 1:
            return titled[0]
        if name not in self.plans:
            known = ", ".join(self.plans)
            raise Fault(
                f'plan "{name}": no such plan.{nearest(name, list(self.plans))} Known plans: {known}.',
                f"方案“{name}”：没有这个方案。已有方案：{known}。",
            )
        return self.plans[name]

    def own_plans(self, settings: Settings) -> list[Plan]:
        """The plans that an office says are its own, or all where it says nothing. Raises Fault for a name there is none of."""
        return [self.plan(name) for name in settings.plans] or list(self.plans.values())

    def targets_of(self, code: str) -> list[tuple[Plan, Target]]:
        """Every target that some plan sets for an indicator."""
        return [(plan, target) for plan in self.plans.values() for target in plan.targets if target.indicator == code]

    def probe(self, con: duckdb.DuckDBPyConnection):
        """Try every definition against its real table. Raises Fault for the first that does not fit."""
        for indicator in self.indicators.values():
            probe(con, indicator)

    def problems(self, con: duckdb.DuckDBPyConnection | None = None) -> list[Fault]:
        """Every problem, a sentence each: of the files, and with a warehouse also of definitions against tables."""
        found = list(self.faults)
        for indicator in self.indicators.values() if con else ():
            try:
                probe(con, indicator)
            except Fault as fault:
                found.append(fault)
        if not found and con:
            found += [Fault(sentence) for name in sorted(self.tables) if (sentence := _timeless(con, name))]
        return found

    def _read_programme(self, folder: Path):
        path = folder / "definitions.py"
        if not path.exists():
            raise Fault(f"{folder}: a folder here is a programme, but it has no definitions.py. Add one or remove it.")
        names = _run(path)
        for key in ("zh", "en"):
            if not isinstance(names.get(key), str) or not names[key].strip():
                raise Fault(f'{path}: the programme has no {key} name. Write {key} = "…" at the top.')
        self.programmes[folder.name] = Programme(folder.name, names["zh"], names["en"], folder)
        for name, thing in names.items():
            if isinstance(thing, Indicator) and not name.startswith("_"):
                with self._noting():
                    indicator = replace(thing, code=f"{folder.name}.{name}")
                    self._check(path, indicator)
                    self.indicators[indicator.code] = indicator

    def _check(self, path: Path, indicator: Indicator):
        """Raise Fault for an indicator whose parts are missing."""
        where = f"{path}: {indicator.name}"
        for key in ("zh", "en"):
            if not getattr(indicator, key).strip():
                raise Fault(f"{where}: its {key} name is empty. Write {key}=.")
        table = indicator.table_name
        if table not in self.tables:
            own = [name.partition(".")[2] for name in self.tables if name.startswith(f"{indicator.programme}.")]
            shared = [name for name in self.tables if name.partition(".")[0] in self.ground]
            hint = nearest(indicator.table, [*own, *shared])
            raise Fault(
                f'{where}: table "{indicator.table}" has no file {table.partition(".")[2]}.sql beside it.{hint}'
            )
        if table.partition(".")[0] not in (indicator.programme, *self.ground):
            raise Fault(f"{where}: table {table} is another programme's. What both need belongs to ground.")
        for column in rosters.own(indicator):
            if column in RESERVED:
                raise Fault(
                    f'{where}: "{column}" cannot be a breakdown: every result has it already. Rename the column.'
                )

    def _read_plans(self, folder: Path, programme: str, words: Mapping[str, Collection[str]]):
        """The plans of a programme, or with "" of a workspace."""
        for path in documents.files(folder / "plans"):
            with self._noting():
                plan, faults = documents.load(path, programme, self.indicators, words)
                self.faults += faults
                if plan and plan.name in self.plans:
                    raise _twice(path, self.plans[plan.name])
                if plan:
                    self.plans[plan.name] = plan

    @contextmanager
    def _noting(self):
        try:
            yield
        except Fault as fault:
            self.faults.append(fault)


def _twice(path: Path, other: Plan) -> Fault:
    whose_en, whose_zh = (
        (f"programme {other.programme}", f"项目 {other.programme} ") if other.programme else ("this folder", "本文件夹")
    )
    return Fault(
        f"{path}: {whose_en} has a plan of that name already. Rename one of the two files.",
        f"{path}：{whose_zh}已有同名方案，请给其中一个文件改名。",
    )


def _titles(named: Indicator | Plan) -> tuple[str, str]:
    return named.title("zh").casefold(), named.title("en").casefold()


def _run(path: Path) -> dict:
    """The names that a definitions file defines. Raises Fault naming the file and the line."""
    spec = importlib.util.spec_from_file_location(f"indicators.{path.parent.name}.definitions", path)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise Fault(f"{path}: line {error.lineno}: {error.msg}. Correct that line.") from None
    except Exception as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
        at = f"line {lines[-1]}: " if lines else ""
        raise Fault(f"{path}: {at}{error}. Correct that definition.") from None
    return vars(module)


def _timeless(con, table: str) -> str | None:
    """A sentence when rows of a table have no quarter and so count nowhere."""
    import duckdb

    relation = identifier(*table.split("."))
    try:
        rows = con.execute(f"SELECT count(*) FROM {relation} WHERE quarter IS NULL").fetchall()[0][0]
    except duckdb.Error:  # a table in between need not have a quarter, and one not yet built is named by its indicators
        return None
    return (
        f"{table}: {rows} rows have no quarter and are counted nowhere. Give them one in its SQL file."
        if rows
        else None
    )
