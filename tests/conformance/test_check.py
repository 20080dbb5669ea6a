"""`ppun-access check`, every checker installed, finds nothing in the real content.

What Nu says of its pages is asked in ``test_html.py``, where Nu starts once for all; that
``check`` runs it, here, on one small site.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from threading import Lock
from zipfile import ZipFile

import pytest
from projects import build, project

from ppun_access.cli import main
from ppun_access.commands.check import CheckOutcome, check_folder
from ppun_access.errors import ExitCode, MissingToolError
from ppun_access.inspect.external import EXTERNAL, External

from .conftest import Published, missing

__all__ = ["project"]

pytestmark = pytest.mark.usefixtures("checkers")

ALONE = Lock()
OWN = {
    "EPUB/nav.xhtml", "EPUB/package.opf", "EPUB/images/couverture.png",
    "EPUB/livre_couverture.xhtml", "EPUB/livre_credits.xhtml",
}  # fmt: skip
"""What a book has for itself alone; our own rules look at it in each."""
STYLE = "EPUB/style.css"
AUTHOR = re.compile(rb'<p class="auteur">.*?</p>\s*', re.DOTALL)
"""What the page of a text has besides in a book of its own."""


def whole(site: Path) -> Path:
    """Return the book that has all the others, of a site."""
    return site / "ppun.epub"


def once(checker: External, site: Path) -> External:
    """Have a checker of books, which starts for each, open only the one with them all.

    They run one after the other: Java and a browser hold hundreds of megabytes each.
    """

    def faults(book: Path) -> list[str]:
        with ALONE:
            return list(checker.faults(book)) if book == whole(site) else []

    return replace(checker, faults=faults) if checker.formats == ("epub",) else checker


def test_every_checker_passes(published: Published) -> None:
    need_all()
    others = [checker for checker in EXTERNAL if checker.formats != ("html",)]
    checkers = [once(checker, published.site) for checker in others]
    checked = check_folder(published.site, all_=True, external=checkers)
    assert checked.faults == ()
    assert checked.exit_code is ExitCode.DONE
    assert executed(checked) == {checker.name for checker in others}


def executed(checked: CheckOutcome) -> set[str]:
    """Return the checkers of others; each of all has come to its end, with some files."""
    assert {(c.state, c.files > 0) for c in checked.checkers} == {("execute", True)}
    return {c.name for c in checked.checkers} & {checker.name for checker in EXTERNAL}


def need_all() -> None:
    for checker in EXTERNAL:
        try:
            checker.probe()
        except MissingToolError as error:
            missing(f"{error.message} {error.next_step}")


def test_the_command_runs_nu(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As it is typed: the one fault of a site, which only Nu sees, is told."""
    need_all()
    assert build("--to", "html", "-q") == 0
    page = project / "output/bonjour-a-tous/index.html"
    text = page.read_text("utf-8")
    assert "</main>" in text
    page.write_text(text.replace("</main>", "<p><div>Mal</div></p></main>"), "utf-8")
    capsys.readouterr()
    main(["check", "--json", "--all"])
    found = json.loads(capsys.readouterr().out)
    (nu,) = (c for c in found["checkers"] if c["name"].startswith("Nu"))
    assert (nu["state"], nu["faults"]) == ("execute", 1)
    assert nu["files"] > 1
    assert "No “p” element in scope" in str(found["faults"])


def test_one_book_has_what_the_others_have(published: Published) -> None:
    """Byte by byte: what is found of it is found of them.

    Its style also names the faces that easy pages alone need.
    """
    site = published.site
    held = parts(whole(site))
    rules = {*held.pop(STYLE).split(b"}")}
    for path in {*site.rglob("*.epub")} - {whole(site)}:
        own = parts(path)
        assert len(own) > 8
        assert {*own.pop(STYLE).split(b"}")} <= rules, path
        assert {name for name in own if own[name] != held.get(name)} == set(), path


def parts(path: Path) -> dict[str, bytes]:
    """Return what a book shares with others."""
    with ZipFile(path) as book:
        names = {*book.namelist()} - OWN
        return {name: AUTHOR.sub(b"", book.read(name)) for name in names}


@pytest.mark.long
def test_every_checker_passes_on_every_file(
    published: Published, capsys: pytest.CaptureFixture[str]
) -> None:
    need_all()
    code = main(["check", str(published.site), "--json", "--all"])
    found = json.loads(capsys.readouterr().out)
    assert found["faults"] == []
    assert (code, found["ok"]) == (0, True)
