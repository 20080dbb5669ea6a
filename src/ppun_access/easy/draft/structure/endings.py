"""What ends a sentence leaves it: a second clause, an aside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.draft.parse.grammar import is_infinitive, root_verb
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.structure.rule import Family, Pieces
from ppun_access.easy.text import count, plain, sentence, stopped

_FAMILY = Family("endings")
_SAYS = _FAMILY.phrases
_ASIDE = re.compile(r"\s*\(([^()]{12,})\) ?\.\Z")
_EXAMPLES = re.compile(r"(?:par exemple|notamment)\s+(.*)", re.IGNORECASE | re.DOTALL)
_AMONG_OTHERS = re.compile(r"(?:,? par exemple|,?\s*(?:etc\.*|\.\.\.|…)\s*…?)\Z")
"""« (héritage, pension…) », « (un week-end par exemple) »: what is named is an example."""


def semicolon(tree: Tree) -> Iterator[Pieces]:
    """« A ; B » → « A. B. » when each part is a sentence, not « dans la mesure où C »."""
    parts = tuple(part.strip() for part in tree.text.split(";"))
    alone = (count(part) >= 3 and not _SAYS["hangs"].match(part) for part in parts)
    if len(parts) > 1 and all(alone):
        yield tuple(map(sentence, parts))


def aside(tree: Tree) -> Iterator[Pieces]:
    """« A (B). » → « A. B. », « A. Par exemple : B. »."""
    found = _ASIDE.search(tree.plain)
    if not found:
        return
    inner = tree.text[found.start(1) : found.end(1)].strip()
    flat, before = plain(inner), tree.plain[: found.start()]
    hangs = _SAYS["closed"].match(flat) and not flat.lower().startswith("par exemple")
    listed = _AMONG_OTHERS.sub("", _example(flat) or flat)
    if hangs or ":" in listed or _SAYS["twice"].search(listed):
        return
    said = _told(before, inner)
    if said and not _is_about_a_part(tree, before, flat):
        yield sentence(tree.text[: found.start()]), said


def _told(before: str, inner: str) -> str:
    """Return what an aside says, as a sentence or a fragment that says what it is."""
    flat, example = plain(inner), _example(inner)
    if example:
        # « ne pas être dépendante (par exemple avoir besoin de soins) » is no order
        acts = is_infinitive(re.split(r"[^\w-]", plain(example), maxsplit=1)[0].lower())
        hangs = acts or _SAYS["no-example"].match(plain(example))
        again = before.lower().startswith("par exemple")
        return "" if hangs or again else stopped(f"Par exemple : {example}")
    whole = _SAYS["subject-first"].match(flat) and not _SAYS["share"].match(flat)
    return sentence(inner) if whole else ""


def _example(inner: str) -> str:
    """Return the examples that an aside names, empty when it names none."""
    opened = _EXAMPLES.match(inner)
    said = (opened[1] if opened else inner).strip()
    bare = _AMONG_OTHERS.sub("", said)
    return bare if opened or bare != said else ""


def _is_about_a_part(tree: Tree, before: str, inner: str) -> bool:
    """Return whether an aside may be about the last thing only: « A ou B (…) ».

    An example names what it is about, unless each thing has its own.
    """
    place, verb = tree.at(len(before)), root_verb(tree)
    if verb is None or any(_opens_clause(tree, i) for i in range(verb + 1, place)):
        return True
    parted = "(" in before or ":" in before
    named = _SAYS["names-itself"].match(inner)
    return parted if named else tree.says(_SAYS["parts"], verb, place)


def _opens_clause(tree: Tree, place: int) -> bool:
    relative = tree.lows[place] in ("qui", "dont", "où") or tree.pos(place) == "SCONJ"
    opens = relative or tree.morph(place, "PronType") == "Rel"
    return opens and tree.dep(place) not in ("fixed", "case", "cc")


RULES = (
    _FAMILY.rule("point-virgule", semicolon),
    _FAMILY.rule("parenthese", aside),
)
