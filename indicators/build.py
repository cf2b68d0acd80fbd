"""One build: every number is computed and checked here, and a release comes out.

`publish` is the only way to make a release, whoever asks for one. `build` alone gives the tables
of a release without writing anything, for trying out what a load would change.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb
import pandas as pd

from indicators import (
    answers,
    beside,
    catalogue,
    compute,
    confidentiality,
    control,
    counting,
    funnels,
    inhabitants,
    national,
    organisation,
    organisation_values,
    registers,
    spending,
    spending_values,
    statements,
    status,
    sum_rules,
    targets,
)
from indicators.definition import (
    Answers,
    Count,
    Indicator,
    Measure,
    Organised,
    Persons,
    Spent,
)
from indicators.registry import GOALS, INDICATORS
from store import economy, lock, log, publishing, schema, warehouse
from store.schema import Tables
from store.settings import Municipality, Settings, municipality
from store.warehouse import Warehouse


@dataclass(frozen=True)
class Published:
    """What a publish made: the release's name, and how many values it holds."""

    release: str
    values: int


def publish(
    settings: Settings,
    who: str,
    *,
    reason: str = "",
    on_wait: Callable[[str], None] | None = None,
) -> Published:
    """Build from the warehouse as it stands and put the release in force.

    Raises
    ------
    store.warehouse.NoWarehouseError
        If nothing has been loaded.
    sum_rules.BrokenSumsError
        If the figures contradict each other in a way that is not declared; the old release stays.
    store.lock.LockedError
        If another process writes.
    """
    with lock.exclusive(settings.lock, who, "udgiver", on_wait=on_wait):
        with warehouse.opened(settings) as open_:
            results = sum_rules.check(open_)
            if broken := [result for result in results if result.stops]:
                refusal = sum_rules.BrokenSumsError(broken)
                log.append(settings.log, who, log.Action.REFUSED, "", str(refusal))
                raise refusal
            tables = build(open_, municipality(), results)
        count = len(tables["indicator_value"])
        made_at = datetime.now(UTC).isoformat(timespec="seconds")

        def fill(connection: duckdb.DuckDBPyConnection, name: str) -> None:
            facts = {"release": name, "made_by": who, "made_at": made_at, "reason": reason}
            facts |= {"values": str(count)}
            schema.write(connection, {**tables, "meta": _meta(facts)})

        release = publishing.publish(settings.releases, fill)
    log.append(settings.log, who, log.Action.PUBLISH, release, reason or "Ny udgivelse")
    return Published(release, count)


def build(
    open_: Warehouse,
    place: Municipality,
    results: Sequence[sum_rules.CheckResult] = (),
    only: Collection[str] | None = None,
) -> Tables:
    """Compute the tables of a release.

    Parameters
    ----------
    results
        Of the sum rules, to be shown on the data page.
    only
        Ids of the indicators to compute; all of them unless given.
    """
    wanted = [one for one in INDICATORS.values() if only is None or one.id in only]
    money = spending.tables(open_)
    values = confidentiality.protect(_values(open_, wanted, place, money["spending"]), place)
    leading = [part for part in values if part.leads]
    keys = ["indicator", "area", "period", "breakdown"]
    value = _joined([part.rows() for part in values], [*keys, "value"])
    change = _joined([part.changes() for part in values], [*keys, "before"])
    known = catalogue.break_list(leading, place)
    latest = catalogue.latest(value)
    newest = statements.newest_periods(latest, place)
    stated = statements.tables(open_, newest)
    starts = organisation_values.events(open_)
    stated["event"] = pd.concat([stated["event"], starts], ignore_index=True)
    judged, target_path = targets.with_targets(
        status.statuses(leading, place), values, stated["target"], place
    )
    return {
        "indicator": catalogue.indicators(newest, _units(money["spending"])),
        "goal": pd.DataFrame([vars(goal) for goal in GOALS.values()]),
        "area": catalogue.area_list(place),
        "period": catalogue.period_list(value),
        "subgroup": catalogue.subgroups(values, place, organisation_values.names(open_)),
        "indicator_value": value,
        "change": change.assign(caution=catalogue.cautions(change, known, place)),
        "latest": latest,
        "status": judged,
        "target_path": target_path,
        "beside": beside.beside(leading, place),
        "benchmark": national.benchmarks(open_, wanted, place),
        "control_chart": control.charts([part for part in values if part.is_quarterly], place),
        **funnels.funnels(leading, place),
        "known_break": known,
        "source": catalogue.source_list(open_),
        "check_result": catalogue.check_list(results),
        "load": catalogue.load_list(open_),
        "revision": catalogue.revision_list(open_),
        **money,
        **organisation.tables(open_),
        **stated,
    }


def trial(open_: Warehouse, sources: Collection[str]) -> Tables:
    """Compute what the indicators fed by some sources would be, without writing anything.

    Parameters
    ----------
    sources
        StatBank tables, surveys, registers, and what loads of money are of.
    """
    return build(open_, municipality(), only=fed_by(sources))


def fed_by(sources: Collection[str]) -> frozenset[str]:
    """The ids of the indicators that are computed from some sources."""
    return frozenset(
        part.indicator.id
        for part in compute.parts(INDICATORS.values())
        for measure in (part.numerator, part.denominator)
        if measure is not None and not _fed_from(measure).isdisjoint(sources)
    )


def _fed_from(measure: Measure) -> frozenset[str]:
    """The sources whose loads change a measure."""
    if isinstance(measure, Spent):
        return frozenset({*economy.TITLES, *([] if measure.among else [inhabitants.SOURCE])})
    return frozenset({measure.table})


def _units(money: pd.DataFrame) -> dict[str, str]:
    """By indicator, the units that depend on what is loaded: amounts say their prices."""
    return {
        one.id: spending_values.unit_with_prices(money, one.numerator, one.unit)
        for one in INDICATORS.values()
        if isinstance(one.numerator, Spent)
    }


def _values(
    open_: Warehouse, wanted: Sequence[Indicator], place: Municipality, money: pd.DataFrame
) -> list[compute.Values]:
    """All values of some indicators, before anything is hidden.

    Parameters
    ----------
    money
        The table `spending` of the release to be.
    """
    parts = compute.parts(wanted)
    of_kind = {
        kind: [part for part in parts if isinstance(part.numerator, kind)]
        for kind in (Count, Answers, Persons, Spent, Organised)
    }
    counted = counting.counts(
        open_,
        [
            count
            for part in of_kind[Count]
            for count in (part.numerator, part.denominator)
            if isinstance(count, Count)
        ],
        place,
    )
    return [
        *compute.values(of_kind[Count], counted),
        *answers.values(open_, of_kind[Answers], place),
        *registers.values(open_, of_kind[Persons], place),
        *spending_values.values(of_kind[Spent], money, place, inhabitants.by_year(open_, place)),
        *organisation_values.values(open_, of_kind[Organised], place),
    ]


def _joined(frames: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    """All rows; with no frames, none of them, but the columns that others look at."""
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)


def _meta(facts: dict[str, str]) -> pd.DataFrame:
    place = municipality()
    facts = {
        **facts,
        "municipality": place.code,
        "municipality_name": place.name,
        "peers": place.peers.code,
        "peers_name": place.peers.name,
        "region": place.region,
        "country": place.country,
    }
    return pd.DataFrame(list(facts.items()), columns=["key", "value"])
