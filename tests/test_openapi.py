"""Descriptions of programming interfaces: the page leads to them, none is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from ppun_access.build.page_tasks import read_task
from ppun_access.document.model import Link
from ppun_access.document.walk import nodes, plain_text
from ppun_access.readers import read
from ppun_access.readers.space.pages import PageFile
from ppun_access.report import Report

ADDRESS = "Adresse du service web\N{NO-BREAK SPACE}: GET /a."
LEADS = "Description complète, pour les programmes."
API = "paths: {/a: {get: {summary: Lire, description: Tout.}}}"
OPERATION = '{% openapi src="api.yaml" path="/a" method="get" %}\n{% endopenapi %}'
MODEL = '{% openapi-schemas src="api.yaml" schemas="A" %}\n{% endopenapi-schemas %}'


@pytest.mark.parametrize(("block", "words"), [(OPERATION, ADDRESS + LEADS), (MODEL, LEADS)])
def test_a_block_leads_to_its_description_and_says_so(
    tmp_path: Path, block: str, words: str
) -> None:
    (tmp_path / "api.yaml").write_text(API, "utf-8")
    path = tmp_path / "a.md"
    path.write_text(f"# Titre\n\n{block}\n", "utf-8")
    report = Report()
    (document,) = read(path, name="a.md", report=report)
    assert plain_text(document) == words
    assert [n.href for n in nodes(document) if isinstance(n, Link)] == ["api.yaml"]
    (told,) = report.findings
    assert told.code == "interface-non-lue"
    assert "« api.yaml »" in told.message
    assert "elle n’est pas lue" in told.message


def test_a_page_does_not_depend_on_a_description(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(API, "utf-8")
    path = tmp_path / "a.md"
    path.write_text(f"# Titre\n\n{OPERATION}\n", "utf-8")
    key = read_task(PageFile(path, tmp_path, "a.md"), "fr", {}).key
    (tmp_path / "api.yaml").write_text(API.replace("Tout", "Rien"), "utf-8")
    assert read_task(PageFile(path, tmp_path, "a.md"), "fr", {}).key == key
