"""Convert a pandoc tree to a document of our model."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ppun_access.document.model import Block, Document, Heading, Para, Pos, Text
from ppun_access.readers.front_matter import with_language
from ppun_access.readers.markdown.page import page
from ppun_access.readers.model import ReaderOptions
from ppun_access.readers.office.blocks import blocks
from ppun_access.readers.office.context import Reading, words
from ppun_access.readers.office.words import missing_words
from ppun_access.report import Finding, Report

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)T[\d:.]+(?:Z|[+-][\d:]+)?")


def read_pandoc(
    source: str, name: str, options: ReaderOptions, report: Report
) -> tuple[Document, ...]:
    """Return the one document of pandoc's tree; ``name`` is its path, for messages."""
    given = json.loads(source)
    tree = given["tree"]
    front = dict(_front(tree["meta"]))
    beside = given["beside"]
    if beside["lang"]:
        front.setdefault("lang", beside["lang"])
    title = front.get("title", "")
    front |= _one_language(front, options)
    options = with_language(options, front, name, title, report)
    page_title = title or _first_heading(tree)
    reading = Reading(name, page_title, options.lang, report, blocks)
    reading.hear(beside)
    content = [*_opening(tree["meta"], reading), *blocks(tree["blocks"], reading)]
    _report_changes(reading)
    _report_skipped(given["log"], reading)
    titles = [b for b in content if isinstance(b, Heading) and b.level == 1]
    if not (front.get("title") or titles):
        content = _promoted(content)
    document = page(tuple(content), front, name, options)
    _report_lost(given.get("lines", ()), document, reading)
    return (document,)


def _front(meta: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what a document says of itself, under the names of front matter."""
    for key, names in (
        ("title", ("title",)),
        ("author", ("author", "creator")),
        ("date", ("date",)),
        ("lang", ("lang", "language")),
        ("description", ("description",)),
    ):
        text = next((text for n in names if n in meta and (text := _said(meta[n]))), "")
        if text and text not in _NOBODY:
            yield key, _DAY.sub(r"\1", text)


def _one_language(front: Mapping[str, str], options: ReaderOptions) -> Mapping[str, str]:
    """Return the language of a book that says several: ours, else the first."""
    said = front.get("lang", "").split(", ")
    ours = (tag for tag in said if tag.partition("-")[0] == options.lang.partition("-")[0])
    return {"lang": next(ours, said[0])} if len(said) > 1 else {}


_NOBODY = ("Unknown Title", "Unknown Author")
"""What LibreOffice calls what it does not know."""


def _said(value: Any) -> str:
    """Return a piece of pandoc's metadata as one line; several authors have commas."""
    match value:
        case {"t": "MetaList", "c": items}:
            return ", ".join(filter(None, map(_said, items)))
        case _:
            return words(value)


def _opening(meta: Mapping[str, Any], reading: Reading) -> Iterator[Block]:
    """Yield the blocks between the title and the text: subtitle, abstract."""
    if subtitle := words(meta.get("subtitle")):
        yield Para((Text(subtitle),), pos=reading.pos())
    match meta.get("abstract"):
        case {"t": "MetaBlocks", "c": inside}:
            yield from blocks(inside, reading)
        case {"t": "MetaInlines", "c": inside}:
            yield from blocks([{"t": "Para", "c": inside}], reading)


def _first_heading(tree: Mapping[str, Any]) -> str:
    """Return the words of the first heading, for messages."""
    top = (block for block in tree["blocks"] if block["t"] == "Header")
    return next((words(block["c"][2]) for block in top), "")


def _promoted(content: list[Block]) -> list[Block]:
    """Return a text whose only heading of its highest level comes first, as its title."""
    if not content or not isinstance(first := content[0], Heading):
        return content
    others = [b.level for b in content[1:] if isinstance(b, Heading)]
    if others and min(others) <= first.level:
        return content
    title = Heading(1, first.children, id=first.id, lang=first.lang, pos=first.pos)
    return [title, *content[1:]]


def _report_changes(reading: Reading) -> None:
    """Report what people wrote beside the text: changes that wait, comments."""
    deleted = " ".join(reading.deleted)
    if reading.changes:
        message = (
            "Ce document a des modifications suivies : elles sont publiées comme si elles "
            "étaient toutes acceptées. Acceptez-les ou refusez-les avant de publier."
        )
        reading.tell_page("modifications-suivies", message, deleted)
    if reading.comments:
        message = "Les commentaires de ce document ne sont pas publiés."
        passage = " ".join(reading.comments)
        reading.tell_page("commentaires-retires", message, passage)


def _report_skipped(log: list[tuple[str, str, int]], reading: Reading) -> None:
    for message, passage, line in log:
        text = (
            f"Ce passage n’est pas compris ; il n’est pas publié : {passage or message} "
            "Écrivez-le autrement."
        )
        pos = Pos(reading.name, line or 1)
        words = passage or message
        reading.report.add(Finding("passage-non-lu", text, pos, reading.page, words))


def _report_lost(lines: Sequence[str], document: Document, reading: Reading) -> None:
    """Report the words of the document's own XML that were not read."""
    count, passage = missing_words(lines, document)
    if not count:
        return
    what = "1 mot de ce document n’est pas lu : il n’est pas publié"
    if count > 1:
        what = f"{count} mots de ce document ne sont pas lus : ils ne sont pas publiés"
    first = " ".join(passage.split()[:_FIRST])
    message = (
        f"{what}. Ce passage en a : « {first} ». Sortez-le de la note, du cadre, du "
        "tableau ou du champ qui le tient, et écrivez-le en paragraphes."
    )
    reading.tell_page("passage-non-lu", message, first)


_FIRST = 12
"""Words that show where some are missing."""
