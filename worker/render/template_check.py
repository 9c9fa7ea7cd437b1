"""For `doctor`: what is wrong with the templates before a customer's mail finds out."""

from collections.abc import Iterator, Mapping

from worker.languages import draft_languages
from worker.ports import Finding
from worker.render.gates import stated
from worker.render.letter import NEUTRAL, PARTS
from worker.render.template_files import Library, language_of, path_of

AREA = "templates"


def findings(words: Library, language: str, situations: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """Every fault as a finding; a single good one where there is none."""
    faults = tuple(_faults(words, language, situations))
    needed = {*NEUTRAL, *PARTS, *situations}
    lacking = {code: sum(not words.has(code, name) for name in needed) for code in draft_languages()}
    drafted = ", ".join(code for code, missing in lacking.items() if not missing)
    text = f"{len(words.names)} templates compile; every situation has its words in {drafted}"
    return faults or (Finding(area=AREA, ok=True, text=text), *_partly(lacking, len(needed)))


def _partly(lacking: Mapping[str, int], needed: int) -> Iterator[Finding]:
    """Languages that only some cases are answered in."""
    for code, missing in lacking.items():
        if 0 < missing < needed:
            text = (
                f"{missing} of {needed} templates are missing in {code}: cases that need one get the default language"
            )
            yield Finding(area=AREA, ok=False, warning=True, text=text, mend=f"translate what drafts/{code} lacks")


def _faults(words: Library, language: str, situations: tuple[str, ...]) -> Iterator[Finding]:
    for path in sorted(words.names):
        if (error := words.compile(path)) is not None:
            yield Finding(area=AREA, ok=False, text=f"{path}: {error}", mend="correct the template, or remove your own")
        elif language_of(path) in draft_languages() and (own := stated(words.literal(path), language_of(path))):
            text = f"{path} states facts of its own, so its drafts will be replaced: {', '.join(own[:5])}"
            yield Finding(area=AREA, ok=False, text=text, mend="name a bound fact in double braces instead")
    for name in sorted({*NEUTRAL, *PARTS, *situations}):
        if not words.has(language, name):
            text = f"no template for {name} in {language}"
            yield Finding(area=AREA, ok=False, text=text, mend=f"add {path_of(language, name)}")
