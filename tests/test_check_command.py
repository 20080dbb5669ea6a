"""`ppun-access check`: the published folder, looked at again."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from projects import COMPLETE, PAGE, build, codes, failed, project

from ppun_access.cli import main
from ppun_access.inspect.published_folder import inspect
from ppun_access.publish.manifest import MANIFEST, digest_of

__all__ = ["project"]

pytestmark = pytest.mark.usefixtures("warm_cache")

ID = "bonjour-a-tous"


@pytest.fixture(autouse=True)
def none_but_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checkers made by others have their tests in ``test_checkers.py``."""
    monkeypatch.setattr("ppun_access.commands.check.EXTERNAL", ())


VAGUE = "\nVoir [ici](https://exemple.fr).\n"


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    capsys.readouterr()
    code = main(["check", "--json", *arguments])
    return code, json.loads(capsys.readouterr().out)


def faults(out: Path) -> list[tuple[str, str]]:
    """Return the faults of a folder: code, and the file that the message begins with."""
    found = inspect(out).faults
    return sorted((f.code, f.message.partition(" : ")[0]) for f in found)


def forge(out: Path, path: str, content: bytes) -> None:
    """Write ``content`` to a file as if it had been published so."""
    old = digest_of(out / path)
    (out / path).write_bytes(content)
    for name in (MANIFEST, "catalogue.json"):
        text = (out / name).read_text("utf-8")
        (out / name).write_text(text.replace(old, digest_of(content)), "utf-8")
    catalogue = json.loads((out / "catalogue.json").read_text("utf-8"))
    for file in catalogue["publications"][0]["versions"][0]["files"]:
        if file["path"] == path:
            file["bytes"] = len(content)
    manifest = json.loads((out / MANIFEST).read_text("utf-8"))
    (out / "catalogue.json").write_text(json.dumps(catalogue), "utf-8")
    manifest["files"]["catalogue.json"] = digest_of(out / "catalogue.json")
    (out / MANIFEST).write_text(json.dumps(manifest), "utf-8")


def test_what_was_just_published_is_sound(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toml = f'base_url = "https://exemple.fr"\n{COMPLETE}'
    toml += f'[documents."{ID}"]\ndate = "2024-05-06"\n'
    (project / "ppun.toml").write_text(toml, "utf-8")
    build()
    code, found = check(capsys)
    assert code == 0
    files = [path for path in (project / "output").rglob("*") if path.is_file()]
    ran = {c["name"]: (c["files"], c["faults"], c["state"]) for c in found.pop("checkers")}
    assert ran["catalogue et empreintes"] == (len(files) - 1, 0, "execute")
    assert ran["nos règles : mp3"] == (1, 0, "execute")
    assert found == {
        "out": "output", "ok": True, "files": len(files) - 1, "faults": [],
        "findings": [], "silenced": 0, "fatal": [],
    }  # fmt: skip
    assert main(["check"]) == 0
    out = capsys.readouterr().out
    assert "tout est en ordre" in out
    assert "Rien à signaler aux rédacteurs" in out


@pytest.mark.parametrize("formats", ["html", "text", "mp3", "audio", "html,mp3", "report"])
def test_whatever_is_published_leads_somewhere(project: Path, formats: str) -> None:
    build("--to", formats)
    assert faults(project / "output") == []


def test_a_folder_that_is_not_there(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = failed(capsys, "check", "ailleurs")
    assert (code, "ppun-access build" in told) == (3, True)


def test_a_folder_that_is_no_publication(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "output").mkdir()
    code, found = check(capsys)
    assert (code, found["ok"]) == (1, False)
    assert [f["code"] for f in found["faults"]] == ["catalogue-illisible", "rapport-absent"]


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '{"title": "t"}',
        '{"title": 1, "publications": [], "files": []}',
        '{"title": "t", "publications": [{}], "files": []}',
        '{"title": "t", "publications": [], "files": [{"format": "text", "path": "../x",'
        ' "bytes": 1, "sha256": ""}]}',
    ],
)
def test_a_catalogue_that_is_none(project: Path, content: str) -> None:
    build("--to", "text")
    (project / "output/catalogue.json").write_text(content, "utf-8")
    assert [code for code, _ in faults(project / "output")] == ["catalogue-illisible"]


