"""Reading comfort: what the reader chooses is applied at once, kept, and taken back."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from shutil import copytree
from typing import Any, get_args

import pytest

from ppun_access.document.model import Version
from ppun_access.site.assets import KEEP_NAMES, SCRIPT_NAMES, SEARCH_NAMES, WORKER_NAMES
from ppun_access.tools.nu import local_server

from . import axe, layout, scroll, tools, variety
from .browser import Browser, Page, Watched, opened, watching
from .conftest import long
from .listening import Heard

pytestmark = pytest.mark.usefixtures("checkers")

ASSETS = Path(__file__).parents[2] / "src" / "ppun_access" / "site" / "assets"
CHOICES = {
    "taille": ("2", "html", "fontSize", "32px"),
    "interligne": ("2", ".texte p", "lineHeight", "38px"),
    "lettres": (".12", "body", "letterSpacing", "2.28px"),
    "largeur": ("28", "main", "maxWidth", "448px"),
    "theme": ("sepia", "body", "backgroundColor", "rgb(244, 231, 208)"),
    "police": ("atkinson", "body", "fontFamily", '"Atkinson du site"'),
    "regle": ("oui", ".regle", "display", "block"),
}
"""Name → a value, and what it changes: selector, property, computed value."""


@contextmanager
def reading(browser: Browser, page: Path, **options: Any) -> Iterator[Watched]:
    """Open a page and its panel."""
    with opened(browser, page, **options) as watched:
        watched.page.click(".confort summary")
        yield watched


def style(page: Page, selector: str, name: str) -> str:
    script = "([s, n]) => getComputedStyle(document.querySelector(s))[n]"
    return str(page.evaluate(script, [selector, name]))


def shown(page: Page) -> dict[str, bool]:
    """Return what is applied."""
    script = "all => all.map(([s, n]) => getComputedStyle(document.querySelector(s))[n])"
    asked = [(selector, name) for _, selector, name, _ in CHOICES.values()]
    told = zip(CHOICES.items(), page.evaluate(script, asked), strict=True)
    return {name: found.startswith(value) for (name, (*_, value)), found in told}


def test_each_choice_changes_the_page_alone(browser: Browser, heard: Heard) -> None:
    with reading(browser, heard.page()) as watched:
        page = watched.page
        for name, (value, *_) in CHOICES.items():
            assert not any(shown(page).values()), name
            label = page.inner_text(f"label:has(#confort-{name})").split("\n")[0]
            page.get_by_label(label).select_option(value)
            changed = {one for one, is_shown in shown(page).items() if is_shown}
            assert changed <= ({name, "lettres"} if name == "taille" else {name}), name
            assert name in changed
            page.get_by_label(label).select_option("")
        assert watched.faults == []


SMALL = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const look = getComputedStyle(one);
  const says = [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  const fits = parseFloat(look.fontSize) >= 19 && /^(left|start)$/.test(look.textAlign);
  return says && !fits && !one.matches("script, style, .barre *, .ecouter *");
}).map((one) => one.textContent)"""


def test_an_easy_page_has_large_text_on_the_left(browser: Browser, heard: Heard) -> None:
    """14 points (RLS), the panel and its button too; the player keeps its own sizes."""
    with reading(browser, heard.page("facile"), width=400) as watched:
        for width in (400, 1280):
            watched.page.set_viewport_size({"width": width, "height": 800})
            assert watched.page.evaluate(SMALL) == [], width


def test_choices_are_kept_and_taken_back(browser: Browser, heard: Heard) -> None:
    """On every page, before anything is painted, and by keyboard alone."""
    with reading(browser, heard.page()) as watched:
        page = watched.page
        for name, (value, *_) in CHOICES.items():
            page.focus(f"#confort-{name}")
            page.keyboard.press("Home")
            for _ in range(page.locator(f"#confort-{name} option").count()):
                if page.input_value(f"#confort-{name}") != value:
                    page.keyboard.press("ArrowDown")
            assert page.input_value(f"#confort-{name}") == value
        page.goto(heard.page("facile").as_uri())
        kept = page.evaluate("({ ...document.documentElement.dataset })")
        assert kept == {name: value for name, (value, *_) in CHOICES.items()}
        assert style(page, "body", "backgroundColor") == CHOICES["theme"][3]
        page.focus(".confort summary")
        page.keyboard.press("Enter")
        for _ in range(len(CHOICES) + 1):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("({ ...document.documentElement.dataset })") == {}
        page.reload()
        assert page.evaluate("({ ...document.documentElement.dataset })") == {}
        assert page.evaluate("document.cookie") == ""
        assert watched.faults == []


