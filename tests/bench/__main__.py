"""`make bench`: prints a table a section and ends with one JSON object that holds every figure."""

import json
import sys

from rich.console import Console

from tests.bench import desk, growth, latency, rooms, stages, throughput

SECTIONS = {
    "rooms": rooms.measure,
    "stages": stages.measure,
    "throughput": throughput.measure,
    "latency": latency.measure,
    "growth": growth.measure,
    "desk": desk.measure,
}


def main() -> None:
    """Run the sections named on the command line, or all of them."""
    wanted = sys.argv[1:] or list(SECTIONS)
    err = Console(stderr=True)
    figures = {}
    for name in wanted:
        with err.status(name):
            figures[name] = SECTIONS[name]()
        for key, value in figures[name].items():
            print(f"{name:<11} {key:<44} {value}")
    print(json.dumps(figures))


main()
