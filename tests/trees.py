"""Generated documents: every kind of node, over an alphabet of active characters.

``documents`` are as a reader leaves them; ``published`` have sentences and ids as well.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from hypothesis import strategies as st

from ppun_access.document.build import SENSE_BREAK
from ppun_access.document.model import (
    Abbr,
    Callout,
    Cell,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Deleted,
    Div,
    Document,
    Emph,
    Figure,
    Heading,
    Image,
    LineBreak,
    Link,
    List,
    ListItem,
    Note,
    Para,
    Quote,
    Row,
    Rule,
    Sentence,
    Span,
    Strong,
    Table,
    Text,
)

Any_ = st.SearchStrategy[Any]

ACTIVE = (
    "<>&\"'`\\*_#[](){}|~:;.,!?%-–—…«»/ \n\t\r\x00\x1f\x85\u00a0\u202f\u00ad\u200b"
    "\u2028\ufeff\ud800é\u0301œA1a²"
)
ADDRESSES = (
    "https://a.fr/x y", "#x", "javascript:a", "data:,x", "../x", "p/q.png", "", "a:b",
)  # fmt: skip
IDS = ("", "", "s-1", "s-2", "titre", "x y")
ROLES = (
    "",
    "lead",
    "signature",
    "description",
    "status",
    "credits",
    "section",
    "tabs",
    "tab",
)

texts = st.one_of(st.text(ACTIVE, max_size=12), st.sampled_from(["mot", "l’été", "97 %"]))
langs = st.sampled_from(["", "", "en"])
addresses = st.sampled_from(ADDRESSES)


class Trees(NamedTuple):
    inlines: Any_
    blocks: Any_
    documents: Any_


def some(items: Any_, most: int = 3) -> Any_:
    return st.lists(items, max_size=most).map(tuple)


def trees(*, sentences: bool) -> Trees:
    """Return strategies; ``sentences``: with sentence nodes, and ids that may clash."""
    ids = st.sampled_from(IDS if sentences else ("",))
    leaves = st.one_of(
        st.builds(Text, text=texts, lang=langs),
        st.builds(Code, text=texts),
        st.sampled_from((LineBreak(), SENSE_BREAK)),
    )

    def nested_inlines(inner: Any_) -> Any_:
        kids = some(inner)
        made = [
            st.builds(Emph, kids),
            st.builds(Strong, kids, lang=langs),
            st.builds(Deleted, kids),
            st.builds(Span, kids, st.sampled_from(["", "number", "mark", "sup", "sub"])),
            st.builds(Abbr, kids, texts),
            st.builds(Link, kids, addresses),
            st.builds(Image, kids, addresses),
            st.builds(Note, some(st.builds(Para, kids), 2)),
        ]
        if sentences:
            made.append(st.builds(Sentence, kids, id=ids))
        return st.one_of(made)

    inlines = st.recursive(leaves, nested_inlines, max_leaves=6)
    line = some(inlines)
    flat = st.one_of(
        st.builds(Para, line, id=ids),
        st.builds(Heading, st.integers(1, 6), line, id=ids),
        st.builds(CodeBlock, texts),
        st.builds(Figure, st.builds(Image, line, addresses), line),
        st.just(Rule()),
    )

    def nested_blocks(inner: Any_) -> Any_:
        kids = some(inner)
        spans = st.integers(1, 3)
        cells = st.builds(Cell, kids, st.booleans(), spans, spans)
        items = st.builds(ListItem, kids, st.sampled_from([None, True, False]))
        return st.one_of(
            st.builds(List, some(items), st.booleans(), st.integers(0, 12)),
            st.builds(DefinitionList, some(st.builds(Definition, line, kids))),
            st.builds(Quote, kids),
            st.builds(Callout, kids, st.sampled_from(["info", "danger"])),
            st.builds(Table, some(st.builds(Row, some(cells))), line),
            st.builds(Div, kids, st.sampled_from(ROLES), texts, id=ids),
        )

    blocks = st.recursive(flat, nested_blocks, max_leaves=8)
    documents = st.builds(lambda body: Document("t", "fr", "Titre", body), some(blocks, 3))
    return Trees(inlines, blocks, documents)


inlines, blocks, documents = trees(sentences=False)
published = trees(sentences=True).documents
