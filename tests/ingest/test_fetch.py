"""From StatBank to the warehouse, against a StatBank on loopback."""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from indicators import build
from ingest import fetch as fetching
from ingest.by_hand import AlreadyLoadedError
from ingest.fetch import Fetched
from ingest.problem import RejectedError
from ingest.statbank import StatBank, StatBankError
from store import log, sources, warehouse
from store.settings import Settings, read_config
from store.sources import UnknownTableError
from store.warehouse import reading, writing
from tests.conftest import TODAY
from tests.ingest.fake_statbank import (
    AREAS,
    Axis,
    FakeStatBank,
    Fault,
    Key,
    Table,
    quarters,
    small_folk1a,
    small_straf11,
    small_straf22,
    small_straf46,
)
from tests.ingest.fake_statbank import (
    build as table,
)
from tests.ingest.files import STRAF11, bulk, load, write
from tests.store.figures import everything, in_force, same

EDITION = date(2026, 7, 16)
LATER = "2026-10-15T08:00:00"
STRAF46 = {
    "title": "Betingede frihedsstraffe",
    "frequency": "year",
    "days": 500,
    "select": {name: ["*"] for name in ("OMRÅDE", "OVERTRÆD", "AFGØRELSE", "ALDER", "KØN", "Tid")},
}

Configure = Callable[..., None]


@pytest.fixture(autouse=True)
def _straight_to_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def fake() -> Iterator[FakeStatBank]:
    with FakeStatBank(small_straf11(), small_straf22(), small_folk1a(), small_straf46()) as running:
        yield running


@pytest.fixture
def fetch(fake: FakeStatBank, settings: Settings) -> Iterator[Callable[[str], Fetched]]:
    """Fetch a table as the program does."""
    with StatBank(fake.url, timeout=5, sleep=lambda seconds: None) as bank:
        yield lambda table: fetching.fetch(settings, table, "Anne", TODAY, bank)


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Iterator[Configure]:
    """Change entries of `sources.toml`."""

    def configured(**tables: dict[str, Any]) -> None:
        config = read_config("sources.toml")
        for name, entry in tables.items():
            config["table"][name] = {**config["table"].get(name, {}), **entry}
        monkeypatch.setattr(sources, "read_config", lambda name: config)
        sources.sources.cache_clear()

    yield configured
    sources.sources.cache_clear()


def figures(settings: Settings, table: str = "STRAF11") -> dict[tuple[str, ...], float | None]:
    with reading(settings) as open_:
        return in_force(open_, table)


def cells(table: Table) -> dict[Key, float]:
    """All cells of a table, zeros too."""
    axes = [[value["id"] for value in variable["values"]] for variable in table.variables]
    return {key: float(table.cell(key)) for key in product(*axes)}


def without(table: Table, variable: str, *codes: str) -> Table:
    """The same table after StatBank took codes away."""
    info = json.loads(json.dumps(table.info))
    for one in info["variables"]:
        if one["id"] == variable:
            one["values"] = [value for value in one["values"] if value["id"] not in codes]
    return Table(info, table.cell)


# --- the first fetch ------------------------------------------------------------------------------


def test_a_table_is_fetched_whole_with_its_zeros(
    fetch: Callable[[str], Fetched], fake: FakeStatBank, settings: Settings
) -> None:
    expected = cells(fake.tables["STRAF11"])
    fetched = fetch("STRAF11")

    assert figures(settings) == expected
    assert fetched.loaded
    assert fetched.loaded.cells == len(expected) == 7 * 9 * 12
    assert fetched.loaded.zeros == list(expected.values()).count(0) > 0
    assert fetched.loaded.revisions == 0
    assert (fetched.table, fetched.updated, fetched.told) == ("STRAF11", EDITION, ())


def test_a_load_says_where_it_came_from(
    fetch: Callable[[str], Fetched], settings: Settings
) -> None:
    fetch("STRAF11")
    with reading(settings) as open_:
        (written,) = open_.loads()

    assert (written.author, written.source_date) == ("Anne", EDITION)
    assert (written.first_period, written.last_period) == ("2023K1", "2025K4")
    assert written.note.startswith("Hentet fra StatBank ")
    assert written.note.endswith("StatBanks udgave af STRAF11 er fra 16. juli 2026.")
    raw = settings.raw / written.file
    assert raw.read_bytes().startswith("OMRÅDE;OVERTRÆD;TID;INDHOLD\r\n".encode())
    (event,) = log.newest(settings.log)
    assert (event.who, event.action, event.subject) == ("Anne", log.Action.LOAD, "1")
    assert event.text == "STRAF11: 756 celler fra StatBank"


