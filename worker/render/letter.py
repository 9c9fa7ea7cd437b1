"""One letter from its parts: greeting, answers, a line on pasted secrets, sign-off; and through the gates."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from parsers.vocabulary import BillingState, Case, Cue, FactKind, Message, Paragraph, Verdict
from worker.languages import SURE_LANGUAGE, draft_language
from worker.render.bounds import bounds_of
from worker.render.fact_values import values_of
from worker.render.gates import Bounds, Breach, Shown, breaches
from worker.render.greeting_names import first_name, greeted
from worker.render.length import words_in
from worker.render.template_files import Library, WordingFailed
from worker.render.tone import greets_a_person, unanswered, warns_of_cards

UNPROVEN, AMBIGUOUS, REVIEW = "neutral/unproven", "neutral/ambiguous", "neutral/review"
NEUTRAL = frozenset({UNPROVEN, AMBIGUOUS, REVIEW})
PARTS = ("parts/greeting", "parts/pasted", "parts/closing", "parts/signoff")
# Below this a reply reads as curt: the closing offers help. Fixed by the policy's 40 to 140 words.
FEWEST_WORDS = 40
_CARD_KINDS = frozenset({"card_number", "cvc"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A reply without its quote, the template of its main answer, and what the gates stopped on the way."""

    text: str
    language: str
    template: str
    stopped: tuple[Breach, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around the answers: the same for every draft of one mail."""

    language: str
    signature: str
    name: str | None = None
    full_name: str | None = None
    pasted_key: bool = False
    pasted_card: bool = False
    broken: bool = False  # they say that the product does not work, which a broken trust is not
    surprised: bool = False  # by a charge they did not expect
    owing: bool = False  # something may still be charged: no draft says that nothing will
    unanswered: bool = False  # they wrote before, and nobody answered

    @property
    def values(self) -> Mapping[str, object]:
        """As the parts' templates see it."""
        return {
            "name": self.name,
            "full_name": self.full_name,
            "signature": self.signature,
            "pasted_key": self.pasted_key,
            "pasted_card": self.pasted_card,
        }


def neutral_for(verdict: Verdict) -> str:
    """The template that tells nothing, by verdict; the three unproven ones share theirs."""
    return {Verdict.VERIFIED: REVIEW, Verdict.AMBIGUOUS: AMBIGUOUS}.get(verdict, UNPROVEN)


def allowed(case: Case, verdict: Verdict) -> tuple[Paragraph, ...]:
    """What the case wants said, and only the neutral text where the verdict allows no more."""
    if verdict is Verdict.VERIFIED and case.says:
        return case.says
    return (Paragraph(template=neutral_for(verdict)),)


def frame_of(case: Case, message: Message, state: BillingState, language: str, signature: str) -> Frame:
    """Greeting name and fixed lines of one mail."""
    kinds = {redaction.kind for redaction in message.redactions}
    name = greeted(case, state)
    name = name if name and greets_a_person(name, message) else None
    return Frame(
        language=language,
        signature=signature,
        name=first_name(name, given_first=draft_language(language).given_first) if name else None,
        full_name=name,
        pasted_key=any("key" in kind or "secret" in kind for kind in kinds),
        pasted_card=bool(kinds & _CARD_KINDS),
        broken=any(found.cue is Cue.PRODUCT_BROKEN for found in case.cues),
        surprised=any(found.cue is Cue.UNEXPECTED_CHARGE for found in case.cues),
        owing=bool(case.owing),
        unanswered=unanswered(message, case.language),
    )


def write_letter(
    case: Case, message: Message, state: BillingState, frame: Frame, words: Library, shipped: Library
) -> Letter:
    """The letter that the verdict allows; where a gate or a template fails, the shipped neutral one and why."""
    verdict = case.identity.verdict if case.identity else Verdict.NOT_FOUND
    says = allowed(case, verdict)
    try:
        text = framed(says, frame, words)
    except WordingFailed as error:
        return _neutral(verdict, frame, shipped, (Breach("template", str(error)),))
    if words is shipped and {say.template for say in says} <= NEUTRAL:
        stopped: tuple[Breach, ...] = ()  # a fixed text cannot tell; a person called "Best" must not make it seem to
    else:
        stopped = breaches(text, _named(bounds_of(case, message, state, frame.language), frame))
    if stopped:
        return _neutral(verdict, frame, shipped, stopped)
    return Letter(text=text, language=frame.language, template=says[0].template)


def _named(bounds: Bounds, frame: Frame) -> Bounds:
    """The greeting's name is a fact of the customer record like any other."""
    names = tuple(
        Shown(kind=FactKind.NAME, text=name, object="customer", field="name")
        for name in (frame.full_name, frame.name)
        if name
    )
    return replace(bounds, facts=(*bounds.facts, *names))


def _neutral(verdict: Verdict, frame: Frame, shipped: Library, stopped: tuple[Breach, ...]) -> Letter:
    name = neutral_for(verdict)
    sure = frame if shipped.has(frame.language, name) else replace(frame, language=SURE_LANGUAGE)
    text = framed((Paragraph(template=name),), sure, shipped)
    return Letter(text=text, language=sure.language, template=name, stopped=stopped)


def framed(says: tuple[Paragraph, ...], frame: Frame, words: Library) -> str:
    """Greeting, one paragraph or two for each answer, fixed lines, sign-off. Raises `WordingFailed`."""

    def part(name: str) -> str:
        return words.text(frame.language, name, frame.values)

    pasted = part("parts/pasted") if frame.pasted_key or frame.pasted_card else ""
    # Alone, a template may take more words.
    alone = len(says) == 1 and not pasted
    mail: dict[str, str | int | None] = {"alone": alone, "broken": frame.broken, "surprised": frame.surprised}
    mail |= {"owing": frame.owing, "unanswered": frame.unanswered}
    answers = [words.text(frame.language, say.template, values_of(say, frame.language) | mail) for say in says]
    if not frame.pasted_key and any(warns_of_cards(answer) for answer in answers):
        pasted = ""  # once is enough
    body = [part("parts/greeting"), *answers, pasted]
    short = sum(map(words_in, body)) < FEWEST_WORDS
    closing = part("parts/closing") if short and says[0].template not in NEUTRAL else ""
    return "\n\n".join(paragraph for paragraph in (*body, closing, part("parts/signoff")) if paragraph)
