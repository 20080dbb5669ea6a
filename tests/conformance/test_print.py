"""What prints: the text, large, with the addresses of its links, and no control."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from late import Late

from . import variety
from .browser import Browser, Page, opened
from .listening import Heard

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


REPEATED = ('"Ligne" "\u00a0: "', '"Ligne\u00a0: "', 'attr(data-titre) "\u00a0: "')
LOST = """
() => {
  const lost = [], texts = document.createTreeWalker(
    document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode, range = document.createRange();
    if (!node.data.trim() || !node.parentElement.closest('.texte, .notes')) continue;
    if (node.parentElement.closest('.retour-note, .hors-ecran, .large thead')) continue;
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()];
    if (!boxes.length || boxes.some((b) => b.left < 0 || b.right > innerWidth + 1))
      lost.push(node.data.trim());
  }
  return lost;
}
"""
"""The words of the text that are not on the sheet: hidden, or beyond its edge."""
SHEET = 643
"""The width of A4 between margins of 2 cm, in CSS pixels."""


PRINTED = ('" (https://exemple.fr)"', '" (" attr(href) ")"')
"""What is printed after the link of the text, as a newer or an older Chromium tells it."""


CONTROLS = ".barre, button, select, input, audio, summary, .regle, nav a"


def made(page: Page, selector: str, place: str) -> str:
    """Return what the style sheet writes before or after (``place``) an element."""
    script = "([s, place]) => getComputedStyle(document.querySelector(s), place).content"
    return str(page.evaluate(script, [selector, f"::{place}"]))


@pytest.mark.parametrize("version", ["integral", "facile"])
def test_print_is_a_clean_large_text(browser: Browser, heard: Heard, version: str) -> None:
    """Black on white, whatever the screen shows, while it plays as well."""
    with opened(browser, heard.page(version), color_scheme="dark") as watched:
        page = watched.page
        page.click(".confort summary")
        page.select_option("#confort-regle", "oui")
        page.click(".jouer")
        page.click("[aria-controls='reglages']")
        page.wait_for_selector(".en-cours")
        for theme in ("", "sombre", "contraste"):
            page.emulate_media(media="screen", color_scheme="dark")
            page.select_option("#confort-theme", theme)
            page.emulate_media(media="print", color_scheme="dark")
            is_clean(page)
        assert watched.faults == []


def is_clean(page: Page) -> None:
    after = "getComputedStyle(document.body, '::after').display"
    assert page.evaluate(after) == "none"
    assert page.locator(CONTROLS).count() > 20
    assert page.locator(f":is({CONTROLS}):visible").count() == 0
    shown = page.evaluate(SHOWN)
    assert {colour for *_, colour, _ in shown} == {"rgb(0, 0, 0)"}
    assert min(size for *_, size, _, is_text in shown if is_text) >= LARGE
    assert [words for tag, words, *_ in shown if tag == "H1"] == ["Un essai"]
    assert made(page, ".texte a", "after") in PRINTED
    lit = page.evaluate(
        "getComputedStyle(document.querySelector('.en-cours')).backgroundColor"
    )
    assert lit == "rgba(0, 0, 0, 0)"


def test_no_word_is_lost_on_paper(browser: Browser, varied: Path) -> None:
    """Neither the last columns of a wide table, nor the call of a note."""
    page = varied / variety.ID / "index.html"
    with opened(browser, page, width=SHEET) as watched:
        watched.page.emulate_media(media="print")
        assert watched.page.evaluate(LOST) == []
        assert watched.page.locator("sup .appel").is_visible()
        titles = watched.page.locator(".large thead th").all_text_contents()
        row = watched.page.locator(".large tbody tr").nth(1).locator("td")
        said = row.evaluate_all("all => all.map((td) => td.dataset.titre)")
        assert said == titles
        assert made(watched.page, ".large td", "before") in REPEATED


def test_whom_to_ask_is_on_paper(browser: Browser, varied: Path) -> None:
    """Who holds the sheet has no other page: the number and the mail are on it."""
    with opened(browser, varied / variety.ID / "index.html", width=SHEET) as watched:
        watched.page.emulate_media(media="print")
        shown = watched.page.locator(".pied p a:visible").all_inner_texts()
    assert shown == [*re.findall('"(.*)"', variety.CONTACT)][::-1]


def test_the_page_of_files_prints_what_it_lists(browser: Browser, varied: Path) -> None:
    page = next(varied.rglob("telechargements/index.html"))
    count = "(all) => [all.length, all.filter((one) => one.getClientRects().length).length]"
    with opened(browser, page) as watched:
        watched.page.emulate_media(media="print")
        assert watched.page.evaluate("matchMedia('print').matches")
        listed, seen = watched.page.locator(".fiche > .fichiers a").evaluate_all(count)
    assert listed
    assert seen == listed


def test_print_to_pdf(browser: Browser, heard: Heard) -> None:
    with opened(browser, heard.page()) as watched:
        content = watched.page.pdf(format="A4", prefer_css_page_size=True)
    with Late("pikepdf").open(io.BytesIO(content)) as pdf:
        assert 1 <= len(pdf.pages) <= 3
        uses_fonts = [page for page in pdf.pages if "/Font" in page.get("/Resources", {})]
        assert len(uses_fonts) == len(pdf.pages)  # no page is empty
