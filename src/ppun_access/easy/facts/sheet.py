"""The facts of a text that readers act on: days, hours, sums, ages, places, addresses.

Each has a value that its many spellings share: « 1er janvier 2025 », « 01/01/2025 » and
« le premier janvier 2025 » are one fact. What a legal reference says is none: nobody acts
on the day of a law.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from ppun_access.document.model import (
    NOT_AUTHORS,
    Block,
    Div,
    Document,
    Heading,
    Link,
    Para,
    Text,
)
from ppun_access.document.walk import children, nodes, plain_text, running_text
from ppun_access.easy.facts import patterns
from ppun_access.easy.facts.patterns import number
from ppun_access.easy.text import plain, table, unaccented
from ppun_access.french import split_sentences
from ppun_access.french.lexical.lists import is_function_word
from ppun_access.french.lexical.morphology import readings
from ppun_access.french.lexical.persons import person_in
from ppun_access.french.text.numerals import EMAIL

Kind = Literal[
    "date", "jour", "horaire", "somme", "part", "âge", "durée", "nombre", "téléphone",
    "courriel", "site", "adresse", "lieu",
]  # fmt: skip
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact, as it is written and where; ``key`` is what its spellings share."""

    kind: Kind
    key: Key
    words: str
    sentence: str = field(default="", compare=False)
    line: int | None = field(default=None, compare=False)


@lru_cache(maxsize=512)
def facts_in(text: str) -> tuple[Fact, ...]:
    """Return the facts of ``text``, in order, each as often as it stands there.

    >>> [(f.kind, f.key) for f in facts_in("Le 01/01/2025, à 9 h : 1 500 €.")]
    [('date', ('2025', '1', '1')), ('horaire', ('9:00',)), ('somme', ('1500',))]
    """
    left, found = plain(text), list[tuple[int, Fact]]()
    for pattern, read in _READERS:

        def taken(match: re.Match[str], read: Read = read) -> str:
            words = _LEADING.sub("", text[match.start() : match.end()].strip(" ,:("))
            made = [(match.start(), Fact(kind, key, words)) for kind, key in read(match)]
            found.extend(made)
            return " " * len(match[0]) if made or read is _nothing else match[0]

        left = pattern.sub(taken, left)
    return tuple(fact for _, fact in sorted(found, key=lambda one: one[0]))


_LEADING = re.compile(r"\A(?:de |d['’]|et |[àÀ] (?!partir))")
"""What leads to a fact and is none of it: « à » Uzès, « de » juillet."""


def facts_of(blocks: Iterable[Block]) -> tuple[Fact, ...]:
    """Return the facts of some blocks, with the addresses that their links write to."""
    return _once(blocks, ("mailto:",))


def sheet_of(page: Document) -> tuple[Fact, ...]:
    """Return the facts of a page: those of its title too, and where its links lead."""
    return _once((Para((Text(page.title),)), *page.blocks), ("mailto:", "https:", "http:"))


def _once(blocks: Iterable[Block], schemes: tuple[str, ...]) -> tuple[Fact, ...]:
    """Return the facts, each once, with the sentence where it is first."""
    every = (
        Fact(one.kind, one.key, one.words, sentence.strip(), line)
        for text, line in _texts(blocks, schemes)
        for sentence in split_sentences(text)
        for one in facts_in(sentence)
    )
    known: dict[tuple[str, Key], Fact] = {}
    for one in every:
        known.setdefault((one.kind, one.key), one)
    return tuple(known.values())


def lost(found: Iterable[Fact], document: Document) -> tuple[Fact, ...]:
    """Return those of ``found`` that ``document`` says in no spelling, digits or words."""
    links = (node.href for node in nodes(document) if isinstance(node, Link))
    return lost_from(found, _APART.join((document.title, text_of(document), *links)))


def text_of(document: Document) -> str:
    """Return the titles and paragraphs of a document, so that no fact stands in two."""
    return _APART.join(text for text, _ in _texts(document.blocks))


_APART = ".\n"


