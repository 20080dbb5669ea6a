"""The place of what cannot be read is told once, with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from projects import build, project

__all__ = ["project"]


@pytest.mark.usefixtures("warm_cache")
@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ("", 0), ('choix = "toutes"', 3), ('choix = "toutes"\nexclure = ["hors.md"]', 0),
        ('exclure = ["dans.md"]', 0), ('inclure = ["*.md"]', 3), ('choix = "marquees"', 3),
    ],
)  # fmt: skip
def test_a_page_that_would_be_published_and_cannot_be_read_is_3(
    project: Path, capsys: pytest.CaptureFixture[str], settings: str, code: int
) -> None:
    """The others are published, and the last lines say so; what is left out is no loss."""
    content = project / "content"
    listed = "dans.md" if "dans" in settings or "marquees" in settings else "a.md"
    (content / "a.md").write_text("---\npublier: oui\n---\n\n# Bonjour\n\nMot.\n", "utf-8")
    (content / "SUMMARY.md").write_text(f"* [A](a.md)\n* [B]({listed})\n", "utf-8")
    (content / ("dans.md" if listed == "dans.md" else "hors.md")).write_bytes(b"abc\0")
    (project / "ppun.toml").write_text(f"[pages]\n{settings}\n", "utf-8")
    assert build("--to", "text") == code
    assert (project / "output/bonjour/bonjour.txt").is_file()
    *_, last, _ = capsys.readouterr().err.replace("\xa0", " ").splitlines()
    said = "Code de sortie 3 : 1 fichier n’a pas pu être lu ({}). Le reste est publié."
    name = "dans.md" if listed == "dans.md" else "hors.md"
    assert (last == said.format(name)) == (code == 3)
    assert build("--to", "text") == code  # nothing has changed


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
    assert f"({place}) : {words}" in told.replace("\xa0", " ")
    assert told.count(Path(name).name) == 1
    (found,) = [
        one
        for one in json.loads((project / "output-rapport/build.json").read_text())[
            "findings"
        ]
        if one["code"] == code
    ]
    assert f"{found['file']}:{found['line']}" == place
    build("--to", "text", "--verbose")
    (told,) = [line for line in capsys.readouterr().err.splitlines() if code in line]
    assert told.strip(" -").startswith(f"{place} : erreur : {words}")
