"""Surveys on their way in: what can be wrong with answers or published shares, and loading them.

Who answered what lies in the warehouse only. A wave of which more than `MOST_MISSING` lack a sex,
an age or a part of the municipality is loaded without it, so it is never divided by it.
"""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from danish import numbers, periods, words
from ingest import doubled_answers, places
from ingest import rows as rows_in
from ingest.loading import Provenance
from ingest.mapped import MISSING
from ingest.problem import Problem, error, warning
from ingest.records import Records
from store import inputs
from store.inputs import InputKind
from store.settings import municipality
from store.warehouse import Warehouse

MOST_MISSING = 0.3
FEWEST_ANSWERS = 30
EXTREME_WEIGHT = 5
"""Times the mean weight."""

SUM_TOLERANCE = 0.02
TOLD_SHARE_OF_NONE = 0.05
_WORDS = {"sub_area": "bydel", "sex": "køn", "age": "alder"}


def check(records: Records, today: date) -> list[Problem]:
    """Find what is wrong with a survey, and what one should know before loading it."""
    if records.rows.empty:
        what = "svar" if records.kind is InputKind.SURVEY else "tal"
        found = f"Der er overskrifter, men ingen rækker med {what}"
        return [error(places.sheet(records), found, "", "Udfyld arket, eller vælg et andet")]
    problems = [*_waves(records, today), *_areas(records)]
    if records.kind is InputKind.SURVEY:
        problems += [
            *_weights(records),
            *_answers(records),
            *_groups(records),
            *_few(records),
            *doubled_answers.check(records),
        ]
    else:
        problems += [*_values(records), *_bases(records), *_doubled_cells(records)]
    return problems


def put(open_: Warehouse, records: Records, given: Provenance) -> int:
    """Load a survey and return the load's number.

    Raises
    ------
    ingest.loading.LostFiguresError
        If the database is at fault; the transaction must not be committed.
    store.warehouse.ExampleError
        If it is an example and the survey has other answers.
    """
    if records.kind is InputKind.SURVEY:
        blocks = _respondents(records)
    else:
        blocks = {"published_answer": [_published(records)]}
    survey = inputs.survey(records.source)
    series = rows_in.Series(records.kind, survey.code, survey.title)
    return rows_in.put(open_, series, blocks, sorted(set(records.rows["wave"])), given)


# --- waves and areas ------------------------------------------------------------------------------


def _waves(records: Records, today: date) -> Iterator[Problem]:
    survey = inputs.survey(records.source)
    example = "2022/23" if survey.frequency is periods.PeriodKind.SCHOOL_YEAR else "2025"
    for wave, rows in _by_wave(records):
        place = places.of(records, rows, "wave")
        try:
            period = periods.parse(wave)
        except periods.UnknownPeriodError:
            found = f"»{wave}« er ikke en periode" if wave else "Perioden mangler"
            expected = f"Ventede for eksempel {example}"
            yield error(place, found, expected, "Skriv, hvornår der er spurgt")
            continue
        if period.kind is not survey.frequency:
            found = f"{words.capitalise(periods.label(period.code))} er en anden slags periode"
            expected = f"{survey.title} ventes som {example}"
            yield error(place, found, expected, "Ret perioden")
        elif period.first_day > today:
            found = f"{words.capitalise(periods.label(period.code))} er ikke begyndt"
            yield error(place, found, "Ventede en periode, der er begyndt", "Ret perioden")


def _by_wave(records: Records) -> list[tuple[str, pd.DataFrame]]:
    return [(str(wave), rows) for wave, rows in records.rows.groupby("wave", sort=True)]


def _areas(records: Records) -> Iterator[Problem]:
    place = municipality()
    if records.kind is InputKind.SURVEY_AGGREGATED:
        return
    others = records.rows[records.rows["area"] != place.code]
    if len(others):
        yield warning(
            places.of(records, others, "area"),
            f"{numbers.number(len(others))} svar er fra et andet område end {place.name}",
            "De indgår ikke i kommunens tal",
        )


# --- a row for each respondent --------------------------------------------------------------------


def _weights(records: Records) -> Iterator[Problem]:
    rows = records.rows
    weight = _weight(rows)
    for bad, what in ((weight.isna(), "mangler"), (weight <= 0, "er 0 eller negativ")):
        if bad.any():
            yield error(
                places.of(records, rows[bad], "weight"),
                f"Vægten {what} for {words.count(bad.sum(), 'svar', 'svar')}",
                "Ventede et tal over 0",
                "Ret vægten, eller lad kolonnen med vægte være ude, så alle tæller lige meget",
            )
    good = rows.assign(weight=weight)[weight > 0]
    mean = good.groupby("wave")["weight"].transform("mean")
    extreme = good[good["weight"] > EXTREME_WEIGHT * mean]
    if len(extreme):
        yield warning(
            places.of(records, extreme, "weight"),
            f"{words.count(len(extreme), 'svar', 'svar')} vejer mere end {EXTREME_WEIGHT} gange "
            "gennemsnittet",
            "Intervallerne bliver bredere af det",
            "Spørg leverandøren, om vægtene er rigtige",
        )
    for wave, of_it in good.groupby("wave"):
        total, n = of_it["weight"].sum(), len(of_it)
        if abs(total / n - 1) > SUM_TOLERANCE:
            yield warning(
                places.column(records, "weight"),
                f"Vægtene i {wave} summer til {numbers.number(total)}, og der er "
                f"{numbers.number(n)} svar",
                "Andele bliver de samme; antal svar tælles uden vægt",
            )


