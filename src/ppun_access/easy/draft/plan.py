"""The plan of a text: short questions of its kind, each with the sentences that answer.

A sentence has its place for one of six reasons: a label before a colon, what opens its
list, the title above it, its own words, the sentence that it goes on from, the beginning
of the page. What has none stays in the order of the source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ppun_access.document.model import (
    Block,
    DefinitionList,
    Heading,
    List,
    Para,
    Row,
    Table,
)
from ppun_access.document.walk import plain_text, running_text
from ppun_access.easy.draft.questions import (
    NO_BEGINNING,
    OFFERS,
    POINTER,
    POLITE,
    WORDS,
    Asked,
    Genre,
    Topic,
    asked_as,
    bare,
    content,
    is_only_day,
    is_set_aside,
    is_transparent,
    leans,
    questions,
    says,
    says_no_more,
    says_of_page,
    spared,
    subject,
    topic_of_label,
    topic_of_row,
    topic_of_title,
    topics_in_title,
    topics_of,
)
from ppun_access.easy.facts.patterns import POSTAL
from ppun_access.easy.text import plain, points_back

REST = "Le reste du texte"
"""The title of what answers no question of the plan."""


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences of one paragraph that stand together: ``unit`` counts from 0."""

    unit: int
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of the plan, and what answers it; nothing: the page does not say."""

    topic: Topic
    question: str
    parts: tuple[Part, ...]
    titles: tuple[int, ...] = ()
    """The titles of the source that the question replaces."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of a text; ``rest`` has what answers nothing, with its titles, in order."""

    genre: Genre
    answers: tuple[Answer, ...]
    rest: tuple[Part, ...]


Place = tuple[int, int]
"""A paragraph and one of its sentences, both from 0."""


def plan(
    genre: Genre, blocks: Sequence[Block], said: Sequence[Sequence[str]], title: str = ""
) -> Plan:
    """Return the plan of a text of this kind; its title tells works and councils.

    ``blocks`` are its paragraphs, titles and lists, ``said`` the sentences of each. Lists
    and tables are whole, with the sentence that announces them.
    """
    asked = questions(genre, title, " ".join(s for some in said for s in some))
    topics, first = frozenset(topic for topic, _ in asked), _first(blocks, said)
    page = _Page(genre, blocks, said, title, topics, first)
    found = page.answered()
    for places in _quotations(said):
        inside = [found.pop(place, None) for place in places]
        found |= dict.fromkeys(places, inside[0]) if inside[0] else {}
    under = page.titles(found)
    firsts: dict[Topic, int] = {}
    for n, topic in under.items():
        if topic and says_no_more(plain_text(blocks[n]), title):
            firsts.setdefault(topic, n)
    placed: dict[Topic | None, list[Place]] = {}
    for n, sentences in enumerate(said):
        is_title = isinstance(blocks[n], Heading)
        for k in range(len(sentences) or not is_title):
            topic = under[n] if is_title else found.get((n, k))
            if n not in firsts.values():
                placed.setdefault(topic, []).append((n, k))
    answers = tuple(
        Answer(
            topic,
            question,
            _parts(placed.get(topic, ())),
            (firsts[topic],) if topic in firsts else (),
        )
        for topic, question in asked
    )
    return Plan(genre, answers, _parts(placed.get(None, ())))


def _quotations(said: Sequence[Sequence[str]]) -> Iterator[list[Place]]:
    """Yield the sentences of each quotation that has several: they stay together."""
    for n, sentences in enumerate(said):
        inside = list[Place]()
        for k, text in enumerate(sentences):
            is_open = text.rfind("«") > text.rfind("»") or (inside and "»" not in text)
            inside += [(n, k)] if is_open or inside else []
            if inside and not is_open:
                yield inside
                inside = []


