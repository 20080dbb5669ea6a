"""axe-core: the accessibility rules that a machine can check on a rendered page."""

from __future__ import annotations

from playwright.sync_api import Page

from . import tools

TAGS = (
    "wcag2a",
    "wcag2aa",
    "wcag2aaa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
)

RUN = """
async (tags) => {
  const off = axe.getRules(tags).map((rule) => rule.ruleId);
  const rules = Object.fromEntries(off.map((id) => [id, { enabled: true }]));
  return (await axe.run({
    runOnly: { type: 'tag', values: tags }, rules, resultTypes: ['violations'],
  })).violations;
}
"""


def check(page: Page) -> list[str]:
    """Return the violations of the rules of ``TAGS``, as ``rule: help: element``.

    The rules of level AAA, which axe leaves out unless asked, are asked for by name.
    """
    page.evaluate(tools.AXE.read_text(encoding="utf-8"))
    return [
        f"{violation['id']}: {violation['help']}: {node['html']}"
        for violation in page.evaluate(RUN, list(TAGS))
        for node in violation["nodes"]
    ]
