"""The whole pipeline, run as users run it, on small projects."""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from projects import LEGAL, PAGE, build, catalogue, codes, project, snapshot

from ppun_access.build import Request, Result
from ppun_access.build import build as run_pipeline
from ppun_access.build.narration import narration_options
from ppun_access.cli import main
from ppun_access.commands.summary import same_command
from ppun_access.errors import MissingToolError
from ppun_access.formats import FORMATS
from ppun_access.project.project import load_project
from ppun_access.publish import output
from ppun_access.speech.engines.silence import Silence
from ppun_access.speech.model import Audio, Utterance, Voice
from ppun_access.speech.voices import fallback_voice, known_voices
from ppun_access.tools import ffmpeg

__all__ = ["project"]


@pytest.mark.usefixtures("warm_cache")
def test_everything_named_is_there(project: Path) -> None:
    assert build() == 0
    out = project / "output"
    (publication,) = catalogue(out)["publications"]
    (version,) = publication["versions"]
    assert publication["id"] == "bonjour-a-tous"
    assert publication["source"] == "a.md"
    assert version["status"] == "publie"
    assert version["readability"]["sentences"] == 2
    assert version["readability"]["level"] == "très facile"
    assert 0 < version["readability"]["difficulty"] < 20
    assert version["readability"]["lists"]["sentences"] == 0
    assert version["readability"]["headings"]["sentences"] == 0
    formats = dict.fromkeys(file["format"] for file in version["files"])
    own = [name for name, one in FORMATS.items() if not one.whole_site]
    assert list(formats) == [*own, "wav"]  # the kit's sounds are told with their text
    for file in version["files"]:
        assert (out / file["path"]).stat().st_size == file["bytes"]
        assert output.digest_of(out / file["path"]) == file["sha256"]
    assert codes(out) == []  # but for the podcast, which wants an address
    assert not (out / "bonjour-a-tous/facile").exists(), "there is no easy version"
    assert "noindex" in (project / "output-rapport/index.html").read_text("utf-8")


