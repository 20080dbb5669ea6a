"""JSON and TOML that a received project may hold: an error, or as if it were not there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from projects import PAGE, build, project

from ppun_access.build.casting import cast
from ppun_access.cli import main
from ppun_access.commands.check import check_folder, check_json
from ppun_access.document.walk import plain_text
from ppun_access.errors import PpunError
from ppun_access.project.pictos import load_pictos
from ppun_access.project.project import load_project
from ppun_access.publish.manifest import MANIFEST
from ppun_access.readers import read

__all__ = ["project"]

LEFT = (
    "output-rapport/build.json", "output-rapport/historique.json",
    "output/catalogue.json", f"output/{MANIFEST}",
)  # fmt: skip
"""What a build reads of the one before."""
JSON = {
    "deep lists": "[" * 100_000,
    "deep objects": '{"a":' * 100_000,
    "rather deep": "[" * 900 + "]" * 900,
    "long integer": "9" * 5_000,
    "integer in a list": f"[{'9' * 5_000}]",
    "half a character": '{"key": "\\ud800", "files": {"\\udfff": "\\ud800"}}',
    "not a number": '{"key": NaN, "constructions": [Infinity], "findings": -Infinity}',
    "null": "null",
    "text": '"x"',
    "list": "[1, [2], {}]",
    "latin-1": '{"é": "è"}'.encode("latin-1"),
    "nothing": "",
    "no text": b"\0\xff\xfe",
}
ODD: tuple[Any, ...] = (None, True, -1, 1e308, 10**29, "x", "\0", [], [[]], {}, {"a": {}})


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run the program, which ends with one of its exit codes and no traceback."""
    code = main(list(arguments))
    said = capsys.readouterr()
    assert "Traceback" not in said.err + said.out
    return code, said.err


def looked_at(out: Path) -> list[str]:
    """Return what our own rules say of a published folder; none of them stops."""
    checked = check_folder(out, external=())
    assert "verificateur-en-panne" not in [fault.code for fault in checked.faults]
    json.loads(check_json(checked))
    return [fault.code for fault in checked.faults]


def settled(project: Path) -> str:
    """Return what to tell of a project that cannot be read, nothing when it can."""
    try:
        loaded = load_project([project / "content"])
        cast(loaded, None)
        load_pictos(project / "content", loaded.reach)
    except PpunError as error:
        return str(error)
    return ""


def built(project: Path) -> None:
    assert build("--to", "html,epub") == 0
    for name in ("output", "output-rapport"):
        shutil.copytree(project / name, project / f"sain-{name}")


def restore(project: Path) -> None:
    for name in ("output", "output-rapport"):
        shutil.rmtree(project / name)
        shutil.copytree(project / f"sain-{name}", project / name)


BUILD = ("build", "--voice", "silence", "--to", "html,epub")


