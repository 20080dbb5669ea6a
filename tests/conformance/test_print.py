"""What prints: the text, large, with the addresses of its links, and no control."""

from __future__ import annotations

import io

import pikepdf
import pytest
from playwright.sync_api import Browser, Page

from .browser import opened
from .listening import Heard, write_site

pytestmark = pytest.mark.usefixtures("checkers")

LARGE = 24.0
"""18 points, in CSS pixels."""

SHOWN = """
() => [...document.querySelectorAll('body *')].filter((element) =>
  element.getClientRects().length && [...element.childNodes].some((node) =>
    node.nodeType === 3 && node.textContent.trim())
).map((element) => {
  const style = getComputedStyle(element);
  return [element.tagName, element.textContent.trim(), parseFloat(style.fontSize),
          style.color, element.closest('.texte, h1') !== null];
})
"""


PRINTED = ('" (https://exemple.fr)"', '" (" attr(href) ")"')
"""What is printed after the link of the text, as a newer or an older Chromium tells it."""


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    return write_site(tmp_path_factory.mktemp("printed"))


def after(page: Page, selector: str) -> str:
    script = "s => getComputedStyle(document.querySelector(s), '::after').content"
    return str(page.evaluate(script, selector))


@pytest.mark.parametrize("theme", ["", "sombre", "contraste"])
@pytest.mark.parametrize("version", ["integral", "facile"])
def test_print_is_a_clean_large_text(
    browser: Browser, heard: Heard, version: str, theme: str
) -> None:
    """Black on white, whatever the screen shows, while it plays as well."""
    with opened(browser, heard.page(version), color_scheme="dark") as watched:
        page = watched.page
        page.click(".confort summary")
        page.select_option("#confort-theme", theme)
        page.select_option("#confort-regle", "oui")
        page.click("[data-pas='1']")
        page.wait_for_selector(".en-cours")
        page.emulate_media(media="print", color_scheme="dark")
        for control in ("button", "select", "input", "audio", "summary", ".regle", "nav a"):
            for found in page.locator(control).all():
                assert not found.is_visible(), control
        shown = page.evaluate(SHOWN)
        assert {colour for *_, colour, _ in shown} == {"rgb(0, 0, 0)"}
        assert min(size for *_, size, _, is_text in shown if is_text) >= LARGE
        assert [words for tag, words, *_ in shown if tag == "H1"] == ["Un essai"]
        assert after(page, ".texte a") in PRINTED
        lit = page.evaluate(
            "getComputedStyle(document.querySelector('.en-cours')).backgroundColor"
        )
        assert lit == "rgba(0, 0, 0, 0)"
        assert watched.faults == []


def test_print_to_pdf(browser: Browser, heard: Heard) -> None:
    with opened(browser, heard.page()) as watched:
        content = watched.page.pdf(format="A4", prefer_css_page_size=True)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert 1 <= len(pdf.pages) <= 3
        uses_fonts = [page for page in pdf.pages if "/Font" in page.get("/Resources", {})]
        assert len(uses_fonts) == len(pdf.pages)  # no page is empty
