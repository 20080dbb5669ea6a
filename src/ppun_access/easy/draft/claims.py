"""Who does what in a text, and whether it must or may be: what an answer may not turn.

A claim is a verb with its agent, what is said with it, and its modality, as the parse
tells them. Two texts are compared claim by claim where they use the same verb: with other
verbs nobody knows, so that a good rewording passes. What limits or orders claims (« si »,
« sauf », « seul », « puis », « ou ») is compared by words. Reasons are in plain French.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ppun_access.easy.audit.lists import base_forms
from ppun_access.easy.draft.denials import is_measured, is_negated
from ppun_access.easy.draft.facts import is_number
from ppun_access.easy.draft.meanings import LIGHT, Forms, meanings
from ppun_access.easy.draft.parse.grammar import noun_gender, noun_number
from ppun_access.easy.draft.parse.text import listed
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import MODALS, finite_tags, is_infinitive, lemmas
from ppun_access.french.lexical.morphology import is_only_finite, readings

NOBODY: Forms = frozenset()
READER: Forms = frozenset({"vous"})

_MUST = listed("devoir falloir tenir obliger engager astreindre contraindre")
_MAY = listed("pouvoir inviter autoriser permettre")
_WISH = listed("souhaiter envisager espérer projeter ambitionner vouloir prévoir")
_CONTROL = (
    _MUST | _MAY | _WISH | MODALS | listed("aller continuer venir avoir laisser être")
)
"""Verbs whose infinitive says what is done."""
_INSTITUTIONS = listed(
    "commune mairie ville région département état école préfecture commission conseil "
    "métropole agglomération service agent employeur maire préfet entreprise organisme "
    "ministère hôpital collège lycée juge tribunal banque caisse comité médecin association"
)
"""Never the reader, whom a text calls « vous »."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A verb, by the forms of its lemma, and what is said with it."""

    verb: Forms
    word: str
    agent: Forms
    """The forms of who does it: ``READER`` for « vous », ``NOBODY`` where none is told."""
    name: str
    others: Forms
    """The forms of the nouns and numbers said with it."""
    amounts: Forms
    things: Forms
    """Those of its object, or of the subject of a passive."""
    modality: str
    """« devoir », « pouvoir », « souhaiter », or empty."""
    is_denied: bool
    is_under_condition: bool
    is_future: bool
    is_mixed: bool
    """« Ne donne pas A, mais B »: denied and affirmed at once."""

    def is_of(self, other: Claim, widely: bool = False) -> bool:
        """Return whether two claims have the same verb, or one that says as much."""
        if widely:
            return bool(meanings(self.verb) & meanings(other.verb))
        return bool(self.verb & other.verb)


def turned_claims(source: Sequence[Tree], answer: Sequence[Tree]) -> Iterator[str]:
    """Yield how ``answer`` changes who does what, or whether it must or may be done."""
    before, after = tuple(_claims(source)), tuple(_claims(answer))
    yield from _exchanged_agents(before, after, _nouns(source))
    yield from _exchanged_amounts(before, after)
    yield from _exchanged_owners(source, answer)
    yield from _changed_modality(before, after, _all_forms(source), _all_forms(answer))
    yield from _denied(before, after)
    yield from _reordered(before, after, _lows(source) & _ORDER)
    yield from _made_steps(before, answer)


def states(source: Sequence[Tree], sentence: Tree) -> bool:
    """Return whether a question says what ``source`` states, and asks for no case."""
    if {"vous", "votre", "vos"} & set(sentence.lows):
        return False
    said = [one for one in _claims(source) if not one.is_under_condition]
    return any(
        one.agent != READER and one.is_of(claim) and not one.verb & LIGHT
        for claim in said
        for one in _claims([sentence])
    )


# Reading a parse


def _claims(trees: Sequence[Tree]) -> Iterator[Claim]:
    known: list[tuple[Tree, int]] = []
    """The nouns that a pronoun may stand for, the last one last."""
    for tree in trees:
        for place in range(len(tree)):
            if _is_verb(tree, place):
                yield _claim(tree, place, known)
        known += _nameable(tree, known)


