"""The object the data-quality notebook holds: what arrived, what became of every row, and what units still owe."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from indicators.counting.quarters import Quarter
from indicators.showing import charts
from indicators.showing.shown import Charts, Html
from indicators.showing.tables import note, table
from indicators.showing.words import Words, html
from indicators.workspace import LANGUAGES, Fault, Workspace, injected_parameters, refuse_unknown_parameters

COUNTS = ("read", "clean", "returned", "duplicate", "superseded", "corrected")
MOST_REASONS = 10  # of one unit, the commonest
TREND_QUARTERS = 12
HEIGHT = 260  # pixels of the chart


@dataclass(frozen=True)
class DataQuality:
    """`summary()`, `files()`, `reasons()`, `trend()`, `reports()`, `persons()`, `doubts()` and `refused()` each return what a cell
    shows, in the language of `words`: counts of rows and names of units, never a file's or sheet's name or what a row holds."""

    con: object
    quarter: Quarter
    words: Words
    office: str
    is_example: bool

    @classmethod
    def open(cls, quarter: str = "", lang: str = "", workspace: str = "") -> DataQuality:
        """The state of the records received, in a language, zh or en (the workspace's): trends and reports up to a
        quarter such as "2024Q3" (the last with records if not given). Raises Fault for a word that means nothing."""
        refuse_unknown_parameters(injected_parameters(), ["quarter", "lang", "workspace"])
        place = Workspace.open(workspace or None)
        if lang not in ("", *LANGUAGES):
            raise Fault(f'lang "{lang}": the languages are zh and en.', f"lang “{lang}”：可用的语言是 zh 和 en。")
        con = place.connect()
        ((last,),) = con.execute("SELECT max(quarter) FROM calendar.quarters").fetchall()
        when = Quarter.parse(quarter) if quarter else min(Quarter.last_complete(), Quarter.parse(last or "9999Q4"))
        ((is_example,),) = con.execute("SELECT example FROM intake.state").fetchall()
        return cls(con, when, Words(lang or place.settings.language), place.settings.name, is_example)

    def _repr_html_(self) -> str:
        lines = [f"<h1>{html(self.words('quality.title', quarter=self.words.quarter(self.quarter)))}</h1>"]
        lines.append(f'<p class="office">{html(self.office)}</p>')
        if self.is_example:
            lines.append(f'<p class="example" role="note">{html(self.words("title.example"))}</p>')
        return "".join(lines)

    def summary(self) -> Html:
        """How many files and rows there are and what became of them, in sentences that add up."""
        rows = {name: sum(row[name] for row in self._ledger) for name in COUNTS}
        files = {row["file"]: row["status"] for row in self._ledger}
        said = [self.words("method.files", files=len(files), **rows)]
        if rows["read"]:
            said.append(self.words("quality.rate", rate=self.words.rate(rows["returned"] / rows["read"])))
        unread = sum(row["status"] != "read" for row in self._ledger)
        said.append(self.words("quality.unread", n=unread) if unread else self.words("quality.all_read"))
        return Html(f"<p>{html(self.words.sentences(said))}</p>")

    def files(self) -> Html:
        """How many files each unit sent and what became of their rows. The ledger says it of every sheet; a page does not:
        the name of a file may be a person's, and its rows those of one village."""
        shown = self._by_unit()
        columns = {
            self.words("column.unit"): [html(self._unit(unit)) for unit in shown],
            self.words("console.files"): [_number(len({row["file"] for row in rows})) for rows in shown.values()],
            **{self.words(f"console.{name}"): [_number(sum(row[name] for row in rows)) for rows in shown.values()] for name in COUNTS},
        }  # fmt: skip
        return Html(table(columns, tuple(columns)[1:], kind="files"))

    def reasons(self) -> Html:
        """Why rows came back, by sending unit and record type, the commonest first."""
        found = self._rows(f"""
            WITH counted AS (
                SELECT unit, form, min(header) AS header, {self.words.lang} AS reason, count(DISTINCT (file, sheet, row)) AS n
                FROM intake.returned GROUP BY unit, form, field, reason, zh, en)
            SELECT unit, f.{self.words.lang} AS form, header, reason, n FROM counted AS c JOIN intake.forms AS f ON f.form = c.form
            QUALIFY row_number() OVER (PARTITION BY unit ORDER BY n DESC, c.form, header, reason) <= {MOST_REASONS}
            ORDER BY sum(n) OVER (PARTITION BY unit) DESC, unit, n DESC, c.form, header, reason""")
        if not found:
            return Html(note(self.words("returned.none")))
        columns = {
            self.words("column.unit"): [html(self._unit(row["unit"])) for row in found],
            self.words("column.form"): [html(row["form"]) for row in found],
            self.words("console.reason"): [
                html(self.words("quality.why", header=row["header"], reason=row["reason"])) for row in found
            ],
            self.words("column.rows"): [_number(row["n"]) for row in found],
        }
        groups = self.words("column.unit")
        return Html(
            table(columns, (self.words("column.rows"),), groups, kind="reasons")
            + note(self.words("quality.several", n=MOST_REASONS))
        )

    def trend(self) -> Charts | Html:
        """The share of rows returned, by the quarter they speak of."""
        found = self._rows(f"""
            SELECT quarter, sum(rows) FILTER (status = 'returned')::BIGINT AS returned, sum(rows)::BIGINT AS read
            FROM intake.quarters WHERE quarter <= '{self.quarter}' GROUP BY quarter ORDER BY quarter DESC LIMIT {TREND_QUARTERS}""")
        if len(found) < 2:
            return Html(note(self.words("quality.no_trend")))
        return Charts(
            ((self.words("quality.trend"), self._figure(found[::-1])),), note(self.words("quality.trend_note"))
        )

    def reports(self) -> Html:
        """Which of the quarterly reports due each unit has sent, and how many in time."""
        found = self._rows(REPORTS, quarter=str(self.quarter))
        if not found:
            return Html(note(self.words("quality.no_reports")))
        late = [row["now"] for row in found]
        columns = {
            self.words("column.unit"): [html(row["unit"]) for row in found],
            self.words("quality.this_quarter"): [self.words(f"quality.{state}") for state in late],
            self.words("quality.received"): [f"{row['received']}/{row['due']}" for row in found],
            self.words("quality.completeness"): [self.words.rate(row["received"] / row["due"]) for row in found],
            self.words("quality.timeliness"): [self.words.rate(row["on_time"] / row["due"]) for row in found],
        }
        sums = {name: sum(row[name] for row in found) for name in ("due", "received", "on_time")}
        said = self.words("quality.overview", n=len(found), missing=late.count("missing"), **{
            "completeness": self.words.rate(sums["received"] / sums["due"]),
            "timeliness": self.words.rate(sums["on_time"] / sums["due"]),
        })  # fmt: skip
        return Html(note(said) + table(columns, tuple(columns)[2:], kind="reports"))

    def persons(self) -> Html:
        """Persons whom the registers of several units name: how many, and in whose files."""
        found = self._rows(f"""
            WITH told AS (SELECT person, form, string_agg(DISTINCT unit, '、' ORDER BY unit) AS units FROM intake.persons GROUP BY ALL)
            SELECT units, any_value(f.{self.words.lang}) AS form, count(*) AS n
            FROM told JOIN intake.forms AS f USING (form) GROUP BY units, form ORDER BY n DESC, units""")
        if not found:
            return Html(note(self.words("quality.no_persons")))
        columns = {
            self.words("column.form"): [html(row["form"]) for row in found],
            self.words("column.unit"): [html(row["units"]) for row in found],
            self.words("quality.person"): [_number(row["n"]) for row in found],
        }
        return Html(note(self.words("quality.persons_note")) + table(columns, tuple(columns)[2:], kind="persons"))

    def doubts(self) -> Html:
        """Of each unit how many records raise a question of authenticity, and which; nothing is taken off any figure."""
        found = self._rows(
            """
            SELECT unit, doubt, count(*) AS n FROM reports.doubtful_records JOIN intake.units USING (file)
            WHERE quarter BETWEEN $first AND $last GROUP BY unit, doubt ORDER BY sum(n) OVER (PARTITION BY unit) DESC, unit, n DESC, doubt""",
            first=str(self.quarter + -3),
            last=str(self.quarter),
        )
        if not found:
            return Html(note(self.words("quality.no_doubts")))
        columns = {
            self.words("column.unit"): [html(self._unit(row["unit"])) for row in found],
            self.words("quality.doubt"): [html(self.words(f"quality.{row['doubt']}")) for row in found],
            self.words("column.rows"): [_number(row["n"]) for row in found],
        }
        groups = self.words("column.unit")
        return Html(note(self.words("quality.doubts_note")) + table(columns, tuple(columns)[2:], groups, kind="doubts"))

    def refused(self) -> Html:
        """Of each unit how many files and sheets were not read, and of how many there is something else to say; `jiping
        intake` says which and what, inside the office."""
        told = []
        for unit, rows in self._by_unit().items():
            unread = sum(row["status"] != "read" for row in rows)
            noted = sum(bool(row["note_en"]) for row in rows if row["status"] == "read")
            said = [("unread_by", unread), ("noted_by", noted)]
            told += [self.words(f"quality.{key}", unit=self._unit(unit), n=n) for key, n in said if n]
        if not told:
            return Html(note(self.words("quality.all_read")))
        listed = "".join(f"<li>{html(sentence)}</li>" for sentence in told)
        return Html(f"<ul>{listed}</ul>" + note(self.words("quality.where")))

    def _by_unit(self) -> dict[str, list[dict]]:
        """The ledger by sending unit."""
        found: dict[str, list[dict]] = {}
        for row in self._ledger:
            found.setdefault(row["unit"], []).append(row)
        return found

    @cached_property
    def _ledger(self) -> list[dict]:
        return self._rows(f"""
            SELECT l.* EXCLUDE (form), u.unit, f.{self.words.lang} AS form
            FROM intake.ledger AS l JOIN intake.units AS u USING (file) LEFT JOIN intake.forms AS f ON f.form = l.form
            ORDER BY u.unit, l.file, l.sheet""")

    def _rows(self, query: str, **values) -> list[dict]:
        found = self.con.execute(query, values)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def _unit(self, unit: str) -> str:
        return unit or self.words("quality.by_itself")

    def _figure(self, found: list[dict]):
        from plotly.graph_objects import Figure

        rates = [(row["returned"] or 0) / row["read"] for row in found]
        steps = charts.ticks(max(rates), 4, is_rate=True)
        counts = [f"{row['returned'] or 0:,}/{row['read']:,}" for row in found]
        frame = {
            "template": None, "height": HEIGHT, "margin": {"l": 50, "r": 8, "t": 20, "b": 40}, "showlegend": False,
            "font": {"family": charts.FONT, "size": 11, "color": "#222"}, "plot_bgcolor": "white",
            "xaxis": charts.in_order([row["quarter"] for row in found]),
            "yaxis": {"tickformat": ",.0%", "tickvals": steps, "range": [0, steps[-1] * 1.1], "gridcolor": charts.PALE},
        }  # fmt: skip
        figure = Figure(layout=frame)
        figure.add_bar(
            x=[row["quarter"] for row in found], y=rates, text=[self.words.rate(rate) for rate in rates],
            textposition="outside", customdata=counts, hovertemplate="%{x}: %{text} (%{customdata})<extra></extra>",
            marker={"color": charts.INK[0]}, cliponaxis=False,
        )  # fmt: skip
        return figure


# One row per unit: in the last four quarters a report was due from every site that reports, and from whoever has reported
# in the last two years, since its first report and while the site was open.
REPORTS = """
    WITH recent AS (
        SELECT *, row_number() OVER (ORDER BY quarter DESC) AS ago FROM calendar.quarters WHERE quarter <= $quarter),
    sent AS (SELECT coalesce(site, unit) AS id, * FROM clean.returns),
    first AS (SELECT id, min(period) AS period FROM sent GROUP BY id),
    units AS (
        SELECT site AS id, name AS unit, opened_on, closed_on FROM clean.sites WHERE reports
        UNION SELECT r.id, coalesce(s.name, r.unit), s.opened_on, s.closed_on FROM sent AS r LEFT JOIN clean.sites AS s ON s.site = r.site
        WHERE r.period IN (SELECT quarter FROM recent WHERE ago <= 8)),
    due AS (
        SELECT u.id, u.unit, q.quarter, q.reports_due_on FROM units AS u JOIN recent AS q ON q.ago <= 4 LEFT JOIN first AS f ON f.id = u.id
        WHERE q.quarter >= coalesce(f.period, q.quarter)
            AND (u.opened_on IS NULL OR u.opened_on <= q.ends_on) AND (u.closed_on IS NULL OR u.closed_on > q.starts_on)),
    told AS (
        SELECT d.id, d.unit, d.quarter, count(r.period) > 0 AS received,
            coalesce(bool_and(r.received_on <= coalesce(r.due_on, d.reports_due_on)), false) AS on_time
        FROM due AS d LEFT JOIN sent AS r ON r.id = d.id AND r.period = d.quarter GROUP BY ALL)
    SELECT unit, count(*) AS due, count_if(received) AS received, count_if(on_time) AS on_time,
        CASE WHEN NOT arg_max(received, quarter) THEN 'missing' WHEN arg_max(on_time, quarter) THEN 'in_time' ELSE 'late' END AS now
    FROM told GROUP BY id, unit ORDER BY count_if(on_time) / count(*), count_if(received) / count(*), unit"""


def _number(number: int) -> str:
    return f"{number:,}" if number else "—"
