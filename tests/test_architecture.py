"""ARCHITECTURE.md names every folder of the product, and no folder that is not there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
MAP = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
ROOMS = ("parsers", "classifiers", "worker", "templates")


def folders() -> set[str]:
    """Folders one below the rooms that hold anything of ours."""
    found = (path for room in ROOMS for path in (ROOT / room).iterdir() if path.is_dir())
    return {f"{path.parent.name}/{path.name}" for path in found if path.name != "__pycache__"}


def named() -> set[str]:
    """Folders that the map's table names."""
    table = MAP.partition("| folder |")[2].partition("\n\n")[0]
    return set(re.findall(r"`((?:parsers|classifiers|worker|templates)/\w+)`", table))


def test_the_map_names_every_folder_and_none_that_is_gone() -> None:
    assert named() == folders()


def test_every_module_it_speaks_of_is_there() -> None:
    for path in re.findall(r"`((?:parsers|classifiers|worker)/[\w/]+\.py)`", MAP):
        assert (ROOT / path).is_file(), path
