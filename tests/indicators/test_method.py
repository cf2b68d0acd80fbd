"""The method page names every method, and its figures are those of the code and the simulation."""

import inspect
import re
from collections.abc import Callable
from itertools import product
from types import ModuleType

import numpy as np
import pytest

from benchmarks import status_simulation
from charts.description import Mark
from danish import numbers
from indicators import control, funnels, status, targets
from indicators.breaks import BreakKind
from indicators.compute import FEWEST_FOR_PERCENT
from indicators.cube import ORIGINS, Absence
from indicators.cube import Mark as ValueMark
from indicators.glossary import glossary
from indicators.registry import INDICATORS
from indicators.stats import (
    compare,
    detectable,
    intervals,
    movement,
    progress,
    spc,
    trend,
)
from indicators.stats.cannot import CannotCompute, Reason
from indicators.stats.movement import Word
from indicators.stats.progress import StatCanStatus
from store.release import Reader, Release
from store.settings import ROOT, Settings

pytest_plugins = ["tests.published"]

PAGE = (ROOT / "docs" / "metode.md").read_text("utf-8")
SIMULATION = (ROOT / "docs" / "simulering.md").read_text("utf-8")

METHODS = {
    intervals.poisson_exact: ("eksakt Poisson-interval", "poisson_exact"),
    intervals.wilson: ("Wilsons interval", "wilson"),
    intervals.byar: ("Byars interval", "byar"),
    intervals.rate_ratio: ("Forhold mellem to rater", "rate_ratio"),
    intervals.newcombe: ("Newcombes interval", "newcombe"),
    intervals.mean_t: ("t-interval", "mean_t"),
    intervals.weighted_share: ("Vægtet andel, lineariseret", "weighted_share"),
    compare.two_sample: ("test af to rater", "two_sample"),
    compare.against_value: ("Interval mod en fast værdi", "against_value"),
    compare.two_level: ("to trin", "two_level"),
    compare.quintile: ("femtedele", "quintile"),
    compare.overdispersion: ("Spredningen mellem de $I$ naboer", "overdispersion"),
    compare.root_ratio: ("kvadratrodsskalaen", "spread"),
    compare.funnel: ("Tragtdiagram", "funnel"),
    compare.funnel_share: ("Engelske tragtgrænser", "funnel"),
    compare.funnel_rate: ("Engelske tragtgrænser", "funnel"),
    compare.against_peers: ("forudsigelsesinterval", "against_peers"),
    movement.movement: ("quasi-Poisson-regression", "movement"),
    movement.movement_of_values: ("vægtet lineær regression", "movement"),
    movement.own_dispersion: ("rækkens egen", "overdispersion"),
    trend.quasi_poisson: ("quasi-Poisson-regression", "quasi_poisson"),
    trend.five_point: ("fempunktsprøve", "five_point"),
    trend.five_point_share: ("trend (Armitage 1955)", "five_point"),
    trend.mann_kendall: ("Mann-Kendall", "mann_kendall"),
    trend.theil_sen: ("Theil-Sen", "theil_sen"),
    detectable.next_count: ("Fra ét års antal", "detectable"),
    detectable.five_years: ("den mindste jævne årlige ændring", "detectable"),
    detectable.next_share: ("For andele og gennemsnit", "detectable"),
    detectable.next_mean: ("For andele og gennemsnit", "detectable"),
    spc.xmr: ("XmR-kort", "xmr"),
    spc.u: ("u-kort", "u"),
    spc.u_prime: ("Laneys u′-kort", "u_prime"),
    spc.p: ("p-kort", "p"),
    spc.p_prime: ("p′-kort", "p_prime"),
    spc.c: ("c-kort", "c"),
    spc.signals: ("Reglerne", "control_chart"),
    spc.anhoej: ("Anhøjs regler", "anhoej"),
    spc.assurance: ("sikkerhed for et mål", "assurance"),
    progress.on_path: ("Vejen er en ret linje", "on_path"),
    progress.watch: ("Opmærksomhed", "watch"),
    progress.chance_of_target: ("Chancen for at nå måltallet", "chance_of_target"),
    progress.statcan: ("Statistics Canadas metode", "statcan"),
}
"""What each method is called on the page, and where the glossary explains it."""

LEVELS = {word for pair in status._LEVEL.values() for word in pair}
MOVEMENTS = {
    f"{word}_{way}"
    for word, pair in product((Word.CERTAIN, Word.SIGN), status._MOVEMENT.values())
    for way in pair
}
WORDS = {
    *LEVELS, "same_level", "cannot_compare",
    *MOVEMENTS, "no_certain_change", "cannot_judge",
    *targets._WORDS.values(), "direction_only",
    *filter(None, ORIGINS),
    *StatCanStatus,
}  # fmt: skip
REASONS = {
    *Reason, *(absence.code for absence in Absence if absence is not Absence.PRESENT),
    status.MASS_CASE, status.NO_GROUP, targets.NO_NEW_YEAR, *BreakKind,
}  # fmt: skip
RULES = set(spc.Rule) - {spc.Rule.NONE}
MARKS = {mark.name.lower() for mark in ValueMark}


