"""The matrices of statistikbanken.dk: a title, variables down and across, figures between them.

Its CSV and its spreadsheet have one layout. In the first column stand the title and the unit, and
below the figures the notes. The header has a row for each variable across, and an empty cell above
each column of labels down. A label down is written once, where its group begins: in the
spreadsheet beside the group's first figures, in the CSV on a row of its own. Zeros are written.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product, takewhile
from math import prod
from pathlib import Path

import pandas as pd

from danish import numbers, words
from ingest import matrix_text, workbook
from ingest.incoming import damaged
from ingest.problem import RejectedError, error
from ingest.workbook import cell_name, column_name
from store.sources import sources

MOST_COLUMNS = 4000
TEXT = matrix_text.FORM
_FIRST_ROWS = 40  # the header stands among these
_TITLE = re.compile(r"\S.* efter (.+(, | og ))?tid((, | og ).+)?", re.IGNORECASE)
_PERIOD = re.compile(r"(19|20)\d\d")
_GET_AGAIN = "Hent tabellen igen fra statistikbanken.dk, og indlæs den, uden at den er rettet"

Cell = tuple[int, int]
"""A row and a column of the sheet, from 0."""


@dataclass(frozen=True)
class Axis:
    """One variable of a matrix: its label at each row, or across at each column, of figures.

    Attributes
    ----------
    cells
        Where each label is written; rows of one group share theirs.
    """

    labels: tuple[str, ...]
    cells: tuple[Cell, ...]
    across: bool


@dataclass(frozen=True)
class Matrix:
    """A matrix as it stands in a file.

    Attributes
    ----------
    name, sheet
        Of the file and in it, for messages.
    cells
        The texts of the whole sheet, stripped; missing where empty.
    form
        "csv", whose places are lines, or a spreadsheet's.
    title
        What stands above the header.
    axes
        The variables down from left to right, then those across from the top: the order in which
        the title names them.
    rows, columns
        Where in the sheet the figures stand.
    """

    name: str
    sheet: str
    cells: pd.DataFrame
    form: str
    title: tuple[str, ...]
    axes: tuple[Axis, ...]
    rows: tuple[int, ...]
    columns: range

    def place(self, *cells: Cell) -> str:
        """What a reader calls the place of cells."""
        return _place(self.name, self.sheet, self.form, *cells)


def read(path: Path, name: str) -> Matrix:
    """Read a file that statistikbanken.dk gave, by its content.

    Parameters
    ----------
    name
        What its owner calls the file.

    Raises
    ------
    RejectedError
        If it cannot be read, is cut off, or is laid out in another way.
    """
    if not is_spreadsheet(path):
        matrix = lay_out(name, "", matrix_text.read(path, name), TEXT)
        if _ends_among_figures(matrix, path):
            raise _rejected(
                matrix.place((matrix.rows[-1], matrix.columns[-1])),
                "Filen slutter midt i en linje og er formentlig skåret af under hentningen",
                "",
                "Hent den igen",
            )
        return matrix
    book = workbook.read(path, name)
    fitting = [one for one in book.sheets if looks_like_one(one.name, one.cells)]
    fitting = fitting or list(book.sheets)
    if len(fitting) > 1:
        names = words.listing([f"»{sheet.name}«" for sheet in fitting])
        raise _rejected(
            name,
            f"Filen har flere ark: {names}",
            "Ventede ét ark med en tabel fra statistikbanken.dk",
            "Gem hver tabel i sin egen fil",
        )
    return lay_out(name, fitting[0].name, fitting[0].cells, book.form)


def is_spreadsheet(path: Path) -> bool:
    """Whether a file is a workbook, by its first bytes."""
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def looks_like_one(sheet: str, cells: pd.DataFrame) -> bool:
    """Whether a sheet is StatBank's: by its title, or named after a table that is loaded."""
    first = cells.iloc[:_FIRST_ROWS, :1].to_numpy().ravel()
    titled = any(is_title(text) for text in first if isinstance(text, str))
    return titled or is_named_after_table(sheet)


def is_named_after_table(sheet: str) -> bool:
    """Whether a sheet's name is that of a table that is loaded."""
    return sheet.strip().upper() in sources()


def starts_like_one(head: bytes) -> bool:
    """Whether a text file is StatBank's, by its first bytes: a title, or else empty quotes."""
    lines = (line.strip() for line in head.decode("utf-8-sig", errors="replace").splitlines())
    first = next(filter(None, lines), "")
    return is_title(first.strip('";,\t ')) or first.startswith('" ",')


def is_title(text: str) -> bool:
    """Whether a line is a title of StatBank's: "Anmeldte forbrydelser efter område og tid"."""
    return bool(_TITLE.fullmatch(" ".join(text.split())))


