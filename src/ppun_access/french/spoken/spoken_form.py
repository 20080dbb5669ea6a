"""Convert a text to its spoken form: what a text-to-speech engine must be given.

The text is read once from left to right; at each place where something may have to be
rewritten, the first rule of ``RULES`` that answers says what to give instead, and what a
rule has given is not read again. What no rule answers for is left alone: engines read plain
words, integers and years well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from ppun_access.french.lexical import morphology
from ppun_access.french.spoken import (
    addresses,
    capitals,
    codes,
    numbers,
    quantities,
    ranges,
    symbols,
    times,
    words,
)
from ppun_access.french.spoken.rules import Rule
from ppun_access.french.text import inclusive
from ppun_access.french.text.numerals import SPACES

NO_PRONUNCIATIONS: Mapping[str, str] = MappingProxyType({})

RULES: Sequence[Rule] = (
    # Addresses, before anything reads their marks.
    addresses.EMAIL_ADDRESS,
    addresses.WEB_ADDRESS,
    addresses.FILE,
    addresses.HASHTAG,
    addresses.ACCOUNT,
    addresses.NETWORK,
    # Words that stand for two.
    *inclusive.RULES,
    # Numbers that name a thing.
    codes.NUMBER_SIGN,
    codes.VERSION,
    codes.FILE_NUMBER,
    codes.COMPANY,
    codes.ASSOCIATION,
    addresses.CODE_NAME,
    codes.FORM,
    codes.ARTICLE,
    codes.POINTED,
    codes.INTERNET,
    codes.COVID,
    # Times and telephones.
    times.TELEPHONE,
    times.SHORT_NUMBER,
    times.DATE,
    times.ISO_DATE,
    times.SHORT_DATE,
    times.DAYS,
    times.DAYS_OF_MONTH,
    times.GLUED,
    times.WAR,
    times.FIRST_OF_MONTH,
    times.MONTH,
    times.ALWAYS,
    times.DURATION,
    times.QUARTER,
    times.HOURS,
    times.CLOCKS,
    times.GLUED_HOUR,
    times.HOUR,
    times.CLOCK,
    # Quantities.
    symbols.LESS,
    symbols.DIVIDED,
    numbers.ITEM,
    numbers.NUMBERED,
    numbers.HOUR_PART,
    symbols.STARS,
    ranges.LISTED,
    quantities.MONEY,
    quantities.CURRENCY,
    quantities.OF_EUROS,
    quantities.IN_VOLUME,
    quantities.SIZES,
    quantities.SIDE,
    quantities.TONS,
    quantities.MEASURE,
    quantities.TIMES,
    ranges.YEARS,
    ranges.SHORT_YEARS,
    ranges.AGES,
    ranges.CELL,
    ranges.RANGE,
    numbers.MARK_OF,
    numbers.FRACTION,
    numbers.FRACTION_SIGN,
    numbers.RANK,
    codes.NUMBER_FIRST,
    codes.PLATE,
    numbers.DECIMAL,
    numbers.QUANTITY,
    codes.CODE,
    # Words.
    words.ERA,
    words.TITLE,
    words.STREET,
    words.UPON,
    words.BESIDE,
    words.WEEKDAY,
    words.INITIALS,
    words.MEDIA_TYPE,
    words.ABBREVIATION,
    numbers.CENTURY,
    numbers.POINT,
    numbers.ROMAN,
    capitals.MIXED_NAME,
    codes.FORMULA,
    codes.GLUED,
    codes.SUBSCRIPT,
    symbols.LEVEL,
    codes.MIXED,
    codes.LETTERS,
    quantities.RATE,
    quantities.UNIT,
    quantities.OCTETS,
    capitals.AGE,
    capitals.AMPERSAND,
    capitals.DOTTED,
    capitals.SURNAME,
    capitals.SHORT,
    capitals.SHOUT,
    capitals.SAINT,
    capitals.ELISION,
    capitals.ACRONYM,
    capitals.WORD,
    capitals.UNKNOWN_ACRONYM,
    # Signs.
    words.NOTE_MARK,
    words.NOTE_NUMBER,
    symbols.ARROW,
    symbols.MENU,
    symbols.OR_EQUAL,
    symbols.MORE_OR_LESS,
    symbols.COMPARISON,
    symbols.MINUS,
    symbols.PLUS,
    words.SYMBOL,
    symbols.DECORATION,
    symbols.BULLET,
    symbols.SYMBOL_NAME,
    words.DASH,
    words.SUSPENSION,
    quantities.OUT_OF,
    numbers.OVER,
    quantities.PERIOD,
    words.SLASH,
    words.CHARACTER,
)
"""In order: what holds digits that are no quantity, then quantities, then words, signs."""

_ODD = r"[^\s\w.,;:!?'()\[\]-]"
_SHORT_WORDS = (
    "etc|cf|vs|svp|rdv|ndlr|bd|blvd|rte|fg|c-à-d|c[.]-à-d|k[gmWVHo]|[MGTkm]?(?:Wh|o|bits?)|min|mm|cm|"
    "hPa|dB|ppm|ppb|kbps|versions?|covid|millions?|milliards?|wi-fi|code|bac|pts?|nb|nbre|art|tel|tél|civ|soc|com|crim|"
    "supp|ex|(?:lun|mar|mer|jeu|ven|sam)(?=[-–])|attn|qqn|tlj|hab|mg|µ[gS]|m[lL]|qqch|càd|appt|renst|et(?=.s[.])"
)
TRIGGER = re.compile(
    "|".join(
        (
            r"(?<!\d)\d",
            r"(?<![^\W_])[A-ZÀ-ÖØ-Þ](?=[A-ZÀ-ÖØ-Þ\d&.°ºᵉᵐˡʳᵍ]|[\w-]{0,200}+(?:[·•‧⋅∙@(/.A-Z₀-₉²³]|://)|"
            r"[a-zèéâ]{1,6}\b|ovid|lermont.F[Dd]|[a-zà-ÿ]{0,20}+[A-Z\d]|J[.]|\*\s?\d|[\s\u00a0-]\d|ersion|B?[-−–](?!\w))",
            r"(?<![IVXLC])[IVXLC](?![a-z])",
            rf"(?<![^\W_])[a-zà-öø-ÿ](?=[\w.+-]{{0,200}}+(?:[·•‧⋅∙@(/]|://)|[\w-]{{0,200}}+\.|\w{{0,200}}[²³A-Z₀-₉]|[^\W\d_]{{0,200}}+\d)|"
            rf"(?<!\w)(?:{_SHORT_WORDS})(?!\w)|(?<!\w)(?:[nv](?=[°º]|ᵒ|\s?\d)|[nN]os?(?=\s\d))",
            rf"{_ODD}|[⁰¹²³⁴-⁹½⅓⅔¼¾⅕⅖⅗⅘⅙⅛_]",
            rf"[{SPACES}](?=[{SPACES}]{{0,20}}+[%‰€·−–—»=≠≈~≤≥<>›/×÷±(\[\u2190-\u21ff\u2600-\U0001faff-])|[\u00a0\u202f\u2009]",
            r"[(\[](?=[….])|\.(?=\.\.)|(?<![\w.])\.(?=[a-z]|\.?/)|(?<=\w.)\[|(?<=\w)\[|(?<=[\w)])/(?=\w)|-(?=\d|-?>)|(?<![^\s(])[-−–](?=.?d)|^[–—-]|^o(?=\s[A-ZÀ-Þ])",
        )
    )
)
"""Where a rule may begin: everything else is read over at full speed."""
HYPHENED = re.compile(
    rf"(?<![^\W_])[a-zà-öø-ÿA-ZÀ-ÖØ-Þ]+-\w{{1,5}}-s(?!\w)|{TRIGGER.pattern}"
)
"""The same where « étudiant-e-s » may stand, which is slower to look for."""


def spoken_form(text: str, pronunciations: Mapping[str, str] = NO_PRONUNCIATIONS) -> str:
    """Return ``text`` as it must be given to a text-to-speech engine.

    ``pronunciations`` maps a word or a phrase to its respelling, which wins over every rule
    and is given as it is. Whole words only, the longest first; a key in lower case also
    matches capitals, any other key matches exactly. A pronunciation between slashes
    (``/…/``) is IPA: the word is left as it is written, for the engines that take
    phonemes (see ``phonemes``).
    """
    text = words.without_invisible(text)
    said, end = [], 0
    for start, stop, instead, _ in readings(text, pronunciations):
        said.append(text[end:start])
        said.append(instead)
        end = stop
    return "".join((*said, text[end:]))


def is_ipa(pronunciation: str) -> bool:
    """Return whether a pronunciation is IPA between slashes rather than a respelling."""
    return len(pronunciation) > 2 and pronunciation[0] == pronunciation[-1] == "/"


def phonemes(said: str, pronunciations: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the words of ``said`` that have a pronunciation in IPA, in order, with it.

    ``said`` is what ``spoken_form`` gave with the same pronunciations; the IPA comes
    without its slashes.
    """
    ipa = {key: value for key, value in pronunciations.items() if is_ipa(value)}
    if not ipa:
        return ()
    pattern, keys = _users(tuple(sorted(ipa.items())))
    return tuple(
        (found[0], keys[int(str(found.lastgroup)[1:])][1].strip("/"))
        for found in pattern.finditer(said)
    )


