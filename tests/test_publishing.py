"""The files of docs/publishing/ are what their readers run: they are tried here."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from ppun_access.commands.arguments import parser
from ppun_access.readers.gitbook.page import read_gitbook
from ppun_access.readers.model import ReaderOptions
from ppun_access.report import Report
from ppun_access.serving import published as media_types
from ppun_access.serving.folder import DRAWING_POLICY
from ppun_access.serving.published import FEED, FEED_TYPE, media_type
from ppun_access.writers.html.frame import Place

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "publishing"
GUIDE = (ROOT / "docs" / "publishing.md").read_text("utf-8")
NGINX = (FOLDER / "nginx.conf").read_text("utf-8")
SYSTEM = {"sudo", "rsync", "lftp", "nginx", "systemctl", "umask"}
"""Programs of the machines that run these lines."""


def commands(line: str) -> Iterator[list[str]]:
    """Yield the commands of a line, without its comment."""
    words: list[str] = []
    for word in (*shlex.split(line, comments=True), "&&"):
        if word != "&&":
            words.append(word)
        elif words:
            yield words
            words = []


def check(command: list[str]) -> None:
    """Fail unless a command of ours exists, with its arguments."""
    name, *rest = command
    if name == "make":
        targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
        assert {word for word in rest if "=" not in word} <= targets, command
    elif name == "ppun-access":
        parser().parse_args(rest)
    else:
        assert name in SYSTEM, command


def test_the_commands_of_the_guide_exist() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", GUIDE, re.M | re.S)
    spans = re.findall(r"`((?:make|sudo) [^`]*)`", GUIDE)
    found = [line for block in blocks for line in block.splitlines()] + spans
    assert len(found) > 4
    for line in found:
        for command in commands(line):
            check(command)


@pytest.mark.parametrize("command", [["make", "absent"], ["wget", "x"]])
def test_a_command_that_does_not_exist_is_seen(command: list[str]) -> None:
    with pytest.raises(AssertionError):
        check(command)


def test_the_guide_leads_to_every_file() -> None:
    for path in FOLDER.iterdir():
        assert f"(publishing/{path.name})" in GUIDE
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", GUIDE):
        if not target.startswith("http"):
            assert (ROOT / "docs" / target).exists(), target


def directives(policy: str) -> dict[str, set[str]]:
    parts = (part.split() for part in policy.split(";"))
    return {name: set(sources) for name, *sources in parts}


def test_the_policy_of_the_guide_lets_pages_do_what_they_do() -> None:
    (written,) = re.findall(r"^default-src .*$", GUIDE, re.M)
    whole = directives(written)
    assert set.union(*whole.values()) == {"'self'", "'none'"}
    for page in (Place("a", "b"), Place("a", "b", scripts=("x.js",), comfort=False)):
        for name, sources in directives(str(page.policy)).items():
            assert sources - {"file:", "'none'"} <= whole[name], name


def test_the_block_of_the_guide_is_known_again() -> None:
    block = re.search(r"^```\n(\{% hint.*?)^```", GUIDE, re.M | re.S)
    assert block
    with_it = read_gitbook(f"{block[1]}\nUn texte.\n", "a.md", ReaderOptions(), Report())
    assert with_it == read_gitbook("Un texte.\n", "a.md", ReaderOptions(), Report())


# nginx


def types() -> str:
    """Return the types of ``serve`` as nginx reads them, each with the ends of names."""
    ends: dict[str, list[str]] = {}
    for suffix, type_ in media_types.types().items():
        ends.setdefault(type_, []).append(suffix)
    return "".join(f"        {t:<25} {' '.join(names)};\n" for t, names in ends.items())


def words(name: str) -> set[str]:
    """Return the values of one setting of nginx.conf."""
    found = re.search(rf"^\s+{name}\s+([^;]*);", NGINX, re.M)
    assert found
    return set(found[1].split())


def test_nginx_has_the_types_of_serve() -> None:
    before, opening, rest = NGINX.partition("    types {\n")
    written = f"{before}{opening}{types()}    }}{rest.partition('    }')[2]}"
    if os.environ.get("PPUN_GOLDEN"):
        (FOLDER / "nginx.conf").write_text(written, "utf-8")
    assert written == (FOLDER / "nginx.conf").read_text("utf-8")
    place = re.search(rf"location = /{FEED} {{(.*?)^    }}", NGINX, re.M | re.S)
    assert place
    assert f"default_type {FEED_TYPE};" in place[1]


def test_nginx_says_that_texts_are_utf_8() -> None:
    utf8 = {t for s, t in media_types.types().items() if "charset" in media_type(f"a.{s}")}
    assert words("charset_types") == {*utf8, FEED_TYPE} - {"text/html"}


def test_nginx_compresses_texts_alone() -> None:
    texts = {*words("charset_types"), media_types.types()["brf"]}
    assert words("gzip_types") == texts


def test_nginx_lets_a_drawing_be_seen_and_nothing_else() -> None:
    assert f'"{DRAWING_POLICY}";' in NGINX
    assert words("add_header Content-Security-Policy") == {"$ppun_policy", "always"}


def test_nginx_braces_are_closed() -> None:
    bare = re.sub(r"#.*", "", NGINX)
    assert bare.count("{") == bare.count("}")
