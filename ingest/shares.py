"""Counts that a file gives as a share of a whole.

A share that is rounded to its decimals is that of every count within half a unit of its last
decimal; only where there is one such count it is known.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from danish import numbers
from ingest import cells
from ingest.columns import Column
from ingest.frame import Table
from ingest.problem import Problem, error

_TINY = 1e-9
_SHOWN = 5


def counted(table: Table, piece: pd.DataFrame, columns: Mapping[str, Column]) -> Iterator[Problem]:
    """Fill `numerator` of the rows that have a share and a denominator instead.

    Parameters
    ----------
    piece
        With the columns numerator, denominator and share (from 0 to 1); changed in place.
    """
    told = piece["numerator"].isna() & piece["share"].notna() & piece["denominator"].notna()
    if "share" not in columns or not told.any():
        return
    column = columns["share"]
    texts = table.rows.loc[told[told].index, column.name]
    share, whole = piece.loc[told, "share"], piece.loc[told, "denominator"]
    decimals = texts.str.extract(r"[.,](\d+)\s*%?\s*$")[0].str.len().fillna(0)
    unit = column.unit or cells.share_unit(texts, cells.numbers(texts, cells.decimals(texts)))
    decimals += 2 * (texts.str.contains("%", regex=False) | (unit == "percent"))
    half = 0.5 * 10.0**-decimals * whole + _TINY * (1 + whole)
    low, high = np.ceil(share * whole - half), np.floor(share * whole + half)
    is_known = low == high
    piece.loc[told, "numerator"] = low.where(is_known)
    for row in share.index[~is_known][:_SHOWN]:
        none = bool(low[row] > high[row])
        yield error(
            table.place(int(row), column.name),
            "Intet helt antal giver den andel"
            if none
            else "Andelen er for afrundet til at give antallet",
            "Ventede en andel, der svarer til ét helt antal af nævneren",
            "Ret andelen eller nævneren" if none else "Læg en kolonne med antallet i filen",
        )
    if (more := int((~is_known).sum()) - _SHOWN) > 0:
        place = table.place_of_column(column.name)
        yield error(
            place,
            f"Og {numbers.number(more)} mere af samme slags",
            "",
            "Læg en kolonne med antallet i filen",
        )
