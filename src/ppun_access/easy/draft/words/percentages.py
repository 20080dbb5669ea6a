"""What a percentage of a sentence counts, with its adjectives and its complement."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ppun_access.easy.draft.parse.text import plain
from ppun_access.easy.draft.parse.verbs import past_participles
from ppun_access.french.lexical.morphology import Reading, readings

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
    r"presque|minimum|maximum|entre|ou|les|ces|ses|nos|des|que|de|top)|[-–±≥≤<>~])\s*\Z",
    re.IGNORECASE,
)
_NEVER = """
    dépense coût prix frais recette aide travail revenu salaire loyer impôt crédit euro
    bénéfice subvention montant budget fonds capital investissement tarif facture charge
    cotisation an année mois jour semaine heure âge
"""
NEVER_ROUNDED = frozenset(_NEVER.split())
"""Money, deadlines and ages: what is a share of them keeps its number."""
SAYS_WHICH = frozenset(
    {"qui", "que", "qu", "dont", "où", "de", "du", "des", "d", "et", "ou"}
)
_INSIDE = frozenset({"à", "au", "aux", "en", "ayant", "étant"})
"""They may complete the noun: « les jeunes en emploi »."""
_MORE = re.compile(r"\s+(?:de|en) (?:plus|moins)\b")
_WORD = re.compile(r"\s([^\W\d_]+)(?![\w'-])")
_OF = re.compile(
    r"\s(?:du|des|d'|de (?:la |l'|cette |ce |notre |nos )?)\s?(?P<noun>[^\W\d_]+)"
)
_VERB = re.compile(r"\s+(?:n|s|l|m|t|y)'|\s+\w+-(?:t-)?(?:il|elle)s?\b")


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage of a sentence: what is counted, with its adjectives, and where."""

    start: int
    end: int
    value: str
    des: str
    noun: str
    adjectives: str
    complement: str
    """« de la région »: « 8 habitants de la région sur 10 »."""
    hangs: bool
    """More hangs from the noun than these: « sur 10 » would part it."""

    @property
    def counted(self) -> str:
        """What is counted, in the plural, as it is written."""
        return f"{self.noun}{self.adjectives}"


def found(sentence: str) -> Share | None:
    """Return the percentage of a sentence that may be said in words."""
    flat = plain(sentence)
    if flat.count("%") != 1 or _CHANGES.search(flat):
        return None
    match = _SHARE.search(flat)
    if match is None or _BOUND.search(flat[: match.start()]):
        return None
    noun, rest = match["noun"], flat[match.end() :]
    known = readings(noun)
    if {one.lemma for one in known} & NEVER_ROUNDED or not any(map(is_plural, known)):
        return None
    adjectives = _adjectives(rest)
    after = rest[len(adjectives) :]
    if _MORE.match(after):
        return None
    complement = _complement(after)
    length = len(adjectives) + len(complement)
    return Share(
        start=match.start(),
        end=match.end() + length,
        value=match["value"],
        des=match["des"],
        noun=noun,
        adjectives=adjectives,
        complement=complement,
        hangs=_hangs(rest[length:]),
    )


def is_plural(one: Reading) -> bool:
    """Return whether a form may be a plural: « communes », « Français »."""
    return one.number in ("p", "") or one.lemma.endswith(("s", "x", "z"))


def _adjectives(rest: str) -> str:
    """Return the adjectives that follow a noun, with the spaces before them.

    A past participle that nothing completes is one: « les élèves interrogés disent ».
    """
    taken = ""
    for word in _WORD.finditer(rest):
        known = readings(word[1])[:1]
        is_one = bool(known) and (
            known[0].pos == "ADJ"
            or (bool(past_participles(word[1])) and not _hangs(rest[word.end() :]))
        )
        if word.start() != len(taken) or not is_one:
            break
        taken += word[0]
    return taken


def _complement(rest: str) -> str:
    """Return « de la région »: a single complement of a noun, empty if there is none."""
    match = _OF.match(rest)
    if match is None or not any(r.pos == "NOM" for r in readings(match["noun"])):
        return ""
    taken = match[0] + _adjectives(rest[match.end() :])
    return "" if _hangs(rest[len(taken) :]) else taken


def _hangs(rest: str) -> bool:
    """Return whether what follows a noun goes on about it, or might."""
    word = _WORD.match(rest)
    if word is None:
        return bool(re.match(r"\s+[^\W\d_]+['-]|\s+[\d(«]", rest)) and not _VERB.match(rest)
    return (
        word[1].lower() in SAYS_WHICH | _INSIDE
        or word[1][0].isupper()
        or bool(past_participles(word[1]))
        or _is_noun(word[1])
    )


def _is_noun(word: str) -> bool:
    """« les sites web », « les maladies émergentes »: part of the name, no verb."""
    kinds = {one.pos for one in readings(word)}
    if not kinds:
        return not word.endswith("ent")  # « télétravaillent » may be a verb
    return bool(kinds & {"NOM", "ADJ"}) and not kinds & {"VER", "AUX"}
