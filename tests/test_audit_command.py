"""``ppun-access audit``, run as users run it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from projects import failed, project

from ppun_access.cli import main
from ppun_access.easy.audit.model import VERDICTS, grid

__all__ = ["project"]

TEXT = "# Le bus\n\nLe bus ; le train.\n\nLa Région a voté un plan.\n"
EASY = "---\n{front}---\n# Le bus\n\nLe bus est là.\nLe train part.\n"
TWO = """
{% tabs %}
{% tab title="L'édito de A" %}
Un texte.
{% endtab %}
{% tab title="L'édito de B" %}
Un autre texte ; long.
{% endtab %}
{% endtabs %}
"""


@pytest.fixture
def page(project: Path) -> Path:
    path = project / "content" / "a.md"
    path.write_text(TEXT, "utf-8")
    return path


def audit(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, str]:
    assert main(["audit", *arguments]) == 0
    told = capsys.readouterr()
    return told.out, told.err


def easy(page: Path, front: str) -> str:
    folder = page.parent / "facile"
    folder.mkdir(exist_ok=True)
    path = folder / "bus.md"
    path.write_text(EASY.format(front=front), "utf-8")
    return str(path)


def verdicts(out: str) -> dict[str, str]:
    return {test["id"]: test["verdict"] for test in json.loads(out)["tests"]}


def test_json_has_all_the_tests_in_the_shape_of_the_contract(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, err = audit(capsys, str(page), "--json")
    assert err == ""
    found = json.loads(out)
    assert found.keys() == {"profile", "tests"}
    assert found["profile"] == "falc"
    assert [test["id"] for test in found["tests"]] == [one.test for one in grid()]
    assert all(
        test.keys() == {"id", "level", "verdict", "auto", "question", "findings"}
        for test in found["tests"]
    )
    assert {test["verdict"] for test in found["tests"]} == set(VERDICTS)
    (marks,) = (test for test in found["tests"] if test["id"] == "RLS-4.2.1")
    assert marks == {
        "id": "RLS-4.2.1",
        "level": "AA",
        "verdict": "NC",
        "auto": True,
        "question": "",
        "findings": [
            {
                "code": "ponctuation",
                "message": "Il y a un point-virgule\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE};"
                "\N{NO-BREAK SPACE}». Mettez un point, et commencez une phrase.",
                "sentence": "Le bus ; le train.",
                "file": "a.md",
                "line": 3,
            }
        ],
    }
    assert all(
        finding.keys() == {"code", "message", "sentence", "file", "line"}
        for test in found["tests"]
        for finding in test["findings"]
    )


def test_json_has_the_questions_that_a_person_answers(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tests = json.loads(audit(capsys, str(page), "--json")[0])["tests"]
    assert all(bool(test["question"]) == (test["verdict"] == "NT") for test in tests)
    asked = {test["id"]: test["question"] for test in tests}
    assert asked["RLS-6.2.1"].startswith("Le texte commence par «\u00a0Le bus")
    assert asked["RLS-6.2.1"].endswith("Réponse probable\u00a0: C (conforme).")


def test_an_easy_version_of_no_text_is_told(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = Path(easy(page, "statut: brouillon\n"))
    orphan = mine.with_name("train.md")
    orphan.write_text(mine.read_text("utf-8"), "utf-8")
    for path, told in ((orphan, 1), (mine, 0)):
        _, err = audit(capsys, str(path), "--json")
        assert err.count("ne correspond à aucun texte publié") == told, err
        assert err.count("facile/train.md") == told


def test_the_terminal_begins_with_a_summary(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, _ = audit(capsys, str(page))
    lines = out.splitlines()
    assert lines[0] == "Le bus (profil falc)"
    assert lines[2].split("\N{NO-BREAK SPACE}")[0].isdigit()
    assert "à vérifier par une personne." in " ".join(lines[2:4])
    assert "À faire d’abord\N{NO-BREAK SPACE}:" in lines[4:8]
    assert not re.search(r"« | »| :", out)
    out = re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", out)
    assert "a.md:3 « Le bus ; le train. »" in out
    assert "a.md:5 « La Région a voté un plan. »" in out
    assert "« a voté » est au passé. Écrivez au présent." in out
    assert "n’a pas de valeur légale" in out
    assert "L’information pour tous" in out.replace("\n", " ")
    assert max(map(len, lines)) <= 100


def test_several_texts_are_one_json_or_a_choice(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page.write_text(TWO, "utf-8")
    out, _ = audit(capsys, str(page), "--json")
    found = json.loads(out)["documents"]
    assert [text["id"] for text in found] == ["edito-de-a", "edito-de-b"]
    assert all(len(text["tests"]) == 72 for text in found)
    code, told = failed(capsys, "audit", str(page))
    assert code == 2
    assert "#edito-de-b" in told
    out, _ = audit(capsys, f"{page}#edito-de-b", "--json")
    assert verdicts(out)["RLS-4.2.1"] == "NC"
    assert failed(capsys, "audit", f"{page}#absent")[0] == 2
    assert failed(capsys, "audit", "absent.md")[0] == 3


def test_the_audit_and_score_judge_by_one_limit(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The audit had its own, 45, and ``score`` refused at 30 what it took."""
    path, settings = easy(page, ""), page.parents[1] / "ppun.toml"

    def both() -> tuple[str, bool]:
        told = verdicts(audit(capsys, path, "--json")[0])["RLS-6.5.1"]
        assert main(["score", path]) == 0
        return told, "trop haut" in capsys.readouterr().out

    assert both() == ("C", False)
    settings.write_text("[lisibilite.facile]\ndifficulte = 2\n", "utf-8")
    assert both() == ("NC", True)
    settings.write_text("[lisibilite]\ndifficulte = 2\n", "utf-8")
    assert both() == ("C", False)
    settings.write_text(
        '[audit]\nprofil = "public"\n[lisibilite]\ndifficulte = 2\n', "utf-8"
    )
    assert both()[0] == "NC"


