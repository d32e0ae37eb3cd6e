"""What plans owe and have done by when, as tables of the warehouse: `plans.duties`, `plans.tasks`, `plans.periods`.

They stand there before the SELECT files are built, which read them as they read `calendar.*`.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from indicators.judging.duties import DAYS_BEFORE, Duty
from indicators.judging.plans import Plan
from indicators.judging.tasks import Period, Task

if TYPE_CHECKING:
    import duckdb

COLUMNS = {
    "duties": """plan VARCHAR, duty INTEGER, area VARCHAR, from_on DATE, until_on DATE, population_group VARCHAR, service VARCHAR,
        cadence VARCHAR, months INTEGER[], occasions VARCHAR[], within_days INTEGER, days_before INTEGER, done_by VARCHAR[],
        owner VARCHAR, clause VARCHAR, inferred BOOLEAN, zh VARCHAR, en VARCHAR""",
    "tasks": """plan VARCHAR, task INTEGER, area VARCHAR, zh VARCHAR, en VARCHAR, due_on DATE, due_month INTEGER, due_day INTEGER,
        from_on DATE, until_on DATE, owner VARCHAR, clause VARCHAR, evidence VARCHAR, inferred BOOLEAN""",
    "periods": "plan VARCHAR, name VARCHAR, year INTEGER, starts_on DATE, ends_on DATE",
}


def write(con: duckdb.DuckDBPyConnection, plans: Iterable[Plan]) -> None:
    """Create the tables; one row a duty, task and period. What a plan leaves open is NULL: all, anybody, everywhere."""
    con.execute("CREATE SCHEMA plans")
    rows: dict[str, list[tuple]] = {name: [] for name in COLUMNS}
    for plan in plans:
        rows["duties"] += [_duty(plan, number, duty) for number, duty in enumerate(plan.duties, 1)]
        rows["tasks"] += [_task(plan, number, task) for number, task in enumerate(plan.tasks, 1)]
        rows["periods"] += [_period(plan, period) for period in plan.periods]
    for name, columns in COLUMNS.items():
        con.execute(f"CREATE TABLE plans.{name} ({columns})")
        if rows[name]:
            one = f"({', '.join('?' * len(rows[name][0]))})"
            con.execute(f"INSERT INTO plans.{name} VALUES {', '.join([one] * len(rows[name]))}", [*chain(*rows[name])])


def _duty(plan: Plan, number: int, duty: Duty) -> tuple:
    near = duty.every in ("festival", "theme_day")
    days_before = (DAYS_BEFORE if duty.days_before is None else duty.days_before) if near else None
    return (
        plan.name, number, plan.area, plan.starts_on, plan.until, duty.group, duty.service,
        duty.every, _all(duty.months), _all(duty.occasions), duty.within_days, days_before, _all(duty.by),
        duty.owner or None, duty.clause or None, duty.inferred, duty.zh or None, duty.title("en") or None,
    )  # fmt: skip


def _task(plan: Plan, number: int, task: Task) -> tuple:
    month, day = task.month_day or (None, None)
    return (
        plan.name, number, plan.area, task.zh, task.title("en"), task.due_on, month, day,
        plan.starts_on, plan.until, task.owner or None, task.clause or None, task.evidence or None, task.inferred,
    )  # fmt: skip


def _period(plan: Plan, period: Period) -> tuple:
    return plan.name, period.name, period.belongs_to, period.starts_on, period.until


def _all(several: tuple) -> list | None:
    return list(several) or None
