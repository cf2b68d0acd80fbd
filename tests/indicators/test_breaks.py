from typing import Any

import pytest

from indicators.breaks import BreakKind, KnownBreaksError, known_breaks, read_breaks


def row(**changes: Any) -> dict[str, Any]:
    return {
        "id": "x_2018",
        "kind": "massesag",
        "cuts_trend": False,
        "offences": ["11"],
        "areas": ["183"],
        "periods": {"STRAF11": "2018K3"},
        "text": "Noget skete.",
        "short": "Noget skete",
        "source": "Kilde",
        "certainty": "sikker",
        **changes,
    }


def test_reads_the_shipped_file() -> None:
    known = known_breaks()["psykisk_vold_2019"]
    assert known.kind is BreakKind.BREAK
    assert known.tables == ("STRAF11", "STRAF22")
    assert known.short == "Fra 2019 tæller psykisk vold med"


def test_a_break_is_for_good_and_a_span_has_an_end() -> None:
    for_good = known_breaks()["psykisk_vold_2019"]
    assert for_good.first_period("STRAF11") == "2019K2"
    assert for_good.last_period("STRAF11") is None
    span = known_breaks()["dyr_2023"]
    assert (span.first_period("STRAF11"), span.last_period("STRAF11")) == ("2023K1", "2023K4")
    assert (span.first_period("STRAF22"), span.last_period("STRAF22")) == ("2023", "2023")
    assert span.first_period("STRAF44") is None
    assert span.last_period("STRAF44") is None


def test_a_mass_case_concerns_its_area_and_a_break_all() -> None:
    assert known_breaks()["massesag_2018"].concerns("183")
    assert not known_breaks()["massesag_2018"].concerns("187")
    assert known_breaks()["indbrud_2018"].concerns("187")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "hul"}, "gyldige er brud, massesag, mangel"),
        ({"certainty": "måske"}, "gyldige er sikker, oplyst, formentlig"),
        ({"short": "x" * 41}, "41 tegn; højst 40"),
        ({"text": " "}, "text skal være en tekst"),
        ({"short": 7}, "short skal være en tekst"),
        ({"offences": "11"}, "offences skal være en liste"),
        ({"areas": [183]}, "areas skal være en liste"),
        ({"periods": {}}, "mindst én tabel"),
        ({"periods": {"STRAF11": "3. kvartal"}}, 'STRAF11 er "3. kvartal"'),
        ({"cuts_trend": "ja"}, "true eller false"),
        ({"colour": "red"}, "kender ikke colour"),
    ],
)
def test_a_fault_is_told_with_its_place(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(KnownBreaksError) as caught:
        read_breaks({"break": [row(**changes)]})
    assert message in str(caught.value)
    assert 'nr. 1 ("x_2018")' in str(caught.value)


def test_a_missing_field() -> None:
    incomplete = row()
    del incomplete["source"]
    with pytest.raises(KnownBreaksError, match="mangler source"):
        read_breaks({"break": [incomplete]})


def test_the_same_id_twice() -> None:
    with pytest.raises(KnownBreaksError, match="to gange"):
        read_breaks({"break": [row(), row()]})


def test_an_empty_file() -> None:
    with pytest.raises(KnownBreaksError, match="mindst én"):
        read_breaks({})
