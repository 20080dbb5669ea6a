"""Golden cases of the writers, and what their pages and texts must hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import builders
import pytest
from bs4 import BeautifulSoup, Tag
from builders import bullets, div
from harness import Case, cases

from ppun_access.document import build, model
from ppun_access.document.build import link, para
from ppun_access.document.model import (
    Block,
    Book,
    Clip,
    Document,
    Edition,
    Heading,
    Meta,
    Narration,
    Note,
    Para,
    Sentence,
    Text,
    Version,
    WordClip,
)
from ppun_access.report import Report
from ppun_access.writers import WRITERS
from ppun_access.writers.html.blocks import render_blocks, render_notes
from ppun_access.writers.html.rendering import Rendering
from ppun_access.writers.html.word_positions import word_places
from ppun_access.writers.model import (
    Download,
    HtmlOptions,
    Length,
    TextOptions,
    file_path,
    folder,
)
from ppun_access.writers.needs import saved_as
from ppun_access.writers.outline import outlined
from ppun_access.writers.text.write import plain, write_text
from ppun_access.writers.units import length, number, size, spoken_length

NAMES = vars(model) | vars(build) | vars(builders)
ID = "edito"
NBSP_SHOWN = "␣"
"""How the cases show a no-break space."""


def spaced(content: object) -> str:
    """Return text or the bytes of a file with plain spaces, easier to compare."""
    text = content.decode() if isinstance(content, bytes) else str(content)
    return text.replace("\u00a0", " ")


def written(to: str, source: str) -> str:
    made = eval(source, dict(NAMES))
    blocks: tuple[Block, ...] = made if isinstance(made, tuple) else (made,)
    report = Report()
    if to == "html":
        r = Rendering(report, "", "../")
        out = "\n".join(
            x for x in (render_blocks(outlined(blocks), r), render_notes(r)) if x
        )
    else:
        out = plain(blocks, report, full=to == "text-complet")
    told = "\n".join(map(str, report.findings))
    whole = "\n--\n".join(part.strip("\n") for part in (out, told) if part)
    return whole.replace("\u00a0", NBSP_SHOWN)


@pytest.mark.parametrize("case", [*cases("html"), *cases("text")])
def test_case(case: Case) -> None:
    case.check(written(case.kind, case.source))


# Whole pages


def sentence(id_: str, text: str) -> Sentence:
    return Sentence((Text(text),), id=id_)


def document(version: Version = "integral") -> Document:
    body = (
        Heading(4, (sentence("s-1", "Un titre."),)),
        Para((sentence("s-2", "Une phrase."), Text(" "), sentence("s-3", "Deux."))),
        bullets("un", "deux"),
    )
    status = div("status", "Version simplifiée. Brouillon non validé", "Un essai.")
    meta = Meta(author="Ada Lovelace", role="Présidente")
    if version == "integral":
        return Document(ID, "fr", "L’édito & co", body, meta)
    return Document(ID, "fr", "L’édito & co", (status, *body), Meta(status="brouillon"))


def edition(version: Version = "integral", *, sound: bool = True) -> Edition:
    clips = (Clip("titre", 0, 1.25), Clip("s-2", 2, 3.5))
    voice = Narration(ID, Path("x.mp3"), 149.7, clips, "Siwis")
    book = Book("Le livre", "fr", (document(version),), (), "la Région")
    return Edition(book, version, (voice,) if sound else ())


def downloads(version: Version) -> tuple[Download, ...]:
    sizes = {"text": (".txt", 2100, None), "mp3": (".mp3", 1_130_000, 150.2)}
    return tuple(
        Download(ID, version, format_, file_path(ID, version, suffix), bytes_, seconds)
        for format_, (suffix, bytes_, seconds) in sizes.items()
    )


def page(version: Version = "integral", *, sound: bool = True) -> BeautifulSoup:
    options = HtmlOptions(
        downloads=downloads("integral") + downloads("facile") if sound else (), easy=(ID,)
    )
    report = Report()
    (content,) = WRITERS["html"](edition(version, sound=sound), options, report).values()
    assert report.findings == []
    assert isinstance(content, bytes)
    return BeautifulSoup(content.decode(), "html.parser")


def one(soup: BeautifulSoup, selector: str) -> Tag:
    (found,) = soup.select(selector)
    return found


def test_paths() -> None:
    for version, place in (("integral", ID), ("facile", f"{ID}/facile")):
        assert list(WRITERS["html"](edition(version), HtmlOptions(), Report())) == [
            f"{place}/index.html"
        ]
    assert list(write_text(edition("facile"), TextOptions(), Report())) == [
        f"{ID}/facile/{ID}-facile.txt"
    ]


def test_page_has_landmarks_and_one_title() -> None:
    soup = page()
    assert one(soup, "html")["lang"] == "fr"
    assert one(soup, "h1").get("id") == "titre"
    assert one(soup, "h1").text == "L’édito & co"
    assert one(soup, "title").text == "L’édito & co - Le livre"
    assert one(soup, "body > header > nav a[href='#texte']").text == "Aller au texte"
    assert one(soup, "body > main")["id"] == "contenu"
    assert one(soup, "body > footer")
    assert one(soup, ".auteur").get_text() == (
        "Texte complet, par Ada Lovelace, Présidente."
    )
    assert [h.name for h in soup.select(".texte :is(h1,h2,h3,h4)")] == ["h2"]


def test_page_carries_the_times_of_its_sentences() -> None:
    soup = page()
    assert (one(soup, "h1")["data-begin"], one(soup, "h1")["data-end"]) == (
        "0.000",
        "1.250",
    )
    assert one(soup, "#s-2")["data-end"] == "3.500"
    assert not one(soup, "#s-3").has_attr("data-begin")
    assert one(soup, "#s-3")["class"] == ["s"]


def test_page_has_a_player_and_its_transcript() -> None:
    soup = page()
    audio = one(soup, "audio[controls]")
    assert audio["preload"] == "none"
    assert [(s["src"], s["type"]) for s in audio.select("source")] == [
        (f"{ID}.mp3", "audio/mpeg")
    ]
    assert "2 minutes et 30 secondes" in spaced(audio["aria-label"])
    scripts = ["confort.js", "lecture.js"]
    assert [s["src"] for s in soup.select("script")] == [f"../assets/{s}" for s in scripts]
    assert not soup.select("track, script:not([src]), [style], [onclick], [autoplay]")
    made = one(soup, "template#lecteur")
    assert "<span> / 2:30</span>" in str(one(made, ".instant")), "as on the button"
    assert one(soup, ".ecouter + .voies"), "to listen comes first"
    assert len(made.select("button[type=button]")) == len(made.select("button")) == 10
    assert not [b for b in soup.select("button, input, select") if made not in b.parents]
    assert "Texte lu par une voix de synthèse : Siwis. Durée : 2 min 30 s." in spaced(
        soup.text
    )
    assert "transcription" in soup.text
    assert not page(sound=False).select("audio, #ecouter, #telecharger, [src*=lecture]")


def said(*words: str) -> list[WordClip]:
    return [WordClip("s", word, 0, n, n + 0.5) for n, word in enumerate(words)]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Une phrase.", ("Une", "phrase"), ("Une", "phrase")),
        ("3\u202f500 communes", ("3500", "communes"), ("3\u202f500", "communes")),
        ("97 % pour Ada", ("97", "pour", "cent", "pour", "Ada"), ("97", "pour", "Ada")),
        ("L’EAU, l’air", ("l'eau", "l'air"), ("L’EAU", "l’air")),
        ("le le le", ("le", "le", "le"), ("le", "le", "le")),
        ("𝄞 clé de sol", ("clé", "de", "sol"), ("clé", "de", "sol")),
        ("demarches.fr", ("démarches", "point", "fr"), ("demarches", "fr")),
        ("l’art. 3", ("l'article", "trois"), ()),
        ("", ("rien",), ()),
        ("Rien", (), ()),
    ],
)
def test_words_that_are_said_are_found_on_the_page(
    text: str, words: tuple[str, ...], found: tuple[str, ...]
) -> None:
    places = word_places(text, said(*words))
    units = text.encode("utf-16-le")
    shown = tuple(units[2 * a : 2 * b].decode("utf-16-le") for _, _, a, b in places)
    assert shown == found
    assert [begin for begin, *_ in places] == sorted(begin for begin, *_ in places)


def test_words_are_in_a_script_beside_the_page() -> None:
    narration = replace(
        edition().narrations[0],
        words=(WordClip("s-2", "Une", 0, 2, 2.4), WordClip("s-2", "phrase", 4, 2.4, 3)),
    )
    options = HtmlOptions(downloads=downloads("integral"))
    spoken = replace(edition(), narrations=(narration,))
    files = WRITERS["html"](spoken, options, Report())
    assert list(files) == [f"{ID}/index.html", f"{ID}/{ID}-mots.js"]
    assert bytes(files[f"{ID}/{ID}-mots.js"]).decode() == (
        'var motsDits = {"s-2":[[2000,2400,0,3],[2400,3000,4,10]]};\n'
    )
    soup = BeautifulSoup(bytes(files[f"{ID}/index.html"]), "html.parser")
    assert [s["src"] for s in soup.select("script[defer]")] == ["../assets/lecture.js"]
    assert one(soup, "#lecteur")["data-script"] == f"{ID}-mots.js", "when it is heard"
    assert one(soup, "#garder")["data-script"] == "../assets/garder.js", "when asked for"
    silent = WRITERS["html"](spoken, HtmlOptions(), Report())
    assert list(silent) == [f"{ID}/index.html"]


def test_page_lists_its_own_files_with_length_and_size() -> None:
    links = page("facile").select(".fichiers a")
    assert [a["href"] for a in links] == [f"{ID}-facile.mp3", f"{ID}-facile.txt"]
    assert spaced(links[0].text) == "Audio (MP3), 2 min 30 s, 1,1 Mo"


def choices(version: Version, *files: tuple[str, str], easy: bool = True) -> dict[str, str]:
    """Return the first links of a page that has these formats and variants."""
    given = tuple(
        Download(ID, "integral" if variant == "lsf" else version, name,
                 f"{folder(ID, version)}/{n}.{name}", 9, None, variant)
        for n, (name, variant) in enumerate(files)
    )  # fmt: skip
    options = HtmlOptions(downloads=given, easy=(ID,) if easy else ())
    (content,) = WRITERS["html"](edition(version), options, Report()).values()
    soup = BeautifulSoup(bytes(content), "html.parser")
    return {str(a["href"]): spaced(a.text) for a in soup.select(".voies a, .choisir a")}


def test_a_page_offers_paper_braille_and_the_easy_version() -> None:
    given = (("mp3", ""), ("pdf", ""), ("epub", ""), ("webm", "lsf"), ("brf", ""))
    assert choices("integral", *given) == {
        "facile/index.html#texte": "Version simplifiée",
        "#lsf": "Langue des signes",
        "#telecharger": "Imprimer",
        "1.pdf": "Imprimer en gros caractères, PDF, 9 octets",
        "4.brf": "Braille, BRF, 9 octets",
    }


def test_an_easy_page_prints_and_leads_to_the_signs() -> None:
    given = (("pdf", ""), ("mp4", "lsf"))
    assert choices("facile", *given) == {
        "../index.html#texte": "Texte complet",
        "../index.html#lsf": "Langue des signes",
        "#telecharger": "Imprimer",
        "0.pdf": "Imprimer en gros caractères, PDF, 9 octets",
    }


def test_other_formats_are_folded_and_repeat_nothing() -> None:
    kinds = (("mp3", ""), ("pdf", ""), ("brf", ""), ("brf", "abrege"), ("vtt", ""))
    given = tuple(
        Download(ID, "integral", name, f"{ID}/{n}.{name}", 9, None, variant)
        for n, (name, variant) in enumerate(kinds)
    )
    options = HtmlOptions(downloads=given)
    (content,) = WRITERS["html"](edition(), options, Report()).values()
    soup = BeautifulSoup(bytes(content), "html.parser")
    (box,) = soup.select(".telecharger details")
    assert box.summary
    assert box.summary.text == "Autres formats"
    assert [a["href"] for a in box.select("a")] == ["0.mp3", "3.brf"]
    assert [a["href"] for a in soup.select(".telecharger > .choisir a")] == [
        "1.pdf", "2.brf",
    ]  # fmt: skip
    both = replace(options, downloads=given[1:3])
    (content,) = WRITERS["html"](edition(), both, Report()).values()
    assert not BeautifulSoup(bytes(content), "html.parser").select(".telecharger details")


def test_a_file_is_saved_under_a_name_that_says_what_it_is() -> None:
    links = page("facile").select(".fichiers a")
    assert [spaced(str(a["download"])) for a in links] == [
        "L’édito & co, version simplifiée, audio.mp3",
        "L’édito & co, version simplifiée, texte seul.txt",
    ]
    for title, label, path, name in (
        ("Où ? Ici : « là »", "Braille abrégé (BRF), 28 cellules par ligne, 29 lignes",
         "x-abrege.brf", "Où Ici « là », braille abrégé, 28 cellules par ligne.brf"),
        ("A/B", "Livret en gros caractères (PDF), volume 2 sur 9", "livret-2.pdf",
         "A B, livret en gros caractères, volume 2 sur 9.pdf"),
        ("mot " * 40, "PDF en gros caractères", "x.pdf",
         f"{' '.join(['mot'] * 15)}, gros caractères.pdf"),
    ):  # fmt: skip
        assert spaced(saved_as(title, label, path)) == name


def test_a_page_offers_only_what_exists() -> None:
    assert choices("integral", easy=False) == {}
    assert choices("integral") == {"facile/index.html#texte": "Version simplifiée"}
    assert list(choices("integral", ("epub", ""), easy=False)) == ["#telecharger"]
    alone = WRITERS["html"](edition(), HtmlOptions(), Report())[f"{ID}/index.html"]
    assert "pas encore" not in spaced(alone)
    assert not BeautifulSoup(bytes(alone), "html.parser").select(".voies, .choisir")


def test_easy_page_opens_with_its_status() -> None:
    soup = page("facile")
    assert one(soup, "html")["class"] == ["facile"]
    following = one(soup, "h1").find_next_sibling()
    assert isinstance(following, Tag)
    assert following["class"] == ["statut"]
    assert "non validé" in following.text
    assert not soup.select(".texte .statut")
    assert one(soup, "link[rel=stylesheet]")["href"] == "../../assets/style.css"


def test_every_page_tells_search_engines_how_it_begins() -> None:
    (meta,) = page().select("meta[name=description]")
    words = str(meta["content"]).split()
    assert spaced(" ".join(words[:-1])) in spaced(page().text)
    assert len(words) <= 25
    noted = Note((para("Une quatrième est à l’étude."),))
    text = Document(
        "t", "fr", "T", (Para((Text("Trois lignes"), noted, Text(" de bus."))),)
    )
    files = WRITERS["html"](
        Edition(Book("B", "fr", (text,)), "integral"), HtmlOptions(), Report()
    )
    assert b'<meta name="description" content="Trois lignes de bus.">' in bytes(
        files["t/index.html"]
    )
    said = replace(document(), meta=replace(document().meta, description="De quoi ?"))
    book = Edition(Book("B", "fr", (said,)), "integral")
    (content,) = WRITERS["html"](book, HtmlOptions(), Report()).values()
    soup = BeautifulSoup(bytes(content), "html.parser")
    assert [m["content"] for m in soup.select("meta[name=description]")] == ["De quoi ?"]


def test_policy_comes_before_what_it_rules() -> None:
    head = str(one(page(), "head"))
    assert "script-src 'self' file:;" in head
    assert "default-src 'none'" in head
    assert head.index("Content-Security-Policy") < head.index("stylesheet")
    assert "http://" not in head
    assert "https://" not in head


def test_the_tongue_of_a_foreign_text_is_said() -> None:
    text = Document("t", "en", "A title", (para("Words."),))
    files = WRITERS["html"](
        Edition(Book("B", "fr", (text,)), "integral"), HtmlOptions(), Report()
    )
    soup = BeautifulSoup(bytes(files["t/index.html"]), "html.parser")
    assert one(soup, "html")["lang"] == "fr"
    assert {tag.name for tag in soup.select("[lang=en]")} == {"h1", "div"}


def text_of(version: Version, options: TextOptions | None = None) -> str:
    files = write_text(edition(version), options or TextOptions(), Report())
    (content,) = files.values()
    assert isinstance(content, bytes)
    return spaced(content.decode("utf-8-sig").replace("\r\n", "\n"))


def test_text_comes_first_and_what_is_known_of_it_last() -> None:
    options = TextOptions(lengths=(Length(ID, 317, 2),))
    text, told = text_of("integral", options).split("\n\n\nÀ propos de ce texte\n\n")
    assert text.startswith("L’édito & co\n\n\nUn titre.\n\nUne phrase.\nDeux.\n")
    assert text.endswith("- un\n- deux")
    assert told.rstrip("\n").split("\n") == [
        "Auteur : Ada Lovelace",
        "Fonction : Présidente",
        "Version : texte complet",
        "Source : Le livre",
        "Éditeur : la Région",
        "Longueur : 317 mots, environ 2 minutes de lecture",
        "Durée de l’audio : 2 minutes et 30 secondes",
    ]


@pytest.mark.parametrize(
    ("base", "told"), [("", "t/a.pdf"), ("https://a.fr/b/", "https://a.fr/b/t/a.pdf")]
)
def test_a_file_of_the_site_is_told_as_it_is_found_there(base: str, told: str) -> None:
    """A text and a braille sheet travel alone: an address inside the site leads nowhere."""
    made = edition()
    body = (para(link("t/a.pdf", "Le formulaire")),)
    document = replace(made.book.documents[0], blocks=body)
    made = replace(made, book=replace(made.book, documents=(document,)))
    (text,) = write_text(made, TextOptions(base_url=base), Report()).values()
    assert f"Le formulaire\u00a0: {told}\r\n".encode() in bytes(text)


def test_text_is_written_as_the_notes_that_go_with_it() -> None:
    """Editors of old computers show letters and lines as they are."""
    (content,) = write_text(edition(), TextOptions(), Report()).values()
    assert isinstance(content, bytes)
    assert content.startswith("\ufeffL’édito & co\r\n".encode())
    assert content.count(b"\n") == content.count(b"\r\n")
    assert content.endswith(b"\r\n")


def test_text_says_the_status_once_before_the_text() -> None:
    text = text_of("facile")
    assert text.split("\n\n")[1].startswith("Version simplifiée. Brouillon non validé")
    assert "Version : simplifiée\n" in text
    assert text.lower().count("brouillon non validé") == 1


# Units


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0 octet"),
        (2, "2 octets"),
        (1000, "1 ko"),
        (340_400, "340 ko"),
        (999_499, "999 ko"),
        (999_500, "1 Mo"),
        (1_130_000, "1,1 Mo"),
        (92_361_271, "92,4 Mo"),
        (2_500_000_000, "2,5 Go"),
    ],
)
def test_size(value: int, expected: str) -> None:
    assert size(value) == expected.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("seconds", "short", "spoken"),
    [
        (0.2, "1 s", "1 seconde"),
        (45, "45 s", "45 secondes"),
        (60, "1 min", "1 minute"),
        (150.4, "2 min 30 s", "2 minutes et 30 secondes"),
        (3599.6, "1 h 00 min", "1 heure"),
        (3930, "1 h 06 min", "1 heure et 6 minutes"),
    ],
)
def test_length(seconds: float, short: str, spoken: str) -> None:
    assert length(seconds).replace("\u00a0", " ") == short
    assert spoken_length(seconds).replace("\u00a0", " ") == spoken


def test_number() -> None:
    assert number(12345.64, 1) == "12\u202f345,6"
    assert number(48.0, 1) == "48"
    assert number(-0.01, 1) == "0"
    assert number(-3.5, 1) == "−3,5"
