"""Draw covers with typst: title, author and publisher, as a PNG image.

The fonts are those inside the Python package typst (Libertinus Serif, and two others for
the signs that it lacks), never the system's: the same words give the same bytes anywhere.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from importlib.resources import files

from ppun_access.errors import OutputError, UsageError
from ppun_access.settings.colours import LEAST_CONTRAST, contrast_of, nearest
from ppun_access.tools import typst

SQUARE = 1400
"""Pixels: what players of music and audiobooks ask of a cover."""
VERSION = "1"
_BARS = 33
_LONGEST_WORD = 24
_WORD_BREAK = "\N{ZERO WIDTH SPACE}"


@dataclass(frozen=True, slots=True)
class Colours:
    """What a cover is painted with, as ``#rrggbb``: those of the site unless said.

    Words are in ``ink``; ``accent`` is for what is only drawn.
    """

    ground: str = "#7a1e3c"
    ink: str = "#fffaf3"
    accent: str = "#ffb9a8"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a cover; ``label`` stands above the title."""

    title: str
    author: str = ""
    publisher: str = ""
    label: str = ""
    lang: str = "fr"
    colours: Colours = Colours()


def draw(words: Words, *, width: int = SQUARE, height: int = SQUARE) -> bytes:
    """Return ``words`` drawn as a PNG image of ``width`` by ``height`` pixels.

    The title shrinks until it fits: no word is lost. Raises MissingToolError when typst
    is absent, UsageError when the two colours are too near (``LEAST_CONTRAST``),
    OutputError when the words cannot fit.
    """
    check_contrast(words.colours)
    try:
        return typst.png(
            drawing(),
            inputs=_inputs(words, width, height),
            about=f"La couverture de « {words.title[:60]} » n’a pas pu être dessinée",
        )
    except OutputError as error:
        raise OutputError(
            error.message,
            next_step="Raccourcissez le titre, le nom de l’auteur ou celui de l’éditeur.",
        ) from error


def readable_colours(ground: str) -> Colours:
    """Return colours that can be read on ``ground``, light or dark.

    A ground that nothing stands out on is made darker or lighter. Raises UsageError for
    what is no colour.
    """
    inks = (Colours().ink, "#000000")
    best = max(inks, key=lambda ink: contrast(ink, ground))
    return Colours(nearest(ground, (best,)), best, best)


def check_contrast(colours: Colours) -> None:
    """Raise UsageError unless the ink can be read on the ground."""
    found = contrast(colours.ink, colours.ground)
    if found < LEAST_CONTRAST:
        raise UsageError(
            f"Les couleurs {colours.ink} et {colours.ground} se lisent mal l’une sur "
            f"l’autre : leur contraste est de {found:.1f} au lieu de 7.",
            next_step="Choisissez une couleur plus foncée ou plus claire.",
        )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21; UsageError for what is none."""
    try:
        return contrast_of(one, other)
    except ValueError as error:
        raise UsageError(
            f"« {error} » n’est pas une couleur.",
            next_step="Écrivez-la avec six chiffres, par exemple #7a1e3c.",
        ) from error


def drawing() -> bytes:
    """Return the drawing, in typst's language."""
    return (files("ppun_access.tools") / "templates" / "cover.typ").read_bytes()


def _inputs(words: Words, width: int, height: int) -> dict[str, str]:
    return {
        "title": _shown(words.title),
        "author": _shown(words.author),
        "publisher": _shown(words.publisher),
        "label": _shown(words.label),
        "lang": words.lang.partition("-")[0] or "fr",
        "ground": words.colours.ground,
        "ink": words.colours.ink,
        "accent": words.colours.accent,
        "bars": _bars(words.title),
        "width": str(width),
        "height": str(height),
    }


def _shown(text: str) -> str:
    """Return ``text`` on one line, what no font draws left out, endless words cut."""
    spaced = " ".join(part for part in re.split(r"[ \t\r\n]+", text) if part)
    kept = "".join(c for c in unicodedata.normalize("NFC", spaced) if _is_drawn(c))
    return " ".join(_breakable(word) for word in kept.split(" ") if word)


def _is_drawn(character: str) -> bool:
    """Return whether a font for text can hold ``character``: no control, no emoji."""
    category = unicodedata.category(character)
    emoji = category == "So" and character >= "\u2600"
    return not emoji and category not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _breakable(word: str) -> str:
    parts = (word[i : i + _LONGEST_WORD] for i in range(0, len(word), _LONGEST_WORD))
    return _WORD_BREAK.join(parts)


def _bars(title: str) -> str:
    """Return the heights of the bars, 0 to 9: each title has its own, always the same.

    They swell and fade as a sentence does.
    """
    digest = hashlib.sha256(title.encode("utf-8", "replace")).digest()
    bars = []
    for n in range(_BARS):
        swell = 1 - abs(2 * n / (_BARS - 1) - 1) ** 2.2
        bars.append(
            min(9, round(9 * (0.08 + 0.92 * swell) * (0.35 + digest[n % 32] / 394)))
        )
    return "".join(map(str, bars))
