"""Templates are compiled once, and kept where Python keeps what it compiled."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from ppun_access.writers import frame

NAME = "text.html"


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "__pycache__"
    monkeypatch.setattr(frame._COMPILED, "directory", str(folder))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return folder


def test_a_template_is_compiled_once(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frame.environment().get_template(NAME)
    assert [*kept.glob("*.jinja")]
    monkeypatch.setattr(Environment, "_generate", pytest.fail)
    frame.environment().get_template(NAME)


def test_one_that_changed_or_is_spoilt_is_compiled_again(
    kept: Path, tmp_path: Path
) -> None:
    def read() -> str:
        environment = frame.environment()
        environment.loader = FileSystemLoader(tmp_path)
        return environment.get_template("un.html").render()

    for text in ("Bonjour", "Au revoir"):
        (tmp_path / "un.html").write_text(text)
        assert read() == text
    (path,) = kept.glob("*.jinja")
    path.write_bytes(path.read_bytes()[:-9])
    assert read() == "Au revoir"


def test_where_nothing_can_be_kept_templates_work(kept: Path) -> None:
    kept.write_text("un fichier")
    assert frame.environment().get_template(NAME)


def test_python_may_be_told_to_keep_nothing(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert frame.environment().get_template(NAME)
    assert not kept.exists()
