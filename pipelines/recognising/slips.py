"""A header not understood that is nearly one that is lacking: most likely a slip of the pen."""

from __future__ import annotations

from collections import Counter

from indicators.showing.words import Words
from indicators.workspace import LANGUAGES
from pipelines.recognising.labels import names, normal
from pipelines.recognising.match import Match

ALIKE = 60  # how alike (of 100) a header and one that is lacking must be for the one to be suggested for the other
LIKELY = 75  # and to be told without being asked: one character of four
SHORTEST = 3  # characters of a header that can be told from a shorter name for something else: 编号, 户编号
# Characters that tell headers apart which are otherwise the same: 上次随访日期, 下次随访日期. Nobody writes one for another.
TELLING = set("0123456789一二三四五六七八九十上下本首末前后左右父母双男女夫妻入出收发始终起止应原曾")


def slips(match: Match, alike: int = ALIKE) -> dict[int, str]:
    """What columns that are not understood were probably meant to be headed, by column."""
    form = match.form
    lacking = [field.headers for name, field in form.fields.items() if name not in match.columns]
    lacking += [item.headers for code, item in form.items.items() if code not in match.items]
    meant = {normal(header): header for headers in lacking for header in headers}
    near = {
        i: _nearest(match, i, meant, alike) for i in match.unknown if i not in match.others and i not in match.rivals
    }
    return {i: header for i, header in near.items() if header}


def _nearest(match: Match, column: int, meant: dict[str, str], alike: int) -> str | None:
    from rapidfuzz import fuzz, process

    found = []
    called = {names(text)[1] for text in (match.labels[column], match.unknown[column])}
    for header in (text for text in called if len(text) >= SHORTEST):
        for near, score, _ in process.extract(header, list(meant), scorer=fuzz.ratio, score_cutoff=alike):
            if not _differing(header, near) & TELLING:
                found.append((score, meant[near]))
    return max(found, default=(0, None))[1]


def _differing(one: str, other: str) -> set[str]:
    return set((Counter(one) - Counter(other)) + (Counter(other) - Counter(one)))


def asked(header: str, meant: str | None, words: Words) -> str:
    """A header not understood, with the question whether it was meant to be another."""
    told = " ".join(header.split())
    return words("intake.slip", header=told, meant=meant) if meant else told


def note(place: str, match: Match) -> tuple[str, str]:
    """What to tell of a sheet's likely slips, in Chinese and English; nothing where there are none."""
    likely = slips(match, LIKELY)
    if not likely:
        return "", ""
    said = (Words(lang) for lang in LANGUAGES)
    return tuple(
        w("intake.slips", place=place, columns=w.join(asked(match.labels[i], m, w) for i, m in likely.items()))
        for w in said
    )
