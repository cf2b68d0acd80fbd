"""Budgets and accounts: the layouts in use give the right kroner to the øre, or a question."""

import tempfile
from datetime import date
from pathlib import Path

import hypothesis
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.by_hand import AlreadyLoadedError
from ingest.economy import budget, budget_lines, budget_suggestion, budget_text
from ingest.economy.budget_reading import Reading, lacking
from ingest.problem import RejectedError, Severity
from store import warehouse
from store.economy import functions
from store.settings import Settings
from store.warehouse import ExampleError, Origin
from tests.ingest.economy import budgets
from tests.ingest.economy.budgets import (
    ERP,
    MINUTES,
    REPORTED,
    TALBOG,
    TILL,
    TODAY,
    YEARS,
    amounts,
    checked,
    texts,
)

TAXES = {"Skatter": "", "Tilskud og udligning": "="}
SAID = {"sign": "minus", "unit": "kr", "prices": "løbende"}
ERP_SAID = {**SAID, "year": "2026", "as_of": "2026-09-30"}


# --- the layouts ----------------------------------------------------------------------------------


def test_a_table_of_minutes_with_positive_numbers_under_both_headings() -> None:
    one = checked(MINUTES, TAXES)

    assert one.errors == ()
    assert one.reading.constants == {
        "sign": "positive", "unit": "tusind", "prices": "2025"
    }  # fmt: skip
    assert amounts(one, "unit") == {
        ("vedtaget", "2022", "Tilskud og udligning"): -800_100_00_000,
        ("regnskab", "2022", "Tilskud og udligning"): -790_000_00_000,
        ("vedtaget", "2023", "Tilskud og udligning"): -810_000_00_000,
        ("regnskab", "2023", "Tilskud og udligning"): -815_250_00_000,
        ("vedtaget", "2022", "Børne- og Undervisningsudvalget"): 1_000_000_00_000,
        ("regnskab", "2022", "Børne- og Undervisningsudvalget"): 1_010_000_00_000,
        ("vedtaget", "2023", "Børne- og Undervisningsudvalget"): 1_050_000_00_000,
        ("regnskab", "2023", "Børne- og Undervisningsudvalget"): 1_060_000_00_000,
        ("vedtaget", "2022", "Social- og Sundhedsudvalget"): 900_000_00_000,
        ("regnskab", "2022", "Social- og Sundhedsudvalget"): 910_000_00_000,
        ("vedtaget", "2023", "Social- og Sundhedsudvalget"): 950_000_00_000,
        ("regnskab", "2023", "Social- og Sundhedsudvalget"): 940_000_00_000,
    }
    assert one.lines is not None
    assert one.lines.totals == 3
    assert {version.prices for version in one.lines.versions} == {"2025"}


def test_years_after_the_first_are_estimates_and_what_is_worked_out_is_left_out() -> None:
    one = checked(YEARS, {"KL's serviceramme": ""}, sign="minus", version="vedtaget")

    assert one.errors == ()
    assert amounts(one) == {
        ("vedtaget", "2026"): 1_649_704_00_000,
        ("overslag", "2027"): 1_661_000_00_000,
        ("overslag", "2028"): 1_673_000_00_000,
        ("overslag", "2029"): 1_685_000_00_000,
    }
    assert 'Ark "Ark1", celle A9: »Afvigelse*« er udregnet' in texts(one)


def test_the_next_table_of_the_minutes_has_the_other_sign_and_is_asked_about() -> None:
    frames = {"KL's serviceramme": ""}
    one = checked(YEARS, frames, sign="minus", version="vedtaget")
    other = checked(TILL, sign="omvendt", version="vedtaget")
    assert other.errors == ()
    assert amounts(other, "unit") == amounts(one, "unit")

    assert "=sign" in budget_suggestion.suggest(budgets.table(TILL)).open or "sign" in lacking(
        budgets.reading(budgets.table(TILL))
    )
    wrong = checked(TILL, sign="minus", version="vedtaget")
    assert "Beløbene bliver tilsammen en indtægt" in texts(wrong)


