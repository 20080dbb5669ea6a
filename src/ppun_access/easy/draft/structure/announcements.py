"""What only announces leaves: « On notera que A » says A."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.draft.parse.grammar import has_finite
from ppun_access.easy.draft.parse.text import capital, listed, sentence
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verify import is_sentence
from ppun_access.easy.draft.structure.rule import Pieces

_ALSO = listed("également aussi donc ici")
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
