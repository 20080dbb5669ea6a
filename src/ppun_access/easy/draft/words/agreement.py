"""What an adjective agrees with: « la démarche est complexe », « elles sont complexes ».

Where several nouns could give their gender, or none is there, nothing is known.
"""

from __future__ import annotations

from ppun_access.easy.draft.parse.grammar import noun_gender, noun_number
from ppun_access.easy.draft.parse.tree import Tree

_PRONOUNS = {
    "il": "ms", "ils": "mp", "elle": "fs", "elles": "fp", "ce": "ms",
    "c'": "ms", "cela": "ms", "ça": "ms", "ceci": "ms", "tout": "ms", "rien": "ms",
    "celui-ci": "ms", "celle-ci": "fs", "ceux-ci": "mp", "celles-ci": "fp",
    "celui-là": "ms", "celle-là": "fs", "ceux-là": "mp", "celles-là": "fp",
}  # fmt: skip


def agreement(tree: Tree, place: int) -> tuple[str, str]:
    """Return the gender and the number that an adjective agrees with; empty in doubt."""
    at = place
    for _ in range(len(tree)):
        subjects = list(tree.dependents(at, "nsubj", "nsubj:pass"))
        if subjects:
            one = len(subjects) == 1 and tree.pos(at) == "ADJ"
            return _of_subject(tree, subjects[0]) if one else ("", "")
        if tree.dep(at) in {"amod", "acl"}:
            return _of_noun(tree, tree.head(at), place)
        if tree.dep(at) != "conj" or tree.pos(tree.head(at)) not in {"ADJ", "VERB"}:
            break
        at = tree.head(at)
    return "", ""


def _of_noun(tree: Tree, noun: int, place: int) -> tuple[str, str]:
    """« des textes et des données complexes », « une règle de calcul complexe ».

    It may agree with one noun or with the other: only their common gender is sure.
    """
    if tree.pos(noun) != "NOUN":
        return "", ""
    number = noun_number(tree, noun)
    first = tree.head(noun) if tree.dep(noun) == "conj" else noun
    nouns = {noun, first, *(kid for kid in tree.dependents(first, "conj") if kid < place)}
    above = noun
    while tree.dep(above) == "nmod" and tree.head(above) < above:
        above = tree.head(above)
        nouns.add(above)
    nouns.update(one for one in range(noun, place) if tree.pos(one) == "NOUN")
    genders = {
        noun_gender(tree, one)
        for one in nouns
        if one in {noun, first} or noun_number(tree, one) in {number, ""}
    }
    return (genders.pop(), number) if len(genders) == 1 else ("", "")


def _of_subject(tree: Tree, subject: int) -> tuple[str, str]:
    """Return what a subject asks for: of several nouns, the masculine and the plural."""
    if tree.pos(subject) != "NOUN":
        known = _PRONOUNS.get(tree.lows[subject], "")
        return known[:1], known[1:]
    others = [kid for kid in tree.dependents(subject, "conj") if tree.pos(kid) != "VERB"]
    genders = {noun_gender(tree, one) for one in (subject, *others)}
    if "" in genders:
        return "", ""
    number = "p" if others else noun_number(tree, subject)
    return "m" if "m" in genders else "f", number