def test_of_the_population_only_the_whole_is_fetched(
    fetch: Callable[[str], Fetched], fake: FakeStatBank, settings: Settings
) -> None:
    fetch("FOLK1A")

    people = cells(fake.tables["FOLK1A"])
    assert figures(settings, "FOLK1A") == {
        key: number for key, number in people.items() if key[1:4] == ("TOT", "IALT", "TOT")
    }


def test_a_table_may_be_named_in_small_letters(fetch: Callable[[str], Fetched]) -> None:
    assert fetch("straf22").table == "STRAF22"


def test_what_was_fetched_can_be_published(
    fetch: Callable[[str], Fetched], settings: Settings
) -> None:
    fetch("STRAF11")
    fetch("FOLK1A")

    assert build.publish(settings, "Anne").values > 0


# --- again ----------------------------------------------------------------------------------------


def test_the_same_edition_is_not_asked_for_twice(
    fetch: Callable[[str], Fetched], fake: FakeStatBank, settings: Settings
) -> None:
    fetch("STRAF11")
    before = everything(settings)
    again = fetch("STRAF11")

    assert (again.loaded, again.updated) == (None, EDITION)
    assert len(fake.data_requests) == 1
    assert same(before, everything(settings))
    assert len(log.newest(settings.log)) == 1


def test_a_new_edition_is_loaded_and_what_it_changed_is_listed(
    fetch: Callable[[str], Fetched], fake: FakeStatBank, settings: Settings
) -> None:
    fetch("STRAF11")
    old = fake.tables["STRAF11"].cell
    changed = {("183", "3", "2025K1"), ("183", "TOT", "2025K1"), ("998", "12", "2024K2")}
    newer = small_straf11(LATER)
    fake.put(Table(newer.info, lambda key: old(key) + (1000 if key in changed else 0)))
    fetched = fetch("STRAF11")

    assert fetched.updated == date(2026, 10, 15)
    assert fetched.loaded
    assert (fetched.loaded.number, fetched.loaded.revisions) == (2, 3)
    with reading(settings) as open_:
        revisions = open_.connection.execute(
            "select area, codes, period, old, new from revision where load = 2"
        ).fetchall()
    assert sorted(revisions) == sorted((*key, old(key), old(key) + 1000) for key in changed)
    assert figures(settings)[("998", "12", "2024K2")] == old(("998", "12", "2024K2")) + 1000


def test_a_new_edition_with_new_quarters_revises_nothing(
    fetch: Callable[[str], Fetched], fake: FakeStatBank, settings: Settings
) -> None:
    fetch("STRAF11")
    newest = small_straf11(LATER, last_year=2026)
    fake.put(without(newest, "Tid", "2026K3", "2026K4"))
    fetched = fetch("STRAF11")

    assert fetched.loaded
    assert (fetched.loaded.cells, fetched.loaded.revisions) == (7 * 9 * 14, 0)
    assert ("183", "TOT", "2026K2") in figures(settings)


def test_another_selection_of_the_same_edition_is_fetched(
    fetch: Callable[[str], Fetched], fake: FakeStatBank, configure: Configure
) -> None:
    configure(STRAF11={"select": {"OMRÅDE": ["*"], "OVERTRÆD": ["TOT"], "Tid": ["(1)"]}})
    fetched = fetch("STRAF11")
    assert fetched.loaded
    assert fetched.loaded.cells == 7

    configure(STRAF11={"select": {"OMRÅDE": ["*"], "OVERTRÆD": ["TOT"], "Tid": ["(-n+4)"]}})
    fetched = fetch("STRAF11")
    assert fetched.loaded
    assert fetched.loaded.cells == 28


def test_a_load_that_was_withdrawn_is_fetched_again(
    fetch: Callable[[str], Fetched], settings: Settings
) -> None:
    fetch("STRAF11")
    warehouse.withdraw(settings, 1, "Anne")

    loaded = fetch("STRAF11").loaded
    assert loaded
    assert loaded.number == 2


def test_after_a_file_by_hand_statbank_is_asked_again(
    fetch: Callable[[str], Fetched], settings: Settings, tmp_path: Path
) -> None:
    fetch("STRAF11")
    load(settings, write(tmp_path, bulk("183;TOT;2025K4;1", header=STRAF11)))

    loaded = fetch("STRAF11").loaded
    assert loaded
    assert loaded.revisions == 1


# --- a table that nobody has set up yet -----------------------------------------------------------


