"""A whole draft: what the rules made of each sentence, and what readers need around it.

« L’essentiel » comes first; acronyms are told at their first use; a hard word is explained
in the line after the sentence that uses it first, and again in the glossary at the end. Who
shows a draft (``simplify``, ``facile new``, ``build``) shows this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ppun_access.document.model import Document
from ppun_access.easy.rewrite import glossary, sigles
from ppun_access.easy.rewrite.engine import Draft, Source, draft
from ppun_access.easy.rewrite.essential import TITLE, Essential, essential
from ppun_access.easy.rewrite.facts import spans
from ppun_access.easy.rewrite.glossary import Explained, hard_words
from ppun_access.easy.rewrite.model import Parser, Rewrite
from ppun_access.easy.rewrite.passages import Passage
from ppun_access.lexicon import Lexicon

BODY = "Le texte"
"""The title of what follows « L’essentiel », when the text begins without one."""
PROPOSED = f"{TITLE} (proposition d’un ordinateur, à vérifier par une personne)"


@dataclass(frozen=True, slots=True)
class HardWord:
    """A word explained after sentence ``sentence`` of the draft of passage ``passage``."""

    explained: Explained
    passage: int
    sentence: int

    @property
    def line(self) -> str:
        """The line that explains it."""
        return glossary.line(self.explained)


@dataclass(frozen=True, slots=True)
class EasyDraft:
    """The draft of one text; ``drafts`` are those of its passages, in order."""

    drafts: tuple[Draft, ...]
    hard_words: tuple[HardWord, ...]
    essential: Essential

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """What is read of each passage: its sentences, and the words explained after them.

        A line feed parts the lines of one sentence.
        """
        after: dict[tuple[int, int], list[str]] = {}
        for word in self.hard_words:
            after.setdefault((word.passage, word.sentence), []).append(word.line)
        return tuple(
            tuple(
                line
                for k, sentence in enumerate(one.sentences)
                for line in (sentence, *after.get((n, k), ()))
            )
            for n, one in enumerate(self.drafts)
        )

    @property
    def points(self) -> tuple[str, ...]:
        """What the author marked, for « L’essentiel »; a mere title is no point."""
        return self.essential.points if self.essential.origin in ("auteur", "gras") else ()

    @property
    def proposed(self) -> tuple[str, ...]:
        """The points that only a person may keep."""
        return self.essential.points if self.essential.origin == "proposition" else ()


def whole_draft(
    document: Document,
    found: Sequence[Passage],
    lexicon: Lexicon,
    parser: Parser | None = None,
) -> EasyDraft:
    """Return the draft of ``document``, whose passages are ``found``."""
    return composed(document, found, drafts_of(found, parser), lexicon, parser)


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
    told = _with_acronyms(found, drafts, lexicon.acronyms)
    places = [
        (n, k)
        for n, one in enumerate(told)
        if not found[n].kept
        for k in range(len(one.sentences))
    ]
    # An item of a list stands alone in no summary.
    whole = [told[n].sentences[k] for n, k in places if not found[n].mark]
    own = [drafts[n].sentences[k] for n, k in places]  # what acronyms mean is no first use
    words = hard_words(own, lexicon.definitions, parser=parser, title=document.title)
    return EasyDraft(
        tuple(told),
        tuple(HardWord(word, *places[word.place]) for word in words),
        _essential(document, found, told, whole, parser),
    )


def _with_acronyms(
    found: Sequence[Passage], drafts: Sequence[Draft], meanings: Mapping[str, str]
) -> list[Draft]:
    """Return ``drafts`` with the meaning of each acronym at its first use."""
    said = [
        (n, k, sentence, spans(sentence, passage.source.names))
        for n, (passage, one) in enumerate(zip(found, drafts, strict=True))
        if not passage.kept
        for k, sentence in enumerate(one.sentences)
    ]
    told = list(drafts)
    rewrites = sigles.acronyms([s[2] for s in said], meanings, [s[3] for s in said])
    for place, group in groupby(rewrites, key=lambda pair: pair[0]):
        n, k, *_ = said[place]
        told[n] = _told(told[n], k, [one for _, one in group])
    return told


def _told(one: Draft, place: int, rewrites: Sequence[Rewrite]) -> Draft:
    sentences = list(one.sentences)
    sentences[place] = sigles.told(sentences[place], rewrites)
    rules = dict.fromkeys((*one.rules, sigles.RULE))
    return replace(one, sentences=tuple(sentences), rules=tuple(rules))


def _essential(
    document: Document,
    found: Sequence[Passage],
    drafts: Sequence[Draft],
    said: Iterable[str],
    parser: Parser | None,
) -> Essential:
    """Return what comes first; what is in bold is told as the draft tells it."""
    chosen = essential(document, [" ".join(text.split("\n")) for text in said])
    if chosen.origin != "gras":
        return chosen
    known = {passage.source.text: one for passage, one in zip(found, drafts, strict=True)}
    parts = [point for point in chosen.points if point not in known]
    known |= zip(parts, draft([Source(part) for part in parts], parser), strict=True)
    return replace(
        chosen, points=tuple("\n".join(known[p].sentences) for p in chosen.points)
    )


def listed(points: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a list: each point after a dash, its other lines under it."""
    for point in points:
        first, *rest = point.split("\n")
        yield f"- {first}"
        yield from (f"  {line}" for line in rest)
