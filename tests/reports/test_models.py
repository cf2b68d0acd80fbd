"""What is said of the models: alike for all, none picked out, a clear answer to odd states."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from charts.description import Lollipops
from reports import models as told
from reports import (
    models_costs,
    models_moves,
    models_side,
    models_time,
    models_views,
    models_weighing,
    tables,
)
from reports.models import Models, SideBySide
from reports.models_weighing import Result
from scenarios.comparison import Measure
from store.release import Reader
from store.settings import Settings
from tests import organisation_rows
from tests.conftest import settings_in

CHOSEN = ("M0", "M1", "M2")
DAY = date(2026, 11, 23)
EVEN = (34, 33, 33)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    places = settings_in(tmp_path_factory.mktemp("models"))
    organisation_rows.published(places)
    return places


@pytest.fixture(scope="module")
def models(places: Settings) -> Models:
    return told.models_of(Reader(places.releases).current())


def changed(held: Models, /, **sheets: Callable[[pd.DataFrame], pd.DataFrame]) -> Models:
    """The same release with some sheets changed."""
    new = {code: change(held.sheets[code]) for code, change in sheets.items()}
    return replace(held, sheets={**held.sheets, **new})


def weighed(models: Models, chosen: tuple[str, ...] = CHOSEN,
            weights: tuple[int, ...] = EVEN) -> Result:  # fmt: skip
    return models_weighing.result(models, chosen, weights)


def said(view: models_views.View) -> str:
    """All sentences, headings and cells of a view."""
    words: list[str] = []
    for row in view.rows:
        for column in row:
            for block in column:
                match block:
                    case str():
                        words.append(block)
                    case models_views.Section():
                        words += [block.title, block.line]
                    case SideBySide():
                        words += [block.title, *block.notes]
                        words += [line.plain for one in block.rows for cell in one.cells
                                  for line in cell]  # fmt: skip
                    case _:
                        words += [block.title, getattr(block, "alt", "")]
    return "\n".join(words)


def cells(table: SideBySide, label: str) -> list[str]:
    (row,) = [row for row in table.rows if row.label == label]
    return ["; ".join(line.plain for line in cell) for cell in row.cells]


# --- side by side ---------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [part for part in models_views.PARTS if part != "succes"])
def test_every_part_tells_the_same_of_every_model_in_the_order_asked(
    part: str, models: Models
) -> None:
    view = models_views.side(part, models, CHOSEN, pd.DataFrame, DAY)
    (table,) = [block for row in view.rows for column in row for block in column
                if isinstance(block, SideBySide)]  # fmt: skip
    assert [heading.id for heading in table.headings] == [*CHOSEN]
    assert all(len(row.cells) == len(CHOSEN) for row in table.rows)
    assert all(cell for row in table.rows for cell in row.cells)


def test_the_short_view_answers_what_a_committee_asks(models: Models) -> None:
    table = models_side.overview(models, CHOSEN)
    assert cells(table, "Ét center")[1:] == ["Center for Tryghed", "Center for Børn"]
    assert cells(table, "Funktioner, der flytter") == ["0 af 7", "6 af 7", "2 af 7"]
    assert cells(table, "Årsværk, der flytter") == ["0,0 af 26,0", "17,5 af 26,0", "5,0 af 26,0"]
    assert cells(table, "Taler imod")[1] == "Mange skifter arbejdssted."


def test_what_is_not_assessed_says_so_and_is_never_0(models: Models) -> None:
    empty = changed(models, economy=lambda it: it.iloc[:0], staff=lambda it: it.iloc[:0],
                    risks=lambda it: it.iloc[:0])  # fmt: skip
    assert set(cells(models_costs.table(empty, CHOSEN), "Engangsudgift")) == {"ikke vurderet"}
    assert set(cells(models_side.for_and_against(empty, CHOSEN), "Risici")) == {"ikke vurderet"}
    assert "ikke vurderet" in cells(models_side.staff(empty, CHOSEN), "MED")[1] + "ikke vurderet"


def test_the_status_of_a_model_is_told_as_its_author_s_word(models: Models) -> None:
    headings = models.headings(CHOSEN)
    assert [heading.status for heading in headings] == [
        "", "Forfatterens status (Analysegruppen): på den korte liste", "",
    ]  # fmt: skip


def test_faults_of_today_are_told_and_make_its_hand_overs_a_least_count(models: Models) -> None:
    table = models_side.responsibility(models, CHOSEN)
    assert cells(table, "Fejl i ansvaret") == ["1 funktion med flere ansvarlige", "ingen", "ingen"]
    assert cells(table, "Overdragelser i alt")[0].startswith("mindst ")
    assert "(i dag mindst" in cells(table, "Overdragelser i alt")[1]


def test_a_requirement_that_does_not_concern_a_model_is_no_answer_of_it(models: Models) -> None:
    table = models_side.requirements(models, CHOSEN)
    assert cells(table, "Oplysninger deles kun i SSP og PSP.") == [
        "gælder ikke", "ikke afklaret", "gælder ikke",
    ]  # fmt: skip


def test_staff_groups_of_few_are_only_told_together(models: Models) -> None:
    words = "\n".join(line.plain for row in models_side.staff(models, CHOSEN).rows
                      for cell in row.cells for line in cell)  # fmt: skip
    assert "1 person" not in words.replace("1 personer", "")
    assert "socialrådgivere" not in words


# --- moves and flows ------------------------------------------------------------------------------


def test_the_matrix_has_the_same_units_for_all_models_and_marks_each_move(models: Models) -> None:
    found = models_moves.matrix(models, CHOSEN)
    (gade,) = [row for row in found.rows if row.name == "Gadeteam"]
    assert found.said == ("0 af 7 flytter", "6 af 7 flytter", "2 af 7 flytter")
    assert gade.marks == ({"CKF": "stays"}, {"CKF": "leaves", "CT": "comes"}, {"CKF": "stays"})
    assert [code for code, _ in found.units] == ["CBF", "CKF", "CT"]


def test_few_flows_are_told_in_words_instead_of_drawn(models: Models) -> None:
    m0, m1, _ = models_moves.flows(models, CHOSEN, Measure.FTE)
    assert m0.chart is None
    assert m0.sentences[0] == "Der er for få strømme til en tegning."
    assert m1.chart is not None
    assert sum(flow.amount for flow in m1.chart.flows) == 26.0


def test_a_lost_post_is_told_beside_the_flows(models: Models) -> None:
    def without_exit(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[~((rows["model_id"] == "M1") & (rows["function_id"] == "EXIT"))]

    lost = models_moves.flows(changed(models, assignments=without_exit), CHOSEN, Measure.FTE)[1]
    assert "M1 siger ikke, hvor Exitforløb skal være." in lost.sentences


def test_hidden_pay_is_told_and_not_drawn(models: Models) -> None:
    secret = changed(models, pay=lambda it: it.assign(pay_is_hidden=True))
    found = models_moves.flows(secret, CHOSEN, Measure.MONEY)
    assert all(one.chart is None for one in found)
    assert any("skjult, under 3 personer" in sentence for one in found
               for sentence in one.sentences)  # fmt: skip


# --- cost and time --------------------------------------------------------------------------------


def test_years_without_amounts_are_named_and_give_no_pay_back(models: Models) -> None:
    line = models_costs.pay_back(models, "M1")
    assert line.text == "kan ikke regnes"
    assert line.small == "ingen beløb for 2029, 2030 og 2031"


def test_the_timeline_has_one_axis_for_all_models(models: Models) -> None:
    table = models_time.timeline(models, CHOSEN, DAY)
    assert [row.label for row in table.rows] == [
        "4. kvartal 2026", "1. kvartal 2027", "2. kvartal 2027",
    ]  # fmt: skip
    assert table.rows[0].small == "nu"
    first = [line.text for line in table.rows[0].cells[1]]
    assert first == ["Drøftet i HovedMED", "Besluttet"]
    assert "Modellen træder i kraft" in [line.text for line in table.rows[1].cells[1]]
    assert table.notes == ("Ingen milepæle i arket: M0.",)


def test_a_milestone_that_should_have_happened_says_so(models: Models) -> None:
    table = models_time.timeline(models, CHOSEN, date(2027, 1, 5))
    assert "ikke meldt sket" in table.rows[0].cells[1][0].small


def test_success_criteria_show_once_the_workbook_calls_a_model_chosen_with_a_start(
    models: Models,
) -> None:
    newest = pd.DataFrame(columns=["indicator", "breakdown", "value"])
    assert models_time.of_the_chosen(models, newest, DAY) is None

    def choose(rows: pd.DataFrame, start: str | None) -> pd.DataFrame:
        mine = rows["model_id"] == "M1"
        return rows.assign(
            status=rows["status"].where(~mine, "chosen"),
            start_quarter=rows["start_quarter"].where(~mine, start),
        )

    without = changed(models, models=lambda it: choose(it, None))
    assert models_time.of_the_chosen(without, newest, DAY) is None
    table = models_time.of_the_chosen(
        changed(models, models=lambda it: choose(it, "2027K1")), newest, DAY
    )
    assert table is not None
    assert [row.label for row in table.rows] == ["C2 Anmeldt vold", "Ø3 Enheder med ansvar"]
    assert "M1 Nyt center fra 1. kvartal 2027" in table.notes[0]
    assert "af Analysegruppen" in table.notes[0]


# --- weighing -------------------------------------------------------------------------------------


def test_sliders_start_with_the_mean_of_the_parties_or_with_one_party(models: Models) -> None:
    what = models_weighing.weighing(models, CHOSEN)
    assert list(models_weighing.weight_choices(what)) == ["gennemsnit", "A", "F", "V"]
    mean, v = (models_weighing.start(what, whose) for whose in ("gennemsnit", "V"))
    assert sum(mean.values()) == sum(v.values()) == 100
    assert v == {"K1": 25, "K2": 50, "K3": 25}


def test_points_stand_in_the_order_of_the_workbook_not_of_the_points(models: Models) -> None:
    rows = models_weighing.lollipops(weighed(models)).rows
    assert [row.name for row in rows] == [*CHOSEN]


def test_a_model_that_fails_a_requirement_has_no_total_and_says_so(models: Models) -> None:
    row = models_weighing.lollipops(weighed(models)).rows[2]
    assert (row.value, row.detail) == (None, "opfylder ikke et krav, ingen samlet vurdering")


def test_only_the_proportions_of_the_weights_matter(models: Models) -> None:
    one, other = (weighed(models, weights=w).totals for w in ((10, 20, 30), (1, 2, 3)))
    assert [row.total for row in one] == pytest.approx([row.total for row in other])


def view_of(step: str, models: Models, result: Result) -> str:
    return said(models_views.weighing(step, models, result))


every_step = pytest.mark.parametrize("step", models_views.STEPS)


@every_step
def test_weights_that_are_all_0_get_a_clear_answer(step: str, models: Models) -> None:
    words = view_of(step, models, weighed(models, weights=(0, 0, 0)))
    assert "Alle vægte er 0" in words
    assert "Sæt mindst én vægt over 0." in words


@every_step
def test_a_criterion_that_nobody_has_scored_gets_a_clear_answer(step: str, models: Models) -> None:
    bare = changed(models, scores=lambda it: it[it["criterion_id"] != "K2"])
    result = weighed(bare)
    assert view_of(step, bare, result)
    words = view_of("vaegte", bare, result)
    assert "fordi »Tæt på de unge« ikke er vurderet" in words


@every_step
def test_one_model_gets_a_clear_answer(step: str, models: Models) -> None:
    result = weighed(models, ("M1",))
    assert view_of(step, models, result)
    assert "Kun M1 har en samlet vurdering" in result.sentence


@every_step
def test_a_tie_gets_a_clear_answer(step: str, models: Models) -> None:
    def alike(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(score=3)

    tied = changed(models, scores=alike, legal=lambda it: it.iloc[:0])
    result = weighed(tied)
    assert "ligger lige" in result.sentence
    assert view_of(step, tied, result)
    assert "ingen første at indhente" in view_of("vaegte", tied, result)


@every_step
def test_an_assessor_with_one_score_gets_a_clear_answer(step: str, models: Models) -> None:
    def one_score(rows: pd.DataFrame) -> pd.DataFrame:
        mine = rows["assessor_id"] == "B3"
        return rows[~mine | ((rows["model_id"] == "M1") & (rows["criterion_id"] == "K1"))]

    few = changed(models, scores=one_score, legal=lambda it: it.iloc[:0])
    result = weighed(few)
    assert view_of(step, few, result)
    assert "B3 har vurderet 1 af 9 felter" in view_of("enige", few, result)


def test_without_scores_and_parties_it_says_so(models: Models) -> None:
    bare = changed(models, scores=lambda it: it.iloc[:0], weights=lambda it: it.iloc[:0])
    what = models_weighing.weighing(bare, CHOSEN)
    assert models_weighing.weight_choices(what) == {"gennemsnit": "Lige vægte"}
    result = weighed(bare)
    assert result.sentence == "Ingen model har en samlet vurdering endnu."
    assert "Ingen partier har givet vægte." in view_of("enige", bare, result)


def test_without_criteria_it_says_so(models: Models) -> None:
    bare = changed(models, criteria=lambda it: it.iloc[:0], scores=lambda it: it.iloc[:0],
                   weights=lambda it: it.iloc[:0])  # fmt: skip
    what = models_weighing.weighing(bare, CHOSEN)
    assert models_weighing.start(what, "gennemsnit") == {}
    assert "Der er ingen kriterier" in weighed(bare, weights=()).why_not


def test_the_three_versions_of_the_shares_stand_together(models: Models) -> None:
    open_ = changed(models, legal=lambda it: it.iloc[:0])
    table = models_weighing.sureness(open_, CHOSEN, weighed(open_))
    assert len(table.rows) == 3
    assert [len(row.cells) for row in table.rows] == [3, 3, 3]


def test_every_model_that_is_not_first_has_what_one_would_have_to_believe(models: Models) -> None:
    open_ = changed(models, legal=lambda it: it.iloc[:0])
    result = weighed(open_)
    assert result.standing is not None
    assert len(models_weighing.beliefs(result)) == 3 - len(result.standing.first)


def test_nothing_is_called_recommended(models: Models) -> None:
    plain = changed(models, models=lambda it: it.assign(status="idea"))
    words = [view_of(step, plain, weighed(plain)) for step in models_views.STEPS]
    words += [said(models_views.side(part, plain, CHOSEN, pd.DataFrame, DAY))
              for part in models_views.PARTS if part != "succes"]  # fmt: skip
    assert not any(word in " ".join(words).lower() for word in ("anbefal", "bedste", "vinder"))


# --- to take away ---------------------------------------------------------------------------------


def test_a_file_says_what_is_invented(models: Models) -> None:
    made_up = changed(models, economy=lambda it: it.assign(origin="example"))
    view = models_views.side("oekonomi", made_up, CHOSEN, pd.DataFrame, DAY)
    assert view.file.notes[0] == "Eksempeldata, udgifter er opdigtede."
    assert "Eksempeldata" in tables.as_csv(view.file).decode("utf-8-sig")
    assert told.invented(models, view.sheets) == ""


def test_rows_that_are_invented_among_others_are_marked_one_by_one(models: Models) -> None:
    def first(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(origin=["example", *rows["origin"][1:]])

    mixed = changed(models, risks=first)
    rows = {row.label: row for row in models_side.for_and_against(mixed, CHOSEN).rows}
    marked = [[line.example for line in cell] for cell in rows["Risici"].cells]
    assert marked == [[False], [True], [False]]


def test_the_points_can_be_taken_away_with_their_weights(models: Models) -> None:
    file = models_weighing.points_file(models, weighed(models))
    assert list(file.rows["Kriterium"])[-1] == "Point 0–100"
    assert file.rows["Vægt"].iloc[:-1].sum() == pytest.approx(1)
    assert tables.as_xlsx(file).startswith(b"PK")


def test_points_are_lollipops_from_0_to_100(models: Models) -> None:
    chart = models_weighing.lollipops(weighed(models))
    assert isinstance(chart, Lollipops)
    assert all(row.value is None or 0 <= row.value <= 100 for row in chart.rows)
