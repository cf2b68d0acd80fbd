"""What a release tells about few persons: nothing, whatever is reckoned from it."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from indicators import answers, build, compute, confidentiality
from indicators.compute import Values
from indicators.cube import ORIGINS, Absence, Cube, consecutive
from indicators.definition import Frequency
from indicators.registry import INDICATORS
from store import warehouse
from store.schema import Tables
from store.settings import Settings, municipality
from tests.conftest import settings_in
from tests.indicators.attacker import NUMBERS, Attacker, Cell
from tests.indicators.own_figures import published, register, register_of_areas, survey

OWN, NEIGHBOUR, REGION = "183", "187", "084"
GROUPS = {
    "køn": ("køn=K", "køn=M"),
    "alder": ("alder=15-29", "alder=30-44", "alder=45+"),
    "bydel": ("bydel=bymidten", "bydel=strandområdet"),
}
SLACK = 1e-3
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # an example takes half a second


def tables_of(places: Settings, *ids: str) -> Tables:
    with warehouse.reading(places) as open_:
        return build.build(open_, municipality(), only=ids)


def rows_of(tables: Tables, breakdown: str = "") -> dict[str, dict[str, object]]:
    """The municipality's values of the only indicator by period."""
    value = tables["indicator_value"]
    own = value[(value["area"] == OWN) & (value["breakdown"] == breakdown)]
    return {row["period"]: row for row in own.to_dict("records")}


def why_absent(tables: Tables, period: str) -> dict[str, str]:
    """Why the values of a period are absent, by breakdown."""
    value = tables["indicator_value"]
    own = value[(value["area"] == OWN) & (value["period"] == period)]
    return dict(zip(own["breakdown"], own["absent_because"], strict=True))


# --- registers ------------------------------------------------------------------------------------


def test_of_a_hidden_cell_nothing_is_left(settings: Settings) -> None:
    register(
        settings,
        "ny_dom",
        [
            ("2024", "", 21, 60), ("2024", "køn=K", 11, 25), ("2024", "køn=M", 10, 35),
            ("2025", "", 14, 61), ("2025", "køn=K", 2, 21), ("2025", "køn=M", 12, 40),
        ],
    )  # fmt: skip
    tables = tables_of(settings, "D1")

    assert why_absent(tables, "2024") == {"": "", "køn=K": "", "køn=M": ""}
    assert why_absent(tables, "2025") == {"": "", "køn=K": "hidden", "køn=M": "hidden"}
    row = rows_of(tables, "køn=M")["2025"]
    assert all(np.isnan(row[name]) for name in NUMBERS)
    assert (row["origin"], row["marks"]) == ("", "")
    assert rows_of(tables)["2025"]["numerator"] == 14
    change = tables["change"]
    assert set(change["breakdown"]) == {""}
    newest = tables["latest"].set_index(["area", "breakdown"])["period"]
    assert newest[OWN, "køn=K"] == "2024"


def test_a_count_of_persons_is_hidden_without_a_base(settings: Settings) -> None:
    register(
        settings,
        "gadegrupper",
        [("2025K1", "", 3, None), ("2025K2", "", 0, None), ("2025K3", "", 5, None)],
    )
    rows = rows_of(tables_of(settings, "B9"))
    assert [rows[f"2025K{k}"]["absent_because"] for k in (1, 2, 3)] == ["hidden", "", ""]
    assert [rows[f"2025K{k}"]["value"] for k in (2, 3)] == [0, 5]


def test_a_base_below_ten_is_never_shown(settings: Settings) -> None:
    rows = [(str(2010 + base), "", min(base, 5), base) for base in range(13)]
    register(settings, "forløb", rows)
    found = rows_of(tables_of(settings, "D3"))
    hidden = [year for year, row in found.items() if row["absent_because"] == "hidden"]
    assert hidden == [str(2010 + base) for base in range(1, 10)]
    assert found["2010"]["absent_because"] == "zero_denominator"


def test_who_is_in_no_group_is_protected_too(settings: Settings) -> None:
    """All but two of 40 are women or men in the file, and 18 of 40 live in no part that is told."""
    register(
        settings,
        "ny_dom",
        [
            ("2025", "", 20, 40), ("2025", "køn=K", 9, 18), ("2025", "køn=M", 10, 20),
            ("2025", "bydel=bymidten", 12, 22),
        ],
    )  # fmt: skip
    found = why_absent(tables_of(settings, "D1"), "2025")
    assert found == {"": "", "køn=K": "hidden", "køn=M": "", "bydel=bymidten": ""}