LAYOUTS = {
    "minutes": (MINUTES, TAXES, {}),
    "years": (YEARS, {"KL's serviceramme": ""}, {"sign": "minus", "version": "vedtaget"}),
    "till": (TILL, {}, {"sign": "omvendt", "version": "vedtaget"}),
    "talbog": (TALBOG, {}, {"prices": "løbende"}),
    "erp": (ERP, {}, ERP_SAID),
}


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_as_a_file_a_layout_gives_the_same_kroner(layout: str, suffix: str, tmp_path: Path) -> None:
    rows, units, said = LAYOUTS[layout]
    path = budgets.write(tmp_path / f"fil{suffix}", rows)
    (table,) = budget.examine(path, path.name).tables
    read = checked(table, units, **said)
    assert read.errors == (), texts(read)
    keys = ("unit", "function", "cost_centre", "art")
    assert amounts(read, *keys) == amounts(checked(rows, units, **said), *keys)


def test_headings_that_are_merged_across_columns_are_read(tmp_path: Path) -> None:
    path = budgets.write(tmp_path / "talbog.xlsx", TALBOG)
    book = openpyxl.load_workbook(path)
    for cells in ("B3:C3", "D3:E3"):
        book.active.merge_cells(cells)
    book.save(path)
    (table,) = budget.examine(path, path.name).tables
    one = checked(table, prices="løbende")
    assert amounts(one) == amounts(checked(TALBOG, prices="løbende"))


def test_a_header_of_two_levels_split_into_spending_and_income() -> None:
    one = checked(TALBOG, prices="løbende")

    assert one.errors == ()
    assert one.reading.constants["sign"] == "positive"
    assert amounts(one, "function") == {
        ("vedtaget", "2026", "5.28.21"): 1_200_000_00,
        ("vedtaget", "2026", "3.38.76"): 7_500_000_00,
        ("vedtaget", "2026", "0.28.20"): 1_000_000_00,
        ("overslag", "2027", "5.28.21"): 1_215_000_00,
        ("overslag", "2027", "3.38.76"): 7_500_000_00,
        ("overslag", "2027", "0.28.20"): 0,
    }
    assert one.lines is not None
    assert one.lines.totals == 3


def test_the_columns_of_an_accounting_system() -> None:
    one = checked(ERP, unit="kr", prices="løbende", year="2026", as_of="2026-09-30")

    assert one.errors == ()
    assert one.reading.constants["sign"] == "minus"  # wages are positive, income is not
    assert amounts(one, "cost_centre", "function", "dranst", "art") == {
        ("vedtaget", "2026", "4521", "5.28.21", "1", "1"): 1_000_000_50,
        ("vedtaget", "2026", "4522", "3.38.76", "1", "7.6"): -200_000_00,
        ("korrigeret", "2026", "4521", "5.28.21", "1", "1"): 1_050_000_50,
        ("korrigeret", "2026", "4522", "3.38.76", "1", "7.6"): -200_000_00,
        ("forbrug", "2026", "4521", "5.28.21", "1", "1"): 525_000_25,
        ("forbrug", "2026", "4522", "3.38.76", "1", "7.6"): -100_000_00,
        ("forventet", "2026", "4521", "5.28.21", "1", "1"): 1_050_000_50,
        ("forventet", "2026", "4522", "3.38.76", "1", "7.6"): -200_000_00,
    }


def test_what_is_reported_to_statistics_denmark_has_no_header(tmp_path: Path) -> None:
    path = budgets.write(tmp_path / "indberetning.txt", REPORTED)
    upload = budget.examine(path, path.name)
    (table,) = upload.tables
    one = checked(table, prices="løbende", version="regnskab", year="2025")

    assert one.errors == ()
    assert one.reading.constants["unit"] == "tusind"
    assert amounts(one, "function", "art") == {
        ("regnskab", "2025", "5.28.21", "1"): 1_234_000_00,
        ("regnskab", "2025", "5.28.21", "7.6"): -200_000_00,
        ("regnskab", "2025", "3.38.76", "1"): 9_000_000_00,
    }


