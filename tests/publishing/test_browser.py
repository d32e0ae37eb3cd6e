"""The pages in Chromium, without a network: the index, a report, its scorecard and its drawn charts; no console error."""

from __future__ import annotations

import os
import shutil

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no chromium on this machine"),
]


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM or "/usr/bin/chromium", args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser):
    """A page that is offline, and that must not have complained when the test is over."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    context.set_offline(True)
    wrong: list[str] = []
    context.route("http*://**", lambda route: (wrong.append(route.request.url), route.abort()))
    page = context.new_page()
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert not wrong


@pytest.mark.parametrize(
    ("quarter", "link", "heading", "verdict"),
    [("2024Q3", "得分", "2024年第三季度评估报告", "达标"), ("2024Q2", "points", "assessment of Q2 2024", "met")],
)
def test_from_the_index_to_a_scorecard_and_charts(page, published, quarter, link, heading, verdict):
    page.goto((published.processed / "assessments" / quarter / "index.html").as_uri())
    page.get_by_role("link", name=link).first.click()
    assert heading in page.locator("h1").inner_text()
    assert verdict in page.locator(".scorecard .badge").first.inner_text()
    assert page.locator(".scorecard tbody tr").count() > 10
    page.wait_for_selector(".still svg", state="hidden")
    assert page.locator(".plot").count() > 3
    page.wait_for_function(
        "[...document.querySelectorAll('.plot')].every(plot => plot.querySelector('svg .points path'))"
    )
    wide = "Math.max(...[...document.querySelectorAll('.barlayer path')].map(bar => bar.getBBox().width))"
    assert page.evaluate(wide) > 50, "a bar is drawn"
    assert page.locator(".example").is_visible()
    assert page.locator(".picture img").evaluate("image => image.naturalWidth") > 1000


def test_a_page_fits_its_window(page, published):
    page.goto((published.processed / "assessments/2024Q3/qingjiangpu/320812000000.html").as_uri())
    page.wait_for_selector(".js-plotly-plot")
    for width in (1200, 800):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function("document.documentElement.scrollWidth <= window.innerWidth", timeout=5000)


def test_a_page_prints_on_a_handful_of_sheets(page, published, tmp_path):
    page.goto((published.processed / "assessments/2024Q3/qingjiangpu/320812000000.html").as_uri())
    page.wait_for_selector(".js-plotly-plot")
    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True, print_background=True)
    sheets = (tmp_path / "report.pdf").read_bytes().count(b"/Type /Page\n")
    assert 4 <= sheets <= 14


@pytest.mark.parametrize("name", ["qingjiangpu/320812000000.html", "data_quality.html"])
def test_a_page_sent_alone_still_shows_its_charts(browser, published, tmp_path, name):
    """Nothing of its folder came along: no script, no font."""
    alone = tmp_path / "alone.html"
    alone.write_bytes((published.processed / "assessments/2024Q3" / name).read_bytes())
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(alone.as_uri())
        charts = page.locator(".chart")
        assert charts.count()
        for number in range(charts.count()):
            assert charts.nth(number).locator(".still svg").is_visible()
            assert not charts.nth(number).locator(".plot").is_visible()
            assert charts.nth(number).locator("text").count() > 5
        context.close()


def test_paper_shows_the_pictures(page, published):
    page.goto((published.processed / "assessments/2024Q3/qingjiangpu/320812000000.html").as_uri())
    page.wait_for_selector(".js-plotly-plot")
    page.emulate_media(media="print")
    assert page.locator(".still svg").first.is_visible() and not page.locator(".plot").first.is_visible()


def test_chinese_names_are_drawn_on_an_english_page(page, published):
    """Also where the machine has no Chinese font: a character is as wide as it is high, an empty box is narrower."""
    page.goto((published.processed / "assessments/2024Q2/index.html").as_uri())
    page.wait_for_function("document.fonts.status === 'loaded'")
    narrow = """[...document.querySelectorAll('.office, th[scope=row]')].filter(cell => {
        const range = document.createRange(); range.selectNodeContents(cell);
        const letter = range.getBoundingClientRect().width / cell.textContent.length;
        return letter < 0.95 * parseFloat(getComputedStyle(cell).fontSize); }).map(cell => cell.textContent)"""
    assert page.locator(".office").count() == 1 and page.evaluate(narrow) == []
