"""The Markdown of a first easy text: « L’essentiel », tied paragraphs, words."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

from ppun_access.document.model import (
    Block,
    CodeBlock,
    DefinitionList,
    Document,
    Figure,
    Heading,
    Image,
    Link,
    List,
    Literal,
    Note,
    Para,
    Quote,
    Table,
)
from ppun_access.document.walk import labelled, nodes, plain_text
from ppun_access.easy.draft import glossary
from ppun_access.easy.draft.composition import (
    BODY,
    HEADINGS,
    EasyDraft,
    composed,
    drafts_of,
    listed,
)
from ppun_access.easy.draft.essential import TITLE
from ppun_access.easy.draft.glossary import ordered
from ppun_access.easy.draft.guesses import ANSWERING, guesses, questions_of
from ppun_access.easy.draft.markdown import escaped, escaped_lines, markdown
from ppun_access.easy.draft.model import Parser
from ppun_access.easy.draft.passages import Passage, as_prose, passages
from ppun_access.easy.draft.plan import REST, Part, Plan, plan
from ppun_access.easy.draft.questions import KEY, Topic, genre_of, is_genre_known, spared
from ppun_access.easy.facts.sheet import Fact, sheet_of
from ppun_access.easy.review.signing import with_front_matter
from ppun_access.easy.review.ties import Unit, essential_unit, tie, units
from ppun_access.easy.review.version import TO_WRITE, fingerprint
from ppun_access.easy.text import needs_before
from ppun_access.french.text.typography import counted
from ppun_access.settings.lexique_toml import Lexicon

_WRITTEN = Heading | Para | List | DefinitionList | Quote | CodeBlock
"""What a draft carries."""
_COLON = "\N{NO-BREAK SPACE}: "
_TO_DO = " : une personne doit l’écrire"
_KINDS = {"tableau": "Le tableau", "image": "L’image", "passage": "Le passage"}


@dataclass(frozen=True, slots=True)
class Drafted:
    """A paragraph of the source, its sentences, and the lines drafted of each."""

    unit: Unit
    passages: tuple[Passage, ...]
    lines: tuple[tuple[str, ...], ...]
    modelled: frozenset[int] = frozenset()
    """The sentences, by their numbers, whose lines a language model wrote."""
    links: tuple[Link, ...] = ()
    """Those of the paragraph, as the easy version writes them."""

    def tied(
        self,
        kept: Sequence[int] | None = None,
        level: int = 0,
        remarks: bool = False,
        asked: Sequence[str] = (),
    ) -> str:
        """Return its Markdown under its tie: all of it, or the sentences ``kept``.

        ``level``: that of a title, else its own. ``remarks``: say what readers may spare,
        where it is all of the paragraph. ``asked``: questions that it may answer.
        """
        every = range(len(self.passages))
        numbers = [n for n in (every if kept is None else kept) if n in every]
        block, texts = self.unit.block, [self.passages[n] for n in numbers]
        if isinstance(block, Heading):
            block = replace(block, level=level or block.level)
        reasons = [spared(one.source.text) for one in texts] if remarks else []
        is_first = not numbers or numbers[0] == 0
        questions = ", ".join(f"« {one} »" for one in asked)
        parts = (
            questions and f"{_GUESS}{questions} -->",
            *(f"{TO_KEEP}{one} -->" for one in dict.fromkeys(reasons) if all(reasons)),
            OF_MODEL if self.modelled & {*numbers} else "",
            markdown(block, texts, [self.lines[n] for n in numbers], self.links),
            *(map(_comment, _unwritten(self.unit.block)) if is_first else ()),
        )
        return "\n\n".join(filter(None, (tie([self.unit.digest]), *parts)))


@dataclass(frozen=True, slots=True)
class FirstDraft:
    """A draft, in parts: each paragraph of the source with the lines drafted of it."""

    title: str
    essential: str
    drafted: tuple[Drafted, ...]
    glossary: str
    left: tuple[str, ...]
    """What a person has to write: what the draft does not carry."""

    @property
    def units(self) -> tuple[Unit, ...]:
        """The paragraphs of the source."""
        return tuple(one.unit for one in self.drafted)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The drafts of ``units``, each under its tie."""
        return tuple(one.tied() for one in self.drafted)

    @property
    def text(self) -> str:
        """The body of the page."""
        return self._whole(self.essential, *self.paragraphs)

    def _whole(self, *parts: str) -> str:
        every = (f"# {self.title}", *parts, self.glossary)
        return "\n\n".join(filter(None, every)) + "\n"

    def page(self, source: Document) -> str:
        """Return the whole page of an easy version of ``source`` that nobody has read."""
        return with_front_matter(self.text, _front(source))

    def begun_page(
        self, source: Document, genre: str = "", *, planned: bool = False
    ) -> str:
        """Return the same, for a person to go on with: its facts stand in a comment.

        The text keeps its order, and each passage has beside it, in a comment, the
        questions that it may answer; or, ``planned``, it stands under these questions.
        ``genre``: the kind that the settings give, else the page or the rules tell it.
        """
        made, _ = plan_of(source, genre)
        known, is_told = sheet_of(source), any(one.parts for one in made.answers)
        parts = (
            _planned(made, self.drafted, known)
            if planned and is_told
            else _beside(made, self.drafted, is_genre_known(source, genre))
        )
        body = self._whole(_fact_sheet(known), self.essential or NONE_PROPOSED, *parts)
        return with_front_matter(body, {**_front(source), KEY: made.genre})


