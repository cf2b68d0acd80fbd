"""A StatBank of our own on loopback: small tables, recorded answers, and misbehaviour on request.

    with FakeStatBank(small_straf11()) as fake:
        fake.misbehave("cut", times=2)
        ... fake.url ... fake.requests ...

By hand, to try the command line: `python -m tests.ingest.fake_statbank`.
"""

import argparse
import json
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from math import prod
from threading import Event, Thread
from typing import Any, Literal, Self, get_args
from urllib.parse import parse_qs, urlsplit
from zlib import crc32

Fault = Literal[
    "slow",  # silent for `delay` seconds, then the right answer
    "chunked",  # the right answer in pieces of `chunk` bytes, its length not announced
    "chunked-cut",  # the same, and the connection closes half-way
    "cut",  # the connection closes half-way through the announced length
    "truncated",  # a complete answer over HTTP whose text stops in the middle of a line
    "server-error",  # 500
    "html",  # a web page with status 200
    "damaged",  # æ, ø and å were replaced by U+FFFD before they were sent
    "latin-1",  # not UTF-8
]
LIMIT = 1_000_000
CSV = "text/csv; charset=utf-8"
HTML = b"<!DOCTYPE html>\r\n<html><body>Vi opdaterer Statistikbanken</body></html>\r\n"

Key = tuple[str, ...]


@dataclass
class Table:
    """A table as StatBank describes it, and its cells by code, variables in the table's order."""

    info: dict[str, Any]
    cell: Callable[[Key], int]

    @property
    def id(self) -> str:
        return str(self.info["id"])

    @property
    def variables(self) -> list[dict[str, Any]]:
        return list(self.info["variables"])

    @classmethod
    def of(cls, info: dict[str, Any], cells: Mapping[Key, int]) -> Self:
        """A table with exactly these cells; all others are zero."""
        return cls(info, lambda key: cells.get(key, 0))


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    body: bytes


