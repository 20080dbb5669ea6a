"""``aide``: the docs of editors, in French, in the package, true to what can be typed."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from ppun_access.cli import main
from ppun_access.commands.aide import SUBJECTS, aide, plain
from ppun_access.commands.arguments import parser
from ppun_access.errors import UsageError

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
TYPED = re.compile(r"(?:`|«\s*)ppun-access ([^`»\n]+?)\s*(?:`|»)")
ADVISED = re.compile(r"ppun-access aide ([a-z-]+)")


def is_french(page: Path) -> bool:
    words = page.read_text("utf-8").casefold().split()
    return words.count("les") + words.count("la") > words.count("the")


def test_every_page_in_french_is_a_subject_and_no_other_is() -> None:
    french = {page.name for page in DOCS.glob("*.md") if is_french(page)}
    assert french == set(SUBJECTS.values())


def test_the_package_holds_every_subject() -> None:
    hatch = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]
    targets = hatch["build"]["targets"]
    held = targets["wheel"]["force-include"]
    for page in SUBJECTS.values():
        assert held[f"docs/{page}"] == f"ppun_access/docs/{page}"
    assert "/docs/*.md" in targets["sdist"]["include"]


def misunderstood(typed: str) -> str:
    """Return what the program does not understand; a command only named lacks the rest."""
    try:
        parser().parse_args(shlex.split(re.sub(r"\[|\]|…| [<>] .*", "", typed)))
    except UsageError as error:
        return "" if "il manque" in error.message else error.message
    return ""


@pytest.mark.parametrize("page", SUBJECTS.values())
def test_what_a_page_has_people_type_inside_a_sentence_is_understood(page: str) -> None:
    assert misunderstood("aide reglages --autre")
    typed = TYPED.findall((DOCS / page).read_text("utf-8"))
    assert [one for one in typed if misunderstood(one)] == []


def test_messages_lead_to_subjects_that_exist() -> None:
    found = [
        subject
        for path in (ROOT / "src").rglob("*.py")
        for subject in ADVISED.findall(path.read_text("utf-8"))
    ]
    assert {"reglages", "constats"} <= set(found) <= set(SUBJECTS)


def test_a_page_is_printed_without_marks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["aide"]) == 0
    listed = capsys.readouterr().out
    assert all(re.search(rf"^  {name} +\w", listed, re.M) for name in SUBJECTS)
    assert main(["aide", "reglages"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Les réglages\n====")
    assert "- `titre`\xa0; ce que c’est" in said
    assert not re.search(
        r"\]\(|<!--|^\||^#|\*\*", re.sub(r"`.*?`|^    .*", "", said, flags=re.M), re.M
    )


@pytest.mark.parametrize(
    "name", ["settings", "settings.md", "docs/settings.md", "Reglages"]
)
def test_a_page_is_known_by_its_file_too(name: str) -> None:
    assert aide(name, 80) == aide("reglages", 80)


def test_a_wrong_subject_is_told_the_nearest() -> None:
    with pytest.raises(UsageError, match="« réglage »") as caught:
        aide("réglage", 80)
    assert "Vouliez-vous dire « reglages »" in caught.value.next_step


def test_links_lead_to_other_subjects_and_code_is_left() -> None:
    said = plain("Voyez [les `clés`](settings.md#a) et `[ceci](b.md) : x`.\n", 99)
    assert said == (
        "Voyez les `clés`, «\xa0ppun-access aide reglages\xa0» et `[ceci](b.md) : x`."
    )
    rows = plain("| a | b |\n|---|---|\n| `x : y` | z |\n", 99)
    assert rows == "- `x : y`\xa0: z"
    fence = plain("Tapez :\n\n```sh\nun  deux : trois\n```\n", 99)
    assert fence.endswith("    un  deux : trois")
    item = plain("- un mot après un mot\n  et la suite\n- deux", 30)
    assert item == "- un mot après un mot et la\n  suite\n- deux"
