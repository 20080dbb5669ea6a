"""What to say of a document: its title, then its sentences, with a breath after each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ppun_access.document.model import (
    Cell,
    Definition,
    Document,
    Heading,
    List,
    ListItem,
    Node,
    Para,
    Sentence,
)
from ppun_access.document.walk import children, running_text
from ppun_access.french.spoken import spoken_form
from ppun_access.speech.model import ScriptOptions, Utterance

TITLE_ID = "titre"
"""The id of the title, in utterances, clips and cues."""

LONGEST_PAUSE = 1150
"""In ms: with what trimming leaves around a sentence, no silence reaches 1.5 s."""
AFTER_TITLE = 1000
AFTER_HEADING = 900
AFTER_PARAGRAPH = 700
AFTER_ITEM = 500
AFTER_MARK = {
    ".": 350,
    "!": 400,
    "?": 400,
    "…": 450,
    ":": 250,
    ";": 250,
    ",": 150,
}
AFTER_NOTHING = 300
_CLOSING = "»”\"')]\u00a0\u202f "
"""What may stand after the mark that ends a sentence."""


def script(document: Document, options: ScriptOptions) -> tuple[Utterance, ...]:
    """Return what to say of ``document``, in reading order.

    The first utterance is the title (id ``titre``); then comes one for each ``Sentence``
    that has words, with its id. Pauses are in ms.
    """
    title = Utterance(TITLE_ID, document.title, document.lang, AFTER_TITLE)
    lines = [line for block in document.blocks for line in _lines(block, document.lang)]
    said = (line for line in (title, *lines) if line.text.strip())
    return tuple(_spoken(line, options) for line in said)


def _spoken(utterance: Utterance, options: ScriptOptions) -> Utterance:
    pause = round(utterance.pause_after_ms * options.pause_scale)
    return replace(
        utterance,
        text=spoken_form(utterance.text, options.pronunciations),
        pause_after_ms=max(0, min(pause, LONGEST_PAUSE)),
    )


def _lines(
    node: Node, lang: str, after_paragraph: int = AFTER_PARAGRAPH
) -> list[Utterance]:
    """Return the utterances of ``node``, the last one with the pause that ends it."""
    lang = node.lang or lang
    if isinstance(node, (ListItem, Cell)):
        after_paragraph = AFTER_ITEM
    found = list(_own(node, lang))
    for child in children(node):
        found += _lines(child, lang, after_paragraph)
    pause = _pause_after(node, after_paragraph)
    if found and pause > found[-1].pause_after_ms:
        found[-1] = replace(found[-1], pause_after_ms=pause)
    return found


def _own(node: Node, lang: str) -> Iterator[Utterance]:
    if isinstance(node, Sentence):
        text = running_text(node.children)
        yield Utterance(node.id, text, lang, _pause_of(text))


def _pause_of(text: str) -> int:
    """Return the pause that the last mark of a sentence asks for."""
    return AFTER_MARK.get(text.rstrip(_CLOSING)[-1:], AFTER_NOTHING)


def _pause_after(node: Node, after_paragraph: int) -> int:
    """Return the least pause after a block, whatever its last sentence ends with."""
    match node:
        case Heading():
            return AFTER_HEADING
        case ListItem():
            return AFTER_ITEM
        case Para() | List() | Definition():
            return after_paragraph
        case _:
            return 0
