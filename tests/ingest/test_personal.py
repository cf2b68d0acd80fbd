"""Personal data in texts: found by its look, told by its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.personal import find

CPR, MAIL, PHONE = "et CPR-nummer", "en e-mailadresse", "et telefonnummer"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("010190-1234", CPR),
        ("0101901234", CPR),
        ("010190 1234", CPR),
        ("010190 – 1234", CPR),
        ("610190-1234", CPR),  # a substitute number
        ("anne@ishoj.dk", MAIL),
        ("anne.b-c+d @ mail.ishoj.dk", MAIL),
        ("20304050", PHONE),
        ("20 30 40 50", PHONE),
        ("20\u00a030\u00a040\u00a050", PHONE),
        ("20-30-40-50", PHONE),
        ("20.30.40.50", PHONE),
        ("2030 4050", PHONE),
        ("+45 20304050", PHONE),
        ("+4520304050", PHONE),
        ("004520304050", PHONE),
    ],
)
def test_what_looks_personal_is_found(text: str, what: str) -> None:
    (alone,) = find(text)
    (inside,) = find(f"Ring til Ole ({text}), tak.")

    assert (alone.what, alone.line, alone.first, alone.last) == (what, 1, 1, len(text))
    assert (inside.what, inside.first, inside.last) == (what, 15, 14 + len(text))


@pytest.mark.parametrize(
    "text",
    [
        "Fra 2023 2024 og til 2025",
        "1.653.167 kr. og 59,9 mio. kr.",
        "12.345.678 kr.",
        "23.11.2026, 2026-11-23 og 13-01-2023",
        "kl. 16.30-17.00 i skoleåret 2022/23",
        "2025K1-2025K4 mod 2024K1-2024K4",
        "66 indbrud, 29 i 2021 og 58 i 2024",
        "Straffelovens § 119",
        "@ alle",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert find(text) == []


def test_the_place_is_told_by_line_and_characters() -> None:
    found = find("En linje.\nSkriv til a@b.dk\neller ring 20304050.")

    assert [one.place for one in found] == ["linje 2, tegn 11–16", "linje 3, tegn 12–19"]


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    assert all(text.split("\n")[one.line - 1][one.first - 1 : one.last] for one in find(text))
