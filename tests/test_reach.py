"""Links lead out of a project only to the folders that who builds declares."""

from __future__ import annotations

from pathlib import Path

import pytest
from projects import PAGE, build, codes, failed, project, snapshot

from ppun_access.build.casting import cast
from ppun_access.build.sources import read_sources
from ppun_access.errors import PpunError, UsageError
from ppun_access.project.project import load_project, pictures
from ppun_access.report import Report
from ppun_access.settings.ppun_toml import load_settings

__all__ = ["project"]

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
SECRETS = ("Ouvre-toi", "caverne", "sésame", "quarante")
OTHERS: dict[str, bytes] = {
    "page.md": b"# Secret\n\nOuvre-toi, dit-il.\n",
    "guides/b.md": b"# Guide\n\nUne caverne sans fond.\n",
    "inclus.md": "Un sésame inclus.\n".encode(),
    "facile/bonjour-a-tous.md": b"# Bonjour\n\nIl y a quarante voleurs.\n",
    "photo.png": PNG,
    "piece.pdf": b"%PDF-1.7 texte",
}
"""What stands outside, and a link in the project leads to."""


@pytest.fixture
def outside(project: Path) -> Path:
    """Return a folder beside a project that has links to all that is in it."""
    folder, content = project.parent / "dehors", project / "content"
    for name, held in OTHERS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(held)
        if not name.startswith("guides/"):
            (content / name).parent.mkdir(exist_ok=True)
            (content / name).symlink_to(folder / name)
    (content / "guides").symlink_to(folder / "guides")
    (folder / "guides/rond").symlink_to(folder / "guides")
    (content / "a.md").write_text(
        f"{PAGE}\nVoir [la pièce](piece.pdf).\n\n![Une photo](photo.png)\n\n"
        '{% include "inclus.md" %}\n',
        "utf-8",
    )
    return folder


def published(project: Path) -> str:
    kept = snapshot(project / "output")
    return " ".join(held.decode("utf-8", "replace") for held in kept.values())


def test_no_link_leads_out(outside: Path, project: Path) -> None:
    assert build("--to", "html") == 3  # the easy version is there, and is not read
    assert [secret for secret in SECRETS if secret in published(project)] == []
    assert not [name for name in snapshot(project / "output") if "medias/" in name]
    found = codes(project / "output")
    assert found.count("lien-symbolique") == 6
    assert {"facile-illisible", "image-absente", "piece-jointe-absente"} <= set(found)


def test_links_lead_to_a_declared_folder(outside: Path, project: Path) -> None:
    assert build("--to", "html", "--racine", str(outside)) == 0
    assert [secret for secret in SECRETS if secret not in published(project)] == []
    names = snapshot(project / "output")
    assert [n.rpartition(".")[2] for n in sorted(names) if "medias/" in n] == ["png", "pdf"]
    assert "lien-symbolique" not in codes(project / "output")
    (outside / "guides/b.md").write_text("# Guide\n\nUn couloir.\n", "utf-8")
    assert build("--to", "html", "--racine", str(outside)) == 0
    assert "Un couloir" in published(project)


def test_a_declared_folder_must_be_there(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = failed(capsys, "build", "--racine", "nulle-part")
    assert (code, "--racine nulle-part" in told) == (2, True)


VOICE = """name = "x"
engine = "silence"
lang = "fr-FR"
title = "X"
source = "x"
licence = "x"
rank = 0
"""


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("ppun.toml", 'titre = "Ailleurs"\n'),
        ("content/lexique.toml", '[sigles]\nDINUM = "x"\n'),
        ("content/essais.toml", ""),
        ("voices/x.toml", VOICE),
    ],
)
def test_settings_are_not_taken_from_elsewhere(project: Path, name: str, held: str) -> None:
    outside = project.parent / "dehors"
    outside.mkdir()
    (outside / "x").write_text(held, "utf-8")
    (project / name).parent.mkdir(exist_ok=True)
    (project / name).symlink_to(outside / "x")
    with pytest.raises(PpunError, match="hors du dossier du projet") as error:
        cast(load_project([project / "content"]), None)
    assert "--racine" in error.value.next_step
    cast(load_project([project / "content"], (outside,)), None)


def test_a_model_is_not_taken_from_elsewhere(project: Path) -> None:
    (project / "voices").mkdir()
    (project / "voices/v.onnx").symlink_to("/etc/hostname")
    (project / "voices/w.toml").write_text(
        VOICE.replace('"x"', '"w"', 1).replace("silence", "piper")
        + '[needs]\nmodel = "../../w.onnx"\n'
    )
    known = cast(load_project([project / "content"]), None).known
    missing = {voice.name: voice.missing for voice in known if voice.name in ("v", "w")}
    assert len(missing) == 2
    assert all("--racine" in told for told in missing.values())


# How heavy files may be


def test_files_are_as_heavy_as_the_settings_say(project: Path) -> None:
    (project / "ppun.toml").write_text("[limites]\npage = 1\nimage = 1\n")
    content = project / "content"
    (content / "a.md").write_text("# A\n\n![Une](grande.png) ![Deux](petite.png)\n")
    (content / "b.md").write_text("# B\n\n" + "Mot. " * 210_000)
    (content / "grande.png").write_bytes(PNG + bytes(1_000_000))
    (content / "petite.png").write_bytes(PNG)
    report = Report()
    (source,) = read_sources(load_project([content]), report)
    assert list(pictures(source).paths) == ["petite.png"]
    (finding,) = (f for f in report.findings if f.code == "page-illisible")
    assert "trop gros (plus de 1 Mo)" in finding.message
    assert "[limites]" in finding.message


def test_sounds_and_videos_too(project: Path) -> None:
    (project / "ppun.toml").write_text("[limites]\nenregistrement = 1\nvideo = 1\n")
    for name in ("audio/bonjour-a-tous.wav", "lsf/bonjour-a-tous.webm"):
        (project / "content" / name).parent.mkdir()
        with (project / "content" / name).open("wb") as file:
            file.truncate(2_000_000)
    assert build("--to", "html,mp3") == 0
    found = codes(project / "output")
    assert {"enregistrement-illisible", "lsf-illisible"} <= set(found)


@pytest.mark.parametrize(
    "line",
    ["page = 0", "image = 501", "video = -1", "piece_jointe = 1.5", "image_mpx = 999"],
)
def test_a_limit_that_is_none_is_told(tmp_path: Path, line: str) -> None:
    (tmp_path / "ppun.toml").write_text(f"[limites]\n{line}\n")
    with pytest.raises(UsageError, match=line.partition(" ")[0]):
        load_settings(tmp_path / "ppun.toml")
