"""Whether a page moves: when its scripts have run, what was read must be in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from .browser import Page

WAITING = "data-attente"
"""What ``confort.js`` puts on the page until the scripts have made their controls."""


TOPS = """
(selectors) => selectors.map((selector) => {
  const element = document.querySelector(selector);
  return element.checkVisibility() ? element.getBoundingClientRect().top : null;
})
"""


def places(page: Page, *selectors: str) -> dict[str, float]:
    """Return how far from the top of the page each element begins, in CSS pixels."""
    found = dict(zip(selectors, page.evaluate(TOPS, selectors), strict=True))
    assert None not in found.values(), found
    return found


BOXES = """
() => {
  const now = [...document.querySelectorAll('body, body *')].map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const { visibility, opacity } = getComputedStyle(element);
    return [element.tagName, x + scrollX, y + scrollY, width, height, visibility, opacity];
  }).join();
  window.layouts = window.layouts || [];
  if (!layouts.includes(now)) layouts.push(now);
  return `${performance.timeOrigin} ${layouts.indexOf(now)}`;
}
"""


def boxes(page: Page) -> str:
    """Return where each element of ``page`` is and whether it is seen, to be compared.

    It is a name, by which the page knows them until it is loaded again.
    """
    return str(page.evaluate(BOXES))


def moves(
    waiting: Page, ready: Page, widths: Sequence[int], selectors: Sequence[str]
) -> Iterator[tuple[int, dict[str, float]]]:
    """Yield each width, and how far down each element goes there once scripts have run.

    ``waiting`` is the page as it is before: without scripts, from a copy that waits.
    """
    for width in widths:
        before, after = (_places_at(page, width, selectors) for page in (waiting, ready))
        yield width, {one: after[one] - before[one] for one in selectors}


def write_waiting(page: Path, copy: Path) -> None:
    """Write a page as it is before its scripts have run."""
    source = page.read_text(encoding="utf-8")
    copy.write_text(source.replace("<html ", f"<html {WAITING} ", 1), encoding="utf-8")


def _places_at(page: Page, width: int, selectors: Sequence[str]) -> dict[str, float]:
    page.set_viewport_size({"width": width, "height": 800})
    return places(page, *selectors)
