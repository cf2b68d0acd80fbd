"""The app as a web server: the same pages, with what a browser must be told around them.

Start it with `streamlit run server.py`. It says that the page is in Danish, sends security headers,
answers `/klar` when it is ready, loads what is heavy before the first visitor, and tells of an
unexpected fault in Danish.
"""

import gc
import importlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from store import log, publishing
from store.settings import settings

# Until `st.navigation` has run once, Streamlit would run a file of `pages/` by itself when a deep
# link is the first request.
PagesManager.uses_pages_directory = False

TITLE = "Tryghedsoverblik"
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss: data: blob:; "
    "worker-src 'self' blob:; frame-ancestors 'self'; object-src 'none'; base-uri 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class Danish:
    """Middleware: the index page in Danish, and the security headers on every answer."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = b""
        is_page = False

        async def answer(message: Message) -> None:
            nonlocal start, body, is_page
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                is_page = headers.get("content-type", "").startswith("text/html")
                if not is_page:
                    await send(message)
                start = message
                return
            if not is_page or message["type"] != "http.response.body":
                await send(message)
                return
            body += message.get("body", b"")
            if not message.get("more_body", False):
                page = in_danish(body)
                headers = MutableHeaders(scope=start)
                headers["content-length"] = str(len(page))
                del headers["etag"]
                del headers["last-modified"]
                await send(start)
                await send({"type": "http.response.body", "body": page})

        # The page must come as plain text, not compressed, and whole.
        scope["headers"] = [
            (name, value)
            for name, value in scope["headers"]
            if name not in (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
            or not _asks_for_page(scope)
        ]
        await self.app(scope, receive, answer)


def in_danish(page: bytes) -> bytes:
    """Streamlit's index page with its language and its title put right."""
    page = page.replace(b'<html lang="en">', b'<html lang="da">')
    page = re.sub(rb"<title>.*?</title>", f"<title>{TITLE}</title>".encode(), page)
    without_script = "<noscript><p>Siden kræver JavaScript.</p></noscript>".encode()
    return re.sub(rb"<noscript>.*?</noscript>", without_script, page, flags=re.DOTALL)


def _asks_for_page(scope: Scope) -> bool:
    return "." not in scope["path"].rsplit("/", 1)[-1]


async def ready(_: Request) -> PlainTextResponse:
    """`/klar`: 200 when there is a release to show, else 503."""
    release = publishing.current(settings().releases)
    if release is None:
        return PlainTextResponse("ingen udgivelse", status_code=503)
    return PlainTextResponse(f"klar {release}")


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Import the pages and all they need, and freeze it.

    Streamlit collects garbage after every rerun; with the modules frozen, fifty viewers wait 0.03 s
    instead of 4.5 s.
    """
    importlib.import_module("pages.indicator")
    gc.collect()
    gc.freeze()
    yield


def tell_fault(error: Exception) -> bool:
    """Show an unexpected fault as a Danish sentence; the details go to a file."""
    st.error(log.fault(settings().data, error), title="Siden kunne ikke vises")
    return True


app = st.App(
    "app.py",
    routes=[Route("/klar", ready)],
    middleware=[Middleware(Danish)],
    lifespan=lifespan,
    on_script_error=tell_fault,
)
