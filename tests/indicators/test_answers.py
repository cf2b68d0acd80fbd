"""What surveys and registers become: values with limits, by wave and by group."""

from typing import Any

import numpy as np
import pytest

from indicators import answers, build, compute, registers
from indicators.compute import Values
from indicators.registry import INDICATORS
from indicators.stats import intervals
from store import warehouse
from store.settings import Settings, municipality
from tests.indicators.own_figures import published, register, survey

RANDOM = np.random.default_rng(20)
MANY = 200
SAFE = RANDOM.integers(1, 8, MANY).astype(float)
WEIGHTS = RANDOM.uniform(0.4, 3, MANY)


def computed(settings: Settings, id_: str) -> dict[str, Values]:
    """The values of an indicator by breakdown."""
    parts = compute.parts([INDICATORS[id_]])
    with warehouse.reading(settings) as open_:
        found = [
            *answers.values(open_, parts, municipality()),
            *registers.values(open_, parts, municipality()),
        ]
    return {values.breakdown: values for values in found}


def rows_of(values: Values) -> dict[str, dict[str, Any]]:
    """The municipality's rows by period, those without a value too."""
    rows = values.rows()
    own = rows[rows["area"] == "183"]
    return {row["period"]: row for row in own.to_dict("records")}


def test_a_share_is_weighted_and_its_limits_know_it(settings: Settings) -> None:
    survey(settings, "2025", {"tryg_dag": list(SAFE)}, weights=list(WEIGHTS))
    row = rows_of(computed(settings, "A1")[""])["2025"]
    expected = intervals.weighted_share(SAFE >= 5, WEIGHTS)

    assert row["value"] == pytest.approx(expected.share)
    assert row["lower"] < expected.share < row["upper"]
    assert row["upper"] - row["lower"] == pytest.approx(
        2 * 1.96 * expected.standard_error, rel=0.05
    )
    assert (row["base"], row["numerator"]) == (MANY, (SAFE >= 5).sum())


def test_a_group_is_computed_from_its_own_answers(settings: Settings) -> None:
    sexes = np.where(np.arange(MANY) % 3 == 0, "K", "M")
    sexes[:5] = ""
    survey(settings, "2025", {"tryg_dag": list(SAFE)}, weights=list(WEIGHTS), sex=list(sexes))
    found = computed(settings, "A1")

    assert set(found) == {"", "køn=K", "køn=M"}
    women = sexes == "K"
    expected = intervals.weighted_share(SAFE[women] >= 5, WEIGHTS[women])
    row = rows_of(found["køn=K"])["2025"]
    assert row["value"] == pytest.approx(expected.share)
    assert row["base"] == women.sum()
    assert found["køn=K"].is_group
    assert not found[""].is_group


def test_school_classes_make_the_interval_wider(settings: Settings) -> None:
    classes = [f"8.{letter}" for letter in "abcdefghij" for _ in range(20)]
    yes = [float(place < 60) for place in range(MANY)]  # three classes say yes, seven no
    kwargs = {"code": "ungeprofil", "scale": "ja_nej"}
    survey(settings, "2022/23", {"hash_prøvet": yes}, **kwargs)  # type: ignore[arg-type]
    survey(settings, "2024/25", {"hash_prøvet": yes}, cluster=classes, **kwargs)  # type: ignore[arg-type]
    rows = rows_of(computed(settings, "B8")[""])
    alone, together = rows["2022/23"], rows["2024/25"]

    assert alone["value"] == together["value"] == pytest.approx(0.3)
    assert together["upper"] - together["lower"] > 3 * (alone["upper"] - alone["lower"])


def test_the_difference_is_of_those_who_answered_both(settings: Settings) -> None:
    day, night = [7.0, 7, 7, 2, np.nan], [7.0, 2, np.nan, 2, 2]
    survey(settings, "2025", {"tryg_dag": day, "tryg_aften": night})
    row = rows_of(computed(settings, "A3")[""])["2025"]

    assert row["value"] == pytest.approx(100 / 3)
    assert row["base"] == 3
    assert np.isnan(row["numerator"])


def test_an_answer_counts_by_the_scale_it_was_given_on(settings: Settings) -> None:
    survey(settings, "2021", {"tryg_dag": [4.0, 5, 3, 1]}, scale="tryg5")
    survey(settings, "2023", {"tryg_dag": [4.0, 5, 3, 1]}, scale="tryg7")
    rows = rows_of(computed(settings, "A1")[""])

    assert rows["2021"]["value"] == 0.5
    assert rows["2023"]["value"] == 0.25
    assert rows["2022"]["absent_because"] == "not_loaded"


def test_waves_before_another_scale_are_a_break_and_not_in_the_test(settings: Settings) -> None:
    for wave, scale in (("2019", "tryg5"), ("2021", "tryg5"), ("2023", "tryg7"), ("2025", "tryg7")):
        survey(settings, wave, {"tryg_dag": list(np.clip(SAFE, 1, 5))}, scale=scale)
    build.publish(settings, "Anne")
    with warehouse.reading(settings) as open_:
        tables = build.build(open_, municipality())
    breaks = tables["known_break"].query("indicator == 'A1' and breakdown == ''")
    status = tables["status"].query("indicator == 'A1' and area == '183'").iloc[0]

    assert [*breaks["id"]] == ["skala_2023"]
    assert "1 (meget utryg) til 5" in breaks["text"].iloc[0]
    assert status["movement_reason"] == "too_few_periods"
    assert dict(zip(status["movement_missing"], status["movement_left_out"], strict=True)) == {
        "2021": "brud"
    }


