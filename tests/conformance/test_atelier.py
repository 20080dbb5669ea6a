"""The atelier in a real browser: whoever can see, hear or touch a page can work there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ateliers import opened, space_of

from ppun_access.atelier.space import Space

from . import axe
from .browser import Browser, watching

EASY = "# Le bus de nuit\n\nLe bus roule la nuit.\n\n<!-- à écrire : le prix -->\n"
SETTINGS = 'titre = "Transports"\nvoix = "silence"\nformats = ["html", "text"]\n'


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Space:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    found = space_of(tmp_path / "projet")
    (found.source.parent / "ppun.toml").write_text(SETTINGS, "utf-8")
    (found.source / "facile").mkdir()
    (found.source / "facile" / "bus-de-nuit.md").write_text(EASY, "utf-8")
    return found


@pytest.fixture
def address(space: Space) -> Iterator[str]:
    with opened(space) as found:
        yield found


PAGES = ("/", "/texte/bus-de-nuit/voir", "/texte/bus-de-nuit/voir?forme=texte", "/publier")


def test_every_page_is_accessible(browser: Browser, checkers: None, address: str) -> None:
    """In light and dark, on a telephone and a screen; and nothing leaves the machine."""
    found = []
    for scheme in ("light", "dark"):
        for width in (320, 1280):
            with watching(browser, width=width, online=True, color_scheme=scheme) as shown:
                for path in PAGES:
                    shown.page.goto(f"{address}{path}", wait_until="load")
                    where = f"{path} {width} {scheme}"
                    found += [f"{where}: {fault}" for fault in axe.check(shown.page)]
                    wide = shown.page.evaluate("document.documentElement.scrollWidth")
                    found += [f"{where}: {wide} px"] if wide > width else []
                found += shown.faults
    assert found == []


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


def test_a_site_is_published_by_keyboard(
    browser: Browser, space: Space, address: str
) -> None:
    with watching(browser, online=True) as shown:
        page = shown.page
        page.goto(f"{address}/")
        for _ in range(3):
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Publier"
        page.keyboard.press("Enter")
        button = page.get_by_role("button", name="Publier maintenant")
        button.wait_for()
        while not button.evaluate("one => one === document.activeElement"):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.get_by_text("C’est publié.").wait_for()
        assert (space.out / "bus-de-nuit" / "facile" / "index.html").is_file()
        page.get_by_role("link", name="Voir le site publié").click()
        page.get_by_role("link", name="Le bus de nuit").first.wait_for()
        assert shown.faults == []
