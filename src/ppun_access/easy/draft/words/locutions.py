"""Fixed expressions: « à l’heure actuelle » → « aujourd’hui », « au sein de » → « dans ».

They need no parse. An expression that ends in « de » or « à » takes what follows with its
article (``prepositions``); « {tout} » agrees with the noun that follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ppun_access.easy.draft.model import Parse, Rewrite, Spans
from ppun_access.easy.draft.parse.text import plain
from ppun_access.easy.draft.words.edits import (
    Edit,
    joined,
    overlaps,
    rewrite,
    without_space,
)
from ppun_access.easy.draft.words.lexicon import Entry, entries, stands
from ppun_access.easy.draft.words.prepositions import after, is_shared
from ppun_access.french.lexical.morphology import readings

ALL = "{tout}"
BUT = "mais"
"""It takes no comma after it, unlike « cependant »."""
_FORMS = {
    "inférieur": "inférieure?s?", "supérieur": "supérieure?s?", "tel": "tel(?:le)?s?",
    "quel": "quel(?:le)?s?", "soit": "soi(?:t|ent)",
}  # fmt: skip
"""Words of the table that are matched in all their forms."""
NO_NAME = frozenset({"au sein de"})
"""They stay before a name: « dans la DINUM », « dans l’État » are hardly said."""
_NAME = re.compile(
    r"\s*(?:du|des|de|d['’])\s*(?:(?:la|une?|[nv]otre|leurs?)\s+|l['’]\s*)?[A-ZÀ-ÖØ-Þ]"
)


def locutions(sentence: str, parse: Parse = (), spans: Spans = ()) -> tuple[Rewrite, ...]:
    """Return what the fixed expressions of ``sentence`` may become."""
    lower = plain(sentence).lower()
    found = (
        edit
        for entry in entries("locutions")
        if _beginning(entry.expression) in lower
        for edit in _edits(sentence, lower, entry, spans)
    )
    return tuple(found)


@lru_cache(maxsize=1 << 10)
def _beginning(expression: str) -> str:
    """Return what every form of an expression begins with."""
    head = _head(expression).rstrip()
    return next((word for word in _FORMS if head.split()[0] == word), head)


def _head(expression: str) -> str:
    """Return an expression without what may change, with a straight apostrophe."""
    bare = plain(expression)
    for ending in (" de", " à", "que"):
        bare = bare.removesuffix(ending)
    return bare


def _edits(sentence: str, lower: str, entry: Entry, spans: Spans) -> Iterator[Rewrite]:
    for found in _pattern(entry.expression).finditer(lower):
        edit = _edit(sentence, lower, entry, found.start(), found.end())
        if edit is None or overlaps(edit.start, edit.end, spans):
            continue
        if entry.expression in NO_NAME and _NAME.match(sentence, found.end()):
            continue
        if stands(entry, lower[: found.start()], lower[found.end() :]):
            yield rewrite(entry.expression, edit, entry.confidence)


@lru_cache(maxsize=1 << 10)
def _pattern(expression: str) -> re.Pattern[str]:
    """Return where an expression stands, its last « que » elided or not."""
    bare = _head(expression)
    ending = r"(?:que(?![\w-])|qu')" if expression.endswith("que") else r"(?![\w-]|')"
    words = r"\s+".join(_FORMS.get(word, re.escape(word)) for word in bare.split())
    space = r"\s+" if expression.endswith(" que") else ""
    return re.compile(rf"(?<![\w-]){words}{space}{ending}")


def _edit(sentence: str, lower: str, entry: Entry, start: int, end: int) -> Edit | None:
    rest = lower[end:]
    source = entry.expression.rpartition(" ")[2]
    if source not in {"de", "à"}:
        comma = entry.easier == BUT and rest.startswith(",")
        return _closed(sentence, Edit(start, end + comma, entry.easier))
    if ALL in entry.easier:
        return _all(sentence, lower, entry, start, end)
    opened = after(rest, source, entry.easier)
    if opened is None:
        return None
    target = re.sub(r"(?:\A| )(?:de|à)\Z", "", entry.easier)
    member = rest[opened.length :]
    same = entry.easier.rpartition(" ")[2] == source
    if not same and is_shared(member, source, infinitive=opened.infinitive):
        return None
    return _closed(
        sentence, Edit(start, end + opened.length, f"{target} {opened.article}".strip())
    )


def _closed(sentence: str, edit: Edit) -> Edit | None:
    """Return ``edit`` joined to what stands on both sides."""
    whole = joined(sentence, edit)
    return whole and without_space(whole, sentence)


_WHOLE = re.compile(
    r"\s+(?:(?P<contracted>du|des)|de (?P<article>la|l'|ces|cette|ce|cet|ses|son|sa|nos|"
    r"vos|leurs?|notre|votre))\s*(?P<noun>[^\W\d_]+)"
)
_PLURAL = frozenset({"des", "ces", "ses", "nos", "vos", "leurs"})


def _all(sentence: str, lower: str, entry: Entry, start: int, end: int) -> Edit | None:
    """« l’ensemble des communes » → « toutes les communes », if the gender is known.

    As a subject it would ask another number of the verb: it must follow a preposition.
    """
    found = _WHOLE.match(lower[end:])
    if found is None or not _follows_preposition(lower[:start]):
        return None
    if is_shared(lower[end + found.end() :], "de"):
        return None
    article = {"du": "le", "des": "les"}.get(found["contracted"], found["article"])
    known = {one.gender for one in readings(found["noun"]) if one.pos == "NOM"}
    plural = (found["contracted"] or article) in _PLURAL
    gender = known.pop() if len(known) == 1 else ""
    if not gender or _has_other_gender(lower[end + found.end() :], gender):
        return None
    word = {"ms": "tout", "fs": "toute", "mp": "tous", "fp": "toutes"}
    text = entry.easier.replace(ALL, word[gender + ("p" if plural else "s")])
    written = f"{text} {article}".replace("'", "’")
    return _closed(sentence, Edit(start, end + found.start("noun"), written))


def _has_other_gender(rest: str, gender: str) -> bool:
    """« toutes les conventions et accords » agrees with one of the two only."""
    second = re.match(r"\s+(?:et|ou)\s+([^\W\d_]+)", rest)
    known = (
        {one.gender for one in readings(second[1]) if one.pos == "NOM"} if second else {}
    )
    return bool(known) and gender not in known


def _follows_preposition(before: str) -> bool:
    words = r"(?:à|de|dans|sur|pour|par|avec|sans|auprès de|chez|vers|entre|sous)\s+\Z"
    return bool(re.search(rf"\b{words}", before))