def test_a_new_table_needs_one_entry_in_the_configuration_and_no_code(
    fetch: Callable[[str], Fetched], fake: FakeStatBank, settings: Settings, configure: Configure
) -> None:
    configure(STRAF46=STRAF46)
    fetched = fetch("STRAF46")

    decisions = cells(fake.tables["STRAF46"])
    assert figures(settings, "STRAF46") == decisions
    assert fetched.loaded
    assert (fetched.loaded.cells, fetched.told) == (len(decisions), ())
    with reading(settings) as open_:
        columns = open_.table("STRAF46").columns  # type: ignore[union-attr]
        assert open_.loads()[0].title == "Betingede frihedsstraffe"
        assert open_.faults() == []
    assert columns[:6] == ("area", "offence", "decision", "age", "sex", "period")
    assert fetch("STRAF46").loaded is None


def test_a_table_without_an_entry_is_not_fetched(
    fetch: Callable[[str], Fetched], fake: FakeStatBank
) -> None:
    with pytest.raises(UnknownTableError) as caught:
        fetch("STRAF46")

    assert "Tabellen STRAF46 står ikke i data/config/sources.toml" in str(caught.value)
    assert fake.requests == []


# --- StatBank is not as it was --------------------------------------------------------------------


def test_a_code_that_statbank_no_longer_has_is_told_of_and_the_rest_is_loaded(
    fetch: Callable[[str], Fetched], settings: Settings, configure: Configure
) -> None:
    configure(
        STRAF11={"select": {"OMRÅDE": ["183"], "OVERTRÆD": ["TOT", "1146"], "Tid": ["2025*"]}}
    )
    fetched = fetch("STRAF11")

    (told,) = fetched.told
    assert told.startswith(
        "Tabellen STRAF11, variablen OVERTRÆD: »1146« passer ikke på nogen af de 9 koder"
    )
    assert {offence for _, offence, _ in figures(settings)} == {"TOT"}
    with reading(settings) as open_:
        assert told in open_.loads()[0].note


@pytest.mark.parametrize("variable", ["OVERTRÆD", "OMRÅDE"])
def test_a_variable_that_is_gone_stops_the_fetch(
    fetch: Callable[[str], Fetched], fake: FakeStatBank, settings: Settings, variable: str
) -> None:
    fetch("STRAF11")
    before = everything(settings)
    axes = [
        Axis(v["id"], v["text"], [f"{x['id']} {x['text']}" for x in v["values"]], time=v["time"])
        for v in fake.tables["STRAF11"].variables
        if v["id"] != variable
    ]
    fake.put(table("STRAF11", "Anmeldte forbrydelser", axes, lambda key: 1, LATER))

    with pytest.raises(RejectedError) as caught:
        fetch("STRAF11")

    assert str(caught.value).startswith(f"STRAF11: StatBank har ikke variablen {variable}. ")
    assert "Ret tabellens udvalg i data/config/sources.toml." in str(caught.value)
    assert len(fake.data_requests) == 1
    assert same(before, everything(settings))


def test_a_variable_of_which_only_the_whole_is_wanted_may_be_gone(
    fetch: Callable[[str], Fetched], fake: FakeStatBank, settings: Settings
) -> None:
    axes = [AREAS, Axis("KØN", "køn", ["TOT I alt", "1 Mænd"]), quarters(2025, 2025)]
    fake.put(table("FOLK1A", "Befolkningen den 1. i kvartalet", axes, lambda key: 7))
    fetched = fetch("FOLK1A")

    assert figures(settings, "FOLK1A")[("183", "TOT", "IALT", "TOT", "2025K1")] == 7
    assert fetched.loaded
    assert fetched.loaded.cells == 7 * 4
    assert len(fetched.told) == 2


def test_a_variable_that_is_new_is_taken_as_a_whole(
    fetch: Callable[[str], Fetched], fake: FakeStatBank, settings: Settings
) -> None:
    old = small_straf11()
    axes = [
        Axis(v["id"], v["text"], [f"{x['id']} {x['text']}" for x in v["values"]], time=v["time"])
        for v in old.variables
    ]
    new = Axis("KØN", "køn", ["TOT I alt", "1 Mænd", "2 Kvinder"])
    cell = old.cell
    fake.put(
        table(
            "STRAF11",
            "Anmeldte forbrydelser",
            [*axes[:2], new, axes[2]],
            lambda key: cell((key[0], key[1], key[3])) * (1 if key[2] == "TOT" else 0),
        )
    )
    fetch("STRAF11")

    assert figures(settings) == cells(old)


