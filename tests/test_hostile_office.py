"""Documents of offices that are written to hold the program up."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import rezipped
from growth import grows_with_its_length
from projects import build, project
from test_daisy import PNG
from test_office import needs_pandoc

from ppun_access.readers.office.conversion import picture_inside
from ppun_access.readers.office.parts import repaired

__all__ = ["project"]

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCUMENT = f"<w:document {W}><w:body><w:p/></w:body></w:document>"
CHAPTER = "EPUB/c.xhtml"
EPUB = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
        '<rootfiles><rootfile full-path="EPUB/c.opf"/></rootfiles></container>'
    ),
    "EPUB/c.opf": (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest>'
        '<item id="c" href="c.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="i" href="a.png" media-type="image/png"/>'
        '</manifest><spine><itemref idref="c"/></spine></package>'
    ),
    "EPUB/a.png": PNG,
}


def test_styles_that_follow_each_other_are_read_once() -> None:
    def read(count: int) -> None:
        styles = "".join(
            f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>'
            for n in range(count)
        )
        parts = {
            "word/document.xml": DOCUMENT,
            "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
        }
        repaired(rezipped(parts), ".docx")

    grows_with_its_length(read, 2_000)


@needs_pandoc
def test_a_picture_shown_a_hundred_times_is_taken_once(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []

    def take(document: Path, src: str, most: int) -> bytes | None:
        taken.append(src)
        return picture_inside(document, src, most)

    shown = '<p>Une image.</p><p><img src="a.png" alt="Une carte de la région"/></p>' * 100
    page = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{shown}</body></html>'
    (project / "content/livre.epub").write_bytes(rezipped({**EPUB, CHAPTER: page}))
    monkeypatch.setattr("ppun_access.project.project.picture_inside", take)
    assert build("--to", "html") == 0
    assert taken == ["a.png"]
