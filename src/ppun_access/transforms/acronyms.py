"""A check: acronyms that nobody has said how to read, each told once to the editor."""

from __future__ import annotations

from collections.abc import Iterator

from ppun_access.document.model import Div, Document, Node, Sentence
from ppun_access.document.walk import children, plain_text, running_text
from ppun_access.french.spoken import unknown_acronyms
from ppun_access.french.spoken_capitals import surnames
from ppun_access.report import Finding, Severity
from ppun_access.settings import Lexicon

CODE = "sigle-inconnu"


def check_acronyms(document: Document, lexicon: Lexicon) -> Iterator[Finding]:
    """Yield a finding for each acronym of ``document`` that no table knows.

    Those of the lexicon (``sigles`` or ``prononciations``) are known. The names of who
    signs are no acronyms.
    """
    known = {
        **dict.fromkeys(_signed(document), "x"),
        **dict.fromkeys(lexicon.acronyms, "x"),
    }
    known |= lexicon.pronunciations
    seen: set[str] = set()
    for sentence in _sentences(document):
        text = running_text(sentence.children)
        for acronym in unknown_acronyms(text, known):
            if acronym not in seen:
                seen.add(acronym)
                pos = sentence.pos
                message = _MESSAGE.format(acronym)
                yield Finding(CODE, message, Severity.INFO, pos, document.title, text)


_MESSAGE = (
    "La voix épelle « {0} ». Si c’est un mot, écrivez comment le dire dans le lexique, "
    "[prononciations] ; sinon, ajoutez ce sigle à [sigles]."
)


def _signed(document: Document) -> tuple[str, ...]:
    signatures = " ".join(
        plain_text(block)
        for block in document.blocks
        if isinstance(block, Div) and block.role == "signature"
    )
    return surnames(f"{document.meta.author} {signatures}")


def _sentences(tree: object) -> Iterator[Sentence]:
    """Yield the sentences that are read, in order: no text marked « do not read »."""
    for node in children(tree):
        if isinstance(node, Sentence):
            yield node
        if isinstance(node, Node):
            yield from _sentences(node)
