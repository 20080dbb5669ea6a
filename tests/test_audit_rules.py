"""Each rule of the audit: what it tells, what it leaves alone, and its own examples."""

from __future__ import annotations

import csv
import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import hypothesis
import pytest
from audit_gold import CASES, Compared, Named, compared, named, told
from audit_guide import guide
from harness import Case, cases
from hypothesis import given
from trees import published as documents

from ppun_access.build.audit import facts_of, review_of
from ppun_access.commands.audit import AuditedText, AuditRequest, audited
from ppun_access.document.model import Document, Meta
from ppun_access.easy.audit import RULES, audit
from ppun_access.easy.audit.lists import expressions, hard_words
from ppun_access.easy.audit.meanings import term_of
from ppun_access.easy.audit.model import (
    GRID,
    PROFILES,
    Facts,
    Outcome,
    PagedFacts,
    Review,
    Rule,
    Verdict,
    grid,
)
from ppun_access.easy.audit.outcomes import printed
from ppun_access.easy.draft.glossary import Explained, line
from ppun_access.easy.draft.words.lexicon import explanations
from ppun_access.easy.text import plain
from ppun_access.errors import PpunError
from ppun_access.readability.familiarity import everyday_words
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report
from ppun_access.settings.lexique_toml import Lexicon
from ppun_access.settings.ppun_toml import Settings, load_settings
from ppun_access.transforms import STANDARD, TransformOptions, apply

ROOT = Path(__file__).parents[1]
SEED = ROOT / "content" / "politique-publique-des-usages-numeriques.md"
LEXICON = Lexicon(definitions={"numérique": "Internet.", "service public": "Pour tous."})
BY_TEST = {rule.test: rule for rule in RULES}


def prepared(text: str) -> Document:
    report = Report()
    (document,) = READERS["markdown"](text, "page.md", ReaderOptions(), report)
    return apply(STANDARD, document, TransformOptions(LEXICON), report)


def facts(text: str, lexicon: Lexicon = LEXICON) -> Facts:
    report = Report()
    found = facts_of(prepared(text), {}, Settings(), lexicon, report)
    assert report.findings == []
    return found


def shown(outcome: Outcome) -> str:
    words = [finding.found or "(le texte)" for finding in outcome.findings]
    return "\n".join([outcome.verdict, *words])


# --- The grid -----------------------------------------------------------------------


def test_every_test_of_the_grid_has_one_rule_in_its_order() -> None:
    assert len(grid()) == 72
    assert len({criterion.criterion for criterion in grid()}) == 47
    assert [rule.test for rule in RULES] == [criterion.test for criterion in grid()]


def test_the_packaged_grid_is_the_reference() -> None:
    assert GRID.read_bytes() == (ROOT / "reference" / "rls.csv").read_bytes()
    with GRID.open(encoding="utf-8", newline="") as handle:
        columns = ["theme", "critere", "niveau", "intitule", "test", "intitule_test"]
        assert next(csv.reader(handle)) == columns


def test_the_last_title_has_no_note() -> None:
    assert grid()[-1].title.endswith("désigner une même chose ?")


def test_the_profiles_are_those_of_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "ppun.toml"
    for name in PROFILES:
        file.write_text(f'[audit]\nprofil = "{name}"\n', "utf-8")
        assert load_settings(file).audit_profile == name
    file.write_text('[audit]\nprofil = "?"\n', "utf-8")
    with pytest.raises(PpunError) as told:
        load_settings(file)
    assert told.value.next_step == f"Noms possibles : {', '.join(PROFILES)}."


def test_the_lists_are_sound() -> None:
    assert len(hard_words()) > 100
    assert len(expressions()) > 60
    assert not everyday_words() & hard_words().keys()
    assert all(one.kind in ("jargon", "expression imagée") for one in expressions())
    assert all(one.instead for one in expressions())
    assert all(one.instead for one in hard_words().values())


