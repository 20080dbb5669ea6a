"""Read a page of a GitBook space: Markdown with ``{% tags %}``.

``expressions.py`` fills the variables, ``tags.py`` finds the tags,
``folding.py`` folds the tree at them, ``blocks.py`` says what each becomes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ppun_access.document.model import Block, Document, Pos
from ppun_access.readers.context import Context
from ppun_access.readers.depth import limited_depth
from ppun_access.readers.front_matter import split_front_matter, with_language
from ppun_access.readers.gitbook.editorial_tabs import documents
from ppun_access.readers.gitbook.expressions import expanded, own_variables
from ppun_access.readers.gitbook.folding import Folding
from ppun_access.readers.gitbook.includes import Includes
from ppun_access.readers.gitbook.tags import ESCAPE, Found, Making, gitbook, without_marks
from ppun_access.readers.html.divisions import FORMULA
from ppun_access.readers.html.tree import read_html
from ppun_access.readers.markdown.page import first_title, page, report_unclosed
from ppun_access.readers.markdown.parser import parser
from ppun_access.readers.markdown.to_html import to_html
from ppun_access.readers.model import ReaderOptions
from ppun_access.readers.own_block import without_own_block
from ppun_access.report import Finding, Report


def read_gitbook(
    source: str, name: str, options: ReaderOptions, report: Report
) -> tuple[Document, ...]:
    """Return the documents of a GitBook page; ``name`` is its path, for messages.

    A tab whose title speaks of an « édito » is a document; what surrounds such tabs is
    one more, marked as the opening of the book. Raises InputError on broken front matter.
    """
    front, text, first_line = split_front_matter(source, name, report)
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    title = ESCAPE.sub(r"\1", first_title(text)) or options.title or stem
    options = with_language(options, front, name, title, report)
    reading = _Reading(name, title, options, report)
    includes = Includes(options.files, (name,))
    content = reading.blocks(text, front, first_line, includes)
    content = without_own_block(limited_depth(content, name, title, report))
    return documents(page(content, front, name, options), report)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads one file of a space: a page, or what a page includes."""

    name: str
    page: str
    options: ReaderOptions
    report: Report

    def blocks(
        self, text: str, front: Mapping[str, Any], first_line: int, includes: Includes
    ) -> tuple[Block, ...]:
        """Return the blocks of ``text``, which begins at ``first_line`` of the file."""
        variables = {**self.options.variables, **own_variables(front)}
        text = expanded(
            without_marks(text), variables, lambda code, line, words: self._tell(
                code, line + first_line, words
            ),
        )  # fmt: skip
        found = Found()
        html = to_html(text, parser(gitbook), found, first_line)
        context = Context(
            self.name, self.page, self.report, lang=self.options.lang, lines=html.lines
        )
        flat = read_html(html.text, context)
        report_unclosed(html, text, first_line, context)
        self._tell_found(found)
        making = Making(
            self.name, self.page, self.report,
            lambda tag: includes.blocks(tag, making, self._included),
        )  # fmt: skip
        return Folding(found, making).fold(flat)

    def _included(self, name: str, text: str, includes: Includes) -> tuple[Block, ...]:
        front, text, first_line = split_front_matter(text, name, self.report)
        return replace(self, name=name).blocks(text, front, first_line, includes)

    def _tell_found(self, found: Found) -> None:
        for line, formula in found.formulas:
            self._tell("formule-en-source", line, formula)

    def _tell(self, code: str, line: int, words: str) -> None:
        """Note what stands at a line of this file."""
        pos = Pos(self.name, line)
        message = _MESSAGES[code].replace("{0}", words)
        self.report.add(Finding(code, message, pos, self.page, words))


_MESSAGES = {
    "formule-en-source": FORMULA,
    "variable-inconnue": "La variable « {0} » n’a pas de valeur : son nom est publié. "
    "Donnez-lui une valeur dans .gitbook/vars.yaml, ou écrivez le texte.",
}