def test_the_other_sign_and_sections_turn_amounts_round() -> None:
    rows = [
        ["Funktion", "Art", "Regnskab 2025"],
        ["5.28.21", "1", "-100,50"],
        ["5.28.21", "7", "30"],
    ]
    one = checked(rows, unit="kr", prices="løbende")
    assert one.reading.constants["sign"] == "omvendt"  # wages are negative
    assert amounts(one, "art") == {
        ("regnskab", "2025", "1"): 100_50, ("regnskab", "2025", "7"): -30_00
    }  # fmt: skip


def test_units_by_column() -> None:
    rows = [
        ["Center", "Funktion", "Art", "Budget 2025 (1.000 kr.)", "Regnskab 2025 (i kr.)"],
        ["CKF", "5.28.21", "1", "1.234", "1.233.987,65"],
    ]
    one = checked(rows, sign="minus", prices="løbende")
    assert amounts(one) == {("vedtaget", "2025"): 1_234_000_00, ("regnskab", "2025"): 1_233_987_65}


def test_lines_that_name_their_version_year_and_side() -> None:
    rows = [
        ["Funktion", "Version", "År", "U/I", "Beløb i kr."],
        ["5.28.21", "Vedtaget budget", "2026", "U", "100"],
        ["5.28.21", "Vedtaget budget", "2026", "I", "30"],
        ["5.28.21", "Regnskab", "2025", "Udgift", "90,50"],
    ]
    one = checked(rows, sign="positive", prices="løbende")
    assert amounts(one) == {("vedtaget", "2026"): 70_00, ("regnskab", "2025"): 90_50}


def test_a_dranst_behind_the_function() -> None:
    rows = [["Konto", "Regnskab 2025"], ["5.28.21.1.001", "100"], ["5.28.21.2.002", "-40"]]
    one = checked(rows, **SAID)
    assert amounts(one, "dranst") == {
        ("regnskab", "2025", "1"): 100_00, ("regnskab", "2025", "2"): -40_00
    }  # fmt: skip


def test_rows_of_main_functions_are_compared_and_left_out() -> None:
    rows = [
        ["Funktion", "Regnskab 2025"],
        ["5.28", "300"], ["5.28.21", "100"], ["5.28.23", "200"], ["3.38.76", "50"],
    ]  # fmt: skip
    assert amounts(checked(rows, **SAID)) == {("regnskab", "2025"): 350_00}
    wrong = checked(budgets.changed(rows, {(1, 1): "301"}), **SAID)
    assert "celle B2: 5.28 er 301 kr., men dens funktioner er 300 kr." in texts(wrong).replace(
        "\u00a0", " "
    )


# --- questions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("sign", "Det fremgår ikke, om indtægter eller udgifter står med minus. Vælg"),
        ("unit", "Det fremgår ikke, om beløbene er i kr. eller 1.000 kr. Vælg enheden."),
        ("prices", "Det fremgår ikke, hvilket års priser beløbene er i. Vælg løbende priser"),
        ("year", "Det fremgår ikke, hvilket år beløbene er for. Skriv året."),
        ("as_of", "Forbrug og forventet regnskab siger kun noget sammen med datoen. Skriv"),
    ],
)
def test_what_nobody_has_said_is_asked_and_stops(name: str, question: str) -> None:
    one = checked(ERP, **{**ERP_SAID, name: ""})
    assert one.lines is None
    assert question in texts(one)


def test_a_budget_of_no_version_is_asked_which() -> None:
    one = checked(YEARS, {"KL's serviceramme": ""}, sign="minus")
    assert "Det fremgår ikke, om det er budget, forventet regnskab eller regnskab" in texts(one)


def test_fixed_prices_of_no_year_are_asked_which() -> None:
    rows = [["Regnskab 2025 i faste priser, 1.000 kr."], *TALBOG[2:]]
    one = checked(rows, sign="positive")
    assert "Filen siger faste priser, men ikke hvilket års" in texts(one)


def test_units_said_in_two_ways_are_asked() -> None:
    rows = [["Budget 2026, 1.000 kr."], ["Beløb i mio. kr."], *TALBOG[2:]]
    one = checked(rows, prices="løbende")
    assert "Filen siger både 1.000 kr. og mio. kr." in texts(one)


