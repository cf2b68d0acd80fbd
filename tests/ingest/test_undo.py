"""Taking back: by name, with a reason, written in the log."""

from collections.abc import Callable

import pytest

from ingest import undo
from ingest.problem import RejectedError
from store import log, publishing
from store.settings import Settings
from store.warehouse import Origin, WithdrawnError, reading, writing
from tests.store.figures import everything, in_force, put, same


@pytest.fixture
def places(settings: Settings) -> Settings:
    """Two loads: example data, and the municipality's own of another table."""
    with writing(settings, "Anne", "prøver") as open_:
        put(open_, {("183", "2023"): 1}, table="ANDEN", origin=Origin.EXAMPLE)
        put(open_, {("183", "2024"): 2}, origin=Origin.MUNICIPAL)
    return settings


def figures(places: Settings) -> set[float | None]:
    with reading(places) as open_:
        return {*in_force(open_).values(), *in_force(open_, "ANDEN").values()}


def test_a_load_is_withdrawn_and_brought_back_with_the_reason_in_the_log(places: Settings) -> None:
    undo.withdraw(places, 2, " Bo ", "forkert fil")
    assert figures(places) == {1}
    undo.restore(places, 2, "Bo", "Den var rigtig!")
    assert figures(places) == {1, 2}
    back, away = log.newest(places.log)
    assert (away.who, away.action, away.subject) == ("Bo", log.Action.WITHDRAW, "2")
    assert away.text == "PRØVE: prøve.csv. Forkert fil."
    assert (back.action, back.text) == (log.Action.RESTORE, "PRØVE: prøve.csv. Den var rigtig!")


def test_only_example_data_is_removed(places: Settings) -> None:
    (removed,) = undo.withdraw_examples(places, "Bo", "Nu har vi egne tal")
    assert removed.number == 1
    assert figures(places) == {2}
    with pytest.raises(undo.NoExamplesError, match="Der er ingen eksempeldata i brug"):
        undo.withdraw_examples(places, "Bo", "Igen")


def test_an_earlier_release_is_put_in_force(places: Settings) -> None:
    first, second = (publishing.publish(places.releases, lambda *_: None) for _ in range(2))
    undo.roll_back(places, first, "Bo", "Fejl i tallene")
    assert publishing.current(places.releases) == first
    (event,) = log.newest(places.log)
    assert (event.who, event.action, event.subject) == ("Bo", log.Action.ROLLBACK, first)
    assert event.text == f"Fejl i tallene. I stedet for {second}."


ACTS: list[Callable[[Settings, str, str], object]] = [
    lambda places, who, why: undo.withdraw(places, 1, who, why),
    lambda places, who, why: undo.restore(places, 1, who, why),
    lambda places, who, why: undo.withdraw_examples(places, who, why),
    lambda places, who, why: undo.roll_back(places, "20200101T000000000", who, why),
]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("who", "why", "place"),
    [
        ("", "Forkert fil", "Dit navn"),
        ("Bo", " ", "Begrundelse"),
        ("Bo", "Sagen om 010190-1234", "Begrundelse, linje 1, tegn 10–20"),
    ],
)
def test_nothing_is_taken_back_without_a_name_and_a_reason(
    places: Settings, act: Callable[[Settings, str, str], object], who: str, why: str, place: str
) -> None:
    before = everything(places)
    with pytest.raises(RejectedError) as refused:
        act(places, who, why)
    assert [problem.place for problem in refused.value.problems] == [place]
    assert same(everything(places), before)
    assert log.newest(places.log) == []


def test_what_is_withdrawn_already_is_told(places: Settings) -> None:
    undo.withdraw(places, 1, "Bo", "Forkert")
    with pytest.raises(WithdrawnError):
        undo.withdraw(places, 1, "Bo", "Forkert")
