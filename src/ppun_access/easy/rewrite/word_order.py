"""The usual order of words: the subject first, and nothing that only announces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.rewrite.grammar import has_finite, root_verb, subject
from ppun_access.easy.rewrite.rule import Pieces
from ppun_access.easy.rewrite.text import capital, count, listed, sentence
from ppun_access.easy.rewrite.tree import Tree
from ppun_access.easy.rewrite.verbs import (
    finite_tags,
    lemmas,
    past_participles,
    present_participle,
)
from ppun_access.easy.rewrite.verify import is_sentence

_OPENING = re.compile(
    r"(?:En effet|Ainsi|De même|De plus|En outre|Par ailleurs|Enfin|En revanche|"
    r"Toutefois), "
)
"""What links to the sentence before, and stays in front."""
_NAMED = listed("le la les l' ceux celles ce cet cette ces")
_EVERY = listed("tout toute tous toutes")
_ALSO = listed("également aussi donc ici")
_LONGEST = 18
"""Words: a longer subject would part the reader from the verb."""
_OF_ACT = re.compile(r" (?:de |d'|à )\w+(?:er|ir|re)\b")
_BE = listed("est sont")
_WITHOUT_OBJECT = listed("bénéficier relever")
_LINKS = (
    "En effet|Par ailleurs|De plus|En outre|Toutefois|Cependant|Enfin|Ainsi|De même|"
    "Néanmoins|Tout d'abord|Ensuite|En revanche"
)
_YET = "toutefois|cependant|par ailleurs|en outre|enfin"
_TELL = r"(?:noter|rappeler|souligner|préciser|remarquer|retenir|signaler|ajouter)"
_WORTHY = "bon|utile|important|intéressant|nécessaire|essentiel"
_ANNOUNCES = re.compile(
    rf"(?:(?P<link>{_LINKS}), )?(?:"
    r"(?:on|vous|nous) (?:note|retiend|rappelle|précise|souligne|remarque|signale)"
    r"r(?:a|ez|ons)|(?:il (?:faut|convient|y a lieu|est)|on peut|on doit)"
    rf"(?: (?P<then>également|aussi|donc|ici|{_YET}))?"
    rf"(?: (?:de|à|(?:{_WORTHY}) de))? {_TELL}|[àa] {_TELL}|notez|"
    r"il est (?:(?:également|aussi|ici) )?(?:rappelé|précisé|souligné|entendu)|"
    r"(?:rappel|précis|not|soulign|signal|ajout)ons|sachez|force est de constater|"
    r"il faut savoir|il est (?:important|bon|utile) de savoir)"
    r"(?:,? (?:également|aussi|ici|bien|tout de suite|tout d'abord|"
    rf"(?P<yet>{_YET}|néanmoins)))?,? qu(?:e\b|')\s*",
    re.IGNORECASE,
)
"""« On notera que », « il faut noter que »: they say nothing of their own."""


_AND_THAT = re.compile(r"\b(?:et|mais|ou) qu(?:e\b|')")
"""« Il faut noter que A, et que B »: « et que » would hang."""


def subject_first(tree: Tree) -> Iterator[Pieces]:
    """« Sont exclus du SMIC les salariés … » → « Les salariés … sont exclus du SMIC. »."""
    opened = _OPENING.match(tree.plain)
    start = tree.at(opened.end()) if opened else 0
    verb, end = tree.lows[start], len(tree) - (tree.pos(len(tree) - 1) == "PUNCT")
    if _OF_ACT.match(tree.plain, tree.end(start)):
        return  # « Permet de déclarer tout risque » has no subject
    if not finite_tags(verb) or {":", ";", "ni"} & set(tree.lows):
        return
    first = subject_behind(tree, start)
    if not first or "," in tree.lows[start:first]:
        return
    told, named = tree.cut(start, first), tree.cut(first, end)
    if count(named) > _LONGEST:
        return
    lead = tree.text[: opened.end()] if opened else ""
    joint = ", " if "," in named else " "
    told = told[:1].lower() + told[1:]
    yield (sentence(f"{lead}{named if lead else capital(named)}{joint}{told}"),)


def subject_behind(tree: Tree, start: int) -> int:
    """Return where the subject begins behind a verb that has no object, 0 when in doubt.

    After any other verb only « tout », « toute » are sure to open it.
    """
    passive = tree.lows[start] in _BE and bool(past_participles(tree.lows[start + 1]))
    free = passive or bool(lemmas(tree.lows[start]) & _WITHOUT_OBJECT)
    for place in range(start + 1, len(tree) - 2):
        opens = tree.lows[place] in _EVERY or (free and tree.lows[place] in _NAMED)
        governed = present_participle(tree.lows[place - 1])  # « régissant les soins »
        before = tree.pos(place - 1)
        if opens and not governed and before not in ("ADP", "CCONJ", "DET", "PUNCT"):
            return place
    return 0


def after_subject_first(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want the verb that was in front, now with its subject before it."""
    (piece,) = pieces
    opened = _OPENING.match(tree.plain)
    before = tree.lows[tree.at(opened.end()) if opened else 0]
    verb, found = root_verb(piece), subject(piece, piece.root)
    if verb is None or found is None or piece.lows[verb] != before:
        return False
    joined = any(piece.dependents(found, "conj"))  # the participle may agree with one
    return piece.spans[found][0] <= 3 and not joined


def announcement(tree: Tree) -> Iterator[Pieces]:
    """« On notera que A. » → « A. »."""
    found = _ANNOUNCES.match(tree.plain)
    second = _AND_THAT.search(tree.plain, found.end()) if found else None
    if found and not second and not tree.plain.rstrip().endswith(":"):
        said = found["yet"] or found["then"] or ""
        link = found["link"] or ("" if said in _ALSO else said.capitalize())
        lead = f"{link}, " if link else ""
        told = tree.text[found.end() :].lstrip(" ,")
        yield (sentence(lead + told if lead else capital(told)),)


def after_announcement(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a sentence, or what opens with a determiner and has a verb: « que » held one."""
    (piece,) = pieces
    told = len(piece) > 3 and piece.pos(0) == "DET" and has_finite(piece, 2, len(piece))
    return told or is_sentence(piece)
