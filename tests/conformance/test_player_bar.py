"""What plays: one button, one bar of one row, and what they say when the sound is late."""

from __future__ import annotations

import json

import pytest

from ppun_access.serving.folder import Folder
from ppun_access.serving.published import Place

from . import scroll
from .browser import Browser, Page, opened, served, watching
from .conftest import Published
from .listening import ID, Heard, SlowSound, wait_labels, wait_still

pytestmark = pytest.mark.usefixtures("checkers")

LISTEN, SWITCH, BAR = ".jouer", "[data-pas='0']", ".barre"
PLAYS = """
() => {
  const audio = document.querySelector('audio');
  return !audio.paused && audio.currentTime > 0;
}
"""
STOPPED = "() => document.querySelector('audio').paused"


def plays(page: Page) -> None:
    page.wait_for_function(PLAYS)


def test_from_the_home_page_one_press_plays(browser: Browser, published: Published) -> None:
    """Once: what is opened again, or from elsewhere, waits for its reader."""
    with opened(browser, published.site / "index.html") as watched:
        page = watched.page
        name = page.inner_text(".choix.premier")
        assert name.startswith("Écouter")
        page.click(".choix.premier")
        page.wait_for_url("**/edito-*/**")
        plays(page)
        assert page.url.endswith("/index.html")
        assert page.is_visible(BAR)
        assert page.evaluate("document.querySelector('audio').controls") is False
        page.reload()
        assert page.evaluate(STOPPED)
        assert watched.faults == []


def test_a_browser_that_refuses_to_begin(browser: Browser, heard: Heard) -> None:
    """Nobody pressed anything in this window: the button is at hand, nothing is said."""
    with watching(browser) as watched:
        page = watched.page
        page.goto(f"{heard.page().resolve().as_uri()}#ecouter")
        page.wait_for_function("() => document.activeElement.matches('.jouer')")
        assert page.evaluate(STOPPED)
        assert not page.is_visible(BAR)
        page.keyboard.press("Enter")
        plays(page)
        assert watched.faults == []


class NoSound(Folder):
    """A site whose sounds do not come, until ``mended``."""

    mended = False

    def place(self, path: str) -> Place:
        """Find no sound."""
        refused = path.endswith((".mp3", ".opus")) and not self.mended
        return None if refused else super().place(path)


def test_a_sound_that_does_not_come(browser: Browser, heard: Heard) -> None:
    """Both files are lacking: the page says so, what to do, and does it."""
    site = NoSound(heard.folder)
    with served(site) as address, watching(browser, online=True, width=320) as watched:
        page = watched.page
        page.goto(f"{address}{ID}/")
        page.click(LISTEN)
        told = page.locator(f"{BAR} [role=status]")
        page.wait_for_function(
            "() => document.querySelector('[role=status]').innerText.startsWith('Le son')"
        )
        assert told.inner_text().replace("\u00a0", " ") == (
            "Le son n’arrive pas. Vérifiez internet, puis appuyez encore sur « Écouter »."
        )
        assert told.is_visible()
        wait_labels(page, "Écouter")
        assert page.evaluate(STOPPED)
        assert scroll.check(page) == []
        site.mended = True
        page.click(SWITCH)
        plays(page)
        wait_labels(page, "Pause")
        assert not told.is_visible()
        assert watched.script_faults == []


def test_a_sound_that_is_late(browser: Browser, heard: Heard) -> None:
    """« Chargement… » is on both buttons, and said once; the bar keeps to its row."""
    site = SlowSound(heard.folder)
    before = "localStorage['ppun-lecture ' + location.pathname] = 30;"
    with (
        served(site) as address,
        watching(browser, online=True, width=320, before=before) as watched,
    ):
        page = watched.page
        page.goto(f"{address}{ID}/")
        wait_labels(page, "Reprendre à 0:30", "Reprendre")
        assert row_faults(page) == []
        page.click(SWITCH)
        wait_labels(page, "Chargement…")
        assert page.inner_text(f"{BAR} [role=status]") == "Chargement…"
        assert row_faults(page) == []
        site.let_go.set()
        wait_labels(page, "Pause")
        assert page.inner_text(f"{BAR} [role=status]") == ""
        assert watched.script_faults == []


def test_a_second_tab_stops_the_first(browser: Browser, heard: Heard) -> None:
    with (
        opened(browser, heard.page()) as first,
        opened(browser, heard.page("facile")) as second,
    ):
        first.page.click(LISTEN)
        plays(first.page)
        second.come_forward()
        second.page.click(LISTEN)
        plays(second.page)
        first.page.wait_for_function(STOPPED)
        wait_labels(first.page, "Écouter")
        assert not second.page.evaluate(STOPPED)
        assert first.faults == second.faults == []


