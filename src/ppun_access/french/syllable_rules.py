"""The syllables of one plain French word, by rules: no table of words counted whole.

A syllable has one vowel sound, so the vowels are what is counted. First the mute ending
goes, and the letters that only tell how others are said (« qu », « ill », « ge »). Each run
of vowel letters left has as many sounds as ``_SOUND`` finds in it, and one more where a
glide is none (« cli-ent », « co-opérer »).

``count_by_rules`` takes one word and is the reference; ``count_lines_by_rules`` takes many,
one a line, through the same patterns.
"""

from __future__ import annotations

import re
from functools import lru_cache

_LAST = r"(?![^\n!])"
"""The end of a word, which may be one of many."""

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

# Each pattern begins with the letters that it looks for, which the engine jumps to; what
# must come before them is looked at then.
_MUTE_E = re.compile(
    # A mute e between a vowel and an ending: paiement, dévouement, tuerie, étudiera.
    r"e(?=[mr])(?<=[aiuéoîû]e)"
    rf"(?=(?:ments?|r(?:a|ai|as|aient|ais|ait|ez|ie|ies|i?ons|iez|ont)){_LAST})"
)
_SILENT_AFTER_G = re.compile(r"g(?:u(?=[eéèêiîïyë])|e(?=[aoâô]))")
_ILL = re.compile(rf"il(?:(?<=[aeuoœ]il)(?:l|(?=s?{_LAST}))|(?<=âil)l)")
_GLIDE_Y = re.compile(r"y(?<=[aeouâéèê]y)(?=[aeiouâéèêë])")
_GLIDE_I = re.compile(r"ï(?<=[aou]ï)(?=[aeéèou])")

_OA = re.compile(rf"oa(?=ch|rding|d(?!j|a)|st|p|(?:rds?|ts?|ls?){_LAST})")
"""coach, dashboard, download, toast, goal, from English."""

_AFTER_TWO = re.compile(
    # No glide after a consonant and l or r: cli-ent, cru-el, éblou-ir, cry-o-gène.
    r"[lr](?:[iy](?=[aeéèêouâôîœ])(?<=[bcdfgkptv]..)|u(?=[aeéèêoâ])(?<=[bcdfgkptv]..)|"
    r"ou(?=[aeéèêiïâ])(?<=[bcdfgkptv]...))"
)
_PREFIX = r"(?:co(?=o[pr]|e(?!u))|anti(?=[aouéè])|poly(?=[aeou])|zo(?=o[lpst])|pa(?=ys))"
"""co-opérer, co-exister, anti-aérien, poly-ester, zo-ologie; and pa-ys."""
_AFTER_PREFIX = re.compile(_PREFIX)
_AFTER_PREFIXES = re.compile(f"\n{_PREFIX}")
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
    apart = len(_AFTER_TWO.findall(word)) + bool(_AFTER_PREFIX.match(word))
    return sum(map(_sounds_of, _VOWELS.findall(word))) + apart


# --- Many words ---------------------------------------------------------------------

UNKNOWN = "?"
"""A character that makes its word be counted alone."""
_MUTE, _APART = "!", "+"
"""What follows a mute « -ent »; what separates two vowels."""
_ENT = re.compile("ent\n")
_VOWEL_OR_MARK = f"aàâäeéèêëiïîoôöuùûüyæ{UNKNOWN}{_APART}\n"
_SKELETON = bytes(n if chr(n) in _VOWEL_OR_MARK else ord(".") for n in range(256))
"""Every consonant a point."""


def count_lines_by_rules(text: str) -> list[int]:
    """Return ``count_by_rules`` of words, one pass of each rule over all of them.

    Each is between two line feeds, as ``text`` begins and ends with one. The count is 0 or
    less for a word that must be counted alone.
    """
    text = _without_silent_letters(_ENT.sub(_marked, text))
    text = text.replace(f"ent{_MUTE}\n", ".\n")
    text = text.replace("es\n", "s\n").replace("e\n", "\n")
    for rule in (_AFTER_TWO, _AFTER_PREFIXES):
        text = rule.sub(_apart, text)
    # A letter that Latin-1 does not have becomes a question mark too.
    skeletons = text.encode("latin-1", "replace").translate(_SKELETON)
    for many, one in ((b"..", b"."), (b"..", b"."), (b".\n", b"\n"), (b"\n.", b"\n")):
        skeletons = skeletons.replace(many, one)
    if len(_SOUNDS_IN) > _REMEMBERED:
        _SOUNDS_IN.clear()
    return list(map(_SOUNDS_IN.__getitem__, skeletons.split(b"\n")[1:-1]))


def _apart(found: re.Match[str]) -> str:
    """Return what is found, with a mark after it; a template would be slower."""
    return found[0] + _APART


def _marked(ending: re.Match[str]) -> str:
    """Return the « -ent » of a line, with a mark when it is mute."""
    text, end = ending.string, ending.start()
    stem = text[text.rindex("\n", 0, end) + 1 : end]
    return f"ent{_MUTE}\n" if _is_mute_ent(stem) else "ent\n"


class _Sounds(dict[bytes, int]):
    """The sounds of a word that has these vowels."""

    def __missing__(self, skeleton: bytes) -> int:
        found = self[skeleton] = sum(map(_sounds_of_bytes, skeleton.split(b".")))
        return found


_SOUNDS_IN = _Sounds()
_REMEMBERED = 1 << 14


@lru_cache(maxsize=1 << 12)
def _sounds_of_bytes(run: bytes) -> int:
    """Return the sounds of a run of vowels with its marks; less than any when unknown."""
    text = run.decode("latin-1")
    if UNKNOWN in text:
        return -1000
    return text.count(_APART) + _sounds_of(text.replace(_APART, ""))