def plan_of(source: Document, genre: str = "") -> tuple[Plan, list[list[str]]]:
    """Return the plan of a text, and the sentences of each of its paragraphs."""
    found = units(source)
    parted = (_passages(source, n, unit) for n, unit in enumerate(found))
    said = [[one.source.text for one in part] for part in parted]
    blocks = [one.block for one in found]
    made = plan(genre_of(source, genre), blocks, said, source.title)
    return _followed(made, blocks, said), said


def _followed(made: Plan, blocks: Sequence[Block], said: Sequence[Sequence[str]]) -> Plan:
    """Return a plan where « Elle est… » stands with what is before it in the text.

    A sentence does where nothing tells its place, a list whatever tells it.
    """

    def after(unit: int, k: int) -> tuple[int, int] | None:
        if k + 1 < len(said[unit]):
            return unit, k + 1
        near = blocks[unit : unit + 2]
        texts = isinstance(near[0], Para) and isinstance(near[-1], Para | List)
        return (unit + 1, 0) if texts and len(near) > 1 else None

    def places(parts: Iterable[Part]) -> Iterator[tuple[int, int]]:
        return ((part.unit, k) for part in parts for k in part.sentences)

    every = [(n, k) for n, some in enumerate(said) for k in range(len(some) or 1)]
    begun = {n for n, some in enumerate(said) if any(map(needs_before, some[:1]))}
    rest = (place for place in places(made.rest) if said[place[0]])
    left = {(n, k) for n, k in rest if needs_before(said[n][k])}
    left |= {(n, k) for n, k in every if n in begun and isinstance(blocks[n], List)}
    left &= {after(*place) for place in every}

    def grouped(parts: Iterable[Part]) -> tuple[Part, ...]:
        found = list[tuple[int, int]]()
        for place in places(parts):
            more = None if place in left else place
            while more:
                found.append(more)
                more = one if (one := after(*more)) in left else None
        groups = groupby(found, key=lambda place: place[0])
        return tuple(Part(unit, tuple(k for _, k in some)) for unit, some in groups)

    answers = (replace(one, parts=grouped(one.parts)) for one in made.answers)
    return replace(made, answers=tuple(answers), rest=grouped(made.rest))


def _front(source: Document) -> dict[str, object]:
    return {"statut": "brouillon", "source": source.id, "empreinte": fingerprint(source)}


