"""Contrast as it is painted: where the system replaces colours, no style sheet tells it."""

from __future__ import annotations

import io
from collections import Counter

from PIL import Image
from playwright.sync_api import Locator

from ppun_access.colours import contrast_of

LEAST = 4.5
"""WCAG 1.4.3; the colours are those that the reader gave to his system."""
_RARE = 0.002
"""Of the picture: a colour that is rarer is an edge of a letter."""


def contrast(words: Locator) -> float:
    """Return the contrast of some words with what they stand on, from their picture.

    ``words`` has no border and no drawing, which would be seen instead of the words.
    """
    picture = Image.open(io.BytesIO(words.screenshot())).convert("RGB")
    picture = picture.crop((1, 1, picture.width - 1, picture.height - 1))  # its own edges
    count = Counter(picture.get_flattened_data())
    least = _RARE * picture.width * picture.height
    seen = [f"#{r:02x}{g:02x}{b:02x}" for (r, g, b), n in count.items() if n >= least]
    ground = max(count, key=lambda colour: count[colour])
    behind = "#{:02x}{:02x}{:02x}".format(*ground)
    return max(contrast_of(colour, behind) for colour in seen)


def pale(words: Locator) -> list[str]:
    """Return those of ``words`` that are seen and too pale."""
    return [
        f"{found.inner_text()}: {ratio:.1f}"
        for found in words.all()
        if _is_seen(found) and (ratio := contrast(found)) < LEAST
    ]


def _is_seen(words: Locator) -> bool:
    """Tell whether the words have more than the pixel of those for screen readers."""
    box = words.bounding_box()
    return box is not None and min(box["width"], box["height"]) > 4
