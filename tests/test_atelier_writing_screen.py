"""The writing screen of the atelier, asked without a browser."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

import pytest
from ateliers import OURS, SOURCE, TOKEN, Answered, ask, space_of
from chat_server import Reply, Seen, chat_server, said
from starlette.applications import Starlette

from ppun_access.atelier.app import create
from ppun_access.atelier.writing.passages import Passage, cut, digest
from ppun_access.easy.draft.composition import HEADINGS
from ppun_access.tools import spacy_french

HERE = f"/{TOKEN}/texte/bus-de-nuit/ecrire"
JSON = {**OURS, "accept": "application/json"}


class Writer:
    """Somebody who writes in an atelier: asks for pages, presses buttons."""

    def __init__(self, folder: Path) -> None:
        self.space = space_of(folder)
        self.app: Starlette = create(self.space, TOKEN)
        self.file = folder / "content" / "facile" / "bus-de-nuit.md"

    @property
    def text(self) -> str:
        return self.file.read_text("utf-8")

    @property
    def passages(self) -> tuple[Passage, ...]:
        return cut(self.text).passages

    def number(self, words: str) -> int:
        """Return the passage that says something."""
        return next(n for n, one in enumerate(self.passages) if words in one.shown)

    def get(self, end: str = "") -> str:
        found = ask(self.app, HERE + end)
        assert found.status == 200, found.text
        return found.text

    def press(self, action: str, number: int = 0, **more: str) -> str:
        """Press a button of a passage as it now is; return where that leads."""
        passages = self.passages if self.file.is_file() else (Passage(),)
        values = {
            "empreinte": digest(self.text if self.file.is_file() else ""),
            "marque": passages[number].mark, "passage": f"{number}", "action": action,
        }  # fmt: skip
        return self.post({**values, **more}).headers["location"]

    def post(self, values: dict[str, str]) -> Answered:
        found = ask(self.app, HERE, "POST", urlencode(values).encode(), OURS)
        assert found.status == 303, found.text
        return found

    def save(self, number: int, words: str, mark: str = "", **more: str) -> Answered:
        values = {
            "passage": f"{number}", "texte": words,
            "marque": mark or (self.passages[number].mark if number >= 0 else ""), **more,
        }  # fmt: skip
        body = urlencode(values).encode()
        return ask(self.app, f"{HERE}/enregistrer", "POST", body, JSON)


@pytest.fixture
def writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Writer:
    """Return a writer whose computer has no parser: fewer rules, no wait."""
    monkeypatch.setattr(spacy_french, "find_spec", lambda name: None)
    return Writer(tmp_path)


needs_spacy = pytest.mark.skipif(
    not spacy_french.is_installed(), reason="l’extra « syntax » manque"
)


@needs_spacy
def test_what_the_parser_proposes_is_there_once_it_is_loaded(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    page = writer.file.parents[1] / "bus.md"
    first = "Les travaux de la rue du centre sont arrêtés depuis mars"
    long = f"{first} ; la commune attend toujours une aide de l’État."
    page.write_text(f"# Le bus de nuit\n\n{long}\n", "utf-8")
    writer.press("commencer brouillon")  # which waits for it
    assert f"{first}.\nLa commune attend" in writer.text
    number = writer.number("La commune")
    writer.save(number, long)
    page = writer.get(f"/passage/{number}")
    assert f"{first}.\nLa commune attend" in page
    assert "Comparer au texte complet" in page
    same = writer.get(f"/passage/{number}?comparer=1")
    writer.save(number, f"{first}.\nLa commune ne demande pas d’aide à l’État.")
    other = writer.get(f"/passage/{number}?comparer=1")
    assert "négation" in other.partition("data-dit")[2]
    assert "négation" not in same.partition("data-dit")[2]


@needs_spacy
def test_a_model_is_asked_for_a_passage_and_a_wrong_answer_is_refused(
    tmp_path: Path,
) -> None:
    writer = Writer(tmp_path)
    page = writer.file.parents[1] / "bus.md"
    long = (
        "Les travaux de la rue Pasteur ne sont pas finis depuis le 3 mars 2024, car la "
        "commune attend toujours une aide de 12 000 euros de la Région."
    )
    other = "La mairie ouvre le lundi, mais le service des écoles n’ouvre pas le mercredi."
    page.write_text(f"# Le bus de nuit\n\n{long}\n\n{other}\n", "utf-8")
    right = (
        "Les travaux de la rue Pasteur ne sont pas finis.\n"
        "La commune attend toujours une aide depuis le 3 mars 2024.\n"
        "L’aide de la Région est de 12 000 euros."
    )
    wrong = "La mairie ouvre le lundi.\nLe service des écoles ouvre le mercredi."

    def script(seen: Seen) -> Reply:
        return said(right if "Pasteur" in str(seen.body["messages"][1]) else wrong)

    with chat_server(script) as server:
        settings = f'[modele]\nadresse = "{server.address}"\nmodele = "essai"\n'
        (tmp_path / "ppun.toml").write_text(settings, "utf-8")
        writer.press("commencer brouillon")
        asked, refused = writer.number("Pasteur"), writer.number("mercredi")
        assert "Demander au modèle" not in writer.get(f"/passage/{asked}")
        assert ask(writer.app, f"{HERE}/passage/{asked}/modele", "POST").status == 404
        writer.space.model_host = ""
        assert "Demander au modèle" in writer.get(f"/passage/{asked}")
        before = writer.text
        told = ask(writer.app, f"{HERE}/passage/{refused}/modele", "POST").text
        assert "ses réponses sont refusées" in told
        assert "négation" in told.partition("refusées")[2]
        assert 'value="modele' not in told, "a refused answer is not to be taken"
        told = ask(writer.app, f"{HERE}/passage/{asked}/modele", "POST").text
        assert "L’aide de la Région est de 12" in told
        assert writer.text == before, "nothing is written before it is taken"
        (key,) = re.findall(r'value="(modele \w+)"', told)
        writer.press(key, asked)
        assert (
            "La commune attend toujours une aide depuis le 3 mars 2024.\nL’aide"
            in writer.text
        )
        assert len(server.seen) == 3, "a refused answer is asked for once more"
    writer.press("modele inconnu", asked)
    assert "La commune attend toujours" in writer.text


@pytest.fixture
def draft(writer: Writer) -> Writer:
    writer.press("commencer brouillon")
    return writer


@pytest.mark.parametrize("how", ["plan", "brouillon", "rien"])
def test_a_text_begins_with_a_plan_a_draft_or_nothing(writer: Writer, how: str) -> None:
    begun = writer.get()
    assert "pas encore de version facile" in begun
    assert "ne sait pas quel est le genre" in begun
    assert 'aria-describedby="genre-inconnu"' in begun
    assert "fait=commencer" in writer.press(f"commencer {how}", genre="demarche")
    said = {"plan": "genre: demarche", "brouillon": "vendredis", "rien": "# Le bus"}
    assert said[how] in writer.text
    assert ("vendredis" in writer.text) == (how != "rien")
    assert "statut: brouillon" in writer.text
    page = writer.get()
    assert page.count("<textarea") == len(writer.passages)
    assert ("Écrire ce paragraphe" in page) == (how == "rien")


def test_a_beginning_that_was_pressed_by_mistake_is_taken_back(draft: Writer) -> None:
    begun = draft.text
    assert "fait=annuler" in draft.press("annuler")
    assert not draft.file.exists()
    page = draft.get()
    assert "Commencer avec ce plan" in page
    numbers = re.findall(r'value="revenir (\d+)"', page)
    draft.press(f"revenir {numbers[0]}")
    assert draft.text == begun


def test_words_are_saved_and_nothing_else_changes(draft: Writer) -> None:
    before, number = draft.text, draft.number("vendredis")
    old = draft.passages[number].shown
    found = draft.save(number, "Le bus roule la nuit.\r\nIl coûte 2 €.")
    assert found.status == 200
    assert draft.text == before.replace(old, "Le bus roule la nuit.\nIl coûte 2 €.")
    answer = json.loads(found.text)
    assert answer["marque"] == draft.passages[number].mark
    assert answer["empreinte"] == digest(draft.text)
    title = draft.number("# Le bus")
    assert draft.save(title, "Le bus").status == 200
    assert draft.passages[title].shown == "# Le bus"


def test_a_field_goes_on_when_its_words_become_several_passages(draft: Writer) -> None:
    draft.file.write_text("# Le bus\n\nUn.\n\n<!-- à écrire : x -->\n\nFin.\n", "utf-8")
    answer = json.loads(draft.save(1, "Un.\n\nDeux.\n\nTrois.").text)
    assert len(answer["marque"].split()) == 3
    answer = json.loads(draft.save(1, "Un.\n\nDeux bis.", answer["marque"]).text)
    assert draft.text == "# Le bus\n\nUn.\n\nDeux bis.\n\n<!-- à écrire : x -->\n\nFin.\n"
    (draft.file).write_text(draft.text.replace("Deux", "Autre"), "utf-8")
    assert draft.save(1, "Un.", answer["marque"]).status == 409
    answer = json.loads(draft.save(1, "").text)
    assert [one.shown for one in draft.passages] == ["# Le bus", "Autre bis.", "Fin."]
    assert answer["marque"] == ""


def test_looking_at_a_text_writes_nothing(draft: Writer) -> None:
    other = Writer(draft.file.parents[2] / "autre")
    before = sorted(other.file.parents[2].rglob("*"))
    for end in ("", "?passage=0&fait=annuler&nouveau=0"):
        other.get(end)
    assert sorted(other.file.parents[2].rglob("*")) == before


def test_what_a_text_says_is_never_markup(draft: Writer) -> None:
    draft.save(1, "<script>alert(1)</script> & </textarea><b>gras</b> \"'")
    for page in (draft.get(), draft.get("/passage/1"), draft.get("/images/1")):
        assert "<script>alert" not in page
        assert "<b>gras" not in page


def test_a_change_elsewhere_in_the_file_is_kept(draft: Writer) -> None:
    number = draft.number("vendredis")
    mark = draft.passages[number].mark
    draft.file.write_text(draft.text.replace("statut: b", "accord: {}\nstatut: b"), "utf-8")
    draft.file.write_text(cut(draft.text).add(0, "D’ailleurs.", ()).written, "utf-8")
    found = draft.save(number, "Le bus roule.", mark)
    assert json.loads(found.text)["passage"] == number + 1
    assert "accord: {}" in draft.text
    assert [one.shown for one in draft.passages[1 : number + 2]][-1] == "Le bus roule."
    assert "D’ailleurs." in draft.text


def test_a_button_pressed_on_an_old_page_does_nothing(draft: Writer) -> None:
    before = draft.text
    assert "fait=change" in draft.press("retirer", 1, marque="0" * 16)
    assert "fait=change" in draft.press("annuler", empreinte=digest("autre"))
    assert draft.text == before


def test_a_proposal_is_taken_refused_and_undone(draft: Writer) -> None:
    number = draft.number("vendredis")
    draft.save(number, "Afin de venir, appelez.")
    before = draft.text
    (key,) = re.findall(r'value="prendre (\w+)"', draft.get(f"/passage/{number}"))
    draft.press(f"refuser {key}", number)
    page = draft.get(f"/passage/{number}")
    assert f"prendre {key}" not in page
    assert "Revoir 1\N{NO-BREAK SPACE}proposition refusée" in page
    draft.press("reprendre", number)
    assert f"prendre {key}" in draft.get(f"/passage/{number}")
    assert draft.text == before
    assert f"passage={number}" in draft.press(f"prendre {key}", number)
    assert draft.passages[number].shown == "Pour venir, appelez."
    assert "fait=annuler" in draft.press("annuler")
    assert draft.text == before
    assert "fait=change" in draft.press("prendre 0123456789ab", number)


def test_a_word_is_explained_at_one_press(draft: Writer) -> None:
    number = draft.number("vendredis")
    draft.save(number, "La commune paie.")
    page = draft.get(f"/passage/{number}")
    assert "Commune\N{NO-BREAK SPACE}: une ville ou un village." in page
    (key,) = re.findall(r'value="prendre (\w+)">Expliquer', page)
    draft.press(f"prendre {key}", number)
    assert "paie.\nCommune\N{NO-BREAK SPACE}: une ville" in draft.passages[number].shown
    assert "Mots à expliquer" not in draft.get(f"/passage/{number}")


def test_help_tells_lengths_remarks_and_facts_of_one_passage(draft: Writer) -> None:
    number = draft.number("vendredis")
    draft.save(
        number, "Le bus est conduit par des agents qui savent que vous attendez le bus."
    )
    page = draft.get(f"/passage/{number}")
    assert "14 (trop long)" in page
    assert "est au passif" in page
    left = page.count("C’est voulu")
    assert left >= 3
    draft.press("omettre 2 €", number)
    assert "<!-- faits omis : 2 € -->" in draft.text
    assert draft.get(f"/passage/{number}").count("C’est voulu") == left - 1


def test_a_passage_without_words_has_its_draft(writer: Writer) -> None:
    writer.press("commencer rien")
    (link, *_) = re.findall(r'href="([^"]*nouveau[^"]*lien[^"]*)"', writer.get())
    page = ask(writer.app, link.replace("&amp;", "&")).text
    assert "Nouveau passage" in page
    tie = link.partition("lien=")[2]
    found = writer.save(-1, "Le bus.", apres="0", lien=tie)
    assert json.loads(found.text)["passage"] == 1
    assert writer.passages[1].digests == (tie,)
    again = writer.save(-1, "Le bus.", apres="0", lien=tie)  # its answer was not heard
    assert json.loads(again.text)["passage"] == 1
    assert [one.words for one in writer.passages[1:]] == ["Le bus."]
    writer.save(1, "")
    assert "Le bus de nuit circule" in writer.get("/passage/1")
    writer.press("brouillon", 1)
    assert "Le bus de nuit circule" in writer.passages[1].shown


def test_a_passage_is_added_at_the_end(draft: Writer) -> None:
    (link,) = re.findall(r'href="([^"]*)">Ajouter un passage à la fin', draft.get())
    shown = ask(draft.app, link)
    assert (shown.status, "Nouveau passage" in shown.text) == (200, True)
    (after, tie) = re.findall(r'data-apres="(-?\d+)" data-lien="(\w*)"', shown.text)[0]
    draft.save(-1, "La fin.", apres=after, lien=tie)
    assert draft.passages[-1].words == "La fin."


def test_a_text_without_ties_stays_without_until_somebody_ties_it(draft: Writer) -> None:
    draft.file.write_text("# Le bus\n\nUn.\n\nDeux.\n", "utf-8")
    page = draft.get()
    assert "Écrire ce paragraphe" not in page
    assert "l’aide d’un passage permet de le dire" in page
    assert json.loads(draft.save(-1, "Trois.", apres="2").text)["passage"] == 3
    assert draft.text == "# Le bus\n\nUn.\n\nDeux.\n\nTrois.\n"
    (tie, *_) = re.findall(r'<option value="(\w+)"', draft.get("/passage/1"))
    draft.press("lier", 1, lien=tie)
    assert [one.digests for one in draft.passages] == [None, (tie,), (), ()]
    assert "Écrire ce paragraphe" in draft.get()


def test_passages_are_moved_tied_and_taken_away(draft: Writer) -> None:
    before = [one.shown for one in draft.passages]
    assert "passage=2" in draft.press("descendre", 1)
    assert [one.shown for one in draft.passages][1:3] == [before[2], before[1]]
    assert "passage=1" in draft.press("monter", 2)
    assert [one.shown for one in draft.passages] == before
    draft.press("lier", 1, lien="")
    assert draft.passages[1].digests == ()
    draft.press("retirer", 1)
    assert [one.shown for one in draft.passages] == [before[0], *before[2:]]
    for _ in range(4):
        draft.press("annuler")
    assert [one.shown for one in draft.passages] == before
    (number,) = re.findall(r'value="revenir (\d+)"', draft.get())[-1:]
    draft.press(f"revenir {number}")
    assert "fait=revenir" in draft.press(f"revenir {number}")


def test_a_picture_is_chosen_with_its_description(draft: Writer) -> None:
    number = draft.number("vendredis")
    page = draft.get(f"/images/{number}")
    assert "Pour ce passage" in page
    (first, *_) = re.findall(r'value="image ([\w-]+)"', page)
    drawing = ask(draft.app, f"{HERE}/image/{first}")
    assert drawing.headers["content-type"].startswith("image/svg+xml")
    draft.press(f"image {first}", number)
    assert draft.passages[number].picture == f"pictos/{first}.svg"
    assert (draft.file.parents[1] / "pictos" / "pictos.toml").is_file()
    assert f"/image/{first}.svg" in draft.get()
    draft.press("image", number)
    assert draft.passages[number].picture == ""
    assert ask(draft.app, f"{HERE}/image/..%2Fbus.md").status == 404
    assert ask(draft.app, f"{HERE}/image/inconnue").status == 404


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x09\0\0\0\x09\x08\2\0\0\0"
JPEG = b"\xff\xd8\xff\xc0\0\x11\x08\0\x09\0\x09\3\1\x11\0\2\x11\0\3\x11\0"
DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="a()">
<script>a()</script><path d="M1 1h7v7z"/></svg>"""
OWN = {"description": 'Un "bus" \\ de nuit', "auteur": "La ville", "licence": "CC BY 4.0"}


