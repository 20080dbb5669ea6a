"""What a reader keeps is there without network; so is the whole site on a USB stick."""

from __future__ import annotations

import re
import socket
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from ppun_access.build import Request, build

from . import axe
from .browser import Browser, Page, Watched, opened, watching
from .conftest import Published

pytestmark = pytest.mark.usefixtures("checkers")

ONE, TWO = "bonjour-a-tous", "autre-texte"
TEXTS = {
    "a.md": "# Bonjour à tous\n\nVoici un texte. Il a deux phrases.\n",
    "b.md": "# Un autre texte\n\nIl est court.\n",
}
CHANGED = "# Bonjour à tous\n\nVoici un texte. Il a une phrase de plus. La voici.\n"


@dataclass(frozen=True)
class Editions:
    """One site, published twice: a text of it is not the same."""

    first: Path
    second: Path


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Editions:
    """Two texts with their sounds, before and after a change in one."""
    folder = tmp_path_factory.mktemp("kept")
    content = folder / "content"
    content.mkdir()
    for name, text in TEXTS.items():
        (content / name).write_text(text, "utf-8")
    publish = partial(
        Request, (content,), formats=("html", "mp3", "opus"), voice="silence",
        cache=folder / "cache",
    )  # fmt: skip
    build(publish(folder / "first"))
    (content / "a.md").write_text(CHANGED, "utf-8")
    build(publish(folder / "second"))
    return Editions(folder / "first", folder / "second")