def test_a_few_rare_words_more_than_the_limit_are_refused_by_both(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, settings = Path(easy(page, "")), page.parents[1] / "ppun.toml"
    text = "Le bus est là. Le scolyte mange le bois. Le bois est sec et tombe par terre."
    path.write_text(f"# Le bus\n\n{text}\n", "utf-8")
    for most, told, shown in ((20, "NT", "bien"), (5, "NC", "trop haut")):
        settings.write_text(f"[lisibilite.facile]\nmots_rares = {most}\n", "utf-8")
        assert verdicts(audit(capsys, str(path), "--json")[0])["RLS-6.5.1"] == told
        assert main(["score", str(path)]) == 0
        assert re.search(rf"Mots rares .*{shown}", capsys.readouterr().out)


def test_the_profile_is_a_setting(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = page.parents[1] / "ppun.toml"
    settings.write_text('[audit]\nprofil = "public"\n', "utf-8")
    assert json.loads(audit(capsys, str(page), "--json")[0])["profile"] == "public"
    settings.write_text('[audit]\nprofil = "publik"\n', "utf-8")
    code, told = failed(capsys, "audit", str(page))
    assert code == 2
    assert "Vouliez-vous dire « public » ?" in told
    settings.write_text('[audit]\nprofile = "public"\n', "utf-8")
    assert "« profil »" in failed(capsys, "audit", str(page))[1]


def test_answers_and_readings_come_from_the_front_matter(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bus = page.rename(page.with_name("bus.md"))
    bus.write_text("# Bus\n\nLe bus est là.\n", "utf-8")
    found = verdicts(audit(capsys, easy(bus, "statut: brouillon\n"), "--json")[0])
    assert (found["RLS-2.1.1"], found["RLS-6.1.1"]) == ("NC", "NT")
    front = (
        "statut: relu\nrelectures: [{atelier: Ensemble, date: 2026-01-02, "
        "participants: 4}]\nreponses: {RLS-6.1.1: C, RLS-6.2.1: NC, RLS-2.2.1: C}\n"
    )
    out, err = audit(capsys, easy(bus, front), "--json")
    assert err == ""
    found = verdicts(out)
    assert (found["RLS-2.1.1"], found["RLS-6.1.1"]) == ("C", "C")
    assert (found["RLS-6.2.1"], found["RLS-2.2.1"]) == ("NC", "NC")


@pytest.mark.parametrize(
    "answers", ["{RLS-9.9.9: C}", "{RLS-6.1.1: oui}", "[RLS-6.1.1]", "C", "{RLS-6.1.1: NT}"]
)
def test_an_answer_that_is_none_is_told(
    answers: str, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bus = page.rename(page.with_name("bus.md"))
    bus.write_text("# Bus\n\nLe bus est là.\n", "utf-8")
    out, err = audit(capsys, easy(bus, f"reponses: {answers}\n"), "--json")
    assert "[reponse-inconnue]" in err
    assert "facile/bus.md:1" in err
    assert verdicts(out)["RLS-6.1.1"] == "NT"


@pytest.mark.parametrize(
    "readings",
    [
        "[]", "[{atelier: A}]", "[{atelier: A, date: 2026-01-02, participants: 0}]",
        "[{atelier: A, date: 9999-12-31, participants: 4}]",
    ],
)  # fmt: skip
def test_a_reading_without_date_or_people_or_to_come_is_none(
    readings: str, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bus = page.rename(page.with_name("bus.md"))
    bus.write_text("# Bus\n\nLe bus est là.\n", "utf-8")
    found = verdicts(audit(capsys, easy(bus, f"relectures: {readings}\n"), "--json")[0])
    assert found["RLS-2.1.1"] == "NC"


def test_a_tooltip_explains_no_acronym(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The lexicon’s, and what the author put in one: the reader of paper has none."""
    page.with_name("lexique.toml").write_text('[sigles]\nDREAL = "direction"\n', "utf-8")
    page.write_text(
        '# Bus\n\nLa DREAL aide. Le <abbr title="Fonds vert">FVR</abbr> aide.\n', "utf-8"
    )
    tests = json.loads(audit(capsys, str(page), "--json")[0])["tests"]
    (jargon,) = (t for t in tests if t["id"] == "RLS-6.4.1")
    told = [f["message"].split("\u00a0")[1] for f in jargon["findings"]]
    assert told == ["DREAL", "FVR"]


def test_each_finding_is_at_the_line_of_its_sentence(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page.write_text(
        "---\ndate: 2026-01-02\n---\n# Le bus\n\nLe bus est là.\n<!-- à part -->\n"
        "Environ 51 % des bus sont\nneufs. Le train ; le bus.\n"
        "Le bus (le 4) part.\n\n- un bus\n- *deux* bus\n\nDeux bus\\\npassent ici.\n",
        "utf-8",
    )
    tests = json.loads(audit(capsys, str(page), "--json")[0])["tests"]
    lines = {
        (f["sentence"], f["line"])
        for test in tests
        for f in test["findings"]
        if test["id"][4] in "57" or test["id"] == "RLS-4.2.1"
    }
    assert sorted(lines) == [
        ("Deux bus passent ici.", 15),
        ("Environ 51 % des bus sont neufs.", 8),
        ("Le bus (le 4) part.", 10),
        ("Le train ; le bus.", 9),
        ("deux bus", 13),
    ]


def test_the_glossary_that_the_build_adds_explains_too(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bus = page.rename(page.with_name("bus.md"))
    bus.write_text("# Bus\n\nLa collectivité est là.\n", "utf-8")
    path = Path(easy(bus, "source: bus\n"))
    lexicon = '[definitions]\n"collectivité" = "Une commune ou une région."\n'
    (page.parent / "lexique.toml").write_text(lexicon, "utf-8")
    told = "La collectivité est là.\nCollectivité : Une commune ou une région.\n"
    for text, verdict in ((told, "C"), ("La collectivité est là.\n", "NC")):
        path.write_text(f"---\nsource: bus\n---\n# Bus\n\n{text}", "utf-8")
        found = verdicts(audit(capsys, str(path), "--json")[0])
        assert (found["RLS-6.7.1"], found["RLS-6.10.1"]) == ("C", verdict)


def test_the_grid_is_written_as_csv_and_as_a_page(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page.write_text(TEXT + "\n<b>&</b> Un signe.\n\n=A1+1\n", "utf-8")
    out, err = audit(capsys, str(page), "--json", "--csv", "g.csv", "--html", "g.html")
    assert err == "Grille écrite : g.csv\nGrille écrite : g.html\n"
    found = verdicts(out)
    text = Path("g.csv").read_bytes().decode("utf-8-sig")
    assert Path("g.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert {row["test"]: row["verdict"] for row in rows} == found
    assert all(row["verdict_en_clair"] == VERDICTS[row["verdict"]] for row in rows)
    assert not any(value[:1] in "=+-@" for row in rows for value in row.values() if value)
    html = BeautifulSoup(Path("g.html").read_text("utf-8"), "html.parser")
    heads = [head.get_text().split(",")[0] for head in html.select("article h3")]
    assert heads == list(found)
    assert "n’a pas de valeur légale" in html.get_text()
    assert html.select_one("script, link, img") is None
    assert "<b>&</b>" not in str(html)


def test_a_grid_that_cannot_be_written_is_an_error(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = failed(capsys, "audit", str(page), "--csv", str(page.parent))
    assert code == 5
    assert "écriture impossible" in told


@pytest.mark.parametrize(
    ("out", "own"),
    [
        ("content/a.md", "content/a.md"),
        ("content/../content/./a.md", "content/a.md"),
        ("lien.csv", "content/a.md"),
        ("jumeau.csv", "content/a.md"),
        ("content/facile/bus.md", "content/facile/bus.md"),
        ("content/lexique.toml", "content/lexique.toml"),
        ("ppun.toml", "ppun.toml"),
    ],
)
@pytest.mark.parametrize("option", ["--csv", "--html"])
def test_a_grid_never_replaces_a_text(
    option: str, out: str, own: str, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor words, settings, the easy version; links and other spellings are the same."""
    easy(page, "")
    Path("ppun.toml").write_text('titre = "Le site"\n', "utf-8")
    Path("content/lexique.toml").write_text("", "utf-8")
    Path("lien.csv").symlink_to(page)
    Path("jumeau.csv").hardlink_to(page)
    before = Path(own).read_bytes()
    other = "--html" if option == "--csv" else "--csv"
    code, told = failed(capsys, "audit", f"{page}#bus", option, out, other, "autre.x")
    assert code == 2
    assert f"{option} {Path(out)}" in told
    assert Path(own).read_bytes() == before
    assert not Path("autre.x").exists()


def test_the_page_of_an_easy_version_is_no_grid(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bus = page.rename(page.with_name("bus.md"))
    code, _ = failed(capsys, "audit", easy(bus, ""), "--csv", "content/bus.md")
    assert (code, bus.read_text("utf-8")) == (2, TEXT)


@pytest.mark.parametrize("twin", ["o.x", "./o.x", "content/../o.x", "lien.x"])
def test_two_grids_are_two_files(
    twin: str, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("lien.x").symlink_to("o.x")
    code, told = failed(capsys, "audit", str(page), "--csv", "o.x", "--html", twin)
    assert code == 2
    assert f"--csv o.x et --html {Path(twin)}" in told
    assert not Path("o.x").exists()


def test_two_audits_are_the_same(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = audit(capsys, str(page), "--csv", "1.csv", "--html", "1.html")[0]
    second = audit(capsys, str(page), "--csv", "2.csv", "--html", "2.html")[0]
    assert first == second
    for suffix in ("csv", "html"):
        assert Path(f"1.{suffix}").read_bytes() == Path(f"2.{suffix}").read_bytes()
