"""Example data never mixes with other figures of its source."""

import pytest

from store import log, warehouse
from store.settings import Settings
from store.warehouse import ExampleError, Origin, WithdrawnError, reading, writing
from tests.store.figures import Figures, everything, in_force, put, same

A, B, C = ("183", "2024"), ("183", "2025"), ("187", "2025")


def load(
    settings: Settings, figures: Figures, origin: Origin = Origin.EXAMPLE, table: str = "PRØVE"
) -> int:
    with writing(settings, "Anne", "indlæser") as open_:
        open_.make_way(table, origin, "Anne")
        return put(open_, figures, table=table, origin=origin)


def figures(settings: Settings, table: str = "PRØVE") -> dict[tuple[str, ...], float | None]:
    with reading(settings) as open_:
        return in_force(open_, table)


@pytest.mark.parametrize("origin", [Origin.MUNICIPAL, Origin.OFFICIAL])
def test_the_first_load_that_is_no_example_takes_all_examples_of_its_source_out(
    settings: Settings, origin: Origin
) -> None:
    load(settings, {A: 1})
    load(settings, {B: 2})
    load(settings, {A: 3}, table="ANDEN")
    load(settings, {C: 9}, origin)

    assert figures(settings) == {C: 9}
    assert figures(settings, "ANDEN") == {A: 3}


def test_an_example_is_refused_while_there_are_other_figures(settings: Settings) -> None:
    load(settings, {A: 1}, Origin.MUNICIPAL)
    before = everything(settings)

    with pytest.raises(ExampleError) as caught:
        load(settings, {B: 2})

    assert str(caught.value).startswith(
        "Der er andre tal i brug for »Prøvetabel« (indlæsning 1), og eksempeldata blandes aldrig "
    )
    assert same(before, everything(settings))


def test_withdrawing_the_last_other_load_leaves_what_was_there_before(settings: Settings) -> None:
    load(settings, {A: 1, B: 2})
    first = load(settings, {C: 9}, Origin.MUNICIPAL)
    second = load(settings, {C: 10}, Origin.MUNICIPAL)

    warehouse.withdraw(settings, second, "Bo")
    assert figures(settings) == {C: 9}
    warehouse.withdraw(settings, first, "Bo")
    assert figures(settings) == {A: 1, B: 2}

    warehouse.restore(settings, first, "Bo")
    assert figures(settings) == {C: 9}


def test_an_example_that_somebody_withdrew_does_not_come_back_by_itself(
    settings: Settings,
) -> None:
    warehouse.withdraw(settings, load(settings, {A: 1}), "Bo")
    load(settings, {B: 2})
    other = load(settings, {C: 9}, Origin.OFFICIAL)
    warehouse.withdraw(settings, other, "Bo")

    assert figures(settings) == {B: 2}


def test_examples_that_were_removed_stay_away(settings: Settings) -> None:
    load(settings, {A: 1})
    other = load(settings, {C: 9}, Origin.OFFICIAL)
    load(settings, {A: 5}, table="ANDEN")
    with writing(settings, "Bo", "fjerner eksempeldata") as open_:
        removed = open_.withdraw_examples("Bo")
    warehouse.withdraw(settings, other, "Bo")

    assert [(one.number, one.withdrawn_by) for one in removed] == [(3, "Bo")]
    assert figures(settings) == figures(settings, "ANDEN") == {}


def test_an_example_cannot_be_brought_back_over_other_figures(settings: Settings) -> None:
    example = load(settings, {A: 1})
    load(settings, {C: 9}, Origin.OFFICIAL)

    with pytest.raises(ExampleError):
        warehouse.restore(settings, example, "Bo")
    with pytest.raises(WithdrawnError):
        warehouse.withdraw(settings, example, "Bo")
    assert figures(settings) == {C: 9}


def test_the_log_says_which_examples_went_and_came_back(settings: Settings) -> None:
    load(settings, {A: 1})
    other = load(settings, {C: 9}, Origin.OFFICIAL)
    warehouse.withdraw(settings, other, "Bo")

    rows = [(row.who, row.action, row.subject, row.text) for row in log.newest(settings.log)]
    assert rows == [
        ("Bo", log.Action.WITHDRAW, "2", "PRØVE: prøve.csv"),
        (
            "Bo",
            log.Action.RESTORE,
            "1",
            "PRØVE: prøve.csv. Eksempeldata er tilbage: der er ikke andre tal i brug.",
        ),
        (
            "Anne",
            log.Action.WITHDRAW,
            "1",
            "PRØVE: prøve.csv. Eksempeldata viger for andre tal.",
        ),
    ]


def test_a_transaction_that_fails_moves_no_example_and_logs_nothing(settings: Settings) -> None:
    load(settings, {A: 1})

    def fail() -> None:
        with writing(settings, "Anne", "indlæser") as open_:
            open_.make_way("PRØVE", Origin.OFFICIAL, "Anne")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert figures(settings) == {A: 1}
    assert log.newest(settings.log) == []
