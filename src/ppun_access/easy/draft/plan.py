"""The plan of a text: short questions of its kind, each with the sentences that answer.

The title of a part decides for its sentences; a sentence says for itself what its title
leaves open. What answers nothing stays in the order of the source. Rules only, on words:
they find where an answer stands, never what it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ppun_access.document.model import (
    Block,
    Heading,
    List,
    Para,
    Row,
    Strong,
    Table,
)
from ppun_access.document.walk import plain_text
from ppun_access.easy.draft.essential import content
from ppun_access.easy.draft.genre import Genre
from ppun_access.easy.draft.parse.text import plain, points_back
from ppun_access.easy.draft.questions import (
    BACKGROUND,
    BUDGET,
    OFFERS,
    Topic,
    fits,
    is_set_aside,
    questions,
    says_no_more,
    topic_of_label,
    topic_of_row,
    topic_of_title,
    topics_of,
)
from ppun_access.easy.draft.spared import POINTER, POLITE, spared

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


def plan(
    genre: Genre, blocks: Sequence[Block], said: Sequence[Sequence[str]], title: str = ""
) -> Plan:
    """Return the plan of a text of this kind; its title tells works and councils.

    ``blocks`` are its paragraphs, titles and lists, ``said`` the sentences of each. Lists
    and tables are whole, with the sentence that announces them.
    """
    asked = questions(genre, title)
    known = frozenset(topic for topic, _ in asked)
    topics = _assigned(blocks, said, known)
    _settle(blocks, topics, known, range(len(blocks)))
    if genre == "autre" and not _is_plain(title, said, topics):
        topics = dict.fromkeys(topics)
    under = _titles_of(blocks, topics, known)
    replaced = _replaced(blocks, under)
    placed: dict[Topic | None, list[tuple[int, int]]] = {}
    for n, block in enumerate(blocks):
        if not isinstance(block, Heading):
            for k in range(len(said[n]) or 1):
                placed.setdefault(topics.get((n, k)), []).append((n, k))
    for n, topic in under.items():
        if n not in replaced:
            placed.setdefault(topic, []).extend((n, k) for k in range(len(said[n])))
    answers = tuple(
        Answer(
            topic,
            question,
            _parts(sorted(placed.get(topic, ()))),
            tuple(sorted(n for n in replaced if under[n] == topic)),
        )
        for topic, question in asked
    )
    return Plan(genre, answers, _parts(sorted(placed.get(None, ()))))


def _is_plain(title: str, said: Sequence[Sequence[str]], topics: Places) -> bool:
    """Return whether a text begins with what its title names, and answers one thing more.

    Its kind is unknown: in doubt it keeps its order.
    """
    n, k = next(iter(topics), (0, 0))
    first = said[n][k] if n < len(said) and k < len(said[n]) else ""
    answers = {topic for topic in topics.values() if topic}
    return bool(content(title) & content(first)) and {"quoi"} < answers


def _replaced(blocks: Sequence[Block], under: dict[int, Topic | None]) -> set[int]:
    """Return the titles that their question replaces: of two, the first alone.

    « Tarifs pour les couples » says more than « Tarifs », which stands above it.
    """
    firsts: dict[Topic, int] = {}
    for n, topic in under.items():
        if topic and says_no_more(plain_text(blocks[n])):
            firsts.setdefault(topic, n)
    return set(firsts.values())


Places = dict[tuple[int, int], Topic | None]


def _assigned(
    blocks: Sequence[Block], said: Sequence[Sequence[str]], asked: frozenset[Topic]
) -> Places:
    """Return what each sentence answers, by its unit and its number in it."""
    titles: list[tuple[int, Topic | None]] = []
    found: Places = {}
    last: Topic | None = None
    waits = is_left = has_begun = False
    for n, block in enumerate(blocks):
        if isinstance(block, Heading):
            words = plain_text(block)
            titles = [one for one in titles if one[0] < block.level]
            titles.append((block.level, topic_of_title(words, asked)))
            last, waits, has_begun = None, False, False
            is_left = is_set_aside(words)
            continue
        title = next((topic for _, topic in reversed(titles) if topic), None)
        opens = {unit for unit, _ in found} <= {n} and title is None
        is_row, announced = isinstance(block, List | Table), waits
        is_free = not announced or (is_row and _is_labelled(said[n], asked))
        for k, text in enumerate(said[n] or ("",)):
            if spared(text) in (POLITE, POINTER):
                continue
            goes_on = waits or not text or (has_begun and _goes_on(text))
            if is_free and title in _OPEN and "qui" in asked and _is_for(text):
                found[n, k], waits = "qui", False
                continue
            sure = _sure(text, title, asked, is_row) if is_free else None
            if is_left:
                last = None
            elif sure:
                last = sure
            elif not found or not (goes_on or (is_row and k > 0 and announced)):
                last = _answered(text, title, asked)
                if opens:
                    last = _opening(text, last, asked, bool(titles), k > 0)
            rows = _topic_of_rows(block, text, blocks[n + 1 : n + 2], asked)
            is_won = rows and not is_left and _wins(rows, last, title, is_row)
            last = rows if is_won else last
            found[n, k], has_begun = last, True
            waits = not is_row and text.rstrip().endswith((":", ";"))
    _label(blocks, found)
    _present(blocks, said, found, asked)
    return found


def _opening(
    text: str, own: Topic | None, asked: frozenset[Topic], has_title: bool, is_later: bool
) -> Topic | None:
    """Return what a sentence of the first paragraph answers: its own, or what it is.

    Under a title it is what the page offers, or nothing.
    """
    is_told = is_later or has_title or text.rstrip().endswith(":")
    if own and (is_told or (own in _ACTS and asked & {"avoir", "papiers"})):
        return own
    if "quoi" not in asked or (has_title and not OFFERS.search(plain(text))):
        return None
    return "quoi"


_ACTS: frozenset[Topic] = frozenset({"faire", "quand", "papiers"})
"""What an aid or a procedure may begin with, before it says what it is."""


def _is_labelled(rows: Sequence[str], asked: frozenset[Topic]) -> bool:
    """Return whether labels part a list: « Lieu : … », « Horaire : … »."""
    found = (topic_of_label(text, asked) for text in rows if not _ARTICLE.match(text))
    return len({topic for topic in found if topic}) > 1


_ARTICLE = re.compile(r"\W*(?:les? |la |l['’]|des )", re.I)


def _wins(rows: Topic, last: Topic | None, title: Topic | None, is_row: bool) -> bool:
    """Return whether what most rows of a list are says more than what stands above it."""
    match rows:
        case "combien":
            return True
        case "quand":
            return last in (None, "quoi")
        case "lieu" if not is_row:
            return False
        case _:
            return title in _LABELLED


_LABELLED: frozenset[Topic | None] = frozenset({None, "quoi", "faire", "avoir", "agir"})
"""Titles of parts where a label says more: « Dates : »."""
_SURE: frozenset[Topic] = frozenset({"change", "vote", "contact", "papiers"})
_CONCERNS = re.compile(
    r"\W*(?:elles?|ils?|celle-ci|celui-ci|cette (?:aide|mesure)|ce (?:service|dispositif)) "
    r"(?:s'adresse(?:nt)? (?!au )|concerne(?:nt)? (?:les|tou)|(?:est|sont) (?:\w+ )?"
    r"(?:réservé|destiné|accordé|ouvert)e?s? (?:\w+ ){0,4}?(?:à|aux)\b)",
    re.IGNORECASE,
)


def _is_for(text: str) -> bool:
    """Return whether a sentence says for whom all of the page is, by a pronoun or not."""
    return bool(_CONCERNS.match(plain(text)))


_ORDER = re.compile(r"\A\W*\w+ez\b")


def _sure(
    text: str, title: Topic | None, asked: frozenset[Topic], is_row: bool
) -> Topic | None:
    """Return what a line answers whatever stands before it: a label, an order."""
    is_item = is_row and _ARTICLE.match(text)
    if title in _LABELLED and not is_item and (label := topic_of_label(text, asked)):
        return label
    leans = points_back(text) and not re.match(r"ce(?:la|ci) ", text, re.I)
    if is_row or title is not None or leans or not _goes_on(text):
        return None
    own = next((t for t in topics_of(text) if t in asked), None)
    is_order = own == "faire" and _ORDER.match(text)
    return own if own in _SURE or is_order else None


def _present(
    blocks: Sequence[Block],
    said: Sequence[Sequence[str]],
    found: Places,
    asked: frozenset[Topic],
) -> None:
    """Say « C'est quoi ? » with what is offered, where a text begins with what is wrong."""
    end = next((n for n, b in enumerate(blocks) if isinstance(b, Heading)), len(blocks))
    opening = [(n, k) for n, k in found if n < end and k < len(said[n])]
    flat = {(n, k): plain(said[n][k]) for n, k in opening}
    first = next(iter(opening), None)
    offer = next((p for p in opening if OFFERS.search(flat[p])), None)
    if first is None or offer in (first, None) or not BACKGROUND.search(flat[first]):
        return
    for place in opening[: opening.index(offer)]:
        if found[place] == "quoi":
            found[place] = "pourquoi" if "pourquoi" in asked else None
    if "quoi" in asked:
        found[offer] = "quoi"


