"""Score the syntax of a text: share of passive sentences, nouns per verb.

The parse is made elsewhere (``tools.spacy_french``): these functions take plain tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ppun_access.french.lexical.morphology import readings
from ppun_access.french.lexical.tenses import MOVES
from ppun_access.readability.formulas import share


class ParsedToken(Protocol):
    """A token as a parser of Universal Dependencies sees it; ``head`` is an index."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def pos(self) -> str: ...  # noqa: D102
    @property
    def dep(self) -> str: ...  # noqa: D102
    @property
    def head(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class SyntaxScores:
    """What the grammar of the sentences says; zero without sentences."""

    passive_sentences: int
    share_passive: float
    """Sentences with a verb in the passive, among sentences: 0 to 1."""
    nouns: int
    verbs: int
    """Auxiliaries are none."""
    nouns_a_verb: float
    """Common nouns for each full verb: about 1.5 in speech, over 4 in a nominal style."""


def syntax_scores(sentences: Iterable[Sequence[ParsedToken]]) -> SyntaxScores:
    """Return the scores of parsed sentences; those without tokens do not count."""
    parsed = [sentence for sentence in sentences if sentence]
    passive = sum(map(is_passive, parsed))
    tokens = [token for sentence in parsed for token in sentence]
    nouns = sum(token.pos == "NOUN" for token in tokens)
    verbs = sum(token.pos == "VERB" for token in tokens)
    ratio = nouns / max(verbs, 1)
    return SyntaxScores(passive, share(passive, len(parsed)), nouns, verbs, ratio)


_PARTICIPLE = re.compile(
    r".*(?:[éiuû]|[iu]s|[iu]t|[aeo]int|[eo]rt|clos|sous)e?s?", re.IGNORECASE
)
"""How a past participle is spelled: the parser calls « bouleverse » one."""


def is_passive(sentence: Sequence[ParsedToken]) -> bool:
    """Return whether a verb of ``sentence`` is in the passive (« est adoptée »).

    It needs the parser's word, the spelling of a past participle, and a verb that may be
    passive.
    """
    return any(
        token.dep == "aux:pass" and _may_be_passive(sentence[token.head])
        for token in sentence
    )


def _may_be_passive(verb: ParsedToken) -> bool:
    verbs = {one.lemma for one in readings(verb.text.lower())}
    return bool(_PARTICIPLE.fullmatch(verb.text)) and not verbs & MOVES