def _nameable(tree: Tree, known: Sequence[tuple[Tree, int]]) -> list[tuple[Tree, int]]:
    """Return the nouns of a sentence, its subject last: « il » is that one first."""
    nouns = [k for k in range(len(tree)) if tree.pos(k) in ("NOUN", "PROPN")]
    nouns.sort(key=lambda k: (tree.dep(k).startswith("nsubj"), k))
    pronouns = (low for low in tree.lows if low in _STAND_FOR)
    again = (_stands_for(low, known) for low in pronouns)
    return [*((tree, k) for k in nouns), *(one for one in again if one)]


def _stands_for(low: str, known: Sequence[tuple[Tree, int]]) -> tuple[Tree, int] | None:
    """Return the last noun that « il » or « elles » may stand for."""
    return next((one for one in reversed(known) if _fits(low, *one)), None)


def _is_verb(tree: Tree, place: int) -> bool:
    helped = any(tree.dependents(place, "aux:tense")) or is_only_finite(tree.lows[place])
    is_verb = tree.pos(place) == "VERB" or (tree.pos(place) == "NOUN" and helped)
    if not is_verb or tree.dep(place).startswith(("aux", "cop", "fixed")):
        return False
    is_modal = bool(_lemmas(tree, place) & (_CONTROL - listed("avoir être laisser")))
    return not (is_modal and any(is_infinitive(tree.lows[k]) for k in tree.kids[place]))


def _lemmas(tree: Tree, place: int) -> Forms:
    """Return the verbs that a token may be; « n’ont pas accès » may be read as one."""
    return lemmas(tree.lows[place]) or base_forms(tree.lows[place])


def _claim(tree: Tree, place: int, known: Sequence[tuple[Tree, int]]) -> Claim:
    chain = _chain(tree, place)
    doer = _doer(tree, chain)
    agent, name = _who(tree, doer, known) if doer is not None else (NOBODY, "")
    if doer is None and tree.morph(place, "Mood") == "Imp":
        agent, name = READER, "vous"
    inside = [k for k in _inside(tree, place, chain) if k != doer]
    others = (base_forms(tree.lows[k]) for k in inside if _is_noun(tree, k))
    return Claim(
        _lemmas(tree, place), tree[place].text, agent, name,
        frozenset(form for forms in others for form in forms),
        frozenset(tree.lows[k] for k in inside if _is_amount(tree, k)),
        _things(tree, place),
        _modality(tree, chain),
        any(is_negated(tree, k) for k in chain),
        _is_case(tree, min(chain)),
        any(tree.morph(k, "Tense") == "Fut" or tree.lows[k] in _GOES for k in chain),
        _is_mixed(tree),
    )  # fmt: skip


def _chain(tree: Tree, place: int) -> list[int]:
    """Return a verb and the verbs that it hangs from: « est tenu de prévenir »."""
    chain = [place]
    while is_infinitive(tree.lows[chain[-1]]) or tree.dep(chain[-1]) == "xcomp":
        head = tree.head(chain[-1])
        if head in chain or not _lemmas(tree, head) & _CONTROL:
            break
        chain.append(head)
    before = place - 1
    while len(chain) == 1 and tree.lows[before] in _BETWEEN and before > 0:
        before -= 1
    if len(chain) == 1 and before >= 0 and is_infinitive(tree.lows[place]):
        chain += [before] if lemmas(tree.lows[before]) & MODALS else []
    return chain


_BETWEEN = listed("le la les l' lui leur y en se s' me vous nous pas plus aussi ne n'")


def _doer(tree: Tree, chain: Sequence[int]) -> int | None:
    """Return who does what a verb says: its subject, or « par … » of a passive."""
    verb = chain[0]
    to_do = any(tree.lows[k] == "à" for k in tree.dependents(verb, "mark", "case"))
    if to_do and not any(_lemmas(tree, k) & listed("avoir inviter") for k in chain):
        return None  # « Le dossier est à déposer. »
    if _is_passive(tree, verb):
        return next(tree.dependents(verb, "obl:agent"), None)
    for place in chain:
        if (found := next(tree.dependents(place, "nsubj", "nsubj:pass"), None)) is not None:
            return found
    first, head = chain[-1], tree.head(chain[-1])
    if tree.dep(first) == "conj" and not _is_passive(tree, head):
        return next(tree.dependents(head, "nsubj", "nsubj:pass"), None)
    return None


