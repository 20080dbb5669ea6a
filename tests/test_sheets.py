"""The sheet of a reading group: what it asks, and what comes back filled in."""

from __future__ import annotations

import csv
import re
import shlex
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pytest
from books import rezipped, unzipped
from growth import grows_with_its_length
from hypothesis import given
from hypothesis import strategies as st
from projects import failed, snapshot

from ppun_access import transforms
from ppun_access.cli import main
from ppun_access.easy.review.answers import (
    Answers,
    Readers,
    Reply,
    ReviewSheet,
    answers_of,
    diff,
    letters,
    people_of,
    sheet_name,
    sheet_of,
    summary,
    tally,
)
from ppun_access.easy.review.rewording import EVERYWHERE, SentencePosition, reworded
from ppun_access.errors import InputError, MissingToolError
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.readers.office.sheet_tables import filled
from ppun_access.report import Report
from ppun_access.tools.typst import pdf_sheet
from ppun_access.writers.sheet.office import docx_sheet, odt_sheet
from ppun_access.writers.sheet.write import Row, Sheet, csv_sheet, html_sheet, sheet

STAMP = "0123456789abcdef"
SHEET = Sheet(
    "bus",
    "Le bus & vous",
    STAMP,
    (
        Row(1, "Le bus", True),
        Row(2, "Le bus passe à 8 h <b>."),
        Row(3, "Montez dans le bus."),
    ),
)
OFFICE = {"odt": odt_sheet, "docx": docx_sheet}
MAKERS = {**OFFICE, "csv": csv_sheet}
EASY = "# Le bus\n\nLe bus passe.\n\n- Montez dans le **bus**.\n- Payez.\n"


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))


def csv_of(rows: list[list[str]]) -> bytes:
    out = StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def fill(content: bytes, kind: str, row: int, ticked: str, instead: str = "") -> bytes:
    """Fill in one row as a person does: a box ticked (oui, non, deux), words."""
    if kind == "csv":
        rows = csv_rows(content)
        rows[row][3:] = [ticked, instead]
        return csv_of(rows)
    path, end = {
        "odt": ("content.xml", "</table:table-row>"),
        "docx": ("word/document.xml", "</w:tr>"),
    }[kind]
    files = unzipped(content)
    rows_ = files[path].decode().split(end)
    cells = rows_[row].split("☐")
    assert len(cells) == 3
    marks = {"oui": "☒☐", "non": "☐☑", "deux": "☒☒", "": "☐☐"}[ticked]
    text = cells[0] + marks[0] + cells[1] + marks[1] + cells[2]
    if instead:
        empty = {"odt": "></text:p>", "docx": "<w:p></w:p>"}[kind]
        said = {
            "odt": f">{instead}</text:p>",
            "docx": f"<w:p><w:r><w:t>{instead}</w:t></w:r></w:p>",
        }[kind]
        assert text.count(empty) == 1
        text = text.replace(empty, said)
    rows_[row] = text
    return rezipped({**files, path: end.join(rows_).encode()})


@pytest.mark.parametrize("kind", MAKERS)
def test_what_is_asked_comes_back(kind: str) -> None:
    content = MAKERS[kind](SHEET)
    assert content == MAKERS[kind](SHEET), "the same bytes"
    found = filled(content, f"bus.{kind}")
    assert sheet_name(found.text, found.rows) == ("bus", STAMP)
    answers = answers_of(found.rows)
    assert [(a.number, a.text) for a in answers] == [(r.number, r.text) for r in SHEET.rows]
    assert {(a.understood, a.both, a.instead) for a in answers} == {(None, False, "")}


@pytest.mark.parametrize("kind", MAKERS)
def test_answers_come_back(kind: str) -> None:
    content = MAKERS[kind](SHEET)
    content = fill(content, kind, 1, "oui")
    content = fill(content, kind, 2, "non", "Il passe à 8 heures.")
    if kind != "csv":
        content = fill(content, kind, 3, "deux")
    one, two, three = answers_of(filled(content, f"BUS.{kind.upper()}").rows)
    assert (one.understood, two.understood, three.understood) == (True, False, None)
    assert two.instead == "Il passe à 8 heures."
    assert three.both is (kind != "csv")


ABOUT = "« Le bus » : de quoi parle ce texte ?"
ASKED = Sheet("bus", "Le bus", STAMP, (Row(1, "Le bus", True),
    Row(2, "Le bus passe.", question=f"Question 1. {ABOUT}")))  # fmt: skip