def _topic_of_rows(
    block: Block, text: str, following: Sequence[Block], asked: frozenset[Topic]
) -> Topic | None:
    """Return what most rows of a list are: prices, papers, hours; ``text`` announces it."""
    if text.rstrip().endswith(":"):
        block = next(iter(following), block)
    if not isinstance(block, List | Table):
        return None
    rows = block.items if isinstance(block, List) else block.rows[1:]
    told = [
        next(filter(None, map(topic_of_row, _said_in(row))), None)
        if isinstance(row, Row)
        else topic_of_row(plain_text(row))
        for row in rows
    ]
    topic, times = next(iter(Counter(told).most_common(1)), (None, 0))
    return topic if topic in asked and times > 1 and times * 2 > len(rows) else None


def _said_in(row: Row) -> Iterator[str]:
    yield from map(plain_text, row.cells)


_LONGEST_LABEL = 5
"""Words of a label above a list: « Carte perdue »."""


def _label(blocks: Sequence[Block], found: Places) -> None:
    """Put a label, « **Rue de Provence** », with what follows it."""
    for n in reversed(range(len(blocks) - 1)):
        block, place = blocks[n], (n + 1, 0)
        if not isinstance(block, Para) or place not in found:
            continue
        words = plain_text(block).rstrip()
        is_bold = all(isinstance(node, Strong) for node in block.children)
        is_listed = isinstance(blocks[n + 1], List | Table)
        is_short = len(words.split()) <= _LONGEST_LABEL
        if (is_bold or (is_listed and is_short)) and not words.endswith((".", "!", "?")):
            found[n, 0] = found[place]


