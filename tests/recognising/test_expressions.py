"""Forms in hostile hands: whatever stands in a workspace, nothing of it runs as SQL or opens a file. All names are invented."""

from __future__ import annotations

import json
import shutil

import pytest

from indicators.workspace import Fault
from pipelines.recognising import expressions, forms, questionnaires

FORM = """zh = "水井"
en = "Wells"
dated_by = "dug_on"
[fields.area]
type = "area"
required = true
headers = ["所在村"]
[fields.dug_on]
type = "date"
required = true
headers = ["打井日期"]
[fields.owner]
type = "person_name"
headers = ["井主"]
[fields.depth]
type = "integer"
headers = ["井深"]
[fields.remark]
type = "text"
headers = ["井况"]
"""


@pytest.fixture
def wells(office):
    """Writes a form of the workspace's own, and reads all forms."""

    def load(text: str, name: str = "wells.toml"):
        (office.root / "forms").mkdir(exist_ok=True)
        (office.root / "forms" / name).write_text(text, encoding="utf-8")
        return forms.load(office.workspace)

    return load


READS = [
    "(SELECT content FROM read_text('/etc/passwd'))", "read_text('/etc/passwd')", "(FROM read_csv('/etc/passwd') LIMIT 1)",
    "(SELECT value FROM duckdb_settings() LIMIT 1)", "EXISTS (FROM '/etc/passwd')", "area IN (SELECT area FROM clean.areas)",
    "area = ANY (SELECT area FROM clean.areas)", "getenv('HOME')", "current_setting('temp_directory')", "getvariable('x')",
    "nextval('s')", "query('SELECT 1')", "query_table('clean.areas')", "load_aws_credentials()", "current_date", "now()", "random()",
    "main.pseudonym(area)", "count(*)", "sum(depth) OVER ()", "unnest([1, 2])", "list_transform([area], lambda a: a)", "columns('.*')",
    "*", "$1", "?", "#1", "file", "cells", "persons.name", "nothing", "repeat(area, 1000000000)",
    "area; COPY (SELECT 1) TO '/tmp/x'", "area) TO '/tmp/x", "area, owner", "area AS b", "area FROM clean.areas", "area), (depth",
    "area UNION SELECT 'x'", "'", '"', "",
]  # fmt: skip


FIELDS = ("area", "dug_on", "owner", "depth", "remark")
PRIVATE = ("owner", "remark")


@pytest.mark.parametrize("text", READS)
def test_an_expression_reads_nothing_but_the_record(text):
    with pytest.raises(Fault, match="Write one expression") as fault:
        expressions.check("wells.toml: derived.extra", text, FIELDS)
    assert fault.value.en.startswith("wells.toml: derived.extra = ") and "请写成一个表达式" in fault.value.zh


@pytest.mark.parametrize("place", ["derived.extra", "rules.check"])
def test_expressions_are_checked_wherever_a_form_has_them(wells, place):
    rule = '[[rules]]\ncheck = "{}"\nfield = "depth"\nzh = "x"\nen = "x"\n'
    with pytest.raises(Fault, match=rf"wells\.toml: {place} = .*read_text"):
        wells(
            FORM
            + (rule if place == "rules.check" else '[derived]\nextra = "{}"\n').format("read_text('/etc/passwd') > ''")
        )


@pytest.mark.parametrize(
    "text",
    ["owner", "lower(owner)", "owner || depth", "CASE WHEN depth > 1 THEN owner END", "remark", "coalesce(remark, '')"],
)
def test_no_private_or_free_text_is_kept_by_way_of_a_derived_column(text):
    with pytest.raises(Fault, match=r"derived\.extra.*stays in the raw files"):
        expressions.check("derived.extra", text, FIELDS, PRIVATE)


def test_a_form_knows_which_of_its_fields_are_private(wells):
    with pytest.raises(Fault, match=r"derived\.extra.*stays in the raw files"):
        wells(FORM + '[derived]\nextra = "remark"\n')


def test_ordinary_expressions_stay_allowed():
    asked = [
        "depth * 2 + 1", "CASE WHEN owner IS NULL THEN 'nobody' ELSE 'somebody' END", "regexp_matches(remark, '枯|干')",
        "pseudonym('w:' || owner)", "coalesce(depth, 0) BETWEEN 1 AND 9", "area LIKE '32%'", "dug_on + INTERVAL 3 MONTH",
        "TRY_CAST(depth AS VARCHAR)", "depth NOT IN (1, 2)", "area -- the village",
    ]  # fmt: skip
    for text in asked:
        expressions.check("derived.extra", text, FIELDS, PRIVATE)