def test_files_that_are_gone_or_changed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build("--to", "html,text")
    out = project / "output"
    (out / ID / f"{ID}.txt").unlink()
    (out / "assets/style.css").write_text("body {}")
    assert set(faults(out)) == {
        ("fichier-absent", f"{ID}/{ID}.txt"),
        ("fichier-abime", "assets/style.css"),
        ("lien-casse", f"{ID}/index.html"),
        ("lien-casse", "telechargements/index.html"),
    }
    assert check(capsys)[0] == 1
    assert main(["check"]) == 1
    told = capsys.readouterr().out
    assert f"{ID}.txt : ce fichier a disparu" in told
    assert "Relancez « ppun-access build »" in told
    build("--to", "html,text")
    assert faults(out) == []


def test_a_size_that_the_catalogue_has_wrong(project: Path) -> None:
    build("--to", "text")
    path = project / "output/catalogue.json"
    text = path.read_text("utf-8")
    path.write_text(text.replace('"bytes": ', '"bytes": 1'), "utf-8")
    assert ("fichier-abime", f"{ID}/{ID}.txt") in faults(project / "output")


@pytest.mark.parametrize(
    ("link", "wrong"),
    [
        ("#nulle-part", "un passage qui n’existe pas"),
        ("../aide/index.html#nulle-part", "un passage qui n’existe pas"),
        ("../rien.html", "un fichier qui n’existe pas"),
        ("../assets/", "un fichier qui n’existe pas"),
        ("../../a.md", "sort du dossier"),
        ("/index.html", "sort du dossier"),
        ("https://[x", "n’est pas une adresse"),
        ("https://exemple.fr/rien", ""),
        ("mailto:a@exemple.fr", ""),
        ("../index.html#contenu", ""),
        ("../%61ide/index.html?x=1", ""),
        ("", ""),
    ],
)
def test_links_between_pages(project: Path, link: str, wrong: str) -> None:
    build("--to", "html")
    out = project / "output"
    page = f"{ID}/index.html"
    text = (out / page).read_text("utf-8")
    home = (out / "index.html").read_text("utf-8")
    assert 'id="contenu"' in home
    forge(out, page, text.replace("</main>", f'<a href="{link}">x</a></main>').encode())
    found = inspect(out).faults
    assert [f.code for f in found] == ["lien-casse"] * bool(wrong), found
    assert not wrong or wrong in found[0].message


@pytest.mark.parametrize(
    ("suffix", "content", "wrong"),
    [
        (".txt", b"\xe9", "UTF-8"),
        (".txt", b" \n", "vide"),
        (".zip", b"PK", "pas une archive"),
        (".zip", b"PK\5\6" + bytes(18), "archive est vide"),
        (".vtt", b"00:00 --> 00:01\nx", "WEBVTT"),
        (".vtt", b"WEBVTT\n\n", "un seul moment"),
        ("-chapitres.json", b"{", "JSON"),
    ],
)
def test_files_that_their_format_refuses(
    project: Path, suffix: str, content: bytes, wrong: str
) -> None:
    build()
    out = project / "output"
    (path,) = (p for p in (out / ID).glob(f"{ID}*") if p.name.endswith(f"{ID}{suffix}"))
    forge(out, path.relative_to(out).as_posix(), content)
    (found,) = inspect(out).faults
    assert found.code == "fichier-invalide"
    assert wrong in found.message


def test_a_zip_whose_content_is_damaged(project: Path) -> None:
    build()
    out = project / "output"
    path = f"{ID}/{ID}.zip"
    content = bytearray((out / path).read_bytes())
    with zipfile.ZipFile(out / path) as archive:
        first = archive.infolist()[0]
    content[first.header_offset + 30 + len(first.filename.encode()) + 3] ^= 255
    forge(out, path, bytes(content))
    (found,) = inspect(out).faults
    assert (found.code, "abîmé" in found.message) == ("fichier-invalide", True)


# What the authors are told