def readings(
    text: str, pronunciations: Mapping[str, str]
) -> Iterator[tuple[int, int, str, str]]:
    """Yield each rewritten passage: its start, its end, the words said, the rule.

    ``text`` must hold no invisible characters: see ``spoken_words.without_invisible``.
    """
    return iter(_readings(text, tuple(sorted(pronunciations.items()))))


@lru_cache(maxsize=4096)
def _readings(
    text: str, pronunciations: tuple[tuple[str, str], ...]
) -> tuple[tuple[int, int, str, str], ...]:
    """Remember the readings of the sentences of a page: several checks ask for them."""
    return tuple(_read(text, pronunciations))


def _read(
    text: str, pronunciations: tuple[tuple[str, str], ...]
) -> Iterator[tuple[int, int, str, str]]:
    users = keys = None
    if pronunciations:
        users, keys = _users(pronunciations)
    own = users.search(text) if users else None
    trigger = HYPHENED if "e-s" in text else TRIGGER
    at = 0
    while True:
        place = trigger.search(text, at)
        while own and own.start() < at:
            own = users.search(text, at) if users else None
        if own and keys and (not place or own.start() <= place.start()):
            respelling = keys[int(str(own.lastgroup)[1:])][1]
            said = own[0] if is_ipa(respelling) else respelling
            yield own.start(), own.end(), said, "lexique"
            at = own.end()
            continue
        if not place:
            return
        at = place.start()
        reading = _first(text, at)
        if reading is None:
            at += 1
            continue
        yield reading
        at = reading[1]