def first_draft(
    source: Document,
    lexicon: Lexicon,
    parser: Parser | None = None,
    links: Sequence[Link] = (),
    genre: str = "",
) -> FirstDraft:
    """Return the draft of ``source`` as a person goes on with it.

    ``links``: those that ``links_of`` finds where it was read; else only those that lead
    to other sites are kept. ``genre``: the kind that the settings give.
    """
    found = units(source)
    parted = [_passages(source, n, unit) for n, unit in enumerate(found)]
    every = [p for part in parted for p in part]
    whole = composed(source, every, drafts_of(every, parser), lexicon, parser, genre)
    lines, pairs = iter(whole.lines), zip(found, parted, strict=True)
    opened = bool(found) and isinstance(found[0].block, Heading)
    return FirstDraft(
        escaped(source.title),
        _essential(whole, opened, [unit.digest for unit in essential_unit(source)]),
        tuple(
            Drafted(one, part, tuple(islice(lines, len(part))), links=own)
            for (one, part), own in zip(pairs, _links(found, links), strict=True)
        ),
        _glossary(word.explained for word in whole.explained),
        left_out(found),
    )


def links_of(page: Document, name: str, easy: str) -> tuple[Link, ...]:
    """Return the links of ``page``, as it was read at ``name``, for a file at ``easy``.

    Those that lead nowhere are kept too: they are told as those of the page are.
    """

    def written(link: Link) -> Link:
        path, *place = re.split("(?=#)", link.href, maxsplit=1)
        if ":" in link.href or path.startswith("/"):
            return link
        there = posixpath.join(posixpath.dirname(name), path) if path else name
        path = posixpath.relpath(there, posixpath.dirname(easy) or ".")
        return replace(link, href="".join((path, *place)))

    return tuple(written(node) for node in nodes(page) if isinstance(node, Link))


def _links(found: Sequence[Unit], every: Sequence[Link]) -> Iterator[tuple[Link, ...]]:
    """Yield the links of each paragraph: of ``every``, those on its lines."""
    starts = [unit.block.pos.line if unit.block.pos else 0 for unit in found]
    for unit, start, end in zip(found, starts, [*starts[1:], 0], strict=False):
        own = (n for n in nodes(unit.block) if isinstance(n, Link) and ":" in n.href)
        inside = [n for n in every if n.pos and start and start <= n.pos.line]
        yield tuple([n for n in inside if n.pos and (not end or n.pos.line < end)] or own)


NONE_PROPOSED = (
    f"<!-- {TITLE} : le programme n’a pas de phrase à proposer, cherchez dans la page -->"
)
OF_MODEL = "<!-- du modèle : à relire phrase par phrase, à côté du texte complet -->"
TO_KEEP = "<!-- à garder ? "
"""How a comment begins before what readers may do without; a person decides."""
_NO_ANSWER = "cherchez dans la page, ou écrivez, la réponse à"
_NO_KIND = "<!-- Le programme ne sait pas quel est le genre de ce texte : "
_GUESS = "<!-- répond peut-être à "
_IN_ORDER = (
    "<!-- Ce texte garde l’ordre de la page. « Répond peut-être à » dit, devant un "
    "passage, une question qui peut en être le titre. -->"
)
_ELSEWHERE = "la page dit ailleurs : "
_MOST_FACTS, _FEW_FACTS = 60, 5


