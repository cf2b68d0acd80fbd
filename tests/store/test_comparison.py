"""Two sets of figures side by side."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from store import comparison, publishing, schema
from store.comparison import Difference, Newest
from store.release import OtherVersionError
from store.schema import Tables

OWN, OTHER = "183", "165"
Cell = float | str | None
"""A value; or why there is none, as a word."""


def tables(
    cells: dict[tuple[str, str, str], Cell],
    *,
    movement: dict[str, str] | None = None,
    loads: tuple[int, ...] = (),
    reason: str = "",
) -> Tables:
    """Yearly indicators by (id, area, year); the newest value of each leads."""

    def row(key: tuple[str, str, str], cell: Cell) -> dict[str, Any]:
        value, why = (None, cell) if isinstance(cell, str) else (cell, "")
        return {
            "indicator": key[0], "area": key[1], "period": key[2], "breakdown": "",
            "value": value, "absent_because": why,
        }  # fmt: skip

    values = pd.DataFrame([row(key, cell) for key, cell in cells.items()])
    ids = sorted({id_ for id_, _, _ in cells})
    years = sorted(set(values["period"]))
    status = [
        {"indicator": id_, "area": OWN, "breakdown": "", "movement": word}
        for id_, word in (movement or {}).items()
    ]
    return {
        "meta": pd.DataFrame({"key": ["made_by", "reason"], "value": ["Anne", reason]}),
        "indicator": pd.DataFrame(
            {"id": ids, "position": range(len(ids)), "span": "year", "kind": "share"}
        ),
        "indicator_value": values,
        "period": pd.DataFrame(
            {"period": years, "kind": "year", "last_day": [date(int(y), 12, 31) for y in years]}
        ),
        "status": pd.DataFrame(status),
        "load": pd.DataFrame(
            {"number": loads, "withdrawn_at": pd.NaT}, columns=["number", "withdrawn_at"]
        ),
    }


def published(folder: Path, it: Tables) -> str:
    return publishing.publish(folder, lambda connection, _: schema.write(connection, it))


def compared(folder: Path, before: Tables, after: Tables) -> list[Difference]:
    names = published(folder, before), published(folder, after)
    return comparison.of_releases(folder, *names, OWN)


def test_equal_figures_do_not_differ(tmp_path: Path) -> None:
    it = tables({("A1", OWN, "2023"): 0.78, ("A1", OTHER, "2023"): "hidden"})
    assert compared(tmp_path, it, it) == []


def test_the_noise_of_another_order_of_adding_is_no_difference(tmp_path: Path) -> None:
    before = tables({("A1", OWN, "2023"): 0.1 + 0.2})
    after = tables({("A1", OWN, "2023"): 0.3})
    assert 0.1 + 0.2 != 0.3
    assert compared(tmp_path, before, after) == []


def test_a_new_period_and_a_corrected_one_are_counted_and_the_newest_is_told(
    tmp_path: Path,
) -> None:
    before = tables({("A1", OWN, "2023"): 0.78, ("A1", OTHER, "2023"): 0.5})
    after = tables(
        {("A1", OWN, "2023"): 0.78, ("A1", OWN, "2025"): 0.81, ("A1", OTHER, "2023"): 0.6}
    )
    assert compared(tmp_path, before, after) == [
        Difference("A1", 2, {}, Newest("2023", 0.78), Newest("2025", 0.81))
    ]


def test_cells_that_lose_their_value_are_counted_by_reason(tmp_path: Path) -> None:
    before = tables(
        {
            ("D1", OWN, "2023"): 0.3, ("D1", OTHER, "2023"): 0.3, ("D1", OTHER, "2022"): 0.2,
            ("D1", OTHER, "2021"): "hidden", ("D1", OTHER, "2020"): "not_loaded",
        }
    )  # fmt: skip
    after = tables(
        {
            ("D1", OWN, "2023"): 0.3, ("D1", OTHER, "2023"): "hidden",
            ("D1", OTHER, "2021"): "hidden", ("D1", OTHER, "2020"): "hidden",
        }
    )  # fmt: skip
    (found,) = compared(tmp_path, before, after)
    assert (found.cells, found.absent) == (3, {"hidden": 2, "": 1})


def test_an_indicator_that_comes_or_goes_has_only_one_newest_value(tmp_path: Path) -> None:
    one, other = tables({("A1", OWN, "2023"): 0.78}), tables({("A2", OWN, "2023"): 0.64})
    came, went = Newest("2023", 0.64), Newest("2023", 0.78)
    assert compared(tmp_path, one, other) == [
        Difference("A1", 1, {"": 1}, went, None),
        Difference("A2", 1, {}, None, came),
    ]


def test_an_indicator_with_no_value_to_show_says_why(tmp_path: Path) -> None:
    before = tables({("A1", OTHER, "2023"): 0.78})
    after = tables({("A1", OTHER, "2023"): 0.78, ("A1", OWN, "2023"): "too_uncertain"})
    assert compared(tmp_path, before, after) == [
        Difference("A1", 1, {"too_uncertain": 1}, None, Newest("2023", None, "too_uncertain"))
    ]
    later = tables({("A1", OWN, "2021"): 0.5, ("A1", OWN, "2023"): "too_uncertain"})
    (found,) = compared(tmp_path, before, later)
    assert found.after == Newest("2021", 0.5)


def test_a_status_that_changes_alone_is_a_difference(tmp_path: Path) -> None:
    cells = {("A1", OWN, "2023"): 0.78}
    before = tables(cells, movement={"A1": "no_certain_change"})
    after = tables(cells, movement={"A1": "sign_improvement"})
    (found,) = compared(tmp_path, before, after)
    assert found.cells == 0
    assert found.before == Newest("2023", 0.78, "", {"movement": "no_certain_change"})
    assert found.after == Newest("2023", 0.78, "", {"movement": "sign_improvement"})


def test_a_trial_is_compared_only_for_what_it_computed(tmp_path: Path) -> None:
    release = published(tmp_path, tables({("A1", OWN, "2023"): 0.78, ("C2", OWN, "2023"): 5.0}))
    trial = tables({("A1", OWN, "2023"): 0.7})
    found = comparison.with_trial(tmp_path, release, trial, OWN, {"A1"})
    assert [(one.indicator, one.cells) for one in found] == [("A1", 1)]


def test_without_a_release_everything_in_a_trial_is_new(tmp_path: Path) -> None:
    trial = tables({("A1", OWN, "2023"): 0.7})
    assert comparison.with_trial(tmp_path, None, trial, OWN, {"A1"}) == [
        Difference("A1", 1, {}, None, Newest("2023", 0.7))
    ]


def test_a_release_of_another_version_is_refused(tmp_path: Path) -> None:
    name = published(tmp_path, tables({("A1", OWN, "2023"): 0.7}))
    other = publishing.publish(tmp_path, lambda connection, _: connection.execute("select 1"))
    with pytest.raises(OtherVersionError):
        comparison.of_releases(tmp_path, name, other, OWN)
    assert comparison.about(tmp_path, other) is None


def test_a_release_that_is_not_there_is_told(tmp_path: Path) -> None:
    name = published(tmp_path, tables({("A1", OWN, "2023"): 0.7}))
    with pytest.raises(publishing.UnknownReleaseError):
        comparison.of_releases(tmp_path, "20200101T000000000", name, OWN)


def test_a_folder_with_a_quotation_mark_in_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "Anne's tal"
    it = tables({("A1", OWN, "2023"): 0.7})
    assert compared(folder, it, it) == []


def test_each_load_is_told_with_what_changed_in_the_release_that_first_had_it(
    tmp_path: Path,
) -> None:
    first = published(tmp_path, tables({("A1", OWN, "2023"): 0.7}, loads=(1,), reason="Ny"))
    second = published(tmp_path, tables({("A1", OWN, "2023"): 0.8}, loads=(1, 2, 3)))
    published(tmp_path, tables({("A1", OWN, "2023"): 0.7}, loads=(1,)))
    published(tmp_path, tables({("A1", OWN, "2023"): 0.9}, loads=(1, 2)))

    told = comparison.since(tmp_path, OWN)

    assert set(told) == {2, 3}
    assert {name for name, _ in told.values()} == {second}
    assert [one.after for one in told[2][1]] == [Newest("2023", 0.8)]
    about = comparison.about(tmp_path, first)
    assert about
    assert (about.made_by, about.reason, about.loads) == ("Anne", "Ny", {1})
