"""Pages: an executed notebook as HTML without code, and the table of contents of a quarter."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from indicators.showing.league import League
from indicators.showing.shown import PLOTLY
from indicators.showing.words import Words
from indicators.showing.year import Year
from indicators.workspace import version

TEMPLATES = Path(__file__).parent / "templates"
ASSETS = "assets"
QUALITY = "data_quality.html"
LATIN = 0x2E7F  # the last character before the Chinese ones
SIMPLIFIED_CHINESE = 2  # which face of the packaged collection


@dataclass(frozen=True)
class Page:
    """What a template needs besides its content."""

    title: str
    words: Words
    up: str = ""
    assets: str = ASSETS
    plotly: str = PLOTLY
    quality: str = QUALITY

    @property
    def html_lang(self) -> str:
        return "en" if self.words.lang == "en" else "zh-CN"

    @property
    def made_by(self) -> str:
        return self.words("title.made_by", version=version())

    def heading(self, source: str) -> str:
        """The notebook's "## 总体情况 · Summary" in the page's language."""
        zh, _, en = source.removeprefix("## ").partition(" · ")
        return en if self.words.lang == "en" else zh


@dataclass(frozen=True)
class Contents(Page):
    """The quarter's table of contents: `rows` are (area, one Cell or None for each of `plans`), `leagues` one a plan;
    or of a year, with `years` one a plan."""

    office: str = ""
    is_example: bool = False
    plans: tuple[str, ...] = ()
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...] = ()
    leagues: tuple[League, ...] = ()
    years: tuple[Year, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One report in the table of contents: its link, or why there is none."""

    href: str
    score: str = ""
    verdicts: str = ""
    fault: str = ""


def render(notebook, page: Page) -> str:
    """An executed notebook as a page that opens without a network; plotly.js is linked, not copied."""
    return _exporter().from_notebook_node(notebook, resources={"page": page})[0]


def contents(page: Contents) -> str:
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(TEMPLATES / "assessment"), trim_blocks=True)
    return environment.get_template("contents.html.j2").render(page=page)


def copy_plotly(folder: Path) -> None:
    """plotly.js once, for all the pages of the folder."""
    import shutil

    import plotly

    (folder / ASSETS).mkdir(exist_ok=True)
    shutil.copyfile(Path(plotly.__file__).parent / "package_data" / "plotly.min.js", folder / ASSETS / "plotly.min.js")


def write_font(folder: Path) -> None:
    """The glyphs of all the pages' Chinese text, for machines without a Chinese font (about 80 kB)."""
    from fontTools.subset import Options, Subsetter, save_font
    from fontTools.ttLib import TTFont
    from noto_cjk_sans_otc import FONT_PATH

    text = {char for page in folder.rglob("*.html") for char in page.read_text(encoding="utf-8") if ord(char) > LATIN}
    options = Options(flavor="woff", layout_features=[], hinting=False, notdef_outline=True, name_IDs=[])
    subsetter = Subsetter(options)
    with TTFont(FONT_PATH, fontNumber=SIMPLIFIED_CHINESE, lazy=True) as font:
        subsetter.populate(text="".join(text))
        subsetter.subset(font)
        save_font(font, str(folder / ASSETS / "chinese.woff"), options)


@lru_cache(maxsize=1)
def _exporter():
    from nbconvert.exporters import TemplateExporter

    return TemplateExporter(
        template_name="assessment", template_file="index.html.j2", extra_template_basedirs=[str(TEMPLATES)]
    )
