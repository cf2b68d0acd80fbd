"""How often the words of a status are wrong, and how often they see what is there.

    python -m benchmarks.status_simulation [--series 2000]

Simulates quarterly counts of known kinds, adds them up to years and asks the functions that the
build asks: `movement.movement` for *udvikling*, `progress.on_path` for *måltal* and
`compare.against_peers` for *niveau*. Writes `docs/simulering.md`. Exit code 1 when a word is wrong
more often than it may be.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from danish import numbers
from indicators.stats import compare, detectable, movement, progress
from indicators.stats.movement import Word

DOCUMENT = Path(__file__).parents[1] / "docs" / "simulering.md"
SEED = 20261123

PER_QUARTER = (8, 15, 30, 60, 120, 240, 470)
SEASON = np.array([0.9, 1.0, 1.15, 0.95])
NOISE, LASTING = 0.1, 0.4  # standard deviation and ρ of the AR(1) noise

BASELINE, ON_THE_WAY, HISTORY = 3, 4, 10  # years
GOAL = -0.1
PEERS = 8

MOST = {"stable": (0.07, 0.01), "noisy": (0.10, 0.02)}  # "tegn på" and "sikker" together; "sikker"
MOST_OFF_PATH = 0.12


@dataclass(frozen=True)
class Words:
    """How often `movement.movement` says "tegn på" or "sikker", and how often "sikker"."""

    any_word: float
    certain: float


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--series", type=int, default=2000)
    series = parser.parse_args(arguments).series
    rng = np.random.default_rng(SEED)

    kinds = {
        "stable": {"change": 0.0, "noise": 0.0, "within": "quarter"},
        "noisy": {"change": 0.0, "noise": NOISE, "within": "quarter"},
        "restless": {"change": 0.0, "noise": NOISE, "within": "year"},
        "-5": {"change": -0.05, "noise": 0.0, "within": "quarter"},
        "-10": {"change": -0.10, "noise": 0.0, "within": "quarter"},
        "noisy -5": {"change": -0.05, "noise": NOISE, "within": "quarter"},
        "noisy -10": {"change": -0.10, "noise": NOISE, "within": "quarter"},
    }
    moved = {
        (kind, size): words(rng, series, size, **settings)
        for kind, settings in kinds.items()
        for size in PER_QUARTER
    }
    paths = {
        (kind, size): off_path(rng, series, size, **settings)
        for kind, settings in {
            "on path": {"real": GOAL, "noise": 0.0},
            "noisy on path": {"real": GOAL, "noise": NOISE},
            "nothing happens": {"real": 0.0, "noise": NOISE},
            "worse": {"real": 0.2, "noise": NOISE},
        }.items()
        for size in PER_QUARTER
    }
    levels = {
        (spread, size): outside_peers(rng, series, size, spread)
        for spread in (0.0, 0.1, 0.25)
        for size in PER_QUARTER
    }

    text = document(series, moved, paths, levels)
    DOCUMENT.write_text(text, encoding="utf-8")
    print(text)
    wrong = broken(moved, paths)
    print("\n".join(wrong) or "Alle krav er holdt.")
    return 1 if wrong else 0


# --- simulation -----------------------------------------------------------------------------------


def autoregressive(
    rng: np.random.Generator, series: int, periods: int, deviation: float
) -> np.ndarray:
    """Lasting noise on the logarithmic scale: (series, periods), with mean 1 after exp."""
    noise = np.empty((series, periods))
    noise[:, 0] = rng.normal(0, deviation, series)
    for period in range(1, periods):
        fresh = rng.normal(0, deviation * np.sqrt(1 - LASTING**2), series)
        noise[:, period] = LASTING * noise[:, period - 1] + fresh
    return noise - deviation**2 / 2


def yearly_counts(
    rng: np.random.Generator,
    expected: np.ndarray,
    series: int,
    noise: float,
    within: str = "quarter",
) -> np.ndarray:
    """Draw quarters with a season and add them up: (series, years).

    Parameters
    ----------
    expected
        Cases per quarter, one for each quarter, before season and noise.
    within
        Whether the noise changes from quarter to quarter or from year to year.
    """
    quarters = expected.size
    log_mean = np.log(expected * np.tile(SEASON, quarters // 4))
    if within == "quarter":
        log_mean = log_mean + autoregressive(rng, series, quarters, noise)
    else:
        log_mean = log_mean + np.repeat(
            autoregressive(rng, series, quarters // 4, noise), 4, axis=1
        )
    counts = rng.poisson(np.exp(log_mean), (series, quarters))
    return counts.reshape(series, -1, 4).sum(axis=2).astype(float)


def words(
    rng: np.random.Generator, series: int, size: int, change: float, noise: float, within: str
) -> Words:
    """Ask for the word of the last five years; `size` is the level in their middle."""
    time = (np.arange(4 * movement.YEARS) - 2 * movement.YEARS + 0.5) / 4
    expected = size * (1 + change) ** time
    word = movement.movement(yearly_counts(rng, expected, series, noise, within)).word
    certain = float((word == Word.CERTAIN).mean())
    return Words(float((word == Word.SIGN).mean()) + certain, certain)


def off_path(
    rng: np.random.Generator, series: int, size: int, real: float, noise: float
) -> np.ndarray:
    """How often each year on the way is called off path.

    The last three years of a ten-year history are the baseline; the target is 10 % less after four
    years, and the series really goes by `real` over them.
    """
    years_on = np.concatenate([np.zeros(HISTORY), np.arange(1, ON_THE_WAY + 1)])
    expected = np.repeat(size * (1 + real) ** (years_on / ON_THE_WAY), 4)
    counts = yearly_counts(rng, expected, series, noise)
    history, after = counts[:, :HISTORY], counts[:, HISTORY:]
    extra = progress.extra_variation(history)
    off = np.zeros(ON_THE_WAY)
    for one in range(series):
        start = progress.baseline(history[one, -BASELINE:], extra=float(extra[one]))
        aims = np.array(
            [
                progress.path(start.value, 0, start.value * (1 + GOAL), ON_THE_WAY, year)
                for year in range(1, ON_THE_WAY + 1)
            ]
        )
        found = progress.on_path(
            after[one],
            aims,
            progress.count_variance(aims, extra[one]),
            start.variance * (aims / start.value) ** 2,
        )
        off += found.word == progress.PathWord.OFF_PATH
    return off / series


def outside_peers(
    rng: np.random.Generator, series: int, size: int, spread: float
) -> tuple[float, float]:
    """How often an area that is like its peers is placed outside them: at 95 % and at 99.8 %."""
    outside = far = 0
    for _ in range(series):
        people = rng.uniform(15_000, 60_000, PEERS + 1)
        mean = 4 * size * people / 24_000 * np.exp(rng.normal(0, spread, PEERS + 1))
        counts = rng.poisson(mean).astype(float)
        p = compare.against_peers(counts[0], people[0], counts[1:], people[1:]).p
        outside += p < compare.SIGN
        far += p < compare.CERTAIN
    return outside / series, far / series


def broken(
    moved: dict[tuple[str, int], Words], paths: dict[tuple[str, int], np.ndarray]
) -> list[str]:
    """Which demands are not kept."""
    found = []
    for (kind, size), said in moved.items():
        if kind in MOST:
            most_any, most_certain = MOST[kind]
            if said.any_word > most_any or said.certain > most_certain:
                found.append(f"{kind}, {size} pr. kvartal: {said}, højst {MOST[kind]}")
    for (kind, size), off in paths.items():
        if "on path" in kind and off.max() > MOST_OFF_PATH:
            found.append(f"{kind}, {size} pr. kvartal: {off}, højst {MOST_OFF_PATH}")
    return found


# --- document -------------------------------------------------------------------------------------


def document(
    series: int,
    moved: dict[tuple[str, int], Words],
    paths: dict[tuple[str, int], np.ndarray],
    levels: dict[tuple[float, int], tuple[float, float]],
) -> str:
    def two(kind: str, size: int) -> str:
        said = moved[kind, size]
        return f"{share(said.any_word)} / {share(said.certain)}"

    def of_year_four(kind: str, size: int) -> str:
        return share(float(paths[kind, size][-1]))

    def highest(kind: str, size: int) -> str:
        return share(float(paths[kind, size].max()))

    falls, _ = detectable.five_years(np.array(PER_QUARTER) * 4.0)
    smallest = {
        size: share(-fall) if np.isfinite(fall) else "–"
        for size, fall in zip(PER_QUARTER, falls, strict=True)
    }
    any_stable = max(said.any_word for (kind, _), said in moved.items() if kind == "stable")
    any_noisy = max(said.any_word for (kind, _), said in moved.items() if kind == "noisy")
    parts = [
        "# Hvor ofte tager status fejl?",
        "Lavet af `python -m benchmarks.status_simulation`. Alle tal i tabellerne er procent af "
        f"{numbers.number(series)} simulerede serier. Serierne tælles pr. kvartal med årstid "
        f"({', '.join(numbers.number(part, 2) for part in SEASON)}) og lægges sammen til år. "
        "Funktionerne er de samme, som beregner status i en udgivelse.",
        "## Udvikling",
        "Prøven er årlig quasi-Poisson-regression over de seneste fem år (`movement.movement`). En "
        "ændring får et ord, når den ligger uden for både det, rene tilfældigheder giver "
        "(Poisson, normalfordeling), og det, seriens egne udsving giver (t-fordeling med tre "
        "frihedsgrader): *tegn på* ved 95 %, *sikker* ved 99,8 %.",
        "### Når intet sker",
        "Første tal: *tegn på* eller *sikker*. Andet tal: *sikker*. Støjen er 10 % med ρ = 0,4 "
        "(AR(1)). Kravene er højst 7 % / 1 % uden støj og højst 10 % / 2 % med støj fra kvartal "
        "til kvartal. Støj fra år til år er en hårdere prøve, som der ikke er et krav til.",
        table(
            ["Sager pr. kvartal", "Stabil", "Støj pr. kvartal", "Støj pr. år"],
            [
                [str(size), two("stable", size), two("noisy", size), two("restless", size)]
                for size in PER_QUARTER
            ],
        ),
        "Med 30 indikatorer, hvor intet sker, giver det op til "
        f"{numbers.number(30 * any_stable, 1)} falske ord ad gangen, og op til "
        f"{numbers.number(30 * any_noisy, 1)} med støj fra kvartal til kvartal.",
        "### Når noget sker",
        "Samme to tal, når antallet falder 5 eller 10 % om året i alle fem år. Sidste kolonne er "
        "det mindste årlige fald, som prøven ser i fire af fem tilfælde, når serien kun svinger "
        "tilfældigt (`detectable.five_years`).",
        table(
            ["Sager pr. kvartal", "−5 %", "−10 %", "−5 %, støj", "−10 %, støj", "Mindste fald"],
            [
                [
                    str(size),
                    *(two(kind, size) for kind in ("-5", "-10", "noisy -5", "noisy -10")),
                    smallest[size],
                ]
                for size in PER_QUARTER
            ],
        ),
        "*Sikker* på fem år kræver mange sager. Det er prisen for ikke at tage fejl.",
        "## Måltal",
        f"Målet er 10 % færre på {ON_THE_WAY} år fra gennemsnittet af {BASELINE} år "
        "(`progress.on_path`). Tallene siger, hvor ofte en serie får *ikke på sporet*. De to "
        "første kolonner er det værste af de fire år for en serie, der følger stien præcist (krav: "
        "højst 12 %). De to sidste er det fjerde år, når intet sker, og når det bliver 20 % værre, "
        "begge med støj pr. kvartal.",
        table(
            ["Sager pr. kvartal", "På stien", "På stien, støj", "Intet sker", "20 % værre"],
            [
                [
                    str(size),
                    highest("on path", size),
                    highest("noisy on path", size),
                    of_year_four("nothing happens", size),
                    of_year_four("worse", size),
                ]
                for size in PER_QUARTER
            ],
        ),
        "*Usikkert* er altså det almindelige svar, også når målet ikke bliver nået.",
        "## Niveau",
        f"En kommune, der ligner sine {PEERS} naboer, og hvor ofte den alligevel bliver placeret "
        "uden for dem på ét år (`compare.against_peers`): ved 95 % / ved 99,8 %. Kolonnerne er, "
        "hvor meget kommunernes sande niveau spreder sig.",
        table(
            ["Sager pr. kvartal", "Ingen spredning", "10 %", "25 %"],
            [
                [
                    str(size),
                    *(
                        f"{share(levels[spread, size][0])} / {share(levels[spread, size][1])}"
                        for spread in (0.0, 0.1, 0.25)
                    ),
                ]
                for size in PER_QUARTER
            ],
        ),
    ]
    return "\n\n".join(parts) + "\n"


def share(value: float) -> str:
    """A share in percent with one decimal, without its sign: ``4,2``."""
    return numbers.number(value * 100, 1)


def table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["--:"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


if __name__ == "__main__":
    sys.exit(main())
