"""A browser tab on the app, with all that went on in it."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, TimeoutError, WebSocket

from tests.e2e.serving import PATIENCE

SCREENSHOTS = Path(__file__).parent / "screenshots"
WIDE = (1280, 720)
PHONE = (390, 844)

# Streamlit looks for its server below the address of a page before it finds it at the root.
PROBING = re.compile(r"/[a-z]+/_stcore/(health|host-config)$")

DRAWN = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const main = document.querySelector('.stMain');
    return app && main && app.dataset.testScriptState === 'notRunning'
        && main.querySelector('h1, [data-testid="stAlert"]')
        && !main.querySelector('[data-testid="stSkeleton"]')
        && [...main.querySelectorAll('.stPlotlyChart')].every(it => it.querySelector('.main-svg'))
        && document.fonts.status === 'loaded';
}"""
FITS = """() => [...document.querySelectorAll('.stPlotlyChart .main-svg')]
    .every(it => it.getBoundingClientRect().right <= innerWidth)"""
WIDER = """() => [document.documentElement, document.querySelector('.stMain')]
    .map(it => it.scrollWidth - it.clientWidth)"""
IN_THEME = """theme =>
    getComputedStyle(document.querySelector('.stApp')).colorScheme === theme
        && document.getAnimations().every(it => it.playState !== 'running')"""


OPTIONS = {"resultTypes": ["violations"]}


@dataclass
class Tab:
    """One tab."""

    page: Page
    url: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    messages: int = 0

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        self.page.on("request", self._request)
        self.page.on("websocket", self._websocket)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def ask(self, address: str) -> "Tab":
        """Ask for an address of the app and wait for nothing more than the first answer."""
        self.page.goto(f"{self.url}/{address}", wait_until="commit")
        return self

    def go(self, address: str = "") -> "Tab":
        """Open an address of the app and wait until it is drawn."""
        return self.ask(address).drawn()

    def drawn(self) -> "Tab":
        """Wait until Python is done and nothing is left to draw."""
        self.page.wait_for_function(DRAWN)
        return self

    def resized(self, size: tuple[int, int]) -> "Tab":
        """Make the window another size and let charts follow, if they do."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        with suppress(TimeoutError):  # what does not follow shows in `too_wide`
            self.page.wait_for_function(FITS, timeout=10_000)
        return self.drawn()

    def themed_before(self, theme: str) -> "Tab":
        """Let the operating system be light or dark before anything is opened."""
        self.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        return self

    def themed(self, theme: str) -> "Tab":
        """Let the operating system turn light or dark under an open page."""
        self.themed_before(theme).page.wait_for_function(IN_THEME, arg=theme)
        return self

    @property
    def main(self) -> Locator:
        """The page without Streamlit's own header and menu."""
        return self.page.locator(".stMain")

    @property
    def heading(self) -> str:
        """The page's heading."""
        return self.main.locator("h1").first.inner_text()

    @property
    def words(self) -> str:
        """All that can be read, without the icons that Streamlit writes as words in their font."""
        text = self.main.inner_text()
        for icon in self.main.locator('[data-testid="stIconMaterial"]').all_inner_texts():
            text = text.replace(icon, "")
        return text

    @property
    def address(self) -> str:
        """What stands after the server's name, as a person would write it."""
        return self.page.evaluate("decodeURIComponent(location.pathname + location.search)")

    @property
    def charts(self) -> list[str]:
        """The alternative text of each chart that is drawn."""
        drawn = self.main.locator(".stPlotlyChart:has(.main-svg)")
        return [str(it.get_attribute("aria-label")) for it in drawn.all()]

    @property
    def errors(self) -> list[str]:
        """The texts of Streamlit's error boxes and dialogs."""
        wanted = '[data-testid="stException"], [data-testid="stAlert"], [role="dialog"]'
        return self.page.locator(wanted).all_inner_texts()

    @property
    def too_wide(self) -> int:
        """How many pixels one could scroll sideways."""
        return max(self.page.evaluate(WIDER))

    def barriers(self) -> list[str]:
        """What axe finds that keeps people out, serious or worse."""
        found = Axe().run(self.page, context=".stMain", options=OPTIONS).response["violations"]
        return [
            f"{it['id']}: {it['help']}: {node['html'][:200]}"
            for it in found
            if it["impact"] in ("serious", "critical")
            for node in it["nodes"]
        ]

    def keep_picture(self, name: str) -> None:
        """Keep a screenshot, for people."""
        SCREENSHOTS.mkdir(exist_ok=True)
        slug = re.sub(r"\W+", "-", name).strip("-")
        self.page.screenshot(path=SCREENSHOTS / f"{slug}.png")

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _websocket(self, socket: WebSocket) -> None:
        self.requests.append(socket.url)
        socket.on("framesent", lambda _: setattr(self, "messages", self.messages + 1))

    def _console(self, message: ConsoleMessage) -> None:
        probing = PROBING.search(message.location["url"]) and "404" in message.text
        if message.type == "error" and not probing:
            self.complaints.append(message.text)
