"""Hard words and acronyms, explained after their first use, and again at the end.

At most eight a text: more is no help; ``_rank`` chooses them. A noun is explained where it
is one, a word of several senses in the one that is told
(``word_sense.py``). Nothing is a tooltip: print, speech and braille have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from statistics import geometric_mean
from typing import NamedTuple

from ppun_access.document.model import (
    Block,
    Definition,
    DefinitionList,
    Heading,
    Para,
    Text,
)
from ppun_access.easy.draft.model import Parser, Spans
from ppun_access.easy.draft.parse.forest import Forest
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.word_sense import is_meant
from ppun_access.easy.draft.words.edits import overlaps, quoted
from ppun_access.easy.draft.words.lexicon import acronyms as told
from ppun_access.easy.draft.words.lexicon import explanations
from ppun_access.easy.text import capital, listed, plain, unaccented
from ppun_access.french.lexical.lists import is_function_word
from ppun_access.french.lexical.morphology import inflect, readings
from ppun_access.french.spoken.acronyms import meanings

MOST = 8
"""Words explained in one text."""
TITLE = "Les mots difficiles"
_UNKNOWN = 0.01
"""How often in a million a word comes that Lexique does not have (« téléconsultation »)."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A hard word and what it means; ``place`` is the sentence of its first use, from 0."""

    word: str
    meaning: str
    place: int
    uses: int = 1


def hard_words(
    sentences: Sequence[str],
    definitions: Mapping[str, str],
    most: int = MOST,
    parser: Parser | None = None,
    title: str = "",
) -> tuple[Explained, ...]:
    """Return the words of a text to explain, in the order of their first use.

    ``definitions`` are the project's, ``title`` is that of the text. A word inside a longer
    defined expression is not a use of it (« service public du numérique » explains no
    « service public »). ``parser`` tells nouns from what is spelt like them; without it
    more of them are in doubt.
    """
    project = {plain(word).lower() for word in definitions}
    meanings = {plain(w).lower(): m for w, m in explanations().items()}
    meanings |= {plain(word).lower(): meaning for word, meaning in definitions.items()}
    uses: dict[str, list[int]] = {}
    every = (u for u in uses_of(sentences, meanings) if _is_meant(u, sentences, project))
    for use in sure_uses(every, sentences, parser):
        uses.setdefault(use.word, []).append(use.place)
    turns_on = {use.word for use in uses_of([title], meanings)}
    ranked = sorted(uses, key=lambda word: _rank(word, uses, project, turns_on))
    written = {plain(word).lower(): word for word in (*explanations(), *definitions)}
    chosen = [
        Explained(written[word], meanings[word], uses[word][0], len(uses[word]))
        for word in ranked[:most]
    ]
    return tuple(sorted(chosen, key=lambda one: (one.place, one.word.lower())))


def line(one: Explained) -> str:
    """Return the line that explains a word: « Commune\u00a0: une ville ou un village. »."""
    return f"{capital(one.word)}\u00a0: {_meaning(one)}"


def ordered(explained: Iterable[Explained]) -> tuple[Explained, ...]:
    """Return words in the order of the alphabet."""
    return tuple(sorted(explained, key=lambda one: unaccented(one.word.replace("œ", "oe"))))


def glossary(explained: Iterable[Explained]) -> tuple[Block, ...]:
    """Return the glossary of a text, in alphabetical order; nothing without words."""
    items = tuple(
        Definition((Text(capital(one.word)),), (Para((Text(_meaning(one)),)),))
        for one in ordered(explained)
    )
    return (Heading(2, (Text(TITLE),)), DefinitionList(items)) if items else ()


_ARTICLE = re.compile(r"\A(?:Un|Une|Le|La|Les|L['’]|Des|Ce|On)\b")


def _meaning(one: Explained) -> str:
    """Return a meaning as it stands after a colon, also one that opens with « Une »."""
    return _ARTICLE.sub(lambda found: found[0].lower(), one.meaning)


def _rank(
    word: str, uses: Mapping[str, list[int]], project: set[str], title: set[str]
) -> tuple[object, ...]:
    """Return what orders the words of a text, those to explain first.

    The words of the title; what no longer expression of the text holds (« fracture
    numérique » before « numérique »); the project's; the rarest; the longest; what is said
    most, then first.
    """
    parts = word.split()
    longer = (other for other in uses if len(parts) < len(other.split()))
    general = any(_pattern(word).search(other) for other in longer)
    first = word not in title, general, word not in project, _frequency(parts)
    return (*first, -len(parts), -len(uses[word]), uses[word][0], word)


