"""What the models cost beside what their functions cost anyhow: over five years, with a band."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from charts.description import CostCourse, CostYear, Scale
from danish import numbers, words
from danish.money import MILLION
from danish.numbers import MISSING
from reports.models import NOT_ASSESSED, Cell, Line, Models, Row, SideBySide, amount
from scenarios import comparison
from scenarios.economy import YEARS, CostRow, Course, over_years
from store.organisation_sheets import ITEMS

MILLIONS = Scale(decimals=2, factor=1 / MILLION)
SHEETS = ("models", "economy")
HEADING = (
    "Udgift lagt sammen år for år",
    "Mio. kr. ud over det, funktionerne koster i forvejen. Feltet er fra laveste til højeste skøn.",
)


@lru_cache(maxsize=64)
def course(models: Models, model: str) -> Course:
    """The cost of a model over five years, beside today's organisation; the years are shared."""
    rows = models.sheets["economy"]
    first = None if rows.empty else int(rows["year"].min())
    return over_years(_rows(models, model), _rows(models, models.baseline), first)


def _rows(models: Models, model: str) -> list[CostRow]:
    return [
        CostRow(int(row["year"]), int(row["amount"]), _whole(row["low"]), _whole(row["high"]),
                bool(row["one_off"]))
        for row in comparison.of_model(models.sheets["economy"], model)
        if row["amount"] is not None
    ]  # fmt: skip


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


# --- what is told ---------------------------------------------------------------------------------


def one_off(models: Models, model: str) -> Line:
    """What a model costs once, with its band."""
    rows = [row for row in _rows(models, model) if row.one_off]
    if not _rows(models, model):
        return Line(NOT_ASSESSED, tone="muted")
    return amount(
        sum(row.amount for row in rows),
        sum(row.lowest for row in rows),
        sum(row.highest for row in rows),
    )


def in_five_years(models: Models, model: str) -> Line:
    """What it has cost after five years, or as far as it is assessed."""
    known = [year for year in course(models, model).years if year.cumulative is not None]
    if not known:
        return Line(NOT_ASSESSED, tone="muted")
    last = known[-1]
    line = amount(last.cumulative, last.low, last.high)
    if len(known) < YEARS:
        return Line(line.text, f"kun vurderet til og med {last.year}")
    return line


def pay_back(models: Models, model: str) -> Line:
    """When a model has cost no more than today's organisation."""
    found = course(models, model)
    if model == models.baseline:
        return Line(MISSING, tone="muted")
    if not found.years or not found.complete:
        return Line("kan ikke regnes", _missing_years(found), tone="muted")
    if found.pay_back is None:
        return Line(f"ikke inden for {YEARS} år", _earliest(found))
    return Line(str(found.pay_back), _earliest(found))


def _earliest(found: Course) -> str:
    """How the year moves with the band, when it does."""
    low, high = found.pay_back_low, found.pay_back_high
    if low == found.pay_back == high or low is None:
        return ""
    if found.pay_back is None:
        return f"tidligst {low}"
    return f"tidligst {low}, {f'senest {high}' if high else 'måske slet ikke'}"


def _missing_years(found: Course) -> str:
    if found.missing:
        return f"ingen beløb for {words.listing(map(str, found.missing))}"
    if found.baseline_missing:
        return f"i dag: ingen beløb for {words.listing(map(str, found.baseline_missing))}"
    return ""


def beside_today(models: Models, model: str) -> Line:
    """What it has cost more or less than today's organisation after five years."""
    if model == models.baseline:
        return Line(MISSING, tone="muted")
    years = course(models, model).years
    if not years or years[-1].extra is None:
        return Line("kan ikke regnes", tone="muted")
    last = years[-1]
    assert last.extra is not None
    return Line(
        f"{numbers.signed(last.extra / MILLION, 2)} mio. kr.",
        amount(last.extra, last.extra_low, last.extra_high).small,
    )


def table(models: Models, chosen: Sequence[str]) -> SideBySide:
    """What each model costs, by item and added up."""
    rows = [
        Row("Engangsudgift", _cells(one_off(models, id_) for id_ in chosen)),
        Row(f"I alt på {YEARS} år", _cells(in_five_years(models, id_) for id_ in chosen)),
        Row("Mod i dag", _cells(beside_today(models, id_) for id_ in chosen)),
        Row("Tjent hjem", _cells(pay_back(models, id_) for id_ in chosen)),
        Row("Poster på fem år", tuple(_items(models, id_) for id_ in chosen)),
    ]
    return SideBySide(
        "Hvad modellerne koster",
        models.headings(chosen),
        tuple(rows),
        (
            "Det, som funktionerne koster i løn og drift i forvejen, er ikke talt med. Spændet "
            "lægger alle poster sammen, når hver er lavest eller højest.",
        ),
        SHEETS,
        dense=True,
    )


def _cells(lines: Iterable[Line]) -> tuple[Cell, ...]:
    return tuple((line,) for line in lines)


def _items(models: Models, model: str) -> Cell:
    """Each kind of item with its sum, largest first, and what it rests on."""
    sums: dict[str, int] = {}
    why: dict[str, list[str]] = {}
    example: dict[str, bool] = {}
    for row in comparison.of_model(models.sheets["economy"], model):
        if row["amount"] is None:
            continue
        item = str(row["item"])
        sums[item] = sums.get(item, 0) + int(row["amount"])
        example[item] = example.get(item, False) or models.marks("economy", row["origin"])
        if row["assumption"] and row["assumption"] not in why.setdefault(item, []):
            why[item].append(str(row["assumption"]))
    if not sums:
        return (Line(NOT_ASSESSED, tone="muted"),)
    return tuple(
        Line(
            f"{ITEMS[item]} {amount(total).text}",
            " ".join(why.get(item, [])),
            example=example[item],
        )
        for item, total in sorted(sums.items(), key=lambda one: -abs(one[1]))
    )


def charts(models: Models, chosen: Sequence[str]) -> dict[str, CostCourse]:
    """The cost added up year by year of each model that has it, all on one scale."""
    found: dict[str, list[CostYear]] = {}
    for id_ in chosen:
        known = [year for year in course(models, id_).years if year.cumulative is not None]
        if len(known) > 1:
            found[id_] = [
                CostYear(year.year, year.cumulative or 0, year.low or 0, year.high or 0)
                for year in known
            ]
    ends = [end for years in found.values() for one in years for end in (one.lower, one.upper)]
    return {
        id_: CostCourse(
            id_,
            f"{in_five_years(models, id_).text} til og med {years[-1].year}",
            tuple(years),
            min([0.0, *ends]),
            max([0.0, *ends]),
            MILLIONS,
        )
        for id_, years in found.items()
    }
