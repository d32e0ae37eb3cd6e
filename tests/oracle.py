"""The slow, obvious way to count: plain Python over plain rows, to hold `indicators/measure.py` against.

Nothing here is shared with the product: it goes through every row for every number that is asked for.
"""


def lies_in(area, whole, parents):
    """True when `area` is `whole` or some area above it is."""
    seen = set()
    while area is not None and area not in seen:
        if area == whole:
            return True
        seen.add(area)
        area = parents.get(area)
    return False


def in_window(row_quarter, quarter, window):
    """True when an event of `row_quarter` belongs to the figure for `quarter`."""
    if window == "ytd":
        return row_quarter[:4] == quarter[:4] and row_quarter <= quarter
    return row_quarter == quarter


def text(value):
    """A category as it stands in a breakdown."""
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def count(rows, add, *, area, quarter, window, parents, where=None, group=None):
    """(numerator, denominator, rows) for one area and quarter.

    `add(row)` gives what one row adds to numerator and denominator. `group` is {column: category} of one group; with
    it only the rows of that group that `where` selects are counted at all.
    """
    numerator = denominator = seen = 0
    for row in rows:
        if row["quarter"] is None or not lies_in(row["area"] or "", area, parents):
            continue
        if not in_window(row["quarter"], quarter, window):
            continue
        selected = all(text(row[column]) in kept for column, kept in (where or {}).items())
        if group is not None and not selected:
            continue
        if any(text(row[column]) != category for column, category in (group or {}).items()):
            continue
        seen += 1
        if selected:
            up, down = add(row)
            numerator += up
            denominator += down
    return numerator, denominator, seen
