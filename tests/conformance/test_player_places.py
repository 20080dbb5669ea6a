"""Where the player takes its reader: to what is heard, never to the top of the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from ppun_access.document.model import Version

from .browser import served, watching
from .listening import CLOCK, ID, Heard, SlowSound, be_later, wait_still

pytestmark = pytest.mark.usefixtures("checkers")

PLACE = "s-5-1"
"""Where the reader stopped."""
LIRE = "[data-pas='0']"
DESK, PHONE = (1280, 800), (360, 740)

WATCH = """
window.lights = [];
window.highest = Infinity;
addEventListener('scroll', () => { highest = Math.min(highest, pageYOffset); });
document.addEventListener('DOMContentLoaded', () => {
  new MutationObserver((changes) => changes.forEach(({ target }) => {
    if (target.classList.contains('en-cours')) lights.push(target.id);
  })).observe(document.body, { subtree: true, attributeFilter: ['class'] });
});
"""
"""Notes what is lit, and how far up the page went."""
STAND = """
() => {
  document.documentElement.style.scrollBehavior = 'auto';
  const bar = document.querySelector('.barre').getBoundingClientRect();
  scrollTo(0, bar.top + pageYOffset - 9);
  document.documentElement.style.scrollBehavior = '';
}
"""
"""The reader goes back to the text: the buttons are at the top of the window."""
IN_VIEW = """
id => {
  const box = document.getElementById(id).getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight;
}
"""


@contextmanager
def reading(
    browser: Browser, address: str, size: tuple[int, int] = DESK, **options: Any
) -> Iterator[Page]:
    """Open the page of the text; no script of it may fail."""
    width, height = size
    with watching(
        browser, width=width, height=height, online=True, before=CLOCK + WATCH, **options
    ) as watched:
        watched.page.goto(address)
        slow_down(watched.page)
        yield watched.page
        assert watched.script_faults == []


def remember(page: Page, time: float) -> None:
    """Have the reader stop at ``time``, and come back another day."""
    page.evaluate("t => { localStorage['ppun-lecture ' + location.pathname] = t; }", time)
    page.reload()
    slow_down(page)


def slow_down(page: Page) -> None:
    """Let the sound crawl: a sentence is still heard when a busy machine looks."""
    sound(page, "playbackRate = 0.1")


def stand(page: Page) -> float:
    """Put the reader at the text; return where that is, and watch from there."""
    page.evaluate(STAND)
    be_later(page)  # the event of that move has come
    page.evaluate("() => { highest = Infinity; lights.length = 0; }")
    return float(page.evaluate("pageYOffset"))


def sound(page: Page, what: str) -> Any:
    return page.evaluate(f"(a => a.{what})(document.querySelector('audio'))")


def move(page: Page, time: float) -> None:
    """Move the sound by hand."""
    page.evaluate("t => { document.querySelector('audio').currentTime = t; }", time)


def wait_lit(page: Page, id_: str) -> None:
    page.wait_for_function("id => document.querySelector('.en-cours')?.id === id", arg=id_)


BY_LIRE, BY_BROWSER, BY_SENTENCE = "Lire", "the player of the browser", "a sentence"


def begin(page: Page, by: str) -> None:
    if by == BY_LIRE:
        page.click(LIRE)
    elif by == BY_SENTENCE:
        page.click(f"#{PLACE}")
    else:
        sound(page, "play() && 0")


@pytest.mark.parametrize(("version", "size"), [("integral", DESK), ("facile", PHONE)])
@pytest.mark.parametrize("by", [BY_LIRE, BY_BROWSER, BY_SENTENCE])
def test_a_start_stays_with_the_reader(
    browser: Browser, heard: Heard, version: Version, size: tuple[int, int], by: str
) -> None:
    """The sound is far from its place for as long as the network likes: until it is there
    nothing is lit, and the page does not move; then that is lit, and nothing above."""
    site = SlowSound(heard.folder)
    path = f"{ID}/{'facile/' if version == 'facile' else ''}"
    with served(site) as server, reading(browser, server + path, size) as page:
        remember(page, heard.begins[PLACE] + 0.2)
        page.set_checked("#cliquer", by == BY_SENTENCE)
        start = stand(page)
        begin(page, by)
        page.wait_for_function("() => document.querySelector('audio').seeking")
        wait_still(page)
        lights, moved = page.evaluate("[lights, pageYOffset]")
        site.let_go.set()
        wait_lit(page, PLACE)
        sound(page, "pause()")
        wait_still(page)
        assert (lights, moved) == ([], pytest.approx(start, abs=2))
        assert set(page.evaluate("lights")) == {PLACE}
        assert page.evaluate("highest") > start - size[1] * 0.3
        assert page.evaluate(IN_VIEW, PLACE)


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_a_reader_who_went_away(browser: Browser, heard: Heard, motion: str) -> None:
    """From a file: the sound begins again after its end, the reader goes to the top."""
    address = heard.page().resolve().as_uri()
    with reading(browser, address, (1280, 500), reduced_motion=motion) as page:
        stand(page)
        page.click(LIRE)
        page.wait_for_function("() => document.querySelector('audio').currentTime > 0")
        move(page, sound(page, "duration") - 0.05)
        page.wait_for_function("() => document.querySelector('audio').ended")
        wait_still(page)
        end = page.evaluate("pageYOffset")
        page.evaluate("() => { highest = Infinity; }")
        be_later(page)
        page.focus(LIRE)
        page.keyboard.press("Enter")
        wait_lit(page, "titre")
        wait_still(page)
        assert page.evaluate("highest") >= end - 2, "the title is not looked for"
        move(page, heard.begins["s-7-1"])
        wait_lit(page, "s-7-1")
        be_later(page)
        page.mouse.move(640, 300)
        page.mouse.wheel(0, -3000)
        page.wait_for_function("() => !document.querySelector('#suivre').checked")
        page.mouse.wheel(0, -3000)
        wait_still(page)
        away = page.evaluate("pageYOffset")
        sound(page, "pause()")
        sound(page, "play() && 0")
        move(page, heard.begins["s-8-1"] + 0.1)
        wait_lit(page, "s-8-1")
        wait_still(page)
        assert page.evaluate("pageYOffset") == away, "only a button takes the reader back"


def test_a_move_during_a_move(browser: Browser, heard: Heard) -> None:
    """The page is on its way down when a sentence that it still shows is lit."""
    address = heard.page().resolve().as_uri()
    with reading(browser, address, (1280, 500), reduced_motion="no-preference") as page:
        remember(page, heard.begins["s-1-1"])
        stand(page)
        page.click(LIRE)
        wait_lit(page, "s-1-1")
        sound(page, "pause()")
        wait_still(page)
        page.evaluate(
            "([far, near]) => new Promise(done => {"
            " const audio = document.querySelector('audio');"
            " audio.addEventListener('seeked', () => {"
            "   audio.addEventListener('seeked', done, { once: true });"
            "   audio.currentTime = near; }, { once: true });"
            " audio.currentTime = far; })",
            [heard.begins["s-8-2"] + 0.1, heard.begins["s-1-1"] + 0.1],
        )
        wait_lit(page, "s-1-1")
        wait_still(page)
        assert page.evaluate(IN_VIEW, "s-1-1")
