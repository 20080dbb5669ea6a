"""Verbs and nouns of the lexicon, in their form: « procédons à » → « faisons ».

The parser says that a token is a verb and has an object, or a noun; Lexique says its form
and gives the new one, in the same person, tense, gender and number. In doubt a word stays.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ppun_access.easy.draft.model import Parse, Rewrite, Spans
from ppun_access.easy.draft.parse.grammar import noun_number
from ppun_access.easy.draft.parse.tree import Tree, grow
from ppun_access.easy.draft.parse.verbs import MODALS, forms, inflection, is_finite
from ppun_access.easy.draft.words.edits import Edit, joined, overlaps, rewrite
from ppun_access.easy.draft.words.lexicon import Entry, entries, stands
from ppun_access.easy.draft.words.prepositions import followed
from ppun_access.french.lexical.morphology import conjugate, inflect, readings

NO_PASSIVE = MODALS | {"avoir", "être", "rester", "venir", "aller", "mourir"}
_REFLEXIVE = ("se ", "s'")
_CLITICS = frozenset({"se", "s'", "me", "m'", "te", "t'"})
_ARTICLES = frozenset({"un", "une", "le", "la", "les", "des", "cette", "sa", "leur"})
_CAUSES = re.compile(r"\b(?:fai\w+|fass\w+|fer\w+|font|fit|laiss\w+)\s+\Z")
_VERBS = frozenset({"VERB", "AUX"})
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
    start, end = _start(tree, place, entry), _tail_end(tree, place, tail)
    tag = _tag(tree, place, lemma)
    if start is None or end is None or not tag or not _suits(tree, place, entry, tag):
        return None
    head, _, more = entry.easier.partition(" ")
    form = _form(tree, place, lemma, head, tag)
    # « veiller ou procéder à »: the preposition is that of two verbs
    second = tree.lows[place - 1] in ("et", "ou") and tree.pos(place - 2) in _VERBS
    of_two = source and second and not entry.easier.endswith(f" {source}")
    if form in {None, "étant"} or of_two:  # « étant sur la liste » is hard to read
        return None
    edit: Edit | None = Edit(start, end, f"{form} {more}".strip())
    if edit and source:
        edit = followed(edit, tree.plain[end:].lower(), source, modal=head in MODALS)
    return edit and joined(tree.text, edit)


def _form(tree: Tree, place: int, lemma: str, head: str, tag: str) -> str | None:
    """Return the new verb; « que » tells its mood where the old form was of both.

    Lexique leaves out the subjunctives that nobody wrote: those count as the same.
    """
    mood, rest, own = tag[:3], tag[3:], (tree.lows[place], None)
    present = mood in _BOTH and rest.startswith(":pre:")
    both = present and all(conjugate(lemma, one + rest) in own for one in _BOTH)
    found = {conjugate(head, x + rest) for x in (_moods(tree, place) if both else [mood])}
    return found.pop() if len(found) == 1 else None


def _start(tree: Tree, place: int, entry: Entry) -> int | None:
    """Return where the verb begins, with the pronoun of a reflexive entry."""
    reflexive = entry.expression.replace("’", "'").startswith(_REFLEXIVE)
    has_clitic = place > 0 and tree.lows[place - 1] in _CLITICS
    deps = {tree.dep(kid) for kid in tree.kids[place]}
    explained = any(dep.startswith("expl") for dep in deps) and "expl:subj" not in deps
    other = reflexive != has_clitic or (explained and not reflexive)
    return None if other else tree.begin(place - reflexive)


def _tail_end(tree: Tree, place: int, tail: list[str]) -> int | None:
    """Return where the expression ends; its participles may agree (« tenues »)."""
    for shift, word in enumerate(tail, 1):
        agreed = {word, word + "e", word + "s", word + "es"}
        agreed |= {word[:-1] + "'"} if word in {"de", "que", "le"} else set()
        if tree.lows[place + shift].replace("œ", "oe") not in agreed:
            return None
    return tree.end(place + len(tail))


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
    done = any(noun > place for noun in nouns) and not passive
    fits = {
        "seul": not nouns,
        "attribut": tag[:3] in {"ind", "cnd"} and done,
        "conjugué": tag.startswith("ind:pre"),
        "actif": bool(nouns) and not passive,
        "": bool(nouns) or passive or len(_bare(entry.expression)) > 1,
    }
    return fits[entry.use]


def _may_be_passive(tree: Tree, place: int, entry: Entry, tag: str) -> bool:
    """« il est procédé à la vérification » has no subject: « faire » would need one."""
    head, _, more = entry.easier.partition(" ")
    lone = _bare(entry.expression)[-1] in {"de", "à"}
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


# Indicative or subjunctive: « dispose » is both, « a » and « ait » are not.

_BOTH = ("ind", "sub")
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


def _moods(tree: Tree, verb: int) -> Sequence[str]:
    """Return the mood that the clause of a verb asks for, both when in doubt."""
    thats = [place for place in range(verb) if tree.lows[place] in ("que", "qu'")]
    before = [tree.plain[: tree.begin(place)].rstrip().lower() for place in thats]
    if not any(_WANTS.search(one) or _MAY_WANT.search(one) for one in before):
        return ["ind"]
    return ["sub"] if _WANTS.search(before[-1]) else _BOTH
