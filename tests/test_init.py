"""``init``: a project that publishes at once, and that speaks of nobody else."""

from __future__ import annotations

import errno
import io
import json
import re
import shlex
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from ppun_access.cli import main
from ppun_access.commands import init as commands_init
from ppun_access.commands.arguments import parser
from ppun_access.commands.init import (
    FORGES,
    QUESTIONS,
    UNKNOWN,
    Answers,
    Written,
    answers,
    create,
    next_steps,
    with_lines,
)
from ppun_access.errors import OutputError, UsageError
from ppun_access.settings.ppun_toml import load_settings

SAID = {"titre": 'L’été : « 2 \\ 3 » # "', "editeur": "Ville d’Exemple"}
FIRST_USER = ("bourgogne", "franche-c", "molinoz", "usages num")


def init(*arguments: str) -> int:
    return main(["init", *arguments])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "projet été"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    options = [f"--{name}={value}" for name, value in SAID.items()]
    assert init(str(made), *options, "--forge=github") == 0
    monkeypatch.chdir(made)
    return made


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every file that can be read as text, those of archives too.

    WAV files hold nothing but samples, many of them.
    """
    for path in folder.rglob("*"):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as held:
                for name in (one for one in held.namelist() if not one.endswith(".wav")):
                    yield f"{path}!{name}", held.read(name).decode("utf-8", "replace")
        elif path.is_file() and path.suffix != ".wav":
            yield str(path), path.read_text("utf-8", "replace")


def test_a_new_project_publishes_and_names_nobody_else(folder: Path) -> None:
    formats = "html,text,epub,vtt,kit"
    assert main(["build", "--voice", "silence", "--to", formats]) == 0
    report = json.loads((folder / "output-rapport" / "build.json").read_text("utf-8"))
    codes = {finding["code"] for finding in report["findings"]}
    assert codes == {
        "contact-absent", "declaration-incomplete", "mentions-incompletes",
        "texte-sans-date",
    }  # fmt: skip
    (text,) = json.loads((folder / "output" / "catalogue.json").read_text("utf-8"))[
        "publications"
    ]
    assert [one["status"] for one in text["versions"]] == ["publie", "brouillon"]
    read = dict(texts(folder))
    assert len(read) > 60
    assert [name for name, text in read.items() if "PPUN" in re.findall(r"\w+", text)] == []
    for words in FIRST_USER:
        assert [name for name, text in read.items() if words in text.lower()] == []


def test_the_easy_sample_is_tied_to_its_page(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its marks are those that the program gives to the page today."""
    assert main(["facile", "status", "bienvenue"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"^bienvenue +brouillon +aucun +non +0$", said, re.M)
    assert "revoir, ligne" not in said
    assert "sans passage" not in said


def test_the_easy_sample_follows_the_rules(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only the truth of a text that nobody reviewed, and that has no picture."""
    assert main(["audit", "content/facile/bienvenue.md", "--json"]) == 0
    tests = json.loads(capsys.readouterr().out)["tests"]
    wrong = {test["id"] for test in tests if test["verdict"] == "NC"}
    assert wrong == {"RLS-2.1.1", "RLS-2.2.1", "RLS-2.2.2", "RLS-3.1.1", "RLS-3.1.2"}


def test_settings_say_what_was_answered(folder: Path) -> None:
    settings = load_settings(folder / "ppun.toml")
    assert (settings.title, settings.publisher) == (SAID["titre"], SAID["editeur"])
    assert (settings.base_url, settings.contact.email) == ("", "")


@pytest.mark.parametrize("said", ["https://exemple.fr/a", ""])
def test_what_is_left_for_later_is_a_comment(tmp_path: Path, said: str) -> None:
    create(tmp_path, Answers("T", "E", said, "a@exemple.fr" if said else ""))
    settings = load_settings(tmp_path / "ppun.toml")
    assert settings.base_url == said
    assert settings.contact.email == ("a@exemple.fr" if said else "")
    assert "base_url" in (tmp_path / "ppun.toml").read_text("utf-8")


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_pipelines_type_commands_that_exist(tmp_path: Path, forge: str) -> None:
    create(tmp_path, Answers("T", "E", forge=forge))
    text = (tmp_path / FORGES[forge]).read_text("utf-8")
    assert yaml.safe_load(text)
    assert not re.search(r"@[a-z_]+@", text)
    typed = re.findall(r"ppun-access ([a-z]+ [^\n]*)", text)
    assert [line.split()[0] for line in typed] == ["voices", "build", "check", "cache"]
    for line in typed:
        parser().parse_args(shlex.split(line))
    published = re.search(r"build content -o (\w+)", text)
    assert published
    assert f"/{published[1]}-rapport/" in (tmp_path / ".gitignore").read_text("utf-8")
    assert f"check {published[1]}\n" in text


EXPOSED = re.compile(r"\w[-\w ]*", re.ASCII)
"""What GitLab takes for ``expose_as``: anything else and it refuses the whole pipeline."""


def test_gitlab_takes_the_pipeline_and_shows_the_preview(tmp_path: Path) -> None:
    create(tmp_path, Answers("T", "E", forge="gitlab"))
    pipeline = yaml.safe_load((tmp_path / FORGES["gitlab"]).read_text("utf-8"))
    shown = pipeline["apercu"]["artifacts"]
    assert EXPOSED.fullmatch(shown["expose_as"])
    assert shown["paths"] == ["public/", "public-rapport/"], "a folder shown ends in « / »"
    assert pipeline["pages"]["artifacts"]["paths"] == ["public"]
    (smaller,) = pipeline["pages"]["after_script"]  # Pages compresses nothing by itself
    assert smaller.startswith("find public -type f ")
    assert smaller.endswith(" -exec gzip -k -9 {} +")
    assert not {"image", "cache"} & set(pipeline), "they are in default:"
    assert shown["expire_in"] == pipeline["pages"]["artifacts"]["expire_in"] == "1 month"
    *_, told = pipeline[".construire"]["script"]
    said = re.fullmatch(r'echo "(\w+)=\$\{CI_PROJECT_PATH#\*/\}" > (\S+)', told)
    assert said
    name, file = said.groups()
    assert shown["reports"] == {"dotenv": file}
    assert f"/-/${name}/-/jobs/" in pipeline["apercu"]["environment"]["url"]


def test_github_publishes_the_default_branch(tmp_path: Path) -> None:
    """Whatever its name; Pages must have been set, and who reads is told."""
    written = create(tmp_path, Answers("T", "E", forge="github"))
    text = (tmp_path / FORGES["github"]).read_text("utf-8")
    pipeline = yaml.safe_load(text)
    assert "main" not in text
    build, publish = pipeline["jobs"]["construire"], pipeline["jobs"]["publier"]
    assert build["if"].endswith("github.ref_name == github.event.repository.default_branch")
    assert (publish["needs"], publish["if"]) == (
        "construire", "github.event_name != 'pull_request'",
    )  # fmt: skip
    (apt,) = (step["run"] for step in build["steps"] if "apt-get" in step.get("run", ""))
    (sent,) = (s for s in build["steps"] if "pages-artifact" in s.get("uses", ""))
    assert sent["with"] == {"path": "site"}
    assert apt.startswith("sudo apt-get update && sudo apt-get install ")
    for told in (text, "\n".join(next_steps(tmp_path, written))):
        assert re.search(r"Settings, Pages, Source.*« GitHub Actions »", told)
    there = tmp_path / "b"
    elsewhere = next_steps(there, create(there, Answers("T", "E", forge="gitlab")))
    assert "GitHub" not in "\n".join(elsewhere)


WHEEL = "https://forge.exemple.fr/ppun_access.whl"
COMMIT = {"url": "https://forge.exemple.fr/p.git", "vcs_info": {"commit_id": "abc"}}


@pytest.mark.parametrize(
    ("origin", "address"),
    [
        (COMMIT, "git+https://forge.exemple.fr/p.git@abc"),
        ({"url": WHEEL}, WHEEL),
        ({"url": "file:///c:/ppun"}, UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_a_pipeline_installs_the_program_from_where_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, origin: object, address: str
) -> None:
    class Installed:
        def read_text(self, name: str) -> str | None:
            return json.dumps(origin) if origin else None

    monkeypatch.setattr(commands_init, "distribution", lambda name: Installed())
    written = create(tmp_path, Answers("T", "E", forge="gitlab"))
    pipeline = yaml.safe_load((tmp_path / FORGES["gitlab"]).read_text("utf-8"))
    asked = f"ppun-access[kokoro] @ {address}"
    assert pipeline["variables"]["PROGRAMME"] == asked
    told = [line for line in next_steps(tmp_path, written) if UNKNOWN in line]
    assert bool(told) == (address == UNKNOWN)


def test_no_sample_and_no_pipeline_when_not_asked_for(tmp_path: Path) -> None:
    written = create(tmp_path, Answers("T", "E", exemple="non"))
    assert written == Written(("ppun.toml", "content/lexique.toml", ".gitignore"))
    assert {p.name for p in tmp_path.rglob("*") if p.is_file()} == {
        "ppun.toml", "lexique.toml", ".gitignore",
    }  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_fresh_clone_of_a_forge_is_taken_as_it_is(
    tmp_path: Path, end: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It has a README and a list of ignored files, which is completed, and only once."""
    held = f"*.pyc{end}/output/{end}été".encode()
    (tmp_path / ".gitignore").write_bytes(held)
    (tmp_path / "README.md").write_text("# Le nôtre", "utf-8")
    said = ("--titre=T", "--editeur=E", "--forge=GitHub", "--exemple=Non")
    assert init(str(tmp_path), *said) == 0
    assert ".gitignore était là : ce que" in capsys.readouterr().err
    assert (tmp_path / "README.md").read_text("utf-8") == "# Le nôtre"
    completed = (tmp_path / ".gitignore").read_bytes()
    added = completed.removeprefix(held).decode()
    assert added.startswith(f"{end}{end}# Ce que")
    assert "/output/" not in added.split()
    assert {"/output-rapport/", "/.cache/"} <= set(added.split())
    assert added.count("\n") == added.count(end)
    for path in ("ppun.toml", "content/lexique.toml", FORGES["github"]):
        (tmp_path / path).unlink()
    assert init(str(tmp_path), *said) == 0
    assert (tmp_path / ".gitignore").read_bytes() == completed
    assert "il n’a pas changé" in capsys.readouterr().err


def test_a_list_of_ignored_files_elsewhere_is_left(tmp_path: Path) -> None:
    elsewhere = tmp_path / "ailleurs"
    elsewhere.write_text("*.pyc", "utf-8")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / ".gitignore").symlink_to(elsewhere)
    written = create(tmp_path / "a", Answers("T", "E"))
    assert elsewhere.read_text("utf-8") == "*.pyc"
    assert (tmp_path / "a" / ".gitignore").is_symlink()
    assert "ajoutez-y /output/ " in written.ignored


@pytest.mark.parametrize(
    ("windows", "typed"), [(True, 'cd "un été" && '), (False, "cd 'un été' && ")]
)
def test_where_to_type_is_told_as_the_console_reads_it(windows: bool, typed: str) -> None:
    told = next_steps(Path("un été"), Written(("ppun.toml",)), windows=windows)
    assert f"Pour publier : {typed}ppun-access build" in told


def test_nothing_is_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ppun.toml").write_text("titre = 'à moi'", "utf-8")
    assert init(str(tmp_path), "--titre", "T", "--editeur", "E") == 2
    assert "il y a déjà ppun.toml" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["ppun.toml"]
    assert (tmp_path / "ppun.toml").read_text("utf-8") == "titre = 'à moi'"


def test_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target.parent.name == "facile":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", full)
    (tmp_path / ".gitignore").write_text("*.pyc", "utf-8")
    with pytest.raises(OutputError):
        create(tmp_path, Answers("T", "E"))
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == [".gitignore"]
    assert (tmp_path / ".gitignore").read_text("utf-8") == "*.pyc"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "titre"),
        ({"titre": "T"}, "collectivité"),
        ({**SAID, "base_url": "exemple"}, "n’est pas une adresse entière, comme"),
        ({**SAID, "courriel": "moi"}, "courriel"),
        ({**SAID, "forge": "gitea"}, "github, gitlab, aucune"),
        ({**SAID, "forge": "githb"}, "« githb » n’est pas possible"),
        ({**SAID, "programme": "un dossier"}, "d’où installer le programme"),
        ({**SAID, "programme": "https://a.fr/$(id).whl"}, "d’où installer le programme"),
        ({**SAID, "exemple": "peut-être"}, "oui, non"),
    ],
)
def test_wrong_answers_without_a_person(given: Mapping[str, str], told: str) -> None:
    with pytest.raises(UsageError, match=told) as error:
        answers(given, None)
    assert "--" in error.value.next_step


