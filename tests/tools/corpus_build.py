"""Turns what writers wrote from scene cards into the corpus: `python -m tests.tools.corpus_build FOLDER`.

FOLDER holds <language>-<number>.txt: mails as `### card id`, `S: subject`, then the text. The labels are the scene's.
Mails that are there already stay as they are, so that labels put right by hand live on.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.tools.corpus_cards import read_scenes

CORPUS = Path(__file__).parents[2] / "classifiers" / "corpus"
ENTRY = re.compile(r"^### *(\S+) *$", re.MULTILINE)
TURN = re.compile(r"^(?P<language>[a-z]{2})-(?P<scene>.+-(?P<turn>\w+))$")


def read_written(path: Path) -> Iterator[tuple[str, str, str]]:
    """Id, subject and text of each mail that a writer left."""
    parts = ENTRY.split(path.read_text(encoding="utf-8"))
    for id, content in zip(parts[1::2], parts[2::2], strict=True):
        lines = content.strip("\n").split("\n")
        subject = lines.pop(0)[2:].strip() if lines[0].startswith("S:") else ""
        if lines and lines[0].startswith("L:"):
            continue  # the writer says that it came out as something else: nobody's label is right
        text = "\n".join(lines).strip()
        if text or subject:
            yield id, subject, text


def label(scene: str) -> dict[str, Any]:
    """The labels of a scene, as the corpus has them."""
    name = scene.rsplit("-", 1)[0]
    wishes, cues = {each[0]: (each[2], each[3]) for each in read_scenes()}[name]
    names = wishes.rstrip("!").split("+")
    speaker = next((each[1:] for each in cues.split() if each.startswith("@")), "customer")
    return {
        "primary": names[0],
        "also": names[1:],
        "cues": sorted(each for each in cues.split() if not each.startswith("@")),
        "about": not wishes.endswith("!"),
        "speaker": speaker,
    }


def main(folder: str) -> None:
    """Add what is new to the corpus, a file a language, sorted by id."""
    rows: dict[str, dict[str, dict[str, Any]]] = {}
    for path in sorted(CORPUS.glob("*.jsonl")):
        entries = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        rows[path.stem] = {entry["id"]: entry for entry in entries}
    for path in sorted(Path(folder).glob("*.txt")):
        for id, subject, text in read_written(path):
            found = TURN.match(id)
            if found is None or id in rows.setdefault(found["language"], {}):
                continue
            head = {"id": id, "scene": found["scene"], "subject": subject, "text": text}
            rows[found["language"]][id] = {**head, "language": found["language"], **label(found["scene"])}
    for language, mails in rows.items():
        lines = [json.dumps(mails[id], ensure_ascii=False) for id in sorted(mails)]
        (CORPUS / f"{language}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(language, len(lines))


if __name__ == "__main__":
    main(sys.argv[1])