def _is_passive(tree: Tree, verb: int) -> bool:
    if any(tree.dependents(verb, "aux:pass")):
        return True
    return tree.dep(verb) == "acl" and tree.morph(verb, "VerbForm") == "Part"


_POINTS = listed("celui celle ceux celles celui-ci celle-ci ceux-ci celles-ci")
_UNITS = listed("an année mois jour heure euro kilomètre mètre")
_STAND_FOR = listed("il elle ils elles")


def _who(tree: Tree, place: int, known: Sequence[tuple[Tree, int]]) -> tuple[Forms, str]:
    """Return the forms of a subject, and the word for it; pronouns stand for nouns."""
    low = tree.lows[place]
    if low in ("vous", "-vous"):
        return READER, "vous"
    if low == "qui" and tree.dep(tree.head(place)) == "acl:relcl":
        noun = tree.head(tree.head(place))
        if tree.lows[noun] == "vous":
            return READER, "vous"
        near = (k for k in range(tree.spans[noun][0], place) if _is_noun(tree, k))
        near = (k for k in near if not base_forms(tree.lows[k]) & _UNITS)
        return frozenset(f for k in near for f in base_forms(tree.lows[k])), tree[noun].text
    if low in _STAND_FOR:
        if (found := _stands_for(low, known)) is None:
            return NOBODY, ""
        return base_forms(found[0].lows[found[1]]), found[0][found[1]].text
    if tree.pos(place) in ("NOUN", "PROPN") and low not in _POINTS:
        return base_forms(low), tree[place].text
    return NOBODY, ""


def _fits(low: str, tree: Tree, place: int) -> bool:
    number, gender = noun_number(tree, place), noun_gender(tree, place)
    return number in ("", "p" if low.endswith("s") else "s") and gender in (
        "", "f" if low.startswith("elle") else "m"
    )  # fmt: skip


def _inside(tree: Tree, place: int, chain: Sequence[int]) -> Iterator[int]:
    """Yield the tokens that hang from a verb, or from those of its chain, not far."""
    for k in range(len(tree)):
        above, steps = k, 0
        while above not in chain and tree.head(above) != above and steps < len(tree):
            if above != k and _is_verb(tree, above):
                break
            above, steps = tree.head(above), steps + 1
        if above in chain and k not in chain:
            yield k


_EMPTY = listed("cas fois")


def _is_noun(tree: Tree, place: int) -> bool:
    return tree.pos(place) in ("NOUN", "PROPN", "NUM") and tree.lows[place] not in _EMPTY


def _is_amount(tree: Tree, place: int) -> bool:
    one = tree.lows[place] in ("un", "une")
    unit = bool(base_forms(tree.lows[tree.head(place)]) & _UNITS)
    return is_number(tree.lows[place]) or (one and unit)


def _things(tree: Tree, verb: int) -> Forms:
    ways = ("obj", "nsubj:pass", *(("nsubj",) if _is_passive(tree, verb) else ()))
    return frozenset(
        f for k in tree.dependents(verb, *ways) for f in base_forms(tree.lows[k])
    )


def _modality(tree: Tree, chain: Sequence[int]) -> str:
    near = {low for k in chain for low in (tree.lows[j] for j in tree.kids[k])}
    if near & {"obligatoire", "obligatoirement"}:
        return "devoir"
    for place in chain[1:] or chain:
        for name, verbs in (("devoir", _MUST), ("pouvoir", _MAY), ("souhaiter", _WISH)):
            if _lemmas(tree, place) & verbs and (len(chain) > 1):
                return name
    return ""


_CONDITIONS = listed("si s' quand lorsque lorsqu' condition réserve")


