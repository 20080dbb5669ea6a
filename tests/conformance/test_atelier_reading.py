"""The screens of the atelier where one reads and hears, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import ateliers
import pytest

from ppun_access.atelier.space import Space

from . import axe
from .browser import Browser, Page, left_behind, watching
from .keys import go, reach

EASY = """---
statut: brouillon
source: bus-de-nuit
---
# Le bus

Le bus passe le vendredi.

Payez 2 €.
"""
SEEN = ((1280, "light"), (320, "dark"))


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Space:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = ateliers.space_of(tmp_path)
    (made.source / "facile").mkdir()
    (made.source / "facile" / "bus-de-nuit.md").write_text(EASY, "utf-8")
    return made


@pytest.fixture
def page(browser: Browser, space: Space) -> Iterator[Page]:
    with (
        left_behind(ateliers.opened(space)) as address,
        watching(browser, online=True) as watched,
    ):
        watched.page.goto(f"{address}/texte/bus-de-nuit/atelier")
        yield watched.page
        refused = "400 (Bad Request)"  # what cannot be said
        assert [fault for fault in watched.faults if refused not in fault] == []


LIGHTS = """() => {
  delete document.documentElement.dataset.lit;
  new MutationObserver(changes => changes.forEach(({ target }) => {
    if (target.classList.contains('dite')) document.documentElement.dataset.lit = '';
  })).observe(document.body, { subtree: true, attributeFilter: ['class'] });
}"""
"""Notes that something is lit while it is heard: it may be over before one looks."""


def listen(page: Page, button: str) -> None:
    """Press a button that says something, and wait until it was heard."""
    page.wait_for_selector(button)
    page.evaluate(LIGHTS)
    go(page, button)
    page.wait_for_selector("[data-lit]")


def is_accessible(page: Page) -> None:
    for width, scheme in SEEN:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        assert axe.check(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_workshop_by_keyboard_alone_that_is_left_and_taken_up(
    page: Page, space: Space
) -> None:
    for selector, words in (("#lieu", "ESAT du Doubs"), ("#personnes", "4")):
        reach(page, selector)
        page.keyboard.type(words)
    go(page, "#commencer")
    page.wait_for_selector("h1:text('Passage 1 sur 2')")
    listen(page, "#ecouter")
    is_accessible(page)
    go(page, "#mots")
    page.wait_for_selector(".mot")
    go(page, ".mot[value$='vendredi']")
    page.wait_for_selector(".mot[aria-pressed=true]:text('vendredi')")
    assert page.evaluate("document.activeElement.textContent") == "vendredi"
    go(page, "#mots")
    page.wait_for_selector("mark:text('vendredi')")
    go(page, "#reponse-2")
    page.wait_for_selector("#reponse-2[aria-pressed=true]")
    assert page.evaluate("document.activeElement.id") == "reponse-2"
    left = page.url
    page.goto(left.rpartition("/atelier")[0] + "/atelier")
    is_accessible(page)
    page.click("text=ESAT du Doubs")
    go(page, "#reprendre")
    page.wait_for_selector("h1:text('Passage 2 sur 2')")
    go(page, "#reponse-1")
    page.wait_for_selector("#reponse-1[aria-pressed=true]")
    go(page, "#suivant")
    page.wait_for_selector("#noter")
    assert "Difficile : vendredi." in page.inner_text("main")
    is_accessible(page)
    go(page, "#noter")
    page.wait_for_selector("#valider")
    easy = space.source / "facile" / "bus-de-nuit.md"
    easy.write_text(easy.read_text("utf-8").replace("Payez", "Donnez"), "utf-8")
    page.reload()
    assert "il est à relire" in page.inner_text("main")
    assert page.query_selector("#noter, #valider") is None


def test_a_sentence_is_heard_and_a_word_corrected_for_all_texts(
    page: Page, space: Space
) -> None:
    page.goto(page.url.replace("/atelier", "/ecouter?version=integral"))
    listen(page, ".phrase:not(li:first-child *)")
    is_accessible(page)
    go(page, "[data-mots]")
    page.wait_for_selector("dialog[open]")
    assert page.locator("#mot").input_value() == "", "no word is corrected by accident"
    go(page, "#garder")
    page.wait_for_selector("#mot:focus")
    page.keyboard.type("nuit")
    page.keyboard.press("Tab")
    page.keyboard.type("/nɥi?/")
    go(page, "#garder")
    page.wait_for_selector("#corriger-dit:text('« ? » n’est pas un son')")
    page.fill("#dit", "nui")
    is_accessible(page)
    go(page, "#essayer")
    go(page, "#garder")
    page.wait_for_selector("#corriger-dit:text('dans tous les textes')")
    lexicon = (space.source / "lexique.toml").read_text("utf-8")
    assert lexicon == '[prononciations]\n"nuit" = "nui"\n'
    assert space.project.lexicon.pronunciations == {"nuit": "nui"}
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('[data-mots]')")
    page.reload()
    go(page, "[data-mots]")
    page.keyboard.type("nuit")
    assert page.locator("#dit").input_value() == "nui"
    go(page, "#oublier")
    page.wait_for_selector("#corriger-dit:text('n’est plus corrigé')")
    assert page.evaluate("document.activeElement.id") == "mot"
    assert not space.project.lexicon.pronunciations
