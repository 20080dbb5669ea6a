"""What a photo tells besides what it shows is taken out; what is seen stays the same."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin
from projects import build, project

from ppun_access.writers.picture_privacy import without_traces

__all__ = ["project"]

PLACE = b"47.2378,6.0241"
COLOURS = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@cache
def photo(kind: str, turn: int = 6) -> bytes:
    """Return a picture with its place in Exif, in XMP and in a comment."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8825] = turn, PLACE.decode(), {1: PLACE.decode()}
    words = PngImagePlugin.PngInfo()
    words.add_text("Location", PLACE.decode())
    words.add_itxt("XML:com.adobe.xmp", PLACE.decode())
    picture = Image.effect_noise((64, 48), 80).convert("RGB")
    content = io.BytesIO()
    more = {"PNG": {"pnginfo": words}, "JPEG": {"comment": PLACE, "progressive": True}}
    picture.save(
        content, kind, exif=exif, icc_profile=COLOURS, xmp=PLACE, **more.get(kind, {})
    )
    return content.getvalue()


@pytest.mark.parametrize("turn", [1, 6])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_loses_its_place_and_keeps_its_look(kind: str, turn: int) -> None:
    before = photo(kind, turn)
    assert PLACE in before
    clean = without_traces(before)
    assert PLACE not in clean
    with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(clean)) as new:
        assert new.tobytes() == old.tobytes()
        assert new.info["icc_profile"] == COLOURS
        assert {**new.getexif()} == ({0x0112: turn} if turn > 1 else {})
    assert without_traces(clean) == clean


def test_what_hangs_on_behind_a_photo_is_cut() -> None:
    """Telephones add a film, or the same view without its filter, behind the end."""
    content = photo("JPEG")
    assert without_traces(content + photo("JPEG")) == without_traces(content)


@given(
    st.sampled_from(["JPEG", "PNG", "WEBP"]), st.integers(0, 3000), st.binary(max_size=9)
)
def test_a_damaged_photo_has_an_answer(kind: str, cut: int, more: bytes) -> None:
    content = photo(kind)
    assert len(without_traces(content[:cut] + more)) <= cut + len(more)
    assert without_traces(content[:cut] + more + content[cut:])


def test_no_published_photo_tells_where_it_was_taken(project: Path) -> None:
    (project / "content" / "photo.jpg").write_bytes(photo("JPEG"))
    page = "# La mairie\n\n![La mairie de jour](photo.jpg)\n\nElle ouvre.\n"
    (project / "content" / "a.md").write_text(page, "utf-8")
    assert build("--to", "html,epub") == 0
    files = [one for one in (project / "output").rglob("*") if one.is_file()]
    assert [one for one in files if one.suffix == ".jpg"]
    assert not [one for one in files if PLACE in one.read_bytes()]
