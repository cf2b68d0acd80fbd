"""The organisation that is in force, and the one that would be after a load."""

from collections.abc import Mapping, Sequence

from ingest.organisation import rows
from ingest.organisation.rows import Row
from store import organisation, warehouse
from store.organisation_sheets import SHEETS
from store.settings import Settings
from store.warehouse import NoWarehouseError, Origin, Warehouse


def in_force(open_: Warehouse) -> dict[str, list[Row]]:
    """The rows of every sheet in force."""
    return rows.of_frames(organisation.in_force(open_.connection))


def after(
    open_: Warehouse, loaded: Mapping[str, Sequence[Row]], origin: Origin
) -> dict[str, list[Row]]:
    """The rows that would be in force if some sheets were loaded.

    Examples give way to other loads, and public facts to the municipality's own.
    """
    gives_way = origin is Origin.MUNICIPAL
    stays = rows.of_frames(organisation.in_force(open_.connection, without_examples=gives_way))
    kept: set[str] = set()
    if origin is Origin.OFFICIAL:
        kept = own(open_)
    return {
        code: list(loaded[code]) if code in loaded and code not in kept else there
        for code, there in stays.items()
    }


def own(open_: Warehouse) -> set[str]:
    """The codes of the sheets that are held by the municipality's own loads or by examples."""
    numbers = organisation.loads_in_force(open_.connection)
    sources = {load.number: load.source for load in open_.loads()}
    return {code for code, number in numbers.items() if sources[number] == organisation.SOURCE}


def has_examples(open_: Warehouse) -> bool:
    """Whether examples are in force."""
    return any(
        load.source == organisation.SOURCE
        and load.origin is Origin.EXAMPLE
        and not load.withdrawn_at
        for load in open_.loads()
    )


def now(settings: Settings) -> dict[str, list[Row]]:
    """The rows of every sheet in force; none where nothing was ever loaded."""
    try:
        with warehouse.reading(settings) as open_:
            return in_force(open_)
    except NoWarehouseError:
        return nothing()


def nothing() -> dict[str, list[Row]]:
    """Every sheet without rows."""
    return {code: [] for code in SHEETS}
