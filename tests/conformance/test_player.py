"""The player, in a real browser: what it lights, how it is moved, what it remembers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

import pytest

from ppun_access.document.model import Version

from . import axe, layout, pixels, scroll
from .browser import Browser, Page, opened, served, watching
from .listening import ID, UNSAID, WORDS, Heard, wait_labels

pytestmark = pytest.mark.usefixtures("checkers")


@contextmanager
def listening(browser: Browser, heard: Heard, **options: Any) -> Iterator[Page]:
    """Open the page of the text; nothing may go wrong while it is open."""
    with opened(browser, heard.page(), **options) as it:
        yield it.page
        assert it.faults == []


def lit(page: Page) -> list[str]:
    return list(page.evaluate("[...document.querySelectorAll('.en-cours')].map(x => x.id)"))


def time_of(page: Page) -> float:
    return float(page.evaluate("document.querySelector('audio').currentTime"))


def paused(page: Page) -> bool:
    return bool(page.evaluate("document.querySelector('audio').paused"))


def wait_lit(page: Page, id_: str) -> None:
    """Wait until one passage is lit, this one."""
    page.wait_for_function(
        "id => { const lit = document.querySelectorAll('.en-cours');"
        " return lit.length === 1 && lit[0].id === id; }",
        arg=id_,
    )


def start(page: Page) -> None:
    """Press the button at the top, and open the settings."""
    page.click(LISTEN)
    page.click(SETTINGS)


def slow_down(page: Page) -> None:
    """Let the sound crawl, so that what is pressed comes before its next sentence."""
    page.evaluate("document.querySelector('audio').playbackRate = 0.1")


def wait_playing(page: Page, after: float = 0) -> None:
    page.wait_for_function(
        "t => { const a = document.querySelector('audio');"
        " return !a.paused && a.currentTime > t; }",
        arg=after,
    )


MOVES = (
    (1, "s-0"), (2, "s-1-1"), (1, "s-1-2"), (1, "s-2-2"), (2, "s-3-1"), (1, "s-3-2"),
    (-2, "s-2-2"), (-1, "s-1-2"), (-2, "s-0"), (-1, "titre"), (-1, "titre"), (-2, "titre"),
)  # fmt: skip
"""What is pressed (±1: a sentence, ±2: a paragraph), and what is lit then."""


LISTEN = ".jouer"
"""The button at the top of the text."""
SETTINGS = "[aria-controls='reglages']"


def button(size: int) -> str:
    return f"[data-pas='{size}']"


def seek(page: Page, time: float) -> None:
    """Move the sound, once it is there."""
    page.evaluate(
        "t => new Promise(done => { const a = document.querySelector('audio');"
        " const move = () => { a.currentTime = t; done(); };"
        " if (a.readyState) move(); else {"
        "   a.addEventListener('loadedmetadata', move, { once: true });"
        "   a.preload = 'auto'; a.load(); } })",
        time,
    )


def test_by_mouse(browser: Browser, heard: Heard) -> None:
    with listening(browser, heard) as page:
        assert paused(page)
        assert not page.is_visible(".barre")
        slow_down(page)
        page.click(LISTEN)
        wait_playing(page)
        wait_lit(page, "titre")
        wait_labels(page, "Pause")
        page.click(button(0))
        wait_labels(page, "Écouter")
        assert paused(page)
        page.click(SETTINGS)
        seek(page, 0)  # however far a busy machine let it come
        wait_lit(page, "titre")
        for size, id_ in MOVES:
            page.click(button(size))
            wait_lit(page, id_)
            assert time_of(page) == pytest.approx(heard.begins[id_], abs=0.05)
        assert paused(page)


def tab_to(page: Page, selector: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"the keyboard does not reach {selector}")


def test_by_keyboard_alone(browser: Browser, heard: Heard) -> None:
    with listening(browser, heard) as page:
        slow_down(page)
        tab_to(page, LISTEN)
        page.keyboard.press("Enter")
        wait_playing(page)
        tab_to(page, button(1))
        page.keyboard.press("Enter")
        wait_lit(page, "s-0")
        tab_to(page, SETTINGS)
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "vitesse"
        page.select_option("#vitesse", "1")
        page.keyboard.press("ArrowDown")
        rate = page.evaluate("document.querySelector('audio').playbackRate")
        assert rate == pytest.approx(1.1)
        slow_down(page)
        tab_to(page, "#cliquer")
        page.keyboard.press("Space")
        assert page.is_checked("#cliquer")
        tab_to(page, button(2))
        page.keyboard.press("Space")
        wait_lit(page, "s-1-1")
        page.focus("#aller")
        page.keyboard.press("Home")
        wait_lit(page, "titre")
        page.keyboard.press("Escape")
        assert not page.is_visible("#vitesse")
        assert page.evaluate(f"document.activeElement.matches(`{SETTINGS}`)")
        tab_to(page, ".fermer")
        page.keyboard.press("Enter")
        assert paused(page)
        assert not page.is_visible(".barre")
        assert page.evaluate("document.activeElement.matches('.jouer')")


def test_no_key_is_a_shortcut(browser: Browser, heard: Heard) -> None:
    with listening(browser, heard) as page:
        for key in "abcdefghijklmnopqrstuvwxyz0123456789,.<>?":
            page.keyboard.press(key)
        assert paused(page)
        assert lit(page) == []
        assert page.is_checked("#suivre")


WATCH = """
() => {
  const audio = document.querySelector('audio');
  let beats = [];
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    beats = beats.slice(-25).concat(now - last - 20);
    last = now;
  }, 20);
  const held = () => Math.max(0, performance.now() - last - 20, ...beats) / 1000;
  window.seen = [];
  const see = (id, word) => seen.push([id, word, audio.currentTime, held()]);
  new MutationObserver((changes) => changes.forEach(({ target }) => {
    if (target.classList.contains('en-cours')) see(target.id, '');
  })).observe(document.body, { subtree: true, attributeFilter: ['class'] });
  const lights = CSS.highlights;
  const set = lights.set.bind(lights);
  lights.set = (name, light) => {
    const range = [...light][0];
    see(range.startContainer.parentElement.closest('[id]').id, String(range));
    return set(name, light);
  };
}
"""
"""Notes what is lit, at what time of the sound, and how long the page was held up by the
machine in the half second before: a clock of 20 ms says it."""


FASTER = 2
"""How fast the sound that is measured is played: what is late is twice as late."""


def test_light_is_in_step_with_the_sound(browser: Browser, heard: Heard) -> None:
    """Every sentence and every word, by the clock of the sound, within 150 ms beside what
    the machine held up; half of them within 150 ms, whatever the machine."""
    with listening(browser, heard) as page:
        seek(page, heard.begins["s-1-1"] - 0.53)  # between two words
        wait_lit(page, "s-0")
        wait_word(page, WORDS[-2])  # it stays until the next one
        page.evaluate(WATCH)
        page.evaluate(f"document.querySelector('audio').playbackRate = {FASTER}")
        page.click(LISTEN)
        page.wait_for_function("() => document.querySelector('audio').currentTime > 6.3")
        seen = page.evaluate("seen")
    sentences = [id_ for id_, word, _, _ in seen if not word]
    _, before, *order = heard.begins
    assert sentences == order[: len(sentences)]
    assert UNSAID not in sentences
    assert len(sentences) >= 2
    words = [(id_, word) for id_, word, _, _ in seen if word]
    due = [(before, WORDS[-1]), *((id_, word) for id_ in order for word in WORDS)]
    assert words == due[: len(words)]
    assert len(words) >= 5
    late = [
        (time - heard.begins[id_] - (0.5 * WORDS.index(word) if word else 0), held)
        for id_, word, time, held in seen
    ]
    assert min(delay for delay, _ in late) > -0.02
    assert [pair for pair in late if pair[0] - pair[1] * FASTER > 0.15] == []
    assert median(delay for delay, _ in late) <= 0.15


def test_light_follows_every_move(browser: Browser, heard: Heard) -> None:
    with listening(browser, heard) as page:
        for id_ in reversed(heard.begins):
            seek(page, heard.begins[id_] + 0.5)
            wait_lit(page, id_)


LIT_WORD = """
() => Array.from(CSS.highlights.get('mot') || []).map((range) => {
  const span = range.startContainer.parentElement.closest('[id]');
  return [span.id, range.toString()];
})
"""


def wait_word(page: Page, word: str) -> None:
    page.wait_for_function(
        "word => CSS.highlights.has('mot') &&"
        " String([...CSS.highlights.get('mot')][0]) === word",
        arg=word,
    )


def test_words_are_lit_without_a_tag_each(browser: Browser, heard: Heard) -> None:
    """From their beginning to that of the next one, the last one to the end."""
    with listening(browser, heard) as page:
        tags = page.evaluate("document.querySelectorAll('body *').length")
        for n, word in enumerate(WORDS):
            seek(page, heard.begins["s-3-2"] + 0.5 * n + 0.48)
            wait_word(page, word)
            assert page.evaluate(LIT_WORD) == [["s-3-2", word]]
        seek(page, heard.begins["titre"] + 1)
        page.wait_for_function("() => !CSS.highlights.has('mot')")
        assert page.evaluate("document.querySelectorAll('body *').length") == tags


@pytest.mark.parametrize("missing", ["Highlight", "mediaSession", "localStorage"])
def test_a_browser_that_lacks_something(
    browser: Browser, heard: Heard, missing: str
) -> None:
    """The rest still works: sentences are lit, buttons move."""
    owner = "navigator" if missing == "mediaSession" else "window"
    answer = "throw new Error('no')" if missing == "localStorage" else ""
    without = f"Object.defineProperty({owner}, '{missing}', {{ get() {{ {answer} }} }});"
    with listening(browser, heard, before=without) as page:
        slow_down(page)
        page.click(LISTEN)
        wait_lit(page, "titre")
        page.click(button(1))
        wait_lit(page, "s-0")
        assert missing != "Highlight" or not page.evaluate("CSS.highlights.size")
        words = page.locator("script[src$='-mots.js']").count()
        assert words == (missing != "Highlight"), "what cannot be lit is not asked for"


def test_a_click_plays_only_when_asked_for(browser: Browser, heard: Heard) -> None:
    with listening(browser, heard) as page:
        page.click("#s-4-1")
        assert paused(page)
        slow_down(page)
        start(page)
        page.check("#cliquer")
        page.click("#s-4-1")
        wait_playing(page)
        wait_lit(page, "s-4-1")
        page.click(f"#{UNSAID}")  # it is not heard: nothing to go to
        assert time_of(page) >= heard.begins["s-4-1"]
        page.click(SETTINGS)
        page.uncheck("#cliquer")
        before = time_of(page)
        page.click("#s-1-1")
        assert time_of(page) >= before


def test_settings_and_place_are_kept(browser: Browser, heard: Heard) -> None:
    with listening(browser, heard) as page:
        speeds = page.locator("#vitesse option").evaluate_all(
            "all => all.map(x => +x.value)"
        )
        assert (speeds[0], speeds[-1]) == (0.6, 3)
        assert speeds == sorted(speeds)
        start(page)
        for speed in ("0.6", "3", "1.5"):
            page.select_option("#vitesse", speed)
            assert page.evaluate("document.querySelector('audio').playbackRate") == float(
                speed
            )
        page.check("#cliquer")
        page.uncheck("#suivre")
        page.click("#s-5-1")
        wait_playing(page, heard.begins["s-5-1"])
        page.evaluate("document.querySelector('audio').pause()")
        page.wait_for_function("() => !document.documentElement.matches('.ecoute')")
        place = time_of(page)
        page.reload()
        assert page.input_value("#vitesse") == "1.5"
        assert page.is_checked("#cliquer")
        assert not page.is_checked("#suivre")
        assert page.evaluate("document.cookie") == ""
        wait_labels(page, f"Reprendre à 0:{int(place)}", "Reprendre")
        assert page.inner_text(".instant b") == f"0:{int(place)}"
        page.click(button(0))
        wait_playing(page, place - 0.5)
        wait_labels(page, "Pause")
        assert time_of(page) < place + 10
        audio = page.evaluate(
            "(a => [a.playbackRate, a.preservesPitch])(document.querySelector('audio'))"
        )
        assert audio == [1.5, True]
        page.evaluate("document.querySelector('audio').playbackRate = 1.3")
        page.wait_for_function(
            "() => document.querySelector('#vitesse').selectedOptions[0].label === '× 1,3'"
        )


NAMES = ["Écoute", "Phrase précédente", "Pause", "Phrase suivante", "Réglages", "Fermer"]
"""What the bar is called, and its buttons."""


def test_screen_readers_are_left_in_peace(browser: Browser, heard: Heard) -> None:
    """Text that is lit stays text: no role, no stop for the keyboard, nothing said."""
    with listening(browser, heard) as page:
        slow_down(page)
        page.click(LISTEN)
        wait_lit(page, "titre")
        live = page.locator("article :is([aria-live], [role=status], [role=alert])")
        assert live.all_inner_texts() == [""]
        snapshot = page.locator(".barre").aria_snapshot()
        names = re.findall(r'button "(.+?)"|group "(.+?)"', snapshot)
        assert ["".join(pair) for pair in names] == NAMES
        for part in page.query_selector_all("[data-begin]"):
            names = part.evaluate("x => x.getAttributeNames()")
            assert set(names) <= {"id", "class", "data-begin", "data-end"}
        display = page.evaluate(
            "getComputedStyle(document.getElementById('s-1-1')).display"
        )
        assert display == "inline"


HANDLERS = """
window.handlers = {};
navigator.mediaSession.setActionHandler = (name, act) => { handlers[name] = act; };
"""
"""The buttons of a phone, to press them from here."""


def test_the_phone_knows_what_is_heard(browser: Browser, heard: Heard) -> None:
    """Its title, its author, and its cover where a server gives it."""
    with (
        served(heard.folder) as address,
        watching(browser, before=HANDLERS, online=True) as watched,
    ):
        page = watched.page
        page.goto(f"{address}{ID}/")
        told = page.evaluate("(m => [m.title, m.artist])(navigator.mediaSession.metadata)")
        assert told == ["Un essai", "Ada Lovelace"]
        covers = page.evaluate("navigator.mediaSession.metadata.artwork.map(x => x.src)")
        assert covers == [f"{address}{ID}/{ID}-couverture.png"]
        seek(page, heard.begins["s-1-1"] + 0.5)
        for name, id_ in (("nexttrack", "s-1-2"), ("previoustrack", "s-1-1")):
            page.evaluate("name => handlers[name]()", name)
            wait_lit(page, id_)
        assert watched.faults == []


FORCED = (
    "h1, .choix span:not([class]), .ecouter p, .barre .reglages span, .barre b,"
    " .texte h2 span, .en-cours, .texte a, .telecharger a, .pied p"
)
"""Words in every colour that the system may paint: text, links, buttons, what is heard."""
LOOKS = (
    {"color_scheme": "light", "forced_colors": "none"},
    {"color_scheme": "dark", "forced_colors": "none"},
    {"color_scheme": "light", "forced_colors": "active"},
)


@pytest.mark.parametrize(
    ("version", "widths"), [("integral", (320, 1280)), ("facile", (1280, 320))]
)
def test_accessible_while_it_plays(
    browser: Browser, heard: Heard, version: Version, widths: tuple[int, int]
) -> None:
    """In the light, in the dark, and in the colours that the system forces."""
    with opened(browser, heard.page(version), width=widths[0]) as watched:
        page = watched.page
        slow_down(page)
        start(page)
        page.click(button(2))
        page.click(button(2))
        wait_lit(page, "s-1-1")
        page.evaluate("document.querySelector('audio').pause()")
        assert watched.faults == []
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            is_accessible(page)


def is_accessible(page: Page) -> None:
    light = ""
    for look in LOOKS:
        page.emulate_media(**look)
        faults = axe.check_recoloured(page, light)
        light = light or layout.boxes(page)
        colours = page.evaluate(
            "['.en-cours', 'body'].map(s =>"
            " getComputedStyle(document.querySelector(s)).backgroundColor)"
        )
        assert colours[0] != colours[1], look
        if look["forced_colors"] == "active":
            # axe reads the colours of the style sheet inside links and buttons, where
            # the system paints its own: the picture tells.
            faults = [told for told in faults if not told.startswith("color-contrast")]
            faults += pixels.pale(page.locator(FORCED))
        assert faults == [], look
        assert scroll.check(page) == []
        assert scroll.check_spaced(page) == []
