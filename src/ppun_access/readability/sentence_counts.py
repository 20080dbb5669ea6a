"""Count what makes one sentence hard: rare words, clauses, negations, numbers.

Looked at once for each sentence: scores, causes and the report all ask for the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from ppun_access.french import words
from ppun_access.french.lexical.morphology import readings
from ppun_access.french.spoken import codes, times
from ppun_access.french.spoken.rules import Rule
from ppun_access.french.text.numerals import EMAIL, WEB
from ppun_access.readability.clauses import embedded_clauses
from ppun_access.readability.counts import count, is_long
from ppun_access.readability.familiarity import DOUBTFUL_FROM, rarity
from ppun_access.readability.vocabulary import WordFacts, facts


@dataclass(frozen=True, slots=True)
class SentenceCounts:
    """The counts of one sentence; words are those of ``french.words``, as written."""

    words: int
    syllables: int
    long_words: int
    """More than six letters."""
    heavy_words: tuple[str, ...]
    """Four syllables or more; numbers, acronyms and proper names apart."""
    rare_words: tuple[str, ...]
    """Those that a reader probably does not know."""
    doubtful_words: tuple[tuple[str, float], ...]
    """Words that a reader may not know, without their plural: how likely that is."""
    content_words: int
    numbers: tuple[str, ...]
    """Quantities; years and what ``quantities`` knows to name a thing apart."""
    acronyms: tuple[str, ...]
    clauses: tuple[str, ...]
    """The marker of each embedded clause."""
    negations: int
    asides: int
    """Brackets, and pairs of dashes."""
    commas: int
    easy_items: tuple[tuple[int, int], ...]
    """Of an enumeration: the words and long words of each item that has no hard one.

    Three words an item at most, the long ones first: what is longer is no mere item.
    """


AROUND = 5
"""Known words that stand for what is around: one hard word in three is no third."""


def unknown_words(sentences: Iterable[SentenceCounts]) -> Mapping[str, float]:
    """Return the words of a text that a reader may not know: how likely that is of each."""
    return dict(pair for one in sentences for pair in one.doubtful_words)


def rarity_around(sentences: Collection[SentenceCounts]) -> float:
    """Return how many words of a text a reader may not know, each once, a word of it."""
    number = sum(one.words for one in sentences)
    return sum(unknown_words(sentences).values()) / (number + AROUND)


@lru_cache(maxsize=1 << 11)
def sentence_counts(sentence: str) -> SentenceCounts:
    """Return the counts of ``sentence``, one piece of ``split_sentences``."""
    number, syllables, long_words = count(sentence)
    pairs = [(word, facts(word)) for word in words(sentence)]
    told = not sentence.isupper()
    common = [pair for at, pair in enumerate(pairs) if not _is_name(pair[1], told and at)]
    first = common[0][0] if told and common and common[0] == pairs[0] else ""
    heavy = tuple([word for word, fact in common if fact.many_syllables])
    maybe = [
        (word, rarity(word))
        for word, fact in common
        if (fact.rare or fact.many_syllables) and (word != first or not _may_be_name(word))
    ]
    rare = tuple([word for word, likely in maybe if likely >= DOUBTFUL_FROM])
    return SentenceCounts(
        words=number,
        syllables=syllables,
        long_words=long_words,
        heavy_words=heavy,
        rare_words=rare,
        doubtful_words=tuple([(w.lower().rstrip("s"), likely) for w, likely in maybe]),
        content_words=sum([fact.content for _, fact in pairs]),
        numbers=_numbers(sentence, pairs),
        acronyms=tuple([word for word, fact in pairs if fact.acronym]),
        clauses=embedded_clauses(sentence),
        negations=len(_NEGATION.findall(sentence)),
        asides=len(_BRACKET.findall(sentence)) + len(_DASH.findall(sentence)) // 2,
        commas=len(_COMMA.findall(sentence)),
        easy_items=tuple(_easy_items(sentence, frozenset((*heavy, *rare)))),
    )


_ITEM_WORDS = 3


def _easy_items(sentence: str, hard: frozenset[str]) -> Iterator[tuple[int, int]]:
    for item in _COMMA.split(sentence):
        found = words(item)
        if hard.isdisjoint(found):
            long_words = sum(map(is_long, found))
            yield min(len(found), _ITEM_WORDS), min(long_words, _ITEM_WORDS)


def _numbers(sentence: str, pairs: list[tuple[str, WordFacts]]) -> tuple[str, ...]:
    if not any(fact.number for _, fact in pairs):
        return ()
    return tuple([word for word in words(without_names(sentence)) if facts(word).number])


def _is_name(fact: WordFacts, at: int) -> bool:
    """Return whether the word at ``at`` is a proper name, as its capital may tell.

    At 0 it tells nothing: any word may open a sentence, or stand in a line of capitals.
    """
    return fact.name or (fact.capital and at > 0)


def _may_be_name(word: str) -> bool:
    """Return whether no table knows a word with a capital: « Lili part. »."""
    return word[0].isupper() and not readings(word)


_COMMA = re.compile(r"(?<!\d),|,(?!\d)|;")
_BRACKET = re.compile(
    r"(?<![^\W\d_])[(\[](?!(?:l[’']|les?\s|la\s)?(?:[A-ZÀ-Ý]\.?){2,}[a-z]{0,3}[)\]])"
)
"""Neither inside a word (« élu(e)s ») nor around an acronym, which it explains."""
_DASH = re.compile(r"(?<=\s)[–—-](?=\s)")
_NEGATION = re.compile(
    r"\b(?:ne\s|n['’])(?:[^\s,;:.]{1,30}\s{1,3}){0,3}?[^\s,;:.]{0,30}?\b"
    r"(?:pas|plus|jamais|rien|aucune?|point|guère|personne|ni|nul(?:le)?)\b"
    # Farther, only what is never anything else (« plus », « point », « une personne »), and
    # in the same clause.
    r"|\b(?:ne\s|n['’])(?:(?!ne\s|qu|dont\s|où\s|une?\s)[^\s,;:.'’]{1,30}\s{1,3}){4,8}?"
    r"(?:(?:d|l)['’])?(?:jamais|rien|aucune?|nul(?:le)?)\b"
    r"|\b(?:rien|personne|aucune?|nul(?:le)?|ni)\b[^.;:]{0,40}?\b(?:ne\s|n['’])",
    re.IGNORECASE,
)


# Quantities


_MONTH = "|".join(times.MONTHS)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:er)?"
_RANK = r"(?<![\w.,])\d+(?:ers?|[èe]res?|res?|i?[èe]mes?|es?|nde?s?)(?!\w)"
_DAYS = rf"{_DAY}(?:\s?(?:,|et|ou|au|à|-|–)\s?{_DAY}){{0,6}}"
_DATE = rf"(?<![\w.,/-]){_DAYS}\s(?:{_MONTH})\b(?:\s\d{{4}}\b)?"
_SLASHED = r"(?<![\w.,/-])\d{1,2}([/.-])\d{1,2}[/.-](?:\d{4}|\d\d)(?![\w]|[./-]\w)"
_HOUR = (
    rf"(?:{times.HOUR.pattern})(?!\s(?:de\b|d['’]|par\b))"
    r"|\b(?:à|vers|dès|entre|jusqu['’]à)\s(?:[01]?\d|2[0-4])\sheures?\b(?!\s(?:de\b|d['’]))"
    r"|(?<![\w.,])(?:[01]?\d|2[0-4])\sheures?(?=\s(?:à|et)\s\d{1,2}\sheures?\b)"
)
_REFERENCE = (
    r"(?i:\b(?:articles?|art\.|alinéas?|annexes?|chapitres?|titres?|pages?|p\.|loi|décret|"
    r"arrêté|ordonnance|circulaire|rubrique|étape|phase|ligne|bureau|salle|porte|bâtiment|"
    r"numéro|BP|CS|B\.\s?P\.)\s)(?:[LRDAC]\.?\s?)?\d+(?:[-.]\d+)*(?!\w|[\s.]\d{3}\b|,\d|\s?%)"
    r"(?:(?:,|\set|\sou|\sà)\s\d+(?:-\d+)*(?!\w|[\s.,]\d|\s?%|\s(?!(?:et|ou|à|de|du|des)\b)[a-zà-ÿ])){0,6}"
)
_POSTCODE = r"(?<![\w.,-])(?:0[1-9]|[1-8]\d|9[0-58])\d{3}(?=\s[A-ZÀ-Ý])"
_HOUSE = (
    r"(?<![\w.,])\d{1,4}(?:\s?(?:bis|ter|quater))?,?\s(?:rue|avenue|av\.|boulevard|bd|place|"
    r"pl\.|chemin|impasse|imp\.|allée|quai|route|rte|cours|square|faubourg|fg|esplanade|"
    r"passage|sentier|ruelle|villa)\s(?=[A-ZÀ-Ý]|(?:de\sla|du|des|de\s?l['’])\s?|d['’]|de\s[A-ZÀ-Ý])"
)
_RULES = (
    times.TELEPHONE, codes.NUMBER_SIGN, codes.ARTICLE, codes.VERSION, codes.FILE_NUMBER,
    codes.INTERNET, codes.COVID, times.ISO_DATE, times.ALWAYS, times.HOURS,
)  # fmt: skip
_SURE = (
    WEB, EMAIL, *(rule.pattern for rule in _RULES), _SLASHED, _DATE, _HOUR,
    _REFERENCE, _HOUSE, _POSTCODE, _RANK, codes.MIXED.pattern,
)  # fmt: skip
_MAYBE = (times.SHORT_NUMBER, times.SHORT_DATE, times.CLOCK)
"""What is around them tells: the rules of speech know."""
_NAME = "|"


def without_names(sentence: str) -> str:
    """Return ``sentence`` with the numbers that identify something masked."""
    sentence = _sure().sub(_NAME, sentence)
    for rule in _MAYBE:
        sentence = rule.compiled.sub(partial(_named, rule), sentence)
    return sentence


@cache
def _sure() -> re.Pattern[str]:
    return re.compile("|".join(_SURE))


def _named(rule: Rule, found: re.Match[str]) -> str:
    return found[0] if rule.say(found) is None else _NAME
