"""Record types as data: `forms/*.toml` says which headers, types and rules a record has.

A workspace's own `forms/` folder adds synonyms to these, or whole record types.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Literal

import msgspec

from indicators.sql import literal
from indicators.workspace import Fault, Workspace, read_toml
from pipelines.recognising import expressions
from pipelines.recognising.labels import normal
from pipelines.recognising.questionnaires import Item, Questionnaire

HERE = Path(__file__).parents[1]
PRIVATE_TYPES = ("resident_id", "person_name", "person_no", "phone")
COLUMN_TYPES = {
    "date": "DATE",
    "integer": "BIGINT",
    "decimal": "DOUBLE",
    "boolean": "BOOLEAN",
    "money": "DECIMAL(18, 2)",
}
# Whom a record is about, and how that is known.
PERSON = {"person": "UUID", "person_match": "ENUM('id', 'number', 'name')"}
TELL_APART = ("resident_id", "person_no", "person_name")  # persons: the surest first
NUMBERS = ("integer", "decimal", "money")
TAKEN_APART = ("blood_pressure",)  # cleaned, then kept only as the columns derived from it
Kind = Literal[
    "text", "code", "date", "quarter", "integer", "decimal", "money", "blood_pressure", "boolean", "area", "area_code", "site", "uscc",
    "resident_id", "person_name", "person_no", "phone",
]  # fmt: skip


class Field(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One column of a record type; each `type` is a macro `as_<type>` in macros.sql."""

    type: Kind
    headers: list[str]  # synonyms; the first is the field's own name
    required: bool = False
    default: str | None = None  # for sheets without the column; {file} and {sheet} stand for their names
    keep: bool = (
        False  # a text that names no person is kept as it stands; of any other only a short code, or a pseudonym
    )
    # code → what people write; of a site, with what one ends that no register need hold
    codes: dict[str, list[str]] = {}
    units: list[str] = []  # what may stand after the number; all mean the same, the first is shown
    within: str | None = None  # an area named inside the area of that field
    column_of: str | None = None  # without a column of its own, reads that field's a second time
    min: Decimal | None = None
    max: Decimal | None = None
    private: bool = False  # never leaves the raw file
    planned: bool = False  # a date that may lie after the day the file was received
    own_year: bool = False  # a date of which titles do not tell the year: a birthday
    adds_up: bool = True  # ages, years and pressures do not

    @property
    def is_private(self) -> bool:
        return self.private or self.type in PRIVATE_TYPES

    @property
    def is_sealed(self) -> bool:
        """A free text: who knows what people write in it. Unless it is a short code, a pseudonym tells records apart."""
        return self.type == "text" and not self.keep

    @property
    def counts(self) -> bool:
        """Its numbers add up over the rows of a sheet; those of measures and scores, the decimals, do not."""
        return self.type in ("integer", "money") and self.adds_up

    @property
    def counted_in(self) -> list[str]:
        """What a number of the field counts; where nothing is said, whatever people write."""
        return self.units or (["元"] if self.type == "money" else [])

    @property
    def column_type(self) -> str:
        if self.type == "code":
            return f"ENUM({', '.join(map(literal, self.codes))})"
        return COLUMN_TYPES.get(self.type, "VARCHAR")


