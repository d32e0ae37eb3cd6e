"""What became of the divisions that ended, as far as the lists tell it: by name, by code and by year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipelines.divisions.names import inside, stem

Row = tuple[str, str, int, int | None]  # code, name, from_year, to_year

PARTED = {"46": "44", "50": "51"}  # Hainan left Guangdong in 1988, Chongqing left Sichuan in 1997


def heirs(rows: list[Row], last_list: int) -> Iterator[str | None]:
    """For each row the code under which it goes on; None where that is its own, or is not known."""
    index: dict[tuple, list[Row]] = defaultdict(list)
    for row in rows:
        for key in _keys(row):
            index[key].append(row)
    for row in rows:
        here = row
        while heir := _heir(here, index, last_list):
            here = heir
        yield here[0] if here[0] != row[0] else None


def _keys(row: Row) -> list[tuple]:
    """What an heir shares, the surest first. No two counties of a province have the same name at a time; districts do."""
    code, name, *_ = row
    province = PARTED.get(code[:2], code[:2])
    place = code[:4] if name.endswith("区") else province
    return [("place", place, name), ("name", province, name), ("code", code), ("stem", province, stem(name))]


def _heir(row: Row, index: dict[tuple, list[Row]], last_list: int) -> Row | None:
    """What stands under the same name; else the first to begin when this one had ended, by what it shares most. None
    where several did."""
    code, name, first, end = row
    if end is None:
        return None
    after = max(min(end, last_list + 1) - 1, first + 1)  # no list tells when in the years after the last
    for kind, *shared in _keys(row):
        others = [other for other in index[kind, *shared] if other[:2] != (code, name)]
        found = [other for other in others if other[2] >= after and (kind == "place" or other[2] <= end)]
        if kind == "place":
            found = [other for other in others if other[3] is None] or found
        if kind == "code" and not code.endswith("00") and not all(stem(other[1]) == stem(name) for other in found):
            return None  # the county got another name, or another county its code
        if kind == "stem":  # a county can become a city, not the other way round
            found = [other for other in found if len(inside(other[0])) <= len(inside(code))]
        if found:
            begun = [other for other in found if other[2] == min(other[2] for other in found)]
            return begun[0] if len({other[0] for other in begun}) == 1 else None
    return None
