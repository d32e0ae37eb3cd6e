"""The papermill batch: an assessment for every plan and area of a quarter, put in place as a whole."""

from __future__ import annotations

import io
import multiprocessing
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.counting.quarters import Quarter
from indicators.judging.scores import score
from indicators.office import Office
from indicators.showing import listing
from indicators.showing.league import league
from indicators.showing.words import Words
from indicators.workspace import CHECKOUT, Fault, Workspace
from pipelines import campaign, ending, shortages
from pipelines.aside import together
from pipelines.publishing import kernels, manifest, pages
from pipelines.publishing.reports import Report, RunResult
from pipelines.warehouse import writing

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

NOTEBOOKS = CHECKOUT / "notebooks"
NOTEBOOK = NOTEBOOKS / "quarterly_assessment.ipynb"
QUALITY = NOTEBOOKS / "data_quality.ipynb"
SECONDS_TO_END = 0.5
Progress = Callable[[int, int], None]


def run(
    workspace: Workspace,
    quarter: str = "",
    plans: Iterable[str] | None = None,
    areas: Iterable[str] | None = None,
    lang: str | None = None,
    jobs: int | None = None,
    progress: Progress = lambda done, total: None,
    parameters: Mapping[str, object] | None = None,
) -> RunResult:
    """Make the assessments of a quarter (the last complete one if not given) in data/processed/assessments/<quarter>, or of a
    campaign ("2024春节"): then those of the plans that set its days.

    `plans` are names (all in force), `areas` codes or names (each plan's own area and those directly below it with
    anything reported), `jobs` worker processes (one a core), `parameters` more of the notebook's. The folder of the
    quarter is replaced as a whole at the very end: until then, and after Ctrl-C, the previous one stands. Beside a choice
    of plans or areas the other reports stay; where the records have changed since, they are made anew with it, so that
    everything in the folder tells of the same records.
    Raises Fault for a name that means nothing, an unknown parameter, a quarter without records, another writer.
    """
    started = time.monotonic()
    kernels.check(NOTEBOOK, parameters or {})
    as_at = campaign.ready(workspace, quarter)
    office, when = Office.at(workspace, quarter)
    words, plans = Words(lang or workspace.settings.language, office.called), plans or (as_at and as_at.plans)
    reports = _reports(office, when, plans, areas)
    given = {"quarter": str(as_at or when), "lang": words.lang, "workspace": str(workspace.root), **(parameters or {})}
    target = workspace.processed / "assessments" / given["quarter"]
    with shortages.told(target), writing(workspace), together(target.parent) as (made_aside, scratch):
        folder = made_aside / target.name
        folder.mkdir()
        kept, again, gone = _others(target, office, when, reports) if plans or areas else ([], [], [])
        _carry_over(kept, target, folder)
        reports += again
        _write_values(folder, office, when, reports + kept, words)
        begun = time.monotonic()
        made = (
            *_make(reports, folder, scratch, given, when, _titles(office, when, reports, words), words, jobs, progress),
            *kept,
        )
        _write_index(folder, office, when, made, words)
        timings = {"values": begun - started, "reports": time.monotonic() - begun}
        manifest.write(folder, office, when, made, {**given, "jobs": jobs}, timings)
    return RunResult(target, target / "index.html", made, time.monotonic() - started, tuple(gone))


def _reports(office: Office, quarter: Quarter, plans, areas) -> list[Report]:
    """The reports to make. Raises Fault when there are none."""
    chosen = [office.plan(name) for name in plans] if plans else office.plans_in_force(quarter)
    places = [office.areas.resolve(text) for text in areas] if areas else None
    found = []
    for plan in chosen:
        if not plan.in_force(quarter):
            raise Fault(
                f'plan "{plan.name}": not in force in {quarter}. Choose another plan or quarter.',
                f"方案“{plan.name}”在 {quarter} 未生效，请另选方案或季度。",
            )
        inside = [area for area in places or () if plan.in_force(quarter, area, office.areas)]
        inside = [area for area in inside if office.has_data(plan, quarter, area)]
        found += [Report(plan.name, area) for area in (inside if places else office.areas_with_data(plan, quarter))]
    if not found:
        raise Fault(
            f'quarter "{quarter}": nothing was reported for any plan and area asked for.',
            f"季度“{quarter}”：所选方案和地区没有任何数据。",
        )
    return found