def lay_out(name: str, sheet: str, cells: pd.DataFrame, form: str) -> Matrix:
    """Find title, header, labels and figures of a matrix.

    Parameters
    ----------
    cells
        Text; missing where empty.

    Raises
    ------
    RejectedError
        If they are not where StatBank puts them, or rows are missing among them.
    """
    return _Layout(name, sheet, cells, form).matrix()


class _Layout:
    """Where things stand in a sheet; each step needs the one before it."""

    def __init__(self, name: str, sheet: str, cells: pd.DataFrame, form: str):
        self.name, self.sheet, self.form = name, sheet, form
        if cells.shape[1] > MOST_COLUMNS:
            raise _rejected(
                self.place((0, MOST_COLUMNS)),
                f"Tabellen er bredere end {numbers.number(MOST_COLUMNS)} kolonner",
                "",
                "Hent den med færre perioder i hovedet, eller i formatet BULK",
            )
        stripped = cells.apply(lambda column: column.str.strip())
        self.cells = stripped.where(stripped != "")

    def matrix(self) -> Matrix:
        title, header, stubs = self._header()
        heads = [self._texts(row) for row in header]
        width = max(i for head in heads for i, text in enumerate(head) if text) + 1
        columns = range(stubs, width)
        rows, labels, places = self._rows(header[-1] + 1, columns)
        down = [Axis(tuple(labels[i]), tuple(places[i]), across=False) for i in range(stubs)]
        across = [self._across(row, head, columns) for row, head in zip(header, heads, strict=True)]
        self._require_letters([*title], [*down, *across])
        self._require_all(down)
        self._require_all(across)
        axes = (*down, *across)
        return Matrix(
            self.name, self.sheet, self.cells, self.form, title, axes, tuple(rows), columns
        )

    def place(self, *cells: Cell) -> str:
        return _place(self.name, self.sheet, self.form, *cells)

    def _texts(self, row: int, first: int = 0, last: int | None = None) -> list[str]:
        return [text if isinstance(text, str) else "" for text in self.cells.iloc[row, first:last]]

    def _header(self) -> tuple[tuple[str, ...], list[int], int]:
        """The lines above the header, the header's rows and the number of label columns."""
        title: list[str] = []
        for row in range(min(_FIRST_ROWS, len(self.cells))):
            texts = self._texts(row)
            filled = [i for i, text in enumerate(texts) if text]
            if not filled:
                continue
            if filled == [0]:
                title.append(texts[0])
                continue
            if filled[0] > 0:
                return tuple(title), self._header_rows(row, filled[0]), filled[0]
            stubs = _leading(not _PERIOD.match(text) for text in texts)
            if stubs < len(texts):
                return tuple(title), [row], stubs
            break
        raise _rejected(
            self.name,
            "Filen har ingen overskrift med perioder",
            "Ventede en titel, en række med perioder og derunder rækker med tal",
            "Hent tabellen med tiden i hovedet, eller i formatet BULK med koder",
        )

    def _header_rows(self, first: int, stubs: int) -> list[int]:
        rows = [first]
        for row in range(first + 1, min(first + _FIRST_ROWS, len(self.cells))):
            if any(self._texts(row, 0, stubs)) or not any(self._texts(row, stubs, stubs + 1)):
                break
            rows.append(row)
        return rows

    def _across(self, row: int, head: Sequence[str], columns: range) -> Axis:
        """One row of the header; a label holds until the next."""
        labels, cells = [], []
        label, cell = "", (row, columns.start)
        for column in columns:
            if head[column]:
                label, cell = head[column], (row, column)
            labels.append(label)
            cells.append(cell)
        return Axis(tuple(labels), tuple(cells), across=True)

    def _rows(
        self, first: int, columns: range
    ) -> tuple[list[int], list[list[str]], list[list[Cell]]]:
        """The rows of figures, and at each of them the labels and where those are written."""
        stubs = columns.start
        body = self.cells.iloc[first:]
        has_figures = body.iloc[:, stubs : columns.stop].notna().any(axis=1).tolist()
        if not any(has_figures):
            raise _rejected(
                self.place((first - 1, stubs)),
                "Under overskriften står der ingen tal",
                "",
                "Hent den igen",
            )
        count = len(has_figures) - has_figures[::-1].index(True)
        self._require_nothing(first, body, columns, first + count)
        texts = body.iloc[:count, :stubs].fillna("").to_numpy().tolist()
        current, written = [""] * stubs, [(first, column) for column in range(stubs)]
        rows: list[int] = []
        labels: list[list[str]] = [[] for _ in range(stubs)]
        places: list[list[Cell]] = [[] for _ in range(stubs)]
        for row, (own, filled) in enumerate(zip(texts, has_figures, strict=False), first):
            for column, text in enumerate(own):
                if text:
                    current[column:] = [text, *[""] * (stubs - column - 1)]
                    written[column] = (row, column)
            if not filled and not own[-1]:
                continue
            self._require_labels(row, [*current[:-1], own[-1]], filled=filled)
            rows.append(row)
            for column in range(stubs):
                labels[column].append(current[column])
                places[column].append(written[column])
        self._require_whole_row(rows[-1], columns)
        return rows, labels, places

    def _require_labels(self, row: int, labels: Sequence[str], *, filled: bool) -> None:
        """Stop at a row of figures of which one cannot know what they are of."""
        lacking = [column for column, label in enumerate(labels) if not label]
        if lacking:
            raise _rejected(
                self.place((row, lacking[0])),
                f"Rækken mangler sin tekst i kolonne {column_name(lacking[0])}",
                "Ventede, at teksten står her eller længere oppe; filen er formentlig skåret af "
                "foroven",
                _GET_AGAIN,
            )
        if not filled:
            raise _rejected(
                self.place((row, len(labels) - 1)),
                f"Rækken »{labels[-1]}« har ingen tal",
                "Ventede et tal for hver kolonne; nuller skrives som 0",
                _GET_AGAIN,
            )

    def _require_whole_row(self, row: int, columns: range) -> None:
        """Stop when the last row stops early; in other rows it is single figures that lack."""
        texts = self._texts(row, columns.start, columns.stop)
        held = len(texts) - _leading(not text for text in reversed(texts))
        if held < len(texts):
            raise _rejected(
                self.place((row, columns.start + held)),
                f"Den sidste række har {held} af {len(texts)} tal",
                "Filen er formentlig skåret af under hentningen",
                "Hent den igen",
            )

    def _require_nothing(self, first: int, body: pd.DataFrame, columns: range, after: int) -> None:
        """Stop at anything to the right of the figures, or below them beside the notes."""
        beside = body.iloc[:, columns.stop :].notna()
        below = body.iloc[after - first :, 1 : columns.stop].notna()
        for found, left in ((beside, columns.stop), (below, 1)):
            rows = found.any(axis=1)
            if rows.any():
                row = int(rows.to_numpy().argmax())
                column = left + int(found.iloc[row].to_numpy().argmax())
                row += first if found is beside else after
                raise _rejected(
                    self.place((row, column)),
                    f"Der står »{self.cells.iloc[row, column][:60]}« uden for tabellen",
                    "Ventede kun noter i første kolonne",
                    _GET_AGAIN,
                )

    def _require_letters(self, title: Sequence[str], axes: Sequence[Axis]) -> None:
        if any("\ufffd" in text for text in title):
            raise RejectedError([damaged(self.name, "Titlen")])
        for axis in axes:
            for label, cell in zip(axis.labels, axis.cells, strict=True):
                if "\ufffd" in label:
                    raise RejectedError([damaged(self.place(cell), f"»{label}«")])

    def _require_all(self, axes: Sequence[Axis]) -> None:
        """Stop unless there is a row, or a column, for every combination of labels.

        A file that was cut between two lines lacks the rest of its last group.
        """
        values = [tuple(dict.fromkeys(axis.labels)) for axis in axes]
        there = set(zip(*(axis.labels for axis in axes), strict=True))
        missing = prod(map(len, values)) - len(there)
        if missing:
            example = next(labels for labels in product(*values) if labels not in there)
            what = ("kolonne", "kolonner") if axes[0].across else ("række", "rækker")
            raise _rejected(
                self.name,
                f"{words.count(missing, *what)} mangler, for eksempel »{' – '.join(example)}«",
                "Ventede alle kombinationer; filen er formentlig skåret af eller rettet",
                _GET_AGAIN,
            )


def _ends_among_figures(matrix: Matrix, path: Path) -> bool:
    """Whether the last line holds figures and has no end: the last figure may lack digits."""
    if matrix.rows[-1] < len(matrix.cells) - 1:
        return False
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 1))
        return file.read() not in (b"\n", b"\r")


def _leading(fulfilled: Iterable[bool]) -> int:
    """How many are true before the first that is not."""
    return sum(1 for _ in takewhile(bool, fulfilled))


def _place(name: str, sheet: str, form: str, *cells: Cell) -> str:
    rows = list(dict.fromkeys(row for row, _ in cells))
    if form == TEXT:
        lines = words.listing([str(row + 1) for row in rows])
        column = f", kolonne {column_name(cells[0][1])}" if len(cells) == 1 else ""
        return f"{name}, linje {lines}{column}"
    return f'{name}, ark "{sheet}", celle {words.listing([cell_name(*c) for c in cells])}'


def _rejected(place: str, found: str, expected: str, remedy: str) -> RejectedError:
    return RejectedError([error(place, found, expected, remedy)])
