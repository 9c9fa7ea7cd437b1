"""Mail that came back undelivered, and whom it was for: by RFC 3464, and by each server's own words."""

import re

from parsers.automatic.envelope import Envelope, certain, likely
from parsers.automatic.phrases import wants_something
from parsers.domains import address_key
from parsers.vocabulary import Automatic, AutomaticKind

_DAEMON = re.compile(
    r"(?:mailer[-._]?daemon|mail[-._]?daemon|mdaemon|mmdf|post[-._]?master|mail[-._]?system|mailerdaemon"
    r"|bounce[sd]?|mailsystem|microsoftexchange[0-9a-f]{16}[0-9a-f]*"
    r"|mail[-._]?delivery|complaints|abuse-report|feedbackloop|fbl|arf|staff)(?:[-+._\d@]|$)"
)
_SURE_DAEMON = re.compile(
    r"(?:mailer[-._]?daemon|mail[-._]?daemon|mdaemon|mail[-._]?system|mailerdaemon"
    r"|microsoftexchange[0-9a-f]{16}[0-9a-f]*)(?:[-+._\d@]|$)"
)
_SUBJECT = re.compile(
    r"\W{0,3}(?:undeliver(?:ed|able)\b|delivery (?:status notification|failure|report|error|has failed|failed|delayed)"
    r"|delivery notification|(?:e-?mail|message|mail) (?:delivery (?:failed|failure|error|problem|report|sub|status)"
    r"|delivery system|could not be delivered|not delivered|undeliverable|status report|delayed|returned|failed\W)"
    r"|returned (?:mail|e-?mail|message|to sender)|return(?:ed|ing) (?:mail|message) to sender|failure notice\W{0,3}$"
    r"|failed (?:delivery|mail)|warning: (?:message|could not send|e-?mail)|non[- ]?deliver"
    r"|permanent (?:delivery )?fail"
    r"|mail (?:system error|failure)|message (?:you sent (?:blocked|was)|blocked|rejected)|rejected mail"
    r"|there was an error sending your mail"
    r"|(?:email )?(?:feedback|abuse|complaint) report|complaint about message|spam report"
    r"|unzustellbar|nicht zustellbar|rücksendung|non remis|échec de (?:la )?(?:remise|distribution)"
    r"|(?:message )?non distribu|avis de non-remise"
    r"|no se puede entregar|no entregado|devuelto|error de entrega|fallo de entrega|no se ha podido entregar"
    r"|mensaje no entregado|recapito non riuscito|impossibile recapitare|mancata consegna|mancato recapito"
    r"|messaggio non recapitato"
    r"|não entregue|não foi possível entregar|falha na entrega|onbestelbaar|niet[- ]bezorgd|bezorging mislukt"
    r"|(?:kunde|kan) inte leverera|olevererbart|ej levererat"
    r"|(?:kan|kunne) ikke lever|ulevert|toimitus epäonnistui|ei voitu toimittaa|nie można dostarczyć|niedostarczon"
    r"|nedoručiteln|kézbesíthetetlen|teslim edilemedi|i̇letilemedi|iletilemedi"
    r"|недоставлен|не доставлен|не удалось доставить|配信不能|配信エラー|送信エラー|メールエラー|未送[达達]|退信"
    r"|系统退信|邮件退回"
    r"|投递失败|无法投递|傳送失敗|無法傳遞|来自\S{1,40}的退信|전송 실패|반송|배달(?: 실패|되지))",
    re.IGNORECASE,
)
_TITLED = re.compile(r"(?:undeliverable|unzustellbar|non remis|onbestelbaar|non recapitabile)\s?[:：]", re.IGNORECASE)
_DIAGNOSIS = re.compile(
    r"\b[245]\.\d{1,3}\.\d{1,3}\b|(?<!\d)[45]\d\d[ -](?:- )?(?=[#A-Za-z<(])|final-recipient|diagnostic-code"
    r"|reporting-mta"
    r"|this is the mail system|returned to sender|following (?:address|recipient|destination)"
    r"|error delivering your mail"
    r"|(?:could|can)\s?not (?:be )?deliver|permanent(?:ly)? (?:fatal )?(?:error|fail)|(?:user|host) unknown"
    r"|unknown (?:user|host)"
    r"|mailbox (?:unavailable|not found|full|is full)|over quota|no such user|undeliverable|transcript of session"
    r"|unable to deliver|delivery failed|address rejected|invalid (?:user|recipient)|送信できません"
    r"|配信(?:に失敗|できません)|konnte nicht (?:zugestellt|gesendet)|nachrichtenzustellung|empfänger unbekannt"
    r"|n['’]a pas pu être (?:remis|distribué)|échec de la remise|no (?:se )?pud?o (?:ser )?entreg|error de entrega"
    r"|non è stato (?:possibile )?(?:recapit|consegn)|kon niet worden (?:afgeleverd|bezorgd)|niet aangekomen bij"
    r"|kunde inte levereras|gick inte att leverera|kunne ikke leveres|nie można dostarczyć|nie mogła zostać dostarczona"
    r"|não pôde ser entregue|被退回|退信原因|投递失败|无法送达|не может быть доставлен|не удалось доставить",
    re.IGNORECASE,
)
_REPORT_TYPES = {
    "delivery-status": "a delivery report (RFC 3464)",
    "feedback-report": "a feedback report (RFC 5965)",
}
_REPORT_PARTS = {"message/delivery-status": "delivery-status", "message/feedback-report": "feedback-report"}
_REPORT_TYPE = re.compile(r"report-type\s*=\s*\"?([\w-]{1,40})", re.IGNORECASE)

