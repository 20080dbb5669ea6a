"""Our own check of EPUB: a sound book has no fault, and each planted one is found."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from books import (
    FRAME_SECONDS,
    altered,
    edition,
    mp3,
    narration,
    rezipped,
    segmented,
    unzipped,
)
from builders import bullets, heading

from ppun_access.document.build import para
from ppun_access.document.model import Document, Note
from ppun_access.inspect.epub import check_epub
from ppun_access.inspect.epub_overlays import clock
from ppun_access.report import Report
from ppun_access.tools.mp3_frames import seconds, sound_frames
from ppun_access.writers.epub.metadata import PARTLY_HEARD
from ppun_access.writers.epub.write import write_epub
from ppun_access.writers.model import EpubOptions

OPF, PAGE, SMIL, NAV = "package.opf", "edito.xhtml", "edito.smil", "nav.xhtml"
Alter = Callable[[str], str]


@pytest.fixture(scope="module")
def sound_book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A book with a title, a note and a list, all of it read."""
    text = segmented(
        Document(
            "edito",
            "fr",
            "L’édito",
            (
                heading(2, "Un titre"),
                para("Une phrase.", Note((para("Une note."),)), " Une autre."),
                bullets("un", "deux"),
            ),
        )
    )
    sound = narration(text, tmp_path_factory.mktemp("son"))
    made = write_epub(edition(text, sounds=(sound,)), EpubOptions(), Report())
    return bytes(made["edito/edito.epub"])  # type: ignore[arg-type]


def faults(content: bytes, folder: Path) -> list[str]:
    path = folder / "livre.epub"
    path.write_bytes(content)
    return list(check_epub(path))


def test_a_sound_book(sound_book: bytes, tmp_path: Path) -> None:
    assert faults(sound_book, tmp_path) == []


def replaced(pattern: str, by: str) -> Alter:
    return lambda text: re.sub(pattern, by, text)


# The ZIP


def test_what_is_no_zip(tmp_path: Path) -> None:
    assert faults(b"rien", tmp_path) == [
        "ce n’est pas un livre EPUB (l’archive ne s’ouvre pas)."
    ]


def test_a_damaged_entry(sound_book: bytes, tmp_path: Path) -> None:
    broken = sound_book.replace(b"Une phrase.", b"Une phrasE.", 1)
    assert faults(broken, tmp_path) == ["dans ce livre, EPUB/edito.xhtml est abîmé."]


def test_the_type_comes_first(sound_book: bytes, tmp_path: Path) -> None:
    entries = unzipped(sound_book)
    kind = entries.pop("mimetype")
    (told,) = faults(rezipped({**entries, "mimetype": kind}), tmp_path)
    assert told == "« mimetype » n’est pas le premier fichier de l’archive."


@pytest.mark.parametrize(
    ("compress", "extra", "content", "told"),
    [
        (zipfile.ZIP_DEFLATED, b"", b"application/epub+zip", "est compressé"),
        (zipfile.ZIP_STORED, b"", b"application/epub+zip\n", "ne dit pas"),
        (zipfile.ZIP_STORED, b"\x99\x99\x00\x00", b"application/epub+zip", "en trop"),
    ],
)
def test_the_type_is_bare(
    sound_book: bytes,
    tmp_path: Path,
    compress: int,
    extra: bytes,
    content: bytes,
    told: str,
) -> None:
    entries = unzipped(sound_book)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zip_:
        info = zipfile.ZipInfo("mimetype")
        info.compress_type, info.extra = compress, extra
        zip_.writestr(info, content)
        for name in list(entries)[1:]:
            zip_.writestr(name, entries[name])
    (found,) = faults(buffer.getvalue(), tmp_path)
    assert told in found


# The package


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        ("META-INF/container.xml", "META-INF/container.xml manque"),
        ("EPUB/package.opf", "annonce « EPUB/package.opf », qui manque"),
        ("EPUB/style.css", "le manifeste annonce EPUB/style.css, qui manque."),
        ("EPUB/audio/edito.mp3", "le manifeste annonce EPUB/audio/edito.mp3, qui manque."),
        ("EPUB/edito.smil", "demande un son (« f3 ») qui manque."),
    ],
)
def test_a_file_is_gone(sound_book: bytes, tmp_path: Path, gone: str, told: str) -> None:
    entries = unzipped(sound_book)
    del entries[gone]
    assert any(told in fault for fault in faults(rezipped(entries), tmp_path))


def test_a_file_that_nothing_lists(sound_book: bytes, tmp_path: Path) -> None:
    entries = {**unzipped(sound_book), "EPUB/brouillon.txt": b"x"}
    assert faults(rezipped(entries), tmp_path) == [
        "EPUB/brouillon.txt n’est pas dans le manifeste."
    ]


