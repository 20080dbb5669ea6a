"""What the front matter of a page asks for and nobody can give."""

from __future__ import annotations

from pathlib import Path

import pytest
from projects import PAGE, build, catalogue, project

from ppun_access.build.casting import cast, unknown_voices
from ppun_access.build.context import looking_at
from ppun_access.build.preparation import prepare
from ppun_access.build.sources import read_sources
from ppun_access.cli import main
from ppun_access.errors import InputError
from ppun_access.project.project import load_project
from ppun_access.readers.front_matter import split_front_matter
from ppun_access.report import Report, Severity

__all__ = ["project"]


def page(front: str) -> str:
    return f"---\ntitle: Une autre page\n{front}\n---\n\nSon texte.\n"


def test_an_unknown_voice_gives_way_to_that_of_the_project(project: Path) -> None:
    (project / "content/b.md").write_text(page("voix: kokoro-siwi"), "utf-8")
    loaded = load_project([project / "content"])
    casting = cast(loaded, None)
    sources = read_sources(loaded, Report())
    (finding,) = unknown_voices(casting, sources)
    assert (str(finding.pos), finding.code) == ("b.md:3", "voix-inconnue")
    assert finding.severity is Severity.WARNING
    assert "Vouliez-vous dire « kokoro-siwis »" in finding.message
    assert "auto, aucune, kokoro-siwis" in finding.message
    (project / "ppun.toml").write_text('voix = "silence"\n')
    assert main(["build", "--to", "text,mp3"]) == 0
    assert (project / "output/autre-page/autre-page.mp3").is_file()


@pytest.mark.parametrize("voice", ["auto", "aucune", "silence", ""])
def test_a_known_voice_is_not_told(project: Path, voice: str) -> None:
    (project / "content/b.md").write_text(page(f"voix: {voice}"), "utf-8")
    loaded = load_project([project / "content"])
    sources = read_sources(loaded, Report())
    assert list(unknown_voices(cast(loaded, None), sources)) == []


@pytest.mark.parametrize("key", ["publier", "hidden"])
def test_neither_yes_nor_no_is_no_and_told(project: Path, key: str) -> None:
    """What is published cannot be taken back."""
    (project / "content/b.md").write_text(page(f"{key}: peut-être"), "utf-8")
    report = Report()
    sources = read_sources(load_project([project / "content"]), report)
    assert [source.page.name for source in sources] == ["a.md"]
    (finding,) = report.findings
    assert (str(finding.pos), finding.code) == ("b.md:3", "publier-inconnu")
    allowed = "« publier: oui » ou « publier: non »"
    allowed = allowed if key == "publier" else "« hidden: true » ou « hidden: false »"
    assert allowed in finding.message
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("front", "published"),
    [
        ("publier: oui", True), ("publier: yes", True), ("publier: vrai", True),
        ("publier: 1", True), ("publier:", True), ("publier: Non", False),
        ("publier: faux", False), ("hidden: false", True), ("hidden: true", False),
        ("hidden: true\npublier: oui", True), ("hidden: jamais\npublier: oui", True),
    ],
)  # fmt: skip
def test_yes_and_no(tmp_path: Path, front: str, published: bool) -> None:
    (tmp_path / "a.md").write_text(PAGE, "utf-8")
    (tmp_path / "b.md").write_text(page(front), "utf-8")
    report = Report()
    sources = read_sources(load_project([tmp_path]), report)
    assert ("b.md" in [s.page.name for s in sources]) is published
    assert "publier-inconnu" not in [f.code for f in report.findings]


def test_the_settings_win_over_a_doubt(project: Path) -> None:
    (project / "content/b.md").write_text(page("publier: peut-être"), "utf-8")
    (project / "ppun.toml").write_text('[documents."autre-page"]\npublier = true\n')
    assert build("--to", "text") == 0
    sources = [one["source"] for one in catalogue(project / "output")["publications"]]
    assert sources == ["a.md", "b.md"]


def test_an_only_page_in_doubt_says_which_line(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text(page("publier: bientôt"), "utf-8")
    with pytest.raises(InputError) as error:
        read_sources(load_project([tmp_path]), Report())
    assert error.value.next_step.startswith("b.md:3 : ")
    assert "« publier: oui »" in error.value.next_step


def test_an_easy_version_that_is_not_there_is_told(project: Path) -> None:
    (project / "content/b.md").write_text(page("facile: facile/nulle-part.md"), "utf-8")
    report = Report()
    loaded = load_project([project / "content"])
    prepare(looking_at(loaded, report), read_sources(loaded, report))
    (finding,) = report.findings
    assert finding.code == "facile-illisible"
    assert "nulle-part.md : cette version simplifiée n’existe pas" in finding.message


@pytest.mark.parametrize(
    ("front", "near"),
    [
        ("publie: non", "publier"), ("Publier: non", "publier"), ("facil: x.md", "facile"),
        ("authors: Ada", "author"), ("titles: x", ""), ("tags: [a]", ""), ("slug: x", ""),
        ("publier: oui", ""), ("metaLinks: x", ""), ("voice: pico", ""),
        ("hide: [toc]", ""), ("coverY: 0", ""),
    ],
)  # fmt: skip
def test_a_key_that_is_nearly_one_of_ours_is_told(
    tmp_path: Path, front: str, near: str
) -> None:
    (tmp_path / "b.md").write_text(page(front), "utf-8")
    report = Report()
    read_sources(load_project([tmp_path]), report)
    found = [f for f in report.findings if f.code == "cle-inconnue"]
    assert [str(f.pos) for f in found] == ["b.md:3"] * bool(near)
    assert all(f"« {near} »" in f.message for f in found)


@pytest.mark.parametrize("written", ["2024-02-30", "2024-13-01", "2024-05-06 25:00:00"])
def test_a_date_that_no_calendar_has_is_told_and_loses_nothing(
    written: str,
) -> None:
    values, text, line = split_front_matter(f"---\ndate: {written}\n---\nMots.\n", "a.md")
    assert (values, text, line) == ({"date": written}, "Mots.\n", 4)
