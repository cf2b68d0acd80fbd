"""Surveys and registers: what the municipality itself brings, and the tables that hold it.

Which there are is configuration (`data/config/surveys.toml`, `registers.toml`). Their rows lie in
the warehouse by load, and a load *covers* periods: of all loads that cover a survey's wave or a
register's period, the newest one that is not withdrawn is in force, whole. So two files never mix
within a period, and withdrawing one brings the earlier one back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from danish import periods
from danish.errors import DanishError
from store.settings import read_config

DIMENSIONS = {"bydel": "sub_area", "køn": "sex", "alder": "age"}
"""What figures may be divided by: the word in a breakdown's code (``køn=K``) and the column."""

SEXES = {"K": "Kvinder", "M": "Mænd"}


class InputKind(StrEnum):
    """What kind of file it is. The values are those of the ledger and of the command line."""

    SURVEY = "survey"  # a row for each respondent
    SURVEY_AGGREGATED = "survey-aggregated"  # a row for each published share or mean
    REGISTER = "register"  # a row for each count of persons


@dataclass(frozen=True)
class Scale:
    """The answers that a question may have.

    Attributes
    ----------
    answers
        Code to label, from the lowest; empty where the answer is a number.
    lowest, highest
        The limits of an answer.
    """

    code: str
    title: str
    answers: Mapping[str, str]
    lowest: float
    highest: float

    @property
    def is_number(self) -> bool:
        """Whether an answer is a number with decimals."""
        return not self.answers


@dataclass(frozen=True)
class Question:
    """A question of a survey.

    Attributes
    ----------
    counted
        Per scale that it may be asked on, the answers that count as yes. Empty for a mean.
    scales
        The scales, the wanted one first.
    near
        What its column may be called in a file.
    """

    code: str
    title: str
    short: str
    counted: Mapping[str, tuple[str, ...]]
    scales: tuple[str, ...]
    near: tuple[str, ...]

    @property
    def is_mean(self) -> bool:
        """Whether the indicator is the mean of the answers, not the share of some of them."""
        return not self.counted


@dataclass(frozen=True)
class Survey:
    """A survey that comes back: one series, whoever collects it."""

    code: str
    title: str
    frequency: periods.PeriodKind
    years: int
    days: int
    questions: Mapping[str, Question]

    def next_period(self, last_period: str) -> str:
        """The wave after `last_period`."""
        for _ in range(self.years):
            last_period = periods.following(last_period)
        return last_period

    def next_expected(self, last_period: str) -> date:
        """When the wave after `last_period` should be in."""
        following = periods.parse(self.next_period(last_period))
        return following.first_day + timedelta(days=self.days)


@dataclass(frozen=True)
class Register:
    """A register that the municipality counts from.

    Attributes
    ----------
    numerator, denominator
        What the two numbers are, in Danish; the denominator is empty where there is only a count.
    """

    code: str
    title: str
    frequency: periods.PeriodKind
    days: int
    numerator: str
    denominator: str
    near_numerator: tuple[str, ...]
    near_denominator: tuple[str, ...]

    @property
    def is_count(self) -> bool:
        """Whether it has no denominator."""
        return not self.denominator

    def next_period(self, last_period: str) -> str:
        """The period after `last_period`."""
        return periods.following(last_period)

    def next_expected(self, last_period: str) -> date:
        """When the figures after `last_period` should be in."""
        following = periods.parse(self.next_period(last_period))
        return following.first_day + timedelta(days=self.days)


@dataclass(frozen=True)
class MissingAnswer:
    """A way of not answering: its codes and labels in files."""

    code: str
    title: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]


class UnknownInputError(DanishError):
    """No survey, or no register, has this code."""

    def __init__(self, what: str, code: str, known: Iterable[str]):
        super().__init__(f"Der er {what} »{code}«. Der er: {', '.join(known)}.")


@cache
def surveys() -> dict[str, Survey]:
    """All surveys by code."""
    return {
        code: Survey(
            code=code,
            title=entry["title"],
            frequency=periods.PeriodKind(entry["frequency"]),
            years=entry["years"],
            days=entry["days"],
            questions={name: _question(name, one) for name, one in entry["question"].items()},
        )
        for code, entry in read_config("surveys.toml")["survey"].items()
    }


