"""The examples of docstrings are true: a wrong one misleads more than none."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import ppun_access

ROOT = Path(ppun_access.__file__).parent


def _with_examples() -> list[str]:
    """Return the modules of the program that show examples."""
    paths = [path for path in ROOT.rglob("*.py") if ">>>" in path.read_text("utf-8")]
    parts = (path.relative_to(ROOT.parent).with_suffix("").parts for path in sorted(paths))
    return [".".join(names).removesuffix(".__init__") for names in parts]


@pytest.mark.parametrize("name", _with_examples())
def test_the_examples_of_a_module(name: str) -> None:
    failed, tried = doctest.testmod(import_module(name))
    assert tried
    assert not failed
