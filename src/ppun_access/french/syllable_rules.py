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
_SOUNDED_ENT = frozenset(_ADJECTIVES.split())
"""What stands before the « -ent » of nouns and adjectives; in a verb it is mute."""

_TENIR_VENIR = re.compile(
    r"(?:abs|appar|con|dé|entre|main|ob|re|sou)?tient|"
    r"(?:ad|circon|con|contre|de|inter|par|pré|pro|re|sou|sub|sur|rede)?vient"
)

_VERBS = """
    abî accla accoutu affa ai allu ani arri assu bra bri bru cla compri consu cra da
    diffa déci décla dépri désaccoutu embau embru enflam enfu enrhu enta enveni escri
    essai esti exhu expri fri fu gem gri hu impri inhu inti li légiti maxi mi mini oppri
    opti parfu pau plu pri procla program présu péri ra rallu rani reprogram ri réani
    réassu récla réimpri résu subli suppri suresti tra trans transhu tri victi écu
"""
_MUTE_MENT = frozenset(_VERBS.split())
"""What stands before « -ment » in verbs; in nouns and adverbs the ending is sounded."""

_VERB_BEFORE_MENT = re.compile(r"(?:om|[rls]|th|[âèô])\Z")
_NOUN_BEFORE_MENT = frozenset({"com", "fer", "sar", "ser", "tour", "gar"})

_MUTE_E = re.compile(
    # A mute e between a vowel and an ending: paiement, dévouement, tuerie, étudiera.
    r"(?<=[aiuéoîû])e(?=ments?\Z|r(?:a|ai|as|aient|ais|ait|ez|ie|ies|i?ons|iez|ont)\Z)"
)
_SILENT_AFTER_G = re.compile(r"gu(?=[eéèêiîïyë])|ge(?=[aoâô])")
_ILL = re.compile(r"(?<=[aeuoœ])ill|(?<=[aeuoœ])il(?=s?\Z)|(?<=â)ill")
_GLIDE = re.compile(r"(?<=[aeouâéèê])y(?=[aeiouâéèêë])|(?<=[aou])ï(?=[aeéèou])")

_ONE_VOWEL = re.compile(r"oa(?=ch|rds?\Z|rding|d(?!j|a)|st|p|ts?\Z|ls?\Z)|(?<=s)aou(?=l)")
"""coach, dashboard, download, toast, goal, from English; and saouler."""

_APART = re.compile(
    # One class of characters first, which the engine jumps to, then what must surround it.
    r"[aiouy](?=[aâeéèêëiïîoôœuy])(?:"
    # After a consonant and l or r: cli-ent, cru-el, éblou-ir, cry-o-gène.
    r"(?<=[bcdfgkptv][lr][iy])(?=[aeéèêouâôîœ])|(?<=[bcdfgkptv][lr]u)(?=[aeéèêoâ])|"
    r"(?<=[bcdfgkptv][lr]ou)(?=[aeéèêiïâ])|"
    # After a prefix: co-opérer, co-exister, anti-aérien, poly-ester, zo-ologie; and pa-ys.
    r"(?<=\Aco)(?=o[pr]|e(?!u))|(?<=\Aanti)(?=[aouéè])|(?<=\Apoly)(?=[aeou])|"
    r"(?<=\Azo)(?=o[lpst])|(?<=\Apa)(?=ys))"
)
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
    if "y" in word or "ï" in word:
        word = _GLIDE.sub("j", word)
    if "oa" in word or "saou" in word:
        word = _ONE_VOWEL.sub("o", word)
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
    if stem.endswith("m"):
        before = stem[:-1]
        if before in _MUTE_MENT:
            return True
        return before not in _NOUN_BEFORE_MENT and bool(_VERB_BEFORE_MENT.search(before))
    if stem in _SOUNDED_ENT or stem.endswith("esc"):
        return False
    return not _TENIR_VENIR.fullmatch(f"{stem}ent")


def _sounds(word: str) -> int:
    """Return how many vowels are heard in ``word``."""
    return sum(map(_sounds_of, _VOWELS.findall(word))) + len(_APART.findall(word))