@cache
def scales() -> dict[str, Scale]:
    """All scales by code."""

    def scale(code: str, entry: dict[str, Any]) -> Scale:
        answers = {str(answer): label for answer, label in entry.get("answers", {}).items()}
        numbers = [float(answer) for answer in answers]
        lowest = min(numbers) if answers else entry["lowest"]
        highest = max(numbers) if answers else entry["highest"]
        return Scale(code, entry["title"], answers, float(lowest), float(highest))

    return {
        code: scale(code, entry) for code, entry in read_config("surveys.toml")["scale"].items()
    }


@cache
def missing_answers() -> dict[str, MissingAnswer]:
    """The ways of not answering, by code."""
    return {
        code: MissingAnswer(code, entry["title"], tuple(entry["codes"]), tuple(entry["labels"]))
        for code, entry in read_config("surveys.toml")["missing"].items()
    }


@cache
def registers() -> dict[str, Register]:
    """All registers by code."""
    return {
        code: Register(
            code=code,
            title=entry["title"],
            frequency=periods.PeriodKind(entry["frequency"]),
            days=entry["days"],
            numerator=entry["numerator"],
            denominator=entry.get("denominator", ""),
            near_numerator=tuple(entry["near_numerator"]),
            near_denominator=tuple(entry["near_denominator"]),
        )
        for code, entry in read_config("registers.toml")["register"].items()
    }


@cache
def age_groups() -> tuple[str, ...]:
    """The groups that ages in years are put into, such as ``15-29`` and ``65+``."""
    return tuple(read_config("surveys.toml")["age_groups"])


def survey(code: str) -> Survey:
    """One survey.

    Raises
    ------
    UnknownInputError
        If there is none.
    """
    if code not in surveys():
        raise UnknownInputError("ingen undersøgelse", code, surveys())
    return surveys()[code]


def register(code: str) -> Register:
    """One register.

    Raises
    ------
    UnknownInputError
        If there is none.
    """
    if code not in registers():
        raise UnknownInputError("intet register", code, registers())
    return registers()[code]


def _question(code: str, entry: dict[str, Any]) -> Question:
    counted = {
        scale: tuple(str(answer) for answer in answers)
        for scale, answers in entry.get("counted", {}).items()
    }
    scales_of_it = tuple(counted or entry["mean"])
    return Question(
        code, entry["title"], entry["short"], counted, scales_of_it, tuple(entry["near"])
    )


SCHEMA = """
create table if not exists covers (
    load integer not null,
    source varchar not null,
    period varchar not null
);
create view if not exists covering as
select covers.source, covers.period, max(covers.load) as load
from covers join load using (load) where load.withdrawn_at is null group by all;

create table if not exists wave (
    load integer not null,
    survey varchar not null,
    wave varchar not null,
    invited bigint,
    answered bigint,
    partial bigint
);
create table if not exists respondent (
    load integer not null,
    survey varchar not null,
    wave varchar not null,
    respondent integer not null,
    area varchar not null,
    sub_area varchar not null,
    sex varchar not null,
    age varchar not null,
    weight double not null,
    stratum varchar not null,
    cluster varchar not null
);
create table if not exists answer (
    load integer not null,
    survey varchar not null,
    wave varchar not null,
    respondent integer not null,
    question varchar not null,
    scale varchar not null,
    answer double,
    missing varchar not null
);
create table if not exists published_answer (
    load integer not null,
    survey varchar not null,
    wave varchar not null,
    area varchar not null,
    breakdown varchar not null,
    question varchar not null,
    scale varchar not null,
    value double not null,
    answers double,
    deviation double,
    note varchar not null
);
create table if not exists register_cell (
    load integer not null,
    register varchar not null,
    area varchar not null,
    period varchar not null,
    breakdown varchar not null,
    numerator double,
    denominator double
);
"""

TABLES: Mapping[InputKind, tuple[str, ...]] = {
    InputKind.SURVEY: ("respondent", "answer"),
    InputKind.SURVEY_AGGREGATED: ("published_answer",),
    InputKind.REGISTER: ("register_cell",),
}
"""The tables whose rows are the `cells` of a load of each kind."""
