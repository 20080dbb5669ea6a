"""Two clauses in a sentence become two sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.draft.parse.grammar import (
    is_framed,
    is_rival,
    open_subordinates,
    pronoun,
    root_verb,
    subject,
)
from ppun_access.easy.draft.parse.text import (
    count,
    is_in_brackets,
    sentence,
    stopped,
)
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import (
    MODALS,
    finite_tags,
    is_finite,
    lemmas,
    predicate,
)
from ppun_access.easy.draft.parse.verify import starts_with_subject
from ppun_access.easy.draft.structure.rule import Family, Pieces
from ppun_access.french.lexical.morphology import readings

_FAMILY = Family("clauses")
_WORDS, _SAYS = _FAMILY.words, _FAMILY.phrases
_REASONS = {
    "car": "En effet, ", "puisque": "En effet, ", "puisqu'": "En effet, ",
    "étant donné que": "En effet, ", "étant donné qu'": "En effet, ",
    "vu que": "En effet, ", "vu qu'": "En effet, ", ", parce que": "En effet, ",
    ", parce qu'": "En effet, ", "si bien que": "Donc ", "si bien qu'": "Donc ",
    ", de sorte que": "Donc ", ", de sorte qu'": "Donc ", ", de telle sorte que": "Donc ",
    ", de telle sorte qu'": "Donc ", ", donc": "Donc ", ", or": "Or, ",
}  # fmt: skip
"""What opens a reason or an effect, and what opens its sentence."""


def semicolon(tree: Tree) -> Iterator[Pieces]:
    """« A ; B » → « A. B. » when each part is a sentence."""
    parts = tuple(part.strip() for part in tree.text.split(";"))
    if len(parts) > 1 and all(count(part) >= 3 for part in parts):
        yield tuple(map(sentence, parts))


def is_conditional(verb: str) -> bool:
    """Return whether a form can only be told as what would be."""
    return any(tag.startswith("cnd") for tag in finite_tags(verb))


def colon(tree: Tree) -> Iterator[Pieces]:
    """« A : B » → « A. B. » when both are clauses, and A announces nobody's words."""
    found = re.search(r"\s?:\s", tree.plain)
    if not found or tree.plain.count(":") > 1 or ";" in tree.plain or is_framed(tree):
        return
    place, after = tree.at(found.start()), tree.text[found.end() :].strip()
    said = lemmas(tree.lows[tree.root]) & _WORDS["saying"]
    if not (said or after.startswith(("«", '"', "“")) or _announces(tree, place)):
        yield sentence(tree.text[: found.start()]), sentence(after)


def _announces(tree: Tree, place: int) -> bool:
    """« les règles suivantes : », « trois cas : », « le maire dit : »."""
    before = tree.plain[: tree.begin(place)].rstrip()
    if _SAYS["announces"].search(before) or re.search(r"[«\"“]", before):
        return True
    listed = tree.closes(_SAYS["announces-last"], place)
    counted = any(
        tree.lows[i] in _WORDS["quantities"]
        or (tree.lows[i].isdigit() and tree.pos(i + 1) != "PUNCT")
        or tree.lows[i].startswith(("divers", "différent", "certain"))
        for i in range(place - 1)
        if "," not in tree.lows[i:place]
    )
    return listed or (counted and before.endswith(("s", "x")))


