"""ZIPs written to do harm: bounded in number, in size, whatever they say of themselves."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from ppun_access.errors import InputError
from ppun_access.inspect import CHECKERS
from ppun_access.readers.office.conversion import check_zip
from ppun_access.readers.office.sheet_tables import filled
from ppun_access.runtime.untrusted_files import MB, RefusedFileError, open_zip, unpacked

PIECE = bytes(1 << 20)


def bomb(path: Path) -> None:
    """Write 60 MB of zeros in 60 KB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", b"application/epub+zip")
        with archive.open("x/ncc.html", "w") as part:
            for _ in range(60):
                part.write(PIECE)


def crowd(path: Path) -> None:
    """Write the end of a ZIP whose list of files has a gigabyte."""
    record = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, 1_000_000_000, 0, 0)
    path.write_bytes(bytes(4096) + record)


def crowd_64(path: Path) -> None:
    """Write the same as a ZIP64 says it."""
    size = 1 << 40
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 9, 9, size, 0)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, 4096, 1)
    most = 0xFFFFFFFF
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, most, most, 0)
    path.write_bytes(bytes(4096) + record + locator + end)


def overlapping(path: Path) -> None:
    """Write a ZIP whose 400 files are one and the same megabyte of zeros."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x/a.html", PIECE)
        (info,) = archive.infolist()
        archive.filelist.extend([info] * 400)
    path.write_bytes(buffer.getvalue())


BOMBS = (bomb, crowd, crowd_64, overlapping)


@pytest.mark.parametrize("kind", ["epub", "daisy202", "zip"])
@pytest.mark.parametrize("make", BOMBS)
def test_a_published_archive_is_not_unpacked_without_end(
    tmp_path: Path, make: Callable[[Path], None], kind: str
) -> None:
    make(tmp_path / "x")
    found: list[str] = []
    try:
        found = list(CHECKERS[kind](tmp_path / "x"))
    except RefusedFileError as error:  # what « check » tells as a fault of this file
        found = [error.message]
    assert ["sans fin" in told for told in found] == [True]


def test_what_unpacks_to_little_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", PIECE)
        archive.writestr("b", b"deux")
    with open_zip(tmp_path / "x") as archive:
        sizes = {name: sum(map(len, pieces)) for name, pieces in unpacked(archive)}
    assert sizes == {"a": len(PIECE), "b": 4}
    with open_zip(tmp_path / "x") as archive:
        (_, zeros), _ = unpacked(archive, MB)
        with pytest.raises(RefusedFileError, match="sans fin"):
            list(zeros)


def test_a_spoilt_part_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"des mots " * 1000)
    held = bytearray((tmp_path / "x").read_bytes())
    held[45:60] = bytes(15)
    (tmp_path / "x").write_bytes(held)
    assert list(CHECKERS["zip"](tmp_path / "x")) == ["dans cette archive, a.txt est abîmé."]
    assert list(CHECKERS["epub"](tmp_path / "x")) == ["dans ce livre, a.txt est abîmé."]


def test_a_page_of_a_book_declares_no_entity(tmp_path: Path) -> None:
    container = (
        '<!DOCTYPE a [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        '<container x="&b;"/>'
    )
    with zipfile.ZipFile(tmp_path / "x", "w") as archive:
        archive.writestr("mimetype", b"application/epub+zip")
        archive.writestr("META-INF/container.xml", container)
    assert "entités" in list(CHECKERS["epub"](tmp_path / "x"))[-1]


def sheet(xml: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", xml)
    return buffer.getvalue()


def test_a_sheet_that_is_too_deep_is_none() -> None:
    spans = 50_000
    name = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    xml = f'<a xmlns:t="{name}"><t:p>{"<t:span>" * spans}{"</t:span>" * spans}</t:p></a>'
    with pytest.raises(InputError, match="n’est pas une fiche"):
        filled(sheet(xml), "fiche.odt")


@pytest.mark.parametrize("make", [crowd, crowd_64])
def test_a_document_of_too_many_parts_is_not_opened(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "x")
    with pytest.raises(InputError, match="trop gros"):
        check_zip((tmp_path / "x").read_bytes(), "x.docx")
    with pytest.raises(InputError, match="abîmé"):
        filled((tmp_path / "x").read_bytes(), "x.docx")
