"""`make eval-mail`: how well the customer's own words are found, on labelled pairs of mails."""

import importlib
import importlib.util
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from parsers.html import to_text
from parsers.quoting import read_reply

DEFAULT = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "reply_pairs.jsonl"
LEAK = 0.5  # precision below which a quote leaked
LOSS = 0.5  # recall below which words were lost

Extractor = Callable[[str, str, bool], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How one pair came out."""

    kind: str
    source: str
    exact: bool
    precision: float
    recall: float
    seconds: float
    identifier: str

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall over tokens."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def ours(body: str, kind: str, keep_signature: bool) -> str:
    """The product's own extraction, quoted lines that are answered kept in place."""
    text = to_text(body) if kind == "html" else body.replace("\r\n", "\n")
    visible = read_reply(text, keep_signature=keep_signature).visible
    return _MARKS.sub("", visible) if kind == "html" else visible  # the markup has no quote marks of its own


_MARKS = re.compile(r"(?m)^(?:> ?)+")
_CUT = re.compile(
    r"(?im)^(?:[> ]*On\b[^\n]{0,200}(?:\n[^\n]{0,100})?wrote:"
    r"|-+ ?(?:Original|Forwarded) message.*|_{10,}|From: .*@.*|>.*)"
)


def one_regex(body: str, kind: str, keep_signature: bool) -> str:
    """The humblest yardstick: cut at the first "On … wrote:", rule, header or `>`, then at "-- "."""
    text = re.sub(r"<[^>]{1,2000}>", " ", body) if kind == "html" else body
    found = _CUT.search(text)
    text = text[: found.start()] if found else text
    return text if keep_signature else re.split(r"(?m)^(?:-- ?|Sent from my .*)$", text)[0]


def quotequail(body: str, kind: str, keep_signature: bool) -> str:
    """The yardstick where it is installed: quotequail's `unwrap`; it knows no signatures."""
    library = importlib.import_module("quotequail")
    if kind == "html":
        found = library.unwrap_html(body)
        return to_text(body if found is None else _around(found, "html"))
    found = library.unwrap(body)
    return body if found is None else _around(found, "text")


def _around(found: Mapping[str, str], form: str) -> str:
    return "\n".join(found.get(f"{form}_{place}") or "" for place in ("top", "bottom"))


def extractors() -> dict[str, Extractor]:
    """Ours, the installed library if there is one, and the regular expression that any library should beat."""
    found: dict[str, Extractor] = {"deskhand": ours}
    if importlib.util.find_spec("quotequail"):
        found["quotequail"] = quotequail
    return found | {"one_regex": one_regex}


def eval_mail(path: Path | str = DEFAULT, *, failures: bool = False, out: Console | None = None) -> dict[str, Any]:
    """Score every pair in `path`; prints the table, then one JSON object as the last line, and returns it.

    `failures` also lists the pairs that are not exact.
    """
    rows = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
    console = out or Console(file=sys.stdout, width=110)
    table = Table(title=f"{len(rows)} pairs")
    for heading in ("extractor", "text exact", "html exact", "F1", "leaks", "losses", "µs median"):
        table.add_column(heading, justify="left" if heading == "extractor" else "right")
    found = {name: [_score(row, extractor) for row in rows] for name, extractor in extractors().items()}
    for name, scores in found.items():
        table.add_row(name, *_cells(summary(scores)))
    figures = summary(found["deskhand"]) | {"by_source": _by_source(found["deskhand"])}
    figures["yardsticks"] = {name: summary(scores) for name, scores in found.items() if name != "deskhand"}
    missed = [score.identifier for score in found["deskhand"] if not score.exact]
    console.print(table)
    if failures:
        console.print("not exact:", *missed, sep="\n  ")
    print(json.dumps(figures, sort_keys=True))
    return figures


def _cells(figures: Mapping[str, Any]) -> list[str]:
    shown = [_percent(figures[key]) for key in ("text_exact", "html_exact", "f1", "leak", "loss")]
    return [*shown, "–" if figures["median_us"] is None else f"{figures['median_us']:.0f}"]


def summary(scores: Iterable[Score]) -> dict[str, Any]:
    """The figures over some pairs, 0 to 1; None where there is no pair of the kind."""
    every = list(scores)
    return {
        "pairs": len(every),
        "text_exact": _mean(score.exact for score in every if score.kind == "text"),
        "html_exact": _mean(score.exact for score in every if score.kind == "html"),
        "f1": _mean(score.f1 for score in every),
        "leak": _mean(score.precision < LEAK for score in every),
        "loss": _mean(score.recall < LOSS for score in every),
        "median_us": round(1e6 * statistics.median(score.seconds for score in every), 1) if every else None,
    }


def _by_source(scores: Iterable[Score]) -> dict[str, dict[str, Any]]:
    groups: dict[str, list[Score]] = {}
    for score in scores:
        groups.setdefault(score.source, []).append(score)
    return {
        source: {"pairs": len(group), "exact": _mean(score.exact for score in group)}
        for source, group in sorted(groups.items())
    }


def _score(row: Mapping[str, Any], extractor: Extractor) -> Score:
    started = time.perf_counter()
    got = extractor(row["in"], row["kind"], row["sig"] == "keep")
    seconds = time.perf_counter() - started
    holds = _asserted(row, got)
    if row["exp"] is None:
        exact, precision, recall = holds, *((1.0, 1.0) if holds else _missed(row, got))
    else:
        exact = holds and _folded(got, row["cmp"]) == _folded(row["exp"], row["cmp"])
        precision, recall = _overlap(got, row["exp"], row["cmp"])
    return Score(
        kind=row["kind"],
        source=row["set"],
        exact=exact,
        precision=precision,
        recall=recall,
        seconds=seconds,
        identifier=row["id"],
    )


def _asserted(row: Mapping[str, Any], got: str) -> bool:
    folded = _folded(got, "ws")
    wanted = all(_holds(phrase, got, folded) for phrase in row.get("contains") or ())
    return wanted and not any(_holds(phrase, got, folded) for phrase in row.get("absent") or ())


def _holds(phrase: str, got: str, folded: str) -> bool:
    if phrase.startswith("re:"):
        return re.search(phrase[3:], got, re.MULTILINE) is not None
    return _folded(phrase, "ws") in folded


def _missed(row: Mapping[str, Any], got: str) -> tuple[float, float]:
    """Without an expected text: what is missing is a loss, what should be absent is a leak."""
    folded = _folded(got, "ws")
    lost = any(not _holds(phrase, got, folded) for phrase in row.get("contains") or ())
    leaked = any(_holds(phrase, got, folded) for phrase in row.get("absent") or ())
    return 0.0 if leaked else 1.0, 0.0 if lost else 1.0


def _folded(text: str, how: str) -> str:
    return "".join(text.split()) if how == "nospace" else " ".join(text.split())


def _overlap(got: str, expected: str, how: str) -> tuple[float, float]:
    """Precision and recall over words; over runs of three characters where the expected text has no spaces."""
    mine, theirs = Counter(_tokens(got, how)), Counter(_tokens(expected, how))
    shared = (mine & theirs).total()
    precision = shared / mine.total() if mine else 1.0
    recall = shared / theirs.total() if theirs else 1.0
    return (precision, recall) if theirs or not mine else (0.0, 1.0)


def _tokens(text: str, how: str) -> list[str]:
    if how != "nospace":
        return re.findall(r"\w+", text)
    folded = _folded(text, how)
    return [folded[at : at + 3] for at in range(max(1, len(folded) - 2))] if folded else []


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return round(sum(found) / len(found), 4) if found else None


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


if __name__ == "__main__":
    chosen = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    eval_mail(chosen[0] if chosen else DEFAULT, failures="--failures" in sys.argv)
