"""Sums that must hold: they do in the official figures, and a wrong figure stops the release."""

from collections.abc import Iterator
from typing import Any

import pytest

from indicators import build, sum_rules
from indicators.sum_rules import BrokenSumsError, CheckResult
from store import log, publishing, warehouse
from store.release import Reader
from store.settings import Settings
from store.warehouse import reading
from tests.conftest import settings_in
from tests.indicators.figures import load, population

pytest_plugins = ["tests.published"]

# How many cells of the shipped figures each rule can at least be checked in.
CHECKED = {
    **dict.fromkeys(("straf11-lov", "straf11-straffelov"), 5742),
    **dict.fromkeys(("straf11-regioner", "straf11-kommuner"), 320),
    **dict.fromkeys([f"straf11-{code}" for code in ("081", "082", "083", "084", "085")], 320),
    **dict.fromkeys(("straf22-regioner", "straf22-kommuner"), 540),
    **dict.fromkeys([f"straf22-{code}" for code in ("081", "082", "083", "084", "085")], 540),
    **dict.fromkeys([f"folk1a-{code}" for code in ("regioner", "081", "082", "083", "085")], 10),
    **dict.fromkeys(("folk1a-kommuner", "folk1a-084"), 7),
    # The shipped figures of STRAF22 lack the codes 1 and 3.
    **dict.fromkeys(("straf22-lov", "straf22-straffelov"), 0),
}

# A figure that is changed, and the rules that it then breaks, with where they say so.
WRONG = {
    ("STRAF11", "183 TOT 2020K1"): {
        ("straf11-lov", "183"),
        ("straf11-kommuner", "TOT"),
        ("straf11-084", "TOT"),
    },
    ("STRAF11", "183 1 2019K1"): {("straf11-lov", "183"), ("straf11-straffelov", "183")},
    ("STRAF11", "183 12 2010K1"): {("straf11-straffelov", "183")},
    ("STRAF11", "183 1320 2021K1"): {("straf11-kommuner", "1320"), ("straf11-084", "1320")},
    ("STRAF11", "998 TOT 2022K4"): {("straf11-regioner", "TOT"), ("straf11-kommuner", "TOT")},
    ("STRAF11", "085 12 2023K1"): {("straf11-regioner", "12"), ("straf11-085", "12")},
    ("STRAF11", "000 3410 2024K1"): {("straf11-regioner", "3410"), ("straf11-kommuner", "3410")},
    ("STRAF22", "183 11 SIG 2018"): {("straf22-kommuner", "11 SIG"), ("straf22-084", "11 SIG")},
    ("FOLK1A", "187 TOT IALT TOT 2020K1"): {
        ("folk1a-kommuner", "TOT IALT TOT"),
        ("folk1a-084", "TOT IALT TOT"),
    },
}


def check(settings: Settings) -> dict[str, CheckResult]:
    with reading(settings) as open_:
        return {result.rule.id: result for result in sum_rules.check(open_)}


