"""Statistics Denmark's StatBank: what a table holds, and its cells as an untouched file.

Any table is asked for the same way. Read what it holds today (`StatBank.tableinfo`), turn the
wanted patterns into codes (`resolve`), fetch exactly those codes (`StatBank.fetch`). The answer
is kept byte for byte, with a JSON file beside it that tells where it came from.

BULK, the only format without a limit on size, leaves out cells that are zero. So a `Download`
carries its `Selection`: a cell that was asked for and did not come is a zero.
"""

import codecs
import fcntl
import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from difflib import get_close_matches
from math import prod
from pathlib import Path
from typing import Any, BinaryIO, Self, TypeVar
from uuid import uuid4

import httpx

from danish.errors import DanishError

BASE_URL = "https://api.statbank.dk/v1"
CONNECT_SECONDS = 10.0
CHUNK_BYTES = 1 << 16
LONGEST_HEADING = 4096  # characters; what has no line break by then is not a table
TEMPORARY_PREFIX = ".statbank-"
TOTAL_CODES = ("TOT", "IALT")
TOTAL = "i alt"
VALUE_COLUMN = "INDHOLD"

T = TypeVar("T")


def base_url() -> str:
    """The address of the API: StatBank's own, or the one in `TRYGHED_STATBANK_URL`."""
    return os.environ.get("TRYGHED_STATBANK_URL") or BASE_URL


class StatBankError(DanishError):
    """A table could not be fetched. As text it is a Danish message to the reader.

    Attributes
    ----------
    code
        StatBank's `errorTypeCode`, or one of ours: `TIMEOUT`, `NO-CONNECTION`, `CUT-OFF`,
        `SERVER`, `HTTP-<status>`, `NOT-TABLEINFO`, `NOT-CSV`, `DAMAGED`, `NO-VALUES`.
    message
        What went wrong: StatBank's own words when it gave any.
    table
        The table that was asked for.
    advice
        What the reader can do about it.
    temporary
        Whether the same request may go well a little later.
    attempts
        How many times it was tried.
    """

    def __init__(
        self, code: str, message: str, table: str, advice: str, *, temporary: bool = False
    ) -> None:
        super().__init__(code, message, table)
        self.code = code
        self.message = message
        self.table = table
        self.advice = advice
        self.temporary = temporary
        self.attempts = 1

    def __str__(self) -> str:
        tried = f" Forsøgt {self.attempts} gange." if self.attempts > 1 else ""
        return (
            f"Tabellen {self.table} blev ikke hentet fra Statistikbanken: "
            f"{self.message.rstrip('. ')}.{tried} {self.advice} (Fejlkode: {self.code})"
        )


@dataclass(frozen=True)
class Value:
    """One value of a variable: `183`, Ishøj."""

    id: str
    text: str


