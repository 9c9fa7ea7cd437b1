"""Rewrites what the golden folders expect: `python -m tests.tools.golden_write [NAME…]`; review reads the diff."""

import sys
from pathlib import Path

from tests.support.golden_cases import Bench, Golden, goldens, texts

KEPT = ("case.json", "draft.txt", "note.txt")


def write(folder: Path, made: dict[str, str]) -> bool:
    """Put the texts into the folder; returns whether anything changed."""
    changed = False
    for name in KEPT:
        path, text = folder / name, made.get(name)
        before = path.read_text(encoding="utf-8") if path.exists() else None
        if text == before:
            continue
        changed = True
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")
    return changed


def wanted(golden: Golden, names: list[str]) -> bool:
    """Whether this folder was asked for: all are unless some are named."""
    return not names or any(golden.name.partition("/")[0] == name for name in names)


def main() -> None:
    """Rewrite, and say what changed."""
    bench = Bench()
    try:
        for golden in goldens():
            if wanted(golden, sys.argv[1:]) and write(golden.folder, texts(bench.consider(golden))):
                print(f"rewritten: {golden.name}")
    finally:
        bench.close()


if __name__ == "__main__":
    main()
