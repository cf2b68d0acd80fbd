"""Registers: what is refused, what is told without telling a count, and what is loaded."""

import re

import pytest

from ingest import earlier, registers
from ingest.problem import Problem, Severity
from ingest.records import Records
from store import warehouse
from store.settings import Settings
from store.warehouse import Origin, reading
from tests.conftest import TODAY
from tests.ingest.records import counts, in_force, load

NAN = float("nan")


def errors(records: Records) -> list[str]:
    return told(registers.check(records, TODAY), Severity.ERROR)


def warnings(records: Records) -> list[str]:
    return told(registers.check(records, TODAY), Severity.WARNING)


def told(problems: list[Problem], severity: Severity) -> list[str]:
    return [str(problem) for problem in problems if problem.severity is severity]


def test_good_counts_have_no_problems() -> None:
    records = counts(
        {"numerator": 0.0}, {"breakdown": "køn=K", "numerator": 0.0, "denominator": 4.0},
        {"breakdown": "køn=M", "numerator": 0.0, "denominator": 6.0}, {"period": "2024"},
    )  # fmt: skip
    assert registers.check(records, TODAY) == []


@pytest.mark.parametrize(
    ("register", "period", "found"),
    [
        ("forløb", "2026", "2026 er ikke slut. Ventede tal for hele perioden."),
        ("forløb", "2025K1", "1. kvartal 2025 er en anden slags periode."),
        ("forløb", "", "Perioden mangler. Ventede for eksempel 2025."),
        ("forløb", "25", "»25« er ikke en periode. Ventede for eksempel 2025."),
        ("gadegrupper", "2026K4", "4. kvartal 2026 er ikke slut."),
        ("gadegrupper", "2025", "2025 er en anden slags periode. Unge i gadeorienterede grupper"),
        ("fravær", "2026/27", "Skoleåret 2026/27 er ikke slut."),
    ],
)
def test_a_period_must_be_of_the_registers_kind_and_over(
    register: str, period: str, found: str
) -> None:
    (message,) = errors(counts({"period": period}, register=register))

    assert message.startswith(f'Ark "Svar", celle A2: {found}')


@pytest.mark.parametrize(
    ("row", "place", "found"),
    [
        ({"numerator": -1.0}, "B2", "Tallet er negativt. Ventede et antal: gennemførte forløb."),
        ({"numerator": 2.5}, "B2", "Tallet er ikke helt."),
        ({"denominator": 7.5}, "C2", "Tallet er ikke helt."),
        ({"numerator": 11.0}, "B2", "»Gennemførte forløb« er flere end »Afsluttede forløb«."),
    ],
)
def test_counts_that_cannot_be_are_refused_with_their_place(
    row: dict[str, float], place: str, found: str
) -> None:
    (message,) = errors(counts(row))

    assert message.startswith(f'Ark "Svar", celle {place}: {found}')


def test_an_empty_count_is_told_and_is_no_zero(settings: Settings) -> None:
    records = counts({"denominator": NAN}, {"period": "2024"})

    assert warnings(records) == [
        'Ark "Svar", celle C2: »Afsluttede forløb« står tomt. '
        "Et tomt felt er ikke 0: der vises intet tal. Skriv 0, hvis der ingen er."
    ]
    load(settings, records)
    assert in_force(settings, "register_cell", "period", "numerator", "denominator") == [
        ("2024", 6.0, 10.0),
        ("2025", 6.0, None),
    ]


def test_a_register_without_a_denominator_lacks_none() -> None:
    records = counts({"period": "2025K1", "denominator": NAN}, register="gadegrupper")

    assert registers.check(records, TODAY) == []


def test_the_same_cell_twice_is_refused_with_both_places() -> None:
    (message,) = errors(counts({}, {"period": "2024"}, {}))

    assert message.startswith('Ark "Svar", celle B2 og Ark "Svar", celle B4: 2025 står 2 gange')


@pytest.mark.parametrize("sum_", [5.0, 7.0])
def test_groups_that_are_not_the_whole_are_told(sum_: float) -> None:
    (message,) = warnings(
        counts({}, {"breakdown": "køn=K", "numerator": 2.0, "denominator": 4.0},
               {"breakdown": "køn=M", "numerator": sum_ - 2, "denominator": 6.0})
    )  # fmt: skip

    assert message == (
        'Ark "Svar", celle B2: Tallet for alle er et andet end summen af grupperne (køn). '
        "Ventede, at grupperne tilsammen er alle. "
        "Kontrollér, om en gruppe mangler eller er talt to gange."
    )


