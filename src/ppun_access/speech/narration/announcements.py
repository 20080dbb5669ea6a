"""Choose the words that the voice adds to a text, and those that it skips.

Sober by default: a listener hears structure in pauses and numbers. Only what would not be
understood without a word has one: a quotation, a row of a table, a footnote, a warning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ppun_access.document.build import CALLOUT as LABELS
from ppun_access.document.build import SENSE_BREAK
from ppun_access.document.model import (
    Cell,
    Deleted,
    Image,
    Inline,
    LineBreak,
    Link,
    Literal,
    Node,
    Note,
    Role,
    Span,
    Table,
)
from ppun_access.document.walk import (
    apart,
    children,
    deleted_line,
    heard_deleted,
    plain_text,
    sentences,
    walk,
)
from ppun_access.french.spoken.number_words import ordinal
from ppun_access.french.spoken.spoken_form import is_ipa

HEADING = "Titre :"
IMAGE = "Image :"
NOTE = "Note :"
QUOTE = "Citation :"
END_OF_QUOTE = "Fin de la citation."
CODE = "Des lignes de code sont dans le texte écrit."
"""What stands for lines of code, which no voice reads."""

# What of a sentence is said

LINE_END = "\N{LINE SEPARATOR}"
"""What stands, in a text to say, for the space where a sense line ends."""
_PRIVATE = re.compile(f"[\ue000-\uf8ff{LINE_END}]")
_FIRST = 0xE000
_PUNCTUATION = ",;:.!?…("
_BREAK = re.compile(r"(?<=[\w)»”\"%€])[ \u00a0]*\n\s*(?:[-–—•▪◦‣·*]\s+)?(?=[\w(«“\"])")
"""Where a line ends inside a sentence, and the bullet of the next: a pause."""
_CALL = re.compile(r"[(\[]?\d{1,3}(?:[,;–-] ?\d{1,3})*[)\]]?|\*+")
"""What calls a note, raised; or a power."""
_BASE = re.compile(r"(?<![^\W\d_])(?:[^\W\d_A-Z]{1,2}|CO|[A-Z])\Z|\d\Z")
"""What a power is of: « m² », « 10⁶ »; not « Davezies¹ », « UE² »."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Announced:
    """A text to say; ``instead`` fills its private characters once it is read."""

    text: str
    instead: tuple[str, ...] = ()
    phonemes: tuple[tuple[str, str], ...] = ()

    def fill(self, said: str) -> str:
        """Return ``said`` with what the author asked to hear at its places."""
        for at, words in enumerate(self.instead):
            said = said.replace(chr(_FIRST + at), words)
        return _spaced(said) if self.instead else said


def _spaced(said: str) -> str:
    """Return ``said`` with one space where there are several; lines end where they do."""
    return LINE_END.join(" ".join(line.split()) for line in said.split(LINE_END))


def announced(
    inlines: tuple[Inline, ...], announcements: str, lang: str = "fr"
) -> Announced:
    """Return the words to say for a line: the author's marks obeyed, no footnote."""
    line = _Line(announcements == "complet", announcements == "aucune", lang)
    whole = deleted_line(inlines)
    for inline in whole or inlines:
        line.read(inline)
    text = _BREAK.sub(", ", "".join(line.parts)).replace("\n", " ")
    text = apart(re.sub(" {2,}", " ", text))
    text = heard_deleted(text, alone=True, lang=lang) if whole else text
    return Announced(text, tuple(line.instead), tuple(line.phonemes))


@dataclass(slots=True)
class _Line:
    full: bool
    bare: bool = False
    """No French word is added: the text is not French."""
    lang: str = "fr"
    parts: list[str] = field(default_factory=list)
    instead: list[str] = field(default_factory=list)
    phonemes: list[tuple[str, str]] = field(default_factory=list)

    def read(self, node: Node) -> None:
        """Add the words said for one inline."""
        match node:
            case LineBreak() if node == SENSE_BREAK:
                self.parts.append(LINE_END)
            case Literal():
                self.parts.append(_PRIVATE.sub("", node.text))
            case Note():
                return
            case Image():
                self._aside(plain_text(node))
            case Span() if node.said is not None or node.pause:
                self._marked(node)
            case Deleted():
                self._deleted(node)
            case Span(role="sup") if _CALL.fullmatch(plain_text(node).strip()):
                if _BASE.search("".join(self.parts[-1:])):
                    self.parts.append(plain_text(node).strip().translate(_RAISED))
            case Link() if self.full and plain_text(node).strip():
                self.parts.append("lien : ")
                self._children(node)
            case _:
                self._children(node)

    def _children(self, node: Node) -> None:
        for child in children(node):
            self.read(child)

    def _aside(self, words: str) -> None:
        if words.strip():
            gap = "" if not self.parts or self.parts[-1][-1:].isspace() else " "
            label = "" if self.bare else "image : "
            self.parts.append(_PRIVATE.sub("", f"{gap}({label}{words.strip()})"))

    def _deleted(self, node: Deleted) -> None:
        """Say that words are deleted, in the language of the text."""
        at = len(self.parts)
        self._children(node)
        words = "".join(self.parts[at:])
        self.parts[at:] = [heard_deleted(words, lang=self.lang)]

    def _marked(self, node: Span) -> None:
        """Obey ``data-dire``, ``data-lire`` and a pause: a comma, inside a sentence."""
        if node.said is None:
            self._children(node)
        elif is_ipa(node.said):
            self._children(node)
            self.phonemes.append((plain_text(node), node.said.strip("/")))
        elif node.said and len(self.instead) < 6000:
            self.parts.append(chr(_FIRST + len(self.instead)))
            self.instead.append(node.said)
        before = "".join(self.parts).rstrip()
        if node.pause and before and before[-1] not in _PUNCTUATION:
            self.parts.append(",")