def _weight(rows: pd.DataFrame) -> "pd.Series[float]":
    """The weights; 1 where a column for them stands empty throughout, as in a template."""
    return rows["weight"].fillna(1.0) if rows["weight"].isna().all() else rows["weight"]


def _asked(records: Records) -> list[str]:
    """The questions that anybody has answered, or said why not."""
    rows = records.rows
    return [
        question
        for question in records.questions
        if rows[question].notna().any() or (rows[f"{question}{MISSING}"] != "").any()
    ]


def _answers(records: Records) -> Iterator[Problem]:
    asked = _asked(records)
    for question in asked:
        yield from _outside_scale(records, question)
        yield from _not_answered(records, question)
    if unasked := [_short(records, one) for one in records.questions if one not in asked]:
        yield warning(
            places.sheet(records),
            f"Ingen svar på {words.listing([f'»{one}«' for one in unasked])}",
            "De regnes ikke som stillet",
        )
    questions = [*records.questions]
    if not questions:
        found = "Ingen kolonne er koblet til et spørgsmål"
        yield error(places.sheet(records), found, "Ventede mindst ét", "Kobl en kolonne")
        return
    for wave, rows in _by_wave(records):
        if rows[questions].isna().all(axis=None):
            found = f"Ingen af de {numbers.number(len(rows))} rækker fra {wave} har et svar"
            yield error(
                places.of(records, rows, questions[0]),
                found,
                "Ventede svar på mindst ét spørgsmål",
                "Kontrollér, at kolonnerne er koblet rigtigt, eller slet rækkerne",
            )


def _outside_scale(records: Records, question: str) -> Iterator[Problem]:
    scale = inputs.scales()[records.scales[question]]
    given = records.rows[question]
    if scale.is_number:
        wrong = (given < scale.lowest) | (given > scale.highest)
    else:
        wrong = given.notna() & ~given.isin([float(code) for code in scale.answers])
    if wrong.any():
        yield error(
            places.of(records, records.rows[wrong], question),
            f"{numbers.plain(given[wrong].iloc[0])} er ikke et svar på skalaen {scale.title}",
            "",
            "Vælg en anden skala, eller sig, at koden betyder et manglende svar",
        )


def _not_answered(records: Records, question: str) -> Iterator[Problem]:
    rows = records.rows
    none = rows[question].isna()
    if none.mean() < TOLD_SHARE_OF_NONE:
        return
    kinds = rows.loc[none, f"{question}{MISSING}"].value_counts()
    titles = {code: one.title for code, one in inputs.missing_answers().items()} | {"": "uden svar"}
    parts = [
        f"{numbers.percent(count / len(rows))} {titles[str(code)]}" for code, count in kinds.items()
    ]
    short = inputs.survey(records.source).questions[question].short
    yield warning(
        places.column(records, question),
        f"{numbers.percent(none.mean())} har ikke svaret på »{short}«: {words.listing(parts)}",
        "De regnes ikke med",
    )


def _groups(records: Records) -> Iterator[Problem]:
    for wave, rows in _by_wave(records):
        for column, share in _missing(rows).items():
            if 0 < share < 1 and share > MOST_MISSING:
                word = _WORDS[column]
                yield warning(
                    places.column(records, column),
                    f"{numbers.percent(share)} af svarene i {wave} mangler {word}",
                    f"Vises ikke fordelt på {word}",
                )


def _few(records: Records) -> Iterator[Problem]:
    for wave, rows in _by_wave(records):
        if len(rows) < FEWEST_ANSWERS:
            yield warning(
                places.column(records, "wave"),
                f"Der er kun {words.count(len(rows), 'svar', 'svar')} i {wave}",
                f"Med færre end {FEWEST_ANSWERS} vises et tal ikke alene",
            )


def _missing(rows: pd.DataFrame) -> dict[str, float]:
    """The share of respondents without each of the groups."""
    return {column: float((rows[column] == "").mean()) for column in _WORDS}


# --- a row for each published share or mean -------------------------------------------------------


