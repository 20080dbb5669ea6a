"""Every page of the published site keeps what the project promises."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import many_texts
import pytest

from ppun_access.site.assets import assets, script_files
from ppun_access.site.pages.around import DOWNLOADS, AroundOptions, around
from ppun_access.site.pages.home import HomeOptions, home

from . import axe, budget, layout, links, other_rules, scroll
from .browser import Browser, Page, served, watching
from .conftest import Published

pytestmark = pytest.mark.usefixtures("checkers")


@pytest.fixture(scope="module")
def published(published: Published, varied: Path) -> Published:
    """The team's content, and a page with sign language, a picture, a table."""
    return replace(published, variety=varied)


@pytest.fixture(scope="module")
def seen(published: Published, browser: Browser) -> Faults:
    """What every page, opened once, does not keep, at a width and in two themes."""
    return visit(published, browser, {320: (SYSTEM,), 1280: ("sepia", "contraste")})


SYSTEM = "light and dark, as the system asks for it"
Faults = dict[str, dict[str, list[str]]]
"""Promise → page → faults."""
PROMISES = (
    "opens without error and without network", "accessible, 320 pixels",
    "accessible to pa11y AAA and IBM",
    "accessible, sepia, 1280 pixels", "accessible, contraste, 1280 pixels",
    "no sideways scrolling, 320 pixels", "no sideways scrolling, 1280 pixels",
    "says the same without scripts",
)  # fmt: skip


@pytest.mark.parametrize("promise", PROMISES)
def test_every_page_keeps(seen: Faults, promise: str) -> None:
    assert len(seen[promise]) > 10
    assert {page: found for page, found in seen[promise].items() if found} == {}


@pytest.mark.long
def test_every_page_keeps_them_at_every_width(
    published: Published, browser: Browser
) -> None:
    every = (SYSTEM, "clair", "sombre", "sepia", "contraste")
    seen = visit(published, browser, {320: every, 1280: every})
    found = [(p, page, f) for p, pages in seen.items() for page, f in pages.items() if f]
    assert found == []


def visit(
    published: Published, browser: Browser, looks: dict[int, tuple[str, ...]]
) -> Faults:
    """Open each page, then again without scripts; each width is looked at in its themes."""
    seen: Faults = defaultdict(dict)
    with (
        watching(browser, scripts=False) as bare,
        watching(browser) as scripted,
    ):
        for path in published.pages():
            name = path.relative_to(published.folder).as_posix()
            scripted.open(path)
            scripted.page.wait_for_timeout(10)
            seen[PROMISES[0]][name] = [*scripted.faults]
            themed = "site" in name.split("/")  # the team's report follows the system
            for width, themes in looks.items():
                asked = [theme for theme in themes if themed or theme == SYSTEM]
                promises = looked_at(scripted.page, width, asked)
                for promise, found in promises:
                    seen[f"{promise}, {width} pixels"][name] = found
            if themed:
                found = other_rules.check_in_light_and_dark(scripted.page)
                seen["accessible to pa11y AAA and IBM"][name] = found
            bare.open(path)
            seen[PROMISES[-1]][name] = [*lost(scripted.page, bare.page), *bare.faults]
    return seen