def test_names_that_are_on_no_list_are_asked_row_by_row() -> None:
    one = checked(MINUTES)
    assert one.lines is None
    assert 'Ark "Ark1", celle A6: »Skatter« kan ikke læses. Ventede en enhed på listen' in texts(
        one
    )


def test_what_the_file_says_is_to_be_confirmed_and_the_budget_of_no_kind_too() -> None:
    found = budget_suggestion.suggest(budgets.table(MINUTES))
    assert found.open == ("Budget 2022", "Budget 2023", "=sign", "=unit", "=prices")
    assert lacking(found.reading) == ()
    again = budget_suggestion.suggest(
        budgets.table(MINUTES),
        [Reading("Regnskab", found.reading.columns, {"sign": "positive", "unit": "tusind"})],
    )
    assert again.is_remembered
    assert again.open == ("=prices",)


def test_a_day_in_the_title_is_suggested() -> None:
    rows = [["Budgetopfølgning 2026 pr. 30. september 2026"], *ERP]
    assert budget_suggestion.suggest(budgets.table(rows)).reading.constants["as_of"] == "2026-09-30"


# --- what is wrong --------------------------------------------------------------------------------


def error_of(rows: budgets.Rows, **said: str) -> str:
    one = checked(rows, **{**ERP_SAID, **said})
    assert one.errors
    assert one.lines is None or any(p.severity is Severity.ERROR for p in one.problems)
    return texts(one)


def test_a_wrong_sign_is_named() -> None:
    assert "Lønninger (art 1) bliver en indtægt. Ventede en udgift" in error_of(ERP, sign="omvendt")
    one = checked(MINUTES, TAXES, sign="minus")
    assert one.errors
    assert "Der er positive tal under både udgifter og indtægter" in texts(one)


def test_a_task_that_earns_is_a_wrong_sign() -> None:
    rows = [["Funktion", "Regnskab 2025"], ["5.28.21", "-100"], ["3.38.76", "-50"]]
    told = texts(checked(rows, **SAID))
    assert "Kommunens opgaver bliver tilsammen en indtægt på 150" in told


def test_units_that_differ_between_columns_are_named() -> None:
    rows = [
        ["Funktion", "Vedtaget budget 2025", "Regnskab 2025"],
        ["5.28.21", "1.234", "1.233.987"], ["3.38.76", "2.000", "2.010.000"],
    ]  # fmt: skip
    told = error_of(rows)
    assert "Beløbene ser ud til at stå i forskellige enheder" in told
    assert "Ret enheden på den kolonne, der står i en anden" in told


def test_a_function_that_is_not_there_that_year_is_named() -> None:
    rows = [["Funktion", "Regnskab 2019", "Regnskab 2020"], ["3.22.14", "100", "110"]]
    told = error_of(rows)
    assert "Funktion 3.22.14 Ungdommens Uddannelsesvejledning findes ikke i 2020" in told
    assert "den blev lukket efter 2019 (1 linje). Ventede 3.22.15." in told
    assert "findes ikke i 2019" not in told
    assert functions()["3.22.15"].exists_in("2020")


def test_a_total_that_does_not_hold_is_named_with_its_cell() -> None:
    told = texts(checked(budgets.changed(MINUTES, {(7, 1): "2.034.668.000"}), TAXES))
    assert 'Ark "Ark1", celle B8: »Indtægter i alt« er' in told
    near = texts(checked(budgets.changed(MINUTES, {(7, 1): "2.034.668"}), TAXES))
    assert "Forskellen kan være afrunding" in near


def test_a_cell_that_is_no_amount_and_one_that_is_no_whole_øre() -> None:
    told = error_of(budgets.changed(ERP, {(1, 10): "ca. 5", (2, 12): "12,345"}))
    assert "celle K2: »ca. 5« er ikke et beløb. Ventede et tal som 1.234,50." in told
    assert "celle M3: »12,345« er ikke et helt antal øre." in told


