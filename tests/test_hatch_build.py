"""How the package is compiled: whole, or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from test_tally import needs_compiled

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "ppun_access" / "readability" / "_tally.c"
sys.path.insert(0, str(ROOT))

from hatch_build import compiled, compilers  # noqa: E402


@needs_compiled
def test_a_folder_with_spaces_holds_what_is_compiled_alone(tmp_path: Path) -> None:
    folder = tmp_path / "mes textes à moi"
    folder.mkdir()
    source = folder / "_tally.c"
    source.write_bytes(SOURCE.read_bytes())
    target = folder / "_tally.abi3.so"
    target.write_text("an old one")
    held = target.open("rb")  # a program that runs keeps what it has loaded
    assert compiled(source, target)
    assert held.read() == b"an old one"
    held.close()
    assert target.read_bytes()[:4] != b"an o"
    assert sorted(folder.iterdir()) == [target, source]


@pytest.mark.parametrize("compiler", ["false", "/no/compiler", " ", "sh -c 'exit 1'"])
def test_a_failing_compiler_leaves_nothing(
    compiler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was compiled of another source must not stay either."""
    monkeypatch.setenv("CC", compiler)
    target = tmp_path / "_tally.abi3.so"
    target.write_text("an old one")
    assert not compiled(SOURCE, target)
    assert not [*tmp_path.iterdir()]


def test_a_folder_that_cannot_be_written_is_left(tmp_path: Path) -> None:
    assert not compiled(SOURCE, tmp_path / "none" / "_tally.abi3.so")


def test_a_folder_stands_for_what_cannot_be_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a tree that is read only, which the superuser of a test could write in."""
    monkeypatch.setenv("PPUN_PURE", "1")
    target = tmp_path / "_tally.abi3.so"
    target.mkdir()
    assert not compiled(SOURCE, target)


def test_the_compiler_that_is_wanted_is_the_only_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CC", "ccache 'my gcc' -m64")
    assert compilers() == [["ccache", "my gcc", "-m64"]]
