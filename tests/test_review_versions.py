"""A review is of the version that people read: what its sheet prints, and no other."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from projects import failed
from test_sheets import fill, signed_by

from ppun_access.cli import main
from ppun_access.document.model import Document, Meta
from ppun_access.document.walk import plain_text
from ppun_access.easy.review.digests import (
    NOTHING,
    ReviewDigests,
    review_digests,
    says_the_same,
)
from ppun_access.easy.review.record import Record, record
from ppun_access.easy.review.rewording import SentencePosition, reworded
from ppun_access.easy.review.signing import (
    SignedText,
    SigningRequest,
    corrected,
    reread,
    signed,
    with_front_matter,
)
from ppun_access.easy.review.version import easy_version, fingerprint
from ppun_access.errors import UsageError
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report

SOURCE = Document("bus", "fr", "Le bus", (), Meta(source="bus.md"))
EASY = Path("content/facile/bus.md")
FOLDER = Path("output-rapport/relecture")
READ = ("--atelier", "ESAT du Doubs", "--date", "2026-01-02", "--participants", "6")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path in ("bus", "facile/bus"):
        file = tmp_path / "content" / f"{path}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("# Le bus\n\nLe bus passe.\n\nMontez vite dans le bus.\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def facile(*arguments: str) -> None:
    assert main(["facile", *arguments]) == 0


def printed() -> str:
    """Make the sheet of the text; return the version that it prints."""
    facile("sheet", "bus", "-o", "fiches")
    found = re.search(r"bus ([0-9a-f]{16})", Path("fiches/bus.csv").read_text("utf-8"))
    assert found is not None
    return found[1]


def filled(name: str, row: int, answer: str, instead: str = "") -> str:
    """Fill in a printed sheet; return its name."""
    kind = name.rpartition(".")[2]
    content = Path(f"fiches/bus.{kind}").read_bytes()
    Path(name).write_bytes(fill(content, kind, row, answer, instead))
    return name


def edit(old: str, new: str) -> None:
    text = EASY.read_text("utf-8")
    assert old in text
    EASY.write_text(text.replace(old, new), "utf-8")


def published() -> tuple[str, str]:
    """Build; return the state in the catalogue, and the words of the easy page."""
    assert main(["build", "--to", "html,text,report", "-q"]) == 0
    catalogue = json.loads(Path("output/catalogue.json").read_text("utf-8"))
    (publication,) = catalogue["publications"]
    states = {one["version"]: one["status"] for one in publication["versions"]}
    return states["facile"], Path("output/bus/facile/bus-facile.txt").read_text("utf-8")


def test_what_was_changed_after_the_sheet_is_not_signed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The workshop read the sheet; the words of the file are others."""
    version = printed()
    edit("Montez vite", "Attendez dix ans")
    before = EASY.read_text("utf-8")
    code, told = failed(capsys, "facile", "sign", "bus", *READ)
    assert (code, "la version qui a été lue" in told) == (2, True)
    code, told = failed(capsys, "facile", "sign", "bus", *READ, "--version-lue", version)
    assert (code, "n’est pas celui qui a été lu" in told) == (2, True)
    assert version in told
    assert "facile sheet bus" in told
    assert EASY.read_text("utf-8") == before
    code, told = failed(
        capsys, "facile", "sign", "bus", *READ, "--version-lue", version, "--typographie"
    )
    assert code == 2, "a change of words is no typography"
    edit("Attendez dix ans", "Montez vite")
    capsys.readouterr()
    facile("sign", "bus", *READ, "--version-lue", version)
    assert f"Version signée : {version[:8]}, lue le 2026-01-02." in capsys.readouterr().err