# --- Rules --------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("audit"))
def test_case(case: Case) -> None:
    rule = BY_TEST[f"RLS-{case.kind.replace('-', '.')}"]
    case.check(shown(rule.check(facts(case.source))))


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.textual], ids=lambda rule: rule.test
)
def test_the_examples_of_a_rule_are_true(rule: Rule) -> None:
    good, bad = rule.check(facts(rule.good)), rule.check(facts(rule.bad))
    assert good.findings == ()
    assert good.verdict in ("C", "NT", "NA")
    assert bad.verdict == "NC"
    results = audit(facts(rule.bad)).results
    (found,) = (one.findings for one in results if one.criterion.test == rule.test)
    assert {finding.code for finding in found} == {rule.code}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.test)
def test_nothing_is_guessed_of_an_empty_text(rule: Rule) -> None:
    """Nothing known: no rule fails, none says « conforme » of a page that nobody saw."""
    empty = Facts(Document("x", "fr", "", ()), ())
    outcome = rule.check(empty)
    assert outcome.reason
    assert (outcome.verdict == "NC") == bool(outcome.findings)
    if rule.test.startswith("RLS-1."):
        assert outcome.verdict in ("NT", "NA")


def test_the_profile_changes_what_is_long() -> None:
    text = "Vous pouvez appeler la mairie avant de venir pour un rendez-vous samedi matin."
    found = facts(text)
    rule = BY_TEST["RLS-4.1.1"]
    assert rule.check(found).verdict == "NC"
    assert rule.check(replace(found, profile=PROFILES["facile"])).verdict == "C"


def test_an_explained_acronym_is_silent() -> None:
    rule = BY_TEST["RLS-6.4.1"]
    assert rule.check(facts("La ZFE est utile.")).verdict == "NC"
    for said in ("La ZFE est utile.\nZFE : zone à faibles émissions.",
                 "La zone à faibles émissions (ZFE) est utile."):  # fmt: skip
        assert rule.check(facts(said)).verdict == "NT"


def test_what_the_lexicon_alone_says_is_no_explanation_for_a_reader() -> None:
    """A tooltip, a bracket: neither is easy to read; a meaning of the team's own counts."""
    lexicon = Lexicon(acronyms={"ZFE": "Notre zone propre"})
    outcome = BY_TEST["RLS-6.4.1"].check(facts("La ZFE est utile.", lexicon))
    assert outcome.verdict == "NC"
    assert "« ZFE : nom entier »" in outcome.findings[0].message
    said = facts("La ZFE est utile.\nZFE : notre zone propre.", lexicon)
    assert BY_TEST["RLS-6.4.1"].check(said).verdict == "NT"


def test_every_meaning_of_the_lexicons_explains_its_word() -> None:
    own = {"Zonage": "2 zones."}
    for word, meaning in (*explanations().items(), *own.items()):
        for sentence in (meaning, meaning.split(". ")[0] + "."):
            written = line(Explained(word, sentence, 0))
            assert term_of(written, own).lower() == plain(word).lower()
    assert term_of("Zonage : 2 zones.", {}) == ""
    assert term_of("Zone : 2 zones.", own) == ""
    assert term_of("Zonage : 2", own) == ""


# --- Pages, pictures, reviews: what texts do not show ---------------------------------

PAGED = PagedFacts("A4", 3.0, numbered=True, total_shown=True)


@pytest.mark.parametrize(
    ("test", "good", "bad"),
    [
        ("1.10.1", PAGED, replace(PAGED, format="20 × 20 cm")),
        ("1.11.1", PAGED, replace(PAGED, margin_cm=2.9)),
        ("2.3.1", PAGED, replace(PAGED, numbered=False)),
        ("2.3.2", PAGED, replace(PAGED, total_shown=False)),
    ],
)
def test_documents_of_pages(test: str, good: PagedFacts, bad: PagedFacts) -> None:
    rule, empty = BY_TEST[f"RLS-{test}"], Facts(Document("x", "fr", "", ()), ())
    assert rule.check(replace(empty, paged=good)).verdict == "C"
    assert rule.check(replace(empty, paged=bad)).verdict == "NC"
    assert rule.check(replace(empty, paged=PagedFacts())).verdict == "NT"
    assert rule.check(empty).verdict == "NA"


