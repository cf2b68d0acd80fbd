"""What a release tells of the organisation: all of it, but not what few persons are paid."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from indicators import organisation
from indicators.organisation_hiding import FEWEST, Pay, Pool, Staff, can_be_shown, hidden, pools
from store import publishing
from store.organisation_sheets import SHEETS
from store.release import Release
from store.warehouse import Origin, reading
from tests import organisation_rows
from tests.conftest import settings_in
from tests.organisation_rows import ROWS, Row


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterable[Release]:
    settings = settings_in(tmp_path_factory.mktemp("organisation"))
    name = organisation_rows.published(settings)
    with closing(Release(publishing.path_of(settings.releases, name))) as open_:
        yield open_


def test_every_sheet_is_in_the_release_in_the_order_of_its_file(release: Release) -> None:
    for code, rows in ROWS.items():
        if code in ("swing", "staff"):
            continue
        shown = release.organisation(code)
        key = list(SHEETS[code].key)
        assert shown[key].to_dict("records") == [{k: row[k] for k in key} for row in rows]
        assert set(shown["origin"]) == {"municipal"}


def test_a_function_and_where_it_moves_are_always_shown(release: Release) -> None:
    shown = release.organisation("assignments")
    assert shown["pay_is_hidden"].any()
    for column in ("from_unit", "to_unit", "moves", "fte", "operations"):
        assert shown[column].notna().all()


def test_pay_of_functions_with_few_persons_is_hidden_in_every_model(release: Release) -> None:
    shown = release.organisation("assignments").set_index(["function_id", "model_id"])
    is_hidden = shown["pay_is_hidden"]
    for few in ("PSP", "MENTOR", "EXIT"):
        assert is_hidden[few].all()
        assert shown.loc[few, "salary"].isna().all()
    assert not is_hidden["GADE"].any()
    assert (shown["salary"].isna() == is_hidden).all()


def test_what_the_models_cost_in_pay_is_told_as_sums(release: Release) -> None:
    pay = release.organisation("pay")
    whole = pay[pay["part"] == "model"]
    true = pd.DataFrame(ROWS["assignments"]).groupby("model_id")
    assert list(whole["model_id"]) == ["M0", "M1", "M2"]
    assert list(whole["salary"]) == list(true["salary"].sum())
    assert list(whole["operations"]) == list(true["operations"].sum())
    assert list(whole["fte"]) == list(true["fte"].sum())


def test_what_moves_is_told_from_unit_to_unit(release: Release) -> None:
    pay = release.organisation("pay")
    flows = pay[(pay["part"] == "flow") & (pay["model_id"] == "M1")]
    assert {*zip(flows["from_unit"], flows["to_unit"], strict=True)} == {
        ("CBF", "CT"), ("CKF", "CT"),
    }  # fmt: skip
    assert flows.set_index("from_unit")["functions"].to_dict() == {"CBF": 3, "CKF": 3}


def test_small_staff_groups_are_one_row_of_their_unit(release: Release) -> None:
    staff = release.organisation("staff")
    centre = staff[(staff["model_id"] == "M1") & (staff["unit_id"] == "CT")]
    assert centre.set_index("group")["headcount"].to_dict() == {
        "pædagoger": 16, organisation.OTHER_GROUPS: 3,
    }  # fmt: skip
    added = centre[centre["is_summed"]].iloc[0]
    assert added["fte"] == 2.5
    assert pd.isna(added["change"])  # they differ
    assert added["med_level"] == "HovedMED"  # they are alike


def test_weights_are_of_parties(release: Release) -> None:
    weights = release.organisation("weights").set_index(["party", "criterion_id"])
    assert weights.loc[("A", "K1"), "weight"] == pytest.approx(0.5)  # of 100/200 and 100/200
    assert weights.loc[("A", "K2"), "weight"] == pytest.approx(0.35)  # of 60/200 and 80/200
    assert weights.loc[("A", "K1"), "politicians"] == 2
    assert weights.groupby("party")["weight"].sum().round(12).eq(1).all()


@pytest.mark.parametrize(
    ("points", "weights", "left_out"),
    [
        ({"P1": (0, 0), "P2": (50, 50)}, (0.5, 0.5), 1),
        ({"P1": (100, None), "P2": (20, 80)}, (0.2, 0.8), 1),
        ({"P1": (100,), "P2": (20, 80)}, (0.2, 0.8), 1),
        ({"P1": (100, 0), "P2": (20, 80)}, (0.6, 0.4), 0),
        ({"P1": (100, None), "P2": (0, 0)}, None, 2),
    ],
)
def test_a_politician_who_has_not_weighed_everything_is_left_out_and_counted(
    points: Mapping[str, Sequence[float | None]],
    weights: tuple[float, float] | None,
    left_out: int,
    tmp_path: Path,
) -> None:
    rows: list[Row] = [
        {"politician_id": who, "party": "A", "criterion_id": criterion, "points": point}
        for who, given_ in points.items()
        for criterion, point in zip(("K1", "K2"), given_, strict=False)
    ]
    criteria = [row for row in ROWS["criteria"] if row["criterion_id"] in ("K1", "K2")]
    organisation_rows.put(settings_in(tmp_path), {"swing": rows, "criteria": criteria})
    with reading(settings_in(tmp_path)) as open_:
        found = organisation.tables(open_)["organisation_weights"]
    assert set(found["left_out"]) == {left_out}
    if weights is None:
        assert found["weight"].isna().all()
        assert list(found["politicians"]) == [0]
    else:
        assert dict(zip(found["criterion_id"], found["weight"], strict=True)) == pytest.approx(
            dict(zip(("K1", "K2"), weights, strict=True))
        )


def test_public_rows_stand_where_the_municipality_has_none(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    organisation_rows.put(settings, {"units": ROWS["units"][:2], "fora": ROWS["fora"]})
    public = [{**row, "origin": "official"} for row in ROWS["units"]]
    sources = [{**row, "origin": "official"} for row in ROWS["sources"]]
    organisation_rows.put(settings, {"units": public, "sources": sources}, Origin.OFFICIAL)
    with reading(settings) as open_:
        tables = organisation.tables(open_)
    assert list(tables["organisation_units"]["unit_id"]) == ["BU", "KU"]
    assert list(tables["organisation_sources"]["origin"]) == ["official"]
    assert tables["organisation_models"].empty


def test_without_an_organisation_the_tables_are_empty(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    organisation_rows.put(settings, {"criteria": ROWS["criteria"]})
    with reading(settings) as open_:
        tables = organisation.tables(open_)
    assert {name for name, rows in tables.items() if len(rows)} == {"organisation_criteria"}


# --- nobody can work out what is hidden -----------------------------------------------------------

UNITS = ("A", "B", "C")
MODELS = ("M0", "M1", "M2")


@st.composite
def placements(draw: st.DrawFn) -> list[Pay]:
    """Functions placed in up to three models; mostly whole, mostly at the same pay in each."""
    found = []
    models = MODELS[: draw(st.integers(1, 3))]
    for number in range(draw(st.integers(1, 7))):
        fte = draw(st.sampled_from([0.5, 1.0, 1.5, 2.0, 2.9, 3.0, 4.0, 8.0, None]))
        home = draw(st.sampled_from(UNITS))
        salary = 1_000 + 17 * 2**number
        for model in models:
            if model != "M0" and draw(st.integers(0, 9)) == 0:
                continue
            unit = home if model == "M0" else draw(st.sampled_from(UNITS))
            more = draw(st.sampled_from([0, 0, 0, 0, 250]))
            found.append(Pay(model, f"F{number}", (home, unit), fte, salary + more))
            if fte and draw(st.integers(0, 7)) == 0:
                other = next(one for one in UNITS if one != unit)
                found[-1] = Pay(model, f"F{number}", (home, unit), fte / 2, salary - 400)
                found.append(Pay(model, f"F{number}", (home, other), fte / 2, 400 + more))
    return found


def sums_of(pays: Sequence[Pay]) -> list[tuple[str, list[int]]]:
    """The sums that a release may have: models, units, flows and two units together."""
    found = []
    for model in MODELS:
        mine = [at for at, pay in enumerate(pays) if pay.model == model]
        found.append((model, mine))
        for some in [*combinations(UNITS, 1), *combinations(UNITS, 2)]:
            found.append((model, [at for at in mine if pays[at].place[1] in some]))
        for place in product(UNITS, UNITS):
            found.append((model, [at for at in mine if pays[at].place == place]))
    return [(model, of) for model, of in found if of]


@given(placements())
@effort(max_examples=200, deadline=None)
def test_no_sum_of_few_persons_pay_can_be_worked_out(pays: list[Pay]) -> None:
    """Against one who knows all that is shown and that a function costs the same in each model."""
    secret = hidden(pays)
    unknown = [at for at, pay in enumerate(pays) if pay.function in secret.functions]
    # One unknown where a reader may take two for one: the same function, place and amount.
    names = {at: (pays[at].function, pays[at].place[1], pays[at].salary) for at in unknown}
    columns = {name: n for n, name in enumerate(dict.fromkeys(names.values()))}

    def row(of: Iterable[int]) -> np.ndarray:
        found = np.zeros(len(columns))
        for at in of:
            if at in names:
                found[columns[names[at]]] += 1
        return found

    known = [row(of) for model, of in sums_of(pays) if can_be_shown(of, model, pays, secret)]
    for function in secret.functions:
        whole = {
            model: [
                at for at in unknown if (pays[at].function, pays[at].model) == (function, model)
            ]
            for model in MODELS
        }
        totals = {model: sum(pays[at].salary for at in of) for model, of in whole.items()}
        for one, other in combinations([model for model in MODELS if whole[model]], 2):
            if totals[one] == totals[other]:
                known.append(row(whole[one]) - row(whole[other]))
    if not known:
        return
    rank = np.linalg.matrix_rank(known)
    few = [
        (pays[at].function, pays[at].model, pays[at].fte or 0.0)
        for at in unknown
        if pays[at].fte is None or pays[at].fte < FEWEST
    ]
    targets = [[at] for at in unknown]
    for model in MODELS:
        mine = sorted({(function, fte) for function, of, fte in few if of == model})
        for size in (2, 3):
            for some in combinations(mine, size):
                if sum(fte for _, fte in some) < FEWEST:
                    named = {function for function, _ in some}
                    of = [
                        at for at in unknown
                        if pays[at].model == model and pays[at].function in named
                    ]  # fmt: skip
                    if sum(pays[at].fte or 0 for at in of) < FEWEST:
                        targets.append(of)
    for target in targets:
        assert np.linalg.matrix_rank([*known, row(target)]) > rank


@given(placements())
@effort(max_examples=200, deadline=None)
def test_pay_of_few_persons_is_always_hidden(pays: list[Pay]) -> None:
    secret = hidden(pays)
    for pay in pays:
        if pay.fte is None or pay.fte < FEWEST:
            assert pay.function in secret.functions


def test_pay_is_shown_where_nobody_is_few() -> None:
    pays = [Pay("M0", f"F{n}", ("A", "A"), 3.0, 1_000) for n in range(4)]
    assert hidden(pays).functions == frozenset()
    assert can_be_shown([0, 1], "M0", pays, hidden(pays))


def test_a_function_of_few_takes_one_beside_it_along_so_that_the_unit_can_be_told() -> None:
    pays = [
        Pay("M0", "few", ("A", "A"), 1.0, 500),
        Pay("M0", "cheap", ("A", "A"), 4.0, 2_000),
        Pay("M0", "dear", ("A", "A"), 4.0, 3_000),
        Pay("M0", "away", ("B", "B"), 4.0, 1_000),
    ]
    secret = hidden(pays)
    assert secret.functions == {"few", "cheap"}
    assert can_be_shown([0, 1, 2], "M0", pays, secret)
    assert not can_be_shown([0, 2], "M0", pays, secret)


def test_alone_in_the_whole_model_even_the_sum_is_hidden() -> None:
    pays = [Pay("M0", "few", ("A", "A"), 1.0, 500)]
    assert not can_be_shown([0], "M0", pays, hidden(pays))


@st.composite
def staffs(draw: st.DrawFn) -> list[Staff]:
    found = []
    for model in MODELS[: draw(st.integers(1, 3))]:
        for unit in UNITS:
            for group in ("p", "l", "s", "k"):
                count = draw(st.sampled_from([None, None, 0, 1, 2, 2, 3, 9]))
                if count is not None:
                    found.append(Staff(model, unit, group, count))
    return found


@given(staffs())
@effort(max_examples=300, deadline=None)
def test_no_staff_group_of_few_can_be_worked_out(staff: list[Staff]) -> None:
    found = pools(staff)
    gone = [at for pool in found for at in pool.members]
    assert len(gone) == len(set(gone))
    for at, one in enumerate(staff):
        if 0 < one.persons < FEWEST:
            assert at in gone
    columns = {key: n for n, key in enumerate(dict.fromkeys(staff[at].key for at in gone))}
    # A reader takes a group of the same unit and size in another model for the same.
    shown = {one.key for at, one in enumerate(staff) if at not in gone}
    assert not shown & set(columns)

    def row(pool: Pool) -> np.ndarray:
        vector = np.zeros(len(columns))
        for at in pool.members:
            vector[columns[staff[at].key]] = 1
        return vector

    known = [row(pool) for pool in found if pool.is_shown]
    for pool in found:
        if pool.is_shown:
            assert sum(staff[at].persons for at in pool.members) >= FEWEST
            assert len(pool.members) > 1
    if known:
        rank = np.linalg.matrix_rank(known)
        for n in range(len(columns)):
            assert np.linalg.matrix_rank([*known, np.eye(len(columns))[n]]) > rank


def test_groups_too_few_for_their_unit_are_one_row_of_the_model() -> None:
    staff = [
        Staff("M0", "A", "p", 9), Staff("M0", "A", "l", 2), Staff("M0", "B", "l", 2),
    ]  # fmt: skip
    assert pools(staff) == [Pool("M0", "", (1, 2))]


def test_one_small_group_in_all_takes_the_smallest_other_along() -> None:
    staff = [Staff("M0", "A", "p", 9), Staff("M0", "A", "l", 2), Staff("M0", "B", "s", 4)]
    assert pools(staff) == [Pool("M0", "A", (0, 1))]


def test_groups_without_persons_are_no_secret() -> None:
    assert pools([Staff("M0", "A", "p", 0)]) == []