def test_what_was_kept_may_be_anything(browser: Browser, heard: Heard) -> None:
    with opened(browser, heard.page()) as watched:
        page = watched.page
        for kept in ("", "[1", "null", "[]", '{"taille": "9", "theme": {}}'):
            page.evaluate("kept => localStorage.setItem('ppun-confort', kept)", kept)
            page.reload()
            assert page.locator(".confort").count() == 1, kept
            assert page.evaluate("({ ...document.documentElement.dataset })") == {}, kept
            assert watched.faults == [], kept


def test_choices_come_before_the_first_paint(heard: Heard) -> None:
    """The script stands before the style sheet and waits for nothing."""
    head = heard.page().read_text("utf-8").partition("</head>")[0]
    tag = re.search(r"<script[^>]*confort\.js[^>]*>", head)
    assert tag
    assert "defer" not in tag[0]
    assert "async" not in tag[0]
    assert tag.start() < head.index("stylesheet")


def test_the_font_is_asked_for_only_when_chosen(browser: Browser, heard: Heard) -> None:
    with reading(browser, heard.page()) as watched:
        watched.page.reload()
        assert not [url for url in watched.asked if url.endswith(".woff2")]
        watched.page.click(".confort summary")
        watched.page.select_option("#confort-police", "atkinson")
        watched.page.wait_for_function(
            "() => [...document.fonts].some((face) => face.status === 'loaded')"
        )
        assert [url.rpartition("/")[2] for url in watched.asked][-1] == "atkinson.woff2"
        assert watched.faults == []


def test_the_ruler_follows_and_catches_no_click(browser: Browser, heard: Heard) -> None:
    with reading(browser, heard.page()) as watched:
        page = watched.page
        page.select_option("#confort-regle", "oui")
        page.mouse.move(200, 321)
        box = page.locator(".regle").bounding_box()
        assert box
        assert box["y"] + box["height"] / 2 == pytest.approx(321, abs=1)
        page.focus(".retour a")
        target, box = (page.locator(s).bounding_box() for s in (".retour a", ".regle"))
        assert target
        assert box
        middle = box["y"] + box["height"] / 2
        assert middle == pytest.approx(target["y"] + target["height"] / 2, abs=1)
        page.click(".jouer")  # under it or not, what is pressed answers


THEMES = ("clair", "sombre", "sepia", "contraste")


@pytest.mark.parametrize(
    ("version", "width"),
    [("integral", 320), ("facile", 1280), long("integral", 1280), long("facile", 320)],
)
def test_every_theme_is_accessible(
    browser: Browser, heard: Heard, version: Version, width: int
) -> None:
    with reading(browser, heard.page(version), width=width) as watched:
        page = watched.page
        page.click(".jouer")
        page.click("[data-pas='1']")
        page.wait_for_selector(".en-cours")
        page.evaluate("document.querySelector('audio').pause()")
        first = ""
        for theme in THEMES:
            page.select_option("#confort-theme", theme)
            assert page.get_attribute("html", "data-theme") == theme
            assert axe.check_recoloured(page, first) == [], theme
            first = first or layout.boxes(page)


CODE = f"<p><code>dossier/{'sous-dossier/' * 9}{'fichier' * 9}</code></p>"


