"""What a text claims, clause by clause: who does what, with which words.

A clause is a verb with what hangs from it; the verb of « doit », « peut » or « est tenu
de » is in the same clause as its infinitive.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ppun_access.easy.audit.lists import base_forms
from ppun_access.easy.draft.meanings import Forms, content, meanings
from ppun_access.easy.draft.parse.text import listed
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import is_infinitive, lemmas

NOUNS = ("NOUN", "PROPN")
_CONTROL = listed(
    "pouvoir devoir falloir vouloir aller obliger tenir autoriser permettre laisser être "
    "avoir venir faire suffire inviter interdire obligatoire possible nécessaire droit "
    "obligation"
)
"""What an infinitive hangs from without a clause of its own."""
_BETWEEN = listed(
    "le la les l' lui leur y en se s' me vous nous pas plus aussi ne n' à de d' jamais "
    "également alors toujours"
)
_LIGHT = listed(
    "avoir être devoir pouvoir falloir faire obliger tenir permettre autoriser aller "
    "interdire vouloir rester lieu"
)
_EMPTY_SUBJECTS = listed("personne part reste partie")
_PRONOUNS = listed(
    "il elle ils elles celui celle ceux celles celui-ci celle-ci ceux-ci celles-ci dernier "
    "dernière derniers dernières qui on cela ce c'"
)
_ANYBODY = listed("qui on cela ce c'")
_STANDS_FOR = listed("il elle ils elles")
READER = "vous"
_MANAGE = listed(
    "mairie commune ville département région état préfecture préfet maire tribunal juge "
    "police gendarmerie caf cpam msa employeur hôpital ministère banque caisse ccas "
    "syndicat urssaf avocat notaire propriétaire"
)
BODIES = _MANAGE | listed(
    "assurance mutuelle locataire étudiant retraité français amende sanction prison plainte"
)
"""Who pays, decides or is meant, and what one risks: told by the passage, or not at all."""
_OTHERS = _MANAGE | listed(
    "commission service directeur médecin transporteur conseil agent entreprise école "
    "association proche"
)
"""Who is hardly ever the reader, whom a text calls « vous »."""


@lru_cache(maxsize=1 << 14)
def wide(word: str) -> Forms:
    """Return the forms of a word, and of those that say as much."""
    return meanings(base_forms(word))


_GIVE = wide("donner")
_SAYS_NOTHING = frozenset(form for word in _LIGHT for form in wide(word))


@dataclass(frozen=True)
class Clause:
    """A clause by its head and the places of its tokens."""

    tree: Tree
    head: int
    places: tuple[int, ...]

    @cached_property
    def text(self) -> str:
        """Its words in small letters, without those of the clauses inside it."""
        return " ".join(self.tree.lows[k] for k in self.places).replace("' ", "'")

    @cached_property
    def words(self) -> list[str]:
        """Its words that say something."""
        return content(self.text)

    @cached_property
    def forms(self) -> Forms:
        """The forms of its words, and of those that say as much."""
        return frozenset(form for word in self.words for form in wide(word))

    @cached_property
    def lemmas(self) -> Forms:
        """The lemmas of its verbs."""
        return frozenset(
            lemma for k in self.places if self._is_verb(k) for lemma in self._verb(k)
        )

    @cached_property
    def verbs(self) -> Forms:
        """What its verbs say, without those that say nothing by themselves."""
        return frozenset(f for lemma in self.lemmas for f in wide(lemma)) - _SAYS_NOTHING

    def _is_verb(self, k: int) -> bool:
        is_alone = k == self.head or _control(self.tree, k) is not None
        return self.tree.pos(k) in ("VERB", "AUX") or is_alone

    def _verb(self, k: int) -> Forms:
        return lemmas(self.tree.lows[k]) or (
            base_forms(self.tree.lows[k]) if self.tree.pos(k) == "VERB" else frozenset()
        )

    def shares(self, other: Clause) -> int:
        """Return how many words of the clause ``other`` says too."""
        return sum(bool(wide(word) & other.forms) for word in self.words)

    def does_as(self, other: Clause) -> bool:
        """Return whether two clauses may have the same verb."""
        return bool(self.verbs & other.verbs) or not (self.verbs and other.verbs)


def nearest(clause: Clause, others: Sequence[Clause], least: int) -> list[Clause]:
    """Return those of ``others`` that share most words with ``clause``."""
    found = [(clause.shares(one), one) for one in others]
    most = max((shared for shared, _ in found), default=0)
    return [one for shared, one in found if shared == most] if most >= least else []


# Reading a parse


def clauses(tree: Tree) -> Iterator[Clause]:
    """Yield the clauses of a sentence."""
    owned: dict[int, list[int]] = {k: [] for k in range(len(tree)) if _is_head(tree, k)}
    for place in range(len(tree)):
        owner = next((k for k in _above(tree, place) if k in owned), None)
        if owner is not None:
            owned[owner].append(place)
    for head, places in owned.items():
        yield Clause(tree, head, tuple(places))


def _above(tree: Tree, place: int) -> Iterator[int]:
    """Yield a token, then all that it hangs from, infinitives from their « doit »."""
    for _ in range(len(tree)):
        yield place
        ruler = _control(tree, place)
        head = tree.head(place) if ruler in (None, place) else ruler
        if head is None or head == place:
            return
        place = head


def _is_head(tree: Tree, place: int) -> bool:
    if place == tree.root:
        return True
    if tree.dep(place).startswith(("aux", "cop")) or _control(tree, place) is not None:
        return False
    near = ("cop", "nsubj", "nsubj:pass", "aux:pass", "aux:tense")
    if tree.pos(place) not in ("VERB", "AUX") and not any(tree.dependents(place, *near)):
        return False
    is_participle = tree.dep(place) == "acl" and tree.morph(place, "VerbForm") == "Part"
    return not is_participle or any(_cases(tree, k) & {"par"} for k in tree.kids[place])


def _cases(tree: Tree, place: int) -> set[str]:
    return {tree.lows[k] for k in tree.dependents(place, "case")}


def _control(tree: Tree, place: int) -> int | None:
    """Return the « doit » or « peut » that an infinitive, or its auxiliary, follows."""
    helps = (k for k in tree.kids[place] if tree.dep(k).startswith(("aux", "cop")))
    first = min([place, *(k for k in helps if k < place)])
    if not is_infinitive(tree.lows[first]):
        return None
    before = first - 1
    while before >= 0 and tree.lows[before] in _BETWEEN:
        before -= 1
    rules = before >= 0 and base_forms(tree.lows[before]) & _CONTROL
    return before if rules else None


# Who does it


def agent(clause: Clause) -> int | None:
    """Return the place of who does what a clause says; None when it does not tell."""
    tree, head = clause.tree, clause.head
    passive = ("nsubj:pass", "aux:pass", "obl:agent")
    if tree.dep(head) == "acl" or any(tree.dep(k) in passive for k in clause.places):
        return next((k for k in clause.places if _is_by(tree, k)), None)
    found = [k for k in clause.places if tree.dep(k).startswith("nsubj")]
    if found := [k for k in found if tree.head(k) in clause.places]:
        return max(found, key=lambda k: (tree.pos(k) in NOUNS, k))
    above = tree.head(head)
    if tree.dep(head) == "acl:relcl":
        return above if any(tree.lows[k] == "qui" for k in tree.kids[head]) else None
    if tree.dep(head) == "conj" and not any(tree.dependents(above, "aux:pass")):
        return next(tree.dependents(above, "nsubj", "nsubj:pass"), None)
    return None


def _is_by(tree: Tree, place: int) -> bool:
    is_by = tree.dep(place).startswith("obl") and "par" in _cases(tree, place)
    return tree.dep(place) == "obl:agent" or is_by


def other_agents(source: Sequence[Clause], answer: Sequence[Clause]) -> Iterator[str]:
    """Yield what is done by another in ``answer`` than in ``source``."""
    known = _nouns(source)
    said = _nouns(answer)
    reader = any(READER in clause.tree.lows for clause in answer)
    last = ""
    for clause in answer:
        place = agent(clause)
        if place is None:
            continue
        name = clause.tree.lows[place].removeprefix("-")
        if name in _STANDS_FOR:
            name = last
        elif clause.tree.pos(place) in NOUNS:
            last = name
        doer = _Doer(clause, place, name)
        if not name or not (name == READER or base_forms(name) & known):
            continue
        if base_forms(name) & _EMPTY_SUBJECTS:
            continue
        if other := _other_agent(doer, source, said, reader):
            verb = clause.tree[clause.head].text
            yield f"« {verb} » : dans le passage, c’est {other}"


@dataclass(frozen=True, slots=True)
class _Doer:
    clause: Clause
    place: int
    name: str

    def forms(self) -> Forms:
        """Return the forms of who does it, with those joined to the name."""
        tree = self.clause.tree
        more = (tree.lows[k] for k in tree.dependents(self.place, "nmod", "conj"))
        return frozenset(f for word in (self.name, *more) for f in wide(word))


def _other_agent(doer: _Doer, source: Sequence[Clause], said: Forms, reader: bool) -> str:
    """Return who does in ``source`` what another does, empty when it may be the same."""
    rivals = [one for one in source if _says_as(doer.clause, one)]
    most = max((doer.clause.shares(one) for one in rivals), default=0)
    other = ""
    for one in rivals if most > 1 else ():
        if doer.clause.shares(one) < most - 1:
            continue
        place = agent(one)
        if place is None:
            return ""
        theirs = _Doer(one, place, one.tree.lows[place].removeprefix("-"))
        if _may_be(doer, theirs, source, said, reader):
            return ""
        other = f"« {theirs.name} », et pas « {doer.name} »"
    return other


def _says_as(one: Clause, other: Clause) -> bool:
    """Return whether two clauses have a verb in common; « donner » is too wide."""
    shared = one.verbs & other.verbs
    return bool(shared - _GIVE or shared & one.lemmas & other.lemmas)


def _may_be(
    doer: _Doer, theirs: _Doer, source: Sequence[Clause], said: Forms, reader: bool
) -> bool:
    """Return whether two may be the same person or body."""
    is_reader, is_theirs = doer.name == READER, theirs.name == READER
    if is_theirs:
        return is_reader or not (reader or base_forms(doer.name) & _OTHERS)
    if theirs.name in _PRONOUNS:
        return (
            is_reader
            or theirs.name in _ANYBODY
            or bool(doer.forms() & _nouns_before(theirs, source))
        )
    if is_reader:
        forms = base_forms(theirs.name)
        owner = forms & {"propriétaire"} and not forms & said
        return not forms & _OTHERS or bool(owner)
    return bool(doer.forms() & theirs.forms())


def _nouns(some: Sequence[Clause]) -> Forms:
    trees = {id(clause.tree): clause.tree for clause in some}.values()
    return frozenset(
        form
        for tree in trees
        for k in range(len(tree))
        if tree.pos(k) in NOUNS
        for form in base_forms(tree.lows[k])
    )


def _nouns_before(doer: _Doer, source: Sequence[Clause]) -> Forms:
    """Return what a pronoun may stand for: any noun before it."""
    found = set[str]()
    for tree in {id(clause.tree): clause.tree for clause in source}.values():
        last = doer.place if tree is doer.clause.tree else len(tree)
        for k in range(last):
            if tree.pos(k) in NOUNS:
                found |= wide(tree.lows[k])
        if tree is doer.clause.tree:
            break
    return frozenset(found)
