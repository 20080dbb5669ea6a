"""Indicative or subjunctive: « dispose » is both, « a » and « ait » are not."""

from __future__ import annotations

import re
from typing import Literal

from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import is_finite
from ppun_access.french.lexical.morphology import conjugate

_THAT = frozenset({"que", "qu'"})
_WANTS = re.compile(
    r"\b(?:suppos\w+|fa(?:ut|udra|udrait|llait|llu)(?: \w+)?|veu\w+|voul\w+|voudr\w+|"
    r"souhait\w+|exig\w+|(?<!\ble )(?<!\bdu )(?<!\bun )bien|pour|afin|avant|sans|à ce|"
    r"à condition|à moins|pourvu|de (?:crainte|peur)|en attendant|"
    r"(?:est|était|sera|serait|soit)(?: \w+)? (?:(?:im)?possible|nécessaire|important|"
    r"souhaitable|utile|normal|préférable|obligatoire|essentiel|indispensable)) ?\Z"
)
"""Before « que », what asks for the subjunctive."""
_MAY_WANT = re.compile(
    r"(?:\A|\b(?:demand\w+|attend\w+|accept\w+|évit\w+|crai\w+|regrett\w+|permett\w+|"
    r"empêch\w+|propos\w+|impos\w+|refus\w+|dout\w+|admet\w*|ce|condition|moins|bien|"
    r"sorte|façon|manière|quoi|où|soit|quel(?:le)?s?|importe\w*|convient|arrive|semble|"
    r"reste|fait|seule?s?|premi\w+|dernier|dernière|possible|nécessaire|important|pas)) ?\Z"
)
"""Before « que », what may ask for it."""


def is_of_both_moods(word: str, lemma: str, rest: str) -> bool:
    """Return whether a form is indicative and subjunctive; ``rest`` is « :pre:3s ».

    Lexique leaves out the subjunctives that nobody wrote: those count as the same.
    """
    if not rest.startswith(":pre:"):
        return False
    return all(conjugate(lemma, one + rest) in (word, None) for one in ("ind", "sub"))


def mood(tree: Tree, verb: int) -> Literal["ind", "sub", ""]:
    """Return the mood that the clause of a verb asks for, empty when in doubt."""
    thats = [place for place in range(verb) if tree.lows[place] in _THAT]
    before = [tree.plain[: tree.begin(place)].rstrip().lower() for place in thats]
    if not any(_WANTS.search(one) or _MAY_WANT.search(one) for one in before):
        return "ind"
    near = not any(is_finite(tree, place) for place in range(thats[-1], verb))
    return "sub" if near and _WANTS.search(before[-1]) else ""
