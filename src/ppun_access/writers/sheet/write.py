"""Write, as HTML and CSV, the form where a reading group judges each sentence.

This module writes it as a web page and as CSV; ``office.py`` writes it for word processors,
typst for print. No field asks who answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from ppun_access.document.model import Div, Document, Heading, Sentence
from ppun_access.document.walk import children, running_text
from ppun_access.runtime.spreadsheets import csv_table
from ppun_access.writers.html.frame import rendered
from ppun_access.writers.labels import labelled, quoted
from ppun_access.writers.units import NBSP

UNDERSTOOD = "Je comprends"
NOT_UNDERSTOOD = "Je ne comprends pas"
INSTEAD = "Je dirais plutôt"
BOX = "\N{BALLOT BOX}"
COLUMNS = ("Phrase", f"{UNDERSTOOD} / {NOT_UNDERSTOOD}", INSTEAD)
ADVICE = (
    "Lisez chaque phrase.",
    f"Cochez {quoted(UNDERSTOOD)} ou {quoted(NOT_UNDERSTOOD)}.",
    "Vous pouvez écrire la phrase avec vos mots.",
    "Il n’y a pas de mauvaise réponse.",
    f"En groupe{NBSP}: si une personne ne comprend pas, cochez {quoted(NOT_UNDERSTOOD)}.",
    "N’écrivez pas votre nom.",
)
WHO = "Cette fiche est remplie par"
KINDS = ("une personne", "un groupe")
FIELDS = ("Nom de l’atelier", "Date", "Nombre de personnes")
_GLOSSARY = "mots difficiles"
CSV_COLUMNS = ("texte", "numéro", "phrase", "je comprends (oui ou non)", INSTEAD.lower())


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence to read; ``title`` when it is a heading."""

    number: int
    text: str
    title: bool = False
    line: int = 0
    """Where its paragraph begins in the file, from 1; 0 when nothing says so."""
    gloss: bool = False
    """Whether it explains a word of the glossary, wherever the text has it."""
    question: str = ""
    """What is asked after it, of the passage that it ends."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The questions to a reading group about one easy text."""

    id: str
    title: str
    stamp: str
    """The digest of the text that is read: an answer is about these words."""
    rows: tuple[Row, ...]
    lang: str = "fr"

    @property
    def name(self) -> str:
        """The line by which a filled sheet is known again."""
        return f"{labelled('Fiche', self.id)} — {labelled('version', self.stamp)}"

    @property
    def heading(self) -> str:
        """The title of the sheet itself."""
        return labelled("Fiche de relecture", self.title)


def sheet(document: Document, stamp: str) -> Sheet:
    """Return the sheet of an easy text whose sentences are cut.

    What explains a word is asked once, although the text and its glossary both say it.
    """
    found = [(document.title, True, 0), *_sentences(document, False)]
    rows = [Row(n, *told) for n, told in enumerate(_asked_once(found), 1)]
    return Sheet(document.id, document.title, stamp, tuple(_questions(rows)), document.lang)


def _questions(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield ``rows``, each passage ended by a question on what was understood.

    A passage goes to the next title; that of the glossary has no question.
    """
    title, number = "", 0
    for row, after in zip_longest(rows, rows[1:]):
        title = row.text if row.title else title
        is_end = not row.title and (after is None or after.title)
        if is_end and _GLOSSARY not in title.casefold():
            number += 1
            yield replace(row, question=f"Question {number}. {_question(title, number)}")
        else:
            yield row


def _question(title: str, number: int) -> str:
    if title.endswith("?"):
        return f"{quoted(title)} Répondez avec vos mots."
    asked = "de quoi parle ce texte" if number == 1 else "que faut-il retenir"
    return f"{labelled(quoted(title), asked)}{NBSP}? Dites-le avec vos mots."


def _asked_once(
    found: Sequence[tuple[str, bool, int]],
) -> Iterator[tuple[str, bool, int, bool]]:
    glosses, seen = frozenset(_glosses(found)), set[str]()
    for text, title, line in found:
        if text not in glosses or text not in seen:
            yield text, title, line, text in glosses
        seen.add(text)


def _glosses(found: Sequence[tuple[str, bool, int]]) -> Iterator[str]:
    """Yield the sentences of the glossary that name a word and explain it."""
    inside = False
    for text, title, _ in found:
        if title:
            inside = _GLOSSARY in text.casefold()
        elif inside and ":" in text:
            yield text


def _sentences(tree: object, title: bool) -> Iterator[tuple[str, bool, int]]:
    for node in children(tree):
        if isinstance(node, Div) and node.role in ("status", "signature", "credits"):
            continue
        if isinstance(node, Sentence):
            if text := " ".join(running_text((node,)).split()):
                yield text, title, node.pos.line if node.pos else 0
        else:
            yield from _sentences(node, title or isinstance(node, Heading))


def html_sheet(made: Sheet) -> bytes:
    """Return the sheet as one page, to fill in on paper or on screen."""
    return rendered(
        "sheet.html", sheet=made, columns=COLUMNS, advice=ADVICE, fields=FIELDS,
        understood=UNDERSTOOD, not_understood=NOT_UNDERSTOOD, instead=INSTEAD,
        who=WHO, kinds=KINDS,
    )  # fmt: skip


def csv_sheet(made: Sheet) -> bytes:
    """Return the sheet as values for a French spreadsheet."""
    tie = f"{made.id} {made.stamp}"
    asked = [
        (tie, number, text, "", "")
        for row in made.rows
        for number, text in (
            (str(row.number), row.text),
            *([tuple(row.question.split(". ", 1))] if row.question else ()),
        )
    ]
    who = ((tie, "", field, "", "") for field in ("Une personne ou un groupe", *FIELDS))
    return csv_table((CSV_COLUMNS, *asked, *who))
