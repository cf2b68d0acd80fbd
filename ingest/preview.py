"""What a load would change: loaded, computed, compared with the release in force, and undone."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import pandas as pd

from indicators import build, difference_text, spending_difference, sum_rules
from indicators.difference_text import Written
from indicators.spending_difference import Money, WrittenMoney
from store import comparison, publishing, release, warehouse
from store.settings import Settings, municipality
from store.warehouse import Warehouse

OnWait = Callable[[str], None]


@dataclass(frozen=True)
class Changes:
    """What is different after a load.

    Attributes
    ----------
    rows
        The indicators that change, in reading order.
    unchanged
        How many do not.
    money
        What the task costs where that changes, or rests on another file.
    stops
        Why no release could be made with the load, in Danish; empty when one can.
    """

    rows: tuple[Written, ...]
    unchanged: int
    money: tuple[WrittenMoney, ...] = ()
    stops: str = ""


class _UndoneError(Exception):
    """Ends the transaction of a preview; never seen outside."""


def preview(
    settings: Settings,
    who: str,
    put: Callable[[Warehouse], object],
    sources: Collection[str],
    *,
    on_wait: OnWait | None = None,
) -> Changes:
    """Find out what a load would change, and change nothing.

    The writer's lock is held meanwhile, so that what is compared is what would be published.

    Parameters
    ----------
    put
        Loads, given the open warehouse.
    sources
        StatBank tables, surveys and registers whose figures it loads.

    Raises
    ------
    store.lock.LockedError
        If another process writes.
    store.release.OtherVersionError
        If the release in force was made by another version of the program.
    """
    area = municipality().code
    differences: list[comparison.Difference] = []
    money: tuple[WrittenMoney, ...] = ()
    stops = ""
    try:
        with warehouse.writing(settings, who, "ser, hvad en fil ændrer", on_wait=on_wait) as open_:
            put(open_)
            if broken := [result for result in sum_rules.check(open_) if result.stops]:
                stops = str(sum_rules.BrokenSumsError(broken))
            tables = build.trial(open_, sources)
            name = publishing.current(settings.releases)
            differences = comparison.with_trial(
                settings.releases, name, tables, area, build.fed_by(sources)
            )
            money = spending_difference.written(_money(settings), tables)
            raise _UndoneError
    except _UndoneError:
        pass
    rows = tuple(difference_text.written(one) for one in differences)
    return Changes(rows, difference_text.unchanged(differences), money, stops)


def _money(settings: Settings) -> Money:
    """The money of the release in force; none where there is no release."""
    try:
        now = release.reader(settings.releases).current()
    except release.NoReleaseError:
        return {"spending": pd.DataFrame(), "spending_basis": pd.DataFrame()}
    return {"spending": now.spending, "spending_basis": now.spending_bases}