def lost_from(found: Iterable[Fact], text: str) -> tuple[Fact, ...]:
    """Return those of ``found`` that ``text`` says in no spelling.

    >>> some = facts_in("Avant le 1er mai 2025, pour 20 % des habitants, dans 24 mois.")
    >>> lost_from(some, "Le 01/05/2025 au plus tard : 1 habitant sur 5, dans deux ans.")
    ()
    """
    said = {(_FAMILY.get(one.kind, one.kind), one.key) for one in facts_in(text)}
    dates = [one.key for one in facts_in(text) if one.kind == "date"]
    flat = plain(text).lower()
    return tuple(
        one
        for one in found
        if (_FAMILY.get(one.kind, one.kind), one.key) not in said
        and not (one.kind == "date" and any(_same_day(one.key, other) for other in dates))
        and not _said_otherwise(one, flat)
    )


_FAMILY = {"âge": "durée", "nombre": "durée"}
"""Ages, delays and counts share their keys: the words around an age may change."""


def _same_day(mine: Key, other: Key) -> bool:
    """Return whether a day says as much as another; its year may go."""
    said = [one == two for one, two in zip(mine, other, strict=True) if one and two]
    if mine[1] or mine[2]:
        whole = all(other[n] for n in (1, 2) if mine[n])
    else:
        whole = bool(other[0])
    return whole and all(said)


def _said_otherwise(one: Fact, flat: str) -> bool:
    """Return whether lower case ``flat`` says a fact with none of its figures."""
    match one.kind:
        case "part":
            part = part_of(one.key[0])
            fixed = re.split(r"\{[^{}]*\}", part.words.lower()) if part else []
            words = ".{1,60}?".join(re.escape(plain(x)) for x in fixed)
            return bool(part and re.search(words, flat))
        case "nombre":
            count = one.key[0]
            return bool(re.search(rf"(?<![\d,]){re.escape(count)}(?![\d,])", flat)) or (
                count in {number(word) for word in re.findall(r"[^\W\d_]+", flat)}
            )
        case "adresse" | "lieu" | "site" | "courriel":
            return bool(re.search(rf"(?<!\d){re.escape(one.key[0])}", letters(flat)))
        case _:
            return False


def letters(text: str) -> str:
    """Return the letters and digits of ``text``, in lower case without accents."""
    return "".join(filter(str.isalnum, unaccented(text)))


def _texts(
    blocks: Iterable[object], schemes: tuple[str, ...] = ()
) -> Iterator[tuple[str, int | None]]:
    """Yield each paragraph and title, in the author's words alone, with its line.

    After it, where its links of some ``schemes`` lead, but to a law.
    """
    for block in blocks:
        if isinstance(block, Div) and block.role in NOT_AUTHORS:
            continue
        if isinstance(block, Para | Heading):
            line = block.pos.line if block.pos else None
            yield running_text(block.children), line
            links = (one.href for one in nodes(block) if isinstance(one, Link))
            out = (
                one for one in links if one.startswith(schemes) and "legifrance." not in one
            )
            yield from ((one.removeprefix("mailto:"), line) for one in out)
        elif isinstance(block, Link):
            yield plain_text(block), None
        else:
            yield from _texts(children(block), schemes)


# One reader for each kind, in the order in which they take words


Read = Callable[[re.Match[str]], Iterator[tuple[Kind, Key]]]


def _nothing(found: re.Match[str]) -> Iterator[tuple[Kind, Key]]:
    yield from ()


def _one(kind: Kind, key: Callable[[re.Match[str]], str], *more: str) -> Read:
    """Return the reader of a pattern that tells one fact."""
    return lambda found: iter([(kind, (key(found), *more))])


def _site(found: re.Match[str]) -> str:
    site = found[0].lower().rstrip("/").replace(" ", "-")
    return re.sub(r"\A(?:https?://)?(?:www\.)?", "", site)


def _road(found: re.Match[str]) -> Iterator[tuple[Kind, Key]]:
    kind = unaccented(found["kind"]).removeprefix("route").lstrip("s ")
    letter = "rn" if kind[0] == "n" else "rd" if kind[0] == "d" else kind
    for one in re.findall(r"\d+", found["numbers"]):
        yield "lieu", (f"{letter}{one}",)


def _labelled(found: re.Match[str]) -> Iterator[tuple[Kind, Key]]:
    for one in re.findall(r"\d+", found["numbers"]):
        yield "nombre", (one, unaccented(found["label"]).rstrip("sx"))