def test_a_picture_of_ones_own_is_put_beside_the_pictograms(draft: Writer) -> None:
    number, folder = draft.number("vendredis"), draft.file.parents[1] / "pictos"
    for content in (PNG, PNG + b"1", JPEG, DRAWING):
        found = add(draft, content, **OWN)
        assert found.status == 200, found.text
    kept = {one.name: one.read_bytes() for one in folder.iterdir()}
    assert {*kept} == {
        "un-bus-de-nuit.png", "un-bus-de-nuit-2.png", "un-bus-de-nuit.jpg",
        "un-bus-de-nuit.svg", "pictos.toml",
    }  # fmt: skip
    assert kept["un-bus-de-nuit.png"] == PNG
    assert b"script" not in kept["un-bus-de-nuit.svg"]
    assert b"onload" not in kept["un-bus-de-nuit.svg"]
    draft.press(f"image {json.loads(found.text)['nom']}", number)
    assert draft.passages[number].picture == "pictos/un-bus-de-nuit.svg"
    page = draft.get(f"/images/{number}")
    assert "Un &#34;bus&#34; \\ de nuit" in page.partition("Les images de l’équipe")[2]


@pytest.mark.parametrize(
    ("content", "lacking", "why"),
    [
        (b"GIF89a" + bytes(9), "", "PNG, JPEG ou SVG"),
        (b"<svg", "", "PNG, JPEG ou SVG"),
        (b"<svg><path", "", "ne peut pas être lue"),
        (PNG[:9], "", "ne peut pas être lue"),
        (PNG[:16] + b"\0\1\0\0\0\1\0\0" + PNG[24:], "", "trop de points"),
        (PNG, "description", "ce que montre l’image"),
        (PNG, "auteur", "qui a fait cette image"),
        (PNG, "licence", "qui peut la reprendre"),
        (PNG + bytes(2_000_000), "", "2 Mo au plus"),
    ],
)
def test_what_is_no_picture_or_lacks_its_words_is_not_kept(
    draft: Writer, content: bytes, lacking: str, why: str
) -> None:
    found = add(draft, content, **{**OWN, lacking: " "})
    assert found.status in (400, 413)
    assert why in json.loads(found.text)["erreur"]
    assert not (draft.file.parents[1] / "pictos").exists()