def _values(records: Records) -> Iterator[Problem]:
    rows = records.rows
    questions = inputs.survey(records.source).questions
    means = rows["question"].map(lambda code: questions[code].is_mean).to_numpy(bool)
    lowest = np.where(means, rows["scale"].map(_limit(0)), 0.0)
    highest = np.where(means, rows["scale"].map(_limit(1)), 1.0)
    value = rows["value"].to_numpy(float)
    empty = rows[np.isnan(value)]
    if len(empty):
        yield error(
            places.of(records, empty, "value"), "Der er intet tal", "Ventede en andel eller et "
            "gennemsnit", "Skriv tallet, eller slet rækken",
        )  # fmt: skip
    for bad, expected in (
        (~means & ((value < 0) | (value > 1)), "Ventede en andel fra 0 til 100 %"),
        (means & ((value < lowest) | (value > highest)), "Ventede et gennemsnit på skalaen"),
    ):
        if bad.any():
            wrong = rows[bad]
            shown = numbers.plain(wrong["value"].iloc[0] * (1 if means[bad][0] else 100))
            unit = "" if means[bad][0] else " %"
            yield error(
                places.of(records, wrong, "value"), f"Værdien er {shown}{unit}", expected,
                "Ret tallet, eller vælg en anden enhed for kolonnen",
            )  # fmt: skip


def _limit(which: int) -> dict[str, float]:
    return {
        code: (scale.lowest, scale.highest)[which] for code, scale in inputs.scales().items()
    } | {"": (-np.inf, np.inf)[which]}


def _bases(records: Records) -> Iterator[Problem]:
    rows = records.rows
    n, deviation = rows["answers"], rows["deviation"]
    for column, bad in (("answers", n < 1), ("deviation", deviation < 0)):
        if bad.any():
            what = "Antal svar" if column == "answers" else "Standardafvigelsen"
            least = "mindst 1" if column == "answers" else "mindst 0"
            yield error(
                places.of(records, rows[bad], column),
                f"{what} er {numbers.plain(rows.loc[bad, column].iloc[0])}",
                f"Ventede {least}",
                "Ret tallet, eller lad cellen være tom",
            )
    if n.isna().any():
        some = "alle tal" if n.isna().all() else words.count(n.isna().sum(), "tal", "tal")
        yield warning(
            places.of(records, rows[n.isna()], "answers"),
            f"Antal svar er ikke oplyst for {some}",
            "De vises uden interval og med ordene »n ikke oplyst«",
        )


def _doubled_cells(records: Records) -> Iterator[Problem]:
    keys = ["wave", "area", "breakdown", "question"]
    twice = records.rows[records.rows.duplicated(keys, keep=False)]
    for (wave, _, _, question), rows in twice.groupby(keys, sort=False):
        yield error(
            places.all_of(records, rows),
            f"»{_short(records, question)}« i {wave} står {len(rows)} gange for samme område og "
            "gruppe",
            "Ventede hvert tal én gang",
            "Slet den række, der er forkert",
        )


# --- what is loaded -------------------------------------------------------------------------------


def _respondents(records: Records) -> rows_in.Blocks:
    """The people, their answers a question at a time, and what is known of each wave."""
    rows, asked = records.rows.reset_index(drop=True), _asked(records)
    numbered = np.arange(1, len(rows) + 1, dtype=np.int32)
    people = rows[["wave", "area", *_WORDS, "weight", "stratum", "cluster"]].assign(
        survey=records.source, respondent=numbered, weight=_weight(rows)
    )
    for wave, of_it in rows.groupby("wave"):
        for column, share in _missing(of_it).items():
            if share > MOST_MISSING:
                people.loc[people["wave"] == wave, column] = ""
    answers = [
        pd.DataFrame(
            {
                "survey": records.source,
                "wave": rows["wave"],
                "respondent": numbered,
                "question": question,
                "scale": scale,
                "answer": rows[question],
                "missing": rows[f"{question}{MISSING}"],
            }
        )
        for question, scale in records.scales.items()
        if question in asked
    ]
    return {"respondent": [people], "answer": answers, "wave": [_counted(records)]}


def _counted(records: Records) -> pd.DataFrame:
    """How many answered in each wave, and of one wave alone how many were asked."""
    waves = records.rows.groupby("wave").size()
    counts = records.counts if len(waves) == 1 else {}
    known = {name: counts.get(name) for name in ("invited", "partial")}
    return pd.DataFrame(
        {
            "survey": records.source,
            "wave": waves.index.astype(str),
            "answered": [counts.get("answered", n) for n in waves],
            **{name: pd.array([n] * len(waves), dtype="Int64") for name, n in known.items()},
        }
    )


def _published(records: Records) -> pd.DataFrame:
    columns = ["wave", "area", "breakdown", "question", "scale", "value", "answers", "deviation"]
    return records.rows[[*columns, "note"]].assign(survey=records.source)


def _short(records: Records, question: object) -> str:
    return inputs.survey(records.source).questions[str(question)].short
