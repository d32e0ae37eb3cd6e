"""Charts: every glyph is there, with and without a Chinese font on the machine, and every number drawn is the value's."""

from __future__ import annotations

import json
import re
import warnings
from html import unescape
from xml.etree import ElementTree

import pytest
import small_office

from indicators.showing import fonts
from indicators.showing.charts import ticks
from indicators.showing.shown import PLOTLY
from indicators.showing.still import svg
from indicators.showing.words import vocabulary


@pytest.fixture(autouse=True)
def _forget_fonts():
    fonts.families.cache_clear()
    yield
    fonts.families.cache_clear()


def draw(text: str) -> None:
    """Draw the text with the fonts of the charts; a missing glyph is an error."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with warnings.catch_warnings(), rc_context({"font.family": list(fonts.families())}):
        warnings.simplefilter("error")
        figure = Figure()
        figure.text(0, 0, text, parse_math=False)
        figure.canvas.draw()


EVERY_WORD = "".join(
    sorted({c for names in vocabulary().values() for pair in names.values() for c in "".join(pair)} - {"\n"})
)


def test_no_glyph_is_missing():
    draw(EVERY_WORD)


def test_no_glyph_is_missing_where_the_machine_has_no_chinese_font(monkeypatch):
    monkeypatch.setattr(fonts, "INSTALLED", ())
    assert fonts.families()[0] == fonts.PACKAGED
    draw(EVERY_WORD)


def test_the_packaged_face_is_the_simplified_chinese_one(monkeypatch):
    from matplotlib.font_manager import findfont

    monkeypatch.setattr(fonts, "INSTALLED", ())
    found = findfont(fonts.families()[0], fallback_to_default=False)
    assert found.face_index == 2, "face 0 of the collection is Japanese"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_overview_draws_without_a_warning(lang):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = small_office.assessment(lang).overview()
        bundle, size = picture._repr_mimebundle_()
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert size["image/png"]["width"] == 720


def scatters(figure, mode: str) -> list:
    return [trace for trace in figure.data if trace.type == "scatter" and trace.mode == mode]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_targets_of_one_indicator_share_a_chart(lang):
    report = small_office.assessment(lang)
    charts = report.charts().charts
    titles = [title for title, _ in charts]
    assert len(titles) == len(set(titles))
    awareness = charts[0][1]
    lines = scatters(awareness, "lines+markers")
    assert len(lines) == 4, "a line for each population with data"
    assert len({trace.line.dash for trace in lines}) == 4, "told apart without colour"
    assert len({trace.marker.symbol for trace in lines}) == 4


def test_a_chart_draws_the_values_it_speaks_of():
    report = small_office.assessment()
    judgement = report.judgements[0]
    figure = report.charts().charts[0][1]
    line = scatters(figure, "lines+markers")[0]
    assert line.x[-1] == "2024Q3"
    assert line.y[-1] == judgement.value.value
    bars = next(trace for trace in figure.data if trace.type == "bar")
    assert list(bars.x) == sorted(bars.x), "sorted, the highest on top"
    street = report.areas.resolve("浦楼街道")
    value = report.measures.value(judgement.target.indicator, "2024Q3", street, judgement.target.where)
    assert bars.x[list(bars.y).index("浦楼街道")] == value.value


def test_hidden_and_small_areas_say_so():
    figures = dict(small_office.assessment().charts().charts)
    hidden = [text for trace in scatters(figures["培训参与率"], "text") for text in trace.text]
    assert "隐去" in hidden
    small = [text for trace in scatters(figures["健康知识知晓率"], "text") for text in trace.text]
    assert any(text.startswith("△") for text in small)


def test_a_street_without_parts_stands_among_its_neighbours():
    report = small_office.assessment(area="990001001000")
    bars = next(trace for trace in report.charts().charts[0][1].data if trace.type == "bar")
    assert len(bars.y) == len(small_office.STREETS)
    assert "<b>清江街道</b>" in bars.y


def test_names_from_files_cannot_break_the_page(monkeypatch):
    report = small_office.assessment()
    monkeypatch.setitem(
        report.areas._rows, "990001001000", ("<script>x</script>", "street", small_office.DISTRICT, None, None)
    )
    shown = json.dumps([figure.to_plotly_json() for _, figure in report.charts().charts])
    assert "<script>" not in shown
    assert "<script>" not in report.summary().html + report.scorecard().html


def test_charts_are_shown_in_the_form_jupyterlab_draws(monkeypatch):
    import IPython.display

    shown = []
    monkeypatch.setattr(IPython.display, "display", lambda thing, **_: shown.append(thing))
    small_office.assessment().charts()._ipython_display_()
    assert all(PLOTLY in thing for thing in shown[1:])
    assert len(shown) > 3


def test_quarters_stand_in_order_whatever_is_drawn_first():
    """A band that begins later than its line does not move the earlier quarters to the end."""
    report = small_office.assessment()
    for _, figure in report.charts().charts:
        axis = figure.layout.xaxis
        assert axis.categoryorder == "array" and list(axis.categoryarray) == sorted(axis.categoryarray)
        assert list(axis.tickvals) == list(axis.categoryarray)


@pytest.mark.parametrize(
    ("most", "steps", "is_rate", "marks"),
    [(5, 2, False, [0, 5]), (3, 2, False, [0, 2, 4]), (1, 2, False, [0, 1]), (1, 5, False, [0, 1]),
     (0.82, 2, True, [0, 0.5, 1]), (0.82, 5, True, [0, 0.2, 0.4, 0.6, 0.8, 1]), (1.3, 2, True, [0, 1, 2]),
     (0.034, 4, True, [0, 0.01, 0.02, 0.03, 0.04]), (1100, 2, False, [0, 1000, 2000]), (0, 2, False, [0, 1])],
)  # fmt: skip
def test_ticks_are_even_round_and_whole_for_counts(most, steps, is_rate, marks):
    assert ticks(most, steps, is_rate) == marks


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_picture_of_a_chart_says_what_the_chart_says(lang):
    for title, figure in small_office.assessment(lang).charts().charts:
        picture = ElementTree.fromstring(svg(figure, title))
        said = ["".join(text.itertext()) for text in picture.iter("{http://www.w3.org/2000/svg}text")]
        drawn = [name for trace in figure.data if trace.type == "bar" for name in trace.y]
        labels = [label for trace in scatters(figure, "text") for label in trace.text]
        lines = [trace.name for trace in scatters(figure, "lines+markers")]
        assert {unescape(text) for text in (*drawn, *labels, *lines)} <= set(said)
        quarters = [text[:2] for text in said if re.fullmatch(r"Q[1-4](20\d\d)?", text)]
        assert quarters == [quarter[4:] for quarter in figure.layout.xaxis.categoryarray]


def test_a_name_from_a_file_cannot_break_the_picture(monkeypatch):
    report = small_office.assessment()
    row = ("<script>x</script>&", "street", small_office.DISTRICT, None, None)
    monkeypatch.setitem(report.areas._rows, "990001001000", row)
    for title, figure in report.charts().charts:
        assert "<script>" not in svg(figure, title + "<script>") and ElementTree.fromstring(svg(figure, title))