def _is_mixed(tree: Tree) -> bool:
    words = frozenset(tree.lows)
    alone = bool(words & {"pas", "jamais"}) and not words & {"ne", "n'"}
    return "mais" in words or alone or is_measured(tree, range(len(tree)))


def _is_case(tree: Tree, verb: int) -> bool:
    """Return whether « si » or « lorsque » opens the clause of a verb."""
    for k in range(verb - 1, max(-1, verb - _FAR), -1):
        if tree.lows[k] in _CONDITIONS:
            return True
        if tree.lows[k] in ",;:" or (tree.pos(k) == "VERB" and finite_tags(tree.lows[k])):
            return False
    return False


_FAR = 10
_GOES = listed("va vont")
_WISH_WORDS = _WISH | listed("souhait objectif projet volonté but")


def _nouns(trees: Iterable[Tree]) -> Forms:
    return frozenset(
        form
        for tree in trees
        for k in range(len(tree))
        if tree.pos(k) in ("NOUN", "PROPN") and not _is_reader(tree, k)
        for form in base_forms(tree.lows[k])
    )


def _is_reader(tree: Tree, place: int) -> bool:
    """Return whether a noun is said of the reader (« Vous êtes parents »)."""
    return any(tree.lows[k] == "vous" for k in tree.dependents(place, "nsubj"))


# Comparing


def _rivals(claim: Claim, others: Sequence[Claim]) -> list[Claim]:
    """Return the claims of the same verb, else those that say as much."""
    same = [one for one in others if one.is_denied == claim.is_denied]
    exact = [one for one in same if one.is_of(claim)]
    return exact or [one for one in same if one.is_of(claim, widely=True)]


def _exchanged_agents(
    before: Sequence[Claim], after: Sequence[Claim], said: Forms
) -> Iterator[str]:
    for claim in after:
        rivals = [one for one in _rivals(claim, before) if one.agent]
        if not claim.agent or any(_may_be(claim, one) for one in rivals):
            continue
        if claim.agent != READER and not claim.agent & said:
            continue
        for one in rivals:
            shared = (claim.agent | claim.others) & one.others
            if shared if one.is_of(claim) else claim.things & one.things:
                yield (
                    f"« {claim.word} » : dans le passage, c’est « {one.name} », et pas "
                    f"« {claim.name} »"
                )
                break


def _may_be(claim: Claim, one: Claim) -> bool:
    """Return whether the agents of two claims may be the same person or body."""
    if claim.agent & one.agent:
        return True
    if claim.agent == READER:
        return not one.agent & _INSTITUTIONS
    return False


def _exchanged_amounts(before: Sequence[Claim], after: Sequence[Claim]) -> Iterator[str]:
    """Look for a verb that has the number of another (« rembourse en un an »)."""
    for claim in after:
        same = [one for one in before if one.is_of(claim) and one.amounts]
        known = {amount for one in same for amount in one.amounts}
        new = claim.amounts and not claim.amounts & known
        is_noun = any(one.pos == "NOM" for one in readings(claim.word.lower()))
        if same and new and not (claim.verb & LIGHT or is_noun):
            yield f"« {claim.word} » n’a pas ce nombre dans le passage"


def _exchanged_owners(source: Sequence[Tree], answer: Sequence[Tree]) -> Iterator[str]:
    """Look for « votre carte » where the passage says that an agent has it."""
    told = _nouns(answer)
    known = frozenset(form for _, forms in _readers_own(source) for form in forms)
    for word, forms in _readers_own(answer):
        owners = {one for other in source for one in _owners(other, forms)}
        if not forms & known and any(base_forms(owner) & told for owner in owners):
            yield f"« {word} » n’est pas à « vous » dans le passage"


def _readers_own(trees: Sequence[Tree]) -> Iterator[tuple[str, Forms]]:
    """Yield what is « votre » in some sentences: each word and its forms."""
    for tree in trees:
        for place in range(len(tree)):
            if {"votre", "vos"} & {tree.lows[k] for k in tree.dependents(place, "det")}:
                yield tree[place].text, base_forms(tree.lows[place])


