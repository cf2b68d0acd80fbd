"""What can be wrong with figures that could be read."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from ingest import checks
from ingest.incoming import Extent
from ingest.problem import RejectedError, Severity
from store.settings import Settings
from tests.conftest import TODAY
from tests.ingest.files import FOLK1A, STRAF11, STRAF22, bulk, load, read, rectangle, write
from tests.store.figures import everything, same

FETCH_FILE = "Hent filen igen."
FETCH_TABLE = "Hent tabellen igen."
WHOLE = "Ventede et helt tal på 0 eller mere."

Check = Callable[..., list[str]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Check the rows of a file and give the problems as they are shown."""

    def problems(
        *rows: str, header: str = STRAF11, extents: Sequence[Extent] = (), today: date = TODAY
    ) -> list[str]:
        table = read(write(tmp_path, bulk(*rows, header=header), "tal.csv"))
        found = checks.check(table, extents or [table.seen], today)
        assert all(problem.severity is Severity.ERROR for problem in found)
        return [str(problem) for problem in found]

    return problems


def test_figures_in_order_have_no_problems(check: Check) -> None:
    assert check("183;TOT;2025K1;412", "084;1320;2026K3;0") == []


# --- codes ----------------------------------------------------------------------------------------


def test_a_code_that_is_not_known(check: Check) -> None:
    assert check("183;TOT;2025K1;5", "184;TOT;2025K1;5") == [
        "tal.csv, linje 3: »184« er ikke en kendt kode i kolonnen OMRÅDE. Ventede en af 106 koder, "
        "for eksempel 000 (Hele landet), 084 (Region Hovedstaden) og 101 (København). "
        "Ret filen, eller tilføj koden i data/config/codes/area.csv."
    ]


def test_a_code_that_lost_its_leading_zero(check: Check) -> None:
    (problem,) = check("84;TOT;2025K1;5")

    assert problem.startswith("tal.csv, linje 2: »84« er ikke en kendt kode i kolonnen OMRÅDE.")


def test_a_label_that_lost_its_danish_letters(check: Check) -> None:
    assert check("183;TOT;2025K1;5", "Ish�j;TOT;2025K1;5") == [
        "tal.csv, linje 3: »Ish�j« har mistet sine danske bogstaver (tegnet �). "
        "Filen er gemt forkert undervejs: hent den igen uden at åbne den i et andet program."
    ]


def test_a_label_without_its_danish_letters_in_a_column_that_has_no_list_of_codes(
    check: Check,
) -> None:
    (problem,) = check("183;M�nd;IALT;TOT;2025K1;5", header=FOLK1A)

    assert problem.startswith("tal.csv, linje 2: »M�nd« har mistet sine danske bogstaver")


@pytest.mark.parametrize(
    ("row", "variable"),
    [
        (";TOT;IALT;TOT;2025K1;5", "OMRÅDE"),
        ("183;;IALT;TOT;2025K1;5", "KØN"),
        ('183;TOT;"";TOT;2025K1;5', "ALDER"),
    ],
)
def test_a_field_without_a_code(check: Check, row: str, variable: str) -> None:
    assert check("183;TOT;IALT;TOT;2025K2;5", row, header=FOLK1A) == [
        f"tal.csv, linje 3: Kolonnen {variable} er tom. Ventede en kode. {FETCH_FILE}"
    ]


def test_of_many_unknown_codes_the_first_five_are_named(check: Check) -> None:
    problems = check(*[f"A{number};TOT;2025K1;5" for number in range(9)])

    assert [problem.split(" er ")[0] for problem in problems] == [
        *[f"tal.csv, linje {number + 2}: »A{number}«" for number in range(5)],
        "tal.csv: Og 4 fejl mere af samme slags.",
    ]


# --- periods --------------------------------------------------------------------------------------


def test_a_year_in_a_table_of_quarters(check: Check) -> None:
    assert check("183;TOT;2025K1;5", "183;TOT;2025;5") == [
        f"tal.csv, linje 3: »2025« er ikke en periode, som STRAF11 har. {FETCH_TABLE}"
    ]


def test_a_quarter_in_a_table_of_years(check: Check) -> None:
    assert check("183;TOT;ANM;2025K1;5", header=STRAF22) == [
        f"tal.csv, linje 2: »2025K1« er ikke en periode, som STRAF22 har. {FETCH_TABLE}"
    ]


def test_a_text_that_is_no_period(check: Check) -> None:
    (problem,) = check("183;TOT;2025K5;5")

    assert problem.startswith('tal.csv, linje 2: Perioden "2025K5" kendes ikke. Gyldige former:')


