"""``ppun-access score``, run as users run it."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from projects import build, project

from ppun_access.cli import main
from ppun_access.readability.causes import CODES
from ppun_access.tools import spacy_french

__all__ = ["project"]

HARD = (
    "La dématérialisation des procédures administratives, dont la généralisation est "
    "désormais effective, implique que les collectivités accompagnent les usagers qui ne "
    "disposent pas d’un équipement, et qui n’ont pas de formation."
)
TWO = f"""
{{% tabs %}}
{{% tab title="L'édito de A" %}}
{HARD}
{{% endtab %}}
{{% tab title="L'édito de B" %}}
Un autre texte.

- Un élément.
{{% endtab %}}
{{% endtabs %}}
"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "92")
    path = tmp_path / "page.md"
    path.write_text(
        "# Titre\n\n## Partie\n\nUn texte court. Moins de 3.500 mots.\n", "utf-8"
    )
    (tmp_path / "deux.md").write_text(TWO, "utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["score", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def give(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))


# JSON


def test_json_is_the_contract(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "page.md", "--json")
    scores = json.loads(out)
    assert code == 0
    assert scores["words"] == 7
    assert scores["sentence_count"] == len(scores["sentences"]) == 2
    assert scores["level"] == "très facile"
    assert scores["sentences"][0] == {
        "text": "Un texte court.", "line": 5, "words": 3, "difficulty": 4.9,
        "level": "très facile", "causes": [],
    }  # fmt: skip
    assert scores["headings"]["words"] == 1
    assert scores["lists"]["difficulty"] == 0
    assert err == ""


def test_json_of_a_hard_sentence(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "deux.md#edito-de-a", "--json")
    (sentence,) = json.loads(out)["sentences"]
    assert sentence["level"] == "très difficile"
    assert {cause["code"] for cause in sentence["causes"]} <= set(CODES)
    assert all(c["message"] and c["suggestion"] for c in sentence["causes"])
    assert "null" not in out


def test_json_of_several_texts(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "deux.md", "page.md", "deux.md", "--json")
    found = json.loads(out)["documents"]
    assert [(d["id"], d["file"]) for d in found] == [
        ("edito-de-a", "deux.md"), ("edito-de-b", "deux.md"), ("titre", "page.md"),
    ]  # fmt: skip
    assert found[1]["lists"]["words"] == 2


# Table


def test_table(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "page.md")
    assert code == 0
    assert "Difficulté : 7 sur 100, très facile." in out
    plain = out.replace("\u00a0", " ")
    rows = re.findall(r"^(\S.*?)  +(\S+)  +(au \S+ \d+)  +(\S.*)$", plain, re.M)
    assert [(name, aim, told) for name, _, aim, told in rows] == [
        ("Difficulté", "au plus 60", "bien"),
        ("Mots rares", "au plus 10", "bien"),
        ("Phrase la plus longue", "au plus 40", "bien"),
        ("Kandel-Moles", "au moins 50", "bien"),
        ("LIX", "au plus 55", "bien"),
    ]
    assert rows[-1][1] == "3,5"
    assert "À faire" not in out
    assert "Titres, à part : 1 phrase, 1 mot," in out
    assert "\x1b" not in out


def test_measures_made_for_english_are_for_machines_alone(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, "deux.md")
    for name in ("Flesch", "Gunning", "SMOG", "ARI", "Coleman", "Dale", "textstat"):
        assert name not in out
    (first, _) = json.loads(run(capsys, "deux.md", "--json")[1])["documents"]
    assert set(first["textstat"]) > {"flesch", "gunning_fog", "smog", "dale_chall"}
    assert first["textstat"]["words"] > 0


def test_table_of_a_hard_text(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "deux.md")
    first, second = out.replace("au plus\u00a0", "au plus ").split("L’édito de B")
    assert re.search(r"Phrase la plus longue +32 +au plus 40 +bien", first)
    assert re.search(r"Difficulté +86 +au plus 60 +trop haut", first)
    todo = first.split("À faire :\n")[1].splitlines()
    assert todo[0] == "– Récrivez d’abord les phrases les plus difficiles."
    assert "86  1er paragraphe, ligne 4, très difficile" in first
    assert "→ Coupez-la en 3 phrases au moins" in first
    assert "Listes, à part : 1 phrase, 2 mots, difficulté" in second


def test_table_shows_ten_sentences(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page.write_text("\n\n".join(f"{HARD} {n}." for n in range(12)), "utf-8")
    _, out, _ = run(capsys, "page.md")
    assert out.count("très difficile\u00a0:") == 10


def test_table_shows_the_hardest_of_an_easy_text(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ten, each with its place and why; or that nothing makes it hard."""
    easy = "".join(f"Le chat {n} dort.\n\n" for n in range(10))
    page.write_text(f"# T\n\n{easy}Il y a un mot : anticonstitutionnellement.\n", "utf-8")
    _, out, _ = run(capsys, "page.md")
    first, *others = out.split("Les phrases les plus difficiles :\n")[1].strip().split("\n")
    assert first.startswith(
        "52  11e paragraphe, ligne 23, moyen\u00a0: «\u00a0Il y a un mot"
    )
    found = re.findall(
        r"^ *\d+  \d+er? paragraphe, ligne (\d+), très facile\u00a0:", out, re.M
    )
    assert found == [str(n) for n in range(3, 21, 2)]
    assert out.count("– rien ne pèse sur cette phrase\n") == 9
    assert others[0].startswith(
        "    – mots rares\u00a0: anticonstitutionnellement → Prenez"
    )


def test_a_hard_sentence_of_a_list_is_shown(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It makes a text hard (``--fail-over``): everybody has to know which one it is."""
    page.write_text(f"# Titre\n\nVoici.\n\n- {HARD}\n", "utf-8")
    _, out, _ = run(capsys, "page.md")
    shown = out.split("Les phrases les plus difficiles :\n")[1]
    assert shown.startswith("86  1re liste, ligne 5, très difficile\u00a0: «\u00a0La démat")
    scores = json.loads(run(capsys, "page.md", "--json")[1])
    assert [s["text"] for s in scores["sentences"]] == ["Voici."]
    (listed,) = scores["list_sentences"]
    assert (listed["line"], listed["words"]) == (5, 32)
    assert listed["causes"][0]["code"] == "mots-rares"


@pytest.mark.parametrize("width", [30, 50, 200])
def test_narrow_terminals(
    page: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    width: int,
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    _, out, _ = run(capsys, "deux.md")
    assert max(map(len, out.splitlines())) <= width
    assert not re.search(r"«$|^\s*»|\ue000", out, re.M)
    assert ("Viser" in out) == (width > 50)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="pas de terminal ici")
@pytest.mark.parametrize(
    ("no_color", "coloured"),
    [("", True), pytest.param("1", False, marks=pytest.mark.long)],
)
def test_colours_are_for_terminals(page: Path, no_color: str, coloured: bool) -> None:
    ours, theirs = os.openpty()
    environment = {**os.environ, "TERM": "xterm", "NO_COLOR": no_color}
    process = subprocess.Popen(
        [sys.executable, "-m", "ppun_access.cli", "score", "page.md"],
        stdout=theirs, stderr=subprocess.DEVNULL, env=environment,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 4096):
            shown += part
    except OSError:  # Linux says so at the end of a terminal
        pass
    assert process.wait(600) == 0
    assert "très facile".encode() in shown
    assert (b"\x1b[" in shown) == coloured


def test_text_is_no_markup(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page.write_text(
        "Voir [bold] :smile&#58;, là, ailleurs, partout, (oui) [/x].\n", "utf-8"
    )
    _, out, _ = run(capsys, "page.md")
    assert "Voir [bold] :smile:, là" in out


# Thresholds

EASY = """
# Bonjour

Il a une phrase qui compte quinze mots, et c’est trop ici, pour vous, oui.
"""
OWN = """
[lisibilite]
difficulte = 99
phrase_longue = 3
lix = 99
kandel_moles = 0
[lisibilite.facile]
phrase_longue = 4
phrase_tres_longue = 5
difficulte = 3
"""


def verdicts(out: str) -> dict[str, str]:
    """The verdicts of a table: measure → good or bad."""
    told = r"^(\S.*?)  +\S+ +au (?:plus|moins)\s\d+ +(bien|trop haut|trop bas)"
    rows = re.findall(told, out, re.M)
    return {name: "good" if said == "bien" else "bad" for name, said in rows}


@pytest.mark.parametrize("own", ["", OWN])
def test_the_table_and_the_report_judge_alike(
    project: Path, capsys: pytest.CaptureFixture[str], own: str
) -> None:
    (project / "ppun.toml").write_text(own, "utf-8")
    (project / "content" / "a.md").write_text(f"# Bonjour\n\n{HARD}\n", "utf-8")
    (project / "content" / "facile").mkdir()
    (project / "content" / "facile" / "bonjour.md").write_text(EASY, "utf-8")
    assert build("--to", "html", "content") == 0
    report = (project / "output-rapport" / "index.html").read_text("utf-8")
    panes = BeautifulSoup(report, "html.parser").select(".volet")
    assert len(panes) == 2
    for pane, name in zip(panes, ("a.md", "facile/bonjour.md"), strict=True):
        capsys.readouterr()
        _, out, _ = run(capsys, f"content/{name}")
        ours = verdicts(out)
        theirs = {
            row.th.text: "good" if "Bien" in row.text else "bad"
            for row in pane.select(".mesures tbody tr")
        }
        assert len(ours) == 5
        assert ours == theirs


def test_standard_input_has_the_thresholds_of_the_folder(
    page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (page.parent / "ppun.toml").write_text("[lisibilite]\nlix = 7\n", "utf-8")
    give(monkeypatch, b"Un mot.\n")
    assert "au plus\u00a07" in run(capsys, "-")[1]


@pytest.mark.parametrize("form", ["github", "json"])
def test_other_forms_are_gone(
    page: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    code, out, err = run(capsys, "page.md", "--format", form)
    assert (code, out) == (2, "")
    assert "--fail-over N" in err
    assert "--json" in err


def test_an_easy_version_of_short_sentences_and_rare_words_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its difficulty was 24, of 30 at most; a list of easy things was over it."""
    (project / "content" / "facile").mkdir()
    easy = project / "content" / "facile" / "bonjour-a-tous.md"
    head = "# Bonjour"
    easy.write_text(f"{head}\n\nIl grève la nue-propriété. L’acte la subroge.\n", "utf-8")
    told = run(capsys, str(easy))[1].replace("\u00a0", " ")
    assert re.search(r"Difficulté +\d+ +au plus 45 +trop haut", told)
    assert re.search(r"Mots rares +[\d,]+ +au plus 5 +trop haut", told)
    assert "Remplacez les mots rares, ou expliquez-les." in told
    things = "du lait, du pain, des œufs, du sel, de l’eau, du riz, une poêle, un plat"
    easy.write_text(f"{head}\n\nPour le repas, il faut {things}, une table.\n", "utf-8")
    told = run(capsys, str(easy))[1].replace("\u00a0", " ")
    assert re.search(r"Difficulté +\d+ +au plus 45 +bien", told)
    assert re.search(r"Mots rares +0 +au plus 5 +bien", told)


# The limit


def test_fail_over(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "deux.md", "--fail-over", "100", "--json")[0] == 0
    code, out, err = run(capsys, "deux.md", "page.md", "--fail-over", "50", "--json")
    assert code == 1
    assert len(json.loads(out)["documents"]) == 3
    assert re.search(
        r"^deux\.md : « L’édito de A » a une difficulté de \d\d,\d, au-dessus de 50\.$",
        err,
        re.M,
    )
    assert "édito de B" not in err


def test_bullets_do_not_hide_a_hard_text(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page.write_text(f"# Titre\n\nVoici.\n\n- {HARD}\n", "utf-8")
    code, _, err = run(capsys, "page.md", "--fail-over", "60", "--json")
    assert code == 1
    assert re.search(r"« Titre » a une difficulté de 8\d,\d dans ses listes, au-dess", err)


def test_a_page_alone_is_not_all_that_the_settings_speak_of(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "ppun.toml").write_text(
        '[documents."autre"]\ndate = "2024-05-06"\n', "utf-8"
    )
    code, _, err = run(capsys, "content/a.md")
    assert (code, "reglage-sans-texte" in err) == (0, False)
    build("--to", "text", "content")
    assert "reglage-sans-texte" in (project / "output-rapport" / "build.json").read_text()


@pytest.mark.parametrize(
    ("limit", "told"), [("101", "de 0 à 100"), ("-1", "de 0 à 100"), ("x", "pas un nombre"),
                        ("nan", "de 0 à 100")]
)  # fmt: skip
def test_a_wrong_limit(
    page: Path, capsys: pytest.CaptureFixture[str], limit: str, told: str
) -> None:
    code, out, err = run(capsys, "page.md", f"--fail-over={limit}")
    assert (code, out) == (2, "")
    assert told in err


# What is read


def test_standard_input(
    page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, b"# Salut\n\nUn mot. Deux mots.\n")
    code, out, _ = run(capsys, "-", "page.md", "--json")
    found = json.loads(out)["documents"]
    assert code == 0
    assert [(d["id"], d["file"], d["words"]) for d in found] == [
        ("salut", "entrée standard", 4), ("titre", "page.md", 7),
    ]  # fmt: skip
    give(monkeypatch, b"Un mot.\n")
    assert run(capsys, "-")[1].startswith("entrée standard\nDifficulté")


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "vide"), (b" \n", "vide"), (b"\xff\xfe", "n’est pas du texte"),
     (b"a\0b", "n’est pas du texte"), (b"# Titre\n", "rien à mesurer"),
     (b"***\n", "rien à mesurer")],
)  # fmt: skip
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_nothing_to_score(
    page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    content: bytes, told: str, form: list[str],
) -> None:  # fmt: skip
    give(monkeypatch, content)
    code, out, err = run(capsys, "-", *form)
    assert (code, out) == (3, "")
    assert told in err
    assert "→" in err


@pytest.mark.parametrize("name", ["absent.md", ".", "image.png"])
def test_files_that_cannot_be_scored(
    page: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (page.parent / "image.png").write_bytes(b"\x89PNG\0")
    code, out, err = run(capsys, name)
    assert (code, out) == (3, "")
    assert "Erreur : " in err


def test_no_file_at_all(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys)
    assert (code, "il manque FICHIER" in err) == (2, True)


def test_a_text_of_lists_alone(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page.write_text("- Un élément.\n- Un autre.\n", "utf-8")
    code, out, _ = run(capsys, "page.md")
    assert code == 0
    assert "Aucune phrase hors des titres et des listes." in out
    assert "Listes, à part : 2 phrases, 4 mots" in out


# Syntax


def test_syntax_parses_every_text_at_once(
    page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def parse(texts: list[str]) -> tuple[tuple[spacy_french.Token, ...], ...]:
        asked.append(texts)
        token = spacy_french.Token("est", "AUX", "aux:pass", 1)
        verb = spacy_french.Token("lu", "VERB", "ROOT", 1)
        return tuple((token, verb) if t.startswith("Un ") else (verb,) for t in texts)

    monkeypatch.setattr(spacy_french, "parse", parse)
    _, out, _ = run(capsys, "deux.md", "page.md", "--syntaxe", "--json")
    found = [d["syntax"] for d in json.loads(out)["documents"]]
    assert [s["share_passive"] for s in found] == [0, 1, 0.5]
    assert len(asked) == 1
    _, out, _ = run(capsys, "page.md", "--syntaxe")
    assert "Syntaxe : 1 phrase au passif (50\u00a0%) ; 0,0 noms par verbe." in out


def test_what_is_endless_is_not_parsed(
    page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its scores are there, and those of the syntax are of the other sentences."""
    page.write_text(f"Un mot vient. Le {'mot ' * 999}fin.\n\nIl part.\n", "utf-8")
    asked = list[str]()
    monkeypatch.setattr(spacy_french, "parse", lambda some: asked.extend(some) or [()] * 3)
    code, out, _ = run(capsys, "page.md", "--syntaxe", "--json")
    assert (code, asked) == (0, ["Un mot vient.", "", "Il part."])
    assert max(s["words"] for s in json.loads(out)["sentences"]) == 1001


def test_syntax_without_the_extra(
    page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spacy_french, "find_spec", lambda name: None)
    code, out, err = run(capsys, "page.md", "--syntaxe")
    assert (code, out) == (4, "")
    assert "pip install spacy" in err


def test_an_ordinary_run_loads_no_spacy_and_no_textstat(page: Path) -> None:
    code = (
        "import sys; from ppun_access.cli import main; main(['score', 'page.md']);"
        "print(*{m.split('.')[0] for m in sys.modules} & {'spacy', 'textstat', 'nltk'})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == ""