# --- an answer that is not to be believed ---------------------------------------------------------


def many_offences(silent: str, of_silent: str = "") -> Table:
    """7 areas × 15 offences; in one period all cells are zero but those of one offence."""
    codes = [
        "TOT",
        "1",
        "11",
        "12",
        "13",
        "14",
        "3",
        "1316",
        "1320",
        "1332",
        "1336",
        "1380",
        "1390",
    ]
    axis = Axis("OVERTRÆD", "overtrædelsens art", [*codes, "3210", "3410"])
    return table(
        "STRAF11",
        "Anmeldte forbrydelser",
        [AREAS, axis, quarters(2025, 2025)],
        lambda key: 0 if key[2] == silent and key[1] != of_silent else 5,
    )


def test_a_period_without_a_single_figure_is_a_gap_and_not_zeros(
    fetch: Callable[[str], Fetched], fake: FakeStatBank, settings: Settings
) -> None:
    fake.put(many_offences(silent="2025K4"))
    fetched = fetch("STRAF11")

    assert fetched.told == (
        "StatBank svarede uden et eneste tal for 4. kvartal 2025 (105 celler hver). "
        "De er ikke indlæst.",
    )
    assert {period for *_, period in figures(settings)} == {"2025K1", "2025K2", "2025K3"}
    with reading(settings) as open_:
        (written,) = open_.loads()
    assert written.last_period == "2025K3"
    assert fetched.told[0] in written.note


def test_one_figure_is_enough_for_the_others_to_be_zeros(
    fetch: Callable[[str], Fetched], fake: FakeStatBank, settings: Settings
) -> None:
    fake.put(many_offences(silent="2025K4", of_silent="3410"))
    fetched = fetch("STRAF11")

    assert fetched.told == ()
    assert figures(settings)[("183", "TOT", "2025K4")] == 0


def test_few_cells_may_all_be_zeros(
    fetch: Callable[[str], Fetched], fake: FakeStatBank, settings: Settings, configure: Configure
) -> None:
    fake.put(many_offences(silent="2025K4"))
    configure(STRAF11={"select": {"OMRÅDE": ["183"], "OVERTRÆD": ["3210"], "Tid": ["*"]}})
    fetched = fetch("STRAF11")

    assert fetched.told == ()
    assert figures(settings)[("183", "3210", "2025K4")] == 0


FAULTS: list[Fault] = [
    *("cut", "chunked-cut", "truncated", "server-error", "html", "damaged", "latin-1"),
]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fetch_that_fails_leaves_the_state_before_it(
    fetch: Callable[[str], Fetched], fake: FakeStatBank, settings: Settings, fault: Fault
) -> None:
    fetch("STRAF11")
    before, rows = everything(settings), log.newest(settings.log)
    raw = sorted(settings.raw.iterdir())
    fake.put(small_straf11(LATER))
    fake.misbehave("chunked")  # the description comes whole, what follows does not
    fake.misbehave(fault, times=9)

    with pytest.raises(StatBankError):
        fetch("STRAF11")

    assert same(before, everything(settings))
    assert log.newest(settings.log) == rows
    assert sorted(settings.raw.iterdir()) == raw


@pytest.mark.parametrize(
    ("axis", "message"),
    [
        (Axis("OMRÅDE", "område", ["183 Ishøj", "777 Nyby"]), "»777« er ikke en kendt kode"),
        (Axis("Tid", "tid", ["2026K4"], time=True), "4. kvartal 2026 ligger i fremtiden"),
        (Axis("Tid", "tid", ["2025"], time=True), "»2025« er ikke en periode, som STRAF11 har"),
    ],
    ids=["unknown area", "a quarter that is not over", "years"],
)
def test_figures_that_cannot_be_right_are_not_loaded(
    fetch: Callable[[str], Fetched],
    fake: FakeStatBank,
    settings: Settings,
    axis: Axis,
    message: str,
) -> None:
    fetch("FOLK1A")
    before, rows = everything(settings), log.newest(settings.log)
    axes = [AREAS, Axis("OVERTRÆD", "art", ["TOT I alt"]), quarters(2025, 2025)]
    axes = [axis if one.id == axis.id else one for one in axes]
    fake.put(table("STRAF11", "Anmeldte forbrydelser", axes, lambda key: 5))

    with pytest.raises(RejectedError) as caught:
        fetch("STRAF11")

    assert message in str(caught.value)
    assert same(before, everything(settings))
    assert log.newest(settings.log) == rows


