"""What ends a sentence leaves it: a goal, an exception, an aside, told as what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.draft.parse.grammar import (
    is_led,
    is_rival,
    open_subordinates,
    root_verb,
)
from ppun_access.easy.draft.parse.text import count, of, plain, sentence, stopped
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import (
    inflection,
    is_finite,
    is_infinitive,
    lemmas,
    past_participles,
)
from ppun_access.easy.draft.parse.verify import GOAL, PAST_GOAL
from ppun_access.easy.draft.structure.clauses import is_conditional
from ppun_access.easy.draft.structure.rule import Family, Pieces

_FAMILY = Family("endings")
_WORDS, _SAYS = _FAMILY.words, _FAMILY.phrases
_LONG_BRACKET = re.compile(r"\((?!(?:[^ ()]+ ){0,7}[^ ()]+\))|\([^()]*,|:")
"""In a goal, a list or an explanation that may be of the main clause."""
_ASIDE = re.compile(r"\s*\(([^()]{12,})\) ?\.\Z")
_REFERENCE = re.compile(r"\d{4}\s*[-–]|http|www\.|\b(?:19|20)\d\d\b|\bn°")
_EXAMPLES = re.compile(
    r"(?:(?:exemples?|par exemple|ex\.?|par ex\.?)\s*[:,]?|notamment|comme)\s+(.*)",
    re.IGNORECASE | re.DOTALL,
)
_AMONG_OTHERS = re.compile(
    r"(?:,? par (?:exemple|ex\.)|,?\s*(?:etc\.*|\.\.\.|…)(?:\s*(?:\.\.\.|…))?)\Z"
)
"""« (héritage, pension…) », « (un week-end par exemple) »: what is named is an example."""


def final_aim(tree: Tree) -> Iterator[Pieces]:
    """« A afin de B et C » → « A. Le but est de B et de C. »."""
    if ";" in tree.plain:
        return
    for found in _SAYS["purpose"].finditer(tree.plain):
        place, first = tree.at(found.start()), tree.at(found.end())
        if _may_leave(tree, place, first):
            goal = _opening(tree) + of(_each_with_of(tree, first))
            yield sentence(tree.cut(0, place).rstrip(" ,")), stopped(goal)


def _may_leave(tree: Tree, place: int, first: int) -> bool:
    """Return whether the goal opened at ``place`` is that of a main clause, whole there."""
    verb = root_verb(tree)
    if verb is None or verb >= place or is_conditional(tree.lows[verb]):
        return False
    acts = lemmas(tree.lows[tree.root])
    refused = (acts | lemmas(tree.lows[verb])) & _WORDS["refuses"]
    awaited = acts & _WORDS["holds"] and _WORDS["waits"] & set(tree.lows[:place])
    if refused or awaited or open_subordinates(tree, place):
        return False
    return (
        _is_clear_before(tree, verb, place)
        and _is_clear_after(tree, first)
        and _is_complete(tree, verb, place)
        and not _ends_bare(tree, verb, place)
        and not _is_of_participle(tree, place, first)
        and not _is_lost(tree, place, first)
        and not _resumes(tree, place)
    )


def _is_clear_before(tree: Tree, verb: int, place: int) -> bool:
    """Return whether no word of the main clause calls for the goal, or changes it."""
    if _last_word(tree, place) in (tree.root, verb) or ":" in tree.lows[:place]:
        return False
    seeks = any(lemmas(tree.lows[i]) & _WORDS["seeks"] for i in range(place))
    counted = any(
        tree.lows[i].isdigit() and past_participles(tree.lows[i + 1]) for i in range(place)
    )  # « 40 ont été détruits, 10 réparés et 5 construits afin de… »: which of them?
    return not (
        seeks
        or counted
        or tree.closes(_SAYS["needs"], place)
        or tree.closes(_SAYS["clings"], place)
        or tree.says(_SAYS["powers"], 0, place)
        or tree.says(_SAYS["aims"], 0, place)
        or tree.says(_SAYS["limits"], max(verb - 3, 0), place)
        or tree.says(_SAYS["hangs"], verb, place)
        or "pour" in tree.lows[verb:place]  # another goal that the goal may be of
    )


def _after_clitics(tree: Tree, place: int) -> int:
    while tree.lows[place] in _WORDS["clitics"]:
        place += 1
    return place


def _is_clear_after(tree: Tree, first: int) -> bool:
    """Return whether a goal opens with its verb, and holds nothing of the main clause."""
    goal, opens = tree.cut(first, len(tree)), tree.lows[_after_clitics(tree, first)]
    return not (
        not is_infinitive(opens)
        or tree.says(_SAYS["if"], first)
        or _LONG_BRACKET.search(goal)
        or any(
            tree.says(_SAYS[k], first) for k in ("otherwise", "still", "cut-off", "joined")
        )
    )


def _is_complete(tree: Tree, verb: int, place: int) -> bool:
    """« Il souhaite … » needs what he wishes before the goal."""
    return not lemmas(tree.lows[verb]) & _WORDS["incomplete"] or any(
        tree.morph(i, "VerbForm") == "Inf" for i in range(verb, place)
    )


def _ends_bare(tree: Tree, verb: int, place: int) -> bool:
    """Return whether a verb that ends the main clause, or one of a noun, asks for the goal.

    « qui reste à payer afin de… », « une aide demandée afin de… », « le droit de louer… ».
    """
    last = _last_word(tree, place)
    acts = (i for i in range(verb, place) if is_infinitive(tree.lows[i]))
    ends = tree.pos(last) in ("VERB", "AUX") or tree.dep(last) == "acl"
    return ends or any(tree.dep(i) == "acl" for i in acts)


def _last_word(tree: Tree, place: int) -> int:
    """Return the last word before ``place``, whatever marks follow it."""
    return max((i for i in range(place) if tree.pos(i) != "PUNCT"), default=0)


def _is_of_participle(tree: Tree, place: int, first: int) -> bool:
    """Return whether the goal hangs from a participle: « un local aménagé là afin de… »."""
    acts = (i for i in range(first, len(tree)) if is_infinitive(tree.lows[i]))
    head = next(acts, first)
    while head >= place and tree.head(head) != head:
        head = tree.head(head)
    return tree.dep(head) == "acl"


def _is_lost(tree: Tree, place: int, first: int) -> bool:
    """Return whether « il » in the goal could be two nouns of the main clause."""
    return any(
        sum(is_rival(tree, at, low.capitalize()) for at in range(place)) > 1
        for low in tree.lows[first:]
        if low in ("il", "elle", "ils", "elles")
    )


def _resumes(tree: Tree, place: int) -> bool:
    """Return whether the main clause goes on after the goal: « … et prend en charge … »."""
    return any(
        is_finite(tree, i)
        and tree.dep(i) == "conj"
        and not (tree.head(i) >= place and is_finite(tree, tree.head(i)))
        for i in range(place, len(tree))
    )


def _opening(tree: Tree) -> str:
    """Return « Le but était » for what was done, too, unless it lasts."""
    done, verb = tree.lows[tree.root], root_verb(tree)
    over = past_participles(done) and not lemmas(done) & _WORDS["lasts"]
    if over and any(tree.dependents(tree.root, "aux:tense")):
        return PAST_GOAL
    past = verb is not None and inflection(tree, verb).startswith(("ind:imp", "ind:pas"))
    return PAST_GOAL if past else GOAL


def _each_with_of(tree: Tree, first: int) -> str:
    """Return the goal from ``first`` on with « de » before its other verbs as well."""
    start, text = tree.begin(first), tree.text[tree.begin(first) :]
    verbs = [i for i in range(first, len(tree)) if is_infinitive(tree.lows[i])]
    for verb in reversed(verbs[1:]):
        opens = _before(tree, verb, _WORDS["clitics"] | _WORDS["adverbs"] | {"pour"})
        told = opens
        while tree.lows[told] in _WORDS["adverbs"] | {"pour"}:
            told += 1
        last = told - (tree.lows[told - 1] == "pour")
        governed = any(
            tree.lows[_before(tree, one, _WORDS["clitics"]) - 1] in _WORDS["governs"]
            for one in verbs
            if first < one < opens - 1
        )
        joined = tree.lows[opens - 1] in _WORDS["joints"] and opens - 1 > first
        if joined and not governed and tree.pos(verb) in ("VERB", "AUX"):
            before, after = tree.end(last - 1) - start, tree.begin(told) - start
            text = f"{text[:before]} {of(text[after:])}"
    return text


def _before(tree: Tree, place: int, words: frozenset[str]) -> int:
    """Return the first of the words of a list that end before a token."""
    while place and tree.lows[place - 1] in words:
        place -= 1
    return place


def aside(tree: Tree) -> Iterator[Pieces]:
    """« A (B). » → « A. B. », « A. Par exemple : B. », « A. Exception : B. »."""
    found = _ASIDE.search(tree.plain)
    if not found:
        return
    inner = tree.text[found.start(1) : found.end(1)].strip()
    flat, before = plain(inner), tree.plain[: found.start()]
    hangs = _SAYS["closed"].match(flat) and not flat.lower().startswith("par exemple")
    if count(inner) < 4 or hangs or _REFERENCE.search(flat):
        return
    listed = _AMONG_OTHERS.sub("", _example(flat) or flat)
    if ":" in listed or _SAYS["twice"].search(listed):
        return
    if not _is_about_a_part(tree, before, flat):
        for said in _told(tree, before, inner):
            yield sentence(tree.text[: found.start()]), said


def _told(tree: Tree, before: str, inner: str) -> Iterator[str]:
    """Yield what an aside says, as a sentence or a fragment that says what it is."""
    flat = plain(inner)
    word = flat.split()[0].lower()
    if word in ("sauf", "hors", "excepté"):
        yield stopped(f"Exception : {inner[len(word) :].strip()}")
    elif example := _example(inner):
        example_of_example = before.lower().startswith("par exemple")
        if not (_hangs(tree, plain(example)) or example_of_example):
            yield stopped(f"Par exemple : {example}")
    elif _SAYS["subject-first"].match(flat) and not _SAYS["share"].match(flat):
        yield sentence(inner)


def _example(inner: str) -> str:
    """Return the examples that an aside names, empty when it names none."""
    opened = _EXAMPLES.match(inner)
    said = opened[1] if opened else inner
    bare = _AMONG_OTHERS.sub("", said.strip())
    return bare if opened or bare != said.strip() else ""


def _hangs(tree: Tree, example: str) -> bool:
    """« ne pas être dépendante (par exemple avoir besoin de soins) » is no order."""
    acts = is_infinitive(re.split(r"[^\w-]", example, maxsplit=1)[0].lower())
    return acts or bool(_SAYS["no-example"].match(example))


def _is_about_a_part(tree: Tree, before: str, inner: str) -> bool:
    """Return whether an aside may be about the last thing only: « A ou B (…) ».

    An example or an exception names what it is about, unless each thing has its own.
    """
    place, verb = tree.at(len(before)), root_verb(tree)
    if verb is None or open_subordinates(tree, place):
        return True
    if _SAYS["names-itself"].match(inner):
        return "(" in before or ":" in before
    return tree.says(_SAYS["parts"], verb, place)


def exception(tree: Tree) -> Iterator[Pieces]:
    """« A, sauf B. » → « A. Exception : B. », B to the end."""
    verb = root_verb(tree)
    if tree.lows.count("sauf") != 1 or verb is None or ";" in tree.lows or is_led(tree):
        return
    place = tree.lows.index("sauf")
    first, after = sentence(tree.cut(0, place).rstrip(" ,")), tree.lows[place + 1 :]
    opened = any(tree.pos(i) == "SCONJ" for i in open_subordinates(tree, place))
    if opened or "," in after or tree.lows[place + 1] not in _WORDS["limited"]:
        return
    # « sauf dans ce cas et le prix du lot »: a second object of the sentence
    second = re.search(r"\bet (?:les? |la |l'|une? |des |du )", " ".join(after))
    parallel = tree.lows[place + 1] in _WORDS["nouns-open"] or not second
    if parallel and "exception" not in first:
        yield first, stopped(f"Exception : {tree.cut(place + 1, len(tree))}")


RULES = (
    _FAMILY.rule("but-final", final_aim),
    _FAMILY.rule("exception", exception),
    _FAMILY.rule("parenthese", aside),
)
