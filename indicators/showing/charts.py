"""Charts: the trend and the areas of one indicator (plotly), and every target on one printed page (matplotlib)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.counting.values import Value
from indicators.judging.verdicts import insufficiency
from indicators.showing.words import Words, figure, html, rated

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from indicators.judging.assess import Judgement

INK = ("#17375e", "#c8501e", "#3a9a94", "#d9a021")  # dark to light, so that they differ in grey print too
MARKS = ("circle", "square", "diamond", "triangle-up")
DASHES = ("solid", "dot", "dash", "dashdot")
GREY, PALE = "#5f6b76", "#e3e7eb"
MOST_STRANDS = len(INK)  # populations side by side in one figure
ROW = 17  # pixels for one area's bar
FONT = "'Source Han Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei','Hiragino Sans GB','jiping Chinese',sans-serif"


@dataclass(frozen=True)
class Strand:
    """One target as a chart shows it: its quarters up to now, and its value in each area beside each other."""

    judgement: Judgement
    label: str
    trend: tuple[Value, ...]
    areas: tuple[tuple[str, Value], ...]  # (name, value)
    here: str | None = None  # the name to point out, where the areas are neighbours

    @property
    def tells(self) -> bool:
        """False where there is neither a trend nor a comparison to see."""
        past = [value for value in self.trend if value.value is not None]
        beside = [value for _, value in self.areas if value.value is not None]
        return len(past) > 1 or len(beside) > 1

    @property
    def aim(self) -> float | None:
        """The target line; an `each` target has none, for its value is not the total drawn here."""
        target = self.judgement.target
        return None if target.value is None or target.each else float(target.value)


def trend_and_areas(strands: list[Strand], words: Words) -> Figure:
    """One indicator: its trend on the left (a line for each population), its areas on the right (a column for each).

    Areas stand in the order of the first population, the highest on top. At most MOST_STRANDS strands.
    """
    from plotly.graph_objects import Figure

    figure = Figure(layout=_layout(strands, words))
    order = _order(strands[0])
    for place, strand in enumerate(strands):
        _draw_trend(figure, strand, place, words)
        _draw_aim(figure, strand, INK[place])
        _draw_areas(figure, strand, place, order, words)
    return figure


def _order(strand: Strand) -> list[str]:
    """Area names from the lowest value (drawn at the bottom) to the highest; those without a value lowest of all."""
    ranked = sorted(strand.areas, key=lambda pair: (pair[1].value is not None, pair[1].value or 0, pair[0]))
    return [name for name, _ in ranked]


def _layout(strands: list[Strand], words: Words) -> dict:
    """The frame: the trend on axes x/y, the columns of areas on x2/y2, x3/y2 …"""
    columns = len(strands)
    return {
        "template": None,
        "height": max(230, (94 if columns > 1 else 66) + ROW * len(strands[0].areas)),
        "margin": {"l": 46, "r": 8, "t": 30, "b": 62 if columns > 1 else 34},
        "font": {"family": FONT, "size": 11, "color": "#222"},
        "paper_bgcolor": "white",
        "plot_bgcolor": "white",
        "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"size": 10}},
        "hoverlabel": {"font": {"family": FONT}},
        **_axes(strands),
    }


def _axes(strands: list[Strand]) -> dict:
    columns = len(strands)
    percent = ",.0%" if rated(strands[0].trend[-1]) else ",d"
    split = 0.54 if columns == 1 else 0.36
    step = (1 - split) / columns
    axes = {
        "xaxis": {"domain": [0, split - 0.13], "type": "category", "showgrid": False, **_quarters(strands[0])},
        "yaxis": {"tickformat": percent, "rangemode": "tozero", "gridcolor": PALE, "zerolinecolor": GREY},
        "yaxis2": {"anchor": "x2", "type": "category", "tickfont": {"size": 10.5}, "automargin": False},
    }
    for place, strand in enumerate(strands):
        top = _top(strand)
        title = _narrow(strand.label, columns) if columns > 1 else ""
        axes[f"xaxis{place + 2}"] = {
            "domain": [split + place * step, split + (place + 1) * step - 0.015],
            "anchor": "y2",
            "range": [0, top * (1.35 if columns == 1 else 1.7)],
            "tickformat": percent,
            "tickvals": [0, top / 2, top] if columns < MOST_STRANDS else [0, top],
            "tickangle": 0,
            "gridcolor": PALE,
            "zerolinecolor": GREY,
            "title": {"text": title, "font": {"size": 10.5}, "standoff": 6},
        }
    return axes


def _narrow(label: str, columns: int) -> str:
    """A column's heading in lines that fit it; a Chinese character is as wide as two others."""
    lines, width, room = [""], 0, 84 // columns
    for word in re.findall(r"[ -~]+? |[ -~]+|.", label):
        size = sum(1 if letter.isascii() else 2 for letter in word)
        if width and width + size > room:
            lines, width = [*lines, ""], 0
        lines[-1] += html(word)
        width += size
    return "<br>".join(lines)


def _legend(strand: Strand, words: Words) -> str:
    """The population with its target: "居民 目标 ≥ 60%"."""
    target = strand.judgement.target
    if target.value is None:
        return strand.label
    return words("chart.legend", name=strand.label, target=words.target(target, strand.judgement.indicator))


