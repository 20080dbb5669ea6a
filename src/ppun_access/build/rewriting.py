"""Open the spaCy parser that drafts of easy versions use, where it is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from ppun_access.easy.draft.model import Parse, Parser, Token
from ppun_access.tools import spacy_french

WITHOUT_PARSER = (
    "spaCy n’est pas installé : seuls les mots et les lignes que la ponctuation montre ont "
    f"été travaillés.\n  → Pour avoir les autres règles : {spacy_french.INSTALL[7:]}"
)


@contextmanager
def open_rewriter() -> Iterator[Parser | None]:
    """Yield the parser of the drafts, None without spaCy: fewer rules then apply."""
    if not spacy_french.is_installed():
        yield None
        return
    with spacy_french.open_parser() as parse:
        yield rewrite_parser(parse)


def without_parser() -> tuple[str, ...]:
    """Return the message on drafts made without spaCy, nothing when it is installed."""
    return () if spacy_french.is_installed() else (WITHOUT_PARSER,)


def rewrite_parser(
    parse: Callable[[Sequence[str]], Sequence[spacy_french.Parse]],
) -> Parser:
    """Return a parser of the rewriting, which knows nothing of spaCy."""

    def parses(sentences: Sequence[str]) -> list[Parse]:
        return [tuple(map(_token, one)) for one in parse(sentences)]

    return parses


def _token(token: spacy_french.Token) -> Token:
    return Token(token.text, token.pos, token.dep, token.head, token.morph, token.start)
