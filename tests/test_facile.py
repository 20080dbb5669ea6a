"""The review of an easy version, from its draft to its label and back, kept by Git."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from projects import failed

from ppun_access.build.audit import review_of
from ppun_access.cli import main
from ppun_access.commands.reviews import reviews
from ppun_access.document.model import Document, Image, Link, List, Para, Strong, Text
from ppun_access.document.walk import nodes, plain_text
from ppun_access.easy.draft.first_draft import first_draft, left_out
from ppun_access.easy.draft.markdown import escaped
from ppun_access.easy.review.changed_facts import stale, unsaid, unsourced
from ppun_access.easy.review.digests import ReviewDigests, used_acronyms, used_definitions
from ppun_access.easy.review.record import Record, record
from ppun_access.easy.review.signing import (
    SignedText,
    SigningRequest,
    signed,
    with_front_matter,
)
from ppun_access.easy.review.ties import changes as changes_of
from ppun_access.easy.review.ties import (
    completed,
    outdated,
    relinked,
    tie,
    ties,
    units,
    unlinked_paragraphs,
)
from ppun_access.easy.review.version import first_person, to_write
from ppun_access.errors import UsageError
from ppun_access.french.lexical.persons import person_in
from ppun_access.project import project
from ppun_access.readers import READERS, ReaderOptions, read_markdown
from ppun_access.report import Report
from ppun_access.settings.lexique_toml import Lexicon
from ppun_access.tools import spacy_french

PAGE = """---
auteur: Anne Dupont
fonction: Présidente
---
# La voirie

