"""What is wrong with an organisation: each check with a file that fails it."""

from collections.abc import Callable

import pytest

from ingest.organisation import checks, state
from ingest.organisation.row_checks import near
from ingest.problem import Problem, Severity
from tests.ingest.organisation.workbooks import Texts, read, whole

Spoil = Callable[[Texts], object]


def found(texts: Texts) -> list[Problem]:
    """What the checks find in a file that is the whole state."""
    reading = read(texts)
    assert not reading.errors
    return checks.check({**state.nothing(), **reading.rows})


def without(texts: Texts, sheet: str, **key: str) -> None:
    """Take the rows with these cells away."""
    texts[sheet][:] = [
        row for row in texts[sheet] if any(row[code] != value for code, value in key.items())
    ]


def of(texts: Texts, sheet: str, **key: str) -> dict[str, str]:
    """The row with these cells."""
    return next(
        row for row in texts[sheet] if all(row[code] == value for code, value in key.items())
    )


def test_an_organisation_that_is_right_has_only_findings() -> None:
    problems = found(whole())
    assert [one.severity for one in problems] == [Severity.WARNING] * 2
    assert "L2" in problems[0].found
    assert "SSP har i M0 flere med ansvaret (A): CBF og CKF" in problems[1].found


ERRORS: list[tuple[str, Spoil, str, str, str]] = [
    (
        "the same key twice",
        lambda texts: texts["criteria"].append(dict(texts["criteria"][0])),
        'Ark "Kriterier", række 2 og 5',
        "Rækkerne har samme Kriterium: K1",
        "Slet den ene",
    ),
    (
        "an id that is not there",
        lambda texts: of(texts, "assignments", model_id="M1", function_id="GADE").update(
            to_unit="CTT"
        ),
        'Ark "Placering", celle D10',
        "»CTT« er der ikke i arket Enheder",
        "Ret id'et, eller tilføj »CTT« i arket Enheder",
    ),
    (
        "an id with a typing error",
        lambda texts: of(texts, "efforts", effort_id="I1").update(function_id="GADEE"),
        'Ark "Indsatser", celle J2',
        "»GADEE« er der ikke i arket Funktioner",
        "Menes »GADE«?",
    ),
    (
        "an id in a list",
        lambda texts: of(texts, "recommendations", recommendation_id="R2").update(
            better_models="M1; M9"
        ),
        'Ark "Lov og anbefalinger", celle M3',
        "»M9« er der ikke i arket Modeller",
        "tilføj »M9«",
    ),
    (
        "all models where one is meant",
        lambda texts: of(texts, "risks", risk_id="RI1").update(model_id="alle"),
        'Ark "Risici", celle B2',
        "Her kan der ikke stå »alle«",
        "Skriv modellens id",
    ),
    (
        "a public fact without a source",
        lambda texts: of(texts, "units", unit_id="CBF").update(
            source_id="", origin="offentlig kilde"
        ),
        'Ark "Enheder", celle H5',
        "»offentlig kilde«, men har ingen kilde",
        "Skriv kildens id",
    ),
    (
        "a public fact in a sheet without sources",
        lambda texts: of(texts, "risks", risk_id="RI1").update(origin="offentlig kilde"),
        'Ark "Risici", celle I2',
        "»offentlig kilde«, men har ingen kilde",
        "Skriv, at oplysningen er kommunens egen",
    ),
    (
        "ages the wrong way round",
        lambda texts: of(texts, "functions", function_id="SSP").update(age_from="18"),
        'Ark "Funktioner", celle D2',
        "Alderen går fra 18 til 17 år",
        "Byt om på de to",
    ),
    (
        "a unit that ends before it begins",
        lambda texts: of(texts, "units", unit_id="CT").update(to_date="01-01-2020"),
        'Ark "Enheder", celle F7',
        "»Til« er før »Fra«",
        "Ret en af dem",
    ),
    (
        "units above one another",
        lambda texts: of(texts, "units", unit_id="BU").update(parent_id="CBF"),
        'Ark "Enheder", celle D2',
        "BU hører under sig selv",
        "Ret, hvad den hører under",
    ),
    (
        "a function that says it moves and does not",
        lambda texts: of(texts, "assignments", model_id="M1", function_id="KLUB").update(
            moves="ja"
        ),
        'Ark "Placering", celle E11',
        "»Flytter« siger ja",
        "Ret »Flytter« eller enhederne",
    ),
    (
        "money without a price year",
        lambda texts: of(texts, "assignments", model_id="M0", function_id="SSP").update(
            price_level_year=""
        ),
        'Ark "Placering", celle I2',
        "Beløbene har intet prisår",
        "Skriv prisåret",
    ),
    (
        "a best guess outside its band",
        lambda texts: of(texts, "economy", model_id="M1", item="it").update(amount="700"),
        'Ark "Økonomi", celle D3',
        "Skønnene står ikke i orden: 300 – 700 – 600",
        "Ret skønnene",
    ),
    (
        "an end of the scale without a reason",
        lambda texts: of(
            texts, "scores", assessor_id="B1", model_id="M1", criterion_id="K1"
        ).update(comment=""),
        'Ark "Bedømmelser", celle F5',
        "Score 5 har ingen begrundelse",
        "Skriv den, eller ret scoren",
    ),
    (
        "an indicator that does not exist",
        lambda texts: of(texts, "success", success_id="SK1").update(indicator_id="C99"),
        'Ark "Succeskriterier", celle D2',
        "Der er ingen indikator »C99«",
        "Ret id'et",
    ),
    (
        "a share that cannot be reached",
        lambda texts: of(texts, "success", success_id="SK1").update(
            indicator_id="D4", baseline_value="41", target_value="130", direction="højere er bedre"
        ),
        'Ark "Succeskriterier", celle H2',
        "D4 er en andel, og 130 % findes ikke",
        "Ret tallet",
    ),
    (
        "a target on the worse side",
        lambda texts: of(texts, "success", success_id="SK1").update(target_value="35"),
        'Ark "Succeskriterier", celle H2',
        "Måltallet 35 er på den forkerte side af 30",
        "Ret måltallet, udgangspunktet eller retningen",
    ),
    (
        "a milestone that needs one that is not there",
        lambda texts: of(texts, "milestones", milestone="Flyttet").update(depends_on="Beslutet"),
        'Ark "Milepæle", celle F4',
        "Milepælen »Beslutet« er der ikke i M1",
        "Ret teksten, eller tilføj milepælen",
    ),
    (
        "a milestone of another model",
        lambda texts: of(texts, "milestones", model_id="M2").update(
            depends_on="Drøftet i HovedMED"
        ),
        'Ark "Milepæle", celle F5',
        "Milepælen »Drøftet i HovedMED« er der ikke i M2",
        "tilføj milepælen",
    ),
    (
        "no organisation today",
        lambda texts: of(texts, "models", model_id="M0").update(is_baseline="nej"),
        'Ark "Modeller"',
        "Organisationen i dag (M0) mangler",
        "Tilføj M0",
    ),
    (
        "two organisations today",
        lambda texts: of(texts, "models", model_id="M1").update(is_baseline="ja"),
        'Ark "Modeller", række 2 og 3',
        "2 modeller siger, at de er i dag",
        "Skriv nej ved de andre",
    ),
    (
        "nobody accountable",
        lambda texts: without(texts, "raci", model_id="M1", function_id="GADE", unit_id="CT"),
        'Ark "Ansvar", model M1',
        "Ingen enhed har ansvaret (A) for GADE",
        "Tilføj en række med A for hver",
    ),
    (
        "nobody responsible",
        lambda texts: without(
            texts, "raci", model_id="M2", function_id="SSP", role="R – udfører"
        ),
        'Ark "Ansvar", model M2',
        "Ingen enhed udfører (R) for SSP",
        "Tilføj en række med R for hver",
    ),
    (
        "two accountable",
        lambda texts: texts["raci"].append(
            {**of(texts, "raci", model_id="M1", function_id="GADE", unit_id="CT"), "unit_id": "CBF"}
        ),
        'Ark "Ansvar", række 27 og 66',
        "GADE har i M1 flere med ansvaret (A): CT og CBF",
        "Lad ét A stå",
    ),
    (
        "a function without a place",
        lambda texts: without(texts, "assignments", model_id="M2", function_id="EXIT"),
        'Ark "Placering", model M2',
        "EXIT er ikke placeret i M2",
        "Tilføj en række for hver",
    ),
    (
        "lost årsværk",
        lambda texts: of(texts, "assignments", model_id="M2", function_id="SSP").update(fte="2,5"),
        'Ark "Placering", række 16',
        "SSP (i CBF) har 0,50 årsværk mindre i M2 end i M0",
        "i arket Økonomi",
    ),
    (
        "money from nowhere",
        lambda texts: of(texts, "assignments", model_id="M1", function_id="GADE").update(
            salary="3.100"
        ),
        'Ark "Placering", række 10',
        "GADE (CKF → CT) har 100 (1.000 kr.) mere i M1 end i M0",
        "tilføj løn, drift eller besparelse for M1 i arket Økonomi",
    ),
    (
        "today described in fewer sheets",
        lambda texts: without(texts, "staff", model_id="M0"),
        'Ark "Personale"',
        "M0 er ikke beskrevet, men de andre modeller er",
        "Tilføj rækker for M0",
    ),
    (
        "today described in fewer words",
        lambda texts: of(texts, "models", model_id="M0").update(short_description=""),
        'Ark "Modeller", celle C2',
        "M0 mangler »Kort beskrivelse«",
        "Udfyld cellen",
    ),
    (
        "nothing against a model",
        lambda texts: without(
            texts, "consequences", model_id="M2", direction="- taler imod"
        ),
        'Ark "Modeller", række 4',
        "M2 har ingen konsekvens, der taler imod",
        'Tilføj en i arket "Konsekvenser"',
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("spoil", "place", "what", "remedy"),
    [rest for _, *rest in ERRORS],
    ids=[name for name, *_ in ERRORS],
)
def test_what_is_wrong_stops_and_says_where_and_what_to_do(
    spoil: Spoil, place: str, what: str, remedy: str
) -> None:
    texts = whole()
    spoil(texts)
    errors = [one for one in found(texts) if one.severity is Severity.ERROR]
    (problem,) = [one for one in errors if what in one.found]
    assert problem.place == place
    assert remedy in str(problem)
    assert problem.remedy


WARNINGS: list[tuple[str, Spoil, str]] = [
    (
        "in the baseline nobody accountable is a finding",
        lambda texts: without(texts, "raci", model_id="M0", function_id="GADE", unit_id="CKF"),
        "Ingen enhed har ansvaret (A) for GADE",
    ),
    (
        "a gate without an answer",
        lambda texts: of(texts, "legal", legal_id="L3").update(gate=""),
        "Uden svar: L2 og L3",
    ),
    (
        "chosen without a start",
        lambda texts: of(texts, "models", model_id="M1").update(status="valgt", start_quarter=""),
        "M1 er valgt, men har ingen start",
    ),
    (
        "money in prices of two years",
        lambda texts: of(texts, "assignments", model_id="M1", function_id="GADE").update(
            salary="3.100", price_level_year="2027"
        ),
        "GADE er i 2026 og 2027-priser",
    ),
    (
        "today without economy",
        lambda texts: without(texts, "economy", model_id="M0"),
        "M0 er ikke beskrevet",
    ),
    (
        "sheets that nobody has filled in",
        lambda texts: [texts.pop(code) for code in ("scores", "swing")],
        "Uden rækker: Vægte og Bedømmelser",
    ),
]


@pytest.mark.parametrize(
    ("spoil", "what"), [rest for _, *rest in WARNINGS], ids=[name for name, *_ in WARNINGS]
)
def test_what_is_only_told_does_not_stop(spoil: Spoil, what: str) -> None:
    texts = whole()
    spoil(texts)
    problems = found(texts)
    assert [one for one in problems if what in one.found and one.severity is Severity.WARNING]
    assert not [one for one in problems if one.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("assigned", "economy"),
    [
        ({"fte": "2,5"}, {"item": "besparelse", "amount": "-275"}),
        ({"fte": "2,5", "salary": "1.375"}, {"item": "besparelse", "amount": "-275"}),
        ({"fte": "3,5", "salary": "1.925"}, {"item": "løn", "amount": "275"}),
        ({"operations": "250"}, {"item": "drift", "amount": "-50"}),
    ],
)
def test_a_difference_is_explained_by_the_economy(
    assigned: dict[str, str], economy: dict[str, str]
) -> None:
    texts = whole()
    of(texts, "assignments", model_id="M2", function_id="SSP").update(assigned)
    row = dict(of(texts, "economy", model_id="M2"))
    texts["economy"].append({**row, **economy, "one_off": "nej", "low": "", "high": ""})
    assert not [one for one in found(texts) if one.severity is Severity.ERROR]


@pytest.mark.parametrize(
    "economy",
    [
        {"item": "besparelse", "amount": "275"},
        {"item": "it", "amount": "-275"},
        {"item": "besparelse", "amount": "-275", "one_off": "ja"},
        {"item": "besparelse", "amount": "-275", "model_id": "M1"},
        {"item": "besparelse", "amount": "-100"},
    ],
)
def test_a_difference_is_not_explained_by_anything_in_the_economy(economy: dict[str, str]) -> None:
    texts = whole()
    of(texts, "assignments", model_id="M2", function_id="SSP").update(salary="1.375")
    row = dict(of(texts, "economy", model_id="M2"))
    texts["economy"].append({**row, "one_off": "nej", "low": "", "high": "", **economy})
    errors = [one.found for one in found(texts) if one.severity is Severity.ERROR]
    assert any("275 (1.000 kr.) mindre i M2" in one for one in errors)


def test_a_function_split_between_units_is_conserved_together() -> None:
    texts = whole()
    one = of(texts, "assignments", model_id="M1", function_id="GADE")
    other = {**one, "to_unit": "CKF", "moves": "nej", "fte": "2", "salary": "1.000"}
    one.update(fte="4", salary="2.000", operations="225")
    texts["assignments"].append({**other, "operations": "225"})
    assert not [one for one in found(texts) if one.severity is Severity.ERROR]


def test_a_function_out_of_scope_need_not_be_placed() -> None:
    texts = whole()
    without(texts, "assignments", model_id="M2", function_id="KLUB")
    assert not [one for one in found(texts) if one.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("m1", "M1"), ("GADEE", "GADE"), ("GDAE", ""), ("X", ""), ("boligsocialt", "")],
)
def test_an_id_is_guessed_only_where_one_is_near(wrong: str, meant: str) -> None:
    assert near(wrong, ["M1", "M2", "GADE", "SSP"]) == meant
