"""Templates are compiled once, and kept where Python keeps what it compiled."""

from __future__ import annotations

import sys
import tracemalloc
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, nodes
from jinja2.filters import FILTERS as JINJAS

from ppun_access.writers.html import frame

NAME = "text.html"


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "__pycache__"
    monkeypatch.setattr(frame.environment().bytecode_cache, "directory", str(folder))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return folder


def test_a_template_is_compiled_once(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frame.environment().get_template(NAME)
    assert [*kept.glob("*.jinja")]
    monkeypatch.setattr(Environment, "compile", pytest.fail)
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
    whole = path.read_bytes()
    for spoilt in (whole[:-9], whole[:40], whole[:20] + bytes(40), b""):
        path.write_bytes(spoilt)
        assert read() == "Au revoir"
        assert path.read_bytes() == whole
    assert path.stat().st_mode & 0o777 == Path(frame.__file__).stat().st_mode & 0o666


def test_one_that_is_compiled_in_another_way_is_not_taken(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = frame.environment().bytecode_cache
    assert cache
    checksum = cache.get_source_checksum("un")
    monkeypatch.setattr("jinja2.__version__", "9.9")
    other = cache.get_source_checksum("un")
    monkeypatch.setitem(frame.OPTIONS, "autoescape", False)
    assert len({checksum, other, cache.get_source_checksum("un")}) == 3


def test_no_template_gives_a_constant_to_a_filter_of_ours() -> None:
    """Its result would be compiled with the template, and stay when the filter changes."""
    found = 0
    for package in ("writers", "site"):
        environment = frame.environment(f"ppun_access.{package}")
        for name in environment.list_templates():
            loader = environment.loader
            assert loader is not None
            tree = environment.parse(loader.get_source(environment, name)[0])
            ours = (f for f in tree.find_all(nodes.Filter) if f.name not in JINJAS)
            for node in ours:
                found += 1
                assert node.find(nodes.Name), f"{name}:{node.lineno}"
    assert found > 50


def test_where_nothing_can_be_kept_templates_work(kept: Path) -> None:
    kept.write_text("un fichier")
    assert frame.environment().get_template(NAME)


def test_python_may_be_told_to_keep_nothing(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert frame.environment().get_template(NAME)
    assert not kept.exists()


def test_a_long_page_is_that_of_its_template_whatever_it_is_cut_into() -> None:
    text = "{% for line in lines %}<p>{{ line }}</p>{{ line }}\r\n{% endfor %}"
    template = frame.environment().from_string(text)
    for length in range(frame._TOGETHER * 2):
        lines = [f"l’un\r{n}\x07 & l’autre\r" for n in range(length)]
        assert frame.long_page(template, lines=lines) == frame.page_bytes(
            template.render(lines=lines)
        )


def test_the_text_of_a_long_page_is_never_there_at_once() -> None:
    template = frame.environment().from_string("{% for n in most %}{{ line }}{% endfor %}")
    line = "Ce qu’il faut regarder. " * 50
    tracemalloc.start()
    page = frame.long_page(template, most=range(2000), line=line)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(page) > 2_000_000
    assert peak < 1.5 * len(page)
