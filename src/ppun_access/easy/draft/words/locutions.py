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
from ppun_access.easy.draft.words.edits import Edit, joined, overlaps, rewrite
from ppun_access.easy.draft.words.lexicon import Entry, entries, stands
from ppun_access.easy.draft.words.prepositions import followed, is_shared
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
    near = (one for one in entries("locutions") if _beginning(one.expression) in lower)
    return tuple(edit for one in near for edit in _edits(sentence, lower, one, spans))


@lru_cache(maxsize=1 << 10)
def _beginning(expression: str) -> str:
    """Return what every form of an expression begins with."""
    head = _head(expression).rstrip()
    return head.split()[0] if head.split()[0] in _FORMS else head


def _head(expression: str) -> str:
    """Return an expression without what may change, with a straight apostrophe."""
    bare = plain(expression)
    for ending in (" de", " à", "que"):
        bare = bare.removesuffix(ending)
    return bare


def _edits(sentence: str, lower: str, entry: Entry, spans: Spans) -> Iterator[Rewrite]:
    for found in _pattern(entry.expression).finditer(lower):
        edit = _edit(lower, entry, *found.span())
        edit = edit and joined(sentence, edit)
        if edit is None or overlaps(edit.start, edit.end, spans):
            continue
        named = entry.expression in NO_NAME and _NAME.match(sentence, found.end())
        if not named and stands(entry, lower[: found.start()], lower[found.end() :]):
            yield rewrite(entry.expression, edit)


@lru_cache(maxsize=1 << 10)
def _pattern(expression: str) -> re.Pattern[str]:
    """Return where an expression stands, its last « que » elided or not."""
    bare = _head(expression)
    ending = r"(?:que(?![\w-])|qu')" if expression.endswith("que") else r"(?![\w-]|')"
    words = r"\s+".join(_FORMS.get(word, re.escape(word)) for word in bare.split())
    space = r"\s+" if expression.endswith(" que") else ""
    return re.compile(rf"(?<![\w-]){words}{space}{ending}")


def _edit(lower: str, entry: Entry, start: int, end: int) -> Edit | None:
    rest, source = lower[end:], entry.expression.rpartition(" ")[2]
    if source not in {"de", "à"}:
        comma = entry.easier == BUT and rest.startswith(",")
        return Edit(start, end + comma, entry.easier)
    if entry.easier == ALL:
        return _all(lower, start, end)
    return followed(Edit(start, end, entry.easier), rest, source)


_WHOLE = re.compile(
    r"\s+(?:(?P<contracted>du|des)|de (?P<article>la|l'|ces|cette|ce|cet|ses|son|sa|nos|"
    r"vos|leurs?|notre|votre))\s*(?P<noun>[^\W\d_]+)"
)
_PREPOSITION = re.compile(
    r"\b(?:à|de|dans|sur|pour|par|avec|sans|auprès de|chez|vers|entre|sous)\s+\Z"
)
_PLURAL = frozenset({"des", "ces", "ses", "nos", "vos", "leurs"})


def _all(lower: str, start: int, end: int) -> Edit | None:
    """« l’ensemble des communes » → « toutes les communes », if the gender is known.

    As a subject it would ask another number of the verb: it must follow a preposition.
    « toutes les conventions et accords » would agree with one of the two only.
    """
    found = _WHOLE.match(lower, end)
    if found is None or not _PREPOSITION.search(lower[:start]):
        return None
    rest = lower[found.end() :]
    second = re.match(r"\s+(?:et|ou)\s+([^\W\d_]+)", rest)
    genders, others = _genders(found["noun"]), _genders(second[1] if second else "")
    if len(genders) != 1 or (others and not genders <= others) or is_shared(rest, "de"):
        return None
    article = {"du": "le", "des": "les"}.get(found["contracted"], found["article"])
    plural = (found["contracted"] or article) in _PLURAL
    word = {"ms": "tout", "fs": "toute", "mp": "tous", "fp": "toutes"}
    said = f"{word[genders.pop() + ('p' if plural else 's')]} {article}"
    return Edit(start, found.start("noun"), said.replace("'", "’"))


def _genders(noun: str) -> set[str]:
    return {one.gender for one in readings(noun) if one.pos == "NOM" and one.gender}