def test_a_round_of_review_as_a_team_does_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sheet, answers, corrections, signature, a change by hand: each state is true."""
    first = printed()
    sheets = (
        filled("un.odt", 3, "non", "Montez dans le bus."),
        filled("deux.docx", 3, "non", "Montez dans le bus."),
    )
    capsys.readouterr()
    facile("import", "--appliquer", *sheets)
    told = capsys.readouterr().err
    assert f"--version-lue {first}" in told
    assert "Personne n’a lu le texte tel qu’il est maintenant" in told
    facile("sign", "bus", *READ, "--version-lue", first)
    told = capsys.readouterr()
    assert "brouillon → relu" in told.out
    assert "Le texte a changé ensuite, avec les réponses" in told.err
    facile("status", "bus")
    told = capsys.readouterr()
    assert re.search(r"bus +relu +1 \(6 pers\.\)", told.out)
    assert "facile sheet bus" in told.out
    assert "celle d’avant les réponses des fiches" in told.out
    code, error = failed(capsys, "facile", "sign", "bus")
    assert (code, "personne ne l’a lu depuis" in error) == (2, True)
    state, words = published()
    assert state == "relu"
    assert "Il a changé ensuite, avec leurs réponses." in " ".join(words.split())


def test_a_validated_text_goes_back_with_each_change(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A workshop that reads twice counts once; answers lead to « relu », hands to none."""
    printed()
    facile("import", "--appliquer", filled("un.odt", 3, "non", "Montez."))
    first = re.search(r"lues: \['?(\w{16})'?\]", EASY.read_text("utf-8"))
    assert first is not None
    facile("sign", "bus", *READ, "--version-lue", first[1])
    facile("sign", "bus", *READ, "--version-lue", printed())
    facile("sign", "bus")
    capsys.readouterr()
    facile("status", "bus")
    told = capsys.readouterr()
    assert re.search(r"validé \(FALC\) +1 \(6 pers\.\)", told.out), "a workshop counts once"
    assert published()[0] == "valide"

    sheet = filled("trois.docx", 2, "non", "Le bus arrive.")
    facile("import", "--appliquer", sheet)
    assert "statut: relu" in EASY.read_text("utf-8")
    assert published()[0] == "relu"
    edit("Le bus arrive.", "Le bus part.")
    state, words = published()
    assert (state, "Ce texte simplifié a changé." in " ".join(words.split())) == (
        "a-revoir",
        True,
    )
    report = Path("output-rapport/index.html").read_text("utf-8")
    assert "ppun-access facile sheet bus" in report
    assert "--revu" not in report, "its source did not change"
    code, error = failed(capsys, "facile", "sign", "bus")
    assert (code, "n’est pas celui qui a été lu" in error) == (2, True)
    capsys.readouterr()
    facile("status", "bus")
    assert "préparer la fiche" in capsys.readouterr().out


