"""A page without a mouse: one moves from key to key."""

from __future__ import annotations

from .browser import Page

HAS_FOCUS = "one => one.isConnected ? one === document.activeElement : null"
"""Whether an element has the focus; nothing, if the page has drawn it again."""


def reach(page: Page, selector: str) -> None:
    """Move to what ``selector`` names, from key to key."""
    wanted = page.locator(selector).first
    held = wanted.element_handle()
    page.wait_for_load_state()  # its script: without it a press loads another page
    for _ in range(80):
        focused = held.evaluate(HAS_FOCUS)  # a third of the work of asking the locator
        if focused:
            return
        if focused is None:
            held = wanted.element_handle()
        else:
            page.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {selector}")


def go(page: Page, selector: str) -> None:
    """Move to a button or a link, and press it."""
    reach(page, selector)
    page.keyboard.press("Enter")
