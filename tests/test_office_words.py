"""No word of a document of an office is lost in silence: it is read, or told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_office import needs_pandoc, with_more

from ppun_access.document.build import para
from ppun_access.document.model import Document
from ppun_access.document.walk import plain_text
from ppun_access.readers import read
from ppun_access.readers.office.words import lines_of, missing_words
from ppun_access.report import Report

_NOTE = (
    "<text:p>mot<text:note text:note-class='footnote'><text:note-body>{}"
    "</text:note-body></text:note></text:p>"
)
_CELL = (
    "<table:table><table:table-row><table:table-cell>{}"
    "</table:table-cell></table:table-row></table:table>"
)
_LIST = "<text:list><text:list-item>{}</text:list-item></text:list>"
_P = "<text:p>PERDU</text:p>"
_FRAME = f"<draw:frame><draw:text-box>{_P}</draw:text-box></draw:frame>"
ODT = {
    "list in a note": _NOTE.format("<text:p>Note</text:p>" + _LIST.format(_P)),
    "table in a note": _NOTE.format(_CELL.format(_P)),
    "heading in a note": _NOTE.format("<text:h>PERDU</text:h>"),
    "box": f"<text:p>mot{_FRAME}</text:p>",
    "boxes": f"<text:p>{_FRAME.replace('PERDU', 'PREMIER')}"
    f"{_FRAME.replace('PERDU', 'SECOND PERDU')}</text:p>",
    "box alone": _FRAME,
    "shape": f"<text:p><draw:g><draw:rect>{_P}</draw:rect></draw:g> mot</text:p>",
    "field": "<text:p>Le <text:user-field-get>PERDU</text:user-field-get></text:p>",
    "field in a span": "<text:p><text:span><text:date>PERDU</text:date></text:span>"
    "</text:p>",
    "table in a cell": _CELL.format(_CELL.format(_P)),
    "table in an item": _LIST.format(_CELL.format(_P)),
    "heading in a cell": _CELL.format("<text:h>PERDU</text:h>" + _LIST.format(_P)),
    "section in a cell": _CELL.format(f"<text:section>{_P}</text:section>"),
    "rows together": _CELL.format(_P)
    .replace("<table:table-row>", "<table:table-rows><table:table-row>")
    .replace("</table:table-row>", "</table:table-row></table:table-rows>"),
    "numbered": f"<text:numbered-paragraph>{_P}</text:numbered-paragraph>",
}
_RUN = "<w:r><w:t>{}</w:t></w:r>"
_BOX = f"<w:txbxContent><w:p>{_RUN.format('PERDU')}</w:p></w:txbxContent>"
DOCX = {
    "field": f"<w:p><w:fldSimple w:instr='SEQ'>{_RUN.format('PERDU')}</w:fldSimple></w:p>",
    "direction": f"<w:p><w:dir w:val='ltr'>{_RUN.format('PERDU')}</w:dir></w:p>",
    "custom": f"<w:customXml><w:p>{_RUN.format('PERDU')}</w:p></w:customXml>",
    "box": f"<w:p><w:r><w:pict>{_BOX}</w:pict></w:r>{_RUN.format('APRES')}</w:p>",
}


def said(path: Path) -> tuple[str, list[str]]:
    report = Report()
    documents = read(path, report=report)
    words = " ".join(plain_text(block) for d in documents for block in d.blocks)
    return words, [f.message for f in report.findings if f.code == "passage-non-lu"]


@needs_pandoc
def test_what_pandoc_passes_over_in_an_odt_is_read(tmp_path: Path) -> None:
    parts = [
        part.replace("PERDU", f"PERDU{number}") for number, part in enumerate(ODT.values())
    ]
    end = "".join(parts) + "</office:text>"
    words, told = said(
        with_more("odt", "content.xml", b"</office:text>", end.encode(), tmp_path)
    )
    missing = [
        kind for n, kind in enumerate(ODT) if not re.search(rf"PERDU{n}(?!\d)", words)
    ]
    assert not missing
    assert words.index("PREMIER") < words.index("SECOND")
    assert not told


@needs_pandoc
def test_what_pandoc_passes_over_in_a_docx_is_read(tmp_path: Path) -> None:
    parts = [
        part.replace("PERDU", f"PERDU{number}") for number, part in enumerate(DOCX.values())
    ]
    body = "<w:body>" + "".join(parts)
    path = with_more("docx", "word/document.xml", b"<w:body>", body.encode(), tmp_path)
    words, told = said(path)
    assert not [kind for n, kind in enumerate(DOCX) if f"PERDU{n}" not in words]
    assert words.count("PERDU3") == words.count("APRES") == 1
    assert not told


@needs_pandoc
def test_what_is_lost_is_told(tmp_path: Path) -> None:
    ruby = (
        "<w:body><w:p><w:r><w:ruby><w:rubyBase>"
        + _RUN.format("Zinc bleuté")
        + "</w:rubyBase></w:ruby></w:r></w:p>"
    )
    path = with_more("docx", "word/document.xml", b"<w:body>", ruby.encode(), tmp_path)
    words, (told,) = said(path)
    assert "Zinc bleuté" not in words
    assert told.startswith("2 mots")
    assert "« Zinc bleuté »" in told


def test_what_is_no_text_is_not_missed(tmp_path: Path) -> None:
    odt = (
        "<text:p>Un<text:span>mot</text:span><text:s/>et<office:annotation>"
        "<text:p>Non</text:p></office:annotation><text:page-number>7</text:page-number></text:p>"
        "<text:section text:display='none'><text:p>Non</text:p></text:section>"
        "<text:table-of-content><text:p>Non</text:p></text:table-of-content></office:text>"
    )
    path = with_more("odt", "content.xml", b"</office:text>", odt.encode(), tmp_path)
    assert lines_of(path.read_bytes(), ".odt")[-1] == "Unmot et"
    docx = (
        "<w:body><w:p><w:r><w:t>Un</w:t></w:r><w:r><w:t>mot</w:t><w:tab/><w:t>et</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Non</w:t></w:r><w:moveFrom>"
        "<w:r><w:t>Non</w:t></w:r></w:moveFrom><w:r><w:instrText>Non</w:instrText></w:r></w:p>"
    )
    path = with_more("docx", "word/document.xml", b"<w:body>", docx.encode(), tmp_path)
    assert lines_of(path.read_bytes(), ".docx")[0] == "Unmot et"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["Un mot, un autre"], (0, "")),
        (["Unmot", "unautre"], (0, "")),
        (["UN MOT un aut\u00adre"], (0, "")),
        (["Un mot", "un autre", "de plus"], (2, "de plus")),
        (["T", "T", "Un mot, un autre"], (0, "")),
    ],
)
def test_words_are_counted_as_they_are_cut(lines: list[str], told: tuple[int, str]) -> None:
    document = Document("t", "fr", "T", (para("Un mot, un autre"),))
    assert missing_words(lines, document) == told
