"""Records that wait as bytes."""

from __future__ import annotations

import pickle
import subprocess
import sys
import zlib
from copy import copy
from dataclasses import FrozenInstanceError, replace

import pytest

from ppun_access.document.build import (
    compressed,
    keep_front_matter,
    para,
    with_meta,
    without_position,
)
from ppun_access.document.model import Document, Meta, Para, Pos, Text
from ppun_access.document.packing import (
    IN_USE,
    Packed,
    digest,
    packed,
    raw,
    rebuilt,
    unpacked,
)
from ppun_access.document.walk import plain_text

META = Meta("page.md", front=(("auteur", "Élise"), ("date", "2026")), level=2, group="A")
TEXT = Document("un", "fr", "Un", (para("Un mot."), para("Deux mots.")), META)
PACKED = compressed(TEXT)


def test_a_document_at_rest_is_the_same_document() -> None:
    assert isinstance(raw(PACKED, "blocks"), Packed)
    assert PACKED == TEXT
    assert hash(PACKED) == hash(TEXT)
    assert repr(PACKED) == repr(TEXT)
    assert digest(PACKED) == digest(TEXT)
    assert plain_text(PACKED) == "Un mot.Deux mots."


def test_it_stays_at_rest_where_its_blocks_do_not_change() -> None:
    for change in (
        keep_front_matter,
        without_position,
        lambda d: with_meta(d, id="deux", date="2027"),
    ):
        made, wanted = change(PACKED), change(TEXT)
        assert made == wanted != TEXT
        assert isinstance(raw(made, "blocks"), Packed)
    assert replace(PACKED, blocks=()).blocks == ()
    assert replace(PACKED, lang="en").blocks == TEXT.blocks


def test_it_crosses_processes_as_bytes() -> None:
    back = pickle.loads(pickle.dumps(PACKED))
    assert back == TEXT
    assert raw(back, "blocks").content == raw(PACKED, "blocks").content


def test_a_document_has_its_blocks() -> None:
    with pytest.raises(TypeError, match="blocks"):
        Document("un", "fr", "Un")  # type: ignore[call-arg, unused-ignore]


def test_records_are_packed_as_what_they_are() -> None:
    rows = Packed.of(TEXT.blocks)
    assert len(rows) == 2
    assert list(rows) == [*TEXT.blocks]
    assert rows[0] == TEXT.blocks[0]
    assert rows[1:] == TEXT.blocks[1:]
    assert rows == Packed.of([*TEXT.blocks])
    assert rows != Packed.of(())
    assert rows != TEXT.blocks
    assert not Packed.of(())


def test_what_was_read_last_is_not_read_again() -> None:
    many = [Packed.of([para(f"Texte {n}.")]) for n in range(IN_USE + 1)]
    assert many[0].records() is many[0].records()
    first = many[0].records()
    assert [rows.records() for rows in many[1:]]
    assert many[0].records() == first
    assert many[0].records() is not first


@pytest.mark.parametrize("content", [b"rien", pickle.dumps("un"), b"\x80"])
def test_bytes_that_are_not_theirs_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="packed"):
        Packed[Para](1, zlib.compress(content)).records()


def test_registered_records_cross_as_they_are() -> None:
    text = Text("mot", id="a", lang="en", pos=Pos("un.md", 3))
    back = pickle.loads(pickle.dumps(text))
    assert back == copy(text) == text
    assert back.pos == text.pos
    with pytest.raises(FrozenInstanceError):
        back.text = "autre"
    assert b"_dataclass" not in pickle.dumps(text)
    assert b"rebuilt" in pickle.dumps(text)


def test_only_registered_records_are_rebuilt() -> None:
    for name in ("pathlib.Path", "ppun_access.document.model.Rien", "os.system"):
        with pytest.raises(KeyError):
            rebuilt(name, "un")
    with pytest.raises(ValueError, match="zip"):
        rebuilt("ppun_access.document.model.Text", "un")
    assert unpacked(packed((Text("un"), PACKED))) == (Text("un"), TEXT)


@pytest.mark.parametrize(
    "content",
    [
        b"cppun_access.document.model\nDocument\n(N(dV__eq__\nNsVblocks\nVpoison\nstb.",
        b"cppun_access.document.packing\nrebuilt\n(N(dV__name__\nVx\nstb.",
        b"cppun_access.document.packing\nrebuilt\n(dV__name__\nVx\nsb.",
        b"cppun_access.document.packing\nregister\n.",
        b"cppun_access.codes.row\nSeverity\n.",
    ],
)
def test_bytes_change_nothing_of_the_program(content: bytes) -> None:
    assert unpacked(content) is None
    assert Document("un", "fr", "Un", ()).blocks == ()
    assert unpacked(packed(TEXT)) == TEXT


MODULES = (
    "document.model",
    "report",
    "build.automatic_drafts",
    "build.page_tasks",
    "build.measures",
    "build.runner",
    "site.report.model",
)
"""Those whose records are kept, or go to other processes."""


@pytest.mark.parametrize("module", MODULES)
def test_every_record_that_is_kept_is_registered(module: str) -> None:
    """Those that are not tasks, nor made of others than records."""
    code = f"""
import ppun_access.{module}
from ppun_access.document.packing import _MADE
print(*(name for name in _MADE if name.startswith("ppun_access.{module}.")))
"""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip()


def test_no_code_comes_from_packed_bytes() -> None:
    class Hostile:
        def __reduce__(self) -> tuple[object, ...]:
            return (print, ("trop tard",))

    with pytest.raises(ValueError, match="packed"):
        Packed[Para](1, zlib.compress(pickle.dumps((Hostile(),)))).records()
