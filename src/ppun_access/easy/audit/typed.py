"""Find what is typed by hand where a text should have none, or the markup of its format.

Lists in a line, marks of notes, words cut by a hyphen, spaces that draw a layout, and
headings whose numbers nobody can follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from ppun_access.document.model import Heading, Para
from ppun_access.document.walk import nodes, running_text
from ppun_access.easy.audit.model import AuditFinding, Facts, Passage
from ppun_access.easy.audit.outcomes import node_finding, passage_finding
from ppun_access.french.lexical.morphology import readings

_ORDERED = tuple(
    re.compile(mark, re.IGNORECASE)
    for mark in (
        r"(?<![\w(])([1-9])\)",
        r"(?<![\w(])([a-h])\)",
        r"(?<!\w)([1-9])[°º](?!\s?C)",
        r"(?<!\S)([1-9])\.(?=\s[^\W\d_])",
        r"([①-⑨])(?=\s)",
        r"\bétape\s([1-9])\s?:",
    )
)
"""How the items of a list in a line are numbered, each in its own way."""
_BULLETS = (
    re.compile(r"[•◦▪‣∙●○■►➢➤✓✔](?=\s)"),
    re.compile(r"(?:^|(?<=[:,;]\s))[-–—](?=\s)"),
    re.compile(r"(?<!\S)\*(?=\s)"),
)
_DASHED = re.compile(r":\s[-–—]\s[^-–—]+\s[-–—]\s")
"""« comprend : – une photo – un timbre »."""
_IN_A_LIST = "Faites une vraie liste : chaque élément sur sa ligne, avec sa marque."


def lists_in_a_line(facts: Facts, *, ordered: bool) -> Iterator[AuditFinding]:
    """Yield the lists whose items follow each other in a line of text."""
    for passage, text in _lines(facts):
        if ordered:
            listed = any(map(_counts_up, (m.findall(text) for m in _ORDERED)))
        else:
            dashed = bool(_DASHED.search(text))
            listed = dashed or any(len(mark.findall(text)) > 1 for mark in _BULLETS)
        if listed:
            message = "Cette liste est écrite à la suite, dans une phrase."
            yield passage_finding(passage, passage.text, message, _IN_A_LIST)


def _counts_up(marks: list[str]) -> bool:
    low = [mark.lower() for mark in marks]
    return any(ord(two) - ord(one) == 1 for one, two in pairwise(low))


def _lines(facts: Facts) -> Iterator[tuple[Passage, str]]:
    """Yield each line of the source, with the passage that begins it."""
    for _, some in groupby(facts.passages, lambda one: (one.file, one.line, one.kind)):
        line = list(some)
        if line[0].line is None:
            yield from ((one, one.prose) for one in line)
        else:
            yield line[0], " ".join(one.prose for one in line)


_NOTE = re.compile(
    r"(?<=[^\W\d_])[¹²³⁴-⁹]+(?<!\bm[²³])(?<![cdk]m[²³])(?<!mm[²³])"
    r"|(?<=\w)\s?[①-⑳](?=\W|$)|(?<=\w)\*{1,3}(?=[\s.,;:!?»)]|$)"
)
_BRACKETED = re.compile(r"(?<=\S)\s?(\([1-9]\d?\))")
_SUM_UP = "Mettez le texte de la note dans une phrase."


def typed_notes(facts: Facts) -> Iterator[AuditFinding]:
    """Yield the marks of typed notes: « ① », « ¹ », and « (1) » if a line begins so."""
    begins = {found[0] for p in facts.passages if (found := re.match(r"\(\d+\)", p.prose))}
    for passage in facts.passages:
        text = passage.prose
        marks = [m[0].strip() for m in _NOTE.finditer(text)]
        marks += [m[1] for m in _BRACKETED.finditer(text) if m[1] in begins]
        for mark in marks:
            message = f"« {mark} » renvoie à une note, qui fait quitter la phrase."
            yield passage_finding(passage, mark, message, _SUM_UP)


_CUT = re.compile(r"(?<![\w-])([^\W\d_]{2,})-(\s?)([^\W\d_]{2,})(?![\w-])")
_AFTER_VERB_TEXT = """
    ce elle elles en eux ici il ils je là la le les leur lui moi nous on toi tu vous y
"""
_AFTER_VERB = frozenset(_AFTER_VERB_TEXT.split())


def cut_words(facts: Facts) -> Iterator[AuditFinding]:
    """Yield the words that a hyphen cuts: « for-mulaire », « attes- tation ».

    « rendez-vous », « sous-préfet », « centre-ville » are words with their hyphen.
    """
    for passage in facts.passages:
        for found in _CUT.finditer(passage.prose):
            whole = found[1] + found[3].lower()
            if found[3].lower() in _AFTER_VERB or not found[3][0].islower():
                continue
            if found[1].lower() in _PREFIXES:
                continue
            if readings(whole) and not readings(f"{found[1]}-{found[3]}"):
                message = f"« {found[0]} » est un mot coupé."
                yield passage_finding(passage, found[0], message, f"Écrivez « {whole} ».")


_PREFIXES = frozenset({"anti", "auto", "co", "mini", "pré", "re", "ré"})
"""« ré-aménagement » is one word, joined."""
_WIDE = "\u00a0\u2000-\u200a\u202f\u3000"
_INDENT = re.compile(rf"[{_WIDE}]{{2,}}")
_GAP = re.compile(rf"(?<=\S)(?: ?[{_WIDE}]){{3,}} ?(?=\S)")


def indented_by_spaces(facts: Facts) -> Iterator[AuditFinding]:
    """Yield the paragraphs that begin with wide spaces."""
    for block, text in _blocks(facts):
        if _INDENT.match(text):
            message = "Des espaces décalent le début de ce texte. Retirez-les."
            yield node_finding(block, message, " ".join(text.split()))


def in_columns_by_spaces(facts: Facts) -> Iterator[AuditFinding]:
    """Yield the paragraphs where runs of spaces set columns apart."""
    for block, text in _blocks(facts):
        if _GAP.search(text):
            message = (
                "Des espaces mettent ce texte en colonnes. Faites une phrase ou une liste."
            )
            yield node_finding(block, message, " ".join(text.split()))


def _blocks(facts: Facts) -> Iterator[tuple[Para | Heading, str]]:
    for node in nodes(facts.document):
        if isinstance(node, Para | Heading):
            yield node, running_text(node.children)


_NUMBERS = re.compile(
    r"(?:\d+\.\d+\.\d+\S*|\d+\.\d+\s?[a-z]\b|[IVX]+\.\s?[A-Z]\.|[A-Z]\.\s?[IVX]+\.)",
    re.ASCII,
)


def deep_numbers(facts: Facts) -> Iterator[AuditFinding]:
    """Yield the headings with numbers of three parts, or of figures and letters."""
    for passage in facts.passages:
        found = _NUMBERS.match(passage.text) if passage.kind == "titre" else None
        if found:
            message = f"Le numéro « {found[0]} » est difficile à suivre."
            yield passage_finding(
                passage,
                found[0],
                message,
                "Retirez-le, ou écrivez « 1. ».",
            )
