"""The accent of a site: one colour of the settings, made to be seen in every theme.

The style sheet holds the colours of each theme. Words in the accent stand on the four
grounds of their theme (page, card, soft, what is heard), and words stand on the accent: it
is mixed with black or white, theme by theme, until all of them have a contrast of 7:1.
"""

from __future__ import annotations

import re

from ppun_access.settings.colours import nearest

_THEME = re.compile(r"\{[^{}]*--paper:[^{}]*\}")
_COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
GROUNDS = ("paper", "card", "soft", "lit")
"""What words in the accent stand on."""
ON = "on-accent"
"""The colour of the words that stand on it."""
_ACCENT = re.compile(r"(--accent: )#[0-9a-f]{6};")


def painted(sheet: str, colour: str) -> str:
    """Return a style sheet whose accent is ``colour``, as each of its themes can show it.

    ``colour`` is ``#rrggbb``. The first theme is that of light pages, which easy pages
    share with grounds of their own.
    """
    themes = [dict(_COLOUR.findall(block)) for block in _THEME.findall(sheet)]
    shared = [theme[name] for theme in themes if "accent" not in theme for name in theme]

    def paint(block: re.Match[str]) -> str:
        theme = dict(_COLOUR.findall(block[0]))
        if "accent" not in theme:
            return block[0]
        own = shared if theme == themes[0] else []
        grounds = {*(theme[name] for name in (*GROUNDS, ON)), *own}
        return _ACCENT.sub(rf"\g<1>{nearest(colour.lower(), grounds)};", block[0])

    return _THEME.sub(paint, sheet)


def accent_of(sheet: str) -> str:
    """Return the accent of light pages."""
    found = _ACCENT.search(sheet)
    if found is None:
        raise ValueError("no accent in the style sheet")
    return found[0].split()[1].rstrip(";")
