"""axe-core: the accessibility rules that a machine can check on a rendered page."""

from __future__ import annotations

from . import layout, tools
from .browser import Page, run_script

TAGS = (
    "wcag2a",
    "wcag2aa",
    "wcag2aaa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
)
COLOURS = ("color-contrast-enhanced", "link-in-text-block")
"""The rules that read colours; they take half of the time of all."""
CONTRAST = """
axe.configure({ checks: [{ id: 'color-contrast-enhanced', options: {
  ignoreUnicode: true, ignoreLength: false, ignorePseudo: false, boldValue: 700,
  boldTextPt: 14, largeTextPt: 18, pseudoSizeThreshold: 0.25, shadowOutlineEmMax: 0.1,
  textStrokeEmMin: 0.03,
  contrastRatio: { normal: { expected: 7 }, large: { expected: 4.5 } },
} }] });
"""
"""What is too pale for AA is too pale for AAA: the rule of AAA tells both at once. By
itself axe has it leave out what that of AA tells; its other options are its own. The two
read shadows otherwise: no text of ours has one."""

# axe is in no frame, and would wait half a second for each to answer.
ALL = """
async (tags) => {
  const off = axe.getRules(tags).map((rule) => rule.ruleId);
  const rules = Object.fromEntries(off.map((id) => [id, { enabled: true }]));
  rules['color-contrast'] = { enabled: false };
  return (await axe.run({
    runOnly: { type: 'tag', values: tags }, rules,
    resultTypes: ['violations'], pingWaitTime: 1,
  })).violations;
}
"""
SOME = """
async (rules) => (await axe.run({
  runOnly: { type: 'rule', values: rules },
  resultTypes: ['violations'], pingWaitTime: 1,
})).violations
"""


def check(page: Page) -> list[str]:
    """Return the violations of the rules of ``TAGS``, as ``rule: help: element``.

    The rules of level AAA, which axe leaves out unless asked, are asked for by name.
    """
    return _run(page, ALL, TAGS)


def check_recoloured(page: Page, before: str) -> list[str]:
    """Return the same of a page that had none, and of which only the theme has changed.

    ``before`` is what ``layout.boxes`` said of it then. Nothing has moved, come or gone:
    the rules on colours tell all that may be new. Else every rule is asked again.
    """
    if layout.boxes(page) != before:
        return check(page)
    return _run(page, SOME, COLOURS)


def check_both_schemes(page: Page, width: int) -> list[str]:
    """Return the same of a page as wide as that: light, then what is new when it is dark.

    One that needs scrolling sideways is told as well.
    """
    page.set_viewport_size({"width": width, "height": 800})
    told, before = check(page), layout.boxes(page)
    wide = page.evaluate("document.documentElement.scrollWidth")
    told += [f"{wide} px"] if wide > width else []
    page.emulate_media(color_scheme="dark")
    told += [f"dark: {fault}" for fault in check_recoloured(page, before)]
    page.emulate_media(color_scheme="light")
    return [f"{width} pixels: {fault}" for fault in told]


def _run(page: Page, script: str, names: tuple[str, ...]) -> list[str]:
    if page.evaluate("typeof axe === 'undefined'"):
        run_script(page, tools.AXE.read_text(encoding="utf-8") + CONTRAST)
    return [
        f"{violation['id']}: {violation['help']}: {node['html']}"
        for violation in page.evaluate(script, list(names))
        for node in violation["nodes"]
    ]