@pytest.fixture(scope="module")
def release(published: Settings) -> Release:
    return Reader(published.releases).current()


MODULES: list[ModuleType] = [intervals, compare, movement, trend, detectable, spc, progress]


def functions() -> list[Callable[..., object]]:
    """The public functions of the statistics."""
    return [
        function
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]


def references(function: Callable[..., object]) -> list[tuple[str, str]]:
    """First author and year of what a docstring refers to."""
    _, _, text = (inspect.getdoc(function) or "").partition("References\n----------\n")
    return re.findall(r"^([A-ZÅ][\wø]+) [A-Z]{1,3}\b[^()]*\((\d{4})\)", text, flags=re.MULTILINE)


def literature() -> str:
    return PAGE.partition("## Litteratur\n")[2]


def simulated(heading: str, column: int) -> list[list[float]]:
    """The numbers in a column of the table under a heading, those of one cell together."""
    after = SIMULATION.partition(f"\n{heading}\n")[2]
    rows = re.findall(
        r"^\| +(\d.*?) +\|$", after.split("\n## ")[0].split("\n### ")[0], re.MULTILINE
    )
    assert rows, heading
    return [
        [float(part.replace(",", ".")) for part in row.split("|")[column].split("/")]
        for row in rows
    ]


def percent(value: float) -> str:
    """A percentage as the page writes it: ``6,5 %``, ``5 %``."""
    return f"{numbers.number(value, 1).removesuffix(',0')} %"


# --- every method, word, rule and reason ----------------------------------------------------------


@pytest.mark.parametrize("function", functions(), ids=lambda it: f"{it.__module__}.{it.__name__}")
def test_a_method_with_a_reference_is_on_the_page(function: Callable[..., object]) -> None:
    if "References\n----------" in (inspect.getdoc(function) or ""):
        assert function in METHODS
    for author, year in references(function):
        assert re.search(rf"^- {author}\b.*\({year}[ab]?\)", literature(), re.MULTILINE)
        assert re.search(rf"{author}[^\n(]*? {year}", PAGE.partition("## Litteratur")[0])


@pytest.mark.parametrize("function", METHODS, ids=lambda it: f"{it.__module__}.{it.__name__}")
def test_a_method_has_its_name_on_the_page_and_in_the_glossary(
    function: Callable[..., object],
) -> None:
    name, code = METHODS[function]
    assert name in PAGE
    assert glossary()[code].explanation


def test_references_are_read_from_the_docstrings() -> None:
    assert references(intervals.poisson_exact) == [("Garwood", "1936")]
    assert references(spc.anhoej) == [("Anhøj", "2014")]
    assert {author for author, _ in references(compare.against_peers)} == {
        "Spiegelhalter",
        "Higgins",
    }


def test_all_literature_is_cited() -> None:
    text = PAGE.partition("## Litteratur")[0]
    listed = re.findall(r"^- (\w+).*?\((\d{4}[ab]?)\)", literature(), re.MULTILINE)
    assert len(listed) > 20
    for author, year in listed:
        assert re.search(rf"{author}[^\n(;]*? {year}", text), (author, year)


@pytest.mark.parametrize("code", sorted(WORDS | REASONS | RULES | MARKS))
def test_every_word_rule_and_reason_has_an_entry(code: str) -> None:
    entry = glossary()[code]
    assert entry.word
    assert entry.explanation.endswith(".")


@pytest.mark.parametrize("mark", Mark)
def test_the_words_on_a_control_chart_are_found_in_the_glossary(mark: Mark) -> None:
    group = glossary()["outside"].group
    said = " ".join(entry.explanation for entry in glossary().values() if entry.group == group)
    assert mark.words in said
    assert "vurderes ikke" in said


def test_the_rules_stand_on_the_page_in_their_order_of_precedence() -> None:
    _, _, listed = PAGE.partition("**Reglerne** er NHS Englands.")
    lines = re.findall(r"^\d\. (.+)$", listed, re.MULTILINE)
    wanted = {
        spc.Rule.OUTSIDE: "uden for en grænse",
        spc.Rule.TREND: "stigende eller faldende",
        spc.Rule.TWO_OF_THREE: "to af tre",
        spc.Rule.ONE_SIDE: "samme side af midten",
    }
    assert list(wanted) == [rule for rule in spc.Rule if rule in RULES]
    for line, words in zip(lines, wanted.values(), strict=True):
        assert words in line


