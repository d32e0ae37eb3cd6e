"""The batch: everything of a quarter in one folder, put in place whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time

import polars as pl
import pytest

from indicators.showing.words import figure
from indicators.workspace import Fault
from pipelines.publishing import quarterly

MOST_BYTES = 1_000_000


@pytest.mark.slow
def test_the_folder_holds_pages_values_and_where_they_come_from(published):
    folder = published.processed / "assessments" / "2024Q3"
    pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    assert (
        "index.html" in pages and "qingjiangpu/320812000000.html" in pages and "qingjiangpu/320812001000.html" in pages
    )
    assert len(list(folder.rglob("plotly*.js"))) == 1
    for path in folder.rglob("*.html"):
        assert path.stat().st_size < MOST_BYTES, path
    index = (folder / "index.html").read_text(encoding="utf-8")
    for link in re.findall(r'href="([^"#:]+)"', index):
        assert (folder / link).exists(), link


@pytest.mark.slow
def test_the_pages_bring_every_chinese_glyph_with_them(published):
    """A machine without a Chinese font shows no boxes."""
    from fontTools.ttLib import TTFont

    for quarter in ("2024Q3", "2024Q2"):
        folder = published.processed / "assessments" / quarter
        known = TTFont(folder / "assets" / "chinese.woff").getBestCmap()
        for page in folder.rglob("*.html"):
            missing = {c for c in page.read_text(encoding="utf-8") if "\u3000" <= c <= "\uffee" and ord(c) not in known}
            assert not missing, (page, missing)


@pytest.mark.slow
def test_pages_ask_the_network_for_nothing(published):
    for path in (published.processed / "assessments").rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", page), path
        assert "Traceback" not in page and "def " not in page


@pytest.mark.slow
def test_the_manifest_accounts_for_every_file_and_row(published):
    folder = published.processed / "assessments" / "2024Q3"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    paths = [path for path in published.raw.rglob("*") if path.is_file() and path.suffix != ".md"]
    assert manifest["inputs"] == sorted({hashlib.sha256(path.read_bytes()).hexdigest() for path in paths})
    text = (folder / "manifest.json").read_text(encoding="utf-8")
    assert not [path.name for path in paths if path.name in text] and str(published.root) not in text
    rows = manifest["rows"]
    assert rows["read"] == sum(rows[name] for name in ("clean", "returned", "duplicate", "superseded", "corrected")) > 0
    assert manifest["example_data"] is True
    assert {"jiping", "python", "duckdb", "plotly"} <= set(manifest["versions"])
    assert manifest["seconds"]["reports"] > 0
    assert all(report["fault"] is None and (folder / report["page"]).exists() for report in manifest["reports"])


@pytest.mark.slow
def test_the_values_are_the_same_in_both_files_and_in_the_reports(published):
    folder = published.processed / "assessments" / "2024Q3"
    parquet = pl.read_parquet(folder / "values.parquet")
    assert pl.read_csv(folder / "values.csv", infer_schema_length=None).height == parquet.height > 0
    page = (folder / "qingjiangpu" / "320812000000.html").read_text(encoding="utf-8")
    targets = parquet.filter((pl.col("plan") == "qingjiangpu") & (pl.col("area") == "320812000000"))
    for row in targets.filter(pl.col("state") == "reported", pl.col("denominator") > 0).iter_rows(named=True):
        assert figure(row["numerator"]) in page


@pytest.mark.slow
def test_no_personal_data_reach_a_page(published):
    for path in (published.processed / "assessments").rglob("*.html"):
        assert not re.search(
            r"(?<!\d)[1-9]\d{16}[\dXx](?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)", path.read_text(encoding="utf-8")
        ), path


@pytest.mark.slow
def test_a_choice_of_areas_keeps_the_other_reports_of_the_same_records(published):
    folder = published.processed / "assessments" / "2024Q3"
    before = sorted(path.name for path in folder.rglob("*.html"))
    result = quarterly.run(published, "2024Q3", plans=["qingjiangpu"], areas=["320812001"], jobs=1)
    assert sorted(path.name for path in folder.rglob("*.html")) == before
    assert not result.faults and len(result.reports) == len(before) - 2  # the index and the state of the data


@pytest.mark.slow
def test_a_choice_of_areas_never_deletes_the_others_and_all_tell_of_the_same_records(office):
    """Invented records. Asking for one street after a change made the district's report vanish, and put the street above it."""

    def run(*areas):
        asked = [part for area in areas for part in ("--area", area)]
        command = [
            sys.executable,
            "-m",
            "pipelines.cli",
            "run",
            "2024Q3",
            "--plan",
            "qingjiangpu",
            "--jobs",
            "1",
            *asked,
        ]
        return subprocess.run([*command, "--workspace", office.root], capture_output=True, text=True, check=True).stdout

    given = "所属地区,医疗机构,诊疗场所,统计日期,诊疗人次,发放处方数\n柳园社区,甲院,门诊,{},100,{}\n"
    office.write("甲/场所.csv", "街道,所在村居,场所名称,类别\n柳树湾街道,柳园社区,甲院,医院\n")
    office.write("甲/处方.csv", given.format("2024-08-05", 30))
    assert "已生成 2 份评估报告" in run("320812", "柳树湾")
    folder = office.workspace.processed / "assessments" / "2024Q3" / "qingjiangpu"
    district = folder / "320812000000.html"
    assert "30/100" in district.read_text(encoding="utf-8")
    office.write("甲/处方2.csv", given.format("2024-08-06", 10))
    assert "已生成 2 份评估报告" in run("柳树湾")
    assert sorted(page.name for page in folder.glob("*.html")) == ["320812000000.html", "320812010000.html"]
    assert "40/200" in district.read_text(encoding="utf-8")
    index = (folder.parent / "index.html").read_text(encoding="utf-8")
    assert index.index("清江浦区</th>") < index.index("柳树湾街道</th>")
    before, said = district.read_bytes(), run("柳树湾")
    assert "已生成 1 份评估报告" in said and "另有 1 份沿用上次生成的报告" in said
    assert district.read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"quarter": "2024Q5"}, "there are four quarters"),
        ({"quarter": "2031Q1"}, "no records of that time"),
        ({"quarter": "2024Q3", "plans": ["qingjiangpo"]}, 'Did you mean "qingjiangpu"'),
        ({"quarter": "2024Q3", "plans": ["chuzhou_2010"]}, "not in force"),
        ({"quarter": "2024Q3", "areas": ["nowhere"]}, "nowhere"),
        ({"quarter": "2024Q3", "parameters": {"quater": "2024Q3"}}, 'Did you mean "quarter"'),
    ],
)
def test_what_means_nothing_is_refused_in_one_sentence(published, asked, says):
    folder = published.processed / "assessments"
    before = sorted(folder.iterdir())
    with pytest.raises(Fault, match=re.escape(says)) as fault:
        quarterly.run(published, **asked)
    assert "\n" not in str(fault.value)
    assert fault.value.zh
    assert sorted(folder.iterdir()) == before


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="sends an interrupt")
def test_an_interrupt_leaves_the_previous_state(published):
    folder = published.processed / "assessments"
    index = folder / "2024Q3" / "index.html"
    before = index.read_bytes(), sorted(folder.iterdir())
    code = (
        "import sys; from indicators.workspace import Workspace; from pipelines.publishing import quarterly\n"
        "if __name__ == '__main__':\n"
        "    quarterly.run(Workspace.open(sys.argv[1]), '2024Q3', progress=lambda *_: print('working', flush=True))\n"
    )
    script = published.root / "run.py"
    script.write_text(code, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(quarterly.CHECKOUT)}
    process = subprocess.Popen(
        [sys.executable, script, published.root], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    process.stdout.readline()
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode != 0 and b"KeyboardInterrupt" in errors
    assert (index.read_bytes(), sorted(folder.iterdir())) == before
