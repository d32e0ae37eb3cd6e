"""Events that still wait for an answer when the quarter ends, at the head of the assessment of whatever plan asks for one.

They are few persons': only the report of the plan's whole area counts them, so that no two reports give away between
them what befell whom, and a number below the office's threshold is said to be below it.
"""

from __future__ import annotations

from indicators.showing.report import Report

WAITING = """
    SELECT count(*), count(*) FILTER (WHERE w.due_on < $day)
    FROM people.due_windows AS w
    JOIN places.areas_above AS a ON a.area = w.area AND a.whole = $area
    WHERE w.plan = $plan AND w.cadence = 'event' AND w.starts_on <= $day AND coalesce(least(w.done_on, w.late_on) > $day, true)
        AND NOT EXISTS (
            SELECT 1 FROM clean.events AS e
            WHERE e.person = w.person AND e.happened_on = w.starts_on AND e.kind::VARCHAR = w.occasion AND e.resolved_on <= $day)"""


def waiting(report: Report) -> list[str]:
    """How many events nobody had answered by the quarter's end, and how many of them later than the plan allows."""
    if not any(duty.every == "event" for duty in report.plan.duties) or report.area != report.office.top(report.plan):
        return []
    asked = {"day": report.quarter.ends_on, "area": report.area, "plan": report.plan.name}
    open_, overdue = report.office.con.execute(WAITING, asked).fetchall()[0]
    if not open_:
        return []
    words, few = report.words, report.settings.suppression_threshold
    if open_ < few:
        return [words("summary.few_events", few=few)]
    can_be_told = all(part == 0 or part >= few for part in (overdue, open_ - overdue))
    said = words("summary.events", n=open_)
    return [said + (words("summary.events_overdue", n=overdue) if overdue and can_be_told else words("summary.stop"))]
