"""Check for empty texts, headerless tables, typed bullets, long sentences or paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.checks.model import (
    LONGEST_PARAGRAPH,
    CheckOptions,
    author_paragraphs,
    author_sentences,
)
from ppun_access.document.model import (
    Document,
    Image,
    Link,
    Node,
    Pos,
    Sentence,
    Table,
    Text,
)
from ppun_access.document.sources import page_of_source
from ppun_access.document.walk import nodes, plain_text, running_text, walk
from ppun_access.french import words
from ppun_access.report import Finding
from ppun_access.settings.thresholds import ENDLESS_SENTENCE

_BULLET = re.compile(r"(?:^|\s)[•●▪◦‣■□➢➤❖✓✔►](?=\s)")
_LINE = re.compile(r"\n(?=[«“\"]?\s?[A-ZÀ-Ý])")
"""Where an author goes to the next line and begins a sentence, without a full stop."""
_LAW = re.compile(
    r"\s*\(?(?:l[’']|l[ae]s?\s)?(?:(?:lois?|décrets?|arrêtés?|ordonnances?|circulaires?|"
    r"instructions?|directives?|règlements?|articles?)(?!\w)|n[o°]\s?\d)",
    re.IGNORECASE,
)
"""How the name of a law begins, which nobody may shorten."""
_REFERENCE = re.compile(
    r"(?:Loi|Décret|Arrêté|Ordonnance|Circulaire|Instruction|Directive|Règlement)\s"
    r"(?:[\w/.-]+\s){0,3}?(?:n[o°]|du\s\d)"
)
"""A line that is the name of a law; a sentence says « la loi », « le décret »."""


def empty_texts(document: Document, options: CheckOptions) -> Iterator[Finding]:
    """Yield the texts that have a title, and neither a word nor a picture below it."""
    empty = not any(isinstance(n, Image) for n in nodes(document))
    empty = empty and not any(map(str.isalnum, plain_text(document)))
    if empty and not document.meta.opening:
        message = (
            "Ce texte est vide : seul son titre est publié. Écrivez-le, ou retirez son "
            "onglet de la page."
        )
        page = page_of_source(document.meta.source)
        pos = Pos(page, 1) if page else None
        yield Finding("texte-vide", message, pos, document.title, "")


def headless_tables(document: Document, options: CheckOptions) -> Iterator[Finding]:
    """Yield the tables of several rows that have no cell of header with words in it."""
    for table in (node for node in nodes(document) if isinstance(node, Table)):
        headers = (cell for row in table.rows for cell in row.cells if cell.header)
        shown = [row for row in table.rows if plain_text(row).strip()]
        if len(shown) > 1 and not any(plain_text(cell).strip() for cell in headers):
            message = (
                "Ce tableau n’a pas d’en-têtes : une voix lit ses cases sans dire ce que "
                "c’est. Écrivez dans la première ligne le nom de chaque colonne."
            )
            passage = " ".join(plain_text(row) for row in shown[:1])
            yield Finding(
                "tableau-sans-entete", message, table.pos, document.title, passage
            )


def drawn_lists(document: Document, options: CheckOptions) -> Iterator[Finding]:
    """Yield the paragraphs in which bullets are typed by hand."""
    for paragraph in author_paragraphs(document):
        text = running_text(paragraph.children)
        first = _BULLET.match(text)
        if first and len(_BULLET.findall(text)) > 1:
            message = (
                "Ces points sont tapés à la main : une voix n’annonce pas de liste. "
                "Commencez chaque ligne par « - », après une ligne vide."
            )
            yield Finding("liste-imitee", message, paragraph.pos, document.title, text)


# Lengths


def long_sentences(document: Document, options: CheckOptions) -> Iterator[Finding]:
    """Yield the sentences over ``longest_sentence`` words, and endless text."""
    endless: dict[Pos | None, int] = {}
    for sentence in author_sentences(document):
        text = running_text(sentence.children)
        if _REFERENCE.match(text):
            continue
        length = max(len(words(line)) for line in _LINE.split(_counted(sentence)))
        if length > ENDLESS_SENTENCE:
            endless[sentence.pos] = endless.get(sentence.pos, 0) + length
        elif length > options.longest_sentence:
            message = (
                f"Cette phrase a {length} mots : au-delà de {options.longest_sentence}, on "
                "oublie le début avant d’arriver à la fin. Coupez-la en plusieurs phrases, "
                "une idée par phrase, ou faites une liste de ce qu’elle énumère."
            )
            yield Finding("phrase-longue", message, sentence.pos, document.title, text)
    for sentence in author_sentences(document) if endless else ():
        if length := endless.pop(sentence.pos, 0):
            yield _endless(document, sentence, length)


def _counted(sentence: Sentence) -> str:
    """Return the text of a sentence, in which the link to a law is one word."""

    def named(node: Node) -> Node:
        is_law = isinstance(node, Link) and _LAW.match(plain_text(node))
        return Text("loi") if is_law else node

    return running_text(walk(sentence, named).children)


def _endless(document: Document, sentence: Sentence, length: int) -> Finding:
    """Return the finding, once, on a paragraph without an end."""
    message = (
        f"Ce passage a {length} mots sans un point : ce n’est pas une phrase. Il est "
        "publié comme il est, et un brouillon facile le garde tel quel. Mettez des "
        "points, des paragraphes ou une liste, ou refaites le tableau qui a perdu ses "
        "cases."
    )
    text = running_text(sentence.children)
    return Finding("phrase-sans-fin", message, sentence.pos, document.title, text)


def long_paragraphs(document: Document, options: CheckOptions) -> Iterator[Finding]:
    """Yield the paragraphs of more than ``LONGEST_PARAGRAPH`` words."""
    for paragraph in author_paragraphs(document):
        text = running_text(paragraph.children)
        length = len(words(text))
        if length > LONGEST_PARAGRAPH:
            message = (
                f"Ce paragraphe a {length} mots : il remplit l’écran d’un téléphone. "
                "Coupez-le là où l’idée change, et donnez un titre à chaque partie."
            )
            yield Finding("paragraphe-long", message, paragraph.pos, document.title, text)