def test_a_picture_takes_no_name_that_stands_in_the_records(draft: Writer) -> None:
    folder = draft.file.parents[1] / "pictos"
    folder.mkdir()
    (folder / "pictos.toml").write_text('["un-bus-de-nuit.png"]\nlicence = "CC0"\n')
    (folder / "un-bus-de-nuit-2.png").write_bytes(b"celle d'une autre")
    assert json.loads(add(draft, PNG, **OWN).text)["nom"] == "un-bus-de-nuit-3.png"
    assert (folder / "un-bus-de-nuit-2.png").read_bytes() == b"celle d'une autre"
    assert add(draft, PNG, {"origin": "http://ailleurs.fr"}, **OWN).status == 403


def add(
    writer: Writer, content: bytes, more: Mapping[str, str] | None = None, /, **said: str
) -> Answered:
    path = f"{HERE}/images?{urlencode(said)}"
    return ask(writer.app, path, "POST", content, {**JSON, **(more or {})})


def test_a_picture_of_the_full_text_leads_to_those_to_choose_from(draft: Writer) -> None:
    draft.file.write_text("# Le bus\n\n<!-- à écrire : image « Un bus » -->\n", "utf-8")
    page = draft.get()
    assert "a une image ici\u00a0: « Un bus »" in page
    assert f'href="{HERE}/images/0">Mettre une image' in page


