"""The syllables of one plain French word, by rules: no table of words counted whole.

A syllable has one vowel sound, so the vowels are what is counted. First the mute ending
goes, and the letters that only tell how others are said (« qu », « ill », « ge »). Each run
of vowel letters left has as many sounds as ``_SOUND`` finds in it, and one more where a
glide is none (« cli-ent », « co-opérer »).
"""

from __future__ import annotations

import re
from functools import lru_cache

_ADJECTIVES = """
    abs abstin acc accid ad adhér adjac afflu affér ag ambival antécéd appar ard arg arp
    astring auv av c chiend cli coeffici cohér comp compét concurr confid conflu cons
    consci conséqu cont contin conting contrev conv converg corpul couv coval d différ
    dilig dissid diverg dol déc décad défici défér délinqu déterg effici efflu effér
    engoulev entreg esci excell excéd expédi ferv flatul flu fréqu fécul g gradi
    grandiloqu imman immin impati impertin impot imprud impud impénit incid incohér
    incompét inconsci inconséqu incontin inconvéni indiffér indig indol indulg indéc
    inexpéri influ ingrédi inhér inintellig innoc insol insurg intellig interfér
    intermitt invéni jac l lat magnific malcont munific mécont nutri néglig
    occid omnipot omniprés omnisci ongu opul ori par parav pat pati perman pertin pestil
    polyval pourc proémin prud préc précéd prés présid purul pénit quoti rel ress réc
    récipi récurr référ rég réman résid résurg rétic s sanguinol sci serg serp somnol
    souv strid stud subconsci subséqu succul tang torr transpar trid trucul turbul urg v
    ventripot viol virul éloqu émerg émin émolli équival év évid
"""
"""What stands before the « -ent » of nouns and adjectives; in a verb it is mute."""

_TENIR = "ti absti apparti conti déti entreti mainti obti reti souti"
_VENIR = """
    vi advi circonvi convi contrevi devi intervi parvi prévi provi revi souvi subvi survi
    redevi
"""

_VERBS = """
    abî accla accoutu affa ai allu ani arri assu bra bri bru cla compri consu cra da
    diffa déci décla dépri désaccoutu embau embru enflam enfu enrhu enta enveni escri
    essai esti exhu expri fri fu gem gri hu impri inhu inti li légiti maxi mi mini oppri
    opti parfu pau plu pri procla program présu péri ra rallu rani reprogram ri réani
    réassu récla réimpri résu subli suppri suresti tra trans transhu tri victi écu
"""
"""What stands before « -ment » in verbs; in nouns and adverbs the ending is sounded."""

_NOUNS = "com fer sar ser tour gar"
"""What stands before « -ment » in nouns that end as verbs do."""
_VERB_BEFORE_ENT = re.compile(r"(?:om|[rls]|th|[âèô])m\Z")

MUTE_ENT: dict[str, bool] = {
    **dict.fromkeys(f"{_ADJECTIVES} {_TENIR} {_VENIR}".split(), False),
    **{f"{noun}m": False for noun in _NOUNS.split()},
    **{f"{verb}m": True for verb in _VERBS.split()},
}
"""What stands before « -ent », and whether it is mute there: what no rule tells."""

# Each pattern begins with the letters that it looks for, which the engine jumps to; what
# must come before them is looked at then.
_MUTE_E = re.compile(
    # A mute e between a vowel and an ending: paiement, dévouement, tuerie, étudiera.
    r"e(?=[mr])(?<=[aiuéoîû]e)"
    r"(?=(?:ments?|r(?:a|ai|as|aient|ais|ait|ez|ie|ies|i?ons|iez|ont))\Z)"
)
_SILENT_AFTER_G = re.compile(r"g(?:u(?=[eéèêiîïyë])|e(?=[aoâô]))")
_ILL = re.compile(r"il(?:(?<=[aeuoœ]il)(?:l|(?=s?\Z))|(?<=âil)l)")
_GLIDE_Y = re.compile(r"y(?<=[aeouâéèê]y)(?=[aeiouâéèêë])")
_GLIDE_I = re.compile(r"ï(?<=[aou]ï)(?=[aeéèou])")