class Rule(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A condition every row must meet; a row where it is unknown (NULL) passes."""

    check: str
    field: str
    zh: str
    en: str


class Form(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, dict=True):
    """A record type; its name is its file's name and becomes the table `clean.<name>`."""

    zh: str
    en: str
    fields: dict[str, Field]
    key: list[str] = []  # what tells records apart, wherever they stand; without key and event, the whole row
    event: list[
        str
    ] = []  # columns that say what event a record tells of: of two sheets with the same, one tells it again
    apart: list[str] = []  # columns that, where two records say different things, make two events of them
    named_by: str | None = None  # without that column nothing tells for certain which event it was
    numbered_by: list[str] = []  # columns that number the rows of a sheet, and are no part of an event
    equal_rows_are_events: bool = False  # rows of a sheet that say the same (and have no named_by) count each
    dated_by: str | None = None  # the date or quarter that places a record in time
    questionnaires: bool = False  # has one column an item
    rules: list[Rule] = []
    derived: dict[str, str] = {}  # further columns, as SQL over the cleaned fields

    name: str = ""
    questionnaire: str | None = None
    items: dict[str, Item] = {}
    only_with: list[str] = []

    @cached_property
    def known(self) -> dict[str, tuple[str, str]]:
        """What each header the form knows, in its normal form, is: a field or an item."""
        fields = {normal(h): ("field", name) for name, f in self.fields.items() for h in [name, *f.headers]}
        return {normal(h): ("item", code) for code, item in self.items.items() for h in item.headers} | fields

    @cached_property
    def has_person(self) -> bool:
        return any(field.type in TELL_APART for field in self.fields.values())

    @property
    def columns(self) -> dict[str, str]:
        """The columns of the clean table (before the survey's items are unfolded), with their DuckDB types."""
        found = dict(PERSON) if self.has_person else {}
        kept = {n: f for n, f in self.fields.items() if not (f.is_private or f.type in TAKEN_APART or self.is_step(n))}
        found |= {n: f.column_type for n, f in kept.items()}
        found |= {name: "VARCHAR" for name in self.derived if name not in found}
        return found | ({"answers": "STRUCT(item VARCHAR, answer VARCHAR)[]"} if self.questionnaires else {})

    @property
    def quarter_starts_on(self) -> str:
        """SQL of the first day of the quarter that a record speaks of; NULL where records of the type have no date."""
        if not self.dated_by:
            return "NULL::DATE"
        if self.fields[self.dated_by].type == "quarter":
            return f"make_date({self.dated_by}[1:4]::INT, {self.dated_by}[6]::INT * 3 - 2, 1)"
        return f"date_trunc('quarter', {self.dated_by})::DATE"

    def is_step(self, name: str) -> bool:
        """True for an area that only narrows another (the street of a village)."""
        return any(field.within == name for field in self.fields.values())


def load(workspace: Workspace) -> dict[str, Form]:
    """Every record type by name. Raises Fault naming the file and key that is wrong."""
    own = workspace.root / "forms"
    names = sorted({p.stem for folder in (HERE / "forms", own) for p in folder.glob("*.toml")})
    return {name: _form(name, [f / f"{name}.toml" for f in (HERE / "forms", own)]) for name in names}


def recognisable(forms: dict[str, Form], questionnaires: dict[str, Questionnaire]) -> list[Form]:
    """What a sheet can turn out to be: each form, and the survey form once for each questionnaire."""
    plain = [form for form in forms.values() if not form.questionnaires]
    surveys = [form for form in forms.values() if form.questionnaires]
    return plain + [_with(form, name, q) for form in surveys for name, q in questionnaires.items()]


def _with(form: Form, name: str, questionnaire: Questionnaire) -> Form:
    fields = merged(msgspec.to_builtins(form.fields), questionnaire.fields)
    try:
        completed = msgspec.convert(fields, dict[str, Field], strict=False)
    except msgspec.ValidationError as error:
        raise Fault(f"questionnaires/{name}.toml: fields: {error}.") from None
    for field, was in ((field, form.fields.get(field)) for field in completed):
        if was is None or was.column_type != completed[field].column_type:
            raise Fault(
                f"questionnaires/{name}.toml: fields.{field}: forms/{form.name}.toml has no such field, or of another type or codes. Add it there.",
                f"questionnaires/{name}.toml：fields.{field}：forms/{form.name}.toml 没有这一项，或类型、代码不同，请在那里添加。",
            )
    completed_form = msgspec.structs.replace(
        form, fields=completed, items=questionnaire.items, questionnaire=name, only_with=questionnaire.only_with
    )
    if questionnaire.fields:
        _check(completed_form, Path("questionnaires") / f"{name}.toml")
    return completed_form


def _form(name: str, paths: list[Path]) -> Form:
    meaning = "A form has zh, en, dated_by, key or event (with apart, named_by, numbered_by), fields, rules and derived; see the files in pipelines/forms."
    found = [path for path in paths if path.exists()]
    if len(found) == 1:
        form = read_toml(found[0], Form, meaning)
    else:
        base, local = (read_toml(path, dict, meaning) for path in found)
        try:
            form = msgspec.convert(merged(base, local), Form)
        except msgspec.ValidationError as error:
            raise Fault(f"{found[1]}: {error}. {meaning}") from None
    form.name = name
    _check(form, found[-1])
    return form


def merged(base: dict, local: dict) -> dict:
    """`local` over `base`: tables join, lists are added to, single values replaced."""
    result = dict(base)
    for key, value in local.items():
        old = base.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            result[key] = merged(old, value)
        else:
            result[key] = old + value if isinstance(old, list) and isinstance(value, list) else value
    return result


def _check(form: Form, path: Path) -> None:
    """References inside a form point at something, and what becomes SQL is no more than names, numbers and expressions."""
    if not path.is_relative_to(HERE):  # a test holds those that are shipped to the same
        check_sql(form, path)
    named = [("dated_by", form.dated_by)] + [("within", f.within) for f in form.fields.values()]
    named += [("column_of", f.column_of) for f in form.fields.values()] + [("rules.field", r.field) for r in form.rules]
    for where, field in named:
        if field is not None and field not in form.fields:
            raise Fault(f'{path}: {where} = "{field}": no such field. The fields are {", ".join(form.fields)}.')
    if form.dated_by and form.fields[form.dated_by].type not in ("date", "quarter"):
        raise Fault(f'{path}: dated_by = "{form.dated_by}": neither a date nor a quarter.')
    for name, field in form.fields.items():
        if field.type == "code" and not field.codes:
            raise Fault(f"{path}: fields.{name}: a code needs codes.<code> = [what people write].")
        if field.units and field.type not in ("integer", "decimal"):
            raise Fault(f"{path}: fields.{name}: only an integer or a decimal has units; money is in yuan.")
        if not all(bound is None or bound.is_finite() for bound in (field.min, field.max)):
            raise Fault(f"{path}: fields.{name}: min and max are numbers; without a bound leave them out.")
    telling = {"key": form.key, "event": form.event, "apart": form.apart, "numbered_by": form.numbered_by}
    telling["named_by"] = [form.named_by] if form.named_by else []
    for where, name in ((where, name) for where, names in telling.items() for name in names):
        if name not in form.columns:
            raise Fault(f'{path}: {where} = "{name}": no such column. The columns are {", ".join(form.columns)}.')


def check_sql(form: Form, path: Path) -> None:
    """Raise Fault unless names are identifiers, expressions read nothing but the record, and no private text comes out of those
    that are kept."""
    expressions.check_name(f"{path}: record type", form.name)
    for where, names_ in (("fields", form.fields), ("derived", form.derived)):
        for name in names_:
            expressions.check_name(f"{path}: {where}", name)
    private = [name for name, field in form.fields.items() if field.is_private or field.is_sealed]
    for name, text in form.derived.items():
        expressions.check(f"{path}: derived.{name}", text, form.fields, private)
    for rule in form.rules:
        expressions.check(f"{path}: rules.check", rule.check, form.fields)
