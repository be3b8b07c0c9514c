"""The built book in a browser without network: mathematics is typeset, nothing is fetched from elsewhere, nothing complains."""

from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from tests.book.pages import ROOT

HTML = ROOT / "book" / "_build" / "html"
CHROMIUM = next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome"))), None)
PAGES = ("start", "anchor/shift", "map", "notation", "trust")
WIDTHS = (390, 1300)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (HTML / "start.html").is_file(), reason="the book is not built: make book"),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium"),
]


class Seen:
    """A page of a browser, with what went wrong on it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.complaints.append(request.url) if not request.url.startswith(("file:", "data:")) else None)

    def open(self, address: str, width: int = 1300) -> Any:
        """A page of the book, once its mathematics is typeset."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.goto(f"{HTML.as_uri()}/{address}")
        self.page.evaluate("() => window.MathJax?.startup?.promise")
        return self.page


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"])
        yield launched
        launched.close()


@pytest.fixture
def seen(browser: Any) -> Iterator[Seen]:
    page = browser.new_page()
    yield Seen(page)
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_fetched_from_elsewhere_and_the_console_is_silent(seen: Seen, name: str) -> None:
    seen.open(f"{name}.html")
    assert [] == seen.complaints


def test_icons_are_letters_of_a_font_that_is_there(seen: Seen) -> None:
    page = seen.open("start.html")
    icon = page.locator(".fa-magnifying-glass").first
    assert "Font Awesome" in icon.evaluate("e => getComputedStyle(e, '::before').fontFamily")
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('900 16px \"Font Awesome 6 Free\"'))")
    assert 0 == page.locator("script[src*=fontawesome]").count()


@pytest.mark.parametrize("name", ["start", "anchor/shift", "notation"])
def test_mathematics_is_typeset_without_an_error(seen: Seen, name: str) -> None:
    page = seen.open(f"{name}.html")
    assert 0 < page.locator("mjx-container").count()
    assert 0 == page.locator("mjx-merror, [data-mjx-error]").count()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_its_window(seen: Seen, name: str, width: int) -> None:
    assert seen.open(f"{name}.html", width).evaluate("document.documentElement.scrollWidth") <= width


def test_a_box_of_the_map_leads_to_the_page_of_its_claim(seen: Seen) -> None:
    page = seen.open("map.html")
    page.locator("figure.claim-map a[*|href$='anchor/shift.html']").first.click()
    page.wait_for_url("**/anchor/shift.html")
    assert "Row softmax ignores row fields" in page.locator("article h1").inner_text()


def test_the_search_finds_a_theorem_without_network(seen: Seen) -> None:
    page = seen.open("search.html?q=softmax")
    page.locator("#search-results a[href*='anchor/shift']").first.wait_for(timeout=20_000)
    assert [] == seen.complaints


def test_a_request_elsewhere_and_an_error_are_noticed(seen: Seen, tmp_path: Path) -> None:
    """The tests above can fail."""
    (tmp_path / "bad.html").write_text('<script src="https://example.org/x.js"></script><script>nowhere()</script>', encoding="utf-8")
    seen.page.goto((tmp_path / "bad.html").as_uri())
    assert {"https://example.org/x.js"} < {*seen.complaints}
    assert any("nowhere" in complaint for complaint in seen.complaints)
