import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danish.words import capitalise, count, listing, sentence


@pytest.mark.parametrize(
    ("n", "decimals", "text"),
    [
        (1, 0, "1 anmeldelse"),
        (66, 0, "66 anmeldelser"),
        (0, 0, "0 anmeldelser"),
        (-1, 0, "−1 anmeldelse"),
        (1066, 0, "1.066 anmeldelser"),
        (0.7, 0, "1 anmeldelse"),  # the word follows what is shown
        (1, 1, "1,0 anmeldelser"),
        (1.5, 1, "1,5 anmeldelser"),
        (None, 0, "– anmeldelser"),
        (math.nan, 0, "– anmeldelser"),
    ],
)
def test_count(n: float | None, decimals: int, text: str) -> None:
    assert count(n, "anmeldelse", "anmeldelser", decimals) == text


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a og b"),
        (["a", "b", "c"], "a, b og c"),
        (
            ["Ishøj", "Vallensbæk", "Høje-Taastrup", "Greve"],
            "Ishøj, Vallensbæk, Høje-Taastrup og Greve",
        ),
    ],
)
def test_listing(items: list[str], text: str) -> None:
    assert listing(items) == text
    assert listing(iter(items)) == text


def test_listing_with_another_conjunction() -> None:
    assert listing(["lav", "middel", "høj"], "eller") == "lav, middel eller høj"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("indbrud i Ishøj og SSP+", "Indbrud i Ishøj og SSP+"),
        ("året til 2. kvt. 2025", "Året til 2. kvt. 2025"),
        ("østlige del", "Østlige del"),
        ("4. kvartal 2025", "4. kvartal 2025"),
        ("−0,4 procentpoint", "−0,4 procentpoint"),
        ("»tryg« er et godt ord", "»Tryg« er et godt ord"),
        ("Ishøj", "Ishøj"),
        ("", ""),
        ("…", "…"),
    ],
)
def test_capitalise(text: str, expected: str) -> None:
    assert capitalise(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ingen sikker ændring", "Ingen sikker ændring."),
        ("  ingen sikker ændring ", "Ingen sikker ændring."),
        ("Færre anmeldelser.", "Færre anmeldelser."),
        ("er det nok?", "Er det nok?"),
        ("stop!", "Stop!"),
        ("indsatsen koster 1,2 mio. kr.", "Indsatsen koster 1,2 mio. kr."),
        ("tallene mangler (se ordlisten)", "Tallene mangler (se ordlisten)."),
        ("den er dyr (1,2 mio. kr.)", "Den er dyr (1,2 mio. kr.)."),
        ("hun svarede: »Ja!«", "Hun svarede: »Ja!«"),
        ("66 indbrud i 2025", "66 indbrud i 2025."),
        ("", ""),
        ("  ", ""),
    ],
)
def test_sentence(text: str, expected: str) -> None:
    assert sentence(text) == expected


@given(st.text())
def test_a_sentence_is_not_changed_again(text: str) -> None:
    once = sentence(text)
    assert sentence(once) == once


@given(st.text())
def test_capitalise_leaves_the_rest_alone(text: str) -> None:
    shared = next((i for i, character in enumerate(text) if character.isalnum()), len(text))
    assert capitalise(text)[:shared] == text[:shared]
    assert capitalise(text).endswith(text[shared + 1 :])