def signed_by(
    content: bytes, kind: str, fields: dict[str, str], who: str, said: str
) -> bytes:
    """Fill in the first lines of a sheet and its question, as a group does."""
    if kind == "csv":
        rows = csv_rows(content)
        for row in rows:
            row[3] = {**fields, "Une personne ou un groupe": who}.get(row[2], row[3])
            row[4] = said if row[1] == "Question 1" else row[4]
        return csv_of(rows)
    files = unzipped(content)
    path = {"odt": "content.xml", "docx": "word/document.xml"}[kind]
    text = re.sub(rf"☐((?:<[^>]*>)*) {who}", rf"☒\1 {who}", files[path].decode())
    for name, value in fields.items():
        assert f"{name}\u00a0: <" in text
        text = text.replace(f"{name}\u00a0: <", f"{name}\u00a0: {value}<")
    before, after = re.split(r"(?<=ce texte)\s\?", text, maxsplit=1)
    empty, full = {
        "odt": ("></text:p>", f">{said}</text:p>"),
        "docx": ("<w:p></w:p>", f"<w:p><w:r><w:t>{said}</w:t></w:r></w:p>"),
    }[kind]
    text = f"{before}\u00a0?{after.replace(empty, full, 1)}"
    return rezipped({**files, path: text.encode()})


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize(
    ("who", "people", "wanted"),
    [
        ("un groupe", "6", Readers("ESAT du Doubs", "2026-01-31", 6, is_group=True)),
        ("une personne", "", Readers("ESAT du Doubs", "2026-01-31", 1)),
    ],
)
def test_who_fills_in_a_sheet_and_what_they_understand_come_back(
    kind: str, who: str, people: str, wanted: Readers
) -> None:
    fields = {"Nom de l’atelier": "ESAT du Doubs", "Date": "31/01/2026"}
    if people:
        fields["Nombre de personnes"] = people
    content = fill(MAKERS[kind](ASKED), kind, 2, "oui")
    found = filled(signed_by(content, kind, fields, who, "du bus"), f"bus.{kind}")
    sheet_ = sheet_of(found.text, found.rows)
    assert (sheet_.id, sheet_.version, sheet_.readers) == ("bus", STAMP, wanted)
    assert sheet_.replies == (Reply(1, ABOUT, "du bus"),)
    assert [one.understood for one in sheet_.answers] == [None, True]
    told = list(diff(tally([row.text for row in ASKED.rows], [sheet_])))
    assert told == ["question 1", f"- {ABOUT}", "  dit : « du bus »", ""]


@pytest.mark.parametrize(
    "place", ["$(touch x)", "`touch x`", 'a" ; touch x ; "', "Paul Martin"]
)
def test_what_a_sheet_says_of_its_workshop_is_no_command_and_no_person(
    place: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["facile", "sheet", "bus", "-o", "fiches"]) == 0
    content = Path("fiches/bus.csv").read_bytes()
    fields = {"Nom de l’atelier": place}
    Path("un.csv").write_bytes(signed_by(content, "csv", fields, "", ""))
    capsys.readouterr()
    assert main(["facile", "import", "un.csv"]) == 0
    told = capsys.readouterr()
    assert '--atelier "…"' in told.err
    assert place not in told.out + told.err


def test_a_workshop_counts_once() -> None:
    """Its six sheets, or that of the group given twice, are six people."""
    group = ReviewSheet(readers=Readers("ESAT", "2026-01-31", 6, is_group=True))
    one = ReviewSheet(readers=Readers("esat", "2026-01-31", 1))
    assert people_of([group]) == people_of([group, group]) == people_of([one] * 6) == 6
    assert people_of([group, one, one]) == 6, "they are of the group"
    other = ReviewSheet(readers=Readers("IME", "2026-01-31", 2, is_group=True))
    assert people_of([group, other]) == 8
    assert people_of([ReviewSheet(), ReviewSheet()]) == 2
    found = tally(["Le bus"], [group, group, one])
    assert list(summary(found))[:3] == [
        "Fiches lues : 2.",
        "Groupes : 1, de 6 personnes.",
        "Personnes, chacune une fois : 6.",
    ]


def test_each_passage_ends_with_one_question() -> None:
    """It quotes the title of the passage; the glossary has none."""
    text = (
        "# Le bus\n\nLe bus passe. Il est bleu.\n\n## Pour qui ?\n\nPour tous.\n\n"
        "## Les prix\n\n- Le bus coûte 1 €.\n\n## Les mots difficiles\n\n"
        "- **Bus** : un car.\n"
    )
    (read,) = READERS["markdown"](text, "bus.md", ReaderOptions(), Report())
    rows = sheet(
        transforms.apply(transforms.EASY, read, transforms.TransformOptions(), Report()),
        STAMP,
    ).rows
    asked = [(r.text, " ".join(r.question.split())) for r in rows if r.question]
    words = "Dites-le avec vos mots."
    assert asked == [
        ("Il est bleu.", f"Question 1. {ABOUT} {words}"),
        ("Pour tous.", "Question 2. « Pour qui ? » Répondez avec vos mots."),
        ("Le bus coûte 1 €.", f"Question 3. « Les prix » : que faut-il retenir ? {words}"),
    ]
    page = html_sheet(Sheet("bus", "Le bus", STAMP, rows)).decode()
    assert page.count('<td colspan="2">') == 3
    assert "un groupe" in page


