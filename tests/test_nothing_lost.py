"""No word is lost, whatever the reader and whatever the writer: generated documents.

Each document holds words of ours, none of which is inside another. It is written as each
reader takes it, read again, and written in every format: all of its words are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import count

import pytest
from carrying import CARRIERS, active, in_markdown, in_text, lost, normal, page, published
from hypothesis import given, settings
from mkdocs_pages import OPTIONS_OF_READERS, as_mkdocs
from pandoc_trees import as_pandoc
from readable import documents

from ppun_access.document.model import (
    Code,
    CodeBlock,
    Div,
    Document,
    List,
    ListItem,
    Node,
    Note,
    Para,
    Span,
    Text,
)
from ppun_access.document.walk import walk
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report


def marks() -> Iterator[str]:
    """Yield words that are said as they are written; none is inside another."""
    for n in count():
        yield "mot" + "".join(chr(ord("b") + int(digit)) for digit in str(n)) + "zède"


def marked(document: Document) -> tuple[Document, list[str], list[str]]:
    """Return a document with a word in each place that holds some; its words.

    The last ones are those of lines of code, which no voice says.
    """
    names, code = marks(), list[str]()
    held = [title := next(names)]

    def mark(node: Node) -> Node:
        match node:
            case Text():
                held.append(word := next(names))
                return replace(node, text=f"{node.text} {word} ")
            case Code():
                held.append(word := next(names))
                # Nothing is joined to it: a voice says « un code » for « motbzède11a ».
                return replace(node, text=f"{node.text} ({word})")
            case CodeBlock():
                code.append(word := next(names))
                return replace(node, text=f"{node.text}\n{word}")
            case Div(title=str(words)) if words:
                held.append(word := next(names))
                return replace(node, title=f"{words} {word}")
            case Span(said=str()):  # what a voice says in the place of words
                return replace(node, said=None)
            case _:
                return node

    made = walk(document, mark)
    return replace(made, title=f"{made.title} {title}"), held, code


def as_page(document: Document) -> str:
    return page(published(document, Report()), Report())


def as_text(document: Document) -> str:
    return in_text(published(document, Report()), Report())


SOURCES: Mapping[str, Callable[[Document], str]] = {
    "gitbook": lambda document: in_markdown(document, Report()),
    "mkdocs": as_mkdocs,
    "markdown": lambda document: in_markdown(document, Report()),
    "html": as_page,
    "plain": as_text,
    "pandoc": as_pandoc,
}
"""For each reader, how a document is written as it takes it."""


def test_every_reader_and_every_writer_is_here() -> None:
    assert set(SOURCES) == set(READERS)
    assert set(CARRIERS) == {"text", "html", "epub", "daisy", "pdf", "braille", "speech"}


def check(reader: str, document: Document) -> None:
    """Look for every word of ``document`` in all that is made of it."""
    document, held, code = marked(document)
    source = SOURCES[reader](document)
    options = OPTIONS_OF_READERS.get(reader, ReaderOptions())
    (found,) = READERS[reader](source, f"a.{reader}", options, Report())
    ready = published(found, Report())
    for name, carrier in CARRIERS.items():
        wanted = map(normal, held if name == "speech" else [*held, *code])
        assert lost(wanted, carrier(ready, Report())) == [], name
    assert active(page(ready, Report())) == []


@pytest.mark.parametrize("reader", SOURCES)
@settings(max_examples=6)
@given(document=documents)
def test_no_word_is_lost(reader: str, document: Document) -> None:
    check(reader, document)


@pytest.mark.long
@pytest.mark.parametrize("reader", SOURCES)
@settings(max_examples=500, derandomize=False)
@given(document=documents)
def test_no_word_is_lost_at_length(reader: str, document: Document) -> None:
    check(reader, document)


def test_a_bracket_in_a_note_of_a_list_makes_no_link_of_its_words() -> None:
    words = (Code("(["), Text("texte ](>"), Code("fin)"))
    item = ListItem((Para((Note((Para(words),)),)),))
    check("mkdocs", Document("a", "fr", "Titre", (List((ListItem((List((item,)),)),)),)))