def _first(blocks: Sequence[Block], said: Sequence[Sequence[str]]) -> Place | None:
    """Return the first sentence of a page: no title, list, greeting, day or name."""
    for n, sentences in enumerate(said):
        for k, text in enumerate(sentences):
            is_whole = text.rstrip().endswith((".", "!", ":")) or text.count(" ") >= _WHOLE
            if is_whole and isinstance(blocks[n], Para):
                return n, k
    return None


def _parts(places: Iterable[Place]) -> tuple[Part, ...]:
    units: dict[int, list[int]] = {}
    for unit, sentence in places:
        units.setdefault(unit, []).append(sentence)
    return tuple(Part(unit, tuple(some)) for unit, some in units.items())


_ESCAPES: dict[Topic, frozenset[Topic]] = {
    "avoir": frozenset({"contact", "combien", "quand"}),
    "faire": frozenset({"quand", "combien", "papiers", "contact"}),
    "qui": frozenset({"contact", "combien", "avoir"}),
    "quoi": frozenset({"contact", "qui", "faire", "papiers", "combien"}),
    "contact": frozenset({"faire"}),
}
"""What a sentence may answer better than the title above it."""
_CASE = re.compile(
    r"\b(?:cas|si|lors|lorsque|quand(?! (?:s')?\w+(?:er|ir|re)\b)|décès|en tant que)\b",
    re.I,
)
"""A title that says when its part holds: a sum without it would be false."""
_PRONOUN = re.compile(
    r"\W*(?:le cas échéant|ils?|elles?)\b(?! (?:n'|ne )?(?:y a|faut|existe|suffit|s'agit|"
    r"convient|est (?:\w+ ){1,2}(?:de |d'|qu)))",
    re.I,
)
"""Begins what says nothing without the sentence before it; « il faut » does not."""
_STREET = re.compile(r"\W*(?:phase|secteur|zone|rue|avenue|place|route)\b[^.:;]*\Z", re.I)
"""« - Phase B – Rue Haute »: what follows holds there alone."""
_GOES_ON = ("quoi", "qui", "combien", "pourquoi", "agir")
"""What a sentence with no words of its own may go on telling."""
_END = " »\xa0"
"""May stand after the mark of a question."""
_WHOLE = 9
"""Spaces: a shorter line without a stop, « Bonjour, », is no sentence."""
_FEW = 4
"""Spaces: « Chute, malaise… » says nothing of what a thing is."""
_OPENER = re.compile(r"[:;]\s*\Z|\A(?:[^\s.!?]+\s+){0,4}[^\s.!?…]+\Z")
"""Opens what follows: « Il faut : », « Carte perdue »."""


