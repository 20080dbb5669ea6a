"""Verbs and nouns of the lexicon, in their form: « procédons à » → « faisons ».

The parser says that a token is a verb and has an object, or a noun; Lexique says its form
and gives the new one, in the same person, tense, gender and number. In doubt a word stays.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal

from ppun_access.easy.draft.model import Parse, Rewrite, Spans
from ppun_access.easy.draft.parse.grammar import noun_number
from ppun_access.easy.draft.parse.tree import Tree, grow
from ppun_access.easy.draft.parse.verbs import forms, inflection, is_finite
from ppun_access.easy.draft.words.edits import (
    Edit,
    joined,
    overlaps,
    rewrite,
    without_space,
)
from ppun_access.easy.draft.words.lexicon import Entry, entries, stands
from ppun_access.easy.draft.words.prepositions import after, is_infinitive, is_shared, opens
from ppun_access.french.lexical.morphology import conjugate, inflect, readings

MODALS = frozenset({"pouvoir", "devoir", "vouloir"})
"""They take an infinitive without a preposition."""
NO_PASSIVE = MODALS | {"avoir", "être", "rester", "venir", "aller", "mourir"}
_REFLEXIVE = ("se ", "s'")
_CLITICS = frozenset({"se", "s'", "me", "m'", "te", "t'"})
_ARTICLES = frozenset({"un", "une", "le", "la", "les", "des", "cette", "sa", "leur"})
_VERBS = frozenset({"VERB", "AUX"})
_OBJECTS = ("obj", "xcomp", "ccomp", "nsubj:pass")


def inflected(sentence: str, parse: Parse = (), spans: Spans = ()) -> tuple[Rewrite, ...]:
    """Return what verbs and nouns may become; nothing without a parse."""
    tree = grow(sentence, parse)
    return tuple(
        found
        for place in range(len(tree))
        for found in _at(tree, place)
        if not overlaps(found.start, found.end, spans)
    )


def _at(tree: Tree, place: int) -> Iterator[Rewrite]:
    if tree.pos(place) in _VERBS:
        return _verb(tree, place)
    return _noun(tree, place) if tree.pos(place) == "NOUN" else iter(())


def _noun(tree: Tree, place: int) -> Iterator[Rewrite]:
    reading = next((one for one in readings(tree.lows[place]) if one.pos == "NOM"), None)
    entry = _nouns().get(reading.lemma) if reading else None
    if reading is None or entry is None:
        return
    number = reading.number or noun_number(tree, place)
    form = inflect(entry.easier, "NOM", reading.gender, number)
    begin, end = tree.begin(place), tree.end(place)
    if form is None or not stands(entry, tree.plain[:begin], tree.plain[end:]):
        return
    edit = joined(tree.text, Edit(begin, end, form), gender=reading.gender, name=True)
    if edit is not None:
        yield rewrite(entry.expression, edit, entry.confidence)


@cache
def _nouns() -> Mapping[str, Entry]:
    return {entry.expression: entry for entry in entries("noms")}


def _verb(tree: Tree, place: int) -> Iterator[Rewrite]:
    for lemma in {form.lemma for form in forms(tree.lows[place])}:
        for entry in _verbs().get(lemma, ()):
            edit = _edit(tree, place, lemma, entry)
            if edit is None:
                continue
            before, rest = tree.plain[: edit.start].lower(), tree.plain[edit.end :].lower()
            turned = rest.startswith("-t-")  # « constitue-t-il »: « est-t-il » is not said
            if stands(entry, before, rest) and not _is_causative(before) and not turned:
                yield rewrite(entry.expression, edit, entry.confidence)
                return


def _is_causative(before: str) -> bool:
    """« en les faisant bénéficier de », « faire verser »: who acts is somebody else."""
    return bool(re.search(r"\b(?:fai\w+|fass\w+|fer\w+|font|fit|laiss\w+)\s+\Z", before))


@cache
def _verbs() -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries("verbes"):
        found[_bare(entry.expression)[0]].append(entry)
    return found


def _bare(expression: str) -> list[str]:
    """Return the words of an entry without the pronoun of a reflexive verb."""
    plain = expression.replace("’", "'")
    for clitic in _REFLEXIVE:
        plain = plain.removeprefix(clitic)
    return plain.split()


def _edit(tree: Tree, place: int, lemma: str, entry: Entry) -> Edit | None:
    _, *tail = _bare(entry.expression)
    source = tail.pop() if tail and tail[-1] in {"de", "à"} else ""
    start = _start(tree, place, entry)
    end = _tail_end(tree, place, tail)
    tag = _tag(tree, place, lemma)
    if start is None or end is None or not tag or not _suits(tree, place, entry, tag):
        return None
    head, _, more = entry.easier.partition(" ")
    form = _form(tree, place, lemma, head, tag)
    if form in {None, "étant"}:  # « étant sur la liste » is hard to read
        return None
    # « veiller ou procéder à »: the preposition is that of two verbs
    second = tree.lows[place - 1] in ("et", "ou") and tree.pos(place - 2) in _VERBS
    if source and second and not entry.easier.endswith(f" {source}"):
        return None
    text = f"{form} {more}".strip()
    return _closed(tree, entry, Edit(start, end, text), source, head)


def _form(tree: Tree, place: int, lemma: str, head: str, tag: str) -> str | None:
    """Return the new verb; « que » tells its mood where the old form was of both."""
    mode, rest = tag[:3], tag[3:]
    if mode not in ("ind", "sub") or not _is_of_both_moods(tree.lows[place], lemma, rest):
        return conjugate(head, tag)
    asked = _mood(tree, place)
    found = {conjugate(head, one + rest) for one in ([asked] if asked else ["ind", "sub"])}
    return found.pop() if len(found) == 1 else None


def _closed(tree: Tree, entry: Entry, edit: Edit, source: str, head: str) -> Edit | None:
    """Return ``edit`` with the preposition that the new verb asks for."""
    rest = tree.plain[edit.end :].lower()
    target = entry.easier.rpartition(" ")[2] if entry.easier.endswith((" de", " à")) else ""
    if source:
        edit_ = _prepositional(rest, edit, source, target, head)
        if edit_ is None:
            return None
        edit = edit_
    whole = joined(tree.text, edit)
    return whole and without_space(whole, tree.text)


def _prepositional(
    rest: str, edit: Edit, source: str, target: str, head: str
) -> Edit | None:
    bare = edit.text.removesuffix(f" {target}") if target else edit.text
    if not opens(rest, source):
        return None
    if source == target:
        return edit._replace(text=bare)
    member = re.sub(r"\s*(?:de\s+|d'|à\s+)", "", rest, count=1)
    if is_shared(rest, source, infinitive=is_infinitive(member)):
        return None
    if head in MODALS and not target:
        found = re.match(r"\s*(?:de\s+|d'|à\s+)", rest)
        if found is None or not is_infinitive(rest[found.end() :]):
            return None
        return Edit(edit.start, edit.end + found.end(), bare)
    opened = after(rest, source, f"x {target}" if target else "x")
    if opened is None:
        return None
    return Edit(edit.start, edit.end + opened.length, f"{bare} {opened.article}".rstrip())


def _start(tree: Tree, place: int, entry: Entry) -> int | None:
    """Return where the verb begins, with the pronoun of a reflexive entry."""
    reflexive = entry.expression.replace("’", "'").startswith(_REFLEXIVE)
    has_clitic = place > 0 and tree.lows[place - 1] in _CLITICS
    explained = any(tree.dep(kid).startswith("expl") for kid in tree.kids[place])
    subject = {tree.lows[kid] for kid in tree.kids[place] if tree.dep(kid) == "expl:subj"}
    if reflexive:
        return tree.begin(place - 1) if has_clitic else None
    return None if has_clitic or (explained and not subject) else tree.begin(place)


def _tail_end(tree: Tree, place: int, tail: list[str]) -> int | None:
    """Return where the expression ends; its participles may agree (« tenues »)."""
    for shift, word in enumerate(tail, 1):
        low = tree.lows[place + shift] if place + shift < len(tree) else ""
        if low.replace("œ", "oe") not in _agreed(word.replace("œ", "oe")):
            return None
    return tree.end(place + len(tail))


def _agreed(word: str) -> set[str]:
    elided = {word[:-1] + "'"} if word in {"de", "que", "le"} else set()
    return {word, word + "e", word + "s", word + "es"} | elided


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
    nouns = [kid for kid in tree.kids[place] if tree.dep(kid) in _OBJECTS]
    match entry.use:
        case "seul":
            return not nouns
        case "attribut":
            after_it = any(noun > place for noun in nouns)
            return tag[:3] in {"ind", "cnd"} and after_it and not passive
        case "conjugué":
            return tag.startswith("ind:pre")
        case "actif":
            return not passive and bool(nouns)
        case _:
            tailed = len(_bare(entry.expression)) > 1
            return tailed or passive or bool(nouns)


def _may_be_passive(tree: Tree, place: int, entry: Entry, tag: str) -> bool:
    """« il est procédé à la vérification » has no subject: « faire » would need one."""
    head, _, more = entry.easier.partition(" ")
    lone = _bare(entry.expression)[-1] in {"de", "à"}
    apart = more or lone or head in NO_PASSIVE or _is_quality(tree, place)
    return not apart and not (head == "faire" and _is_bare_done(tree, place, tag))


def _is_quality(tree: Tree, place: int) -> bool:
    """« l’alerte renforcée »: a participle alone after its noun is an adjective."""
    alone = not any(tree.dep(kid).startswith("obl") for kid in tree.kids[place])
    return tree.dep(place) == "amod" or (tree.dep(place) == "acl" and alone)


def _is_bare_done(tree: Tree, place: int, tag: str) -> bool:
    """« le travail fait »: after a noun « fait » reads as the verb, « faits » as a noun."""
    helped = any(tree.dependents(place, "aux:pass", "aux", "aux:tense", "cop"))
    return tag.startswith("par:pas:m") and not helped


def _is_active(tree: Tree, place: int) -> bool:
    """« a mis », not « a été mis »."""
    helpers = {tree.lows[kid] for kid in tree.dependents(place, "aux:tense", "aux")}
    has = any(form.lemma == "avoir" for low in helpers for form in forms(low))
    return has and not any(tree.dependents(place, "aux:pass"))


# Indicative or subjunctive: « dispose » is both, « a » and « ait » are not.

_THATS = frozenset({"que", "qu'"})
_WANTS = re.compile(
    r"\b(?:suppos\w+|fa(?:ut|udra|udrait|llait|llu)(?: \w+)?|veu\w+|voul\w+|voudr\w+|"
    r"souhait\w+|exig\w+|(?<!\ble )(?<!\bdu )(?<!\bun )bien|pour|afin|avant|sans|à ce|"
    r"à condition|à moins|pourvu|de (?:crainte|peur)|en attendant|"
    r"(?:est|était|sera|serait|soit)(?: \w+)? (?:(?:im)?possible|nécessaire|important|"
    r"souhaitable|utile|normal|préférable|obligatoire|essentiel|indispensable)) ?\Z"
)
"""Before « que », what asks for the subjunctive."""
_MAY_WANT = re.compile(
    r"(?:\A|\b(?:demand\w+|attend\w+|accept\w+|évit\w+|crai\w+|regrett\w+|permett\w+|"
    r"empêch\w+|propos\w+|impos\w+|refus\w+|dout\w+|admet\w*|ce|condition|moins|bien|"
    r"sorte|façon|manière|quoi|où|soit|quel(?:le)?s?|importe\w*|convient|arrive|semble|"
    r"reste|fait|seule?s?|premi\w+|dernier|dernière|possible|nécessaire|important|pas)) ?\Z"
)
"""Before « que », what may ask for it."""


def _is_of_both_moods(word: str, lemma: str, rest: str) -> bool:
    """Return whether a form is indicative and subjunctive; ``rest`` is « :pre:3s ».

    Lexique leaves out the subjunctives that nobody wrote: those count as the same.
    """
    if not rest.startswith(":pre:"):
        return False
    return all(conjugate(lemma, one + rest) in (word, None) for one in ("ind", "sub"))


def _mood(tree: Tree, verb: int) -> Literal["ind", "sub", ""]:
    """Return the mood that the clause of a verb asks for, empty when in doubt."""
    thats = [place for place in range(verb) if tree.lows[place] in _THATS]
    before = [tree.plain[: tree.begin(place)].rstrip().lower() for place in thats]
    if not any(_WANTS.search(one) or _MAY_WANT.search(one) for one in before):
        return "ind"
    return "sub" if _WANTS.search(before[-1]) else ""