NAMES = [
    "a; DROP TABLE x",
    "a b",
    "a'b",
    'a"b',
    "A",
    "1a",
    "",
    "井",
    "a" * 61,
    "select",
    "order",
    "row",
    "file",
    "person",
    "cells",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_an_identifier(name):
    with pytest.raises(Fault, match=r"^fields .*Rename it"):
        expressions.check_name("fields", name)


@pytest.mark.parametrize("place", ["fields", "derived"])
def test_names_of_columns_are_checked(wells, place):
    added = (
        """[fields."a'b"]\ntype = "integer"\nheaders = ["x"]\n"""
        if place == "fields"
        else """[derived]\n"a'b" = "depth"\n"""
    )
    with pytest.raises(Fault, match=rf"wells\.toml: {place} .*Rename it"):
        wells(FORM + added)


@pytest.mark.parametrize("name", ["a'; DROP TABLE clean.areas; --.toml", 'a"b.toml', "select.toml", "Wells.toml"])
def test_names_of_record_types_are_identifiers(wells, name):
    with pytest.raises(Fault, match="Rename it"):
        wells(FORM, name)


@pytest.mark.parametrize("added", ['key = ["area; DROP TABLE x"]', 'key = ["\'"]'])
def test_a_key_is_made_of_columns(wells, added):
    with pytest.raises(Fault, match=r"wells\.toml: key = .*no such column"):
        wells(f"{added}\n{FORM}")


def test_bounds_are_numbers(wells):
    with pytest.raises(Fault, match=r"fields\.depth: min and max"):
        wells(FORM.replace('headers = ["井深"]', 'headers = ["井深"]\nmin = nan'))


@pytest.mark.parametrize("name", ["a'b", 'a"b', "a b", "", "1"])
def test_names_of_items_and_questionnaires_are_names(office, name):
    text = f'zh = "卷"\nen = "Q"\n[items.{json.dumps(name)}]\nheaders = ["第一题"]\ntopic = "t"\nkind = "skill"\ncorrect = ["A"]\n'
    (office.root / "questionnaires").mkdir()
    (office.root / "questionnaires/小卷.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Fault, match="Rename it"):
        questionnaires.load(office.workspace)
    shutil.rmtree(office.root / "questionnaires")
    (office.root / "questionnaires").mkdir()
    (office.root / f"questionnaires/{name}'.toml").write_text(text.replace(json.dumps(name), "q1"), encoding="utf-8")
    with pytest.raises(Fault, match="Rename it"):
        questionnaires.load(office.workspace)


def test_a_questionnaire_changes_no_types_of_the_survey(office):
    (office.root / "questionnaires").mkdir()
    text = 'zh = "卷"\nen = "Q"\n[items.q1]\nheaders = ["第一题"]\ntopic = "t"\nkind = "skill"\ncorrect = ["A"]\n[fields."a\'b"]\ntype = "text"\nheaders = ["x"]\n'
    (office.root / "questionnaires/卷.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Fault, match="no such field"):
        forms.recognisable(forms.load(office.workspace), questionnaires.load(office.workspace))


@pytest.mark.parametrize(
    "root", ["320812' OR '1'='1", "'; COPY (SELECT 1) TO '/tmp/x'; --", "32081", "", "３２０８１２", 'A"B']
)
def test_the_root_area_is_a_division_code(office, root):
    (office.root / "jiping.toml").write_text(f"root_area = {json.dumps(root)}\n", encoding="utf-8")
    with pytest.raises(Fault, match="root_area"):
        _ = office.workspace


def test_text_that_is_no_name_stays_text_wherever_it_stands(office):
    """Codes, what people write for them, defaults, rules in words, headers: quotes and brackets in them are letters."""
    (office.root / "forms").mkdir()
    more = """[fields.state]
type = "code"
headers = ["状'态\\"", "{0}"]
codes."it's; DROP" = ["好'的", "a\\"b"]
codes.bad = ["坏"]
[fields.source]
type = "text"
keep = true
default = "{file.__class__} {0} {sheet!r} %s {file}'"
headers = ["来源"]
[[rules]]
check = "depth > 0"
field = "depth"
zh = "井深'{0}；%s"
en = "depth'{file}"
"""
    (office.root / "forms/wells.toml").write_text(FORM + more, encoding="utf-8")
    office.write(
        "甲/{sheet}'井.csv",
        '所在村,打井日期,井深,"状\'态"""\n柳园社区,2024-07-05,5,好\'的\n柳园社区,2024-07-06,-5,坏\n',
    )
    office.build()
    assert office.rows("SELECT state::VARCHAR, source FROM clean.wells") == [
        ("it's; DROP", "{file.__class__} {0} {sheet!r} %s {sheet}'井'")
    ]
    assert office.rows("SELECT value, zh FROM intake.returned") == [("-5", "井深'{0}；%s")]


CALLS = [
    "FROM read_csv('/etc/passwd')", "FROM read_text('{key}')", "FROM read_text('{raw}/../../jiping.toml')", "FROM glob('/etc/*')",
    "COPY (SELECT 1) TO '/tmp/jiping-test-out'", "COPY (SELECT 1) TO '{raw}/new.csv'", "ATTACH '/tmp/jiping-test.duckdb'", "INSTALL httpfs",
    "LOAD httpfs", "EXPORT DATABASE '/tmp/jiping-test-all'", "SET enable_external_access = true", "SET lock_configuration = false",
    "FROM read_csv('https://example.org/x.csv')", "FROM duckdb_secrets()",
]  # fmt: skip


def test_the_database_is_locked_while_files_are_taken_in_and_when_it_is_read(office, tmp_path):
    """Even a statement that got past every check opens nothing but the files received."""
    import duckdb

    scratch = tmp_path / "scratch"
    scratch.mkdir()

    from pipelines.intake import digests, files, take_in

    office.build()
    names = {"key": office.workspace.processed / "jiping.key", "raw": office.workspace.raw}
    with duckdb.connect(config={"temp_directory": str(scratch)}) as con, digests(files(office.workspace)) as received:
        take_in(con, office.workspace, b"k" * 32, scratch, received)
        assert con.execute(f"SELECT count(*) FROM read_csv('{next(iter(received))}')").fetchall()
        for open_ in (con, office.workspace.connect()):
            for call in CALLS:
                with pytest.raises(duckdb.Error):
                    open_.execute(call.format(**names)).fetchall()


def test_the_shipped_forms_keep_the_same_rules(office):
    for form in forms.load(office.workspace).values():
        forms.check_sql(form, office.root)
