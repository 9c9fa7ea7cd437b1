"""Words of scripts with spaces between them, and of those without."""

import pytest

from worker.render.length import words_in


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Thanks for writing to us.", 5),
        ("- $49.00 on 2 November 2026", 6),
        ("Größe, à bientôt", 3),
        ("我们正在为您办理退款", 5),  # ten signs
        ("ご契約は2026年11月2日に終了します。", 8),  # seven Han, six kana, three figures
        ("我们已经收到 Quill Pro 的付款。", 6),
    ],
)
def test_words_are_counted(text: str, words: int) -> None:
    assert words_in(text) == words


def test_a_text_twice_as_long_has_about_twice_the_words() -> None:
    text = "您好，感谢您的来信。我们正在为您取消订阅。"
    assert words_in(text * 2) == pytest.approx(2 * words_in(text), abs=1)