def test_digits_that_a_spreadsheet_has_rounded_away_are_no_amount() -> None:
    assert "»1,5E+06« er ikke et beløb" in error_of(budgets.changed(ERP, {(1, 10): "1,5E+06"}))


def test_decimals_in_two_ways_are_no_amounts() -> None:
    told = error_of(budgets.changed(ERP, {(1, 10): "1000000.5"}))
    assert "Nogle beløb har komma før decimalerne, andre punktum" in told


def test_codes_that_are_none_are_named_by_place_and_never_quoted() -> None:
    told = error_of(budgets.changed(ERP, {(1, 5): "Peter Hansen", (2, 3): "Lone Jensen"}))
    assert "celle F2: Cellen kan ikke læses. Ventede en funktion som 5.28.21" in told
    assert "celle D3: Cellen kan ikke læses. Ventede en kode med cifre" in told
    assert "Hansen" not in told
    assert "Jensen" not in told


def test_a_cost_centre_that_may_be_a_cpr_number_is_refused() -> None:
    told = error_of(budgets.changed(ERP, {(1, 3): "0101901234"}))
    assert "der ikke kan være et CPR-nummer" in told


def test_a_row_with_amounts_and_no_code_is_asked_about() -> None:
    told = error_of([*ERP[:3], ["Ukendt", *[""] * 9, "5", "5", "5", "5", "", "5"], *ERP[3:]])
    assert "celle A4: Rækken har beløb, men ingen kode, og er ingen sum" in told


def test_another_municipality_is_refused() -> None:
    rows = [budgets.NAMES, *budgets.changed(REPORTED, {(0, 0): "101"})]
    told = error_of(rows, unit="tusind", version="regnskab")
    assert "Der er linjer for en anden kommune: 101. Ventede 183 Ishøj." in told


def test_years_and_days_to_come() -> None:
    assert "som ikke er kommet" in error_of(ERP, as_of="2026-12-31")
    assert "forbrug til dato for 2027, som ikke er begyndt" in error_of(ERP, year="2027")


def test_two_columns_of_one_version_are_refused() -> None:
    rows = [["Funktion", "Regnskab 2025", "Regnskab 2025 netto korrigeret"], ["5.28.21", "1", "2"]]
    of = budgets.table(rows)
    both = Reading("", budgets.reading(of).columns[:1] + tuple(
        type(of_)(name, "amount", fixed={"version": "regnskab", "year": "2025"})
        for of_, name in zip(budgets.reading(of).columns, of.columns[1:], strict=False)
    ), SAID)  # fmt: skip
    upload = budget.Upload("f", "0" * 64, 1, "xlsx", (of,))
    told = texts(budget.check(upload, of, both, TODAY))
    assert "er koblet til samme version og år" in told


def test_additions_that_do_not_give_the_corrected_budget_are_told() -> None:
    one = checked(budgets.changed(ERP, {(1, 11): "60.000", (3, 11): "60.000"}), **ERP_SAID)
    assert one.errors == ()
    assert "Korrigeret budget er ikke vedtaget budget plus tillægsbevilling" in texts(one)


def test_a_file_without_functions_tells_what_it_cannot_be_used_for() -> None:
    assert "Beløbene kan ikke mærkes til opgaven" in texts(checked(MINUTES, TAXES))


# --- two versions, two price levels ---------------------------------------------------------------


def test_two_price_levels_of_one_version_never_come_together() -> None:
    rows = [
        ["Funktion", "Budget 2026 (2025-priser)", "Budget 2026 (2026-priser)"],
        ["5.28.21", "100", "103"],
    ]
    one = checked(rows, sign="minus", unit="kr")
    assert one.lines is None
    assert "Beløbene kan ikke lægges sammen: det ene er vedtaget budget 2026, i 2025-priser" in (
        texts(one)
    )


def test_columns_may_each_have_their_price_level() -> None:
    rows = [
        ["Funktion", "Regnskab 2025 (2025-priser)", "Budget 2026 (2026-priser)"],
        ["5.28.21", "100", "103"],
    ]
    one = checked(rows, sign="minus", unit="kr")
    assert one.lines is not None
    assert {(v.year, v.prices) for v in one.lines.versions} == {("2025", "2025"), ("2026", "2026")}


