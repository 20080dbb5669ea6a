"""The shape of a rule of structure, and the data of its family, ``<family>.toml``.

A rule is data (a name, a label that readers of a draft see, judged examples) and a function
that proposes what a sentence becomes. The lists of words that its guards need are data too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.text import Phrases, listed

Pieces = tuple[str, ...]
"""What a sentence becomes: sentences, or fragments that say what they are."""
Propose = Callable[[Tree], Iterator[Pieces]]
Accept = Callable[[Tree, Sequence[Tree]], bool]
_MAY_LACK = re.compile(r"\\\((.*?)\\\)")


@dataclass(frozen=True, slots=True)
class Rule:
    """``propose`` yields the best proposal first; the first one that stands is taken.

    Every piece is parsed again and must be a sentence (``verify.is_sentence``), or a
    fragment by name; ``accept`` receives the source and the parses of the sentences, in
    order, and adds what this rule needs.
    """

    name: str
    label: str
    """What it did, in French: « phrase coupée en deux »."""
    right: Sequence[tuple[str, str]]
    """Sentences and their drafts, « ¶ » between the pieces."""
    wrong: Sequence[str]
    """Sentences that look alike, and must stay as they are."""
    propose: Propose
    accept: Accept
    local: bool = False
    """It changes one phrase: ``accept`` alone judges, whatever the sentence is."""


class Family:
    """What ``<name>.toml`` tells: words and phrases that guards look for, and the rules."""

    def __init__(self, name: str) -> None:
        path = Path(__file__).with_name(f"{name}.toml")
        data = tomllib.loads(path.read_text("utf-8"))
        self.words = {key: listed(text) for key, text in data.get("words", {}).items()}
        self.phrases = {key: phrases(text) for key, text in data["phrases"].items()}
        self._rules = data["rules"]

    def rule(
        self,
        name: str,
        propose: Propose,
        accept: Accept = lambda *_: True,
        *,
        local: bool = False,
    ) -> Rule:
        """Return a rule of the family with its label and its examples."""
        return Rule(name, propose=propose, accept=accept, local=local, **self._rules[name])


def phrases(text: str) -> Phrases:
    """Return what finds any of some phrases, « | » between them, in plain text.

    « * » stands for letters, « (s) » may lack, « / » parts the choices of one word.

    >>> bool(phrases("sauf | en cas de/d' | tenu(e)(s)").search("elle est tenue d'agir"))
    True
    """
    return Phrases("|".join(map(_phrase, text.split("|"))))


def _phrase(text: str) -> str:
    words = ("|".join(map(_choice, word.split("/"))) for word in text.split())
    said = r"\s+".join(f"(?:{word})" for word in words)
    begins = "" if text.lstrip().startswith(",") else r"(?<!\w)"
    return rf"{begins}{said}(?:(?<=\W)|(?!\w))"


def _choice(word: str) -> str:
    rest = r"\w+" if word == "*" else r"\w*"
    return _MAY_LACK.sub(r"(?:\1)?", re.escape(word).replace(r"\*", rest))