def asking(*typed: str) -> tuple[list[str], Callable[[str, str], str]]:
    """Return what is asked, and who answers in turn."""
    asked: list[str] = []
    left = iter(typed)

    def ask(question: str, default: str) -> str:
        asked.append(question)
        return next(left)

    return asked, ask


def test_six_questions_are_asked_and_asked_again() -> None:
    asked, ask = asking(
        "", " Le  titre ", "La ville", "ville.fr", "https://ville.fr", "", "GitLab", "Oui"
    )
    said = answers({}, ask)
    assert said == Answers("Le titre", "La ville", "https://ville.fr", "", "gitlab", "oui")
    assert len(QUESTIONS) == 6
    assert [question.splitlines()[-1] for question in asked] == [
        *[QUESTIONS["titre"]] * 2, QUESTIONS["editeur"], *[QUESTIONS["base_url"]] * 2,
        QUESTIONS["courriel"], QUESTIONS["forge"], QUESTIONS["exemple"],
    ]  # fmt: skip
    assert "n’est pas une adresse entière" in asked[4]


def test_what_is_given_is_not_asked() -> None:
    asked, ask = asking("", "", "non")
    assert answers({**SAID, "forge": "aucune"}, ask).exemple == "non"
    assert asked == [QUESTIONS["base_url"], QUESTIONS["courriel"], QUESTIONS["exemple"]]


