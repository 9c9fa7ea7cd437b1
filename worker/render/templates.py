"""The words of drafts and notes, loaded once: what the pipeline calls."""

from dataclasses import dataclass
from pathlib import Path

from classifiers.situations import SITUATIONS
from parsers.errors import ConfigError
from parsers.vocabulary import BillingState, Case, Draft, Message, Outcome, Verdict
from worker.languages import SURE_LANGUAGE, draft_languages
from worker.ports import Finding
from worker.render.letter import NEUTRAL, PARTS, Letter, frame_of, write_letter
from worker.render.note import write_note
from worker.render.note_language import note_language as known_note_language
from worker.render.reply import quoted, reply_subject, thread
from worker.render.template_check import findings
from worker.render.template_files import Library
from worker.render.withheld import withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written about one mail; the case is another one where a gate stopped the draft."""

    case: Case
    draft: Draft | None
    note: str | None


class Templates:
    """Every template of the drafts. `folder` holds an operator's own: `drafts/en/….txt.j2` there wins over ours.

    `signature` is the last line of each draft; `note_language` is what agents read. Raises `ConfigError` for a language
    that notes are not written in, and for a file of theirs that no draft would use.
    """

    def __init__(
        self,
        *,
        folder: Path | None = None,
        default_language: str = "en",
        signature: str = "The support team",
        note_language: str = SURE_LANGUAGE,
    ) -> None:
        self._words = Library(folder)
        if astray := self._words.astray():
            told = "; ".join(f"{name} is used by no draft{_meant(near)}" for name, near in astray[:5])
            raise ConfigError(f"[templates] dir: {told}")
        self._shipped = Library() if folder else self._words
        self._default_language = default_language
        self._signature = signature
        self._note_language = known_note_language(note_language).code

    def write(self, case: Case, message: Message, state: BillingState) -> Written:
        """Draft and note for a judged case: no network, no clock. Both are None unless the outcome is `drafted`."""
        if case.outcome is not Outcome.DRAFTED:
            return Written(case=case, draft=None, note=None)
        frame = frame_of(case, message, state, self._language(case), self._signature)
        letter = write_letter(case, message, state, frame, self._words, self._shipped)
        decided = withheld(case, letter.stopped) if letter.stopped else case
        return Written(
            case=decided,
            draft=_draft(letter, decided, message),
            note=self._note(decided, message, state, letter),
        )

    def _note(self, case: Case, message: Message, state: BillingState, letter: Letter) -> str:
        """The note in the team's language, whatever the draft's; what a template says of itself is in the sure one."""
        return write_note(
            case,
            message,
            state,
            draft_says=self._words.summary(SURE_LANGUAGE, letter.template),
            draft_language=letter.language,
            language=self._note_language,
        )

    def check(self) -> tuple[Finding, ...]:
        """For `doctor`: every template compiles, every situation has one, and none states facts of its own."""
        return findings(self._words, self._default_language, SITUATIONS)

    def _language(self, case: Case) -> str:
        """The mail's language where the gates speak it and all that this case needs exists in it, else the default."""
        if case.language not in draft_languages():
            return self._default_language
        needed = {*NEUTRAL, *PARTS, *(say.template for say in case.says)}
        whole = all(self._shipped.has(case.language, name) or self._words.has(case.language, name) for name in needed)
        return case.language if whole else self._default_language


def _meant(near: str) -> str:
    return f": did you mean {near}?" if near else ", for templates lie in drafts/<language>/ under the shipped names"


def _draft(letter: Letter, case: Case, message: Message) -> Draft:
    """The letter as a reply in the mail's thread; the original below it only for a sender who is proven."""
    answered, chain = thread(message)
    proven = case.identity is not None and case.identity.verdict is Verdict.VERIFIED
    below = quoted(message, letter.language) if proven else ""
    return Draft(
        to=(message.answered.address,) if message.answered else (),
        subject=reply_subject(message, letter.language),
        body=f"{letter.text}\n\n{below}\n" if below else f"{letter.text}\n",
        template=letter.template,
        language=letter.language,
        in_reply_to=answered,
        references=chain,
    )
