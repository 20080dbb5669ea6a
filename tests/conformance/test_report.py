"""The team's report with some of everything: many texts, a past, faults, a public copy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from ppun_access.build import Request, build
from ppun_access.site.report import page

from . import axe, links, nu, scroll
from .browser import opened
from .conftest import Published, long

pytestmark = pytest.mark.usefixtures("checkers")

HARD = "La collectivité " + "accompagne progressivement la transformation numérique " * 5
TEXT = f"# Texte {{n}}\n\nUn texte court.\n\n{HARD}.\n\n![Sans](fichier-{{n}}.png)\n"
EASY = "---\nstatut: brouillon\n---\n# Simple\n\nUn texte.\n"
SETTINGS = 'titre = "Essai"\nformats = ["html"]\nrapport_public = true\n'


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Six texts, one without a sentence, one that cannot be read; built, edited, built."""
    folder = tmp_path_factory.mktemp("rapport")
    content = folder / "content"
    (content / "facile").mkdir(parents=True)
    (folder / "ppun.toml").write_text(SETTINGS, "utf-8")
    for n in range(6):
        (content / f"{n}.md").write_text(TEXT.format(n=n), "utf-8")
    (content / "facile/texte-0.md").write_text(EASY, "utf-8")
    (content / "liste.md").write_text("# Liste\n\n- un\n- deux\n", "utf-8")
    (content / "z.md").write_bytes(b"\xff")
    _build(folder)
    (content / "0.md").write_text(f"{TEXT.format(n=0)}\nEncore {HARD}.\n", "utf-8")
    _build(folder)
    history = folder / "site-rapport/historique.json"
    assert len(json.loads(history.read_text("utf-8"))["constructions"]) == 2
    return Published(folder / "site", folder / "site-rapport")


def _build(folder: Path) -> None:
    content, site, cache = folder / "content", folder / "site", folder / "cache"
    assert build(Request((content,), site, ("html",), cache=cache)).exit_code == 0


def pages(rich: Published) -> tuple[Path, Path]:
    """Return the team's report and its public copy."""
    return rich.report / "index.html", rich.site / "rapport/index.html"


def test_the_report_is_valid(rich: Published) -> None:
    assert nu.check(pages(rich), rich.site.parent) == []


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), long(1280, "light")])
def test_the_report_is_accessible(
    rich: Published, browser: Browser, width: int, scheme: str
) -> None:
    for path in pages(rich):
        look(browser, path, width, scheme)


def look(browser: Browser, path: Path, width: int, scheme: str) -> None:
    with opened(browser, path, width=width, color_scheme=scheme) as watched:
        assert watched.faults == []
        page = watched.page
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = 1)")
        assert axe.check(page) == []
        assert [*scroll.check(page), *scroll.check_spaced(page)] == []


def test_a_text_of_many_has_an_accessible_page(
    tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "TOGETHER", 1)
    (tmp_path / "content").mkdir()
    for n in range(2):
        (tmp_path / f"content/{n}.md").write_text(TEXT.format(n=n), "utf-8")
    _build(tmp_path)
    own = tmp_path / "site-rapport/texte-texte-0.html"
    both = own, own.with_name("index.html")
    assert links.check(own, tmp_path) == []
    assert nu.check(both, tmp_path) == []
    for path in both:
        look(browser, path, 320, "dark")


def test_its_links_lead_somewhere(rich: Published) -> None:
    team, public = pages(rich)
    assert links.check(team, rich.site.parent) == []
    assert links.check(public, rich.site) == []


def test_a_cell_leads_to_its_sentence_with_the_keyboard(
    rich: Published, browser: Browser
) -> None:
    """The boxes that hold the sentence open by themselves, without script."""
    team, _ = pages(rich)
    with opened(browser, team, java_script_enabled=False) as watched:
        page = watched.page
        page.locator("details.detail summary").first.click()
        cell = page.locator(".ruban ol a").first
        target = page.locator(f"tr[id='{str(cell.get_attribute('href'))[1:]}']")
        assert not target.is_visible()
        cell.focus()
        page.keyboard.press("Enter")
        target.wait_for(state="visible", timeout=5000)
        assert target.inner_text().strip()


def test_what_is_closed_is_printed(rich: Published, browser: Browser) -> None:
    team, _ = pages(rich)
    with opened(browser, team) as watched:
        page = watched.page
        box = "document.querySelector('.phrases td').getBoundingClientRect().height"
        row = page.locator(".phrases tr td").first
        assert not row.is_visible()
        page.emulate_media(media="print")
        assert page.evaluate(box) > 0
        assert row.is_visible()
