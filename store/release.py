"""Reading a release: the questions that pages, reports and the command line ask.

A release never changes, so whoever holds its name may keep what it answered.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from danish import periods
from danish.errors import DanishError
from store import organisation, publishing, schema
from store.entries import AreaEntry, Facts, GoalEntry, IndicatorEntry
from store.organisation_sheets import SHEETS
from store.settings import settings

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
    "allow_community_extensions": False,
    "memory_limit": "512MB",
    "threads": 2,
    "lock_configuration": True,
}


ANSWERS_KEPT = 256


class NoReleaseError(DanishError):
    """Nothing has been published yet."""

    def __init__(self) -> None:
        super().__init__(
            "Der er ingen tal at vise endnu. Indlæs de medfølgende officielle tal med "
            "python -m ingest sample, eller hent de nyeste fra StatBank med "
            "python -m ingest statbank --publish."
        )


class OtherVersionError(DanishError):
    """The release was made by another version of the program and has other tables."""

    def __init__(self, release: str):
        super().__init__(
            f"Udgivelsen {release} er lavet af en anden udgave af programmet. "
            "Lav en ny med python -m store publish."
        )


class Release:
    """An open release.

    Attributes
    ----------
    name
        Identifies it; a key for caches.
    asked
        How many queries it has answered.
    """

    def __init__(self, path: Path):
        self.name = path.stem
        self.asked = 0
        self._connection = duckdb.connect(path, read_only=True, config=_CONFIG)
        self._lock = threading.Lock()
        self._answers: dict[tuple[Any, ...], pd.DataFrame] = {}

    @property
    def version(self) -> str:
        """Which version of the tables it has, see `store.schema.VERSION`."""
        return schema.version_of(self._connection)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def faults(self) -> list[str]:
        """What is wrong with the file, as Danish sentences; empty when all is well.

        Every table is read, so damage anywhere raises `duckdb.Error`.
        """
        for table in self._rows("select table_name from duckdb_tables()")["table_name"]:
            self._connection.execute(f"select bit_xor(hash(t)) from {table} as t").fetchall()
        ((values,),) = self._connection.execute("select count(*) from indicator_value").fetchall()
        expected = self.facts.values
        return [] if values == expected else [f"har {values} værdier, ventede {expected}"]

    @cached_property
    def facts(self) -> Facts:
        """When and for whom the release was made."""
        rows = self._rows("select key, value from meta")
        meta = dict(zip(rows["key"], rows["value"], strict=True))
        typed = {
            "made_at": datetime.fromisoformat(meta["made_at"]),
            "values": int(meta["values"]),
        }
        return Facts(**{**meta, **typed})

    @cached_property
    def indicators(self) -> dict[str, IndicatorEntry]:
        """All indicators by id, in reading order."""
        records = self._records("select * from indicator order by position")
        return {
            record["id"]: IndicatorEntry(
                **{
                    **record,
                    "companions": tuple(record["companions"]),
                    "breaks": tuple(record["breaks"]),
                    "breakdowns": tuple((code, title) for code, title in record["breakdowns"]),
                }
            )
            for record in records
        }

    @cached_property
    def goals(self) -> dict[str, GoalEntry]:
        """The goals by code, in reading order."""
        return {r["code"]: GoalEntry(**r) for r in self._records("select * from goal")}

    @cached_property
    def areas(self) -> dict[str, AreaEntry]:
        """All areas by code, in reading order."""
        records = self._records("select * from area order by position")
        return {record["code"]: AreaEntry(**record) for record in records}

    @cached_property
    def beside(self) -> dict[str, dict[str, Any]]:
        """Another indicator over the same years, by the id of the one it stands beside.

        Keys: `other`, `first` and `last` year, `value_first`, `value_last`.
        """
        return {str(record["indicator"]): record for record in self._records("from beside")}

    @cached_property
    def benchmarks(self) -> pd.DataFrame:
        """Figures of the whole country beside indicators, one series after the other by day.

        Columns: those of the table `benchmark`; `indicator` and `position` tell the series apart.
        """
        return self._rows("from benchmark order by indicator, position, drawn_at")

    @cached_property
    def newest_period(self) -> str:
        """In words, the newest period with a value for the municipality, examples apart."""
        rows = self._rows(
            "select label from latest join period using (period)"
            " join indicator_value v using (indicator, area, breakdown, period)"
            " where area = $area and latest.kind in ('quarter', 'year') and origin <> 'example'"
            " order by last_day desc, latest.kind limit 1",
            area=self.facts.municipality,
        )
        return str(rows["label"].iat[0]) if len(rows) else ""

    @cached_property
    def newest_periods(self) -> dict[str, str]:
        """The newest leading period with a value for the municipality, by indicator in order."""
        rows = self._rows(
            "select indicator, period from latest join indicator on id = indicator"
            " and latest.kind = span"
            " where area = $area and breakdown = '' order by position",
            area=self.facts.municipality,
        )
        return dict(zip(rows["indicator"], rows["period"], strict=True))

    def overview(self, area: str, group: str) -> pd.DataFrame:
        """The newest leading value of every indicator and breakdown, groups of persons apart.

        Columns: those of `indicator_value` and `change`, `label` of the period, `before_label`,
        the group's `group_value` in the same period, those of `status`, and lists: `history` (NaN
        in gaps), `history_labels`, `history_days`; `path_years`, `path`, `path_lower`, `path_upper`
        and the `path_baseline` of a target.
        """
        return self._rows(
            """
            with headline as (
                select v.*, p.label, p.short_label, p.last_day, p.drawn_at
                from indicator_value v join period p using (period)
                join indicator i on i.id = v.indicator and i.span = p.kind
                where v.area in ($area, $group)),
            history as (
                select indicator, breakdown,
                    list(coalesce(value, 'nan') order by last_day) as history,
                    list(short_label order by last_day) as history_labels,
                    list(drawn_at order by last_day) as history_days
                from headline where area = $area group by all)
            select o.*, c.before, c.value_before, c.difference, c.percent, c.cases_before,
                c.cases_difference, c.caution, b.label as before_label, g.value as group_value,
                h.history, h.history_labels, h.history_days,
                s.* exclude (indicator, area, breakdown), t.* exclude (indicator)
            from headline o
            join latest l on l.indicator = o.indicator and l.area = o.area
                and l.breakdown = o.breakdown and l.period = o.period
            join indicator i on i.id = o.indicator
            join history h on h.indicator = o.indicator and h.breakdown = o.breakdown
            left join change c on c.indicator = o.indicator and c.area = o.area
                and c.breakdown = o.breakdown and c.period = o.period
            left join period b on b.period = c.before
            left join status s on s.indicator = o.indicator and s.area = o.area
                and s.breakdown = o.breakdown
            left join (
                select indicator, list(year order by year) as path_years,
                    list(path order by year) as path, list(lower order by year) as path_lower,
                    list(upper order by year) as path_upper, any_value(baseline) as path_baseline
                from target_path group by indicator) t
                on t.indicator = o.indicator and o.breakdown = ''
            left join headline g on g.indicator = o.indicator and g.breakdown = o.breakdown
                and g.period = o.period and g.area = $group
            where o.area = $area and not exists (
                from subgroup u where u.indicator = o.indicator and u.breakdown = o.breakdown)
            order by i.position, o.breakdown
            """,
            area=area,
            group=group,
        )

    def history(
        self, indicator: str, areas: Sequence[str], *, kind: str, breakdown: str = ""
    ) -> pd.DataFrame:
        """All values of an indicator on one kind of period, by area, then period.

        Columns: those of `indicator_value` and `change`, and `label`, `short_label`, `last_day`,
        `drawn_at` of the period.
        """
        return self._rows(
            """
            select v.*, p.label, p.short_label, p.last_day, p.drawn_at,
                b.label as before_label,
                c.value_before, c.difference, c.percent, c.cases_before, c.cases_difference,
                c.caution
            from indicator_value v join period p using (period)
            left join change c on c.indicator = v.indicator and c.area = v.area
                and c.breakdown = v.breakdown and c.period = v.period
            left join period b on b.period = c.before
            where v.indicator = $indicator and v.breakdown = $breakdown and p.kind = $kind
                and v.area in (select unnest($areas))
            order by list_position($areas, v.area), p.last_day
            """,
            indicator=indicator,
            breakdown=breakdown,
            kind=kind,
            areas=list(areas),
        )

    def groups(self, indicator: str, area: str) -> pd.DataFrame:
        """The newest leading period in which an area has figures of groups: the whole, then those.

        Columns: those of `indicator_value`, `label` and `short_label` of the period, `group_label`
        (``Kvinder``) and `dimension` of the group; the whole is called ``Alle``, or ``I dag``
        where the others are models.
        """
        return self._rows(
            """
            with divided as (
                select v.*, g.dimension, g.label as group_label, g.position
                from indicator_value v join subgroup g using (indicator, breakdown)
                where v.indicator = $indicator and v.area = $area
                    and v.absent_because <> 'not_loaded'),
            newest as (
                select period from divided join period using (period)
                order by last_day desc limit 1)
            select u.*, p.label, p.short_label from (
                select *, '' as dimension,
                    case when exists (from divided where dimension = 'model') then 'I dag'
                        else 'Alle' end as group_label, -1 as position
                from indicator_value
                where indicator = $indicator and area = $area and breakdown = ''
                union all select * from divided) u
            join newest using (period) join period p using (period)
            order by u.position
            """,
            indicator=indicator,
            area=area,
        )

    def goal_history(self, goal: str, areas: Sequence[str]) -> pd.DataFrame:
        """The leading values of all indicators of a goal, as `history` gives them."""
        return self._rows(
            """
            select v.*, p.label, p.short_label, p.last_day, p.drawn_at
            from indicator_value v join period p using (period)
            join indicator i on i.id = v.indicator and i.span = p.kind
            where i.goal = $goal and v.breakdown = '' and v.area in (select unnest($areas))
            order by i.position, list_position($areas, v.area), p.last_day
            """,
            goal=goal,
            areas=list(areas),
        )

    def values(
        self, indicator: str, areas: Sequence[str] = (), first_period: str = ""
    ) -> pd.DataFrame:
        """Rows of `indicator_value` of one indicator, all areas unless some are named.

        Parameters
        ----------
        first_period
            Leaves out what ended before it began; for four quarters together, before it ended.
        """
        first_day = date.min
        if first_period:
            first = periods.parse(first_period)
            rolling = first.kind is periods.PeriodKind.FOUR_QUARTERS
            first_day = first.last_day if rolling else first.first_day
        return self._rows(
            """
            select v.* from indicator_value v join period p using (period)
            where v.indicator = $indicator
                and (len($areas) = 0 or v.area in (select unnest($areas)))
                and p.last_day >= $first_day
            order by v.breakdown, v.area, p.kind, p.last_day
            """,
            indicator=indicator,
            areas=list(areas),
            first_day=first_day,
        )

    def notes(self, indicator: str, breakdown: str = "") -> pd.DataFrame:
        """All that stands beside the figures of an indicator, by day.

        Columns: `kind` (brud, massesag or mangel; event; comment), `first_day` and `last_day` of
        what is hit, `short` for use in a chart, `text`, `author` and `is_stale` of a comment.
        """
        return self._rows(
            """
            select kind, first_day, last_day, short, text, '' as author, false as is_stale
            from known_break where indicator = $indicator and breakdown = $breakdown
            union all
            select 'event', day, day, title, note, author, false from event
            where len(indicators) = 0 or list_contains(indicators, $indicator)
            union all
            select 'comment', written_on, written_on, '', text, author, is_stale from comment
            where indicator = $indicator
            order by first_day
            """,
            indicator=indicator,
            breakdown=breakdown,
        )

    @property
    def targets(self) -> pd.DataFrame:
        """The municipality's targets, at most one an indicator; see `ingest.statements.Target`."""
        return self._rows(
            "select t.* from target t join indicator i on i.id = t.indicator order by i.position"
        )

    @cached_property
    def stated_loads(self) -> frozenset[int]:
        """The numbers of the loads that its targets, events and comments are from."""
        rows = self._rows(
            "select load from target union all select load from event"
            f" where not starts_with(id, '{organisation.EVENT}')"
            " union all select load from comment"
        )
        return frozenset(rows["load"])

    def events(self, indicator: str = "") -> pd.DataFrame:
        """The events that concern an indicator, or all of them, by their day.

        Columns: those of `ingest.statements.Event`; `indicators` is empty for all of them.
        """
        return self._rows(
            "select * from event where $indicator = '' or len(indicators) = 0"
            " or list_contains(indicators, $indicator) order by day, load",
            indicator=indicator,
        )

    def comments(self, indicator: str = "") -> pd.DataFrame:
        """The comments on an indicator, or all of them, newest first.

        Columns: those of `ingest.statements.Comment`; `period` was the newest one with a value
        when it was written, `newest_period` is it now, and `is_stale` says that it is later.
        """
        return self._rows(
            "select * from comment where $indicator in ('', indicator) order by load desc",
            indicator=indicator,
        )

    def control_chart(self, indicator: str, area: str, breakdown: str = "") -> pd.DataFrame:
        """Every quarter of an area with the limits and marks of its control chart.

        Columns: those of `indicator_value` and of `control_chart` (missing before the judged
        quarters), `label`, `short_label`, `first_day`, `drawn_at`.
        """
        return self._rows(
            """
            select v.*, c.base as in_base, c.centre, c.lower as lower_limit,
                c.upper as upper_limit, c.rule, c.side,
                p.label, p.short_label, p.first_day, p.drawn_at
            from indicator_value v join period p using (period)
            left join control_chart c on c.indicator = v.indicator and c.area = v.area
                and c.breakdown = v.breakdown and c.period = v.period
            where v.indicator = $indicator and v.area = $area and v.breakdown = $breakdown
                and p.kind = 'quarter'
            order by p.last_day
            """,
            indicator=indicator,
            area=area,
            breakdown=breakdown,
        )

    def funnel(self, indicator: str, breakdown: str = "") -> pd.DataFrame:
        """All municipalities in the period of the funnel plot.

        Columns: those of `indicator_value`, and of `funnel` on every row.
        """
        return self._rows(
            """
            select v.*, f.mean, f.phi, f.spread, f.areas, f.plain, f.outside, p.label, p.short_label
            from funnel f join indicator_value v on v.indicator = f.indicator
                and v.breakdown = f.breakdown and v.period = f.period
            join area a on a.code = v.area and a.type = 'municipality'
            join period p on p.period = f.period
            where f.indicator = $indicator and f.breakdown = $breakdown
            order by a.position
            """,
            indicator=indicator,
            breakdown=breakdown,
        )

    def funnel_curve(self, indicator: str, breakdown: str = "") -> pd.DataFrame:
        """Points of the limits of a funnel plot, by population."""
        return self._rows(
            "select * from funnel_curve where indicator = $indicator"
            " and breakdown = $breakdown order by population",
            indicator=indicator,
            breakdown=breakdown,
        )

    @property
    def sources(self) -> pd.DataFrame:
        """The tables in use with their periods, dates and when more is expected."""
        return self._rows('select * from source order by "table"')

    @property
    def checks(self) -> pd.DataFrame:
        """The sum rules and what came of them."""
        return self._rows("select * from check_result")

    @property
    def loads(self) -> pd.DataFrame:
        """All loads as they stood when the release was made, newest first."""
        return self._rows("select * from load order by number desc")

    @property
    def revisions(self) -> pd.DataFrame:
        """Figures that a later load changed."""
        return self._rows("select * from revision")

    @property
    def spending(self) -> pd.DataFrame:
        """What the task costs, by version, year and prices, and by each dimension.

        Columns: those of `store.amounts.KEYS`, `dimension` (empty for the whole), `code`, `label`,
        `amount` in øre, `untagged` (of the money where the task can lie; 0 but for the whole, units
        and functions), `lines`, `origin`, and `payer` and `until` of the dimension ``funding``.
        """
        return self._rows(
            "select * from spending order by year, version, prices, dimension, position"
        )

    @property
    def spending_bases(self) -> pd.DataFrame:
        """What each version of each year rests on: prices, sign, unit, day, file, load, tags.

        `tags` is how many there are; the rest of their columns is missing where there are none.
        """
        return self._rows("select * from spending_basis order by year, version")

    @property
    def price_rates(self) -> pd.DataFrame:
        """The price and wage percentages, earlier estimates too."""
        return self._rows('select * from price_rate order by "index", year, estimated_on')

    def organisation(self, sheet: str) -> pd.DataFrame:
        """The rows of a sheet of the organisation workbook, in the order of their file.

        Columns: those of the sheet in `store.organisation_sheets`; of `staff` and `assignments`
        also what was hidden. Instead of `swing` there is `weights`, by party. Besides there is
        `pay`: sums of `assignments`, see `store.organisation`.
        """
        order = "order by party, criterion_id" if sheet == "weights" else "order by position"
        return self._rows(f"select * from organisation_{sheet} {order}")

    @cached_property
    def organisation_sheets(self) -> dict[str, pd.DataFrame]:
        """All its sheets by code, as `organisation` gives them; small, and read together."""
        codes = (*(code for code in SHEETS if code != "swing"), "weights", "pay")
        return {code: self.organisation(code) for code in codes}

    def _rows(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """The answer to a question, kept for the next one who asks it: a release never changes."""
        key = (sql, *(tuple(v) if isinstance(v, list) else v for v in parameters.values()))
        answer = self._answers.get(key)
        if answer is None:
            with self._cursor() as cursor:
                answer = cursor.execute(sql, parameters or None).df()
            self._answers[key] = answer
            while len(self._answers) > ANSWERS_KEPT:
                self._answers.pop(next(iter(self._answers)), None)
        # Pandas copies on write, so nobody can change what is kept.
        return answer.copy(deep=False)

    def _records(self, sql: str) -> list[dict[str, Any]]:
        with self._cursor() as cursor:
            result = cursor.execute(sql)
            names = [column[0] for column in result.description or ()]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for one query; DuckDB's connections are not for several threads at once."""
        with self._lock:
            self.asked += 1
            cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()


class Reader:
    """Keeps the release in force open, and a few before it for readers that are on their way."""

    KEPT = 3

    def __init__(self, folder: Path):
        self.folder = folder
        self._open: dict[str, Release] = {}
        self._lock = threading.Lock()

    def current(self) -> Release:
        """The release in force now; costs one look at the pointer when it is the same.

        Raises
        ------
        NoReleaseError
            If there is none.
        OtherVersionError
            If it has other tables than this program reads.
        """
        name = publishing.current(self.folder)
        if name is None:
            raise NoReleaseError
        with self._lock:
            release = self._open.pop(name, None)
            # The one asked for last stands last; the first one is dropped.
            self._open[name] = release or self._opened(name)
            for old in list(self._open)[: -self.KEPT]:
                del self._open[old]
            return self._open[name]

    def _opened(self, name: str) -> Release:
        release = Release(publishing.path_of(self.folder, name))
        if release.version != schema.VERSION:
            release.close()
            raise OtherVersionError(name)
        return release


@cache
def reader(folder: Path) -> Reader:
    """The one reader of a folder of releases in this process."""
    return Reader(folder)


def current() -> Release:
    """The release in force, where the settings say that releases lie.

    Raises
    ------
    NoReleaseError
        If there is none.
    """
    return reader(settings().releases).current()


def is_late(next_expected: date, today: date) -> bool:
    """Whether newer figures should have come by now."""
    return next_expected < today
