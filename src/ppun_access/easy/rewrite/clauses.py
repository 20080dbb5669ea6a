"""Two clauses in a sentence become two sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.rewrite.grammar import (
    is_framed,
    open_subordinates,
    root_verb,
    subject,
)
from ppun_access.easy.rewrite.rule import Pieces
from ppun_access.easy.rewrite.text import count, listed, sentence, stopped
from ppun_access.easy.rewrite.tree import Tree
from ppun_access.easy.rewrite.verbs import finite_tags, lemmas, predicate
from ppun_access.easy.rewrite.verify import starts_with_subject, subject_within

_CAUSES = re.compile(r"(?:Parce qu(?:e |')|Comme |Puisqu(?:e |')|Étant donné qu(?:e |'))")
_CONCESSIONS = re.compile(r"(?:Alors qu(?:e |')|Même s(?:i |')|Tandis qu(?:e |'))")
_COLON = re.compile(r"\s?:\s")
_ANNOUNCES = re.compile(
    r"suivant|ci-après|[«\"“]|\b(?:di[rts]\w*|déclar\w+|expliqu\w+|affirm\w+|écri\w+|"
    r"répond\w*|demand\w+|titre|ajout\w+|conclu\w+|précis\w+|comme|exemple|rappel\w+)\Z"
)
"""What precedes a colon that opens a list or somebody's words."""
_SAYING = listed(
    "dire déclarer expliquer affirmer écrire répondre demander ajouter conclure rappeler "
    "annoncer souligner préciser estimer"
)
_SUBORDINATES = (
    (re.compile(r",?\s+puisqu(?:e |')"), "En effet, "),
    (re.compile(r",?\s+(?:étant donné|vu) qu(?:e |')"), "En effet, "),
    (re.compile(r",?\s+si bien qu(?:e |')"), "Donc "),
    (re.compile(r",\s+de (?:telle )?sorte qu(?:e |')"), "Donc "),
    (re.compile(r",\s+tandis qu(?:e |')"), "Mais "),
    (re.compile(r",\s+or,?\s"), "Or, "),
    (re.compile(r",\s+donc\s"), "Donc "),
    (re.compile(r",\s+parce qu(?:e |')"), "En effet, "),
)
_FIRST_HALF = re.compile(r"\b(?:d'une part|non seulement)\b(?!.*\b(?:d'autre part|mais)\b)")
"""« d'une part A, car B, et d'autre part C »: half of it would be left."""
_NO_REASON = re.compile(r"\bpar exemple\b|\A\W*\w+,? (?:sinon|autrement)\b")
"""« parce que, par exemple, B » is one reason among others; « car sinon » tells a risk."""
_SPLICE = re.compile(
    r",\s+(?=(?:ils?|elles?|on|cela|nous|vous|celui-ci|celle-ci|ceux-ci|celles-ci|"
    r"ce dernier|cette dernière|ces derniers|ces dernières)\b)"
)
_OPENS = listed(", que qu' si s' qui dont où lorsque lorsqu' quand comme puisque")
_WHICH = re.compile(r",\s+ce qui\s+(?!concerne|est de\b)")
_NEGATES = re.compile(r"\bne\b|\bn'")
_AND_SUBJECT = re.compile(
    r",\s+(et|mais)\s+(?=(?:il|elle|ils|elles|nous|vous|on|je|ce|cela|le|la|les|un|une|des|"
    r"ces|cette|cet|son|sa|ses|leurs?|notre|nos|votre|vos)\b|(?:j|l|c)')"
)


def semicolon(tree: Tree) -> Iterator[Pieces]:
    """« A ; B » → « A. B. » when each part is a sentence."""
    parts = tuple(part.strip() for part in tree.text.split(";"))
    if len(parts) > 1 and all(count(part) >= 3 for part in parts):
        yield tuple(map(sentence, parts))


def first_cause(tree: Tree) -> Iterator[Pieces]:
    """« Comme A, B » → « A. C’est pourquoi B. »."""
    return _first(tree, _CAUSES, "C’est pourquoi ")


def first_concession(tree: Tree) -> Iterator[Pieces]:
    """« Alors que A, B » → « A. Mais B. »."""
    return _first(tree, _CONCESSIONS, "Mais ")


def _first(tree: Tree, opening: re.Pattern[str], joint: str) -> Iterator[Pieces]:
    opened = opening.match(tree.plain)
    if not opened:
        return
    for comma in re.finditer(r",\s+", tree.plain):
        first = tree.text[opened.end() : comma.start()]
        yield sentence(first), joint + stopped(tree.text[comma.end() :])


