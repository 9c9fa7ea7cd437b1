"""What the language model cost and where it was right, as figures; none where it was never asked."""

from collections.abc import Iterable, Sequence

from worker.desk.pages.reports_page import Bar, Figure
from worker.store.testimonies import Ask, Said, count_right

_JUDGED = (("right", "it was right"), ("wrong", "it was not"))


def model_figures(asks: Sequence[Ask], said: Sequence[Said]) -> tuple[Figure, ...]:
    """The cost by result, and how often its word held against agents', by what it said."""
    return (_cost(asks), _rightness(said)) if asks else ()


def _cost(asks: Sequence[Ask]) -> Figure:
    tokens = sum(one.tokens_in + one.tokens_out for one in asks)
    seconds = sum(one.milliseconds for one in asks) / 1000
    mails = sum(one.number for one in asks)
    dropped = sum(one.dropped for one in asks)
    rows = tuple(_spent(one) for one in asks)
    return Figure(
        key="language_model",
        title="The language model",
        says=f"Wanted for {mails} mails: {seconds:.0f} s waited, {tokens} tokens, {dropped} of its claims dropped.",
        heads=("model", "what came of it", "mails", "seconds", "tokens in", "tokens out", "claims dropped"),
        rows=rows,
    )


def _spent(one: Ask) -> tuple[str | float, ...]:
    result, seconds = one.result.replace("_", " "), one.milliseconds / 1000
    return (one.model, result, one.number, seconds, one.tokens_in, one.tokens_out, one.dropped)


def _rightness(said: Sequence[Said]) -> Figure:
    """Against agents alone: a case that nobody has judged tells nothing."""
    heard = [one for one in said if one.intent is not None]
    judged = [one for one in heard if one.true is not None]
    agreed = sum(one.intent == one.decided for one in heard)
    against = [one for one in judged if one.intent != one.decided]
    share = f"agreed with {100 * agreed / len(heard):.0f} % of the cases it read" if heard else "has read no case yet"
    rows = tuple(_row(name, [one for one in judged if one.intent == name]) for name in _names(judged))
    return Figure(
        key="language_model_right",
        title="Was the language model right?",
        says=f"It {share}. Agents have judged {len(judged)}: it was right in {count_right(judged)}; where it "
        f"contradicted the case, in {count_right(against)} of {len(against)}.",
        heads=("it read", "judged by agents", "right", "contradicted the case", "and was right"),
        rows=rows,
        bars=tuple(Bar(label=str(row[0]), parts=(("right", row[2]), ("wrong", row[1] - row[2]))) for row in rows),
        legend=_JUDGED,
    )


def _names(judged: Iterable[Said]) -> list[str]:
    return sorted({one.intent for one in judged if one.intent is not None})


def _row(name: str, judged: Sequence[Said]) -> tuple[str, int, int, int, int]:
    against = [one for one in judged if one.intent != one.decided]
    return (name.replace("_", " "), len(judged), count_right(judged), len(against), count_right(against))
