"""What the tests share: a small office whose files each test writes, taken in through the production door."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from indicators.workspace import Workspace

settings.register_profile("jiping", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("jiping")

AREAS = """区划代码,区划名称,级别,城乡
320812,清江浦区,区,
320812010,柳树湾街道,街道,城市
320812011,水渡口街道,街道,城市
320812103,黄码镇,街道,农村
320812010001,柳园社区居委会,村居,城市
320812010002,枫香居委会,村居,城市
320812011001,枫香社区居委会,村居,城市
320812103201,黄码村委会,村居,农村
"""


@dataclass
class Office:
    """A workspace under test. All records in it are invented."""

    root: Path

    def write(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        """A file received, under data/raw."""
        path = self.root / "data" / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding=encoding, newline="")
        return path

    def book(self, name: str, rows: list[list], sheet: str = "Sheet1", merged: dict[str, object] | None = None) -> Path:
        """An XLSX file received; `merged` maps ranges such as "A1:D1" to what they hold."""
        import xlsxwriter

        path = self.root / "data" / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
            page = book.add_worksheet(sheet)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
            for where, value in (merged or {}).items():
                page.merge_range(where, value)
        return path

    @property
    def workspace(self) -> Workspace:
        return Workspace.open(self.root)

    def build(self):
        from pipelines.warehouse import build

        return build(self.workspace)

    def rows(self, sql: str) -> list[tuple]:
        with self.workspace.connect() as con:
            return con.execute(sql).fetchall()


@pytest.fixture
def office(tmp_path) -> Office:
    """An office in Qingjiangpu with a register of areas and nothing else yet."""
    office = Office(tmp_path / "office")
    office.write("区卫健委/区划.csv", AREAS)
    (office.root / "jiping.toml").write_text('name = "清江浦区"\nroot_area = "320812"\n', encoding="utf-8")
    return office


@pytest.fixture(autouse=True)
def _no_workspace_from_outside(monkeypatch):
    for name in ("JIPING_WORKSPACE", "JIPING_LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def shared() -> Path:
    """Real files beside the project; tests that read them are skipped where there are none."""
    folder = Path(os.environ.get("JIPING_SHARED", Path(__file__).parents[2] / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip("no real files beside the project")
    return folder


@pytest.fixture(scope="session")
def published(tmp_path_factory) -> Workspace:
    """The example taken in, with assessments of the district and a street: 2024Q3 in Chinese, 2024Q2 in English."""
    from pipelines import example
    from pipelines.publishing import quarterly
    from pipelines.warehouse import build

    root = tmp_path_factory.mktemp("published")
    example.write(root / "data" / "raw" / "example")
    (root / "jiping.toml").write_text('name = "清江浦区卫生健康委员会"\nroot_area = "320812"\n', encoding="utf-8")
    workspace = Workspace.open(root)
    build(workspace)
    street = ["320812", "320812001"]
    quarterly.run(workspace, "2024Q3", areas=street, lang="zh", jobs=2)
    quarterly.run(workspace, "2024Q2", areas=street, plans=["qingjiangpu"], lang="en", jobs=2)
    return workspace