@pytest.mark.parametrize("kind", OFFICE)
def test_the_tables_are_well_formed_and_name_their_columns(kind: str) -> None:
    files = unzipped(OFFICE[kind](SHEET))
    for name, content in files.items():
        if name != "mimetype":
            fromstring(content)
    body = files["content.xml" if kind == "odt" else "word/document.xml"].decode()
    assert ("table:table-header-rows" if kind == "odt" else "<w:tblHeader/>") in body
    for words in (
        "Je comprends / Je ne comprends pas",
        "Je dirais plutôt",
        "pas votre nom",
    ):
        assert words in body
    if kind == "odt":
        with ZipFile(BytesIO(odt_sheet(SHEET))) as zip_:
            first = zip_.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", 0)


def test_the_page_has_a_row_a_sentence_and_names_its_boxes() -> None:
    page = html_sheet(SHEET).decode()
    assert page.count('<input type="checkbox"') == 2 * len(SHEET.rows) + 2
    assert page.count("<textarea") == len(SHEET.rows)
    assert "2. Le bus passe à 8 h &lt;b&gt;." in page
    ids = re.findall(r'<th scope="row" id="(p\d)"', page)
    assert ids == ["p1", "p2", "p3"]
    assert set(re.findall(r'aria-describedby="(p\d)"', page)) == set(ids)


def test_a_cell_that_says_it_in_words() -> None:
    def of(cell: str) -> tuple[bool | None, bool]:
        (found,) = answers_of([("1. Le bus", cell, "")])
        return found.understood, found.both

    assert of("[x] Je comprends\n[ ] Je ne comprends pas") == (True, False)
    assert of("☐ Je comprends\n✗ Je ne comprends pas") == (False, False)
    assert of("Je ne comprends pas") == (False, False)
    assert of("Je comprends") == (True, False)
    assert of("☐ Je comprends\n☐ x Je ne comprends pas") == (False, False)
    assert of("☐ Je comprends\n☐ Je ne comprends pas X") == (False, False)
    (listed,) = answers_of([("Le bus", "☒ Je comprends", "")])
    assert (listed.number, listed.text, listed.understood) == (0, "Le bus", True)
    assert of("☐ Je comprends") == (None, False)
    assert of("X Je comprends\nX Je ne comprends pas") == (None, True)
    assert answers_of([("Phrase", "Je comprends", "Je dirais plutôt"), ("a",)]) == ()


def answered(*cells: tuple[str, str, str]) -> Answers:
    yes, no = (
        "☒ Je comprends\n☐ Je ne comprends pas",
        "☐ Je comprends\n☒ Je ne comprends pas",
    )
    rows = [(text, {"o": yes, "n": no}[mark], said) for text, mark, said in cells]
    sheets = [ReviewSheet(answers=answers_of([row])) for row in rows]
    return tally(["Le bus", "Payez.", "Payez."], sheets)


def test_answers_are_counted_and_shown() -> None:
    found = answered(
        ("1. Le bus", "o", ""),
        ("3. Payez.", "n", "Payez ici."),
        ("3. Payez.", "n", "Donnez."),
        ("9. Une phrase disparue.", "n", ""),
    )
    assert "\n".join(diff(found)) == (
        "phrase 3\n- Payez.\n+ Payez ici.\n+ Donnez.\n  pas comprise : 2 sur 2\n"
        "  plusieurs propositions : choisissez\n\n"
        "phrase 9 de la fiche : elle n’est plus dans le texte\n- Une phrase disparue.\n"
        "  pas comprise\n"
    )
    assert list(summary(found)) == [
        "Fiches lues : 4.",
        "Phrases pas comprises : 1 sur 3.",
        "Phrases à dire autrement : 1.",
        "Phrases sans réponse : 1.",
        "Réponses sur une phrase disparue du texte : 1.",
    ]


def test_what_is_understood_in_part_and_difficult_words_come_back() -> None:
    def row(number: int, text: str, said: str, *more: str) -> tuple[str, ...]:
        return (f"bus {STAMP}", str(number), text, said, "", *more)

    rows = [
        row(1, "Le bus", "oui", ""),
        row(2, "Payez.", "pas tout", "tarif, Réseau"),
        row(3, "Montez.", "Je ne comprends pas tout", "réseau"),
        row(4, "Descendez.", "bof"),
        row(9, "Disparue.", "en partie", "zone"),
    ]
    one, two, three, four, _ = answers_of(rows)
    assert (one.understood, one.partly, one.hard) == (True, False, ())
    assert (two.understood, two.partly, two.both) == (None, True, False)
    assert two.hard == ("tarif", "Réseau")
    assert (three.understood, three.partly) == (None, True)
    assert (four.both, four.partly) == (True, False)
    found = tally(
        ["Le bus", "Payez.", "Montez.", "Descendez."],
        [sheet_of("", rows), sheet_of("", rows)],
    )
    told = "\n".join(diff(found))
    assert "  pas tout compris : 2 sur 2\n  difficile : tarif (2 fois), réseau (2" in told
    assert "- Disparue.\n  pas tout compris : 1 sur 1\n  difficile : zone" in told
    assert "Phrases comprises en partie : 2." in summary(found)
    assert "Mots difficiles : réseau (4 fois), tarif (2 fois)." in summary(found)
    assert "Phrases sans réponse : 0." in summary(found)