def looked_at(
    page: Page, width: int, themes: Sequence[str]
) -> Iterator[tuple[str, list[str]]]:
    """Yield each promise and what a page, at its width, does not keep of it."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="light")
    light = layout.boxes(page)
    for theme in themes:
        if theme == SYSTEM:
            faults = axe.check(page)
            page.emulate_media(color_scheme="dark")
            yield "accessible", faults + axe.check_recoloured(page, light)
            page.emulate_media(color_scheme="light")
            continue
        put_on = page.evaluate(CHOOSE, theme)
        faults = axe.check_recoloured(page, light)
        if put_on != theme:
            faults.append("the theme is not put on")
        yield f"accessible, {theme}", faults
    if any(theme != SYSTEM for theme in themes):
        page.evaluate(CHOOSE, "")
    page.evaluate("localStorage.clear()")
    yield "no sideways scrolling", wide(page)


# Scripts, since what Playwright looks for would have it bring its own to each page.
CHOOSE = """
value => {
  const list = document.querySelector('#confort-theme');
  list.value = value;
  list.dispatchEvent(new Event('change', { bubbles: true }));
  if (list.value !== value) throw new Error(`no theme is called ${value}`);
  return document.documentElement.dataset.theme;
}
"""


def lost(scripted: Page, bare: Page) -> list[str]:
    """Return what a page says or offers with scripts and not without.

    Buttons are left out: one that only a script can serve is best made by it.
    """
    said, texts = ({*page.evaluate(SAID, TEXTS)} for page in (scripted, bare))
    missing = said - texts
    return [*missing, *bare.evaluate(HIDDEN)] if any(texts) else ["no text"]


@pytest.mark.long  # 320 pixels are as many in CSS
def test_no_sideways_scrolling_enlarged(published: Published, browser: Browser) -> None:
    """At 400 %, on a screen of 1280 pixels."""
    faults = {}
    size = {"width": 320, "height": 800}
    page = browser.new_page(viewport=size, device_scale_factor=4)
    for path in published.pages():
        page.goto(path.as_uri())
        faults[str(path)] = wide(page)
    page.close()
    assert {page: found for page, found in faults.items() if found} == {}


def wide(page: Page) -> list[str]:
    return [*scroll.check(page), *scroll.check_spaced(page)]


def test_pages_keep_to_their_budget(published: Published, browser: Browser) -> None:
    """Of 40 kB and 8 requests, compressed, without sound, with the font and the words."""
    found: list[budget.Fetched] = []
    for site in filter(None, (published.site, published.variety)):
        paths = [page for page in published.pages() if page.is_relative_to(site)]
        names = [path.relative_to(site).as_posix() for path in paths]
        with budget.served_compressed(site, budget.with_words(site, names)) as address:
            found += budget.fetched(browser, address, names)
    assert [fault for fetched in found for fault in fetched.faults()] == []
    asked = [url for fetched in found for url in fetched.sizes]
    assert sum(url.endswith("atkinson.woff2") for url in asked) == len(found)
    for end, least in (("-mots.js", 5), (".webmanifest", 1), (".png", 1)):
        assert sum(url.endswith(end) for url in asked) >= least, end


def test_pages_around_300_texts_keep_to_their_budget(
    browser: Browser, tmp_path: Path
) -> None:
    texts = many_texts.catalogue(300)
    files = {
        **assets(), **script_files(), **home(texts, (), HomeOptions(searched=True)),
        **around(texts, AroundOptions(searched=True)),
    }  # fmt: skip
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(bytes(content))
    numbered = [path for path in files if re.match(r"professionnels/\d", path)]
    assert len(numbered) > 9
    heaviest = max(numbered, key=lambda path: len(bytes(files[path])))
    names = [
        "index.html", "plan-du-site/index.html", "telechargements/index.html",
        "professionnels/index.html", heaviest,
    ]  # fmt: skip
    with budget.served_compressed(tmp_path) as address:
        found = {n: page.faults() for n, page in zip(
            names, budget.fetched(browser, address, names), strict=True
        )}  # fmt: skip
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_a_lost_reader_is_led_home(published: Published, browser: Browser) -> None:
    """The page for what is not there is whole at any depth, and leads somewhere."""
    assert links.check_lost(published.lost, published.site) == []
    with (
        served(published.site) as address,
        watching(browser, width=320, online=True) as watched,
    ):
        page = watched.page
        answer = page.goto(f"{address}bus/rien/ici.html")
        assert answer
        assert answer.status == 404
        assert page.inner_text("h1") == "Page introuvable"
        border = page.evaluate("getComputedStyle(document.body).borderTopWidth")
        assert border == "6px", "its style is there"
        assert axe.check(page) == []
        assert scroll.check(page) == []
        page.click("main a")
        page.wait_for_url(f"{address}index.html")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_help_names_what_is_shown(
    published: Published, browser: Browser, width: int
) -> None:
    """Each step that names a button is followed by words that are seen there."""
    text = next(published.site.glob("*/facile/index.html"))
    with watching(browser, width=width) as watched:
        page = watched.page
        watched.open(published.site / "aide/index.html")
        steps = {
            place: page.locator(f"#{place} + ol > li").all_inner_texts()
            for place in ("sans-internet", "confort", "cle-usb")
        }
        for place, lines in steps.items():
            downloads = any("Fichiers à télécharger" in line for line in lines)
            watched.open(published.site / DOWNLOADS if downloads else text)
            named = re.findall("Appuyez sur «\u00a0([^»]*)\u00a0»", " ".join(lines))
            assert named, place
            for name in named:
                assert page.evaluate(PRESS, name), (place, name)
        copied = " ".join(steps["cle-usb"])
        assert copied.index("Extraire tout") < copied.index("Copiez sur la clé")


PRESS = """
name => {
  const seen = (node) => {  // words for screen readers alone are left out
    if (node.nodeType === 3) return node.data;
    const { width } = node.getBoundingClientRect();
    return width > 1 ? [...node.childNodes].map(seen).join("") : "";
  };
  const controls = [...document.querySelectorAll("a, button, summary")];
  const found = controls.find((one) => seen(one).trim().startsWith(name));
  if (found && found.matches("summary")) found.parentElement.open = true;
  return Boolean(found);
}
"""


TEXTS = "h1, h2, h3, h4, p, li, dt, dd, th, td, summary, figcaption"
SAID = """
texts => [...document.querySelectorAll("main")].flatMap(
  (main) => [...main.querySelectorAll(texts)].map((one) => one.innerText))
"""


HIDDEN = """
() => {
  document.querySelectorAll('details').forEach((box) => { box.open = true; });
  const controls = [...document.querySelectorAll('main a, main audio, main summary')];
  return controls.filter((control) => {
    const { width, height } = control.getBoundingClientRect();
    return !width || !height || getComputedStyle(control).visibility !== 'visible';
  }).map((control) => control.outerHTML);
}
"""


def test_links_lead_somewhere(published: Published) -> None:
    faults = [
        fault
        for page in published.pages()
        for fault in links.check(page, published.root_of(page))
    ]
    for folder in (published.site, published.report):
        for sheet in sorted(folder.rglob("*.css")):
            faults += links.check_style(sheet, folder)
    assert faults == []