# --- large files ----------------------------------------------------------------------------------

CODES = ("5.28.21", "3.38.76", "6.45.51")


@hypothesis.settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(CODES), st.integers(1000, 1004), st.integers(-(10**9), 10**9)),
        min_size=1,
        max_size=30,
    )
)
def test_a_large_text_file_gives_the_same_lines(lines: list[tuple[str, int, int]]) -> None:
    rows = [["Omkostningssted", "Funktion", "Tekst", "Regnskab 2025"]]
    for function, place, øre in lines:
        whole, part = divmod(abs(øre), 100)
        amount = f"{'-' if øre < 0 else ''}{whole:,}".replace(",", ".") + f",{part:02}"
        rows.append([str(place), f"0{function}", "Bilag, en tekst", amount])
    with tempfile.TemporaryDirectory() as folder:
        path = budgets.write(Path(folder) / "stor.csv", rows)
        small = budgets.table(rows)
        read = budgets.reading(small, **SAID)
        head = budget_text.head(path, path.name)
        wanted = [column.name for column in read.columns if column.field]
        with budget_text.opened(path, head, [head.columns[0], *wanted]) as connection:
            found, problems = budget_lines.read(connection, head, read)
    one = checked(small, **SAID)
    ours = [p for p in one.problems if p.severity is Severity.ERROR and "indtægt" not in p.found]
    assert ours == []
    assert [p for p in problems if p.severity is Severity.ERROR] == []
    assert found is not None
    total = sum(øre for *_, øre in lines)
    assert found.versions[0].total == total
    assert found.table.num_rows == len(lines)


def test_of_a_large_file_the_head_is_looked_at_and_all_of_it_loaded(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget_text, "LARGE", 1000)
    rows = [["Funktion", "Tekst", "Regnskab 2025"]]
    rows += [["05.28.21", f"Bilag {number} æøå", f"{number},25"] for number in range(9000)]
    total = f"{sum(range(9000)) + 2250},00"
    path = budgets.write(tmp_path / "stor.csv", [*rows, ["I alt", "", total]])
    upload = budget.examine(path, path.name)
    (table,) = upload.tables
    assert len(table.rows) < 9000
    one = budget.check(upload, table, budgets.reading(table, **SAID), TODAY, path=path)

    assert one.errors == (), texts(one)
    assert one.lines is not None
    assert one.lines.versions[0].total == (sum(range(9000)) + 2250) * 100
    assert one.lines.totals == 1
    assert budget.load(settings, one, "Anne", "Prøve") == 1


def test_a_fault_far_down_a_large_file_has_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget_text, "LARGE", 1000)
    rows = [["Funktion", "Regnskab 2025"], *(["05.28.21", "1,00"] for _ in range(9000))]
    rows[8000] = ["05.28.21", "x"]
    path = budgets.write(tmp_path / "stor.csv", rows)
    upload = budget.examine(path, path.name)
    one = budget.check(
        upload, upload.tables[0], budgets.reading(upload.tables[0], **SAID), TODAY, path=path
    )
    assert "Linje 8001, kolonne B: »x« er ikke et beløb" in texts(one)


# --- loading --------------------------------------------------------------------------------------


def put(settings: Settings, one: budget.Checked) -> int:
    return budget.load(settings, one, "Anne", "Prøve")


def held(settings: Settings) -> dict[tuple[str, str], tuple[int, str]]:
    with warehouse.reading(settings) as open_:
        rows = open_.connection.execute(
            "select version, year, sum(amount)::bigint, any_value(prices) from budget_in_force"
            " group by all"
        ).fetchall()
        assert open_.faults() == []
    return {(version, year): (total, prices) for version, year, total, prices in rows}


