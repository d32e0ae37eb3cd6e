"""Festivals and theme days: the days of the lunar calendar against the dates that are published for 2000 to 2050."""

from datetime import date

import pytest

from pipelines.cleaning.calendar import festivals

# First day of the lunar year, month and day, 2000 to 2050 (calendar of the Purple Mountain Observatory).
SPRING_FESTIVALS = """
    0205 0124 0212 0201 0122 0209 0129 0218 0207 0126 0214 0203 0123 0210 0131 0219 0208 0128 0216 0205 0125 0212 0201 0122 0210 0129
    0217 0206 0126 0213 0203 0123 0211 0131 0219 0208 0128 0215 0204 0124 0212 0201 0122 0210 0130 0217 0206 0126 0214 0202 0123"""
# As the State Council's notices of public holidays gave them.
HOLIDAYS = {
    "dragon_boat": [
        "2008-06-08",
        "2010-06-16",
        "2014-06-02",
        "2019-06-07",
        "2020-06-25",
        "2023-06-22",
        "2024-06-10",
        "2025-05-31",
    ],
    "mid_autumn": [
        "2008-09-14",
        "2010-09-22",
        "2014-09-08",
        "2019-09-13",
        "2020-10-01",
        "2023-09-29",
        "2024-09-17",
        "2025-10-06",
    ],
    "double_ninth": [
        "2013-10-13",
        "2014-10-02",
        "2016-10-09",
        "2020-10-25",
        "2022-10-04",
        "2023-10-23",
        "2024-10-11",
        "2025-10-29",
    ],
    "mothers_day": ["2010-05-09", "2020-05-10", "2022-05-08", "2023-05-14", "2024-05-12", "2025-05-11"],
}


def day(occasion: str, year: int) -> date:
    ((first, _),) = [(first, until) for _, name, first, until in festivals(year) if name == occasion]
    return first


def test_spring_festivals_are_those_published():
    published = [date(2000 + n, int(text[:2]), int(text[2:])) for n, text in enumerate(SPRING_FESTIVALS.split())]
    assert len(published) == 51 and [day("spring_festival", year) for year in range(2000, 2051)] == published


@pytest.mark.parametrize("occasion", HOLIDAYS)
def test_other_festivals_are_those_published(occasion):
    for text in HOLIDAYS[occasion]:
        assert day(occasion, int(text[:4])).isoformat() == text


def test_a_day_of_the_lunar_calendar_stays_in_its_season():
    """Lantern lies fourteen days after the Spring Festival; New Year's Eve the day before, whatever the length of its month."""
    for year in range(1950, 2100):
        assert (day("lantern", year) - day("spring_festival", year)).days == 14
        assert (day("spring_festival", year) - day("new_years_eve", year)).days == 1
        assert date(year, 9, 7) <= day("mid_autumn", year) <= date(year, 10, 8)


def test_theme_days_have_a_first_and_a_last_day():
    month = [row[2:] for row in festivals(2024) if row[1] == "patriotic_health_month"]
    assert month == [(date(2024, 4, 1), date(2024, 4, 30))]
