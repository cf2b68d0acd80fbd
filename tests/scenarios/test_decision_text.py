import re

import numpy as np
import pytest
from hypothesis import given, settings

from danish.numbers import NO_BREAK_SPACE
from scenarios import decision_text as text
from scenarios.cost_and_score import cost_against_score
from scenarios.decision import Gate, ModelTotal, by_assessor, by_party, standing, totals
from scenarios.hand_overs import Accountable, hand_overs
from scenarios.panel import Panel
from scenarios.rank_shares import RankShares, Version, all_versions
from scenarios.sensitivity import (
    CriticalWeight,
    beliefs,
    critical_weights,
    disagreement,
    tornado,
)
from scenarios.weights import PartyWeights
from tests.scenarios.panels import SWING_POINTS, constructed, one_voice, panel, panels

NAN = np.nan
NAMES = {"C10": "data og opfølgning", "C03": "nærhed til unge"}


def plain(sentence: str) -> str:
    return sentence.replace(NO_BREAK_SPACE, " ")


def of(*values: float | None) -> tuple[ModelTotal, ...]:
    return tuple(
        ModelTotal(f"M{number}", value, Gate.PASS, ()) for number, value in enumerate(values)
    )


# --- who is first ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (of(), "Der er ingen modeller."),
        (of(None, None), "Ingen model har en samlet vurdering endnu."),
        (of(40, None), "Kun M0 har en samlet vurdering, så der er ingen at sammenligne med."),
        (of(60, 40, 60), "M0 og M2 ligger lige med 60 point."),
        (
            of(60, 57, 60),
            "M0 og M2 ligger lige med 60 point. M1 (57) må kaldes lige med dem: forskellen er "
            "under 5 point.",
        ),
        (
            of(58, 60, 57, 30),
            "M1 ligger højest med 60 point. M0 (58) og M2 (57) må kaldes lige med den: forskellen "
            "er under 5 point.",
        ),
        (of(40, 67.4, 62.1), "M1 ligger højest med 67 point, 5 point over M2."),
    ],
)
def test_who_is_first(found: tuple[ModelTotal, ...], told: str) -> None:
    assert text.standing(standing(found), found) == told


def test_a_small_lead_that_is_robust() -> None:
    shares = RankShares(
        Version.PLAUSIBLE, 1000, ("M0", "M1"), np.array([[0.002, 0.998], [0.998, 0.002]])
    )
    found = of(58, 60)
    assert plain(text.standing(standing(found, shares), found, shares)) == (
        "M1 ligger højest med 60 point. Forskellen til M0 er under 5 point, men M1 ligger først i "
        "over 99 % af de rimelige vægtninger."
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (ModelTotal("M1", 67.41, Gate.PASS, ()), "M1 får 67 point."),
        (
            ModelTotal("M1", 67.41, Gate.UNKNOWN, ()),
            "M1 får 67 point, med det forbehold, at et krav ikke er afklaret.",
        ),
        (
            ModelTotal("M1", None, Gate.FAIL, ()),
            "M1 opfylder ikke et krav og vises uden samlet vurdering.",
        ),
        (
            ModelTotal("M1", None, Gate.PASS, ("C10",)),
            "M1 har ingen samlet vurdering, fordi »data og opfølgning« ikke er vurderet.",
        ),
        (
            ModelTotal("M1", None, Gate.UNKNOWN, ("C03", "C10")),
            "M1 har ingen samlet vurdering, fordi »nærhed til unge« og »data og opfølgning« "
            "ikke er vurderet.",
        ),
    ],
)
def test_a_total_or_why_there_is_none(row: ModelTotal, told: str) -> None:
    assert text.total(row, NAMES) == told


def test_an_empty_cell_is_not_assessed() -> None:
    assert [text.cell(given) for given in (None, NAN, 3.25, 1.0)] == [
        "ikke vurderet", "ikke vurderet", "3,3", "1,0",
    ]  # fmt: skip


# --- how much must change -------------------------------------------------------------------------


