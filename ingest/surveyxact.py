"""SurveyXact's pair of files: a dataset with a row a person, and a file of labels.

The file of labels has no header and three fields: variable, value, label. In the dataset columns
named `statoverall_1` to `statoverall_5` say how far each person came, as 0 or 1: not invited,
invited, answered in part, completed, excused. Columns that SurveyXact adds by itself say when and
how the answers came, and some of them who gave them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ingest.frame import Table
from ingest.grid import NUMBER, PERIOD, kinds_of
from ingest.problem import Problem, RejectedError, error
from ingest.workbook import Sheet, Workbook

STATUS = "statoverall_"
NEW, INVITED, PARTIAL, COMPLETED, EXCUSED = (f"{STATUS}{number}" for number in range(1, 6))

_ADDED = re.compile(
    r"respondentid|organi[sz]ation|statinternal_\d+|created|modified|closetime|starttime|difftime"
    r"|responsecollectsessions|numberofreturnedmail|importgroup|distributionschedule|email"
    r"|digitaldistribution(?:status|errormessage)"
    r"|stat(?:completion|creation|distribution|source|collect|overall)_\w+",
    re.IGNORECASE,
)
_VARIABLE = re.compile(r"[A-Za-z_æøåÆØÅ][\w.æøåÆØÅ]*")


@dataclass(frozen=True)
class Answers:
    """What is left of a dataset.

    Attributes
    ----------
    table
        The rows of those who completed, without the columns that SurveyXact added; `labels` and
        `counts` are filled.
    added
        The columns left out.
    """

    table: Table
    added: tuple[str, ...]


def is_labels(workbook: Workbook) -> bool:
    """Whether a file is one of labels: variable, value, label, and no header."""
    cells = workbook.sheets[0].cells
    if len(workbook.sheets) > 1 or cells.shape[1] != 3:
        return False
    head = cells.head(200)
    if head[[0, 1]].isna().to_numpy().any():
        return False
    codes = np.isin(kinds_of(head[[1]]), (NUMBER, PERIOD)).mean()
    names = head[0].map(lambda text: bool(_VARIABLE.fullmatch(text)))
    # The first row is already a label: its value is a number like the others.
    first = kinds_of(head.iloc[:1][[1]])[0, 0] == NUMBER
    return bool(first and codes > 0.9 and names.all() and not head[0].is_unique)


def is_dataset(table: Table) -> bool:
    """Whether a table has SurveyXact's columns of status."""
    return {PARTIAL, COMPLETED} <= {column.lower() for column in table.columns}


def labels_of(sheet: Sheet) -> dict[str, dict[str, str]]:
    """Variable → value → label.

    A label that repeats its value in front ("1. Meget tryg") loses it, when all labels of the
    variable do.
    """
    labels: dict[str, dict[str, str]] = {}
    cells = sheet.cells.fillna("")
    for variable, value, label in cells.itertuples(index=False, name=None):
        if variable and value:
            labels.setdefault(_unquoted(variable), {})[_unquoted(value)] = _unquoted(label)
    return {variable: _without_values(of_one) for variable, of_one in labels.items()}


def completed(table: Table, labels: Mapping[str, Mapping[str, str]] | None = None) -> Answers:
    """Keep those who completed, and count the others.

    Parameters
    ----------
    table
        A dataset, as `is_dataset` tells.
    labels
        As `labels_of` reads them.

    Raises
    ------
    RejectedError
        If a status is neither 0 nor 1, or nobody completed.
    """
    names = {column.lower(): column for column in table.columns}
    status = {
        code: _marks(table, names[code]) for code in (NEW, PARTIAL, COMPLETED) if code in names
    }
    kept = table.rows[status[COMPLETED]]
    if kept.empty:
        raise RejectedError([_nobody(table, names[COMPLETED])])
    added = tuple(column for column in table.columns if _ADDED.fullmatch(column))
    columns = tuple(column for column in table.columns if column not in added)
    positions = tuple(
        position
        for column, position in zip(table.columns, table.positions, strict=True)
        if column not in added
    )
    invited = len(table.rows) - int(status[NEW].sum() if NEW in status else 0)
    found = labels or {}
    return Answers(
        replace(
            table,
            columns=columns,
            positions=positions,
            rows=kept[list(columns)],
            labels={column: found[column] for column in columns if column in found},
            counts={
                "invited": invited,
                "partial": int(status[PARTIAL].sum()),
                "answered": len(kept),
            },
        ),
        added,
    )


def _marks(table: Table, column: str) -> "pd.Series[bool]":
    values = table.rows[column].fillna("0")
    if not (wrong := values[~values.isin(["0", "1"])]).empty:
        raise RejectedError(
            [
                error(
                    table.place(int(wrong.index[0]), column),
                    f"Kolonnen {column} har andet end 0 og 1",
                    "Ventede SurveyXacts mærke for, hvor langt hver person er kommet",
                    "Hent datasættet igen fra SurveyXact",
                )
            ]
        )
    return values == "1"


def _nobody(table: Table, column: str) -> Problem:
    return error(
        table.place_of_column(column),
        "Ingen har gennemført besvarelsen: kolonnen er 0 i alle rækker",
        "Ventede 1 ved dem, der har",
        "Hent datasættet igen fra SurveyXact med gennemførte besvarelser",
    )


def _unquoted(text: str) -> str:
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == '"' else text


def _without_values(labels: Mapping[str, str]) -> dict[str, str]:
    shorter = {
        value: re.sub(rf"{re.escape(value)}(?:\s*[.):]\s*|\s+[-–]\s+)(?=\S)", "", label, count=1)
        for value, label in labels.items()
    }
    if all(shorter[value] != label and label.startswith(value) for value, label in labels.items()):
        return shorter
    return dict(labels)


def joined(workbooks: Sequence[Workbook]) -> dict[str, dict[str, str]]:
    """The labels of all files of labels among some files."""
    labels: dict[str, dict[str, str]] = {}
    for workbook in workbooks:
        if is_labels(workbook):
            labels |= labels_of(workbook.sheets[0])
    return labels