def _others(target: Path, office: Office, quarter: Quarter, asked: list[Report]) -> tuple[list[Report], ...]:
    """The reports in place that are not asked for: to be kept, to be made anew from the present records, no longer to be made."""
    kept, again, gone = [], [], []
    is_current = manifest.read(target).get("warehouse") == manifest.fingerprint(office)
    paths = {report.path for report in asked}
    for page in sorted(target.glob("*/*.html")):
        report = Report(page.parent.name, page.stem)
        if report.path in paths:
            continue
        if is_current and page.with_suffix(".ipynb").exists():
            kept.append(replace(report, kept=True))
        else:
            (again if _can_be_made(report, office, quarter) else gone).append(report)
    return kept, again, gone


def _can_be_made(report: Report, office: Office, quarter: Quarter) -> bool:
    plan = office.catalogue.plans.get(report.plan)
    is_in_force = plan and report.area in office.areas and plan.in_force(quarter, report.area, office.areas)
    return bool(is_in_force and office.has_data(plan, quarter, report.area))


def _carry_over(kept: list[Report], target: Path, folder: Path) -> None:
    for report in kept:
        (folder / report.path).parent.mkdir(exist_ok=True)
        for path in (Path(report.path), Path(report.path).with_suffix(".ipynb")):
            shutil.copyfile(target / path, folder / path)


def _make(
    reports, folder: Path, scratch: Path, given: dict, when: Quarter, titles: dict, words: Words, jobs: int | None, progress: Progress
) -> Iterator[Report]:  # fmt: skip
    """Make the reports in worker processes, and yield them as they were asked for."""
    from concurrent.futures import as_completed

    progress(0, len(reports))
    with _workers(min(jobs or _cores(), len(reports)), scratch) as pool:
        with ending.left_to_us(signal.SIGINT):
            begun = {pool.submit(make, report, folder, given, titles[report]): report for report in reports}
            quality = pool.submit(make_quality, folder, given | {"quarter": str(when)}, words)
        done = {}
        for number, future in enumerate(as_completed(begun), 1):
            done[begun[future]] = future.result()
            progress(number, len(reports))
        quality.result()
    yield from (done[report] for report in reports)


@contextmanager
def _workers(number: int, scratch: Path) -> Iterator[ProcessPoolExecutor]:
    """Worker processes, each with its kernel; ended at once when anything goes wrong."""
    from concurrent.futures import ProcessPoolExecutor

    others = set(multiprocessing.active_children())
    sys.warnoptions.append("ignore:resource_tracker")  # it takes away what a killed run leaves, and need not say so
    # Spawned, not forked: the libraries that count here run threads, which a fork would break.
    start = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(number, mp_context=start, initializer=kernels.attend, initargs=(scratch,)) as pool:

        def end() -> None:
            _end(set(multiprocessing.active_children()) - others)

        try:
            with ending.cleared_by(end):
                yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            end()
            raise


def _end(processes: Iterable[multiprocessing.Process]) -> None:
    """Asked to end, each takes its kernel with it; one that does not hear is killed."""
    for process in processes:
        process.terminate()
    until = time.monotonic() + SECONDS_TO_END
    for process in processes:
        process.join(max(0, until - time.monotonic()))
        process.kill()


def make(report: Report, folder: Path, given: dict, page: pages.Page) -> Report:
    """Run the notebook for one plan and area, and write it and its page."""
    from papermill.exceptions import PapermillExecutionError

    started, path = time.monotonic(), folder / report.path
    path.parent.mkdir(exist_ok=True)
    fault = ""
    try:
        asked = {**given, "plan": report.plan, "area": report.area}
        notebook = kernels.execute(NOTEBOOK, path.with_suffix(".ipynb"), asked)
        path.write_text(pages.render(notebook, page), encoding="utf-8")
    except PapermillExecutionError as error:
        fault = f"{error.ename}: {error.evalue}"
    return Report(report.plan, report.area, time.monotonic() - started, fault)