class Handler(SimpleHTTPRequestHandler):
    """Gives the files of the folder that its server has now, and notes which."""

    server: Server

    def translate_path(self, path: str) -> str:
        self.server.asked.append(path.lstrip("/"))
        self.directory = str(self.server.folder)
        return super().translate_path(path)

    def do_GET(self) -> None:
        """Give the file whatever the browser holds: its date tells only the second."""
        del self.headers["If-Modified-Since"]
        super().do_GET()

    def end_headers(self) -> None:
        """Have the browser ask each time: what it holds by itself is not kept."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A web server of this machine, whose folder can change."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = folder
        self.asked: list[str] = []


@dataclass
class Visit:
    """A reader, a site that is served, and what went wrong."""

    server: Server
    stop: Callable[[], None]
    watched: Callable[[], Watched]

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/{path}"

    def page(self, path: str) -> Page:
        page = self.watched().page
        page.goto(self.address(path))
        return page


@contextmanager
def visiting(browser: Browser, folder: Path) -> Iterator[Visit]:
    """Serve ``folder`` to a browser that has nothing yet."""
    server = Server(folder)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    with ExitStack() as after:
        running = after.enter_context(ExitStack())

        def stop() -> None:
            server.shutdown()
            server.server_close()
            thread.join()
            # nobody else may answer there: a place that is taken, and nobody listens
            place = after.enter_context(socket.socket())
            place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            place.bind(server.server_address)

        running.callback(stop)
        pages = list[Watched]()

        def watched() -> Watched:
            pages.append(after.enter_context(watching(browser, online=True)))
            return pages[-1]

        yield Visit(server, running.close, watched)
        assert [fault for page in pages for fault in page.script_faults] == []


BUTTON = ".garder button"


def wait_told(page: Page, words: str) -> None:
    page.wait_for_function(
        "words => { const told = document.querySelector('.garder [role=status]');"
        " return told && told.textContent.includes(words); }",
        arg=words,
    )


def keep(page: Page) -> None:
    page.wait_for_selector(BUTTON)
    page.click(BUTTON)
    wait_told(page, "C’est fait. Ce texte est gardé")


CACHES = """
async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const body = await (await cache.match(request)).blob();
      found.push([name.split(' ')[2], request.url, body.size]);
    }
  }
  return found;
}
"""


def cached(page: Page) -> dict[str, dict[str, int]]:
    """Return the page of each cache, and its addresses with their bytes."""
    found: dict[str, dict[str, int]] = {}
    for name, url, size in page.evaluate(CACHES):
        found.setdefault(name, {})[url] = size
    return found


def test_keeping_is_asked_for_and_told(browser: Browser, editions: Editions) -> None:
    with visiting(browser, editions.first) as visit:
        page = visit.page(f"{ONE}/")
        page.wait_for_selector(BUTTON)
        assert page.evaluate("caches.keys()") == []
        assert not {"sw.js", "assets/garder.js"} & {*visit.server.asked}, (
            "nothing is unasked"
        )
        told = page.inner_text(BUTTON).replace("\u00a0", " ")
        assert axe.check(page) == []
        page.focus(BUTTON)
        page.keyboard.press("Enter")
        wait_told(page, "C’est fait. Ce texte est gardé")
        focused = "document.activeElement.matches('.garder button')"
        assert page.evaluate(focused), "the focus stays where it was"
        assert page.inner_text(BUTTON) == "Ne plus garder ce texte"
        assert axe.check(page) == []
        held = cached(page)
    assert set(held) == {"hors-ligne/index.html", f"{ONE}/index.html"}
    own = held[f"{ONE}/index.html"]
    assert all(url.startswith(visit.address("")) for url in own), "no third party"
    size = sum(own.values()) - own[visit.address("copie")]
    (asked,) = re.findall(r"^Garder ce texte sur mon appareil \((\d+) ko\)$", told)
    assert int(asked) == pytest.approx(size / 1000, abs=0.6)
    assert visit.address(f"{ONE}/{ONE}.opus") in own
    assert visit.address(f"{ONE}/{ONE}.mp3") not in own, "one sound is enough"


PLAYED = """
time => {
  const audio = document.querySelector('audio');
  return !audio.seeking && audio.currentTime > time;
}
"""
GROUND = "getComputedStyle(document.body).backgroundColor"


def test_a_kept_text_is_read_and_heard_without_network(
    browser: Browser, editions: Editions
) -> None:
    with visiting(browser, editions.first) as visit:
        page = visit.page(f"{ONE}/")
        keep(page)
        ground = page.evaluate(GROUND)
        visit.stop()
        page.reload()
        wait_told(page, "Ce texte est gardé sur votre appareil.")
        assert page.inner_text("h1") == "Bonjour à tous"
        assert page.evaluate(GROUND) == ground != "rgba(0, 0, 0, 0)", "its style is there"
        page.click(".jouer")
        page.wait_for_function(PLAYED, arg=0.1)
        page.wait_for_selector(".en-cours")
        page.click("[data-pas='0']")
        end = page.evaluate("document.querySelector('audio').duration")
        assert end > 2
        page.evaluate("t => { document.querySelector('audio').currentTime = t; }", end - 1)
        page.wait_for_function(PLAYED, arg=end - 1.05)


def test_a_page_that_is_not_kept_leads_to_those_that_are(
    browser: Browser, editions: Editions
) -> None:
    with visiting(browser, editions.first) as visit:
        page = visit.page(f"{ONE}/")
        keep(page)
        other = visit.page(f"{TWO}/")
        assert other.inner_text("h1") == "Un autre texte"
        visit.stop()
        other.wait_for_selector(BUTTON)
        other.click(BUTTON)
        wait_told(other, "Ce texte n’est pas gardé")
        page.bring_to_front()
        page.goto(visit.address(f"{TWO}/"))
        assert page.url == visit.address("hors-ligne/index.html")
        page.wait_for_selector("#gardes li")
        (name,) = page.locator("#gardes li").all_inner_texts()
        assert name == "Bonjour à tous, texte complet"
        assert axe.check(page) == []
        page.click("#gardes a")
        page.wait_for_selector(BUTTON)
        page.click(BUTTON)
        wait_told(page, "n’est plus gardé")
        assert page.evaluate("caches.keys()") == []
        workers = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
        assert page.evaluate(workers) == 0


RANGES = """
(async (address) => {
  const found = [];
  for (const range of ['bytes=0-1', 'bytes=2-', 'bytes=-3', 'bytes=9999999-', 'lignes=1']) {
    const answer = await fetch(address, { headers: { Range: range } });
    const body = new Uint8Array(await answer.arrayBuffer());
    found.push([answer.status, answer.headers.get('Content-Range'), Array.from(body)]);
  }
  return found;
})
"""


def test_players_get_the_part_that_they_ask_for(
    browser: Browser, editions: Editions
) -> None:
    sound = (editions.first / ONE / f"{ONE}.opus").read_bytes()
    size = len(sound)
    with visiting(browser, editions.first) as visit:
        page = visit.page(f"{ONE}/")
        keep(page)
        visit.stop()
        first, rest, last, beyond, other = page.evaluate(
            RANGES, visit.address(f"{ONE}/{ONE}.opus")
        )
    assert first == [206, f"bytes 0-1/{size}", list(sound[:2])]
    assert rest == [206, f"bytes 2-{size - 1}/{size}", list(sound[2:])]
    assert last == [206, f"bytes {size - 3}-{size - 1}/{size}", list(sound[-3:])]
    assert beyond[:2] == [416, f"bytes */{size}"]
    assert other == [200, None, list(sound)]


WHOLE = """
async (page) => {
  const names = (await caches.keys()).filter((name) => name.includes(' ' + page + ' '));
  const whole = await Promise.all(names.map(async (name) =>
    (await (await caches.open(name)).keys()).some((one) => one.url.endsWith('/copie'))));
  return whole.filter(Boolean).length;
}
"""
RENEW = f"""
async (page) => {{
  await (await navigator.serviceWorker.getRegistration()).update();
  for (let tries = 0; tries < 600; tries++) {{
    if (await ({WHOLE})(page) === 2) return;
    await new Promise((done) => setTimeout(done, 50));
  }}
  throw new Error('no new copy');
}}
"""
"""Looks for a new publication, as a browser does by itself, and waits for its copy."""
TEXT = "address => fetch(address).then((answer) => answer.text())"
LEFT = """
async (address) => {
  const open = () => clients.matchAll({ type: 'window', includeUncontrolled: true });
  while ((await open()).some((one) => one.url === address))
    await new Promise((done) => setTimeout(done, 20));
}
"""
"""Waits until the worker counts no window of a page: one that leaves takes its time."""
LET_GO = """
async () => {
  const names = await caught();
  const found = copies(), gone = drop(names);
  await Promise.all([found, gone]);
  return caches.keys();
}
"""
"""Looks at what is kept while it is let go."""


def test_what_is_let_go_is_not_made_again(browser: Browser, editions: Editions) -> None:
    """The worker looks at the copies when it likes: also while a reader lets one go."""
    with visiting(browser, editions.first) as visit:
        page = visit.page(f"{ONE}/")
        keep(page)
        assert page.evaluate(LET_GO) == []


def test_what_is_published_again_is_kept_again_and_never_mixed(
    browser: Browser, editions: Editions
) -> None:
    path = f"{ONE}/index.html"
    with visiting(browser, editions.first) as visit:
        page = visit.page(f"{ONE}/")
        keep(page)
        words = page.inner_text(".texte")
        visit.server.folder = editions.second
        visit.server.asked.clear()
        page.evaluate(RENEW, f"{ONE}/index.html")
        assert path in visit.server.asked
        assert "assets/style.css" not in visit.server.asked, "what is the same is not asked"
        assert "deux phrases" in words
        old = page.evaluate(TEXT, visit.address(f"{ONE}/index.html"))
        assert "deux phrases" in old, "an open page goes on with what it came with"
        other = visit.page(f"{ONE}/")
        assert "deux phrases" in other.inner_text(".texte"), "as the page that is open"
        other.goto("about:blank")
        page.bring_to_front()
        page.goto(visit.address(""))
        workers = [w for w in page.context.service_workers if visit.address("") in w.url]
        workers[-1].evaluate(LEFT, visit.address(f"{ONE}/"))
        visit.stop()
        page.goto(visit.address(f"{ONE}/"))
        assert "une phrase de plus" in page.inner_text(".texte")
        assert page.evaluate(WHOLE, path) == 1, "the old copy is gone"
        new = page.evaluate(TEXT, visit.address(f"{ONE}/index.html"))
        assert "une phrase de plus" in new


def test_a_page_that_is_opened_again_shows_the_new_text(
    browser: Browser, editions: Editions
) -> None:
    with visiting(browser, editions.first) as visit:
        page = visit.page(f"{ONE}/")
        keep(page)
        visit.server.folder = editions.second
        page.evaluate(RENEW, f"{ONE}/index.html")
        page.reload()
        assert "une phrase de plus" in page.inner_text(".texte")


def test_half_of_a_publication_is_not_kept(
    browser: Browser, editions: Editions, tmp_path: Path
) -> None:
    """Files arrive one by one on a server: a page of before with a sound of after."""
    mixed = tmp_path / "mixed"
    for file in sorted(p for p in editions.first.rglob("*") if p.is_file()):
        target = mixed / file.relative_to(editions.first)
        target.parent.mkdir(parents=True, exist_ok=True)
        source = editions.second if file.suffix == ".opus" else editions.first
        target.write_bytes((source / file.relative_to(editions.first)).read_bytes())
    with visiting(browser, mixed) as visit:
        page = visit.page(f"{ONE}/")
        page.wait_for_selector(BUTTON)
        page.click(BUTTON)
        wait_told(page, "Ce texte n’est pas gardé")
        assert "Garder ce texte sur mon appareil" in page.inner_text(BUTTON)
        assert page.evaluate(WHOLE, f"{ONE}/index.html") == 0
        visit.server.folder = editions.first
        keep(page)


def test_from_a_stick_or_without_script_nothing_is_offered(
    browser: Browser, editions: Editions
) -> None:
    with opened(browser, editions.first / ONE / "index.html") as watched:
        watched.page.wait_for_selector(".jouer")
        assert watched.page.query_selector(".garder, link[rel=manifest]") is None
        assert watched.faults == []
    with opened(browser, editions.first / "hors-ligne" / "index.html") as watched:
        assert watched.page.query_selector("#gardes li") is None
        assert watched.faults == []


def test_a_phone_is_given_the_manifest(browser: Browser, editions: Editions) -> None:
    with visiting(browser, editions.first) as visit:
        page = visit.page("")
        session = page.context.new_cdp_session(page)
        manifest = session.send("Page.getAppManifest")
        assert manifest["url"] == visit.address("manifest.webmanifest")
        assert manifest["errors"] == []
        refused = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
        assert {e["errorId"] for e in refused} <= {"in-incognito"}


def test_the_stick_works_by_itself(
    published: Published, browser: Browser, tmp_path: Path
) -> None:
    with zipfile.ZipFile(published.site / "cle-usb.zip") as stick:
        stick.extractall(tmp_path)
    pages = sorted(tmp_path.rglob("*.html"))
    assert len(pages) > 10
    with opened(browser, pages[0]) as watched:
        for path in pages:
            watched.page.goto(path.as_uri(), wait_until="load")
            assert watched.page.title()
            assert watched.faults == [], path
