"""What a text claims, clause by clause: who does what, with which words.

A clause is a verb with what hangs from it; the verb of « doit », « peut » or « est tenu
de » is in the same clause as its infinitive.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from ppun_access.easy.audit.lists import base_forms
from ppun_access.easy.draft import marks
from ppun_access.easy.draft.marks import Forms, content, meanings
from ppun_access.easy.draft.parse.grammar import is_infinitive, lemmas
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.text import listed

NOUNS = ("NOUN", "PROPN")
_CONTROL = listed(
    "pouvoir devoir falloir vouloir aller obliger tenir autoriser permettre laisser être "
    "avoir venir faire suffire inviter interdire conseiller recommander obligatoire "
    "possible nécessaire droit obligation"
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
_BELONGS = listed("appartenir revenir incomber")
"""« L’entretien revient aux habitants »: they do what the subject says."""
_EMPTY_SUBJECTS = listed("part reste partie")
_ANYBODY = listed("celui celle ceux celles ci là dernier dernière qui on cela ce c'") | {""}
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
OTHERS = _MANAGE | listed(
    "commission service directeur médecin transporteur conseil agent entreprise école "
    "association proche"
)
"""Who is hardly ever the reader, whom a text calls « vous »."""


@lru_cache(maxsize=1 << 14)
def wide(word: str) -> Forms:
    """Return the forms of a word, and of those that say as much."""
    return meanings(base_forms(word))


@cache
def _says_nothing() -> Forms:
    return frozenset(form for word in _LIGHT for form in wide(word))


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
        """Its words that say something but « obligatoire » and « conseillé »."""
        found = content(self.text)
        return [word for word in found if not marks.says(word, "doit", "conseil")]

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
        words = self.words if self.lemmas & _BELONGS else self.lemmas
        return frozenset(f for word in words for f in wide(word)) - _says_nothing()

    @cached_property
    def is_told(self) -> bool:
        """Whether somebody is told to do it: « est tenu de », « est invité à »."""
        is_passive = any(self.tree.dependents(self.head, "aux:pass"))
        return is_passive and any(_control(self.tree, k) == self.head for k in self.places)

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

    def acts_as(self, other: Clause) -> bool:
        """Return whether two clauses have one verb, or one noun or adjective for it."""
        mine, theirs = (base_forms(one.tree.lows[one.head]) for one in (self, other))
        alone = not (self.verbs or other.verbs) and mine & theirs - _says_nothing()
        return bool(self.verbs & other.verbs or alone)

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
    is_verb = tree.pos(place) in ("VERB", "AUX") and tree.lows[place] != "avant"
    if not is_verb and not any(tree.dependents(place, *near)):
        return False
    is_participle = tree.dep(place) == "acl" and tree.morph(place, "VerbForm") == "Part"
    return not is_participle or any("par" in tree.cases(k) for k in tree.kids[place])


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
    above, dep = tree.head(head), tree.dep(head)
    if clause.lemmas & _BELONGS:
        found = [k for k in tree.dependents(head, "obl:arg") if tree.pos(k) in NOUNS]
        return next(iter(found), None)
    passive = any(tree.dep(k) in ("aux:pass", "obl:agent") for k in clause.places)
    if dep == "acl" or (passive and not clause.is_told):
        return next((k for k in clause.places if _is_by(tree, k)), None)
    found = [k for k in clause.places if tree.dep(k).startswith("nsubj")]
    found = [k for k in found if tree.head(k) in clause.places]
    if dep == "acl:relcl" and tree.lows[above + 1] == "qui" in clause.text:
        return above
    if found:
        return max(found, key=lambda k: (tree.pos(k) in NOUNS, k < head, k))
    if dep == "conj" and not any(tree.dependents(above, "aux:pass")):
        return next(tree.dependents(above, "nsubj", "nsubj:pass"), None)
    return None


def _is_by(tree: Tree, place: int) -> bool:
    is_by = tree.dep(place).startswith("obl") and "par" in tree.cases(place)
    return tree.dep(place) == "obl:agent" or is_by


def other_agents(source: Sequence[Clause], answer: Sequence[Clause]) -> Iterator[str]:
    """Yield what is done by another in ``answer`` than in ``source``."""
    known, theirs = {READER, *_nouns(source)}, list(_doers(source))
    for doer in _doers(answer):
        forms = base_forms(doer.name)
        if not forms & known or forms & _EMPTY_SUBJECTS:
            continue
        if other := _other_agent(doer, theirs):
            verb = doer.clause.tree[doer.clause.head].text
            yield f"« {verb} » : dans le passage, c’est « {other} », et pas « {doer.name} »"


@dataclass(frozen=True, slots=True)
class _Doer:
    clause: Clause
    name: str
    """Empty where the clause does not tell."""
    forms: Forms
    """The forms of who does it, with those joined to the name."""


def _doers(some: Sequence[Clause]) -> Iterator[_Doer]:
    """Yield who does what each clause says; « elle » is the last who did something."""
    last: tuple[str, Forms] = ("", frozenset())
    for clause in some:
        place, tree = agent(clause), clause.tree
        if place is None:
            yield _Doer(clause, "", frozenset())
            continue
        name = tree.lows[place].removeprefix("-")
        more = (tree.lows[k] for k in tree.dependents(place, "nmod", "conj"))
        told = (name, frozenset(form for word in (name, *more) for form in wide(word)))
        if tree.pos(place) in NOUNS and clause.head == tree.root:
            last = told
        yield _Doer(clause, *(last if name in _STANDS_FOR else told))


def _other_agent(doer: _Doer, source: Sequence[_Doer]) -> str:
    """Return who does in ``source`` what another does, empty when it may be the same."""
    must = doer.name == READER and "doit" in marks.modality(doer.clause.text)
    rivals = [
        (doer.clause.shares(one.clause), one)
        for one in source
        if doer.clause.acts_as(one.clause)
        or (must and not marks.says(one.clause.text, "requis", "doit"))
    ]
    most = max((shared for shared, _ in rivals), default=0)
    near = [one for shared, one in rivals if shared >= most - 1]
    if most < 2 or any(_may_be(doer, one) for one in near):
        return ""
    return near[-1].name


def _may_be(doer: _Doer, theirs: _Doer) -> bool:
    """Return whether two may be the same person or body."""
    if doer.name == READER != theirs.name:
        return not base_forms(theirs.name) & OTHERS
    return theirs.name in _ANYBODY or bool(doer.forms & theirs.forms)


def _nouns(some: Sequence[Clause]) -> Forms:
    words = (x.tree.lows[k] for x in some for k in x.places if x.tree.pos(k) in NOUNS)
    return frozenset(form for word in words for form in base_forms(word))