class RefusalError(Exception):
    """StatBank's way of saying no."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        body = {"errorTypeCode": code, "message": message}
        text = json.dumps(body, ensure_ascii=False).encode()
        self.answer = Answer(status, "text/json; charset=utf-8", text)


@dataclass
class Misbehaviour:
    fault: Fault
    delay: float
    chunk: int


class FakeStatBank:
    """Serves tables until the `with` ends. Tables may be replaced while it runs."""

    def __init__(self, *tables: Table, port: int = 0) -> None:
        self.tables = {table.id: table for table in tables}
        self.requests: list[Request] = []
        self._waiting: deque[Misbehaviour] = deque()
        self._closing = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def data_requests(self) -> list[Request]:
        return [request for request in self.requests if request.path == "/v1/data"]

    def put(self, table: Table) -> None:
        """Publish a table, or a new edition of it."""
        self.tables[table.id] = table

    def misbehave(
        self, fault: Fault, times: int = 1, *, delay: float = 30, chunk: int = 100
    ) -> None:
        """Go wrong on the next `times` requests. Several calls queue up."""
        self._waiting.extend([Misbehaviour(fault, delay, chunk)] * times)

    def answer(self, request: Request) -> Answer:
        """The answer to a request when all is well."""
        call = request.path.removeprefix("/v1/").partition("/")[0]
        try:
            if call == "tableinfo":
                info = self._table(request.body).info
                return Answer(
                    200, "text/json; charset=utf-8", json.dumps(info, ensure_ascii=False).encode()
                )
            if call == "data":
                return self._data(request.body)
            raise RefusalError("REQUEST-NOTFOUND", "Siden kan ikke findes. / Page not found.", 404)
        except RefusalError as refusal:
            return refusal.answer

    def _table(self, body: Mapping[str, Any]) -> Table:
        if not body.get("table"):
            raise RefusalError("REQUEST-MISSING", "Der er ikke angivet nogen tabel-id.")
        table = self.tables.get(str(body["table"]).upper())
        if table is None:
            raise RefusalError("EXTRACT-NOTFOUND", f"Tabel findes ikke: {body['table']}")
        return table

    def _data(self, body: Mapping[str, Any]) -> Answer:
        form = body.get("format")
        if form not in ("BULK", "CSV"):
            raise RefusalError("REQUEST-MISSING", "Format ikke angivet, eller ikke gyldigt.")
        table = self._table(body)
        if form == "BULK" and "timeOrder" in body:
            raise RefusalError(
                "EXTRACT-STREAMINGTIMESORT",
                "Der kan ikke vælges sortering af tid for streamede formater.",
            )
        given = _given(table, body.get("variables", []))
        codes = [
            given.get(variable["id"].upper()) or _left_out(variable, form)
            for variable in table.variables
        ]
        cells = prod(map(len, codes))
        if form == "CSV" and cells > LIMIT:
            number = f"{cells:,}".replace(",", ".")
            raise RefusalError(
                "REQUEST-LIMIT",
                f"Forespørgslen på op mod {number} celler er over begrænsningen på 1.000.000 "
                "celler for denne filtype. Anvend BULK eller andet streaming format i stedet.",
            )
        shown = [form == "BULK" or v["id"].upper() in given or v["time"] for v in table.variables]
        lines = [";".join([*_shown([v["id"].upper() for v in table.variables], shown), "INDHOLD"])]
        texts = _texts(table, as_codes=body.get("valuePresentation") == "Code")
        for key in sorted(product(*codes), key=lambda key: (key[-1], *key[:-1])):
            count = table.cell(key)
            if count or form == "CSV":
                row = [text[code] for text, code in zip(texts, key, strict=True)]
                lines.append(";".join([*_shown(row, shown), str(count)]))
        text = "".join(f"{line}\r\n" for line in lines)
        return Answer(200, CSV, text.encode("utf-8" if form == "BULK" else "utf-8-sig"))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                try:
                    body = json.loads(raw)
                except ValueError:
                    message = (
                        "Medsend gyldigt JSON-objekt når der postes. / "
                        "Supply valid JSON-object when posting."
                    )
                    self._send(RefusalError("REQUEST-EMPTY", message).answer)
                else:
                    self._respond(Request("POST", self.path, body))

            def do_GET(self) -> None:
                address = urlsplit(self.path)
                body: dict[str, Any] = {k: v[-1] for k, v in parse_qs(address.query).items()}
                _, _, table = address.path.removeprefix("/v1/").partition("/")
                self._respond(Request("GET", address.path, {"table": table, **body}))

            def _respond(self, request: Request) -> None:
                fake.requests.append(request)
                answer = fake.answer(request)
                if not fake._waiting:
                    self._send(answer)
                    return
                planned = fake._waiting.popleft()
                half = len(answer.body) // 2
                match planned.fault:
                    case "slow":
                        fake._closing.wait(planned.delay)
                        self._send(answer)
                    case "chunked":
                        self._send_chunks(answer, planned.chunk, len(answer.body))
                    case "chunked-cut":
                        self._send_chunks(answer, planned.chunk, half)
                    case "cut":
                        self._send(answer, upto=half)
                    case "truncated":
                        self._send(Answer(200, answer.content_type, answer.body[:-3]))
                    case "server-error":
                        self._send(Answer(500, "text/html", b"<h1>Server Error</h1>"))
                    case "html":
                        self._send(Answer(200, "text/html", HTML))
                    case "damaged":
                        self._send(_with_row(answer, "Ish\ufffdj".encode()))
                    case "latin-1":
                        self._send(_with_row(answer, "Ishøj".encode("latin-1")))

            def _head(self, answer: Answer) -> None:
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.content_type)

            def _send(self, answer: Answer, upto: int | None = None) -> None:
                self._head(answer)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body[:upto])
                self.close_connection = upto is not None

            def _send_chunks(self, answer: Answer, size: int, upto: int) -> None:
                self._head(answer)
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for start in range(0, upto, size):
                    piece = answer.body[start : min(start + size, upto)]
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                if upto == len(answer.body):
                    self.wfile.write(b"0\r\n\r\n")
                else:
                    self.close_connection = True

            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except ConnectionError:  # the client hung up, as it may
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


def _given(table: Table, variables: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """The codes asked for, by the variable's name in upper case."""
    known = {variable["id"].upper(): variable for variable in table.variables}
    given = {}
    for asked in variables:
        name = asked["code"].upper()
        if name not in known:
            raise RefusalError("EXTRACT-NOTFOUND", f"Kan ikke finde variablen: {asked['code']}")
        codes = [value["id"] for value in known[name]["values"]]
        for pattern in asked["values"]:
            if not any(fnmatchcase(code, pattern) for code in codes):
                raise RefusalError(
                    "EXTRACT-NOTFOUND",
                    f"Kan ikke finde værdien: {pattern} ({known[name]['id']})",
                )
        given[name] = [c for c in codes if any(fnmatchcase(c, p) for p in asked["values"])]
    return given


