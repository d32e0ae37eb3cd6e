"""Plan files: the strict way from what stands in one to a Plan, with every fault named by its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import asdict, replace

from indicators.counting.areas import area_code
from indicators.judging import duties, plans, targets, tasks
from indicators.judging.plans import PARTS, Head, Plan
from indicators.judging.strict import Problem, read
from indicators.model import Indicator
from indicators.workspace import Fault, nearest, parse_toml

SINGULAR = {"targets": "target", "duties": "duty", "tasks": "task", "periods": "period"}


class Source(NamedTuple):
    """What stands in a file: the head's keys, the rows of each part, and how a place in it is written, in English and
    Chinese: `place(part, number, key)`, numbers from 1, number 0 for the head."""

    head: dict
    rows: dict[str, list[dict]]
    place: Callable[[str, int, str], tuple[str, str]]


def load(
    path: Path, programme: str, indicators: Mapping[str, Indicator], known: Mapping[str, Collection[str]]
) -> tuple[Plan | None, list[Fault]]:
    """The plan in one file, and everything that is wrong with it; None where anything is.

    A plan of a programme may name that programme's indicators without it; one of a workspace ("" for `programme`) writes
    full codes. `known` are the words of the records that duties and tasks may name, as far as they are known here.
    """
    try:
        source = _toml(path)
    except Fault as fault:
        return None, [fault]
    head, found = read("plan", Head, source.head)
    faults = list(_placed(source, "plan", 0, [*found, *(plans.problems(head) if head else ())]))
    parts: dict[str, list] = {part: [] for part in PARTS}
    for part, type_ in PARTS.items():
        for number, row in enumerate(source.rows[part], 1):
            made, found = read(part, type_, row)
            if made:
                made, found = _judged(made, programme, indicators, known)
                parts[part].append(made)
            faults += _placed(source, part, number, found)
    faults += _placed(source, "plan", 0, _as_a_whole(parts, source))
    if faults:
        return None, faults
    area = area_code(head.area) if head.area else None
    whole = {**asdict(head), "area": area, **{part: tuple(made) for part, made in parts.items()}}
    return Plan(**whole, name=path.stem, programme=programme), []


def _judged(made, programme: str, indicators, known) -> tuple[object, list[Problem]]:
    """One row of a part as it goes into the plan, and what its own values say is wrong with it."""
    match made:
        case targets.Target():
            return _aimed(made, programme, indicators)
        case duties.Duty():
            return made, list(duties.problems(made, known))
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
    return replace(target, indicator=code, values_by_area=by_area), found


def _as_a_whole(parts: dict[str, list], source: Source) -> Iterator[Problem]:
    """A plan that asks nothing, and two periods of a name in one year."""
    if not any(source.rows[part] for part in ("targets", "duties", "tasks")):
        yield Problem(
            "targets",
            "it asks nothing. Write at least one of [[targets]], [[duties]] and [[tasks]].",
            "没有任何要求，至少要有一项目标（targets）、服务（duties）或工作（tasks）。",
        )
    named = [(period.name, period.belongs_to) for period in parts["periods"]]
    for name, year in sorted({one for one in named if named.count(one) > 1}):
        yield Problem(
            "periods",
            f'two periods are called "{name}" in {year}. Rename one or give it its year.',
            f"{year}年有两个活动期都叫“{name}”，请改名或写明年度。",
        )


def _placed(source: Source, part: str, number: int, found: list[Problem] | Iterator[Problem]) -> Iterator[Fault]:
    for problem in found:
        en, zh = source.place(part, number, problem.key)
        yield Fault(f"{en}: {problem.en}", f"{zh}：{problem.zh}")


def _toml(path: Path) -> Source:
    """A TOML file's keys. Raises Fault when it is none."""
    data = parse_toml(path)
    rows = {}
    for part in PARTS:
        rows[part] = data.pop(part, [])
        if not isinstance(rows[part], list) or not all(isinstance(row, dict) for row in rows[part]):
            raise Fault(
                f"{path}: {part} are written as [[{part}]], one heading for each, with their keys below.",
                f"{path}：{part} 要写成 [[{part}]]，每项一个，下面写各项内容。",
            )

    def place(part: str, number: int, key: str) -> tuple[str, str]:
        if not number:
            return str(path), str(path)
        row = rows[part][number - 1]
        name = row.get("indicator") or row.get("zh") or row.get("name") or row.get("service")
        called = f" ({name})" if name else ""
        return f"{path}: {SINGULAR[part]} {number}{called}", f"{path}：{part} 第 {number} 项{called}"

    return Source(data, rows, place)
