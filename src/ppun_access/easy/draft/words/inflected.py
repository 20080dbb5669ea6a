"""Verbs and nouns of the lexicon, in their form: « procédons à » → « faisons ».

The parser says that a token is a verb and has an object, or a noun; Lexique says its form
and gives the new one, in the same person, tense, gender and number. In doubt a word stays.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from ppun_access.easy.draft.model import Parse, Rewrite, Spans
from ppun_access.easy.draft.parse.grammar import (
    MODALS,
    forms,
    inflection,
    is_finite,
    noun_number,
)
from ppun_access.easy.draft.parse.tree import Tree, grow
from ppun_access.easy.draft.words.edits import Edit, followed, joined, overlaps, rewrite
from ppun_access.easy.draft.words.lexicon import Entry, entries, stands
from ppun_access.french.lexical.morphology import conjugate, inflect, readings

NO_PASSIVE = MODALS | {"avoir", "être", "rester", "venir", "aller", "mourir"}
_CLITICS = frozenset({"se", "s'", "me", "m'", "te", "t'"})
_ARTICLES = frozenset({"un", "une", "le", "la", "les", "des", "cette", "sa", "leur"})
_CAUSES = re.compile(r"\b(?:fai\w+|fass\w+|fer\w+|font|fit|laiss\w+)\s+\Z")
_VERBS = frozenset({"VERB", "AUX"})
_BOTH = ("ind", "sub")
_OBJECTS = ("obj", "xcomp", "ccomp", "nsubj:pass")


def inflected(sentence: str, parse: Parse = (), spans: Spans = ()) -> tuple[Rewrite, ...]:
    """Return what verbs and nouns may become; nothing without a parse."""
    tree = grow(sentence, parse)
    places = range(len(tree))
    found = (x for i in places for x in (*_verb(tree, i), *_noun(tree, i)))
    return tuple(x for x in found if not overlaps(x.start, x.end, spans))


def _noun(tree: Tree, place: int) -> Iterator[Rewrite]:
    reading = next((one for one in readings(tree.lows[place]) if one.pos == "NOM"), None)
    entry = _nouns().get(reading.lemma) if reading else None
    if reading is None or entry is None or tree.pos(place) != "NOUN":
        return
    number = reading.number or noun_number(tree, place)
    form = inflect(entry.easier, "NOM", reading.gender, number)
    begin, end = tree.begin(place), tree.end(place)
    if form is None or not stands(entry, tree.plain[:begin], tree.plain[end:]):
        return
    edit = joined(tree.text, Edit(begin, end, form), reading.gender)
    if edit is not None:
        yield rewrite(entry.expression, edit)


@cache
def _nouns() -> Mapping[str, Entry]:
    return {entry.expression: entry for entry in entries("noms")}


def _verb(tree: Tree, place: int) -> Iterator[Rewrite]:
    known = forms(tree.lows[place]) if tree.pos(place) in _VERBS else ()
    for lemma in {form.lemma for form in known}:
        for entry in _verbs().get(lemma, ()):
            edit = _edit(tree, place, lemma, entry)
            if edit is None:
                continue
            before, rest = tree.plain[: edit.start].lower(), tree.plain[edit.end :].lower()
            turned = rest.startswith("-t-")  # « constitue-t-il »: « est-t-il » is not said
            # « en les faisant bénéficier de », « faire verser »: who acts is somebody else
            caused = _CAUSES.search(before)
            if stands(entry, before, rest) and not caused and not turned:
                yield rewrite(entry.expression, edit)
                return


@cache
def _verbs() -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries("verbes"):
        found[entry.expression.split()[0]].append(entry)
    return found


def _edit(tree: Tree, place: int, lemma: str, entry: Entry) -> Edit | None:
    _, _, source = entry.expression.partition(" ")
    tag = _tag(tree, place, lemma)
    if not tag or _has_clitic(tree, place) or not _suits(tree, place, entry, tag):
        return None
    head, _, more = entry.easier.partition(" ")
    form = _form(tree, place, lemma, head, tag)
    # « veiller ou procéder à »: the preposition is that of two verbs
    second = tree.lows[place - 1] in ("et", "ou") and tree.pos(place - 2) in _VERBS
    of_two = source and second and not entry.easier.endswith(f" {source}")
    if form in {None, "étant"} or of_two:  # « étant sur la liste » is hard to read
        return None
    end = tree.end(place)
    edit: Edit | None = Edit(tree.begin(place), end, f"{form} {more}".strip())
    if edit and source:
        edit = followed(edit, tree.plain[end:].lower(), source)
    return edit and joined(tree.text, edit)


def _form(tree: Tree, place: int, lemma: str, head: str, tag: str) -> str | None:
    """Return the new verb, of both moods after « que » where the old form was of both.

    Lexique leaves out the subjunctives that nobody wrote: those count as the same.
    """
    mood, rest, own = tag[:3], tag[3:], (tree.lows[place], None)
    present = mood in _BOTH and rest.startswith(":pre:")
    both = present and all(conjugate(lemma, one + rest) in own for one in _BOTH)
    said = (tree.pos(i) for i in range(place) if tree.lows[i] in ("que", "qu'"))
    after_that = "SCONJ" in said  # no relative
    moods = (_BOTH if after_that else ("ind",)) if both else (mood,)
    found = {conjugate(head, one + rest) for one in moods}
    return found.pop() if len(found) == 1 else None


def _has_clitic(tree: Tree, place: int) -> bool:
    """« s’adresser à » is not « adresser », nor « il en dispose » « il dispose »."""
    deps = {tree.dep(kid) for kid in tree.kids[place]}
    explained = any(dep.startswith("expl") for dep in deps) and "expl:subj" not in deps
    return explained or (place > 0 and tree.lows[place - 1] in _CLITICS)


def _tag(tree: Tree, place: int, lemma: str) -> str:
    """Return the tag of the form, with gender and number for a past participle."""
    own = [form for form in forms(tree.lows[place]) if form.lemma == lemma]
    if is_finite(tree, place):
        tag = inflection(tree, place)
        return tag if any(form.tag == tag for form in own) else ""
    for tag in ("inf", "par:pre"):
        if any(form.tag == tag for form in own):
            return tag
    participles = [form for form in own if form.tag.startswith("par:pas")]
    if not participles or (place and tree.lows[place - 1] in _ARTICLES):
        return ""  # « une remise » is a noun
    gender = participles[0].gender or {"Fem": "f"}.get(tree.morph(place, "Gender"), "m")
    number = participles[0].number or _participle_number(tree, place)
    return f"par:pas:{gender}{number}" if number else ""


def _participle_number(tree: Tree, place: int) -> str:
    """« acquis » has one form for both numbers: the noun that it agrees with tells."""
    if _is_active(tree, place):
        return "s" if tree.dep(place) != "acl:relcl" else ""
    subjects = [*tree.dependents(place, "nsubj:pass", "nsubj")]
    noun = subjects[0] if subjects else tree.head(place)
    return noun_number(tree, noun)


def _suits(tree: Tree, place: int, entry: Entry, tag: str) -> bool:
    """Return whether the grammar around the verb is that of the new one."""
    passive = tag.startswith("par:pas") and not _is_active(tree, place)
    if passive and not _may_be_passive(tree, place, entry, tag):
        return False
    objects = any(tree.dep(kid) in _OBJECTS for kid in tree.kids[place])
    return passive or objects or " " in entry.expression


def _may_be_passive(tree: Tree, place: int, entry: Entry, tag: str) -> bool:
    """« il est procédé à la vérification » has no subject: « faire » would need one."""
    head, _, more = entry.easier.partition(" ")
    lone = " " in entry.expression  # it ends in « de » or « à »
    # « l’alerte renforcée »: a participle alone after its noun is an adjective
    alone = not any(tree.dep(kid).startswith("obl") for kid in tree.kids[place])
    quality = tree.dep(place) == "amod" or (tree.dep(place) == "acl" and alone)
    # « le travail fait »: after a noun « fait » reads as the verb, « faits » as a noun
    helped = any(tree.dependents(place, "aux:pass", "aux", "aux:tense", "cop"))
    bare = head == "faire" and tag.startswith("par:pas:m") and not helped
    return not (more or lone or head in NO_PASSIVE or quality or bare)


def _is_active(tree: Tree, place: int) -> bool:
    """« a mis », not « a été mis »."""
    helpers = {tree.lows[kid] for kid in tree.dependents(place, "aux:tense", "aux")}
    has = any(form.lemma == "avoir" for low in helpers for form in forms(low))
    return has and not any(tree.dependents(place, "aux:pass"))