def test_findings_are_listed_by_code_and_are_not_fatal(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "content/a.md").write_text(PAGE + VAGUE * 7, "utf-8")
    (project / "ppun.toml").write_text(COMPLETE, "utf-8")
    build("--to", "text")
    assert main(["check"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Pour les rédacteurs (7) :" in lines
    assert lines[lines.index("lien-vague : 7") + 1].startswith("  - a.md:5, page")
    assert lines[-2] == "  … et 2\u00a0autres dans le rapport"
    assert "<!-- ppun: taire lien-vague -->" in lines[-1]
    assert '[constats]\u00a0: taire = ["lien-vague"]' in lines[-1]
    _, found = check(capsys)
    assert [f["code"] for f in found["findings"]] == ["lien-vague"] * 7
    assert found["findings"][0]["line"] == 5


def test_settings_make_a_code_fatal(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "content/a.md").write_text(PAGE + VAGUE, "utf-8")
    (project / "ppun.toml").write_text('[check]\nfatal = ["lien-vague"]\n', "utf-8")
    build("--to", "text")
    assert check(capsys)[0] == 1
    assert main(["check"]) == 1
    assert "Bloquant d’après ppun.toml : lien-vague (1)" in capsys.readouterr().out
    shutil.rmtree(project / "output-rapport")
    assert check(capsys)[0] == 1
    (project / "ppun.toml").unlink()
    code, found = check(capsys)
    assert (code, [f["code"] for f in found["faults"]]) == (0, ["rapport-absent"])


@pytest.mark.parametrize(
    ("settings", "silent"),
    [
        ('[constats]\ntaire = ["lien-vague"]', 2),
        (f'[documents."{ID}"]\ntaire = ["lien-vague"]', 2),
        ('[documents."autre"]\ntaire = ["lien-vague"]', 0),
        ('[constats]\ntaire = ["lien-vide"]', 0),
    ],
)
def test_settings_silence_findings_and_the_build_counts_them(
    project: Path, capsys: pytest.CaptureFixture[str], settings: str, silent: int
) -> None:
    (project / "content/facile").mkdir()
    easy = f"---\nsource: {ID}\n---\n# Facile\n{VAGUE}"
    (project / f"content/facile/{ID}.md").write_text(easy, "utf-8")
    (project / "content/a.md").write_text(PAGE + VAGUE, "utf-8")
    (project / "content/b.md").write_text(f"# Autre\n{VAGUE}", "utf-8")
    toml = settings.replace('documents."autre"', 'documents."rien"')
    (project / "ppun.toml").write_text(toml, "utf-8")
    capsys.readouterr()
    build("--to", "text")
    told = capsys.readouterr().err
    everywhere = settings.startswith("[constats]") and silent
    told_of = [c for c in codes(project / "output") if c == "lien-vague"]
    assert len(told_of) == 3 - silent - bool(everywhere)
    count = silent + bool(everywhere)
    assert (f"{count}\u00a0constats tus" in told) is bool(count)
    assert check(capsys)[1]["silenced"] == count
    capsys.readouterr()
    build("--to", "text")
    assert (f"{count}\u00a0constats tus" in capsys.readouterr().err) is bool(count)


def test_a_page_alone_in_its_file_is_silenced_whatever_its_title(project: Path) -> None:
    page = f"---\ntitle: Un autre nom\n---\n{PAGE}\nUn <foo>mot</foo>.\n"
    (project / "content/a.md").write_text(page, "utf-8")
    toml = '[documents."autre-nom"]\ntaire = ["balise-inconnue"]\n'
    (project / "ppun.toml").write_text(toml, "utf-8")
    build("--to", "text")
    assert codes(project / "output") == []


@pytest.mark.parametrize("names", [("A", "B"), ("Ana", "ANA")])
def test_tabs_of_one_page_are_silenced_apart(project: Path, names: tuple[str, str]) -> None:
    tab = '{{% tab title="L\'édito de {0}" %}}\nUn [ici](https://{0}.fr).\n{{% endtab %}}\n'
    page = "{% tabs %}\n" + "".join(map(tab.format, names)) + "{% endtabs %}\n"
    (project / "content/a.md").write_text(page, "utf-8")
    toml = f'[documents."edito-de-{names[0].lower()}"]\ntaire = ["lien-vague"]\n'
    (project / "ppun.toml").write_text(toml, "utf-8")
    build("--to", "text")
    log = json.loads((project / "output-rapport/build.json").read_text("utf-8"))
    vague = [f for f in log["findings"] if f["code"] == "lien-vague"]
    assert [f["page"] for f in vague] == [f"L’édito de {names[1]}"]
    assert [f["page"] for f in log["silenced"]] == [f"L’édito de {names[0]}"]


def test_a_silenced_warning_is_not_fatal_to_a_strict_build(project: Path) -> None:
    text = PAGE + "\nVoir [ici](https://a.fr). <!-- ppun: taire lien-vague -->\n"
    (project / "content/a.md").write_text(PAGE + VAGUE, "utf-8")
    assert build("--to", "html,text", "--strict") == 1
    (project / "content/a.md").write_text(text, "utf-8")
    assert build("--to", "html,text", "--strict") == 0
    for path in (project / "output").rglob("*"):
        assert not path.is_file() or b"ppun:" not in path.read_bytes()
