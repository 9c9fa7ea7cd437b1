"""The store's part, in memory."""

from collections import Counter

from worker.store.testimonies import Ask


class MemoryInHand:
    """Implements `worker.language_model.asking.Memory`; `record` is what agents said of the model."""

    def __init__(self, record: tuple[int, int] = (0, 0)) -> None:
        self.record = record
        self.answers: dict[str, str] = {}
        self.counted: Counter[str] = Counter()
        self.asks: list[Ask] = []
        self.spent = 0

    def answer(self, given: str) -> str | None:
        return self.answers.get(given)

    def keep_answer(self, given: str, answer: str, *, case_id: str | None, sender: str | None) -> None:
        self.answers[given] = answer

    def count_ask(self, ask: Ask) -> None:
        self.asks.append(ask)
        self.counted[ask.result] += ask.number

    def spend_asks(self, number: int, per_day: int) -> bool:
        if self.spent + number > per_day:
            return False
        self.spent += number
        return True

    def record_of(self, model: str, prompt: str) -> tuple[int, int]:
        return self.record