def test_a_first_fetch_that_fails_leaves_nothing_loaded(
    fetch: Callable[[str], Fetched], fake: FakeStatBank, settings: Settings
) -> None:
    fake.misbehave("html", times=9)

    with pytest.raises(StatBankError):
        fetch("STRAF11")

    with pytest.raises(warehouse.NoWarehouseError), reading(settings):
        pass


# --- step by step, as the page does it ------------------------------------------------------------


@pytest.fixture
def bank(fake: FakeStatBank) -> Iterator[StatBank]:
    with StatBank(fake.url, timeout=5, sleep=lambda seconds: None) as running:
        yield running


def test_an_answer_can_be_looked_at_undone_and_then_loaded_for_good(
    bank: StatBank, fake: FakeStatBank, settings: Settings
) -> None:
    heard: list[int] = []
    answer = fetching.download(settings, "STRAF11", bank, lambda done, whole: heard.append(done))
    assert answer.download
    content = answer.download.path.read_bytes()
    assert (answer.updated, heard[-1]) == (EDITION, len(content))
    with pytest.raises(warehouse.NoWarehouseError), reading(settings):
        pass

    with suppress(InterruptedError), writing(settings, "Anne", "ser efter") as open_:
        seen = fetching.put(open_, answer, "Anne", TODAY)
        raise InterruptedError
    with pytest.raises(warehouse.NoWarehouseError), reading(settings):
        pass
    assert not list(settings.raw.glob("*.csv"))

    loaded = fetching.load(settings, answer, "Anne", TODAY)
    assert (loaded.cells, loaded.zeros) == (seen.cells, seen.zeros)
    assert figures(settings) == cells(fake.tables["STRAF11"])
    kept = settings.raw / answer.download.path.name
    assert kept.read_bytes() == content
    assert sorted(settings.raw.iterdir()) == [kept, kept.with_suffix(".json")]
    assert len(fake.data_requests) == 1
    assert len(log.newest(settings.log)) == 1


def test_an_answer_that_is_discarded_leaves_nothing(bank: StatBank, settings: Settings) -> None:
    answer = fetching.download(settings, "STRAF11", bank)
    answer.discard()
    answer.discard()

    assert list(settings.raw.iterdir()) == []
    with (
        pytest.raises(RejectedError, match=r"STRAF11: Det hentede er slettet igen. Hent tabellen"),
        writing(settings, "Anne", "prøver") as open_,
    ):
        fetching.put(open_, answer, "Anne", TODAY)


def test_a_download_that_is_cancelled_leaves_nothing(bank: StatBank, settings: Settings) -> None:
    def cancel(received: int, total: int | None) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        fetching.download(settings, "STRAF11", bank, cancel)

    assert list(settings.raw.iterdir()) == []


def test_an_answer_that_nobody_took_is_removed_after_a_day(
    bank: StatBank, settings: Settings
) -> None:
    forgotten = fetching.download(settings, "STRAF11", bank).download
    waiting = fetching.download(settings, "STRAF11", bank).download
    assert forgotten
    assert waiting
    long_ago = time.time() - fetching.ABANDONED_SECONDS - 60
    os.utime(forgotten.path.parent, (long_ago, long_ago))
    fetching.download(settings, "STRAF22", bank)

    assert not forgotten.path.parent.exists()
    assert waiting.path.exists()


def test_of_two_who_fetch_the_same_the_second_is_told(bank: StatBank, settings: Settings) -> None:
    mine = fetching.download(settings, "STRAF11", bank)
    yours = fetching.download(settings, "STRAF11", bank)
    fetching.load(settings, mine, "Anne", TODAY)
    before = everything(settings)
    with pytest.raises(AlreadyLoadedError) as caught:
        fetching.load(settings, yours, "Bo", TODAY)

    assert str(caught.value) == (
        "STRAF11: StatBanks udgave fra 16. juli 2026 er allerede indlæst. Intet er ændret."
    )
    assert same(before, everything(settings))
    assert fetching.download(settings, "STRAF11", bank).download is None


def test_of_an_answer_with_errors_nothing_is_kept(
    bank: StatBank, fake: FakeStatBank, settings: Settings
) -> None:
    axes = [
        AREAS,
        Axis("OVERTRÆD", "art", ["TOT I alt"]),
        Axis("Tid", "tid", ["2026K4"], time=True),
    ]
    fake.put(table("STRAF11", "Anmeldte forbrydelser", axes, lambda key: 5))
    with pytest.raises(RejectedError):
        fetching.fetch(settings, "STRAF11", "Anne", TODAY, bank)

    assert list(settings.raw.iterdir()) == []