def test_the_sheet_of_a_workshop_gives_the_command_that_notes_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Six people around one sheet: its place, its day, its number and its version."""
    version = printed()
    content = fill(Path("fiches/bus.odt").read_bytes(), "odt", 3, "non", "je sais pas")
    fields = {
        "Nom de l’atelier": "ESAT du Doubs", "Date": "02/01/2026",
        "Nombre de personnes": "6",
    }  # fmt: skip
    made = signed_by(content, "odt", fields, "un groupe", "Il faut monter.")
    for name in ("un.odt", "encore.odt"):
        Path(name).write_bytes(made)
    before = EASY.read_text("utf-8")
    capsys.readouterr()
    facile("import", "--appliquer", "un.odt", "encore.odt")
    told = capsys.readouterr()
    assert EASY.read_text("utf-8") == before, "« je sais pas » is no sentence"
    assert "Fiches lues : 1.\nGroupes : 1, de 6 personnes." in told.out
    assert "  dit : « je sais pas »" in told.out
    assert "  dit : « Il faut monter. »" in told.out
    command = re.search(r"Notez cette lecture : ppun-access (.*)", told.err)
    assert command is not None
    assert main(shlex.split(command[1])) == 0
    facile("status", "bus")
    assert f"{version[:8]} le 2026-01-02, ESAT du Doubs, 6 personnes : celle du" in (
        capsys.readouterr().out
    )


def test_a_sheet_of_another_text_is_no_reading_of_this_one(project: Path) -> None:
    """Its answers may be written, but nobody read what stands around them."""
    printed()
    sheet = filled("un.csv", 3, "non", "Montez dans le bus.")
    edit("Le bus passe.", "Le bus passe à 8 h.")
    facile("import", "--appliquer", sheet)
    assert "Montez dans le bus." in EASY.read_text("utf-8")
    assert "lues" not in EASY.read_text("utf-8")


def test_typography_alone_is_signed_when_a_person_says_so(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit("Montez vite dans le bus.", 'L\'État dit "oui" !')
    version = printed()
    edit('L\'État dit "oui" !', "L’Etat dit « oui » !")
    code, told = failed(capsys, "facile", "sign", "bus", *READ, "--version-lue", version)
    assert (code, "--typographie" in told) == (2, True)
    facile("sign", "bus", *READ, "--version-lue", version, "--typographie")
    facile("sign", "bus")
    assert published()[0] == "valide"
    assert f"empreinte: {version}" in EASY.read_text("utf-8").replace("'", "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Payez 1,5 €.", "Payez 15 €."),
        ("Le bus part.", "Le bus part ?"),
        ("Il paie.", "Il paye."),
        ("C’est où ?", "C’est ou ?"),
        ("Venez, pas lui.", "Venez pas, lui."),
        ("![un bus](a.png)", "![un vélo](a.png)"),
    ],
)
def test_what_is_more_than_typography(before: str, after: str) -> None:
    one, two = (digests_of(f"# T\n\n{text}\n\nFin.").version for text in (before, after))
    assert not says_the_same(one, two)


def test_a_signature_of_the_past_stays_valid_and_is_told_as_such(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facile("sign", "bus", *READ, "--version-lue", printed())
    text = re.sub(r", empreinte: '?\w{16}'?", "", EASY.read_text("utf-8"))
    assert "participants: 6}" in text
    EASY.write_text(text, "utf-8")
    capsys.readouterr()
    facile("sign", "bus")
    assert "ne dit pas quelle version a été lue" in capsys.readouterr().err
    assert published()[0] == "valide"
    facile("status", "bus")
    assert "version non notée" in capsys.readouterr().out
    edit("Montez vite", "Montez")
    code, told = failed(capsys, "facile", "sign", "bus")
    assert (code, "n’est pas celui qui a été lu" in told) == (2, True)


# Any sequence


def page_of(text: str) -> Document:
    options = ReaderOptions(sense_lines=True)
    (found,) = READERS["markdown"](text, "facile/bus.md", options, Report())
    return found


def digests_of(text: str) -> ReviewDigests:
    return review_digests(page_of(text), fingerprint(SOURCE), NOTHING)


def words_of(text: str) -> str:
    """Return what is read: words and stops, without what only typography changes."""
    said = plain_text(page_of(text)).casefold().replace("é", "e")
    return " ".join(re.findall(r"[\w]+(?:[,.]\d+)*|[.,;:!?]", said))


SENTENCES = (
    "L'État paie 1,5 €.", "L’état paie 1,5 €.", "L’État paie 15 €.", "La mairie aide !",
    "La « mairie » aide !", "Le bus passe.", "Le bus ne passe pas.",
)  # fmt: skip
sentence = st.sampled_from(SENTENCES)
place = st.integers(0, 1)
last = st.sampled_from((-1, -1, -2, 0))
step = st.one_of(
    st.tuples(st.just("edit"), place, sentence),
    st.tuples(st.just("print")),
    st.tuples(st.just("read"), last),
    st.tuples(st.just("import"), last, place, sentence),
    st.tuples(st.just("sign"), last, st.booleans()),
    st.tuples(st.just("validate"), st.booleans()),
    st.tuples(st.just("again")),
    st.tuples(st.just("claim")),
)
PLAIN = (("print",), ("read", -1), ("sign", -1, False), ("validate", False))
"""What leads to the label."""
PAST = (*PLAIN, ("forget",))
"""A text that was signed before its version was noted."""
ANSWER = ("import", -1, 0, SENTENCES[6])
OTHER = ("edit", 1, SENTENCES[2])


@dataclass
class Team:
    """A team and its file: what it printed, and the words that people read."""

    text: str = f"# Le bus\n\n{SENTENCES[3]}\n\n{SENTENCES[5]}\n"
    sheets: list[tuple[str, str]] = field(default_factory=list)
    read: dict[str, str] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    """What the answers about words that were read made of them."""

    @property
    def lines(self) -> list[str]:
        """Its two sentences."""
        return self.text.rstrip().split("\n\n")[-2:]

    @property
    def record(self) -> Record:
        """What its front matter says."""
        return record(dict(page_of(self.text).meta.front))

    def written(self, at: int, sentence_: str) -> str:
        """Return its text with one sentence written otherwise."""
        lines = self.lines
        lines[at] = sentence_
        head = self.text.rstrip().rsplit("\n\n", 2)[0]
        return "\n\n".join((head, *lines)) + "\n"

    def sign(self, asked: SigningRequest) -> None:
        """Sign, where it is not refused."""
        seen = SignedText("bus", date(2026, 3, 1))
        try:
            made = signed(self.record, asked, digests_of(self.text), seen)
        except UsageError:
            return
        if made.values["statut"] == "valide":
            assert words_of(self.text) in self.read.values()
        self.text = with_front_matter(self.text, made.values)

    def answer(self, version: str, at: int, new: str) -> None:
        """Write what a sheet says instead of one sentence."""
        old, before, found = self.text, digests_of(self.text), self.record
        self.text, _ = reworded(old, {SentencePosition(self.lines[at]): new})
        if words_of(old) in (*self.read.values(), *self.answered):
            self.answered.add(words_of(self.text))
        now = digests_of(self.text)
        self.text = corrected(self.text, found, before, now, [version])

    def do(self, kind: str, *what: object) -> None:
        """Take one step."""
        match kind, what:
            case "edit", (int(at), str(new)):
                self.text = self.written(at, new)
            case "print", _:
                self.sheets.append((digests_of(self.text).version, words_of(self.text)))
            case "read", (int(n),) if self.sheets:
                self.read |= dict([self.sheets[max(n, -len(self.sheets))]])
            case "import", (int(n), int(at), str(new)) if self.read:
                self.answer([*self.read][max(n, -len(self.read))], at, new)
            case "sign", (int(n), bool(flag)) if self.read:
                version = [*self.read][max(n, -len(self.read))]
                self.sign(
                    SigningRequest("ESAT", "2026-02-03", 4, version, is_typography=flag)
                )
            case "validate", (bool(flag),):
                self.sign(SigningRequest(is_typography=flag))
            case "again", _:
                self.text = reread(self.text, self.record, fingerprint(SOURCE))
            case "claim", _:
                self.text = with_front_matter(self.text, {"statut": "valide"})
            case "forget", _:
                self.text = re.sub(r", empreinte: '?[0-9a-f]{16}'?", "", self.text)

    @property
    def state(self) -> str:
        """The state of the published page."""
        return easy_version(page_of(self.text), SOURCE, Report(), NOTHING).meta.status


@given(st.sampled_from(((), PLAIN[:3], PLAIN, PAST)), st.lists(step, max_size=9))
@example(PAST, [ANSWER, ("validate", True)])
@example(PAST, [ANSWER, ("claim",)])
@example(PLAIN, [OTHER, ("validate", True), ("claim",)])
@example(PLAIN[:2], [OTHER, ANSWER, ("sign", -1, True), ("claim",)])
@example(PLAIN[:2], [ANSWER, OTHER, ("import", -1, 0, SENTENCES[5]), ("sign", -1, True)])
def test_no_page_says_that_people_validated_words_that_nobody_read(
    before: tuple[tuple[object, ...], ...], steps: list[tuple[object, ...]]
) -> None:
    """Whatever a team edits, prints, reads, imports and signs, in any order.

    « relu » is held too, but for a state that hands wrote where no digest tells of what.
    """
    team = Team()
    for kind, *what in (*before, *steps):
        team.do(str(kind), *what)
        if team.state == "valide":
            assert words_of(team.text) in team.read.values()
        if team.state == "relu" and team.record.review_digests:
            known = (*team.read.values(), *team.answered)
            assert words_of(team.text) in known


@given(st.lists(sentence, min_size=1, max_size=2))
def test_what_was_read_can_be_validated(lines: list[str]) -> None:
    """The plain way leads to the label: print, read, sign, sign."""
    team = Team("# Le bus\n\n" + "\n\n".join((*lines, "Fin.")) + "\n")
    for kind, *what in PLAIN:
        team.do(str(kind), *what)
    assert team.state == "valide"
