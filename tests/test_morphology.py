"""What forms can be: the table against Lexique, conjugation, agreement, elision."""

from __future__ import annotations

import gzip

import lexique
import lexique_morphology
import pytest

from ppun_access.french.lexical.morphology import (
    H_ASPIRE,
    TABLE,
    begins_with_h_aspire,
    begins_with_vowel_sound,
    conjugate,
    inflect,
    is_finite,
    is_only_finite,
    readings,
)


@pytest.mark.long
def test_the_table_is_what_lexique_teaches() -> None:
    assert (
        gzip.decompress(TABLE.read_bytes()).decode("utf-8") == lexique_morphology.as_text()
    )


def test_the_table_is_small_and_carries_no_date() -> None:
    packed = TABLE.read_bytes()
    assert len(packed) < 500_000
    assert packed[4:8] == bytes(4)


@pytest.mark.long
def test_every_form_of_lexique_is_read_as_lexique_reads_it() -> None:
    for (lemma, pos), forms in lexique_morphology.lemmas().items():
        for form, gender, number, tags in forms:
            told = (lemma, pos, gender, number, tuple(tags.split(";")) if tags else ())
            assert told in {
                (one.lemma, one.pos, one.gender, one.number, one.verb)
                for one in readings(form)
            }, form


@pytest.mark.long
def test_no_form_is_read_that_lexique_does_not_list() -> None:
    forms = {lexique_morphology.mended(form.text) for form in lexique.forms()}
    invented = {f"{form}s" for form in forms} - forms
    assert not [form for form in sorted(invented) if readings(form)]


def test_the_most_frequent_reading_comes_first() -> None:
    assert readings("est")[0].lemma == "être"
    assert readings("Portent")[0].verb == ("ind:pre:3p", "sub:pre:3p")
    assert readings("œuvres")[0].lemma == "œuvre"
    assert [one.lemma for one in readings("vrai")] == ["vrai", "vrai"]
    assert readings("qwerty") == ()


@pytest.mark.parametrize(
    ("form", "finite", "only"),
    [
        ("portent", True, True),
        ("porte", True, True),
        ("peint", True, False),
        ("peindre", False, False),
        ("maison", False, False),
        ("zzz", False, False),
    ],
)
def test_finite(form: str, finite: bool, only: bool) -> None:
    assert is_finite(form) is finite
    assert is_only_finite(form) is only


@pytest.mark.parametrize(
    ("lemma", "tag", "form"),
    [
        ("faire", "ind:pre:3p", "font"),
        ("avoir", "par:pre", "ayant"),
        ("être", "sub:pre:3s", "soit"),
        ("créer", "par:pas:fp", "créées"),
        ("créer", "par:pas", "créé"),
        ("œuvrer", "ind:pre:3p", "œuvrent"),
        ("abasourdir", "inf", "abasourdir"),
        ("zigouiller", "cnd:pre:2p", "zigouilleriez"),  # Lexique does not list it.
        ("zigouiller", "par:pas:mp", "zigouillés"),
        ("morigéner", "cnd:pre:2p", None),
        ("maison", "ind:pre:3s", None),
        ("aimer", "ind:pre:4s", None),
        ("prouver", "ind:pre:2p", "prouvez"),
        ("venir", "inf", "venir"),
        ("donner", "ind:pre:1p", "donnons"),
        ("être", "ind:pre:2p", "êtes"),
    ],
)
def test_conjugate(lemma: str, tag: str, form: str | None) -> None:
    assert conjugate(lemma, tag) == form


@pytest.mark.parametrize(
    ("told", "form"),
    [
        (("moyen", "NOM", "m", "p"), "moyens"),
        (("important", "ADJ", "f", "p"), "importantes"),
        (("numérique", "ADJ", "m", "p"), "numériques"),
        (("gros", "ADJ", "m", "p"), "gros"),
        (("œil", "NOM", "m", "p"), "yeux"),
        (("égal", "ADJ", "m", "p"), "égaux"),
        (("roue", "NOM", "m", "s"), None),
        (("maison", "NOM", "", "p"), "maisons"),
        (("zzz", "NOM", "m", "s"), None),
    ],
)
def test_inflect(told: tuple[str, str, str, str], form: str | None) -> None:
    assert inflect(*told) == form


ASPIRE = (
    "handicap hameaux haut Haute hiérarchie héros haïr hors huit hall halls Hongrie hub"
    " hérissons hurlent hachés"
)
MUTE = (
    "habitant hôpital héroïne Haïti huître hallucination harmonie heure homme hésiter"
    " hurluberlu huile historique hébergement"
)


def test_h_aspire() -> None:
    assert [word for word in ASPIRE.split() if not begins_with_h_aspire(word)] == []
    assert [word for word in MUTE.split() if begins_with_h_aspire(word)] == []


def test_the_list_of_h_aspire_is_about_h() -> None:
    lines = H_ASPIRE.read_text("utf-8").splitlines()
    entries = " ".join(line for line in lines if line[:1] != "#").split()
    assert all(entry.startswith("h") for entry in entries)
    assert len(entries) == len(set(entries))


@pytest.mark.parametrize("word", ["accès", "Œuvre", "yeux", "Yonne", "« État", "hôtel"])
def test_what_is_elided(word: str) -> None:
    assert begins_with_vowel_sound(word)


@pytest.mark.parametrize("word", ["onze", "oui", "yaourt", "huis clos", "bois", "haie"])
def test_what_is_not_elided(word: str) -> None:
    assert not begins_with_vowel_sound(word)
