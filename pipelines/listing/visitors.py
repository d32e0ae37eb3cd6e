"""Who is responsible for whom: the contact or volunteer with whom a person is paired on a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from pipelines.listing.names import Place

if TYPE_CHECKING:
    import duckdb

# Of several, the one who is in office first; family and neighbours are nobody's visitors.
ROLES = ("cadre", "social_worker", "volunteer", "teacher", "doctor", "other")


@dataclass(frozen=True)
class Visitor:
    """A contact by pseudonym, in a role, and where the files tell the name."""

    contact: str
    role: str
    place: Place


def responsible(con: duckdb.DuckDBPyConnection, persons: Collection[UUID], day: date) -> dict[UUID, Visitor]:
    """By person: the contact paired with them on the day, of several the first of ROLES, then who has been it longest."""
    query = """
        SELECT person, contact::VARCHAR, role::VARCHAR, file::VARCHAR, sheet::VARCHAR, row FROM clean.pairings
        SEMI JOIN (SELECT unnest($persons)::UUID AS person) USING (person)
        WHERE since_on <= $day AND coalesce(until_on >= $day, true) AND list_contains($roles, role::VARCHAR)
        QUALIFY row_number() OVER (PARTITION BY person ORDER BY list_position($roles, role::VARCHAR), since_on, contact) = 1"""
    asked = {"persons": [str(person) for person in persons], "day": day, "roles": list(ROLES)}
    found = con.execute(query, asked).fetchall()
    return {person: Visitor(contact, role, Place("pairings", *place)) for person, contact, role, *place in found}