def test_what_lacks_its_other_number_is_not_shown(settings: Settings) -> None:
    """A supplier that hides a count leaves the base; nobody needs it alone."""
    register(
        settings,
        "ny_dom",
        [
            ("2025", "", 23, 60), ("2025", "køn=K", None, 25), ("2025", "køn=M", 20, 35),
            ("2024", "", 5, None),
        ],
    )  # fmt: skip
    tables = tables_of(settings, "D1")
    women = rows_of(tables, "køn=K")["2025"]
    assert women["absent_because"] == "not_published"
    assert np.isnan([women["numerator"], women["denominator"]]).all()
    assert np.isnan(rows_of(tables)["2024"]["numerator"])
    # 23 − 20 would be the three women.
    assert why_absent(tables, "2025")["køn=M"] == "hidden"


def test_groups_without_a_whole_tell_of_each_other(settings: Settings) -> None:
    """Two kinds of groups of the same persons: 30 + 12 is 39 + 3, whether 42 is shown or not."""
    rows = [
        ("2025", "køn=K", 30, 90), ("2025", "køn=M", 12, 40),
        ("2025", "alder=15-29", 39, 70), ("2025", "alder=30-44", 3, 60),
    ]  # fmt: skip
    register(settings, "ny_dom", rows)
    found = why_absent(tables_of(settings, "D1"), "2025")
    assert found["alder=30-44"] == "hidden"
    assert "hidden" in (found["alder=15-29"], found["køn=K"], found["køn=M"])


def test_a_town_is_not_told_by_its_region(settings: Settings) -> None:
    rows = [(REGION, 90, 300), (OWN, 3, 40), (NEIGHBOUR, 30, 90), ("169", 57, 170)]
    cells = [(area, "2025", "", x, n) for area, x, n in rows]
    columns = ["area", "period", "breakdown", "numerator", "denominator"]
    register_of_areas(settings, "ny_dom", pd.DataFrame(cells, columns=columns))
    value = tables_of(settings, "D1")["indicator_value"].set_index("area")["absent_because"]
    assert value[OWN] == value[NEIGHBOUR] == "hidden"
    assert value[REGION] == value["169"] == ""


def test_another_town_is_hidden_sooner_than_the_municipality(settings: Settings) -> None:
    rows = [(REGION, 90, 300), (OWN, 30, 90), (NEIGHBOUR, 3, 40), ("169", 57, 170)]
    cells = [(area, "2025", "", x, n) for area, x, n in rows]
    columns = ["area", "period", "breakdown", "numerator", "denominator"]
    register_of_areas(settings, "ny_dom", pd.DataFrame(cells, columns=columns))
    value = tables_of(settings, "D1")["indicator_value"].set_index("area")["absent_because"]
    assert value[NEIGHBOUR] == value["169"] == "hidden"
    assert value[OWN] == ""


def test_groups_are_hidden_sooner_than_the_whole(settings: Settings) -> None:
    """To hide the whole would do for both kinds of groups at once."""
    rows = [
        ("2025", "", 43, 100), ("2025", "køn=K", 3, 40), ("2025", "køn=M", 40, 60),
        ("2025", "alder=15-29", 2, 30), ("2025", "alder=30-44", 41, 70),
    ]  # fmt: skip
    register(settings, "ny_dom", rows)
    found = why_absent(tables_of(settings, "D1"), "2025")
    assert found.pop("") == ""
    assert set(found.values()) == {"hidden"}


def test_reports_are_the_source_s_own_public_figures() -> None:
    one = replace(quarterly([[2.0, 3, 1, 0]])[0], indicator=INDICATORS["A4"])
    (same,) = confidentiality.protect([one], municipality())
    assert same is one


# --- answers --------------------------------------------------------------------------------------


def test_a_survey_needs_thirty_answers(settings: Settings) -> None:
    sexes = ["K"] * 29 + ["M"] * 400
    survey(settings, "2025", {"tryg_dag": [6.0, 2.0] * 214 + [6.0]}, sex=sexes)
    tables = tables_of(settings, "A1")

    assert why_absent(tables, "2025") == {"": "", "køn=K": "too_few", "køn=M": ""}
    women = rows_of(tables, "køn=K")["2025"]
    assert (women["base"], women["denominator"]) == (29, 29)
    assert np.isnan([women[name] for name in ("value", "lower", "upper", "numerator")]).all()
    assert rows_of(tables)["2025"]["base"] == 429


