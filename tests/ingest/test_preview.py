"""What a load would change, told before it is there, and true afterwards."""

from collections.abc import Callable
from pathlib import Path

import pytest

from danish import numbers
from indicators import build, glossary
from indicators.difference_text import Written
from ingest import incoming, loading
from ingest.preview import Changes, preview
from store import lock, publishing, release
from store.settings import Settings
from store.warehouse import Warehouse, writing
from tests.ingest.files import bulk, provenance, write
from tests.store.figures import everything, same

pytest_plugins = ["tests.published"]

Put = Callable[[Warehouse], object]
SOURCES = ["STRAF11"]


@pytest.fixture
def straf11(tmp_path: Path) -> Callable[..., Put]:
    """A load of some figures of STRAF11: area, offence, quarter and number, each a cell."""

    def of(*rows: str) -> Put:
        path = write(tmp_path, bulk(*rows))
        codes = [row.split(";") for row in rows]
        extents = [
            {"area": (area,), "offence": (offence,), "period": (period,)}
            for area, offence, period, _ in codes
        ]

        def put(open_: Warehouse) -> object:
            read = incoming.read(open_.connection, path, incoming.recognise(path))
            return loading.load(open_, read, extents, provenance(path))

        return put

    return of


def of(changes: Changes, indicator: str) -> Written:
    (row,) = [row for row in changes.rows if row.indicator == indicator]
    return row


def test_a_new_quarter_moves_the_newest_value_and_leaves_the_rest(
    published_copy: Settings, straf11: Callable[..., Put]
) -> None:
    before = everything(published_copy)
    names = publishing.names(published_copy.releases)

    changes = preview(published_copy, "Anne", straf11("183;12;2026K1;30"), SOURCES)

    row = of(changes, "C2")
    assert (row.title, row.before, row.before_period) == ("Anmeldt vold", "5,79", "2025")
    assert row.after_period == "året til 1. kvt. 2026"
    assert row.hidden == 0
    assert [one.indicator for one in changes.rows] == ["C2"]
    assert changes.unchanged == len(release_of(published_copy).indicators) - 1
    assert same(everything(published_copy), before)
    assert publishing.names(published_copy.releases) == names


def test_what_was_told_is_what_the_next_release_says(
    published_copy: Settings, straf11: Callable[..., Put]
) -> None:
    put = straf11("183;12;2026K1;90")
    changes = preview(published_copy, "Anne", put, SOURCES)
    told = of(changes, "C2")
    with writing(published_copy, "Anne", "indlæser") as open_:
        put(open_)
    build.publish(published_copy, "Anne")
    now = release_of(published_copy)
    newest = now.history("C2", ["183"], kind="four_quarters").iloc[-1]
    assert told.after == numbers.number(newest["value"], 2)
    level = now.overview("183", now.facts.peers).set_index("indicator").loc["C2", "level"]
    assert told.status == f"niveau: {glossary.entry(level).word} (før: på niveau)"
    assert changes.stops == ""


def test_a_contradiction_that_would_stop_the_release_is_told(
    published_copy: Settings, straf11: Callable[..., Put]
) -> None:
    changes = preview(published_copy, "Anne", straf11("183;12;2025K4;90"), SOURCES)
    assert "STRAF11: Region Hovedstaden = dens kommuner: gælder ikke" in changes.stops


def test_a_load_of_the_same_figures_changes_nothing(
    published_copy: Settings, straf11: Callable[..., Put]
) -> None:
    rows = release_of(published_copy).history("C2", ["183"], kind="quarter")
    last = rows[rows["period"] == "2025K4"].iloc[0]
    same_again = straf11(f"183;12;2025K4;{last['numerator']:.0f}")
    changes = preview(published_copy, "Anne", same_again, SOURCES)
    assert changes.rows == ()


def test_what_fails_under_way_is_raised_and_leaves_nothing(published_copy: Settings) -> None:
    def put(open_: Warehouse) -> object:
        open_.connection.execute("create table half (a integer)")
        raise ValueError("midt i det hele")

    before = everything(published_copy)
    with pytest.raises(ValueError, match="midt"):
        preview(published_copy, "Anne", put, SOURCES)
    assert same(everything(published_copy), before)


def test_the_warehouse_is_free_again_afterwards(
    published_copy: Settings, straf11: Callable[..., Put]
) -> None:
    preview(published_copy, "Anne", straf11("183;12;2026K1;30"), SOURCES)
    with lock.exclusive(published_copy.lock, "Bo", "prøver", wait=0):
        pass


def test_with_no_release_yet_everything_is_new(
    loaded_copy: Settings, straf11: Callable[..., Put]
) -> None:
    changes = preview(loaded_copy, "Anne", straf11("183;12;2026K1;30"), SOURCES)
    row = of(changes, "C2")
    assert (row.before, row.status) == ("ingen data", "ny indikator")
    assert {one.indicator for one in changes.rows} == {"A4", "A5", "C2", "C3", "C4", "C5", "C8"}


def release_of(places: Settings) -> release.Release:
    return release.reader(places.releases).current()
