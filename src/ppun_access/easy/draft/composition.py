"""A whole draft: what the rules made of each sentence, and what readers need around it.

« L’essentiel » comes first; an acronym or a hard word is explained in the line after the
sentence that uses it first and those that point back to it, and again in the glossary at
the end. Who shows a draft (``simplify``, ``facile new``, ``build``) shows this.

Of a sentence: structure, then words, then sense lines. Each family works on what the one
before it made. Without a parser, words and the sense lines that punctuation shows are left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from ppun_access.document.model import Abbr, Document
from ppun_access.document.walk import HIDDEN, nodes, plain_text
from ppun_access.easy.draft import glossary
from ppun_access.easy.draft.essential import TITLE, Essential, essential, without_link
from ppun_access.easy.draft.glossary import Explained, acronyms, hard_words
from ppun_access.easy.draft.kept import spans, words_kept
from ppun_access.easy.draft.lines.sense_lines import LONGEST, sense_lines
from ppun_access.easy.draft.model import Parse, Parser, Source, Words, applied
from ppun_access.easy.draft.model_answers import RULE
from ppun_access.easy.draft.parse.forest import Forest
from ppun_access.easy.draft.passages import Passage, sources_of
from ppun_access.easy.draft.structure.rounds import Piece, restructure
from ppun_access.easy.draft.words.words import words as words_of
from ppun_access.easy.text import count, is_endless, is_stopped, points_back
from ppun_access.settings.lexique_toml import Lexicon

LINES = "lignes"


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence and its draft; a line feed parts the lines of one sentence."""

    source: str
    sentences: tuple[str, ...]
    rules: tuple[str, ...] = ()


def draft(
    sources: Sequence[Source], parser: Parser | None, words: Words = words_of
) -> tuple[Draft, ...]:
    """Return the draft of each of ``sources``, in order; what is endless is its own."""
    made = iter(_drafted([s for s in sources if not is_endless(s.text)], parser, words))
    return tuple(
        Draft(s.text, (s.text,)) if is_endless(s.text) else next(made) for s in sources
    )


def _drafted(
    sources: Sequence[Source], parser: Parser | None, words: Words
) -> Iterator[Draft]:
    """Yield the draft of each of ``sources``, in order."""
    texts = [" ".join(source.text.split("\n")).strip() for source in sources]
    names = [source.names for source in sources]
    forest = Forest(parser or _unparsed)
    made = restructure(texts, names, forest)
    _reword(made, names, forest, words)
    forest.grow(p.text for pieces in made for p in pieces if count(p.text) > LONGEST)
    for piece in (piece for pieces in made for piece in pieces):
        tree = forest[piece.text] if count(piece.text) > LONGEST else None
        lines = sense_lines(piece.text, tree if tree and tree.tokens else None)
        if len(lines) > 1:
            piece.text, piece.rules = "\n".join(lines), (*piece.rules, LINES)
    for source, pieces in zip(texts, made, strict=True):
        rules = dict.fromkeys(rule for piece in pieces for rule in piece.rules)
        yield Draft(source, tuple(p.text for p in pieces), tuple(rules))


def _unparsed(texts: Sequence[str]) -> Sequence[Parse]:
    return [()] * len(texts)


def _reword(
    made: Iterable[Sequence[Piece]],
    names: Iterable[Sequence[str]],
    forest: Forest,
    words: Words,
) -> None:
    """Change the words of every piece; one that would lose a fact keeps its own."""
    owned = [(p, own) for pieces, own in zip(made, names, strict=True) for p in pieces]
    forest.grow(piece.text for piece, _ in owned)
    for piece, own in owned:
        parse, closed = forest[piece.text].tokens, spans(piece.text, own)
        rewrites = words(piece.text, parse, closed)
        text = applied(piece.text, rewrites)
        if words_kept(piece.text, text, own):
            piece.text = text
            piece.rules = (*piece.rules, *(one.rule for one in rewrites))


BODY = "Le texte"
"""The title of what follows « L’essentiel », when the text begins without one."""
HEADINGS: Mapping[str, str] = {
    "auteur": TITLE,
    "proposition": f"{TITLE} (peut-être : l’ordinateur se trompe une fois sur deux, "
    "cherchez aussi dans la page) : ce que l’on lit en premier",
}
"""What stands before the points, by their origin."""


@dataclass(frozen=True, slots=True)
class HardWord:
    """A word explained after sentence ``sentence`` of the draft of passage ``passage``."""

    explained: Explained
    passage: int
    sentence: int
    is_apart: bool = False
    """It follows a list that its sentence opens: it is no part of the last item."""

    @property
    def line(self) -> str:
        """The line that explains it."""
        return _line(self.explained)


def _line(word: Explained) -> str:
    """Return the line that explains a word; a long one is broken where its marks allow."""
    return "\n".join(sense_lines(glossary.line(word)))


@dataclass(frozen=True, slots=True)
class EasyDraft:
    """The draft of one text; ``drafts`` are those of its passages, in order."""

    drafts: tuple[Draft, ...]
    acronyms: tuple[HardWord, ...]
    hard_words: tuple[HardWord, ...]
    essential: Essential
    opening: tuple[Explained, ...] = ()
    """Those of its words that « L’essentiel » uses first; ``place`` is a point of it."""

    @property
    def explained(self) -> tuple[HardWord, ...]:
        """What is explained after a sentence, and in the glossary: acronyms first."""
        return (*self.acronyms, *self.hard_words)

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """What is read of each passage: its sentences, and the words explained after them.

        A line feed parts the lines of one sentence; what stands apart begins with one.
        """
        lines = [[[sentence] for sentence in one.sentences] for one in self.drafts]
        for word in self.explained:
            lines[word.passage][word.sentence].append("\n" * word.is_apart + word.line)
        return tuple(tuple(chain.from_iterable(one)) for one in lines)

    @property
    def points(self) -> tuple[str, ...]:
        """What the author marked, for « L’essentiel », and the words explained in it.

        A mere title is no point; nothing is explained after a point without a stop.
        """
        points = self.essential.points if self.essential.origin == "auteur" else ()
        lines = [[point] for point in points]
        for word in self.opening if lines else ():
            if is_stopped(points[word.place]):
                lines[word.place].append(_line(word))
        return tuple(map("\n".join, lines))

    @property
    def proposed(self) -> tuple[str, ...]:
        """The points that only a person may keep."""
        return () if self.essential.origin in ("auteur", "titre") else self.essential.points


