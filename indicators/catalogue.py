"""The tables of a release that describe: indicators, areas, periods, sources, checks, loads."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import pandas as pd

from danish import periods
from indicators import breaks, sum_rules
from indicators.compute import Values
from indicators.definition import Answers, Count, Frequency, Indicator
from indicators.registry import INDICATORS
from store import inputs
from store.settings import Municipality
from store.sources import areas, sources
from store.warehouse import Warehouse

SPAN = {
    Frequency.QUARTER: periods.PeriodKind.QUARTER,
    Frequency.YEAR: periods.PeriodKind.YEAR,
    Frequency.SCHOOL_YEAR: periods.PeriodKind.SCHOOL_YEAR,
}
"""The kind of period that a source counts in."""

REVISIONS_SHOWN = 2000


def span(indicator: Indicator) -> periods.PeriodKind:
    """The kind of period that leads on the pages."""
    rolling = periods.PeriodKind.FOUR_QUARTERS
    return rolling if indicator.is_rolling else SPAN[indicator.frequency]


def indicators(computed: Collection[str], units: Mapping[str, str]) -> pd.DataFrame:
    """The definitions, and whether the municipality has a value of each.

    Parameters
    ----------
    units
        By indicator, where it is not the one of the definition.
    """

    def row(position: int, indicator: Indicator) -> dict[str, object]:
        return {
            "id": indicator.id,
            "goal": indicator.goal,
            "position": position,
            "title": indicator.title,
            "short_title": indicator.short_title,
            "kind": indicator.kind.value,
            "unit": units.get(indicator.id, indicator.unit),
            "polarity": indicator.polarity.value,
            "span": span(indicator).value,
            "decimals": indicator.decimals,
            "case_singular": indicator.cases[0],
            "case_plural": indicator.cases[1],
            "counts_in": indicator.counts_in,
            "counts_out": indicator.counts_out,
            "place": indicator.place,
            "source": indicator.source,
            "source_table": indicator.numerator.table
            if isinstance(indicator.numerator, Count)
            else "",
            "method": indicator.method,
            "reading": indicator.reading,
            "needs": indicator.needs,
            "companions": list(indicator.companions),
            "breaks": list(indicator.breaks),
            "breakdowns": [[part.code, part.title] for part in indicator.breakdowns],
            "asked": isinstance(indicator.numerator, Answers),
            "has_data": indicator.id in computed,
        }

    return pd.DataFrame([row(i, indicator) for i, indicator in enumerate(INDICATORS.values())])


def area_list(place: Municipality) -> pd.DataFrame:
    """Areas in reading order, and what each is to the municipality."""
    roles = dict.fromkeys(place.peers.members, "peer")
    roles |= {place.code: "own", place.region: "region", place.country: "country"}
    rows = [
        (area.code, area.label, area.type, area.parent, roles.get(area.code, ""))
        for area in areas()
    ]
    rows.append((place.peers.code, place.peers.name, "group", "", "group"))
    rows += [(group.code, group.name, "group", "", "") for group in place.extra_areas]
    rows += [(area.code, area.name, "published", "", "") for area in place.published_areas]
    table = pd.DataFrame(rows, columns=["code", "name", "type", "parent", "role"])
    return table.assign(position=range(len(table)))


def period_list(value: pd.DataFrame) -> pd.DataFrame:
    """Every period there is a row for: its kind, days and names."""
    parsed = [periods.parse(code) for code in sorted(set(value["period"]))]
    return pd.DataFrame(
        {
            "period": [period.code for period in parsed],
            "kind": [period.kind.value for period in parsed],
            "first_day": [period.first_day for period in parsed],
            "last_day": [period.last_day for period in parsed],
            "drawn_at": [drawn_at(period) for period in parsed],
            "label": [periods.label(period.code) for period in parsed],
            "short_label": [periods.short_label(period.code) for period in parsed],
        }
    )


def drawn_at(period: periods.Period) -> date:
    """Where a period stands on a time axis: in its middle, but a rolling one at its end."""
    if period.kind is periods.PeriodKind.FOUR_QUARTERS:
        return period.last_day
    return period.first_day + (period.last_day - period.first_day) / 2


def latest(value: pd.DataFrame) -> pd.DataFrame:
    """The newest period with a value, for each indicator, area, breakdown and kind of period."""
    kinds = {code: periods.parse(code).kind.value for code in set(value["period"])}
    present = value[value["value"].notna()]
    present = present.assign(kind=present["period"].map(kinds))
    keys = ["indicator", "area", "breakdown", "kind"]
    return present.groupby(keys)["period"].max().reset_index()


def break_list(leading: Sequence[Values], place: Municipality) -> pd.DataFrame:
    """The known breaks and mass cases that concern the municipality, by indicator and breakdown.

    A breakdown is touched only where it counts one of the offences that are hit.
    """
    rows = []
    for values in leading:
        table = values.numerator.table
        known = [breaks.known_breaks()[id_] for id_ in values.indicator.breaks]
        for one in (*known, *breaks.scale_breaks(table, values.scales)):
            first = one.first_period(table)
            if not first or not one.concerns(place.code):
                continue
            if values.breakdown and not one.concerns_any(values.numerator.codes):
                continue
            last = one.last_period(table) or first
            days = (periods.parse(first).first_day, periods.parse(last).last_day)
            text = (one.kind.value, *days, one.short, one.text)
            rows.append((values.indicator.id, values.breakdown, one.id, *text))
    columns = ["indicator", "breakdown", "id", "kind", "first_day", "last_day", "short", "text"]
    return pd.DataFrame(rows, columns=columns)


def subgroups(
    values: Sequence[Values], place: Municipality, models: Mapping[str, str]
) -> pd.DataFrame:
    """The groups of persons, and the models, that figures are divided by, in reading order.

    Parameters
    ----------
    models
        The names of models by breakdown.

    Columns: `indicator`, `breakdown`, `dimension` (a word of `store.inputs.DIMENSIONS`, or
    ``model``), `label`,
    `position`.
    """
    named = {f"bydel={area.code}": area.name for area in place.sub_areas}
    named |= {f"køn={code}": label for code, label in inputs.SEXES.items()}
    named |= models
    order = list(named)

    def key(one: tuple[str, str]) -> tuple[int, str]:
        code = one[1]
        return (order.index(code) if code in order else len(order), code)

    found = {(part.indicator.id, part.breakdown) for part in values if part.is_group}
    rows = [
        (indicator, code, code.partition("=")[0], named.get(code) or _age(code))
        for indicator, code in sorted(found, key=key)
    ]
    table = pd.DataFrame(rows, columns=["indicator", "breakdown", "dimension", "label"])
    return table.assign(position=range(len(table)))


def _age(code: str) -> str:
    """``alder=15-29`` as it is read: 15–29 år."""
    _, _, group = code.partition("=")
    older = group.removesuffix("+")
    return f"{older} år og derover" if older != group else f"{group.replace('-', '–')} år"


def cautions(change: pd.DataFrame, known: pd.DataFrame, place: Municipality) -> "pd.Series[str]":
    """What a reader should know before comparing the two periods of a row of `change`.

    A break between them, or a mass case or shortfall in either, in the municipality's own figures.
    """
    own = change[change["area"] == place.code]
    days = {code: periods.parse(code) for code in {*own["period"], *own["before"]}}
    begin = own["before"].map({code: period.first_day for code, period in days.items()})
    end = own["period"].map({code: period.last_day for code, period in days.items()})
    found = pd.Series("", index=own.index)
    for one in known.to_dict("records"):
        starts_inside = (begin < one["first_day"]) & (one["first_day"] <= end)
        touches = (one["first_day"] <= end) & (one["last_day"] >= begin)
        hit = (own["indicator"] == one["indicator"]) & (own["breakdown"] == one["breakdown"])
        hit &= starts_inside if one["kind"] == breaks.BreakKind.BREAK else touches
        found[hit] += one["short"] + ". "
    return found.str.strip().reindex(change.index, fill_value="")


def source_list(open_: Warehouse) -> pd.DataFrame:
    """The tables in use: what they cover, how old they are, and when more is expected."""
    rows = []
    for table, wanted in sources().items():
        if open_.table(table) is None:
            continue
        # Origins are in the order from weakest to strongest when they are sorted by letters.
        ((first, last, drawn, origin, licence, note),) = open_.connection.execute(
            f"""
            select min(period), max(period), max(source_date), min(origin),
                string_agg(distinct licence, ', '), string_agg(distinct note, ' ')
            from (select distinct load, period from statbank.{table.lower()}) join load using (load)
            """
        ).fetchall()
        if last is None:
            continue
        rows.append(
            {
                "table": table,
                "title": wanted.title,
                "first_period": first,
                "last_period": last,
                "source_date": drawn,
                "licence": licence,
                "origin": origin,
                "note": note,
                "next_period": periods.following(last),
                "next_expected": wanted.next_expected(last),
            }
        )
    return pd.DataFrame([*rows, *_own_sources(open_)])


def _own_sources(open_: Warehouse) -> list[dict[str, object]]:
    """The surveys and registers in use."""
    loads = {load.number: load for load in open_.loads()}
    covered = open_.covering()
    rows: list[dict[str, object]] = []
    own: list[inputs.Survey | inputs.Register] = [
        *inputs.surveys().values(),
        *inputs.registers().values(),
    ]
    for wanted in own:
        held = [(period, loads[load]) for source, period, load in covered if source == wanted.code]
        if not held:
            continue
        last = max(period for period, _ in held)
        newest = max((load for _, load in held), key=lambda load: load.number)
        rows.append(
            {
                "table": "",
                "title": wanted.title,
                "first_period": min(period for period, _ in held),
                "last_period": last,
                "source_date": newest.source_date,
                "licence": "",
                "origin": min(load.origin for _, load in held).value,
                "note": newest.note,
                "next_period": wanted.next_period(last),
                "next_expected": wanted.next_expected(last),
            }
        )
    return rows


def check_list(results: Sequence[sum_rules.CheckResult]) -> pd.DataFrame:
    """What came of the sum rules."""
    return pd.DataFrame(
        {
            "rule": [result.rule.id for result in results],
            "text": [result.rule.text for result in results],
            "checked": [result.checked for result in results],
            "broken": [len(result.broken) for result in results],
            "known": [result.known for result in results],
            "examples": [
                "; ".join(str(item) for item in result.broken[: sum_rules.SHOWN])
                for result in results
            ],
        }
    )


def load_list(open_: Warehouse) -> pd.DataFrame:
    """The ledger of loads as it stood at the build."""
    loads = pd.DataFrame([vars(load) for load in open_.loads()]).drop(columns=["withdrawn_by"])
    return loads.assign(loaded_at=loads["loaded_at"].dt.tz_localize(None))


def revision_list(open_: Warehouse) -> pd.DataFrame:
    """Figures that a later load changed, newest load first, at most `REVISIONS_SHOWN`."""
    return open_.connection.execute(
        "select * from revision order by load desc, source, period, area limit $limit",
        {"limit": REVISIONS_SHOWN},
    ).df()