@pytest.mark.parametrize("code", sorted(LEVELS | set(targets._WORDS.values()) | {"same_level"}))
def test_the_page_uses_the_words_of_the_glossary(code: str) -> None:
    assert glossary()[code].word.removesuffix(" end andre") in PAGE


def test_the_contents_lead_to_every_section() -> None:
    headings = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)
    contents = next(line for line in PAGE.splitlines() if line.startswith("**Indhold:**"))
    anchors = dict(re.findall(r"^\[(.+)\]: #(.+)$", PAGE, re.MULTILINE))
    assert list(anchors) == headings
    for heading, anchor in anchors.items():
        plain = heading.lower().replace("æ", "ae").replace("ø", "o").replace("å", "a")
        assert anchor == plain.replace(" ", "-")
        assert f"[{heading}]" in contents


# --- figures --------------------------------------------------------------------------------------


def test_how_many_municipalities_lie_outside(release: Release) -> None:
    facts = release.funnel("A4").iloc[0]
    assert facts["period"] == "2025K1-2025K4"
    assert (
        f"ligger {facts['plain']} af {facts['areas']} kommuner uden for 99,8 % for alle "
        "anmeldelser i 2025" in PAGE
    )
    assert f"ligger {facts['outside']} af {facts['areas']} udenfor" in PAGE


def test_what_could_be_seen_of_all_reports(release: Release) -> None:
    place = release.facts.municipality
    rows = release._rows(f"from status where indicator = 'A4' and area = '{place}'")
    (row,) = rows[rows["breakdown"] == ""].to_dict("records")
    by_chance = detectable.next_count(row["ground_base"])[0] / row["ground_base"]
    following, alone, steadily = (
        percent(round(100 * share)) for share in (row["next_fall"], by_chance, -row["yearly_fall"])
    )
    assert f"til det næste være {following} for at blive set" in PAGE
    assert f"Hvis kun tilfældet talte, var det {alone}" in PAGE
    assert f"Over fem år skal faldet være omkring {steadily} om året" in PAGE


def test_how_many_indicators_have_figures(release: Release) -> None:
    present = sum(entry.has_data for entry in release.indicators.values())
    assert f"Lige nu har {present} af {len(INDICATORS)} indikatorer tal" in PAGE
    assert f"| Hver | {present} i alt | {len(INDICATORS)} i alt |" in PAGE


@pytest.mark.parametrize(
    ("row", "highest"),
    [
        ("*Udvikling*, regnet efter bogen", 100 * movement.SIGN),
        *(
            (f"*Udvikling*, målt: {kind}", max(cell[0] for cell in simulated(heading, column)))
            for heading, column, kind in (
                ("### Når intet sker", 1, "rolig række"),
                ("### Når intet sker", 2, "uro fra kvartal til kvartal"),
                ("### Når intet sker", 3, "uro fra år til år"),
            )
        ),
        (
            "*Niveau*, målt",
            max(cell[0] for column in (1, 2, 3) for cell in simulated("## Niveau", column)),
        ),
    ],
)
def test_how_many_words_are_false(row: str, highest: float, release: Release) -> None:
    present = sum(entry.has_data for entry in release.indicators.values())
    cells = [numbers.number(highest * n / 100, 1) for n in (present, len(INDICATORS))]
    assert f"| {row} | {percent(highest)} | {cells[0]} | {cells[1]} |" in PAGE


def test_how_often_a_certain_word_is_false() -> None:
    cells = [cell for column in (1, 2, 3) for cell in simulated("### Når intet sker", column)]
    assert f"*Sikker* er falsk i højst {percent(max(cell[1] for cell in cells))}" in PAGE


def test_how_often_a_fall_is_seen() -> None:
    size = status_simulation.PER_QUARTER.index(60)
    five, ten = (simulated("### Når noget sker", column)[size][0] for column in (1, 2))
    assert (
        f"Ved 60 sager i kvartalet bliver et fald på 10 % om året set i {percent(ten)} af "
        f"tilfældene, et fald på 5 % i {percent(five)}." in PAGE
    )


def test_the_price_of_the_rule_for_targets() -> None:
    on_path, nothing, worse = (
        [cell[0] for column in columns for cell in simulated("## Måltal", column)]
        for columns in ((1, 2), (3,), (4,))
    )
    assert f"*ikke på sporet* i højst {percent(max(on_path))} af årene" in PAGE
    for cells in (nothing, worse):
        low, high = (numbers.number(end, 1) for end in (min(cells), max(cells)))
        assert f"{low}–{high} %" in PAGE


