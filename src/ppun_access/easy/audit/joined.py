"""Short sentences that may tell more than one thing, or tell it in another order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ppun_access.french.lexical.morphology import is_finite, is_only_finite, readings
from ppun_access.french.lexical.tenses import verbs_of

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
"""« rendez-vous » is one."""
_SUBJECT = r"(?:je|tu|ils?|elles?|on|nous|vous)\b|(?:j|c)['’]"
_JOINED = re.compile(rf"(?:,|\bet|\bou|\bmais|\bcar|\bdonc|\bpuis)\s(?:{_SUBJECT})", re.I)
"""« …, il », « et vous »: a second clause, unless its verb is the first one."""
_CLITICS = r"(?:(?:ne|se|le|la|les|lui|leur|y|en|nous|vous)\s|[nlsm]['’])*"
_THEN = re.compile(
    rf"(?:,|\bet|\bou|\bmais|\bpuis)\s(?:puis\s)?{_CLITICS}([^\W\d_]+)", re.IGNORECASE
)
_ASIDE = re.compile(
    r",\s(?:et\s)?(?:qui|que|dont|où|lequel|laquelle|lesquels|lesquelles|pour|dans|selon|"
    r"avec|par(?! exemple)|à|sans|comme|malgré|grâce)\b[^,;:]+,\s(?!et\b|ou\b|puis\b)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf",\s[^,;:]+,\s{_CLITICS}([^\W\d_]+)", re.IGNORECASE)
"""« Le maire, un ami, vient »."""
_DETERMINER = r"(?:les?|la|l['’]|une?|des|ces?|cet|cette|notre|nos|votre|vos|\d)"
_DETERMINERS_TEXT = """
    le la les l un une des ce cet cette du au aux de d
"""
_DETERMINERS = frozenset(_DETERMINERS_TEXT.split())
_PLACE_FIRST = re.compile(
    r"(?:(?:dans|sur|sous|chez|devant|derrière|après|avant|à|aux?|en|de)\s"
    rf"(?:{_DETERMINER}\s?)?(?:[^\W\d_]+\s)|(?:ici|là|là-bas|alors|ainsi)\s)"
    rf"([^\W\d_]+)\s{_DETERMINER}",
    re.IGNORECASE,
)
"""« Dans la rue passe un bus »: the verb stands before its subject."""
_VERB_FIRST = re.compile(r"(?:est|sont|seront)\s[^\W\d_]+\s", re.IGNORECASE)
"""« Sont exclus les bus »."""


def has_several_clauses(text: str, clauses: tuple[str, ...]) -> bool:
    """Return whether a relative, a joined clause, a second verb may tell a second idea.

    ``clauses`` are the markers of the clauses that the sentence embeds.
    """
    if clauses or sum(1 for _ in _verbs(text)) > 1:
        return True
    begun = (_likely(text[: found.start()]) for found in _JOINED.finditer(text))
    return any(begun) or any(_goes_on(found, text) for found in _THEN.finditer(text))


def _goes_on(found: re.Match[str], text: str) -> bool:
    """Return whether a verb follows another: « aide et conseille », no « et Marie »."""
    before = _WORD.findall(text[: found.start()])
    return found[1][0].islower() and _is_verb(found[1]) and any(map(is_finite, before))


def is_out_of_order(text: str) -> bool:
    """Return whether an aside cuts the sentence, or its verb stands before its subject."""
    between = (_is_verb(found[1]) for found in _BETWEEN.finditer(text))
    place = _PLACE_FIRST.match(text)
    inverted = bool(place and is_finite(place[1])) or bool(_VERB_FIRST.match(text))
    return inverted or bool(_ASIDE.search(text)) or any(between)


def _verbs(text: str) -> Iterator[str]:
    """Yield the finite verbs of ``text``; « Marie » is a name, « apprendre » infinitive."""
    for at, word in enumerate(_WORD.findall(text)):
        if (at == 0 or word[0].islower()) and _is_verb(word):
            yield word


def _is_verb(word: str) -> bool:
    ends = word.endswith(("r", "re"))
    return any(verbs_of(word)) and not (
        ends and any("inf" in one.verb for one in readings(word))
    )


def _likely(text: str) -> bool:
    """Return whether a word of ``text`` is a finite verb first of all: « passe », « aide ».

    « La place, » is a noun.
    """
    words = _WORD.findall(text.lower())
    return any(
        is_only_finite(word) and readings(word)[0].pos in ("VER", "AUX")
        for before, word in pairwise(("", *words))
        if before not in _DETERMINERS
    )