def test_how_full_the_pages_are_is_asked() -> None:
    rule, empty = BY_TEST["RLS-1.12.2"], Facts(Document("x", "fr", "", ()), ())
    assert rule.check(replace(empty, paged=PAGED)).verdict == "NT"
    assert rule.check(empty).verdict == "NA"


def test_pictures_open_the_questions_on_pictures() -> None:
    found = facts("![Une mairie](mairie.png) Un mot. ![Un bus](bus.png)")
    verdicts = {
        rule.test: rule.check(found).verdict for rule in RULES if "RLS-3." in rule.test
    }
    assert verdicts["RLS-3.1.1"] == "NC"  # the files are not there: nothing is shown
    report = Report()
    (document,) = READERS["markdown"](
        "# T\n\n![Une mairie](m.png)\n\nUn mot.\n\n![Un bus](b.png)\n", "p.md",
        ReaderOptions(), report,
    )  # fmt: skip
    options = TransformOptions(LEXICON, {"m.png": "medias/m.png", "b.png": "medias/b.png"})
    shown_ = apply(STANDARD, document, options, report)
    with_pictures = replace(found, document=shown_)
    verdicts = {
        rule.test: rule.check(with_pictures).verdict
        for rule in RULES
        if "RLS-3." in rule.test
    }
    assert verdicts.pop("RLS-3.1.1") == "C"
    assert verdicts.pop("RLS-3.6.1") == "NA"
    assert set(verdicts.values()) == {"NT"}


def test_only_a_reading_makes_a_text_written_together() -> None:
    empty = Facts(Document("x", "fr", "", ()), ())
    read = replace(empty, review=Review(readings=1))
    signed = replace(read, review=Review(readings=1, validated=True))
    assert logos(empty) == ["NC", "NC", "NC"]
    assert logos(read) == ["C", "NC", "NC"]
    assert logos(replace(read, review=Review(validated=True))) == ["NC", "NC", "NC"]
    assert logos(signed) == ["C", "NT", "NA"]
    assert logos(replace(signed, paged=PAGED)) == ["C", "NT", "NT"]


def test_a_person_says_where_the_logo_is_once_the_text_is_validated() -> None:
    answers: dict[str, Verdict] = {"RLS-2.2.1": "C", "RLS-2.2.2": "NC"}
    empty = Facts(Document("x", "fr", "", ()), (), paged=PAGED)
    for validated, wanted in ((True, ["C", "C", "NC"]), (False, ["C", "NC", "NC"])):
        review = Review(readings=1, validated=validated, answers=answers)
        found = audit(replace(empty, review=review)).results
        assert [r.verdict for r in found if r.criterion.test in LOGOS] == wanted


def test_only_a_text_that_says_what_was_signed_is_validated() -> None:
    for status, validated in (("valide", True), ("relu", False), ("a-revoir", False)):
        page = Document("x", "fr", "", (), Meta(status=status))
        front = {
            "relectures": '[{"atelier": "A", "date": "2026-01-02", "participants": 4}]'
        }
        assert review_of(page, front, Report()) == Review(1, validated)


@pytest.mark.parametrize(
    ("today", "wanted"),
    [
        (date(2026, 1, 1), Review(0, validated=False)),
        (date(2026, 1, 2), Review(1, validated=True)),
        (date(2026, 2, 3), Review(2, validated=True)),
        (date(2026, 3, 4), Review(2, validated=True)),
    ],
)
def test_a_reading_that_is_still_to_come_does_not_count(
    today: date, wanted: Review
) -> None:
    """The day counts once it is there, and a workshop that reads again counts once."""
    days = {"2026-01-02": "A", "2026-02-03": "B", "2026-03-04": "a"}
    read = ", ".join(
        f'{{"atelier": "{name}", "date": "{day}", "participants": 4}}'
        for day, name in days.items()
    )
    page, report = Document("x", "fr", "", (), Meta(status="valide")), Report()
    assert review_of(page, {"relectures": f"[{read}]"}, report, today) == wanted
    assert len(report.findings) == sum(day > today.isoformat() for day in days)
    assert all("n’est pas passé" in finding.message for finding in report.findings)