@pytest.mark.usefixtures("warm_cache")
def test_a_second_build_does_nothing_and_says_so(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    before = {p: p.stat().st_mtime_ns for p in project.rglob("*") if p.is_file()}
    capsys.readouterr()
    assert build() == 0
    assert "Rien n’a changé" in capsys.readouterr().err
    assert {p: p.stat().st_mtime_ns for p in project.rglob("*") if p.is_file()} == before
    (project / "output/index.html").write_text("gâté")
    assert build() == 0
    assert "Bonjour" in (project / "output/index.html").read_text("utf-8")


@pytest.mark.usefixtures("warm_cache")
def test_the_summary_says_what_there_is_to_do(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "content/a.md").write_text(PAGE + "\n{% hint %}\nFin.\n", "utf-8")
    monkeypatch.delenv("MAKELEVEL", raising=False)
    build("--to", "html,text")
    lines = capsys.readouterr().err.splitlines()
    assert "Publié dans output : 1\u00a0texte" in lines
    assert "À ouvrir : output/index.html" in lines
    todo = lines[lines.index("À faire d’abord :") + 1 :]
    assert (
        todo[1]
        == "  2. Écrivez une première version simplifiée\u00a0: 1\u00a0brouillon attend"
    )
    assert todo[2].startswith("  3. Balise non fermée (a.md:5)\u00a0: {% hint %} ")
    assert todo[2].endswith(" [balise-non-fermee]")
    assert lines[-1] == (
        "Ensuite : corrigez les pages puis relancez « ppun-access build --voice silence "
        "--to html,text »."
    )


def test_make_is_only_told_where_it_publishes_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(__file__).parents[1]
    monkeypatch.delenv("MAKELEVEL", raising=False)
    assert same_command(("build",), root) == "« make »"
    assert same_command(("build",), tmp_path) == "« ppun-access build »"
    assert same_command(("build", "textes"), root) == "« ppun-access build textes »"
    for typed in (("build", "a b"), ("build", "$A"), ("build", "a" * 60)):
        assert same_command(typed, tmp_path) == "la même commande"
    monkeypatch.setenv("MAKELEVEL", "1")
    assert same_command(("build",), root) == "« make »"
    assert same_command(("build", "--to", "html"), root) == "la même commande", (
        "« make html »"
    )


def test_two_builds_give_the_same_bytes(project: Path, tmp_path: Path) -> None:
    build("-o", "un", "--jobs", "1")
    shutil.rmtree(tmp_path / "cache")
    build("-o", "deux", "--jobs", "3")
    assert snapshot(project / "un") == snapshot(project / "deux")


def test_the_same_project_elsewhere_gives_the_same_bytes(project: Path) -> None:
    (project / "ppun.toml").write_text('titre = "Le site"\n')
    shutil.copytree(project, project.parent / "ailleurs")
    build("--to", "text")
    before = snapshot(project / "output")
    os.chdir(project.parent / "ailleurs")
    build("--to", "text")
    assert snapshot(project.parent / "ailleurs/output") == before


@pytest.mark.usefixtures("warm_cache")
def test_what_changes_is_built_and_what_goes_disappears(project: Path) -> None:
    (project / "content/b.md").write_text("# Au revoir\n\nFin du texte.\n", "utf-8")
    build("--to", "html,text,mp3")
    assert (project / "output/au-revoir/index.html").is_file()
    (project / "output/a-nous.txt").write_text("à garder")
    (project / "output/au-revoir/notes.txt").write_text("à garder")
    (project / "content/b.md").unlink()
    (project / "content/a.md").write_text(PAGE.replace("des", "les"), "utf-8")
    build("--to", "html,text,mp3")
    out = project / "output"
    assert not (out / "au-revoir/index.html").exists()
    assert (out / "au-revoir/notes.txt").read_text() == "à garder"
    assert (out / "a-nous.txt").read_text() == "à garder"
    assert "les phrases" in (out / "bonjour-a-tous/bonjour-a-tous.txt").read_text("utf-8")
    assert sorted(p.name for p in project.iterdir()) == [
        "content", "output", "output-rapport",
    ]  # fmt: skip


def test_formats_are_asked_in_one_option_or_in_several(project: Path) -> None:
    assert main(["build", "--to", "text", "--to", "html"]) == 0
    assert (project / "output/bonjour-a-tous/bonjour-a-tous.txt").is_file()
    assert (project / "output/bonjour-a-tous/index.html").is_file()


def test_one_format_keeps_the_others_up_to_date(project: Path) -> None:
    assert main(["build", "--to", "text"]) == 0
    text = project / "output/bonjour-a-tous/bonjour-a-tous.txt"
    page = project / "output/bonjour-a-tous/index.html"
    assert text.is_file()
    assert not page.exists()
    assert main(["build", "--to", "html"]) == 0
    (project / "content/a.md").write_text(PAGE.replace("des", "les"), "utf-8")
    assert main(["build", "--to", "text"]) == 0
    assert "les phrases" in text.read_text("utf-8")
    assert "les phrases" in page.read_text("utf-8")


def test_settings_and_front_matter_choose(project: Path) -> None:
    (project / "ppun.toml").write_text(
        'titre = "Le site"\nvoix = "silence"\nformats = ["text"]\nrapport_public = true\n'
        '[documents."bonjour-a-tous"]\ndate = "2024-05-06"\n'
        '[documents."cache"]\npublier = false\n',
        "utf-8",
    )
    (project / "content/b.md").write_text("# Caché\n\nTexte.\n", "utf-8")
    (project / "content/c.md").write_text("---\npublier: non\n---\n# Non\n\nTexte.\n")
    assert main(["build"]) == 0
    found = catalogue(project / "output")
    assert found["title"] == "Le site"
    assert [p["id"] for p in found["publications"]] == ["bonjour-a-tous"]
    assert (project / "output/rapport/index.html").is_file()


def test_same_titles_get_their_paths(project: Path) -> None:
    (project / "content/sous").mkdir()
    (project / "content/sous/b.md").write_text(PAGE, "utf-8")
    (project / "content/c.md").write_text("# Assets\n\nTexte.\n", "utf-8")
    build("--to", "text")
    ids = [p["id"] for p in catalogue(project / "output")["publications"]]
    assert ids == ["bonjour-a-tous", "c", "sous-b"]


@pytest.mark.usefixtures("warm_cache")
def test_a_picture_is_published_and_nothing_outside_the_folder(project: Path) -> None:
    image = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x28\0\0\0\x1e"
    (project / "content/pont.png").write_bytes(image)
    (project / "secret.png").write_bytes(b"secret")
    (project / "content/lien.png").symlink_to(project / "secret.png")
    pictures = "![Un pont](pont.png)\n\n![S](../secret.png)\n\n![L](lien.png)\n"
    (project / "content/a.md").write_text(f"# Bonjour à tous\n\n{pictures}", "utf-8")
    build()
    media = list((project / "output/medias").iterdir())
    assert [m.read_bytes() for m in media] == [image]
    html = (project / "output/bonjour-a-tous/index.html").read_text("utf-8")
    assert f'src="../medias/{media[0].name}" alt="Un pont" loading="lazy"' in html
    assert 'width="40" height="30"' in html
    assert codes(project / "output") == [
        "lien-symbolique", "image-absente", "image-absente", "image-illisible",
    ]  # fmt: skip


@pytest.mark.parametrize("named", ["../secret.md", "lien.md"])
def test_no_version_of_a_text_comes_from_outside_the_folder(
    project: Path, named: str
) -> None:
    """Neither by its name, nor by a link: an easy text, a video, a recording."""
    secret, content = project / "secret.md", project / "content"
    secret.write_text("# Secret\n\nLe code est Ouvre-toi.\n", "utf-8")
    (content / "lien.md").symlink_to(secret)
    for place in ("lsf/bonjour-a-tous.webm", "audio/bonjour-a-tous.wav"):
        (content / place).parent.mkdir()
        (content / place).symlink_to(secret)
    (content / "a.md").write_text(f"---\nfacile: {named}\n---\n\n{PAGE}", "utf-8")
    build("--to", "html,text,mp3", "--voice", "silence")
    for path in (*project.glob("output/**/*.*"), *project.glob("output-rapport/**/*.*")):
        assert path.is_dir() or b"Ouvre-toi" not in path.read_bytes(), path
    assert {"facile-illisible", "lsf-illisible", "enregistrement-illisible"} <= {
        *codes(project / "output")
    }


@pytest.mark.parametrize("place", ["lexique.toml", "pictos/pictos.toml", "essais.toml"])
def test_no_file_of_words_comes_from_outside_the_folder(
    project: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor is a word of it shown: not even where it is badly written."""
    secret, link = project / "secret.txt", project / "content" / place
    secret.write_text("motdepasse Ouvre-toi\n", "utf-8")
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(secret)
    (project / "content/facile").mkdir()
    easy = "---\nstatut: brouillon\n---\n\n# Bonjour\n\nUn texte.\n"
    (project / "content/facile/bonjour-a-tous.md").write_text(easy, "utf-8")
    code = build("--to", "text")
    told = capsys.readouterr().err
    assert code in (0, 2)
    assert "hors du dossier du projet" in told
    assert "Ouvre-toi" not in told


@pytest.mark.usefixtures("warm_cache")
def test_easy_version_is_published_beside_its_text(project: Path) -> None:
    (project / "content/facile").mkdir()
    easy = "---\nstatut: brouillon\n---\n# Bonjour simple\n\nUn texte.\nDeux phrases.\n"
    (project / "content/facile/bonjour-a-tous.md").write_text(easy, "utf-8")
    (project / "content/facile/orphelin.md").write_text(easy, "utf-8")
    build("--to", "html,text,vtt,zip")
    (publication,) = catalogue(project / "output")["publications"]
    versions = {v["version"]: v for v in publication["versions"]}
    assert versions["facile"]["status"] == "brouillon"
    label = "Brouillon non validé"
    for file in versions["facile"]["files"]:
        if file["format"] in ("html", "text", "vtt", "zip"):
            content = (project / "output" / file["path"]).read_bytes()
            assert label.encode() in content, file
    assert codes(project / "output") == ["facile-sans-texte"]


def test_the_voice_of_the_command_line_wins(project: Path) -> None:
    text = '[documents."bonjour-a-tous"]\nvoix = "pico"\n'
    (project / "ppun.toml").write_text(text)
    told = []
    for voice in ("silence", None):
        result = run_build(project, voice)
        told += result.voices
    assert told == ["Bourdonnement, pour les essais", "Pico, voix embarquée"]
    (project / "ppun.toml").write_text('voix = "pico"\n')
    (project / "content/a.md").write_text(f"---\nvoix: silence\n---\n{PAGE}", "utf-8")
    assert run_build(project, None).voices == ("Bourdonnement, pour les essais",)


def test_a_text_that_no_voice_shall_read(project: Path) -> None:
    (project / "content/a.md").write_text(f"---\nvoix: aucune\n---\n{PAGE}", "utf-8")
    (project / "content/b.md").write_text("# Deux\n\nMot.\n", "utf-8")
    (project / "ppun.toml").write_text('voix = "pico"\nformats = ["html", "mp3"]\n')
    result = run_build(project, None)
    assert {path.name for path in (project / "output").rglob("*.mp3")} == {"deux.mp3"}
    found = {finding.code for finding in result.findings}
    assert not found & {"audio-absent", "audio-sans-voix"}
    silent = run_build(project, "aucune")
    assert silent.voices == ()
    assert [f.code for f in silent.findings].count("audio-sans-voix") == 1
    assert silent.exit_code == 0
    assert not list((project / "output").rglob("*.mp3"))
    assert run_build(project, "silence").voices == ("Bourdonnement, pour les essais",)


def test_the_cover_of_a_book_without_sound_is_smaller(project: Path) -> None:
    sides = set[int]()
    for voice in ("aucune", "silence"):
        out, cache = project / f"output-{voice}", project.parent / "cache"
        run_pipeline(
            Request((project / "content",), out, ("epub",), voice=voice, cache=cache)
        )
        (book,) = (out / "bonjour-a-tous").glob("*.epub")
        with zipfile.ZipFile(book) as archive:
            (name,) = (n for n in archive.namelist() if n.endswith(".png"))
            sides.add(int.from_bytes(archive.read(name)[16:20], "big"))
    assert sides == {1000, 1400}


def run_build(project: Path, voice: str | None) -> Result:
    out, cache = project / "output", project.parent / "cache"
    return run_pipeline(
        Request((project / "content",), out, ("mp3", "text"), voice=voice, cache=cache)
    )


@pytest.mark.usefixtures("warm_cache")
def test_an_easy_version_is_slower_and_signed_by_the_publisher(project: Path) -> None:
    (project / "ppun.toml").write_text('editeur = "La Région"\nvoix = "silence"\n')
    page = "# Bonjour à tous\n\nUn texte. Deux phrases.\n\nAnne Dupont  \nPrésidente\n"
    (project / "content/a.md").write_text(page, "utf-8")
    (project / "content/facile").mkdir()
    (project / "content/facile/bonjour-a-tous.md").write_text("# Simple\n\nUn texte.\n")
    loaded = load_project((project / "content",))
    full, easy = (narration_options(loaded, v) for v in ("integral", "facile"))  # type: ignore[arg-type]
    assert easy.script.pause_scale > full.script.pause_scale
    build("--to", "mp3")
    heads = {p.stem: p.read_bytes()[:600] for p in (project / "output").rglob("*.mp3")}
    assert _says(heads["bonjour-a-tous"], "Anne Dupont")
    assert not _says(heads["bonjour-a-tous-facile"], "Anne Dupont")
    assert _says(heads["bonjour-a-tous-facile"], "La Région")


def _says(tags: bytes, words: str) -> bool:
    """Tell whether ID3 tags hold some words, in either of their encodings."""
    return any(words.encode(code) in tags for code in ("latin-1", "utf-16-le"))


@pytest.fixture
def broken_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A voice that is installed and fails each time."""

    def fail(engine: Silence, utterance: object, voice: object) -> None:
        raise OSError("panne")

    monkeypatch.setattr(Silence, "say", fail)


@pytest.mark.usefixtures("broken_voice")
@pytest.mark.parametrize("options", [[], ["--strict"], ["--quiet"]])
def test_a_voice_that_fails_gives_its_code(
    project: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    assert build(*options) == 5
    assert "[audio-rate]" in capsys.readouterr().err
    assert '"trace": "Traceback' in (project / "output-rapport/build.json").read_text()
    assert (project / "output/bonjour-a-tous/index.html").is_file()
    assert build(*options) == 5, "what failed is tried again"


@pytest.mark.parametrize(("heard", "code"), [("rien", 5), ("trop", 5), ("bien", 0)])
def test_one_sentence_that_fails_is_told_by_the_exit_code(
    project: Path, monkeypatch: pytest.MonkeyPatch, heard: str, code: int
) -> None:
    say = Silence.say

    def hum(engine: Silence, utterance: Utterance, voice: Voice) -> Audio:
        audio = say(engine, utterance, voice)
        if "phrases" not in utterance.text or heard == "bien":
            return audio
        if heard == "rien":
            raise OSError("panne")
        return replace(audio, pcm=audio.pcm * 9)

    monkeypatch.setattr(Silence, "say", hum)
    assert build("--to", "html,mp3") == code
    assert main(["speak", "content/a.md", "-o", "a.mp3", "--voice", "silence"]) == code
    assert (project / "output/bonjour-a-tous/bonjour-a-tous.mp3").is_file()


@pytest.mark.usefixtures("warm_cache")
def test_speak_reads_an_easy_version_as_build_does(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "content/facile").mkdir()
    page = "---\nsource: bonjour-a-tous\n---\n# Bonjour\n\nVoici le texte facile.\n"
    (project / "content/facile/bonjour-a-tous.md").write_text(page, "utf-8")
    (project / "ppun.toml").write_text(
        '[documents."bonjour-a-tous"]\nvoix = "pyttsx3"\n', "utf-8"
    )
    assert main(["build", "--to", "mp3"]) == 0
    made = project / "output/bonjour-a-tous/facile/bonjour-a-tous-facile.mp3"
    capsys.readouterr()
    easy = "content/facile/bonjour-a-tous.md"
    assert main(["speak", easy, "-o", "x.mp3"]) == 0
    told = capsys.readouterr().err
    assert "eSpeak" in told
    assert "avertissement" not in told
    assert _sound(project / "x.mp3") == _sound(made)
    assert main(["show", easy, "--to", "speech"]) == 0
    assert "non validé" in capsys.readouterr().out


def _sound(path: Path) -> bytes:
    """Return the samples of a file: its tags are left out."""
    return ffmpeg.decode(tool=ffmpeg.probe(), source=path, rate=8000)


def test_who_stands_in() -> None:
    known = known_voices()
    names = {
        v.name: fallback_voice(v, [replace(o, missing="") for o in known]) for v in known
    }
    foreign = [name for name in names if name.startswith("pico-")]
    assert [names.pop(name) for name in foreign] == [None] * 4
    assert {name: v and v.name for name, v in names.items()} == {
        "kokoro-siwis": "pico",
        "kokoro-alex": "pico",
        "pico": "pyttsx3",
        "pyttsx3": "kokoro-siwis",
        "silence": None,
    }


@pytest.mark.usefixtures("warm_cache")
def test_quiet_says_nothing_when_all_is_well(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build("--quiet") == 0
    assert capsys.readouterr().err == ""


def test_quiet_tells_every_error_and_nothing_else(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("b.md", "c.md", "d.md"):
        (project / "content" / name).write_bytes(b"# Titre\n\n\xff\x00\xfe texte\n")
    assert build("--quiet", "--to", "text") == 3
    told = capsys.readouterr().err.splitlines()
    assert sorted(line.split(":")[0] for line in told) == ["b.md", "c.md", "d.md"]
    assert all("[page-illisible]" in line and "nregistrez" in line for line in told)


def test_the_gravest_findings_come_first_and_few(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    images = "".join(f"![n{n}](x{n}.png)\n\n" for n in range(9))
    (project / "content/a.md").write_text(f"# Bonjour\n\n{images}", "utf-8")
    (project / "content/z.md").write_bytes(b"\0")
    build("--to", "text")
    lines = capsys.readouterr().err.replace("\u00a0", " ").splitlines()
    first = lines[lines.index("À faire d’abord :") + 1]
    assert first.startswith("  1. Page illisible (z.md:1) : ")
    assert first.endswith("[page-illisible]")
    (told,) = [x for x in lines if "mage absente" in x]
    assert told.startswith("  3. Image absente : 9, dont a.md:3 : L’image x0.png ")
    assert told.endswith("[image-absente]")


def test_a_voice_of_the_settings_that_is_missing_gives_way(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    (project / "ppun.toml").write_text('voix = "kokoro-siwis"\nformats = ["mp3"]\n')
    result = run_build(project, None)
    assert result.voices == ("Pico, voix embarquée",)
    (finding,) = (f for f in result.findings if f.code not in LEGAL)
    assert finding.code == "voix-remplacee"
    assert "« pico » lit à sa place" in finding.message
    with pytest.raises(MissingToolError):
        run_build(project, "kokoro-siwis")


def test_the_pace_of_easy_versions_is_a_setting(project: Path) -> None:
    (project / "ppun.toml").write_text("[audio]\nvitesse_facile = 0.7\n")
    loaded = load_project((project / "content",))
    assert narration_options(loaded, "facile").script.rate == 0.7
    assert narration_options(loaded, "integral").script.rate == 1.0
