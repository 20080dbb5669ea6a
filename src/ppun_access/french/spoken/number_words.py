"""Write numbers in French words: cardinals and ordinals; read Roman numerals.

Spelling: the traditional one (« vingt et un », « deux cent un », « mille »), not the
hyphens everywhere of 1990. Engines give both the same phonemes, except that a hyphen makes
some of them drop the liaison (« deux-cents euros »), and readers of public texts meet the
traditional form more often. Numbers and agreement follow Grevisse, *Le Bon Usage*, § 595.
"""

from __future__ import annotations

import re

LARGEST = 10**12

_UNDER_TWENTY = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze "
    "quinze seize dix-sept dix-huit dix-neuf"
)
_SMALL = tuple(_UNDER_TWENTY.split())
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}
_SCALES = ((10**12, "billion"), (10**9, "milliard"), (10**6, "million"))
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_IRREGULAR = {"cinq": "cinqu", "neuf": "neuv"}


def cardinal(n: int, feminine: bool = False) -> str:
    """Return ``n`` in words: 81 is « quatre-vingt-un », 200 is « deux cents ».

    ``feminine`` agrees a last « un » with a feminine noun (« vingt et une heures »).
    Negative numbers begin with « moins ». Raises ValueError beyond ±10^12.
    """
    if abs(n) > LARGEST:
        raise ValueError(f"Nombre trop grand pour être écrit en lettres : {n}")
    words = _positive(abs(n))
    if feminine and (words == "un" or words.endswith((" un", "-un"))):
        words += "e"
    return f"moins {words}" if n < 0 else words


def ordinal(n: int, feminine: bool = False) -> str:
    """Return the rank ``n`` in words: 1 is « premier », 21 is « vingt et unième ».

    Only the first rank has a feminine (« première »). Raises ValueError unless n ≥ 1.
    """
    if n < 1:
        raise ValueError(f"Un rang commence à 1 : {n}")
    if n == 1:
        return "première" if feminine else "premier"
    head, last = _last_word(cardinal(n))
    return f"{head}{_stem(last)}ième"


def roman(text: str) -> int | None:
    """Return the value of Roman numerals (« XXI » is 21), None when ``text`` is not one.

    Capitals I, V and X only, 1 to 39: centuries, chapters, kings, and no word of French.
    """
    if not text or not _ROMAN.fullmatch(text):
        return None
    values = [_ROMAN_VALUES[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(-v if v < f else v for v, f in zip(values, following, strict=True))


def _positive(n: int) -> str:
    """Return the words of ``n`` ≥ 0: the scales, then the thousands, then the rest."""
    words = []
    for value, name in _SCALES:
        count, n = divmod(n, value)
        if count:
            words.append(f"{_hundreds(count)} {name}{'s' if count > 1 else ''}")
    thousands, n = divmod(n, 1000)
    if thousands:
        words.append(f"{_invariable(thousands)} mille" if thousands > 1 else "mille")
    if n or not words:
        words.append(_hundreds(n))
    return " ".join(words)


def _invariable(n: int) -> str:
    """Return the words of ``n`` before « mille », where cent and vingt take no s."""
    words = _hundreds(n)
    return words.removesuffix("s") if words.endswith(("cents", "vingts")) else words


def _hundreds(n: int) -> str:
    """Return the words of ``n`` < 1000."""
    hundreds, rest = divmod(n, 100)
    if not hundreds:
        return _tens(rest)
    words = "cent" if hundreds == 1 else f"{_SMALL[hundreds]} cent"
    if rest:
        return f"{words} {_tens(rest)}"
    return words if hundreds == 1 else f"{words}s"


def _tens(n: int) -> str:
    """Return the words of ``n`` < 100: « soixante et onze », « quatre-vingt-onze »."""
    if n < 20:
        return _SMALL[n]
    if n >= 80:
        return f"quatre-vingt-{_SMALL[n - 80]}" if n > 80 else "quatre-vingts"
    tens, unit = (6, n - 60) if n >= 60 else divmod(n, 10)
    if not unit:
        return _TENS[tens]
    joint = " et " if unit in {1, 11} else "-"
    return f"{_TENS[tens]}{joint}{_SMALL[unit]}"


def _last_word(words: str) -> tuple[str, str]:
    """Return ``words`` before its last word, with its separator, and the last word."""
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    return words[:cut], words[cut:]


def _stem(word: str) -> str:
    """Return what « -ième » is added to: cinqu, neuv, quatr, cent, vingt, million."""
    word = _IRREGULAR.get(word, word)
    if word.endswith(("cents", "vingts", "millions", "milliards", "billions")):
        word = word.removesuffix("s")
    return word.removesuffix("e")
