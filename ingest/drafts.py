"""Half-finished uploads: what an analyst has come to, kept for a day, never the file itself.

A draft is a folder: the stripped tables as Parquet, and all else as JSON. Its name is random and
stands in the address of the page. What is old, damaged or of another version of the program is
removed when somebody looks.
"""

import json
import re
import shutil
import time
import types
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum, StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints
from uuid import uuid4

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from danish.errors import DanishError
from ingest.economy.budget_reading import Reading
from ingest.fetch import Answer
from ingest.frame import Table
from ingest.mapping import FileMapping
from ingest.upload import Upload
from store.settings import Settings

KEPT_SECONDS = 24 * 3600
NAME = re.compile(r"[0-9a-f]{32}")
_CONTENT = "draft.json"
_NO_ROWS = pd.DataFrame()
_MOST_BYTES = 50_000_000  # of the JSON; one of ours is far smaller

_UNREADABLE = (
    OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, pa.ArrowException,
)  # fmt: skip


class GoneError(DanishError):
    """There is no such draft, or it is no more."""

    def __init__(self) -> None:
        super().__init__(
            "Den halvfærdige indlæsning findes ikke længere. Den gemmes i et døgn og slettes, når "
            "den udgives eller kasseres. Indlæs filen igen."
        )


class ReadBy(StrEnum):
    """What a draft is read by: the name of one of `ingest.draft_kinds.KINDS`."""

    MAPPING = "mapping"
    STATBANK = "statbank"
    BUDGET = "budget"
    TAGS = "budget-tags"
    PRICES = "prices"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Draft:
    """A half-finished upload.

    Attributes
    ----------
    id
        Names it in the address.
    name
        Of the file or the StatBank table, to be shown.
    upload
        What was read, stripped of personal columns; None of a StatBank file.
    answer
        What StatBank answered, when it was asked from the page.
    sheet
        The place of the table that is worked on.
    read_by
        Which kind of input it is taken for, and how the file was therefore read.
    reading
        How its columns are read; None until one knows what the sheet is.
    how
        Where each suggestion comes from, by column.
    open
        Columns that must be confirmed.
    """

    id: str
    name: str
    upload: Upload | None = None
    answer: Answer | None = None
    sheet: int = 0
    read_by: ReadBy = ReadBy.MAPPING
    reading: FileMapping | Reading | None = None
    how: Mapping[str, str] = field(default_factory=dict)
    open: tuple[str, ...] = ()

    @property
    def table(self) -> Table:
        """The table that is worked on."""
        assert self.upload is not None
        return self.upload.tables[self.sheet]

    @property
    def state(self) -> tuple[object, ...]:
        """All that a check depends on: equal when the same would come of it."""
        upload = self.upload
        frames = tuple(table.frame for table in upload.tables) if upload else ()
        return self.id, upload and upload.sha256, frames, self.sheet, self.read_by, self.reading


@dataclass(frozen=True)
class Entry:
    """A draft among others: its file's name, and when it was last worked on."""

    id: str
    name: str
    saved_at: datetime


def new_id() -> str:
    """A name that nobody guesses."""
    return uuid4().hex


def statbank_file(settings: Settings, id_: str) -> Path:
    """Where a draft has a StatBank file: that one is public, and kept as it is."""
    return _folder(settings, id_) / "statbank"


def save(settings: Settings, draft: Draft) -> None:
    """Write a draft; the one that stood before is replaced in one step."""
    folder = _folder(settings, draft.id)
    _clear(settings)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    bare = draft
    if draft.upload:
        for place, table in enumerate(draft.upload.tables):
            path = folder / _table(draft.upload, place)
            if not path.exists():
                _write_table(path, table.rows)
        tables = tuple(replace(table, rows=_NO_ROWS) for table in draft.upload.tables)
        bare = replace(draft, upload=replace(draft.upload, tables=tables))
    content = json.dumps(_plain(bare), ensure_ascii=False)
    temporary = folder / f"{_CONTENT}.{new_id()}.tmp"
    temporary.write_text(content, "utf-8")
    temporary.replace(folder / _CONTENT)


def opened(settings: Settings, id_: str) -> Draft:
    """Read a draft.

    Raises
    ------
    GoneError
        If there is none of this name, or it cannot be read.
    """
    _clear(settings)
    if not NAME.fullmatch(id_):
        raise GoneError
    folder = _folder(settings, id_)
    try:
        draft: Draft = _made(Draft, _content(folder))
        if draft.id != id_:
            raise ValueError(id_)
        return _with_rows(draft, folder)
    except _UNREADABLE:
        shutil.rmtree(folder, ignore_errors=True)
        raise GoneError from None