@dataclass(frozen=True, slots=True)
class _Section:
    """Paragraphs between two titles."""

    start: int
    end: int
    topic: Topic | None
    """What the titles above ask."""
    is_own: bool = False
    """Its title says more than a question: its sentences stay together."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A page, and what its readers ask."""

    genre: Genre
    blocks: Sequence[Block]
    said: Sequence[Sequence[str]]
    title: str
    asked: Asked
    first: Place | None
    """Its first sentence."""

    def answered(self) -> dict[Place, Topic]:
        """Return what sentences answer; those that answer nothing are not there."""
        found: dict[Place, Topic] = {}
        for part in self._sections():
            places = self._places(part.start, part.end)
            inside = dict(self._answers(part))
            if part.is_own and part.topic:
                inside = dict.fromkeys(places, part.topic)
            elif part.is_own and not self._has_themes:
                inside = self._kept_together(inside, places)
            found |= inside
        return found

    @property
    def _has_themes(self) -> bool:
        """Return whether titles are themes, no cases: what stands under is true alone."""
        return self.genre in ("actualite", "politique")

    def _sections(self) -> Iterator[_Section]:
        """Yield the parts that may answer: not the cases of a thing, nor laws."""
        above: list[tuple[int, Topic | None, bool]] = []
        titles = [(n, b.level) for n, b in enumerate(self.blocks) if isinstance(b, Heading)]
        levels = Counter(level for n, level in titles if self._says_more(n))
        starts = [n for n, _ in titles]
        yield _Section(0, next(iter(starts), len(self.blocks)), None)
        for (n, level), end in zip(titles, [*starts[1:], len(self.blocks)], strict=False):
            title = plain_text(self.blocks[n])
            above = [one for one in above if one[0] < level]
            is_case = not self._has_themes and any(
                is_own and levels[high] > 1 for high, _, is_own in above
            )
            own = topic_of_title(title, self.asked)
            is_own = n > 0 and self._says_more(n)
            above.append((level, None if is_own else own, is_own))
            if not is_case and not is_set_aside(title):
                topic = next((one for _, one, _ in reversed(above) if one), None)
                asks_more = is_own and title.rstrip(_END).endswith("?")
                yield _Section(n + 1, end, None if asks_more else topic, is_own)

    def _says_more(self, n: int) -> bool:
        """Return whether a title says what no question does, or names a case."""
        title = bare(plain_text(self.blocks[n]))
        if _CASE.search(plain(title)) and not says_no_more(title):
            return True
        if not title.rstrip(_END).endswith("?") and content(title) <= content(self.title):
            return False  # « La carte » on the page of it
        return not topics_in_title(title, self.asked) and not is_transparent(title)

    def _places(self, start: int, end: int) -> list[Place]:
        return [(n, k) for n in range(start, end) for k in range(len(self.said[n]) or 1)]

    def _is_aside(self, place: Place) -> bool:
        """Return whether a sentence thanks, or points to another page."""
        n, k = place
        return bool(self.said[n]) and spared(self.said[n][k]) in (POLITE, POINTER)

    def _kept_together(
        self, inside: dict[Place, Topic], places: Sequence[Place]
    ) -> dict[Place, Topic]:
        """Return the one answer of a part, or none; a way to ask is for the whole page."""
        asks: dict[Place, Topic] = {p: t for p, t in inside.items() if t == "contact"}
        others = [p for p in places if p not in asks and not self._is_aside(p)]
        told = [inside[p] for p in others if p in inside]
        is_one = len(set(told)) == 1 and (others[0] in inside or told[0] == "combien")
        is_one = is_one and 2 * len(told) >= len(others)
        return asks | (dict.fromkeys(others, told[0]) if is_one else {})

    def _answers(self, part: _Section) -> Iterator[tuple[Place, Topic]]:
        """Yield what each sentence of a part answers; a list goes with what opens it."""
        opener: tuple[Place, Topic | None] | None = None
        before: Topic | None = "quoi"
        is_works, in_street = "change" in self.asked and not part.topic, False
        for n in range(part.start, part.end):
            rows, is_list = self.said[n] or ("",), isinstance(self.blocks[n], List | Table)
            is_street = is_works and is_list and len(rows) == 1 and _STREET.match(rows[0])
            is_opener = not is_list and bool(_OPENER.search(rows[-1]))
            is_aside = is_only_day(rows[-1]) or spared(rows[-1]) in (POLITE, POINTER)
            is_aside = is_aside or bool(POSTAL.match(plain(rows[-1])))
            is_opener = is_opener and not is_aside
            if in_street := bool(is_street or (in_street and not is_opener)):
                continue
            last: Topic | None = None
            told: dict[Place, Topic | None] = {}
            for k, text in enumerate(rows):
                label = topic_of_label(text, self.asked)
                last = label or self._answer((n, k), text, part.topic, last, is_list)
                if last != "qui" and before not in (last, "quoi"):
                    last = None if _PRONOUN.match(plain(text)) else last
                told[n, k] = before = last
            if is_list and not (
                any(topic_of_label(text, self.asked) for text in rows)
                and not any(text.rstrip().endswith(":") for text in rows)  # opens rows
                and not (opener and opener[1])
            ):
                whole = (opener and opener[1]) or self._of_list(n, told, part.topic)
                told = dict.fromkeys(told, whole)
            told = self._with_terms(n, told)
            if opener and opener[1] and not told[n, 0] and rows[0][-1:] != "?":
                told[n, 0] = opener[1]  # « Apportez un dossier : », then what it is
            told |= {opener[0]: opener[1] or told[n, 0]} if opener else {}
            yield from ((place, one) for place, one in told.items() if one)
            opener = ((n, len(rows) - 1), last) if is_opener else None

    def _with_terms(
        self, n: int, told: dict[Place, Topic | None]
    ) -> dict[Place, Topic | None]:
        """Return what is told with each term beside all that it means."""
        block = self.blocks[n]
        if not isinstance(block, DefinitionList):
            return told
        names = [running_text(item.term) for item in block.items]
        rows = self.said[n] or ("",)
        terms = [any(row in name for name in names) for row in rows]
        groups: list[list[Place]] = []
        for place, is_term, was_term in zip(told, terms, [False, *terms], strict=False):
            if not groups or (is_term and not was_term):
                groups.append([])
            groups[-1].append(place)
        kept: dict[Place, Topic | None] = {}
        for term, *means in groups:
            topics = (told[one] for one in (*means, term))
            kept |= dict.fromkeys((term, *means), next(filter(None, topics), None))
        return kept

    def _of_list(
        self, n: int, told: dict[Place, Topic | None], title: Topic | None
    ) -> Topic | None:
        """Return the one thing that a list answers: its kind, its title, what rows say."""
        kind = self._kind_of_rows(n)
        if title or kind:
            return kind if kind and self._may(kind, title) else title
        topics = Counter(one for p, one in told.items() if not self._is_aside(p))
        (best, times), *more = topics.most_common() or [(None, 0)]
        is_sure = times > len(told) / 2 and not {one for one, _ in more} - {None}
        return best if is_sure else None

    def _answer(
        self, place: Place, text: str, title: Topic | None, last: Topic | None, is_row: bool
    ) -> Topic | None:
        """Return what a sentence answers, if it is sure."""
        why, flat = spared(text), plain(text).rstrip()
        is_cry = flat.endswith(("...", "…", "!")) and flat.count(" ") < _FEW
        if flat[-1:] == "?" or (title == "quoi" and is_cry):
            return None
        if why == POINTER and WORDS["ask"].match(flat):
            return asked_as("contact", self.asked)
        if why in (POLITE, POINTER) and title != "contact":
            return None
        own = self._own(text, place[1])
        is_act = says(text, "acts") and not (title == "qui" and says(text, "may"))
        if title in ("qui", "combien", "avoir", "quand") and is_act:
            title = asked_as("faire", self.asked)
        if title in ("avoir", "faire", "qui") and not own and says(text, "charge"):
            return None
        told = self._told(place, text, title, own, is_row)
        goes_on = points_back(text) or (last == "quoi" and subject(text, self.title))
        return told or (last if place[1] and last in _GOES_ON and goes_on else None)

    def _told(
        self, place: Place, text: str, title: Topic | None, own: list[Topic], is_row: bool
    ) -> Topic | None:
        """Return what a sentence tells by itself, its list or the title above it."""
        end, is_law = text.rstrip()[-1:], spared(text) == "référence de loi"
        rows = self._kind_of_rows(place[0] + 1)
        if end == ":" and own[:1] in (["qui"], ["papiers"]):
            rows = own[0]
        if rows and end == ":" and self._may(rows, title):
            return rows
        if title is None:
            if not is_row and self._begins(place, text, own):
                return "quoi"
            if own and not is_law:
                return own[0]
            return topic_of_title(text, self.asked) if end == ":" else None
        if title not in own and own and own[0] in _ESCAPES.get(title, ()):
            goes_on = own[0] == "combien" and points_back(text)
            return title if goes_on or says(text, "is") else own[0]
        is_paper = is_row or end == ":" or title in own
        return title if not is_law and (title != "papiers" or is_paper) else None

    def _own(self, text: str, k: int) -> list[Topic]:
        """Return what the words of a sentence answer."""
        told = topics_of(text, self.genre)
        own = [one for t in told if t != "quoi" and (one := asked_as(t, self.asked))]
        is_of_page = subject(text, self.title) or (k == 0 and points_back(text))
        if is_of_page and "qui" in self.asked and says_of_page(text, "qui"):
            own.insert(0, "qui")
        return own

    def _begins(self, place: Place, text: str, own: Sequence[Topic]) -> bool:
        """Return whether a sentence of the beginning says what the page is about."""
        flat, is_first = plain(text), place == self.first
        above = [b for b in self.blocks[: place[0]] if isinstance(b, Heading)]
        is_of_page = subject(text, self.title)
        is_told = is_of_page and says_of_page(text, "quoi")
        is_offer = bool(OFFERS.search(flat)) or (is_first and says(text, "helps"))
        is_named = bool(content(self.title) & content(text))
        is_late = above and not is_first and not is_transparent(plain_text(above[-1]))
        if "quoi" not in self.asked or (is_late and not (is_told and self._has_themes)):
            return False
        if spared(text) == "référence de loi" or NO_BEGINNING.match(flat):
            return False
        if says(text, "harm") or (leans(text) and not is_first):
            return False
        if says(text, "background") and not (is_offer or is_told):
            return False
        if is_told or (is_offer and "change" in self.asked):
            return True
        if self.genre == "actualite":
            return is_first and flat.rstrip()[-1:] != ":" and (is_named or not own)
        is_past = says(text, "gone") and not is_offer
        is_for = own[:1] == ["qui"] and not says_of_page(text, "quoi")
        if is_past or is_for or own[:1] in (["faire"], ["papiers"]):
            return False
        is_sure = (is_named or is_of_page) and own[:1] != ["quand"]
        return (is_offer or is_sure) if is_first else (is_offer and is_named and is_sure)

    def _may(self, topic: Topic, title: Topic | None) -> bool:
        """Return whether a list under a title may answer another question."""
        return title is None or topic in (title, "papiers")

    def _kind_of_rows(self, n: int) -> Topic | None:
        """Return what most rows of a list are: prices, papers, conditions, hours."""
        block = self.blocks[n] if n < len(self.blocks) else None
        if not isinstance(block, List | Table):
            return None
        rows = block.items if isinstance(block, List) else block.rows[1:]
        cells = (row.cells if isinstance(row, Row) else (row,) for row in rows)
        found = (
            [topic_of_row(plain_text(one), self.genre) for one in some] for some in cells
        )
        told = Counter[Topic | None](next(filter(None, one), None) for one in found)
        topic, times = next(iter(told.most_common(1)), (None, 0))
        is_list = times > (topic != "faire") and times > len(rows) / 2
        return asked_as(topic, self.asked) if topic and is_list else None

    def titles(self, found: dict[Place, Topic]) -> dict[int, Topic | None]:
        """Return with what each title goes: None where it stays in the rest."""
        titles = [(n, b.level) for n, b in enumerate(self.blocks) if isinstance(b, Heading)]
        under: dict[int, Topic | None] = {}
        for i, (n, level) in enumerate(titles):
            later, last = titles[i + 1 :], len(self.blocks)
            end = next((m for m, other in later if other <= level), last)
            own = topic_of_title(plain_text(self.blocks[n]), self.asked)
            topics = Counter(
                found.get(p)
                for p in self._places(n + 1, end)
                if not isinstance(self.blocks[p[0]], Heading) and not self._is_aside(p)
            )
            best = own if own in topics else next(iter(topics.most_common(1)), (None,))[0]
            under[n] = None if None in topics else best
        return under
