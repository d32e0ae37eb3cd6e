"""Plan files: the strict way from what stands in one to a Plan, with every fault named by its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from msgspec.structs import asdict, replace

from indicators.counting.areas import area_code
from indicators.judging import duties, plans, sources, targets, tasks, workbooks
from indicators.judging.plans import PARTS, Head, Plan
from indicators.judging.sources import Source
from indicators.judging.strict import DAYS, OWN_WORDS, Problem, read, words
from indicators.model import Indicator
from indicators.workspace import LANGUAGES, Fault, nearest

Words = Mapping[str, Collection[str]]  # by the plan's key for them
OTHER_BOOKS = (".xls", ".xlsm", ".ods", ".csv", ".et")


def files(folder: Path) -> list[Path]:
    """The plans that stand in a folder, in order, and other spreadsheets, to be refused; what a spreadsheet program leaves
    beside an open workbook is none."""
    found = (path for path in folder.glob("*") if path.suffix.lower() in (".toml", ".xlsx", *OTHER_BOOKS))
    return sorted(path for path in found if not path.name.startswith(("~$", ".")))


def load(
    path: Path, programme: str, indicators: Mapping[str, Indicator], known: Words
) -> tuple[Plan | None, list[Fault]]:
    """The plan in one file, and everything that is wrong with it; None where anything is.

    A plan of a programme may name that programme's indicators without it; one of a workspace ("" for `programme`) writes
    full codes. `known` are the words of the records that duties and tasks may name, as far as they are known here.
    """
    try:
        is_toml = path.suffix.lower() == ".toml"
        source = sources.read(path) if is_toml else workbooks.read(path, _names(indicators))
    except Fault as fault:
        return None, [fault]
    head, found = read("plan", Head, source.head)
    faults = [*source.faults, *_placed(source, "plan", 0, [*found, *(plans.problems(head) if head else ())])]
    parts: dict[str, list] = {part: [] for part in PARTS}
    for part, type_ in PARTS.items():
        for number, row in enumerate(source.rows[part], 1):
            made, found = read(part, type_, row)
            if made:
                made, found = _judged(made, programme, indicators, known)
            if part == "duties":
                found += duties.unknown_words(row, known)
            parts[part].append(made)
            faults += _placed(source, part, number, found)
    faults += _as_a_whole(parts, source)
    if faults:
        return None, faults
    area = area_code(head.area) if head.area else None
    whole = {**asdict(head), "area": area, **{part: tuple(made) for part, made in parts.items()}}
    return Plan(**whole, name=path.stem, programme=programme), []


def _names(indicators: Mapping[str, Indicator]) -> dict[str, dict[str, str]]:
    """By key the word for each thing that people call by a name, in Chinese or English; of two of a name neither."""
    called = {key: [(name, word) for word, names in words(key).items() for name in names] for key in OWN_WORDS}
    called["occasions"] = [(name, day) for kind in DAYS for day, names in words(kind).items() for name in names]
    called["indicator"] = [(i.title(lang), code) for code, i in indicators.items() for lang in LANGUAGES]
    often = {key: Counter(name for name, _ in set(pairs)) for key, pairs in called.items()}
    return {key: {name: word for name, word in pairs if often[key][name] == 1} for key, pairs in called.items()}


def _judged(made, programme: str, indicators, known) -> tuple[object, list[Problem]]:
    """One row of a part as it goes into the plan, and what its own values say is wrong with it."""
    match made:
        case targets.Target():
            return _aimed(made, programme, indicators)
        case duties.Duty():
            return made, list(duties.problems(made))
        case tasks.Task():
            return made, list(tasks.problems_of_task(made, known))
    return made, list(tasks.problems_of_period(made))


def _aimed(target: targets.Target, programme: str, indicators: Mapping[str, Indicator]):
    """A target with the full code of its indicator and padded areas."""
    name = target.indicator
    code = name if "." in name or not programme else f"{programme}.{name}"
    if code not in indicators:
        own = [indicator.name for indicator in indicators.values() if indicator.programme == programme]
        return target, [
            Problem(
                "indicator",
                f'indicator "{name}": no such indicator.{nearest(name, [*own, *indicators])}',
                f"没有“{name}”这个指标，指标代码见 jiping indicators。",
            )
        ]
    found = list(targets.problems(target, indicators[code]))
    by_area = {area_code(area): value for area, value in target.values_by_area.items()}
    where = {column: codes[0] if len(codes) == 1 else codes for column, codes in target.where.items()}
    return replace(target, indicator=code, values_by_area=by_area, where=where), found


def _as_a_whole(parts: dict[str, list], source: Source) -> Iterator[Fault]:
    """A plan that asks nothing, and two periods of a name in one year."""
    if not any(source.rows[part] for part in ("targets", "duties", "tasks")):
        nothing = Problem(
            "targets",
            "it asks nothing. Write at least one of targets, duties and tasks.",
            "没有任何要求，至少要有一项目标（targets）、服务（duties）或工作（tasks）。",
        )
        yield from _placed(source, "plan", 0, [nothing])
    named = [(period.name, period.belongs_to) if period else None for period in parts["periods"]]
    for number, period in enumerate(named, 1):
        if period and period in named[: number - 1]:
            name, year = period
            again = Problem(
                "name",
                f'another period of {year} is called "{name}" too. Rename one or give it its year.',
                f"{year}年已有一个活动期叫“{name}”，请改名或写明年度。",
            )
            yield from _placed(source, "periods", number, [again])


def _placed(source: Source, part: str, number: int, found: list[Problem] | Iterator[Problem]) -> Iterator[Fault]:
    for problem in found:
        en, zh = source.place(part, number, problem.key)
        yield Fault(f"{en}: {problem.en}", f"{zh}：{problem.zh}")