def _settle(
    blocks: Sequence[Block],
    topics: Places,
    asked: frozenset[Topic],
    where: range,
    above: Topic | None = None,
) -> None:
    """Keep together what stands under a title that says more than a question does.

    « Décès avant la retraite » governs its sentences: they go with it, or stay with it, or
    answer what the title ``above`` asks.
    """
    # The first sentence of the page tells what it is, whatever its title.
    first = next((p for p, topic in topics.items() if topic == "quoi"), None)
    first = first if first == next(iter(topics), None) else None
    for n, end in _titled(blocks, where):
        title = plain_text(blocks[n])
        own = topic_of_title(title, asked)
        if says_no_more(title):
            _settle(blocks, topics, asked, range(n + 1, end), own)
            continue
        freed, is_case = set[int](), _CASE.search(plain(title))
        if not is_case and (own or not _has_sisters(blocks, n)):
            freed = _freed(blocks, topics, asked, range(n + 1, end))
        inside = [p for p in topics if n < p[0] < end and p[0] not in freed and p != first]
        inside = [p for p in inside if not _closes(blocks, topics, p)]
        if own and not is_case:
            inside = [p for p in inside if topics[p] not in _ESCAPES.get(own, ())]
        common = Counter(topics[place] for place in inside).most_common()
        one = common[0][0] if len(common) == 1 else None
        topic = None if is_set_aside(title) else own or above or one
        topics |= dict.fromkeys(inside, topic)


_CASE = re.compile(r"\b(?:cas|si|lors|lorsque|quand|décès|en tant que)\b", re.I)
"""A title that says when its part holds: a sum without it would be false."""


def _has_sisters(blocks: Sequence[Block], title: int) -> bool:
    """Return whether other parts stand beside one, as cases do."""
    levels = {n: b.level for n, b in enumerate(blocks) if isinstance(b, Heading)}
    return sum(level == levels[title] for level in levels.values()) > 1