@dataclass(frozen=True)
class Variable:
    """One variable of a table, with every value it can take today."""

    id: str
    text: str
    time: bool
    elimination: bool
    values: tuple[Value, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the values, in StatBank's order."""
        return tuple(value.id for value in self.values)

    @property
    def total(self) -> str | None:
        """The code of the value that is all the others together, when one plainly is."""
        labels = {"i alt", f"{self.text} i alt".casefold()}
        by_code = [value.id for value in self.values if value.id in TOTAL_CODES]
        by_label = [value.id for value in self.values if value.text.casefold() in labels]
        return next(iter(by_code + by_label), None)


@dataclass(frozen=True)
class TableInfo:
    """What StatBank says of a table. `updated` is Danish local time, as given; `raw` the answer."""

    id: str
    text: str
    unit: str
    updated: datetime
    variables: tuple[Variable, ...]
    raw: bytes = field(repr=False)


@dataclass(frozen=True)
class Selection:
    """The cells to ask for: explicit codes for every variable, spelled as the table spells them."""

    table: str
    codes: Mapping[str, tuple[str, ...]]

    @property
    def cells(self) -> int:
        """How many cells the codes span, the zeros among them."""
        return prod(len(codes) for codes in self.codes.values())

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the file that answers."""
        return (*(variable.upper() for variable in self.codes), VALUE_COLUMN)

    @property
    def request(self) -> dict[str, Any]:
        """The body of the request for these cells."""
        return {
            "table": self.table,
            "format": "BULK",
            "lang": "da",
            "valuePresentation": "Code",
            "variables": [
                {"code": variable, "values": list(codes)} for variable, codes in self.codes.items()
            ],
        }


@dataclass(frozen=True)
class Download:
    """A fetched file, untouched, and all that says where it came from."""

    table: str
    path: Path
    sha256: str
    size: int
    request: dict[str, Any]
    updated: datetime
    fetched_at: datetime
    selection: Selection


def resolve(info: TableInfo, wanted: Mapping[str, Sequence[str]]) -> tuple[Selection, list[str]]:
    """Turn wanted patterns into the codes that the table has today.

    A pattern is a code; `*` alone or in it (`2023*`, `*K1`, `202*K1`); the newest `(1)`, the
    second newest `(2)`, the last four `(-n+4)`; or a range (`>=2015K1`, `<=2024K2`,
    `>=2023K1<=2024K2`). Newest and ranges compare codes as text, which suits periods. `i alt` is
    the value that is all the others together, whatever its code.

    A variable that is not wanted is asked for by its total.

    Parameters
    ----------
    info
        What the table holds.
    wanted
        Patterns per variable. The case of a variable's name does not matter.

    Returns
    -------
    tuple[Selection, list[str]]
        The codes in the table's own order, and a Danish sentence for each wanted variable, code
        or pattern that the table does not have. Those are left out, never guessed.

    Raises
    ------
    StatBankError
        `NO-VALUES`, when a variable is left without codes.
    """
    patterns: dict[str, list[str]] = {}
    for name, given in wanted.items():
        patterns.setdefault(name.casefold(), []).extend(
            [given] if isinstance(given, str) else given
        )

    known = {variable.id.casefold(): variable.id for variable in info.variables}
    problems = [
        f"Tabellen {info.id} har ikke variablen »{name}«. Den har: {', '.join(known.values())}. "
        "Ret navnet, eller fjern det."
        for name in wanted
        if name.casefold() not in known
    ]
    codes: dict[str, tuple[str, ...]] = {}
    for variable in info.variables:
        codes[variable.id], unmet = _choose(variable, patterns.get(variable.id.casefold()))
        problems += [f"Tabellen {info.id}, variablen {variable.id}: {problem}" for problem in unmet]

    empty = [variable for variable, chosen in codes.items() if not chosen]
    if empty:
        raise StatBankError(
            "NO-VALUES",
            " ".join([f"Der er ingen koder at hente for {' og '.join(empty)}.", *problems]),
            info.id,
            "Vælg mindst én kode for hver variabel.",
        )
    return Selection(info.id, codes), problems


def _choose(variable: Variable, patterns: list[str] | None) -> tuple[tuple[str, ...], list[str]]:
    """The variable's codes that meet the patterns, and a sentence for each pattern none meets."""
    if patterns is None:
        if variable.total is not None:
            return (variable.total,), []
        return (), [
            "Ingen koder er valgt, og variablen har ingen »i alt«. "
            f"Vælg for eksempel blandt: {', '.join(variable.codes[:5])}."
        ]
    chosen: set[str] = set()
    problems = []
    for pattern in patterns:
        found = matching(pattern, variable)
        chosen.update(found)
        if not found:
            near = get_close_matches(pattern, variable.codes, n=5, cutoff=0)
            problems.append(
                f"»{pattern}« passer ikke på nogen af de {len(variable.codes)} koder, der findes, "
                f"for eksempel {', '.join(sorted(near))}. Ret eller fjern »{pattern}«."
            )
    return tuple(code for code in variable.codes if code in chosen), problems


def matching(pattern: str, variable: Variable) -> Sequence[str]:
    """The codes of a variable that a pattern stands for, see `resolve`."""
    codes = variable.codes
    if pattern in codes:
        return [pattern]
    if pattern == TOTAL:
        return [variable.total] if variable.total is not None else []
    newest_first = sorted(codes, reverse=True)
    if place := re.fullmatch(r"\((\d+)\)", pattern):
        number = int(place[1])
        return newest_first[number - 1 : number]
    if last := re.fullmatch(r"\(-n\+(\d+)\)", pattern):
        return newest_first[: int(last[1])]
    if limits := re.fullmatch(r"(?=[<>])(?:>=([^<>=]+))?(?:<=([^<>=]+))?", pattern):
        low, high = limits.groups()
        return [c for c in codes if (low is None or low <= c) and (high is None or c <= high)]
    if "*" in pattern:
        wildcard = re.compile(".*".join(map(re.escape, pattern.split("*"))))
        return [code for code in codes if wildcard.fullmatch(code)]
    return []


class StatBank:
    """A connection to StatBank, closed by `with`.

    Parameters
    ----------
    url
        The address of the API; without it `base_url()`.
    timeout
        Seconds that StatBank may be silent.
    retries
        Further attempts after a time-out, a lost connection or an error on StatBank's side.
        What StatBank refuses is not tried again.
    pause
        Seconds before the first further attempt; doubled before each next one.
    sleep
        How to pause.
    """

    def __init__(
        self,
        url: str | None = None,
        *,
        timeout: float = 120,
        retries: int = 3,
        pause: float = 1.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._timeout = timeout
        self._retries = retries
        self._pause = pause
        self._sleep = sleep
        self._http = httpx.Client(
            base_url=url or base_url(),
            timeout=httpx.Timeout(timeout, connect=min(timeout, CONNECT_SECONDS)),
            headers={"User-Agent": "Tryghedsoverblik"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def tableinfo(self, table: str, lang: str = "da") -> TableInfo:
        """Read what a table holds today.

        Raises
        ------
        StatBankError
            When StatBank does not know the table, cannot be reached or answers something else.
        """
        body = {"table": table, "lang": lang, "format": "JSON"}

        def ask() -> TableInfo:
            with self._answer("tableinfo", body) as response:
                return _parse_tableinfo(response.read(), table)

        return self._attempt(ask)

    def fetch(
        self,
        info: TableInfo,
        selection: Selection,
        into: Path,
        progress: Callable[[int, int | None], None] = lambda received, total: None,
    ) -> Download:
        """Fetch the selected cells to a file, which is there in full or not at all.

        The file is `<table>-<start of its SHA-256>.csv`, with a `.json` of the same name that
        tells where it came from. What an earlier, killed fetch left in the folder is removed.

        Parameters
        ----------
        info
            What the table holds; gives the file its date.
        selection
            The cells, from `resolve`.
        into
            The folder, made when it is not there.
        progress
            Called for each piece with the bytes received and, when known, the bytes in all.
            Starts over when a fetch does.

        Raises
        ------
        StatBankError
            When StatBank refuses, cannot be reached, or sends something other than the whole
            table in readable text.
        """
        into.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(into)
        with _temporary_file(into) as file:
            bulk = self._attempt(lambda: self._stream(selection, file, progress))
            sha256 = bulk.sha256.hexdigest()
            download = Download(
                table=info.id,
                path=into / f"{info.id}-{sha256[:16]}.csv",
                sha256=sha256,
                size=bulk.size,
                request=selection.request,
                updated=info.updated,
                fetched_at=datetime.now(UTC),
                selection=selection,
            )
            with _temporary_file(into) as note:
                note.write(self._provenance(info, download))
                _keep(note, download.path.with_suffix(".json"))
            _keep(file, download.path)
        return download

    def _stream(
        self, selection: Selection, file: BinaryIO, progress: Callable[[int, int | None], None]
    ) -> "_Bulk":
        """Write the answer to the file as it comes.

        That fewer bytes came than StatBank announced, httpx itself finds.
        """
        file.seek(0)
        file.truncate()
        bulk = _Bulk(selection)
        with self._answer("data", selection.request) as response:
            length = response.headers.get("content-length")
            for chunk in response.iter_bytes(CHUNK_BYTES):
                bulk.feed(chunk)
                file.write(chunk)
                progress(response.num_bytes_downloaded, int(length) if length else None)
        bulk.finish()
        return bulk

    def _provenance(self, info: TableInfo, download: Download) -> bytes:
        address = self._http.base_url.join("data")
        note = {
            "table": info.id,
            "text": info.text,
            "updated": download.updated.isoformat(),
            "fetched_at": download.fetched_at.isoformat(timespec="seconds"),
            "source": f"{address.host}{address.path}",
            "request": download.request,
            "file": download.path.name,
            "sha256": download.sha256,
            "size": download.size,
        }
        return json.dumps(note, ensure_ascii=False, indent=1).encode()

    @contextmanager
    def _answer(self, path: str, body: Mapping[str, Any]) -> Iterator[httpx.Response]:
        """A good answer, still to be read; whatever goes wrong on the way is a StatBankError."""
        table = body["table"]
        try:
            with self._http.stream("POST", path, json=body) as response:
                if response.status_code != httpx.codes.OK:
                    response.read()
                    raise _refusal(response, table)
                yield response
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
            raise StatBankError(
                "NO-CONNECTION",
                f"Der er ingen forbindelse til {self._http.base_url}",
                table,
                "Kontrollér internetforbindelsen og adressen (TRYGHED_STATBANK_URL).",
                temporary=True,
            ) from error
        except httpx.TimeoutException as error:
            raise StatBankError(
                "TIMEOUT",
                f"Statistikbanken har ikke svaret i {self._timeout:g} sekunder",
                table,
                "Prøv igen senere.",
                temporary=True,
            ) from error
        except httpx.RequestError as error:
            raise StatBankError(
                "CUT-OFF",
                f"Forbindelsen til {self._http.base_url} blev afbrudt, før alt var hentet",
                table,
                "Prøv igen senere.",
                temporary=True,
            ) from error

    def _attempt(self, ask: Callable[[], T]) -> T:
        """Ask, and ask again after a pause while the error may pass."""
        attempt = 1
        while True:
            try:
                return ask()
            except StatBankError as error:
                error.attempts = attempt
                if not error.temporary or attempt > self._retries:
                    raise
            self._sleep(self._pause * 2 ** (attempt - 1))
            attempt += 1


def _parse_tableinfo(raw: bytes, table: str) -> TableInfo:
    try:
        answer = json.loads(raw.decode("utf-8-sig"))
        info = TableInfo(
            id=answer["id"],
            text=answer["text"].strip(),
            unit=answer["unit"].strip(),
            updated=datetime.fromisoformat(answer["updated"]),
            variables=tuple(
                Variable(
                    id=variable["id"],
                    text=variable["text"].strip(),
                    time=variable["time"],
                    elimination=variable["elimination"],
                    values=tuple(
                        Value(value["id"], value["text"].strip()) for value in variable["values"]
                    ),
                )
                for variable in answer["variables"]
            ),
            raw=raw,
        )
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise _unexpected("NOT-TABLEINFO", raw, "en beskrivelse af tabellen", table) from error
    if info.id.casefold() != table.casefold():
        raise _unexpected("NOT-TABLEINFO", raw, "en beskrivelse af tabellen", table)
    return info


def _refusal(response: httpx.Response, table: str) -> StatBankError:
    """The error in an answer that is not 200, in StatBank's own words when it gave any."""
    status = response.status_code
    on_their_side = httpx.codes.is_server_error(status)
    try:
        body = json.loads(response.content.decode("utf-8-sig"))
        code, message = str(body["errorTypeCode"]), str(body["message"])
        advice = "Ret udvalget af variabler og koder, og hent igen."
    except (ValueError, LookupError, TypeError):
        code = "SERVER" if on_their_side else f"HTTP-{status}"
        message = f"Serveren svarede med status {status} i stedet for 200 og uden forklaring"
        advice = "Kontrollér Statistikbankens adresse (TRYGHED_STATBANK_URL)."
    if on_their_side:
        advice = "Fejlen er hos Statistikbanken. Prøv igen senere."
    return StatBankError(code, message, table, advice, temporary=on_their_side)


def _unexpected(code: str, found: bytes, expected: str, table: str) -> StatBankError:
    start = " ".join(found[:200].decode("utf-8-sig", "replace").split())[:80]
    return StatBankError(
        code,
        f"Svaret begynder med »{start}«, men det skulle være {expected}",
        table,
        "Kontrollér Statistikbankens adresse (TRYGHED_STATBANK_URL), og prøv igen senere.",
    )


class _Bulk:
    """A BULK answer as it comes in: hashed, counted, and checked to be the table asked for."""

    def __init__(self, selection: Selection) -> None:
        self.sha256 = hashlib.sha256()
        self.size = 0
        self._table = selection.table
        self._columns = selection.columns
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._start = b""
        self._started = False
        self._last_byte = b""

    def feed(self, chunk: bytes) -> None:
        """Take in the next piece; raise as soon as it cannot be the table."""
        self.sha256.update(chunk)
        self.size += len(chunk)
        self._last_byte = chunk[-1:]
        if not self._started:
            self._start += chunk
            if b"\n" in self._start or len(self._start) > LONGEST_HEADING:
                self._check_heading()
                self._started = True
        self._check_letters(chunk)

    def finish(self) -> None:
        """Raise unless the answer was whole."""
        if not self._started:
            self._check_heading()
        if self._last_byte != b"\n":
            raise StatBankError(
                "CUT-OFF",
                f"Filen stopper midt i en linje efter {self.size} byte",
                self._table,
                "Prøv igen senere.",
                temporary=True,
            )

    def _check_heading(self) -> None:
        """Raise unless the first line names the columns; one cut short is for `finish` to tell."""
        line = self._start.partition(b"\n")[0].rstrip(b"\r")
        found = line.decode("utf-8-sig", "replace").split(";")
        complete = sorted(found) == sorted(self._columns) and found[-1] == VALUE_COLUMN
        cut_short = ";".join(self._columns).encode().startswith(self._start)
        if not complete and not cut_short:
            expected = f"en tabel med kolonnerne {', '.join(self._columns)}"
            raise _unexpected("NOT-CSV", self._start, expected, self._table)

    def _check_letters(self, chunk: bytes) -> None:
        """Raise unless the text is UTF-8 and was so before StatBank sent it."""
        try:
            damaged = "\ufffd" in self._decoder.decode(chunk)
        except UnicodeDecodeError:
            damaged = True
        if damaged:
            raise StatBankError(
                "DAMAGED",
                f"Filen har ødelagte tegn blandt de første {self.size} byte; "
                "den skulle være ren UTF-8 (æ, ø og å er nok gået tabt)",
                self._table,
                "Hent igen. Sker det igen, så skriv til Danmarks Statistik.",
            )


@contextmanager
def _temporary_file(folder: Path) -> Iterator[BinaryIO]:
    """A file under a passing name, gone afterwards unless it was kept. Locked while in use."""
    with (folder / f"{TEMPORARY_PREFIX}{uuid4().hex}").open("xb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield file
        finally:
            Path(file.name).unlink(missing_ok=True)


def _keep(file: BinaryIO, path: Path) -> None:
    """Give a finished file its lasting name. After that it survives a power cut."""
    file.flush()
    os.fsync(file.fileno())
    Path(file.name).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _remove_abandoned(folder: Path) -> None:
    """Remove what killed fetches left. What a living one is writing is locked, and stays."""
    for left in folder.glob(f"{TEMPORARY_PREFIX}*"):
        with suppress(FileNotFoundError, BlockingIOError), left.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()
