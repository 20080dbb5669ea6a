"""RLS-6.6.3: pronouns whose noun is to be guessed, and those that may have to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ppun_access.easy.audit.model import AuditFinding, Facts, Outcome
from ppun_access.easy.audit.outcomes import (
    conforming,
    counted,
    failing,
    found_in,
    to_check,
)
from ppun_access.french.lexical.morphology import is_finite, readings
from ppun_access.french.lexical.tenses import verbs_of

_ASKED = 8
"""How many pronouns a question quotes."""
_STANDS_FOR = re.compile(
    r"\b(celui|celle|ceux|celles)(?:-(?:ci|là))?(?![\w-])",
    re.IGNORECASE,
)
_AFTER_PREPOSITION = re.compile(
    r"\b(?:à travers|avec|pour|par|chez|sans|contre|envers|selon|sur|vers|d['’]|de)"
    r"\s?(elles?|eux|lui)\b(?!-même)",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(
    r"\bqu['’](ils?|elles?)\s(?!(?:ne\s|n['’])?(?:y\sa\b|faut\b|faille\b|"
    r"s['’]agi|est\s|existe|reste|suffi))"
)
_EN = re.compile(
    r"\b(?:[smtnj]|d|qu)['’]en\s([^\W\d_]+)|"
    r"\b(?:ils?|elles?|on|nous|vous|tu|pour|sans|à)\sen\s([^\W\d_]+)",
    re.IGNORECASE,
)
_WE = re.compile(
    r"\bnous\s(?:(?:ne|n['’]|y|en|le|la|les|l['’])\s?)*([^\W\d_]+ons|sommes)\b", re.I
)


def pronouns(facts: Facts) -> Outcome:
    """RLS-6.6.3: pronouns far from their noun; the « il » of « il faut » has none."""
    found = list(_unclear(facts))
    if found:
        told = counted(len(found), "pronom n’est pas clair", "pronoms ne sont pas clairs")
        return failing(found, f"{told}.")
    texts = (passage.prose for passage in facts.passages)
    seen = dict.fromkeys(one.lower() for text in texts for one in _pronouns(text))
    if seen:
        listed = ", ".join(f"« {pronoun} »" for pronoun in list(seen)[:_ASKED])
        return to_check(f"Sait-on toujours de qui, de quoi on parle avec {listed} ?")
    return conforming("Le texte n’a pas de pronom à deviner.")


def _unclear(facts: Facts) -> Iterator[AuditFinding]:
    for passage in facts.passages:
        text = passage.prose
        marks = [
            *((m.start(1), m[1]) for m in _STANDS_FOR.finditer(text)),
            *((m.start(1), m[1]) for m in _AFTER_PREPOSITION.finditer(text)),
            *((m.start(1), m[1]) for m in _EMBEDDED.finditer(text) if _is_far(m[1], text)),
            *((m.start(), m[0]) for m in _EN.finditer(text) if _is_verb(m[1] or m[2])),
            *((m.start(), m[0]) for m in _WE.finditer(text) if _is_verb(m[1])),
        ]
        for _, pronoun in sorted(marks):
            yield found_in(
                "pronom", passage, pronoun,
                f"On doit deviner de qui ou de quoi parle « {pronoun} ».",
                "Répétez le nom.",
            )  # fmt: skip


_OPENINGS: Mapping[str, frozenset[str]] = {
    "il": frozenset({"le", "un", "ce", "cet", "l’", "chaque", "mon", "votre", "notre"}),
    "elle": frozenset({"la", "une", "cette", "l’", "chaque", "ma", "votre", "notre"}),
    "ils": frozenset({"les", "des", "ces", "vos", "nos", "certains", "plusieurs"}),
    "elles": frozenset({"les", "des", "ces", "vos", "nos", "certaines", "plusieurs"}),
}
"""Pronoun → the determiners that begin a sentence whose subject it can stand for."""


def _is_far(pronoun: str, sentence: str) -> bool:
    """Return whether the subject that begins a sentence cannot be what a pronoun means."""
    first = re.match(r"[^\W\d_]+['’]?", sentence)
    opening = first[0].lower().replace("'", "’") if first else ""
    return opening not in _OPENINGS[pronoun.lower()]


def _is_verb(form: str) -> bool:
    """Return whether a form is a verb first of all, and no participle in -ant."""
    known = readings(form.lower())
    verb = known[0].verb if known else ()
    return bool(verb) and "par:pre" not in verb


_IL = re.compile(
    r"(?<![\w-])(?:elles?|ils|eux|lui|il(?!\s(?:y\sa|faut|s['’]agit|"
    r"est\s\w+\s(?:de|que|d['’])|existe|reste|suffit|vaut|pleut|convient)))\b",
    re.IGNORECASE,
)
_AFTER_VERB = re.compile(r"(?<=[^\W\d_])-(le|la|les|lui|leur|en|y)(?![\w-])")
"""« gardez-le », « allez-y »; « Bourg-la-Reine » goes on."""
_OTHERS = re.compile(
    r"(?<![\w-])(?:(?:cela|ça)(?!\sveu(?:t|lent)\sdire)|ceci|"
    r"(?:ce|cette|ces)\sderni(?:er|ère)s?(?=[,;:.!?]|\s(?:ne|n['’]|est|a|sont|ont)\b)|"
    r"(?:le|la|les)\s(?:miens?|mienne?s?|tiens?|siens?|siennes?|[nv]ôtres?|leurs?)(?!\w)|"
    r"(?:le|la|les)\s(?:lui|leur|y|en)\s(?=[^\W\d_])|"
    r"y(?=\s(?!a\b|a-t|avait\b|avaient\b|aura\b|aurait\b|ait\b|en\s)[^\W\d_]))\b",
    re.IGNORECASE,
)
_BEFORE_VERB = re.compile(
    r"(?<![\w'’-])(le|la|les|leur|en|l['’])(?:\s|(?<=['’]))([^\W\d_]+)", re.IGNORECASE
)
_HAVING = frozenset({"a", "ont", "avez", "avons", "ai", "as", "avait", "avaient"})


def _pronouns(text: str) -> Iterator[str]:
    """Yield the pronouns of ``text``: « il », « le » in « le donne », « cela », « y »."""
    found = [
        *((m.start(), m[0]) for m in _IL.finditer(text)),
        *((m.start(), m[1]) for m in _AFTER_VERB.finditer(text)),
        *((m.start(), m[0]) for m in _OTHERS.finditer(text)),
        *(
            (m.start(), m[1])
            for m in _BEFORE_VERB.finditer(text)
            if _stands_before_verb(m[1], m[2])
        ),
    ]
    return (pronoun.strip() for _, pronoun in sorted(found))


def _stands_before_verb(pronoun: str, word: str) -> bool:
    """Return whether « le », « leur » stand before a verb: « le voir », « la donne ».

    « le pouvoir », « la porte », « l’est » may be nouns.
    """
    if pronoun[-1] in "'’" and word.lower() in _HAVING:
        return True
    if not word.islower() or word in ("est", *_HAVING):
        return False
    known = readings(word)
    nouns = [one for one in known if one.pos in ("NOM", "ADJ")]
    if word.endswith(("r", "re")) and any("inf" in one.verb for one in known):
        return not nouns
    alone = pronoun.lower() == "les" and all(one.number == "s" for one in nouns)
    return any(verbs_of(word)) or (alone and is_finite(word))
