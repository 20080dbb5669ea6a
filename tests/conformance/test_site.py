"""Every page of the published site keeps what the project promises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from . import axe, budget, html_validate, layout, links, nu, scroll, variety
from .browser import opened, served
from .conftest import Published, long

pytestmark = pytest.mark.usefixtures("checkers")


@pytest.fixture(scope="module")
def published(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The team's content, and a page with sign language, a picture, a table."""
    more = variety.publish(tmp_path_factory.mktemp("variety"))
    return replace(published, variety=more)


def test_html_is_valid(published: Published, tmp_path: Path) -> None:
    pages = [*published.pages(), published.lost]
    assert nu.check(pages, published.folder) == []
    assert html_validate.check(pages, tmp_path) == []


@dataclass(frozen=True)
class Shown:
    """A page that stays open for the tests of this file, and what went wrong as it opened.

    A test may change its width and its colours, and leaves the rest as it was.
    """

    page: Page
    faults: tuple[str, ...]


@pytest.fixture(scope="module")
def shown(published: Published, browser: Browser) -> Iterator[dict[str, Shown]]:
    """Every page, open: path from the folder that holds all of them → the page."""
    with ExitStack() as stack:
        watched = {
            path.relative_to(published.folder).as_posix(): stack.enter_context(
                opened(browser, path)
            )
            for path in published.pages()
        }
        for each in watched.values():
            each.page.wait_for_timeout(10)
        yield {name: Shown(w.page, (*w.faults,)) for name, w in watched.items()}


def test_no_network_and_no_error(shown: dict[str, Shown]) -> None:
    assert len(shown) > 10
    assert {name: s.faults for name, s in shown.items() if s.faults} == {}


@pytest.mark.parametrize("width", [320, long(1280)])
def test_accessible(shown: dict[str, Shown], width: int) -> None:
    """In the light and in the dark, as the system asks for it."""
    faults = {}
    for name, page in pages_at(shown, width):
        page.emulate_media(color_scheme="light")
        faults[name, "light"] = axe.check(page)
        light = layout.boxes(page)
        page.emulate_media(color_scheme="dark")
        faults[name, "dark"] = axe.check_recoloured(page, light)
    assert {page: found for page, found in faults.items() if found} == {}


def pages_at(shown: dict[str, Shown], width: int) -> Iterator[tuple[str, Page]]:
    for name, each in shown.items():
        each.page.set_viewport_size({"width": width, "height": 800})
        yield name, each.page


@pytest.mark.parametrize("width", [long(320), 1280])
@pytest.mark.parametrize("theme", [long("clair"), long("sombre"), "sepia", "contraste"])
def test_accessible_in_every_theme(shown: dict[str, Shown], theme: str, width: int) -> None:
    """That a reader chooses, on every page of the site."""
    faults = {}
    for name, page in pages_at(shown, width):
        if "site" not in name.split("/"):
            continue  # the team's report follows the system
        page.emulate_media(color_scheme="light")
        light = layout.boxes(page)
        page.locator("#confort-theme").evaluate(CHOOSE, theme)
        faults[name] = axe.check_recoloured(page, light)
        assert page.get_attribute("html", "data-theme") == theme, name
        page.locator("#confort-theme").evaluate(CHOOSE, "")
    assert {page: found for page, found in faults.items() if found} == {}
    assert len(faults) > 10


CHOOSE = """
(list, value) => {
  list.value = value;
  list.dispatchEvent(new Event('change', { bubbles: true }));
  if (list.value !== value) throw new Error(`no theme is called ${value}`);
}
"""


@pytest.mark.parametrize("width", [320, 1280])
def test_no_sideways_scrolling(shown: dict[str, Shown], width: int) -> None:
    faults = {name: wide(page) for name, page in pages_at(shown, width)}
    assert {page: found for page, found in faults.items() if found} == {}


@pytest.mark.long  # 320 pixels are as many in CSS
def test_no_sideways_scrolling_enlarged(published: Published, browser: Browser) -> None:
    """At 400 %, on a screen of 1280 pixels."""
    faults = {}
    for path in published.pages():
        with opened(browser, path, width=320, device_scale_factor=4) as watched:
            faults[str(path)] = wide(watched.page)
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
            found += [budget.fetched(browser, address, name) for name in names]
    assert [fault for fetched in found for fault in fetched.faults()] == []
    asked = [url for fetched in found for url in fetched.sizes]
    assert sum(url.endswith("atkinson.woff2") for url in asked) == len(found)
    for end, least in (("-mots.js", 5), (".webmanifest", 1), (".png", 1)):
        assert sum(url.endswith(end) for url in asked) >= least, end


def test_a_lost_reader_is_led_home(published: Published, browser: Browser) -> None:
    """The page for what is not there is whole at any depth, and leads somewhere."""
    assert links.check_lost(published.lost, published.site) == []
    page = browser.new_page(viewport={"width": 320, "height": 800})
    with served(published.site) as address:
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
        page.close()


TEXTS = "h1, h2, h3, h4, p, li, dt, dd, th, td, summary, figcaption"


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


def test_pages_need_no_script(
    published: Published, shown: dict[str, Shown], browser: Browser
) -> None:
    """What a page says and offers with scripts, it says and offers without.

    Buttons are left out: one that only a script can serve is best made by it.
    """
    for name, page in pages_at(shown, 1280):
        scripted = page.locator("main").locator(TEXTS).all_inner_texts()
        path = published.folder / name
        with opened(browser, path, java_script_enabled=False) as watched:
            plain = watched.page.locator("main").locator(TEXTS).all_inner_texts()
            assert any(plain), path
            assert set(scripted) <= set(plain), path
            assert watched.page.evaluate(HIDDEN) == [], path
            assert watched.faults == [], path


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
