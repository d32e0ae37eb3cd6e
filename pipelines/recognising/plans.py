"""Sheets that tell of what is to be done: a plan, a programme, a list of what is scheduled; no work has been done by it."""

from __future__ import annotations

import re
from pathlib import Path

from pipelines.reading.sheets import Sheet
from pipelines.recognising.match import Match
from pipelines.recognising.row_words import plain

PLAN = re.compile(
    r"(?:计划|安排|日程|排期|预告|预排)(?!生育|免疫|怀孕|内|外|生|财|[^,，。;；、()（）]{0,8}(?:完成|落实|执行|实施|开展)情况)"
)
# 按计划, 根据…安排: what one goes by; and whatever tells of what was done.
DONE = re.compile(
    r"(?:按|依|根据|依据|非|无|属于?).{0,6}(?:计划|安排)|完成|落实|情况|总结|小结|记录|登记|台账|统计|汇总|执行|实施|进度|签到"
)
PLANNED = re.compile(
    r"(?:预计|预期|计划|拟|预定|预估|目标)(?:参加|参与|受益|听课|发放|开展|到场)?(?:人数|人次|数|数量|规模|份数)"
)


def plan(sheet: Sheet, match: Match) -> str:
    """The words by which a sheet is a plan, "" where it is none: a title or its name; where nothing is counted, also its file's
    name, or a column of numbers to come. A sheet with a column for days to come tells plans and work apart by itself."""
    form = match.form
    if not form.dated_by or any(form.fields[name].planned for name in match.columns):
        return ""
    titles = [cell for row in sheet.head[: match.top - 1] for cell in row]
    counted = any(form.fields[name].counts for name in match.columns)
    for text in (*titles, sheet.name, *([] if counted else [Path(sheet.file).stem])):
        said = plain(text)
        if PLAN.search(said) and not DONE.search(said):
            return said
    return "" if counted else next((header for header in match.unknown.values() if PLANNED.search(header)), "")