def test_the_newest_load_of_a_wave_is_in_force_whole_and_can_be_taken_back(
    settings: Settings,
) -> None:
    survey(settings, "2025", {"tryg_dag": [7.0] * 3 + [1.0]}, sex=["K", "K", "M", "M"])
    later = survey(settings, "2025", {"tryg_dag": [1.0, 1, 7]})
    assert rows_of(computed(settings, "A1")[""])["2025"]["base"] == 3
    assert set(computed(settings, "A1")) == {""}

    warehouse.withdraw(settings, later, "Anne")
    found = computed(settings, "A1")
    assert rows_of(found[""])["2025"]["value"] == 0.75
    assert set(found) == {"", "køn=K", "køn=M"}


def test_a_published_share_has_an_interval_only_where_the_answers_are_told(
    settings: Settings,
) -> None:
    asked = {"question": "tryg_nabolag", "scale": "tryg7"}
    published(
        settings,
        [
            {"wave": "2019", "value": 0.755, **asked},
            {"wave": "2021", "area": "000", "value": 0.881, "answers": 27510, **asked},
        ],
        "national",
    )
    values = computed(settings, "A1")["undersøgelse=national"]
    rows = values.rows()
    ishoej = rows.query("area == '183' and period == '2019'").iloc[0]
    country = rows.query("area == '000' and period == '2021'").iloc[0]

    assert ishoej["value"] == 0.755
    assert np.isnan(ishoej[["lower", "upper", "base"]].to_numpy(float)).all()
    assert ishoej["marks"] == "answers_unknown"
    limits = [float(limit) for limit in intervals.wilson(0.881 * 27510, 27510)]
    assert (country["lower"], country["upper"]) == pytest.approx(tuple(limits))
    assert country["marks"] == ""


def test_a_published_mean_has_the_limits_of_its_deviation(settings: Settings) -> None:
    asked = {"question": "generel_trivsel", "scale": "indeks5", "wave": "2023/24"}
    published(settings, [{"value": 3.6, "answers": 100, "deviation": 0.6, **asked}], "trivsel")
    row = rows_of(computed(settings, "B7")[""])["2023/24"]

    assert row["value"] == 3.6
    assert row["upper"] - 3.6 == pytest.approx(1.984217 * 0.06, rel=1e-6)


def test_the_response_rate_stands_beside_the_whole(settings: Settings) -> None:
    survey(settings, "2025", {"tryg_dag": list(SAFE)}, invited=800)
    assert rows_of(computed(settings, "A1")[""])["2025"]["response"] == 0.25


def test_a_change_is_counted_from_the_wave_before(settings: Settings) -> None:
    survey(settings, "2022", {"tryg_dag": [7.0, 1, 1, 1]})
    survey(settings, "2025", {"tryg_dag": [7.0, 7, 1, 1]})
    (change,) = computed(settings, "A1")[""].changes().to_dict("records")

    assert (change["before"], change["period"]) == ("2022", "2025")
    assert change["difference"] == 0.25


def test_a_register_is_a_share_with_its_two_numbers(settings: Settings) -> None:
    register(settings, "ny_dom", [("2021", "", 18, 55), ("2021", "køn=K", 6, 15)])
    found = computed(settings, "D1")
    row = rows_of(found[""])["2021"]

    assert (row["numerator"], row["denominator"], row["base"]) == (18, 55, 55)
    assert row["value"] == pytest.approx(18 / 55)
    assert (row["lower"], row["upper"]) == pytest.approx(
        tuple(float(limit) for limit in intervals.wilson(18, 55))
    )
    assert found["køn=K"].is_group


def test_a_register_without_a_denominator_is_a_number_of_persons(settings: Settings) -> None:
    quarters = ["2025K1", "2025K2", "2025K3", "2025K4", "2026K1"]
    register(settings, "gadegrupper", [(quarter, "", 12, None) for quarter in quarters])
    found = computed(settings, "B9")[""]
    row = rows_of(found)["2026K1"]

    assert found.leads
    assert [*found.cube.periods] == quarters
    assert row["value"] == row["numerator"] == row["base"] == 12
    assert np.isnan(row["denominator"])


def test_more_than_all_stops_the_build(settings: Settings) -> None:
    register(settings, "ny_dom", [("2021", "", 56, 55)])
    with pytest.raises(compute.MoreThanAllError, match=r"D1.*2021.*56 ud af 55.*ny_dom"):
        computed(settings, "D1")


def test_a_trial_computes_what_a_source_feeds_and_nothing_else(settings: Settings) -> None:
    survey(settings, "2025", {"tryg_dag": list(SAFE), "tryg_aften": list(SAFE)})
    register(settings, "ny_dom", [("2021", "", 18, 55)])
    with warehouse.reading(settings) as open_:
        tables = build.trial(open_, {"borger"})

    assert set(tables["indicator_value"]["indicator"]) == {"A1", "A2", "A3"}
