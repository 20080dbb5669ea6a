"""``show``: print a page as the program parsed it."""

from __future__ import annotations

import json

from ppun_access.build.narration import narration_options
from ppun_access.commands.texts import one_page, one_text
from ppun_access.document.model import Book, Document, Edition
from ppun_access.document.packing import to_json
from ppun_access.document.walk import running_text, sentences
from ppun_access.easy.review.record import version_of
from ppun_access.project.project import Project
from ppun_access.report import Report
from ppun_access.speech.narration.script import script
from ppun_access.writers.markdown.write import write_markdown
from ppun_access.writers.model import TextOptions
from ppun_access.writers.text.write import whole_text


def show(file: str, form: str, report: Report) -> str:
    """Return the text of ``file`` in one form: ast, sentences, speech, text or markdown.

    Markdown is that of the page as it was read, the others as it is published.
    """
    if form == "markdown":
        project, document = one_page(file, report)
        return write_markdown(document, project.settings.lang).rstrip("\n")
    project, document = one_text(file, report)
    match form:
        case "ast":
            return json.dumps(to_json(document), ensure_ascii=False, indent=1)
        case "sentences":
            return "\n".join(
                " ".join(running_text((s,)).split()) for s in sentences(document)
            )
        case "speech":
            return _speech(project, document)
        case _:
            return _text(project, document, report)


def _speech(project: Project, document: Document) -> str:
    options = narration_options(project, version_of(document)).script
    return "\n".join(utterance.text for utterance in script(document, options))


def _text(project: Project, document: Document, report: Report) -> str:
    settings = project.settings
    book = Book(project.title, settings.lang, (document,), publisher=settings.publisher)
    options = TextOptions(settings.announcements)
    edition = Edition(book, version_of(document))
    return whole_text(document, edition, options, report).rstrip()