def test_a_wrong_forge_is_told_the_nearest() -> None:
    with pytest.raises(UsageError, match="Vouliez-vous dire « github »"):
        answers({**SAID, "forge": "githb"}, None)


def test_answers_come_through_a_pipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line a question, those that options answer left out; an empty one by default."""
    typed = "L’été\n\nhttps://ville.fr\n\ngithub\r\nnon\n\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert init(str(tmp_path / "a")) == 2
    assert "nom de la collectivité" in capsys.readouterr().err
    typed = typed.replace("\n\n", "\nVille\n", 1)
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert init(str(tmp_path / "a")) == 0
    settings = load_settings(tmp_path / "a" / "ppun.toml")
    assert (settings.title, settings.publisher) == ("L’été", "Ville")
    assert settings.base_url == "https://ville.fr"
    assert (tmp_path / "a" / FORGES["github"]).is_file()
    assert not (tmp_path / "a" / "content" / "bienvenue.md").exists()


def test_no_entry_is_waited_for_when_all_is_said() -> None:
    def silent() -> Iterator[str]:
        raise AssertionError("an entry that stays open would be waited for")
        yield ""

    assert with_lines(SAID, silent()) == SAID
    with pytest.raises(UsageError, match="« encore » est en trop"):
        with_lines({}, ["T", "E", "", "", "", "", "encore"])


def test_the_program_comes_from_where_it_is_said(tmp_path: Path) -> None:
    options = ("--titre=T", "--editeur=E", "--forge=gitlab", f"--programme={WHEEL}")
    assert init(str(tmp_path), *options) == 0
    pipeline = yaml.safe_load((tmp_path / FORGES["gitlab"]).read_text("utf-8"))
    assert pipeline["variables"]["PROGRAMME"] == f"ppun-access[kokoro] @ {WHEEL}"


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_in_another_repository_the_right_place_and_content_are_told(
    tmp_path: Path, forge: str
) -> None:
    """The pages of the project are published, not those of the repository around it."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    folder = tmp_path / "un dépôt" / "textes"
    told = "\n".join(next_steps(folder, create(folder, Answers("T", "E", forge=forge))))
    assert str(tmp_path / FORGES[forge]) in told
    assert "Il publie un dépôt/textes/content" in told
    pipeline = yaml.safe_load((folder / FORGES[forge]).read_text("utf-8"))
    if forge == "gitlab":
        assert pipeline["variables"]["DOSSIER"] == "un dépôt/textes"
        return
    job = pipeline["jobs"]["construire"]
    assert job["defaults"] == {"run": {"working-directory": "un dépôt/textes"}}
    sent = [s["with"]["path"] for s in job["steps"] if "upload" in s.get("uses", "")]
    site = "un dépôt/textes/site"
    assert sent == [site, f"{site}-rapport", site]