def _left_out(variable: Mapping[str, Any], form: str) -> list[str]:
    """What stands for a variable nobody asked for: the newest period, or the whole."""
    codes = [value["id"] for value in variable["values"]]
    if form == "CSV" and variable["time"]:
        return codes[-1:]
    if form == "CSV" and variable["elimination"]:
        return codes[:1]
    raise RefusalError(
        "EXTRACT-NOTALLOWED", f"Der skal vælges værdier for variabel: {variable['id']}"
    )


def _texts(table: Table, *, as_codes: bool) -> list[dict[str, str]]:
    shown = "id" if as_codes else "text"
    return [{value["id"]: value[shown] for value in v["values"]} for v in table.variables]


def _shown(row: Sequence[str], shown: Sequence[bool]) -> Iterator[str]:
    return (cell for cell, show in zip(row, shown, strict=True) if show)


def _with_row(answer: Answer, row: bytes) -> Answer:
    """The answer with one more row after the heading."""
    heading, rest = answer.body.split(b"\r\n", 1)
    return Answer(200, answer.content_type, b"\r\n".join([heading, row, rest]))


@dataclass(frozen=True)
class Axis:
    """A variable in short: its id, its text, and `code text` for each value."""

    id: str
    text: str
    values: list[str]
    elimination: bool = True
    time: bool = field(default=False)


def build(
    id: str,
    text: str,
    axes: Sequence[Axis],
    cell: Callable[[Key], int],
    updated: str = "2026-07-16T08:00:00",
) -> Table:
    """Describe a table as StatBank would."""
    variables = []
    for axis in axes:
        pairs = [value.partition(" ") for value in axis.values]
        variables.append(
            {
                "id": axis.id,
                "text": axis.text,
                "elimination": axis.elimination,
                "time": axis.time,
                "values": [{"id": code, "text": label or code} for code, _, label in pairs],
            }
        )
    info = {
        "id": id,
        "text": text,
        "description": f"{text} efter {', '.join(axis.text for axis in axes)}",
        "unit": "Antal",
        "suppressedDataValue": "0",
        "updated": updated,
        "active": True,
        "contacts": [{"name": "Navn Navnesen", "phone": "+4500000000", "mail": "xxx@dst.dk"}],
        "documentation": {"id": "", "url": "https://www.dst.dk/statistikdokumentation/"},
        "footnote": None,
        "variables": variables,
    }
    return Table(info, cell)


def additive(parts: Mapping[str, Sequence[str]], most: int) -> Callable[[Key], int]:
    """Cells made from the key alone, a fifth of them zero; a code with parts is their sum."""

    def leaf(key: Key) -> int:
        number = crc32("|".join(key).encode())
        return 0 if number % 5 == 0 else number // 5 % most + 1

    def leaves(code: str) -> list[str]:
        return [leaf for part in parts[code] for leaf in leaves(part)] if code in parts else [code]

    return lambda key: sum(map(leaf, product(*map(leaves, key))))


AREAS = Axis(
    "OMRÅDE",
    "område",
    [
        "000 Hele landet",
        "084 Region Hovedstaden",
        "165 Albertslund",
        "153 Brøndby",
        "183 Ishøj",
        "187 Vallensbæk",
        "998 Uoplyst kommune",
    ],
)
AREA_PARTS = {"000": ["084", "998"], "084": ["165", "153", "183", "187"]}
OFFENCES = Axis(
    "OVERTRÆD",
    "overtrædelsens art",
    [
        "TOT Overtrædelsens art i alt",
        "1 Straffelov i alt",
        "11 Seksualforbrydelser i alt",
        "12 Voldsforbrydelser i alt",
        "13 Ejendomsforbrydelser i alt",
        "1320 Indbrud i beboelser",
        "1380 Røveri",
        "14 Andre forbrydelser i alt",
        "3 Særlove i alt",
    ],
)
OFFENCE_PARTS = {"TOT": ["1", "3"], "1": ["11", "12", "13", "14"], "13": ["1320", "1380"]}


def quarters(first: int, last: int) -> Axis:
    """All quarters of these years."""
    codes = [f"{year}K{quarter}" for year in range(first, last + 1) for quarter in range(1, 5)]
    return Axis("Tid", "tid", codes, elimination=False, time=True)


def years(first: int, last: int) -> Axis:
    """All these years."""
    codes = [str(year) for year in range(first, last + 1)]
    return Axis("Tid", "tid", codes, elimination=False, time=True)