def _frequency(parts: Iterable[str]) -> float:
    """Return the geometric mean of how often Lexique meets the words of an expression."""
    told = (readings(part) for part in parts if not is_function_word(part))
    known = [max((_UNKNOWN, *(one.frequency for one in some))) for some in told]
    return geometric_mean(known or [_UNKNOWN])


class Use(NamedTuple):
    """A defined word in a sentence, at characters [start, end)."""

    word: str
    place: int
    start: int
    end: int


def uses_of(sentences: Iterable[str], defined: Iterable[str]) -> Iterator[Use]:
    """Yield the defined words of each sentence, the longest first where they overlap."""
    longest_first = sorted(defined, key=lambda w: (-len(w), w))
    for place, sentence in enumerate(sentences):
        flat = plain(sentence).lower()
        taken: list[tuple[int, int]] = []
        for word in (word for word in longest_first if _beginning(word) in flat):
            for found in _pattern(word).finditer(flat):
                if not overlaps(*found.span(), taken):
                    taken.append(found.span())
                    yield Use(word, place, *found.span())


def _is_meant(use: Use, sentences: Sequence[str], project: set[str]) -> bool:
    """Return whether a word has its sense; the project knows those that it defines."""
    text, (start, end) = plain(sentences[use.place]), use[2:]
    meant = is_meant(use.word, text.lower(), start, end)
    return use.word in project or (meant and not _is_in_name(text, start, end))


_BODY = re.compile(
    r"[\w,)'] ?(?:Agence|Caisse|Centre|Comité|Commission|Conseil|Direction|Fédération|"
    r"Fonds|Haute? \w+|Institut|Maison|Ministère|Observatoire|Office|Union)"
    r"(?: [a-zà-ÿ]+(?:al|ale|ique|çaise?))* (?:d'|de |du |des |pour )"
    r"(?:(?:la |l')?[a-zà-ÿ-]+ (?:et |de |du |d'))*(?:de |des |d')?(?:la |l')?\Z"
)
"""« la Commission des droits et de l'autonomie »: a part of the name of a body."""
_ADDRESS = re.compile(r"[.@]\Z|(?:://|\bwww\.)\S*\Z")
_OPENING = re.compile(r"(?:\A|[:.!?–•(/-])\W*\Z")


def _is_in_name(text: str, start: int, end: int) -> bool:
    """« rue de la Solidarité », « l’appel à Enjeu commun », « www.commune.fr »."""
    word, before = text[start:end], text[:start]
    address = re.match(r"@|\.\w", text[end:]) or _ADDRESS.search(before)
    name = word[:1].isupper() and not word.isupper() and " " not in word
    return bool(address or _BODY.search(before)) or (name and not _OPENING.search(before))


def sure_uses(
    uses: Iterable[Use], sentences: Sequence[str], parser: Parser | None
) -> Iterator[Use]:
    """Yield the uses in the sense that is explained; ``parser`` reads all in one call."""
    found = [(use, sentences[use.place], _is_noun_term(use.word)) for use in uses]
    forest = Forest(parser) if parser is not None else None
    if forest is not None:
        forest.grow(text for _, text, noun in found if noun)
    for use, text, noun in found:
        tree = forest[text] if forest is not None and noun else None
        if not noun or _is_noun(plain(text).lower(), use.start, use.end, tree):
            yield use


@lru_cache(maxsize=1 << 11)
def _beginning(word: str) -> str:
    """Return what every form of a word begins with: it is sooner sought than they are."""
    first = next(iter(word.split(maxsplit=1)), "")
    low, high = (min(forms(first)), max(forms(first))) if len(first) > 2 else (first, first)
    alike = (one == other for one, other in zip(low, high, strict=False))
    return low[: sum(takewhile(bool, alike))]


@lru_cache(maxsize=1 << 11)
def _pattern(word: str) -> re.Pattern[str]:
    """Return where a word stands, in the singular or in the plural."""
    spaced = r"\s+".join(
        part if len(part) < 3 else rf"(?:{'|'.join(sorted(map(re.escape, forms(part))))})"
        for part in word.split()
    )
    return re.compile(rf"(?<![\w-]){spaced}(?![\w-])")


def forms(word: str) -> set[str]:
    """Return a noun or an adjective in its forms; an unknown one takes an s, or an x."""
    plural = f"{word}x" if word.endswith(("eau", "ieu")) else f"{word}s"
    known = [(one, n) for one in readings(word) if one.pos in ("NOM", "ADJ") for n in "sp"]
    told = {inflect(one.lemma, one.pos, one.gender, n) or word for one, n in known}
    return {word, plural} | told


# A noun, or what is spelt like one: « un arrêté », but not « les choix arrêtés ». In doubt
# the answer is no.

