"""Render a whole text as typst source: title, state, blocks, metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise

from ppun_access.document.model import (
    Abbr,
    Block,
    Div,
    Document,
    Heading,
    Inline,
    Link,
    List,
    ListItem,
    Literal,
    Node,
    Para,
    Text,
    Version,
)
from ppun_access.document.walk import nodes, plain_text
from ppun_access.report import Report
from ppun_access.settings.sections import Contact
from ppun_access.writers.addresses import shown_address
from ppun_access.writers.characters import one_line
from ppun_access.writers.labels import labelled, quoted, status_label
from ppun_access.writers.model import PdfOptions
from ppun_access.writers.outline import outlined
from ppun_access.writers.pdf.blocks import INSIDE, add, may_turn, sources
from ppun_access.writers.pdf.fonts import Face
from ppun_access.writers.pdf.look import Look, as_source, em
from ppun_access.writers.pdf.source import NOTHING, array, call, joined, language, literal
from ppun_access.writers.pdf.typesetting import (
    Typesetting,
    anchor_name,
    uncut,
    within,
    words,
)

TEMPLATE = "pdf.typ"
_MAIL = re.compile(r"(?<![\w.+-])([\w.+-]++@[\w-]++(?:\.[\w-]++)++)", re.ASCII)
LONGEST_TITLE = 150
"""Characters of a title in the metadata."""


@dataclass(frozen=True, slots=True)
class Resources:
    """What typesetting needs from outside: fonts, and the pictures that can be drawn."""

    families: tuple[str, ...]
    regular: Face
    bold: Face
    undrawn: frozenset[str] = frozenset()
    pictures: Mapping[str, str] | None = None
    """Path in the site → name in the source."""
    zero: str = ""
    """The font that has a zero without slash and nothing else."""


@dataclass(frozen=True, slots=True)
class About:
    """What a PDF says of itself in its metadata."""

    title: str
    author: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    lang: str = "fr"


def template(name: str = TEMPLATE) -> bytes:
    """Return one of the files that sources import."""
    return (files("ppun_access.writers") / "templates" / name).read_bytes()


def typesetting(
    document: Document, look: Look, means: Resources, options: PdfOptions, report: Report
) -> Typesetting:
    """Return the state in which ``document`` is written."""
    ids = {node.id for node in nodes(document) if node.id}
    hrefs = (node.href for node in nodes(document) if isinstance(node, Link))
    return Typesetting(
        report, document.title, look, means.regular, means.bold, INSIDE, means.undrawn,
        means.pictures or {}, options.base_url,
        targets=frozenset(ids & {h[1:] for h in hrefs if h.startswith("#")}),
    )  # fmt: skip


def text_source(
    document: Document,
    version: Version,
    t: Typesetting,
    facts: Iterable[str] = (),
    closing: str = "",
) -> str:
    """Return a text: ``facts`` under its title, and at its end what is written already.

    ``closing`` never stands on a page alone.
    """
    content = outlined(document.blocks)
    if t.look.easy:
        found = (plain_text(n) for n in nodes(document) if isinstance(n, Heading))
        t.headings = uncut((document.title, *found), t)
    meta = document.meta
    t.addresses = {} if version == "facile" else None  # no brackets: RLS-4.2.1
    body = _body(content, t, closing)
    status = status_label(meta.status, version) if version == "facile" else ""
    if status and not any(isinstance(n, Div) and n.role == "status" for n in content):
        body = [call("status", call("par", literal(status))), *body]
    signed = any(isinstance(n, Div) and n.role == "signature" for n in content)
    role = "" if signed else meta.role  # the signature says it
    with within(t, scale=t.headings[0]):
        name = _line(document.title, t)
    head = call(
        "opening", name, _line(meta.author, t), _line(role, t),
        array(fact_source(fact, t) for fact in facts), _together(body) or NOTHING,
    )  # fmt: skip
    # every link leads somewhere, even to a passage that turned out to be empty
    nowhere = [
        call("anchor", literal(anchor_name(id_, t))) for id_ in sorted(t.targets - t.placed)
    ]
    whole = _together([*nowhere, head])
    if not t.look.easy:
        return whole
    return call("easy", "look", array(map(em, t.headings)), whole)


def _line(text: str, t: Typesetting) -> str:
    return joined(words(one_line(text).strip(" "), t)) or '""'


def _addresses(found: Mapping[str, str]) -> tuple[Block, ...]:
    """Return the list of addresses that ends a text on paper."""
    if not found:
        return ()
    items = tuple(ListItem((Para(_link_line(*pair)),)) for pair in found.items())
    return (Heading(2, (Text("Adresses des liens"),)), List(ordered=False, items=items))


def _link_line(address: str, name: str) -> tuple[Inline, ...]:
    link = Link((Text(shown_address(address)),), address)
    return (Text(labelled(name, "")), link) if name else (link,)


def fact_source(fact: str, t: Typesetting) -> str:
    """Return one line as source; addresses of mail in it are links."""
    parts = []
    for n, part in enumerate(_MAIL.split(fact)):
        line = joined(words(part, t))
        parts.append(call("away", literal(f"mailto:{part}"), line) if n % 2 else line)
    return joined(parts)


def whole_source(body: str, about: About, look: Look, means: Resources) -> bytes:
    """Return the source of a PDF: how it looks, what it says of itself, its ``body``."""
    lang, region = language(about.lang)
    keywords = ", ".join(literal(one_line(word)) for word in about.keywords if word)
    author = one_line(about.author).strip(" ")
    show = call(
        "sheets.with", "look",
        literal(_short(one_line(about.title).strip(" ")) or "Sans titre"),
        f"({literal(author)},)" if author else "()",
        literal(one_line(about.description)) if about.description else NOTHING,
        f"({keywords},)" if keywords else "()",
        literal(lang or "fr"), literal(region) if region else NOTHING,
    )  # fmt: skip
    record = as_source(look, means.families, means.zero)
    begin = f'#import "{TEMPLATE}": *\n#let look = {record}\n'
    return f"{begin}#show: {show}\n#{body or NOTHING}\n".encode()


def _short(title: str) -> str:
    """Return a title that the bar of a window can show; the first page has it whole."""
    if len(title) <= LONGEST_TITLE:
        return title
    return title[: LONGEST_TITLE - 1].rpartition(" ")[0].rstrip(" ,;:") + "…"


def facts_of(document: Document, book: str, publisher: str) -> Iterator[str]:
    """Yield the facts to print under the title of a text, one line each."""
    if said := one_line(publisher).strip(" "):
        yield said
    if document.meta.date:
        yield labelled("Date", one_line(document.meta.date).strip(" "))
    if book and book != document.title:
        yield f"Ce texte vient de {quoted(one_line(book).strip())}."


def ways_to_ask_for(contact: Contact) -> Iterator[str]:
    """Yield how to have a text in another form, one line each; nothing without contact."""
    if ways := list(ways_to_ask(contact)):
        yield "Vous pouvez demander ce texte en braille ou sur CD."
        yield from ways


def ways_to_ask(contact: Contact) -> Iterator[str]:
    """Yield how to reach those who publish, one line each; nothing when it is not said."""
    address = ", ".join(part.strip() for part in contact.address.split("\n"))
    named = (
        ("Service", contact.service), ("Téléphone", contact.telephone),
        ("Adresse", address), ("Courriel", contact.email),
    )  # fmt: skip
    yield from (labelled(name, value) for name, value in named if value.strip(" ,"))


def signs_of(*trees: object) -> set[str]:
    """Return every character that the PDF of ``trees`` may have to draw."""
    found: set[str] = set()
    for tree in trees:
        if isinstance(tree, str):
            found.update(tree)
            continue
        if isinstance(tree, Document):
            found.update(tree.title + tree.meta.author + tree.meta.role + tree.meta.date)
        for node in nodes(tree):
            found.update(_characters(node))
    return found


def _characters(node: Node) -> str:
    match node:
        case Literal():
            return node.text
        case Link():
            return node.href
        case Abbr() | Div():
            return node.title
        case _:
            return ""


def colophon(ways: Iterable[str], t: Typesetting) -> str:
    """Return how to ask for a text, one line each; empty when nobody says it."""
    asked = [fact_source(way, t) for way in ways]
    return call("colophon", *asked) if asked else ""


def _body(content: tuple[Block, ...], t: Typesetting, closing: str) -> list[str]:
    """Return the parts of a text, the last one with what closes it."""
    parts = [*_parts(content)] if t.look.parted else [content]
    keep = t.look.parted
    written = [(keep and not any(map(may_turn, one)), sources(one, t)) for one in parts]
    if t.addresses:
        written.append((True, sources(_addresses(t.addresses), t)))
    if closing:
        turned = not t.addresses and any(map(may_turn, content[-1:]))
        add(written[-1][1], closing, joins=not turned)
    return [
        call("part", source) if kept else source
        for kept, found in written
        if (source := _together(found))
    ]


def _parts(content: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    """Yield the parts of a text, each with its title."""
    begins = (
        n for n, one in enumerate(content) if isinstance(one, Heading) and one.level == 2
    )
    bounds = [0, *(n for n in begins if n), len(content)]
    return (content[first:end] for first, end in pairwise(bounds))


def _together(parts: list[str]) -> str:
    kept = [part for part in parts if part]
    return "{\n" + "\n".join(kept) + "\n}" if kept else ""
