"""Tags: which share of which lines is the task's; never more than all of a line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.economy import tags
from ingest.problem import RejectedError, Severity
from store import economy_queries, warehouse
from store.economy import Payer, Tag
from store.settings import Settings
from store.warehouse import ExampleError, Origin
from tests.ingest.economy import budgets

HEAD = ["Funktion", "Omkostningssted", "Andel i procent", "Mål", "Indsats", "Betaler", "Til og med"]
ROWS = [
    HEAD,
    ["5.28.21 Forebyggende", "", "12,5 %", "B", "Mentorer", "Satspuljen (staten)", "31-12-2027"],
    ["3.38.76", "4525 SSP", "100", "", "SSP", "", ""],
]


def tag(function: str, cost_centre: str, percent: int, until: date | None = None) -> Tag:
    return Tag(function, cost_centre, percent * 100, "B", "SSP", Payer.MUNICIPAL, until)


def told(listed: list[Tag]) -> str:
    return "\n".join(str(problem) for problem in tags.check(listed))


def test_a_filled_in_list_is_read() -> None:
    table = budgets.table(ROWS)
    assert tags.is_tags(table)
    assert tags.read(table) == (
        [
            Tag("5.28.21", "", 1250, "B", "Mentorer", Payer.STATE, date(2027, 12, 31)),
            Tag("3.38.76", "4525", 10_000, "", "SSP", Payer.MUNICIPAL, None),
        ],
        [],
    )
    assert not tags.is_tags(budgets.table(budgets.ERP))


@pytest.mark.parametrize(
    ("cell", "text", "found"),
    [
        ((1, 0), "forebyggelse", "celle A2: Funktionen kan ikke læses"),
        ((1, 2), "halvdelen", "celle C2: »halvdelen« er ikke en andel"),
        ((1, 2), "", "celle C2: Andelen mangler"),
        ((1, 3), "X", "celle D2: Målet kan ikke læses"),
        ((1, 5), "Per", "celle F2: Det kan ikke læses, hvem der betaler"),
        ((1, 6), "snart", "celle G2: Datoen kan ikke læses"),
        ((1, 2), "0", "Andelen er 0 %. Ventede over 0 og højst 100 %."),
        ((1, 2), "112,5", "Andelen er 112,50 %. Ventede over 0 og højst 100 %."),
        ((1, 4), "ring 22 33 44 55", "Indsatsen ligner et telefonnummer"),
    ],
)
def test_what_is_wrong_is_named(cell: tuple[int, int], text: str, found: str) -> None:
    _, problems = tags.read(budgets.table(budgets.changed(ROWS, {cell: text})))
    assert found in "\n".join(map(str, problems))


def test_shares_of_one_line_above_all_of_it_are_refused() -> None:
    both = [tag("5.28.21", "", 60), tag("5.28.21", "4610", 50)]
    assert (
        "Mærke 1 og 2: De tager tilsammen 110 % af linjerne på funktion 5.28.21 og sted 4610. "
        "Ventede højst 100 % af en linje. Sæt andelene ned, eller fjern et mærke."
    ) in told(both)
    assert "110 %" in told([tag("5.28.21", "", 60), tag("", "4610", 50)])
    assert told([tag("5.28.21", "4610", 60), tag("5.28.21", "4612", 50)]) == ""
    assert told([tag("5.28.21", "", 60), tag("5.28.21", "", 40)]) == ""


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("", "5.28.21", "3.38.76")),
            st.sampled_from(("", "1", "2")),
            st.integers(1, 60),
        ),
        max_size=5,
    )
)
def test_no_line_can_be_taken_more_than_once(rows: list[tuple[str, str, int]]) -> None:
    listed = [tag(f, c, share) for f, c, share in rows if f or c]
    over = any(
        sum(one.share for one in listed if one.fits(f, c)) > 10_000
        for f in ("5.28.21", "3.38.76", "other")
        for c in ("1", "2", "other")
    )
    errors = [p for p in tags.check(listed) if p.severity is Severity.ERROR]
    assert bool(errors) is over


def test_the_newest_list_is_remembered_and_an_earlier_one_comes_back(settings: Settings) -> None:
    tags.save(settings, [tag("5.28.21", "", 25)], "Anne", "Første")
    number = tags.save(settings, [tag("3.38.76", "4525", 100)], "Bo", "Rettet")
    with warehouse.reading(settings) as open_:
        held = economy_queries.tags(open_)
        assert open_.faults() == []
    assert (held.load, held.author, held.tags) == (number, "Bo", (tag("3.38.76", "4525", 100),))
    warehouse.withdraw(settings, number, "Anne")
    with warehouse.reading(settings) as open_:
        assert economy_queries.tags(open_).tags == (tag("5.28.21", "", 25),)


def test_a_list_with_errors_is_not_saved_and_an_example_not_over_others(settings: Settings) -> None:
    with pytest.raises(RejectedError):
        tags.save(settings, [tag("5.28.21", "", 60), tag("5.28.21", "", 50)], "Anne", "Prøve")
    tags.save(settings, [], "Anne", "Tom")
    with pytest.raises(ExampleError):
        tags.save(settings, [tag("", "1", 5)], "Anne", "Prøve", origin=Origin.EXAMPLE)
