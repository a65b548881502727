"""A real browser, and what is asked of every page: no broken policy, no script error, nothing in a person's way."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

COMMANDS = ("chromium-headless-shell", "chromium")
"""The browser without windows, which asks for three quarters of the processor's time, or else the whole one."""
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
EXPECTED = ("Failed to load resource", "htmx:sendAbort", "htmx:afterRequest")
"""What a browser, and htmx where typing on replaces a request, report as errors and people never meet."""
PATIENCE = 300_000
"""Milliseconds."""
HEIGHT = 900
HOW = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
    # Style sheets are read for rules on trial alone, which no tag of these names.
    "preload": {"assets": ["media"]},
}
LISTEN = """
document.addEventListener("securitypolicyviolation", (event) => window.holdtrueViolation(
    `${event.violatedDirective} ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`));
"""


@contextmanager
def launched() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, COMMANDS)), None)
    if found is None:
        message = (
            f"The browser tests need the command {' or '.join(COMMANDS)}; install one, or run: make quick"
        )
        raise RuntimeError(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS), timeout=PATIENCE)
        try:
            yield browser
        finally:
            browser.close()


def opened(browser: Browser, **options: Any) -> BrowserContext:
    """A person's browser: it waits as long as a busy machine takes, since only what never comes is a fault."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    return context


class Watch:
    """What went wrong on a page while a test used it."""

    def __init__(self, page: Page) -> None:
        self.violations: list[str] = []
        self.errors: list[str] = []
        page.expose_binding("holdtrueViolation", lambda _, said: self.violations.append(str(said)))
        page.add_init_script(LISTEN)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda line: self._note(line.type, line.text))

    def _note(self, kind: str, text: str) -> None:
        if "Content Security Policy" in text:
            self.violations.append(text)
        elif kind == "error" and not any(said in text for said in EXPECTED):
            self.errors.append(text)


def follow(what: Locator) -> None:
    """Click what leads to a page, and be there: a click alone comes back while the page before may still stand."""
    with what.page.expect_navigation():
        what.click()


def set_to(page: Page, width: int, theme: str) -> None:
    """Make the window as wide and the theme as said, and see that the page as it stands fits."""
    if page.viewport_size != {"width": width, "height": HEIGHT}:
        page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def each_way(page: Page, *ways: tuple[int, str]) -> Iterator[tuple[int, str]]:
    """Show the page as it stands in each of these widths and themes, where it fits, and give out which.

    It begins as wide as the window is: pages opened one after the other are met at a desk and on a phone in turn.
    """
    now = page.viewport_size["width"] if page.viewport_size else 0
    for way in sorted(ways, key=lambda way: way[0] != now):
        set_to(page, *way)
        yield way


def bring_axe(page: Page) -> None:
    """Let every document the page opens from now on have what looks for barriers: sent once, and not with each look."""
    page.add_init_script(path=AXE)


def check_accessible(page: Page) -> None:
    """No rule of WCAG 2.2 AA that a machine can check is broken on the page as it stands."""
    broken = inaccessible(page)
    assert not broken, "\n".join(broken)


def inaccessible(page: Page) -> list[str]:
    """Return the rules of WCAG 2.2 AA broken on the page as it stands, with where, as far as a machine can check."""
    # Half a megabyte to send and compile, and a document that was looked at before still has it.
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"() => {{ {AXE.read_text('utf-8')} }}")
    broken = page.evaluate("(how) => axe.run(document, how).then((found) => found.violations)", HOW)
    return [
        f"{rule['id']}: {rule['help']} at {', '.join(' '.join(map(str, node['target'])) for node in rule['nodes'][:5])}"
        for rule in broken
    ]
