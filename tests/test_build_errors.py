"""Builds that cannot go well: what is told, what is kept, what the exit code is."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from projects import PAGE, build, catalogue, codes, failed, project, snapshot

from ppun_access.cli import main
from ppun_access.inspect.published_folder import inspect
from ppun_access.publish import exchange, output
from ppun_access.tools import ffmpeg

__all__ = ["project"]


# Errors: an exit code, what is wrong, what to do, and nothing half-written


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["build", "rien"], 3, "n’existe pas"),
        (["build", "vide"], 3, "aucune page"),
        (["build", "binaire"], 3, "C’est un fichier .png"),
        (["build", "nul"], 3, "octet nul en position 3"),
        (["build", "blanc"], 3, "est vide"),
        (["build", "entete"], 3, "page.md:4"),
        (["build", "reglages"], 2, "ppun.toml:1"),
        (["build", "cle"], 2, "« titre »"),
        (["build", "--to", "pdff"], 2, "« pdff »"),
        (["build", "--voice", "pica"], 2, "« pica »"),
        (["build", "--to", "text", "--voice", "zorg"], 2, "« zorg »"),
        (["build", "--to", "mp3,vtt", "--voice", "aucune"], 2, "se contredisent"),
        (["build", "--jobs", "0"], 2, "--jobs 0"),
        (["build", "--nimporte"], 2, "--nimporte"),
        (["build", "-o", "content"], 2, "ce dossier contient les sources"),
        (["build", "-o", "."], 2, "ce dossier contient les sources"),
        (["build", "-o", "content/a.md"], 2, "contient les sources"),
        (["build", "-o", "occupe"], 5, "c’est un fichier"),
        (["show", "content"], 3, "est un dossier"),
        (["show", "content/a.md#x"], 2, "bonjour-a-tous"),
        (["show", "content/a.txt"], 3, "n’existe pas"),
        (["score", "nul/page.md"], 3, "octet nul"),
        (["speak", "content/a.md", "-o", "x.ogg"], 2, ".mp3 ou en .wav"),
        (["speak", "content/a.md"], 2, "-o"),
        (["voices", "chanter"], 2, "« chanter »"),
        ([], 2, "COMMANDE"),
        (["buil"], 2, "« build »"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_errors(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int,
    words: str,
) -> None:  # fmt: skip
    pages = {
        "binaire": b"\x89PNG\r\n\x1a\n\0\0", "nul": b"abc\0", "blanc": b" \n\n",
        "entete": b"---\ntitle: a\nb: [\n---\nTexte", "reglages": b"Bon.", "cle": b"Bon.",
    }  # fmt: skip
    for name, content in pages.items():
        (project / name).mkdir()
        (project / name / "page.md").write_bytes(content)
    (project / "vide").mkdir()
    (project / "occupe").write_text("x")
    (project / "reglages/ppun.toml").write_text("titre =\n")
    (project / "cle/ppun.toml").write_text('titr = "a"\n')
    before = snapshot(project)
    got, told = failed(capsys, *arguments)
    assert (got, words in told) == (code, True), told
    assert snapshot(project) == before


def test_a_missing_voice_is_told_before_a_page_is_read(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By who asks for sound; a text needs none."""
    monkeypatch.setitem(sys.modules, "py_nanotts", None)
    code, told = failed(capsys, "build", "--to", "text,mp3", "--voice", "pico")
    assert (code, "…" in told.partition("Erreur")[0]) == (4, False)
    assert not (project / "output").exists()
    assert build("--to", "text", "--voice", "pico") == 0


@pytest.mark.usefixtures("warm_cache")
def test_one_bad_page_does_not_stop_the_others(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "content/mauvaise.md").write_bytes(b"abc\0")
    assert build() == 3
    assert "mauvaise.md" in capsys.readouterr().err
    assert codes(project / "output") == ["page-illisible"]
    assert (project / "output/bonjour-a-tous/index.html").is_file()


