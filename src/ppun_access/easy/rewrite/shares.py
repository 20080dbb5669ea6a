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

from ppun_access.easy.rewrite.dates import MONTHS, written_out
from ppun_access.easy.rewrite.edits import overlaps, quoted
from ppun_access.easy.rewrite.model import Parse, Rewrite, Spans
from ppun_access.easy.rewrite.text import plain
from ppun_access.easy.rewrite.tree import Tree, grow
from ppun_access.easy.rewrite.verbs import forms, inflection, is_finite
from ppun_access.french.morphology import conjugate, inflect, readings

TABLE = Path(__file__).with_name("data") / "pourcentages.toml"
RULE = "pourcentages"

_SHARE = re.compile(
    r"(?<![\w.,/+-])(?P<value>\d{1,3}(?:[.,]\d+)?)\s?%\s"
    r"(?P<des>des|de (?:ces|nos|ses|vos|leurs))\s(?P<noun>[^\W\d_]+(?:-[^\W\d_]+)*)"
)
_CHANGES = re.compile(
    r"\b(?:augment|diminu|baiss|hauss|progress|recul|pass[eéa]|par rapport|supérieur|"
    r"inférieur|contre|objectif|écart|taux|rédui|accro|doubl|tripl|limit|plafon|plancher|seuil)",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"(?:\b(?:plus de|moins de|près de|environ|au moins|au plus|jusqu'à|à peine|quelque|"
    r"presque|minimum|maximum|entre|ou|les|ces|ses|nos|des|que|de)|[-–±≥≤<>~])\s*\Z",
    re.IGNORECASE,
)
_NEVER = """
    dépense coût prix frais recette aide travail revenu salaire loyer impôt crédit euro
    bénéfice subvention montant budget fonds capital investissement tarif facture charge
    cotisation an année mois jour semaine heure âge
"""
NEVER_ROUNDED = frozenset(_NEVER.split())
"""Money, deadlines and ages: what is a share of them keeps its number."""
_THEIRS = frozenset({"leur", "leurs", "ils", "elles", "eux", "et", "ou"})
"""They would point to several, or a second verb might follow."""
_THAT = frozenset({"qui", "que", "qu", "dont", "où", "de", "du", "des", "d", "et", "ou"})


@dataclass(frozen=True, slots=True)
class Part:
    """A range of the table and its words."""

    low: float
    high: float
    words: str
    exact: float


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage of a sentence: what is counted, with its adjectives, and where."""

    start: int
    end: int
    value: str
    des: str
    noun: str
    adjectives: str

    @property
    def counted(self) -> str:
        """What is counted, in the plural, as it is written."""
        return f"{self.noun}{self.adjectives}"


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
        rest = _singular(sentence, share, parse)
    if rest is None:
        return None
    if sentence[: share.start].strip(" «(") == "":
        worded = worded[0].upper() + worded[1:]
    end = f"\n{exact}" if (exact := exact_sentence(part, share)) else ""
    text = f"{worded}{rest.rstrip()}{end}"
    return Rewrite(RULE, share.start, len(sentence), text)


def found(sentence: str) -> Share | None:
    """Return the percentage of a sentence that may be said in words."""
    flat = plain(sentence)
    if flat.count("%") != 1 or _CHANGES.search(flat):
        return None
    match = _SHARE.search(flat)
    if match is None or _BOUND.search(flat[: match.start()]):
        return None
    noun = match["noun"]
    lemmas = {one.lemma for one in readings(noun)}
    if lemmas & NEVER_ROUNDED or not any(one.number == "p" for one in readings(noun)):
        return None
    adjectives = _adjectives(flat[match.end() :])
    if re.match(r"\s+(?:de|en) (?:plus|moins)\b", flat[match.end() + len(adjectives) :]):
        return None
    start, end = match.start(), match.end() + len(adjectives)
    return Share(start, end, match["value"], match["des"], noun, adjectives)


def _adjectives(rest: str) -> str:
    """Return the adjectives that follow a noun, with the spaces before them."""
    taken = ""
    for word in re.finditer(r"\s([^\W\d_]+)", rest):
        known = readings(word[1])[:1]
        if word.start() != len(taken) or not known or known[0].pos != "ADJ":
            break
        taken += word[0]
    return taken


def part_of(value: str) -> Part | None:
    """Return the range that holds a value, None when the number stays."""
    number = float(value.replace(",", "."))
    return next((part for part in parts() if part.low <= number <= part.high), None)


def said(part: Part, share: Share) -> str | None:
    """Return the words for a share, None when they cannot agree."""
    known = {r.gender for r in readings(share.noun) if r.pos == "NOM" and r.number == "p"}
    gender = known.pop() if len(known) == 1 else ""
    if not gender and ("{tout}" in part.words or share.adjectives):
        return None
    one = _one(share, gender) if "{nom}" in part.words else ""
    if one is None:
        return None
    return part.words.format(
        tout="toutes" if gender == "f" else "tous",
        les=share.des.removeprefix("de ").replace("des", "les"),
        des=share.des,
        noms=share.counted,
        nom=one,
    )


def _one(share: Share, gender: str) -> str | None:
    """Return what is counted in the singular."""
    lemma = next((one.lemma for one in readings(share.noun) if one.pos == "NOM"), "")
    words = [inflect(lemma, "NOM", gender, "s")]
    for word in share.adjectives.split():
        words.append(inflect(readings(word)[0].lemma, "ADJ", gender, "s"))
    return None if None in words else " ".join(word for word in words if word)


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
    if following and following[1].lower() in _THAT:
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
    return any(form.tag.startswith(("ind", "par:pas")) for form in forms(word))


def _with_verb(tree: Tree, verb: int, start: int) -> str | None:
    """Return the end of a sentence, this verb in the singular; None if more agrees."""
    helped = any(tree.dep(kid).startswith(("aux", "cop")) for kid in tree.kids[verb])
    agreed = any(tree.pos(kid) in {"ADJ", "VERB"} for kid in tree.kids[verb])
    if agreed or _THEIRS & set(tree.lows[verb:]):
        return None
    tag = inflection(tree, verb) if is_finite(tree, verb) else ""
    if helped or not tag.endswith("3p") or tree.begin(verb) < start:
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
