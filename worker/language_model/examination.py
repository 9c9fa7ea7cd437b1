"""What `doctor` says of the language model: one question about a sample, and where mail goes."""

import tomllib
from importlib.resources import files

from parsers.vocabulary import ModelSays
from worker.language_model.asking import LanguageModel
from worker.language_model.client import Reply, Unanswered
from worker.language_model.places import describe_place
from worker.ports import Finding

AREA = "language model"
_MEND = "see [reading.model]: base_url ends before /chat/completions, model is a name that the server knows"


def examine(model: LanguageModel, base_url: str) -> tuple[Finding, ...]:
    """Ask about the sample that ships. A model that reads it wrongly is worth a warning."""
    where = Finding(area=AREA, ok=True, text=describe_place(base_url))
    sample = tomllib.loads(files("worker.language_model").joinpath("sample.toml").read_text("utf-8"))
    try:
        said, reply, seconds = model.try_out(sample["subject"], sample["text"].strip())
    except Unanswered as fault:
        return (Finding(area=AREA, ok=False, text=f"{model.terms.model} did not answer: {fault}", mend=_MEND), where)
    return (_finding(model, said, reply, seconds, sample["primary"]), where)


def _finding(model: LanguageModel, said: ModelSays, reply: Reply, seconds: float, primary: str) -> Finding:
    tokens = f"{reply.tokens_in} + {reply.tokens_out} tokens" if reply.tokens_in else "tokens not told"
    told = f"{model.terms.model} answered in {seconds:.1f} s ({reply.manner}, {tokens})"
    heard = said.wishes[0].value if said.wishes else "nothing"
    dropped = f", {len(said.dropped)} of its claims dropped" if said.dropped else ""
    if heard == primary:
        return Finding(area=AREA, ok=True, text=f"{told}; the sample is {primary} to it{dropped}")
    return Finding(
        area=AREA,
        ok=False,
        warning=True,
        text=f"{told}; the sample is {primary}, and it proved {heard}{dropped}",
        mend="a larger model reads better; `keywords eval FILE --reader rules,learned,model` tells by how much",
    )
