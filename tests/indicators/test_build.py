"""From the warehouse to a release, and back to it."""

import gc
import shutil
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from indicators import build, glossary
from store import log, publishing, schema, warehouse
from store.organisation_sheets import SHEETS
from store.release import Reader, Release
from store.settings import Settings, municipality
from store.warehouse import NoWarehouseError, Origin, reading
from tests.conftest import settings_in
from tests.indicators.figures import load, population

pytest_plugins = ["tests.published"]

KEYS = ["indicator", "area", "period", "breakdown"]
NUMBERS = ["value", "lower", "upper", "numerator", "denominator", "base"]
TEXTS = ["origin", "absent_because", "marks"]
RATE = ["response"]

# A page cannot show what its release does not hold, so a table more is a decision.
HELD = {
    *(sheet.table for sheet in SHEETS.values() if sheet.code != "swing"),
    "organisation_weights",
    "organisation_pay",
    "spending",
    "spending_basis",
    "price_rate",
    *("meta", "goal", "area", "period", "indicator", "source", "known_break"),
    *(
        "indicator_value",
        "subgroup",
        "benchmark",
        "beside",
        "change",
        "latest",
        "status",
        "control_chart",
        "funnel",
        "funnel_curve",
    ),
    *("target", "target_path", "event", "comment"),
    *("check_result", "load", "revision"),
}


Tables = dict[str, pd.DataFrame]


def contents(release: Release) -> Tables:
    """All tables of a release, rows sorted."""
    names = release._rows("select table_name from duckdb_tables()")["table_name"]
    return {name: release._rows(f"from {name} order by all") for name in names}


def built(settings: Settings) -> Tables:
    with reading(settings) as open_:
        return build.build(open_, municipality())


@dataclass(frozen=True)
class Story:
    """A release of the official figures, one with a revised figure, one with that withdrawn."""

    places: Settings
    names: tuple[str, str, str]
    first: Tables
    revised: Tables
    withdrawn: Tables


