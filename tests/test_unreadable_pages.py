"""The place of what cannot be read is told once, with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from projects import build, project

__all__ = ["project"]


@pytest.mark.usefixtures("warm_cache")
@pytest.mark.parametrize(
    ("name", "content", "place", "words"),
    [
        (
            "d.md",
            b"---\nauteur: Ada\ntitle: a: [\n---\nUn texte.",
            "d.md:3",
            "L’en-tête de la",
        ),
        ("e.md", b"---\nauteur: Ada\n\nUn texte.", "e.md:1", "L’en-tête de la page n’est"),
        ("vide.md", b"", "vide.md:1", "Cette page est vide."),
        ("s/vide.md", b" \n", "s/vide.md:1", "Cette page est vide."),
        ("c.docx", b"PK\3\4abc", "c.docx:1", "Ce document est abîmé"),
        ("c+(1).docx", b"PK\3\4abc", "c+(1).docx:1", "Ce document est abîmé"),
        ("n.md", b"abc\0", "n.md:1", "Ce fichier n’est pas du texte"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_the_place_is_told_once(
    project: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes,
    place: str, words: str,
) -> None:  # fmt: skip
    path = project / "content" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    empty = not content.strip()
    assert build("--to", "text") == (0 if empty else 3)
    code = "page-vide" if empty else "page-illisible"
    (told,) = [line for line in capsys.readouterr().err.splitlines() if code in line]
    assert told.strip(" -").startswith(f"{place} : erreur : {words}")
    assert told.count(Path(name).name) == 1
    (found,) = [
        one
        for one in json.loads((project / "output-rapport/build.json").read_text())[
            "findings"
        ]
        if one["code"] == code
    ]
    assert f"{found['file']}:{found['line']}" == place