def test_groups_of_different_kinds_are_summed_each_by_itself() -> None:
    rows = [
        {"breakdown": f"{kind}={code}", "numerator": 3.0, "denominator": 5.0}
        for kind, code in (
            ("køn", "K"),
            ("køn", "M"),
            ("alder", "15-29"),
            ("alder", "30+"),
        )
    ]
    assert warnings(counts({}, *rows)) == []


def test_a_sum_with_an_empty_group_is_not_judged() -> None:
    records = counts(
        {}, {"breakdown": "køn=K", "numerator": NAN, "denominator": 4.0},
        {"breakdown": "køn=M", "numerator": 1.0, "denominator": 6.0},
    )  # fmt: skip
    assert [message for message in warnings(records) if "summen" in message] == []


def test_groups_without_a_whole_are_told() -> None:
    (message,) = warnings(counts({"breakdown": "køn=K"}, {"breakdown": "køn=M"}))

    assert "Der er tal for grupper, men intet for alle under ét." in message


def test_another_area_is_told() -> None:
    (message,) = warnings(counts({}, {"area": "187"}))

    assert "Tallene er for et andet område end Ishøj." in message


def test_no_message_tells_a_count() -> None:
    records = counts(
        {"numerator": 4711.0, "denominator": 42.0}, {"numerator": -4711.0},
        {"breakdown": "køn=K", "numerator": 4711.0, "denominator": 4712.0},
        {"period": "2024", "numerator": 4711.5},
    )  # fmt: skip
    found = registers.check(records, TODAY)

    assert len(found) >= 5
    assert not re.search("471|42", "".join(map(str, found)))


# --- what is loaded -------------------------------------------------------------------------------


def test_counts_are_loaded(settings: Settings) -> None:
    number = load(settings, counts({}, {"breakdown": "køn=K"}, {"period": "2024"}))

    columns = ("register", "area", "period", "breakdown", "numerator", "denominator")
    assert in_force(settings, "register_cell", *columns) == [
        ("forløb", "183", "2024", "", 6.0, 10.0),
        ("forløb", "183", "2025", "", 6.0, 10.0),
        ("forløb", "183", "2025", "køn=K", 6.0, 10.0),
    ]
    with reading(settings) as open_:
        line = open_.load(number)
        assert open_.faults() == []
    assert (line.kind, line.source, line.cells) == ("register", "forløb", 3)
    assert (line.first_period, line.last_period) == ("2024", "2025")
    assert (line.title, line.note) == ("Exit- og mentorforløb", "Prøve.")


def test_one_period_never_mixes_two_files(settings: Settings) -> None:
    load(settings, counts({"breakdown": "køn=K"}, {"period": "2024"}))
    newer = load(settings, counts({"numerator": 1.0}))
    columns = ("period", "breakdown", "numerator")

    assert in_force(settings, "register_cell", *columns) == [("2024", "", 6.0), ("2025", "", 1.0)]
    warehouse.withdraw(settings, newer, "Bo")
    assert in_force(settings, "register_cell", *columns) == [
        ("2024", "", 6.0),
        ("2025", "køn=K", 6.0),
    ]


def test_the_first_real_load_takes_the_example_out_and_its_withdrawal_brings_it_back(
    settings: Settings,
) -> None:
    load(settings, counts({"numerator": 1.0}, {"period": "2024"}), Origin.EXAMPLE)
    real = load(settings, counts({}))

    assert in_force(settings, "register_cell", "period", "origin") == [("2025", "municipal")]
    with pytest.raises(warehouse.ExampleError):
        load(settings, counts({"period": "2023"}), Origin.EXAMPLE)
    warehouse.withdraw(settings, real, "Bo")
    assert in_force(settings, "register_cell", "period", "origin") == [
        ("2024", "example"),
        ("2025", "example"),
    ]


def test_periods_that_are_loaded_before_are_said_to_be_replaced(settings: Settings) -> None:
    load(settings, counts({}, {"period": "2024"}, {"period": "2019"}))

    with reading(settings) as open_:
        (one,) = earlier.check(counts({}), open_, Origin.MUNICIPAL)
        (two,) = earlier.check(counts({}, {"period": "2024"}), open_, Origin.MUNICIPAL)
        assert earlier.check(counts({"period": "2023"}), open_, Origin.MUNICIPAL) == []
    assert one.found == "2025 er indlæst i forvejen (indlæsning 1, fil.xlsx)"
    assert two.found.startswith("2 perioder fra 2024 til 2025 er indlæst i forvejen (indlæsning 1")
    assert two.expected == "Den nye fil afløser alle tal for perioderne"