def small_straf11(updated: str = "2026-07-16T08:00:00", last_year: int = 2025) -> Table:
    """Reported offences, 7 areas × 9 offences × quarters from 2023; sums hold exactly."""
    axes = [AREAS, OFFENCES, quarters(2023, last_year)]
    cell = additive({**AREA_PARTS, **OFFENCE_PARTS}, most=40)
    return build("STRAF11", "Anmeldte forbrydelser", axes, cell, updated)


def small_straf22() -> Table:
    """Reported offences and charges by year; its third variable has no total."""
    reported = Axis("ANMSIGT", "anmeldte og sigtede", ["ANM Anmeldt", "SIG Sigtelser"], False)
    axes = [AREAS, OFFENCES, reported, years(2021, 2025)]
    cell = additive({**AREA_PARTS, **OFFENCE_PARTS}, most=160)
    return build("STRAF22", "Anmeldte forbrydelser og sigtelser", axes, cell)


def small_folk1a() -> Table:
    """Population by sex, some ages and marital status."""
    ages = [str(age) for age in range(26)]
    axes = [
        Axis("OMRÅDE", "område", AREAS.values[:-1]),
        Axis("KØN", "køn", ["TOT I alt", "1 Mænd", "2 Kvinder"]),
        Axis("ALDER", "alder", ["IALT Alder i alt", *(f"{age} {age} år" for age in ages)]),
        Axis("CIVILSTAND", "civilstand", ["TOT I alt", "U Ugift", "G Gift/separeret"]),
        quarters(2023, 2025),
    ]
    cell = additive({"000": ["084"], "084": AREA_PARTS["084"], "IALT": ages}, most=900)

    def people(key: Key) -> int:
        area, sex, age, status, period = key
        sexes = ["1", "2"] if sex == "TOT" else [sex]
        statuses = ["U", "G"] if status == "TOT" else [status]
        return sum(cell((area, s, age, u, period)) for s in sexes for u in statuses)

    return build("FOLK1A", "Befolkningen den 1. i kvartalet", axes, people)


def small_straf46() -> Table:
    """Decisions by area, offence, decision, age and sex: a table nobody has set up yet."""
    axes = [
        AREAS,
        Axis("OVERTRÆD", "overtrædelsens art", ["TOT I alt", "1 Straffelov i alt", "3 Særlove"]),
        Axis("AFGØRELSE", "afgørelse", ["000 Afgørelser", "1 Frihedsstraf", "2 Bøde"]),
        Axis("ALDER", "alder", ["TOT I alt", "15 15 år", "16 16 år", "25-29 25-29 år"]),
        Axis("KØN", "køn", ["TOT I alt", "M Mænd", "K Kvinder"]),
        years(2020, 2024),
    ]
    return build("STRAF46", "Betingede frihedsstraffe", axes, additive(AREA_PARTS, most=12))


HOMES = Axis("OMRÅDE", "område", AREAS.values[:-1])
HOME_PARTS = {"000": ["084"], "084": AREA_PARTS["084"]}


def small_straf44() -> Table:
    """Decisions by age, as the entry in `sources.toml` takes the table to be."""
    decisions = ["000 Afgørelsestype i alt", "1 Dom til frihedsstraf", "2 Bødeafgørelse"]
    decisions += ["3 Tiltalefrafald", "4 Tiltale undladt", "514 Frifindelse"]
    decisions += [f"{code} Foranstaltning" for code in (511, 512, 513, 515, 516, 517, 518)]
    axes = [
        AREAS,
        Axis("OVERTRÆD", "overtrædelsens art", ["TOT I alt", "1 Straffelov i alt"]),
        Axis("AFGØRELSE", "afgørelsestype", decisions),
        Axis("ALDER", "alder", ["TOT I alt", *(f"{age} {age} år" for age in range(15, 25))]),
        Axis("KØN", "køn", ["TOT I alt", "M Mænd", "K Kvinder"]),
        years(2023, 2024),
    ]
    return build("STRAF44", "Strafferetlige afgørelser", axes, additive(AREA_PARTS, most=3))