LOGOS = ("RLS-2.1.1", "RLS-2.2.1", "RLS-2.2.2")


def logos(found: Facts) -> list[str]:
    return [BY_TEST[test].check(found).verdict for test in LOGOS]


# --- Answers ------------------------------------------------------------------------


def settled(
    answers: dict[str, str], text: str = "Il ne vient pas (jamais).\nLe bus part."
) -> dict[str, str]:
    found = replace(facts(text), review=Review(answers=answers))  # type: ignore[arg-type]
    return {r.criterion.test: f"{r.verdict} {r.auto}" for r in audit(found).results}


def test_a_person_settles_what_is_open_and_is_never_kinder() -> None:
    assert settled({})["RLS-6.1.1"] == "NT False"
    assert settled({"RLS-6.1.1": "C"})["RLS-6.1.1"] == "C False"
    assert settled({"RLS-4.2.1": "C"})["RLS-4.2.1"] == "NC True"
    assert settled({"RLS-2.1.1": "C"})["RLS-2.1.1"] == "NC True"
    assert settled({"RLS-5.1.1": "NC"})["RLS-5.1.1"] == "NC False"
    assert settled({"RLS-5.1.1": "NA"})["RLS-5.1.1"] == "C True"
    assert settled({"RLS-7.2.1": "C"})["RLS-7.2.1"] == "C False"  # « si possible »


# --- The editorials -----------------------------------------------------------------


@pytest.fixture(scope="module")
def editorials() -> list[AuditedText]:
    return audited(AuditRequest(str(SEED)), Report())


@pytest.fixture(scope="module")
def comparisons(editorials: list[AuditedText]) -> dict[str, Compared]:
    found = {}
    for text in editorials:
        name = "presidente" if "presidente" in text.document.id else "vice-president"
        wanted = named(CASES / "audit-editorials.txt", name)
        assert len(wanted) > 60
        found[name] = compared(wanted, told(text.audit))
    assert len(found) == 2
    return found


@pytest.mark.parametrize("name", ["presidente", "vice-president"])
def test_the_audit_finds_what_a_person_named(
    name: str, comparisons: dict[str, Compared]
) -> None:
    one = comparisons[name]
    assert one.recall >= 0.9, one.missed
    assert one.precision >= 0.95, one.beside


def test_what_is_told_is_printed_as_french_is(editorials: list[AuditedText]) -> None:
    """No mark at the head of a line, nor two points for one."""
    for result in (result for one in editorials for result in one.audit.results):
        for text in (result.reason, *(one.message for one in result.findings)):
            assert not re.search(r"…\.|\.\.|« | »| :", text)


def test_what_is_to_be_typed_keeps_its_colons() -> None:
    typed = "« relectures: [{atelier: …, date: …}] » ou « reponses: {RLS-6.1.1: C} »"
    assert printed(typed) == typed.replace("« ", "«\xa0").replace(" »", "\xa0»")


def test_a_comparison_counts_what_is_missed_and_what_is_beside() -> None:
    wanted = [
        Named(frozenset({"RLS-7.1.1"}), "a voté"),
        Named(frozenset({"RLS-5.2.1"}), "*"),
    ]
    one = compared(wanted, [("RLS-7.1.1", "A voté"), ("RLS-7.2.1", "a voté")])
    assert (one.found, len(one.missed), len(one.beside)) == (1, 1, 1)
    assert one.recall == one.precision == 0.5
    twice = compared(wanted[:1] * 2, [("RLS-7.1.1", "a voté")])
    assert len(twice.missed) == 1