def test_an_interval_wider_than_twenty_points_is_not_shown_alone(settings: Settings) -> None:
    ages = ["15-29"] * 60 + ["30-44"] * 400
    survey(settings, "2025", {"tryg_dag": [6.0, 2.0] * 230}, age=ages)
    tables = tables_of(settings, "A1")

    found = why_absent(tables, "2025")
    assert found == {"": "", "alder=15-29": "too_uncertain", "alder=30-44": ""}
    young = rows_of(tables, "alder=15-29")["2025"]
    assert young["base"] == 60
    assert np.isnan([young[name] for name in ("value", "lower", "upper", "numerator")]).all()


def test_three_who_answered_otherwise_are_hidden_with_a_partner(settings: Settings) -> None:
    sexes = ["K"] * 200 + ["M"] * 200
    said = [2.0] * 3 + [6.0] * 197 + [2.0] * 20 + [6.0] * 180
    survey(settings, "2025", {"tryg_dag": said}, sex=sexes)
    found = why_absent(tables_of(settings, "A1"), "2025")
    assert found == {"": "", "køn=K": "hidden", "køn=M": "hidden"}


def test_what_is_missing_anyway_is_the_best_partner(settings: Settings) -> None:
    """Half of 60 say so: too wide an interval. 45 of 50 would be hidden sooner for its size."""
    groups = {"15-29": (197, 3), "30-44": (30, 30), "45+": (45, 5)}
    ages = [age for age, both in groups.items() for _ in range(sum(both))]
    said = [answer for yes, no in groups.values() for answer in (*[6.0] * yes, *[2.0] * no)]
    survey(settings, "2025", {"tryg_dag": said}, age=ages)
    found = why_absent(tables_of(settings, "A1"), "2025")
    assert found == {
        "": "", "alder=15-29": "hidden", "alder=30-44": "hidden", "alder=45+": ""
    }  # fmt: skip


def test_nothing_is_estimated_from_a_hidden_value(settings: Settings) -> None:
    survey(settings, "2025", {"tryg_dag": [2.0] * 3 + [6.0] * 97})
    with warehouse.reading(settings) as open_:
        parts = compute.parts([INDICATORS["A1"]])
        found = list(answers.values(open_, parts, municipality()))
    assert not np.isnan(found[0].error[0, 0])
    assert np.isnan(confidentiality.protect(found, municipality())[0].error).all()


def test_a_few_who_did_not_state_their_sex_hide_nobody(settings: Settings) -> None:
    sexes = ["K"] * 200 + ["M"] * 198 + [""] * 2
    survey(settings, "2025", {"tryg_dag": [2.0, 6.0] * 200}, sex=sexes)
    assert set(why_absent(tables_of(settings, "A1"), "2025").values()) == {""}


def test_means_hide_few_pupils(settings: Settings) -> None:
    base = {"wave": "2024/25", "question": "generel_trivsel", "scale": "indeks5"}
    rows = [
        {"answers": 480, "value": 3.7},
        {"breakdown": "køn=K", "answers": 477, "value": 3.8},
        {"breakdown": "køn=M", "answers": 3, "value": 1.2},
        {"breakdown": "alder=15-29", "answers": 12, "value": 3.1},
    ]
    published(settings, [{**base, "deviation": 0.6, **row} for row in rows], "trivsel")
    found = why_absent(tables_of(settings, "B7"), "2024/25")
    assert found == {"": "", "køn=K": "hidden", "køn=M": "hidden", "alder=15-29": "too_few"}


def test_a_share_without_answers_told_is_shown_as_published(settings: Settings) -> None:
    row = {"wave": "2025", "question": "tryg_dag", "scale": "tryg7", "value": 0.81}
    published(settings, [row], "borger")
    found = rows_of(tables_of(settings, "A1"))["2025"]
    assert (found["value"], found["absent_because"]) == (0.81, "")


# --- any release ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Register:
    """Cells of a register: persons who have it, and among how many (alike where only counted)."""

    rows: pd.DataFrame
    kinds: tuple[str, ...]
    rest: dict[str, bool]

    @property
    def cells(self) -> list[Cell]:
        return list(self.rows[["area", "period", "breakdown"]].itertuples(index=False, name=None))


