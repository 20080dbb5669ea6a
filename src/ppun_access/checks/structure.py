"""Texts without words, tables without headers, lists that are only drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.checks.model import CheckOptions, remark
from ppun_access.checks.passages import own_paragraphs
from ppun_access.document.model import Document, Image, Pos, Table
from ppun_access.document.sources import page_of_source
from ppun_access.document.walk import nodes, plain_text, running_text
from ppun_access.report import Finding

_BULLET = re.compile(r"(?:^|\s)[•●▪◦‣■□➢➤❖✓✔►](?=\s)")


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
        yield remark("texte-vide", message, pos, document, "")


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
            yield remark("tableau-sans-entete", message, table.pos, document, passage)


def drawn_lists(document: Document, options: CheckOptions) -> Iterator[Finding]:
    """Yield the paragraphs in which bullets are typed by hand."""
    for paragraph in own_paragraphs(document):
        text = running_text(paragraph.children)
        first = _BULLET.match(text)
        if first and len(_BULLET.findall(text)) > 1:
            message = (
                "Ces points sont tapés à la main : une voix n’annonce pas de liste. "
                "Commencez chaque ligne par « - », après une ligne vide."
            )
            yield remark("liste-imitee", message, paragraph.pos, document, text)