def _phone(found: re.Match[str]) -> str:
    called = found["long"] or found["short"] or found["bare"]
    digits = re.sub(r"\D", "", called.replace("+33", "0"))
    return digits.replace("00", "0", 1) if len(digits) > 10 else digits


def _street(found: re.Match[str]) -> Iterator[tuple[Kind, Key]]:
    """Yield a street, or each of « rues du Lac et de la Gare » by its name alone."""
    names = patterns.NAMED.findall(found["many"] or "", len("rues"))
    yield from (("lieu", (letters(one),)) for one in names or [found[0]])


def _venue(found: re.Match[str]) -> str:
    return letters(found["venue"] or found["room"] or found["hall"] or found[0])


def _date(found: re.Match[str]) -> Iterator[tuple[Kind, Key]]:
    """Yield each day of « du 3 au 5 mai 2025 »; the month and the year are shared."""
    parts = found.groupdict()
    if n := next((n for n in "234" if parts.get(f"d{n}")), ""):
        d, m, y = (int(parts.get(f"{x}{n}") or 0) for x in "dmy")
        if 1 <= m <= 12 and 1 <= d <= 31:
            yield "date", (f"{y + 2000 if 0 < y < 100 else y or ''}", f"{m}", f"{d}")
        return
    if years := parts.get("years"):
        yield from (("date", (year, "", "")) for year in re.findall(r"\d{4}", years))
        return
    if holidays := parts.get("holidays"):
        yield "date", ("", unaccented(holidays), "")
        return
    month = patterns.MONTHS.get(unaccented(parts.get("month") or "").rstrip(".")[:4], "")
    year = parts.get("year") or ""
    if year and not year.isdigit():
        year = number(year)
    days = re.findall(r"\d+|premier|[a-z]+(?:-[a-z]+)*", parts.get("days") or "", re.I)
    values = [value for day in days if (value := _day(day))]
    if since := parts.get("since"):
        yield "date", ("", patterns.MONTHS[unaccented(since).rstrip(".")[:4]], "")
    for value in values or [""]:
        yield "date", (year, month, value)


_RANKS = {"prem": "1", "deux": "2", "troi": "3", "quat": "4", "dern": "4"}


def _weekday(found: re.Match[str]) -> Iterator[tuple[Kind, Key]]:
    """Yield each day of « du lundi au vendredi », or one with its rate in a month."""
    if found["every"] or found["end"]:
        for day in ("tous",) if found["every"] else patterns.WEEKDAYS[5:]:
            yield "jour", (day,)
        return
    if often := found["often"]:
        rate = f"{number(found['some'] or '')}/{number(found['of'] or '') or 'mois'}"
        ranks = re.findall(r"\d|[^\W\d_]{5,}", unaccented(found["ranks"] or ""))
        told = [_RANKS.get(one[:4], one) for one in ranks] or [rate]
        yield "jour", (often.lower(), *told)
        return
    if listed := found["one"]:
        yield from (("jour", (day,)) for day in patterns.WEEKDAYS if day in listed.lower())
        return
    first = patterns.WEEKDAYS.index(found["first"].lower())
    last = patterns.WEEKDAYS.index(found["last"].lower())
    for n in range(first, last + 1 if last >= first else first):
        yield "jour", (patterns.WEEKDAYS[n],)


def _means(found: re.Match[str]) -> Iterator[tuple[Kind, Key]]:
    for written in filter(None, (found["low"], found["high"])):
        yield "nombre", (number(written), "")


def _day(word: str) -> str:
    value = "1" if word.lower() == "premier" else number(word)
    return str(int(value)) if value.isdigit() and 1 <= int(value) <= 31 else ""


def _clock(found: re.Match[str]) -> Iterator[tuple[Kind, Key]]:
    if found["always"]:
        yield "horaire", ("24/24",)
        return
    if moments := found["moments"]:
        yield "horaire", ("12:00" if "midi" in moments.lower() else "matin",)
        yield "horaire", (re.split(r"[ ']", moments.lower())[-1],)
    if found["noon"]:
        yield "horaire", ("12:00" if found["noon"].lower() == "midi" else "0:00",)
    if worded := found["hw"]:
        yield "horaire", (f"{number(worded)}:{number(found['nw'] or '') or '00'}",)
    for n in "0123456789ab":
        if hour := found[f"h{n}"]:
            yield "horaire", (f"{int(hour)}:{found[f'n{n}'] or '00'}",)


