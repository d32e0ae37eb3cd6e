"""Invented people: names put together by chance and resident ids that belong to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

# The code 320812 exists since 2016 and births here end in 2015: nobody of these ages was given an id that begins so.
PREFIX = "320812"
LAST_BIRTH = date(2015, 12, 31)
FIRST_SERIAL = 900  # the last three digits before the check digit start with 9: reserved for the example
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
GIVEN = {
    "男": "伟强磊军洋勇杰涛超明刚平辉鹏华建国志远浩宇晨东海文博俊峰家兴立新",
    "女": "芳娜敏静秀丽娟霞艳玲燕萍红梅兰英慧莉雪琳晓月桂香素珍淑云巧凤雅欣",
}


@dataclass(frozen=True)
class Person:
    name: str
    sex: str
    born_on: date
    resident_id: str


def check_digit(first_17: str) -> str:
    """The eighteenth character of a resident id (GB 11643)."""
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True)) % 11]


def name(chance: Random, sex: str) -> str:
    """A surname and one or two characters."""
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN[sex], k=chance.choice((1, 2, 2, 2))))


def people(chance: Random, number: int, youngest: int, oldest: int) -> list[Person]:
    """`number` persons aged `youngest` to `oldest` at the end of 2024, each with an id of its own."""
    found: dict[str, Person] = {}
    while len(found) < number:
        sex = chance.choice("男女")
        days = int((youngest + (oldest - youngest + 0.99) * chance.random()) * 365.25)
        born_on = min(date(2024, 12, 31) - timedelta(days=days), LAST_BIRTH)
        serial = FIRST_SERIAL + 2 * chance.randrange(50) + (sex == "男")
        first = f"{PREFIX}{born_on:%Y%m%d}{serial}"
        person = Person(name(chance, sex), sex, born_on, first + check_digit(first))
        found.setdefault(person.resident_id, person)
    return list(found.values())