def _planned(
    found: Plan, drafted: Sequence[Drafted], known: Sequence[Fact]
) -> Iterator[str]:
    """Yield the paragraphs under the questions of their plan, then what answers none.

    What answers nothing, before all that does and the first title, stays at the beginning.
    What nothing seems to answer is left to the editor, in one comment for all. The parts
    that answer none keep their own titles.
    """
    silent = []
    heads = (n for n, d in enumerate(drafted) if isinstance(d.unit.block, Heading))
    taken = (part.unit for one in found.answers for part in one.parts)
    end = min((*heads, *taken), default=0)
    opening = [part for part in found.rest if part.unit < end]
    rest = found.rest[len(opening) :]
    yield from _tied(opening, drafted, 1, remarks=True)
    for answer in found.answers:
        near = _facts_near(answer.topic, known)
        if not answer.parts and not near:
            silent.append(f"« {answer.question} »")
            continue
        titles = [drafted[n].unit.digest for n in answer.titles]
        yield f"{tie(titles)}\n\n## {answer.question}"
        if not answer.parts:
            yield f"{TO_WRITE}{_ELSEWHERE}{near} -->"
        yield from _tied(answer.parts, drafted, 2)
    is_parted = len(silent) < len(found.answers)
    if silent:
        yield f"{tie([])}\n\n{TO_WRITE}{_NO_ANSWER} : {', '.join(silent)} -->"
    first = rest and drafted[rest[0].unit].unit.block
    if is_parted and first and not isinstance(first, Heading):
        yield f"{tie([])}\n\n## {REST}"
    yield from _tied(rest, drafted, 1, remarks=True)


def _facts_near(topic: Topic, known: Sequence[Fact]) -> str:
    """Return the first facts that may answer a question, wherever they stand."""
    told = (one for one in known if one.kind in ANSWERING.get(topic, ()))
    # A year alone says when something was, seldom when readers have to come.
    near = [_fact(one) for one in told if one.kind != "date" or one.key[2]]
    return " ; ".join(dict.fromkeys(near[:_FEW_FACTS]))


def _beside(found: Plan, drafted: Sequence[Drafted], is_known: bool) -> Iterator[str]:
    """Yield the paragraphs in their order, the questions that they may answer beside them.

    What none of them seems to answer is left to the editor first. ``is_known``: the kind
    of the text is.
    """
    blocks = [one.unit.block for one in drafted]
    said = [[passage.source.text for passage in one.passages] for one in drafted]
    told, names = guesses(found, blocks, said), questions_of(found)
    asked = defaultdict[int, list[str]](list)
    for topic, places in told.items():
        for n in places:
            asked[n].append(names[topic])
    silent = [f"« {one.question} »" for one in found.answers if not told[one.topic]]
    yield _IN_ORDER
    # Of « autre », nobody knows what its readers have to be told.
    begun = TO_WRITE if found.genre != "autre" else "" if is_known else _NO_KIND
    if silent and begun:
        yield f"{begun}{_NO_ANSWER} : {', '.join(silent)} -->"
    for n, one in enumerate(drafted):
        yield one.tied(remarks=True, asked=asked[n])


def _tied(
    parts: Iterable[Part], drafted: Sequence[Drafted], above: int, remarks: bool = False
) -> Iterator[str]:
    """Yield parts under a title of level ``above``: their titles leave no level out."""
    levels: list[tuple[int, int]] = []
    for part in parts:
        block, level = drafted[part.unit].unit.block, 0
        if isinstance(block, Heading):
            levels = [one for one in levels if one[0] < block.level]
            level = min(6, above + 1 + len(levels))
            levels.append((block.level, level))
        yield drafted[part.unit].tied(part.sentences, level, remarks)


def _fact_sheet(found: Sequence[Fact]) -> str:
    """Return a comment with the facts of a page, each with its line."""
    # « 17 à 25 ans » are two facts, and one line
    said = ((one.kind.replace("part", "proportion"), one) for one in found[:_MOST_FACTS])
    lines = dict.fromkeys(f"- {kind} : {_fact(one)}" for kind, one in said)
    more = [f"- et {len(found) - _MOST_FACTS} de plus"] if found[_MOST_FACTS:] else []
    sheet = ("<!-- Les faits de la page, à ne pas perdre", *lines, *more, "-->")
    return "\n".join(sheet) if lines else ""


def _fact(one: Fact) -> str:
    """Return the words of a fact and their line, for a comment."""
    words = " ".join(one.words.split("\n")).replace("--", "–")
    return f"{words} (ligne {one.line})" if one.line else words


