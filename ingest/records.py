"""What a file says once its columns are mapped: rows in our own fields and codes, not yet checked.

`rows` of each kind of input hold the columns named here. Texts are never missing ("" is none),
numbers are NaN where there is none.

survey
    wave, area, sub_area, sex, age, stratum, cluster (text), weight (1 where the file has no
    weights, NaN where a cell could not be read); and for each question in `scales` two columns,
    ``tryg_dag`` (the code of the answer as a number) and ``tryg_dag.missing`` (the code of a
    missing answer, "" where there is an answer or an empty cell).
survey-aggregated
    wave, area, breakdown, question, scale, note (text), value (a share from 0 to 1, or a mean),
    answers, deviation.
register
    area, period, breakdown (text), numerator, denominator.

A breakdown is "" for all, or one dimension: ``køn=K``, ``alder=15-29``, ``bydel=bymidten``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ingest.frame import Table
from store.inputs import InputKind


@dataclass(frozen=True)
class Records:
    """The rows of one file, and how to find them in it again.

    Attributes
    ----------
    rows
        See above; besides `row`, the row in the sheet, and `column`, the sheet's column of the
        value (-1 where a record is a whole row), both counted from 0. The index is 0, 1, 2 …
    table
        The table they were read from, which names places.
    scales
        Of a survey: question to the scale that it is asked on in this file.
    counts
        What the file tells of the whole: `invited`, `partial`, `answered`.
    columns
        Field to the file's column, where a field has exactly one.
    """

    kind: InputKind
    source: str
    rows: pd.DataFrame
    table: Table
    scales: Mapping[str, str]
    counts: Mapping[str, int]
    columns: Mapping[str, str]

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions of a survey that these hold answers to."""
        return tuple(self.scales) if self.kind is InputKind.SURVEY else ()
