"""What stands only in the files received: names, ids, telephone numbers, addresses, read from them when a list is written.

Only the files in which those listed stand are read, into a database in memory that ends with the list.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from indicators.sql import identifier
from indicators.workspace import Fault, Workspace
from pipelines import warehouse
from pipelines.cleaning.persons import is_register
from pipelines.cleaning.statement import select
from pipelines.intake import digests, files, stage
from pipelines.recognising.forms import Form

if TYPE_CHECKING:
    import duckdb

ROSTER = "residents"  # the register that is asked first


class Place(NamedTuple):
    """A row of a file received, and the record type it was taken for."""

    form: str
    file: str
    sheet: str
    row: int


def places(con: duckdb.DuckDBPyConnection, forms: Mapping[str, Form], persons: Collection[UUID]) -> dict[UUID, Place]:
    """Where the files tell the names of persons, by pseudonym: on the roster, else on another register, else in any record."""
    naming = [n for n, f in forms.items() if any(field.type == "person_name" for field in f.fields.values())]
    found: dict[UUID, Place] = {}
    for name in sorted(naming, key=lambda n: (n != ROSTER, not is_register(forms[n]), n)):
        sought = [str(person) for person in persons if person not in found]
        if not sought:
            break
        rows = f"""SELECT person, min((file::VARCHAR, sheet::VARCHAR, row)) FROM {identifier("clean", name)}
            SEMI JOIN (SELECT unnest($sought)::UUID AS person) USING (person) GROUP BY person"""
        found |= {person: Place(name, *place) for person, place in con.execute(rows, {"sought": sought}).fetchall()}
    return found


def read(
    workspace: Workspace, forms: Mapping[str, Form], wanted: Collection[Place], scratch: Path
) -> dict[Place, dict[str, str]]:
    """The private texts of some rows, by the name of their field. Raises Fault when a file is not as it was taken in."""
    import duckdb

    named = {place.file for place in wanted}
    if changed := sorted(named & warehouse.changes(workspace)):
        raise Fault(
            f"{changed[0]}: changed or gone since it was taken in; names cannot be looked up. Run `jiping intake` first.",
            f"{changed[0]}：收录之后已改动或移走，无法查找姓名。请先运行 jiping intake。",
        )
    paths = [path for path in files(workspace) if workspace.name_of(path) in named]
    found: dict[Place, dict[str, str]] = {}
    with duckdb.connect(config={"temp_directory": str(scratch)}) as con, digests(paths) as received:
        staging = stage(con, workspace, b"lists", scratch, received)
        staging.finish()
        for name in sorted({place.form for place in wanted}):
            rows = {(place.file, place.sheet, place.row): place for place in wanted if place.form == name}
            relations = [f"staged_{name}", *(f"({select(source)})" for source in staging.long.get(name, []))]
            fields = [field for field, kept in forms[name].fields.items() if kept.is_private]
            for relation in relations:
                found |= _texts(con, relation, fields, rows)
    return found


def _texts(con, relation: str, fields: list[str], rows: Mapping[tuple, Place]) -> dict[Place, dict[str, str]]:
    asked = f"SELECT file, sheet, row, {', '.join(map(identifier, fields))} FROM {relation}"
    sought = "SELECT unnest($files) AS file, unnest($sheets) AS sheet, unnest($rows) AS row"
    parameters = dict(zip(("files", "sheets", "rows"), map(list, zip(*rows, strict=True)), strict=True))
    found = con.execute(f"{asked} SEMI JOIN ({sought}) USING (file, sheet, row)", parameters).fetchall()
    return {
        rows[file, sheet, row]: {name: str(text) for name, text in zip(fields, texts, strict=True) if text is not None}
        for file, sheet, row, *texts in found
    }
