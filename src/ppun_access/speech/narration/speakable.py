"""What a French voice can read of a text: the Latin alphabet and common signs."""

from __future__ import annotations

import unicodedata

_REPERTOIRE = "cp1252"
"""Every letter and sign that Pico says is in this character set (measured)."""
_SAME = str.maketrans("łŁđĐħıŋ\u2010\u2011\u2212ʼ′", "lLdDhin---''")
"""Letters and signs that Unicode does not tie to the one that sounds the same."""
_NAMELESS = frozenset("¤¢¦¨¬¯´¸ˆ˜")
"""Signs of the character set that the engines skip, or name each in its own way."""


def speakable(text: str) -> tuple[str, str]:
    """Return ``text`` as a voice can be given it, and the characters that are lost.

    Accents of other languages fall, wide and bold letters become plain, what is invisible
    goes. Lost characters are letters, digits and symbols (never punctuation or spaces),
    each once, in order.
    """
    kept, lost = [], []
    for character in unicodedata.normalize("NFC", text).translate(_SAME):
        said = _said(character)
        kept.append(said)
        if not said and unicodedata.category(character)[0] in "LNS":
            lost.append(character)
    return " ".join("".join(kept).split()), "".join(dict.fromkeys(lost))


def lost_words(text: str) -> str:
    """Return the characters of ``text`` that are lost and were to be heard.

    An ornament takes no word away from who listens.

    >>> lost_words("Αθήνα ≥ 3 🎉")
    'Αθήνα≥'
    """
    _, lost = speakable(text)
    return "".join(c for c in lost if unicodedata.category(c)[0] in "LN" or _counts(c))


def _counts(character: str) -> bool:
    """Tell whether a symbol stands for words: « ≥ », « ₿ »."""
    return unicodedata.category(character) in ("Sm", "Sc")


def _said(character: str) -> str:
    """Return what can be read in the place of one character, or nothing."""
    category = unicodedata.category(character)
    if category == "Cf" or character in _NAMELESS:
        return ""
    if character.isspace() or category == "Cc":
        return " "
    plain = unicodedata.normalize("NFKC", character)
    base = unicodedata.normalize("NFKD", character)[:1]
    return next((s for s in (character, plain, base) if _in_repertoire(s)), "")


def _in_repertoire(text: str) -> bool:
    try:
        text.encode(_REPERTOIRE)
    except UnicodeEncodeError:
        return False
    return True
