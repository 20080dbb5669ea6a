"""Define the node types: one closed, immutable tree for every format.

Data only: no parsing, no rendering, no I/O. Nodes compare by content; ``pos`` says where
a node came from, for messages, and takes no part in equality, digests or JSON.

What the model does not hold: page layout, fonts and colours. A writer decides those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal as OneOf
from typing import TypeAlias

from ppun_access.document.packing import LazyField


@dataclass(frozen=True, slots=True)
class Pos:
    """A place in a source file, for messages; lines count from 1."""

    file: str
    line: int
    silenced: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    """Codes of the findings that the author does not want to be told here."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What all nodes carry."""

    id: str = ""
    lang: str = ""
    """A BCP 47 tag where it differs from the parent's, else empty."""
    pos: Pos | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A leaf that holds characters: ``walk.plain_text`` reads every kind of it."""

    text: str


# Inlines


@dataclass(frozen=True, slots=True)
class Text(Literal):
    """A run of plain characters."""


@dataclass(frozen=True, slots=True)
class Code(Literal):
    """Characters to show exactly as they are."""


@dataclass(frozen=True, slots=True)
class LineBreak(Literal):
    """A line break that the author asked for; a space (``SENSE_BREAK``) in a sentence."""

    text: str = "\n"


@dataclass(frozen=True, slots=True)
class Emph(Node):
    """Emphasised text."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong(Node):
    """Text of strong importance."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Deleted(Node):
    """Text that no longer holds and is still shown, struck through."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link(Node):
    """A hyperlink."""

    children: tuple[Inline, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Image(Node):
    """A picture; its children are its description (the alternative text)."""

    children: tuple[Inline, ...]
    src: str


@dataclass(frozen=True, slots=True)
class Note(Node):
    """A footnote, at the place of its mark."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Abbr(Node):
    """An abbreviation or acronym with what it stands for."""

    children: tuple[Inline, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Span(Node):
    """Inlines that share a language or a role; ``number`` keeps digit groups together."""

    children: tuple[Inline, ...]
    role: OneOf["", "number", "mark", "sup", "sub"] = ""
    said: str | None = None
    """What a voice says in the place of the children; empty: nothing."""
    pause: int = 0
    """Milliseconds of silence that the author asks for here."""


@dataclass(frozen=True, slots=True)
class Sentence(Node):
    """One sentence: the unit of reading aloud, of highlighting and of scoring.

    Made by ``transforms.segment``, never by a reader.
    """

    children: tuple[Inline, ...]


Inline: TypeAlias = (
    Text | Code | LineBreak | Emph | Strong | Deleted | Link | Image | Note | Abbr | Span
    | Sentence
)  # fmt: skip

# Blocks


@dataclass(frozen=True, slots=True)
class Heading(Node):
    """A heading; ``level`` is 1 to 6, counted from the document's title (level 1)."""

    level: int
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Para(Node):
    """A paragraph."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ListItem(Node):
    """One item of a list; ``checked`` is None unless it is a task."""

    blocks: tuple[Block, ...]
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class List(Node):
    """A list; an ordered one counts from ``start``."""

    items: tuple[ListItem, ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Definition(Node):
    """A term and what it means."""

    term: tuple[Inline, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class DefinitionList(Node):
    """Terms and what they mean."""

    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Quote(Node):
    """Somebody else's words."""

    blocks: tuple[Block, ...]


CalloutKind: TypeAlias = OneOf["info", "success", "warning", "danger"]


@dataclass(frozen=True, slots=True)
class Callout(Node):
    """A note set apart from the text."""

    blocks: tuple[Block, ...]
    kind: CalloutKind = "info"


@dataclass(frozen=True, slots=True)
class CodeBlock(Literal):
    """Lines to show exactly as they are."""

    language: str = ""


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """A cell of a table."""

    blocks: tuple[Block, ...]
    header: bool = False
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Row(Node):
    """A row of a table."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table(Node):
    """A table of data."""

    rows: tuple[Row, ...]
    caption: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure(Node):
    """A picture that stands by itself, with its caption."""

    image: Image
    caption: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule(Node):
    """A break between two themes."""


Role: TypeAlias = OneOf[
    "", "lead", "signature", "description", "status", "credits", "section", "tabs", "tab"
]
"""What a ``Div`` is: the editorial's lead, its signature, the description of a picture
that is missing, the state of an easy text, whose its pictures are, a part, tabs."""
NOT_AUTHORS = frozenset({"signature", "status", "description", "credits"})
"""The roles of what is no text of the author: it is neither judged nor rewritten."""


@dataclass(frozen=True, slots=True)
class Div(Node):
    """Blocks that belong together; ``title`` is the label of a tab or section."""

    blocks: tuple[Block, ...]
    role: Role = ""
    title: str = ""


Block: TypeAlias = (
    Heading | Para | List | DefinitionList | Quote | Callout | CodeBlock | Table | Figure
    | Rule | Div
)  # fmt: skip

# Documents


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known of a document beside its text."""

    source: str = ""
    """The page's path inside its source folder, with ``#tab-id`` for a tab."""
    author: str = ""
    role: str = ""
    date: str = ""
    description: str = ""
    status: str = "publie"
    opening: bool = False
    """True for what precedes the editorials of a page: it opens the book."""
    front: tuple[tuple[str, str], ...] = ()
    """The page's other front matter, key and value."""
    level: int = 0
    """How deep the page is in the contents of its space."""
    group: str = ""
    """The title that it stands under there."""
    recognised: bool = field(default=False, compare=False)
    """Nobody gave the language: the words of the text did."""
    hidden: bool = False
    """True for a text that links alone lead to: no list of the site names it."""


@dataclass(frozen=True)
class Document:
    """One editorial or page: the unit of work, of caching, of parallelism."""

    id: str
    lang: str
    title: str
    blocks: LazyField[Block] = LazyField()  # noqa: RUF009 (a descriptor)
    """If they are given packed, they are unpacked each time that they are asked for."""
    meta: Meta = Meta()

    @property
    def is_french(self) -> bool:
        """Whether what is known of French holds for the text."""
        return self.lang.partition("-")[0].lower() in ("", "fr")


@dataclass(frozen=True, slots=True)
class Book:
    """Documents in reading order; ``opening`` is what comes before them."""

    title: str
    lang: str
    documents: tuple[Document, ...]
    opening: tuple[Block, ...] = ()
    publisher: str = ""


# Sound and publication


@dataclass(frozen=True, slots=True)
class Clip:
    """Where a node is heard: ``begin`` and ``end`` in seconds of the sound."""

    node_id: str
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a document as it is heard: its title, ``begin`` and ``end`` in seconds."""

    title: str
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class WordClip:
    """A word as it is said, and where it is in an audio file, in seconds.

    ``at`` is its place, in characters, in what is said of the node.
    """

    node_id: str
    text: str
    at: int
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Narration:
    """The sound of one document: files in the cache and where each sentence is in them."""

    document_id: str
    audio: Path
    """The MP3 where there is one, else the first of ``encodings``."""
    seconds: float
    clips: tuple[Clip, ...]
    voice: str
    """The name of the voice, or of the person, as one would say it; may be empty then."""
    encodings: Mapping[str, Path] = field(default_factory=dict)
    """Format of the catalogue → file: the same sound, ``cd`` and ``telephone`` of WAV."""
    chapters: tuple[Chapter, ...] = ()
    """The title, then each heading; they touch, from 0 to the end."""
    asides: Mapping[str, str] = field(default_factory=dict)
    """Id of a clip → its words, where they are said and stand nowhere in the document."""
    words: tuple[WordClip, ...] = ()
    """Nothing when the voice does not tell when it says each word."""
    recorded: bool = False
    """A person reads; else it is a synthetic voice, and every format must say so."""
    unsaid: frozenset[str] = frozenset()
    """Ids of what is not heard, wholly or in part, whether it has a clip or not."""


Version: TypeAlias = OneOf["integral", "facile"]


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a book with its sound: what a writer receives."""

    book: Book
    version: Version
    narrations: tuple[Narration, ...] = ()
    covers: Mapping[str, Path] = field(default_factory=dict)
    """Id of a document → its square image, a PNG file of the cache."""
    dates: Mapping[str, str] = field(default_factory=dict)
    """Id of a document → the day it was published or last changed, where it is known."""

    def narration(self, document_id: str) -> Narration | None:
        """Return the sound of one document, or None when it has none."""
        return next((n for n in self.narrations if n.document_id == document_id), None)


SYNTHETIC = "Texte lu par une voix de synthèse"
"""What says that nobody speaks."""


def credit(voice: str, recorded: bool) -> str:
    """Return the credit of the reader of a text, without a final stop.

    >>> credit("Jeanne Martin", True), credit("", True)
    ('Texte lu par Jeanne Martin', 'Texte lu par une personne')
    """
    if recorded:
        return f"Texte lu par {voice.strip() or 'une personne'}"
    return f"{SYNTHETIC}\N{NO-BREAK SPACE}: {voice}" if voice else SYNTHETIC
