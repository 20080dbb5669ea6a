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
    listed,
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
from ppun_access.easy.draft.structure.rule import Pieces
from ppun_access.french.lexical.morphology import readings

_COLON = re.compile(r"\s?:\s")
_ANNOUNCES = re.compile(
    r"suivant|ci-après|[«\"“]|\b(?:ainsi|comme suit|l'inverse)\Z|"
    r"\b(?:plusieurs|divers\w*|différent\w+|certain\w*|deux|trois|quatre|cinq|six|\d+)"
    r" [^,]*(?:s|x)\Z|"
    r"\b(?:plusieurs|deux|trois|\d+) (?:cas|solutions|options|possibilités)\b|"
    r"\b(?:di[rts]\w*|déclar\w+|expliqu\w+|affirm\w+|écri\w+|"
    r"répond\w*|demand\w+|titre|ajout\w+|conclu\w+|précis\w+|comme|exemple|rappel\w+|"
    r"constat(?: \w+)?|principe|conclusion|conviction|certitude|l[ea]s? sa\w+|le voi\w+)\Z"
)
"""What precedes a colon that opens a list or somebody's words."""
_SAYING = listed(
    "dire déclarer expliquer affirmer écrire répondre demander ajouter conclure rappeler "
    "annoncer souligner préciser estimer"
)
_ASKS = re.compile(r"Il (?:vous )?(?:faut|suffit|convient)|Vous (?:devez|pouvez)|On doit")
_BE = frozenset({"être", "avoir"})
_PERSONAL = listed("il elle ils elles")
_NOBODY = re.compile(
    r"Il (?:s'agit|faut|convient|n'y a|y a|(?:n')?existe|"
    r"(?:n')?est (?:\w+ )?\w+ (?:de|d'|que))\b"
)
_NO_CLAUSE = listed("que qu' qui non pas selon")
"""« une constatation de fait et non de droit, … »: no second clause."""
_CASES = re.compile(r"(?:Soit|Vous (?:n')?(?:êtes|avez))\b")
"""« Vous êtes étranger et la mairie refuse » is a case, not two facts."""
_RESUMES = re.compile(r"\bet (?:il|elle|on)s?\b")
"""« le lieu et la date et elle précise »: the cut is in a list."""
_OBJECTS = listed("lui leur y en se s' me te")
"""« rend compte au juge et lui remet la liste »: one subject for both."""
_WHICH = re.compile(r",\s+ce qui\s+(?!concerne|est de\b)")
_AND_SUBJECT = re.compile(
    r",\s+(et|mais)\s+(?=(?:il|elle|ils|elles|nous|vous|on|je|ce|cela|le|la|les|un|une|des|"
    r"ces|cette|cet|son|sa|ses|leurs?|notre|nos|votre|vos)\b|(?:j|l|c)')"
)


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
    found = _COLON.search(tree.plain)
    if not found or ";" in tree.plain or is_framed(tree):
        return
    before, after = tree.text[: found.start()], tree.text[found.end() :].strip()
    announced = _ANNOUNCES.search(tree.plain[: found.start()]) or (
        lemmas(tree.lows[tree.root]) & _SAYING
    )
    if ":" not in after and after[:1] not in '«"“' and not announced:
        yield sentence(before), sentence(after)


def after_colon(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a fact after a fact: « vous V : S V » is a case, « son vote serait nul » a risk.

    A second clause that begins with a bare noun is a list.
    """
    first, second = pieces
    verb = root_verb(second)
    listed_next = second.pos(0) in ("NOUN", "NUM") or not second.text[0].isalpha()
    if listed_next or second.lows[0] == "soit" or verb is None:
        return False
    if is_in_brackets(second.plain, second.begin(verb)):
        return False  # « plusieurs acteurs : la ville (finance A), la région (suit B) »
    if _is_case(first, second) or not _is_same_subject(first, second):
        return False
    return not is_conditional(second.lows[verb])


def _is_case(first: Tree, second: Tree) -> bool:
    """« Vous partez : S V », « Le train est parti : prenez le bus » tell what to do if."""
    done = lemmas(first.lows[root_verb(first) or 0])
    if first.lows[0] == "vous":
        return not done & MODALS
    asked = _ASKS.match(second.plain) or subject(second, second.root) is None
    return bool(asked and done & _BE)


def _is_same_subject(first: Tree, second: Tree) -> bool:
    """« L’agence paie l’agent : il… »: « il » must be the subject, and nobody else."""
    word, who = second.lows[0], subject(first, first.root)
    if word not in _PERSONAL or _NOBODY.match(second.plain):
        return True
    said = pronoun(first, who) if who is not None else ""
    if said.lower() != word or who is None:
        return False
    return not any(
        i != who and first.dep(i) != "nmod" and is_rival(first, i, said)
        for i in range(len(first))
    )


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
        object_first = tree.pos(after) == "PRON" and tree.lows[after] in _OBJECTS
        if _is_noun_and_cause(tree, after):
            continue
        if tree.lows[after] not in _NO_CLAUSE and not object_first:
            yield two(tree, place - comma, after, joint)


def _is_noun_and_cause(tree: Tree, after: int) -> bool:
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
    return any(
        verb < head < place
        and predicate(tree, head) is not None
        and subject(tree, head) is not None
        and not any(tree.dependents(head, "mark"))
        for head in joined
    )


def two(tree: Tree, first_end: int, after: int, joint: str) -> Pieces:
    """Cut before the token ``first_end``; ``joint`` opens what begins at ``after``."""
    second = stopped(tree.cut(after, len(tree)))
    return sentence(tree.cut(0, first_end)), joint + second if joint else sentence(second)


def _after_comma(tree: Tree) -> Iterator[Pieces]:
    if _is_parted(tree) or is_framed(tree):
        return
    for found in _AND_SUBJECT.finditer(tree.plain):
        place = tree.at(found.start())
        if not open_subordinates(tree, place) and not _has_third(tree, place):
            joint = "Mais " if found[1] == "mais" else ""
            yield two(tree, place, tree.at(found.end()), joint)


def after_conjunction(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a second clause that starts with its subject, now that it stands alone."""
    second = pieces[1]
    verb = root_verb(second)
    if verb is None or not starts_with_subject(second) or _is_noun(second, verb):
        return False
    if second.morph(verb, "Mood") == "Sub":  # « et une aide pour que chacun soit là »
        return False
    if _CASES.match(pieces[0].plain) or _RESUMES.search(
        second.plain, 0, second.begin(verb)
    ):
        return False
    return verb <= 10 or "," not in second.lows[:verb]


def _is_noun(tree: Tree, verb: int) -> bool:
    """« ce prix selon les règles de la première offre »: a determiner opens it."""
    determined = tree.pos(verb - 1) == "DET" or (
        tree.pos(verb - 1) in ("ADJ", "NUM") and tree.pos(verb - 2) == "DET"
    )
    return determined and any(one.pos == "NOM" for one in readings(tree.lows[verb]))


def which(tree: Tree) -> Iterator[Pieces]:
    """« A, ce qui V » → « A. Cela V. »."""
    found = _WHICH.search(tree.plain)
    if found and not _is_open(tree, found.start()):
        after = tree.text[found.end() :]
        said = "C’" if after.startswith("est ") else "Cela "
        yield sentence(tree.text[: found.start()]), stopped(f"{said}{after}")


def _is_open(tree: Tree, at: int) -> bool:
    """« A, sauf si B, ce qui V »: « cela » might be A."""
    return bool(open_subordinates(tree, tree.at(at))) or "sauf" in tree.lows