def _freed(
    blocks: Sequence[Block], topics: Places, asked: frozenset[Topic], where: range
) -> set[int]:
    """Settle the parts in ``where`` whose titles are questions; return their blocks."""
    found = set[int]()
    for n, end in _titled(blocks, where, says_no_more):
        found |= set(range(n, end))
        _settle(blocks, topics, asked, range(n + 1, end))
    return found


def _titled(
    blocks: Sequence[Block], where: range, is_one: Callable[[str], bool] = bool
) -> Iterator[tuple[int, int]]:
    """Yield the titles in ``where`` and where their parts end, none inside of another."""
    end = where.start
    for n in where:
        block = blocks[n]
        if n >= end and isinstance(block, Heading) and is_one(plain_text(block)):
            end = _end(blocks, n, block.level, where.stop)
            yield n, end


def _end(blocks: Sequence[Block], title: int, level: int, stop: int) -> int:
    """Return where the part under a title ends: at the next title that is no lower."""
    later = ((m, blocks[m]) for m in range(title + 1, stop))
    ends = (m for m, b in later if isinstance(b, Heading) and b.level <= level)
    return next(ends, stop)


def _closes(blocks: Sequence[Block], topics: Places, place: tuple[int, int]) -> bool:
    """Return whether a way to ask closes a part: it is for the whole page."""
    after = next(iter(blocks[place[0] + 1 :]), None)
    return topics[place] == "contact" and isinstance(after, Heading | List | None)


_GOES_ON = re.compile(
    r"[«(\s]*(?:son|sa|ses|leurs?|celui-ci|celle-ci|ceux-ci|celles-ci|toutefois|cependant|"
    r"néanmoins|en revanche|ainsi|aussi|passé ce|sinon|notamment)\b",
    re.I,
)
"""Begins a sentence that leans on the one before it: « Son montant… »."""
_POINTS = re.compile(
    r"[«(\s]*(?:\w+ ){0,3}?(?:ce|cet|cette|ces|celui-ci|celle-ci) ", re.IGNORECASE
)


def _goes_on(text: str) -> bool:
    flat = plain(text)
    return points_back(text) or bool(_GOES_ON.match(flat) or _POINTS.match(flat))


_OPEN: frozenset[Topic | None] = frozenset({None, "quoi", "agir"})
"""Titles under which sentences say for themselves what they answer."""
_ESCAPES: dict[Topic, frozenset[Topic]] = {
    "faire": frozenset({"quand", "combien", "papiers", "contact"}),
    "avoir": frozenset({"combien", "contact"}),
    "qui": frozenset({"contact"}),
}
"""What a sentence may answer better than its title does."""


def _answered(text: str, title: Topic | None, asked: frozenset[Topic]) -> Topic | None:
    is_policy = "agir" in asked
    own = [t for t in topics_of(text) if t in asked and not (is_policy and t == "qui")]
    if "avoir" in asked and BUDGET.search(plain(text)):
        own = [t for t in own if t not in ("combien", "avoir")]
    if title == "quoi" and not any(map(str.isdigit, text)):
        own = [t for t in own if t != "combien"]
    if title in _OPEN or (is_policy and title == "combien"):
        return next(iter(own), None if title == "combien" else title)
    if own[:1] == ["contact"] and "faire" not in own and any(map(str.isdigit, text)):
        return "contact"
    if own and title not in own and own[0] in _ESCAPES.get(title or "quoi", ()):
        return own[0]
    if title and not fits(text, title):
        return next(iter(own), None)
    return title


def _titles_of(
    blocks: Sequence[Block], topics: Places, asked: frozenset[Topic]
) -> dict[int, Topic | None]:
    """Return with what each title of the source goes: None where it stays in the rest."""
    found: dict[int, Topic | None] = {}
    for n, block in enumerate(blocks):
        if not isinstance(block, Heading):
            continue
        end = _end(blocks, n, block.level, len(blocks))
        inside = [topic for (m, _), topic in topics.items() if n < m < end]
        known = Counter(topic for topic in inside if topic)
        stays = None in inside or not known
        own = topic_of_title(plain_text(block), asked)
        best = own if own in known else next(iter(known.most_common(1)), (None,))[0]
        found[n] = None if stays else best
    return found


def _parts(places: Iterable[tuple[int, int]]) -> tuple[Part, ...]:
    units: dict[int, list[int]] = {}
    for unit, sentence in places:
        units.setdefault(unit, []).append(sentence)
    return tuple(Part(unit, tuple(some)) for unit, some in units.items())
