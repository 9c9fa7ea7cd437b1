"""The warnings that mail servers put above a mail from outside."""

import re

_TAG = re.compile(
    r"\W{0,4}(?:external(?: (?:e-?mail|sender|message))?|extern(?:e (?:e-?mail|nachricht))?|externe?r? absender"
    r"|externo|esterno|extérieur)\W{0,4}$",
    re.IGNORECASE,
)
_WARNING = re.compile(
    r"\W{0,4}(?:caution|warning|attention|achtung|vorsicht|let op|atención|precaución|attenzione|atenção|cuidado|uwaga"
    r"|obs|external(?: e-?mail)?|think before you click|be careful|note)\b.{0,40}(?:(?:e-?mail|message|sender|mail"
    r"|nachricht|courriel|correo|mensaje|messaggio|mensagem|bericht|wiadomość)\b.{0,80}(?:outside|external|extern|außerhalb"
    r"|extérieur|fuera de|esterno|all['’]esterno|fora d|buiten|zewn)|(?:outside|external|extern|außerhalb|extérieur)"
    r".{0,40}(?:e-?mail|message|sender|organi[sz]ation|company|nachricht|absender))",
    re.IGNORECASE,
)
_RARE = re.compile(
    r"\W{0,4}(?:this (?:e-?mail|message) (?:originated|came|was sent) from (?:outside|an external)"
    r"|you don['’]t often get e-?mail from|some people who received this message don['’]t often"
    r"|sie erhalten nicht (?:häufig|oft) e-?mails von|vous n['’]obtenez pas souvent)",
    re.IGNORECASE,
)
MAX_LINE = 400


def is_banner(line: str) -> bool:
    """`CAUTION: This email originated from outside…`, `[EXTERNAL]`, "You don't often get email from…"."""
    if len(line) > MAX_LINE:
        return False
    return any(pattern.match(line) for pattern in (_TAG, _WARNING, _RARE))