# What is said of lists, callouts and divisions


def list_of(count: int) -> str:
    """Return the full announcement of a list."""
    return f"Liste de {count} points." if count > 1 else ""


def item(at: int, count: int, start: int, ordered: bool, full: bool) -> str:
    """Return the words said before an item: its number, or its place in full."""
    if ordered:
        return f"Point {start + at} :" if full else f"{start + at} :"
    if not full or count < 2:
        return ""
    place = "dernier" if at == count - 1 else ordinal(at + 1)
    return f"{place.capitalize()} point :"


def task(checked: bool | None) -> str:
    """Return the announcement of a task, done or to do; empty when it is none."""
    return "" if checked is None else "Fait :" if checked else "À faire :"


CALLOUT = {kind: f"{label} :" for kind, label in LABELS.items()}
"""What announces a note set apart: the label that pages show."""
_ORNAMENTS = " \n\u00a0*•⚠️❗ℹ💡🚨⛔🛑📌👉:-–—"
"""What may stand before the first word of one."""


def unless_said(label: str, tree: object) -> str:
    """Return a label, unless what it announces begins with it: « Attention : … »."""
    first = next(sentences(tree), tree)
    words = plain_text(first).lower().lstrip(_ORNAMENTS)
    word = label.removesuffix(" :").lower()
    return "" if re.match(rf"{re.escape(word)}(?!\w)", words) else label


def division(title: str, role: Role, full: bool) -> str:
    """Return the title of a part as it is said before it."""
    mark = "" if title[-1:] in ".!?…" else "."
    return f"{'Onglet : ' if full and role == 'tab' else ''}{title}{mark}"


# Tables


@dataclass(frozen=True, slots=True)
class SaidCell:
    """A cell, and the header of its column."""

    cell: Cell
    header: str = ""


@dataclass(frozen=True, slots=True)
class SaidRow:
    """A row, and the words said before it."""

    label: str
    cells: tuple[SaidCell, ...]
    heads: bool = False


def rows_of(node: Table) -> tuple[SaidRow, ...]:
    """Return the rows of a table, each cell with the header of its column."""
    headers: dict[int, str] = {}
    rows: list[SaidRow] = []
    taken: dict[int, int] = {}
    in_head = True
    for row in node.rows:
        placed = _placed(row.cells, taken)
        in_head = in_head and bool(placed) and all(cell.header for _, cell in placed)
        if in_head:
            for column, cell in placed:
                for at in range(column, column + cell.colspan):
                    headers[at] = f"{headers.get(at, '')} {_words(cell)}".strip()
            cells = tuple(SaidCell(cell) for _, cell in placed)
            rows.append(SaidRow("Colonnes :", cells, heads=True))
            continue
        cells = tuple(
            SaidCell(cell, "" if cell.header else headers.get(column, ""))
            for column, cell in placed
        )
        number = sum(not found.heads for found in rows) + 1
        named = bool(placed) and placed[0][1].header
        rows.append(SaidRow("" if named else f"Ligne {number} :", cells))
    return tuple(rows)


def table(rows: tuple[SaidRow, ...]) -> str:
    """Return the announcement of a table: how many rows and columns it has."""
    lines = sum(not row.heads for row in rows)
    columns = max((sum(c.cell.colspan for c in row.cells) for row in rows), default=0)
    if not lines or not columns:
        return "Tableau."
    return (
        f"Tableau de {lines} ligne{'s' * (lines > 1)} "
        f"et {columns} colonne{'s' * (columns > 1)}."
    )


def _placed(cells: tuple[Cell, ...], taken: dict[int, int]) -> list[tuple[int, Cell]]:
    """Return cells with their columns; ``taken``: rows that a cell above still covers."""
    placed = []
    column = 0
    covered = {at for at, rows in taken.items() if rows > 0}
    for at in covered:
        taken[at] -= 1
    for cell in cells:
        while column in covered:
            column += 1
        placed.append((column, cell))
        for at in range(column, column + cell.colspan):
            taken[at] = cell.rowspan - 1
        column += cell.colspan
    return placed


def _words(cell: Cell) -> str:
    """Return the words of a header; its footnotes are said once, where it stands."""
    bare = walk(cell, lambda node: () if isinstance(node, Note) else node)
    return " ".join(plain_text(bare).split())