def found(results: dict[str, CheckResult]) -> set[tuple[str, str, str]]:
    """What is broken: rule, period and where."""
    return {(id_, b.period, b.where) for id_, result in results.items() for b in result.broken}


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Put breaches into `known_breaches.toml`."""

    def declared(*breaches: dict[str, str]) -> None:
        monkeypatch.setattr(sum_rules, "read_config", lambda name: {"breach": list(breaches)})
        sum_rules._declared.cache_clear()

    yield declared
    sum_rules._declared.cache_clear()


# --- the official figures -------------------------------------------------------------------------


def test_every_rule_holds_in_the_official_figures(loaded: Settings) -> None:
    results = check(loaded)

    assert found(results) == set()
    assert results.keys() == CHECKED.keys()
    for id_, result in results.items():
        assert result.checked >= CHECKED[id_], f"{id_} is checked in too few cells"
        assert not result.stops


def test_each_rule_says_what_it_is_in_danish() -> None:
    texts = {rule.id: rule.text for rule in sum_rules.rules()}

    assert len(texts) == len(sum_rules.rules())
    assert texts["straf11-lov"] == "STRAF11: I alt = straffelov + særlove"
    assert texts["straf22-084"] == "STRAF22: Region Hovedstaden = dens kommuner"
    assert texts["straf11-regioner"] == "STRAF11: Hele landet = fem regioner + uoplyst kommune"
    assert texts["folk1a-kommuner"] == "FOLK1A: Hele landet = 98 kommuner + Christiansø"


def test_a_wrong_figure_breaks_the_rules_that_it_is_part_of_and_no_others(
    loaded_copy: Settings,
) -> None:
    for table in ("STRAF11", "STRAF22", "FOLK1A"):
        load(loaded_copy, table, [f"{codes} 1" for t, codes in WRONG if t == table])

    assert found(check(loaded_copy)) == {
        (rule, codes.split()[-1], where)
        for (_, codes), hits in WRONG.items()
        for rule, where in hits
    }


# --- where a rule can be checked ------------------------------------------------------------------


def groups(period: str, number: int) -> list[str]:
    """The same number in each of the four groups of the penal code."""
    return [f"183 {code} {period} {number}" for code in ("11", "12", "13", "14")]


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> dict[str, CheckResult]:
    """What comes of the rules in a few figures, each quarter a case of its own."""
    regions = ("081", "082", "083", "084", "085")
    places = settings_in(tmp_path_factory.mktemp("few") / "var")
    load(
        places,
        "STRAF11",
        [
            *("183 TOT 2023K1 10", "183 1 2023K1 7", "183 3 2023K1 3"),  # all are there
            *("187 TOT 2023K1 10", "187 1 2023K1 8"),  # a part is missing
            *("165 1 2023K1 7", "165 3 2023K1 9"),  # the total is missing
            *("153 TOT 2023K1 10", "153 1 2023K1 7", "153 3 2023K1 .."),  # not published
            *("161 TOT 2023K1 ..", "161 1 2023K1 7", "161 3 2023K1 9"),
            *("183 TOT 2023K2 10", "183 1 2023K2 0", "183 3 2023K2 3"),  # a zero
            *("183 1 2023K3 9", *groups("2023K3", 2)),  # one report too many
            *("183 1 2023K4 9", *groups("2023K4", 2), "183 1000 2023K4 1"),  # it is unspecified
            *("183 1 2024K1 9", *groups("2024K1", 2), "183 1000 2024K1 2"),  # two are
            *("000 TOT 2024K2 57", *(f"{region} TOT 2024K2 10" for region in regions)),
            "998 TOT 2024K2 7",
        ],
    )
    population(places, "000 2024K1 50", *(f"{region} 2024K1 10" for region in regions))
    return check(places)


def test_a_rule_is_checked_only_where_the_total_and_every_part_have_a_figure(
    few: dict[str, CheckResult],
) -> None:
    assert {id_: result.checked for id_, result in few.items() if result.checked} == {
        "straf11-lov": 2,  # all are there; a zero
        "straf11-straffelov": 3,
        "straf11-regioner": 1,
        "folk1a-regioner": 1,
    }


def test_a_zero_is_a_part_like_any_other(few: dict[str, CheckResult]) -> None:
    (broken,) = few["straf11-lov"].broken

    assert str(broken) == "2. kvartal 2023, 183: 10 mod summen 3"


def test_reports_that_are_not_specified_count_where_there_are_any(
    few: dict[str, CheckResult],
) -> None:
    assert [str(broken) for broken in few["straf11-straffelov"].broken] == [
        "3. kvartal 2023, 183: 9 mod summen 8",
        "1. kvartal 2024, 183: 9 mod summen 10",
    ]


def test_reports_without_a_municipality_are_in_the_country_and_inhabitants_are_not(
    few: dict[str, CheckResult],
) -> None:
    assert few["straf11-regioner"].broken == few["folk1a-regioner"].broken == ()


def test_only_tables_that_are_loaded_have_rules(settings: Settings) -> None:
    population(settings, "183 2025K1 24365")

    assert {id_.split("-")[0] for id_ in check(settings)} == {"folk1a"}


# --- what it means for a release ------------------------------------------------------------------


def test_figures_that_contradict_each_other_stop_the_release(published_copy: Settings) -> None:
    before = publishing.names(published_copy.releases)
    load(published_copy, "STRAF11", ["183 TOT 2020K1 1"])

    with pytest.raises(BrokenSumsError) as caught:
        build.publish(published_copy, "Bo")

    message = str(caught.value)
    assert message.startswith("Udgivelsen er stoppet, fordi tallene ikke stemmer med hinanden. ")
    assert (
        "STRAF11: I alt = straffelov + særlove: gælder ikke i 1 af 5.742 celler, for eksempel "
        "1. kvartal 2020, 183: 1 mod summen "
    ) in message
    assert "data/config/known_breaches.toml" in message
    assert publishing.names(published_copy.releases) == before
    assert Reader(published_copy.releases).current().name == before[0]
    newest = log.newest(published_copy.log)[0]
    assert (newest.who, newest.action, newest.text) == ("Bo", log.Action.REFUSED, message)


def test_a_breach_that_is_declared_is_let_through_and_shown_as_known(
    settings: Settings, declare: Any
) -> None:
    population(settings, "183 2025K1 24365")
    load(settings, "STRAF11", ["183 TOT 2025K1 10", "183 1 2025K1 7", "183 3 2025K1 4"])
    breach = {"rule": "straf11-lov", "period": "2025K1", "where": "183"}
    declare({**breach, "text": "Oplyst af kilden.", "source": "Danmarks Statistik"})

    made = build.publish(settings, "Bo")

    current = Reader(settings.releases).current()
    assert (current.name, made.values > 0) == (made.release, True)
    checks = current.checks.set_index("rule")
    assert tuple(checks.loc["straf11-lov", ["checked", "broken", "known"]]) == (1, 1, 1)
    assert checks.loc["straf11-lov", "examples"] == "1. kvartal 2025, 183: 10 mod summen 11"
    assert checks["broken"].sum() == 1


def test_a_declared_breach_excuses_only_its_own_cell(settings: Settings, declare: Any) -> None:
    rows = [f"183 {code} 2010K{n} 1" for n in (1, 2) for code in ("TOT", "1", "3")]
    load(settings, "STRAF11", rows)
    breach = {"rule": "straf11-lov", "period": "2010K1", "where": "183"}

    declare(breach)
    result = check(settings)["straf11-lov"]
    assert (result.known, result.stops) == (1, True)
    assert [broken.period for broken in result.broken] == ["2010K2", "2010K1"]
    assert "i 1 af 2 celler, for eksempel 2. kvartal 2010" in str(BrokenSumsError([result]))

    declare(
        breach | {"rule": "straf11-straffelov"},
        breach | {"period": "2010K3"},
        breach | {"where": "187"},
    )
    assert check(settings)["straf11-lov"].known == 0


def test_withdrawing_the_wrong_load_lets_the_release_through_again(settings: Settings) -> None:
    population(settings, "183 2025K1 24365")
    load(settings, "STRAF11", ["183 TOT 2025K1 10", "183 1 2025K1 7", "183 3 2025K1 3"])
    wrong = load(settings, "STRAF11", ["183 TOT 2025K1 11"])
    with pytest.raises(BrokenSumsError):
        build.publish(settings, "Anne")

    warehouse.withdraw(settings, wrong, "Anne")

    assert build.publish(settings, "Anne").values > 0
