"""A chart as a picture inside the page (SVG): what is seen where plotly.js is not at hand, and on paper.

It is drawn from the same figure as the interactive chart, and knows what our figures use: lines with marks and bands,
bars with whiskers, labels, reference lines, and axes with their ticks written out.
"""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

WIDTH = 940  # pixels, the width of a page's text
LINE = 15  # pixels from line to line
DASHES = {"solid": "", "dot": "2 3", "dash": "7 4", "dashdot": "7 3 2 3"}
MARKS = {"circle": "M-3.5,0a3.5,3.5 0 1,0 7,0a3.5,3.5 0 1,0 -7,0", "square": "M-3,-3h6v6h-6z",
         "diamond": "M0,-4.5L4.5,0L0,4.5L-4.5,0z", "triangle-up": "M0,-4L4,3.5H-4z"}  # fmt: skip


def svg(figure: Figure, title: str) -> str:
    """The figure as an SVG element with text in the page's font; `title` says what it shows."""
    return _Drawing(figure.to_plotly_json()).svg(title)


class _Axis:
    """Where the values of one axis lie between two pixels."""

    def __init__(self, layout: dict, start: float, end: float, categories: list | None):
        self.layout, self.categories = layout, categories
        low, high = layout.get("domain", (0, 1))
        self.start, self.end = start + (end - start) * low, start + (end - start) * high

    def at(self, value) -> float:
        if self.categories is not None:
            part = (self.categories.index(value) + 0.5) / len(self.categories)
        else:
            low, high = self.layout["range"]
            part = (value - low) / (high - low)
        return self.start + (self.end - self.start) * part