def _first(text: str, at: int) -> tuple[int, int, str, str] | None:
    """Return what the first rule that answers at ``at`` says."""
    for rule in _rules_for(text[at]):
        found = rule.compiled.match(text, at)
        if found and found.end() > at:
            said = rule.say(found)
            if said is not None:
                return at, found.end(), said, rule.name
    return None


@lru_cache(maxsize=1024)
def _rules_for(character: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES if rule.begins_with(character))


@lru_cache(maxsize=32)
def _users(
    pronunciations: tuple[tuple[str, str], ...],
) -> tuple[re.Pattern[str], tuple[tuple[str, str], ...]]:
    """Return one pattern for all the words of a lexicon, the longest first."""
    keys = tuple(_longest_first(pronunciations))
    groups = (f"(?P<k{i}>{_pattern(key)})" for i, (key, _) in enumerate(keys))
    return re.compile("|".join(groups) or r"(?!)"), keys


def _longest_first(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the keys that hold something, the longest first."""
    return sorted((p for p in pairs if p[0].strip()), key=lambda p: (-len(p[0]), p))


def _pattern(key: str) -> str:
    """Return the pattern of a word of the lexicon, whatever its apostrophe.

    Its plural is said as it is, unless that is another word (« fil », « fils »); a name may
    stand in capitals.
    """
    pattern = re.sub(r"\\?\s+", r"\\s+", re.escape(key.strip()))
    pattern = re.sub("['’]", "['’]", pattern) + _plural(key.strip())
    if key == key.lower():
        pattern = f"(?i:{pattern})"
    elif key != key.upper() and key.isalpha():
        pattern = f"(?:{pattern}|{pattern.upper()})"
    return rf"(?<!\w){pattern}(?!\w)"


def _plural(word: str) -> str:
    """Return the pattern of the s of a plural, empty for a word that has none."""
    if not word.isalpha() or word != word.lower() or word[-1] in "sxz":
        return ""
    plural = f"{word}s"
    other = any(one.lemma == plural for one in morphology.readings(plural))
    return "" if other else "s?"
