"""Write the script of a document: its title, then its sentences, with pauses.

Every sentence of the page is said once, under its own id, so that it can be followed on
the page; so is the description of a picture that stands in none. What the page shows
otherwise (a number before an item, the header of a column, the frame of a quotation) is
said with the sentence that it belongs to: see ``docs/speech.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import assert_never

from ppun_access.document.model import (
    Block,
    Callout,
    CodeBlock,
    Definition,
    DefinitionList,
    Div,
    Document,
    Figure,
    Heading,
    Image,
    Inline,
    List,
    ListItem,
    Node,
    Note,
    Para,
    Quote,
    Rule,
    Sentence,
    Span,
    Table,
)
from ppun_access.document.walk import (
    children,
    nodes,
    plain_text,
    repeats_description,
    sentences,
)
from ppun_access.french.spoken.capitals import capitalised, surnames
from ppun_access.french.spoken.spoken_form import phonemes, spoken_form
from ppun_access.report import Finding, Report
from ppun_access.speech.model import ScriptOptions, Utterance
from ppun_access.speech.narration import announcements as say
from ppun_access.speech.narration.announcements import Announced, announced

TITLE_ID = "titre"
"""The id of the title, in utterances, clips and cues."""
OPENING_ID, MENTION_ID, ENDING_ID = "debut", "mention", "fin"
"""The ids of what is in no page: the sentences of the settings and the mention."""
EXTRA_IDS = (TITLE_ID, OPENING_ID, MENTION_ID, ENDING_ID)
"""The ids of what is said around the text."""
MENTION = "Texte lu par une voix de synthèse."
_MENTIONS = {
    "fr": MENTION,
    "de": "Text von einer synthetischen Stimme gelesen.",
    "es": "Texto leído por una voz sintética.",
    "it": "Testo letto da una voce sintetica.",
}

LONGEST_PAUSE = 1150
"""In ms: with what trimming leaves around a sentence, no silence reaches 1.5 s."""
AFTER_TITLE = 1000
AFTER_HEADING = 900
AFTER_PARAGRAPH = 700
AFTER_ITEM = 500
AFTER_CELL = 350
AFTER_NAME = 150
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
_MARKS = ".,;:!?…"


def script(
    document: Document, options: ScriptOptions, report: Report | None = None
) -> tuple[Utterance, ...]:
    """Return the utterances of ``document``, in reading order.

    The title (id ``titre``), then one utterance for each ``Sentence`` that has words, and
    for each picture that stands in none, with its id; before and after them, what the
    options ask for (``debut``, ``mention``, ``fin``). Pauses are in ms. What is on the page
    and is not said goes to ``report``.
    """
    if not document.is_french:
        none: dict[str, str] = {}
        options = replace(
            options, announcements="aucune", pronunciations=none, opening="", ending=""
        )
    names = _names(document)
    teller = _ScriptBuilder(options, {**names, **options.pronunciations}, document, report)
    teller.extra(OPENING_ID, options.opening)
    teller.sentence(Announced(_title(document)), TITLE_ID, document.lang, AFTER_TITLE)
    teller.extra(MENTION_ID, mention_of(document) if options.mention else "")
    for block in document.blocks:
        teller.block(block, document.lang)
    teller.flush()
    teller.extra(ENDING_ID, options.ending)
    return tuple(_bounded(line, options) for line in teller.lines)


def mention_of(document: Document) -> str:
    """Return the sentence that says, in the language of a text, that no person reads it."""
    main = document.lang.partition("-")[0].lower() or "fr"
    return _MENTIONS.get(main, "Text read by a synthetic voice.")


def extra_texts(options: ScriptOptions, document: Document) -> dict[str, str]:
    """Return the texts that are spoken but are on no page, by id."""
    around = options.opening, options.ending
    opening, ending = around if document.is_french else ("", "")
    said = {
        OPENING_ID: opening,
        MENTION_ID: mention_of(document) if options.mention else "",
        ENDING_ID: ending,
    }
    return {id_: text for id_, text in said.items() if text.strip()}


def _bounded(utterance: Utterance, options: ScriptOptions) -> Utterance:
    pause = round(utterance.pause_after_ms * options.pause_scale)
    pause = max(0, min(pause, LONGEST_PAUSE))
    return replace(utterance, pause_after_ms=pause, rate=options.rate)


def _title(document: Document) -> str:
    """Return the title; with the author and role unless a signature will say them."""
    meta = document.meta
    if not document.title.strip() or not meta.author.strip() or _signatures(document):
        return document.title
    if not document.is_french:
        return ", ".join(filter(None, (document.title, meta.author, meta.role)))
    role = f", {meta.role.strip()}" if meta.role.strip() else ""
    return f"{document.title.strip().rstrip('.')}, par {meta.author.strip()}{role}."


def _signatures(document: Document) -> tuple[Div, ...]:
    divs = (node for node in nodes(document) if isinstance(node, Div))
    signed = (div for div in divs if div.role == "signature")
    return tuple(div for div in signed if any(True for _ in sentences(div)))


def _names(document: Document) -> dict[str, str]:
    """Return the surnames in capitals of who signs, and how they are said everywhere."""
    signed = " ".join((document.meta.author, *map(plain_text, _signatures(document))))
    return {name: capitalised(name) for name in surnames(signed)}


@dataclass(slots=True)
class _ScriptBuilder:
    """Builds a script: the utterances so far, and what waits for the next one."""

    options: ScriptOptions
    pronunciations: Mapping[str, str]
    document: Document
    report: Report | None
    lines: list[Utterance] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    notes: list[tuple[Note, str]] = field(default_factory=list)
    header: str = ""

    # Sentences

    def extra(self, node_id: str, text: str) -> None:
        """Say a sentence that is in no page, if there is one."""
        if text.strip():
            self.sentence(Announced(text), node_id, self.document.lang, AFTER_TITLE)

    def sentence(self, part: Announced, node_id: str, lang: str, pause: int = 0) -> None:
        """Say a sentence, after what was waiting for it."""
        if not part.text.strip():
            return
        said = part.fill(self._french(part.text)).strip(" ")
        whole = " ".join((*self.waiting, said))
        self.waiting.clear()
        rests = tuple(at for at, sign in enumerate(whole) if sign == say.LINE_END)
        whole, said = (text.replace(say.LINE_END, " ") for text in (whole, said))
        ipa = (*phonemes(said, self.pronunciations), *part.phonemes)
        least = max(pause, _pause_of(part.text))
        self.lines.append(Utterance(node_id, whole, lang, least, ipa, rests=rests))

    def spoken(self, text: str) -> str:
        """Return words that are announced, as they are said."""
        return self._french(" ".join(text.split()))

    def _french(self, text: str) -> str:
        """Return words as French says them, those of another language as they are.

        Figures alone in a cell are read as its header tells: « N° : 102-124 ».
        """
        if not self.document.is_french:
            return text
        figures = self.header and not any(map(str.isalpha, text))
        head = f"{self.header} : " if figures else ""
        said = spoken_form(head + text, self.pronunciations)
        return said.removeprefix(spoken_form(head, self.pronunciations))

    def label(self, text: str) -> None:
        """Say what no author wrote: French words, before French texts alone."""
        if self.document.is_french:
            self.announce(text)

    def announce(self, text: str) -> None:
        """Say ``text`` before the next sentence."""
        if text.strip():
            self.waiting.append(text.strip())

    @contextmanager
    def only_before_words(self, text: str) -> Iterator[None]:
        """Announce ``text``, unless the block has nothing to say after it."""
        begin = len(self.waiting)
        self.announce(text)
        told = len(self.lines), len(self.waiting)
        yield
        if (len(self.lines), len(self.waiting)) == told:
            del self.waiting[begin:]

    def add(self, text: str) -> None:
        """Say ``text`` after the last sentence."""
        if self.lines:
            last = self.lines[-1]
            mark = "" if last.text.rstrip(_CLOSING)[-1:] in _MARKS else "."
            self.lines[-1] = replace(last, text=f"{last.text}{mark} {text}")

    def flush(self) -> None:
        """Emit what still waits when no sentence follows."""
        if self.waiting:
            self.add(" ".join(self.waiting))
            self.waiting.clear()

    def rest(self, pause: int) -> None:
        """Ensure a pause of at least ``pause`` after the last sentence."""
        if self.lines and pause > self.lines[-1].pause_after_ms:
            self.lines[-1] = replace(self.lines[-1], pause_after_ms=pause)

    # Lines of text

    def line(self, inlines: Iterable[Inline], lang: str) -> None:
        """Say the sentences of a line of text; its footnotes wait for its end."""
        for inline in inlines:
            self._inline(inline, lang)

    def _inline(self, node: Node, lang: str, inside: bool = False) -> None:
        """Say an inline; ``inside`` a sentence, what was said with it is not said again."""
        lang = node.lang or lang
        match node:
            case Note():
                self.notes.append((node, lang))
                return
            case Sentence():
                part = announced(
                    node.children, self.options.announcements, self.document.lang
                )
                self.sentence(part, node.id, lang)
                inside = True
            case Span() if node.pause:
                self.rest(node.pause)
            case Image():
                if not inside:
                    self._image(node, lang)
                return
            case _:
                pass
        for child in children(node):
            self._inline(child, lang, inside)

    def footnotes(self) -> None:
        """Say the footnotes of the paragraph that ends."""
        waiting, self.notes = self.notes, []
        for note, lang in waiting:
            self.label(say.unless_said(say.NOTE, note))
            self.blocks(note.blocks, lang)

    # Blocks

    def blocks(
        self, blocks: Iterable[Block], lang: str, after: int = AFTER_PARAGRAPH
    ) -> None:
        """Say blocks, with ``after`` ms after each paragraph."""
        for block in blocks:
            self.block(block, lang, after)

    def block(  # noqa: C901 - one case a node
        self, node: Block, lang: str, after: int = AFTER_PARAGRAPH
    ) -> None:
        """Say one block."""
        lang = node.lang or lang
        match node:
            case Heading():
                label = say.HEADING if self._full() else ""
                self._paragraph(node.children, lang, AFTER_HEADING, label)
            case Para():
                self._paragraph(node.children, lang, after)
            case List():
                self._list(node, lang, after)
            case DefinitionList():
                for item in node.items:
                    self._definition(item, item.lang or lang, after)
            case Quote():
                self._quote(node, lang, after)
            case Callout():
                self.label(say.unless_said(say.CALLOUT[node.kind], node))
                self.blocks(node.blocks, lang, after)
            case CodeBlock():
                self._tell_code(node)
            case Table():
                self._table(node, lang)
            case Figure():
                self.line((node.image,), lang)
                if not repeats_description(node):
                    self._paragraph(node.caption, lang, after)
            case Rule():
                self.rest(AFTER_HEADING)
            case Div():
                self._division(node, lang, after)
            case _:
                assert_never(node)

    def _full(self) -> bool:
        return self.options.announcements == "complet"

    def _paragraph(
        self, inlines: Iterable[Inline], lang: str, after: int, label: str = ""
    ) -> None:
        self.announce(label)
        self.line(inlines, lang)
        self.rest(after)
        self.footnotes()

    def _image(self, image: Image, lang: str) -> None:
        """Say the description of a picture that is in no sentence, under its own id."""
        part = announced(image.children, self.options.announcements, self.document.lang)
        words = part.text.strip()
        if words:
            self.label(say.unless_said(say.IMAGE, image))
            mark = "" if words.rstrip(_CLOSING)[-1:] in _MARKS else "."
            self.sentence(replace(part, text=words + mark), image.id, lang, AFTER_ITEM)

    def _list(self, node: List, lang: str, after: int) -> None:
        if self._full():
            self.announce(say.list_of(len(node.items)))
        for at, item in enumerate(node.items):
            self._item(node, at, item, item.lang or lang)
        self.rest(after)

    def _item(self, node: List, at: int, item: ListItem, lang: str) -> None:
        label = say.item(at, len(node.items), node.start, node.ordered, self._full())
        self.announce(label)
        self.label(say.task(item.checked))
        self.blocks(item.blocks, lang, AFTER_ITEM)
        self.rest(AFTER_ITEM)

    def _definition(self, item: Definition, lang: str, after: int) -> None:
        self._paragraph(item.term, lang, AFTER_MARK[":"])
        self.blocks(item.blocks, lang, after)
        self.rest(after)

    def _quote(self, node: Quote, lang: str, after: int) -> None:
        first = len(self.lines)
        self.label(say.QUOTE)
        self.blocks(node.blocks, lang, after)
        if len(self.lines) > first and self.document.is_french:
            self.add(say.END_OF_QUOTE)

    def _division(self, node: Div, lang: str, after: int) -> None:
        if title := self.spoken(node.title):
            self.announce(say.division(title, node.role, self._full()))
        first = len(self.lines)
        self.blocks(node.blocks, lang, after)
        if node.role == "signature":
            self._sign(first)

    def _sign(self, first: int) -> None:
        """Join the lines of a signature into what is heard as one sentence."""
        for at in range(first, len(self.lines)):
            line = self.lines[at]
            last = at == len(self.lines) - 1
            mark = "" if line.text[-1:] in _MARKS else "." if last else ","
            pause = line.pause_after_ms if last else AFTER_NAME
            self.lines[at] = replace(line, text=line.text + mark, pause_after_ms=pause)

    def _table(self, node: Table, lang: str) -> None:
        """Say a table row by row, each cell after the header of its column."""
        rows = say.rows_of(node)
        self.label(say.table(rows))
        self._paragraph(node.caption, lang, AFTER_ITEM)
        for row in rows:
            with self.only_before_words(row.label if self.document.is_french else ""):
                for cell in row.cells:
                    header = self.spoken(cell.header)
                    with self.only_before_words(header and f"{header} :"):
                        self.header = cell.header
                        self.blocks(cell.cell.blocks, cell.cell.lang or lang, AFTER_CELL)
                        self.header = ""
                    self.rest(AFTER_CELL)
            self.rest(AFTER_ITEM)
        self.rest(AFTER_PARAGRAPH)

    def _tell_code(self, node: CodeBlock) -> None:
        if node.text.strip():
            self.label(say.CODE)
        if self.report is not None and node.text.strip():
            message = "La version audio ne lit pas les lignes de code : dites-les en mots."
            title = self.document.title
            self.report.add(Finding("code-non-lu", message, node.pos, title, node.text))


def _pause_of(text: str) -> int:
    """Return the pause that the last mark of a sentence asks for."""
    return AFTER_MARK.get(text.rstrip(_CLOSING)[-1:], AFTER_NOTHING)