class _Drawing:
    def __init__(self, figure: dict):
        self.traces, self.layout = figure["data"], figure["layout"]
        rows = self._legend_rows()
        self.shift = LINE * max(0, len(rows) - 1)
        self.height = self.layout["height"] + self.shift
        margin = self.layout["margin"]
        self.left, self.right = margin["l"], WIDTH - margin["r"]
        self.top, self.bottom = margin["t"] + self.shift, self.height - margin["b"]
        self.parts: list[str] = []
        self.axes = {name: self._axis(name) for name in self._axis_names()}

    def svg(self, title: str) -> str:
        self._frame()
        for trace in self.traces:
            getattr(self, f"_{trace['type']}")(trace)
        for shape in self.layout.get("shapes", ()):
            self._shape(shape)
        self._legend()
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}" role="img" font-size="11" fill="#222">'
        return f"{head}<title>{escape(title)}</title>{''.join(self.parts)}</svg>"

    def _axis_names(self) -> list[str]:
        return [key.replace("axis", "") for key in self.layout if re.fullmatch(r"[xy]axis\d*", key)]

    def _axis(self, name: str) -> _Axis:
        layout = self.layout[f"{name[0]}axis{name[1:]}"]
        ends = (self.left, self.right) if name[0] == "x" else (self.bottom, self.top)
        categories = None
        if layout.get("type") == "category":
            used = [trace[name[0]] for trace in self.traces if trace.get(f"{name[0]}axis", name[0]) == name]
            categories = list(layout.get("categoryarray") or dict.fromkeys(one for many in used for one in many))
        return _Axis(layout, *ends, categories)

    def _frame(self) -> None:
        """Grid lines, tick labels and titles of every axis, across the axis it is anchored to."""
        for name, axis in self.axes.items():
            across = self.axes[axis.layout.get("anchor") or name.translate(str.maketrans("xy", "yx"))]
            ticks = axis.layout.get("tickvals") or axis.categories or []
            texts = axis.layout.get("ticktext") or [_number(tick, axis.layout) for tick in ticks]
            for tick, text in zip(ticks, texts, strict=True):
                place, size = axis.at(tick), axis.layout.get("tickfont", {}).get("size", 11)
                if name[0] == "x":
                    if axis.categories is None:
                        self._line(place, across.start, place, across.end, "#e3e7eb")
                    self._text(place, across.start + 13, text, "middle", size)
                else:
                    if axis.categories is None:
                        self._line(across.start, place, across.end, place, "#e3e7eb")
                    self._text(across.start - 5, place + 4, text, "end", size)
            if title := (axis.layout.get("title") or {}).get("text"):
                self._text((axis.start + axis.end) / 2, across.start + 30, title, "middle", 10.5)

    def _scatter(self, trace: dict) -> None:
        x, y = self.axes[trace.get("xaxis", "x")], self.axes[trace.get("yaxis", "y")]
        points = [None if b is None else (x.at(a), y.at(b)) for a, b in zip(trace["x"], trace["y"], strict=True)]
        if trace.get("fill"):
            self.parts.append(f'<polygon points="{_path(points)}" fill="{trace["fillcolor"]}"/>')
        elif trace["mode"] == "text":
            for (across, down), text in zip(points, trace["text"], strict=True):
                self._text(across - 3, down + 3.5, text, "end", 10)
        else:
            ink, dash = trace["line"]["color"], DASHES[trace["line"].get("dash", "solid")]
            for there, run in groupby(points, key=lambda point: point is not None):
                if there:
                    run = list(run)
                    self.parts.append(f'<polyline points="{_path(run)}" fill="none" stroke="{ink}" stroke-width="2" stroke-dasharray="{dash}"/>')  # fmt: skip
                    for across, down in run:
                        self._mark(trace, across, down)

    def _bar(self, trace: dict) -> None:
        x, y = self.axes[trace.get("xaxis", "x")], self.axes[trace.get("yaxis", "y")]
        flat = trace.get("orientation") == "h"
        along, beside = (x, y) if flat else (y, x)
        amounts, names = (trace["x"], trace["y"]) if flat else (trace["y"], trace["x"])
        width = abs(beside.end - beside.start) / len(beside.categories) * 0.8
        color, edge = trace["marker"]["color"], trace["marker"].get("line", {}).get("color", "none")
        for place, (amount, name) in enumerate(zip(amounts, names, strict=True)):
            if amount is None:
                continue
            middle, end, zero = beside.at(name), along.at(amount), along.at(0)
            low, size = min(zero, end), abs(end - zero)
            box = (low, middle - width / 2, size, width) if flat else (middle - width / 2, low, width, size)
            shape = " ".join(f'{key}="{_px(one)}"' for key, one in zip(("x", "y", "width", "height"), box, strict=True))
            self.parts.append(f'<rect {shape} fill="{color}" stroke="{edge}"/>')
            if spread := trace.get("error_x"):
                ends = along.at(amount - spread["arrayminus"][place]), along.at(amount + spread["array"][place])
                self._line(ends[0], middle, ends[1], middle, "#222")
            if not flat and trace.get("text"):
                self._text(middle, end - 4, trace["text"][place], "middle", 10)

    def _shape(self, shape: dict) -> None:
        ends = []
        for side in "xy":
            name, inside, _ = shape[f"{side}ref"].partition(" ")
            axis = self.axes[name]
            for key in (f"{side}0", f"{side}1"):
                ends.append(axis.start + (axis.end - axis.start) * shape[key] if inside else axis.at(shape[key]))
        left, right, low, high = ends
        self._line(left, low, right, high, shape["line"]["color"], DASHES[shape["line"]["dash"]])

    def _legend_rows(self) -> list[list[dict]]:
        """The named traces in rows that fit the width."""
        rows: list[list[dict]] = [[]]
        if not self.layout.get("showlegend"):
            return rows
        for trace in self.traces:
            if trace.get("name") and trace.get("showlegend") is not False:
                if rows[-1] and sum(map(_room, rows[-1])) + _room(trace) > WIDTH - 60:
                    rows.append([])
                rows[-1].append(trace)
        return rows

    def _legend(self) -> None:
        for number, row in enumerate(self._legend_rows()):
            place, down = self.left, 14 + LINE * number
            for trace in row:
                self._line(place, down, place + 26, down, trace["line"]["color"], DASHES[trace["line"]["dash"]], 2)
                self._mark(trace, place + 13, down)
                self._text(place + 32, down + 4, trace["name"], "start", 10.5)
                place += _room(trace)

    def _mark(self, trace: dict, across: float, down: float) -> None:
        path, ink = MARKS[trace["marker"]["symbol"]], trace["line"]["color"]
        self.parts.append(f'<path d="{path}" transform="translate({_px(across)} {_px(down)})" fill="{ink}"/>')

    def _line(self, x1, y1, x2, y2, ink: str, dash: str = "", width: float = 1) -> None:
        ends = " ".join(f'{k}="{_px(v)}"' for k, v in zip(("x1", "y1", "x2", "y2"), (x1, y1, x2, y2), strict=True))
        self.parts.append(f'<line {ends} stroke="{ink}" stroke-width="{width}" stroke-dasharray="{dash}"/>')

    def _text(self, x: float, y: float, text: str, anchor: str, size: float) -> None:
        """Text in plotly's own markup: escaped already, <br> between lines, <b> around what is bold."""
        bold = ' font-weight="bold"' if "<b>" in text else ""
        lines = re.sub(r"</?b>", "", text).split("<br>")
        spans = "".join(
            f'<tspan x="{_px(x)}" dy="{LINE * bool(n) * 0.85:g}">{line}</tspan>' for n, line in enumerate(lines)
        )
        self.parts.append(f'<text y="{_px(y)}" text-anchor="{anchor}" font-size="{size}"{bold}>{spans}</text>')


def _room(trace: dict) -> float:
    """Pixels that a legend entry takes; a Chinese character is as wide as it is high."""
    return 52 + sum(6 if letter.isascii() else 11 for letter in trace["name"])


def _number(tick, layout: dict) -> str:
    """A tick as its axis writes it."""
    if not isinstance(tick, int | float):
        return str(tick)
    form = layout["tickformat"]
    return f"{tick:{form}}" if form.endswith("%") else f"{tick:,.0f}"


def _path(points) -> str:
    return " ".join(f"{_px(x)},{_px(y)}" for x, y in points)


def _px(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
