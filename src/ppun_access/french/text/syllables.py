"""Count the syllables of a French word: a table of exceptions, then rules.

The count is that of careful standard speech, the one of Lexique's table: a final « e » is
mute, an inner one is sounded (« développement »: 5), and a vowel that glides counts with
the next (« lion »: 1, « nuage »: 1) except after a consonant and l or r (« client »: 2,
« cruel »: 2). The apostrophe of an elided form takes its vowel away: « l’ » and « qu’ »
have 0 syllables of their own, « jusqu’ » 1. Numbers count as they are read aloud, acronyms
that the voice spells count letter by letter (``capitals``). Compounds are the sum of their
parts, and a mute « e » that would leave three consonants between two of them is heard
(« contre-champ »: 3, « porte-clé »: 3).

``data/syllables.txt`` holds the forms of Lexique that the rules get wrong, ``names.txt``
some names; they are read when the first word is counted.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ppun_access.french.lexical.lists import lines
from ppun_access.french.spoken.acronyms import MIXED, SAID
from ppun_access.french.spoken.capitals import letters_of, without_shouts
from ppun_access.french.spoken.number_words import LARGEST, cardinal, ordinal, roman
from ppun_access.french.text.numerals import GROUPED, whole

TABLE, NAMES = "syllables.txt", "names.txt"
"""Their names in ``data/``."""

_SPELLED_LENGTH = {"W": 3, "Y": 2}
"""Syllables of the letters that are not said in one."""

_PARTS = re.compile(
    rf"(?P<group>{GROUPED})|(?P<digits>\d+)|(?P<mark>[,.](?=\d))|(?P<rank>(?<=\d)[^\W\d_]+)|"
    r"(?P<letters>[^\W\d_]+['’]?)"
)
_CENTURY = re.compile(r"([IVX]+)(ers?|re|es?|è?mes?|ᵉʳ?)?")
_RANKS = re.compile(r"er|ers|re|res|e|es|ème|èmes|ième|ièmes|de|nd|nde")
_SMALL = re.compile(r"[A-HJ-UWYZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+(?:-[A-HJ-UWYZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+)+")
"""Words and names that hyphens join, without what may be an acronym or a Roman number."""
_HEARD_E = re.compile(
    # Between two parts: after a consonant and l or r (« contre-champ »); after any other
    # two when one syllable is left (« porte-clé », but « porte-drapeau »).
    r"(?:(?P<liquid>[bcdfgkptv][lr])|[rlsx](?:qu|gu|ch|[bcdfgjkmnpqtvz])|[rl]s)es?-"
    r"(?=(?P<next>[b-df-gj-np-tv-xz][^\W\d_]*))"
)


@lru_cache(maxsize=1 << 13)
def count_syllables(word: str) -> int:
    """Return how many syllables ``word``, one item of ``words``, has when read aloud.

    0 for an elided consonant and for what holds no letter and no digit.
    """
    if word.isalpha() and (word.islower() or word[1:].islower()):
        return _plain(word.lower())
    if word.isdecimal():
        return _number(word)
    century = _CENTURY.fullmatch(word)
    value = roman(century[1]) if century else None
    if century and value and (century[2] or value > 1):
        return _said(ordinal(value) if century[2] else cardinal(value))
    return _compound(word.replace("·", "").replace("-t-", "-").replace("’", "'"))


def _compound(word: str) -> int:
    """Return the syllables of what may have several parts: letters, digits, hyphens."""
    if word in MIXED:
        return sum(map(_mixed, MIXED[word].split()))
    if letters := letters_of(word):
        return _spelled(letters)
    small = _SMALL.fullmatch(word)
    word = word if small else without_shouts(word)
    lower = word.lower()
    known = exceptions().get(lower)
    if known is not None:
        return known
    if small:
        parts = sum(map(count_syllables, word.split("-")))
    else:
        parts = sum(map(_part, _PARTS.finditer(word)))
    if "e-" not in lower and "es-" not in lower:
        return parts
    return parts + sum(map(_is_heard, _HEARD_E.finditer(lower)))


def _is_heard(schwa: re.Match[str]) -> bool:
    """Return whether the « e » at the end of a part is sounded before the next part."""
    return bool(schwa["liquid"]) or _plain(schwa["next"]) == 1


def _part(part: re.Match[str]) -> int:
    """Return the syllables of one part of a compound, a number or a code."""
    text = part[0]
    match part.lastgroup:
        case "group":
            return _number(whole(text))
        case "digits":
            return _number(text)
        case "mark":
            return 2 if text == "," else 1
        case "rank" if _RANKS.fullmatch(text.lower()):
            return 1
        case _:
            return _letters(text)


def _number(digits: str) -> int:
    """Return the syllables of a number: « 97 » is « quatre-vingt-dix-sept », 5."""
    n = int(digits) if len(digits) <= len(str(LARGEST)) else LARGEST + 1
    if n > LARGEST:
        return sum(map(_number, digits))
    zeros = len(digits) - len(digits.lstrip("0")) if n else len(digits) - 1
    return _cardinal(n) + 2 * zeros


def _cardinal(n: int) -> int:
    """Return the syllables of ``n``: those of the words of ``cardinal``, added up."""
    if n < 100:
        return _under_hundred(n)
    if n >= 10**6:
        return _said(cardinal(n))
    times, rest = divmod(n, 100 if n < 1000 else 1000)
    said = 1 if times == 1 else _cardinal(times) + 1  # « cent », « mille »
    return said + _cardinal(rest) if rest else said


@cache
def _under_hundred(n: int) -> int:
    return _said(cardinal(n))


def _said(number: str) -> int:
    """Return the syllables of a number in words."""
    return sum(map(count_syllables, number.split(" ")))


def _mixed(said: str) -> int:
    """Return the syllables of one word, or one letter, of a name of mixed capitals."""
    return _spelled(said.upper()) if len(said) == 1 else count_syllables(said)


def _spelled(letters: str) -> int:
    return sum(_SPELLED_LENGTH.get(letter, 1) for letter in letters)


def _letters(text: str) -> int:
    """Return the syllables of a run of letters, with its apostrophe if it is elided."""
    century = _CENTURY.fullmatch(text)
    if century and len(text) > 1 and (value := roman(century[1])):
        return _said(cardinal(value))
    if text.isalpha() and (text.islower() or text[1:].islower()):
        return count_syllables(text)  # which remembers it
    if letters := letters_of(text):
        return _spelled(letters)
    if text[-1] == "'":
        return count_sounds(text[:-1].lower())
    return _plain(SAID.get(text, text).lower())


def _plain(word: str) -> int:
    """Return the syllables of ``word``, in lower case, letters only."""
    known = exceptions().get(word)
    if known is None and word[-1] == "s":
        known = exceptions().get(word[:-1])
    return count_by_rules(word) if known is None else known


@cache
def exceptions() -> dict[str, int]:
    """Return the syllables of the words that the rules get wrong.

    A plural in « -s » is left out when it has as many as its singular.
    """
    return read_table(NAMES) | read_table(TABLE)


def read_table(name: str) -> dict[str, int]:
    """Return the words of a table with their syllables."""
    table: dict[str, int] = {}
    for line in lines(name):
        count, *words = line.split(" ")
        table.update(dict.fromkeys(words, int(count)))
    return table


# Rules


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
