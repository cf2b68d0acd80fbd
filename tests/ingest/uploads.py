"""Uploads as they come out of a file, made without one, and drafts of them."""

from collections.abc import Sequence

import pandas as pd

from ingest import drafts, frame
from ingest.drafts import Draft
from ingest.frame import Table
from ingest.privacy import Dropped
from ingest.problem import warning
from ingest.upload import Upload
from ingest.workbook import Sheet

ANSWERS = (
    "Bydel;Køn;Q4_dag;Tillid til politiet;vægt_2025",
    "Vejleåparken;Kvinde;7;5;0,84",
    "Bymidten;Mand;6;4;1,12",
    "Bymidten;Andet;98;Enig;0,97",
    "Vejleåparken;Mand;11;1;1,07",
)
COUNTS = (
    "Periode;Elever med mindst 10 % fravær;Antal elever",
    "2023/24;120;2000",
    "2024/25;130;2010",
)


def table_of(lines: Sequence[str], sheet: str = "Svar", title: str = "Tryghed 2025") -> Table:
    """The table of a sheet that is written with semicolons, its title above it."""
    rows = [line.split(";") for line in lines]
    above = [title, *([None] * (len(rows[0]) - 1))]
    return frame.find(Sheet(sheet, pd.DataFrame([above, *rows], dtype="str").replace("", None)))


def upload_of(*tables: Table, name: str = "tryghed.xlsx") -> Upload:
    return Upload(
        name, "ab" * 32, 1234, "xlsx", tables,
        {tables[0].sheet: (Dropped("Navn", "navn"), Dropped("Mail", "e-mail"))},
        (warning(name, "Makroer er ikke kørt"),),
    )  # fmt: skip


def draft_of(*tables: Table) -> Draft:
    return Draft(drafts.new_id(), "tryghed.xlsx", upload_of(*tables))