_DURATIONS = {
    "minute": ("min", 1), "min": ("min", 1), "heure": ("min", 60), "h": ("min", 60),
    "jour": ("min", 1440), "semaine": ("min", 10080), "mois": ("mois", 1),
    "demi-journée": ("min", 720), "/2 journée": ("min", 720),
    "trimestre": ("mois", 3), "semestre": ("mois", 6), "an": ("mois", 12),
    "année": ("mois", 12),
}  # fmt: skip
_FORTNIGHT = {"21600": "20160", "11520": "10080"}
"""« Quinze jours » are two weeks, « huit jours » one."""


def _quantity(found: re.Match[str]) -> Iterator[tuple[Kind, Key]]:
    """Yield the sums, shares, ages and delays of « de 3 à 5 ans », « 2 M€ »."""
    unit = found["unit"].lower()
    scale = {"million": 10**6, "milliard": 10**9, "mille": 1000}.get(
        (found["scale"] or "").lower().rstrip("s"), 1
    )
    for written in (*(found["listed"] or "").split(", "), found["low"], found["high"]):
        if value := number(written or ""):
            kind, key = _measured(found, float(value) * scale, unit)
            if key:
                yield kind, key


def _rank(found: re.Match[str]) -> Iterator[tuple[Kind, Key]]:
    unit = found["unit"].lower().removesuffix("s").replace("moi", "mois")
    base, times = _DURATIONS.get(unit, ("mois", 12))
    for one in filter(None, (found["one"], found["two"])):
        kind: Kind = "durée" if unit in _DURATIONS else "âge"
        yield kind, (base, f"{int(one) * times}")


_LISTED = re.compile(r" (?:ci-dessous|suivant)")
_KINDS_OF = frozenset(
    ("conditions", "critères", "cas", "types", "catégories", "sortes", "parties")
)
"""What a text counts of itself: « les 2 conditions suivantes » is no fact."""


def _measured(found: re.Match[str], value: float, unit: str) -> tuple[Kind, Key]:
    if unit in ("%", "pour cent"):
        return "part", (f"{value:.12g}",)
    if unit[-1] == "€" or unit.startswith(("euro", "centime")):
        scale = {"k€": 10**3, "m€": 10**6, "md€": 10**9, "centime": 0.01, "centimes": 0.01}
        cents = int(found["cents"] or 0) / 100
        return "somme", (f"{value * scale.get(unit, 1) + cents:.12g}",)
    name = unit if unit in _DURATIONS else unit.rstrip("s")
    if name in _DURATIONS:
        base, times = _DURATIONS[name]
        if name == "jour" and found.string.startswith((" férié", " chômé"), found.end()):
            return "durée", ()
        if found["half"]:
            value += 0.5
        minutes = found["past"] or (found["cents"] if name in ("h", "heure") else 0)
        total = value * times + int(minutes or 0)
        amount = f"{total:.12g}"
        key = (base, _FORTNIGHT.get(amount, amount))
        is_age = name == "an" and value < 111 and _is_age(found, value)
        return ("âge" if is_age else "durée"), key
    if _LISTED.match(found.string, found.end()) or not _is_counted(found, unit):
        return "nombre", ()
    noun = "" if "'" in unit else re.sub("[ °]", "", unaccented(unit)).translate(_SQUARE)
    return "nombre", (f"{value:.12g}", noun.rstrip("sx"))


def _is_age(found: re.Match[str], value: float) -> bool:
    """Return whether years are those of a person: no delay, no old paper."""
    text, at = found.string, found.start()
    before = text[max(0, at - 45) : at]
    if patterns.AGED.search(before) or patterns.AGED_AFTER.match(text, found.end()):
        return value > 5 or not patterns.PAPER.search(text, max(0, at - 100), at)
    who = person_in(before)  # « Jeanne Martin, 102 ans », « 12-17 ans »
    return bool((who and before.endswith(f"{who}, ")) or re.match(r"\d+[-/–]\d", found[0]))


