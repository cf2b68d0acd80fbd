"""Compile the official sample from a folder of tidy StatBank figures.

    python data/sample/compile_official.py FOLDER

FOLDER holds `tidy/straf11_kvartal.csv`, `tidy/straf22_aar.csv`, `tidy/folk1a_i_alt.csv` (codes,
`;`) and `codes/omraade.csv`, `codes/overtraed.csv`. The figures are written in StatBank's BULK
layout, gzip, zeros left out; the manifest states the rectangles (extents) inside which a missing
row is a zero. The script stops if a rectangle has a hole. Code lists go to `data/config/codes`.
"""

import gzip
import json
import sys
from itertools import groupby
from pathlib import Path

import pandas as pd

HERE = Path(__file__).resolve().parent
OFFICIAL = HERE / "official"
CODES = HERE.parent / "config" / "codes"
SOURCE = "Danmarks Statistik, Statistikbanken"
LICENCE = "CC BY 4.0"

# When the figures were drawn from StatBank, by the collection they came with.
DRAWN = {
    "krimikort": "2026-06-26",
    "kommunescore": "2026-06-26",
    "joac-dl": "2022-09-28",
    "joac-api": "2022-10-27",
    "thor": "2024-08-31",
}
STRAF22_DRAWN = "2025-08-30"

AREA_TYPES = {
    "land": "country",
    "region": "region",
    "kommune": "municipality",
    "ikke-kommune": "other",
    "uoplyst": "unplaced",
}


def main(folder: Path) -> None:
    """Write the three tables, the manifest and the code lists."""
    tidy = folder / "tidy"
    straf11 = pd.read_csv(tidy / "straf11_kvartal.csv", sep=";", dtype=str)
    straf22 = pd.read_csv(tidy / "straf22_aar.csv", sep=";", dtype=str)
    straf22 = straf22[straf22["kode_status"] == "sikker"]
    folk1a = pd.read_csv(tidy / "folk1a_i_alt.csv", sep=";", dtype=str)
    folk1a = folk1a.assign(KØN="TOT", ALDER="IALT", CIVILSTAND="TOT")
    OFFICIAL.mkdir(parents=True, exist_ok=True)
    blocks = [
        *write(straf11, "STRAF11", ["OMRÅDE", "OVERTRÆD"], straf11["kilde"].map(DRAWN)),
        *write(straf22, "STRAF22", ["OMRÅDE", "OVERTRÆD", "ANMSIGT"], STRAF22_DRAWN),
        *write(
            folk1a, "FOLK1A", ["OMRÅDE", "KØN", "ALDER", "CIVILSTAND"], folk1a["kilde"].map(DRAWN)
        ),
    ]
    manifest = {"source": SOURCE, "licence": LICENCE, "blocks": blocks}
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (OFFICIAL / "manifest.json").write_text(text + "\n", "utf-8")
    write_code_lists(folder / "codes")


def write(rows: pd.DataFrame, table: str, columns: list[str], drawn: "pd.Series | str") -> list:
    """Write one table and return its blocks."""
    rows = rows.assign(drawn=drawn).sort_values(["TID", *columns])
    kept = rows[rows["INDHOLD"] != "0"][[*columns, "TID", "INDHOLD"]]
    text = kept.to_csv(sep=";", index=False, lineterminator="\r\n").encode()
    # No time inside, so that the same figures give the same bytes.
    packed = gzip.compress(text, compresslevel=9, mtime=0)
    (OFFICIAL / f"{table.lower()}.csv.gz").write_bytes(packed)
    return [
        {
            "table": table,
            "source": SOURCE,
            "licence": LICENCE,
            "date": max(block["drawn"]),
            "extent": extent(block, [*columns, "TID"]),
        }
        for block in rectangles(rows, columns)
    ]


def rectangles(rows: pd.DataFrame, columns: list[str]) -> list[pd.DataFrame]:
    """Cut a table into rectangles of codes × areas × periods without holes.

    A series is what one combination of codes other than the area has; the areas it has are
    compared period by period, and series with the same areas over the same periods go together.
    """
    series = [column for column in columns if column != "OMRÅDE"]
    runs: dict[tuple, list[pd.DataFrame]] = {}
    for _, one in rows.groupby(series):
        by_period = [
            (period, tuple(sorted(part["OMRÅDE"])), part) for period, part in one.groupby("TID")
        ]
        for areas, run in groupby(split_by_area(by_period), key=lambda item: item[1]):
            parts = list(run)
            key = (areas, tuple(period for period, _, _ in parts))
            runs.setdefault(key, []).extend(part for _, _, part in parts)
    return [pd.concat(parts) for parts in runs.values()]


def split_by_area(by_period: list) -> list:
    """Order so that the same set of areas stands together, whichever periods it has."""
    return sorted(by_period, key=lambda item: (item[1], item[0]))


def extent(block: pd.DataFrame, columns: list[str]) -> dict[str, list[str]]:
    """The codes of a rectangle, by StatBank's variable."""
    codes = {column: sorted(block[column].unique()) for column in columns}
    cells = 1
    for values in codes.values():
        cells *= len(values)
    if cells != len(block):
        raise SystemExit(f"A rectangle has holes: {cells} cells, {len(block)} figures: {codes}")
    return codes


def write_code_lists(folder: Path) -> None:
    """Write areas and offences with English column names."""
    CODES.mkdir(parents=True, exist_ok=True)
    areas = pd.read_csv(folder / "omraade.csv", sep=";", dtype=str).fillna("")
    areas["type"] = areas["type"].map(AREA_TYPES)
    areas = areas.rename(columns={"kode": "code", "navn_da": "label", "overkode": "parent"})
    areas[["code", "label", "type", "parent"]].to_csv(CODES / "area.csv", sep=";", index=False)
    offences = pd.read_csv(folder / "overtraed.csv", sep=";", dtype=str).fillna("")
    offences = offences.rename(columns={"kode": "code", "tekst_da": "label", "overkode": "parent"})
    offences["label"] = offences["label"].str.strip()
    offences[["code", "label", "parent"]].to_csv(CODES / "offence.csv", sep=";", index=False)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