def after_colon(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a fact after a fact: « vous V : S V » is a case, « son vote serait nul » a risk.

    A second clause that begins with a bare noun is a list.
    """
    first, second = pieces
    verb = root_verb(second)
    listed_next = second.pos(0) in ("NOUN", "NUM") or not second.text[0].isalpha()
    if listed_next or verb is None:
        return False
    if is_in_brackets(second.plain, second.begin(verb)):
        return False  # « plusieurs acteurs : la ville (finance A), la région (suit B) »
    if _is_case(first, second) or not _is_same_subject(first, second):
        return False
    return not is_conditional(second.lows[verb])


def _is_case(first: Tree, second: Tree) -> bool:
    """« Vous partez : S V », « Le train est parti : vous devez… » tell what to do if."""
    done = lemmas(first.lows[root_verb(first) or 0])
    if first.lows[0] == "vous":
        return not done & MODALS
    return bool(_SAYS["asks"].match(second.plain) and done & {"être", "avoir"})


def _is_same_subject(first: Tree, second: Tree) -> bool:
    """« L’agence paie l’agent : il… »: « il » must be the subject, and nobody else."""
    word, who = second.lows[0], subject(first, first.root)
    if word not in _WORDS["personal"] or _SAYS["nobody"].match(second.plain):
        return True
    said = pronoun(first, who) if who is not None else ""
    return said.lower() == word and not any(
        i != who and is_rival(first, i, said) for i in range(len(first))
    )


def but(tree: Tree) -> Iterator[Pieces]:
    """« A mais B » → « A. Mais B. »."""
    return _coordinated(tree, "mais", "Mais ")


def and_subject(tree: Tree) -> Iterator[Pieces]:
    """« A et B », B with its own subject → « A. B. »; the same for « , mais » + subject."""
    yield from _coordinated(tree, "et", "")
    if _is_parted(tree):
        return
    for place in range(1, len(tree)):
        joint, opens = tree.lows[place + 1], tree.lows[place + 2]
        if tree.lows[place] != "," or joint not in ("et", "mais"):
            continue
        own = opens in _WORDS["opens"] and not open_subordinates(tree, place)
        if own and not _has_third(tree, place):
            yield two(tree, place, place + 2, "Mais " if joint == "mais" else "")


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
        if not (hangs or other or _has_third(tree, place) or _is_cause(tree, after)):
            yield two(tree, place - comma, after, joint)


def _is_cause(tree: Tree, after: int) -> bool:
    """« ce n'est pas un crime mais un délit car la loi… »: the verb is of the cause."""
    verb = next((i for i in range(after, len(tree)) if is_finite(tree, i)), after)
    return not {"car", "puisque", "puisqu'"}.isdisjoint(tree.lows[after:verb])


def _second_clause(tree: Tree, place: int) -> bool:
    """Return whether a clause with its subject is joined just after ``place``.

    The parser may hang it from the last noun, which no clause can be joined to.
    """
    for head in range(place + 1, len(tree)):
        above = tree.head(head)
        joined = above == tree.root or (above < place and tree.pos(above) == "NOUN")
        if tree.dep(head) == "conj" and joined:
            found = subject(tree, head)
            if predicate(tree, head) is not None and found is not None:
                return tree.spans[found][0] - place <= 6
    return False


def _has_third(tree: Tree, place: int) -> bool:
    """Return whether a clause is already joined before: « A, B et C »."""
    verb = root_verb(tree) or 0
    joined = tree.dependents(tree.root, "conj", "parataxis", "ccomp", "advcl")
    return any(verb < head < place and predicate(tree, head) is not None for head in joined)


def two(tree: Tree, first_end: int, after: int, joint: str) -> Pieces:
    """Cut before the token ``first_end``; ``joint`` opens what begins at ``after``."""
    second = stopped(tree.cut(after, len(tree)))
    return sentence(tree.cut(0, first_end)), joint + second if joint else sentence(second)


def after_conjunction(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a second clause that starts with its subject, now that it stands alone."""
    first, second = pieces
    verb = root_verb(second)
    if verb is None or not starts_with_subject(second) or _is_noun(second, verb):
        return False
    if second.morph(verb, "Mood") == "Sub":  # « et une aide pour que chacun soit là »
        return False
    # « le lieu et la date et elle précise »: the cut is in a list
    listed = second.says(_SAYS["resumes"], 0, verb)
    return not (listed or _SAYS["cases"].match(first.plain))


def _is_noun(tree: Tree, verb: int) -> bool:
    """« ce prix selon les règles de la première offre »: a determiner opens it."""
    determined = tree.pos(verb - 1) == "DET" or (
        tree.pos(verb - 1) in ("ADJ", "NUM") and tree.pos(verb - 2) == "DET"
    )
    return determined and any(one.pos == "NOM" for one in readings(tree.lows[verb]))


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


def because(tree: Tree) -> Iterator[Pieces]:
    """« A, car B » → « A. En effet, B. »; the same for puisque, si bien que…."""
    if ";" in tree.plain or tree.plain.startswith("En effet"):
        return
    words = set(tree.lows)
    for opening, joint in _REASONS.items():
        said = tuple(opening.split())
        for place in range(4, len(tree) - 3) if words.issuperset(said) else ():
            if tree.lows[place : place + len(said)] != said:
                continue
            after = place + len(said)
            after += tree.lows[after] == ","
            negated = "parce" in said and not {"ne", "n'"}.isdisjoint(tree.lows[:place])
            if not negated and _may_give_reason(tree, place, after):
                yield two(tree, place - (tree.lows[place - 1] == ","), after, joint)


def _may_give_reason(tree: Tree, place: int, after: int) -> bool:
    """Return whether a reason that begins at ``place`` is that of the main clause."""
    opened = {tree.lows[i] for i in open_subordinates(tree, place)}
    return not (
        opened & {"que", "qu'"}
        or tree.says(_SAYS["first-half"], 0, place)
        or tree.lows[after] in ("sinon", "autrement")
        or tree.closes(_SAYS["also"], place)
        or tree.says(_SAYS["no-reason"], place)
    )


def after_because(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a second clause that states a fact: « de sorte que B soit » says a goal."""
    verb = root_verb(pieces[1])
    wanted = verb is not None and any(
        tag.startswith("sub") for tag in finite_tags(pieces[1].lows[verb])
    )
    return starts_with_subject(pieces[1]) and not (wanted and "sorte" in tree.lows)


RULES = (
    _FAMILY.rule("point-virgule", semicolon),
    _FAMILY.rule("deux-points", colon, after_colon),
    _FAMILY.rule("mais", but, after_conjunction),
    _FAMILY.rule("car", because, after_because),
    _FAMILY.rule("ce-qui", which),
    _FAMILY.rule("et-sujet", and_subject, after_conjunction),
)