def test_critical_weights_in_the_published_case() -> None:
    found = text.criticals(critical_weights(constructed(), SWING_POINTS), "M1", NAMES)
    assert [plain(sentence) for sentence in found[:2]] == [
        "M1 ligger først, indtil »data og opfølgning« vejer 26 % (nu 7 %). Derefter ligger M3 "
        "først.",
        "M1 ligger først, indtil »nærhed til unge« vejer 30 % (nu 11 %). Derefter ligger M2 først.",
    ]
    assert len(found) == 7


@pytest.mark.parametrize(
    ("now", "at", "overtakes", "told"),
    [
        (0.07, 0.02, True, "indtil »C01« kun vejer 2 % (nu 7 %). Derefter ligger M3 først."),
        (0.26, 0.262, True, "indtil »C01« vejer 26,2 % (nu 26,0 %). Derefter ligger M3 først."),
        (0.26, 1.0, False, "indtil »C01« vejer 100 % (nu 26 %). Da ligger M3 lige med den."),
    ],
)
def test_a_critical_weight(now: float, at: float, overtakes: bool, told: str) -> None:
    found = text.critical(CriticalWeight("C01", now, at, "M3", overtakes), "M1")
    assert plain(found) == f"M1 ligger først, {told}"


def test_no_critical_weight_is_said() -> None:
    assert text.criticals((), "M1") == (
        "Ingen ændring af én vægt alene bringer en anden model foran M1.",
    )


def test_what_one_would_have_to_believe_in_the_published_case() -> None:
    found = [plain(text.belief(one, NAMES)) for one in beliefs(constructed(), SWING_POINTS)]
    assert found == [
        "M0 ligger først, hvis man mener, at »C08« vejer mere end 32 % (nu 5 %).",
        "M2 ligger først, hvis man mener, at »nærhed til unge« vejer mere end 30 % (nu 11 %).",
        "M3 ligger først, hvis man mener, at »data og opfølgning« vejer mere end 26 % (nu "
        "7 %), eller at M3 skal have mere end 4,3 på »nærhed til unge« (nu 2,3).",
    ]


@pytest.mark.parametrize(
    ("scores", "told"),
    [
        (
            one_voice([5, 4], [4, 4]),
            "Ingen vægte bringer M1 alene først: M0 er vurderet mindst lige så højt på alle "
            "kriterier, der tæller.",
        ),
        (
            one_voice([5, 5], [5, 5], [4, 5]),
            "Ingen vægte bringer M2 alene først: M0 og M1 er hver især vurderet mindst lige så "
            "højt på alle kriterier, der tæller.",
        ),
        (
            one_voice([5, 5, 1], [1, 5, 5], [2, 2, 2]),
            "M2 ligger kun først, hvis man ændrer mere end én vægt eller én karakter. Der "
            "mangler 41,7 point.",
        ),
    ],
)
def test_what_no_single_belief_can_do(scores: Panel, told: str) -> None:
    assert plain(text.belief(beliefs(scores, np.ones(len(scores.criteria)))[-1])) == told


def test_what_moves_the_lead() -> None:
    assert plain(text.tornado(tornado(one_voice([5, 1], [1, 3]), [3, 1]))) == (
        "M0 er nu 62,5 point foran den næste. Afstanden er −50,0 point, hvis »C01« ikke tæller, og "
        "78,6 point, hvis vægten fordobles."
    )
    found = tornado(panel([[[4], [2]], [[4], [1]]]), [1])
    assert found is not None
    assert text.bar(found.scores[0]) == (
        "Afstanden er 50,0 point, hvis én bedømmer giver M0 et trin mindre på »C01«, og 75,0 point "
        "ved et trin mere."
    )
    assert "Ingen enkelt vægt" in text.tornado(found)
    assert text.tornado(None).startswith("Der er ikke to modeller")


def test_the_three_kinds_of_weightings_are_told_together() -> None:
    found = text.rank_shares(all_versions(constructed(), SWING_POINTS))
    assert [plain(sentence.partition(":")[0]) for sentence in found] == [
        "Vægtene ændret op til 30 % og bedømmerne trukket om",
        "Kun vægtenes rækkefølge holdt fast",
        "Alle tænkelige vægte",
    ]
    assert plain(found[0]).endswith(
        ": M0 ligger først i 0 %, M1 ligger først i over 99 %, M2 ligger først i 0 % og M3 ligger "
        "først i under 1 %."
    )
    assert text.rank_shares(all_versions(one_voice([NAN]), [1], draws=5)) == ()