def test_what_the_source_changed_is_told_and_then_reviewed(draft: Writer) -> None:
    page = draft.file.parents[1] / "bus.md"
    page.write_text(SOURCE.replace("2 €", "3 €"), "utf-8")
    number = draft.number("vendredis")
    shown = draft.get()
    assert "le texte complet dit maintenant" in shown
    assert "Écrire ce paragraphe" not in shown, "its passage is there"
    assert shown.count(f'href="#p{number}" data-champ') == 2
    assert f'data-passage="{number}" data-marque="{draft.passages[number].mark}" ' in shown
    assert re.search(rf'id="p{number}"[^>]* data-source="0"', shown)
    assert "Dire que ce texte est revu" not in draft.get()
    draft.press("relier", number)
    assert "À revoir :" not in draft.get()
    assert "Dire que ce texte est revu" in draft.get()
    draft.press("revu")
    assert "Dire que ce texte est revu" not in draft.get()
    assert not draft.space.review("bus-de-nuit").source_changed


def test_what_changed_in_the_source_of_a_text_without_ties_is_told(writer: Writer) -> None:
    """From git, where it holds the source that the text was written from; else, plainly."""
    page, project = writer.file.parents[1] / "bus.md", writer.space.source.parent
    stamp, whole = writer.space.review("bus-de-nuit").stamp, page.read_text("utf-8")
    git(project, "init", "-q")
    changed = whole.replace("2 €", "3 €") + "\nIl part de la gare.\n"
    for text, when in ((whole, "un"), (changed, "deux")):
        page.write_text(text, "utf-8")
        git(project, "add", "-A")
        git(project, "-c", "user.name=a", "-c", "user.email=a", "commit", "-qm", when)
    easy = "---\nstatut: brouillon\nempreinte: {}\n---\n# Le bus\n\nIl roule la nuit.\n"
    writer.file.parent.mkdir()
    writer.file.write_text(easy.format("0" * 16), "utf-8")
    assert "rien ne dit où : relisez-le en entier" in writer.get()
    writer.file.write_text(easy.format(stamp), "utf-8")
    for shown in (writer.get(), ask(writer.app, f"/{TOKEN}/").text):
        told = " ".join(shown.partition("Ce qui a changé")[2].split())
        assert "Il coûte 2 €." in told.partition("dit maintenant")[0]
        assert "Il coûte 3 €." in told.partition("dit maintenant")[2]
        assert "Il part de la gare." in told
        assert "Les personnes de moins" not in told.partition("</details>")[0]
    assert "rien ne dit où" not in writer.get()


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def test_facts_of_paragraphs_without_a_passage_are_told(draft: Writer) -> None:
    assert "pas encore dits" not in draft.get()
    draft.file.write_text("# Le bus de nuit\n\nLe bus roule le vendredi.\n", "utf-8")
    told = draft.get().partition("pas encore dits (")[2].partition("</details>")[0]
    assert "2\u00a0€" in told.replace("2 €", "2\u00a0€")
    assert "vendredi" not in told


