"""Split French text into words.

Conventions, which every score and every count of the project follows:

- an elided form is a word and keeps its apostrophe (« l’ » | « accès »), straight or curly;
- what a hyphen joins is one word: compounds (« Bourgogne-Franche-Comté »,
  « main-d’œuvre »), and inverted pronouns too (« a-t-il », « dit-elle », « est-ce »),
  because the reader meets one block of letters;
- « aujourd’hui », « prud’homme », « quelqu’un », « presqu’île », « c’est-à-dire » are one;
- a number with its marks is one (3.500, 3 500, 12,5, 12/03/2024), whatever the space;
- a web or e-mail address (« exemple.fr » too) is one, a dotted acronym (« S.N.C.F. ») is
  one, « n° » is one;
- punctuation and symbols (% € « – &) are none.
"""

from __future__ import annotations

import re
from functools import cache

from ppun_access.french.text.numerals import EMAIL, GROUPED, WEB

_LETTERS = r"[^\W_]+(?:·[^\W_]+)*"
_WHOLE = (
    r"aujourd['’]hui|prud['’]hom\w+|quelqu['’]une?s?|presqu['’]îles?|c['’]est-à-dire|"
    r"entr['’][^\W_]+"
)
ELIDED = r"(?:[cdjlmnst]|(?:jus|lors|puis|quoi|quel|pres)?qu)['’]"
"""A form that lost its last vowel, with its apostrophe; to match without case."""

_WORD = "|".join(
    (
        # Most words: nothing that follows could join them to more.
        r"[^\W\d_]++(?=[\s,;)…])|[^\W\d_º]++(?![\w·'’°-]|\.\w)",
        # Then what a digit begins, and a letter: the rest is not tried there.
        rf"(?=\d)(?:(?<![\w.,/-]){GROUPED}(?:,\d+)?(?!\w)|"
        r"(?<!\w)\d+(?:[.,/:-]\d+)+(?!\w))",
        rf"(?=[^\W\d_])(?<!\w)(?:(?:[A-Za-zÀ-Ýà-ý]\.){{2,}}|(?i:{_WHOLE}|{ELIDED}))",
        r"[nN](?<=\b.)[°º]",
        rf"{_LETTERS}(?:['’]{_LETTERS}|-(?:[dlmtDLMT]['’])?{_LETTERS})*",
    )
)
_find_words = re.compile(_WORD).findall
_DOMAINS = ("fr", "eu", "org", "com", "net", "bzh")
_SITE = (
    rf"(?<![\w.@-])(?:[A-Za-z0-9_-]+\.)+(?:{'|'.join(_DOMAINS)})(?![\w-]|\.\w)"
    r"(?:/[\w./#?=&%+~-]*\w)?"
)
_IN_ADDRESSES = ("://", "w.", "W.", "@", *(f".{domain}" for domain in _DOMAINS))
"""What an address holds: without one, they need not be looked for at each character."""


@cache
def _with_addresses() -> re.Pattern[str]:
    return re.compile(rf"(?i:{WEB})|{EMAIL}|{_SITE}|{_WORD}")


def words(text: str) -> list[str]:
    """Return the words of ``text`` in order, as they are written; see the conventions."""
    for mark in _IN_ADDRESSES:
        if mark in text:
            return _with_addresses().findall(text)
    return _find_words(text)
