"""Surveys: what is refused, what is told, and what the warehouse then holds."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ingest import earlier, surveys
from ingest.problem import Problem, Severity
from ingest.records import Records
from store import warehouse
from store.settings import Settings
from store.warehouse import Origin, reading, writing
from tests.conftest import TODAY
from tests.ingest.records import answers, in_force, load, published

HUNDRED = [float(answer) for answer in np.random.default_rng(1).integers(1, 8, 100)]


def errors(records: Records) -> list[str]:
    return told(surveys.check(records, TODAY), Severity.ERROR)


def warnings(records: Records) -> list[str]:
    return told(surveys.check(records, TODAY), Severity.WARNING)


def told(problems: list[Problem], severity: Severity) -> list[str]:
    texts = [str(problem) for problem in problems if problem.severity is severity]
    return [text.replace("\u00a0", " ") for text in texts]


# --- a row for each respondent: what is wrong -----------------------------------------------------


def test_good_answers_have_no_problems() -> None:
    assert surveys.check(answers(given=HUNDRED, age=["15-29", "65+"] * 50), TODAY) == []


def test_a_file_without_answers_is_refused() -> None:
    assert errors(answers(given=[])) == [
        'Ark "Svar": Der er overskrifter, men ingen rækker med svar. '
        "Udfyld arket, eller vælg et andet."
    ]


@pytest.mark.parametrize(
    ("wave", "found"),
    [
        ("", "Perioden mangler. Ventede for eksempel 2025"),
        ("25", "»25« er ikke en periode. Ventede for eksempel 2025"),
        ("2027", "2027 er ikke begyndt"),
        ("2024/25", "Skoleåret 2024/25 er en anden slags periode"),
    ],
)
def test_a_wave_must_be_a_period_of_the_surveys_kind_that_has_begun(wave: str, found: str) -> None:
    (message,) = errors(answers(given=[7] * 40, wave=["2025"] * 38 + [wave] * 2))

    assert message.startswith(f'Ark "Svar", celle A40 og 1 sted mere: {found}')


@pytest.mark.parametrize("wave", ["2026", "2025"])
def test_a_wave_may_be_under_way(wave: str) -> None:
    assert errors(answers(given=HUNDRED, wave=[wave] * 100)) == []


@pytest.mark.parametrize(
    ("weight", "found"),
    [(0, "er 0 eller negativ"), (-1.2, "er 0 eller negativ"), (np.nan, "mangler")],
)
def test_a_weight_must_be_above_0(weight: float, found: str) -> None:
    (message,) = errors(answers(given=HUNDRED, weight=[1.0] * 98 + [weight] * 2))

    assert message.startswith(f'Ark "Svar", celle B100 og 1 sted mere: Vægten {found} for 2 svar.')


def test_a_column_for_weights_that_stands_empty_is_no_weights(settings: Settings) -> None:
    records = answers(given=HUNDRED, weight=[np.nan] * 100)

    assert surveys.check(records, TODAY) == []
    load(settings, records)
    assert set(in_force(settings, "respondent", "weight")) == {(1.0,)}


def test_a_question_that_nobody_answered_was_not_asked(settings: Settings) -> None:
    records = answers(given=HUNDRED)
    rows = records.rows.assign(**{"udsat": np.nan, "udsat.missing": ""})
    whole = replace(records, rows=rows, scales={**records.scales, "udsat": "ja_nej"})

    assert warnings(whole) == [
        'Ark "Svar": Ingen svar på »Udsat for kriminalitet«. De regnes ikke som stillet.'
    ]
    load(settings, whole)
    assert set(in_force(settings, "answer", "question")) == {("tryg_dag",)}


def test_an_extreme_weight_is_told() -> None:
    (message,) = warnings(answers(given=HUNDRED, weight=[0.94] * 99 + [7.0]))

    assert message.startswith(
        'Ark "Svar", celle B101: 1 svar vejer mere end 5 gange gennemsnittet.'
    )


def test_weights_that_add_up_to_another_number_than_the_answers_are_told() -> None:
    assert warnings(answers(given=HUNDRED, weight=[20.0] * 100)) == [
        'Ark "Svar", kolonne B: Vægtene i 2025 summer til 2.000, og der er 100 svar. '
        "Andele bliver de samme; antal svar tælles uden vægt."
    ]
    assert warnings(answers(given=HUNDRED, weight=[1.01] * 100)) == []


def test_an_answer_outside_the_scale_is_refused() -> None:
    (message,) = errors(answers(given=[*HUNDRED, 8]))

    assert message.startswith(
        'Ark "Svar", celle F102: 8 er ikke et svar på skalaen 1 (slet ikke tryg) til 7'
    )


def test_an_answer_between_two_is_refused_unless_the_scale_is_a_number() -> None:
    assert len(errors(answers(given=[*HUNDRED, 6.5]))) == 1
    mean = answers(
        "generel_trivsel", [3.25] * 40, survey="trivsel", scale="indeks5", wave=["2024/25"] * 40
    )
    assert errors(mean) == []


def test_the_share_without_an_answer_is_told_by_why() -> None:
    given = [7.0] * 90 + [None] * 10
    missing = [""] * 93 + ["ved_ikke"] * 6 + ["ønsker_ikke"]
    assert warnings(answers(given=given, missing=missing)) == [
        'Ark "Svar", kolonne F: 10 % har ikke svaret på »Tryg i nabolaget«: 6 % ved ikke, '
        "3 % uden svar og 1 % ønsker ikke at svare. De regnes ikke med."
    ]


def test_a_wave_in_which_nobody_answered_is_refused() -> None:
    records = answers(given=[*HUNDRED, None, None], wave=["2025"] * 100 + ["2023"] * 2)

    assert [m for m in errors(records) if "Ingen af" in m] == [
        'Ark "Svar", celle F102 og 1 sted mere: Ingen af de 2 rækker fra 2023 har et svar. '
        "Ventede svar på mindst ét spørgsmål. "
        "Kontrollér, at kolonnerne er koblet rigtigt, eller slet rækkerne."
    ]


def test_a_group_that_many_lack_is_told_and_not_divided_by(settings: Settings) -> None:
    ages = [""] * 41 + ["15-29", "65+"] * 29 + ["65+"]
    records = answers(given=HUNDRED, age=ages)

    assert warnings(records) == [
        'Ark "Svar", kolonne E: 41 % af svarene i 2025 mangler alder. Vises ikke fordelt på alder.'
    ]
    load(settings, records)
    assert set(in_force(settings, "respondent", "age", "sex")) == {("", "K")}


def test_a_group_that_some_lack_stays(settings: Settings) -> None:
    records = answers(given=HUNDRED, age=[""] * 29 + ["65+"] * 71)

    assert warnings(records) == []
    load(settings, records)
    assert in_force(settings, "respondent", "age").count(("65+",)) == 71


def test_few_answers_are_told() -> None:
    (message,) = warnings(answers(given=HUNDRED[:29]))

    assert "Der er kun 29 svar i 2025. Med færre end 30 vises et tal ikke alene." in message


def test_answers_from_elsewhere_are_told() -> None:
    (message,) = warnings(answers(given=HUNDRED, area=["183"] * 99 + ["187"]))

    assert "1 svar er fra et andet område end Ishøj." in message


# --- a part of the file that stands there twice ---------------------------------------------------


def drawn(n: int, seed: int = 4) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "given": random.integers(1, 8, n).astype(float),
            "age": random.choice(["15-29", "30-44", "45-64", "65+"], n),
            "sex": random.choice(["K", "M"], n),
            "sub_area": random.choice(["bymidten", "landsbyerne"], n),
            "weight": np.round(random.uniform(0.5, 1.5, n), 3),
        }
    )


def doubled(frame: pd.DataFrame) -> list[str]:
    records = answers(**{name: list(frame[name]) for name in frame})
    return [message for message in warnings(records) if "magen til" in message]


def test_rows_that_were_pasted_twice_are_told_with_their_place() -> None:
    people = drawn(400)
    (message,) = doubled(pd.concat([people, people[100:160]]))

    assert message.startswith('Ark "Svar", række 402–461: 60 rækker er magen til rækker længere')


def test_a_file_in_which_every_row_has_a_twin_is_told() -> None:
    people = drawn(60)
    (message,) = doubled(pd.concat([people, people]).sample(frac=1, random_state=1))

    assert "Hver af de 120 rækker har mindst én, der er helt magen til." in message


@pytest.mark.parametrize("seed", range(20))
def test_persons_who_answer_alike_by_chance_are_not_told(seed: int) -> None:
    people = drawn(500, seed).assign(weight=1.0)  # 112 kinds of persons: most have a twin

    assert doubled(people) == []
    assert doubled(people.sort_values(["sub_area", "sex"])) == []
    assert doubled(people.sort_values([*people])) == []


# --- a row for each published figure --------------------------------------------------------------


def test_good_published_figures_have_no_problems() -> None:
    records = published({}, {"wave": "2023"}, {"area": "000"}, {"question": "tryg_aften"})

    assert surveys.check(records, TODAY) == []


@pytest.mark.parametrize("value", [-0.01, 1.01, 75.5])
def test_a_share_lies_from_0_to_1(value: float) -> None:
    (message,) = errors(published({}, {"value": value, "wave": "2023"}))

    assert message.startswith('Ark "Svar", celle B3: Værdien er ')
    assert message.endswith(
        "Ventede en andel fra 0 til 100 %. Ret tallet, eller vælg en anden enhed for kolonnen."
    )


def test_a_mean_lies_on_its_scale() -> None:
    usual = {"wave": "2024/25", "question": "generel_trivsel", "scale": "indeks5"}
    assert errors(published({**usual, "value": 3.6}, survey="trivsel")) == []
    (message,) = errors(published({**usual, "value": 36.0}, survey="trivsel"))

    assert "Værdien er 36. Ventede et gennemsnit på skalaen." in message


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("value", np.nan, "Der er intet tal"),
        ("answers", 0.0, "Antal svar er 0. Ventede mindst 1"),
        ("deviation", -0.5, "Standardafvigelsen er -0,5. Ventede mindst 0"),
    ],
)
def test_numbers_that_cannot_be_are_refused(column: str, value: float, found: str) -> None:
    (message,) = errors(published({column: value}))

    assert found in message


def test_an_unknown_number_of_answers_is_told_once() -> None:
    nan = float("nan")
    assert warnings(published({"answers": nan}, {"answers": nan, "wave": "2023"})) == [
        'Ark "Svar", celle C2 og 1 sted mere: Antal svar er ikke oplyst for alle tal. '
        "De vises uden interval og med ordene »n ikke oplyst«."
    ]
    assert "ikke oplyst for 1 tal" in warnings(published({}, {"answers": nan, "wave": "2023"}))[0]


def test_the_same_figure_twice_is_refused_with_both_places() -> None:
    assert errors(published({}, {"wave": "2023"}, {"value": 0.7})) == [
        'Ark "Svar", celle B2 og Ark "Svar", celle B4: »Tryg i nabolaget« i 2025 står 2 gange for '
        "samme område og gruppe. Ventede hvert tal én gang. Slet den række, der er forkert."
    ]


# --- beside what is in force ----------------------------------------------------------------------


def beside(
    settings: Settings, records: Records, origin: Origin = Origin.MUNICIPAL
) -> list[tuple[str, str]]:
    with reading(settings) as open_:
        found = earlier.check(records, open_, origin)
    assert all(problem.severity is Severity.WARNING for problem in found)
    return [(problem.found, problem.expected) for problem in found]


def test_a_wave_that_is_loaded_before_is_said_to_be_replaced(settings: Settings) -> None:
    load(settings, answers(given=HUNDRED))

    assert beside(settings, answers(given=HUNDRED)) == [
        (
            "2025 er indlæst i forvejen (indlæsning 1, fil.xlsx)",
            "Den nye fil afløser alle tal for perioden",
        )
    ]
    assert beside(settings, published({})) == beside(settings, answers(given=HUNDRED))


def test_clearly_fewer_answers_than_the_wave_before_are_told(settings: Settings) -> None:
    load(settings, answers(given=[7] * 498, wave=["2023"] * 498))
    load(settings, answers(given=[7] * 900, wave=["2021"] * 900))

    assert beside(settings, answers(given=[7] * 312)) == [
        ("312 svar i 2025; 2023 havde 498", "Intervallet bliver bredere")
    ]
    assert beside(settings, answers(given=[7] * 460)) == []


def test_a_question_on_another_scale_than_before_is_told_as_a_break(settings: Settings) -> None:
    load(settings, answers(given=[5] * 40, scale="tryg5", wave=["2023"] * 40))

    (found,) = beside(settings, answers(given=[7] * 40))
    assert found == (
        "»Tryg i nabolaget« er spurgt på skalaen 1 (slet ikke tryg) til 7 (meget tryg) i 2025 og "
        "1 (meget utryg) til 5 (meget tryg) i 2023",
        "De to lægges ikke sammen, og skiftet vises som et brud",
    )
    assert beside(settings, published({"scale": "tryg5"})) == []


def test_examples_and_other_answers_are_not_held_against_each_other(settings: Settings) -> None:
    load(settings, answers(given=HUNDRED), Origin.EXAMPLE)

    assert beside(settings, answers(given=HUNDRED)) == []
    assert len(beside(settings, answers(given=HUNDRED), Origin.EXAMPLE)) == 1


# --- what is loaded -------------------------------------------------------------------------------


def test_answers_are_loaded_with_their_respondents(settings: Settings) -> None:
    records = answers(
        given=[7, 2, None],
        missing=["", "", "ved_ikke"],
        sex=["K", "M", ""],
        age=["15-29", "30-44", "65+"],
        sub_area=["bymidten", "bymidten", "landsbyerne"],
        weight=[0.5, 1.5, 1],
        stratum=["nord", "syd", "syd"],
        cluster=["", "a", "b"],
        counts={"invited": 10, "answered": 3, "partial": 2},
    )
    number = load(settings, records)

    people = ("respondent", "area", "sub_area", "age", "weight", "stratum", "cluster")
    assert in_force(settings, "respondent", *people) == [
        (1, "183", "bymidten", "15-29", 0.5, "nord", ""),
        (2, "183", "bymidten", "30-44", 1.5, "syd", "a"),
        (3, "183", "landsbyerne", "65+", 1.0, "syd", "b"),
    ]
    given = ("respondent", "question", "scale", "answer", "missing")
    assert in_force(settings, "answer", *given) == [
        (1, "tryg_dag", "tryg7", 7.0, ""),
        (2, "tryg_dag", "tryg7", 2.0, ""),
        (3, "tryg_dag", "tryg7", None, "ved_ikke"),
    ]
    assert in_force(settings, "wave", "wave", "invited", "answered", "partial") == [
        ("2025", 10, 3, 2)
    ]
    with reading(settings) as open_:
        line = open_.load(number)
        assert open_.faults() == []
    assert (line.kind, line.source, line.cells) == ("survey", "borger", 6)
    assert (line.title, line.origin) == ("Kommunens borgerundersøgelse", Origin.MUNICIPAL)
    assert (line.first_period, line.last_period) == ("2025", "2025")


def test_a_file_of_two_waves_tells_no_number_of_invited(settings: Settings) -> None:
    load(settings, answers(given=[7, 6, 5], wave=["2025", "2023", "2025"], counts={"invited": 9}))

    assert in_force(settings, "wave", "wave", "invited", "answered") == [
        ("2023", None, 1),
        ("2025", None, 2),
    ]


def test_published_figures_are_loaded(settings: Settings) -> None:
    nan = float("nan")
    load(settings, published({"note": "Rapport s. 3"}, {"area": "000", "answers": nan}))

    columns = ("area", "question", "scale", "value", "answers", "deviation", "note")
    assert in_force(settings, "published_answer", *columns) == [
        ("000", "tryg_dag", "tryg7", 0.8, None, None, ""),
        ("183", "tryg_dag", "tryg7", 0.8, 500.0, None, "Rapport s. 3"),
    ]


def test_a_newer_file_takes_over_a_period_whole_and_leaves_the_others(settings: Settings) -> None:
    load(settings, answers(given=[7] * 5, wave=["2023"] * 3 + ["2025"] * 2))
    newer = load(settings, published({"value": 0.9}))

    assert in_force(settings, "respondent", "wave") == [("2023",)] * 3
    assert in_force(settings, "answer", "wave") == [("2023",)] * 3
    assert in_force(settings, "published_answer", "wave", "value") == [("2025", 0.9)]

    warehouse.withdraw(settings, newer, "Bo")
    assert in_force(settings, "respondent", "wave") == [("2023",)] * 3 + [("2025",)] * 2
    assert in_force(settings, "published_answer", "wave") == []


def test_100_000_respondents_are_all_kept(settings: Settings) -> None:
    n = 100_000
    load(settings, answers(given=[1, 2, 3, 4, 5, 6, 7, None] * (n // 8)))

    with writing(settings, "Anne", "læser") as open_:
        ((held, sum_),) = open_.connection.execute(
            "select count(*), sum(answer) from answer"
        ).fetchall()
    assert (held, sum_) == (n, 28 * n // 8)


def test_a_load_that_lost_answers_is_found(settings: Settings) -> None:
    load(settings, answers(given=HUNDRED))
    with writing(settings, "Anne", "ødelægger") as open_:
        open_.connection.execute("delete from answer where respondent = 7")

    with reading(settings) as open_:
        assert open_.faults() == ["indlæsning 1 har 199 celler, ventede 200"]


def test_a_load_that_lost_its_periods_is_found(settings: Settings) -> None:
    load(settings, answers(given=HUNDRED))
    with writing(settings, "Anne", "ødelægger") as open_:
        open_.connection.execute("delete from covers")

    with reading(settings) as open_:
        assert open_.faults() == ["indlæsning 1 gælder ikke for de perioder, den har tal for"]