def test_at_the_root_of_a_repository_nothing_is_to_move(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    written = create(tmp_path, Answers("T", "E", forge="github"))
    assert "ne lit que la racine" not in "\n".join(next_steps(tmp_path, written))


def test_the_script_of_gitlab_publishes_the_project_wherever_it_is(tmp_path: Path) -> None:
    """Run as a shell does, with a program that copies: the site is at the root."""
    for inside, root in ((".", tmp_path / "a"), ("b/c d", tmp_path / "b")):
        folder = root / inside
        folder.mkdir(parents=True)
        (root / ".git").mkdir()
        (root / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
        create(folder, Answers("T", "E", "https://ville.fr/t", forge="gitlab"))
        (folder / "content" / "bienvenue.md").write_text(inside)
        pipeline = yaml.safe_load((folder / FORGES["gitlab"]).read_text("utf-8"))
        tools = tmp_path / "bin"
        tools.mkdir(exist_ok=True)
        for name, does in (("apt-get", ""), ("pip", ""), ("ppun-access", BUILDS)):
            (tools / name).write_text(f"#!/bin/sh\n{does}\n")
            (tools / name).chmod(0o755)
        environment = {
            "PATH": f"{tools}:/usr/bin:/bin", "CI_PROJECT_DIR": str(root),
            "CI_PROJECT_PATH": "g/p", "CI_PAGES_URL": "https://g.gitlab.io/p",
            "DOSSIER": pipeline["variables"]["DOSSIER"], "PROGRAMME": "x",
        }  # fmt: skip
        script = "\n".join(pipeline[".construire"]["script"])
        sh = shutil.which("sh") or "sh"
        done = subprocess.run(
            [sh, "-e", "-c", script], cwd=root, env=environment, capture_output=True,
            text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "sera à l’adresse https://g.gitlab.io/p" in done.stdout
        assert (root / "public" / "bienvenue.md").read_text() == inside
        assert (root / "public-rapport").is_dir()
        assert (root / "apercu.env").read_text() == "PROJET=p\n"


BUILDS = '[ "$1" = build ] && cp -r content public && mkdir public-rapport; exit 0'


def test_github_keeps_little_and_looks_at_the_address(tmp_path: Path) -> None:
    create(tmp_path, Answers("T", "E", "https://ville.fr/t/", forge="github"))
    pipeline = yaml.safe_load((tmp_path / FORGES["github"]).read_text("utf-8"))
    steps = pipeline["jobs"]["construire"]["steps"]
    kept = [s["with"] for s in steps if "upload-artifact" in s.get("uses", "")]
    assert all(0 < one["retention-days"] <= 30 for one in kept)
    (cache,) = (s["with"] for s in steps if "actions/cache" in s.get("uses", ""))
    assert cache["path"].split() == ["~/.cache/ppun-access", "~/.cache/pip"]
    (looked,) = (s for s in steps if "ADRESSE" in s.get("env", {}))
    for address, warned in (("https://ville.fr/t", False), ("https://a.github.io", True)):
        done = subprocess.run(
            [shutil.which("sh") or "sh", "-e", "-c", looked["run"]], cwd=tmp_path,
            env={"ADRESSE": address, "PATH": "/usr/bin:/bin"},
            capture_output=True, text=True, encoding="utf-8", check=True,
        )  # fmt: skip
        assert ("::warning::" in done.stdout) == warned


def test_pages_that_are_there_already_are_not_mixed_with_a_sample(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "README.md").write_text("# Le nôtre", "utf-8")
    (tmp_path / "SUMMARY.md").write_text("# Sommaire", "utf-8")
    written = create(tmp_path, Answers("T", "E"))
    assert written.files == ("ppun.toml", "content/lexique.toml", ".gitignore")
    assert "(SUMMARY.md) : rangez ses pages dans content/" in "\n".join(
        next_steps(tmp_path, written)
    )
