"""Charts: the trend and the areas of one indicator (plotly), and every target on one printed page (matplotlib)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from math import ceil
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
        """The target line of the trend; an `each` target has none, for its value is not the total drawn there."""
        target = self.judgement.target
        return None if target.value is None or target.each else float(target.value)

    @property
    def aim_beside(self) -> float | None:
        """The target line across the bars: a rate's, or what each unit must have by now; a total has none."""
        judgement = self.judgement
        if judgement.target.each and judgement.units:
            return float(judgement.target.value) if judgement.expected is None else judgement.expected
        return self.aim if rated(self.trend[-1]) else None


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
    columns, quarters = len(strands), [value.quarter for value in strands[0].trend]
    drawn = [number for strand in strands for v in strand.trend for number in (v.value, v.upper, strand.aim) if number]
    rising = ticks(max(drawn, default=1), 5, rated(strands[0].trend[-1]))
    split = 0.54 if columns == 1 else 0.36
    step = (1 - split) / columns
    axes = {
        "xaxis": {"domain": [0, split - _room(strands[0])], "showgrid": False, **in_order(quarters)},
        "yaxis": {"tickvals": rising, "range": [0, rising[-1] * 1.04], **_ruled(strands[0])},
        "yaxis2": {"anchor": "x2", "type": "category", "tickfont": {"size": 10.5}, "automargin": False},
    }
    for place, strand in enumerate(strands):
        ends = [split + place * step, split + (place + 1) * step - 0.015]
        axes[f"xaxis{place + 2}"] = {"domain": ends, "anchor": "y2", "tickangle": 0, **_column(strand, columns)}
    return axes


def _column(strand: Strand, columns: int) -> dict:
    """The axis under one column of bars: its ticks, room for the labels on the right, and whose bars they are."""
    steps = _beside(strand, 2 if columns < MOST_STRANDS else 1)
    title = _narrow(strand.label, columns) if columns > 1 else ""
    return {
        "range": [0, steps[-1] * (1.35 if columns == 1 else 1.7)],
        "tickvals": steps,
        "title": {"text": title, "font": {"size": 10.5}, "standoff": 6},
        **_ruled(strand),
    }


def _ruled(strand: Strand) -> dict:
    """How numbers stand on an axis of the strand, and its lines."""
    form = ",.0%" if rated(strand.trend[-1]) else ",d"
    return {"tickformat": form, "gridcolor": PALE, "zerolinecolor": GREY}


def _room(strand: Strand) -> float:
    """The share of the width that the names beside the bars take; a Chinese character is as wide as two others."""
    longest = max((sum(1 if letter.isascii() else 2 for letter in name) for name, _ in strand.areas), default=0)
    return min(0.25, max(0.13, 0.0065 * longest + 0.02))


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
    if target.each:
        return words(
            "chart.legend_each",
            target=words.target(target, strand.judgement.indicator),
            due=words.due(strand.judgement),
        )
    return words("chart.legend", name=strand.label, target=words.target(target, strand.judgement.indicator))


def in_order(quarters: list[str]) -> dict:
    """An axis of quarters in the order of time, whatever is drawn first: "Q1" to "Q4", the year under its first."""
    years = {quarter[:4]: quarter for quarter in reversed(quarters)}
    if len(years) > 1 and quarters[0].endswith("Q4"):  # the next year's label would stand on it
        del years[quarters[0][:4]]
    text = [f"{q[4:]}<br>{q[:4]}" if years.get(q[:4]) == q else q[4:] for q in quarters]
    order = {"type": "category", "categoryorder": "array", "categoryarray": quarters}
    span = {"range": [-0.5, len(quarters) - 0.5]}
    return {**order, **span, "tickvals": quarters, "ticktext": text, "tickangle": 0, "tickfont": {"size": 9.5}}


def _beside(strand: Strand, steps: int) -> list[float]:
    """The ticks of a column, to the next round figure above everything drawn in it."""
    drawn = [limit for _, value in strand.areas for limit in (value.value, value.upper) if limit is not None]
    return ticks(max([*drawn, strand.aim_beside or 0]) or 1, steps, rated(strand.trend[-1]))


def ticks(most: float, steps: int, is_rate: bool) -> list[float]:
    """Even ticks from 0 to the first at or above `most`, `steps` of them at most: round numbers, whole for counts."""
    size = -2 if is_rate else 0
    while True:
        for digit in (1, 2, 5):
            step = digit * 10**size if size >= 0 else digit / 10**-size
            if step * steps >= most - 1e-9:
                return [round(step * number, 2) for number in range(max(1, ceil(most / step - 1e-9)) + 1)]
        size += 1


def _draw_trend(figure: Figure, strand: Strand, place: int, words: Words) -> None:
    quarters = [value.quarter for value in strand.trend]
    ink = INK[place]
    for told, run in groupby(strand.trend, key=lambda value: value.lower is not None):
        if not told:
            continue
        band = list(run)
        across = [value.quarter for value in band]
        figure.add_scatter(
            x=across + across[::-1], y=[value.upper for value in band] + [value.lower for value in band][::-1],
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
    if (aim := strand.aim_beside) is not None:
        figure.add_shape(
            type="line", xref=axis, x0=aim, x1=aim, yref="y2 domain", y0=0, y1=1,
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