def test_what_the_last_build_left_may_hold_anything(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    built(project)
    for content in JSON.values():
        held = content if isinstance(content, bytes) else content.encode()
        for name in LEFT[:-1]:
            (project / name).write_bytes(held)
        assert "catalogue-illisible" in looked_at(project / "output")
        assert run(capsys, *BUILD)[0] == 0
        (project / LEFT[-1]).write_bytes(held)
        assert "catalogue-illisible" in looked_at(project / "output")
        restore(project)
    (project / LEFT[-1]).write_bytes(held)
    assert run(capsys, *BUILD)[0] == 5


def spoilt(value: Any, odd: Any, depth: int) -> Any:
    """Return ``value`` with ``odd`` for everything that is ``depth`` levels down."""
    if depth == 0:
        return odd
    if isinstance(value, dict):
        return {name: spoilt(held, odd, depth - 1) for name, held in value.items()}
    if isinstance(value, list):
        return [spoilt(held, odd, depth - 1) for held in value]
    return value


def test_each_value_of_what_is_left_may_be_another(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    built(project)
    whole = {name: json.loads((project / name).read_text("utf-8")) for name in LEFT}
    for depth in range(1, 5):
        for odd in ODD:
            for name, values in whole.items():
                text = json.dumps(spoilt(values, odd, depth))
                (project / name).write_text(text, "utf-8")
            looked_at(project / "output")
            shutil.copy(project / f"sain-{LEFT[-1]}", project / LEFT[-1])
            looked_at(project / "output")
            if odd in (None, "x", {}):
                assert run(capsys, *BUILD)[0] == 0
        restore(project)


TOML = {
    "deep lists": "a = " + "[" * 100_000,
    "deep tables": "a = " + "{a = " * 100_000,
    "deep keys": "a." * 100_000 + "b = 1",
    "deep headings": "[" + "a." * 100_000 + "b]",
    "rather deep": "sigles = " + "[" * 300 + "]" * 300,
    "long integer": "titre = " + "9" * 5_000,
    "no day": "titre = 2026-02-31",
    "hour": "titre = 25:61:00",
    "twice": "[pages]\n[pages]\n",
    "latin-1": 'titre = "été"'.encode("latin-1"),
    "half a character": 'titre = "\\uD800"',
    "no text": b"\0\xff",
}
SETTINGS = (
    "ppun.toml", "content/lexique.toml", "content/pictos/pictos.toml",
    "content/essais.toml", "voices/x.toml",
)  # fmt: skip
ODD_TOML = (
    "true", "-1", "1e308", "inf", "nan", "9" * 29, '""', '"x"', '"\\u0000"', "[]", "[[1]]",
    "{}", "{a = {}}", "2026-01-01", "0001-01-01T00:00:00+23:59", "10:00:00",
)  # fmt: skip
KEYS = {
    "ppun.toml": (
        "titre", "formats", "base_url", "langue", "pages.choix", "pages.inclure",
        "pdf.taille", "pdf.encre", "audio.vitesse_facile", "kit.cd", "cache.limite_go",
        "modele.delai", "accessibilite.taux", "accessibilite.date", "limites.page",
        "lisibilite.difficulte", "lisibilite.facile.lix", "constats.taire",
        'documents."bonjour-a-tous".date', 'documents."bonjour-a-tous".facile',
    ),
    "content/lexique.toml": ("sigles", "sigles.x", "definitions.y"),
    "content/pictos/pictos.toml": ('"x.png"', '"x.png".licence'),
    "content/essais.toml": ("essais",),
    "voices/x.toml": ("rank", "needs", "name", "engine"),
}  # fmt: skip


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_may_hold_anything(
    project: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project / name
    path.parent.mkdir(exist_ok=True)
    (project / "content/facile").mkdir()
    (project / "content/facile/bonjour-a-tous.md").write_text(PAGE, "utf-8")
    for content in TOML.values():
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        assert path.name in settled(project)
    assert run(capsys, "build", "--to", "text")[0] in (2, 3)
    for key in KEYS[name]:
        for odd in ODD_TOML:
            path.write_text(f"{key} = {odd}\n", "utf-8")
            settled(project)


def test_what_settings_may_hold_is_published(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = '"\\u0000\\u001b <&>\\uffff"'
    (project / "ppun.toml").write_text(
        f"titre = {odd}\nediteur = {odd}\n[audio]\ndebut = {odd}\n"
        f'[documents."bonjour-a-tous"]\ndate = {odd}\n'
    )
    (project / "content/lexique.toml").write_text(
        f'[sigles]\n{odd} = {odd}\n[definitions]\ntexte = {odd}\n"" = ""\n'
        f"[prononciations]\n{odd} = {odd}\n"
    )
    assert run(capsys, *BUILD)[0] == 0
    assert "fichier-invalide" not in looked_at(project / "output")


@pytest.mark.parametrize("content", JSON, ids=list(JSON))
def test_the_description_of_a_voice_may_hold_anything(
    project: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    held = JSON[content]
    (project / "voices").mkdir()
    (project / "voices/x.onnx").write_bytes(b"x")
    (project / "voices/x.onnx.json").write_bytes(
        held if isinstance(held, bytes) else held.encode()
    )
    assert run(capsys, "build", "--voice", "x", "--to", "mp3")[0] in (2, 4, 5)


LONG = "1" * 5_000
NUMBERS = {
    "list": '<ol start="%s"><li>Un.</li></ol>',
    "cell": '<table><tr><td colspan="%s" rowspan="%s">Un.</td></tr></table>',
    "character": "<p title='&#%s;'>Un &#%s; deux.</p>",
}


@pytest.mark.parametrize("kind", ["md", "html"])
@pytest.mark.parametrize("number", [LONG, "0" * 5_000 + "65", "²", "٣", "-1", ""])
@pytest.mark.parametrize("place", NUMBERS)
def test_numbers_of_a_page(tmp_path: Path, place: str, number: str, kind: str) -> None:
    (page := tmp_path / f"a.{kind}").write_text(
        "<h1>Titre</h1>\n\n" + NUMBERS[place].replace("%s", number), "utf-8"
    )
    (document,) = read(page)
    assert "Un" in "".join(map(plain_text, document.blocks))


@pytest.mark.parametrize("text", [f"{LONG}. Un.", f"Un &#{LONG}; deux.", f"`&#{LONG};` Un"])
def test_numbers_of_markdown(tmp_path: Path, text: str) -> None:
    (page := tmp_path / "a.md").write_text(f"# Titre\n\n{text}\n", "utf-8")
    (document,) = read(page)
    assert "Un" in "".join(map(plain_text, document.blocks))
