"""Count embedded clauses, by a closed list of markers and their context.

A finite clause opened by a subordinator, a relative or an indirect question, and a clause
whose verb is a present participle, count one each. No parser: a marker counts unless the
words beside it give it another use, e.g. « que » in « ne … que » or in a comparison,
« si » before an adjective, « comme » before a noun, « dont » before a number.

What is not seen: clauses of an infinitive (« pour aider »), of a past participle
(« adoptée en 2020 »), « comme » of cause, and relatives that are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

_SUBJECT = (
    r"(?:j['’]|je\b|tu\b|ils?\b|elles?\b|on\b|l['’]on\b|nous\b|vous\b|c['’]|ce(?:la|ci)?\b)"
)
_DETERMINERS = (
    r"l['’]|(?:les?|la|une?|des|du|ces?|cet|cette|ceux|celles?|celui|mon|ma|mes|tes|ta|ton|"
    r"son|sa|ses|notre|nos|votre|vos|leurs?|chaque|chacune?|aucune?|plusieurs|certaine?s|"
    r"toute?s?|tous|quelqu['’]une?|personne|rien|ça|\d[\d\s.,]*|deux|trois)\b"
)
_NOUN = rf"(?:{_DETERMINERS})"
_COMPARES = (
    r"(?:plus|moins|aussi|autant|davantage|mieux|meilleure?s?|pires?|plutôt|même|autres?|"
    r"ainsi|tel(?:le)?s?|autrement)"
)
_OBJECT = rf"(?:(?:à|aux?|ainsi|sur|contre|entre)\b|{_DETERMINERS})"

_BEFORE_OPENING = re.compile(r"^[\s«“\"'(–—•-]*$")
_COMPARISON = re.compile(rf"\b{_COMPARES}(?:\s+[^\s,;:.]+){{0,2}}\s+$")
_REAL_CLAUSE = re.compile(
    r"\b(?:alors même|d['’]autant (?:plus|moins|mieux)|à moins|du moins|après|avant|"
    r"une fois|si bien|non)\s+$"
)
_RESTRICTED = re.compile(r"\b(?:ne\s|n['’])(?:[^\s,;:.]+[\s,]+){1,5}$")
_NEGATED = re.compile(r"\b(?:pas|plus|jamais|rien|aucune?|point|guère|personne)\b")
_NO_CLAUSE_QUE = re.compile(r"\b(?:est-ce|peut-être|soit|bien sûr|en tant)\s+$")
_INFINITIVE_NEXT = re.compile(r"(?:\s*(?:de\b|d['’]))")
_ANY = re.compile(r"\bn['’]importe\s+$")


def _que(before: str, after: str) -> bool:
    if _BEFORE_OPENING.match(before) or _NO_CLAUSE_QUE.search(before):
        return False
    if _REAL_CLAUSE.search(before):
        return True
    if _INFINITIVE_NEXT.match(after):
        return False
    if _COMPARISON.search(before):
        return bool(re.match(rf"\s*{_SUBJECT}", after)) and "ainsi" not in before[-8:]
    restricted = _RESTRICTED.search(before)
    return not restricted or bool(_NEGATED.search(restricted[0]))


def _qui(before: str, after: str) -> bool:
    opens = _BEFORE_OPENING.match(re.sub(r"\b(?:à|de|avec|pour|par|chez)\s+$", "", before))
    return not opens and not _ANY.search(before) and not re.match(r"\s+plus est\b", after)


def _dont(before: str, after: str) -> bool:
    partial = r"\s+(?:\d|une?\b|deux\b|trois\b|quatre\b|cinq\b|notamment\b|certaine?s\b)"
    return not re.match(partial, after)


def _where(before: str, after: str) -> bool:
    if _BEFORE_OPENING.match(before) or _ANY.search(before):
        return False
    return not re.search(r"\bd['’]$", before) and not re.match(r"\s+qu(?:e\b|['’])", after)


def _when(before: str, after: str) -> bool:
    if re.match(r"\s+(?:même|à|aux?)\b", after):
        return False
    if re.search(r"\b(?:depuis|jusqu['’]à)\s+$", before):
        return False
    return not (_BEFORE_OPENING.match(before) and after.rstrip().endswith("?"))


def _as(before: str, after: str) -> bool:
    verb = r"\s+(?:le\s+|l['’])?(?:montre|prévoi|indiqu|rappel|précis|soulign|prévu|demand)"
    return bool(re.match(rf"\s+{_SUBJECT}", after) or re.match(verb, after))


def _if(before: str, after: str) -> bool:
    if re.match(r"\s+ce n['’]est\b", after):
        return False
    return bool(re.match(rf"\s+(?:{_SUBJECT}|{_NOUN}|les?\b|y\b)", after))


def _asks(before: str, after: str) -> bool:
    said = re.search(r"(?:\bc['’]est|\bvoilà|,|\bet|\bou)\s+$", before)
    return not said and not _BEFORE_OPENING.match(before)


_WORDS_IN_ANT = """
    avant devant pendant durant suivant moyennant nonobstant concernant cependant maintenant
    autant tant pourtant quant auparavant dorénavant important enfant habitant représentant
    étudiant enseignant dirigeant gouvernant commerçant instant restant montant courant
    croissant existant brillant vivant constant distant puissant suffisant partant néant
    géant quadrant gérant passant exploitant fabricant soi-disant méchant élégant abondant
    culminant
