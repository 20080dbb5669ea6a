"""Is it a sentence? Each one that a rule makes is parsed again and looked at."""

from __future__ import annotations

import re

from ppun_access.easy.draft.parse.grammar import (
    CLITIC_SUBJECTS,
    has_finite,
    noun_number,
    number_of_word,
    root_verb,
    subject,
)
from ppun_access.easy.draft.parse.text import balanced, count, listed, sentence
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import finite_tags
from ppun_access.french.lexical.morphology import is_only_finite, readings

FRAGMENTS = (
    "Par exemple : ", "Précision : ", "Cela veut dire : ", "Exception : ",
    "Condition : ", "Peu importe ", "Référence : ", "Exemple d", "Exemples d",
)  # fmt: skip
"""Openings of what is not a sentence, and says so, in a draft or in its source."""
CONNECTORS = (
    "Mais ", "En effet, ", "Donc ", "Pourtant, ", "Or, ", "Puis ", "Pour cela, ",
    "C’est pourquoi ", "Ensuite, ", "Enfin, ", "Ainsi, ", "Alors, ", "Donc, ", "Là, ",
    "Finalement, ", "À ce moment-là, ", "Et ", "Dans ce cas, ",
)  # fmt: skip
"""What stands before a sentence, which must stand without it."""
_FUNCTION = frozenset({"DET", "ADP", "CCONJ", "SCONJ"})
_PERSONS = {"nous": "1p", "vous": "2p", "ils": "3p", "elles": "3p"}
_PERSONS |= {"il": "3s", "elle": "3s", "on": "3s"}
_MAY_END = listed("plus là tout dessous dessus avant après contre")
_NEVER_FIRST = listed("qui que qu' dont et ou où ni")
_OPEN_BEFORE = listed("qui que qu' dont où si s' lorsque quand comme , : ( «")
_SUBORDINATE = re.compile(
    r"\A[«( ]*(?:[\w'-]+(?: [\w'-]+)?, )?(?:lorsqu|quand\b|"
    r"(?:après|avant|dès|alors|tandis|bien|pour|afin|sans|depuis|pendant|"
    r"tant|aussitôt|parce|à condition|à moins|de sorte|si bien|même s'il|étant donné|"
    r"selon|une fois) qu|(?:[\w-]+ )?(?:l[ae]s?|aux?|du|des)quel|"
    r"(?:dans la mesure|au cas) où|(?:du fait|vu|pour) qu|"
    r"puisqu|quoiqu|comme\b|(?:même |sauf )?s(?:i\b|'ils?\b))"
)
"""What opens a clause that says nothing without its main clause."""
THERE_IS = re.compile(r"Il (?:n')?y a ")
"""« Il y a un litige ? »: the parser reads « il y a dix ans »."""
_DANGLING = re.compile(
    r"(?:\b(?:de|du|des|à|au|aux|le|la|les|un|une|et|ou|que|qui|pour|par|dans|en|sur|"
    r"avec|sans|afin|ainsi que|notamment)|['’])[\s.]*\Z"
)


def bare(piece: str) -> str:
    """Return what must be a sentence in ``piece``, empty for a fragment that says so."""
    if piece.startswith(FRAGMENTS):
        return ""
    opened = next((c for c in CONNECTORS if piece.startswith(c)), "")
    return sentence(piece.removeprefix(opened))


def is_fragment_right(piece: str) -> bool:
    """Return whether what follows the opening of a fragment holds together."""
    said = piece.removeprefix(next(f for f in FRAGMENTS if piece.startswith(f)))
    return bool(said) and balanced(said) and not _DANGLING.search(said)


def is_sentence(tree: Tree) -> bool:
    """Return whether a parse is that of a whole sentence with its own finite verb."""
    if count(tree.text) < 3 or not balanced(tree.text) or not len(tree):
        return False
    if THERE_IS.match(tree.plain) and not has_finite(tree, 3, len(tree)):
        return not _ends_open(tree)
    verb = root_verb(tree)
    if _is_subordinate(tree, verb):
        return False
    if verb is None:
        return not _ends_open(tree) and _has_plain_verb(tree)
    marks = tree.pos(0) == "SCONJ" and tree.head(0) == tree.root and tree.dep(0) == "mark"
    if marks or tree.lows[0] in _NEVER_FIRST or _ends_open(tree):
        return False
    found = subject(tree, tree.root)
    if found is None:  # a pronoun that the parser missed, or called an expletive
        said = (i for i in range(verb) if tree.lows[i] in CLITIC_SUBJECTS)
        found = next((i for i in said if tree.head(i) in (tree.root, verb)), None)
    return found is not None and _agrees(tree, found, verb)


def _is_subordinate(tree: Tree, verb: int | None) -> bool:
    """« Lorsqu’il part. »: the main clause must come after a comma, with its subject."""
    opened = _SUBORDINATE.search(tree.plain.lower())
    if opened is None:
        return False
    first = tree.at(opened.end())
    comma = next((i for i in range(first, len(tree)) if tree.lows[i] == ","), len(tree))
    found = subject(tree, tree.root)
    return verb is None or verb < comma or (found is not None and found < comma)


def _has_plain_verb(tree: Tree) -> bool:
    """Return whether Lexique sees the verb that the parser took for something else.

    « La salariée bénéficie d’une garantie »: a form that can only be a finite verb, after
    a determiner or a pronoun of its number and no word that opens a clause.
    """
    finite = (i for i in range(1, len(tree)) if is_only_finite(tree.lows[i]))
    kinds = ((i, {one.pos for one in readings(tree.lows[i])}) for i in finite)
    place = next((i for i, found in kinds if found <= {"VER", "AUX"}), 0)
    number = number_of_word(tree.lows[0])
    before = set(tree.lows[:place])
    agrees = any(tag.endswith(f"3{number}") for tag in finite_tags(tree.lows[place]))
    return bool(place and number and agrees) and before.isdisjoint(_OPEN_BEFORE)


def _ends_open(tree: Tree) -> bool:
    words = (i for i in range(len(tree)) if tree.pos(i) not in ("PUNCT", "SPACE"))
    last = max(words, default=0)
    waits = tree.pos(last) in _FUNCTION and tree.lows[last] not in _MAY_END
    return waits or _DANGLING.search(tree.plain) is not None


def _agrees(tree: Tree, found: int, verb: int) -> bool:
    """Tell whether the verb may have the person and the number of its subject."""
    tags, word = finite_tags(tree.lows[verb]), tree.lows[found]
    person = _PERSONS.get(word, "")
    if not person and tree.pos(found) == "NOUN" and not any(tree.dependents(found, "conj")):
        person = f"3{noun_number(tree, found)}"
    asked = person not in ("", "3") and bool(tags)
    return not asked or any(tag.endswith(person) for tag in tags)
