from dataclasses import replace

import pytest

from charts import alternative
from charts.description import PERCENT, Role, Sparkline
from tests.charts.examples import (
    COMPARISON,
    CONTROL,
    FULL,
    FUNNEL,
    OWN,
    PATH,
    SMALL,
    history,
    quarters,
    series,
)


def test_a_history_says_where_the_municipality_is() -> None:
    assert alternative.text(FULL) == (
        "Linjediagram, 2016–2020. Ishøj ligger højere end 1 af 2 andre kommuner. "
        "Seneste værdi 5,8 med interval 4,8–6,8. Fra 2019 tæller psykisk vold med. "
        "Hændelse i 2018: Ny SSP-plan."
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


def test_a_control_chart_gives_base_flags_and_the_latest_quarter() -> None:
    assert alternative.text(CONTROL) == (
        "Kontrolkort, 2020–2022, et punkt for hvert kvartal. Grænserne er regnet på 2021–2022. "
        "3 af 7 vurderede kvartaler er mærket: "
        "2 over grænsen og 1 syv i træk under midten. "
        "Seneste, 4. kvartal 2022: 1,7 (31 anmeldelser), over grænsen. "
        "Fra 2021 tæller flere tyverier med. Hændelse i 2022: Ny SSP-plan."
    )


def test_a_control_chart_without_limits_says_so() -> None:
    chart = replace(CONTROL, stretches=(), base="", breaks=(), events=())
    assert alternative.text(chart) == (
        "Kontrolkort, 2020–2022, et punkt for hvert kvartal. "
        "Ingen grænser, så ingen kvartaler er vurderet. "
        "Seneste, 4. kvartal 2022: 1,7 (31 anmeldelser), vurderes ikke."
    )
    empty = replace(chart, points=quarters((None,) * 4))
    assert alternative.text(empty).endswith("er vurderet. Ingen tal.")


def test_a_quiet_control_chart_says_that_nothing_is_flagged() -> None:
    quiet = replace(CONTROL, points=quarters((0.5,) * 12))
    assert "Ingen af 8 vurderede kvartaler er mærket." in alternative.text(quiet)
    assert "0,5 (31 anmeldelser), som ventet." in alternative.text(quiet)


def test_a_funnel_says_where_the_municipality_lies() -> None:
    assert alternative.text(FUNNEL) == (
        "Tragtdiagram for 6 kommuner i 2025. Ishøj 5,8 ligger mellem 95 % og 99,8 %. "
        "Alle kommuner 4,7. 3 af 6 ligger uden for 99,8 %."
    )


@pytest.mark.parametrize(("value", "zone"), [(4.9, "inden for 95 %"), (9.0, "uden for 99,8 %")])
def test_a_funnel_knows_its_zones(value: float, zone: str) -> None:
    own = replace(FUNNEL.rows[0], value=value)
    text = alternative.text(replace(FUNNEL, rows=(own, *FUNNEL.rows[1:])))
    assert f"ligger {zone}." in text


def test_a_funnel_says_when_its_limits_carry_more_than_chance() -> None:
    text = alternative.text(replace(FUNNEL, spread=True))
    assert text.endswith("Grænserne regner med, at kommuner er forskellige.")


def test_a_target_path_gives_value_path_and_target() -> None:
    assert alternative.text(PATH) == (
        "Linjediagram med måltal, 2016–2024. Ishøj: seneste værdi 5,8 med interval 4,8–6,8. "
        "Sporet mod måltallet: 5,2 med interval 4,2–6,2. Måltal 4,5 i 2024. Udgangspunkt 5,5. "
        "Fremskrivning til 2022: 5,5 med interval 4,5–6,5. Hændelse i 2019: Ny SSP-plan."
    )


def test_a_target_path_without_figures_says_so() -> None:
    empty = replace(PATH, own=series("Ishøj", (None,), Role.OWN), forecast=(), events=())
    assert "Ingen tal for Ishøj. Måltal 4,5 i 2024." in alternative.text(empty)


def test_a_sentence_of_its_own_wins() -> None:
    assert alternative.text(replace(FULL, alt="Vold falder.")) == "Vold falder."


def test_a_sparkline_gives_its_ends() -> None:
    assert alternative.sparkline_text(Sparkline(OWN.points)) == "Fra 6,0 i 2016 til 5,8 i 2020."
    assert alternative.sparkline_text(Sparkline(OWN.points[-1:])) == "5,8 i 2020."
    assert alternative.sparkline_text(Sparkline(())) == "Ingen historik."
