"""The noun that stands just before a bracket, and how it is named again after it.

« Les substituts nicotiniques (patch, gomme…) » → « Exemples de substituts nicotiniques ».
Where the words before the bracket may be about two nouns, none is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ppun_access.easy.rewrite.grammar import demonstrative, noun_gender, noun_number
from ppun_access.easy.rewrite.text import listed, of
from ppun_access.easy.rewrite.tree import Tree
from ppun_access.easy.rewrite.verbs import past_participles
from ppun_access.french.morphology import begins_with_vowel_sound, inflect, readings

_LONGEST = 6
"""Tokens of a name: one that is longer has more than one noun."""
_ONE = listed("un une tout toute chaque quelque")
_SOME = listed(
    "certains certaines plusieurs quelques différents différentes divers diverses tous "
    "toutes"
)
_THE = listed("le la l' les ce cet cette ces son sa ses leur leurs votre vos notre nos")
_JOINED = listed("du des au aux")
_OF = listed("de d'")
_LINKS = _OF | listed("à en")
_DETERMINERS = _ONE | _SOME | _THE | _JOINED | _OF
_TO = listed("à au aux")
_INDEFINITE = _ONE | _SOME
_ALL = listed("tout toute tous toutes chaque")
_MATTER = listed("nature espèces argent numéraire ligne")
"""« des avantages en nature » is one name."""
_KINDS = listed("type types sorte sortes genre genres catégorie catégories forme formes")
_ROUTES = listed(
    "cas sein cadre profit cours moyen titre raison faveur matière vue vertu fonction "
    "présence absence compte cause aide dehors défaut intermédiaire suite occasion biais"
)
_LEADS = listed("en au le la l' à dans par hors")
"""« au sein d’une collectivité »: the noun of a locution, that no bracket is about."""
_APART = listed("entre sans hors ni concernant envers que qu' comme")
"""Before a noun that what follows is not about: « sans ses parents (voyage scolaire) »."""
_FOR = listed("pour sur")
"""Before a noun that is known: « des garanties pour les véhicules (vol) »."""
_WITHIN = listed("dans par avec chez en vers")
"""After a noun: « des pratiques dans les logements (barbecue) »."""
_TOWARD = listed("accès droit retour")
"""« l’accès rapide à un emploi »: « à » goes on with these nouns."""
_VAGUE = listed(
    "personne personnes partie parties fois an ans mois jour jours heure heures semaine "
    "semaines année années plupart ensemble reste moitié nombre totalité membre membres "
    "nature maximum minimum gravité"
)
"""What these name, their examples seldom are."""
_ADDS_NOTHING = re.compile(
    r"(?:éventuel(?:le)?s?|nombreu(?:x|ses)|différente?s|divers(?:es)?|seule?s?|"
    r"principa(?:l|le|ux|les)|propres?|simples?|mêmes?) "
)
_CALLED = re.compile(r"\bdite?s?\b")


@dataclass(frozen=True, slots=True)
class Named:
    """What a bracket follows, without its determiner."""

    text: str
    first: int
    """The token where it begins, its determiner left out."""
    noun: str
    determiner: str
    """In lower case; empty for a noun that has none."""
    number: str
    gender: str

    @property
    def is_kind(self) -> bool:
        """Return whether it names a kind of things, not one thing that is known."""
        return self.number == "p" or self.determiner in _ONE

    @property
    def is_vague(self) -> bool:
        """Return whether it names one thing that is not known yet, or some of many."""
        return self.determiner not in _THE | _JOINED

    def known(self) -> str:
        """Return « les agents publics », « ce sinistre », empty when nobody knows which."""
        if self.determiner == "l'":
            return f"l’{self.text}"
        if self.determiner in _THE:
            return f"{self.determiner} {self.text}"
        if self.determiner in _INDEFINITE - _ALL or self.text.startswith("autre"):
            if not self.gender:
                return ""
            said = demonstrative(self.gender, self.number, self.text)
            return f"{said.lower()} {self.text}"
        if self.number == "p":
            return f"les {self.text}"
        if begins_with_vowel_sound(self.text):
            return f"l’{self.text}"
        article = {"m": "le", "f": "la"}.get(self.gender, "")
        return f"{article} {self.text}" if article else ""

    def of(self, *, alone: bool) -> str:
        """Return « de frais », « d’un autre régime »; one example has the singular."""
        if self.number == "p":
            return of(self._singular() if alone else self.text)
        if self.text.startswith("autre "):
            return f"d’{'une' if self.gender == 'f' else 'un'} {self.text}"
        return of(self.text)

    def _singular(self) -> str:
        """Return the name in the singular, as it is when a word of it is not known."""
        words = self.text.split(" ")
        for place, word in enumerate(words):
            if word in ("de", "à", "en") or "’" in word or "'" in word:
                break
            one = _in_singular(word, self.gender)
            if not one:
                return self.text
            words[place] = one
        return " ".join(words)


def named_before(tree: Tree, place: int, *, whole: bool = False) -> Named | None:
    """Return what the noun before the token ``place`` names, None in doubt.

    ``whole``: « les conditions de ces visites », where either noun may be meant.
    """
    first = _first(tree, place, whole=whole)
    if first is None:
        return None
    nouns = [i for i in range(first, place) if _is_noun(tree, i)]
    if not nouns or nouns[0] > first + 1:
        return None
    noun = nouns[0]
    before = tree.lows[first - 1] if first else ""
    determiner = before if before in _DETERMINERS else ""
    number = _number(tree, noun, determiner)
    gender = noun_gender(tree, noun)
    text = _ADDS_NOTHING.sub("", tree.cut(first, place), count=1)
    kind = tree.lows[noun] in _KINDS and len(nouns) > 1
    fit = re.fullmatch(r"[^\W\d_][\w'’ -]+", text) and not _CALLED.search(text)
    alone = len(nouns) == 1 and tree.lows[noun] not in ("personne", "personnes")
    vague = text.lower() in _VAGUE or (alone and tree.lows[noun] in _VAGUE)
    if not number or kind or vague or not fit or not _agrees(tree, first, place, number):
        return None
    return Named(text, first, tree.lows[noun], determiner, number, gender)


def _first(tree: Tree, place: int, *, whole: bool) -> int | None:
    """Return where the name that ends before ``place`` begins, after its determiner."""
    at, last = place - 1, max(place - 1 - _LONGEST - 3 * whole, 0)
    while at > last:
        step = _step(tree, at, whole=whole)
        if not step:
            return at if step == 0 else None
        at -= step
    return None


def _step(tree: Tree, at: int, *, whole: bool) -> int | None:
    """Return how many tokens to go back from one of a name: 0 where it begins."""
    word, before = tree.lows[at], tree.lows[at - 1]
    if word in _LINKS:
        return 1 if _is_link(tree, at) else None
    if not _is_said(tree, at):
        return None
    if before in _OF and _is_held(tree, at - 2):
        # « la vente de produits (alcool) »: of the sale, or of the products?
        return 1 if _is_noun(tree, at) and (whole or not _is_plural(word)) else None
    if before in _DETERMINERS:
        if _is_free(tree, at - 1):
            return 0
        above = _above(tree, at - 1) if whole else 0
        return above + 1 if above else None
    if before in _LINKS or _is_said(tree, at - 1):
        return 1
    is_attribute = tree.pos(at - 1) == "AUX" and _is_plural(word)
    return 0 if is_attribute else None


def _is_link(tree: Tree, at: int) -> bool:
    """Return whether « de », « à » or « en » joins two nouns into one name."""
    if not _is_noun(tree, at + 1) or not _is_said(tree, at - 1):
        return False
    if tree.lows[at] == "en":
        return tree.lows[at + 1] in _MATTER
    return tree.lows[at] in _OF or _is_noun(tree, at - 1)


def _above(tree: Tree, determiner: int) -> int:
    """Return how many tokens part a name from the noun that it completes, 0 for none."""
    word, before = tree.lows[determiner], tree.lows[determiner - 1]
    if word in ("du", "des"):
        return 1 if _is_said(tree, determiner - 1) else 0
    to = before == "à" and bool(_TOWARD & set(tree.lows[determiner - 3 : determiner - 1]))
    return 2 if (before in _OF or to) and _is_said(tree, determiner - 2) else 0


def _is_free(tree: Tree, determiner: int) -> bool:
    """Return whether nothing before the determiner may be what the bracket is about."""
    word = tree.lows[determiner]
    before = determiner - 1
    if word in _OF and not _is_held(tree, before):
        return True  # « accompagné de professionnels »
    if word in _OF | _JOINED:
        before, preposition = determiner - 1, word
    elif before >= 0 and tree.lows[before] in _OF | _TO:
        before, preposition = before - 1, tree.lows[before]
    else:
        preposition = tree.lows[before] if before >= 0 else ""
        noun = before > 0 and _is_said(tree, before - 1)
        loose = preposition in _FOR or (noun and preposition in _WITHIN)
        named = before > 0 and _is_noun(tree, before - 1)
        if (loose and word in _THE) or (named and preposition == "sur"):
            return False
        return preposition not in _APART
    if not _is_said(tree, before) or _is_route(tree, before):
        return tree.lows[before] not in ("et", "ou") if before >= 0 else True
    return False


def _is_route(tree: Tree, place: int) -> bool:
    """Return whether a noun is that of a locution: « au sein de », « en cas de »."""
    return tree.lows[place] in _ROUTES and place > 0 and tree.lows[place - 1] in _LEADS


def _is_held(tree: Tree, place: int) -> bool:
    """Return whether « de » after a token goes on with a noun: not « accompagné de »."""
    done = tree.pos(place) == "VERB"
    return not done and _is_said(tree, place) and not _is_route(tree, place)


def _is_noun(tree: Tree, place: int) -> bool:
    if tree.pos(place) == "NOUN":
        return True
    known = readings(tree.lows[place])
    return tree.pos(place) == "PROPN" and any(r.pos == "NOM" for r in known)


def _is_said(tree: Tree, place: int) -> bool:
    """Return whether a token is a noun, or says how it is: an adjective, a participle."""
    if place < 0:
        return False
    done = tree.pos(place) == "VERB" and bool(past_participles(tree.lows[place]))
    return done or tree.pos(place) == "ADJ" or _is_noun(tree, place)


def _is_plural(word: str) -> bool:
    return {r.number for r in readings(word) if r.pos == "NOM"} == {"p"}


def _agrees(tree: Tree, first: int, place: int, number: str) -> bool:
    """« un suivi et un accompagnement renforcés »: what is said of both names both."""
    for at in range(first, place):
        if tree.lows[at] in _OF | _JOINED:
            break
        known = {
            r.number for r in readings(tree.lows[at]) if r.pos in ("ADJ", "VER", "NOM")
        }
        if known and number not in known and "" not in known:
            return False
    return True


def _number(tree: Tree, noun: int, determiner: str) -> str:
    if determiner in ("aux", "des", "les", "ces") or determiner in _SOME:
        return "p"
    if determiner in ("du", "au") or determiner in _ONE:
        return "s"
    return noun_number(tree, noun)


def _in_singular(word: str, gender: str) -> str:
    """Return a noun or an adjective in the singular, empty when it is not known."""
    found = [r for r in readings(word) if r.pos in ("NOM", "ADJ") and r.number in ("p", "")]
    one = next((r for r in found if not r.gender or r.gender == gender), None)
    return (inflect(one.lemma, one.pos, gender, "s") or "") if one else ""