_ADDRESS = r"<?([^\s<>;,:\"]{1,64}@[^\s<>;,:\"]{1,253})>?"
_RECIPIENT = re.compile(
    r"^(?:original-recipient|final-recipient|original-rcpt-to|x-actual-recipient)\s*:\s*(?:[\w-]{1,20}\s*;\s*)?"
    rf"{_ADDRESS}",
    re.IGNORECASE | re.MULTILINE,
)
_IN_WORDS = (
    re.compile(rf"^\s{{0,8}}{_ADDRESS}:?\s*$", re.MULTILINE),
    re.compile(rf"^\s{{0,8}}{_ADDRESS}\s*[:(]", re.MULTILINE),
    re.compile(rf"(?:recipient|address|user|delivered to|deliver to|rcpt to:?)\W{{0,6}}{_ADDRESS}", re.IGNORECASE),
)


def is_bounce(envelope: Envelope) -> Automatic | None:
    """By its structure, its headers, or its sender and words; a subject alone is only likely."""
    reason = _by_structure(envelope) or _by_headers(envelope) or _by_words(envelope)
    if reason:
        return certain(AutomaticKind.BOUNCE, reason, recipient=_recipient(envelope))
    if not _SUBJECT.match(envelope.subject):
        return None
    diagnosed = _DIAGNOSIS.search(envelope.text) is not None
    wanted = wants_something(envelope.text)
    if diagnosed and not wanted:
        reason = f"Subject: {envelope.subject}, with a delivery diagnosis"
        return certain(AutomaticKind.BOUNCE, reason, recipient=_recipient(envelope))
    if diagnosed or not wanted or _TITLED.match(envelope.subject):
        return likely(AutomaticKind.BOUNCE, f"Subject: {envelope.subject}")
    return None


def _by_structure(envelope: Envelope) -> str:
    content_type = envelope.first("content-type")
    if content_type.lower().startswith("multipart/report"):
        said = _REPORT_TYPE.search(content_type)
        kind = said[1].lower() if said else ""
        if kind in _REPORT_TYPES:
            return f"multipart/report: {_REPORT_TYPES[kind]}"
    part = next((part for part in envelope.media_types if part in _REPORT_PARTS), "")
    return f"{part}: {_REPORT_TYPES[_REPORT_PARTS[part]]}" if part else ""


def _by_headers(envelope: Envelope) -> str:
    failed = envelope.says("x-failed-recipients")
    return f"X-Failed-Recipients: {failed}" if failed else ""


def _by_words(envelope: Envelope) -> str:
    """A daemon's sender; or a subject that goes with one, with the null sender, or with a diagnosis in the text."""
    daemon = next((each for each in (*envelope.senders, *_nameless(envelope)) if _DAEMON.match(each)), "")
    if _SURE_DAEMON.match(daemon):
        return f"From: {daemon}"
    subject = _SUBJECT.match(envelope.subject) is not None
    if subject and (daemon or envelope.null_sender):
        return f"Subject: {envelope.subject}, from {daemon or 'the null sender'}"
    if (daemon or envelope.null_sender) and _DIAGNOSIS.search(envelope.text):
        return f"from {daemon or 'the null sender'}, with a delivery diagnosis"
    return ""


def _nameless(envelope: Envelope) -> tuple[str, ...]:
    """`From: MAILER-DAEMON <>`: the address is the null one."""
    return () if envelope.senders else (envelope.first("from").strip("\"' <").lower(),)


def _recipient(envelope: Envelope) -> str | None:
    """Whom the mail was for: as the report says, else the header, else the words."""
    if found := _RECIPIENT.search(envelope.report):
        return found[1]
    if failed := envelope.first("x-failed-recipients"):
        return failed.partition(",")[0].strip(" <>") or None
    ours = {*map(address_key, envelope.rules.addresses), *envelope.senders, *envelope.recipients}
    for pattern in _IN_WORDS:
        for named in pattern.finditer(envelope.text):
            if address_key(named[1]) not in ours:
                return named[1]
    return None
