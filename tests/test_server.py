"""What the server puts around the app: language, headers, readiness, and how it tells a fault."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import httpx
import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send
from streamlit.testing.v1 import AppTest

import server
from store import publishing
from store.settings import Settings

STREAMLITS_PAGE = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
ENGLISH_PAGE = '<!doctype html><html lang="en"><title>Streamlit</title><p>Ærø</p></html>'
DANISH_PAGE = '<!doctype html><html lang="da"><title>Tryghedsoverblik</title><p>Ærø</p></html>'

Endpoint = Callable[[Request], Awaitable[Response]]
Answer = TypeVar("Answer")


def run(work: Coroutine[None, None, Answer]) -> Answer:
    """Run in a thread of its own: the browser tests keep an event loop in the main one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def answer(endpoint: Endpoint, path: str = "/", **headers: str) -> httpx.Response:
    """Ask an app behind the middleware."""
    routes = [Route("/{path:path}", endpoint)]
    app = Starlette(routes=routes, middleware=[Middleware(server.Danish)])

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            return await client.get(path, headers=names)

    return run(ask())


async def page(_: Request) -> Response:
    return HTMLResponse(ENGLISH_PAGE, headers={"etag": '"1"', "last-modified": "i går"})


async def picture(_: Request) -> Response:
    return Response(b"<title>x</title>", media_type="image/svg+xml", headers={"etag": '"1"'})


# --- the page in Danish ---------------------------------------------------------------------------


def test_streamlits_own_page_becomes_danish() -> None:
    text = server.in_danish(STREAMLITS_PAGE).decode()
    assert re.findall(r"<html[^>]*>", text) == ['<html lang="da">']
    assert re.findall(r"<title>.*</title>", text) == ["<title>Tryghedsoverblik</title>"]
    assert re.findall(r"<noscript>.*?</noscript>", text, re.DOTALL) == [
        "<noscript><p>Siden kræver JavaScript.</p></noscript>"
    ]


def test_nothing_else_of_it_is_changed() -> None:
    def scripts(text: bytes) -> list[bytes]:
        return re.findall(rb"<(?:script|link|style)[^>]*>", text)

    assert scripts(server.in_danish(STREAMLITS_PAGE)) == scripts(STREAMLITS_PAGE) != []


def test_a_page_is_answered_in_danish_with_its_own_length() -> None:
    got = answer(page)
    assert got.text == DANISH_PAGE
    assert int(got.headers["content-length"]) == len(DANISH_PAGE.encode())


def test_a_page_that_comes_in_pieces_is_changed_as_a_whole() -> None:
    async def in_pieces(_: Request) -> Response:
        pieces = (ENGLISH_PAGE[start : start + 7] for start in range(0, len(ENGLISH_PAGE), 7))
        return StreamingResponse(pieces, media_type="text/html")

    assert answer(in_pieces).text == DANISH_PAGE


@pytest.mark.parametrize("header", ["etag", "last-modified"])
def test_a_browser_cannot_keep_a_page_as_it_was_before_a_change(header: str) -> None:
    assert header not in answer(page).headers


@pytest.mark.parametrize("name", ["accept_encoding", "if_none_match", "if_modified_since", "range"])
def test_a_page_is_asked_for_whole_and_plain(name: str) -> None:
    async def heard(request: Request) -> Response:
        return PlainTextResponse(request.headers.get(name.replace("_", "-"), "intet"))

    assert answer(heard, "/indikator", **{name: "x"}).text == "intet"
    assert answer(heard, "/static/js/index.js", **{name: "x"}).text == "x"


def test_what_is_no_page_passes_unchanged() -> None:
    got = answer(picture, "/icon.svg")
    assert got.content == b"<title>x</title>"
    assert got.headers["etag"] == '"1"'


def test_a_connection_that_is_no_request_passes_unchanged() -> None:
    seen: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        pass

    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": [(b"range", b"x")]}
    run(server.Danish(app)(scope, receive, send))
    assert seen == [scope]


# --- headers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("endpoint", [page, picture])
def test_every_answer_carries_the_security_headers(endpoint: Endpoint) -> None:
    headers = answer(endpoint).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]


def test_the_browser_may_fetch_from_nobody_else() -> None:
    words = re.split(r"[ ;]+", server.HEADERS["Content-Security-Policy"])
    assert "*" not in words
    assert not [word for word in words if "." in word or word in ("http:", "https:")]


# --- readiness and faults -------------------------------------------------------------------------


def test_the_server_is_ready_when_there_is_a_release(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRYGHED_DATA", str(settings.data))
    before = answer(server.ready, "/klar")
    assert (before.status_code, before.text) == (503, "ingen udgivelse")
    name = publishing.publish(settings.releases, lambda connection, name: None)
    after = answer(server.ready, "/klar")
    assert (after.status_code, after.text) == (200, f"klar {name}")


def test_a_fault_is_told_in_danish_and_its_details_go_to_a_file(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        import server

        assert server.tell_fault(ValueError("hemmelig detalje"))

    monkeypatch.setenv("TRYGHED_DATA", str(settings.data))
    run = AppTest.from_function(fail, default_timeout=30).run()
    (shown,) = run.error
    assert "Der skete en uventet fejl (ValueError)." in shown.value
    assert "hemmelig detalje" not in shown.value
    assert not run.exception
    assert "ValueError: hemmelig detalje" in (settings.data / "fejl.log").read_text("utf-8")
