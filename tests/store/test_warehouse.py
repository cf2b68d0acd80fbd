"""The warehouse: which figures are in force, and that nothing is ever half done."""

from datetime import UTC, datetime

import pytest

from store import log, warehouse
from store.lock import LockedError
from store.settings import Settings
from store.warehouse import (
    NoWarehouseError,
    Origin,
    UnknownLoadError,
    WithdrawnError,
    reading,
    writing,
)
from tests.store import other_process
from tests.store.figures import Figures, everything, in_force, put, rows_in_force, same
from tests.store.other_process import finish, kill, start, wait_until_it_says

A, B, C = ("183", "2024"), ("183", "2025"), ("187", "2025")


def load(settings: Settings, figures: Figures, origin: Origin = Origin.OFFICIAL) -> int:
    with writing(settings, "Anne", "indlæser") as open_:
        return put(open_, figures, origin=origin)


def load_and_fail(settings: Settings) -> None:
    """Do all that can be done in a transaction, and fail at the end of it."""

    def fail() -> None:
        with writing(settings, "Anne", "indlæser") as open_:
            put(open_, {A: 7})
            put(open_, {A: 8}, table="NY")
            open_.connection.execute(
                "insert into revision values (2, 'PRØVE', '183', '', '', 5, 7)"
            )
            open_.withdraw(1, "Anne")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()


def figures(settings: Settings) -> dict[tuple[str, ...], float | None]:
    with reading(settings) as open_:
        return in_force(open_)


# --- which figures are in force -------------------------------------------------------------------


def test_a_figure_that_was_loaded_is_in_force(settings: Settings) -> None:
    load(settings, {A: 5, B: 0})

    assert figures(settings) == {A: 5, B: 0}


def test_a_figure_outside_every_load_has_no_row(settings: Settings) -> None:
    load(settings, {A: 5})

    assert C not in figures(settings)


def test_a_newer_load_supersedes_an_older_one_cell_by_cell(settings: Settings) -> None:
    load(settings, {A: 5, B: 6})
    load(settings, {B: 7, C: 8})

    assert figures(settings) == {A: 5, B: 7, C: 8}


def test_withdrawing_a_load_brings_the_figures_before_it_back(settings: Settings) -> None:
    load(settings, {A: 5, B: 6})
    newer = load(settings, {B: 7, C: 8})
    warehouse.withdraw(settings, newer, "Bo")

    assert figures(settings) == {A: 5, B: 6}


def test_withdrawing_an_older_load_leaves_the_newer_one_alone(settings: Settings) -> None:
    older = load(settings, {A: 5, B: 6})
    load(settings, {B: 7, C: 8})
    warehouse.withdraw(settings, older, "Bo")

    assert figures(settings) == {B: 7, C: 8}


def test_a_load_that_is_brought_back_has_its_old_place(settings: Settings) -> None:
    older = load(settings, {A: 5, B: 6})
    load(settings, {B: 7})
    warehouse.withdraw(settings, older, "Bo")
    warehouse.restore(settings, older, "Bo")

    assert figures(settings) == {A: 5, B: 7}


def test_a_figure_that_is_no_longer_published_hides_the_older_number(settings: Settings) -> None:
    load(settings, {A: 5})
    load(settings, {A: None})

    assert figures(settings) == {A: None}


def test_a_table_has_no_figures_when_all_its_loads_are_withdrawn(settings: Settings) -> None:
    warehouse.withdraw(settings, load(settings, {A: 5}), "Bo")

    assert figures(settings) == {}


def test_every_figure_tells_its_load_and_the_origin_of_that_load(settings: Settings) -> None:
    load(settings, {A: 5, B: 6})
    example = load(settings, {B: 7}, Origin.EXAMPLE)

    with reading(settings) as open_:
        rows = rows_in_force(open_)

    assert rows[A] == {"value": 5, "load": 1, "origin": "official"}
    assert rows[B] == {"value": 7, "load": example, "origin": "example"}


def test_tables_do_not_touch_each_other(settings: Settings) -> None:
    with writing(settings, "Anne", "indlæser") as open_:
        put(open_, {A: 5}, table="PRØVE")
        put(open_, {A: 6}, table="ANDEN")

    with reading(settings) as open_:
        assert in_force(open_, "PRØVE") == {A: 5}
        assert in_force(open_, "ANDEN") == {A: 6}
        assert open_.table("TREDJE") is None


