"""Sentences and paragraphs that are too long to be read in one breath."""

from __future__ import annotations

from collections.abc import Iterator

from ppun_access.checks.model import LONGEST_PARAGRAPH, CheckOptions, remark
from ppun_access.checks.passages import own_paragraphs, own_sentences
from ppun_access.document.model import Document, Pos, Sentence
from ppun_access.document.walk import running_text
from ppun_access.french import words
from ppun_access.report import Finding
from ppun_access.settings.thresholds import ENDLESS_SENTENCE


def long_sentences(document: Document, options: CheckOptions) -> Iterator[Finding]:
    """Yield the sentences of more than ``longest_sentence`` words, and what is none."""
    endless: dict[Pos | None, int] = {}
    for sentence in own_sentences(document):
        text = running_text(sentence.children)
        length = len(words(text))
        if length > ENDLESS_SENTENCE:
            endless[sentence.pos] = endless.get(sentence.pos, 0) + length
        elif length > options.longest_sentence:
            message = (
                f"Cette phrase a {length} mots : au-delà de {options.longest_sentence}, on "
                "oublie le début avant d’arriver à la fin. Coupez-la en plusieurs phrases, "
                "une idée par phrase, ou faites une liste de ce qu’elle énumère."
            )
            yield remark("phrase-longue", message, sentence.pos, document, text)
    for sentence in own_sentences(document) if endless else ():
        if length := endless.pop(sentence.pos, 0):
            yield _endless(document, sentence, length)


def _endless(document: Document, sentence: Sentence, length: int) -> Finding:
    """Return what is told, once, of a paragraph that has something without an end."""
    message = (
        f"Ce passage a {length} mots sans un point : ce n’est pas une phrase. Il est "
        "publié comme il est, et un brouillon facile le garde tel quel. Mettez des "
        "points, des paragraphes ou une liste, ou refaites le tableau qui a perdu ses "
        "cases."
    )
    text = running_text(sentence.children)
    return remark("phrase-sans-fin", message, sentence.pos, document, text)


def long_paragraphs(document: Document, options: CheckOptions) -> Iterator[Finding]:
    """Yield the paragraphs of more than ``LONGEST_PARAGRAPH`` words."""
    for paragraph in own_paragraphs(document):
        text = running_text(paragraph.children)
        length = len(words(text))
        if length > LONGEST_PARAGRAPH:
            message = (
                f"Ce paragraphe a {length} mots : il remplit l’écran d’un téléphone. "
                "Coupez-le là où l’idée change, et donnez un titre à chaque partie."
            )
            yield remark("paragraphe-long", message, paragraph.pos, document, text)
