"""The messages of the audit as French prints them."""

from __future__ import annotations

import re

from ppun_access.french.text.typography import french_spacing

_TYPED = re.compile(r"(?<!\w)\w++: (?:\{[^{}]*\}|\[\{[^{}]*\}\])")
"""What is to be typed in a front matter: a no-break space before its colons breaks it."""
_HELD = "\ue000"
"""Of the private use area: no text has it."""


def printed(text: str) -> str:
    """Return a message with the no-break spaces of French, but in what is to be typed."""
    typed = iter(_TYPED.findall(text))
    spaced = french_spacing(_TYPED.sub(_HELD, text))
    return re.sub(_HELD, lambda held: next(typed, held[0]), spaced)