def left_out(found: Iterable[Unit]) -> tuple[str, ...]:
    """Return what no draft of some paragraphs carries, a line each, in French."""
    left: list[tuple[str, object, str]] = []
    for unit in found:
        notes = (n for n in nodes(unit.block) if isinstance(n, Note))
        left += [("La note de bas de page", n, "") for n in notes]
        left += [(_KINDS[_kind(n)], n, _TO_DO) for n in _unwritten(unit.block)]
    told = " n’est pas dans le brouillon"
    return tuple(f"{what} « {_some(n)} »{_size(n)}{told}{do}." for what, n, do in left)


def _unwritten(block: Block) -> tuple[Block | Image, ...]:
    """Return the tables and the pictures that stand in ``block``, or itself."""
    tables = [n for n in nodes(block) if isinstance(n, Table)]
    said = {id(n) for n in tables if as_prose(n)}
    whole = [n for n in nodes(block) if isinstance(n, Table | Figure) and id(n) not in said]
    inside = {id(n) for one in whole for n in nodes(one)}
    images = (n for n in nodes(block) if isinstance(n, Image) and id(n) not in inside)
    found = (*whole, *(n for n in images if plain_text(n).strip()))
    return found if found or id(block) in said or isinstance(block, _WRITTEN) else (block,)


def _essential(whole: EasyDraft, opened: bool, digests: Sequence[str]) -> str:
    """Return what the author marked, or a comment with what a person may keep.

    ``opened``: the text begins with a title of its own. ``digests``: what the front matter
    marked, which is tied; what is bold has the ties of its paragraphs.
    """
    if whole.points:
        points = (escaped_lines(point) for point in whole.points)
        tied = (tie(digests), "") if digests else ()
        section = "\n".join((f"## {TITLE}", "", *tied, *listed(points)))
        return section if opened else f"{section}\n\n## {BODY}"
    if whole.proposed:
        points = (point.replace("--", "–") for point in whole.proposed)
        heading = HEADINGS[whole.essential.origin]
        return "\n".join((f"<!-- {heading}", *listed(points), "-->"))
    return ""


def _passages(source: Document, number: int, unit: Unit) -> tuple[Passage, ...]:
    """Return the passages of a paragraph; those of two of them never share a place."""
    name = f"{source.id} {number}"
    found = passages(replace(source, blocks=(unit.block,)))
    return tuple(replace(one, place=(name, one.place[1])) for one in found)


def _comment(block: Block | Image) -> str:
    """Return what tells the editor that something is to be written here."""
    words = _some(block).replace("--", "–")
    return f"{TO_WRITE}{_kind(block)} « {words} »{_size(block)} -->"


def _size(node: object) -> str:
    """Return how large a table is, and where it stands in the page."""
    line = next((one.pos.line for one in nodes(node) if one.pos), None)
    place = f", ligne {line} de la page" if line else ""
    rows = node.rows if isinstance(node, Table) else ()
    below = [row for row in rows if not all(cell.header for cell in row.cells)]
    told = counted(len(below), "rangée", "rangées")
    return f" ({told}{place})" if rows else ""


def _kind(block: Block | Image) -> str:
    other = any(isinstance(n, Figure | Image) for n in nodes(block))
    return "tableau" if isinstance(block, Table) else "image" if other else "passage"


def _some(node: object) -> str:
    texts = (n.text for n in nodes(labelled(node)) if isinstance(n, Literal))
    words = " ".join(texts).split()
    return " ".join(words[:8]) + ("…" if len(words) > 8 else "")


def _glossary(explained: Iterable[glossary.Explained]) -> str:
    parted = (escaped(glossary.line(one)).partition(_COLON) for one in ordered(explained))
    lines = "\n".join(f"- **{word}**{_COLON}{meaning}" for word, _, meaning in parted)
    return lines and f"## {glossary.TITLE}\n\n{lines}"