def test_what_is_left_to_write_is_told_until_it_is_done(writer: Writer) -> None:
    writer.press("commencer plan", genre="aide")
    page = writer.get()
    (first, *_) = [n for n, p in enumerate(writer.passages) if "à écrire" in str(p.notes)]
    where = rf'Reste à faire : <a href="#p{first}" data-champ>\d+\Wpassages à écrire</a>'
    assert re.search(where, page)
    assert "Les faits de la page" not in page
    for number, one in enumerate(writer.passages):
        for note in one.notes:
            writer.press(f"noter {digest(note)[:12]}", number)
    assert "à écrire" not in writer.text
    assert "Reste à faire" not in writer.get()


def test_a_table_of_the_source_is_told_row_by_row(draft: Writer) -> None:
    page = draft.file.parents[1] / "bus.md"
    table = "| Âge | Prix |\n|---|---|\n| moins de 12 ans | 3 € |\n"
    page.write_text(f"{SOURCE}\n{table}", "utf-8")
    assert "<p>Âge | Prix</p><p>moins de 12 ans | 3 €</p>" in draft.get()


def test_notes_speak_of_no_line_and_keep_theirs(draft: Writer) -> None:
    note = "<!-- L’essentiel (proposition)\n- Le 8 mai (ligne 22).\n- Trois.\n-->"
    draft.file.write_text(f"# Le bus\n\n{note}\n", "utf-8")
    assert "(proposition)\n- Le 8 mai.\n- Trois. <button" in draft.get()