def drafts_of(found: Sequence[Passage], parser: Parser | None) -> list[Draft]:
    """Return a draft for each passage: what is kept is its own."""
    pairs = zip(found, sources_of(found), strict=True)
    made = iter(draft([source for one, source in pairs if not one.kept], parser))
    return [
        Draft(passage.source.text, (passage.source.text,)) if passage.kept else next(made)
        for passage in found
    ]


def composed(
    document: Document,
    found: Sequence[Passage],
    drafts: Sequence[Draft],
    lexicon: Lexicon,
    parser: Parser | None = None,
    genre: str = "",
) -> EasyDraft:
    """Return ``drafts``, those of ``found``, with what readers need around them."""
    open_ = [(n, one) for n, one in enumerate(drafts) if not found[n].kept]
    places = [(n, k) for n, one in open_ for k in range(len(one.sentences))]
    said = [text for _, one in open_ for text in one.sentences]
    kept = [spans(drafts[n].sentences[k], found[n].source.names) for n, k in places]
    last = _together(found, said, places)
    at = (found[n].address for n, _ in places)
    free = list(map(_outside, at, said))
    words = hard_words(free, lexicon.definitions, parser=parser, title=document.title)
    first = _essential(document, found, drafts, genre)
    known = {one.word: one.meaning for one in words}
    short = {**_abbreviated(document), **lexicon.acronyms}
    again = hard_words(first.points, known, parser=parser)

    def placed(word: Explained) -> HardWord:
        (own, _), (n, k) = places[word.place], last[word.place]
        return HardWord(
            word, n, k, bool(found[n].mark) and found[n].place != found[own].place
        )

    return EasyDraft(
        tuple(drafts),
        tuple(map(placed, acronyms(said, short, kept))),
        tuple(map(placed, words)),
        first,
        (*acronyms(first.points, short), *(one for one in again if one.word in known)),
    )


def _outside(address: str, text: str) -> str:
    """Return a sentence without its address, where no word is explained."""
    return " ".join(text.split("\n")).replace(address, HIDDEN) if address else text


def _abbreviated(document: Document) -> dict[str, str]:
    """Return what the author says of abbreviations, in tooltips that no draft has."""
    found = (node for node in nodes(document) if isinstance(node, Abbr))
    told = ((plain_text(one).strip(), " ".join(one.title.split())) for one in found)
    return {short: meaning for short, meaning in told if short and meaning}


def _together(
    found: Sequence[Passage], said: Sequence[str], places: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return after what a word of each sentence is explained.

    What points back stays near: « La participation aide la commune. Elle coûte 10 €.
    Commune : … », within a paragraph; a list stays near what announces it, and its items
    near each other where no mark begins them.
    """
    last, of_list = list(places), list(places)
    quoted = _in_quotation(found, said, places)
    for at in range(len(said) - 2, -1, -1):
        one, other = (found[places[n][0]] for n in (at, at + 1))
        # « La commune donne : », « du pain ; », « du pain » before « du lait »
        opens = not is_stopped(said[at]) and said[at + 1][:1].islower()
        opens = opens or said[at].rstrip().endswith((":", ";", ","))
        is_above = len(one.mark) < len(other.mark) or not one.mark.strip()
        is_near = places[at + 1][0] - places[at][0] < 2  # no title between them
        if opens and is_above and is_near:
            last[at] = of_list[at + 1] if other.mark else last[at + 1]
        elif one.place == other.place and (quoted[at] or points_back(said[at + 1])):
            last[at] = last[at + 1]
        of_list[at] = of_list[at + 1] if one.mark and other.mark else last[at]
    return last


def _in_quotation(
    found: Sequence[Passage], said: Sequence[str], places: Sequence[tuple[int, int]]
) -> list[bool]:
    """Return after which sentences a quotation of their paragraph is open."""
    depth, before, told = 0, None, []
    for text, place in zip(said, (found[n].place for n, _ in places), strict=True):
        marks = sum((mark in "«“") - (mark in "»”") for mark in text)
        depth, before = (depth if place == before else 0) + marks, place
        told.append(depth > 0)
    return told


def _essential(
    document: Document, found: Sequence[Passage], drafts: Sequence[Draft], genre: str
) -> Essential:
    """Return what comes first; a proposed sentence is told as the draft tells it, whole."""
    choice = essential(document, found, genre)
    if choice.origin in ("auteur", "titre"):
        return choice
    known = {passage.source.text: one for passage, one in zip(found, drafts, strict=True)}
    told = ((p,) if RULE in known[p].rules else known[p].sentences for p in choice.points)
    points = ("\n".join(" ".join(text.split("\n")) for text in some) for some in told)
    return replace(choice, points=tuple(map(without_link, points)))


def listed(points: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a list: each point after a dash, its other lines under it."""
    for point in points:
        yield from f"- {point}".replace("\n", "\n  ").split("\n")
