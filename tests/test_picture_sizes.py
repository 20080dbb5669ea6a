"""Width and height of pictures, against those that Pillow writes."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ppun_access.writers.picture_sizes import size_of, sizes_of

WIDE = (321, 207)
KINDS: list[tuple[str, str, dict[str, Any]]] = [
    ("PNG", "RGB", {}),
    ("GIF", "P", {}),
    ("JPEG", "RGB", {}),
    ("JPEG", "L", {"progressive": True, "exif": bytes(400), "comment": b"\xff\xc0" * 9}),
    ("WEBP", "RGB", {}),
    ("WEBP", "RGB", {"lossless": True}),
    ("WEBP", "RGBA", {"exif": b"Exif\0\0" + bytes(20)}),
]


def picture(kind: str, mode: str, options: dict[str, Any]) -> bytes:
    content = io.BytesIO()
    Image.new(mode, WIDE).save(content, kind, **options)
    return content.getvalue()


@pytest.mark.parametrize(("kind", "mode", "options"), KINDS)
def test_the_size_is_that_of_the_picture(
    kind: str, mode: str, options: dict[str, Any]
) -> None:
    content = picture(kind, mode, options)
    assert size_of(content) == WIDE
    assert sizes_of({"a": content, "b": b"<svg/>"}) == {"a": WIDE}


@given(st.sampled_from(KINDS), st.integers(0, 400), st.binary(max_size=40))
def test_a_cut_picture_has_no_size_or_its_own(
    kind: tuple[str, str, dict[str, Any]], cut: int, more: bytes
) -> None:
    """Whatever the bytes are, there is an answer, and never a size of nothing."""
    content = picture(*kind)[:cut]
    assert size_of(content) in (None, WIDE)
    found = size_of(content + more)
    assert found is None or min(found) > 0