def listed(settings: Settings) -> list[Entry]:
    """All drafts, the one worked on last first."""
    _clear(settings)
    found = []
    for folder in _folders(settings):
        with suppress(OSError, ValueError, TypeError, KeyError):
            saved_at = datetime.fromtimestamp((folder / _CONTENT).stat().st_mtime, UTC)
            found.append(Entry(folder.name, str(_content(folder)["name"]), saved_at))
    return sorted(found, key=lambda entry: entry.saved_at, reverse=True)


def discard(settings: Settings, id_: str) -> None:
    """Remove a draft, if it is there."""
    if NAME.fullmatch(id_):
        shutil.rmtree(_folder(settings, id_), ignore_errors=True)


def _folder(settings: Settings, id_: str) -> Path:
    return settings.data / "drafts" / id_


def _folders(settings: Settings) -> Iterator[Path]:
    for folder in (settings.data / "drafts").glob("*"):
        if folder.is_dir() and NAME.fullmatch(folder.name):
            yield folder


def _clear(settings: Settings) -> None:
    """Remove drafts that nobody has worked on for a day."""
    for folder in _folders(settings):
        with suppress(FileNotFoundError):
            content = folder / _CONTENT
            newest = content if content.exists() else folder  # one that is being written has none
            if time.time() - newest.stat().st_mtime > KEPT_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)


def _with_rows(draft: Draft, folder: Path) -> Draft:
    if draft.upload is None:
        return draft
    tables = tuple(
        replace(table, rows=_read_table(folder / _table(draft.upload, place)))
        for place, table in enumerate(draft.upload.tables)
    )
    if any(list(table.rows.columns) != list(table.columns) for table in tables):
        raise ValueError("columns")
    if not 0 <= draft.sheet < len(tables):
        raise ValueError("sheet")
    return replace(draft, upload=replace(draft.upload, tables=tables))


def _table(upload: Upload, place: int) -> str:
    """The name of a table's file: another file or another frame has another, never mixed."""
    frame = "-".join(str(number) for number in vars(upload.tables[place].frame).values())
    return f"{upload.sha256[:16]}-{place}-{frame}.parquet"


def _write_table(path: Path, rows: pd.DataFrame) -> None:
    temporary = path.with_suffix(".tmp")
    pq.write_table(pa.Table.from_pandas(rows), temporary, compression="zstd")
    temporary.replace(path)


def _read_table(path: Path) -> pd.DataFrame:
    rows: pd.DataFrame = pq.read_table(path).to_pandas()
    return rows


def _content(folder: Path) -> Any:
    path = folder / _CONTENT
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(path.name)
    return json.loads(path.read_text("utf-8"))


# --- between objects and JSON, by the types of the fields -----------------------------------------


def _plain(it: Any) -> Any:
    if is_dataclass(it) and not isinstance(it, type):
        return {one.name: _plain(getattr(it, one.name)) for one in fields(it)}
    if isinstance(it, pd.DataFrame):
        return None
    if isinstance(it, Mapping):
        return {str(key): _plain(value) for key, value in it.items()}
    if isinstance(it, list | tuple):
        return [_plain(one) for one in it]
    if isinstance(it, date):
        return it.isoformat()
    if isinstance(it, Path):
        return str(it)
    return it.value if isinstance(it, Enum) else it


def _made(wanted: Any, plain: Any) -> Any:
    """The object that was written; whatever does not fit its type raises."""
    origin, parts = get_origin(wanted), get_args(wanted)
    if wanted is pd.DataFrame:
        return _NO_ROWS
    if wanted is Any:
        return plain
    if wanted in (date, datetime):
        return wanted.fromisoformat(plain)
    if wanted is Path:
        return Path(plain)
    if origin is types.UnionType:
        if plain is None and type(None) in parts:
            return None
        some = [part for part in parts if part is not type(None)]
        # Of several dataclasses it is the one with these very fields.
        (one,) = some if len(some) == 1 else [part for part in some if _fields(part) == set(plain)]
        return _made(one, plain)
    if origin is tuple:
        if not isinstance(plain, list):
            raise TypeError(wanted)
        each = [parts[0]] * len(plain) if parts[1:] == (...,) else list(parts)
        return tuple(_made(part, one) for part, one in zip(each, plain, strict=True))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {key: _made(parts[1], value) for key, value in dict(plain).items()}
    if is_dataclass(wanted):
        hints = get_type_hints(wanted)
        return wanted(**{name: _made(hints[name], value) for name, value in dict(plain).items()})  # type: ignore[operator]
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return wanted(plain)
    if not isinstance(plain, wanted):
        raise TypeError(wanted)
    return plain


def _fields(of: Any) -> set[str]:
    return {one.name for one in fields(of)}