def small_und1(sender: str = "UNDERRETERE", total: str = "0") -> Table:
    """Notifications about children; how it names its senders may differ from what is assumed."""
    ages = ["00 I alt", "U0 Ufødt", *(f"{age} {age} år" for age in range(19))]
    axes = [
        Axis("ADMKOM", "administrationskommune", AREAS.values[:1] + AREAS.values[2:]),
        Axis(sender, "underrettere", [f"{total} I alt", "2 Skole", "6 Politi eller domstol"]),
        Axis("ALDER1", "alder", ages),
        Axis("KON", "køn", ["0 I alt", "D Drenge", "P Piger"]),
        years(2023, 2024),
    ]
    parts = {"000": ["165", "153", "183", "187", "998"]}
    return build("UND1", "Underretninger vedr. børn", axes, additive(parts, most=9))


def small_neet1() -> Table:
    """People of 16-24 years by status; with parts of the country that are no areas of ours."""
    axes = [
        Axis("STATUSNEET", "NEET-status", ["00 I alt", "5 Aktive", "10 Ikke-aktive (NEET)"], False),
        Axis("KØN", "køn", ["TOT I alt", "M Mænd", "K Kvinder"]),
        Axis(
            "BOPOMR",
            "bopælsområde",
            [*HOMES.values, "101 København", "01 Byen København", "11 Nordjylland"],
        ),
        Axis("SOCIO", "socioøkonomisk status", ["TOT I alt", "05 Selvstændige"]),
        years(2022, 2023),
    ]
    cell = additive({**HOME_PARTS, "00": ["5", "10"]}, most=300)
    return build("NEET1", "Befolkningen (16-24 år)", axes, cell)


def small_isbu01() -> Table:
    """Measures for children and the young."""
    axes = [
        Axis("KOMMUNEDK", "kommune", ["000 Hele landet", *HOMES.values[2:]]),
        Axis("INDSATSER", "indsats", ["3 I ALT", "7 INDSATSER EFTER LOV OM BEKÆMPELSE"], False),
        years(2023, 2024),
    ]
    cell = additive({"000": AREA_PARTS["084"]}, most=9)
    return build("ISBU01", "Aktive indsatser og støtte til børn og unge i året", axes, cell)


def small_straf5() -> Table:
    """Victims in the whole country."""
    axes = [
        Axis("OVERTRÆD", "overtrædelsens art", ["1S OFRE I ALT", "12S VOLD I ALT"], False),
        Axis("ALDER", "alder", ["TOT Alder i alt", "0-4 0-4 år"]),
        Axis("KOEN", "køn", ["TOT I alt", "1 Mænd"]),
        years(2023, 2024),
    ]
    return build("STRAF5", "Ofre for anmeldte forbrydelser", axes, lambda key: 1000)


def small_recidiv1() -> Table:
    """Relapses in the whole country, by cohorts that are followed for three years."""
    relapse = ["00 I alt", "0 Ingen tilbagefald", "6 I løbet af 6 måneder", "712 Efter 6 måneder"]
    cohorts = [f"{year}-{year + 2}" for year in (2019, 2020)]
    axes = [
        Axis("KØN", "køn", ["TOT I alt", "M Mænd"]),
        Axis("ALDER1", "alder", ["0 I alt", "1519 15-19 år"]),
        Axis("VARTILBAGE", "varighed til tilbagefald", [*relapse, "1324 Efter 1 år"]),
        Axis("STRAFART", "oprindelig straf", ["0 I alt", "1 Løsladt"]),
        Axis("OVER", "oprindelig lovovertrædelse", ["0 I alt", "1 Straffelov i alt"]),
        Axis("Tid", "tid", cohorts, elimination=False, time=True),
    ]
    people = {"00": 1000, "0": 690, "6": 110, "712": 90, "1324": 110}
    return build("RECIDIV1", "Personer", axes, lambda key: people[key[2]])


def tables_never_seen() -> tuple[Table, ...]:
    """The tables whose entries are taken from descriptions, as they are taken to be."""
    makers = small_straf44, small_und1, small_neet1, small_isbu01, small_straf5, small_recidiv1
    return tuple(make() for make in makers)


def main() -> None:
    """Serve the small tables until interrupted."""
    parser = argparse.ArgumentParser(description="A small StatBank on this machine.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--fault", choices=get_args(Fault), help="go wrong at the first requests")
    parser.add_argument("--times", type=int, default=1)
    chosen = parser.parse_args()
    tables = (small_straf11(), small_straf22(), small_folk1a(), *tables_never_seen())
    with FakeStatBank(*tables, port=chosen.port) as fake:
        if chosen.fault:
            fake.misbehave(chosen.fault, chosen.times)
        print(f"TRYGHED_STATBANK_URL={fake.url}", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