@pytest.mark.parametrize(
    "said",
    [
        "je sais pas", "Je ne sais pas.", "j’sais pas", "?", "…", "-", "J’ai pas compris",
        "je comprends pas le mot commune", "C’est trop long", "trop compliqué !", "pareil",
        "Idem.", "rien", "RAS", "non", "oui", "ok", "Aucune idée",
        "c’est quoi une commune ?", "ça va", "C’est bien", "on sait pas trop",
        "je n’ai rien compris", "pas clair",
    ],
)  # fmt: skip
def test_what_is_said_of_a_sentence_is_no_new_sentence(said: str) -> None:
    """It is shown as it was said, and nothing writes it in the text."""
    found = answered(("2. Payez.", "n", said))
    (one,) = (each for each in found.tallies if each.no)
    assert (one.instead, one.remarks) == ((), (" ".join(said.split()),))
    assert f"  dit : « {said} »" in list(diff(found))
    assert "Phrases à dire autrement : 0." in list(summary(found))


@pytest.mark.parametrize(
    "said",
    [
        "Payez.", "Donnez.", "Allez à la mairie.", "C’est gratuit.", "Le bus est long.",
        "Oui, vous payez.", "Vous ne savez pas ?", "Rien n’est payant.", "C’est la mairie.",
        "Pas de chien dans le bus.", "C’est difficile de payer.", "Le bus",
    ],
)  # fmt: skip
def test_what_is_a_new_sentence_stays_one(said: str) -> None:
    found = answered(("2. Payez ici.", "n", said))
    assert [each.instead for each in found.unknown] == [said]


def test_who_writes_that_they_do_not_understand_has_answered() -> None:
    (one,) = answers_of(
        [("1. Le bus", "☐ Je comprends\n☐ Je ne comprends pas", "j’ai pas compris")]
    )
    assert (one.understood, one.remark) == (False, "j’ai pas compris")
    (one,) = answers_of(
        [("1. Je sais où aller.", "☒ Je comprends", "Je ne sais pas où aller.")]
    )
    assert (one.instead, one.remark) == ("Je ne sais pas où aller.", "")


def otherwise(text: str, *pairs: tuple[str, str]) -> tuple[str, list[int | None]]:
    """Return a page with sentences written otherwise, and the lines of those that stay."""
    made, left = reworded(text, {SentencePosition(old): new for old, new in pairs})
    return made, list(left.values())


def test_a_line_is_written_otherwise_only_when_it_is_that_sentence() -> None:
    made, left = otherwise(
        EASY, ("Montez dans le bus.", "Montez."), ("Payez", "Donnez."), ("Le bus part.", "")
    )
    assert made == EASY.replace("Montez dans le **bus**.", "Montez.").replace(
        "Payez.", "Donnez."
    )
    assert left == [None]


LONG = "La mairie ouvre un guichet pour les habitants."
PLACES = [
    "La mairie ouvre un guichet\npour les habitants.",
    "- Un.\n- La mairie ouvre\n  un guichet\n  pour les habitants.\n- Deux.",
    "1. La mairie ouvre un guichet\n   pour les habitants.",
    "> La mairie ouvre un guichet\n> pour les habitants.\n> Elle aide.",
    "Le maire parle. La mairie ouvre\nun guichet pour les habitants. Elle aide.",
    "Avant,\\\nrien. La mairie ouvre un guichet\\\npour les habitants.\\\nElle aide.",
    "**La mairie ouvre un guichet\npour les habitants.** Elle aide.",
    "La *mairie* ouvre  \nun guichet\npour les habitants.  \nCommune : Une ville.",
    "Faire une démarche\nLa mairie ouvre\nun guichet pour les habitants.\nDémarche : Oui.",
    "<!-- L’essentiel\n- La mairie ouvre un guichet pour les habitants.\n-->\n\n"
    "La mairie ouvre un guichet\npour les habitants.",
    "```\nLa mairie ouvre un guichet pour les habitants.\n```\n\nLa mairie ouvre\n"
    "un guichet pour les habitants.",
]


