"""A page without a mouse: one moves from key to key."""

from __future__ import annotations

from .browser import Page


def reach(page: Page, selector: str) -> None:
    """Move to what ``selector`` names, from key to key."""
    wanted = page.locator(selector).first
    wanted.wait_for(state="attached")
    page.wait_for_load_state()  # its script: without it a press loads another page
    for _ in range(80):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {selector}")


def go(page: Page, selector: str) -> None:
    """Move to a button or a link, and press it."""
    reach(page, selector)
    page.keyboard.press("Enter")
