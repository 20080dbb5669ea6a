"""`ppun-access check`, every checker installed, finds nothing in the real content."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ppun_access.cli import main
from ppun_access.errors import MissingToolError
from ppun_access.inspect.external import EXTERNAL
from ppun_access.tools import nu

from .conftest import Published, missing

pytestmark = pytest.mark.usefixtures("checkers")


def test_every_checker_passes(
    published: Published, capsys: pytest.CaptureFixture[str]
) -> None:
    for checker in EXTERNAL:
        try:
            checker.probe()
        except MissingToolError as error:
            missing(f"{error.message} {error.next_step}")
    code = main(["check", str(published.site), "--json", "--all"])
    found = json.loads(capsys.readouterr().out)
    assert found["faults"] == []
    assert (code, found["ok"]) == (0, True)
    states = {c["name"]: (c["state"], c["files"] > 0) for c in found["checkers"]}
    assert {state for state, _ in states.values()} == {"execute"}, states
    assert all(some for _, some in states.values()), states


def test_nu_sees_a_planted_fault(tmp_path: Path) -> None:
    page = tmp_path / "une page.html"
    sound = '<!DOCTYPE html>\n<html lang="fr"><meta charset="utf-8"><title>T</title>\n'
    sound += "<body><p>T</p>{}"
    page.write_text(sound.format('<img src="x.png">'), "utf-8")
    (fault,) = nu.check(page)
    assert fault.startswith("ligne 3, error : ")
    assert "alt" in fault