def _owners(tree: Tree, forms: Forms) -> Iterator[str]:
    """Yield the nouns that have something: « un agent muni d’une carte »."""
    for place in range(len(tree)):
        if not base_forms(tree.lows[place]) & forms:
            continue
        above = place
        for _ in range(len(tree)):
            head = tree.head(above)
            if tree.dep(above) == "acl" and _is_noun(tree, head):
                yield tree[head].text
            above = head


def _changed_modality(
    before: Sequence[Claim], after: Sequence[Claim], said: Forms, told: Forms
) -> Iterator[str]:
    can = {"pouvoir", "possible", "possibilité", "droit", "permettre", "choisir", "peut"}
    may = [one for one in before if one.modality == "pouvoir" and not one.is_denied]
    if may and not told & can and not any(one.modality == "pouvoir" for one in after):
        yield f"« {may[0].word} » était une possibilité : elle a disparu"
    wish = [one for one in before if one.modality == "souhaiter"]
    if wish and not told & _WISH_WORDS and not any(one.is_future for one in after):
        yield f"« {wish[0].word} » était un souhait : c’est devenu une certitude"
    for claim in after:
        rivals = _rivals(claim, before)
        same = [one for one in after if one.is_of(claim)]
        if claim.verb & LIGHT or not rivals or claim.is_denied:
            continue
        old, new = {one.modality for one in rivals}, {one.modality for one in same}
        if "pouvoir" in old and not old & {"", "devoir"} and "pouvoir" not in new:
            yield f"« pouvoir » ne porte plus sur « {claim.word} »"
        elif old == {"devoir"} and "pouvoir" in new and "devoir" not in new:
            yield f"« {claim.word} » était une obligation : c’est devenu une possibilité"
        elif (
            old == {""}
            and not said & _WISH_WORDS
            and new == {"devoir"}
            and any(one.is_of(claim) and one.agent & claim.agent - READER for one in rivals)
            and not any(one.is_under_condition for one in rivals)
        ):
            yield f"« {claim.word} » est devenu une obligation"


def _denied(before: Sequence[Claim], after: Sequence[Claim]) -> Iterator[str]:
    """Look for a verb that is denied where the passage affirms it of the same things."""
    for claim in after:
        near = [one for one in before if one.is_of(claim) and one.others & claim.others]
        turned = all(one.is_denied != claim.is_denied for one in near)
        if near and turned and not (claim.verb & LIGHT or near[0].is_mixed):
            yield f"« {claim.word} » est nié, ou ne l’est plus"


_ORDER = listed("puis ensuite")


def _reordered(
    before: Sequence[Claim], after: Sequence[Claim], told: Forms
) -> Iterator[str]:
    """Look for steps that changed places."""
    first = [_place(one, after) for one in before if told and not one.verb & LIGHT]
    steps = [place for place in dict.fromkeys(first) if place is not None]
    for one, two in pairwise(steps):
        if one > two:
            yield f"« {after[two].word} » ne vient plus après « {after[one].word} »"


def _made_steps(before: Sequence[Claim], answer: Sequence[Tree]) -> Iterator[str]:
    """Look for a condition that became what comes next: « Ensuite, il faut… »."""
    cases = [one.others | one.verb - LIGHT for one in before if one.is_under_condition]
    for tree in answer:
        if _ORDER & set(tree.lows):
            for one in _claims([tree]):
                said = one.others | one.verb
                if not one.is_under_condition and any(said & case for case in cases):
                    yield f"« {one.word} » est une condition, et pas une suite"


def _place(claim: Claim, others: Sequence[Claim]) -> int | None:
    found = [n for n, one in enumerate(others) if one.is_of(claim)]
    return found[0] if len(found) == 1 else None


def _all_forms(trees: Iterable[Tree]) -> Forms:
    return frozenset(form for low in _lows(trees) for form in base_forms(low))


def _lows(trees: Iterable[Tree]) -> frozenset[str]:
    return frozenset(low for tree in trees for low in tree.lows)