@pytest.mark.parametrize("written", PLACES)
def test_a_sentence_over_several_lines_is_written_otherwise(written: str) -> None:
    """The words around it, marks of lists, comments and code stay as they are."""
    page = f"---\nstatut: brouillon\n---\n# Titre\n\n{written}\n\nFin.\n"
    made, left = otherwise(page, (LONG, "Venez à la mairie."))
    assert (made.count("Venez à la mairie."), left) == (1, [])
    before, after = made.split("Venez à la mairie.")
    assert page.startswith(before)
    assert page.endswith(after)
    gone = page[len(before) : len(page) - len(after)]
    assert re.sub(r"[\s>*\\]+", " ", gone).strip() == LONG


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("La mairie ouvre un [guichet](https://exemple.fr)\npour les habitants.", 3),
        ("Un. La mairie ouvre un guichet\npour les habitants[^1].", 3),
        ("**Un. La mairie ouvre un guichet\npour les habitants.**", 3),
        ("La mairie ouvre un [guichet]\npour les habitants.\n\n[guichet]: /g", 3),
        ("La mairie ouvre un [guichet][g]\npour les habitants.\n\n[g]: /g", None),
        ("Un. `La mairie ouvre un guichet pour les habitants.`", 3),
        ("La mairie ouvre un guichet <!-- à voir -->\npour les habitants.", 3),
        ("Si la mairie ouvre un guichet\npour les habitants.", None),
        ("La mairie ouvre un guichet\npour les habitants du bourg.", None),
        ("| La mairie ouvre un guichet pour les habitants. | b |\n|---|---|", None),
    ],
)
def test_what_cannot_be_placed_is_told_with_its_line(written: str, line: int) -> None:
    page = f"# Titre\n\n{written}\n"
    assert otherwise(page, (LONG, "Venez.")) == (page, [line])


def test_a_sentence_that_comes_twice_is_known_by_its_place() -> None:
    page = "# T\n\nPayez\nici.\n\nUn.\n\nPayez ici.\n"
    assert reworded(page, {SentencePosition("Payez ici.", 8): "Donnez."}) == (
        "# T\n\nPayez\nici.\n\nUn.\n\nDonnez.\n",
        {},
    )


def test_a_sentence_that_comes_more_often_than_asked_is_told() -> None:
    page = "# T\n\nPayez ici.\n\nPayez ici. Payez ici.\n"
    assert otherwise(page, ("Payez ici.", "Donnez.")) == (page, [None])
    third = SentencePosition("Payez ici.", 5, 2, 2)
    assert reworded(page, {third: "Donnez."}) == (page[:-11] + "Donnez.\n", {})
    one, two = SentencePosition("Payez ici.", 5, 1, 2), SentencePosition("Payez ici.", 3)
    made, left = reworded(page, {one: "Un.", two: "Deux."})
    assert (made, left) == ("# T\n\nDeux.\n\nUn. Payez ici.\n", {})


def test_no_two_proposals_go_to_one_sentence() -> None:
    one, two = SentencePosition("Payez ici.", 1), SentencePosition("Payez ici.", 2)
    made, left = reworded("Mot\nPayez ici.\n", {one: "Un.", two: "Deux."})
    assert (made, left) == ("Mot\nUn.\n", {two: None})


def test_what_explains_a_word_is_written_wherever_it_stands() -> None:
    """Or nowhere: no two meanings of one word; the word of the glossary stays bold."""
    gloss = SentencePosition("Commune : une ville.", times=EVERYWHERE)
    page = "# T\n\nUn.\nCommune : une ville.\n\n## Mots\n\n- **Commune** : une\n  ville.\n"
    new = "Commune : un village."
    assert reworded(page, {gloss: new}) == (
        "# T\n\nUn.\nCommune : un village.\n\n## Mots\n\n- **Commune** : un village.\n",
        {},
    )
    assert reworded(page, {gloss: "Un village."}) == (page, {gloss: None})
    assert reworded(page, {gloss: "Bourg : un village."}) == (page, {gloss: None})
    linked = page.replace("une\n  ville", "une [ville](x)")
    assert reworded(linked, {gloss: new}) == (linked, {gloss: 8})


@pytest.mark.parametrize("space", ["&nbsp;", "&#160;", "&#x20;", "&#32; ", "\n", " "])
def test_a_sentence_beside_a_written_space_loses_no_word(space: str) -> None:
    page = f"# T\n\n«&nbsp;Il pleut.{space}Prenez un parapluie.&nbsp;»\n"
    for old in ("Il pleut.", "Prenez un parapluie."):
        expected = page.replace(old, "@")
        made, left = otherwise(page, (old, "@"))
        around = made.replace("«&nbsp;", "").replace("&nbsp;»", "")
        assert (around, left) == (
            expected.replace("«&nbsp;", "").replace("&nbsp;»", ""),
            [],
        )


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("**Venez.**", "**@**"),
        ("**Venez.** *Payez.*", "**@** *Payez.*"),
        ("***Venez.***", "***@***"),
        ("~~Venez.~~", "~~@~~"),
        ("**Ve**n**ez.**", "@"),
        (">Venez.", ">@"),
        (">Payez.\n>Venez.\n>Payez.", ">Payez.\n>@\n>Payez."),
        (">> **Venez.**", ">> **@**"),
    ],
)
def test_marks_around_a_sentence_stay(written: str, after: str) -> None:
    assert otherwise(f"# T\n\n{written}\n", ("Venez.", "@")) == (f"# T\n\n{after}\n", [])


