"""What a folder holds that is no plain page: nothing is lost in silence, or feared."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from projects import PAGE, build, catalogue, codes, failed, project

from ppun_access.build.casting import cast
from ppun_access.build.order import build_inputs
from ppun_access.build.sources import read_sources
from ppun_access.document.walk import plain_text
from ppun_access.errors import InputError
from ppun_access.project.project import load_project
from ppun_access.readers import read
from ppun_access.readers.space.kinds import ADVICE
from ppun_access.report import Report

__all__ = ["project"]


def told(folder: Path) -> dict[str, str]:
    """Return the findings of reading a folder: place, code → message."""
    report = Report()
    read_sources(load_project([folder]), report)
    return {f"{f.pos} {f.code}": f.message for f in report.findings}


def write(folder: Path, **files: bytes | str) -> Path:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


# Links


def test_links_are_told_and_none_is_followed_outside(tmp_path: Path) -> None:
    write(tmp_path, dehors__secret_md="# Secret\n\nOuvre-toi.\n", dehors__b_pdf=b"%PDF-")
    folder = write(tmp_path / "pages", a_md=PAGE, sous__b_md="# B\n\nTexte.\n")
    for name, target in {
        "page.md": tmp_path / "dehors/secret.md", "piece.pdf": tmp_path / "dehors/b.pdf",
        "dossier": tmp_path / "dehors", "casse.md": "rien.md", "rond.md": "rond.md",
        "copie.md": "a.md", "autre": "sous",
    }.items():  # fmt: skip
        (folder / name).symlink_to(target)
    report = Report()
    sources = read_sources(load_project([folder]), report)
    assert [source.page.name for source in sources] == ["a.md", "sous/b.md"]
    assert "Ouvre-toi" not in repr(sources)
    found = {str(f.pos): f.message for f in report.findings if f.code == "lien-symbolique"}
    assert "hors du dossier des pages" in found["page.md:1"]
    assert "hors du dossier des pages" in found["piece.pdf:1"]
    assert "dossier hors du dossier" in found["dossier:1"]
    assert "n’existe pas" in found["casse.md:1"]
    assert "n’existe pas" in found["rond.md:1"]
    assert "« a.md »" in found["copie.md:1"]
    assert "« sous »" in found["autre:1"]


def test_nothing_outside_decides_whether_to_build_again(tmp_path: Path) -> None:
    """Nor is a pipe opened, which would never end."""
    write(tmp_path, dehors_md="# Secret\n")
    folder = write(tmp_path / "pages", a_md=PAGE)
    (folder / "audio").mkdir()
    for link in ("lien.md", "audio/bonjour-a-tous.wav"):
        (folder / link).symlink_to(tmp_path / "dehors.md")
    for pipe in (
        "tube.md",
        "tube.pdf",
        "tube.doc",
        "tube.png",
        "lexique.toml",
        ".gitbook.yaml",
    ):
        os.mkfifo(folder / pipe)
    loaded = load_project([folder])
    before = build_inputs(loaded, ("text",), cast(loaded, None))
    (tmp_path / "dehors.md").write_text("# Autre secret\n")
    assert build_inputs(loaded, ("text",), cast(loaded, None)) == before
    assert "fichier ordinaire" in told(folder)["tube.md:1 fichier-non-lu"]


def test_a_page_of_two_names_answers_to_both(project: Path) -> None:
    write(
        project / "content", b_md="# Autre\n\nVoir [la page](copie.md) et [elle](a.md).\n"
    )
    (project / "content/copie.md").symlink_to("a.md")
    assert build("--to", "html") == 0
    sources = [one["source"] for one in catalogue(project / "output")["publications"]]
    assert sources == ["a.md", "b.md"]
    page = (project / "output/autre/index.html").read_text("utf-8")
    assert page.count('href="../bonjour-a-tous/') >= 2
    assert "lien-mort" not in codes(project / "output")


def test_the_name_that_the_contents_give_is_kept(tmp_path: Path) -> None:
    folder = write(tmp_path, a_md=PAGE, SUMMARY_md="* [Elle](copie.md)\n")
    (folder / "copie.md").symlink_to("a.md")
    (source,) = read_sources(load_project([folder]), Report())
    assert source.page.name == "copie.md"


# Documents that are not read


@pytest.mark.parametrize("end", sorted(ADVICE))
def test_a_document_that_is_not_read_is_told(tmp_path: Path, end: str) -> None:
    folder = write(tmp_path, a_md=PAGE)
    (folder / f"Note de service{end.upper()}").write_bytes(b"...")
    (message,) = told(folder).values()
    assert message == f"Ce fichier {end} n’est pas lu : il n’est pas publié. {ADVICE[end]}"
    with pytest.raises(InputError, match="n’est pas lu") as error:
        read(folder / f"Note de service{end.upper()}")
    assert error.value.next_step == ADVICE[end]


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"{\\rtf1 Texte}", ".rtf : renommez-le"),
        (b"PK\x03\x04", ".docx ou .odt : renommez-le"),
        (b"<html><p>Texte", ".html : renommez-le"),
        (b"\xd0\xcf\x11\xe0", "enregistrez-le en .docx"),
    ],
)
def test_an_old_document_is_known_for_what_it_is(
    tmp_path: Path, content: bytes, advice: str
) -> None:
    folder = write(tmp_path, a_md=PAGE, lettre_doc=content)
    assert advice in told(folder)["lettre.doc:1 fichier-non-lu"]


def test_a_lexicon_of_another_format_says_how_to_write_it(tmp_path: Path) -> None:
    folder = write(tmp_path, a_md=PAGE, lexique_pls="<lexicon/>")
    advice = "dans lexique.toml, une par ligne, dans la partie [prononciations]"
    assert advice in told(folder)["lexique.pls:1 fichier-non-lu"]


def test_what_is_given_to_take_away_is_not_told(tmp_path: Path) -> None:
    page = "# Titre\n\n[un](pieces/Plan%20de%20l%C3%A9t%C3%A9.pdf) [deux](<pieces/n#1.doc>)"
    folder = write(tmp_path, a_md=page, pieces__n_pages="", b__x_PDF="", b__SUMMARY_md="")
    for name in ("Plan de lété.pdf", "n#1.doc"):
        (folder / "pieces" / name).write_bytes(b"%PDF-")
    assert set(told(folder)) == {
        "b/x.PDF:1 fichier-non-lu", "pieces/n.pages:1 fichier-non-lu",
    }  # fmt: skip
    write(folder, ppun_toml='[pages]\nexclure = ["pieces/**", "b/**"]\n')
    assert told(folder) == {}


def test_many_documents_are_told_together(tmp_path: Path) -> None:
    folder = write(tmp_path, a_md=PAGE)
    for number in range(12):
        (folder / f"p{number:02}.pdf").write_bytes(b"%PDF-")
    ((place, message),) = told(folder).items()
    assert place == "p00.pdf:1 fichier-non-lu"
    assert message.startswith("12 fichiers (p00.pdf, ")
    assert "et 2 autres" in message


def test_a_folder_of_documents_alone_says_what_to_do(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project / "vieux", lettre_doc=b"\xd0\xcf\x11\xe0")
    code, words = failed(capsys, "build", "vieux")
    assert code == 3
    assert "lettre.doc" in words
    assert "enregistrez-le en .docx" in words


def test_pages_where_none_is_looked_for_are_told(tmp_path: Path) -> None:
    """Recordings, pictograms and easy versions have folders of these names."""
    folder = write(
        tmp_path, a_md=PAGE, audio__README_md="Voir.", pictos__LISEZMOI_txt="x",
        guides__audio__b_md="# B\n\nTexte.\n", facile__d_docx="x",
        guides__facile__c_md="# C\n\nTexte.\n",
    )  # fmt: skip
    found = told(folder)
    assert set(found) == {
        "guides/audio/b.md:1 fichier-non-lu", "guides/facile/c.md:1 fichier-non-lu",
        "facile/d.docx:1 fichier-non-lu",
    }  # fmt: skip
    assert "un fichier .md" in found["facile/d.docx:1 fichier-non-lu"]


def test_a_folder_called_as_that_of_a_saved_page_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path, a_md=PAGE, page_html="<p>Une page.</p>")
    for name in ("mes_fichiers", "page_files"):
        (folder / name).mkdir()
        (folder / name / "b.html").write_text("<p>Un texte.</p>", "utf-8")
    ((place, message),) = told(folder).items()
    assert place == "mes_fichiers/b.html:1 fichier-non-lu"
    assert "Donnez un autre nom" in message


def test_what_is_left_out_makes_a_new_build(project: Path) -> None:
    assert build("--to", "text") == 0
    write(project / "content", note_pages="x")
    assert build("--to", "text") == 0
    assert codes(project / "output") == ["fichier-non-lu"]


def test_a_folder_that_cannot_be_opened_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path, a_md=PAGE, ferme__b_md="# B\n\nTexte.\n")
    scan = os.scandir

    def refused(path: str) -> object:
        if str(path).endswith("ferme"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refused)
    assert "Vérifiez ses droits" in told(folder)["ferme:1 page-illisible"]


# Encodings


TEXT = "L’été à Dole : « œufs » et goûter, où ça ?"


@pytest.mark.parametrize("end", [".md", ".txt", ".html"])
@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"), ("cp1252", "Latin-1"), ("mac-roman", "Mac Roman"),
        ("cp850", "page 850"),
    ],
)  # fmt: skip
def test_a_page_of_another_encoding_is_read_and_told(
    tmp_path: Path, end: str, encoding: str, shown: str
) -> None:
    text = TEXT if encoding != "cp850" else "L'été à Dole : goûter, où ça ?"
    written = f"<p>{text}</p>" if end == ".html" else f"Un titre\n========\n\n{text}\n"
    (tmp_path / f"a{end}").write_bytes(written.encode(encoding))
    report = Report()
    (document,) = read(tmp_path / f"a{end}", report=report)
    assert text in plain_text(document)
    (finding,) = report.findings
    assert (finding.code, f"lu en {shown}" in finding.message) == (
        "texte-recode", shown != "page 850",
    )  # fmt: skip
    assert shown in finding.message


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.md", b"# Nul\0\0\0\0\0\0", "Encodage : UTF-8"),
        ("a.md", b"%PDF-1.7\0\0\0\0\0\0\0", "C’est un fichier .pdf : pour publier"),
        ("a.txt", b"PK\x03\x04\0\0\0\0\0\0", "renommez-le"),
        ("a.md", b"{\\rtf1 Un texte.}", ".rtf : renommez-le"),
        ("a.html", b"%PDF-1.7 sans octet nul", "C’est un fichier .pdf"),
        ("a.docx", b"\xd0\xcf\x11\xe0\0\0", "ancien document (.doc)"),
        ("a.odt", b"{\\rtf1 a}", ".rtf : renommez-le"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as error:
        read(tmp_path / name)
    assert words in error.value.next_step


@pytest.mark.parametrize("end", [".md", ".docx", ".odt", ".epub", ".html", ".txt"])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, end: str) -> None:
    (tmp_path / f"a{end}").write_bytes(b"")
    with pytest.raises(InputError, match="est vide"):
        read(tmp_path / f"a{end}")


def test_a_page_in_latin_1_is_published_with_what_it_says_of_itself(tmp_path: Path) -> None:
    front = "---\npublier: non\n---\n\n# Été\n\nTexte.\n"
    folder = write(tmp_path, a_md=PAGE, b_md=front.encode("cp1252"))
    assert set(told(folder)) == {"b.md:2 page-retenue"}