DURATION = r'(refines="#f3" property="media:duration">)[^<]*'
ADDED = '<item id="f98" href="style.css" media-type="text/css"/><item id="f5"'
CLAIM = '<meta property="dcterms:conformsTo">EPUB-A11Y</meta></metadata>'
LINKED_CLAIM = '<link rel="dcterms:conformsTo" href="http://a.fr/"/></metadata>'
OVERLAP = "commence avant la fin du précédent"
UNHEARD = "des mots sont dans le son"
NO_LENGTH = "la durée (media:duration) manque"
FAULTS = [
    (OPF, r'<item id="f5"', ADDED, "le manifeste annonce EPUB/style.css deux fois."),
    (OPF, r'idref="f2"', 'idref="f99"', "l’ordre de lecture demande « f99 »"),
    (OPF, r"<itemref[^>]*>", "", "aucune page dans son ordre de lecture"),
    (OPF, r' properties="nav"', "", "0 sommaires au lieu d’un"),
    (OPF, r"</package>", "", "ce livre est illisible"),
    (PAGE, r"</p>", "", "ce livre est illisible"),
    # What it says of itself.
    (OPF, r".*schema:accessibilityHazard.*\n", "", "« accessibilityHazard »"),
    (OPF, r'(accessibilitySummary">)[^<]*', r"\1", "« accessibilitySummary »"),
    (OPF, r".*schema:accessModeSufficient.*\n", "", "« accessModeSufficient »"),
    (OPF, r'Sufficient">textual', 'Sufficient">visual', "peut être lu en texte"),
    (OPF, r"<dc:language>fr", "<dc:language>français", "« français »"),
    (OPF, "</metadata>", CLAIM, "ne dit pas qui l’a vérifié"),
    (OPF, "</metadata>", LINKED_CLAIM, "ne dit pas qui l’a vérifié"),
    (OPF, r".*synchronizedAudioText.*\n", "", "a du son et ne le dit pas"),
    (OPF, r' media-overlay="f3"', "", "annonce un son qu’il n’a pas"),
    (OPF, r'accessMode">auditory', 'accessMode">visual', "« accessMode » ne dit pas"),
    # Languages.
    (PAGE, r' lang="fr"', "", "ne dit pas sa langue"),
    (PAGE, r"<aside ", '<aside lang="el" ', "(« el ») n’est dite qu’à moitié"),
    (NAV, r' xml:lang="fr"', "", "(« fr ») n’est dite qu’à moitié"),
    # Clips and their sound.
    (SMIL, r'clipEnd="1.250s"', 'clipEnd="1.500s"', OVERLAP),
    (SMIL, r'clipBegin="2.500s"', 'clipBegin="1.900s"', OVERLAP),
    (SMIL, r'clipBegin="11.250s"', 'clipBegin="0.000s"', OVERLAP),
    (SMIL, r'clipEnd="2.500s"', 'clipEnd="1.250s"', "finit avant de commencer"),
    (SMIL, r'clipEnd="12.500s"', 'clipEnd="12.700s"', "après la fin du son"),
    (SMIL, r"audio/edito", "audio/autre", "le son EPUB/audio/autre.mp3 manque"),
    (SMIL, r'clipEnd="1.250s"', 'clipEnd="PT1.25S"', "n’est pas une durée"),
    (SMIL, r"<audio[^>]*>", "", "n’a pas de texte ou pas de son"),
    # Clips and their page.
    (SMIL, "#titre", "#rien", "« EPUB/edito.xhtml#rien » n’est pas dans la page"),
    (SMIL, "edito.xhtml#titre", "nav.xhtml#toc", "#toc » n’est pas dans la page"),
    (SMIL, "#debut", "#fin", "ne suit pas l’ordre de la page"),
    (SMIL, r"(?s)<seq[^>]*footnote.*?</seq>", "", UNHEARD),
    (PAGE, "Une autre", "Une autre bien plus longue</span> <span>hors du son", UNHEARD),
    (PAGE, "</ul>", "</ul><p>Un paragraphe ajouté.</p>", UNHEARD),
    (PAGE, "</ul>", '</ul><p><img src="x.png" alt="Une image, non dite"/></p>', UNHEARD),
    # Lengths.
    (OPF, DURATION, r"\g<1>0:00:12.000", "la durée annoncée est de 12.000 s"),
    (OPF, DURATION, r"\g<1>PT12S", NO_LENGTH),
    (OPF, r'(<meta property="media:duration">)[^<]*', r"\g<1>0:00:13.000",
     "le livre : la durée annoncée est de 13.000 s"),
    (OPF, r'<meta property="media:duration">.*\n', "", f"le livre : {NO_LENGTH}"),
    # What is heard can be seen.
    (OPF, r".*media:active-class.*\n", "", "(media:active-class)"),
    (OPF, r'(media:active-class">)[^<]*', r"\1lu", "(.lu)"),
    ("style.css", r"overlay-active \{", "overlay {", "(.-epub-media-overlay-active)"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "pattern", "by", "told"), FAULTS)
