"""A name that nobody knows is answered with the nearest one, whatever it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from ppun_access.cli import main
from ppun_access.errors import did_you_mean

PAGE = "# Le budget de la commune\n\nLa commune vote son budget.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content" / "facile").mkdir(parents=True)
    (tmp_path / "content" / "page.md").write_text(PAGE, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("buidl", "build"),
        ("build --voic pico", "--voice"),
        ("build --voic=pico", "--voice"),
        ("facile sign x --particpants 3", "--participants"),
        ("voices instal", "install"),
        ("build --to htlm", "html"),
        ("speak content/page.md -o a.wav --voice pic", "pico"),
        ("facile status le-budget-de-la-comune", "budget-de-la-commune"),
        ("facile status budget", "budget-de-la-commune"),
        ("score content/page.md#budget-commune", "budget-de-la-commune"),
        ("score content/pages.md", "page.md"),
        ("build conten", "content"),
        ("pictos", "facile pictos"),
        ("sign le-budget", "facile sign"),
    ],
)
def test_the_nearest_name_is_proposed(
    project: Path, capsys: pytest.CaptureFixture[str], typed: str, meant: str
) -> None:
    assert main(typed.split()) in (2, 3)
    assert f"« {meant} » ?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ('[contact]\nemail = "a@b.fr"', "Vouliez-vous dire « courriel » ?"),
        ('[mentions]\nediteur = "Ville"', "Écrivez « editeur » au début du fichier"),
    ],
)
def test_a_setting_is_guessed_by_what_it_means(
    project: Path, capsys: pytest.CaptureFixture[str], written: str, advice: str
) -> None:
    (project / "ppun.toml").write_text(written, "utf-8")
    assert main(["build"]) == 2
    assert advice in capsys.readouterr().err


@pytest.mark.parametrize(
    "written",
    [
        '[site]\npages = "a"',
        '[audit]\ncontact = "a@b.fr"',
        '[pdf]\ndocuments = "a"',
    ],
)
def test_what_no_value_stands_for_there_is_not_sent_to_the_beginning(
    project: Path, capsys: pytest.CaptureFixture[str], written: str
) -> None:
    (project / "ppun.toml").write_text(written, "utf-8")
    assert main(["build"]) == 2
    said = capsys.readouterr().err
    assert "clé inconnue" in said
    assert "au début du fichier" not in said


def test_an_option_of_another_command_is_not_proposed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", "content/page.md", "--voice"]) == 2
    said = capsys.readouterr().err
    assert "ppun-access score : argument inconnu --voice." in said
    assert "Vouliez-vous" not in said
    assert "« ppun-access score --help »" in said


def test_a_text_that_is_not_there_is_told_with_where_it_was_looked_for(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["facile", "new", "voirie"]) == 2
    said = capsys.readouterr().err
    assert "pas de texte « voirie » dans content." in said.replace("\u00a0", " ")
    assert "--source" in said


def test_an_easy_version_and_a_video_of_no_text_are_told_the_nearest(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = project / "content"
    (content / "facile" / "budget.md").write_text("# Budget\n\nOui.\n", "utf-8")
    (content / "lsf").mkdir()
    (content / "lsf" / "budget-de-la-comune.mp4").write_bytes(b"0000ftyp")
    assert main(["build", "--to", "html", "--voice", "aucune", "-v"]) == 0
    said = capsys.readouterr().err
    assert "Vouliez-vous dire « budget-de-la-commune.md » ?" in said
    assert "Vouliez-vous dire « budget-de-la-commune.mp4 » ?" in said


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("xyz", ("build", "check")),
        ("publier", ("atelier", "build")),
        ("picto", ("doctor", "voices")),
        ("--tous", ("--all", "--json")),
        ("description", ("mentions", "titre")),
    ],
)
def test_nothing_is_proposed_for_what_is_far(typed: str, known: tuple[str, ...]) -> None:
    assert did_you_mean(typed, known) == ""
