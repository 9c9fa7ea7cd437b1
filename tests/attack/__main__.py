"""`make attack`: prints a line a class and ends with one JSON object: tried, held, and what got through."""

import argparse
import json
import sys
from random import Random

from tests.attack.classes import CLASSES
from tests.attack.tally import TRIES


def main() -> int:
    """Run every class, or those whose names hold a word of the command line; 1 if something got through."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tries", type=int, default=TRIES, help="a class")
    parser.add_argument("words", nargs="*", help="only classes whose names hold one of them")
    asked = parser.parse_args()
    found = {}
    for name, attack in CLASSES:
        if not asked.words or any(word in name for word in asked.words):
            tally = attack(Random(f"{asked.seed} {name}"), asked.tries)
            found[name] = tally._asdict()
            print(json.dumps({"class": name, "tried": tally.tried, "held": tally.held}), flush=True)
    tried, held = (sum(each[key] for each in found.values()) for key in ("tried", "held"))
    print(json.dumps({"seed": asked.seed, "tried": tried, "held": held, "classes": found}))
    return int(tried != held)


sys.exit(main())
