"""Ø3 and Ø4: counted from who is accountable, today and in each model; a chosen model's start."""

from contextlib import closing
from pathlib import Path

import pytest

from indicators import organisation_values, statements
from indicators.organisation_values import hand_overs, units_with_responsibility
from store import publishing, warehouse
from store.release import Release
from store.settings import Settings
from store.statements import Statement
from store.warehouse import Origin
from tests import organisation_rows
from tests.organisation_rows import ROWS, Rows


def published(settings: Settings, rows: Rows, origin: Origin = Origin.MUNICIPAL) -> Release:
    name = organisation_rows.published(settings, rows, origin)
    return Release(publishing.path_of(settings.releases, name))


def units(**of: str) -> dict[str, frozenset[str]]:
    """By function its accountable units, written ``AB``."""
    return {function: frozenset(letters) for function, letters in of.items()}


def test_a_unit_is_counted_once_however_many_functions_it_has() -> None:
    assert units_with_responsibility(units(a="A", b="A", c="B")) == 2
    assert units_with_responsibility(units(a="AB")) == 2
    assert units_with_responsibility({}) == 0


@pytest.mark.parametrize(
    ("accountable", "groups", "pairs"),
    [
        (units(a="A", b="B"), {"a": "unge", "b": "unge"}, 1),
        (units(a="A", b="A"), {"a": "unge", "b": "unge"}, 0),
        (units(a="A", b="B"), {"a": "unge", "b": "voksne"}, 0),
        (units(a="A", b="B", c="C"), dict.fromkeys("abc", "unge"), 3),
        (units(a="A", b="A", c="B"), dict.fromkeys("abc", "unge"), 2),
        (units(a="AB", b="A"), dict.fromkeys("ab", "unge"), 1),
        (units(a="AB", b=""), dict.fromkeys("ab", "unge"), 0),
        (units(a="A", b="B"), {"a": "unge"}, 0),
    ],
)
def test_a_hand_over_is_a_pair_for_one_target_group_with_two_accountable_units(
    accountable: dict[str, frozenset[str]], groups: dict[str, str], pairs: int
) -> None:
    assert hand_overs(accountable, groups) == pairs


def test_the_indicators_have_a_value_today_and_in_each_model(settings: Settings) -> None:
    with closing(published(settings, ROWS)) as release:
        own = [release.facts.municipality]
        values = release.values("Ø3", own).set_index("breakdown")
        assert values.loc["", "value"] == 2
        assert values.loc["model=M1", "value"] == 1
        assert set(values["period"]) == {"2026"}
        assert set(values["origin"]) == {"municipal"}
        assert values["lower"].isna().all()
        pairs = release.values("Ø4", own).set_index("breakdown")["value"].to_dict()
        # Young: SSP (two units) and GADE; vulnerable young: MENTOR (CBF) and EXIT (CKF).
        assert pairs == {"": 2, "model=M1": 0, "model=M2": 1}
        groups = release.groups("Ø3", release.facts.municipality)
        assert list(groups["group_label"]) == ["I dag", "M1 Nyt center", "M2 Samlet i Børn"]
        assert "Ø3" in release.newest_periods


def test_a_function_out_of_scope_does_not_count(settings: Settings) -> None:
    only = [row for row in ROWS["raci"] if row["function_id"] == "KLUB"]
    with closing(published(settings, {**ROWS, "raci": only})) as release:
        assert release.values("Ø3").empty


def test_invented_rows_make_an_invented_value(settings: Settings) -> None:
    rows = {code: [{**row, "origin": "example"} for row in of] for code, of in ROWS.items()}
    with closing(published(settings, rows, Origin.EXAMPLE)) as release:
        own = release.values("Ø3", [release.facts.municipality])
        assert set(own["origin"]) == {"example"}


def test_without_an_organisation_there_is_no_value(tmp_path: Path, settings: Settings) -> None:
    with closing(published(settings, {"criteria": ROWS["criteria"]})) as release:
        assert release.values("Ø3").empty
        assert release.organisation("models").empty


def chosen(**said: object) -> Rows:
    models = [
        {**row, "status": "chosen", **said} if row["model_id"] == "M1" else row
        for row in ROWS["models"]
    ]
    return {**ROWS, "models": models}


def test_the_start_of_a_chosen_model_is_an_event_on_every_chart(settings: Settings) -> None:
    with closing(published(settings, chosen())) as release:
        (event,) = release.events("C2").to_dict("records")
        assert (event["title"], event["kind"]) == ("Ny organisering: Nyt center", "reform")
        assert str(event["day"])[:10] == "2027-01-01"
        assert event["author"] == "Analysegruppen"
        # Nobody wrote it in the app: it waits for nothing, and cannot be removed there.
        assert release.stated_loads == frozenset()
        with warehouse.reading(settings) as open_:
            assert statements.standing(open_, release, Statement.EVENT) == []
            assert statements.waiting(open_, release) == 0


def test_without_a_start_or_a_choice_there_is_no_event(settings: Settings) -> None:
    organisation_rows.put(settings, chosen(start_quarter=None))
    with warehouse.reading(settings) as open_:
        assert organisation_values.events(open_).empty
    organisation_rows.put(settings, ROWS)
    with warehouse.reading(settings) as open_:
        assert organisation_values.events(open_).empty


def test_an_invented_choice_says_so(settings: Settings) -> None:
    organisation_rows.put(settings, chosen(origin="example"), Origin.EXAMPLE)
    with warehouse.reading(settings) as open_:
        (event,) = organisation_values.events(open_).to_dict("records")
    assert event["note"].startswith("Eksempeldata.")


def test_success_criteria_of_a_chosen_model_say_how_it_is_today(settings: Settings) -> None:
    with closing(published(settings, chosen())) as release:
        rows = release.success_criteria(release.facts.municipality).set_index("success_id")
        assert list(rows.index) == ["SK1", "SK2"]
        assert set(rows["of_model"]) == {"M1"}
        assert (rows.loc["SK2", "value"], rows.loc["SK2", "target_value"]) == (2, 1)
        assert (rows.loc["SK2", "label"], rows.loc["SK2", "ground"]) == ("2026", "municipal")
        assert rows.loc["SK1", ["value", "level"]].isna().all()  # nothing of C2 is loaded


def test_success_criteria_of_any_model_can_be_asked_for(settings: Settings) -> None:
    with closing(published(settings, ROWS)) as release:
        own = release.facts.municipality
        assert release.success_criteria(own).empty
        assert list(release.success_criteria(own, "M2")["success_id"]) == ["SK1"]
        assert list(release.success_criteria(own, "M1")["success_id"]) == ["SK1", "SK2"]
