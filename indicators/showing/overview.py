"""Every target of a plan on one printed page: the value, its interval and the target, side by side (matplotlib)."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from indicators.showing.fonts import families
from indicators.showing.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from indicators.judging.assess import Judgement

WIDTH, ROW, EDGE = 7.2, 0.27, 0.62  # inches: the text width of A4, one target, axis and title
INK, GREY, PALE = "#17375e", "#6b7680", "#e3e7eb"
FILLED = {"met": "o", "on_track": "o", "not_met": "X", "behind": "X", "uncertain": "D"}  # others are hollow
WIDEST = 26  # characters of a label, a Chinese one counted as two


def overview(judgements: list[Judgement], words: Words) -> Figure | None:
    """A dot for each value, a line for its interval, a bar for its target; None when there is nothing to draw.

    Rates share one scale; counts with a target follow as shares of their targets, cut at twice the target.
    The dot's shape tells the verdict, as the words on the right do: nothing hangs on colour.
    """
    import matplotlib
    from matplotlib.figure import Figure

    rates = [j for j in judgements if j.value.denominator is not None and _drawable(j)]
    counts = [j for j in judgements if j.value.denominator is None and j.target.value and _drawable(j)]
    panels = [(rows, scale) for rows, scale in ((rates, _as_rate), (counts, _as_share)) if rows]
    if not panels:
        return None
    with matplotlib.rc_context({"font.family": list(families()), "font.size": 8, "axes.unicode_minus": False}):
        sizes = [ROW * len(rows) + EDGE for rows, _ in panels]
        figure = Figure(figsize=(WIDTH, sum(sizes)), layout="constrained")
        all_axes = figure.subplots(len(panels), 1, squeeze=False, height_ratios=sizes)[:, 0]
        for axes, (rows, scale) in zip(all_axes, panels, strict=True):
            _panel(axes, rows, scale, words)
        figure.canvas.draw()  # the fonts of this context must be the ones that are laid out
    return figure


def _drawable(judgement: Judgement) -> bool:
    return judgement.value.value is not None


def _as_rate(judgement: Judgement, number) -> float:
    return float(number) * 100


def _as_share(judgement: Judgement, number) -> float:
    """A count as a share of its target, no further than twice it."""
    return min(200.0, float(number) / float(judgement.target.value) * 100)


def _panel(axes: Axes, rows: list[Judgement], scale, words: Words) -> None:
    for place, judgement in enumerate(rows):
        _row(axes, place, judgement, scale, words)
    axes.set_yticks(
        range(len(rows)), [_short(words.name(j.indicator, j.target.where), words) for j in rows], linespacing=0.95
    )
    axes.set_ylim(len(rows) - 0.4, -0.6)
    top = max([100.0, *(scale(j, j.value.value) for j in rows)])
    axes.set_xlim(0, top * 1.02)
    axes.xaxis.set_major_formatter("{x:.0f}%")
    axes.set_xlabel(words("chart.rate" if scale is _as_rate else "chart.share_of_target"), color=GREY)
    axes.grid(axis="x", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _row(axes: Axes, place: int, judgement: Judgement, scale, words: Words) -> None:
    value, target = judgement.value, judgement.target.value
    number = scale(judgement, value.value)
    if value.lower is not None:
        axes.plot([scale(judgement, value.lower), scale(judgement, value.upper)], [place] * 2, color=GREY, linewidth=2.2,
                  solid_capstyle="butt", alpha=0.55)  # fmt: skip
    if target is not None:
        aim = 100.0 if judgement.target.each else scale(judgement, target)
        axes.plot([aim, aim], [place - 0.34, place + 0.34], color="black", linewidth=2)
    mark = FILLED.get(judgement.verdict)
    axes.plot(
        number, place, mark or "o", color=INK, markerfacecolor=INK if mark else "white", markersize=6, clip_on=False
    )
    text = f"{words.value(value, target)}  {words(f'verdict.{judgement.verdict}')}"
    axes.text(1.015, place, text, transform=axes.get_yaxis_transform(), va="center", fontsize=8)


def _short(name: str, words: Words) -> str:
    """A label on two lines at most."""
    if words.lang == "en":
        return "\n".join(wrap(name, WIDEST + 8, max_lines=2, placeholder="…"))
    name = name.replace(" · ", "·")
    most = WIDEST // 2 + 8
    return name if len(name) <= most else f"{name[:most]}\n{name[most : 2 * most]}"