TRUTH = {"RLS-2.1.1", "RLS-2.2.1", "RLS-2.2.2", "RLS-3.1.1", "RLS-3.1.2"}
"""What is wrong with any text that nobody reviewed and that has no picture."""


@pytest.mark.parametrize("name", ["edito-de-la-presidente", "edito-du-vice-president"])
def test_the_easy_editorials_have_no_fault_but_the_truth(name: str) -> None:
    report = Report()
    (text,) = audited(AuditRequest(str(ROOT / f"content/facile/{name}.md")), report)
    assert report.findings == []
    results = text.audit.results
    assert {r.criterion.test for r in results if r.verdict == "NC"} == TRUTH
    assert sum(result.auto for result in results) >= 45
    assert all(r.auto == (r.verdict != "NT") for r in results)


PAIRS = sorted((ROOT / "tests" / "pairs").glob("*.md"))


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_simplified_texts_have_the_faults_that_a_person_saw(path: Path) -> None:
    hard, _, simple = path.read_text("utf-8").partition("\n---\n")
    one = compared(
        named(CASES / "audit-pairs.txt", path.stem),
        told(audit(facts(simple, Lexicon()))),
    )
    assert (one.missed, one.beside) == ((), ())
    assert len(told(audit(facts(hard, Lexicon())))) > one.found + 3


# --- Any document -------------------------------------------------------------------


@given(documents)
@hypothesis.settings(max_examples=10)
def test_any_document_has_its_72_verdicts(document: Document) -> None:
    """Nothing crashes, nothing fails without a finding, the same text gives the same."""
    report = Report()
    found = audit(facts_of(document, {}, Settings(), LEXICON, report))
    assert len(found.results) == 72
    for result in found.results:
        assert result.reason
        assert (result.verdict == "NC") == bool(result.findings)
    assert found == audit(facts_of(document, {}, Settings(), LEXICON, report))


@pytest.mark.parametrize("named", ["<dt></dt>", '<dt><img src="a.png" alt=""></dt>'])
def test_a_definition_of_nothing_is_audited(named: str) -> None:
    report = Report()
    page = f"<h1>T</h1><dl>{named}<dd>Une ville.</dd></dl>"
    (document,) = READERS["html"](page, "a.html", ReaderOptions(), report)
    assert len(audit(facts_of(document, {}, Settings(), LEXICON, report)).results) == 72


# --- The page -----------------------------------------------------------------------


def test_the_guide_is_in_step_with_the_rules() -> None:
    path = ROOT / "docs" / "easy-to-read.md"
    if os.environ.get("PPUN_GOLDEN"):
        path.write_text(guide(), "utf-8")
    assert path.read_text("utf-8") == guide()


def test_remarks_are_in_plain_words_and_ask_to_lose_no_fact() -> None:
    """No word of auditors; a sum stays, and a word is explained at a place."""
    text = (
        "La subvention de 2 500 euros est versée à 97 % des habitants de la commune qui la "
        "demandent par écrit à la mairie avant la fin du mois de mars, sans aucune "
        "exception ni aucun retard, quel que soit leur âge.\n\nLe préjudice est réparé."
    )
    said = [one for result in audit(facts(text)).results for one in result.findings]
    told = " ".join(one.message for one in said)
    assert "Pour être facile, elle en a" in told
    assert "Gardez-le s’il sert au lecteur" in told
    assert "sans le perdre" in told
    assert "expliquez-le dans la ligne d’après" in told
    assert not re.search(r"usage :|le RLS|Écrivez « beaucoup »", told)


def test_the_guide_has_every_rule_code_and_threshold() -> None:
    text = guide()
    for rule in RULES:
        assert f"### {rule.test} (" in text
        assert f"`{rule.code}`" in text
        assert rule.explanation in text
    for profile in PROFILES.values():
        assert f"| {profile.name} | {profile.sentence_words} |" in text
