"""Relatives and gerunds that can leave their sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.rewrite.grammar import (
    has_finite,
    is_led,
    open_subordinates,
    pronoun,
    root_verb,
    subject,
)
from ppun_access.easy.rewrite.rule import Pieces
from ppun_access.easy.rewrite.text import listed, sentence, stopped
from ppun_access.easy.rewrite.tree import Tree
from ppun_access.easy.rewrite.verbs import (
    conjugated,
    inflection,
    is_finite,
    is_infinitive,
    present_participle,
)
from ppun_access.easy.rewrite.verify import subject_within

_TIMES = re.compile(
    r"\d|ans?\Z|années?|mois|jours?|siècle|époque|période|moment|date|heure"
)
_GERUND = re.compile(r"En ([a-zéèêçûîôà]+ant)\b")
_MODAL = re.compile(r"\bne\b|\bn'|\b(?:peu\w+|doi\w+|faut)\b")
_ALSO = re.compile(r"\b(?:aussi|également|ainsi|(?<!-)même)\b")
"""« aussi » would be said twice."""
_BEARS_ON_BOTH = re.compile(
    r"\b(?:notamment|sous réserve|sauf|si\b|s'ils?|comme s|lorsqu|quand|en cas|"
    r"à condition|sous certaines|tout en|dès lors|ensemble|respectivement)|"
    r", (?:en|avec|dans|sans|selon)\b"
)
"""What is said once of all that a subject may do."""
_COUNTED = listed("deux trois quatre cinq double triple")
"""« Ses deux missions consistent à… et à… »: one each."""
_JOINS = listed("et ou car")
_NAMES = listed("NOUN PROPN ADJ")
"""Between a subject and its verb: « la saisie-vente permet »."""
_CLITICS = r"(?:l'|le |la |les |s'|en |y |ne pas |mieux )*"
_AND_TO = re.compile(rf",?\s+(?:et|ainsi que) (d(?:e |')|à )(?={_CLITICS}([\w-]+))")


def where(tree: Tree) -> Iterator[Pieces]:
    """« …, où B » → « …. Là, B. »."""
    for place in range(4, len(tree) - 2):
        if tree.lows[place] != "où" or tree.lows[place - 1] != ",":
            continue
        before = tree.lows[place - 2]
        joint = "À ce moment-là, " if _TIMES.search(before) else "Là, "
        if not open_subordinates(tree, place - 1) and tree.pos(place - 2) in (
            "NOUN", "PROPN", "ADJ", "NUM",
        ):  # fmt: skip
            after = stopped(tree.cut(place + 1, len(tree)))
            yield sentence(tree.cut(0, place - 1)), joint + after


def gerund(tree: Tree) -> Iterator[Pieces]:
    """« En V1-ant …, S V2 » → « S V1 …. Ainsi, il V2. »."""
    found = _GERUND.match(tree.plain)
    lemma = present_participle(found[1]) if found else ""
    if not found or lemma in ("", "être", "avoir", "attendre"):
        return
    verb, who = root_verb(tree), subject(tree, tree.root)
    if verb is None or who is None or _MODAL.search(tree.plain):
        return
    first, last = tree.spans[who]
    tense, said = inflection(tree, verb), pronoun(tree, who)
    form = conjugated(lemma, tense) if tense.startswith("ind:pre") else ""
    if said and form and first > 2 and tree.lows[first - 1] == ",":
        aside = tree.text[found.end() : tree.begin(first - 1)]
        rest = tree.cut(last + 1, len(tree))
        yield (
            sentence(f"{tree.cut(first, last + 1)} {form}{aside}"),
            f"Ainsi, {said.lower()} {stopped(rest)}",
        )


def listed_infinitives(tree: Tree) -> Iterator[Pieces]:
    """« S V de V1 … et de V2 … » → « S V de V1 …. Il V aussi de V2 …. »."""
    verb, who = root_verb(tree), subject(tree, tree.root)
    if verb is None or who is None or is_led(tree) or ";" in tree.plain:
        return
    said = "Il" if tree.lows[who] == "il" else pronoun(tree, who)
    start = tree.spans[who][1] + 1  # « s’engage » keeps its pronoun
    if not said or not _tells_once(tree, start, verb):
        return
    for found in _AND_TO.finditer(tree.plain):
        mark = _governed(tree, verb, found)
        if mark is None or not is_infinitive(found[2]):
            continue
        if tree.lows[verb] in ("est", "sont") and mark == verb + 1:
            continue  # « Leur but est d’aider » says what it is
        group = tree.cut(start, mark)
        words = group.split()
        if "," in group or len(words) > 6 or not _JOINS.isdisjoint(words):
            continue
        if not _MODAL.search(group):
            verbs, rest = tree.cut(start, verb + 1), tree.cut(verb + 1, mark)
            told = " ".join(filter(None, (said, verbs, "aussi", rest)))
            yield (
                sentence(tree.text[: found.start()]),
                stopped(f"{told} {tree.text[found.start(1) :]}"),
            )


def _tells_once(tree: Tree, start: int, verb: int) -> bool:
    """Return whether a plain clause says of its subject nothing that both verbs share."""
    if _BEARS_ON_BOTH.search(tree.plain) or _ALSO.search(tree.plain) or "(" in tree.lows:
        return False
    if has_finite(tree, 0, verb) or not _COUNTED.isdisjoint(tree.lows[:verb]):
        return False
    between = map(tree.pos, range(start, verb))
    return _NAMES.isdisjoint(between)


def _governed(tree: Tree, verb: int, found: re.Match[str]) -> int | None:
    """Return the preposition of the only infinitive before, if it hangs from the verb."""
    limit = tree.at(found.start())
    infinitives = [
        i
        for i in range(verb + 1, limit)
        if tree.pos(i) in ("VERB", "AUX") and is_infinitive(tree.lows[i])
    ]
    if len(infinitives) != 1 or open_subordinates(tree, limit):
        return None
    (only,) = infinitives
    wanted = ("à",) if found[1] == "à " else ("de", "d'")
    hangs = tree.head(only) in (tree.root, verb) or tree.head(tree.head(only)) == tree.root
    if (
        tree.lows[only - 1] not in wanted
        or not hangs
        or not any(tree.pos(i) in ("DET", "NUM") for i in range(only, limit))
    ):
        return None
    return only - 1


def near_subject(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Every sentence has its subject near its beginning, and a verb that Lexique knows."""
    return all(
        subject_within(piece, 3) and is_finite(piece, verb)
        for piece in pieces
        for verb in [root_verb(piece)]
        if verb is not None
    )