_DETERMINERS = listed(
    "le la les l' leur leurs un une des du au aux ce cet cette ces mon ton son ma ta sa "
    "mes tes ses notre votre nos vos chaque plusieurs quelques certains certaines quel "
    "quelle quels quelles aucun aucune deux trois quatre cinq six sept huit neuf dix"
)
_PREPOSITIONS = listed("de d' par sans avec pour sous sur entre contre")
_OTHERS = frozenset({"ADJ", "VERB", "AUX", "ADV"})
_WORD_BEFORE = re.compile(r"(?<![^\W_])(?<![^\W_]-)([^\W_]++(?:-[^\W_]++)*+'?)\s*+\Z")


def _is_noun_term(term: str) -> bool:
    """Return whether what explains ``term`` explains a noun: one word that can be one."""
    return len(term.split()) == 1 and any(one.pos == "NOM" for one in readings(term))


def _is_noun(sentence: str, start: int, end: int, tree: Tree | None = None) -> bool:
    """Return whether characters [start, end) of ``sentence`` surely are a noun.

    ``sentence`` is plain and in lower case. A determiner or a preposition just before says
    so; else it can be nothing but a noun, and ``tree``, the parse, has seen no adjective.
    """
    found = _WORD_BEFORE.search(sentence[:start])
    word = found[1] if found else ""
    if word in _DETERMINERS | _PREPOSITIONS or word.isdigit():
        return True
    nothing_else = all(one.pos == "NOM" for one in readings(sentence[start:end]))
    return nothing_else and (tree is None or tree.pos(tree.at(start)) not in _OTHERS)


# Acronyms: « ARS : agence régionale de santé. », not in brackets, which the RLS forbids
# (4.2.1) and which make sentences longer. Where the lexicon knows it, what that does or is
# comes after. No sentence changes; acronyms do not count among the eight hard words.


def acronyms(
    sentences: Sequence[str], lexicon: Mapping[str, str], closed: Sequence[Spans] = ()
) -> tuple[Explained, ...]:
    """Return the acronyms of a text to explain, in the order of their first use.

    ``lexicon`` holds the project's meanings, which win over the packaged ones. An acronym
    whose meaning is already said before it, or beside it, is left. In a quotation, or in
    what is ``closed`` in its sentence (code, titles), it does not count as used.
    """
    known = {**meanings(), **told()}
    known = {**{one.capitalize(): known[one] for one in known if len(one) > 3}, **known}
    known |= lexicon  # « Pacs » is written like a word
    uses: dict[str, list[tuple[int, str]]] = {}
    left: set[str] = set()
    said = ""
    for place, sentence in enumerate(sentences):
        said += " " + plain(sentence).lower()
        kept = [*quoted(sentence), *(closed[place] if closed else ())]
        for found in _uses(sentence, known):
            acronym, before = found[0], sentence[: found.start()]
            # « la CAP, saisie par le fonctionnaire » is no diploma
            read = acronym.lower(), plain(sentence).lower(), *found.span()
            meant = acronym in lexicon or is_meant(*read)
            if overlaps(*found.span(), kept) or not meant:
                continue
            explained = _is_told(before, acronym) or _words(known[acronym]) in said
            if explained and acronym.upper() not in uses:
                left.add(acronym.upper())
            uses.setdefault(acronym.upper(), []).append((place, acronym))
    return tuple(
        entry(some[0][1], known[some[0][1]], some[0][0], len(some))
        for acronym, some in uses.items()
        if acronym not in left
    )


def _uses(sentence: str, known: Mapping[str, str]) -> Iterator[re.Match[str]]:
    every = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    # Not « PLU(i) », « CCAS/CIAS », « CAP’TRONIC » nor « CAF.fr », which are one word.
    return re.finditer(rf"(?<![\w/@-])(?:{every})(?![\w(/@’'-]|\.\w)", sentence)


def _words(meaning: str) -> str:
    """Return what an acronym stands for, without what that does."""
    return plain(meaning).lower().partition(". ")[0].removesuffix(".")


def entry(acronym: str, meaning: str, place: int = 0, uses: int = 1) -> Explained:
    """Return an acronym as it is explained: what it stands for ends with a stop."""
    stop = "" if meaning.endswith((".", "!", "?")) else "."
    return Explained(acronym, f"{meaning}{stop}", place, uses)


def _is_told(before: str, acronym: str) -> bool:
    """Return whether a bracket opens on an acronym, after words that begin as it does."""
    words = re.findall(r"[^\W\d_]+", unaccented(before)) if before.endswith("(") else []
    initials = (word[0] for word in words[-12:])
    return all(letter in initials for letter in unaccented(acronym))
