"""Known breaks and mass cases: where a series does not tell what it seems to tell.

They are rows of `data/config/known_breaks.toml`; an indicator names those that touch it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar

from danish import periods
from store import inputs
from store.settings import read_config

FILE = "known_breaks.toml"
LONGEST_SHORT_TEXT = 40
Choice = TypeVar("Choice", bound=StrEnum)
PERIOD = re.compile(r"\d{4}(K[1-4])?(-\d{4}(K[1-4])?)?")


class BreakKind(StrEnum):
    """What happened to the figures."""

    BREAK = "brud"  # they count something else from a period on
    MASS_CASE = "massesag"  # one case with very many reports in a short time
    SHORTFALL = "mangel"  # the source lacks registrations


class Certainty(StrEnum):
    """How sure it is."""

    SEEN = "sikker"
    TOLD = "oplyst"
    INFERRED = "formentlig"


class KnownBreaksError(ValueError):
    """The file of known breaks has a fault; the message says which entry and what is expected."""


@dataclass(frozen=True)
class KnownBreak:
    """One break, mass case or shortfall.

    Attributes
    ----------
    cuts_trend
        Whether a trend must not be measured across the period.
    offences
        The codes affected; a sum that contains one of them is affected too.
    areas
        The areas affected; empty means all.
    periods
        Per table: the first period of a break, else the period or span (``2023K1-2023K4``) hit.
    short
        The text for use inside a chart.
    """

    id: str
    kind: BreakKind
    cuts_trend: bool
    offences: tuple[str, ...]
    areas: tuple[str, ...]
    periods: Mapping[str, str]
    text: str
    short: str
    source: str
    certainty: Certainty

    @property
    def tables(self) -> tuple[str, ...]:
        """The StatBank tables in which it shows."""
        return tuple(self.periods)

    def concerns(self, area: str) -> bool:
        """Whether the figures of an area are affected."""
        return not self.areas or area in self.areas

    def concerns_any(self, codes: Mapping[str, tuple[str, ...]]) -> bool:
        """Whether figures summed from these codes are affected; those of no offence always are."""
        return not self.offences or bool(set(self.offences) & set(codes.get("offence", ())))

    def first_period(self, table: str) -> str | None:
        """The first period hit in a table, or None where the table is not affected."""
        period = self.periods.get(table)
        return period.split("-")[0] if period else None

    def last_period(self, table: str) -> str | None:
        """The last period hit in a table; None where it is not affected or a break is for good."""
        period = self.periods.get(table)
        if period is None or self.kind is BreakKind.BREAK:
            return None
        return period.split("-")[-1]


@cache
def known_breaks() -> Mapping[str, KnownBreak]:
    """All known breaks by id, in the order of the file."""
    return read_breaks(read_config(FILE))


def scale_breaks(table: str, asked: Mapping[str, str]) -> list[KnownBreak]:
    """Where a question was asked on another scale than in the wave before: such waves stay apart.

    They are not in the file: the loaded waves tell.

    Parameters
    ----------
    table
        The survey.
    asked
        The scale of the question in each wave.
    """
    found = []
    for before, wave in pairwise(sorted(asked)):
        old, new = (inputs.scales()[asked[code]] for code in (before, wave))
        if old.code == new.code:
            continue
        found.append(
            KnownBreak(
                id=f"skala_{wave}",
                kind=BreakKind.BREAK,
                cuts_trend=True,
                offences=(),
                areas=(),
                periods={table: wave},
                text=(
                    f"I {periods.label(wave)} blev der svaret på en skala fra {new.title}, "
                    f"før på en skala fra {old.title}. Svarene kan ikke sammenlignes."
                ),
                short=f"Anden svarskala fra {periods.short_label(wave)}",
                source=inputs.survey(table).title,
                certainty=Certainty.SEEN,
            )
        )
    return found


def read_breaks(document: Mapping[str, Any]) -> dict[str, KnownBreak]:
    """Turn the parsed file into objects, or raise `KnownBreaksError`."""
    rows = document.get("break")
    if not isinstance(rows, list) or not rows:
        raise KnownBreaksError(f"{FILE} skal have mindst én [[break]].")
    breaks: dict[str, KnownBreak] = {}
    for number, row in enumerate(rows, start=1):
        known = _read_one(row, f'{FILE}, nr. {number} ("{row.get("id", "uden id")}")')
        if known.id in breaks:
            raise KnownBreaksError(f'{FILE}: id "{known.id}" findes to gange.')
        breaks[known.id] = known
    return breaks


def _read_one(row: Mapping[str, Any], where: str) -> KnownBreak:
    expected = [item.name for item in fields(KnownBreak)]
    if missing := [name for name in expected if name not in row]:
        raise KnownBreaksError(f"{where}: mangler {', '.join(missing)}.")
    if unknown := [name for name in row if name not in expected]:
        raise KnownBreaksError(f"{where}: kender ikke {', '.join(unknown)}.")
    if not isinstance(row["cuts_trend"], bool):
        raise KnownBreaksError(f"{where}: cuts_trend skal være true eller false.")
    for name in ("id", "text", "short", "source"):
        if not isinstance(row[name], str) or not row[name].strip():
            raise KnownBreaksError(f"{where}: {name} skal være en tekst.")
    if len(row["short"]) > LONGEST_SHORT_TEXT:
        raise KnownBreaksError(
            f"{where}: short er på {len(row['short'])} tegn; højst {LONGEST_SHORT_TEXT}."
        )
    return KnownBreak(
        id=row["id"],
        kind=_one_of(BreakKind, row["kind"], f"{where}: kind"),
        cuts_trend=row["cuts_trend"],
        offences=_codes(row["offences"], f"{where}: offences"),
        areas=_codes(row["areas"], f"{where}: areas"),
        periods=_periods(row["periods"], f"{where}: periods"),
        text=row["text"],
        short=row["short"],
        source=row["source"],
        certainty=_one_of(Certainty, row["certainty"], f"{where}: certainty"),
    )


def _one_of(choices: type[Choice], value: str, where: str) -> Choice:
    try:
        return choices(value)
    except ValueError:
        raise KnownBreaksError(f'{where} er "{value}"; gyldige er {", ".join(choices)}.') from None


def _codes(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise KnownBreaksError(f"{where} skal være en liste af koder som tekst.")
    return tuple(value)


def _periods(value: object, where: str) -> dict[str, str]:
    if not isinstance(value, dict) or not value:
        raise KnownBreaksError(f"{where} skal nævne mindst én tabel.")
    for table, period in value.items():
        if not isinstance(period, str) or not PERIOD.fullmatch(period):
            raise KnownBreaksError(
                f'{where}: {table} er "{period}"; skriv fx 2018, 2018K3 eller 2023K1-2023K4.'
            )
    return dict(value)
