"""Look up how hard each word is: its frequency, its syllables, its kind.

**Words that texts seldom have.** A word is rare here when its Zipf frequency in wordfreq's
French list is under 4, that is less than ten times in a million words of subtitles, news,
encyclopedia, books and the web (source: R. Speer, *wordfreq* 3, 2022; the Zipf scale: W.
van Heuven et al., « SUBTLEX-UK », *Quarterly Journal of Experimental Psychology*, 67(6),
2014); ``familiarity`` says which of these a reader may not know. A word that the list does
not know has frequency 0. A plural in -s or -x is as common as its singular, a regular form
of a verb or an adjective as its infinitive or masculine (``base_forms``) when that one is
common, and a compound as rare as its rarest part.

These are never rare, nor long in syllables: elided forms, numbers and codes, addresses,
acronyms, and proper names, which nobody can replace. An acronym is in capitals, and in the
tables or spelled by the voice: « DÉCRET » is a word. A proper name is a word with a capital
elsewhere than at the head of a sentence, unless all is in capitals, and anywhere a given
name or a compound whose second part has a capital (« Bourgogne-Franche-Comté »).
"""

from __future__ import annotations

import gzip
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

from ppun_access.french import count_syllables
from ppun_access.french.lexical.lists import is_function_word
from ppun_access.french.lexical.persons import is_given_name
from ppun_access.french.spoken.acronyms import SAID
from ppun_access.french.spoken.capitals import letters_of
from ppun_access.french.spoken.number_words import roman
from ppun_access.settings.thresholds import LONGEST_WORD

RARE_BELOW = 4.0
"""Zipf frequency: the logarithm of occurrences in a thousand million words."""
MANY_SYLLABLES = 4
RAREST = 2.0
"""How far under ``RARE_BELOW`` the table goes: a typo is no rarer than a rare word."""


@dataclass(frozen=True, slots=True)
class WordFacts:
    """What one form is, wherever it stands."""

    many_syllables: bool
    """It has four syllables or more, and is no number, acronym or address."""
    rare: bool
    content: bool
    number: bool
    """It holds a digit and is no year."""
    acronym: bool
    capital: bool
    name: bool
    """It is a proper name wherever it stands."""


@lru_cache(maxsize=1 << 13)
def facts(word: str) -> WordFacts:
    """Return the facts of ``word``, one item of ``french.words``."""
    digits = any(map(str.isdigit, word))
    acronym = _is_acronym(word)
    common = (
        not digits and not acronym and word[-1] not in "'’" and {"@", "."}.isdisjoint(word)
    )
    return WordFacts(
        many_syllables=common and count_syllables(word) >= MANY_SYLLABLES,
        rare=common and _is_rare(word),
        content=not is_function_word(word),
        number=digits and not _is_year(word),
        acronym=acronym,
        capital=word[0].isupper(),
        name=_is_name(word),
    )


def zipf(word: str) -> float:
    """Return the Zipf frequency of ``word`` in French; 0.0 for all that weighs the most."""
    return _frequencies().get(word.lower(), 0.0)


_VERBS = (
    (re.compile(r"issements?\Z"), "ir"),
    (re.compile(r"(?:ations?|ements?|ages?)\Z"), "er"),
    (re.compile(r"(?<=[eéiou]t)ions?\Z"), "er"),
)
USUAL = 3.0
"""A Zipf frequency from which a verb can be proposed: once in a million words."""


def verb_of(noun: str) -> str:
    """Return the usual verb that a noun of action hides, empty when none is known.

    « accompagnement » hides « accompagner ». A noun whose verb would be a rarer word, or
    no word, hides none: « environnement », « population ».
    """
    form = noun.lower()
    for ending, infinitive in _VERBS:
        verb = ending.sub(infinitive, form)
        if verb != form and zipf(verb) >= USUAL and form.rstrip("s") not in _NO_ACTION:
            return verb
    return ""


_NOUNS_OF_THINGS = """
    administration agglomération alimentation appellation arrondissement association
    barrage citation commandement comportement considération corporation destination
    département documentation entourage environnement exploitation fondation fédération
    garage gouvernement génération habitation héritage information logement management
    mariage notion obligation opération page parlement passage prestation rage rayonnement
    reportage réglementation sage sauvage situation usage virage visage âge age édition
    équipage équipement établissement
    activement amplement complétement fermement gravement lentement également
    inversement manifestement pratiquement présentement
"""
_NO_ACTION = frozenset(_NOUNS_OF_THINGS.split())
"""They only look like nouns of action; the last ones are adverbs."""


def _is_rare(word: str) -> bool:
    """Return whether ``word`` is under the limit; ``familiarity`` says how little known.

    Grammar words and the short parts of compounds (« là-bas ») are common.
    """
    if is_function_word(word):
        return False
    whole = word.lower().split("·")[0]
    if "’" in whole or "'" in whole:
        whole = whole.replace("’", "'")
        return whole not in _COMMON_ELISIONS and _is_below(whole.rpartition("'")[2])
    return any(map(_is_below, whole.split("-")))