@given(
    st.lists(
        st.sampled_from(
            [
                "Un deux",
                "trois",
                ".",
                "**",
                "\n",
                "- ",
                "> ",
                " ",
                "&lt;",
                "Un.&nbsp;",
                "&#32;",
            ]
        )
    )
)
def test_nothing_else_changes(parts: list[str]) -> None:
    page = "".join(parts)
    made, left = reworded(page, {SentencePosition("Un deux trois."): "@"})
    before, mark, after = made.partition("@")
    if not mark:
        assert (made, len(left)) == (page, 1)
        return
    assert page.startswith(before)
    assert page.endswith(after)
    gone = page[len(before) : len(page) - len(after)]
    assert letters(unescape(gone)) == "undeuxtrois"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF"),
        ("a.odt", b"PK"),
        ("a.docx", odt_sheet(SHEET)),
        ("a.odt", docx_sheet(SHEET)),
        ("a.csv", b""),
        ("a", b""),
    ],
)
def test_what_is_no_sheet_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(InputError) as told:
        filled(content, name)
    assert name in told.value.message


# The commands


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path in ("bus", "facile/bus", "velo", "facile/velo"):
        file = tmp_path / "content" / f"{path}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(EASY.replace("# Le bus", f"# {file.stem.title()}"), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def without_record(page: Path) -> str:
    """Return a page without what is noted of the version that was read."""
    text = re.sub(r"^empreinte: .*\n", "", page.read_text("utf-8"), flags=re.M)
    return text.removeprefix("---\n---\n")


def test_a_sheet_goes_to_the_group_and_back(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["facile", "sheet", "bus"]) == 0
    folder = project / "output-rapport" / "relecture"
    names = {f"bus.{kind}" for kind in ("html", "pdf", "odt", "docx", "csv")}
    assert {path.name for path in folder.glob("bus.*")} == names
    assert (folder / "bus.pdf").read_bytes().startswith(b"%PDF-")
    for kind, said in (("odt", "Montez."), ("docx", "Montez.")):
        content = (folder / f"bus.{kind}").read_bytes()
        (project / f"un.{kind}").write_bytes(fill(content, kind, 3, "non", said))
    easy = project / "content" / "facile" / "bus.md"
    before = easy.read_text("utf-8")
    assert main(["facile", "sheet", "bus", "-o", "fiches d'ici"]) == 0
    proposed = re.findall("facile import (.*) »", capsys.readouterr().err)[-1]
    assert [Path(word).is_file() for word in shlex.split(proposed)] == [True]
    assert main(["facile", "import", "un.odt", "un.docx"]) == 0
    told = capsys.readouterr()
    assert "- Montez dans le bus.\n+ Montez.\n  pas comprise : 2 sur 2\n" in told.out
    assert "Phrases pas comprises : 1 sur 4." in told.out
    assert "--appliquer" in told.err
    assert easy.read_text("utf-8") == before
    assert main(["facile", "import", "--appliquer", "un.odt", "un.docx"]) == 0
    assert without_record(easy) == before.replace("Montez dans le **bus**.", "Montez.")
    assert "phrases écrites autrement : 1." in capsys.readouterr().err
    assert main(["facile", "import", "un.odt"]) == 0
    assert "ne sont pas toutes celles du texte tel qu’il est" in capsys.readouterr().err


