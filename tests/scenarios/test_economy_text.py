import pytest

from scenarios.economy import CostRow, over_years
from scenarios.economy_text import pay_back

MILLION = 100_000_000


def yearly(amount: int, years: int = 5, **band: int) -> list[CostRow]:
    return [CostRow(year, amount, **band) for year in range(2025, 2025 + years)]


NOW = yearly(10 * MILLION)
MOVE = CostRow(2025, 2 * MILLION, one_off=True)


@pytest.mark.parametrize(
    ("rows", "baseline", "told"),
    [
        ([], [], "Økonomien i M1 og M0 er ikke opgjort."),
        (NOW, NOW, "M1 koster det samme som M0 i 2025–2029."),
        (
            [*yearly(9 * MILLION), MOVE],
            NOW,
            "M1 har tjent sig hjem i 2026. I 2025–2029 koster den i alt 3,0 mio. kr. mindre end "
            "M0.",
        ),
        (
            [*NOW, MOVE],
            NOW,
            "M1 tjener sig ikke hjem i 2025–2029: den koster i alt 2,0 mio. kr. mere end M0.",
        ),
        (
            yearly(9 * MILLION),
            NOW,
            "M1 koster fra første år ikke mere end M0, og i alt 5,0 mio. kr. mindre end den i "
            "2025–2029.",
        ),
        (
            [*yearly(9 * MILLION, low=8 * MILLION, high=95 * MILLION // 10), MOVE],
            NOW,
            "M1 har tjent sig hjem i 2026 (fra 2025 til 2028 efter udgifternes interval). "
            "I 2025–2029 koster den i alt 3,0 mio. kr. mindre end M0.",
        ),
        (
            [*yearly(9 * MILLION, low=8 * MILLION, high=11 * MILLION), MOVE],
            NOW,
            "M1 har tjent sig hjem i 2026, men ikke, hvis udgifterne bliver så høje, som de kan. "
            "I 2025–2029 koster den i alt 3,0 mio. kr. mindre end M0.",
        ),
        (
            yearly(9 * MILLION, years=3),
            NOW,
            "M1 er ikke opgjort for 2028 og 2029, så det kan ikke siges, hvornår M1 har tjent "
            "sig hjem.",
        ),
        (
            yearly(9 * MILLION, years=4),
            yearly(9 * MILLION),
            "M1 er ikke opgjort for 2029, så det kan ikke siges, hvornår M1 har tjent sig hjem.",
        ),
    ],
)
def test_when_a_model_has_paid_for_itself(
    rows: list[CostRow], baseline: list[CostRow], told: str
) -> None:
    assert pay_back(over_years(rows, baseline), "M1", "M0").replace("\u00a0", " ") == told