# --- the ledger of loads --------------------------------------------------------------------------


def test_loads_are_numbered_from_one_in_the_order_they_came(settings: Settings) -> None:
    assert [load(settings, {A: figure}) for figure in range(3)] == [1, 2, 3]


def test_a_withdrawn_load_keeps_its_number(settings: Settings) -> None:
    warehouse.withdraw(settings, load(settings, {A: 5}), "Bo")

    assert load(settings, {A: 6}) == 2


def test_a_load_that_failed_makes_no_two_loads_share_a_number(settings: Settings) -> None:
    first = load(settings, {A: 5})
    load_and_fail(settings)

    assert load(settings, {A: 7}) > first


def test_the_ledger_lists_all_loads_newest_first(settings: Settings) -> None:
    load(settings, {A: 5})
    load(settings, {A: 6, B: 7}, Origin.EXAMPLE)
    warehouse.withdraw(settings, 1, "Bo")

    with reading(settings) as open_:
        newer, older = open_.loads()
        again = open_.load(2)

    assert again == newer
    assert (newer.number, newer.source, newer.origin, newer.cells) == (2, "PRØVE", "example", 2)
    assert (newer.first_period, newer.last_period) == ("2024", "2025")
    assert (newer.withdrawn_at, newer.withdrawn_by) == (None, None)
    assert older.withdrawn_by == "Bo"
    assert older.withdrawn_at
    assert abs((datetime.now(UTC).replace(tzinfo=None) - older.withdrawn_at).total_seconds()) < 60


def test_a_load_cannot_be_withdrawn_twice(settings: Settings) -> None:
    warehouse.withdraw(settings, load(settings, {A: 5}), "Bo")

    with pytest.raises(WithdrawnError, match=r"Indlæsning 1 \(PRØVE\) er allerede trukket tilbage"):
        warehouse.withdraw(settings, 1, "Bo")


def test_a_load_in_use_cannot_be_brought_back(settings: Settings) -> None:
    load(settings, {A: 5})

    with pytest.raises(WithdrawnError, match=r"Indlæsning 1 \(PRØVE\) er i brug"):
        warehouse.restore(settings, 1, "Bo")


@pytest.mark.parametrize("change", ["withdraw", "restore"])
def test_a_load_that_is_not_there_is_named(settings: Settings, change: str) -> None:
    load(settings, {A: 5})

    with pytest.raises(UnknownLoadError, match=r"Der er ingen indlæsning nummer 9\. Se numrene"):
        getattr(warehouse, change)(settings, 9, "Bo")


def test_a_load_may_be_withdrawn_and_brought_back_in_one_transaction(settings: Settings) -> None:
    load(settings, {A: 5})

    with writing(settings, "Bo", "prøver") as open_:
        open_.withdraw(1, "Bo")
        open_.restore(1, "Bo")

    assert figures(settings) == {A: 5}


def test_withdrawing_and_bringing_back_are_written_in_the_log(settings: Settings) -> None:
    load(settings, {A: 5})
    warehouse.withdraw(settings, 1, "Bo")
    warehouse.restore(settings, 1, "Carl")

    back, away = log.newest(settings.log)

    assert (away.who, away.action, away.subject) == ("Bo", log.Action.WITHDRAW, "1")
    assert (back.who, back.action, back.subject) == ("Carl", log.Action.RESTORE, "1")
    assert away.text == "PRØVE: prøve.csv"


# --- all or nothing -------------------------------------------------------------------------------


def test_an_error_leaves_the_state_before_it(settings: Settings) -> None:
    load(settings, {A: 5, B: 6})
    before = everything(settings)

    load_and_fail(settings)

    assert same(before, everything(settings))


def test_a_process_that_is_killed_while_it_loads_leaves_the_state_before_it(
    settings: Settings,
) -> None:
    load(settings, {B: 6})
    before = everything(settings)
    process = start(other_process.load_and_stop_halfway, settings.data)
    wait_until_it_says(process, "half-way")
    kill(process)

    assert same(before, everything(settings))
    load(settings, {A: 5})
    assert figures(settings) == {A: 5, B: 6}