Les travaux sont arrêtés, car la commune attend une [aide](https://exemple.fr/aide).

## Les rues

- la rue A, avec 1 * étoile
- la rue B

La mairie ouvre un guichet.
"""
EASY = Path("content/facile/voirie.md")
DAY = ("--accord-date", "2026-01-02")
WORKSHOP = ("--atelier", "ESAT Jean Moulin", "--date", "2026-01-02", "--participants", "4")


def workshop(*instead: str) -> tuple[str, ...]:
    """Return the options that note that a workshop read the version of the file."""
    digests = reviews((Path("content"),), "voirie", Report()).of("voirie").review_digests
    assert digests is not None
    return (*(instead or WORKSHOP), "--version-lue", digests.version)


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project kept by Git."""
    folder = tmp_path_factory.mktemp("depot")
    (folder / "content").mkdir()
    (folder / "content" / "voirie.md").write_text(PAGE, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        git("init", "-q", "--template=")
        commit()
    return folder


@pytest.fixture
def repository(tmp_path: Path, committed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of ``committed``; drafts are made without spaCy, which takes long to load."""
    shutil.copytree(committed, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(spacy_french, "find_spec", lambda name: None)
    return tmp_path


def git(*arguments: str) -> str:
    who = ("-c", "user.name=Equipe", "-c", "user.email=equipe@exemple.fr")
    quiet = ("-c", "maintenance.auto=false")
    done = subprocess.run(
        ["git", *who, *quiet, *arguments], check=True, capture_output=True
    )
    return done.stdout.decode()


def commit() -> None:
    git("add", "content")
    git("commit", "-qm", "Changement")


def changes() -> list[str]:
    """Return the lines that the last command changed, as Git shows them."""
    lines = git("-c", "core.quotepath=off", "diff", "-U0").splitlines()
    return [x for x in lines if re.match(r"[+-](?![+-]{2} )", x)]


def facile(*arguments: str) -> None:
    assert main(["facile", *arguments]) == 0


def write(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def published() -> tuple[str, list[str]]:
    """Build; return the state in the catalogue and the codes of the easy version."""
    assert main(["build", "--to", "html,text", "-q"]) == 0
    catalogue = json.loads(Path("output/catalogue.json").read_text("utf-8"))
    (publication,) = catalogue["publications"]
    states = {v["version"]: v["status"] for v in publication["versions"]}
    log = json.loads(Path("output-rapport/build.json").read_text("utf-8"))
    where = [(f["code"], str(f)) for f in log["findings"]]
    return states["facile"], [code for code, text in where if "facile/voirie.md" in text]


def page() -> str:
    return Path("output/voirie/facile/index.html").read_text("utf-8")


def test_a_review_goes_through_all_its_states(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Draft, read, validated; each change takes the label away; Git shows plain lines."""
    facile("new", "voirie")
    assert published() == ("brouillon", [])
    assert "source:" not in page()
    capsys.readouterr()
    assert main(["show", str(EASY), "--to", "speech"]) == 0
    assert "source" not in capsys.readouterr().out
    commit()

    facile("sign", "voirie", *workshop())
    told = changes()
    assert [x.split(":")[0] for x in told] == [
        "-statut", "+statut", "-empreinte", "+empreinte", "+relectures", "+  - {atelier",
    ]  # fmt: skip
    assert re.fullmatch(
        r"\+  - \{atelier: ESAT Jean Moulin, date: 2026-01-02, participants: 4, "
        r"empreinte: '?[0-9a-f]{16}'?\}",
        told[-1],
    )
    assert published() == ("relu", [])
    assert "FALC" not in page().partition("<main")[2]
    commit()

    facile("sign", "voirie")
    assert changes() == ["-statut: relu", "+statut: valide"]
    assert published() == ("valide", [])
    assert "Facile à lire et à comprendre, FALC" in page()
    assert "Anne Dupont" not in page().partition("<main")[2].partition("</main")[0]


def test_a_changed_source_asks_for_a_new_review(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The old text stays with a note; a person reads again, then the workshops do."""
    validated()
    commit()
    write(Path("content/voirie.md"), "ouvre un guichet", "ferme son guichet")
    assert published() == ("a-revoir", ["paragraphe-a-revoir", "source-changee"])
    assert "Ce texte simplifié doit être revu." in page()
    assert "La mairie ouvre un guichet." in page(), "the old easy text stays"
    assert "FALC" not in page().partition("<main")[2]
    capsys.readouterr()
    facile("status")
    out = capsys.readouterr().out
    assert re.search(r"voirie +à revoir +1 \(4 pers\.\) +non +1\n", out)
    assert "« La mairie ouvre un guichet. »" in out
    assert "dit maintenant : « La mairie ferme son guichet. »" in out
    commit()

    code, told_ = failed(capsys, "facile", "sign", "voirie", *WORKSHOP)
    assert (code, "--revu" in told_) == (2, True)
    write(EASY, "La mairie ouvre un guichet.", "La mairie ferme son guichet.")
    facile("sign", "voirie", "--revu")
    diff = changes()
    assert [x for x in diff if "guichet" in x] == [
        "-La mairie ouvre un guichet.", "+La mairie ferme son guichet.",
    ]  # fmt: skip
    assert len([x for x in diff if "<!-- source" in x]) == 2, "one tie changes"
    assert "+statut: brouillon" in diff
    assert published() == ("brouillon", [])
    code, told_ = failed(capsys, "facile", "sign", "voirie")
    assert (code, "il manque la relecture" in told_) == (2, True)
    (typed,) = re.findall(r"ppun-access (facile sign [^(]+)", told_)
    code, told_ = failed(capsys, *shlex.split(typed))  # as it is: only the version is wrong
    assert (code, "n’est pas celui qui a été lu" in told_) == (2, True)


@pytest.mark.usefixtures("repository")
def test_the_kind_of_the_settings_is_that_of_the_proposed_essential(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """« La prise de rendez-vous » says how to begin of a procedure, and of nothing else."""
    told = "La prise de rendez-vous est obligatoire."
    rest = "\n\n".join(("Il pleut.", told, "Le maire part.", "Le chat dort."))
    Path("content/voirie.md").write_text(f"# Demande de passeport\n\n{rest}\n", "utf-8")
    name = "demande-de-passeport"
    for genre, is_told in (("demarche", True), ("actualite", False)):
        settings = f'[documents."{name}"]\ngenre = "{genre}"\n'
        Path("ppun.toml").write_text(settings, "utf-8")
        facile("new", name)
        begun = Path(f"content/facile/{name}.md")
        assert (f"- {told}\n-->" in begun.read_text("utf-8")) == is_told
        begun.unlink()
        capsys.readouterr()
        main(["simplify", "content/voirie.md", "--json"])
        found = json.loads(capsys.readouterr().out)["essential"]["points"]
        assert (found == [told]) == is_told


VALIDATED: dict[tuple[tuple[str, bytes], ...], bytes] = {}
"""The files of a project → its easy version, written and signed."""


def validated() -> None:
    """Validate the easy version, once for the same files; a test above publishes one."""
    found = sorted(path for path in Path("content").rglob("*") if path.is_file())
    settings = [path for path in (Path("ppun.toml"),) if path.is_file()]
    before = tuple((str(path), path.read_bytes()) for path in (*found, *settings))
    if before not in VALIDATED:
        facile("new", "voirie")
        facile("sign", "voirie", *workshop())
        facile("sign", "voirie")
        VALIDATED[before] = EASY.read_bytes()
    EASY.parent.mkdir(exist_ok=True)
    EASY.write_bytes(VALIDATED[before])


MARKED = (
    "essentiel:\n  - La demande se fait avant le 12 mars 2026.\n  - Tout est gratuit.\n"
)


def marked(text: str = PAGE) -> None:
    """Write the source with what its author marked for « L’essentiel »."""
    written = text.replace("---\n", f"---\n{MARKED}", 1)
    Path("content/voirie.md").write_text(written, "utf-8")


def test_a_change_of_what_the_author_marked_asks_for_a_new_review(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """« L’essentiel » is tied to the front matter, and named with what it now says."""
    marked()
    validated()
    assert re.search(
        r"## L’essentiel\n\n<!-- source: essentiel-\w{12} -->\n\n- La demande se fait",
        EASY.read_text("utf-8"),
    )
    write(Path("content/voirie.md"), "12 mars", "30 avril")
    assert published() == ("a-revoir", ["paragraphe-a-revoir", "source-changee"])
    assert "FALC" not in page().partition("<main")[2]
    capsys.readouterr()
    facile("status")
    out = capsys.readouterr().out
    assert re.search(r"voirie +à revoir +1 \(4 pers\.\) +non +1\n", out)
    assert "« La demande se fait avant le 12 mars… »" in out
    assert "« La demande se fait avant le 30 avril 2026. Tout est gratuit. »" in out
    write(EASY, "12 mars", "30 avril")
    facile("sign", "voirie", "--revu")
    facile("sign", "voirie", *workshop())
    facile("sign", "voirie")
    assert published() == ("valide", [])


def test_what_the_author_marks_later_or_no_longer_asks_for_a_review_too(
    repository: Path,
) -> None:
    validated()
    marked()
    assert published() == ("a-revoir", ["source-changee"])
    EASY.unlink()
    validated()
    Path("content/voirie.md").write_text(PAGE, "utf-8")
    assert published() == ("a-revoir", ["paragraphe-a-revoir", "source-changee"])


def test_a_new_paragraph_goes_under_what_the_author_marked(repository: Path) -> None:
    marked()
    facile("new", "voirie")
    write(Path("content/voirie.md"), "Les travaux", "Un mot de plus.\n\nLes travaux")
    facile("new", "voirie", "--completer")
    text = EASY.read_text("utf-8")
    assert text.index("- Tout est gratuit.") < text.index("Un mot de plus.")
    assert text.index("Un mot de plus.") < text.index("Les travaux")


def test_a_version_signed_before_what_is_marked_counted_keeps_its_label(
    repository: Path,
) -> None:
    """Its digest had no « L’essentiel », which no tie held: its words tell."""
    validated()
    stamp = EASY.read_text("utf-8").split("{source: ")[1][:16]
    EASY.unlink()
    marked()
    validated()
    text = re.sub(r"<!-- source: essentiel.*\n\n", "", EASY.read_text("utf-8"))
    EASY.write_text(re.sub(r"\{source: \w{16}", f"{{source: {stamp}", text), "utf-8")
    assert published() == ("valide", [])
    write(Path("content/voirie.md"), "12 mars", "30 avril")
    assert published() == ("a-revoir", ["source-changee"])


class Later(date):
    """The clock of somebody who builds at the end of time."""

    @classmethod
    def today(cls) -> Later:
        return cls(9999, 12, 31)


def test_a_reading_that_is_still_to_come_gives_no_label(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Written by hand or not, until its day; a build that had nothing to do looks again."""
    validated()
    write(EASY, "date: 2026-01-02", "date: 9999-01-01")
    assert published() == ("brouillon", ["relecture-a-venir", "relecture-absente"])
    assert "non validé" in page()
    capsys.readouterr()
    assert main(["audit", str(EASY), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["tests"]
    assert [t["verdict"] for t in found if t["id"][4:7] in ("2.1", "2.2")] == ["NC"] * 3
    facile("status", "voirie")
    told = capsys.readouterr().out
    assert "aucun" in told.splitlines()[1]
    assert told.count("La relecture du 9999-01-01 ne compte pas") == 1
    monkeypatch.setattr(project, "date", Later)
    assert published() == ("valide", [])


@pytest.mark.parametrize(
    ("old", "new", "code", "note"),
    [
        ("un guichet.", "le guichet.", "texte-change", "Ce texte simplifié a changé."),
        ("un guichet.", "un guichet !", "texte-change", "Ce texte simplifié a changé."),
        ("**Commune**", "**Village**", "glossaire-change", "Les mots expliqués ont"),
    ],
)
def test_a_change_of_the_easy_text_takes_the_label_away(
    old: str, new: str, code: str, note: str, repository: Path
) -> None:
    validated()
    write(EASY, old, new)
    assert published() == ("a-revoir", [code])
    assert note in page()


def test_signing_names_the_state_that_was_published(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    validated()
    write(EASY, "un guichet.", "le guichet.")
    capsys.readouterr()
    facile("sign", "voirie", *workshop())
    assert "à revoir → validé (FALC)" in capsys.readouterr().out
    assert published() == ("valide", [])


def test_a_definition_of_the_lexicon_is_signed_too(repository: Path) -> None:
    lexicon = Path("content/lexique.toml")
    lexicon.write_text(
        '[definitions]\nguichet = "Une fenêtre."\nzebu = "Un animal."\n', "utf-8"
    )
    validated()
    write(lexicon, "Un animal.", "Un chat.")
    assert published() == ("valide", []), "the text has no such word"
    written = lexicon.read_text("utf-8")
    lexicon.write_text(f'[sigles]\nCAF = "une caisse"\n\n{written}', "utf-8")
    assert published() == ("valide", []), "nor such an acronym"
    lexicon.write_text(f'[sigles]\nB = "la belle"\n\n{written}', "utf-8")
    assert published() == ("a-revoir", ["glossaire-change"])
    lexicon.write_text(written, "utf-8")
    write(lexicon, "Une fenêtre.", "Un bureau.")
    assert published() == ("a-revoir", ["glossaire-change"])


def test_the_words_of_two_blocks_do_not_touch() -> None:
    (page_,) = READERS["markdown"](
        "# T\n\n- la rue A\n- Commune\n- CAF\n- la fin", "x.md", ReaderOptions(), Report()
    )
    assert used_definitions(page_, {"commune": "Une ville.", "une": "x"}) == {
        "commune": "Une ville."
    }
    assert used_acronyms(page_, {"CAF": "x", "AF": "y", "FL": "z"}) == {"CAF": "x"}


def test_a_pictogram_is_signed_too(repository: Path) -> None:
    facile("new", "voirie")
    picture = Path("content/pictos/rue.svg")
    picture.parent.mkdir()
    picture.write_text("<svg/>", "utf-8")
    record = '["rue.svg"]\nlicence = "Licence ouverte 2.0"\nauteur = "la Région"\n'
    picture.with_name("pictos.toml").write_text(record, "utf-8")
    write(EASY, "## Les rues", "## Les rues\n\n![Une rue](../pictos/rue.svg)")
    facile("sign", "voirie", *workshop())
    facile("sign", "voirie")
    assert published()[0] == "valide"
    picture.write_text("<svg><g/></svg>", "utf-8")
    state, codes = published()
    assert (state, "images-changees" in codes) == ("a-revoir", True)


def test_mended_spaces_and_a_comment_keep_the_label(repository: Path) -> None:
    validated()
    write(EASY, "# La voirie\n", "# La voirie\n\n<!-- à voir avec le service -->\n")
    write(EASY, "ouvre un", "ouvre  un")
    assert published() == ("valide", [])


def test_the_author_agrees(repository: Path) -> None:
    facile("new", "voirie")
    facile("sign", "voirie", "--accord", "Cabinet", "--accord-date", "2026-02-03")
    assert "accord_auteur: {service: Cabinet, date: 2026-02-03}\n" in EASY.read_text(
        "utf-8"
    )
    assert published() == ("brouillon", [])
    assert "Anne Dupont" in page()


def test_the_third_person_until_then(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facile("new", "voirie")
    write(EASY, "La mairie ouvre", "Nous ouvrons")
    assert published() == ("brouillon", ["premiere-personne"])
    facile("sign", "voirie", *workshop())
    code, told = failed(capsys, "facile", "sign", "voirie")
    assert (code, "première personne (« Nous ouvrons" in told) == (2, True)
    facile("sign", "voirie", "--accord", "Cabinet", "--accord-date", "2026-02-03")
    facile("sign", "voirie")
    assert published() == ("valide", [])


def test_what_explains_a_word_may_say_nous(repository: Path) -> None:
    """The program's own lines never keep a text from its label."""
    told = "La Région protège l’environnement. Elle plante des arbres."
    meaning = '[definitions]\n"environnement" = "la nature autour de nous."\n'
    Path("content/lexique.toml").write_text(meaning, "utf-8")
    Path("content/voirie.md").write_text(f"# La voirie\n\n{told}\n", "utf-8")
    facile("new", "voirie")
    assert EASY.read_text("utf-8").count("autour de nous.") == 2
    facile("sign", "voirie", *workshop())
    facile("sign", "voirie")
    assert published() == ("valide", [])


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("- la rue\n\n  Zébu\N{NO-BREAK SPACE}: il vit chez nous.\n\n- la fin", ""),
        ("Attention : il vit chez nous.", "nous."),
        ("Zébu : nous aimons.", "nous aimons."),
        ("Un zébu. Il vit chez nous.", "nous."),
        ("Zébu : un animal. Il vit chez nous.", "nous."),
    ],
)
def test_only_what_explains_a_word_may_say_nous(written: str, words: str) -> None:
    glossary = "## Les mots difficiles\n\n- **Zébu** : un animal de chez nous."
    for text in (f"{written}\n\n{glossary}", f"{glossary}\n\n## Fin\n\n{written}"):
        (page_,) = READERS["markdown"](
            f"# T\n\n{text}\n", "x.md", ReaderOptions(), Report()
        )
        assert first_person(page_) == words


def test_a_reading_is_not_noted_before_its_day() -> None:
    """The day itself is one of those that are past."""
    now = ReviewDigests("a", "b", "c", "d", "0123456789abcdef")
    asked = SigningRequest("ESAT", "2026-01-31", 4, now.version)
    made = signed(Record(), asked, now, SignedText("x", date(2026, 1, 31)))
    assert made.values["statut"] == "relu"
    with pytest.raises(UsageError) as told:
        signed(Record(), asked, now, SignedText("x", date(2026, 1, 30)))
    assert "le 2026-01-31 n’est pas encore passé" in told.value.message


def test_a_reading_that_a_person_dates_too_late_is_told(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facile("new", "voirie")
    facile("sign", "voirie", *workshop())
    write(EASY, "date: 2026-01-02", "date: 9999-01-01")
    capsys.readouterr()
    facile("status")
    assert "La relecture du 9999-01-01" in capsys.readouterr().out
    code, told = failed(capsys, "facile", "sign", "voirie")
    assert (code, "« relectures »" in told) == (2, True)


def test_what_is_still_to_be_written_is_told_and_not_validated(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        Path("content/voirie.md"),
        "## Les rues",
        "| Rue | Prix |\n|--|--|\n" + "| A | 3 |\n" * 9 + "\n## Les rues",
    )
    facile("new", "voirie")
    assert published() == ("brouillon", ["passage-a-ecrire"])
    facile("sign", "voirie", *workshop())
    line = next(
        n for n, x in enumerate(EASY.read_text("utf-8").splitlines(), 1) if "à écrire" in x
    )
    capsys.readouterr()
    facile("status")
    out = capsys.readouterr().out
    assert f"écrire, ligne {line} : tableau « Rue Prix A 3 A 3 A 3… » (9" in out
    assert out.count("à écrire") == 0, "told once"
    code, told = failed(capsys, "facile", "sign", "voirie")
    assert (code, f"ligne {line}, il reste à écrire : tableau" in told) == (2, True)
    text = EASY.read_text("utf-8")
    EASY.write_text(re.sub("<!-- à écrire.*-->", "<!-- à écrire : -->", text), "utf-8")
    facile("status")
    assert f"ligne {line} : il reste un passage à écrire" in capsys.readouterr().out
    assert published()[1] == ["passage-a-ecrire"]
    code, told = failed(capsys, "facile", "sign", "voirie")
    assert (code, f"ligne {line}, il reste un passage à écrire." in told) == (2, True)
    EASY.write_text(re.sub("<!-- à écrire.*-->\n", "", text), "utf-8")
    facile("sign", "voirie")
    assert published() == ("valide", [])


ROWS = "  | 1 | 2 |\n" * 9
INSIDE = f"""# T

La rue ![un plan](plan.png) est belle[^a] et longue[^b].

- un

  | A | B |
  |---|---|
{ROWS}
> Il dit ![](plan.png) oui.

[^a]: Ici.
[^b]: Là.
"""


def test_what_stands_inside_a_paragraph_or_a_list_is_to_be_written_too() -> None:
    """Nothing is lost in silence; a picture without words says nothing."""
    (page_,) = READERS["markdown"](INSIDE, "x.md", ReaderOptions(), Report())
    draft = first_draft(page_, Lexicon())
    paragraph, items, quotation = draft.paragraphs
    assert paragraph.endswith("longue.\n\n<!-- à écrire : image « un plan » -->")
    assert "\n\n- un\n\n<!-- à écrire : tableau « A B 1 2 1 2 1 2… » (9" in items
    assert "à écrire" not in quotation
    assert draft.left == left_out(units(page_))
    assert [line.partition(" n’est")[0] for line in draft.left] == [
        "La note de bas de page « Ici. »",
        "La note de bas de page « Là. »",
        "L’image « un plan »",
        "Le tableau « A B 1 2 1 2 1 2… » (9\u00a0rangées, ligne 7 de la page)",
    ]


def test_what_is_to_be_written_is_named_in_french() -> None:
    picture = Para((Image((Text("Un plan"),), "plan.png"),))
    draft = first_draft(replace(source(), blocks=(picture,)), Lexicon())
    assert draft.paragraphs[0].endswith("<!-- à écrire : image « Un plan » -->")
    assert to_write("A\n\n<!-- à écrire -->\n<!-- À écrire : un\nplan -->") == (
        (3, ""), (4, "un plan"),
    )  # fmt: skip


def test_a_number_that_the_source_replaced_is_refused(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A number that is left out on purpose is told, and no more."""
    source_ = Path("content/voirie.md")
    write(source_, "ouvre un guichet.", "donne 150 € aux 30 commerces.")
    facile("new", "voirie")
    write(source_, "150 €", "180 €")
    write(EASY, "150\u00a0€", "**150** euros")
    before = EASY.read_text("utf-8")
    code, told = failed(capsys, "facile", "sign", "voirie", "--revu")
    assert (code, "encore « 150 euros »" in told, "dit « 180 € »" in told) == (
        2,
        True,
        True,
    )
    assert EASY.read_text("utf-8") == before
    write(EASY, "donne **150** euros aux 30 commerces.", "aide les commerces.")
    capsys.readouterr()
    facile("sign", "voirie", "--revu")
    told = capsys.readouterr().err
    assert "« 180 € » est dans le texte complet, pas dans le simplifié" in told
    assert "« 30 commerces »" in told
    assert "statut: brouillon" in EASY.read_text("utf-8")


def test_without_ties_the_numbers_of_the_whole_text_are_told(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(Path("content/voirie.md"), "ouvre un guichet.", "donne 180 €.")
    EASY.parent.mkdir()
    EASY.write_text("# La voirie\n\nLa mairie donne 150 €.\n", "utf-8")
    facile("sign", "voirie", "--revu")
    told = capsys.readouterr().err
    assert "« 180 € » est dans le texte complet" in told
    assert "« 150 € » est dans le texte simplifié" in told


SAME = [
    ("L’aide est de 1 500 €.", "Vous avez 1500 euros."),
    ("97 % des communes ont la fibre.", "Presque toutes les communes ont la fibre."),
    ("25 % des gens et 3 jours.", "1 personne sur 4. 3 jours."),
    ("Le 15/06/2026.", "Le 15 juin 2026."),
    ("Il y a 3 guichets.", "Il y a trois guichets."),
    ("Il y a trois guichets.", "Il y a 3 guichets."),
    ("À 14h30.", "À 14 heures 30."),
    ("2,5 millions d’euros", "2 500 000 euros"),
    ("Au +33 3 81 61 61 61.", "Au 03 81 61 61 61."),
]
CHANGED = [
    ("L’aide est de 180 €.", "L’aide est de 150 euros.", "150 euros", "180 €"),
    ("Le 15 juillet.", "Le 15 juin.", "15 juin", "15 juillet"),
    ("Jusqu’au 15 juillet.", "Au plus tard le 15 juin.", "15 juin", "15 juillet"),
    ("Pour 12 % des gens.", "Pour 10 % des gens.", "10 %", "12 %"),
    ("En 2026.", "En 2025.", "2025", "2026"),
    ("Pendant 3 jours.", "Pendant 2 jours.", "2 jours", "3 jours"),
    ("Venez 3 jours avant.", "Venez 2 jours plus tôt.", "2 jours", "3 jours avant"),
    ("Ouvert le lundi.", "Venez le mardi.", "mardi", "lundi"),
    ("Réservé aux moins de 26 ans.", "Pour les moins de 25 ans.", "25 ans", "26 ans"),
    ("Les lignes 4 passent ici.", "La ligne 5 passe.", "ligne 5", "lignes 4"),
]


@pytest.mark.parametrize(("source", "easy"), SAME)
def test_the_same_number_said_otherwise(source: str, easy: str) -> None:
    assert (unsaid(source, easy), unsourced(source, easy)) == ((), ())


@pytest.mark.parametrize(("source", "easy", "old", "new"), CHANGED)
def test_a_number_that_changed(source: str, easy: str, old: str, new: str) -> None:
    assert [(was.words, now.words) for was, now in stale(source, easy)] == [(old, new)]


@pytest.mark.parametrize(
    ("source", "easy"),
    [
        ("Il y a 12 communes.", "Une commune sur 4 est là : 1 commune sur 4."),
        ("L’aide est de 180 €.", "L’aide dure 3 jours."),
        ("L’aide est de 180 €.", "L’aide était de 150 €, elle est de 180 €."),
        ("À 9 h 30.", "À 9 heures et demie."),
        ("À 14 h.", "À 2 heures de l’après-midi."),
        ("Au 03 81 00 00 01.", "Au 03.81.00.00.02."),
        ("Inscriptions du 3 au 20 mai ; réponse le 15 juin.", "Du 3 mai au 20 mai."),
        ("Le 20 mai ou le 15 juin.", "Le 19 mai."),
        ("3 482 habitants", "environ 3 500 habitants"),
        ("3 482 habitants", "3 500 habitants environ"),
        ("3 482 habitants", "Près de 3 500 habitants"),
        ("3 482 habitants", "presque 3 500 habitants"),
        ("Plus de 3 400 habitants", "3 500 habitants"),
        ("Le prix est de 12,50 €.", "Le prix est de 12 € 50."),
    ],
)
def test_another_number_replaces_nothing(source: str, easy: str) -> None:
    assert stale(source, easy) == ()


def test_new_paragraphs_are_drafted_in_their_place(repository: Path) -> None:
    facile("new", "voirie")
    commit()
    write(Path("content/voirie.md"), "## Les rues", "Le maire répare.\n\n## Les rues")
    commit()
    state, codes = published()
    assert (state, codes) == ("a-revoir", ["paragraphe-sans-facile", "source-changee"])
    facile("new", "voirie", "--completer")
    added = changes()
    assert [x for x in added if x != "+"][1:] == ["+Le maire répare."]
    assert all(x.startswith("+") for x in added)
    text = EASY.read_text("utf-8")
    assert text.index("aide") < text.index("Le maire répare.") < text.index("## Les rues")
    facile("sign", "voirie", "--revu")
    assert published() == ("brouillon", [])


def test_what_is_completed_tells_its_own_tables_alone(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = "| Rue | Prix |\n|---|---|\n" + "| {0} | 3 € |\n" * 9
    path = Path("content/voirie.md")
    path.write_text(f"{PAGE}\n{table.format('Nord')}", "utf-8")
    facile("new", "voirie")
    assert "Le tableau « Rue Prix Nord" in capsys.readouterr().err
    path.write_text(f"{table.format('Sud')}\n{path.read_text('utf-8')}", "utf-8")
    facile("new", "voirie", "--completer")
    told = capsys.readouterr().err
    assert ("Sud" in told, "Nord" in told) == (True, False)


def test_a_link_of_a_draft_is_whole_words_and_stands_once() -> None:
    """« aide » is no part of « aider », and an explanation has no link of its own."""
    text = "La Région veut aider. Lisez le [RGAA](https://a.fr) et l’[aide](https://b.fr)."
    (page,) = read_markdown(text, "page.md", ReaderOptions("fr"), Report())
    (written,) = first_draft(page, Lexicon(acronyms={"RGAA": "des règles"})).paragraphs
    assert "veut aider." in written
    assert "l’[aide](https://b.fr)" in written
    assert (written.count("](https://a.fr)"), "\nRGAA" in written) == (1, True)


@pytest.mark.parametrize("words", ["+33 6 12", "-10 %", "1) Lire", "# rire", "mot_un"])
def test_a_link_keeps_words_that_begin_as_markdown_does(words: str) -> None:
    for text in (f"[{words}](https://a.fr) ici.", f"Voici [{words}](https://a.fr) ici."):
        (page,) = read_markdown(text, "page.md", ReaderOptions("fr"), Report())
        (written,) = first_draft(page, Lexicon()).paragraphs
        (again,) = read_markdown(written, "page.md", ReaderOptions("fr"), Report())
        (link,) = [one for one in nodes(again) if isinstance(one, Link)]
        assert plain_text(link).replace("\u00a0", " ") == words


def test_a_link_and_bold_words_go_on_over_two_lines() -> None:
    """The words of a link, or the name of a button, may stand in two sense lines."""
    told = "Pour aller plus loin, nous vous recommandons la lecture du guide des travaux"
    text = f"[{told}](https://a.fr) de la mairie.\n\n**{told}** puis sur **Envoyer**."
    (page,) = read_markdown(text, "page.md", ReaderOptions("fr"), Report())
    linked, bold = first_draft(page, Lexicon()).paragraphs
    assert ",\n" in linked, "it has two lines"
    for written, kind in ((linked, Link), (bold, Strong)):
        (again,) = read_markdown(written, "page.md", ReaderOptions("fr"), Report())
        names = [plain_text(one) for one in nodes(again) if isinstance(one, kind)]
        assert " ".join(names[0].split()) == told
    assert "puis sur **Envoyer**." in bold


def test_an_address_has_no_mark_of_markdown_more() -> None:
    text = "Lisez https://a.fr/les_demarches et le mot \\_un\\_."
    (page,) = read_markdown(text, "page.md", ReaderOptions("fr"), Report())
    (written,) = first_draft(page, Lexicon()).paragraphs
    assert "https://a.fr/les_demarches" in written
    assert "\\_un\\_" in written


def test_what_is_all_in_bold_needs_no_bold() -> None:
    text = "**Tout ceci est en gras.**\n\n## **Un titre**\n\n**Nom** Le nom du lieu."
    (page,) = read_markdown(text, "page.md", ReaderOptions("fr"), Report())
    written = "\n".join(first_draft(page, Lexicon()).paragraphs)
    assert re.findall(r"\*\*(.*)\*\*", written) == ["Nom"]


def test_the_links_of_the_site_are_kept(repository: Path) -> None:
    """As they lead from the folder of the easy version, also those that lead nowhere."""
    write(
        Path("content/voirie.md"),
        "La mairie ouvre un guichet.",
        "Lisez l'[avis d'achat](place.md#le-prix), [ici](https://b.fr), la "
        "[carte](/carte) et la [suite](#fin).",
    )
    Path("content/place.md").write_text("# La place\n\n## Le prix\n\nDix euros.\n", "utf-8")
    facile("new", "voirie")
    text = EASY.read_text("utf-8")
    for kept in (
        "l’[avis d’achat](../place.md#le-prix)", "[ici](https://b.fr)", "[carte](/carte)",
        "[suite](../voirie.md#fin)",
    ):  # fmt: skip
        assert kept in text
    assert main(["build", "--to", "html", "-q"]) == 0
    assert re.search(r'<a href="[^"]*place/[^"]*#ancre-le-prix">avis d’achat</a>', page())


def test_the_draft_keeps_lists_inside_of_lists() -> None:
    """Also the numbers, the paragraphs and the lists of a quotation."""
    body = "- plus de 31 ans et :\n  - salarié,\n  - muté.\n\n  Ici.\n- un bail."
    quoted = "> Il faut :\n>\n> - dire ;\n> - rire."
    steps = "2. Lire.\n   - Dire.\n   - Rire.\n3. Finir."
    text = f"{body}\n\nPuis :\n\n{steps}\n\n{quoted}\n"
    (page,) = read_markdown(text, "page.md", ReaderOptions("fr"), Report())
    written = "\n\n".join(first_draft(page, Lexicon()).paragraphs)
    (again,) = read_markdown(written, "page.md", ReaderOptions("fr"), Report())
    assert plain_lists(again) == plain_lists(page)
    assert steps in written


def test_what_explains_a_word_is_no_part_of_the_list_that_it_opens() -> None:
    body = "Venez au CCAS avec :\n\n- un passeport\n- votre adresse."
    (page,) = read_markdown(f"{body}\n\nMerci.\n", "page.md", ReaderOptions("fr"), Report())
    draft = first_draft(page, Lexicon())
    text = "\n\n".join(draft.paragraphs).replace("\u00a0", " ")
    assert "- votre adresse.\n\nCCAS : centre communal d’action sociale" in text
    (again,) = read_markdown(text, "page.md", ReaderOptions("fr"), Report())
    assert plain_lists(again) == [["un passeport", "votre adresse."]]
    body = "- Venez au CCAS avec :\n  - un lit ;\n  - deux draps.\n- Dormez."
    (page,) = read_markdown(f"{body}\n", "page.md", ReaderOptions("fr"), Report())
    (text,) = first_draft(page, Lexicon()).paragraphs
    assert "- Dormez.\n\nCCAS" in text


def test_a_page_without_words_has_an_empty_draft() -> None:
    assert first_draft(replace(source(), blocks=()), Lexicon()).paragraphs == ()


def test_the_draft_keeps_a_list_that_begins_at_four() -> None:
    """Markdown reads « 4. » just under a paragraph as its words."""
    inside = "- Le dossier :\n\n  4. Lire.\n  5. Rire."
    text = f"{inside}\n\n> Il faut :\n>\n> 4. dire ;\n> 5. rire.\n"
    (page,) = read_markdown(text, "page.md", ReaderOptions("fr"), Report())
    written = "\n\n".join(first_draft(page, Lexicon()).paragraphs)
    (again,) = read_markdown(written, "page.md", ReaderOptions("fr"), Report())
    assert plain_lists(again) == plain_lists(page)
    assert [one.start for one in nodes(again) if isinstance(one, List)] == [1, 4, 4]


def test_the_draft_keeps_all_terms_and_meanings() -> None:
    """Terms of two sentences or with a link, and the lists of a meaning, had no place."""
    text = (
        "<dl><dt>Qui ? Quoi ?</dt><dd>Il y a :<ol start=4><li>lire</li></ol></dd>"
        '<dt><a href="https://a.fr">Prix</a></dt><dd>Dix euros.</dd>'
        "<dt>Gare</dt><dd>Gare</dd></dl>"
    )
    (page,) = read_markdown(text, "page.md", ReaderOptions("fr"), Report())
    (written,) = first_draft(page, Lexicon()).paragraphs
    assert written.replace("\u00a0", " ").partition(" -->\n\n")[2] == (
        "- **Qui ? Quoi ?** : Il y a :\n\n  4. lire\n"
        "- **[Prix](https://a.fr)** : Dix euros.\n- **Gare** : Gare"
    )


def test_a_part_of_a_list_is_a_list() -> None:
    """Its rows would be code by the spaces of the items that stand elsewhere."""
    text = "- Un\n  - Deux\n    - Trois\n    - Quatre\n\n  Cinq\n- Six\n"
    (page,) = read_markdown(text, "page.md", ReaderOptions("fr"), Report())
    (one,) = first_draft(page, Lexicon()).drafted
    assert one.tied([2, 3, 4, 5]).partition("\n\n")[2] == (
        "- Trois\n- Quatre\n\nCinq\n- Six"
    )
    assert one.tied([0, 2]).endswith("\n\n- Un\n  - Trois")


def plain_lists(page: Document) -> list[list[str]]:
    """Return the items of each list, with what stands in them."""
    found = [one for one in nodes(page) if isinstance(one, List)]
    return [[plain_text(item).replace("\u00a0", " ") for item in x.items] for x in found]


def test_an_entity_is_not_shown() -> None:
    text = "Environnement &amp; Cadre de vie, AT&amp;T, &amp;amp;, &lt;b>."
    (page,) = read_markdown(text, "page.md", ReaderOptions("fr"), Report())
    (written,) = first_draft(page, Lexicon()).paragraphs
    assert "Environnement & Cadre de vie, AT&T, &amp;amp;, &lt;b>." in written


def test_the_draft_means_what_its_source_says(repository: Path) -> None:
    """Links and signs of Markdown come through; each paragraph has its tie."""
    facile("new", "voirie")
    text = EASY.read_text("utf-8")
    assert "[aide](https://exemple.fr/aide)" in text
    assert "- la rue A, avec 1 \\* étoile\n- la rue B\n" in text
    assert len(ties(text)) == 4
    assert main(["show", str(EASY)]) == 0


def test_the_draft_has_what_readers_need(repository: Path) -> None:
    """« L’essentiel » of the author, acronyms, words told twice."""
    write(Path("content/voirie.md"), "La mairie", "La mairie de l’ARS ouvre tout.\n\nLa")
    write(
        Path("content/voirie.md"),
        "auteur:",
        "essentiel: La mairie de l’ARS ouvre tout.\nauteur:",
    )
    facile("new", "voirie")
    text = EASY.read_text("utf-8")
    head, _, body = text.partition("## Le texte")
    assert re.search("\n\n## L’essentiel\n\n<!--.*-->\n\n- La mairie de", head)
    assert re.search("\n  ARS\u00a0: agence régionale de santé\\.\\s+Elle", head)
    assert body.startswith("\n\n<!-- Ce texte garde l’ordre de la page")
    assert "Commune\u00a0: une ville ou un village.\n\n<!-- source" in body
    assert re.search("\nARS\u00a0: agence régionale de santé\\.\\s+Elle s’occupe", body)
    assert "## Les mots difficiles\n\n- **ARS**\u00a0: agence" in body
    assert "\n- **Commune**\u00a0: une ville" in body
    assert published() == ("brouillon", [])


def test_a_link_is_kept_where_its_marks_get_spaces(repository: Path) -> None:
    linked = "La mairie ouvre le [guide «Merle» bleu](https://a.fr/b)."
    write(Path("content/voirie.md"), "La mairie ouvre un guichet.", linked)
    facile("new", "voirie")
    text = re.sub("[\u00a0\u202f]", " ", EASY.read_text("utf-8"))
    assert "[guide « Merle » bleu](https://a.fr/b)" in text


def test_what_explains_a_word_is_a_sentence_of_its_own(repository: Path) -> None:
    """Under an item or a sentence without a stop too, in the page and on the sheet."""
    write(Path("content/voirie.md"), "- la rue B\n", "- la rue de la commune\n- la rue B\n")
    write(Path("content/voirie.md"), "La mairie ouvre un guichet.", "L’avis du préfet")
    facile("new", "voirie")
    text = EASY.read_text("utf-8")
    meaning = "Préfet\u00a0: la personne de l’État dans le département."
    assert "- la rue de la commune\n- la rue B\n" in text, "« commune » is explained before"
    assert f"L’avis du préfet\n\n{meaning}" in text
    write(Path("content/voirie.md"), "la commune attend", "la mairie attend")
    EASY.unlink()
    facile("new", "voirie")
    text = EASY.read_text("utf-8")
    told = "Commune\u00a0: une ville ou un village."
    assert f"- la rue de la commune\n\n  {told}\n- la rue B\n" in text
    assert published() == ("brouillon", [])
    shown = re.sub(r"\s", " ", re.sub(r"<[^>]+>", "|", page()))
    assert "|la rue de la commune|" in shown
    assert re.search(r"\|Commune : \|*une ville", shown)
    facile("sheet", "voirie")
    (sheet,) = Path("output-rapport/relecture").glob("*.csv")
    asked = [line.split(";")[2] for line in sheet.read_text("utf-8-sig").splitlines()]
    assert {"la rue de la commune", told} <= set(asked)


def test_what_is_extracted_is_a_comment(repository: Path) -> None:
    page_ = "# La voirie\n\n" + " ".join(
        f"La voirie -- dit-on -- de la rue {n} est fermée." for n in range(9)
    )
    Path("content/voirie.md").write_text(page_, "utf-8")
    facile("new", "voirie")
    head, _, _ = EASY.read_text("utf-8").partition("<!-- source")
    assert "<!-- L’essentiel (peut-être :" in head
    assert ": ce que l’on lit en premier\n- " in head, "what it is for"
    assert "## L’essentiel" not in head
    assert published()[0] == "brouillon"
    assert "peut-être" not in page()


BAD = [
    (("new", "nulle-part"), 2, "Textes : voirie"),
    (("sign", "voirie"), 3, "n’a pas encore"),
    (("sheet", "voirie"), 3, "facile new voirie"),
    (("new", "voirie", "--completer"), 3, "facile new voirie"),
    (("import", "rien.odt"), 3, "rien.odt"),
    (("status", "--source", "rien"), 3, "rien"),
]
WITH_EASY = [
    (("new", "voirie"), 2, "existe déjà"),
    (("sign", "voirie"), 2, "il manque la relecture"),
    (("sign", "voirie", "--atelier", "ESAT"), 2, "facile sign voirie --atelier"),
    (("sign", "voirie", "--atelier", "ESAT", "--participants", "3"), 2, "pas une date"),
    (("sign", "voirie", *WORKSHOP[:3], "2026-02-31", *WORKSHOP[4:]), 2, "pas une date"),
    (("sign", "voirie", "--atelier", "Paul Martin", *WORKSHOP[2:]), 2, "donnée de santé"),
    (("sign", "voirie", *WORKSHOP, "--statut", "valide"), 2, "d’abord être « relu »"),
    (("sign", "voirie", "--accord", "Mme Dupont", *DAY), 2, "santé"),
    (("sign", "voirie", *DAY), 2, "--accord"),
    (("sign", "voirie", "--revu", *WORKSHOP), 2, "--revu"),
    (("sign", "voirie", "--participants", "quatre"), 2, "nombre entier : « quatre »"),
    (("sign", "voirie", *WORKSHOP[:3], "9999-01-01", *WORKSHOP[4:]), 2, "pas encore passé"),
    (("sign", "voirie", "--accord", "Cabinet", DAY[0], "9999-01-01"), 2, "--accord-date"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "told"), BAD)
def test_bad_input(
    arguments: tuple[str, ...], code: int, told: str, repository: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    got, err = failed(capsys, "facile", *arguments)
    assert (got, told in err) == (code, True), err


def test_bad_input_changes_nothing(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facile("new", "voirie")
    before = EASY.read_text("utf-8")
    capsys.readouterr()
    for arguments, code, told in WITH_EASY:
        got, err = failed(capsys, "facile", *arguments)
        assert (got, told in err) == (code, True), err
        assert EASY.read_text("utf-8") == before


@pytest.mark.parametrize(
    "named", ["../dehors.md", "../../x.md", "lien/x.md", ".git/hooks/x.md", "notes.txt"]
)
def test_an_easy_version_is_written_in_the_folder_of_the_pages_alone(
    named: str, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the front matter of a page says: it may come from anyone."""
    outside = repository / "ailleurs"
    outside.mkdir()
    (repository / "content/lien").symlink_to(outside)
    front = PAGE.replace("---\n", f"---\nfacile: {named}\n", 1)
    (repository / "content/voirie.md").write_text(front, "utf-8")
    before = sorted(p for p in repository.rglob("*") if "cache" not in p.parts)
    for arguments in (("new", "voirie"), ("sign", "voirie", *WORKSHOP)):
        code, told = failed(capsys, "facile", *arguments)
        assert code in (2, 3)
        assert "hors" in told or "dossier des pages" in told or "n’a pas encore" in told
    now = sorted(p for p in repository.rglob("*") if "cache" not in p.parts)
    assert now == before
    assert not (repository.parent / "x.md").exists()


def test_without_ties_completing_is_refused(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    EASY.parent.mkdir()
    EASY.write_text("# La voirie\n\nLa mairie aide la rue A et la rue B.\n", "utf-8")
    code, told = failed(capsys, "facile", "new", "voirie", "--completer")
    assert (code, "aucun lien" in told) == (2, True)
    facile("sign", "voirie", *workshop())
    assert published() == ("relu", []), "a page without front matter gets one"


# What is recorded


def faults(front: dict[str, str]) -> list[str]:
    return [code for code, _ in record(front).faults]


def reading(**values: object) -> dict[str, str]:
    entry = {"atelier": "ESAT", "date": "2026-01-02", "participants": 4, **values}
    return {"relectures": json.dumps([entry])}


def test_a_reading_is_a_workshop_a_day_and_a_number() -> None:
    good = record(reading())
    assert [(r.workshop, r.date, r.people) for r in good.readings] == [
        ("ESAT", "2026-01-02", 4)
    ]
    assert good.faults == ()
    assert faults(reading(participants=0)) == ["relecture-incomplete"]
    assert faults(reading(participants=True)) == ["relecture-incomplete"]
    assert faults(reading(date="hier")) == ["relecture-incomplete"]
    assert faults(reading(atelier="")) == ["relecture-incomplete"]
    assert faults(reading(animatrice="oui")) == ["cle-inconnue"]
    assert faults({"relectures": '"ESAT"'}) == ["relecture-incomplete"]
    assert faults({"relectures": '["ESAT"]'}) == ["relecture-incomplete"]
    assert faults({"empreinte": '{"source": "a"}'}) == ["empreinte-illisible"]


@pytest.mark.parametrize(
    "entry",
    [
        {"participants": -2}, {"participants": "4"}, {"participants": 4.5},
        {"date": "demain"}, {"atelier": " "}, {"date": "2026-02-31"}, {},
    ],
)  # fmt: skip
def test_the_audit_counts_the_readings_of_the_record(entry: dict[str, object]) -> None:
    front = reading(**entry)
    counted = review_of(source("Un."), front, Report()).readings
    assert counted == len(record(front).readings) == (not entry)


def test_no_name_is_kept() -> None:
    assert faults(reading(atelier="Paul Martin")) == ["personne-nommee"]
    assert faults(reading(participants=["Paul", "Zoé"])) == [
        "personne-nommee", "relecture-incomplete",
    ]  # fmt: skip
    assert "personne-nommee" in faults(reading(noms={"a": "Marie Petit"}))
    assert faults({"accord_auteur": '{"service": "Mme Petit", "date": "2026-01-02"}'}) == [
        "personne-nommee"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Paul Martin", "Jean-Pierre", "Madame Petit", "M. Petit", "paul@exemple.fr",
        "06 12 34 56 78", "ESAT du Doubs, Marie", "PAUL MARTIN", "avec Zoé", "Martin Paul",
        "Dr Knock", "Atelier de Marie Durand", "Groupe de Paul Martin", "Groupe d’Alice",
        "atelier de Fatima Benali", "marie durand", "pierre martin", "Yanis", "yanis",
        "Jean-pierre", "Aude Martin", "Aurore", "Atelier de Noël Dupont", "Noël",
        "avec Noël", "ESAT d’Albert Dupont", "Foyer d’Alice", "Association d’Aude",
        "ESAT de Marie", "ESAT d’Albert, Marie", "ESAT Albert, Marie",
        "l’Aude, Marie Durand", "Maison de Jeanne Durand", "la maison de Jeanne",
        "Maison de Jeanne, Marie", "Maison, de Jeanne", "Atelier de Jeanne",
        "Maison de Jeanne avec Marie", "K. Benali", "J.-P. Vigneau", "ESAT, L. Besson",
    ],
)  # fmt: skip
def test_what_looks_like_a_person(text: str) -> None:
    assert person_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "ESAT Jean Moulin", "Foyer Marie Curie", "Atelier du Doubs", "GEM de Saint-Claude",
        "Résidence de la Croix", "Papillons blancs", "Cabinet", "Service communication",
        "IME Louis et Marie Pergaud", "Saint Martin", "", "ESAT de Besançon",
        "Atelier FALC de Dijon", "Maison Jean Moulin", "Résidence Marie Curie",
        "Foyer Saint-Martin", "Nous Aussi", "nous aussi", "ADAPEI du Doubs",
        "Papillons Blancs", "esat jean moulin", "association marie curie",
        "Ville de Florence", "Résidence de la Claire", "atelier du martin pêcheur",
        "équipe marine", "Groupe d’entraide mutuelle", "Atelier de relecture de la Région",
        "atelier de l’ESAT de Lons-le-Saunier", "Association Les Invités au Festin",
        "Conseil départemental de l’Aude", "APAJH de l’Aude", "MDPH de l'Aude",
        "EHPAD L’Aurore", "Service L’Aurore", "Atelier de Noël", "ESAT d’Albert",
        "EHPAD Jean Moulin", "Maison de Jeanne", "EHPAD La Maison de Jeanne",
        "Résidence d’Alice", "G.E.M. Besançon", "E.S.A.T. du Doubs", "E.S.A.T. Besançon",
        "Groupe B. de Dijon", "Maison de Jeanne et Paul", "Maison de Jeanne (Dijon)",
    ],
)  # fmt: skip
def test_what_is_a_place(text: str) -> None:
    assert person_in(text) == ""


# Ties


def source(*paragraphs: str) -> Document:
    return Document("x", "fr", "T", tuple(Para((Text(p),)) for p in paragraphs))


def tied(*paragraphs: str) -> str:
    found = units(source(*paragraphs))
    return "".join(f"{tie([u.digest])}\n\nFacile {u.text}\n\n" for u in found)


def test_a_tie_is_known_by_letters_alone() -> None:
    text = tied("Un a.", "Deux b.")
    assert outdated(ties(text), units(source("« Un a »", "Deux b !"))) == ()
    assert ties("<!-- source: -->\n**150** _euros_, a_b, 2 \\* 3")[0].passage == (
        "150 euros, a_b, 2 \\* 3"
    )
    (old,) = outdated(ties(text), units(source("Un a.", "Deux c.")))
    assert (old.line, old.passage) == (5, "Facile Deux b.")
    now = units(source("Un a.", "Deux c.", "Trois."))
    assert changes_of(ties(text), now) == ((old, "Deux c. Trois."),)
    assert changes_of(ties(text), now[:1]) == ((old, ""),)
    now = units(source("Un a.", "Trois.", "Deux b."))
    assert [u.text for u in unlinked_paragraphs(ties(text), now)] == ["Trois."]


TABLE = "| Ville | Prix |\n|:--|--:|\n| Dole | 1 |\n| Vesoul |  |\n"
NOW = "Ville | Prix ; Dole | 3 ; Vesoul |"


@pytest.mark.parametrize(
    ("easy", "was", "now"),
    [
        (TABLE, "Dole | 1", "Dole | 3"),
        (TABLE.replace("| 1", "| 3"), NOW, NOW),
        ("À Dole, 1 euro.", "À Dole, 1 euro.", NOW),
        ("<!-- à écrire : tableau -->", "", NOW),
    ],
)
def test_the_rows_of_a_table_are_quoted(easy: str, was: str, now: str) -> None:
    """Those that differ alone, where the passage is a table too."""
    before, after = (
        READERS["markdown"](f"# T\n\n{text}", "x.md", ReaderOptions(), Report())[0]
        for text in (TABLE, TABLE.replace("Dole | 1", "Dole | 3"))
    )
    text = f"{tie([units(before)[0].digest])}\n\n{easy}\n"
    ((one, said),) = changes_of(ties(text), units(after))
    assert (one.passage, said) == (was, now)
    assert outdated(ties(text), units(after)) == ties(text)


def test_the_status_of_a_table_and_of_a_list_can_be_read(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(Path("content/voirie.md"), "- la rue B\n", f"- la rue B\n\n{TABLE}")
    facile("new", "voirie")
    write(Path("content/voirie.md"), "Dole | 1", "Dole | 3")
    write(Path("content/voirie.md"), "- la rue B", "- la rue C")
    capsys.readouterr()
    facile("status")
    out = capsys.readouterr().out
    assert "rien n’y est écrit. Le texte complet dit maintenant : « Ville | Prix ;" in out
    assert "« la rue A, avec 1 * étoile la rue C »" in out
    assert "«  »" not in out


def test_a_passage_may_be_tied_to_several_paragraphs_or_none() -> None:
    a, b = units(source("Un.", "Deux."))
    text = f"{tie([a.digest, b.digest])}\n\nLes deux.\n\n{tie([])}\n\nEn plus.\n"
    assert [t.digests for t in ties(text)] == [(a.digest, b.digest), ()]
    assert outdated(ties(text), (a, b)) == unlinked_paragraphs(ties(text), (a, b)) == ()


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (("Un a.", "Deux changé.", "Trois c."), []),
        (("Un a.", "Deux, première partie.", "Deux, seconde.", "Trois c."), []),
        (("Un a.", "Trois c."), []),
        (("Trois c.", "Deux b.", "Un a."), []),
        (("Zéro.", "Un a.", "Deux b.", "Trois c."), ["Zéro."]),
        (("Rien de tel.", "Ni de ça.", "Ou d’autre."), []),
    ],
)
def test_what_was_read_again_is_tied_again(now: tuple[str, ...], left: list[str]) -> None:
    text = tied("Un a.", "Deux b.", "Trois c.")
    found = units(source(*now))
    again = relinked(text, found)
    assert outdated(ties(again), found) == ()
    assert [u.text for u in unlinked_paragraphs(ties(again), found)] == left
    assert re.sub("<!--.*-->", "", again) == re.sub("<!--.*-->", "", text)


@given(
    st.lists(st.sampled_from("abcdef"), unique=True), st.lists(st.sampled_from("abcdef"))
)
def test_any_source_can_be_tied_again(before: list[str], now: list[str]) -> None:
    """Nothing is « à revoir » after, no line of text moves, and completing misses none."""
    text, found = "# T\n\n" + tied(*before), units(source(*now))
    again = relinked(text, found)
    assert outdated(ties(again), found) == ()
    drafts = [f"{tie([u.digest])}\n\nNouveau {u.text}" for u in found]
    whole = completed(again, found, drafts)
    assert unlinked_paragraphs(ties(whole), found) == ()
    assert [x for x in whole.splitlines() if x.startswith("Facile")] == [
        f"Facile {letter}" for letter in before
    ]


# Front matter and Markdown


def test_other_lines_of_the_front_matter_stay() -> None:
    text = "---\n# note\nstatut: relu\nrelectures:\n- a\n- b\nsource: x\n---\nTexte\n"
    assert with_front_matter(text, {"relectures": [{"a": 1}], "statut": "valide"}) == (
        "---\n# note\nstatut: valide\nrelectures:\n  - {a: 1}\nsource: x\n---\nTexte\n"
    )


def test_digits_stay_a_word() -> None:
    """YAML would read « 0123 » as another number."""
    made = with_front_matter("Texte\n", {"empreinte": "0123456701234567"})
    (found,) = READERS["markdown"](made, "x.md", ReaderOptions(), Report())
    assert dict(found.meta.front) == {"empreinte": "0123456701234567"}


@given(st.text("ab *_[](){}<>&#-+.1=:|\\`~!'\"", min_size=1).filter(lambda s: "a" in s))
def test_escaped_text_is_read_as_it_was(text: str) -> None:
    words = " ".join(text.split())
    (found,) = READERS["markdown"](
        f"# T\n\n{escaped(words)}\n", "x.md", ReaderOptions(), Report()
    )
    assert found.blocks == (Para((Text(words),)),)
