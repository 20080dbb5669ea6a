"""What a noun does: « permettant » → « qui permet »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ppun_access.easy.draft.parse.grammar import (
    inflection,
    is_finite,
    noun_number,
    past_participles,
    present_participle,
    root_verb,
)
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.structure.rule import Family, Pieces
from ppun_access.french.lexical.morphology import conjugate, readings

_FAMILY = Family("relatives")
_WORDS, _SAYS = _FAMILY.words, _FAMILY.phrases


def participle_to_relative(tree: Tree) -> Iterator[Pieces]:
    """« N permettant … » → « N qui permet … », for every such noun of the sentence."""
    verb = root_verb(tree)
    past = verb is not None and inflection(tree, verb).startswith(("ind:imp", "ind:pas"))
    tense, text = "ind:imp" if past else "ind:pre", tree.text
    for place in reversed(range(1, len(tree) - 1)):
        noun, lemma = _noun(tree, place), present_participle(tree.lows[place])
        if noun is None:
            continue
        if said := conjugate(lemma, f"{tense}:3{noun_number(tree, noun)}"):
            start = tree.begin(_first(tree, place))
            pronoun = tree.text[start : tree.begin(place)]
            text = f"{text[:start]}qui {pronoun}{said}{text[tree.end(place) :]}"
    if text != tree.text:
        yield (text,)


def _first(tree: Tree, place: int) -> int:
    """Return where a participle begins: at its pronoun, where it has one."""
    return place - (tree.lows[place - 1] in ("se", "s'"))


def _noun(tree: Tree, place: int) -> int | None:
    """Return the noun that a present participle tells of, if it is clear."""
    low, after = tree.lows[place], tree.lows[place + 1]
    lemma = present_participle(low)
    public = tree.lows[place : place + 3] == ("recevant", "du", "public")  # a term of law
    if not lemma or low in _WORDS["prepositions"] or public:
        return None
    noun = tree.head(place)
    # an adjective in « -ant » needs an object to be a verb for sure
    adjective = any(one.pos == "ADJ" for one in readings(low))
    bare = adjective and tree.pos(place + 1) != "DET" and after not in _WORDS["asked"]
    clear = tree.dep(place) == "acl" and not bare and _is_clear(tree, noun, place)
    return noun if clear else None


def _is_clear(tree: Tree, noun: int, place: int) -> bool:
    """Return whether only one noun can be meant, and only one participle."""
    joined = any(tree.lows[i] != "mais" for i in tree.dependents(noun, "cc"))
    return (
        tree.pos(noun) == "NOUN"
        and tree.lows[_first(tree, place) - 1] not in _WORDS["not-before"]
        and not joined  # it may be about all that is joined
        and not _is_joined(tree, place)
        and not _is_apart(tree, noun, place)
        and _is_nearest(tree, noun, place)
        and not _has_rival_before(tree, noun)
        and _one_number(tree, noun, place)
    )


def _is_joined(tree: Tree, place: int) -> bool:
    """Return whether something that tells of the noun, or another act, is joined to it.

    « prenant un congé de proche aidant » has another participle inside.
    """
    for at in range(place + 1, len(tree) - 1):
        if tree.lows[at] not in _WORDS["joints"]:
            continue
        after = verb = at + 1
        # « permettant le partage et destiné aux écoles »: both tell of the noun
        done = tree.pos(after) in ("VERB", "ADJ") and past_participles(tree.lows[after])
        both = tree.lows[at] in ("et", "ou") and (done or _is_quality(tree, after, place))
        while tree.lows[verb] in _WORDS["pronouns"] and verb < len(tree) - 1:
            verb += 1
        # « invitant l’agent à venir et lui écrit »: « qui » would take both
        acts = tree.lows[at] != "," and is_finite(tree, verb)
        if both or acts or present_participle(tree.lows[after]):
            return True
    inside = range(place + 2, tree.spans[place][1] + 1)
    again = any(tree.dep(i) == "acl" and present_participle(tree.lows[i]) for i in inside)
    return again or tree.lows[place + 1] in ("ne", "n'", "pas")


def _is_quality(tree: Tree, place: int, participle: int) -> bool:
    """« les agents gérant un club ou responsables d’un stade »: of the agents as well."""
    if tree.pos(place) not in ("ADJ", "NOUN") or tree.dep(place) != "conj":
        return False
    head, noun = tree.head(place), tree.head(participle)
    shown = {r.number for r in readings(tree.lows[place]) if r.pos in ("ADJ", "NOM")}
    number = noun_number(tree, noun)
    return head <= participle or (shown == {number} != {noun_number(tree, head)})


def _is_apart(tree: Tree, noun: int, place: int) -> bool:
    """« La maison ayant un jardin, elle est vendue », « pas d’outil permettant A ».

    A cause with its own subject, a noun that is denied, « c’est la carte portant… qui »:
    none becomes « qui » + indicative.
    """
    subjects = tree.dependents(tree.root, "nsubj", "nsubj:pass", "expl:subj")
    own = any(place < k < tree.root and "," in tree.lows[place:k] for k in subjects)
    before = {*tree.lows[max(0, noun - 3) : noun]}
    denied = before & {"aucun", "aucune"} or ("pas" in before and before & _WORDS["of"])
    cleft = not {"qui", "que", "qu'"}.isdisjoint(tree.lows[place:]) and any(
        set(",:;").isdisjoint(tree.plain[one.end() : tree.begin(noun)])
        for one in _SAYS["cleft"].finditer(tree.plain, 0, tree.begin(noun))
    )
    opens = min([noun, *tree.dependents(noun, "det", "amod", "nummod")])
    apposed = opens > 0 and tree.lows[opens - 1] == ","  # « , un tel envoi constituant »
    cause = own and tree.pos(0) in ("DET", "NOUN")
    return bool(cause or denied or cleft or apposed)


def _is_nearest(tree: Tree, noun: int, place: int) -> bool:
    """Return whether « qui » can be about no noun between: « une fiche de paie portant ».

    « une fiche de chaque agent portant… » might be the agent.
    """
    bare = _WORDS["of"] | _WORDS["bare-after"]
    return not any(
        tree.pos(i) in ("NOUN", "PROPN") and tree.lows[i - 1] not in bare
        for i in range(noun + 1, place)
    )


def _has_rival_before(tree: Tree, noun: int) -> bool:
    """« une lettre est remise à l’agent disant… », « une note dans la lettre disant… ».

    After a preposition the participle may tell of what the sentence is about.
    """
    while tree.dep(noun) == "nmod" and not tree.cases(noun) & _WORDS["to"]:
        noun = tree.head(noun)
    if not tree.cases(noun) & _WORDS["to"]:
        return False
    number, head = noun_number(tree, noun), tree.head(noun)
    others = (head, *tree.dependents(head, "obj", "nsubj:pass"))
    return any(i < noun and noun_number(tree, i) == number for i in others)


def _one_number(tree: Tree, noun: int, place: int) -> bool:
    """Every noun that the relative could be about has one number."""
    chain = [i for i in range(noun + 1, place) if tree.pos(i) in ("NOUN", "PROPN")]
    above, head = noun, _above(tree, noun)
    while tree.pos(head) == "NOUN" and head < above:
        chain.append(head)
        above, head = head, _above(tree, head)
    told = (i for i in chain if tree.lows[i - 1] not in _WORDS["bare-after"])
    number = noun_number(tree, noun)
    return bool(number) and all(noun_number(tree, i) == number for i in told)


def _above(tree: Tree, noun: int) -> int:
    """Return the noun that a noun tells of; itself when there is none.

    « les conjoints liés par un PACS travaillant ici »: the participle may lead to it.
    """
    head = tree.head(noun)
    chained = tree.dep(noun) in ("nmod", "obl:arg", "nmod:appos", "conj")
    if chained and tree.pos(head) == "NOUN":
        return head
    led = tree.dep(noun).startswith("obl") and tree.pos(head) == "VERB"
    return tree.head(head) if led and tree.dep(head) in ("acl", "amod") else noun


def same_parse(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want the rest of the sentence parsed as before, and the new verb as a verb."""
    (after,) = pieces
    new = [i for i in range(len(after) - 1) if after.lows[i] == "qui"]
    relatives = sum(is_finite(after, i + 1) for i in new)
    kept = tree.lows[tree.root] == after.lows[after.root]
    return kept and relatives >= len(after) - len(tree)


RULES = (_FAMILY.rule("participe-qui", participle_to_relative, same_parse, local=True),)