def _quarters(strand: Strand) -> dict:
    """Ticks "Q1" to "Q4", the year under the first of each."""
    quarters = [value.quarter for value in strand.trend]
    years = {quarter[:4]: quarter for quarter in reversed(quarters)}
    text = [f"{q[4:]}<br>{q[:4]}" if years[q[:4]] == q else q[4:] for q in quarters]
    return {"tickvals": quarters, "ticktext": text, "tickangle": 0, "tickfont": {"size": 9.5}}


def _top(strand: Strand) -> float:
    """Where a column's axis ends: the next round figure above everything drawn in it."""
    drawn = [limit for _, value in strand.areas for limit in (value.value, value.upper) if limit is not None]
    most = max([*drawn, strand.aim or 0]) or 1
    if most <= 1 and rated(strand.trend[-1]):
        return next(step for step in (0.1, 0.2, 0.4, 0.6, 0.8, 1.0) if most <= step + 1e-9)
    size = 10 ** (len(str(int(most))) - 1)
    return -(-most // size) * size


def _draw_trend(figure: Figure, strand: Strand, place: int, words: Words) -> None:
    quarters = [value.quarter for value in strand.trend]
    ink = INK[place]
    limits = [(q, v.lower, v.upper) for q, v in zip(quarters, strand.trend, strict=True) if v.lower is not None]
    if limits:
        across = [q for q, _, _ in limits]
        figure.add_scatter(
            x=across + across[::-1],
            y=[upper for _, _, upper in limits] + [lower for _, lower, _ in limits][::-1],
            fill="toself", fillcolor=_faint(ink), line={"width": 0}, mode="lines", hoverinfo="skip", showlegend=False,
        )  # fmt: skip
    figure.add_scatter(
        x=quarters, y=[value.value for value in strand.trend], name=html(_legend(strand, words)),
        mode="lines+markers", line={"color": ink, "dash": DASHES[place]}, marker={"symbol": MARKS[place], "size": 7},
        text=[_hover(value, words) for value in strand.trend], hovertemplate="%{x}: %{text}<extra></extra>",
    )  # fmt: skip


def _draw_aim(figure: Figure, strand: Strand, ink: str) -> None:
    """The target across the trend; the legend says what it is."""
    if strand.aim is not None:
        figure.add_shape(
            type="line", xref="x domain", x0=0, x1=1, yref="y", y0=strand.aim, y1=strand.aim,
            line={"color": ink, "width": 1, "dash": "dash"},
        )  # fmt: skip


def _draw_areas(figure: Figure, strand: Strand, place: int, order: list[str], words: Words) -> None:
    values = dict(strand.areas)
    axis = f"x{place + 2}"
    shown = [values[name] for name in order]
    ticks = [f"<b>{html(name)}</b>" if name == strand.here else html(name) for name in order]
    spread = {
        "type": "data", "symmetric": False, "thickness": 1, "width": 2, "color": "#222",
        "array": [(v.upper or v.value or 0) - (v.value or 0) for v in shown],
        "arrayminus": [(v.value or 0) - (v.value or 0 if v.lower is None else v.lower) for v in shown],
    }  # fmt: skip
    figure.add_bar(
        x=[value.value for value in shown], y=ticks, xaxis=axis, yaxis="y2", orientation="h", showlegend=False,
        marker={"color": _faint(INK[place], 0.45), "line": {"color": INK[place], "width": 1}},
        error_x=spread if any(v.upper is not None for v in shown) else None,
        customdata=[_hover(value, words) for value in shown], hovertemplate="%{y}: %{customdata}<extra></extra>",
    )  # fmt: skip
    figure.add_scatter(
        x=[figure.layout[f"xaxis{place + 2}"].range[1]] * len(order), y=ticks, xaxis=axis, yaxis="y2", mode="text",
        text=[_label(value, words) for value in shown], textposition="middle left", hoverinfo="skip",
        textfont={"size": 10}, showlegend=False,
    )  # fmt: skip
    if strand.aim is not None and rated(strand.trend[-1]):  # a count's target is for the whole, not for each area
        figure.add_shape(
            type="line", xref=axis, x0=strand.aim, x1=strand.aim, yref="y2 domain", y0=0, y1=1,
            line={"color": "#222", "width": 1.2, "dash": "dash"},
        )  # fmt: skip


def is_small(value: Value) -> bool:
    """A sample too small to be judged."""
    return insufficiency(value) == "too_few"


def _label(value: Value, words: Words) -> str:
    text = words.state(value) or (words.rate(value.value) if rated(value) else figure(value.value))
    return f"△ {text}" if is_small(value) else text


def _hover(value: Value, words: Words) -> str:
    """Value, counts and interval in one line."""
    parts = [words.value(value), words.counts(value)]
    if value.lower is not None:
        parts.append(words("scorecard.interval", lower=words.rate(value.lower), upper=words.rate(value.upper)))
    return html(" · ".join(part for part in parts if part))


def _faint(ink: str, strength: float = 0.15) -> str:
    red, green, blue = (int(ink[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength})"
