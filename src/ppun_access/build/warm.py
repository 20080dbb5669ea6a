"""Load, when imported, what a page needs: tables of French, rules and templates.

Tables of French, rules and templates are loaded by what first asks for them. A process that
works on pages imports this before its first: on Linux all share it, loaded once.
"""

from __future__ import annotations

from ppun_access.runtime.loading import gc_frozen

_PAGE = """# Une page

La commission a adopté, le 12 mars 2024, l’aide de 3 500 € aux usagers du Conseil régional.

- Une liste.

| Un | tableau |
|---|---|
| de | mots |
"""


def _load() -> None:
    """Take a page through the tasks, to its files and to its page of the report."""
    from ppun_access.build.page_tasks import PrepareTask
    from ppun_access.checks import CHECKS
    from ppun_access.document.model import Book, Edition
    from ppun_access.easy.draft.first_draft import first_draft
    from ppun_access.readers import ReaderOptions, read_markdown
    from ppun_access.report import Report
    from ppun_access.settings.lexique_toml import Lexicon
    from ppun_access.site.report.model import ReportOptions, ReportText, ReportVersion
    from ppun_access.site.report.page import ShowTask, show_text
    from ppun_access.transforms import TransformOptions
    from ppun_access.writers import WRITERS
    from ppun_access.writers.model import HtmlOptions, TextOptions

    lexicon = Lexicon()
    for document in read_markdown(_PAGE, "page.md", ReaderOptions(), Report()):
        options = TransformOptions(lexicon)
        made = PrepareTask(document, options, 40, CHECKS, measured=True).run()
        text, measures = made.document, made.measures
        assert text
        assert measures
        first_draft(text, lexicon)
        edition = Edition(Book(text.title, text.lang, (text,)), "integral")
        WRITERS["html"](edition, HtmlOptions(), Report())
        WRITERS["text"](edition, TextOptions(), Report())
        figures = (measures.ours, measures.sentences)
        shown = ReportVersion("integral", "publie", "page.md", *figures)
        told = ReportText(text.id, text.title, (shown,))
        show_text(ShowTask(told, "t1", (), ReportOptions(), "texte.html"))


with gc_frozen():
    _load()
