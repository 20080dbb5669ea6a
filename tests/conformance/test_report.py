"""The team's report with some of everything: many texts, a past, faults, a public copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import axe, links, other_rules, scroll
from .browser import Browser, opened
from .conftest import Reports, long

pytestmark = pytest.mark.usefixtures("checkers")


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), long(1280, "light")])
def test_the_report_is_accessible(
    reports: Reports, browser: Browser, width: int, scheme: str
) -> None:
    """That of the team, its public copy, and one with a page for each text."""
    for path in reports.pages:
        look(browser, path, width, scheme)


def look(browser: Browser, path: Path, width: int, scheme: str) -> None:
    with opened(browser, path, width=width, color_scheme=scheme) as watched:
        assert watched.faults == []
        page = watched.page
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = 1)")
        assert axe.check(page) == []
        assert other_rules.check_pa11y(page) == []
        assert [*scroll.check(page), *scroll.check_spaced(page)] == []


@pytest.mark.long  # five seconds a page
def test_the_report_is_accessible_to_ibm(reports: Reports, browser: Browser) -> None:
    for path in reports.pages:
        with opened(browser, path) as watched:
            assert other_rules.check_ibm(watched.page) == []


def test_its_links_lead_somewhere(reports: Reports) -> None:
    for path in reports.pages:
        assert links.check(path, path.parent.parent) == []


def test_a_cell_leads_to_its_sentence_with_the_keyboard(
    reports: Reports, browser: Browser
) -> None:
    """The boxes that hold the sentence open by themselves, without script."""
    with opened(browser, reports.team, scripts=False) as watched:
        page = watched.page
        page.locator("details.detail summary").first.click()
        cell = page.locator(".ruban ol a").first
        target = page.locator(f"tr[id='{str(cell.get_attribute('href'))[1:]}']")
        assert not target.is_visible()
        cell.focus()
        page.keyboard.press("Enter")
        target.wait_for(state="visible")
        assert target.inner_text().strip()


def test_what_is_closed_is_printed(reports: Reports, browser: Browser) -> None:
    with opened(browser, reports.team) as watched:
        page = watched.page
        box = "document.querySelector('.phrases td').getBoundingClientRect().height"
        row = page.locator(".phrases tr td").first
        assert not row.is_visible()
        page.emulate_media(media="print")
        assert page.evaluate(box) > 0
        assert row.is_visible()
