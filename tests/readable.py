"""Generated documents as a reader of Markdown leaves them: what can be written and read.

``trees.py`` has any tree at all; here texts are joined, lines have no white space at
their ends, and nothing is there that no page can say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

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
    Span,
    Strong,
    Table,
    Text,
)
from ppun_access.readers.spaces import merged, trimmed

Any_ = st.SearchStrategy[Any]

ACTIVE = "<>&\"'`\\*_#[](){}|~:;.,!?%-+=^$@/«» \u00a0\u202f\u200b\u2028\u00adé\u0301Aa1œ²😀"
WORDS = (
    "mot", "l’été", "R&D", "&amp;", "&eacute;", "1. un", "- deux", "# trois", "> quatre",
    "{% hint %}", "{{ nom }}", "{#id}", "{: .a}", "[^1]", "[^1]: x", "[a]: b", "[x](y)",
    "![x](y)", "<b>gras</b>", "<!-- a -->", "***", "___", "---", "===", "~~~", "```",
    "| a |",
    ": défi", ":smile:", "$$x$$", "http://a.fr", "<a@b.fr>", "a*b*c", "a_b_c", "`x`", "\\",
    "\\*", "*[HTML]: x", "1986\\. x", "+ a", "[ ] tâche", "[TOC]", "ppun: taire x", "5 < 6",
)  # fmt: skip
words = st.one_of(st.sampled_from(WORDS), st.text(ACTIVE, max_size=8))
langs = st.sampled_from(["", "", "", "en", "pt-BR"])
addresses = st.one_of(
    st.sampled_from(["https://a.fr/b_c?d=e&f=g#h", "../a.md", "#x", "", "mailto:a@b.fr"]),
    st.text(ACTIVE.replace(" ", ""), max_size=8),
)


def one_space(text: str) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text)


def some(items: Any_, most: int = 3, least: int = 0) -> Any_:
    return st.lists(items, min_size=least, max_size=most).map(tuple)


spaced = words.map(one_space)
titles = spaced.map(str.strip)


def only(items: Any_, right: Callable[[Any], object]) -> Any_:
    """Return the items that are ``right``.

    ``filter`` would write down, when it draws again, all that it filters: of items in
    items in items, 200 million characters.
    """
    return items.map(lambda item: item if right(item) else reject())


def _inner(children: Any_) -> Any_:
    """Return children as a tag holds them: spaces at their ends stay."""
    return children.map(lambda line: tuple(merged(line)))


leaves = st.one_of(
    spaced.filter(bool).map(Text),
    st.builds(Code, words.filter(lambda text: bool(text.strip())), lang=langs),
    st.just(LineBreak()),
)


def _nested(inner: Any_) -> Any_:
    kids = _inner(some(inner))
    alt = titles.map(lambda text: (Text(text),) if text else ())
    roles = st.sampled_from(["mark", "sup", "sub"])
    return st.one_of(
        st.builds(Emph, only(kids, bool), lang=langs),  # else GitBook left it
        st.builds(Strong, only(kids, bool), lang=langs),
        st.builds(Deleted, only(kids, bool)),
        st.builds(Link, kids, addresses, lang=langs),
        st.builds(Image, alt, addresses, lang=langs),
        st.builds(Abbr, kids, words, lang=langs),
        st.builds(Span, kids, roles, lang=langs),
        st.builds(
            Span, kids, lang=st.just("en"), said=st.sampled_from([None, "", "a « b »"])
        ),
    )


inlines = st.recursive(leaves, _nested, max_leaves=5)


def _line(*, notes: bool) -> Any_:
    items = inlines
    if notes:
        inside = some(st.builds(Para, _line(notes=False), lang=langs), 2, 1)
        items = st.one_of(inlines, inlines, inlines, st.builds(Note, inside))
    line = some(items, 4, 1).map(merged).map(trimmed)
    return only(line, _stands)


def _stands(line: Any) -> bool:
    """A picture alone is a figure; a line of nothing is none."""
    if all(isinstance(inline, Text) for inline in line):
        return bool("".join(inline.text for inline in line).strip())
    return not (len(line) == 1 and isinstance(line[0], Image))


line = _line(notes=True)
maybe_line = st.one_of(st.just(()), line)
paused = st.tuples(spaced.map(str.strip).filter(bool), st.integers(1, 99_999)).map(
    lambda made: (Text(made[0]), Span((), pause=made[1]))
)
code = st.text(ACTIVE + "\n\t`~- ", max_size=12)
flat = st.one_of(
    st.builds(Para, line, lang=langs),
    st.builds(Para, paused),
    st.builds(
        Heading, st.integers(2, 6), line, id=st.sampled_from(["", "a-1"]), lang=langs
    ),
    st.builds(CodeBlock, code, st.sampled_from(["", "python", "c++"]), lang=langs),
    st.builds(
        Figure,
        st.builds(Image, titles.map(lambda t: (Text(t),) if t else ()), addresses),
        maybe_line,
        lang=langs,
    ),
    st.just(Rule()),
)


def _nested_blocks(inner: Any_) -> Any_:
    kids = some(inner)
    spans = st.sampled_from([1, 1, 1, 2, 9])
    cells = st.builds(Cell, kids, st.booleans(), spans, spans, lang=langs)
    lines_ = st.builds(Para, line).map(lambda para: (para,))
    plain = st.lists(
        st.lists(st.builds(Cell, lines_), min_size=2, max_size=2), min_size=1, max_size=2
    )
    items = st.builds(
        ListItem, kids, st.sampled_from([None, None, True, False]), lang=langs
    )
    simple = st.one_of(
        st.builds(ListItem, lines_),
        st.builds(
            ListItem,
            st.tuples(
                st.builds(Para, line),
                st.builds(List, some(st.builds(ListItem, lines_), 2, 1)),
            ),
        ),
    )
    return st.one_of(
        st.builds(List, some(items, 3, 1), st.just(True), st.integers(0, 12), lang=langs),
        st.builds(List, some(items, 3, 1), lang=langs),
        st.builds(List, some(simple, 3, 1), st.just(True), st.integers(1, 12)),
        st.builds(List, some(simple, 3, 1)),
        st.builds(DefinitionList, some(st.builds(Definition, maybe_line, kids), 3, 1)),
        st.builds(Quote, kids, lang=langs),
        st.builds(Callout, kids, st.sampled_from(["info", "success", "warning", "danger"])),
        st.builds(Table, some(st.builds(Row, some(cells))), maybe_line, lang=langs),
        plain.map(_plain_table),
        st.builds(Div, kids, st.just("section"), titles, lang=langs),
        st.builds(
            Div, some(st.builds(Div, kids, st.just("tab"), titles), 2), st.just("tabs")
        ),
    )


def _plain_table(body: Any) -> Table:
    head = Row((Cell((Para((Text("a"),)),), True), Cell((Para((Text("b | c"),)),), True)))
    return Table((head, *(Row(tuple(cells)) for cells in body)))


blocks = st.recursive(flat, _nested_blocks, max_leaves=8)
documents = st.builds(
    lambda title, body, lang: Document("x", lang, title, body),
    titles.filter(bool),
    some(blocks, 4),
    st.sampled_from(["fr", "en"]),
)