"""
_NO_PARTICIPLE = frozenset(_WORDS_IN_ANT.split())
"""Words in -ant that are no verb, or a preposition."""
_NO_GERUND = frozenset({"avant", "constant", "devant", "important", "puissant", "tant"})
"""Those that « en » can precede."""


_MARKERS = re.compile(
    r"\b(?:(?P<que>que\b|qu['’])|(?P<qui>qui\b)|(?P<dont>dont\b)|(?P<where>où\b)|"
    r"(?P<when>quand\b)|(?P<as>comme\b)|(?P<if>si\b)|(?P<asks>pourquoi\b|comment\b)|"
    r"(?P<always>s['’]ils?\b|lorsqu(?:e\b|['’])|puisqu(?:e\b|['’])|quoiqu(?:e\b|['’])|"
    r"(?:les?|la|au|aux|du|des)quel(?:le)?s?\b|ayant\b|pouvant\b|étant\b(?!\s+donné)|"
    r"n['’](?:ayant|étant)\b))"
)
_PARTICIPLE = re.compile(rf"(?<=[^\W\d_]{{2}})ant\b(?=(?P<object>\s+{_OBJECT})?)")
_GERUND = re.compile(
    r"\ben\s+(?:[ymtsn]['’]?\s*|l['’]|les?\s+|la\s+|leur\s+|nous\s+|vous\s+)?\Z"
)
_REFLEXIVE = re.compile(r"\b(?:se\s|s['’])\Z")
_RULES: Mapping[str, Callable[[str, str], bool]] = {
    "que": _que,
    "qui": _qui,
    "dont": _dont,
    "where": _where,
    "when": _when,
    "as": _as,
    "if": _if,
    "asks": _asks,
    "always": lambda before, after: True,
}
_ALWAYS = ("ayant", "étant", "pouvant")
"""Participles that the markers hold already."""
_BEFORE_A_GERUND = 12
"""Characters of « en nous » and the like, at most."""
_SEEN = 60
"""Characters looked at before a marker."""
_AHEAD = 200
"""Characters looked at after it: a sentence of a million characters takes no longer."""


def embedded_clauses(sentence: str) -> tuple[str, ...]:
    """Return the marker that opens each clause embedded in ``sentence``, in order."""
    return tuple(_found(sentence.lower()))


def _found(text: str) -> Iterator[str]:
    found = [*_subordinates(text), *_participles(text)]
    return (marker for _, marker in sorted(found))


def _subordinates(text: str) -> Iterator[tuple[int, str]]:
    """Yield where a subordinator, a relative or a question word opens a clause."""
    for marker in _MARKERS.finditer(text):
        before = text[max(0, marker.start() - _SEEN) : marker.start()]
        after = text[marker.end() : marker.end() + _AHEAD]
        if _RULES[marker.lastgroup or ""](before, after):
            yield marker.start(), marker[0]


def _participles(text: str) -> Iterator[tuple[int, str]]:
    """Yield where « en » and a participle, or a participle and its object, open one."""
    for ending in _PARTICIPLE.finditer(text):
        start = ending.start()
        while start and text[start - 1].isalpha():
            start -= 1
        word = text[start : ending.end()]
        if word in _ALWAYS:
            continue
        gerund = _GERUND.search(text, max(0, start - _BEFORE_A_GERUND), start)
        if gerund and word not in _NO_GERUND:
            yield gerund.start(), " ".join(text[gerund.start() : ending.end()].split())
        elif not gerund and word not in _NO_PARTICIPLE:
            own = text[max(0, start - 4) : start]
            if ending["object"] or _REFLEXIVE.search(own):
                yield start, word