_SQUARE = str.maketrans("²³", "23")
_KNOWN = re.compile(
    r"\b(?:les|des|aux|ces|[mnvlts]es|[nv]os|leurs|neuf|l'un|entre) \Z", re.I
)
"""« Les deux parents » are known, « entre deux personnes » a relation: no facts."""


def _is_counted(found: re.Match[str], unit: str) -> bool:
    """Return whether what follows a number is what it counts."""
    if unit in _KINDS_OF or is_function_word(unit):
        return False
    if unit == "fois" and found.string.startswith(" par ", found.end()):
        return True
    if not found["low"][0].isdigit():
        before = found.string[max(0, found.start() - 10) : found.start()]
        is_one = found["low"].lower() in ("un", "une")
        known = _KNOWN.search(before) and not found["high"]
        is_noun = not (read := readings(unit)) or any(one.pos == "NOM" for one in read)
        return unit[-1] in "sx" and is_noun and not is_one and not known
    if re.match(r"d'|m[²³23]\Z|[ckm]?[mg]\Z|ml\Z|ha\Z|°", unit) or found["unit"].isupper():
        return True
    if found.string[found.start("unit") - 1] not in " '":
        return False
    if found["low"] == "1" and not found["high"] and not found["scale"]:
        return any(one.pos == "NOM" for one in readings(unit)) and len(unit) > 2
    return unit[-1] in "sx"


_WORDED_SHARES = {
    "la moitié": "50", "un tiers": "33", "deux tiers": "67", "un quart": "25",
    "trois quarts": "75",
}  # fmt: skip


def _share(found: re.Match[str]) -> Iterator[tuple[Kind, Key]]:
    if found["worded"]:
        yield "part", (_WORDED_SHARES[found["worded"].lower()],)
    elif (of := number(found["of"] or found["all"])) not in ("", "1"):
        value = 100 * float(number(found["some"] or found["part"])) / float(of)
        if value <= 100:
            yield "part", (f"{value:.12g}",)


def _place(found: re.Match[str]) -> Iterator[tuple[Kind, Key]]:
    for one in re.split(patterns.PARTS, found["towns"] or found["listed"] or ""):
        if one:
            yield "lieu", (letters(one),)
    if named := found["known"] or found["joined"] or found["capitals"] or found["named"]:
        yield "lieu", (letters(named),)


_READERS: tuple[tuple[re.Pattern[str], Read], ...] = (
    (re.compile(EMAIL), _one("courriel", lambda found: found[0].lower())),
    (patterns.SITE, _one("site", _site)),
    (patterns.ROAD, _road),
    (patterns.LABELLED, _labelled),
    (patterns.LEGAL, _nothing),
    (patterns.PHONE, _one("téléphone", _phone)),
    (
        patterns.POSTAL,
        _one("adresse", lambda found: letters(found["street"] or found["town"])),
    ),
    (patterns.STREET, _street),
    (patterns.VENUE, _one("lieu", _venue)),
    *((pattern, _date) for pattern in patterns.DATED),
    (patterns.CLOCK, _clock),
    (patterns.WEEKDAY, _weekday),
    (patterns.SHARE, _share),
    (patterns.RANK, _rank),
    (patterns.MEANS, _means),
    (patterns.UNITS, _quantity),
    (patterns.GROUPED, _one("nombre", lambda found: number(found[0]), "")),
    (patterns.FREE, _one("somme", lambda found: "0")),
    (patterns.PLACE, _place),
)


# How a percentage may be said in words: « presque tous » for 97 %. What compares an easy
# text with its source takes these words for the number.


class Part(NamedTuple):
    """A range of the table and its words."""

    low: float
    high: float
    words: str


@cache
def parts() -> tuple[Part, ...]:
    """Return the table."""
    return tuple(Part(r["de"], r["a"], r["mots"]) for r in table("pourcentages")["parts"])


def part_of(value: str) -> Part | None:
    """Return the range that holds a value, None when no words say it."""
    number = float(value.replace(",", "."))
    return next((part for part in parts() if part.low <= number <= part.high), None)
