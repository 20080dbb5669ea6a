"""The grid of the RGAA: what applies to the pages, who looks at it, and no more."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from projects import build, project

from ppun_access.report import CODES
from ppun_access.site.pages.rgaa import (
    COLUMNS,
    MACHINE,
    NOT_APPLICABLE,
    PERSON,
    facts,
    rgaa,
    rgaa_files,
)

__all__ = ["project"]

PLAIN = '<html lang="fr"><body><h1>T</h1><p>Mot.</p></body></html>'
SIZES = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)
"""How many criteria each theme of the RGAA 4.1.2 has."""


def states(*pages: str) -> dict[str, str]:
    return {criterion.number: criterion.state for criterion in rgaa(pages)}


def test_the_grid_has_the_106_criteria_in_their_order() -> None:
    numbers = [criterion.number for criterion in rgaa([PLAIN])]
    wanted = [
        f"{theme}.{n}" for theme, size in enumerate(SIZES, 1) for n in range(1, size + 1)
    ]
    assert numbers == wanted
    assert len(numbers) == 106
    titles = [criterion.title for criterion in rgaa([PLAIN])]
    assert len(set(titles)) == 106


def test_no_criterion_is_met_by_a_machine() -> None:
    every = "".join(f"<{name} lang='en' dir='ltr'>" for name in ("img", "video", "table"))
    for page in (PLAIN, every):
        for criterion in rgaa([page]):
            assert criterion.state in (NOT_APPLICABLE, MACHINE, PERSON)
            assert bool(criterion.reason) == (criterion.state == NOT_APPLICABLE)
            assert bool(criterion.checkers) == (criterion.state == MACHINE)
            assert bool(criterion.look) == (criterion.state != NOT_APPLICABLE)
        table, grid = (text.decode("utf-8-sig") for text in files_of(page))
        rows = list(csv.DictReader(io.StringIO(table), delimiter=";"))
        assert {row["état"] for row in rows} <= {NOT_APPLICABLE, MACHINE, PERSON}
        assert not [state for row in rows if (state := row["état"]).startswith("conforme")]
        shown = BeautifulSoup(grid, "html.parser")
        assert not shown.find(string=re.compile(r"^\s*conforme\b", re.IGNORECASE))


def files_of(page: str) -> tuple[bytes, bytes]:
    """Return the grid of a page as a table and as a page."""
    table, shown = rgaa_files([page], "T").values()
    assert isinstance(table, bytes)
    assert isinstance(shown, bytes)
    return table, shown


@pytest.mark.parametrize(
    ("element", "numbers"),
    [
        ('<img alt="x" src="a.png">', ("1.1", "1.3", "1.8")),
        ("<iframe></iframe>", ("2.1", "2.2")),
        ("<audio controls></audio>", ("4.1", "4.2", "4.11")),
        ("<video></video>", ("4.3", "4.6", "13.8")),
        ("<audio autoplay></audio>", ("4.10",)),
        ("<table></table>", ("5.1", "5.6", "5.7")),
        ('<script src="a.js"></script>', ("7.1", "7.5", "12.10")),
        ('<span lang="en">x</span>', ("8.8",)),
        ('<p dir="rtl">x</p>', ("8.10",)),
        ("<blockquote></blockquote>", ("9.4",)),
        ("<input>", ("11.1", "11.9")),
        ("<select></select>", ("11.8",)),
        ("<details></details>", ("12.11",)),
        ('<script src="assets/confort.js"></script>', ("11.1", "11.8", "11.9", "12.11")),
        ('<form role="search"></form>', ("12.5",)),
        ('<a target="_blank" href="x">x</a>', ("13.2",)),
        ('<a href="a/b.pdf" download>x</a>', ("13.3", "13.4")),
    ],
)
def test_a_criterion_applies_when_a_page_has_what_it_is_about(
    element: str, numbers: tuple[str, ...]
) -> None:
    before, after = states(PLAIN), states(PLAIN, f"<main>{element}</main>")
    for number in numbers:
        assert before[number] == NOT_APPLICABLE, number
        assert after[number] in (MACHINE, PERSON), number


def test_the_language_of_the_page_is_no_change_of_language() -> None:
    assert "lang" not in facts([PLAIN])
    assert facts(["&lt;img&gt; et &lt;table&gt;"]) == frozenset()


def test_the_findings_that_the_grid_names_exist() -> None:
    everything = "<img><video><table><script><p lang='en' dir='x'><input><a href='a.pdf'>"
    named = {
        code
        for criterion in rgaa([everything.replace("'", '"')])
        for code in re.findall("«\u00a0([a-z-]+)\u00a0»", criterion.checkers)
    }
    assert named >= {"image-absente", "lien-vague", "lien-casse", "titre-saute"}
    assert named <= set(CODES)


def test_the_grid_lies_in_the_folder_of_the_team(project: Path) -> None:
    (project / "ppun.toml").write_text("rapport_public = true\n", "utf-8")
    assert build("--to", "html,text") == 0
    folder = project / "output-rapport"
    text = (folder / "rgaa.csv").read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert tuple(rows[0]) == COLUMNS
    found = {row[0]: row[3] for row in rows[1:]}
    assert len(found) == 106
    assert found["4.1"] == NOT_APPLICABLE
    assert found["8.2"] == MACHINE
    assert found["12.2"] == PERSON
    page = BeautifulSoup((folder / "rgaa.html").read_text("utf-8"), "html.parser")
    assert [h.get_text().partition(". ")[0] for h in page.select("h3")] == list(found)
    report = (folder / "index.html").read_text("utf-8")
    assert 'href="rgaa.html"' in report
    assert "rgaa" not in (project / "output/rapport/index.html").read_text("utf-8")
    assert not list((project / "output").rglob("rgaa*"))
