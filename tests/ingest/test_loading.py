"""Loading figures: zeros where the source leaves them out, and what changed since last time."""

import tempfile
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ingest import checks, loading
from ingest.incoming import Extent
from store import warehouse
from store.settings import Settings
from store.sources import code_list
from store.warehouse import Origin, reading
from tests.conftest import settings_in
from tests.ingest.files import FOLK1A, bulk, load, provenance, read, rectangle, write
from tests.store.figures import in_force

Cell = tuple[str, str, str]


def everything_in(periods: tuple[str, ...]) -> Extent:
    """The rectangle of all areas and all offences: 9,646 cells a period."""
    return {
        "area": tuple(code_list("area")),
        "offence": tuple(code_list("offence")),
        "period": periods,
    }


def quarters(first: int, end: int) -> tuple[str, ...]:
    """The quarters of the years from the first one until before the end."""
    return tuple(f"{year}K{quarter}" for year in range(first, end) for quarter in (1, 2, 3, 4))


def figures(settings: Settings, table: str = "STRAF11") -> dict[tuple[str, ...], float | None]:
    with reading(settings) as open_:
        return in_force(open_, table)


def revisions(settings: Settings) -> list[tuple[object, ...]]:
    with reading(settings) as open_:
        return open_.connection.execute("from revision order by all").fetchall()


# --- zeros ----------------------------------------------------------------------------------------


def test_a_cell_that_the_file_leaves_out_is_zero_inside_the_rectangle_only(
    tmp_path: Path, settings: Settings
) -> None:
    path = write(tmp_path, bulk("183;TOT;2025K1;5", "183;1;2025K2;4"))
    loaded = load(settings, path, [rectangle("183", "TOT 1", "2025K1 2025K2")])

    assert (loaded.cells, loaded.zeros) == (4, 2)
    assert figures(settings) == {
        ("183", "TOT", "2025K1"): 5,
        ("183", "TOT", "2025K2"): 0,
        ("183", "1", "2025K1"): 0,
        ("183", "1", "2025K2"): 4,
    }


def test_a_load_may_hold_several_rectangles(tmp_path: Path, settings: Settings) -> None:
    path = write(tmp_path, bulk("183;TOT;2025K1;5", "187;1;2025K2;4"))
    loaded = load(
        settings, path, [rectangle("183", "TOT", "2025K1"), rectangle("187", "1 3", "2025K2")]
    )

    assert (loaded.cells, loaded.zeros) == (3, 1)
    assert figures(settings) == {
        ("183", "TOT", "2025K1"): 5,
        ("187", "1", "2025K2"): 4,
        ("187", "3", "2025K2"): 0,
    }


@pytest.mark.parametrize("sign", ["..", "."])
def test_a_figure_that_is_not_published_is_no_number_and_no_zero(
    tmp_path: Path, settings: Settings, sign: str
) -> None:
    load(settings, write(tmp_path, bulk(f"183;TOT;2025K1;{sign}", "183;1;2025K1;5")))

    assert figures(settings) == {("183", "TOT", "2025K1"): None, ("183", "1", "2025K1"): 5}


def test_the_largest_count_is_kept_exactly(tmp_path: Path, settings: Settings) -> None:
    load(settings, write(tmp_path, bulk("183;TOT;2025K1;999999999999999")))

    assert figures(settings) == {("183", "TOT", "2025K1"): 999_999_999_999_999}


