"""The keyword shelf: hot reload, and a broken file that leaves the last good one in use."""

import logging
import os
from pathlib import Path

import pytest

from classifiers.intent import read_text
from parsers.errors import ConfigError
from parsers.vocabulary import Intent
from worker.keywords import KeywordShelf, read_folder, shipped

RULE = """
[[rule]]
id = "greeting"
intent = "{intent}"
weight = 0.9
negatable = true
any = ["hello world"]
"""


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, RULE.format(intent="refund"), at=1)
    return tmp_path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shelf(folder: Path, clock: Clock) -> KeywordShelf:
    return KeywordShelf(folder, clock=clock)


def write(folder: Path, text: str, *, at: int) -> None:
    path = folder / "en.toml"
    path.write_text(text, "utf-8")
    os.utime(path, ns=(at, at))


def said(shelf: KeywordShelf) -> Intent:
    return read_text("", "hello world", shelf.current()).primary


def test_without_a_folder_the_shipped_files_are_read() -> None:
    assert read_folder(None) == shipped()


def test_a_folder_replaces_the_languages_it_has(folder: Path) -> None:
    texts = read_folder(folder)
    assert texts["en"] == RULE.format(intent="refund")
    assert texts["de"] == shipped()["de"]


def test_a_changed_file_counts_without_a_restart(shelf: KeywordShelf, folder: Path, clock: Clock) -> None:
    assert said(shelf) is Intent.REFUND
    write(folder, RULE.format(intent="cancel"), at=2)
    clock.now += 60
    assert said(shelf) is Intent.CANCEL


def test_a_broken_file_leaves_the_last_good_one(
    shelf: KeywordShelf, folder: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    before = shelf.current()
    write(folder, RULE.format(intent="cancle"), at=2)
    clock.now += 60
    with caplog.at_level(logging.ERROR):
        assert shelf.current() is before
    assert shelf.trouble is not None
    assert 'did you mean "cancel"' in shelf.trouble
    assert "the last good ones stay" in caplog.text


def test_a_mended_file_counts_again(shelf: KeywordShelf, folder: Path, clock: Clock) -> None:
    shelf.current()
    for at, text in ((2, "broken = ["), (3, RULE.format(intent="cancel"))):
        write(folder, text, at=at)
        clock.now += 60
        shelf.current()
    assert shelf.trouble is None
    assert said(shelf) is Intent.CANCEL


def test_files_are_not_looked_at_for_every_mail(shelf: KeywordShelf, folder: Path) -> None:
    before = shelf.current()
    write(folder, RULE.format(intent="cancel"), at=2)
    assert shelf.current() is before


def test_at_the_start_a_broken_file_is_refused(folder: Path) -> None:
    write(folder, "broken = [", at=2)
    with pytest.raises(ConfigError, match=r"en\.toml"):
        KeywordShelf(folder).current()


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"holds no \.toml file"):
        read_folder(tmp_path)