def test_what_explains_a_word_is_asked_once_and_written_everywhere(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    easy = project / "content" / "facile" / "bus.md"
    told = "Commune\N{NO-BREAK SPACE}: une ville ou un village."
    page = (
        f"# Bus\n\n## L’essentiel\n\n- La commune paie.\n  {told}\n\n## Le texte\n\n"
        f"La commune paie.\n{told}\n\n## Les mots difficiles\n\n"
        "- **Commune**\N{NO-BREAK SPACE}: une ville ou un village.\n"
    )
    easy.write_text(page, "utf-8")
    assert main(["facile", "sheet", "bus", "-o", "fiches"]) == 0
    content = Path("fiches/bus.csv").read_bytes()
    rows = [line.split(";")[2] for line in content.decode("utf-8-sig").splitlines()]
    assert (rows.count(told), rows.count("La commune paie.")) == (1, 2)
    content = fill(content, "csv", rows.index(told), "non", "Commune : une ville.")
    Path("un.csv").write_bytes(content)
    capsys.readouterr()
    assert main(["facile", "import", "--appliquer", "un.csv"]) == 0
    assert "phrases écrites autrement : 1." in capsys.readouterr().err
    made = easy.read_text("utf-8")
    assert made.count("Commune : une ville.") == 2
    assert made.endswith("\n- **Commune** : une ville.\n")
    assert "village" not in made


def test_a_sheet_never_replaces_a_page(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (project / "content" / "bus.md").rename(project / "content" / "bus.html")
    page.write_text("<h1>Bus</h1><p>Le bus est là.</p>", "utf-8")
    before = page.read_bytes()
    code, told = failed(capsys, "facile", "sheet", "bus", "-o", "content")
    assert code == 2
    assert "bus.html" in told
    assert page.read_bytes() == before
    assert not (project / "content" / "bus.odt").exists()


def test_no_line_of_a_sheet_ends_between_a_number_and_its_unit(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The spaces of the sheet are French; the answers still find their sentence."""
    easy = project / "content" / "facile" / "bus.md"
    easy.write_text("# Bus\n\nLe bus coûte 20 € : payez.\n", "utf-8")
    assert main(["facile", "sheet", "bus", "-o", "fiches"]) == 0
    for kind in ("html", "csv"):
        shown = unescape(Path(f"fiches/bus.{kind}").read_text("utf-8-sig"))
        assert "Le bus coûte 20\u00a0€\u00a0: payez." in shown
    for kind in ("odt", "docx", "csv"):
        content = Path(f"fiches/bus.{kind}").read_bytes()
        Path(f"un.{kind}").write_bytes(fill(content, kind, 2, "non", "Payez 20 €."))
    capsys.readouterr()
    assert main(["facile", "import", "--appliquer", "un.odt", "un.docx", "un.csv"]) == 0
    told = capsys.readouterr()
    assert "pas comprise : 3 sur 3" in told.out.replace("\u00a0", " ")
    assert without_record(easy) == "# Bus\n\nPayez 20 €.\n"


def test_a_sentence_of_sense_lines_goes_to_the_group_and_back(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What links hold is told with its line; the rest of the file stays."""
    easy = project / "content" / "facile" / "bus.md"
    page = (
        "# Bus\n\nLe bus passe\nquand il est huit heures.\n\n"
        "Montez dans\nle [bus](https://exemple.fr).\n"
    )
    easy.write_text(page, "utf-8")
    assert main(["facile", "sheet", "bus", "-o", "fiches"]) == 0
    content = Path("fiches/bus.odt").read_bytes()
    content = fill(content, "odt", 2, "non", "Le bus passe à 8 heures.")
    Path("un.odt").write_bytes(fill(content, "odt", 3, "non", "Montez."))
    capsys.readouterr()
    assert main(["facile", "import", "--appliquer", "un.odt"]) == 0
    assert without_record(easy) == page.replace(
        "Le bus passe\nquand il est huit heures.", "Le bus passe à 8 heures."
    )
    told = " ".join(capsys.readouterr().err.split())
    assert "phrases écrites autrement : 1." in told
    assert "À écrire à la main, ligne 8 : « Montez dans le bus. »" in told
    assert easy.read_text("utf-8").splitlines()[7] == "Montez dans", "the line as it now is"


@pytest.mark.parametrize(
    ("page", "row", "after", "told"),
    [
        ("# Bus\n\n{table}C’est gratuit.\n", 4, None, "ligne 5 : « C’est gratuit. »"),
        ("# Bus\n\n{table}C’est gratuit.\n", 6, "# Bus\n\n{table}Mot\n", ""),
        ("---\ntitle: Payez ici\n---\nUn.\n\nPayez ici.\n", 1, None, "phrase 1"),
        (
            "---\ntitle: Payez ici\n---\nUn.\n\nPayez ici.\n",
            3,
            "---\ntitle: Payez ici\n---\nUn.\n\nMot\n",
            "",
        ),
        ("---\ntitre: Payez\n---\n# Payez\n\nUn.\n", 1, None, "phrase 1"),
        ("# Payez\n\nUn.\n", 1, "# Mot\n\nUn.\n", ""),
    ],
)
def test_a_proposal_goes_to_its_own_place_or_nowhere(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    page: str,
    row: int,
    after: str | None,
    told: str,
) -> None:
    """A cell, or a title of the front matter, is no paragraph with the same words."""
    table = "| Jour | Prix |\n|---|---|\n| C’est gratuit. | 2 |\n\n"
    easy = project / "content" / "facile" / "bus.md"
    easy.write_text(page.format(table=table), "utf-8")
    assert main(["facile", "sheet", "bus", "-o", "fiches"]) == 0
    content = Path("fiches/bus.csv").read_bytes()
    Path("un.csv").write_bytes(fill(content, "csv", row, "non", "Mot"))
    capsys.readouterr()
    assert main(["facile", "import", "--appliquer", "un.csv"]) == 0
    assert without_record(easy) == (after or page).format(table=table)
    err = " ".join(capsys.readouterr().err.split())
    assert f"écrites autrement : {int(after is not None)}." in err
    assert told in err
    assert ("À écrire à la main" in err) is (after is None)


def test_sheets_of_two_texts_or_of_none_are_refused(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("bus", "velo"):
        assert main(["facile", "sheet", name, "-o", "fiches"]) == 0
    capsys.readouterr()
    code, told = failed(capsys, "facile", "import", "fiches/bus.odt", "fiches/velo.csv")
    assert (code, "plusieurs textes : bus, velo" in told) == (2, True)
    Path("x.csv").write_text("a;b;c\n1. x;y;z\n", "utf-8")
    code, told = failed(capsys, "facile", "import", "x.csv")
    assert (code, "de quel texte" in told) == (3, True)


def test_the_print_is_the_same_each_time() -> None:
    values = {
        "heading": "Fiche", "name": "x", "lang": "fr", "advice": ["Lisez."],
        "fields": ["Date"], "who": "Pour", "kinds": ["moi"],
        "columns": ["a", "b", "c"], "understood": "Oui", "not_understood": "Non",
        "rows": [
                {"number": 1, "text": "Un mot", "title": True, "question": ""},
                {"number": 2, "text": "Un mot.", "title": False, "question": "Quoi ?"},
            ],
    }  # fmt: skip
    made = pdf_sheet(values)
    assert made == pdf_sheet(values)
    assert b"/StructTreeRoot" in made
    assert b"pdfuaid" in made


def test_without_typst_the_other_forms_are_made(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(values: object) -> bytes:
        raise MissingToolError("typst manque.", next_step="Installez-le.")

    monkeypatch.setattr("ppun_access.commands.sheets.pdf_sheet", missing)
    assert main(["facile", "sheet", "bus", "-o", "fiches"]) == 0
    assert len(list(Path("fiches").glob("bus.*"))) == 4
    assert "n’est pas en PDF. typst manque." in capsys.readouterr().err


def test_a_sheet_that_was_filled_in_is_not_replaced(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = ("facile", "sheet", "bus", "-o", "fiches")
    easy = project / "content" / "facile" / "bus.md"
    assert main(list(sheet)) == 0
    easy.write_text(easy.read_text("utf-8").replace("Montez", "Entrez"), "utf-8")
    assert main(list(sheet)) == 0  # nobody has touched the old ones
    new = Path("fiches/bus.odt").read_bytes()
    assert "Entrez" in Path("fiches/bus.csv").read_text("utf-8")
    Path("fiches/bus.odt").write_bytes(fill(new, "odt", 3, "non", "Entrez vite."))
    before = snapshot(Path("fiches"))
    for text in ("Entrez", "Venez"):  # whether the text has changed since or not
        easy.write_text(easy.read_text("utf-8").replace("Entrez", text), "utf-8")
        code, told = failed(capsys, *sheet)
        assert (code, "bus.odt" in told, "fiches-2 »" in told) == (2, True, True)
        assert before == snapshot(Path("fiches"))
    assert main([*sheet[:-1], "fiches/fiches-2"]) == 0
    assert main(["facile", "sheet", "velo", "-o", "fiches"]) == 0


def test_a_sheet_replaces_no_file_of_others(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor one that an older version made, which noted nothing."""
    Path("fiches").mkdir()
    Path("fiches/bus.csv").write_text("à moi")
    code, told = failed(capsys, "facile", "sheet", "bus", "-o", "fiches")
    assert (code, "bus.csv" in told) == (2, True)
    assert [path.name for path in Path("fiches").iterdir()] == ["bus.csv"]


# Sheets that are written to do harm


ROW = f"bus {STAMP};%s;Le bus;non;Le car\n"
DOCX = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
NAMED = f"<w:p><w:r><w:t>Fiche : bus — version : {STAMP}</w:t></w:r></w:p></w:document>"


def docx(body: str, head: str = "", encoding: str = "utf-8") -> bytes:
    """Return the ZIP of a document of Word."""
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{head}{DOCX}{body}{NAMED}'
    return rezipped({"word/document.xml": xml.encode(encoding)})


def cells(*said: str) -> str:
    told = "".join(f"<w:tc><w:p><w:r><w:t>{s}</w:t></w:r></w:p></w:tc>" for s in said)
    return f"<w:tbl><w:tr>{told}</w:tr></w:tbl>"


@pytest.mark.parametrize(("number", "answers"), [("²", 0), ("9" * 5_000, 1), ("٣", 0)])
def test_an_odd_number_of_a_sentence(number: str, answers: int) -> None:
    content = (ROW % number).encode()
    assert len(answers_of(filled(content, "a.csv").rows)) == answers


def test_a_long_number_of_a_sentence() -> None:
    content = docx(cells("9" * 5_000 + ". Le bus", "☒ je comprends", "Le car"))
    (answer,) = answers_of(filled(content, "a.docx").rows)
    assert (answer.text, answer.understood) == ("Le bus", True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_sheet_that_declares_something_is_refused(encoding: str) -> None:
    declared = '<!DOCTYPE x [<!ENTITY e "Le car">]>'
    content = docx(cells("1. Le bus", "☒ je comprends", "&e;"), declared, encoding)
    with pytest.raises(InputError):
        filled(content, "a.docx")


def test_tables_in_tables_without_end_are_refused() -> None:
    around = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    few, many = (around[0] * n + cells("1. Le bus") + around[1] * n for n in (2, 100))
    assert filled(docx(few), "a.docx").rows
    with pytest.raises(InputError):
        filled(docx(many), "a.docx")


def test_the_name_of_a_sheet_is_looked_for_in_the_time_of_its_length() -> None:
    grows_with_its_length(lambda count: sheet_name("Fiche:" * count, ()), 1_000)
