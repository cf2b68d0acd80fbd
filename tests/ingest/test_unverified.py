"""Entries never seen to fit StatBank: what is not as assumed is told, and nothing is loaded."""

from collections.abc import Callable, Iterator

import pytest

from ingest import fetch as fetching
from ingest.fetch import Fetched
from ingest.statbank import StatBank
from ingest.unverified import UnverifiedError
from store.settings import Settings
from store.warehouse import reading
from tests.conftest import TODAY
from tests.ingest.fake_statbank import (
    Axis,
    FakeStatBank,
    additive,
    build,
    small_folk1a,
    small_und1,
    tables_never_seen,
    years,
)
from tests.store.figures import in_force

NEVER_SEEN = [table.id for table in tables_never_seen()]


@pytest.fixture(autouse=True)
def _straight_to_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def fake() -> Iterator[FakeStatBank]:
    with FakeStatBank(small_folk1a(), *tables_never_seen()) as running:
        yield running


@pytest.fixture
def fetch(fake: FakeStatBank, settings: Settings) -> Iterator[Callable[[str], Fetched]]:
    with StatBank(fake.url, timeout=5, sleep=lambda seconds: None) as bank:
        yield lambda table: fetching.fetch(settings, table, "Anne", TODAY, bank)


@pytest.mark.parametrize("table", NEVER_SEEN)
def test_a_table_that_is_as_assumed_is_loaded_and_a_person_asked_to_look(
    fetch: Callable[[str], Fetched], table: str
) -> None:
    fetched = fetch(table)

    assert fetched.loaded
    assert fetched.loaded.cells > 0
    assert len(fetched.told) == 1
    assert fetched.told[0].startswith(f"Tabellen {table} har de ventede variabler og koder")
    assert fetched.told[0].endswith(
        f"Skriv så verified = true ved [table.{table}] i data/config/sources.toml."
    )


def test_what_a_code_means_is_told_so_that_a_person_can_see_it(
    fetch: Callable[[str], Fetched],
) -> None:
    told = fetch("NEET1").told[0]

    assert "STATUSNEET 10 = »Ikke-aktive (NEET)«" in told
    assert "SOCIO TOT = »I alt«" in told


def test_another_variable_is_told_with_those_there_are_and_nothing_is_loaded(
    fetch: Callable[[str], Fetched], fake: FakeStatBank, settings: Settings
) -> None:
    fake.put(small_und1(sender="UNDERRET"))
    with pytest.raises(UnverifiedError) as caught:
        fetch("UND1")

    assert str(caught.value).splitlines()[0] == (
        "UND1 (ikke efterprøvet): StatBank har ikke variablen UNDERRETERE, men ADMKOM, UNDERRET, "
        "ALDER1, KON og Tid. Ventede variablen UNDERRETERE med en værdi for »i alt«. "
        "Katalogets navne på variablerne er skrevet om uden æ, ø og å. ADMKOM, ALDER1 og KON er "
        "set i forespørgsler til søstertabellen UND2; UNDERRETERE er ikke set. "
        "Ret select ved [table.UND1] i data/config/sources.toml, og hent igen. Intet er indlæst."
    )
    assert fake.data_requests == []
    assert not settings.warehouse.exists()


def test_other_codes_are_told_with_those_there_are(
    fetch: Callable[[str], Fetched], fake: FakeStatBank
) -> None:
    axes = [
        Axis("KOMMUNEDK", "kommune", ["000 Hele landet", "183 Ishøj"]),
        Axis("INDSATSER", "indsats", ["3 I ALT", "70 UNGDOMSKRIMINALITET"], False),
        Axis("EJERFORM", "ejerform", ["1 Offentlig", "2 Privat"], False),
        years(2023, 2024),
    ]
    fake.put(build("ISBU01", "Aktive indsatser", axes, additive({}, most=9)))
    with pytest.raises(UnverifiedError) as caught:
        fetch("ISBU01")

    codes, extra = str(caught.value).splitlines()
    assert (
        "Variablen INDSATSER har ikke koden »7«, men 3 (I ALT) og 70 (UNGDOMSKRIMINALITET)" in codes
    )
    assert "Ventede variablen INDSATSER med koden »7«" in codes
    assert "StatBank har også variablen EJERFORM uden en værdi for »i alt«" in extra
    assert "Ventede kun KOMMUNEDK, INDSATSER og TID" in extra
    assert fake.data_requests == []


@pytest.mark.parametrize("total", ["0", "00", "TOT"])
def test_the_value_for_all_is_found_by_what_it_is_called(
    fetch: Callable[[str], Fetched], fake: FakeStatBank, settings: Settings, total: str
) -> None:
    table = small_und1(total=total)
    fake.put(table)
    fetch("UND1")

    with reading(settings) as open_:
        figures = in_force(open_, "UND1")
    assert figures[("183", "TOT", "5", "TOT", "2024")] == table.cell(
        ("183", total, "5", "0", "2024")
    )
    assert {age for _, _, age, _, _ in figures} == {str(age) for age in range(18)}


def test_parts_of_the_country_that_are_no_areas_of_ours_are_not_asked_for(
    fetch: Callable[[str], Fetched], settings: Settings
) -> None:
    fetch("NEET1")

    with reading(settings) as open_:
        areas = {area for _, _, area, _, _ in in_force(open_, "NEET1")}
    assert areas == {"000", "084", "101", "153", "165", "183", "187"}


def test_a_cohort_that_is_followed_for_three_years_is_that_of_the_first(
    fetch: Callable[[str], Fetched], settings: Settings
) -> None:
    fetch("RECIDIV1")

    with reading(settings) as open_:
        figures = in_force(open_, "RECIDIV1")
    assert {codes[-1] for codes in figures} == {"2019", "2020"}
    assert figures[("TOT", "TOT", "TOT", "TOT", "TOT", "2020")] == 1000
    assert figures[("TOT", "TOT", "712", "TOT", "TOT", "2020")] == 90


def test_ages_are_a_load_of_their_own_and_leave_the_population_alone(
    fetch: Callable[[str], Fetched], fake: FakeStatBank, settings: Settings
) -> None:
    fetch("FOLK1A")
    ages = fetch("FOLK1A_ALDER")

    assert ages.told == ()
    with reading(settings) as open_:
        whole, by_age = in_force(open_, "FOLK1A"), in_force(open_, "FOLK1A_ALDER")
        assert [load.source for load in open_.loads()] == ["FOLK1A_ALDER", "FOLK1A"]
    assert {codes[2] for codes in whole} == {"IALT"}
    assert {codes[2] for codes in by_age} == {str(age) for age in range(26)}
    of_ishøj = ("183", "TOT", "17", "TOT", "2025K1")
    assert by_age[of_ishøj] == fake.tables["FOLK1A"].cell(of_ishøj)
    assert fetch("FOLK1A_ALDER").loaded is None
