"""Contrast as it is painted: where the system replaces colours, no style sheet tells it."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

from PIL import Image
from wcag import contrast

from .browser import Locator

LEAST = 4.5
"""WCAG 1.4.3; the colours are those that the reader gave to his system."""
_RARE = 0.002
"""Of the picture: a colour that is rarer is an edge of a letter."""


BOXES = """
(all) => all.filter((words) => words.checkVisibility()).map((words) => {
  const { x, y, width, height } = words.getBoundingClientRect();
  const on = document.elementFromPoint(x + width / 2, y + height / 2);
  const covered = !on || !(words.contains(on) || on.contains(words));
  return { words: words.innerText, x, y, width, height, covered };
})
"""


def pale(words: Locator) -> list[str]:
    """Return those of ``words`` that are seen and too pale, from a picture of the page.

    The page is made as high as what it shows, so that all is seen at once. ``words`` have
    no border and no drawing, which would be seen instead; words under others are told.
    """
    page = words.page
    before = page.viewport_size
    assert before
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": before["width"], "height": height})
    page.evaluate("window.scrollTo(0, 0)")
    boxes = [box for box in words.evaluate_all(BOXES) if _is_seen(box)]
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    page.set_viewport_size(before)
    assert boxes, "no words are seen"
    return [f"{box['words']}: {told}" for box in boxes if (told := _fault(picture, box))]


def _fault(picture: Image.Image, box: dict[str, Any]) -> str:
    if box["covered"]:
        return "covered"
    x, y = box["x"], box["y"]  # less the edges of the words' own box
    inside = (x + 1, y + 1, x + box["width"] - 1, y + box["height"] - 1)
    ratio = contrast_in(picture.crop(tuple(map(round, inside))))
    return f"{ratio:.1f}" if ratio < LEAST else ""


def contrast_in(picture: Image.Image) -> float:
    """Return the contrast of some words with what they stand on, from their picture."""
    count = Counter(picture.get_flattened_data())
    least = _RARE * picture.width * picture.height
    seen = [f"#{r:02x}{g:02x}{b:02x}" for (r, g, b), n in count.items() if n >= least]
    ground = max(count, key=lambda colour: count[colour])
    behind = "#{:02x}{:02x}{:02x}".format(*ground)
    return max(contrast(colour, behind) for colour in seen)


def _is_seen(box: dict[str, Any]) -> bool:
    """Tell whether the words have more than the pixel of those for screen readers."""
    return min(box["width"], box["height"]) > 4
