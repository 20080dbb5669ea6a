"""Easier words: every kind of entry of the lexicon, without overlap, on one sentence.

Dates with their month in letters (« 12/07/2026 » → « 12 juillet 2026 ») and fixed
expressions (« à l’heure actuelle » → « aujourd’hui », « au sein de » → « dans ») need no
parse. An expression that ends in « de » or « à » takes what follows with its article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ppun_access.easy.draft.model import Parse, Rewrite, Spans, applied
from ppun_access.easy.draft.words.edits import (
    Edit,
    followed,
    joined,
    overlaps,
    quoted,
    rewrite,
)
from ppun_access.easy.draft.words.inflected import inflected
from ppun_access.easy.draft.words.lexicon import Entry, entries, stands
from ppun_access.easy.text import plain
from ppun_access.french.spoken.times import MONTHS

RULE = "dates"
_DAY = re.compile(
    r"(?P<before>\b(?:depuis|dès|avant|après|vers) )?(?<![\d/])(?P<day>\d{1,2})/"
    r"(?P<number>\d{1,2})/(?P<year>(?:19|20)\d\d)(?![\d/])",
    re.IGNORECASE,
)


def _numeric(found: re.Match[str]) -> str:
    """Return « 1er juillet 2026 », nothing for what is no day."""
    day, month = int(found["day"]), int(found["number"])
    if not 1 <= day <= 31 or not 1 <= month <= 12:
        return ""
    opening = f"{found['before']}le " if found["before"] else ""
    return f"{opening}{'1er' if day == 1 else day} {MONTHS[month - 1]} {found['year']}"


def dates(sentence: str, spans: Spans = ()) -> tuple[Rewrite, ...]:
    """Return what the dates of ``sentence`` become; they need no parse."""
    found = ((one, _numeric(one)) for one in _DAY.finditer(plain(sentence)))
    return tuple(
        Rewrite(RULE, *one.span(), text)
        for one, text in found
        if text and not overlaps(*one.span(), spans)
    )


def written_out(text: str) -> str:
    """Return ``text`` with its dates as ``dates`` writes them."""
    return applied(text, dates(text))


BUT = "mais"
"""It takes no comma after it, unlike « cependant »."""
_FORMS = {
    "inférieur": "inférieure?s?", "supérieur": "supérieure?s?", "tel": "tel(?:le)?s?",
    "quel": "quel(?:le)?s?", "soit": "soi(?:t|ent)",
}  # fmt: skip
"""Words of the table that are matched in all their forms."""


def locutions(sentence: str, spans: Spans = ()) -> tuple[Rewrite, ...]:
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
        if stands(entry, lower[: found.start()], lower[found.end() :]):
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
    return followed(Edit(start, end, entry.easier), rest, source)


def words(sentence: str, parse: Parse = (), spans: Spans = ()) -> tuple[Rewrite, ...]:
    """Return the rewrites of a sentence, in order, none over another.

    ``spans`` are protected (titles, names, code); quotations always are. Without a parse
    only the fixed expressions apply.
    """
    closed = [*spans, *quoted(sentence)]
    found = [*dates(sentence, closed), *locutions(sentence, closed)]
    found += inflected(sentence, parse, closed)  # where two overlap, the first one wins
    kept: list[Rewrite] = []
    for one in found:
        if not overlaps(one.start, one.end, [(k.start, k.end) for k in kept]):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))
