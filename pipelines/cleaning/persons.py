"""Who a record is about: a pseudonym from the surest thing it tells, and registers that know by id whom others only name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.recognising.forms import PERSON, TELL_APART, Form

if TYPE_CHECKING:
    import duckdb


def create(con: duckdb.DuckDBPyConnection) -> None:
    """`persons`: whom the registers name, and `namesakes`: a name in an area (with a birth date or NULL) that only one has."""
    con.execute("""
        CREATE TEMP TABLE persons (name VARCHAR, birth_on DATE, area VARCHAR, person UUID);
        CREATE TEMP VIEW namesakes AS
        SELECT name, area, birth_on, min(who) AS person
        FROM (SELECT name, area, unnest([birth_on, NULL]) AS birth_on, person AS who FROM persons)
        GROUP BY ALL HAVING count(DISTINCT who) = 1""")


def is_register(form: Form) -> bool:
    """A record type that keeps persons (a roster, the patients under care) and not what was done for them."""
    return form.key[:1] == ["person"]


def remember(con: duckdb.DuckDBPyConnection, form: Form, rows: str) -> None:
    """Add the persons of a register; `rows` is a SELECT of its records with their `person`."""
    fields = _fields(form)
    if is_register(form) and "person_name" in fields and "area" in form.fields:
        born = ["birth_on"] * ("birth_on" in form.fields)
        born += [f"id_birth_on({fields['resident_id']})"] * ("resident_id" in fields)
        con.execute(f"""INSERT INTO persons SELECT DISTINCT {fields["person_name"]}, {f"coalesce({', '.join(born)})" if born else "NULL"}, area, person
            FROM ({rows}) WHERE {fields["person_name"]} IS NOT NULL AND area IS NOT NULL""")


def identified(con: duckdb.DuckDBPyConnection, form: Form, rows: str) -> str:
    """SELECT of records (the relation `rows`) with `person`, a pseudonym, and `person_match`, how the person was told apart:
    by id; by a name that only one person in the registers has in the area, with the birth date where it is told; by a
    number the unit keeps; by name, birth date and area as they stand."""
    fields = _fields(form)
    born, same = (
        ("birth_on", "n.birth_on IS NOT DISTINCT FROM r.birth_on")
        if "birth_on" in form.fields
        else ("NULL", "n.birth_on IS NULL")
    )
    ways = []
    if "resident_id" in fields:
        # An id's pseudonym is known from staging: the same person comes again and again, and it takes most of the time.
        ways.append(("known_by_id IS NOT NULL", "known_by_id", "id"))
    if "person_name" in fields and con.execute("FROM persons LIMIT 1").fetchall():
        ways.append(("namesake IS NOT NULL", "namesake", "name"))
        unknown = "AND r.known_by_id IS NULL" if "resident_id" in fields else ""
        rows = f"""(SELECT r.*, n.person AS namesake FROM {rows} r LEFT JOIN namesakes n
            ON n.name = r.{fields["person_name"]} AND n.area = r.area AND {same} {unknown})"""
    if no := fields.get("person_no"):
        ways.append((f"{no} IS NOT NULL", f"pseudonym('number:' || coalesce(area, '') || '/' || {no})", "number"))
    if name := fields.get("person_name"):
        told = f"pseudonym('name:' || {name} || '/' || coalesce({born}::VARCHAR, '') || '/' || coalesce(area, ''))"
        ways.append((f"{name} IS NOT NULL", told, "name"))
    hashed = " ".join(f"WHEN {when} THEN {pseudonym}" for when, pseudonym, _ in ways)
    match = PERSON["person_match"]
    matched = " ".join(f"WHEN {when} THEN '{how}'::{match}" for when, _, how in ways)
    return f"SELECT *, CASE {hashed} END AS person, CASE {matched} END AS person_match FROM {rows}"


def unidentified(form: Form, rows: str) -> str:
    """The relation `rows` with the columns that tell persons apart, still empty."""
    columns = "".join(f", NULL::{kind} AS {name}" for name, kind in PERSON.items() if form.has_person)
    return f"(SELECT *{columns} FROM {rows})"


def _fields(form: Form) -> dict[str, str]:
    """The field that tells persons apart in each way."""
    return {field.type: name for name, field in form.fields.items() if field.type in TELL_APART}