@pytest.mark.parametrize(("version", "first"), [("integral", 1280), ("facile", 320)])
def test_the_largest_text_needs_no_sideways_scrolling(
    browser: Browser, heard: Heard, version: Version, first: int
) -> None:
    """Nor does a long name written as code, on a phone."""
    with reading(browser, heard.page(version), width=first) as watched:
        page = watched.page
        for name, value in (("taille", "2"), ("interligne", "2.5"), ("lettres", ".12")):
            page.select_option(f"#confort-{name}", value)
        for width in (first, 1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert scroll.check(page) == [], width
        page.locator("main").evaluate("(m, code) => m.innerHTML += code", CODE)
        assert scroll.check(page) == []


def test_a_wide_table_is_read_from_top_to_bottom_on_a_phone(
    browser: Browser, varied: Path
) -> None:
    """Each cell after the title of its column: nobody has to look for the last ones."""
    sideways = "(box) => box.scrollWidth > box.clientWidth"
    with opened(browser, varied / variety.ID / "index.html", width=1280) as watched:
        page, table = watched.page, watched.page.locator(".defile")
        assert table.locator("thead").is_visible()
        for width in (360, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert not table.evaluate(sideways), width
            last = table.locator("tbody tr").first.locator("td").last
            told = last.evaluate("(cell) => getComputedStyle(cell, '::before').content")
            assert "Jours" in told or "attr(data-titre)" in told
            assert last.get_attribute("data-titre") == "Jours"


LINES = """
(link) => {
  const text = document.createRange();
  text.selectNodeContents(link);
  const lines = (width) => {
    link.closest("p").style.width = `${width}em`;
    return new Set([...text.getClientRects()].map((box) => Math.round(box.top))).size;
  };
  return Array.from({ length: 20 }, (_, n) => lines(10 + n / 2));
}
"""
"""On how many lines a number is, in a text that gets wider."""


def test_a_telephone_number_stays_on_a_line_that_holds_it(
    browser: Browser, varied: Path
) -> None:
    with opened(browser, varied / variety.ID / "index.html") as watched:
        for place in (".texte", ".pied"):
            number = watched.page.locator(f"{place} a[href^='tel:']").first
            assert set(number.evaluate(LINES)) == {1}, place


def test_a_long_address_stays_in_the_page_of_a_phone_held_sideways(
    browser: Browser, heard: Heard
) -> None:
    """Wider than the text and narrower than a screen, in letters of any size."""
    with reading(browser, heard.page("facile"), width=740) as watched:
        page = watched.page
        address = f"https://exemple.fr/{'dossier_' * 9}a"
        page.locator("main").evaluate("(m, text) => m.prepend(text)", address)
        page.locator("main").evaluate("(m, code) => m.innerHTML += code", CODE)
        assert scroll.check(page) == []
        page.select_option("#confort-taille", "2")
        assert scroll.check(page) == []


def test_letters_that_the_browser_doubles_need_no_sideways_scrolling(
    browser: Browser, heard: Heard, varied: Path
) -> None:
    """A setting of the browser or of the phone: nobody has opened the panel."""
    pages = (heard.page(), heard.page("facile"), *varied.rglob("index.html"))
    with watching(browser, width=320) as watched:
        large = {"fontSizes": {"standard": 32, "fixed": 26}}
        watched.session.send("Page.setFontSizes", large)
        for path in pages:
            watched.open(path)
            assert style(watched.page, "html", "fontSize") == "32px"
            for width in (360, 320):
                watched.page.set_viewport_size({"width": width, "height": 800})
                assert scroll.check(watched.page) == [], (path, width)
        usual = {"fontSizes": {"standard": 16, "fixed": 13}}
        watched.session.send("Page.setFontSizes", usual)


def test_the_policy_lets_a_served_page_work(browser: Browser, heard: Heard) -> None:
    """From a web server as from a file: scripts run, the font comes, nothing is refused."""
    with local_server(heard.folder) as address, watching(browser, online=True) as watched:
        page = watched.page
        where = heard.page().relative_to(heard.folder).parent.as_posix()
        page.goto(f"{address}/{where}/")
        page.click(".confort summary")
        page.select_option("#confort-police", "atkinson")
        page.wait_for_function(
            "() => [...document.fonts].some((face) => face.status === 'loaded')"
        )
        page.click(".jouer")
        page.wait_for_selector(".en-cours")
        assert watched.faults == []


MOVED = 2
"""CSS pixels that a page may move when its scripts have run: what browsers round."""
WIDTHS = (320, 340, 430, 481, 600, 1280)
FONT = """
@font-face { font-family: Essai; src: url(essai.ttf); size-adjust: %s; }
:root { --font: Essai !important; }
"""


FINISHED = """
waiting => [
  document.documentElement.hasAttribute(waiting),
  [...document.fonts].map((face) => face.status),
]
"""


@pytest.mark.parametrize("font", ["installed", "78%", "125%"])
def test_nothing_jumps(browser: Browser, heard: Heard, font: str, tmp_path: Path) -> None:
    """Whatever the font: one that the machine has, one much narrower, one much wider."""
    folder, versions = heard.folder, get_args(Version)
    if font != "installed":
        folder = tmp_path / "site"
        copytree(heard.folder, folder)
        fonts = files("fontpkg_atkinson_hyperlegible") / "files"
        (folder / "assets/essai.ttf").write_bytes(
            (fonts / "AtkinsonHyperlegible-Regular.ttf").read_bytes()
        )
        sheet = folder / "assets/style.css"
        sheet.write_text(sheet.read_text("utf-8") + FONT % font, "utf-8")
    for version in versions:
        page = folder / heard.page(version).relative_to(heard.folder)
        copy, places = page.with_name("attente.html"), ("main", ".ecouter", ".texte")
        layout.write_waiting(page, copy)
        with (
            opened(browser, copy, scripts=False) as waiting,
            opened(browser, page) as ready,
        ):
            for width, moved in layout.moves(waiting.page, ready.page, WIDTHS, places):
                found = {place: by for place, by in moved.items() if abs(by) > MOVED}
                assert found == {}, (version, width)
            waits, fonts = ready.page.evaluate(FINISHED, layout.WAITING)
            assert not waits
            assert font == "installed" or fonts == ["loaded"]
        copy.unlink()


@pytest.mark.parametrize("version", get_args(Version))
def test_pages_are_dark_where_the_system_is(
    browser: Browser, heard: Heard, version: Version
) -> None:
    """Easy ones too, until their reader asks for the light."""
    with reading(browser, heard.page(version), color_scheme="dark") as watched:
        assert style(watched.page, "body", "backgroundColor") == "rgb(27, 22, 20)"
        watched.page.select_option("#confort-theme", "clair")
        assert style(watched.page, "body", "backgroundColor") != "rgb(27, 22, 20)"


@pytest.mark.parametrize(
    ("version", "numbers"), [("integral", "slashed-zero"), ("facile", "normal")]
)
def test_only_full_texts_have_a_slash_in_their_zeros(
    browser: Browser, heard: Heard, version: Version, numbers: str
) -> None:
    with reading(browser, heard.page(version)) as watched:
        watched.page.select_option("#confort-police", "atkinson")
        assert style(watched.page, ".texte p", "fontVariantNumeric") == numbers


def test_without_script_no_panel(browser: Browser, heard: Heard) -> None:
    with opened(browser, heard.page(), scripts=False) as watched:
        assert watched.page.locator(".confort, .regle").count() == 0
        assert watched.faults == []


# The floor: iOS 12 Safari, Android 7 Chrome, Firefox ESR 115

PARSE = """
const { parseScript } = require('esprima');
const said = (script) => {
  try { parseScript(script); return 'ok'; } catch (error) { return error.message; }
};
const scripts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
console.log(JSON.stringify(scripts.map(said)));
"""
TOO_NEW = re.compile(
    r"(?<!clients)\.(append|prepend|before|after|replaceWith|replaceChildren|toggleAttribute|flat|"
    r"flatMap|at|replaceAll|matchAll|entries|values|fromEntries|finally|allSettled|"
    r"padStart|padEnd|trimStart|trimEnd|getAttributeNames|findLast|showModal|hasOwn)\("
    r"|\b(globalThis|structuredClone|IntersectionObserver|ResizeObserver|BigInt|"
    r"AbortController|queueMicrotask|WeakRef|async|await|import)\b"
    r"|\b(once|signal):|\b(scroll|scrollTo|scrollBy|scrollIntoView)\(\{"
    r"|\*\*|,\s*\)|\(\?<"
)
"""What Chrome 51 or Safari 12 lacks, and that nobody checks for before use. Source: MDN's
browser-compat-data 8 (« chrome_android », « safari_ios »)."""


NAMES = sorted({*SCRIPT_NAMES, *KEEP_NAMES, *SEARCH_NAMES, *WORKER_NAMES})
TOO_YOUNG = (
    "a?.b", "a ?? b", "({ ...a })", "try { a() } catch { b() }", "a ||= b", "1n",
)  # fmt: skip


@pytest.fixture(scope="module")
def parsed() -> dict[str, str]:
    """Name of a script, or a script → « ok », or what a parser of ECMAScript 2017 says."""
    scripts = {name: (ASSETS / name).read_text("utf-8") for name in NAMES}
    scripts |= {script: script for script in TOO_YOUNG}
    run = subprocess.run(
        [str(tools.NODE), "-e", PARSE],
        input=json.dumps([*scripts.values()]),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        cwd=tools.PROJECT,
    )
    return dict(zip(scripts, json.loads(run.stdout), strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_scripts_serve_old_browsers(parsed: dict[str, str], name: str) -> None:
    assert parsed[name] == "ok"
    assert not TOO_NEW.search((ASSETS / name).read_text("utf-8"))


@pytest.mark.parametrize("script", TOO_YOUNG)
def test_the_parser_knows_its_year(parsed: dict[str, str], script: str) -> None:
    assert parsed[script] != "ok"


@pytest.mark.parametrize(
    "script",
    [
        "async () => 1", "2 ** 3", "f(\n  a,\n)", "a.replaceAll(b, c)", "a.append(b)",
        "x.addEventListener(a, b, { once: true })", "new AbortController()",
        "scrollTo({ top: 0 })", "/(?<a>b)/", "a.flat()", "a.at(-1)", "s.padStart(2)",
    ],
)  # fmt: skip
def test_the_floor_sees_what_the_parser_lets_by(script: str) -> None:
    assert TOO_NEW.search(script)


IN_SIGHT = """() => {
  const box = document.activeElement.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight;
}"""


@pytest.mark.parametrize("size", [(1280, 800), (360, 740)])
def test_the_focus_is_in_sight_however_fast_tab_is_pressed(
    browser: Browser, heard: Heard, size: tuple[int, int]
) -> None:
    """A page that glides is late: ten keys in a row went to places that nobody saw."""
    width, height = size
    with opened(browser, heard.page()) as watched:
        watched.page.set_viewport_size({"width": width, "height": height})
        for number in range(30):
            watched.page.keyboard.press("Tab")
            assert watched.page.evaluate(IN_SIGHT), number