def test_essential_points_of_a_draft_go_into_the_text(draft: Writer) -> None:
    bare = re.sub(r"<!-- L’essentiel.*?-->\s*", "", draft.text, flags=re.S)
    points = "- Un - ou deux.\n- Trois.\n  Encore."
    note = f"<!-- {HEADINGS['proposition']}\n{points}\n-->"
    draft.file.write_text(bare.replace("de nuit\n\n", f"de nuit\n\n{note}\n\n"), "utf-8")
    (key,) = re.findall(r'value="essentiel (\w+)"', draft.get())
    draft.press(f"essentiel {key}", 0)
    assert draft.passages[1].shown == (
        "## L’essentiel\n\n- Un - ou deux.\n- Trois.\nEncore."
    )
    assert "peut-être" not in draft.text


def test_nothing_is_written_outside_the_pages(writer: Writer) -> None:
    page = writer.file.parents[1] / "bus.md"
    page.write_text(SOURCE.replace("---\n# ", "facile: ../dehors.md\n---\n# "), "utf-8")
    found = ask(writer.app, HERE)
    assert found.status == 400
    assert not (writer.file.parents[2] / "dehors.md").exists()


def test_what_readers_said_stands_beside_the_passage(draft: Writer) -> None:
    number = draft.number("vendredis")
    draft.save(number, "Le bus roule.")
    folder = draft.space.out.with_name("output-rapport") / "relecture"
    folder.mkdir(parents=True)
    rows = [
        "fiche;n°;phrase;je comprends (oui ou non);dites-le autrement;mots difficiles",
        f"bus-de-nuit {'0' * 16};1;Le bus roule.;non;;roule",
    ]
    (folder / "bus-de-nuit.csv").write_text("\n".join(rows), "utf-8")
    page = draft.get(f"/passage/{number}")
    assert "Je ne comprends pas" in page
    assert "Mots difficiles : roule." in page
    draft.save(number, "Le bus part.")
    assert "il est à relire" in draft.get(f"/passage/{number}")
