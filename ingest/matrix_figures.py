"""The figures of a matrix of statistikbanken.dk as rows, one a figure, like those of any file."""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.incoming import Incoming
from ingest.matrix import Matrix
from store.sources import Source


@dataclass(frozen=True)
class Coded:
    """A matrix and what it means.

    Attributes
    ----------
    axes
        Which axis of the matrix each of our columns stands on.
    codes
        Of each of our columns: its code at each row, or column, of figures. A label that has no
        code stands as it is.
    constants
        The code of each column that stands on no axis.
    told
        Danish sentences that the reader should see.
    """

    matrix: Matrix
    source: Source
    axes: Mapping[str, int]
    codes: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, str]
    told: tuple[str, ...]

    def unfold(self, connection: duckdb.DuckDBPyConnection) -> "MatrixFigures":
        """Put the figures into `incoming`, one row each."""
        connection.register("matrix_figures", self._table())
        try:
            connection.execute(
                "create or replace temp table incoming as select * from matrix_figures"
            )
        finally:
            connection.unregister("matrix_figures")
        return MatrixFigures(connection, self)

    def _table(self) -> pa.Table:
        """Column by column of the sheet: the codes, the figure, and `line` for the place."""
        matrix, height = self.matrix, len(self.matrix.rows)
        width = len(matrix.columns)
        figures = []
        for column in matrix.columns:
            cells = matrix.cells.iloc[list(matrix.rows), column]
            texts = pc.utf8_trim_whitespace(pa.Array.from_pandas(cells, type=pa.large_string()))
            figures.append(pc.if_else(pc.equal(texts, "-"), "0", texts))
        each_row, each_column = np.tile(np.arange(height), width), np.arange(width).repeat(height)
        table = {}
        for name in self.source.columns.values():
            if name in self.axes:
                across = matrix.axes[self.axes[name]].across
                codes = pa.array(self.codes[name], pa.string())
                table[name] = codes.take(pa.array(each_column if across else each_row))
            else:
                table[name] = pa.repeat(self.constants[name], height * width)
        line = np.array(matrix.rows)[each_row] * _wide(matrix)
        line += np.array(matrix.columns)[each_column]
        return pa.table({**table, "figure": pa.concat_arrays(figures), "line": line})


class MatrixFigures(Incoming):
    """The figures of a matrix in `incoming`; their `line` is row times width plus column."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, coded: Coded):
        super().__init__(connection, coded.source, coded.matrix.name)
        self._coded = coded

    def place(self, *lines: int) -> str:
        """The cells of figures."""
        matrix = self._coded.matrix
        return matrix.place(*(divmod(line, _wide(matrix)) for line in lines))

    def place_of_value(self, column: str, value: str) -> str:
        """The cell of the first label that means a value."""
        coded = self._coded
        if column not in coded.axes:
            return self.name
        axis = coded.matrix.axes[coded.axes[column]]
        return coded.matrix.place(axis.cells[coded.codes[column].index(value)])


def _wide(matrix: Matrix) -> int:
    return int(matrix.cells.shape[1])
