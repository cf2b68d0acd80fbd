from dataclasses import replace

from charts import alternative
from charts.description import PERCENT, Role, Sparkline
from tests.charts.examples import COMPARISON, FULL, OWN, SMALL, history, series


def test_a_history_says_where_the_municipality_is() -> None:
    assert alternative.text(FULL) == (
        "Linjediagram, 2016–2020. Ishøj ligger højere end 1 af 2 andre kommuner. "
        "Seneste værdi 5,8 med interval 4,8–6,8. Fra 2019 tæller psykisk vold med."
    )


def test_a_share_is_written_in_percent() -> None:
    own = series("Ishøj", (0.8, 0.285), Role.OWN)
    text = alternative.text(history(own=own, scale=PERCENT))
    assert "Seneste værdi 29\u00a0% med interval" in text


def test_a_history_without_figures_says_so() -> None:
    empty = series("Ishøj", (None, None), Role.OWN)
    assert alternative.text(history(own=empty)) == "Linjediagram, 2016–2017. Ingen tal for Ishøj."


def test_a_comparison_names_both_ends_and_the_municipality() -> None:
    assert alternative.text(COMPARISON) == (
        "Prikdiagram for 2025. "
        "Højest Glostrup 6,9, Ishøj 5,8 med interval 4,9–6,8, lavest Greve 3,6."
    )


def test_a_comparison_without_figures_says_so() -> None:
    empty = replace(COMPARISON, rows=COMPARISON.rows[-1:])
    assert alternative.text(empty) == "Prikdiagram for 2025. Ingen tal."


def test_a_small_history_gives_both_latest_values() -> None:
    assert (
        alternative.text(SMALL) == "Linjediagram, 2016–2020. Seneste værdi Ishøj 5,8 og naboer 4,8."
    )


def test_a_sentence_of_its_own_wins() -> None:
    assert alternative.text(replace(FULL, alt="Vold falder.")) == "Vold falder."


def test_a_sparkline_gives_its_ends() -> None:
    assert alternative.sparkline_text(Sparkline(OWN.points)) == "Fra 6,0 i 2016 til 5,8 i 2020."
    assert alternative.sparkline_text(Sparkline(OWN.points[-1:])) == "5,8 i 2020."
    assert alternative.sparkline_text(Sparkline(())) == "Ingen historik."
