"""Videos in sign language: ``lsf/<id>.webm`` beside the pages, shown with their text."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from projects import build, catalogue, codes, project, snapshot

from ppun_access.inspect.published_folder import inspect

__all__ = ["project"]

ID = "bonjour-a-tous"
WEBM = b"\x1aE\xdf\xa3" + bytes(60)
MP4 = b"\0\0\0\x18ftypmp42" + bytes(60)
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.000\nBonjour.\n"


def give(project: Path, **files: bytes) -> None:
    """Write files of ``lsf/``, by how their names end."""
    folder = project / "content" / "lsf"
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / f"{ID}.{name}").write_bytes(content)


def page(project: Path, path: str = f"{ID}/index.html") -> BeautifulSoup:
    return BeautifulSoup((project / "output" / path).read_text("utf-8"), "html.parser")


def test_a_video_is_shown_beside_its_text(project: Path) -> None:
    give(project, webm=WEBM, mp4=MP4, vtt=CAPTIONS.encode())
    assert build("--to", "html,text") == 0
    assert codes(project / "output") == []
    (video,) = page(project).select("main video")
    assert video.has_attr("controls")
    assert not video.has_attr("autoplay")
    assert video["preload"] == "none"
    assert [(s["src"], s["type"]) for s in video.select("source")] == [
        (f"{ID}-lsf.webm", "video/webm"), (f"{ID}-lsf.mp4", "video/mp4"),
    ]  # fmt: skip
    (track,) = video.select("track")
    assert (track["kind"], track["src"]) == ("captions", f"{ID}-lsf.vtt")
    out = project / "output"
    assert (out / ID / f"{ID}-lsf.webm").read_bytes() == WEBM
    assert (out / ID / f"{ID}-lsf.vtt").read_text("utf-8") == CAPTIONS
    assert inspect(out).faults == ()


def test_a_video_is_in_the_catalogue_the_downloads_and_the_home_page(project: Path) -> None:
    give(project, mp4=MP4, vtt=CAPTIONS.encode())
    build("--to", "html,text")
    (text,) = catalogue(project / "output")["publications"]
    files = [f for f in text["versions"][0]["files"] if f.get("variant") == "lsf"]
    assert [(f["format"], f["path"], f["bytes"]) for f in files] == [
        ("mp4", f"{ID}/{ID}-lsf.mp4", len(MP4)),
        ("vtt", f"{ID}/{ID}-lsf.vtt", len(CAPTIONS)),
    ]
    downloads = page(project, "telechargements/index.html")
    assert downloads.select(f"a[href='../{ID}/{ID}-lsf.mp4']")
    assert "Regarder en langue des signes" in [h.get_text() for h in downloads.select("h2")]
    (choice,) = page(project, "index.html").select(f".choix[href='{ID}/index.html#lsf']")
    assert "Je regarde en langue des signes" in choice.get_text()
    assert page(project).select_one("#lsf")
    assert page(project).select_one(".voies a[href='#lsf']")


def test_without_a_page_there_is_no_video(project: Path) -> None:
    give(project, webm=WEBM, vtt=CAPTIONS.encode())
    build("--to", "text")
    assert not list((project / "output").rglob("*lsf*"))


def test_without_a_video_nothing_is_said_of_one(project: Path) -> None:
    build("--to", "html")
    assert not page(project).select("video, #lsf")
    assert "langue des signes" not in page(project, "index.html").get_text()


@pytest.mark.parametrize(
    ("name", "content", "code", "published"),
    [
        (f"{ID}.webm", WEBM, "lsf-sans-sous-titres", True),
        (f"{ID}.webm", MP4, "lsf-illisible", False),
        (f"{ID}.mp4", b"", "lsf-illisible", False),
        (f"{ID}.avi", WEBM, "lsf-format", False),
        ("bonjour.webm", WEBM, "lsf-sans-texte", False),
    ],
)
def test_a_file_that_is_not_right_is_told(
    project: Path, name: str, content: bytes, code: str, published: bool
) -> None:
    folder = project / "content" / "lsf"
    folder.mkdir()
    (folder / name).write_bytes(content)
    assert build("--to", "html") == 0
    assert codes(project / "output") == [code]
    assert bool(page(project).select("video")) == published
    assert bool(list((project / "output").rglob("*lsf*"))) == published


def test_a_new_video_and_a_page_of_that_folder(project: Path) -> None:
    build("--to", "html")
    before = snapshot(project / "output")
    give(project, webm=WEBM, vtt=CAPTIONS.encode(), md=b"# Une page\n")
    build("--to", "html")
    assert codes(project / "output") == ["lsf-format"]
    assert len(catalogue(project / "output")["publications"]) == 1
    assert snapshot(project / "output") != before
