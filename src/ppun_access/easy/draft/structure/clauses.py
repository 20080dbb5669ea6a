"""Two clauses in a sentence become two sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ppun_access.easy.draft.parse.grammar import (
    is_framed,
    open_subordinates,
    root_verb,
    subject,
)
from ppun_access.easy.draft.parse.text import count, sentence, stopped
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import is_finite, predicate
from ppun_access.easy.draft.parse.verify import starts_with_subject
from ppun_access.easy.draft.structure.rule import Family, Pieces
from ppun_access.french.lexical.morphology import readings

_FAMILY = Family("clauses")
_WORDS, _SAYS = _FAMILY.words, _FAMILY.phrases


def semicolon(tree: Tree) -> Iterator[Pieces]:
    """« A ; B » → « A. B. » when each part is a sentence."""
    parts = tuple(part.strip() for part in tree.text.split(";"))
    if len(parts) > 1 and all(count(part) >= 3 for part in parts):
        yield tuple(map(sentence, parts))


def but(tree: Tree) -> Iterator[Pieces]:
    """« A mais B » → « A. Mais B. »."""
    return _coordinated(tree, "mais", "Mais ")


def and_subject(tree: Tree) -> Iterator[Pieces]:
    """« A et B », B with its own subject → « A. B. »; the same for « , mais » + subject."""
    yield from _coordinated(tree, "et", "")
    if _is_parted(tree):
        return
    for place in range(1, len(tree)):
        mark, joint, opens = (tree.lows[place + n] for n in range(3))
        own = mark == "," and joint in ("et", "mais") and opens in _WORDS["opens"]
        if own and not open_subordinates(tree, place) and not _has_third(tree, place):
            yield _two(tree, place, place + 2, "Mais " if joint == "mais" else "")


def _is_parted(tree: Tree) -> bool:
    """Tell what a stronger mark parts first, or what a frame governs as a whole."""
    return ";" in tree.plain or ":" in tree.plain or is_framed(tree)


def _coordinated(tree: Tree, word: str, joint: str) -> Iterator[Pieces]:
    """Cut where the parser sees two clauses joined, and no open subordinate before."""
    if _is_parted(tree):
        return
    for place in range(4, len(tree) - 3):
        if tree.lows[place] != word or not _second_clause(tree, place):
            continue
        comma = tree.lows[place - 1] == ","
        after = place + 1 + (tree.lows[place + 1] == ",")
        hangs = open_subordinates(tree, place) and not comma
        object_first = tree.pos(after) == "PRON" and tree.lows[after] in _WORDS["objects"]
        other = object_first or tree.lows[after] in _WORDS["no-clause"]
        # « ce n'est pas un crime mais un délit car la loi… »: the verb is of the cause
        verb = next((i for i in range(after, len(tree)) if is_finite(tree, i)), after)
        cause = not {"car", "puisque", "puisqu'"}.isdisjoint(tree.lows[after:verb])
        if not (hangs or other or cause or _has_third(tree, place)):
            yield _two(tree, place - comma, after, joint)


def _second_clause(tree: Tree, place: int) -> bool:
    """Return whether a clause with its subject is joined just after ``place``.

    The parser may hang it from the last noun, which no clause can be joined to.
    """
    for head in range(place + 1, len(tree)):
        above, found = tree.head(head), subject(tree, head)
        joined = above == tree.root or (above < place and tree.pos(above) == "NOUN")
        said = found is not None and predicate(tree, head) is not None
        if found is not None and said and joined and tree.dep(head) == "conj":
            return tree.spans[found][0] - place <= 6
    return False


def _has_third(tree: Tree, place: int) -> bool:
    """Return whether a clause is already joined before: « A, B et C »."""
    verb = root_verb(tree) or 0
    joined = tree.dependents(tree.root, "conj", "parataxis", "ccomp", "advcl")
    return any(verb < head < place and predicate(tree, head) is not None for head in joined)


def _two(tree: Tree, first_end: int, after: int, joint: str) -> Pieces:
    """Cut before the token ``first_end``; ``joint`` opens what begins at ``after``."""
    second = stopped(tree.cut(after, len(tree)))
    return sentence(tree.cut(0, first_end)), joint + second if joint else sentence(second)


def after_conjunction(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a second clause that starts with its subject, now that it stands alone."""
    first, second = pieces
    verb = root_verb(second)
    if verb is None or not starts_with_subject(second):
        return False
    # « ce prix selon les règles de la première offre »: a determiner opens it
    before = verb - 1 - (second.pos(verb - 1) in ("ADJ", "NUM"))
    named = any(one.pos == "NOM" for one in readings(second.lows[verb]))
    noun = named and second.pos(before) == "DET"
    wished = second.morph(verb, "Mood") == "Sub"  # « et une aide pour que chacun soit là »
    # « le lieu et la date et elle précise »: the cut is in a list
    listed = second.says(_SAYS["resumes"], 0, verb)
    return not (noun or wished or listed or _SAYS["cases"].match(first.plain))


def which(tree: Tree) -> Iterator[Pieces]:
    """« A, ce qui V » → « A. Cela V. »."""
    for place in range(3, len(tree) - 3):
        if tree.lows[place : place + 3] != (",", "ce", "qui"):
            continue
        after = tree.cut(place + 3, len(tree))
        limited = after.startswith(("concerne", "est de "))
        if not limited and not open_subordinates(tree, place):
            said = "C’" if after.startswith("est ") else "Cela "
            yield sentence(tree.cut(0, place)), stopped(f"{said}{after}")
        return


RULES = (
    _FAMILY.rule("point-virgule", semicolon),
    _FAMILY.rule("mais", but, after_conjunction),
    _FAMILY.rule("ce-qui", which),
    _FAMILY.rule("et-sujet", and_subject, after_conjunction),
)