@pytest.mark.usefixtures("warm_cache")
@pytest.mark.parametrize(
    "content", ["", " \n\n", "---\nauteur: Ada\n---\n", "# Un titre seul\n"]
)
def test_an_empty_page_is_told_and_stops_nothing_else(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    content: str,
) -> None:
    """Exit 0: what could be made was made. The gate of a team can say otherwise."""
    monkeypatch.setattr("ppun_access.commands.check.EXTERNAL", ())
    (project / "content/vide.md").write_text(content, "utf-8")
    assert build("--to", "html,text,daisy") == 0
    said = capsys.readouterr().err.replace("\u00a0", " ")
    assert "Page vide (vide.md:1) : Cette page est vide" in said
    out = project / "output"
    assert codes(out) == ["page-vide"]
    assert not [path for path in out.rglob("*") if "vide" in path.name]
    assert main(["check", str(out)]) == 0
    (project / "ppun.toml").write_text('[check]\nfatal = ["page-vide"]\n', "utf-8")
    assert build() == 0
    assert main(["check", str(out)]) == 1
    (project / "content/a.md").unlink()
    assert failed(capsys, "build", "--voice", "silence")[0] == 3


def test_an_empty_editorial_is_told(project: Path) -> None:
    page = (
        '# P\n\n{% tabs %}\n{% tab title="Édito A" %}\n\n{% endtab %}\n'
        '{% tab title="Édito B" %}\nBonjour.\n{% endtab %}\n{% endtabs %}\n'
    )
    (project / "content/a.md").write_text(page, "utf-8")
    assert build("--to", "html,text,braille,daisy,epub,pdf") == 0
    out = project / "output"
    assert codes(out) == ["texte-vide"]
    assert "Édito A" in (out / "edito-a/index.html").read_text("utf-8")
    assert inspect(out).faults == ()


@pytest.mark.usefixtures("warm_cache")
def test_strict_makes_a_warning_fatal(project: Path) -> None:
    page = project / "content/a.md"
    assert build("--strict") == 0
    page.write_text(PAGE + '\n{% tab title="x" %}\nFin.\n', "utf-8")
    assert build() == 0
    assert codes(project / "output") == ["balise-non-fermee"]
    assert build("--strict") == 1