def after_first(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a main clause that starts with its subject; a condition would be no fact."""
    verb = root_verb(pieces[1])
    conditional = verb is not None and _is_conditional(pieces[1].lows[verb])
    return subject_within(pieces[1], 1) and not conditional


def _is_conditional(verb: str) -> bool:
    return any(tag.startswith("cnd") for tag in finite_tags(verb))


def colon(tree: Tree) -> Iterator[Pieces]:
    """« A : B » → « A. B. » when both are clauses, and A announces nobody's words."""
    found = _COLON.search(tree.plain)
    if not found or ";" in tree.plain:
        return
    before, after = tree.text[: found.start()], tree.text[found.end() :].strip()
    announced = _ANNOUNCES.search(tree.plain[: found.start()]) or (
        lemmas(tree.lows[tree.root]) & _SAYING
    )
    if ":" not in after and after[:1] not in '«"“' and not announced:
        yield sentence(before), sentence(after)


def after_colon(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a second clause that does not begin with a bare noun: that is a list."""
    return pieces[1].pos(0) != "NOUN"


def but(tree: Tree) -> Iterator[Pieces]:
    """« A mais B » → « A. Mais B. »."""
    return _coordinated(tree, "mais", "Mais ")


def and_subject(tree: Tree) -> Iterator[Pieces]:
    """« A et B », B with its own subject → « A. B. »; the same for « , mais » + subject."""
    yield from _coordinated(tree, "et", "")
    yield from _after_comma(tree)


def _is_parted(tree: Tree) -> bool:
    """Return whether a stronger mark than a comma parts the sentence: it comes first."""
    return ";" in tree.plain or ":" in tree.plain


def _coordinated(tree: Tree, word: str, joint: str) -> Iterator[Pieces]:
    """Cut where the parser sees two clauses joined, and no open subordinate before."""
    if _is_parted(tree) or is_framed(tree):
        return
    for place in range(4, len(tree) - 3):
        if tree.lows[place] != word:
            continue
        comma = tree.lows[place - 1] == ","
        if not _second_clause(tree, place) or (
            open_subordinates(tree, place) and not comma
        ):
            continue
        if _has_third(tree, place):
            continue
        after = place + 2 if tree.lows[place + 1] == "," else place + 1
        if tree.lows[after] not in ("que", "qu'", "qui"):
            yield _two(tree, place - comma, after, joint)


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
    return any(
        verb < head < place
        and predicate(tree, head) is not None
        and subject(tree, head) is not None
        and not any(tree.dependents(head, "mark"))
        for head in joined
    )


def _two(tree: Tree, first_end: int, after: int, joint: str) -> Pieces:
    second = stopped(tree.cut(after, len(tree)))
    return sentence(tree.cut(0, first_end)), joint + second if joint else sentence(second)


def _after_comma(tree: Tree) -> Iterator[Pieces]:
    if _is_parted(tree) or is_framed(tree):
        return
    for found in _AND_SUBJECT.finditer(tree.plain):
        place = tree.at(found.start())
        if not open_subordinates(tree, place) and not _has_third(tree, place):
            joint = "Mais " if found[1] == "mais" else ""
            yield _two(tree, place, tree.at(found.end()), joint)


def after_conjunction(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a second clause that starts with its subject, now that it stands alone."""
    second = pieces[1]
    verb = root_verb(second)
    if verb is None or not starts_with_subject(second):
        return False
    return verb <= 10 or "," not in second.lows[:verb]


def because(tree: Tree) -> Iterator[Pieces]:
    """« A, car B » → « A. En effet, B. »; the same for puisque, tandis que…."""
    if ";" in tree.plain or tree.plain.startswith("En effet"):
        return
    for place in range(4, len(tree) - 3):
        if tree.lows[place] == "car" and _may_give_reason(tree, place):
            comma = tree.lows[place - 1] == ","
            follows = place + 1 + (tree.lows[place + 1] == ",")
            yield _two(tree, place - comma, follows, "En effet, ")
    for opening, joint in _SUBORDINATES:
        for found in opening.finditer(tree.plain):
            before, after = tree.text[: found.start()], tree.text[found.end() :]
            negated = "parce" in found[0] and _NEGATES.search(tree.plain[: found.start()])
            cut = _may_give_reason(tree, tree.at(found.start()))
            if count(after) >= 4 and not negated and cut:
                yield sentence(before), joint + stopped(after)


def _may_give_reason(tree: Tree, place: int) -> bool:
    """Return whether a reason that begins at ``place`` is that of the main clause."""
    before, after = tree.plain[: tree.begin(place)], tree.plain[tree.begin(place) :]
    verb = root_verb(tree)
    inside = verb is None or verb > place  # « Si A, car B, C »
    halved = _FIRST_HALF.search(before.lower()) is not None
    return not (inside or halved or _is_reported(tree, place) or _NO_REASON.search(after))


def _is_reported(tree: Tree, place: int) -> bool:
    """Return whether a clause with « que » is open: the reason may be a part of it."""
    return any(
        tree.lows[i] in ("que", "qu'") and tree.pos(i) == "SCONJ"
        for i in open_subordinates(tree, place)
    )


def after_because(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a second clause that states a fact, with its verb near."""
    verb = root_verb(pieces[1])
    if verb is None or verb > 14 or _is_conditional(pieces[1].lows[verb]):
        return False
    return starts_with_subject(pieces[1]) and _follows_on(tree, pieces[1], verb)


def _follows_on(tree: Tree, second: Tree, verb: int) -> bool:
    """« de sorte que B soit » says a goal, and « , donc nul, » only an adjective."""
    wanted = any(tag.startswith("sub") for tag in finite_tags(second.lows[verb]))
    if "sorte" in tree.lows and wanted:
        return False
    return subject_within(second, 1) or ", donc " not in tree.plain


def spliced(tree: Tree) -> Iterator[Pieces]:
    """« A, ils V » → « A. Ils V. »: the comma already parts two sentences."""
    if _is_parted(tree) or is_framed(tree):
        return
    verb = root_verb(tree)
    found = list(_SPLICE.finditer(tree.plain))
    if len(found) != 1 or verb is None:
        return
    place = tree.at(found[0].start())
    between = set(tree.lows[verb + 1 : place])
    hangs = any(tree.pos(i) == "SCONJ" for i in range(verb + 1, place))
    if verb < place and not hangs and not between & _OPENS:
        yield _two(tree, place, tree.at(found[0].end()), "")


def which(tree: Tree) -> Iterator[Pieces]:
    """« A, ce qui V » → « A. Cela V. »."""
    found = _WHICH.search(tree.plain)
    if found:
        after = tree.text[found.end() :]
        yield sentence(tree.text[: found.start()]), stopped(f"Cela {after}")
