"""Every page of the published site keeps what the project promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from . import axe, budget, html_validate, links, nu, scroll
from .browser import opened, served
from .conftest import Published

# One worker, so that the site is built once and the browser started once.
pytestmark = [pytest.mark.xdist_group("conformance"), pytest.mark.usefixtures("checkers")]


def test_html_is_valid(published: Published, tmp_path: Path) -> None:
    pages = [*published.pages(), published.lost]
    assert nu.check(pages, published.site.parent) == []
    assert html_validate.check(pages, tmp_path) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_accessible(
    published: Published, browser: Browser, scheme: str, width: int
) -> None:
    faults = {}
    for path in published.pages():
        with opened(browser, path, width=width, color_scheme=scheme) as watched:
            faults[path.name, path.parent.name] = axe.check(watched.page)
    assert {page: found for page, found in faults.items() if found} == {}


@pytest.mark.parametrize(
    ("width", "scale"),
    [
        pytest.param(320, 1, id="telephone"),
        pytest.param(320, 4, id="1280px-zoom-400"),
        pytest.param(1280, 1, id="bureau"),
    ],
)
def test_no_sideways_scrolling(
    published: Published, browser: Browser, width: int, scale: int
) -> None:
    faults = {}
    for path in published.pages():
        with opened(browser, path, width=width, device_scale_factor=scale) as watched:
            faults[str(path)] = [
                *scroll.check(watched.page),
                *scroll.check_spaced(watched.page),
            ]
    assert {page: found for page, found in faults.items() if found} == {}


def test_no_network_and_no_error(published: Published, browser: Browser) -> None:
    faults = {}
    for path in published.pages():
        with opened(browser, path) as watched:
            watched.page.wait_for_timeout(100)
            faults[str(path)] = watched.faults
    assert {page: found for page, found in faults.items() if found} == {}


def test_pages_keep_to_their_budget(published: Published, browser: Browser) -> None:
    """Of 40 kB and 8 requests, compressed, without sound, with the font and the words."""
    found: list[budget.Fetched] = []
    for site in (published.site, published.variety):
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


def test_pages_need_no_script(published: Published, browser: Browser) -> None:
    """What a page says and offers with scripts, it says and offers without.

    Buttons are left out: one that only a script can serve is best made by it.
    """
    for path in published.pages():
        with opened(browser, path) as watched:
            scripted = watched.page.locator("main").locator(TEXTS).all_inner_texts()
        with opened(browser, path, java_script_enabled=False) as watched:
            page = watched.page
            plain = page.locator("main").locator(TEXTS).all_inner_texts()
            assert any(plain), path
            assert set(scripted) <= set(plain), path
            page.evaluate(
                "document.querySelectorAll('details').forEach((box) => box.open = true)"
            )
            for control in page.locator("main a, main audio, main summary").all():
                assert control.is_visible(), (path, control)
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
