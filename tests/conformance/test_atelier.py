"""The atelier in a real browser: whoever can see, hear or touch a page can work there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest
from ateliers import QUICK, opened, space_of
from starlette.responses import HTMLResponse

from ppun_access.atelier.space import Space
from ppun_access.serving.run import in_background
from ppun_access.tools import spacy_french

from . import axe
from .browser import Browser, left_behind, watching
from .keys import go, reach

EASY = "# Le bus de nuit\n\nLe bus roule la nuit.\n\n<!-- à écrire : le prix -->\n"
SETTINGS = 'titre = "Transports"\nvoix = "silence"\nformats = ["html", "text"]\n'


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Space:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(spacy_french, "find_spec", lambda name: None)
    found = space_of(tmp_path / "projet")
    (found.source.parent / "ppun.toml").write_text(SETTINGS, "utf-8")
    (found.source / "facile").mkdir()
    (found.source / "facile" / "bus-de-nuit.md").write_text(EASY, "utf-8")
    return found


@pytest.fixture
def address(space: Space) -> Iterator[str]:
    with left_behind(opened(space)) as found:
        yield found


PAGES = ("/", "/texte/bus-de-nuit/voir", "/texte/bus-de-nuit/voir?forme=texte", "/publier")


def test_every_page_is_accessible(browser: Browser, checkers: None, address: str) -> None:
    """In light and dark, on a telephone and a screen; and nothing leaves the machine."""
    with watching(browser, online=True) as shown:
        for path in PAGES:
            shown.page.goto(f"{address}{path}", wait_until="load")
            for width in (320, 1280):
                assert axe.check_both_schemes(shown.page, width) == [], path
        assert shown.faults == []


def test_a_save_is_seen_at_once(browser: Browser, space: Space, address: str) -> None:
    with watching(browser, online=True) as shown:
        page = shown.page
        page.goto(f"{address}/texte/bus-de-nuit/voir")
        frame = page.frame_locator("#vu")
        frame.get_by_text("Le bus roule la nuit.").wait_for()
        easy = space.source / "facile" / "bus-de-nuit.md"
        easy.write_text(EASY.replace("la nuit.", "le soir."), "utf-8")
        frame.get_by_text("Le bus roule le soir.").wait_for()
        assert page.get_by_role("status").inner_text() == (
            "Le texte a changé : la vue est à jour."
        )
        assert shown.faults == []


ATTACK = """<!doctype html><html lang="fr"><title>Un autre site</title>
<iframe src="{0}/"></iframe><img src="{0}/assets/icone.svg" alt="">
<form method="post" action="{0}/publier" target="ici"><button>Gagner</button></form>
<iframe name="ici"></iframe>
<script>
for (const mode of ["no-cors", "cors"])
  fetch("{0}/publier", {{ method: "POST", mode }}).catch(() => {{}});
document.querySelector("form").submit();
</script>"""


def test_a_page_of_another_site_reaches_nothing(
    browser: Browser, space: Space, address: str
) -> None:
    """Not even one that stands on the same machine, and that knows the address."""
    refused = list[str]()
    page_of_others = HTMLResponse(ATTACK.format(address))
    with (
        left_behind(in_background(page_of_others, "127.0.0.1", 0)) as other,
        watching(browser, online=True) as shown,
    ):
        shown.page.on("requestfailed", lambda one: refused.append(one.method))
        shown.page.goto(other)
        while len(refused) < 5:  # a frame, a picture, two scripts, a form
            shown.page.wait_for_timeout(50)
        assert sorted(refused) == ["GET"] * 2 + ["POST"] * 3
        shown.page.goto(f"{address}/publier")
        assert shown.page.get_by_role("button", name="Publier maintenant").is_visible()
    assert not space.out.exists()


def test_a_whole_text_from_nothing_to_published_by_keyboard_alone(
    browser: Browser, space: Space, address: str
) -> None:
    (easy := space.source / "facile" / "bus-de-nuit.md").unlink()
    with watching(browser, online=True, before=QUICK) as shown:
        page = shown.page
        page.goto(f"{address}/")
        go(page, "main a.premier:has-text('Écrire ce texte')")
        go(page, "button[value='commencer brouillon']")
        page.wait_for_selector("#t0:focus")
        page.keyboard.press("Control+End")
        page.keyboard.type("\nIl ne roule pas le dimanche.")
        page.wait_for_selector("#etat:text('Enregistré')")
        wait_for(easy, "Il ne roule pas le dimanche.")
        go(page, "a:text('Accueil de l’atelier')")
        go(page, "main a.premier:has-text('Préparer la relecture')")
        for selector, words in (("#lieu", "ESAT du Doubs"), ("#personnes", "4")):
            reach(page, selector)
            page.keyboard.type(words)
        go(page, "#commencer")
        page.wait_for_selector("h1:text('Passage 1')")
        while not page.query_selector("#noter"):
            title = page.inner_text("h1")
            go(page, "#reponse-1")
            page.wait_for_selector("#reponse-1[aria-pressed=true]")
            go(page, "#suivant")
            page.wait_for_selector(f"h1:not(:text('{title}'))")
        for button in ("#noter", "#valider"):
            go(page, button)
        page.wait_for_function("() => !document.querySelector('#valider')")
        go(page, "a:text('Accueil de l’atelier')")
        page.wait_for_selector("main :text('Tous les textes sont validés')")
        go(page, "main a:has-text('Voir ce texte')")
        label = page.frame_locator("#vu").get_by_text("Facile à lire et à comprendre")
        label.first.wait_for()
        go(page, "a:text('Publier')")
        go(page, "button:has-text('Publier')")
        page.get_by_text("C’est publié.").wait_for()
        go(page, "main a:has-text('Voir le site publié')")
        page.get_by_role("link", name="Le bus de nuit").first.wait_for()
        assert shown.faults == []
    published = (space.out / "bus-de-nuit" / "facile" / "index.html").read_text("utf-8")
    assert "Facile à lire et à comprendre" in published
    assert "Il ne roule pas le dimanche." in published


def wait_for(file: Path, words: str) -> None:
    while words not in file.read_text("utf-8"):
        sleep(0.05)