def make_quality(folder: Path, given: dict, words: Words) -> None:
    """Run the data-quality notebook, and write it and its page."""
    asked = {name: given[name] for name in ("quarter", "lang", "workspace")}
    path = folder / pages.QUALITY
    notebook = kernels.execute(QUALITY, path.with_suffix(".ipynb"), asked)
    page = pages.Page(words("quality.title", quarter=words.quarter(given["quarter"])), words, up="index.html")
    path.write_text(pages.render(notebook, page), encoding="utf-8")


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _titles(office: Office, quarter: Quarter, reports: list[Report], words: Words) -> dict[Report, pages.Page]:
    """Each report's page: its title, and the ways up."""
    titles = {}
    for report in reports:
        title = words("title.report", area=office.areas.name(report.area), quarter=words.quarter(quarter))
        title = f"{title} · {office.plan(report.plan).title(words.lang)}"
        titles[report] = pages.Page(title, words, up="../index.html", assets=f"../{pages.ASSETS}")
    return titles


def _write_values(folder: Path, office: Office, quarter: Quarter, reports: list[Report], words: Words) -> None:
    """Every value of the reports, and every indicator of their areas, as values.parquet and values.csv."""
    import polars as pl

    plans = [office.plan(name) for name in dict.fromkeys(report.plan for report in reports)]
    areas = list(dict.fromkeys(report.area for report in reports))
    found = list(listing.rows(office, quarter, plans, list(office.catalogue.indicators), areas, lang=words.lang))
    frame = pl.DataFrame(found, infer_schema_length=None)
    content = io.BytesIO()
    frame.write_parquet(content)  # in memory: of a full disk it says only that the "transport" failed
    (folder / "values.parquet").write_bytes(content.getbuffer())
    safe = pl.DataFrame(listing.for_spreadsheets(found, words), infer_schema_length=None)
    safe.write_csv(folder / "values.csv", include_bom=True)  # spreadsheet programs take it for GBK without


def _write_index(folder: Path, office: Office, quarter: Quarter, reports: tuple[Report, ...], words: Words) -> None:
    """index.html over plans and areas, and what all pages share: plotly.js and a font."""
    there = {report.plan for report in reports}
    plans = [plan for plan in office.catalogue.plans.values() if plan.name in there]
    made = {(report.plan, report.area): _cell(office, quarter, report, words) for report in reports}
    areas = sorted({report.area for report in reports}, key=lambda area: (len(office.areas.ancestors(area)), area))
    page = pages.Contents(
        title=words("title.index", quarter=words.quarter(quarter)),
        words=words,
        office=office.settings.name,
        is_example=office.is_example,
        plans=tuple(plan.title(words.lang) for plan in plans),
        rows=tuple((office.areas.name(area), tuple(made.get((plan.name, area)) for plan in plans)) for area in areas),
        leagues=tuple(league(office, plan, quarter, words, _links(reports, plan.name)) for plan in plans),
    )
    (folder / "index.html").write_text(pages.contents(page), encoding="utf-8")
    pages.copy_plotly(folder)
    pages.write_font(folder)


def _links(reports: tuple[Report, ...], plan: str) -> dict[str, str]:
    return {report.area: report.path for report in reports if report.plan == plan and not report.fault}


def _cell(office: Office, quarter: Quarter, report: Report, words: Words) -> pages.Cell:
    if report.fault:
        return pages.Cell("", fault=words("index.failed", reason=report.fault))
    judged = office.judgements(office.plan(report.plan), quarter, report.area)
    total = score(judged)
    points = {"earned": words.points(total.earned or 0), "possible": words.points(total.possible)}
    left = sum(j.points is not None and j.earned is None for j in judged)
    if total.earned is None:
        said = words("index.unscored")
    else:
        said = words("index.scored_unscored" if left else "index.scored", n=left, **points)
    return pages.Cell(report.path, said, words.tally(j.verdict for j in judged))