def test_a_load_covers_whole_versions_and_can_be_taken_back(settings: Settings) -> None:
    put(settings, checked(ERP, name="a.xlsx", **ERP_SAID))
    raised = budgets.changed(
        ERP,
        {
            (1, 10): "2.000.000,50", (1, 11): "-950.000",
            (3, 10): "1.800.000,50", (3, 11): "-950.000",
        },
    )  # fmt: skip
    number = put(settings, checked(raised, name="b.xlsx", **ERP_SAID))

    assert held(settings)["vedtaget", "2026"] == (1_800_000_50, "løbende")
    assert len(held(settings)) == 4

    warehouse.withdraw(settings, number, "Anne")
    assert held(settings)["vedtaget", "2026"] == (800_000_50, "løbende")


def test_no_text_of_an_account_is_kept_anywhere(settings: Settings) -> None:
    put(settings, checked(ERP, **ERP_SAID))
    content = settings.warehouse.read_bytes() + settings.log.read_bytes()
    for text in ("Peter", "Hansen", "Ungdomsskolen"):
        assert text.encode() not in content


def test_the_ledger_says_what_was_loaded_and_how_it_was_read(settings: Settings) -> None:
    put(settings, checked(ERP, **ERP_SAID))
    with warehouse.reading(settings) as open_:
        (load,) = open_.loads()
        (request,) = open_.connection.execute("select request from load").fetchall()[0]
    assert (load.kind, load.source, load.cells) == ("budget", "økonomi", 8)
    assert load.title.startswith("Budget og regnskab: ")
    assert (load.first_period, load.source_date) == ("2026", date(2026, 9, 30))
    assert '"sign":"minus"' in request.replace(" ", "")


def test_nothing_is_loaded_with_errors_or_twice(settings: Settings) -> None:
    wrong = checked(ERP, **{**ERP_SAID, "sign": "omvendt"})
    with pytest.raises(RejectedError):
        put(settings, wrong)
    one = checked(ERP, **ERP_SAID)
    put(settings, one)
    with pytest.raises(AlreadyLoadedError, match="er allerede i brug som indlæsning 1"):
        put(settings, one)


def test_an_example_never_mixes_with_other_budgets(settings: Settings) -> None:
    example = checked(ERP, name="EKSEMPEL.xlsx", **ERP_SAID)
    assert example.origin is Origin.EXAMPLE
    put(settings, example)
    put(settings, checked(ERP, name="rigtig.xlsx", **ERP_SAID))
    with warehouse.reading(settings) as open_:
        origins = open_.connection.execute("select distinct origin from budget_in_force").fetchall()
    assert origins == [("municipal",)]
    with pytest.raises(ExampleError):
        put(settings, checked(ERP, name="EKSEMPEL2.xlsx", **ERP_SAID))


def test_what_a_file_replaces_is_told(settings: Settings) -> None:
    put(settings, checked(ERP, name="a.xlsx", **ERP_SAID))
    small = [ERP[0], ERP[1]]
    of = budgets.table(small)
    upload = budget.Upload("b.xlsx", "1" * 64, 1, "xlsx", (of,))
    read = budgets.reading(of, **{**ERP_SAID, "prices": "2026", "unit": "tusind"})
    told = texts(budget.check(upload, of, read, TODAY, settings=settings))
    assert "Vedtaget budget 2026 er indlæst i forvejen (indlæsning 1, a.xlsx, ark Ark1)" in told
    assert "var i løbende priser og er i filen i 2026-priser" in told
    assert "Kontrollér enheden" in told


def test_codes_and_money_are_not_taken_for_persons(tmp_path: Path) -> None:
    """Eight digits are no telephone number here, ten digits no CPR number."""
    rows = [["Omkostningssted", "Funktion", "Kontaktperson", "Regnskab 2025"]]
    rows += [
        [f"{25000000 + n}", f"0{52821}0001", "Lone Jensen", f"{30000000 + n}"] for n in range(40)
    ]
    path = budgets.write(tmp_path / "konti.csv", rows)
    upload = budget.examine(path, path.name)
    (table,) = upload.tables
    assert table.columns == ("Omkostningssted", "Funktion", "Regnskab 2025")
    assert [(one.column, one.why) for one in upload.dropped[""]] == [("Kontaktperson", "navn")]
    assert checked(table, **SAID).errors == ()