@st.composite
def registers(draw: st.DrawFn, periods: Sequence[str], *, is_share: bool) -> Register:
    """A random register: groups of some dimensions, areas, and persons who are in no group."""
    random = np.random.default_rng(draw(st.integers(0, 2**32), label="seed"))
    kinds = draw(st.lists(st.sampled_from([*GROUPS]), min_size=1, max_size=2, unique=True))
    rest = {kind: draw(st.sampled_from([False, False, True]), label="rest") for kind in kinds}
    areas = draw(st.sampled_from([(OWN,), (OWN,), (OWN, NEIGHBOUR)]), label="areas")
    size = draw(st.sampled_from([4, 10, 30, 100]), label="persons")
    share = draw(st.sampled_from([0.1, 0.4, 0.95]), label="share") if is_share else 1.0

    rows = []
    for period in periods:
        region: dict[str, NDArray[np.int64]] = {}
        for area in areas:
            has, has_not = random.poisson(size * share), random.poisson(size * (1 - share))
            persons = {"": np.array([has, has_not])}
            for kind in kinds:
                groups = [*GROUPS[kind], *([""] if rest[kind] else [])]
                chances = random.dirichlet(np.ones(len(groups)))
                split = [random.multinomial(number, chances) for number in (has, has_not)]
                persons |= {
                    group: np.array(both)
                    for group, *both in zip(groups, *split, strict=True)
                    if group
                }
            rows += [(area, period, group, *both) for group, both in persons.items()]
            region = {group: region.get(group, 0) + both for group, both in persons.items()}
        if len(areas) > 1:
            rows += [(REGION, period, group, *both) for group, both in region.items()]
    table = pd.DataFrame(rows, columns=["area", "period", "breakdown", "has", "has_not"])
    return Register(table, tuple(kinds), rest)


def loaded_as(places: Settings, code: str, one: Register, *, is_share: bool) -> None:
    table = one.rows.assign(numerator=one.rows["has"])
    among = table["has"] + table["has_not"] if is_share else np.nan
    table = table.assign(denominator=among).drop(columns=["has", "has_not"])
    register_of_areas(places, code, table)


def assert_safe(tables: Tables, id_: str, one: Register, *, is_share: bool) -> int:
    """No hidden cell is told more closely than 1-4; returns how many are hidden."""
    value = tables["indicator_value"]
    value = value[value["indicator"] == id_]
    closed = value[value["absent_because"] == "hidden"]
    assert closed[NUMBERS].isna().all(axis=None)
    hidden = list(closed[["area", "period", "breakdown"]].itertuples(index=False, name=None))

    rests = {
        (area, period, f"{kind}=?")
        for area, period, breakdown in one.cells
        for kind in one.kinds
        if one.rest[kind] and not breakdown
    }
    attacker = Attacker(tables, id_, [*one.cells, *sorted(rests)], is_share=is_share)
    for area, period, breakdown in one.cells:
        if not breakdown:
            for kind in one.kinds:
                unknown = [f"{kind}=?"] if one.rest[kind] else []
                groups = [(area, period, group) for group in [*GROUPS[kind], *unknown]]
                attacker.sums_to((area, period, ""), groups)
        if area == REGION:
            members = [(member, period, breakdown) for member in (OWN, NEIGHBOUR)]
            attacker.sums_to((area, period, breakdown), members)

    true = {
        cell: {"count": has, "rest": has_not, "base": has + has_not}
        for cell, has, has_not in zip(one.cells, one.rows["has"], one.rows["has_not"], strict=True)
    }
    shown = set(one.cells) - set(hidden)
    for told in attacker.told(hidden):
        number = true[told.cell][told.of]
        assert told.lower - SLACK <= number <= told.upper + SLACK
        if told.of != "base" and said_by_a_zero(told.cell, told.of, true, shown):
            continue
        assert told.upper - told.lower >= 3 - SLACK, (told, number)
        if 1 <= number <= 4:
            assert told.lower <= 1 + SLACK, (told, number)
            assert told.upper >= 4 - SLACK, (told, number)
    return len(hidden)


def said_by_a_zero(cell: Cell, of: str, true: dict[Cell, dict[str, int]], shown: set[Cell]) -> bool:
    """Whether a shown whole of which nobody (or everybody) has it says so of its groups."""
    area, period, breakdown = cell
    wholes = {(place, period, group) for place in (area, REGION) for group in (breakdown, "")}
    return any(whole in shown and true[whole][of] == 0 for whole in wholes)


