"""A participle between commas after the subject becomes a sentence of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.rewrite.grammar import pronoun, root_verb, subject
from ppun_access.easy.rewrite.rule import Pieces
from ppun_access.easy.rewrite.text import listed, sentence, stopped
from ppun_access.easy.rewrite.tree import Tree
from ppun_access.easy.rewrite.verbs import inflection, past_participles

_STATES = listed(
    "situer localiser installer composer constituer appeler nommer dénommer désigner doter "
    "financer gérer piloter rattacher placer réserver destiner ouvrir inscrire implanter "
    "porter soutenir"
)
"""Verbs whose participle says what is: « est située »."""
_EVENTS = listed(
    "créer lancer adopter publier voter signer fonder élire inaugurer construire "
    "promulguer instaurer instituer"
)
"""Verbs whose participle says what was done: « a été créée »."""
_GROUP = frozenset({"PRON", "ADV", "AUX", "VERB", "PART"})
_ADVERB = re.compile(r"\w+ment\Z")


def described_subject(tree: Tree) -> Iterator[Pieces]:
    """« S, créé en 2000, V » → « S a été créé en 2000. Il V. »."""
    verb, found = root_verb(tree), subject(tree, tree.root)
    if verb is None or found is None or tree.spans[found][0] != 0:
        return
    commas = [i for i in range(verb) if tree.lows[i] == ","]
    said = pronoun(tree, found)
    if len(commas) != 2 or commas[0] < found or not said:
        return
    first, last = commas
    if any(tree.pos(i) not in _GROUP for i in range(last + 1, verb)):
        return
    helper = _helper(tree, verb, first + 1, said)
    if helper:
        named, what = tree.cut(0, first), tree.cut(first + 1, last)
        rest = tree.cut(last + 1, len(tree))
        yield sentence(f"{named} {helper} {what}"), stopped(f"{said} {rest}")


def _helper(tree: Tree, verb: int, place: int, said: str) -> str:
    """Return « est » or « a été » for the participle, if it agrees with the subject."""
    place += bool(_ADVERB.match(tree.lows[place]))
    tense = inflection(tree, verb)
    plural = said.endswith("s")
    for form in past_participles(tree.lows[place]):
        gender = not form.gender or (form.gender == "f") == said.startswith("Elle")
        number = not form.number or (form.number == "p") == plural
        if not (gender and number and tense.startswith("ind:pre")):
            continue
        if form.lemma in _EVENTS:
            return "ont été" if plural else "a été"
        if form.lemma in _STATES:
            return "sont" if plural else "est"
    return ""
