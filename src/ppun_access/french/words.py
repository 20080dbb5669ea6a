"""Cut French text into words.

Conventions, which every score and every count of the project follows:

- an elided form is a word and keeps its apostrophe (« l’ » | « accès »), straight or curly;
- what a hyphen joins is one word: compounds (« Bourgogne-Franche-Comté »,
  « main-d’œuvre »), and inverted pronouns too (« a-t-il », « dit-elle », « est-ce »),
  because the reader meets one block of letters;
- « aujourd’hui », « prud’homme », « quelqu’un », « presqu’île », « c’est-à-dire » are one;
- a number with its marks is one (3.500, 3 500, 12,5, 12/03/2024), whatever the space;
- a web or e-mail address is one, a dotted acronym (« S.N.C.F. ») is one, « n° » is one;
- punctuation and symbols (% € « – &) are none.
"""

from __future__ import annotations

import re

from ppun_access.french.numerals import EMAIL, GROUPED, WEB

_LETTERS = r"[^\W_]+(?:·[^\W_]+)*"
_WHOLE = (
    r"aujourd['’]hui|prud['’]hom\w+|quelqu['’]une?s?|presqu['’]îles?|c['’]est-à-dire|"
    r"entr['’][^\W_]+"
)
ELIDED = r"(?:[cdjlmnst]|(?:jus|lors|puis|quoi|quel|pres)?qu)['’]"
"""A form that lost its last vowel, with its apostrophe; to match without case."""

_WORD = re.compile(
    "|".join(
        (
            # Most words: nothing that follows could join them to more.
            r"[^\W\d_]+(?=[\s,;)…])",
            rf"(?i:{WEB})",
            EMAIL,
            rf"(?<![\w.,/-]){GROUPED}(?:,\d+)?(?!\w)",
            r"(?<!\w)\d+(?:[.,/:-]\d+)+(?!\w)",
            r"(?<!\w)(?:[A-Za-zÀ-Ýà-ý]\.){2,}",
            rf"(?<!\w)(?i:{_WHOLE})",
            rf"(?<!\w)(?i:{ELIDED})",
            r"\b[nN][°º]",
            rf"{_LETTERS}(?:['’]{_LETTERS}|-(?:[dlmtDLMT]['’])?{_LETTERS})*",
        )
    )
)


def words(text: str) -> list[str]:
    """Return the words of ``text`` in order, as they are written; see the conventions."""
    return _WORD.findall(text)