_COMMON_ELISIONS = frozenset({"aujourd'hui", "quelqu'un", "quelqu'une", "c'est-à-dire"})


def _is_below(form: str) -> bool:
    if not 3 <= len(form) <= LONGEST_WORD:
        return len(form) > LONGEST_WORD
    singular = form[:-1] if form[-1] in "sx" else form
    return all(zipf(one) < RARE_BELOW for one in chain((form, singular), base_forms(form)))


_HEADER = {"format": "cB", "version": 1}


@cache
def _frequencies() -> Mapping[str, float]:
    """Return the words of wordfreq's French list that weigh less than the rarest.

    Its file is a header, then lists of words, each a hundredth of a Zipf point rarer than
    the one before. wordfreq itself would load what it needs for other languages, then two
    hundred thousand rarer words: 0.2 s.
    """
    import msgpack

    found: dict[str, float] = {}
    with gzip.open(_word_list()) as file:
        lists = msgpack.Unpacker(file)
        count = lists.read_array_header() - 1
        if (header := lists.unpack()) != _HEADER:
            raise ValueError(f"not the word lists of wordfreq 3: {header}")
        for rank in range(min(count, round(100 * (9 - RARE_BELOW + RAREST)))):
            found.update(dict.fromkeys(lists.unpack(), math.log10(10 ** (-rank / 100)) + 9))
    return found


def _word_list() -> Path:
    spec = find_spec("wordfreq")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("No module named 'wordfreq'", name="wordfreq")
    return Path(spec.origin).with_name("data") / "large_fr.msgpack.gz"


def _is_acronym(word: str) -> bool:
    """Return whether ``word`` is an acronym, and no word that is written in capitals."""
    letters = "".join(letter for letter in word if letter.isalpha())
    if len(letters) < 2 or not letters.isupper() or roman(word) is not None:
        return False
    parts = word.split("-")
    return letters in SAID or "." in word or any(map(_is_spelled, parts))


def _is_spelled(part: str) -> bool:
    return part in SAID or bool(letters_of("".join(filter(str.isalpha, part))))


def _is_name(word: str) -> bool:
    later = word.split("-")[1:]
    return any(part[:1].isupper() for part in later) or is_given_name(word)


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in ("18", "19", "20")


# Forms of words


_PERSONS = "ai|as|a|ons|ez|ont|ais|ait|ions|iez|aient"
_SHORTEST = 3
"""Letters of a stem: shorter ones meet other words by chance."""

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<=\w{{{_SHORTEST}}})(?:{ending})\Z"), base)
    for ending, base in (
        # Verbs in -er.
        (rf"er(?:{_PERSONS})", "er"),
        (r"e|es|ent|ons|ez|ais|ait|ions|iez|aient|ant|é|ée|és|ées|a|èrent", "er"),
        # Verbs like « finir ».
        (rf"ir(?:{_PERSONS})", "ir"),
        (r"is|it|i|ie|ies|irent|iss(?:e|es|ons|ez|ent|ais|ait|ions|iez|aient|ant)", "ir"),
        # Verbs like « rendre ».
        (rf"(?<=[dtp])r(?:{_PERSONS})", "re"),
        (r"(?<=[nr]d)(?:ons|ez|ent|ais|ait|ions|iez|aient|ant|u|ue|us|ues|s)", "re"),
        # Feminine and plural.
        (r"(?<=[éiu])es?", ""),
        (r"(?<=[ae]nt)es?", ""),
        (r"ives?", "if"),
        (r"euses?", "eux"),
        (r"aux", "al"),
        (r"(?<=al)es?", ""),
        (r"(?<=e)(?:lles?)", "l"),
        (r"(?<=e)(?:nnes?)", "n"),
        (r"ières?", "ier"),
    )
)
_LIKE_VENIR = re.compile(
    rf"(?<=[vt])(?:iendr(?:{_PERSONS})|ien(?:s|t|nent|ne|nes)|"
    r"en(?:ons|ez|ais|ait|aient|ant|u|ue|us|ues)|in(?:t|rent))\Z"
)
_SPELLINGS = (
    (re.compile(r"çer\Z"), "cer"),
    (re.compile(r"geer\Z"), "ger"),
    (re.compile(r"(?<=[aou])ier\Z"), "yer"),
    (re.compile(r"è(?=[^aeiouyè]+er\Z)"), "é"),
    (re.compile(r"è(?=[^aeiouyè]+er\Z)"), "e"),
)
"""Of verbs in -er: « plaçons », « mangeons », « emploie », « complète », « mène »."""


def base_forms(form: str) -> Iterator[str]:
    """Yield what ``form``, in lower case, may be a regular form of; it may be no word."""
    for ending, base in _RULES:
        found = ending.sub(base, form)
        if found != form:
            yield found
            if base == "er":
                yield from (
                    new for old, to in _SPELLINGS if (new := old.sub(to, found)) != found
                )
    venir = _LIKE_VENIR.sub("enir", form)
    if venir != form:
        yield venir