# --- people ---------------------------------------------------------------------------------------


def test_how_many_assessors_place_which_model_highest() -> None:
    views = by_assessor(constructed(), SWING_POINTS)
    assert text.assessors(views) == "5 bedømmere har M1 højest og 1 bedømmer har M3 højest."
    assert text.assessors([]) == "Ingen har vurderet modellerne endnu."


def test_an_assessor_with_one_score() -> None:
    views = by_assessor(panel([[[3, 3], [4, 4]], [[NAN, 5], [NAN, NAN]]]), [1, 1])
    assert text.assessors(views) == (
        "1 bedømmer har M1 højest. A2 har vurderet 1 af 4 felter og regnes kun med i gruppens "
        "gennemsnit."
    )


def test_an_interest_is_said() -> None:
    views = by_assessor(panel([[[3], [4]]] * 2, conflicts=[[[0], [1]], [[0], [0]]]), [1])
    assert text.conflicts(views) == ("A1 har oplyst en interesse i M1.",)


def test_how_many_parties_have_which_model_highest() -> None:
    weights = np.array([[1, 0], [0.5, 0.5], [1, 0]])
    parties = PartyWeights(("A", "B", "C"), weights, (1, 1, 1), (("C", 1),))
    views = by_party(one_voice([5, 1], [3, 3]), parties)
    assert text.parties(views) == "2 partier har M0 højest og 1 parti har M0 og M1 højest."
    assert text.parties([]).startswith("Ingen partiers vægte")
    assert text.left_out(parties) == (
        "C: 1 politiker har ikke givet point til alle kriterier, eller har kun givet 0, og er "
        "ikke med.",
    )


def test_what_the_assessors_should_talk_about() -> None:
    scores = panel([[[1, 3]], [[5, 4]]])
    assert text.disagreements(scores, disagreement(scores)) == (
        "M0 på »C01«: 4 trin mellem højeste og laveste karakter.",
    )


# --- cost and hand-overs --------------------------------------------------------------------------


def test_a_dominated_model() -> None:
    first, second = cost_against_score({"M0": 100, "M1": 90}, of(50, 60))
    assert text.cost_point(first) == "M1 koster ikke mere end M0 og er ikke vurderet lavere."
    assert text.cost_point(second) is None


def test_hand_overs_with_what_could_not_be_counted() -> None:
    functions = {"F1": "unge", "F2": "unge", "F3": "unge", "F4": "unge"}
    rows = [
        Accountable("M0", function, unit)
        for function, unit in (("F1", "CBF"), ("F2", "CKF"), ("F3", "CBF"), ("F3", "CKF"))
    ]
    (found,) = hand_overs(functions, rows, ["M0"])
    assert text.hand_overs(found) == (
        "M0 har 1 overdragelse mellem 2 ansvarlige enheder. 1 funktion har ingen ansvarlig enhed "
        "og er ikke talt med. 1 funktion har flere ansvarlige enheder."
    )


# --- every sentence -------------------------------------------------------------------------------


@given(panels(models=1))
@settings(max_examples=40, deadline=None)
def test_every_panel_is_told_in_whole_sentences_without_a_winner(
    case: tuple[Panel, np.ndarray],
) -> None:
    found = totals(*case)
    shares = all_versions(*case, draws=20)
    place = standing(found, shares[0])
    views = by_assessor(*case)
    sentences = [
        text.standing(place, found, shares[0]),
        text.assessors(views),
        text.tornado(tornado(*case)),
        *(text.total(row) for row in found),
        *(text.belief(one) for one in beliefs(*case)),
        *text.rank_shares(shares),
        *text.disagreements(case[0], disagreement(case[0])),
    ]
    if len(place.first) == 1:
        sentences += text.criticals(critical_weights(*case), place.first[0])
    for sentence in sentences:
        assert sentence.endswith(".")
        assert not re.search(r"vind|bedst|anbefal|vælg|nan|None|inf\b|  ", sentence), sentence
