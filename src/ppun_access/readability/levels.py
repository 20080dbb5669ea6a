"""The levels of difficulty, in plain words, of a sentence as of a text."""

from __future__ import annotations

HARDEST = 100.0
LEVELS: tuple[tuple[float, str], ...] = (
    (20.0, "très facile"),
    (40.0, "facile"),
    (60.0, "moyen"),
    (80.0, "difficile"),
    (HARDEST, "très difficile"),
)
"""Where each level ends and its name: 20.0 is still « très facile »."""


def level_of(difficulty: float) -> str:
    """Return the name of the level of a ``difficulty`` from 0 to 100."""
    return next((name for bound, name in LEVELS if difficulty <= bound), LEVELS[-1][1])
