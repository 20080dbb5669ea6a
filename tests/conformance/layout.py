"""Whether a page moves when its scripts have run: what was read must stay in its place."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page

from .browser import opened

WAITING = "data-attente"
"""What ``confort.js`` puts on the page until the scripts have made their controls."""


def places(page: Page, *selectors: str) -> dict[str, float]:
    """Return how far from the top of the page each element begins, in CSS pixels."""
    found = {}
    for selector in selectors:
        box = page.locator(selector).first.bounding_box()
        assert box, selector
        found[selector] = box["y"]
    return found


def moves(
    browser: Browser, page: Path, copy: Path, width: int, *selectors: str
) -> dict[str, float]:
    """Return how far down each element goes once scripts have run.

    ``copy``, beside ``page``, is the page as it is before: without scripts, waiting.
    """
    source = page.read_text(encoding="utf-8")
    copy.write_text(source.replace("<html ", f"<html {WAITING} ", 1), encoding="utf-8")
    with opened(browser, copy, width=width, java_script_enabled=False) as watched:
        before = places(watched.page, *selectors)
    with opened(browser, page, width=width) as watched:
        after = places(watched.page, *selectors)
    return {selector: after[selector] - before[selector] for selector in selectors}
