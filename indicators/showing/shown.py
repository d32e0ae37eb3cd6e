"""What a notebook cell ends in: HTML, a picture or charts, in the forms that JupyterLab and the published page show."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import matplotlib.figure
    import plotly.graph_objects

PLOTLY = "application/vnd.plotly.v1+json"  # drawn by JupyterLab and by the page's own script
PNG_DPI = 200  # sharp on paper


@dataclass(frozen=True)
class Html:
    """A piece of a page, as safe HTML: whoever made it has escaped what came from files."""

    html: str

    def _repr_html_(self) -> str:
        return self.html

    def __add__(self, other: Html) -> Html:
        return Html(self.html + other.html)


@dataclass(frozen=True)
class Picture:
    """A printed figure; `alt` says in words what it shows."""

    figure: matplotlib.figure.Figure
    alt: str

    def png(self) -> bytes:
        stream = BytesIO()
        self.figure.savefig(stream, format="png", dpi=PNG_DPI)
        return stream.getvalue()

    def _repr_mimebundle_(self, **_) -> tuple[dict, dict]:
        width, height = (round(size * 100) for size in self.figure.get_size_inches())
        size = {"width": width, "height": height, "alt": self.alt}
        return {"image/png": self.png(), "text/plain": self.alt}, {"image/png": size}


@dataclass(frozen=True)
class Charts:
    """Interactive charts one below the other, each under its title, after a note (HTML) on how to read them.

    The picture of each goes along as its `still`, for pages without plotly.js and for paper."""

    charts: tuple[tuple[str, plotly.graph_objects.Figure], ...]
    note: str = ""

    def _ipython_display_(self) -> None:
        from IPython.display import display

        from indicators.showing.still import svg

        if self.note:
            display(Html(self.note))
        for title, figure in self.charts:
            display(
                {PLOTLY: figure.to_plotly_json(), "text/plain": title},
                raw=True,
                metadata={PLOTLY: {"title": title, "still": svg(figure, title)}},
            )
