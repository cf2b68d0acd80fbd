from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.hand_overs import Accountable, hand_overs

FUNCTIONS = {"F1": "10-17 år", "F2": "10-17 år", "F3": "10-17 år", "F4": "18-25 år"}


def rows(model: str, **units: str) -> list[Accountable]:
    return [
        Accountable(model, function, unit)
        for function, several in units.items()
        for unit in several.split()
    ]


def test_two_functions_for_one_group_with_two_owners_are_a_hand_over() -> None:
    split = rows("M0", F1="CBF", F2="CKF", F3="CBF", F4="CBE")
    whole = rows("M1", F1="CBF", F2="CBF", F3="CBF", F4="CBF")
    now, one = hand_overs(FUNCTIONS, split + whole, ["M0", "M1"])
    assert (now.model, now.count, now.units) == ("M0", 2, ("CBE", "CBF", "CKF"))
    assert [pair.functions for pair in now.pairs] == [("F1", "F2"), ("F2", "F3")]
    assert now.pairs[0].units == (("CBF",), ("CKF",))
    assert now.pairs[0].target_group == "10-17 år"
    assert (one.count, one.units) == (0, ("CBF",))


def test_a_function_without_an_owner_is_told_and_not_counted() -> None:
    (found,) = hand_overs(FUNCTIONS, rows("M0", F1="CBF", F2="CKF"), ["M0"])
    assert (found.count, found.without_owner) == (1, ("F3", "F4"))


def test_a_shared_owner_hands_nothing_over_and_is_told() -> None:
    (found,) = hand_overs(FUNCTIONS, rows("M0", F1="CBF CKF", F2="CKF", F3="CBF"), ["M0"])
    assert [pair.functions for pair in found.pairs] == [("F2", "F3")]
    assert found.several_owners == ("F1",)


def test_a_model_without_rows_has_no_owners() -> None:
    (found,) = hand_overs(FUNCTIONS, [], ["M0"])
    assert (found.count, found.units, found.without_owner) == (0, (), tuple(FUNCTIONS))


@given(st.lists(st.sampled_from(["CBF", "CKF", "CDU"]), min_size=1, max_size=8))
@settings(deadline=None)
def test_pairs_are_those_that_differ(units: list[str]) -> None:
    functions = {f"F{number}": "alle" for number in range(len(units))}
    given_rows = [
        Accountable("M0", function, unit) for function, unit in zip(functions, units, strict=True)
    ]
    (found,) = hand_overs(functions, given_rows, ["M0"])
    same = sum(units.count(unit) * (units.count(unit) - 1) // 2 for unit in set(units))
    assert found.count == len(units) * (len(units) - 1) // 2 - same