_OA = re.compile(r"oa(?=ch|rding|d(?!j|a)|st|p|(?:rds?|ts?|ls?)\Z)")
"""coach, dashboard, download, toast, goal, from English."""

_AFTER_TWO = re.compile(
    # No glide after a consonant and l or r: cli-ent, cru-el, éblou-ir, cry-o-gène.
    r"[lr](?:[iy](?=[aeéèêouâôîœ])(?<=[bcdfgkptv]..)|u(?=[aeéèêoâ])(?<=[bcdfgkptv]..)|"
    r"ou(?=[aeéèêiïâ])(?<=[bcdfgkptv]...))"
)
_PREFIXES = """
    coop coor coe antia antio antiu antié antiè polya polye polyo polyu zool zoop zoos zoot
    pays
"""
APART = tuple(_PREFIXES.split())
"""co-opérer, co-exister, anti-aérien, poly-ester, zo-ologie; and pa-ys."""
TOGETHER = ("coeu",)
"""Longer beginnings that are none of these."""
_VOWELS = re.compile(r"[aàâäeéèêëiîïoôöuùûüyœæ]+")
_SOUND = re.compile(
    r"(?:[iîy]|ou|u)?(?:eau|oeu|œu|au|ai|aî|aô|âi|ei|eî|eu|eû|ou|où|oû|oi|oî|oê|oe|œ|æ|"
    r"ea|ee|oo|[aeo]y(?![aàâeéèêiou])|[aàâäeéèêëiîïoôöuùûüy])"
)


@lru_cache(maxsize=1 << 12)
def _sounds_of(run: str) -> int:
    """Return how many sounds a run of vowels has."""
    return len(_SOUND.findall(run))


def count_by_rules(word: str) -> int:
    """Return the syllables of ``word``, in lower case, letters only: at least 1."""
    heard = _without_silent_letters(word)
    return _sounds(_without_mute_ending(heard, word)) or _sounds(heard) or 1


def count_sounds(word: str) -> int:
    """Return the vowel sounds of ``word`` without taking its ending for mute."""
    return _sounds(_without_silent_letters(word))


def _without_silent_letters(word: str) -> str:
    """Return ``word`` with the vowels gone that only tell how others are said."""
    if "q" in word:
        word = word.replace("qu", "q")
    if "g" in word:
        word = _SILENT_AFTER_G.sub("g", word)
    if "il" in word or "âi" in word:
        word = _ILL.sub("l", word)
    if "y" in word:
        word = _GLIDE_Y.sub("j", word)
    if "ï" in word:
        word = _GLIDE_I.sub("j", word)
    if "oa" in word:
        word = _OA.sub("o", word)
    if "saoul" in word:
        word = word.replace("saoul", "sol")
    return _MUTE_E.sub("", word) if "er" in word or "ement" in word else word


def _without_mute_ending(heard: str, word: str) -> str:
    """Return ``heard``, made from ``word``, without a mute « -e », « -es », « -ent »."""
    if word.endswith("ent"):
        return heard[:-3] if _is_mute_ent(word[:-3]) else heard
    if heard.endswith("es"):
        return heard[:-2]
    return heard[:-1] if heard.endswith("e") else heard


def _is_mute_ent(stem: str) -> bool:
    """Return whether the « -ent » that follows ``stem`` is the mark of a verb."""
    known = MUTE_ENT.get(stem)
    if known is not None:
        return known
    if stem.endswith("m"):
        return bool(_VERB_BEFORE_ENT.search(stem))
    return not stem.endswith("esc")


def _sounds(word: str) -> int:
    """Return how many vowels are heard in ``word``."""
    apart = len(_AFTER_TWO.findall(word))
    apart += word.startswith(APART) and not word.startswith(TOGETHER)
    return sum(map(_sounds_of, _VOWELS.findall(word))) + apart
