"""Compute the contrast of two colours, and the nearest colour with enough of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

LEAST_CONTRAST = 7.0
"""Between words and what they stand on: WCAG 2, level AAA, and the RLS."""
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
"""A colour of the settings."""

_STEPS = 500
_DIGITS = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")


def contrast_of(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21.

    WCAG 2.2, « contrast ratio » (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio):
    (L1 + 0.05) / (L2 + 0.05), L1 being the luminance of the lighter one.
    Raises ValueError, which holds the colour, for what is neither ``#rrggbb`` nor ``#rgb``.
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 for black, 1 for white.

    WCAG 2.2, « relative luminance » (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance),
    with the threshold of sRGB, 0.04045, which the note of that definition prefers.
    Raises ValueError as ``contrast_of``.
    """
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def nearest(colour: str, grounds: Collection[str]) -> str:
    """Return the colour nearest to ``colour`` that has contrast enough with ``grounds``.

    It is ``colour`` itself, a shade (with black) or a tint (with white) of it, with the
    least black or white that does. Raises ValueError, which holds the colour, if none does.
    """
    for mixed in _mixed(colour):
        if all(contrast_of(mixed, ground) >= LEAST_CONTRAST for ground in grounds):
            return mixed
    raise ValueError(colour)


def _mixed(colour: str) -> Iterator[str]:
    """Yield ``colour`` itself, then with more and more black, and white."""
    yield colour
    parts = _parts(colour)
    for step in range(1, _STEPS + 1):
        share = step / _STEPS
        for end in (0, 1):
            mixed = (round(255 * (part + (end - part) * share)) for part in parts)
            yield "#" + "".join(f"{part:02x}" for part in mixed)


def _parts(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue, each from 0 to 1."""
    found = _DIGITS.fullmatch(colour)
    if not found:
        raise ValueError(colour)
    digits = found[1] if len(found[1]) == 6 else "".join(d * 2 for d in found[1])
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue
