"""What the guards of several entries look for, for `guards.py` and what it gathers."""

from __future__ import annotations

import re
from collections.abc import Callable

Guard = Callable[[str, str], bool]
"""What precedes and what follows, in lower case with plain apostrophes → it stands."""
BEING = r"(?:est|sont|être|été|soit|soient|était|étaient|sera|seront)"
OF = (
    r"(?:d'(?:une?\s+)?|du\s+|des\s+|"
    r"de\s+(?:(?:la|cette|cet|ces|leurs?|votre|vos|sa)\s+|l')?)"
)
"""« de » and what may stand before a noun."""
CLITICS = r"(?:(?:ne pas|n'|l[ea]s?|l'|y|en|mieux)\s*)*"
"""What may stand before an infinitive."""
_THE = r"(?:(?:les?|la|une?|des|son|sa|ses|vos|votre|leurs?|cette|cet?|ces|toute)\s+|l')"
_PREPOSITIONS = """
    à après avec chez comme contre dans depuis en entre et mais ou où par parmi pendant
    pour que sans sous sur vers
"""
FREE = frozenset(_PREPOSITIONS.split())
"""Small words that may stand twice, and after which « de » belongs to nothing."""


def takes(nouns: str, after: str) -> bool:
    """Return whether one of ``nouns`` is the object: « remet toujours une autre copie »."""
    return bool(re.match(rf"\s+(?:\w+\s+)?{_THE}(?:\w+\s+)?{nouns}s?\b", after))


def undergoes(nouns: str, before: str) -> bool:
    """Return whether one of ``nouns`` is the subject: « la copie du bail vous est… »."""
    helped = rf"\b{BEING}\s+(?:\w+ment\s+)?\Z"
    return bool(re.search(rf"(?<![\w-]){nouns}s?\s[^,;.]{{0,30}}{helped}", before))


def not_before(words: str) -> Guard:
    """Return a guard against what follows, at once or after one article or adjective."""
    pattern = re.compile(rf"\s*(?:[\w']+\s+|[ld]')?(?:[\w']+\s+)?(?:{words})")
    return lambda before, after: not pattern.match(after)
