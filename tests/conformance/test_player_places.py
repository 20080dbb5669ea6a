"""Where the player takes its reader: to what is heard, and nowhere against their will."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from ppun_access.document.model import Version

from . import scroll
from .browser import Browser, Page, served, watching
from .conftest import long
from .listening import ID, Heard, SlowSound, wait_still

pytestmark = pytest.mark.usefixtures("checkers")

PLACE = "s-5-1"
"""Where the reader stopped."""
LISTEN, SWITCH, BACK = ".jouer", "[data-pas='0']", ".revenir"
DESK, LOW, PHONE, ZOOMED = (1280, 800), (1280, 500), (360, 740), (320, 200)

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
SLOW = """
const begun = Date.now();
let later = 0;
Date.now = () => begun + later;
addEventListener('scroll', () => { later += 1000; }, true);
"""
"""A device on which a second passes between two steps of a glide."""
IN_VIEW = """
id => {
  const box = document.getElementById(id).getBoundingClientRect();
  const bar = document.querySelector('.barre').getBoundingClientRect();
  return box.top >= 0 && box.bottom <= (bar.height ? bar.top : innerHeight);
}
"""


@contextmanager
def reading(
    browser: Browser,
    address: str,
    size: tuple[int, int] = DESK,
    stopped: float = 0,
    clicks: bool = False,
    **options: Any,
) -> Iterator[Page]:
    """Open the page of the text; no script of it may fail.

    Its reader stopped at that second of it another day, and may have asked that a click
    on a sentence plays it.
    """
    width, height = size
    kept = (
        f"localStorage['ppun-lecture ' + location.pathname] = {stopped};"
        f"localStorage['ppun-cliquer'] = {json.dumps(clicks)};"
    )
    with watching(
        browser, width=width, height=height, online=True, before=SLOW + WATCH + kept,
        **options,
    ) as watched:  # fmt: skip
        watched.page.goto(address)
        slow_down(watched.page)
        yield watched.page
        assert watched.script_faults == []


def slow_down(page: Page) -> None:
    """Let the sound crawl: a sentence is still heard when a busy machine looks."""
    sound(page, "playbackRate = 0.1")


def stand(page: Page, selector: str) -> float:
    """Put the reader at some place; return where that is, and watch from there."""
    page.evaluate(
        "s => { const place = document.querySelector(s).getBoundingClientRect().top;"
        " scrollTo({ top: place + pageYOffset - 99, behavior: 'instant' }); }",
        selector,
    )
    wait_still(page, 2)  # it moved at once: this is told in the next frame
    page.evaluate("() => { highest = Infinity; lights.length = 0; }")
    return float(page.evaluate("pageYOffset"))


def sound(page: Page, what: str) -> Any:
    return page.evaluate(f"(a => a.{what})(document.querySelector('audio'))")


def move(page: Page, time: float) -> None:
    """Move the sound by hand."""
    page.evaluate("t => { document.querySelector('audio').currentTime = t; }", time)


def wait_lit(page: Page, id_: str) -> None:
    page.wait_for_function("id => document.querySelector('.en-cours')?.id === id", arg=id_)


def wait_followed(page: Page, id_: str) -> None:
    """Wait until this is lit and in view, and the page stands still; it still follows."""
    wait_lit(page, id_)
    page.wait_for_function(IN_VIEW, arg=id_)
    wait_still(page)
    assert not page.is_visible(BACK)


BUTTON, BAR, SENTENCE = "the button at the top", "the bar", "a sentence"


@pytest.mark.parametrize(
    ("version", "size", "by", "starts"),
    [
        ("integral", DESK, BUTTON, 1), ("facile", PHONE, BUTTON, 1),
        ("integral", PHONE, BAR, 1), ("facile", DESK, BAR, 1),
        ("integral", DESK, SENTENCE, 1), ("facile", PHONE, SENTENCE, 1),
        long("integral", PHONE, BUTTON, 14), long("facile", DESK, BAR, 13),
        long("facile", PHONE, SENTENCE, 13),
    ],
)  # fmt: skip
def test_a_start_stays_with_the_reader(
    browser: Browser, heard: Heard, version: Version, size: tuple[int, int], by: str,
    starts: int,
) -> None:  # fmt: skip
    """The sound is far from its place for as long as the network likes: until it is there
    nothing is lit, and the page does not move; then that is lit, and nothing above."""
    path = f"{ID}/{'facile/' if version == 'facile' else ''}"
    for _ in range(starts):  # each from a server of its own: nothing is kept
        site = SlowSound(heard.folder)
        with (
            served(site) as server,
            reading(
                browser, server + path, size, heard.begins[PLACE] + 0.2, by == SENTENCE
            ) as page,
        ):
            start = stand(page, LISTEN if by == BUTTON else "#s-3-1")
            page.click({BUTTON: LISTEN, BAR: SWITCH, SENTENCE: f"#{PLACE}"}[by])
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


NOTED = """() => {
  const real = window.scrollTo;
  window.asked = [];
  window.scrollTo = (...where) => {
    asked.push(getComputedStyle(document.documentElement).scrollBehavior);
    real.apply(window, where);
  };
}"""
"""Keep how the page asks to move."""


@pytest.mark.parametrize(
    ("size", "motion"),
    [
        (ZOOMED, "no-preference"), (LOW, "reduce"),
        long(ZOOMED, "reduce"), long(LOW, "no-preference"),
    ],
)  # fmt: skip
def test_the_page_follows_until_it_is_moved(
    browser: Browser, heard: Heard, size: tuple[int, int], motion: str
) -> None:
    """From a file: what is read is in view and under nothing, however slow the device;
    the reader has the last word, by the wheel or by the keyboard, and comes back."""
    address = heard.page().resolve().as_uri()
    with reading(browser, address, size, reduced_motion=motion) as page:
        page.evaluate(NOTED)
        page.click(LISTEN)
        page.wait_for_function("() => document.querySelector('audio').currentTime > 0")
        wait_still(page)
        page.evaluate("() => { highest = Infinity; }")
        start = page.evaluate("pageYOffset")
        for id_ in ("s-4-1", "titre", "s-8-1"):
            move(page, heard.begins[id_] + 0.1)
            wait_lit(page, id_) if id_ == "titre" else wait_followed(page, id_)
        assert page.evaluate("highest") >= start, "the title is not looked for"
        wanted = "smooth" if motion == "no-preference" else "auto"
        assert set(page.evaluate("asked")) == {wanted}
        if motion == "reduce":  # at once after a move of the page itself
            page.mouse.move(size[0] / 2, 50)
            page.mouse.wheel(0, -3000)
        else:
            page.keyboard.press("Home")
        page.wait_for_selector(BACK)
        wait_still(page)
        away = page.evaluate("pageYOffset")
        for id_ in ("s-7-1", "s-8-2"):
            move(page, heard.begins[id_] + 0.25)  # soon the next word, which it follows
            wait_lit(page, id_)
        page.click(SWITCH)
        page.wait_for_selector(BACK, state="hidden")
        page.click(SWITCH)
        page.wait_for_selector(BACK)
        wait_still(page)
        assert page.evaluate("pageYOffset") == away, "nobody asked to go there"
        page.focus(BACK)
        page.keyboard.press("Enter")
        wait_followed(page, "s-8-2")
        assert page.evaluate("s => document.activeElement.matches(s)", SWITCH)
        page.set_viewport_size({"width": 330, "height": size[1]})
        wait_followed(page, "s-8-2")
        page.focus(".texte a")
        page.wait_for_selector(BACK)
        page.click("[data-pas='-1']")
        wait_followed(page, "s-8-1")


TALL = """
() => document.querySelectorAll('.texte p').forEach((p) => { p.style.height = '90vw'; });
"""
"""The place of a paragraph is another one when the phone is turned."""


def test_a_phone_that_is_turned_keeps_what_is_heard(browser: Browser, heard: Heard) -> None:
    """At once, while it follows or pauses; not to a reader who went away."""
    with reading(browser, heard.page().resolve().as_uri(), PHONE) as page:
        page.evaluate(TALL)
        page.click(LISTEN)
        page.wait_for_function("() => document.querySelector('audio').currentTime > 0")
        move(page, heard.begins["s-6-1"] + 0.1)
        wait_followed(page, "s-6-1")
        page.click(SWITCH)
        page.wait_for_function("() => document.querySelector('audio').paused")
        for width, height in ((740, 360), PHONE):
            page.set_viewport_size({"width": width, "height": height})
            wait_followed(page, "s-6-1")
        page.focus(SWITCH)
        page.mouse.move(99, 99)
        page.mouse.wheel(0, -3000)
        page.wait_for_function("() => !pageYOffset")
        page.set_viewport_size({"width": 740, "height": 360})
        wait_still(page)
        assert page.evaluate("pageYOffset") == 0


def test_a_move_that_is_begun_ends_where_a_turned_phone_puts_it(
    browser: Browser, heard: Heard
) -> None:
    """The page glides to what is heard when the phone is turned: it still follows."""
    with reading(browser, heard.page().resolve().as_uri(), PHONE) as page:
        page.evaluate(TALL)
        page.click(LISTEN)
        page.wait_for_function("() => document.querySelector('audio').currentTime > 0")
        move(page, heard.begins["s-6-1"] + 0.1)
        wait_lit(page, "s-6-1")
        page.set_viewport_size({"width": 740, "height": 360})
        wait_followed(page, "s-6-1")


def test_what_is_read_and_not_shown_moves_nothing(browser: Browser, heard: Heard) -> None:
    """The head of a wide table, on a phone."""
    with reading(browser, heard.page().resolve().as_uri(), PHONE) as page:
        page.click(LISTEN)
        page.wait_for_function("() => document.querySelector('audio').currentTime > 0")
        move(page, heard.begins["s-7-1"] + 0.1)
        wait_followed(page, "s-7-1")
        there = page.evaluate("pageYOffset")
        page.locator("#s-7-2").evaluate("(said) => { said.style.display = 'none'; }")
        move(page, heard.begins["s-7-2"] + 0.1)
        wait_lit(page, "s-7-2")
        wait_still(page)
        assert page.evaluate("pageYOffset") == there


def test_a_reader_who_went_away(browser: Browser, heard: Heard) -> None:
    """The sound begins again after its end, the reader is where the end was."""
    address = heard.page().resolve().as_uri()
    with reading(browser, address, LOW) as page:
        page.click(LISTEN)
        page.wait_for_function("() => document.querySelector('audio').currentTime > 0")
        move(page, sound(page, "duration") - 0.02)
        page.wait_for_function("() => document.querySelector('audio').ended")
        wait_still(page)
        end = page.evaluate("pageYOffset")
        page.evaluate("() => { highest = Infinity; }")
        page.focus(SWITCH)
        page.keyboard.press("Enter")
        wait_lit(page, "titre")
        wait_still(page)
        assert page.evaluate("highest") >= end - 2, "the title is not looked for"
        move(page, heard.begins["s-3-1"])
        wait_followed(page, "s-3-1")


def test_a_move_during_a_move(browser: Browser, heard: Heard) -> None:
    """The page is on its way down when a sentence that it still shows is lit."""
    address = heard.page().resolve().as_uri()
    with reading(browser, address, LOW, heard.begins["s-1-1"]) as page:
        page.click(LISTEN)
        wait_followed(page, "s-1-1")
        page.evaluate(
            "([far, near]) => new Promise(done => {"
            " const audio = document.querySelector('audio');"
            " audio.addEventListener('seeked', () => {"
            "   audio.addEventListener('seeked', done, { once: true });"
            "   audio.currentTime = near; }, { once: true });"
            " audio.currentTime = far; })",
            [heard.begins["s-8-2"] + 0.1, heard.begins["s-1-1"] + 0.1],
        )
        wait_followed(page, "s-1-1")


def test_a_focus_during_a_move(browser: Browser, heard: Heard) -> None:
    """The page is on its way down when the reader goes to a link that it still shows."""
    address = heard.page().resolve().as_uri()
    with reading(browser, address, LOW, heard.begins["s-1-2"]) as page:
        page.click(LISTEN)
        wait_followed(page, "s-1-2")
        page.evaluate(
            "far => new Promise(done => {"
            " addEventListener('scroll', () => {"
            "   document.querySelector('.texte a').focus({ preventScroll: true });"
            "   done(); }, { once: true });"
            " document.querySelector('audio').currentTime = far; })",
            heard.begins["s-8-2"] + 0.1,
        )
        wait_still(page)
        assert page.evaluate(IN_VIEW, "s-1-2")
        assert page.is_visible(BACK)


def test_a_high_sentence_is_followed_word_by_word(browser: Browser, heard: Heard) -> None:
    """At 400 % with wide spacing, a sentence is higher than the window."""
    address = heard.page().resolve().as_uri()
    with reading(browser, address, ZOOMED) as page:
        page.evaluate(scroll.SPREAD, ".texte p { font-size: 60px !important; }")
        page.click(LISTEN)
        page.wait_for_function("() => window.motsDits")
        for n, word in enumerate(("Une", "phrase", "de", "plus")):
            move(page, heard.begins["s-6-1"] + 0.5 * n + 0.1)
            page.wait_for_function(
                "word => { const lit = [...CSS.highlights.get('mot') || []][0];"
                " if (String(lit) !== word) return false;"
                " const { top, bottom } = lit.getBoundingClientRect();"
                " return top >= 0 && bottom <= innerHeight - 50; }",
                arg=word,
            )
        wait_still(page)
        assert not page.is_visible(BACK)
