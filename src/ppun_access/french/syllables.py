"""Count the syllables of a French word by rules.

The count is that of careful standard speech, the one that Lexique's table uses: a final
« e » is mute, an inner one is sounded (« développement »: 5), and a vowel that glides
counts with the next (« lion »: 1, « nuage »: 1) except after a consonant and l or r
(« client »: 2, « cruel »: 2). The apostrophe of an elided form takes its vowel away: « l’ »
and « qu’ » have 0 syllables of their own, « jusqu’ » 1. Numbers count as they are read
aloud, acronyms that are spelled count letter by letter, compounds are the sum of their
parts.

A table of exceptions learnt from Lexique may come before the rules: ``_EXCEPTIONS`` is its
place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from ppun_access.french.acronyms import SAID, is_spelled
from ppun_access.french.numbers import LARGEST, cardinal, ordinal, roman
from ppun_access.french.numerals import GROUPED, whole

_EXCEPTIONS: Mapping[str, int] = MappingProxyType(
    {
        "abbaye": 3,
        "août": 1,
        "faon": 1,
        "femme": 1,
        "monsieur": 2,
        "messieurs": 2,
        "paon": 1,
        "pays": 2,
        "paysage": 3,
        "paysan": 3,
        "paysanne": 3,
        "zoo": 1,
        "zoologie": 4,
    }
)
"""Words that the rules get wrong, without their plural s."""

_SPELLED_LENGTH = {"W": 3, "Y": 2}
"""Syllables of the letters that are not said in one."""

_PARTS = re.compile(
    rf"(?P<group>{GROUPED})|(?P<digits>\d+)|(?P<mark>[,.](?=\d))|(?P<rank>(?<=\d)[^\W\d_]+)|"
    r"(?P<letters>[^\W\d_]+['’]?)"
)
_CENTURY = re.compile(r"([IVX]+)(ers?|re|es?|è?mes?|ᵉʳ?)?")
_RANKS = re.compile(r"er|ers|re|res|e|es|ème|èmes|ième|ièmes|de|nd|nde")


@lru_cache(maxsize=1 << 16)
def count_syllables(word: str) -> int:
    """Return how many syllables ``word``, one item of ``words``, has when read aloud.

    0 for an elided consonant and for what holds no letter and no digit.
    """
    century = _CENTURY.fullmatch(word)
    value = roman(century[1]) if century else None
    if century and value and (century[2] or value > 1):
        said = ordinal(value) if century[2] else cardinal(value)
        return sum(map(_by_rules, re.split(r"[ -]", said)))
    word = word.replace("·", "").replace("-t-", "-")
    return sum(_part(m) for m in _PARTS.finditer(word))


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
    """Return the syllables of a number: « 97 » is « quatre-vingt-dix-sept », 4."""
    if len(digits) > len(str(LARGEST)) or int(digits) > LARGEST:
        return sum(_number(digit) for digit in digits)
    said = re.split(r"[ -]", cardinal(int(digits)))
    zeros = len(digits) - len(digits.lstrip("0")) if int(digits) else len(digits) - 1
    return sum(map(_by_rules, said)) + 2 * zeros


def _letters(text: str) -> int:
    """Return the syllables of a run of letters, with its apostrophe if it is elided."""
    if is_spelled(text):
        return sum(_SPELLED_LENGTH.get(letter, 1) for letter in text)
    if text[-1] in "'’":
        return len(_NUCLEUS.findall(_phonetic(text[:-1].lower())))
    if len(text) == 1:
        return 1
    return _by_rules(SAID.get(text, text).lower())


_MUTE_ENT = re.compile(r"(?<=\w)ent\Z")
_SOUNDED_ENT = re.compile(
    r"""(?:
      \A(?:[cdglv]|ac|réc|inn?oc|déc|indéc|rét?ic|munific|magnific)ent
    | (?:esc|cid|ced|évid|prud|créd|ard|dissid|résid|décad|confid|stud|impud|trid|strid)ent
    | (?:arg|urg|ag|rég|serg|intellig|indig|dilig|conting|insurg|néglig|astring|tang)ent
    | (?:ta|exce|vio|équiva|va|inso|opu|turbu|viru|somno|pesti|indo|corpu|fécu|trucu|re)lent
    | (?:émin|permin|perman|pertin|contin|immin|abstin|imman|réman|incontin)ent
    | (?:fréqu|conséqu|éloqu|délinqu|subséqu|grandiloqu|afflu|influ|conflu)ent
    | (?:différ|par|appar|transpar|cohér|adhér|inhér|concurr|torr|récurr|affér|déf?ér)ent
    | (?:abs|prés|cons|ress)ent | (?:\A|\Ap)s?sent
    | (?:cont|compét|impot|pénit|lat|pat|intermitt|omnipot|att|protest|impénit)ent
    | (?:souv|av|couv|ferv|auv|parav|contrev)ent
    | (?:pati|cli|ori|consci|effici|quoti|défici|ingrédi|récipi|invéni|expédi|gradi)ent
    | (?:émolli|esci|nutri|inconvéni)ent
    | [tv]ient | am?bivalent | [a-zà-ÿ]*ment
    )\Z""",
    re.VERBOSE,
)
_MUTE_MENT = re.compile(
    r"(?:r?ai|for|trans?for|dé?for|infor|réfor|confor|perfor|dor|endor|"
    r"(?:ex|im|sup|com|dé|op|ré|ap)?pri|consom|(?:sur)?nom|assom|som|affir|confir|infir|"
    r"(?:ré)?ani|(?:en|re)?fer|(?:ré|as|con|pré)su|(?:r?al)?lu|par?fu|(?:dés)?ar|"
    r"char|alar|(?:dé|ré|pro|ac)?cla|blâ|bra|tra|affa|enflam|diffa|chô|ger|"
    r"fil|program|sè|parsè|esti|sous-esti|légiti|opti|maxi|mini|inti|li|mi|ri|ryth|enta|"
    r"cal|desquam|cra?|pâ|hu|inhu|exhu|fu|plu|écu|paum|embau|dîm)ment"
)
"""Verbs in the plural whose ending « -ment » is mute, unlike that of nouns and adverbs."""

_SPELLINGS = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"qu", "q"),
        (r"gu(?=[eéèêiîïyë])", "g"),
        (r"ge(?=[aoâô])", "g"),
        (r"(?<=[aeuoœ])ill|(?<=[aeuoœ])il(?=s?\Z)", "l"),
        (r"(?<=[aeouâéèê])y(?=[aeiouâéèêë])", "j"),
        (r"(?<=[aou])ï(?=[aeéèou])", "j"),
        # A mute e between a vowel and an ending: paiement, dévouement, tuerie, étudiera.
        (r"(?<=[aiuéoîû])e(?=ments?\Z|r(?:a|ai|as|ez|ie|ies|ons|ont|i?ons|iez)\Z)", ""),
    )
)
_FINAL_E = re.compile(r"es?\Z")

_VOWEL_GROUP = r"(?:eau|aou?(?=û)|oeu|œu|au|ai|aî|ei|eî|eu|eû|ou|où|oû|oi|oî|oê|oe|œ|ea|oo|"
_VOWEL_GROUP += r"[aàâäeéèêëiîïoôöuùûüy])"
_NUCLEUS = re.compile(
    # coopérer, coexister: the prefix keeps its own syllable.
    r"(?<=\Ac)o(?=o[pr]|[eé])"
    # After a consonant and l or r the first of two vowels is full: cli-ent, cru-el.
    rf"|(?<=[bcdfgkptv][lr])(?:i(?=[aeéèêouâôîœ])|u(?=[aeéèêoâ])|ou(?=[aeéèêiïâ]))"
    rf"|(?:[iîy]|ou|u(?!i[lr]?\Z)?)?{_VOWEL_GROUP}",
)


def _by_rules(word: str) -> int:
    """Return the syllables of ``word``, in lower case and without digits."""
    singular = word.removesuffix("s")
    for form in (word, singular):
        if form in _EXCEPTIONS:
            return _EXCEPTIONS[form]
    found = len(_NUCLEUS.findall(_without_mute_ending(_phonetic(word), word)))
    return max(found, 1)


def _phonetic(word: str) -> str:
    """Return ``word`` with the letters gone that only tell how others are said."""
    for pattern, by in _SPELLINGS:
        word = pattern.sub(by, word)
    return word


def _without_mute_ending(text: str, word: str) -> str:
    """Return ``text`` (the phonetic form of ``word``) without « -e », « -es », « -ent »."""
    if word.endswith("ent"):
        mute = not _SOUNDED_ENT.search(word) or bool(_MUTE_MENT.fullmatch(word))
        shorter = _MUTE_ENT.sub("", text) if mute else text
    else:
        shorter = _FINAL_E.sub("", text)
    return shorter if _NUCLEUS.search(shorter) else text
