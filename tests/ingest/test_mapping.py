"""From a file's columns to our fields: what is suggested, and what a confirmed mapping gives."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import mapping, mappings
from ingest.columns import UNITS, Column, FileMapping, fields
from ingest.frame import Table
from ingest.headings import NEAR, REMEMBERED, SAME, UNKNOWN
from ingest.problem import Problem, Severity
from ingest.records import Records
from store import inputs
from store.inputs import InputKind
from store.settings import Settings
from tests.ingest.tables import table

SURVEY, PUBLISHED, REGISTER = InputKind.SURVEY, InputKind.SURVEY_AGGREGATED, InputKind.REGISTER
DAY = "Tryg om dagen"


def asked(code: str) -> str:
    return f"spørgsmål:{code}"


def suggested(whole: Table, kind: InputKind, source: str, name: str) -> Column:
    return mapping.suggest(whole, kind, source).mapping.column(name)


def answer_column(cells: Sequence[str], heading: str = DAY, **more) -> tuple[Column, bool]:
    """How a column of answers is suggested to be read, and whether it is open."""
    found = mapping.suggest(table({heading: cells}, **more), SURVEY, "borger")
    return found.mapping.column(heading), heading in found.open


def applied(
    whole: Table, kind: InputKind, source: str, columns: Sequence[Column], **constants: str
) -> tuple[Records, list[Problem]]:
    known = {"area": "183"} | constants
    return mapping.apply(whole, FileMapping("prøve", kind, source, tuple(columns), known))


def errors(problems: Sequence[Problem]) -> list[str]:
    return [str(one) for one in problems if one.severity is Severity.ERROR]


# --- what headings name ---------------------------------------------------------------------------

HEADINGS = {
    "År": ("wave", SAME),
    "indsamlingsår": ("wave", SAME),
    "Undersøgelsesår": ("wave", SAME),
    "bydel": ("sub_area", SAME),
    "Bydel/boligområde": ("sub_area", NEAR),
    "KØN": ("sex", SAME),
    "koen": ("sex", SAME),
    "Hvad er dit køn?": ("sex", NEAR),
    "Alder": ("age", SAME),
    "aldersgruppe": ("age", SAME),
    "Hvor gammel er du?": ("age", SAME),
    "vægt": ("weight", SAME),
    "VAEGT": ("weight", SAME),
    "vægt_2025": ("weight", NEAR),
    "Vægtt": ("weight", NEAR),
    "klasse": ("cluster", SAME),
    "stratum": ("stratum", SAME),
    "tryg_dag": (asked("tryg_dag"), SAME),
    "Tryg om dagen (1-7)": (asked("tryg_dag"), NEAR),
    "Hvor tryg føler du dig i dit nabolag?": (asked("tryg_dag"), SAME),
    "Q4. Hvor tryg er du om dagen?": (asked("tryg_dag"), NEAR),
    "Utryg dag": (asked("tryg_dag"), SAME),
    "tryg_aften": (asked("tryg_aften"), SAME),
    "Hvor tryg er du om aftenen?": (asked("tryg_aften"), NEAR),
    "Hvor tryg føler du dig i dit nabolag om aftenen og natten?": (asked("tryg_aften"), SAME),
    "Tryg om aftenen og natten (1-7)": (asked("tryg_aften"), NEAR),
    "tillid_politi": (asked("tillid_politi"), SAME),
    "politiet_hjaelper": (asked("tillid_politi"), SAME),
    "Politiet hjælper, hvis jeg har brug for det": (asked("tillid_politi"), NEAR),
    "Kriminaliteten er …": (asked("kriminalitet_udvikling"), SAME),
    "Oplevet udvikling i kriminalitet": (asked("kriminalitet_udvikling"), NEAR),
    "Udsat for kriminalitet det seneste år?": (asked("udsat"), NEAR),
    "postnr": ("", UNKNOWN),
    "boligform": ("", UNKNOWN),
    "set_unge_grupper": ("", UNKNOWN),
    "utryg_steder": ("", UNKNOWN),
    "s_1": ("", UNKNOWN),
}


@pytest.mark.parametrize(("heading", "meant"), HEADINGS.items())
def test_headings_of_answers(heading: str, meant: tuple[str, str]) -> None:
    found = mapping.suggest(table({heading: [None, None]}), SURVEY, "borger")
    assert (found.mapping.column(heading).field, found.how[heading]) == meant
    # A heading that asks who is unsafe is known, but its scale must be confirmed.
    assert (heading in found.open) == (meant[1] == NEAR or heading.startswith("Utryg"))


@pytest.mark.parametrize(
    ("kind", "source", "heading", "field", "fixed"),
    [
        (PUBLISHED, "national", "Andel (%)", "value", {}),
        (PUBLISHED, "national", "n", "answers", {}),
        (PUBLISHED, "national", "2023 · Andel", "value", {"wave": "2023"}),
        (PUBLISHED, "national", "Antal svar 2023", "answers", {"wave": "2023"}),
        (PUBLISHED, "national", "Ishøj", "value", {"area": "183"}),
        (PUBLISHED, "national", "Tillid til politiet", "value", {"question": "tillid_politi"}),
        (PUBLISHED, "trivsel", "Piger · Gennemsnit", "value", {"sex": "K"}),
        (PUBLISHED, "trivsel", "Drenge · Spredning", "deviation", {"sex": "M"}),
        (PUBLISHED, "trivsel", "2022/23", "value", {"wave": "2022/23"}),
        (REGISTER, "gadegrupper", "1. kvt. 2025", "numerator", {"period": "2025K1"}),
        (REGISTER, "gadegrupper", "Vejleåparken", "numerator", {"sub_area": "vejleåparken"}),
        (REGISTER, "gadegrupper", "Hele kommunen", "numerator", {"sub_area": ""}),
        (REGISTER, "fravær", "Elever i alt", "denominator", {}),
        (REGISTER, "fravær", "Elever i alt 2023/24", "denominator", {"period": "2023/24"}),
        (REGISTER, "fravær", "Andel i pct.", "share", {}),
        (REGISTER, "forløb", "Forløb · Gennemførte", "numerator", {}),
        (REGISTER, "forløb", "Afbrudte forløb", "", {}),
        (REGISTER, "handleplaner", "Opgjort pr.", "period", {}),
    ],
)
def test_headings_of_figures_and_what_they_say_of_other_fields(
    kind: InputKind, source: str, heading: str, field: str, fixed: Mapping[str, str]
) -> None:
    column = suggested(table({heading: ["2", "3"]}), kind, source, heading)
    assert (column.field, dict(column.fixed)) == (field, fixed)


def test_the_nearest_of_several_headings_has_the_field() -> None:
    whole = table({"Er du tryg om dagen, sådan for det meste": ["7"], "tryg_dag": ["7"]})
    found = mapping.suggest(whole, SURVEY, "borger").mapping
    assert [column.field for column in found.columns] == ["", asked("tryg_dag")]


def test_of_two_columns_with_one_name_the_first_is_suggested_and_left_open() -> None:
    found = mapping.suggest(table({DAY: ["7"], f"{DAY} (2)": ["6"]}), SURVEY, "borger")
    assert [column.field for column in found.mapping.columns] == [asked("tryg_dag"), ""]
    assert found.open == (DAY,)


def test_a_near_heading_that_its_cells_speak_against_is_not_taken() -> None:
    whole = table({"År i kommunen": ["12", "3", "40"], "Hvilken kommune bor du i?": ["Ishøj"] * 3})
    found = mapping.suggest(whole, SURVEY, "borger").mapping
    assert [column.field for column in found.columns] == ["", "area"]


def test_labels_tell_what_a_column_without_a_telling_name_is() -> None:
    whole = table(
        {"s_1": ["1", "2"], "s_2": ["1", "3"], "s_3": ["7", "1"]},
        labels={
            "s_1": {"1": "Mand", "2": "Kvinde"},
            "s_2": {"1": "Faldet", "2": "Uændret", "3": "Steget"},
            "s_3": {"1": "Slet ikke tryg", "7": "Meget tryg"},
        },
    )
    found = mapping.suggest(whole, SURVEY, "borger")
    by_name = {column.name: column for column in found.mapping.columns}
    assert (by_name["s_1"].field, by_name["s_1"].labels) == ("sex", {"1": "M", "2": "K"})
    assert by_name["s_2"].field == asked("kriminalitet_udvikling")
    assert by_name["s_3"].field == ""  # two questions have that scale
    assert found.open == ("s_1", "s_2")


def test_a_place_that_is_only_near_is_suggested_and_open() -> None:
    whole = table({"Bydel": ["Vejleåparkken", "Bymidten", "Månebyen"]})
    found = mapping.suggest(whole, SURVEY, "borger")
    assert found.mapping.column("Bydel").labels == {"Vejleåparkken": "vejleåparken"}
    assert found.open == ("Bydel",)


def test_the_title_tells_the_wave_and_the_municipality_is_ours() -> None:
    whole = table({DAY: ["7"]}, title=["Borgerundersøgelse 2023"])
    constants = mapping.suggest(whole, SURVEY, "borger").mapping.constants
    assert constants == {"wave": "2023", "area": "183"}
    unclear = replace(whole, title=("Borgerundersøgelse 2023", "Sammenlignet med 2021"))
    assert "wave" not in mapping.suggest(unclear, SURVEY, "borger").mapping.constants


# --- what answers mean ----------------------------------------------------------------------------


def test_codes_of_a_scale_of_seven_need_no_labels() -> None:
    column, is_open = answer_column([*"1234567", "98", "99"])
    assert (column.unit, column.labels, column.reversed) == ("tryg7", {}, False)
    assert column.missing == {"98": "ved_ikke", "99": "ønsker_ikke"}
    assert not is_open or "Tryg om dagen" in HEADINGS


@pytest.mark.parametrize("heading", ["tryg_dag", "tryg_dag (1-5)"])
def test_codes_up_to_five_may_be_of_two_scales_unless_the_heading_says(heading: str) -> None:
    column, is_open = answer_column([*"12345"], heading)
    assert column.unit == "tryg5"
    assert is_open
    seven, _ = answer_column([*"12345"], "tryg_dag (1-7)")
    assert seven.unit == "tryg7"


def test_labels_tell_the_scale_whatever_their_case_and_letters() -> None:
    column, is_open = answer_column(["MEGET TRYG", "tryg", "Hverken tryg eller utryg", "Utryg"],
                                    "tryg_dag")  # fmt: skip
    assert column.unit == "tryg5"
    assert column.labels == {
        "MEGET TRYG": "5", "tryg": "4", "Hverken tryg eller utryg": "3", "Utryg": "2"
    }  # fmt: skip
    assert not is_open


def test_a_label_with_a_slip_is_suggested_and_open() -> None:
    column, is_open = answer_column(["Meget tryg", "Hverken tryg elle utryg", "Utryg"], "tryg_dag")
    assert column.labels["Hverken tryg elle utryg"] == "3"
    assert is_open


def test_safe_and_unsafe_are_never_near() -> None:
    column, _ = answer_column(["7 - Meget tryg", *"65432", "1 - Meget utryg"], "tryg_dag")
    assert column.unit == "tryg7"
    assert column.labels == {"7 - Meget tryg": "7", "1 - Meget utryg": "1"}
    agree, _ = answer_column(["Enig", "Helt uenig", "Uenig", "Helt enig"], "tillid_politi")
    assert agree.labels == {"Enig": "4", "Helt uenig": "1", "Uenig": "2", "Helt enig": "5"}


@pytest.mark.parametrize(
    ("cells", "heading", "labels"),
    [
        (["1 - Meget tryg", *"23456", "7 - Slet ikke tryg"], "tryg_dag", {}),
        ([*"1234567"], "tryg_dag", {"tryg_dag": {"1": "Meget tryg", "7": "Slet ikke tryg"}}),
        ([*"1234567"], "Tryg dag (1 = meget tryg, 7 = slet ikke tryg)", {}),
        ([*"1234567"], "Utryg dag", {}),
    ],
)
def test_a_scale_that_runs_the_other_way_is_seen_and_confirmed(
    cells: list[str], heading: str, labels: Mapping[str, Mapping[str, str]]
) -> None:
    column, is_open = answer_column(cells, heading, labels=labels)
    assert column.reversed
    assert is_open
    records, problems = applied(
        table({heading: cells}, labels=labels), SURVEY, "borger", [column], wave="2025"
    )
    assert not errors(problems)
    assert records.rows["tryg_dag"].tolist() == [7, 6, 5, 4, 3, 2, 1]


def test_labels_of_a_labels_file_may_go_to_other_codes() -> None:
    labels = {"udsat": {"1": "Ja", "2": "Nej", "9": "Ønsker ikke at svare"}}
    column, is_open = answer_column(["1", "2", "9"], "udsat", labels=labels)
    assert column.labels == {"2": "0"}
    assert column.missing == {"9": "ønsker_ikke"}
    assert not is_open


def test_what_a_program_writes_for_yes_and_no_is_read() -> None:
    column, _ = answer_column(["sand", "falsk", "sand"], "udsat")
    assert column.labels == {"sand": "1", "falsk": "0"}


def test_8_is_a_missing_answer_only_where_it_comes_often_and_is_outside_the_scale() -> None:
    often, is_open = answer_column([*"1234567" * 10, "8", "8"], "tryg_dag")
    assert often.missing == {"8": "ved_ikke"}
    assert is_open
    once, _ = answer_column([*"1234567" * 30, "8"], "tryg_dag")
    assert once.missing == {}


def test_a_remembered_mapping_is_used_and_only_new_columns_are_asked_of() -> None:
    column = Column("F_7", asked("tryg_dag"), "tryg7", reversed=True, missing={"98": "ved_ikke"})
    memory = FileMapping("Epinion", SURVEY, "borger",
                         (column, Column("F_8", "")), {"wave": "2023", "area": "183"})  # fmt: skip
    whole = table({"F_7": ["1", "98"], "F_8": ["a", "b"], "Køn": ["Kvinde", "Mand"]})
    found = mapping.suggest(whole, SURVEY, "borger", [memory])
    assert found.mapping.column("F_7") == column
    assert found.how == {"F_7": REMEMBERED, "F_8": REMEMBERED, "Køn": SAME}
    assert found.open == ()
    assert found.mapping.constants == {"area": "183"}  # the wave is another one
    assert mapping.guess_kind(whole, [memory]) == (SURVEY, "borger")


@pytest.mark.parametrize(
    ("columns", "title", "guess"),
    [
        ({"Kvartal": ["1. kvt. 2025"], "Antal unge": ["4"]}, "Gadegrupper", "gadegrupper"),
        ({"År": ["2025"], "Afsluttede forløb": ["9"], "Gennemførte forløb": ["7"]}, "", "forløb"),
        ({"Skoleår": ["2024/25"], "Gennemsnit": ["3,6"]}, "Generel skoletrivsel", "trivsel"),
        ({"Køn": ["K"] * 90, "tryg_dag": ["7"] * 90, "tryg_aften": ["7"] * 90}, "", "borger"),
        ({"a": ["1"], "b": ["2"]}, "", None),
    ],
)
def test_the_kind_of_file_is_guessed(columns: dict, title: str, guess: str | None) -> None:
    found = mapping.guess_kind(table(columns, title=[title] if title else []))
    assert (found[1] if found else None) == guess


# --- a mapping applied ----------------------------------------------------------------------------


def test_a_code_outside_the_scale_is_named_with_its_cell_and_what_is_valid() -> None:
    cells: list[str] = ["7"] * 210 + ["8"] * 17
    column = Column(
        "F", asked("tryg_dag"), "tryg7", missing={"98": "ved_ikke", "99": "ønsker_ikke"}
    )
    names = {name: ["x"] * len(cells) for name in "ABCDE"}
    records, problems = applied(
        table({**names, "F": cells}), SURVEY, "borger", [column], wave="2025"
    )
    told = errors(problems)
    assert told[0].startswith(
        'Ark "Svar", celle F212: 8 er ikke en gyldig værdi på skalaen 1–7. '
        "Gyldige: 1–7, 98 (ved ikke), 99 (ønsker ikke at svare)."
    )
    assert [one.place for one in problems][1:5] == [
        f'Ark "Svar", celle F{row}' for row in range(213, 217)
    ]
    assert told[5].startswith('Ark "Svar", kolonne F: Og 12 mere af samme slags.')
    assert len(told) == 6
    assert records.rows["tryg_dag"].count() == 210


def test_respondents_have_every_field_and_the_reason_for_each_missing_answer() -> None:
    whole = table(
        {
            "Bydel": ["Bymidten", "i alt", None],
            "Køn": ["kvinde", "uoplyst", "mand"],
            "Alder": ["41", "15-29 år", "90"],
            "Vægt": ["0,75", "1,25", "1"],
            DAY: ["7", "98", None],
        }
    )
    fields_of = ["sub_area", "sex", "age", "weight"]
    columns = [
        Column(name, field) for name, field in zip(whole.columns[:4], fields_of, strict=True)
    ]
    answers = Column(DAY, asked("tryg_dag"), "tryg7", missing={"98": "ved_ikke"})
    records, problems = applied(whole, SURVEY, "borger", [*columns, answers], wave="2025")
    assert not problems
    rows = records.rows
    assert rows["sub_area"].tolist() == ["bymidten", "", ""]
    assert rows["sex"].tolist() == ["K", "", "M"]
    assert rows["age"].tolist() == ["30-44", "15-29", "65+"]
    assert rows["weight"].tolist() == [0.75, 1.25, 1]
    assert rows["tryg_dag.missing"].tolist() == ["", "ved_ikke", ""]
    assert rows["row"].tolist() == [1, 2, 3]
    assert set(rows[["wave", "area", "stratum", "cluster"]].iloc[0]) == {"2025", "183", ""}
    assert records.scales == {"tryg_dag": "tryg7"}
    assert records.columns["tryg_dag"] == DAY


def test_a_weight_that_may_be_a_thousand_is_asked_about() -> None:
    whole = table({DAY: ["7", "6"], "Vægt": ["1.234", "2.001"]})
    found = mapping.suggest(whole, SURVEY, "borger")
    assert "Vægt" in found.open
    answers = Column(DAY, asked("tryg_dag"), "tryg7")
    (told,) = errors(applied(whole, SURVEY, "borger", [answers, Column("Vægt", "weight")])[1])
    assert "1.234" in told
    for unit, first in (("point", 1.234), ("comma", 1234)):
        records, _ = applied(whole, SURVEY, "borger", [answers, Column("Vægt", "weight", unit)])
        assert records.rows["weight"].iloc[0] == first


def test_two_scales_in_one_column_are_refused() -> None:
    whole = table({"År": ["2021"] * 40 + ["2023"] * 40, DAY: [*"12345" * 8, *"7654" * 10]})
    columns = [Column("År", "wave"), Column(DAY, asked("tryg_dag"), "tryg7")]
    (told,) = errors(applied(whole, SURVEY, "borger", columns)[1])
    assert "2021" in told
    assert 'kolonne B' in told  # fmt: skip
    assert "skala" in told


def test_a_wide_table_gives_a_record_for_each_of_its_columns() -> None:
    whole = table(
        {
            "Kommune": ["Ishøj", "Hele landet"],
            "2021 · Andel": ["75,5", ".."],
            "2021 · n": ["410", None],
            "2023 · Andel": ["80", "88"],
        }
    )
    found = mapping.suggest(whole, PUBLISHED, "national").mapping
    constants = {**found.constants, "question": "tryg_nabolag"}
    records, problems = mapping.apply(whole, replace(found, constants=constants))
    assert not errors(problems)
    rows = records.rows.set_index(["wave", "area"])
    assert rows["value"].to_dict() == pytest.approx(
        {("2021", "183"): 0.755, ("2023", "183"): 0.8, ("2023", "000"): 0.88}
    )
    assert rows.loc[("2021", "183"), ["answers", "column"]].tolist() == [410, 1]
    assert rows.loc[("2023", "183"), "column"] == 3
    assert "value" not in records.columns
    assert records.columns["area"] == "Kommune"


def test_groups_become_breakdowns_and_crossed_ones_are_refused() -> None:
    columns = {
        "År": ["2025"] * 4,
        "Køn": ["Alle", "Kvinder", "Alle", "Mænd"],
        "Alder": ["I alt", "I alt", "15-24 år", "15-24 år"],
        "Dømte": ["40", "10", "12", "9"],
        "Ny dom": ["9", "1", "3", "2"],
    }
    found = mapping.suggest(table(columns), REGISTER, "ny_dom").mapping
    records, problems = mapping.apply(table(columns), found)
    (told,) = errors(problems)
    assert "celle" in told
    assert "køn og alder" in told
    straight = table({name: cells[:3] for name, cells in columns.items()})
    records, problems = mapping.apply(straight, found)
    assert not problems
    assert records.rows["breakdown"].tolist() == ["", "køn=K", "alder=15-24"]
    assert records.rows["denominator"].tolist() == [40, 10, 12]


def test_a_group_of_figures_that_is_not_known_never_becomes_the_total() -> None:
    whole = table({"År": ["2025"], "Køn": ["Uoplyst"], "Dømte": ["40"], "Ny dom": ["9"]})
    _, problems = mapping.apply(whole, mapping.suggest(whole, REGISTER, "ny_dom").mapping)
    assert errors(problems)


@pytest.mark.parametrize(
    ("share", "whole_count", "count"),
    [
        ("14,7", "2619", None),  # 384 and 386 of 2.619 are 14,7 % too
        ("28,1 %", "57", 16),
        ("40", "15", 6),
        ("0,4423076923076923", "52", 23),
        ("0,44", "52", 23),
        ("50,0", "7", None),  # no number of 7 is half
        ("0", "12", 0),
    ],
)
def test_a_count_is_made_of_a_share_only_where_one_count_has_it(
    share: str, whole_count: str, count: int | None
) -> None:
    unit = "share" if share.startswith("0,") else "percent"
    whole = table({"År": ["2025"], "Dømte": [whole_count], "Andel": [share]})
    columns = [
        Column("År", "period"),
        Column("Dømte", "denominator"),
        Column("Andel", "share", unit),
    ]
    records, problems = applied(whole, REGISTER, "ny_dom", columns)
    assert bool(errors(problems)) == (count is None)
    if count is not None:
        assert records.rows["numerator"].tolist() == [count]


def test_two_columns_for_one_field_are_refused_and_so_is_a_missing_one() -> None:
    whole = table({"År": ["2025"], "a": ["3"], "b": ["4"], "c": ["9"]})
    columns = [Column("År", "period"), Column("a", "numerator"), Column("b", "numerator")]
    (doubled, lacking) = errors(applied(whole, REGISTER, "ny_dom", columns)[1])
    assert "»a« og »b«" in doubled
    assert "ud af" in lacking
    gone = [Column("Findes ikke", "numerator"), Column("c", "denominator"), columns[0]]
    assert "»Findes ikke« mangler" in errors(applied(whole, REGISTER, "ny_dom", gone)[1])[0]


def test_a_cpr_number_stops_the_file_but_not_among_coded_answers() -> None:
    whole = table({"Klasse": ["8.a", "0102031234"], DAY: ["7", "0102031234"]})
    columns = [Column("Klasse", "cluster"), Column(DAY, asked("tryg_dag"), "tryg7")]
    _, problems = applied(whole, SURVEY, "borger", columns, wave="2025")
    assert [one.place for one in problems if "CPR" in one.found] == ['Ark "Svar", celle A3']
    assert not any("0102031234" in str(one) for one in problems)
    labelled = [Column("Klasse", "cluster", labels={"8.a": "1", "0102031234": "2"})]
    assert not errors(applied(whole, SURVEY, "borger", labelled, wave="2025")[1])


TEXTS = st.one_of(
    st.none(),
    st.sampled_from(
        ["7", "98", "1.234", "0,75", "75 %", "..", "-1", "Ja", "Meget tryg", "K", "183", "2025",
         "2024/25", "1. kvt. 2025", "I alt", "Vejleåparken", "15-29", "#DIV/0!", "0102031234", "∞"]
    ),
    st.text(max_size=8),
)  # fmt: skip
KINDS = [
    *((kind, source) for kind in (SURVEY, PUBLISHED) for source in inputs.surveys()),
    *((REGISTER, source) for source in inputs.registers()),
]


@st.composite
def wild(draw: st.DrawFn) -> tuple[Table, FileMapping]:
    """Any table, coupled in any way that a person can couple it."""
    kind, source = draw(st.sampled_from(KINDS))
    names = draw(st.lists(st.sampled_from([*"abcdefgh"]), unique=True, min_size=1, max_size=6))
    height = draw(st.integers(0, 6))
    whole = table({name: draw(st.lists(TEXTS, min_size=height, max_size=height)) for name in names})
    known = sorted(fields(kind, source))
    if kind is SURVEY:
        scales = {asked(code): q.scales for code, q in inputs.survey(source).questions.items()}
    else:
        scales = {}
    columns = []
    for name in names:
        field = draw(st.sampled_from(["", *known]))
        units = scales.get(field, tuple(UNITS))
        columns.append(
            Column(
                name,
                field,
                draw(st.sampled_from(["", *units])),
                draw(st.booleans()),
                draw(st.dictionaries(st.sampled_from(["7", "Ja", "x"]), st.sampled_from("17K"))),
                draw(st.dictionaries(st.just("98"), st.just("ved_ikke"))),
                draw(st.dictionaries(st.sampled_from(["sex", "area"]), st.sampled_from("KM"))),
            )
        )
    constants = {"area": "183", "wave": "2025", "period": "2025", "question": "tryg_dag"}
    return whole, FileMapping("vild", kind, source, tuple(columns), constants)


@given(wild())
@settings(max_examples=80, deadline=None)
def test_anything_applied_gives_records_or_problems(case: tuple[Table, FileMapping]) -> None:
    whole, chosen = case
    records, problems = mapping.apply(whole, chosen)
    assert all(isinstance(problem, Problem) for problem in problems)
    texts = records.rows.drop(columns=["row", "column"]).select_dtypes(exclude="number")
    assert texts.notna().all(axis=None)
    assert records.rows.index.equals(pd.RangeIndex(len(records.rows)))
    assert set(records.rows["row"]) <= set(whole.rows.index)


@given(
    st.dictionaries(
        st.sampled_from([*list(HEADINGS)[:30], "Andel", "n", "2023", "Ishøj", "x"]),
        st.lists(TEXTS, min_size=3, max_size=3),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(KINDS),
)
@settings(max_examples=40, deadline=None)
def test_anything_gets_a_suggestion_that_can_be_applied(
    columns: dict[str, list[str | None]], kind: tuple[InputKind, str]
) -> None:
    whole = table(columns)
    found = mapping.suggest(whole, *kind)
    assert [column.name for column in found.mapping.columns] == list(whole.columns)
    assert set(found.how) == set(whole.columns) >= set(found.open)
    mapping.apply(whole, found.mapping)
    mapping.guess_kind(whole)


# --- remembering ----------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    return Settings(tmp_path, tmp_path / "warehouse.duckdb")


EPINION = FileMapping(
    "Epinion 2023: »æøå« / \\",
    SURVEY,
    "borger",
    (
        Column("Tryg", asked("tryg_dag"), "tryg7", True, {"Meget": "7"}, {"98": "ved_ikke"}),
        Column("Navn på \"ting\"", ""),
    ),
    {"area": "183"},
)  # fmt: skip


def test_what_is_remembered_comes_back_and_the_newest_of_a_name_counts(place: Settings) -> None:
    mapping.remember(place, EPINION)
    assert EPINION in mapping.remembered(place)
    newer = replace(EPINION, constants={"area": "187"})
    mapping.remember(place, newer)
    assert [one for one in mapping.remembered(place) if one.name == EPINION.name] == [newer]
    assert not list((place.data / "mappings").glob("*.tmp"))


def test_the_file_can_be_read_by_a_person() -> None:
    text = mappings.as_json(EPINION)
    assert "spørgsmål:tryg_dag" in text
    assert json.loads(text)["columns"][1] == {"name": 'Navn på "ting"', "field": ""}
    assert mappings.from_json(text) == EPINION
    assert mappings.as_json(mappings.from_json(text)) == text


def test_every_shipped_mapping_can_be_used(place: Settings) -> None:
    assert mappings.broken(place) == []
    assert len(mapping.remembered(place)) == len(list(mappings.SHIPPED.glob("*.json"))) > 0


GOOD = json.loads(mappings.as_json(EPINION))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "gyldig JSON"),
        ("{", "gyldig JSON"),
        ("[]", "ikke en kobling"),
        ("{}", "»name«"),
        ("[" * 100_000, "kobling"),
        (json.dumps(GOOD | {"kind": "andet"}), "survey"),
        (json.dumps(GOOD | {"source": "x"}), "»x«"),
        (json.dumps(GOOD | {"name": " "}), "navn"),
        (json.dumps(GOOD | {"columns": {}}), "ikke en kobling"),
        (json.dumps(GOOD | {"columns": [{"name": "a", "field": "numerator"}]}), "»numerator«"),
        (json.dumps(GOOD | {"columns": [{"name": "a", "colour": "red"}]}), "»colour«"),
        (json.dumps(GOOD | {"columns": [{"name": "a", "field": "sex", "unit": "x"}]}), "»x«"),
        (json.dumps(GOOD | {"columns": [{"name": "a", "labels": ["x"]}]}), "»labels«"),
        (json.dumps(GOOD | {"columns": [{"name": 1}]}), "»name«"),
    ],
)
def test_a_broken_mapping_is_told_of_and_passed_over(place: Settings, text: str, says: str) -> None:
    good = len(mapping.remembered(place))
    folder = place.data / "mappings"
    folder.mkdir()
    (folder / "min.json").write_text(text, "utf-8")
    assert len(mapping.remembered(place)) == good
    (problem,) = mappings.broken(place)
    assert "min.json" in str(problem)
    assert says in str(problem)


def test_a_mapping_without_a_name_or_of_an_unknown_question_is_not_kept(place: Settings) -> None:
    for wrong in (
        replace(EPINION, name=""),
        replace(EPINION, columns=(Column("a", asked("findes_ikke")),)),
    ):
        with pytest.raises(mappings.MappingError):
            mapping.remember(place, wrong)
    assert not (place.data / "mappings").exists()