def test_numbers_that_the_methods_are_made_of() -> None:
    for said in (
        f"Der skal være tal for mindst {_word(compare.FEWEST_PEERS)} af dem",
        f"mindst {_word(movement.FEWEST_PERIODS)} af de {_word(movement.YEARS)} år",
        f"de seneste syv år ({control.JUDGED} kvartaler)",
        f"de første fire år ({control.BASE} kvartaler)",
        f"$\\sigma_{{z}} > {_tex(control.WIDER_THAN_CHANCE)}$",
        f"mindst {funnels.FEWEST} kommuner",
        f"$z > {_tex(progress.ON_PATH)}$",
        f"$z > {_tex(progress.WATCH)}$",
        f"mindst {numbers.number(progress.EXTRA, 2)} (vores egen regel)",
        f"kræver {_word(progress.FEWEST_YEARS)} år uden huller og mindst "
        f"{_word(progress.FEWEST_ERRORS)} fejl",
        f"$\\pm\\, {_tex(spc.LIMIT)}$",
        f"delt med ${_tex(spc.D2)}$",
        f"Under {FEWEST_FOR_PERCENT} sager",
        f"yderste {numbers.number(100 * compare.WINSORISED)} % i hver ende",
        f"{numbers.number(100 * detectable.POWER)} % styrke",
    ):
        assert said in PAGE
    assert (control.JUDGED, control.BASE) == (7 * 4, 4 * 4)


def test_how_often_a_stable_control_chart_has_a_mark() -> None:
    rng = np.random.default_rng(7)
    among = np.full(control.JUDGED, 24_000.0)

    def marked(chart: spc.Chart) -> bool:
        return bool((spc.signals(chart).rule != spc.Rule.NONE).any())

    def ours(count: np.ndarray) -> spc.Chart:
        try:
            chart = spc.u_prime(count, among, freeze=control.BASE)
        except CannotCompute:  # too calm to widen
            return spc.u(count, among, freeze=control.BASE)
        if chart.sigma_z[0] > control.WIDER_THAN_CHANCE:
            return chart
        return spc.u(count, among, freeze=control.BASE)

    drawn = [
        marked(ours(rng.poisson(mean, control.JUDGED).astype(float)))
        for mean in (15, 60, 240)
        for _ in range(500)
    ]
    assert np.mean(drawn) == pytest.approx(1 / 4, abs=0.04)
    assert "får omkring hvert fjerde kort mindst ét mærke på syv år" in PAGE
    others = [marked(spc.xmr(rng.poisson(30, 20).astype(float))) for _ in range(1500)]
    assert np.mean(others) == pytest.approx(0.16, abs=0.025)
    assert "Et XmR-kort over 20 kvartaler, som NHS tegner det, får det i omkring 16 %." in PAGE


def test_how_many_words_are_false_in_a_year(release: Release) -> None:
    quiet = max(false_within_a_year(size, 0.0) for size in (30, 120, 470))
    noisy = max(false_within_a_year(size, status_simulation.NOISE) for size in (30, 120, 470))
    assert quiet == pytest.approx(0.05, abs=0.01)
    assert "mindst én gang på et år i omkring 5 % af tilfældene" in PAGE
    assert noisy == pytest.approx(0.17, abs=0.015)
    assert "er det op til omkring 17 %" in PAGE
    of_quarters = [e.span == "four_quarters" for e in release.indicators.values() if e.has_data]
    once = [max(cell[0] for cell in simulated("### Når intet sker", column)) for column in (1, 2)]
    expected = [
        sum(of_quarters) * often + (len(of_quarters) - sum(of_quarters)) * yearly / 100
        for often, yearly in zip((quiet, noisy), once, strict=True)
    ]
    assert expected == pytest.approx([0.4, 1.4], abs=0.1)
    assert "i gennemsnit 0,4 falske ord om *udvikling* på et år, og op til 1,4 med uro" in PAGE


def false_within_a_year(size: int, noise: float, series: int = 4000) -> float:
    """How often a series in which nothing happens gets a word in one of four quarters' releases."""
    rng = np.random.default_rng(status_simulation.SEED)
    quarters = 4 * movement.YEARS + 3
    log_mean = np.log(size * np.resize(status_simulation.SEASON, quarters))
    if noise:
        log_mean = log_mean + status_simulation.autoregressive(rng, series, quarters, noise)
    counts = rng.poisson(np.exp(log_mean), (series, quarters)).astype(float)
    said = np.zeros(series, dtype=bool)
    for first in range(4):
        window = counts[:, first : first + 4 * movement.YEARS]
        yearly = window.reshape(series, movement.YEARS, 4).sum(axis=2)
        said |= movement.movement(yearly).word != Word.NONE
    return float(said.mean())


def _word(number: int) -> str:
    return {3: "tre", 5: "fem", 8: "otte"}[number]


def _tex(number: float) -> str:
    """A number as it is written in a formula."""
    return str(number).replace(".", "{,}")
