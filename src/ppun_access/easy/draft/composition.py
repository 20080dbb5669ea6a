"""A whole draft: what the rules made of each sentence, and what readers need around it.

« L’essentiel » comes first; an acronym or a hard word is explained in the line after the
sentence that uses it first and those that point back to it, and again in the glossary at
the end. Who shows a draft (``simplify``, ``facile new``, ``build``) shows this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from ppun_access.document.model import Abbr, Document
from ppun_access.document.walk import nodes, plain_text
from ppun_access.easy.draft import glossary
from ppun_access.easy.draft.acronyms import acronyms
from ppun_access.easy.draft.engine import Draft, draft
from ppun_access.easy.draft.essential import TITLE, Essential, essential
from ppun_access.easy.draft.facts import spans
from ppun_access.easy.draft.glossary import Explained, hard_words
from ppun_access.easy.draft.lines.sense_lines import sense_lines
from ppun_access.easy.draft.model import Parser
from ppun_access.easy.draft.model_answers import RULE
from ppun_access.easy.draft.parse.text import is_stopped, points_back
from ppun_access.easy.draft.passages import Passage
from ppun_access.settings.lexique_toml import Lexicon

BODY = "Le texte"
"""The title of what follows « L’essentiel », when the text begins without one."""
PROPOSED = (
    f"{TITLE} (proposition d’un ordinateur, à vérifier par une personne) : "
    "ce que l’on lit en premier"
)


@dataclass(frozen=True, slots=True)
class HardWord:
    """A word explained after sentence ``sentence`` of the draft of passage ``passage``."""

    explained: Explained
    passage: int
    sentence: int

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

        A line feed parts the lines of one sentence.
        """
        lines = [[[sentence] for sentence in one.sentences] for one in self.drafts]
        for word in self.explained:
            lines[word.passage][word.sentence].append(word.line)
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
        return self.essential.points if self.essential.origin == "proposition" else ()


def drafts_of(found: Sequence[Passage], parser: Parser | None) -> list[Draft]:
    """Return a draft for each passage: what is kept is its own."""
    made = iter(draft([p.source for p in found if not p.kept], parser))
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
) -> EasyDraft:
    """Return ``drafts``, those of ``found``, with what readers need around them."""
    open_ = [(n, one) for n, one in enumerate(drafts) if not found[n].kept]
    places = [(n, k) for n, one in open_ for k in range(len(one.sentences))]
    said = [text for _, one in open_ for text in one.sentences]
    kept = [spans(drafts[n].sentences[k], found[n].source.names) for n, k in places]
    last = _together(found, said, places)
    words = hard_words(said, lexicon.definitions, parser=parser, title=document.title)
    first = _essential(document, found, drafts)
    known = {one.word: one.meaning for one in words}
    short = {**_abbreviated(document), **lexicon.acronyms}
    again = hard_words(first.points, known, parser=parser)
    return EasyDraft(
        tuple(drafts),
        tuple(HardWord(word, *last[word.place]) for word in acronyms(said, short, kept)),
        tuple(HardWord(word, *last[word.place]) for word in words),
        first,
        (*acronyms(first.points, short), *(one for one in again if one.word in known)),
    )


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
    for at in range(len(said) - 2, -1, -1):
        one, other = (found[places[n][0]] for n in (at, at + 1))
        # « La commune donne : », « du pain ; », « du pain » before « du lait »
        opens = not is_stopped(said[at]) and said[at + 1][:1].islower()
        opens = opens or said[at].rstrip().endswith((":", ";", ","))
        goes_on = not one.mark and opens
        if goes_on and places[at + 1][0] - places[at][0] < 2:  # no title between them
            last[at] = of_list[at + 1] if other.mark else last[at + 1]
        elif one.place == other.place and points_back(said[at + 1]):
            last[at] = last[at + 1]
        of_list[at] = of_list[at + 1] if one.mark and other.mark else last[at]
    return last


def _essential(
    document: Document,
    found: Sequence[Passage],
    drafts: Sequence[Draft],
) -> Essential:
    """Return what comes first; a proposed sentence is told as the draft tells it, whole."""
    choice = essential(document, found)
    if choice.origin != "proposition":
        return choice
    known = {passage.source.text: one for passage, one in zip(found, drafts, strict=True)}
    told = ((p,) if RULE in known[p].rules else known[p].sentences for p in choice.points)
    points = ("\n".join(" ".join(text.split("\n")) for text in some) for some in told)
    return replace(choice, points=tuple(points))


def listed(points: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a list: each point after a dash, its other lines under it."""
    for point in points:
        yield from f"- {point}".replace("\n", "\n  ").split("\n")
