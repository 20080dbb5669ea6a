"""What « watch » shows, in a real browser: pages load again, under their own policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ppun_access.serving.live import LiveSite
from ppun_access.writers.html.frame import Place

from .browser import Browser, Page, served, watching

PAGE = """<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>Essai</title>
<link rel="icon" href="icone.svg">
</head>
<body><main><h1>{words}</h1></main></body>
</html>
"""


@dataclass
class Shown:
    """A page that is looked at while its site changes."""

    live: LiveSite
    folder: Path
    page: Page

    def write(self, words: str, name: str = "index.html") -> None:
        """Publish a page, under the policy of all our pages."""
        policy = Place("Essai", "Essai").policy
        (self.folder / name).write_text(PAGE.format(policy=policy, words=words), "utf-8")
        self.live.show()

    def wait(self, words: str) -> None:
        """Wait until the heading says ``words``."""
        script = "words => document.querySelector('h1')?.textContent === words"
        self.page.wait_for_function(script, arg=words)


@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Iterator[Shown]:
    icon = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    (tmp_path / "icone.svg").write_text(icon, "utf-8")
    live = LiveSite(tmp_path)
    with served(live) as url, watching(browser, online=True) as watched:
        made = Shown(live, tmp_path, watched.page)
        made.page.goto(url)
        made.wait("Le site se prépare")
        yield made
        # The page that stands in during the first build names no icon: one is asked for.
        assert [told for told in watched.faults if "/favicon.ico" not in told] == []


def test_a_page_follows_its_text(shown: Shown) -> None:
    for words in ("Bonjour", "Bonsoir", "Bonne nuit"):
        shown.write(words)
        shown.wait(words)


def test_an_error_is_shown_and_taken_back(shown: Shown) -> None:
    shown.write("Bonjour")
    shown.wait("Bonjour")
    shown.live.fail("a.md : cette page est <vide>.")
    alert = shown.page.get_by_role("alert")
    alert.wait_for()
    assert "a.md : cette page est <vide>." in alert.inner_text()
    bordered = "getComputedStyle(document.querySelector('[role=alert]')).borderTopWidth"
    shown.page.wait_for_function(f"() => {bordered} !== '0px'")  # its sheet has come
    shown.live.show()
    alert.wait_for(state="detached")
    shown.wait("Bonjour")


def test_only_the_page_that_changed_loads_again(shown: Shown) -> None:
    """A page keeps what its reader was doing while another text is written."""
    shown.write("Bonjour")
    shown.wait("Bonjour")
    shown.page.evaluate("window.mine = 1")
    shown.write("Une autre page", "autre.html")
    shown.live.fail("Une erreur.")  # told after the change: both have been heard
    shown.page.get_by_role("alert").wait_for()
    assert shown.page.evaluate("window.mine") == 1


def test_a_copy_that_the_browser_kept_hides_no_change(shown: Shown) -> None:
    """The worker that a site left there is replaced by one that goes away."""
    keeper = """
self.addEventListener('activate', e => e.waitUntil(self.clients.claim()));
const type = {'Content-Type': 'text/html; charset=utf-8'};
const kept = '<link rel="icon" href="icone.svg"><h1>Gardé</h1>';
self.addEventListener('fetch', e => e.request.mode === 'navigate' &&
  e.respondWith(new Response(kept, {headers: type})));
"""
    (shown.folder / "gardien.js").write_text(keeper, "utf-8")
    shown.write("Bonjour")
    shown.wait("Bonjour")
    shown.page.evaluate(
        """() => navigator.serviceWorker.register('/gardien.js')
        .then(() => navigator.serviceWorker.ready)"""
    )
    shown.page.reload()
    shown.wait("Gardé")
    shown.page.evaluate("() => { navigator.serviceWorker.register('/sw.js'); }")
    shown.wait("Bonjour")
    shown.write("Bonsoir")
    shown.wait("Bonsoir")


def test_sound_that_is_listened_to_is_not_cut(shown: Shown) -> None:
    shown.write("Bonjour")
    shown.wait("Bonjour")
    shown.page.evaluate(
        """() => {
          const sound = document.createElement('audio');
          Object.defineProperty(sound, 'paused', { get: () => !window.plays });
          window.plays = true;
          document.body.append(sound);
        }"""
    )
    shown.write("Bonsoir")
    shown.live.fail("Une erreur.")
    shown.page.get_by_role("alert").wait_for()
    assert shown.page.inner_text("h1") == "Bonjour"
    shown.live.show()
    shown.page.evaluate(
        """() => {
          window.plays = false;
          document.querySelector('audio').dispatchEvent(new Event('pause'));
        }"""
    )
    shown.wait("Bonsoir")
