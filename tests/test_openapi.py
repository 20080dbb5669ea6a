"""What a page says of a programming interface that a file of its space describes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ppun_access.document.walk import plain_text
from ppun_access.pipeline.page_tasks import read_task
from ppun_access.pipeline.project import load_project
from ppun_access.readers import read
from ppun_access.readers.openapi import LARGEST, find_operation
from ppun_access.readers.pages import PageFile
from ppun_access.report import Report

BLOCK = (
    '# Titre\n\n{% openapi\n  src="api.yaml" path="/a" method="get" %}\n{% endopenapi %}\n'
)
ADDRESS = "Adresse du service web\N{NO-BREAK SPACE}: GET /a."
LINK = "Description complète, pour les programmes."
API = "paths: {/a: {get: {summary: Lire, description: Tout.}}}"


def page(folder: Path, description: str) -> Path:
    (folder / "api.yaml").write_text(description, "utf-8")
    (folder / "a.md").write_text(BLOCK, "utf-8")
    return folder / "a.md"


def told(path: Path) -> tuple[str, list[str]]:
    report = Report()
    (document,) = read(path, name="a.md", report=report)
    return plain_text(document), [finding.code for finding in report.findings]


def operation(**values: Any) -> str:
    return json.dumps({"paths": {"/a": {"get": values}}, "loop": {"$ref": "#/loop"}})


def test_a_page_depends_on_the_description_that_it_names(tmp_path: Path) -> None:
    path = page(tmp_path, API)
    file = PageFile(path, tmp_path, "a.md")
    key = read_task(file, "fr", {}).key
    assert tmp_path / "api.yaml" in set(load_project([tmp_path]).inputs())
    assert told(path) == (f"{ADDRESS}{LINK}Tout.", [])
    (tmp_path / "api.yaml").write_text(API.replace("Tout", "Rien"), "utf-8")
    assert read_task(file, "fr", {}).key != key


@pytest.mark.parametrize(
    "description",
    [
        "paths: {/a: {get: [",
        "- une liste",
        "paths: {/b: {get: {summary: Lire}}}",
        "- " * 100_000 + "a",
        "[" * 100_000,
        '{"a":' * 100_000,
        operation(responses={str(n): {"description": "x"} for n in range(500)}),
        operation(description="mot " * 30_000),
    ],
    ids=["broken", "list", "other", "deep", "flow", "json", "many", "long"],
)
def test_a_description_that_cannot_be_read_is_told(
    tmp_path: Path, description: str
) -> None:
    words, codes = told(page(tmp_path, description))
    assert words == ADDRESS + LINK
    assert codes == ["interface-non-lue"]


def test_a_description_that_is_too_large_is_told(tmp_path: Path) -> None:
    words, codes = told(page(tmp_path, "#" * LARGEST + f"\n{API}"))
    assert (words, codes) == (ADDRESS, ["interface-non-lue"])


def test_nothing_outside_of_the_space_is_read(tmp_path: Path) -> None:
    inside = tmp_path / "espace"
    inside.mkdir()
    path = page(inside, API)
    (inside / "api.yaml").rename(tmp_path / "api.yaml")
    (inside / "api.yaml").symlink_to(tmp_path / "api.yaml")
    assert told(path)[1] == ["interface-non-lue"]
    (inside / "a.md").write_text(BLOCK.replace('"api', '"../api'), "utf-8")
    assert told(path)[1] == ["interface-non-lue"]


def test_a_description_is_no_page_to_include(tmp_path: Path) -> None:
    path = page(tmp_path, API)
    path.write_text(BLOCK + '\n{% include "api.yaml" %}\n', "utf-8")
    assert told(path)[1] == ["inclusion-impossible"]


def test_a_description_cannot_grow_by_its_aliases() -> None:
    lines = ["a0: &a0 {x: y}"]
    lines += [
        f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 30)
    ]
    made = find_operation("\n".join([*lines, API]), "/a", "get")
    assert made is not None
    assert made.title == "Lire"


def test_references_that_turn_in_circles_say_nothing() -> None:
    around = {"$ref": "#/loop"}
    found = find_operation(
        operation(
            summary="Lire", parameters=[around], requestBody=around, responses=around
        ),
        "/a", "get",
    )  # fmt: skip
    assert found is not None
    assert (found.title, found.parameters, found.answers) == ("Lire", (), ())


def test_swagger_2_is_read() -> None:
    schema = {"allOf": [{"properties": {"nom": {"type": "string"}}}, {"required": ["nom"]}]}
    body = {"in": "body", "name": "aide", "description": "L’aide", "schema": schema}
    text = json.dumps(
        {
            "swagger": "2.0",
            "host": "exemple.fr",
            "basePath": "/v1",
            "paths": {"/a": {"post": {"parameters": [body], "responses": {}}}},
        }
    )
    made = find_operation(text, "/a", "POST")
    assert made is not None
    assert made.address == "https://exemple.fr/v1"
    assert made.body is not None
    assert made.body.text == "L’aide"
    assert [(f.name, f.kind, f.required) for f in made.fields] == [("nom", "string", True)]


def test_a_page_names_the_models_of_a_description(tmp_path: Path) -> None:
    path = page(tmp_path, "definitions: {A: {description: Un modèle.}}")
    block = (
        '{% openapi-schemas-item spec="api" schema="A" %}\n{% endopenapi-schemas-item %}'
    )
    path.write_text(f"# Titre\n\n{block}\n", "utf-8")
    assert told(path) == ("Modèle A\N{NO-BREAK SPACE}: Un modèle.", [])
    (tmp_path / "api.yaml").write_text("[", "utf-8")
    path.write_text(f"# Titre\n\nMot.\n\n{block}\n", "utf-8")
    assert told(path)[1] == ["interface-non-lue"]