def test_folder_that_cannot_be_written(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.mkdir

    def refused(path: Path, *args: Any, **options: Any) -> None:
        if ".output." in path.name:
            raise PermissionError(errno.EACCES, "Permission denied")
        real(path, *args, **options)

    monkeypatch.setattr(Path, "mkdir", refused)
    code, told = failed(capsys, "build", "--to", "text")
    assert (code, "Impossible de publier" in told) == (5, True)


def test_missing_ffmpeg(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                        capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.setattr(ffmpeg, "find_spec", lambda name: None)
    ffmpeg.probe.cache_clear()
    (project / "ppun.toml").write_text('voix = "silence"\n')
    assert main(["build"]) == 0
    assert codes(project / "output") == ["audio-absent"]
    assert (project / "output/bonjour-a-tous/index.html").is_file()
    capsys.readouterr()
    code, told = failed(capsys, "build", "--to", "audio")
    assert (code, "ffmpeg" in told) == (4, True)


# What is not ours, what cannot be read, what went stale


def test_what_is_not_ours_is_carried_over(project: Path) -> None:
    out = project / "output"
    (out / "prive/vide").mkdir(parents=True)
    (out / "prive/notes.txt").write_text("à garder")
    (out / "lien").symlink_to("/usr")
    build("--to", "text")
    build("--to", "html")
    assert (out / "prive/vide").is_dir()
    assert (out / "prive/notes.txt").read_text() == "à garder"
    assert (out / "lien").readlink() == Path("/usr")
    assert (out / "bonjour-a-tous/index.html").is_file()


def test_somebody_elses_file_is_never_overwritten(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "output").mkdir()
    (project / "output/index.html").write_text("à moi")
    code, told = failed(capsys, "build", "--to", "text")
    assert (code, "index.html y est déjà" in told) == (5, True)
    assert snapshot(project / "output") == {"index.html": "à moi".encode()}


@pytest.mark.usefixtures("warm_cache")
def test_a_linked_folder_stays_a_link(project: Path) -> None:
    (project / "vrai").mkdir()
    (project / "lien").symlink_to("vrai")
    assert build("-o", "lien") == 0
    assert (project / "lien").is_symlink()
    assert (project / "vrai/bonjour-a-tous/index.html").is_file()
    assert (project / "vrai-rapport/index.html").is_file()


def test_the_old_folder_comes_back_when_the_new_one_cannot(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build("--to", "text")
    before = snapshot(project / "output")
    (project / "content/a.md").write_text(PAGE.replace("des", "les"), "utf-8")
    real = Path.rename

    def refused(path: Path, target: Path) -> Path:
        if ".nouveau-" in path.name:
            raise OSError(errno.EBUSY, "busy")
        return real(path, target)

    monkeypatch.setattr(exchange, "swap", lambda new, out: False)
    monkeypatch.setattr(Path, "rename", refused)
    assert failed(capsys, "build", "--to", "text")[0] == 5
    assert snapshot(project / "output") == before


def test_no_file_is_written_outside_the_site(tmp_path: Path) -> None:
    for path in ("../x", "/x", "a/../../x"):
        with pytest.raises(ValueError, match="not a path inside"):
            output.publish({path: b"x"}, tmp_path / "out", key="", formats=())
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def unreadable(project: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of files that the system refuses to read (root may read everything)."""
    names: set[str] = set()
    real = os.open

    def opened(path: Any, *arguments: Any, **options: Any) -> int:
        if Path(os.fsdecode(path)).name in names:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, *arguments, **options)

    monkeypatch.setattr(os, "open", opened)
    return names


def test_files_that_cannot_be_read_stop_no_other(
    project: Path, unreadable: set[str]
) -> None:
    (project / "content/facile").mkdir()
    (project / "content/facile/bonjour-a-tous.md").write_text("# Simple\n\nUn texte.\n")
    (project / "content/b.md").write_text("# Autre\n\nTexte.\n")
    unreadable |= {"bonjour-a-tous.md", "b.md"}
    assert build("--to", "text") == 3
    assert sorted(codes(project / "output")) == ["facile-illisible", "page-illisible"]


def test_settings_that_cannot_be_read(
    project: Path, capsys: pytest.CaptureFixture[str], unreadable: set[str]
) -> None:
    (project / "ppun.toml").write_text("")
    unreadable.add("ppun.toml")
    code, told = failed(capsys, "build")
    assert (code, "vous n’en avez pas le droit" in told) == (2, True)


@pytest.mark.parametrize(
    ("prepare", "arguments", "code", "words"),
    [
        (None, ["build", "n" * 5000], 3, "ce nom est trop long"),
        (None, ["score", "n" * 5000], 3, "ce nom est trop long"),
        ("rapport", ["build"], 5, "output-rapport est un fichier"),
        ("rien", ["build"], 3, "Aucun texte à publier"),
        ("facile", ["build", "--to", "text"], 3, ""),
    ],
)
def test_odd_places(
    project: Path, capsys: pytest.CaptureFixture[str], prepare: str | None,
    arguments: list[str], code: int, words: str,
) -> None:  # fmt: skip
    if prepare == "rapport":
        (project / "output-rapport").write_text("x")
    if prepare == "rien":
        (project / "content/a.md").write_text("---\npublier: non\n---\n\nTexte.\n")
    if prepare == "facile":
        (project / "content/facile").mkdir()
        (project / "content/facile/bonjour-a-tous.md").write_text(
            "---\nstatut: relu\n---\n"
        )
    assert main(arguments) == code
    told = capsys.readouterr().err
    assert words in told
    assert "Traceback" not in told


def test_a_file_name_that_is_not_utf8(project: Path) -> None:
    name = os.fsencode(project / "content") + b"/caf\xe9.md"
    with open(name, "wb") as handle:  # noqa: PTH123 - a name that Path cannot write
        handle.write(b"# Au revoir\n\nTexte.\n")
    assert build("--to", "text") == 0
    found = catalogue(project / "output")["publications"]
    assert [p["id"] for p in found] == ["bonjour-a-tous", "au-revoir"]


def test_nothing_stale_is_kept(project: Path) -> None:
    page = project / "content/a.md"
    page.write_text(PAGE + "\n![Un pont](img/pont.svg)\n", "utf-8")
    (project / "content/img").mkdir()
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 9h9"/></svg>'
    )
    (project / "content/img/pont.svg").write_text(drawn)
    easy = project / "content/facile/v2/a.md"
    easy.parent.mkdir(parents=True)
    easy.write_text("# Simple\n\nUn texte.\n", "utf-8")
    setting = '[documents."bonjour-a-tous"]\nfacile = "facile/v2/a.md"\n'
    (project / "ppun.toml").write_text(setting)
    build("--to", "text,html")
    text = project / "output/bonjour-a-tous/facile/bonjour-a-tous-facile.txt"
    assert "Un texte." in text.read_text("utf-8")
    assert codes(project / "output") == []
    easy.write_text("# Simple\n\nUn autre texte.\n", "utf-8")
    build("--to", "text")
    assert "Un autre texte." in text.read_text("utf-8")
    (project / "content/img").rename(project / "content/photos")
    build("--to", "text")
    assert codes(project / "output") == ["image-absente"]


def test_a_new_version_of_the_program_builds_again(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build("--to", "text")
    capsys.readouterr()
    monkeypatch.setattr("ppun_access.build.order.program_digest", lambda: "other")
    build("--to", "text")
    assert "Rien n’a changé" not in capsys.readouterr().err


def test_a_report_that_is_not_whole_is_made_again(project: Path) -> None:
    build("--to", "text")
    report = project / "output-rapport/index.html"
    report.unlink()
    build("--to", "text")
    assert report.is_file()


def test_front_matter_still_counts_beside_settings(project: Path) -> None:
    (project / "content/b.md").write_text("---\npublier: non\n---\n# B\n\nTexte.\n")
    (project / "content/c.md").write_text(PAGE, "utf-8")
    (project / "ppun.toml").write_text(
        '[documents.b]\nvoix = "silence"\n[documents.c]\npublier = false\n'
        '[documents.inconnu]\ndate = "2024"\n'
    )
    build("--to", "text")
    found = catalogue(project / "output")["publications"]
    assert [p["id"] for p in found] == ["bonjour-a-tous"]
    assert codes(project / "output") == ["page-retenue", "reglage-sans-texte"]


def test_links_between_pages(project: Path) -> None:
    (project / "content/sous").mkdir()
    page = "# Autre\n\n[Retour](../a.md#x), [rien](non.md), [ici](#la), [la carte](https://a.fr).\n"
    (project / "content/sous/b.md").write_text(page, "utf-8")
    build("--to", "html")
    html = (project / "output/autre/index.html").read_text("utf-8")
    assert 'href="../bonjour-a-tous/index.html"' in html
    assert 'href="https://a.fr"' in html
    assert "non.md" not in html
    assert codes(project / "output") == ["ancre-inconnue", "lien-mort", "ancre-inconnue"]


def test_lexicons_of_several_sources(project: Path) -> None:
    (project / "deux").mkdir()
    (project / "deux/b.md").write_text("# B\n\nLa PPUN et le SDN.\n", "utf-8")
    (project / "content/lexique.toml").write_text('[sigles]\nPPUN = "Une"\n')
    (project / "deux/lexique.toml").write_text('[sigles]\nPPUN = "Deux"\nSDN = "Trois"\n')
    build("content", "deux", "content", "--to", "html")
    html = (project / "output/b/index.html").read_text("utf-8")
    assert '<abbr title="Une">PPUN</abbr>' in html
    assert '<abbr title="Trois">SDN</abbr>' in html
    assert len(catalogue(project / "output")["publications"]) == 2