def test_a_fault_is_found(
    sound_book: bytes, tmp_path: Path, name: str, pattern: str, by: str, told: str
) -> None:
    found = faults(altered(sound_book, name, replaced(pattern, by)), tmp_path)
    assert any(told in fault for fault in found), found


LOST = (
    "</ul><p><span class='s' data-son='incomplet'>Que la voix ne sait pas lire.</span></p>"
)
SUMMARY = replaced(r'(accessibilitySummary">)', rf"\1{PARTLY_HEARD} ")
NOT_ENOUGH = replaced(r'.*accessModeSufficient">auditory.*\n', "")


def test_what_a_book_says_is_not_heard_is_excused(
    sound_book: bytes, tmp_path: Path
) -> None:
    """The page marks it and the metadata of the book says so, both or neither."""
    marked = altered(sound_book, PAGE, replaced("</ul>", LOST))
    assert faults(marked, tmp_path) == [
        "EPUB/edito.xhtml n’est pas lu en entier, et le résumé du livre ne le dit pas.",
        "le livre dit que le son suffit, et EPUB/edito.xhtml n’est pas lu en entier.",
    ]
    told = altered(marked, OPF, SUMMARY)
    assert faults(told, tmp_path) == [
        "le livre dit que le son suffit, et EPUB/edito.xhtml n’est pas lu en entier."
    ]
    assert faults(altered(told, OPF, NOT_ENOUGH), tmp_path) == []
    assert faults(altered(sound_book, OPF, SUMMARY), tmp_path) == [
        "le résumé dit qu’une partie du livre n’est pas dans le son, et tout y est."
    ]


def test_a_page_without_sound_is_told(sound_book: bytes, tmp_path: Path) -> None:
    page = unzipped(sound_book)["EPUB/edito.xhtml"]
    entries = {**unzipped(sound_book), "EPUB/autre.xhtml": page}
    added = '<item id="f97" href="autre.xhtml" media-type="application/xhtml+xml"/>'
    book = altered(rezipped(entries), OPF, replaced(r"</manifest>", f"{added}</manifest>"))
    assert "EPUB/autre.xhtml n’est pas lu en entier, et le résumé du livre ne le dit " in (
        "".join(faults(book, tmp_path))
    )


def test_a_length_may_be_wrong_by_a_tenth_of_a_second(
    sound_book: bytes, tmp_path: Path
) -> None:
    near = altered(sound_book, OPF, replaced(DURATION, r"\g<1>0:00:12.420"))
    assert faults(near, tmp_path) == []


def test_a_sound_that_is_too_short(sound_book: bytes, tmp_path: Path) -> None:
    entries = unzipped(sound_book)
    entries["EPUB/audio/edito.mp3"] = mp3(5)
    found = faults(rezipped(entries), tmp_path)
    assert len(found) == 6
    assert all("après la fin du son (5.016 s)" in fault for fault in found)


@pytest.mark.parametrize("value", ["", "12", "1:02", "0:01:02.5", "62.500s"])
def test_clock_values(value: str) -> None:
    if not value:
        with pytest.raises(ValueError, match="durée"):
            clock(value)
        return
    assert clock(value) == {"12": 12.0, "1:02": 62.0}.get(value, 62.5)


# How long an MP3 lasts


def test_frames_are_counted() -> None:
    assert seconds(mp3(10)) == pytest.approx(417 * FRAME_SECONDS)
    (first, *_) = sound_frames(mp3(1))
    assert (first.begin, first.size, first.samples, first.rate, first.kbits) == (
        20, 192, 576, 24_000, 64,
    )  # fmt: skip


@pytest.mark.parametrize(
    "content", [b"", b"rien", b"ID3", b"\xff\xfb", b"\xff\xff\xff\xff"]
)
def test_what_is_no_mp3_lasts_nothing(content: bytes) -> None:
    assert seconds(content) == 0


def test_a_frame_that_describes_the_others_is_no_sound() -> None:
    frame = b"\xff\xf3\x84\xc4" + bytes(188)
    summary = b"\xff\xf3\x84\xc4" + bytes(9) + b"Info" + bytes(175)
    assert len(summary) == len(frame)
    assert seconds(summary + frame * 10) == pytest.approx(10 * FRAME_SECONDS)
