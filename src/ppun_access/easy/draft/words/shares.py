"""Percentages in words: « 97 % des communes » → « presque toutes les communes ».

One committed table (``data/pourcentages.toml``) says which; outside its ranges the number
stays. The words are rounder than the number: « C’est 97 communes sur 100. » follows, unless
they say it exactly. What is compared, money, deadlines and ages are never rounded, nor a
sentence that has two percentages. A draft is right when it says what this module says
(``accepted_pair``).
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ppun_access.easy.draft.model import Parse, Rewrite, Spans
from ppun_access.easy.draft.parse.text import plain
from ppun_access.easy.draft.parse.tree import Tree, grow
from ppun_access.easy.draft.parse.verbs import (
    forms,
    inflection,
    is_finite,
    is_infinitive,
    lemmas,
)
from ppun_access.easy.draft.words.dates import MONTHS, written_out
from ppun_access.easy.draft.words.edits import overlaps, quoted
from ppun_access.easy.draft.words.percentages import SAYS_WHICH, Share, found, is_plural
from ppun_access.french.lexical.morphology import conjugate, inflect, readings

TABLE = Path(__file__).parents[1] / "data" / "pourcentages.toml"
RULE = "pourcentages"

_ONLY = re.compile(r"\bseul(?:e?s)?\s*\Z", re.IGNORECASE)
_THEIRS = frozenset({"leur", "leurs", "ils", "elles", "eux", "et", "ou"})
"""They would point to several, or a second verb might follow."""


@dataclass(frozen=True, slots=True)
class Part:
    """A range of the table and its words."""

    low: float
    high: float
    words: str
    exact: float


@cache
def parts() -> tuple[Part, ...]:
    """Return the table."""
    rows = tomllib.loads(TABLE.read_text("utf-8"))["parts"]
    return tuple(Part(r["de"], r["a"], r["mots"], r["exact"]) for r in rows)


def shares(sentence: str, parse: Parse = (), spans: Spans = ()) -> Rewrite | None:
    """Return ``sentence`` from its percentage on, in words, or None if it stays.

    « 1 commune sur 4 » is singular: as a subject it needs a parse to change the verb.
    """
    share = found(sentence)
    if share is None or overlaps(share.start, share.end, [*spans, *quoted(sentence)]):
        return None
    part = part_of(share.value)
    worded = said(part, share) if part is not None else None
    if part is None or worded is None:
        return None
    rest: str | None = sentence[share.end :]
    if "{nom}" in part.words:
        only = _ONLY.search(sentence[: share.start])  # « Seuls 1 message sur 10 »
        rest = None if only else _singular(sentence, share, parse)
    if rest is None:
        return None
    if sentence[: share.start].strip(" «(") == "":
        worded = worded[0].upper() + worded[1:]
    end = f"\n{exact}" if (exact := exact_sentence(part, share)) else ""
    text = f"{worded}{rest.rstrip()}{end}"
    return Rewrite(RULE, share.start, len(sentence), text)


def part_of(value: str) -> Part | None:
    """Return the range that holds a value, None when the number stays."""
    number = float(value.replace(",", "."))
    return next((part for part in parts() if part.low <= number <= part.high), None)


def said(part: Part, share: Share) -> str | None:
    """Return the words for a share, None when they cannot agree."""
    known = {r.gender for r in readings(share.noun) if r.pos == "NOM" and is_plural(r)}
    gender = known.pop() if len(known) == 1 else ""
    if " sur " in part.words and share.hangs:
        return None
    agrees = "{tout}" in part.words or ("{nom}" in part.words and share.adjectives)
    if not gender and agrees:
        return None
    one = _one(share, gender) if "{nom}" in part.words else ""
    if one is None:
        return None
    return part.words.format(
        tout="toutes" if gender == "f" else "tous",
        les=share.des.removeprefix("de ").replace("des", "les"),
        des=share.des,
        noms=f"{share.counted}{share.complement}",
        nom=f"{one}{share.complement}",
    )


def _one(share: Share, gender: str) -> str | None:
    """Return what is counted in the singular."""
    lemma = next((one.lemma for one in readings(share.noun) if one.pos == "NOM"), "")
    noun = inflect(lemma, "NOM", gender, "s")
    if noun is None:
        return None
    words = [noun[0].upper() + noun[1:] if share.noun[0].isupper() else noun]
    for word in share.adjectives.split():
        one = readings(word)[0]
        singular = (
            inflect(one.lemma, "ADJ", gender, "s")
            if one.pos == "ADJ"
            else conjugate(one.lemma, f"par:pas:{gender}s")
        )
        if singular is None:
            return None
        words.append(singular)
    return " ".join(words)


def exact_sentence(part: Part, share: Share) -> str:
    """Return the sentence that gives the number, empty when the words are exact."""
    number = float(share.value.replace(",", "."))
    if number == part.exact:
        return ""
    if number == int(number):
        return f"C’est {int(number)} {share.counted} sur 100."
    return f"Le chiffre exact est {share.value}\u00a0%."


def _singular(sentence: str, share: Share, parse: Parse) -> str | None:
    """Return what follows a share, its verb in the singular if the share is its subject."""
    rest = sentence[share.end :]
    following = re.match(r"\W*([^\W\d_]+)", plain(rest))
    if following and following[1].lower() in SAYS_WHICH:
        return None
    if not parse:
        return None
    tree = grow(sentence, parse)
    inside = [i for i in range(len(tree)) if share.start <= tree.begin(i) < share.end]
    subjects = [i for i in inside if tree.dep(i).startswith("nsubj")]
    if not subjects:
        return None if following and _may_be_verb(following[1]) else rest
    return _with_verb(tree, tree.head(subjects[0]), share.end)


def _may_be_verb(word: str) -> bool:
    found = (form.tag.startswith(("ind", "par:pas")) for form in forms(word))
    return any(found) or not readings(word)


def _with_verb(tree: Tree, head: int, start: int) -> str | None:
    """Return the end of a sentence, its verb in the singular; None if more agrees."""
    helps = [kid for kid in tree.kids[head] if tree.dep(kid).startswith(("aux", "cop"))]
    verb = helps[0] if helps else head
    if len(helps) > 1 or (helps and "avoir" not in lemmas(tree.lows[verb])):
        return None
    agreed = any(
        tree.pos(kid) in {"ADJ", "VERB"} and not is_infinitive(tree.lows[kid])
        for kid in tree.kids[head]
    )
    if agreed or _THEIRS & set(tree.lows[head:]):
        return None
    tag = inflection(tree, verb) if helps or is_finite(tree, verb) else ""
    if not tag.endswith("3p") or tree.begin(verb) < start:
        return None
    lemma = next((f.lemma for f in forms(tree.lows[verb]) if f.tag == tag), "")
    form = conjugate(lemma, f"{tag[:-1]}s")
    if form is None:
        return None
    return tree.text[start : tree.begin(verb)] + form + tree.text[tree.end(verb) :]


_NUMBER = re.compile(rf"\d+(?:[.,]\d+)*|\b(?:{'|'.join(MONTHS)})\b")


def accepted_pair(source: str, draft: str) -> bool:
    """Return whether ``draft`` has the numbers of ``source``, or their words in the table.

    A percentage is said as in the source or with the words of the table, and the exact
    figure when they round; a date in figures is the same day in letters. Anything else,
    a number more or a number less, is refused.
    """
    left = Counter(_NUMBER.findall(plain(written_out(source))))
    right = Counter(_NUMBER.findall(plain(written_out(draft))))
    share = found(source)
    part = share and part_of(share.value)
    if share is None or not part or _keeps(share, draft):
        return left == right
    worded, exact = said(part, share), exact_sentence(part, share)
    flat = plain(draft).lower()
    if worded is None or plain(worded).lower() not in flat:
        return left == right
    if plain(exact).lower() not in flat:
        return False
    left -= Counter([share.value])
    right -= Counter(_NUMBER.findall(f"{worded} {exact}"))
    return left == right


def _keeps(share: Share, draft: str) -> bool:
    kept = re.search(rf"(?<![\d,.]){re.escape(share.value)}\s?%", plain(draft))
    return bool(kept) and "chiffre exact" not in draft