def test_a_load_of_many_cells_keeps_them_all(tmp_path: Path, settings: Settings) -> None:
    """More than fit in one block of DuckDB, which writes such blocks in parallel."""
    many = everything_in(quarters(2011, 2015))
    rows = [";".join((*cell, "7")) for cell in product(*many.values())][::2]
    loaded = load(settings, write(tmp_path, bulk(*rows)), [many])

    assert (loaded.cells, loaded.zeros) == (checks.size(many), checks.size(many) // 2)
    with reading(settings) as open_:
        assert open_.connection.execute(
            "select count(value), sum(value) from statbank.straf11"
        ).fetchall() == [(loaded.cells, 7 * len(rows))]


# --- revisions ------------------------------------------------------------------------------------


def test_figures_that_changed_are_listed_with_old_and_new(
    tmp_path: Path, settings: Settings
) -> None:
    first = ("183;TOT;2025K1;5", "183;1;2025K1;4", "187;1;2025K1;7", "187;TOT;2025K1;8")
    second = ("183;TOT;2025K1;6", "183;1;2025K1;4", "187;TOT;2025K1;..")
    load(settings, write(tmp_path, bulk(*first)))
    loaded = load(settings, write(tmp_path, bulk(*second)))

    assert loaded.revisions == 3
    assert revisions(settings) == [
        (2, "STRAF11", "183", "2025K1", "TOT", 5, 6),
        (2, "STRAF11", "187", "2025K1", "1", 7, 0),
        (2, "STRAF11", "187", "2025K1", "TOT", 8, None),
    ]


def test_many_revisions_that_follow_a_load_without_any_are_all_listed(
    tmp_path: Path, settings: Settings
) -> None:
    """As when several tables are loaded in one transaction, and the last one is a new edition."""
    many = everything_in(quarters(2011, 2015))
    old = write(tmp_path, bulk("183;TOT;2011K1;7"))
    rows = [";".join((*cell, "7")) for cell in product(*many.values())]
    new = write(tmp_path, bulk(*rows), "new.csv")
    other = write(tmp_path, bulk("183;TOT;IALT;TOT;2026K1;5", header=FOLK1A), "folk1a.csv")
    load(settings, old, [many])
    with warehouse.writing(settings, "Anne", "indlæser") as open_:
        first = read(other, open_.connection)
        assert loading.load(open_, first, [first.seen], provenance(other)).revisions == 0
        second = read(new, open_.connection)
        loaded = loading.load(open_, second, [many], provenance(new))

    assert loaded.revisions == checks.size(many) - 1
    with reading(settings) as open_:
        assert open_.connection.execute(
            "select count(*), sum(old), sum(new) from revision"
        ).fetchall() == [(loaded.revisions, 0, 7 * loaded.revisions)]


def test_figures_that_stay_the_same_are_not_listed(tmp_path: Path, settings: Settings) -> None:
    path = write(tmp_path, bulk("183;TOT;2025K1;5", "187;1;2025K1;..", "183;1;2025K1;0"))
    load(settings, path)

    assert load(settings, path).revisions == 0
    assert revisions(settings) == []


def test_new_figures_are_no_revisions(tmp_path: Path, settings: Settings) -> None:
    load(settings, write(tmp_path, bulk("183;TOT;2025K1;5")))

    assert load(settings, write(tmp_path, bulk("183;TOT;2025K2;6"))).revisions == 0


def test_a_figure_is_compared_with_the_one_in_force_not_with_a_withdrawn_one(
    tmp_path: Path, settings: Settings
) -> None:
    load(settings, write(tmp_path, bulk("183;TOT;2025K1;5")))
    load(settings, write(tmp_path, bulk("183;TOT;2025K1;6")))
    warehouse.withdraw(settings, 2, "Bo")
    loaded = load(settings, write(tmp_path, bulk("183;TOT;2025K1;7")))

    assert loaded.revisions == 1
    assert (3, "STRAF11", "183", "2025K1", "TOT", 5, 7) in revisions(settings)


def test_all_codes_but_area_and_period_are_told_of_a_revision(
    tmp_path: Path, settings: Settings
) -> None:
    for figure in (24190, 24191):
        load(
            settings,
            write(tmp_path, bulk(f"183;TOT;IALT;TOT;2026K1;{figure}", header=FOLK1A), "folk1a.csv"),
        )

    assert revisions(settings) == [(2, "FOLK1A", "183", "2026K1", "TOT IALT TOT", 24190, 24191)]


# --- what is written down -------------------------------------------------------------------------


def test_a_load_is_written_down_with_where_it_came_from(tmp_path: Path, settings: Settings) -> None:
    path = write(tmp_path, bulk("183;TOT;2025K4;5", "183;TOT;2024K1;4", "183;TOT;2025K1;4"))
    loaded = load(settings, path)

    with reading(settings) as open_:
        (written,) = open_.loads()

    assert loaded == loading.Loaded(number=1, table="STRAF11", cells=3, zeros=0, revisions=0)
    assert (written.number, written.source, written.cells) == (1, "STRAF11", 3)
    assert written.title == "Anmeldte forbrydelser"
    assert written.origin is Origin.OFFICIAL
    assert (written.first_period, written.last_period) == ("2024K1", "2025K4")
    assert (written.author, written.file) == ("Anne", "straf11.csv")
    assert len(written.sha256) == 64


def test_what_was_asked_for_is_written_down(tmp_path: Path, settings: Settings) -> None:
    path = write(tmp_path, bulk("183;TOT;2025K4;5"))
    with warehouse.writing(settings, "Anne", "indlæser") as open_:
        rows = read(path, open_.connection)
        loading.load(open_, rows, [rows.seen], provenance(path, {"format": "BULK"}))

    with reading(settings) as open_:
        assert open_.newest_request("STRAF11") == {"format": "BULK"}


# --- for any table --------------------------------------------------------------------------------

AREAS, OFFENCES, PERIODS = ("000", "084", "183", "998"), ("TOT", "1", "3"), ("2025K1", "2025K2")


@st.composite
def loads(draw: st.DrawFn) -> tuple[list[Extent], dict[Cell, str]]:
    """One or two rectangles that do not overlap, and figures for some of their cells."""
    offences = draw(st.permutations(OFFENCES))
    cut = draw(st.integers(1, len(offences)))
    extents = [
        {
            "area": tuple(draw(st.lists(st.sampled_from(AREAS), min_size=1, unique=True))),
            "offence": tuple(chosen),
            "period": tuple(draw(st.lists(st.sampled_from(PERIODS), min_size=1, unique=True))),
        }
        for chosen in (offences[:cut], offences[cut:])
        if chosen
    ]
    cells = sorted(cell for extent in extents for cell in product(*extent.values()))
    figure = st.integers(0, 10**6).map(str) | st.just("..")
    return extents, draw(st.dictionaries(st.sampled_from(cells), figure, min_size=1))


@hypothesis_settings(max_examples=20, deadline=None)
@given(steps=st.lists(st.tuples(loads(), st.booleans()), min_size=1, max_size=4))
def test_in_force_is_what_the_newest_load_states_or_zero_inside_it_and_nothing_outside(
    steps: list[tuple[tuple[list[Extent], dict[Cell, str]], bool]],
) -> None:
    expected: dict[Cell, float | None] = {}
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_in(Path(folder))
        for (extents, stated), withdrawn in steps:
            path = write(Path(folder), bulk(*[";".join((*c, f)) for c, f in stated.items()]))
            loaded = load(settings, path, extents)
            new = {cell: 0.0 for extent in extents for cell in product(*extent.values())}
            assert (loaded.cells, loaded.zeros) == (len(new), len(new) - len(stated))
            new |= {cell: None if f == ".." else float(f) for cell, f in stated.items()}
            assert loaded.revisions == sum(
                cell in expected and expected[cell] != value for cell, value in new.items()
            )
            if withdrawn:
                warehouse.withdraw(settings, loaded.number, "Bo")
            else:
                expected |= new

        assert figures(settings) == expected