@settings(max_examples=10, deadline=None, phases=NO_SHRINKING)
@given(
    registers([str(year) for year in range(2022, 2026)], is_share=True),
    registers(consecutive("2021K2", "2025K4")[:18], is_share=False),
)
def test_no_release_tells_of_few_persons(
    tmp_path_factory: pytest.TempPathFactory, cohorts: Register, street: Register
) -> None:
    folder: Path = tmp_path_factory.mktemp("release")
    places = settings_in(folder)
    loaded_as(places, "ny_dom", cohorts, is_share=True)
    loaded_as(places, "gadegrupper", street, is_share=False)
    tables = tables_of(places, "D1", "B9")
    shutil.rmtree(folder)
    assert_safe(tables, "D1", cohorts, is_share=True)
    assert_safe(tables, "B9", street, is_share=False)


# --- four quarters together -----------------------------------------------------------------------


def quarterly(
    counts: Sequence[Sequence[float]], bases: Sequence[Sequence[float]] = (), code: str = ""
) -> list[Values]:
    """Quarters of the municipality, and four of them together, of an indicator that adds up."""
    kind = "D1" if len(bases) else "B9"
    one = replace(INDICATORS[kind], frequency=Frequency.QUARTER, adds_up=True)
    part = compute.parts([one])[0]
    axis = consecutive("2020K1", "2030K4")[: len(counts[0])]

    def cube(rows: Sequence[Sequence[float]]) -> Cube:
        empty = Cube.empty((OWN,), axis)
        present = np.full_like(empty.absence, Absence.PRESENT)
        origin = np.full_like(empty.origin, ORIGINS.index("municipal"))
        return replace(empty, value=np.array(rows, float), absence=present, origin=origin)

    cases, among = cube(counts), cube(bases) if len(bases) else None
    single = compute.divided(part, code, cases, among, stock=False)
    below = None if among is None else among.together(4)
    together = compute.divided(part, code, cases.together(4), below, stock=False)
    return [replace(values, of="") for values in (single, together)]


@settings(max_examples=12, deadline=None, phases=NO_SHRINKING)
@given(st.integers(0, 2**32), st.sampled_from([3, 8, 20]), st.booleans())
def test_sums_of_four_quarters_do_not_tell_the_quarters(
    seed: int, size: int, is_share: bool
) -> None:
    random = np.random.default_rng(seed)
    quarters = 7

    def counts(mean: float) -> NDArray[np.int64]:
        """The whole, women and men."""
        women, men = random.poisson(mean * 0.3, quarters), random.poisson(mean * 0.7, quarters)
        return np.array([women + men, women, men])

    has = counts(size)
    has_not = counts(size) if is_share else np.zeros_like(has)
    values = [
        part
        for code, x, y in zip(("", *GROUPS["køn"]), has, has_not, strict=True)
        for part in quarterly([x], [x + y] if is_share else [], code)
    ]
    protected = confidentiality.protect(values, municipality())
    tables = {
        "indicator_value": pd.concat([part.rows() for part in protected]),
        "change": pd.concat([part.changes() for part in protected]),
    }
    true = {
        (OWN, period, part.breakdown): x
        for part in values
        for period, x in zip(part.cube.periods, part.cube.value[0], strict=True)
    }
    attacker = Attacker(tables, values[0].indicator.id, [*true], is_share=is_share)
    for area, period, breakdown in true:
        if not breakdown:
            attacker.sums_to((area, period, ""), [(area, period, code) for code in GROUPS["køn"]])
        first, _, last = period.partition("-")
        if last:
            singles = [(area, quarter, breakdown) for quarter in consecutive(first, last)]
            attacker.sums_to((area, period, breakdown), singles)

    value = tables["indicator_value"]
    closed = value[value["absent_because"] == "hidden"]
    hidden = list(closed[["area", "period", "breakdown"]].itertuples(index=False, name=None))
    few = {cell for cell, x in true.items() if 1 <= x <= 4}
    assert few <= set(hidden)
    for told in attacker.told(hidden):
        if told.of == "count" and told.cell in few:
            assert told.lower <= 1 + SLACK
            assert told.upper >= 4 - SLACK
        if not is_share:
            assert told.upper - told.lower >= 3 - SLACK