@pytest.mark.parametrize(
    ("period", "today", "wrong"),
    [
        ("2026K3", date(2026, 9, 29), True),
        ("2026K3", date(2026, 9, 30), False),
        ("2030K1", TODAY, True),
    ],
)
def test_a_count_of_a_quarter_that_is_not_over(
    check: Check, period: str, today: date, wrong: bool
) -> None:
    expected = f"{period[-1]}. kvartal {period[:4]} ligger i fremtiden"

    assert check(f"183;TOT;{period};5", today=today) == (
        [f"tal.csv, linje 2: {expected}. {FETCH_TABLE}"] if wrong else []
    )


def test_a_population_is_known_from_the_first_day_of_the_quarter(check: Check) -> None:
    row = "183;TOT;IALT;TOT;2026K4;24190"

    assert check(row, header=FOLK1A, today=date(2026, 10, 1)) == []
    assert check(row, header=FOLK1A, today=date(2026, 9, 30)) == [
        f"tal.csv, linje 2: 4. kvartal 2026 ligger i fremtiden. {FETCH_TABLE}"
    ]


# --- figures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "found"),
    [
        ("-3", "»-3« er et negativt antal"),
        ("fem", "»fem« er ikke et tal"),
        ("1.066", "»1.066« er ikke et tal"),
        ("1,5", "»1,5« er ikke et tal"),
        ("1e5", "»1e5« er ikke et tal"),
        ("-", "»-« er ikke et tal"),
        (" 5", "» 5« er ikke et tal"),
        ("9" * 400, f"»{'9' * 400}« er ikke et tal"),
        ("", "Tallet mangler"),
        ('""', "Tallet mangler"),
    ],
)
def test_a_figure_that_is_no_count(check: Check, figure: str, found: str) -> None:
    assert check("183;TOT;2025K1;5", f"183;1;2025K1;{figure}") == [
        f"tal.csv, linje 3: {found}. {WHOLE} {FETCH_FILE}"
    ]


@pytest.mark.parametrize("figure", ["0", "007", "999999999999999", "..", "."])
def test_a_count_or_a_sign_that_it_is_not_published(check: Check, figure: str) -> None:
    assert check(f"183;TOT;2025K1;{figure}") == []


def test_a_cell_that_stands_twice(check: Check) -> None:
    assert check(
        "183;TOT;2025K1;5", "183;1;2025K1;4", "183;TOT;2025K1;5", "Ishøj;TOT;2025K1;6"
    ) == [
        "tal.csv, linje 2, 4 og 5: Samme celle (183; TOT; 2025K1) står 3 gange. "
        "Ventede hver kombination af koder én gang. "
        "Hent filen igen, eller slet den forkerte linje."
    ]


# --- what was asked for ---------------------------------------------------------------------------


def test_a_file_without_figures(check: Check) -> None:
    assert check() == [
        "tal.csv: Filen har en overskrift, men ingen tal. Hent den igen.",
    ]


def test_a_row_that_was_not_asked_for(check: Check) -> None:
    asked = [rectangle("183 187", "TOT", "2025K1"), rectangle("183", "1", "2025K1")]

    assert check(
        "183;TOT;2025K1;5", "183;1;2025K1;5", "187;1;2025K1;5", "183;TOT;2025K2;5", extents=asked
    ) == [f"tal.csv, linje 4: 2 rækker ligger uden for det, der blev bedt om. {FETCH_FILE}"]


def test_more_cells_than_the_warehouse_should_take_at_once(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "MAX_CELLS", 1999)

    assert check(
        "183;TOT;2025K1;5", extents=[rectangle("183 187", "TOT 1", " ".join(map(str, range(500))))]
    ) == [
        "tal.csv: Udvalget har 2.000 celler. Højst 1.999 kan indlæses på én gang. "
        "Vælg færre koder i data/config/sources.toml."
    ]


def test_the_size_of_a_rectangle_is_its_number_of_cells() -> None:
    assert checks.size(rectangle("183 187 084", "TOT 1", "2025K1")) == 6


# --- and then? ------------------------------------------------------------------------------------


def test_figures_with_problems_change_nothing(tmp_path: Path, settings: Settings) -> None:
    load(settings, write(tmp_path, bulk("183;TOT;2025K1;5")))
    before = everything(settings)

    with pytest.raises(RejectedError, match=r"^straf11\.csv, linje 3: »-1« er et negativt antal"):
        load(settings, write(tmp_path, bulk("183;TOT;2025K1;6", "183;1;2025K1;-1")))

    assert same(before, everything(settings))


def test_all_problems_are_told_at_once(check: Check) -> None:
    assert len(check("184;TOT;2025K1;5", "183;9999;2025K1;5", "183;TOT;2025;5")) == 3
    assert len(check("183;TOT;2025K1;x", "183;1;2025K1;y", "183;3;2025K1;1", "183;3;2025K1;1")) == 3