def test_a_tab_left_behind_forgets_no_place(browser: Browser, heard: Heard) -> None:
    """The same text in two tabs: where it was heard last is where it goes on."""
    with opened(browser, heard.page()) as first, opened(browser, heard.page()) as second:
        first.page.click(LISTEN)
        plays(first.page)
        second.come_forward()
        second.page.click(LISTEN)
        plays(second.page)
        first.page.wait_for_function(STOPPED)
        place = "localStorage['ppun-lecture ' + location.pathname]"
        second.page.evaluate("document.querySelector('audio').currentTime = 12")
        second.page.wait_for_function(f"() => {place} >= 12")
        first.page.goto("about:blank")
        assert float(second.page.evaluate(place)) >= 12


ROW = """
() => {
  const boxes = (selector) => [...document.querySelectorAll(selector)].map((one) =>
    one.getBoundingClientRect());
  const [row] = boxes('.rangee');
  const all = boxes('.rangee > *');
  const faults = {
    rows: Math.max(...all.map((b) => b.top)) >= Math.min(...all.map((b) => b.bottom)),
    out: all.some((b) => b.left < 0 || b.right > innerWidth || b.bottom > innerHeight),
    covered: all.some((b, n) => n && b.left < all[n - 1].right - 1),
    small: boxes('.rangee button').some((b) => b.width < 44 || b.height < 44),
    high: row.height > Math.max(60, innerHeight * 0.15),
    away: row.bottom !== innerHeight,
  };
  return Object.keys(faults).filter((name) => faults[name]);
}
"""
COVERED = """
() => {
  const held = document.activeElement;
  const bar = document.querySelector('.barre');
  if (bar.contains(held) || held.tabIndex < 0) return '';
  const box = held.getBoundingClientRect();
  const hidden = box.bottom > bar.getBoundingClientRect().top + 1 || box.bottom < 0;
  return hidden ? held.outerHTML.slice(0, 90) : '';
}
"""
LAST = """
() => {
  scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
  const end = document.querySelector('.pied > :last-child').getBoundingClientRect().bottom;
  return end <= document.querySelector('.barre').getBoundingClientRect().top;
}
"""


def row_faults(page: Page) -> list[str]:
    """Return in what the bar is not one row, whole and not high, as set and spread."""
    found = list(page.evaluate(ROW))
    page.evaluate(scroll.SPREAD, scroll.SPACING)
    found += [f"spread: {fault}" for fault in page.evaluate(ROW)]
    page.evaluate("() => { document.adoptedStyleSheets = []; }")
    return found + scroll.check(page)


SIZES = (
    (1280, 800, ""),
    (1280, 800, "2"),
    (360, 740, "2"),
    (320, 640, "2"),
    (320, 200, ""),
)
"""Width, height, size of the text; the last: a screen of 1280 pixels at 400 %."""


@pytest.mark.parametrize("version", ["integral", "facile"])
def test_the_bar_is_one_row_that_hides_nothing(
    browser: Browser, heard: Heard, version: str
) -> None:
    path = heard.page("facile" if version == "facile" else "integral")
    with opened(browser, path, reduced_motion="reduce") as watched:
        page = watched.page
        page.click(LISTEN)
        plays(page)
        for width, height, text in SIZES:
            choice = json.dumps({"taille": text, "interligne": text and "2.5"})
            page.evaluate("x => { localStorage['ppun-confort'] = x; }", choice)
            page.set_viewport_size({"width": width, "height": height})
            page.reload()
            page.click(LISTEN)
            page.wait_for_selector(BAR)
            assert row_faults(page) == [], (width, text)
            assert page.evaluate(LAST), (width, text)
        page.evaluate("scrollTo(0, 0)")
        for _ in range(40):
            page.keyboard.press("Tab")
            assert page.evaluate(COVERED) == ""
        assert watched.faults == []


def test_the_settings_are_folded(browser: Browser, heard: Heard) -> None:
    """At 400 %: they open above the row, are whole, and go when the reader goes on."""
    with opened(browser, heard.page(), width=320, height=200) as watched:
        page = watched.page
        page.click(LISTEN)
        opener = page.locator("[aria-controls='reglages']")
        assert opener.get_attribute("aria-expanded") == "false"
        opener.click()
        assert opener.get_attribute("aria-expanded") == "true"
        assert row_faults(page) == []
        page.check("#muet")
        assert page.evaluate("document.querySelector('audio').muted")
        for place, shown in (("20", "0:20"), ("0", "0:00")):
            page.fill("#aller", place)
            page.wait_for_function(
                "t => document.querySelector('.instant b').textContent === t", arg=shown
            )
        page.focus(".texte a")
        wait_still(page)
        assert not page.is_visible("#vitesse")
        assert page.evaluate(COVERED) == ""
        assert watched.faults == []


def test_what_is_seen_without_script(browser: Browser, heard: Heard) -> None:
    """The player of the browser, alone; with scripts, never both."""
    with opened(browser, heard.page(), scripts=False) as watched:
        assert watched.page.is_visible("audio")
        assert watched.page.locator("button, input, select").count() == 0
        assert watched.faults == []
    with opened(browser, heard.page()) as watched:
        assert not watched.page.is_visible("audio")
        assert (
            watched.page.locator("main button:visible")
            .all_inner_texts()[0]
            .startswith("Écouter")
        )
