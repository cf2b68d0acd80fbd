"""Whether a part of a file of answers stands in it twice.

Respondents' ids are dropped, so two persons who answer alike cannot be told from one who stands
there twice. What no chance makes is many rows that come again in the same order, or a file in which
every row has a twin.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from danish import numbers
from ingest import places
from ingest.problem import Problem, warning
from ingest.records import Records

FEWEST = 8
"""Rows that come again in the same order, and how far apart the two blocks are."""

MANY = 3
"""How many must be alike on the mean before it is no wonder that nobody is alone."""

CLEAR = 5
"""Times as many as at the distances beside it: a sorted file has equal rows near each other."""


def check(records: Records) -> Iterator[Problem]:
    """Find rows that were pasted twice."""
    answers = records.rows.drop(columns=["row", "column"])
    group = pd.util.hash_pandas_object(answers, index=False).to_numpy()
    at = records.rows["row"].to_numpy()
    alike = np.unique(group, return_counts=True)[1]
    if len(group) >= 2 * FEWEST and alike.min() > 1 and alike.mean() < MANY:
        yield _found(
            places.sheet(records),
            f"Hver af de {numbers.number(len(group))} rækker har mindst én, der er helt magen til",
        )
        return
    again = _pasted(group)
    if len(again):
        first, last = int(at[again[0]]), int(at[again[-1]])
        yield _found(
            places.rows(records, first, last),
            f"{numbers.number(len(again))} rækker er magen til rækker længere oppe og står i "
            "samme rækkefølge",
        )


def _pasted(group: "np.typing.NDArray[Any]") -> "np.typing.NDArray[np.int64]":
    """The rows that repeat earlier ones at one and the same distance; none, if that is chance."""
    order = np.lexsort((np.arange(len(group)), group))
    same = group[order][1:] == group[order][:-1]
    later, distance = order[1:][same], (order[1:] - order[:-1])[same]
    times = np.bincount(distance, minlength=len(group) + FEWEST)
    times[:FEWEST] = 0  # in a sorted file every twin is near
    most = int(times.argmax())
    if times[most] < FEWEST:
        return np.array([], np.int64)
    beside = np.delete(times[most - FEWEST + 1 : most + FEWEST], FEWEST - 1).max()
    if times[most] < CLEAR * beside:
        return np.array([], np.int64)
    return np.sort(later[distance == most])


def _found(place: str, found: str) -> Problem:
    return warning(
        place, found, "Ventede hver besvarelse én gang",
        "Kontrollér, om noget er kopieret ind to gange",
    )  # fmt: skip
