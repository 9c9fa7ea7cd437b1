"""For `doctor`: what is wrong with the templates before a customer's mail finds out."""

from collections.abc import Iterator

from worker.gates import stated
from worker.ports import Finding
from worker.render.letter import NEUTRAL, PARTS
from worker.render.library import Library, path_of

AREA = "templates"


def findings(words: Library, language: str, situations: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """Every fault as a finding; a single good one where there is none."""
    faults = tuple(_faults(words, language, situations))
    whole = Finding(area=AREA, ok=True, text=f"{len(words.names)} templates compile; every situation has its words")
    return faults or (whole,)


def _faults(words: Library, language: str, situations: tuple[str, ...]) -> Iterator[Finding]:
    for path in sorted(words.names):
        if (error := words.compile(path)) is not None:
            yield Finding(area=AREA, ok=False, text=f"{path}: {error}", mend="correct the template, or remove your own")
        elif own := stated(words.literal(path), path.split("/")[1]):
            text = f"{path} states facts of its own, so its drafts will be replaced: {', '.join(own[:5])}"
            yield Finding(area=AREA, ok=False, text=text, mend="name a bound fact in double braces instead")
    for name in sorted({*NEUTRAL, *PARTS, *situations}):
        if not words.has(language, name):
            text = f"no template for {name} in {language}"
            yield Finding(area=AREA, ok=False, text=text, mend=f"add {path_of(language, name)}")