def test_the_very_first_load_may_be_killed_too(settings: Settings) -> None:
    process = start(other_process.load_and_stop_halfway, settings.data)
    wait_until_it_says(process, "half-way")
    kill(process)

    with pytest.raises(NoWarehouseError), reading(settings):
        pass
    load(settings, {A: 5})
    assert figures(settings) == {A: 5}


def test_a_process_killed_while_making_the_file_does_not_stop_the_next(settings: Settings) -> None:
    process = start(other_process.load_and_be_killed_while_the_file_is_made, settings.data)
    process.communicate(timeout=60)
    assert process.returncode < 0

    load(settings, {A: 5})

    assert figures(settings) == {A: 5}


def test_several_processes_that_load_at_once_lose_nothing(settings: Settings) -> None:
    areas = ["183", "187", "169", "165"]
    finish(*[start(other_process.load_many, settings.data, area, 5) for area in areas])

    with reading(settings) as open_:
        assert sorted(load.number for load in open_.loads()) == list(range(1, 21))
        assert in_force(open_) == {
            (area, str(year)): year for area in areas for year in range(2001, 2006)
        }


# --- reading --------------------------------------------------------------------------------------


NOTHING_YET = r"Der er ikke indlæst nogen data endnu. Kør: python -m ingest sample"


def test_before_anything_was_loaded_one_is_told_what_to_do(settings: Settings) -> None:
    with pytest.raises(NoWarehouseError, match=NOTHING_YET), reading(settings):
        pass


def test_likewise_when_the_first_load_failed(settings: Settings) -> None:
    with pytest.raises(ZeroDivisionError), writing(settings, "Anne", "indlæser"):
        raise ZeroDivisionError

    with pytest.raises(NoWarehouseError, match=NOTHING_YET), reading(settings):
        pass


def test_likewise_when_nothing_was_written(settings: Settings) -> None:
    with writing(settings, "Anne", "ser efter"):
        pass

    with pytest.raises(NoWarehouseError, match=NOTHING_YET), reading(settings):
        pass


def test_nobody_reads_while_somebody_writes(settings: Settings) -> None:
    load(settings, {A: 5})

    with (
        writing(settings, "Anne", "indlæser"),
        pytest.raises(LockedError, match=r"Data er optaget af Anne \(indlæser, "),
        reading(settings, wait=0),
    ):
        pass


def test_a_reader_cannot_write(settings: Settings) -> None:
    load(settings, {A: 5})

    with reading(settings) as open_, pytest.raises(Exception, match="read-only"):
        open_.withdraw(1, "Bo")


def test_a_reader_sees_what_a_killed_writer_had_committed(settings: Settings) -> None:
    """Such figures are still in DuckDB's write-ahead file, which a reader may not fold in."""
    process = start(other_process.load_commit_and_stop, settings.data)
    wait_until_it_says(process, "committed")
    kill(process)

    assert figures(settings) == {("183", "2025"): 666}


def test_who_kept_an_expression_does_not_keep_the_warehouse_open(settings: Settings) -> None:
    load(settings, {A: 5})
    with reading(settings) as open_:
        kept = open_.table("PRØVE")
        assert kept is not None
        open_.run(kept)

    load(settings, {A: 6})

    assert figures(settings) == {A: 6}


def test_several_may_read_at_once(settings: Settings) -> None:
    load(settings, {A: 5})

    with reading(settings) as one, reading(settings) as other:
        assert in_force(one) == in_force(other) == {A: 5}


def test_what_was_asked_for_last_is_known_of_the_loads_in_force(settings: Settings) -> None:
    with writing(settings, "Anne", "indlæser") as open_:
        put(open_, {A: 5}, request={"format": "BULK"})
        put(open_, {A: 6}, request={"format": "CSV"})

    with reading(settings) as open_:
        assert open_.newest_request("PRØVE") == {"format": "CSV"}
        assert open_.newest_request("ANDEN") == {}

    warehouse.withdraw(settings, 2, "Bo")

    with reading(settings) as open_:
        assert open_.newest_request("PRØVE") == {"format": "BULK"}
