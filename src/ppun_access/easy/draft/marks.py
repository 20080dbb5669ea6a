"""Words that bound, deny, order or allow: what an answer may not lose, add or turn.

``data/reperes.toml`` lists them. Functions read a text in lower case with straight
apostrophes (``parse.text.plain``). And words that say as much as others: « verser » and
« payer », « habitant », « résider » (``data/memes-sens.toml``).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ppun_access.easy.audit.lists import base_forms
from ppun_access.easy.draft.words.lexicon import entries
from ppun_access.easy.text import listed, table
from ppun_access.french import words
from ppun_access.french.lexical.lists import is_function_word

Forms = frozenset[str]
_NE = re.compile(r"(?<![\w-])(?:ne |n')")
_NE_QUE = re.compile(
    r"\bn(?:e |')(?:(?!\b(?:pas|plus|jamais|rien|aucune?)\b)[^.,;:!?])*?\bqu(?:e |')"
)
_TURNS = re.compile(r"(?<![\w-])(?:ne |n'|sans qu|pas )")
_UNTIL = re.compile(r",| (?=si |s'|quand |lorsqu|qui )")
_NOT_MORE = re.compile(r"\bpas (plus|moins)\b")
_ABLE = re.compile(r"\b[a-zà-ÿ]{3,}[ai]bles?\b")
_PAS = re.compile(r"(?<![\w-])(?:pas|jamais|aucune?)(?![\w-])(?! (?:plus|moins))")


@cache
def _words(*names: str) -> re.Pattern[str]:
    """Return a pattern of the words of some lists."""
    known = table("reperes")["sorties"] | table("reperes")["mots"]
    return _any([word for name in names for word in known[name]])


def _any(words: list[str]) -> re.Pattern[str]:
    found = "|".join(word.replace("*", r"[\w-]*") for word in words)
    return re.compile(rf"(?<![\w-])(?:{found})(?![\w-])")


def says(text: str, *names: str) -> str:
    """Return the first words of a text that some lists have, empty when there is none.

    >>> says("sauf le dimanche, si la mairie est fermée", "sauf")
    'sauf'
    """
    found = _words(*names).search(text)
    return found[0].strip() if found else ""


def count(text: str, *names: str) -> int:
    """Return how often a text says the words of some lists."""
    return len(_words(*names).findall(text))


def only(text: str) -> str:
    """Return what limits a text to some: « seulement », « ne… que »."""
    found = _NE_QUE.search(text)
    return says(text, "seulement") or (found[0].strip() if found else "")


def negations(text: str) -> int:
    """Return how many words of a clause deny: two of them affirm."""
    found = not _NE_QUE.search(text) if _NE.search(text) else bool(_PAS.search(text))
    return found + count(text, "nie")


def is_denied(text: str) -> bool:
    """Return whether a clause denies."""
    return negations(text) % 2 == 1


def is_unclear(text: str) -> bool:
    """Return whether a clause limits or turns twice: nobody knows what it denies."""
    many = negations(text)
    bounded = many and says(text, "plus", "moins")
    return many > 1 or bool(bounded or only(text) or says(text, "doute"))


def modality(text: str) -> set[str]:
    """Return what a clause says of its verb: « doit », « peut », « interdit », « libre ».

    >>> sorted(modality("vous n'êtes pas obligé de répondre"))
    ['libre']
    """
    found = {
        "libre": "libre", "interdit": "interdit", "doit": "doit",
        "peut": "libre" if says(text, "refuser") else "peut",
    }  # fmt: skip
    if says(text, "nier"):
        kept = "interdit" if says(text, "devoir") else "libre"
        found = {"interdit": "peut", "doit": kept, "peut": "interdit"}
    able = {"interdit"} if says(text, "nier") and _ABLE.search(text) else set()
    return able | {became for name, became in found.items() if says(text, name)}


def bounds(text: str) -> frozenset[str]:
    """Return « plus » or « moins » where a text bounds its number so."""
    text, turned = _NOT_MORE.subn(r"au \1", text)
    many = 0 if turned else negations(text)
    before, after = _parts(text) if many else (text, "")
    sides = {"plus": "moins", "moins": "plus"} if many < 2 else {}
    return frozenset(
        x for x, other in sides.items() if says(before, x) or says(after, other)
    )


def _parts(text: str) -> tuple[str, str]:
    """Return what a negation leaves, and what it turns, until « si » or « qui »."""
    before, *turned = _TURNS.split(text, maxsplit=1)
    after, *rest = _UNTIL.split(turned[0]) if turned else [""]
    return " ".join((before, *rest)), after


def times(text: str) -> frozenset[str]:
    """Return « avant » or « après » where a text says so."""
    return frozenset(name for name in ("avant", "après") if says(text, name))


def rates(text: str) -> set[str]:
    """Return « par mois » or « par an » where a text says so, in any words."""
    rates = table("reperes")["rythmes"].items()
    return {name for name, some in rates if _any(some).search(text)}


@cache
def contraries() -> tuple[tuple[Forms, Forms], ...]:
    """Return the pairs of contraries, each both ways."""
    rows = [row.split("/") for row in table("reperes")["contraires"]["paires"]]
    sides = [tuple(frozenset(all_forms(words)) for words in row) for row in rows]
    return tuple(pair for one, two in sides for pair in ((one, two), (two, one)))


def all_forms(text: str) -> set[str]:
    """Return the forms of all the words of a text."""
    return {form for word in re.findall(r"[^\W\d_]+", text) for form in base_forms(word)}


def turned(old: str, new: str) -> str:
    """Return how it is told that a modality became another one, empty where it may."""
    return str(table("reperes")["retournements"].get(f"{old} {new}", ""))


@cache
def bodies() -> tuple[Forms, ...]:
    """Return the bodies and persons of which one may be said for the other."""
    return tuple(listed(words) for words in table("reperes")["corps"]["voisins"])


LIGHT = listed(
    "avoir être faire aller dire pouvoir devoir falloir vouloir mettre prendre venir tenir "
    "passer rester devenir y"
)
"""Verbs that say nothing by themselves."""


@lru_cache(maxsize=1 << 12)
def meanings(forms: Forms) -> Forms:
    """Return ``forms``, and those of the words that one may say for them."""
    found = set(forms)
    for group in _groups():
        if group & forms:
            found |= group
    return frozenset(found)


@cache
def _groups() -> tuple[Forms, ...]:
    found = [listed(one) for one in table("memes-sens")["groupes"]]
    pairs = ((x.expression, x.easier) for x in (*entries("verbes"), *entries("noms")))
    return (*found, *(frozenset(pair) for pair in pairs if " " not in "".join(pair)))


_CLITICS = re.compile(
    r"-(?:t-)?(?:les?|la|lui|leur|vous|nous|moi|y|en|ils?|elles?|on|ce)\b"
)


def content(text: str) -> list[str]:
    """Return the words of ``text`` that say something, in lower case."""
    return [
        word.lower()
        for word in words(_CLITICS.sub("", text))
        if not is_function_word(word) and not base_forms(word) & LIGHT
    ]
