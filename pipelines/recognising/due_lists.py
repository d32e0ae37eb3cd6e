"""A list of what is due that jiping wrote and that comes back: left of its key stands what it said, right of it what was filled in."""

from __future__ import annotations

from indicators.showing.words import vocabulary
from pipelines.recognising.labels import normal
from pipelines.recognising.match import Match


def key(match: Match) -> int | None:
    """The column of the list's key; None in any other sheet."""
    known = {normal(text) for text in vocabulary()["listed"]["key"]}
    return next((i for i, label in match.unknown.items() if normal(label) in known), None)
