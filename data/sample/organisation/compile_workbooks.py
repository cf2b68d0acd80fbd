"""Write the starting content of the organisation workbook from the text files beside this script.

    python data/sample/organisation/compile_workbooks.py [FOLDER]

Without FOLDER the two workbooks are written beside this script. They are as the app itself writes
what is taken out of it; the same rows give the same bytes. `README.md` says what the files hold.
"""

import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "example"))

import contents
from sheets import without_time

from ingest.organisation import reading, written
from ingest.organisation.rows import Row
from store.organisation_sheets import SHEETS, Kind, Sheet

WORKBOOKS = {
    "organisation_offentlig.xlsx": contents.official,
    "EKSEMPEL_organisation.xlsx": contents.example,
}
COLLECTED = dt.date(2026, 11, 27)
"""The day in the title of both."""


def main(folder: Path) -> None:
    """Write both workbooks."""
    for name, rows in WORKBOOKS.items():
        content = as_read(rows())
        (folder / name).write_bytes(without_time(written.exported(content, COLLECTED)))


def as_read(content: Mapping[str, Sequence[contents.Row]]) -> dict[str, list[Row]]:
    """The rows of the text files as the app reads those of a workbook.

    Raises
    ------
    SystemExit
        If a cell does not hold what its column does.
    """
    read: dict[str, list[Row]] = {}
    for code, rows in content.items():
        for texts in rows:
            place = f"{code}: {texts[SHEETS[code].key[0]]}"
            row, problems = reading.row_of(SHEETS[code], as_typed(SHEETS[code], texts), place, {})
            if problems:
                raise SystemExit("\n".join(map(str, problems)))
            read.setdefault(code, []).append(row)
    return read


def as_typed(sheet: Sheet, texts: contents.Row) -> contents.Row:
    """The cells of a row as they are typed into a workbook, with a decimal comma."""
    numbers = {field.code for field in sheet.fields if field.kind is Kind.NUMBER}
    return {
        code: text.replace(".", ",") if code in numbers else text for code, text in texts.items()
    }


if __name__ == "__main__":
    if len(sys.argv) > 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]) if len(sys.argv) == 2 else contents.HERE)