@pytest.fixture(scope="module")
def some(loaded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Some of the official figures, so that building them takes less time."""
    places = settings_in(tmp_path_factory.mktemp("some") / "var")
    shutil.copytree(loaded.data, places.data)
    with warehouse.writing(places, "Anne", "vælger ud") as open_:
        for table, others in {
            "straf11": "offence not in ('TOT', '12') or period < '2022K1'",
            "straf22": "area <> '183' or period < '2020'",
            "folk1a": "period < '2021K1'",
        }.items():
            open_.connection.execute(f"delete from statbank.{table}_cell where {others}")
    return places


@pytest.fixture
def some_copy(some: Settings, settings: Settings) -> Settings:
    """The same in a folder of the test's own, to be written to."""
    shutil.copytree(some.data, settings.data)
    return settings


@pytest.fixture(scope="module")
def story(some: Settings, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Three releases: one more report in Ishøj in 2025K4, in its region and country, and back."""
    places = settings_in(tmp_path_factory.mktemp("story") / "var")
    shutil.copytree(some.data, places.data)
    first = build.publish(places, "Anne", reason="Første udgivelse").release
    with reading(places) as open_:
        cells = open_.connection.execute(
            "select area, value::integer from statbank.straf11"
            " where area in ('183', '084', '000') and offence = 'TOT' and period = '2025K4'"
        ).fetchall()
    number = load(places, "STRAF11", [f"{area} TOT 2025K4 {value + 1}" for area, value in cells])
    revised = build.publish(places, "Bo", reason="Rettet").release
    warehouse.withdraw(places, number, "Bo")
    withdrawn = build.publish(places, "Bo").release
    names = (first, revised, withdrawn)
    tables = []
    for name in names:
        with closing(Release(publishing.path_of(places.releases, name))) as opened:
            tables.append(contents(opened))
    return Story(places, names, *tables)


@pytest.fixture(scope="module")
def release(published: Settings) -> Release:
    return Reader(published.releases).current()


@pytest.fixture(scope="module")
def tables(release: Release) -> Tables:
    return contents(release)


# --- what a release holds -------------------------------------------------------------------------


def test_a_release_says_by_whom_and_for_whom_it_was_made(release: Release) -> None:
    facts = release.facts

    assert facts.release == release.name
    assert (facts.made_by, facts.reason) == ("Anne", "Første udgivelse")
    assert (facts.municipality, facts.municipality_name) == ("183", "Ishøj")
    assert (facts.peers, facts.peers_name) == ("naboer", "Nabokommunerne under ét")
    assert (facts.region, facts.country) == ("084", "000")
    assert facts.made_at.utcoffset() is not None


def test_publishing_is_one_row_in_the_log(story: Story) -> None:
    rows = [row for row in log.newest(story.places.log) if row.action is log.Action.PUBLISH]

    assert [(row.who, row.subject, row.text) for row in rows] == [
        ("Bo", story.names[2], "Ny udgivelse"),
        ("Bo", story.names[1], "Rettet"),
        ("Anne", story.names[0], "Første udgivelse"),
    ]


def test_a_release_holds_computed_tables_and_no_single_figure_of_the_warehouse(
    tables: Tables,
) -> None:
    assert set(tables) == HELD
    assert [*tables["indicator_value"].columns] == [*KEYS, *NUMBERS, *TEXTS, *RATE]
    assert not {"request", "extent"} & set(tables["load"].columns)


def test_a_release_knows_how_many_values_it_should_hold(release: Release, tables: Tables) -> None:
    assert release.facts.values == len(tables["indicator_value"]) > 80_000
    assert release.faults() == []


def test_there_is_one_row_for_each_indicator_area_period_and_breakdown(
    tables: Tables,
) -> None:
    value = tables["indicator_value"]

    assert not value.duplicated(KEYS).any()
    assert set(value["area"]) <= set(tables["area"]["code"])
    assert set(value["period"]) == set(tables["period"]["period"])
    assert set(value["indicator"]) == set(tables["indicator"].query("has_data")["id"])


def test_a_value_has_limits_round_it_and_a_gap_has_a_reason(
    tables: Tables,
) -> None:
    value = tables["indicator_value"]
    gap = value["value"].isna()

    assert (gap == (value["absent_because"] != "")).all()
    assert value.loc[gap, ["lower", "upper", "base"]].isna().all(axis=None)
    assert value.loc[~gap, NUMBERS].notna().all(axis=None)
    assert value.loc[~gap, "value"].between(value["lower"][~gap], value["upper"][~gap]).all()


def test_every_code_in_a_value_is_explained_in_the_glossary(
    tables: Tables,
) -> None:
    value = tables["indicator_value"]
    codes = {code for name in TEXTS for cell in set(value[name]) for code in cell.split(";")}

    assert {"official", "sum_of_members", "part_missing"} <= codes
    for code in codes - {""}:
        assert glossary.entry(code).explanation


def test_all_loads_and_sources_are_told_of(release: Release) -> None:
    assert list(release.loads["source"]) == ["FOLK1A", "STRAF22", "STRAF11"]
    sources = release.sources.set_index("table")
    assert tuple(sources.loc["STRAF11", ["first_period", "last_period", "next_period"]]) == (
        *("2007K1", "2025K4", "2026K1"),
    )
    assert set(sources["origin"]) == {"official"}
    assert str(sources.loc["STRAF22", "next_expected"].date()) == "2026-02-19"


# --- the newest value and the change since --------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "area", "kind", "newest"),
    [
        ("A4", "183", "quarter", "2025K4"),
        ("A4", "183", "four_quarters", "2025K1-2025K4"),
        ("A5", "183", "four_quarters", "2025K1-2025K4"),  # after a gap of five windows
        ("A5", "147", "quarter", "2024K2"),
        ("A5", "147", "four_quarters", "2023K3-2024K2"),
        ("C7", "183", "year", "2024"),
    ],
)
def test_latest_is_the_newest_period_with_a_value(
    tables: Tables, indicator: str, area: str, kind: str, newest: str
) -> None:
    latest = tables["latest"].set_index(["indicator", "area", "kind", "breakdown"])["period"]

    assert latest[indicator, area, kind, ""] == newest


def test_an_area_without_any_value_has_no_newest_one(tables: Tables) -> None:
    latest = tables["latest"]

    assert "998" not in set(latest[latest["indicator"] == "A4"]["area"])


def change(release: Release, indicator: str, period: str, area: str = "183") -> pd.Series:
    rows = release.history(indicator, [area], kind=release.indicators[indicator].span)
    (row,) = [row for _, row in rows.iterrows() if row["period"] == period]
    return row


def test_a_change_is_told_in_the_value_and_in_cases(release: Release) -> None:
    row = change(release, "A4", "2025K1-2025K4")

    assert (row["cases_before"], row["cases_difference"]) == (1795, 1727 - 1795)
    assert row["before_label"] == "1.–4. kvartal 2024"
    assert row["difference"] == pytest.approx(row["value"] - row["value_before"])
    assert row["percent"] == pytest.approx(row["value"] / row["value_before"] - 1)
    assert f"{row['difference']:.1f} {row['percent']:.1%}" == "-5.0 -6.6%"


def test_there_is_no_change_across_a_gap(release: Release, tables: Tables) -> None:
    row = change(release, "A5", "2025K1-2025K4")

    assert row["value"] > 0
    assert pd.isna(row["difference"])
    changed = tables["change"]
    assert changed[["value_before", "difference", "cases_before"]].notna().all(axis=None)


def test_few_cases_have_a_change_but_no_percent(tables: Tables) -> None:
    changed = tables["change"]
    few = (changed["cases_before"] < 30) | (
        changed["cases_before"] + changed["cases_difference"] < 30
    )

    assert few.any()
    assert (changed["percent"].isna() == few).all()


def test_a_change_to_or_from_a_mass_case_comes_with_a_caution(release: Release) -> None:
    overview = release.overview("183", "naboer").set_index(["indicator", "breakdown"])

    assert overview.loc[("C1", ""), "caution"] == "2023: formentlig massesag."
    assert overview.loc[("C1", "uden=11"), "caution"] == ""
    assert overview.loc[("A4", ""), "caution"] == ""
    assert (release.overview("187", "naboer")["caution"].fillna("") == "").all()


# --- the same figures give the same values --------------------------------------------------------


def test_a_revised_figure_changes_the_values_that_it_is_part_of_and_no_others(
    story: Story,
) -> None:
    before, after = (
        tables["indicator_value"].set_index(KEYS) for tables in (story.first, story.revised)
    )
    changed = after[after["numerator"].fillna(-1) != before["numerator"].fillna(-1)]

    assert {*changed.index} == {
        ("A4", area, period, "")
        for area in ("183", "084", "000")
        for period in ("2025K4", "2025K1-2025K4")
    }
    assert (changed["numerator"] - before.loc[changed.index, "numerator"] == 1).all()
    rest = after.index.difference(changed.index)
    pd.testing.assert_frame_equal(after.loc[rest], before.loc[rest])


def test_a_revised_figure_is_listed_with_old_and_new(story: Story) -> None:
    revision = story.revised["revision"].set_index("area")

    assert set(revision.index) == {"183", "084", "000"}
    assert tuple(revision.loc["183", ["period", "codes", "old", "new"]]) == (
        *("2025K4", "TOT", 503, 504),
    )


def test_withdrawing_a_load_gives_back_the_values_before_it(story: Story) -> None:
    first, again = story.first["indicator_value"], story.withdrawn["indicator_value"]

    same = [*KEYS, "numerator", "denominator", "base", *TEXTS]
    pd.testing.assert_frame_equal(again[same], first[same], check_exact=True)
    pd.testing.assert_frame_equal(again, first, rtol=1e-12, atol=0)


def test_building_the_same_figures_again_gives_the_same_release(story: Story) -> None:
    assert story.first.keys() == story.withdrawn.keys()
    for name in story.first.keys() - {"meta", "load", "revision"}:
        pd.testing.assert_frame_equal(story.withdrawn[name], story.first[name], rtol=1e-12, atol=0)


def test_a_load_that_was_withdrawn_is_still_told_of(story: Story) -> None:
    loads = story.withdrawn["load"].set_index("number")

    assert list(loads.index) == [1, 2, 3, 4]
    assert list(loads["withdrawn_at"].notna()) == [False, False, False, True]


def test_building_changes_nothing_on_disk(settings: Settings) -> None:
    def on_disk() -> dict[str, bytes]:
        files = [path for path in settings.data.rglob("*") if path.is_file()]
        return {path.name: path.read_bytes() for path in files if path != settings.lock}

    load(settings, "STRAF11", ["183 TOT 2025K1 9"])
    population(settings, "183 2025K1 100")
    before = on_disk()
    tables = built(settings)

    assert len(tables["indicator_value"]) > 0
    assert on_disk() == before


# --- the origin of a value ------------------------------------------------------------------------


def test_a_value_is_the_municipalitys_own_when_any_part_of_it_is(some_copy: Settings) -> None:
    load(some_copy, "STRAF11", ["187 12 2025K3 5"], origin=Origin.MUNICIPAL)
    load(some_copy, "STRAF22", ["183 12 ANM 2020 149"], origin=Origin.MUNICIPAL)
    tables = built(some_copy)
    value = tables["indicator_value"].set_index(KEYS)["origin"]

    assert {*value[value == "municipal"].index} == {
        *(
            ("C2", area, period, "")
            for area in ("187", "naboer")
            for period in ("2025K3", "2024K4-2025K3", "2025K1-2025K4")
        ),
        *(("A6", "183", "2020", ""), ("C1", "183", "2020", ""), ("C1", "183", "2020", "uden=11")),
        *(("C7", "183", "2020", ""), ("C7", "183", "2020", "uden=11")),
    }
    sources = tables["source"].set_index("table")["origin"]
    assert dict(sources) == {"STRAF11": "municipal", "STRAF22": "municipal", "FOLK1A": "official"}


def test_an_example_population_makes_every_value_that_divides_by_it_an_example(
    settings: Settings,
) -> None:
    load(settings, "STRAF11", [f"{area} TOT 2025K1 9" for area in ("183", "187")])
    population(settings, "183 2025K1 100", origin=Origin.EXAMPLE)
    value = built(settings)["indicator_value"].set_index(["area", "period"])

    assert value["origin"]["183", "2025K1"] == "example"
    assert value["numerator"]["183", "2025K1"] == 9
    assert value["origin"]["187", "2025K1"] == "official"  # its figure has no population


# --- before there is anything to compute ----------------------------------------------------------


def test_nothing_is_published_before_anything_is_loaded(settings: Settings) -> None:
    with pytest.raises(NoWarehouseError):
        build.publish(settings, "Anne")

    assert publishing.current(settings.releases) is None


@pytest.mark.parametrize(
    ("table", "row"), [("FOLK1A", "183 TOT IALT TOT 2025K1 24365"), ("STRAF11", "183 TOT 2025K1 9")]
)
def test_a_release_may_be_without_values(settings: Settings, table: str, row: str) -> None:
    load(settings, table, [row])

    assert build.publish(settings, "Anne").values == 0
    current = Reader(settings.releases).current()
    assert not any(entry.has_data for entry in current.indicators.values())
    assert len(current.overview("183", "naboer")) == 0
    assert (current.newest_period, current.faults()) == ("", [])
    assert list(current.sources["table"]) == [table]


# --- reading releases -----------------------------------------------------------------------------


def test_rolling_back_shows_the_old_values_again(story: Story) -> None:
    first, revised, withdrawn = story.names
    reader = Reader(story.places.releases)

    def reports_in_2025k4() -> float:
        rows = reader.current().values("A4", ["183"], "2025K4").set_index("period")
        return float(rows.loc["2025K4", "numerator"])

    assert reports_in_2025k4() == 503
    try:
        assert publishing.rollback(story.places.releases, revised) == withdrawn
        assert reports_in_2025k4() == 504
        publishing.rollback(story.places.releases, first)
        assert reports_in_2025k4() == 503
    finally:
        publishing.rollback(story.places.releases, withdrawn)


@pytest.fixture
def publish_small(tmp_path: Path) -> Callable[[str], str]:
    """Publish a release that holds a reason and nothing else."""

    def publish(reason: str) -> str:
        def fill(connection: duckdb.DuckDBPyConnection, name: str) -> None:
            meta = pd.DataFrame({"key": ["reason"], "value": [reason]})
            schema.write(connection, {"meta": meta})

        return publishing.publish(tmp_path, fill)

    return publish


def reason_of(release: Release) -> str:
    return str(release._rows("select value from meta")["value"].iat[0])


def test_a_reader_keeps_the_release_in_force_open(
    publish_small: Callable[[str], str], tmp_path: Path
) -> None:
    publish_small("en")
    reader = Reader(tmp_path)

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: reader.current(), range(50)))

    assert all(release is found[0] for release in found)


def test_a_reader_takes_up_a_new_release_by_itself(
    publish_small: Callable[[str], str], tmp_path: Path
) -> None:
    first = publish_small("en")
    reader = Reader(tmp_path)
    old = reader.current()
    second = publish_small("to")

    assert (old.name, reader.current().name) == (first, second)
    assert (reason_of(old), reason_of(reader.current())) == ("en", "to")


def test_going_back_opens_nothing_anew(publish_small: Callable[[str], str], tmp_path: Path) -> None:
    first = publish_small("en")
    reader = Reader(tmp_path)
    old = reader.current()
    publish_small("to")
    reader.current()
    publishing.rollback(tmp_path, first)

    assert reader.current() is old


def test_a_reader_keeps_at_most_three_releases_open(
    publish_small: Callable[[str], str], tmp_path: Path
) -> None:
    reader = Reader(tmp_path)
    opened = []
    for number in range(6):
        publish_small(str(number))
        opened.append(weakref.ref(reader.current()))
    gc.collect()

    assert [reason_of(one) for ref in opened if (one := ref()) is not None] == ["3", "4", "5"]


def test_a_question_that_was_asked_before_is_not_asked_the_file_again(
    published: Settings,
) -> None:
    release = Reader(published.releases).current()
    once = release.values("A4", ["183"])
    asked = release.asked
    once["value"] = 0.0

    assert (release.values("A4", ["183"])["value"] > 0).any()
    assert release.asked == asked
    assert set(release.values("A4", ["187"])["area"]) == {"187"}
    assert release.asked == asked + 1
