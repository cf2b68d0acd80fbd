"""Small matrices as statistikbanken.dk writes them."""

import gzip
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from pathlib import Path

import openpyxl

from store.settings import OFFICIAL_SAMPLE

Labels = Sequence[str]
Figure = Callable[..., int | str]

TITLE = "Anmeldte forbrydelser efter område, overtrædelsens art og tid"
AREAS = {"Hele landet": "000", "Ishøj": "183", "Vallensbæk": "187"}
OFFENCES = {"Overtrædelsens art i alt": "TOT", "Indbrud i beboelser": "1320", "Manddrab": "1230"}
QUARTERS = ("2025K1", "2025K2", "2025K3", "2025K4")
NOTES = ("Fra 2018 er der ændringer i opgørelsen af ", "indbrud. Se mere på http://dst.dk ")


def official() -> dict[tuple[str, ...], int]:
    """The official figures of `AREAS`, `OFFENCES` and `QUARTERS`, by label; BULK lacks zeros."""
    with gzip.open(OFFICIAL_SAMPLE / "straf11.csv.gz", "rt", encoding="utf-8") as file:
        rows = [line.strip().split(";") for line in file]
    figures = {(area, offence, period): int(figure) for area, offence, period, figure in rows[1:]}
    return {
        (area, offence, period): figures.get((AREAS[area], OFFENCES[offence], period), 0)
        for area, offence, period in product(AREAS, OFFENCES, QUARTERS)
    }


def csv_matrix(
    down: Sequence[Labels],
    across: Sequence[Labels],
    figure: Figure,
    *,
    title: str | None = TITLE,
    notes: Labels = NOTES,
) -> str:
    """A matrix in the layout of the CSV: a group's label on a row of its own."""
    lines = [f'"{title}"', ""] if title is not None else []
    lines += [_csv([*[" "] * len(down), *row]) for row in _header(across)]
    before: tuple[str, ...] = ("",) * len(down)
    for labels in product(*down):
        for level, label in enumerate(labels[:-1]):
            if labels[: level + 1] != before[: level + 1]:
                lines.append(_csv([*[" "] * level, label]))
        figures = [figure(*labels, *columns) for columns in product(*across)]
        lines.append(_csv([*[" "] * (len(down) - 1), labels[-1], *figures]))
        before = labels
    lines += ["", *(_csv([note]) for note in notes), ""] if notes else []
    return "".join(f"{line}\r\n" for line in lines)


def xlsx_matrix(
    path: Path,
    down: Sequence[Labels],
    across: Sequence[Labels],
    figure: Figure,
    *,
    title: str | None = TITLE,
    sheet: str = "STRAF11",
    unit: str = "Enhed: Antal",
) -> Path:
    """A matrix in the layout of the spreadsheet: a group's label beside its first figures."""
    book = openpyxl.Workbook()
    rows = book.active
    assert rows is not None
    rows.title = sheet
    for line in (title, unit) if title is not None else ():
        rows.append([line])
    for header in _header(across):
        rows.append([*[None] * len(down), *(label or None for label in header)])
    before: tuple[str, ...] = ("",) * len(down)
    for labels in product(*down):
        same = next((i for i in range(len(down)) if labels[i] != before[i]), 0)
        shown = [None if level < same else label for level, label in enumerate(labels)]
        rows.append([*shown, *(figure(*labels, *columns) for columns in product(*across))])
        before = labels
    rows.append([])
    rows.append(["".join(NOTES)])
    book.save(path)
    return path


def written(path: Path, text: str, encoding: str = "latin-1") -> Path:
    """A text file of these letters."""
    path.write_bytes(text.encode(encoding))
    return path


def of(figures: Mapping[tuple[str, ...], int | str]) -> Figure:
    """Figures looked up by their labels."""
    return lambda *labels: figures[labels]


def _header(across: Sequence[Labels]) -> list[list[str]]:
    """A row for each variable across; a label is not repeated."""
    columns = list(product(*across))
    return [
        [
            labels[level] if i == 0 or labels[: level + 1] != columns[i - 1][: level + 1] else ""
            for i, labels in enumerate(columns)
        ]
        for level in range(len(across))
    ]


def _csv(cells: Sequence[int | str]) -> str:
    return ",".join(f'"{cell}"' if isinstance(cell, str) else str(cell) for cell in cells)
