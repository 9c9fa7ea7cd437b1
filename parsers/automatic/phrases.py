"""What auto-responders write, and what a person who wants something of a billing desk writes, by language."""

import re

HEAD = 800  # characters within which an auto-responder has said what it is

# "I am away", with the words without which none of the patterns can hit.
_ABSENT_STEMS = (
    "office", "leave", "time off", "away", "vacation", "holiday", "travel", "unavailable", "closed", "urlaub", "büro",
    "abwesend", "elternzeit", "erreichbar", "haus", "absent", "congé", "vacances", "déplacement", "bureau", "oficina",
    "vacaciones", "ausente", "viaje", "ferie", "ufficio", "sede", "assente", "vacanza", "afwezig", "vakantie",
    "verlof", "kantoor", "aanwezig", "semester", "kontoret", "ledig", "fravær", "frånvar", "bortrest", "férias",
    "escritório", "licença", "ben er niet", "zwolnieni", "urlop", "nieobecn", "biur", "loma", "poissa", "休暇",
    "不在", "出張", "休業", "休假", "办公室", "辦公室", "外出", "出差",
)  # fmt: skip
_ABSENT = (
    r"\b(?:i(?:['’]m|\sam|\swill\sbe|['’]ll\sbe)|we(?:['’]re|\sare|\swill\sbe)|(?:the|our)\soffices?\s(?:is|are|will\sbe))\s"
    r"(?:\w+\s){0,3}(?:out\sof\s(?:the\s)?office|away\b|on\s(?:\w+\s){0,2}(?:leave|vacation|holidays?)\b|travell?ing"
    r"|not\sin\sthe\soffice|closed|unavailable|taking\s(?:some\s)?(?:time|days)\soff)",
    r"\b(?:ich|wir|büro)\b[^.\n]{0,20}\b(?:bin|befinde|sind|ist)\b[^\n]{0,60}(?:nicht\s(?:im\s(?:büro|haus|dienst)"
    r"|erreichbar)|abwesend|im\s(?:\w+\s)?urlaub|in\s(?:\w+\s)?elternzeit|außer\shaus|geschlossen)",
    r"\b(?:bin|sind)\s(?:ich|wir)\b[^\n]{0,60}(?:nicht\s(?:im\s(?:büro|haus)|erreichbar)|abwesend|im\s(?:\w+\s)?urlaub)",
    r"\bje\s(?:suis|serai)\b[^\n]{0,40}(?:absente?|en\s(?:congés?|vacances|déplacement)|hors\sdu\sbureau)",
    r"\b(?:estoy|estaré|me\sencuentro|me\sencontraré)\b[^\n]{0,40}(?:fuera\sde\s(?:la\s)?oficina|de\svacaciones"
    r"|ausente|de\sviaje|de\sbaja)",
    r"\b(?:sono|sarò|mi\strovo)\b[^\n]{0,40}(?:fuori\s(?:sede|ufficio)|in\s(?:ferie|vacanza|congedo)|assente)",
    r"\bik\sben\b[^\n]{0,60}(?:afwezig|(?:met|op)\s(?:vakantie|verlof)|(?:er\s)?niet\b)",
    r"\b(?:jag|jeg)\s(?:är|er|har)\b[^\n]{0,40}(?:semester|ledig|(?:inte|ikke)\s(?:på|i)\skontoret|ferie|bortrest"
    r"|frånvarande|fraværende|ute\sav\skontoret)",
    r"\b(?:estou|estarei|encontro-me|me\sencontro)\b[^\n]{0,40}(?:(?:de|em)\sférias|fora\sdo\sescritório|ausente"
    r"|de\slicença)",
    r"\b(?:jestem|przebywam|będę)\b[^\n]{0,40}(?:na\surlopie|nieobecn[ay]|poza\sbiurem|na\szwolnieniu)",
    r"\bolen\b[^\n]{0,40}(?:lomalla|poissa)",
    r"休暇(?:中|を(?:いただ|頂|取得))|不在(?:にし|とな|です|中)|出張中|休業とさせて",
    r"(?:我|目前|正在|现在|現在)[^。\n]{0,8}(?:休假|不在(?:办公室|辦公室)|外出|出差)",
)
# "This is an automatic message", "nobody reads this", "she has left the company".
_MACHINE_STEMS = (
    "auto", "within", "received your", "got your", "above this line", "monitored", "longer", "has left",
    "has been received", "ticket", "weitergeleitet", "nicht mehr", "antworten sie nicht", "ne pas répondre",
    "no responda", "non rispond", "não responda", "自動", "自动", "wygenerowan",
)  # fmt: skip
_MACHINE = (
    r"\bthis\s(?:is|was)\s(?:an?\s)?(?:auto\w*|system)[\s-](?:generated\s)?(?:\w+\s)?(?:e-?mail|message|reply|response"
    r"|answer|acknowledge?ment|notification|confirmation)|\bthis\s(?:e-?mail|message|reply)\s(?:is|was|has\sbeen)\s"
    r"(?:sent\s|generated\s)?automatic|auto-?generated\s(?:e-?mail|message|reply|response)",
    r"(?:type|write|enter)\syour\sreply\sabove\sthis\sline",
    r"\bthis\s(?:mailbox|inbox|e-?mail(?:\saddress)?|address|account)\s(?:is|will)\s(?:no\slonger|not)\s"
    r"(?:be\s)?(?:being\s)?(?:monitored|in\suse|active|read|checked)",
    r"\b(?:no\slonger\s(?:works?|working|employed|with\sthe)|has\sleft\s(?:the\s)?(?:company|organi[sz]ation|firm))\b",
    r"\byour\s(?:request|message|e-?mail|enquiry|inquiry|ticket|case)\b[^.\n]{0,30}\bhas\sbeen\s(?:received|logged"
    r"|created|opened)|\bwe(?:['’]ve|\shave)?\s(?:received|got)\syour\s(?:message|e-?mail|request|enquiry|inquiry"
    r"|ticket)\b"
    r"|\bwe\s(?:\w+\s)?(?:reply|respond|answer|get\sback)\b[^.\n]{0,40}\bwithin\b"
    r"|\bticket\b[^.\n]{0,30}\bhas\sbeen\s(?:created|opened)",
    r"\bautomatisch\s(?:generiert|erstellt|erzeugt|versen?d|versandt)|\bdies\sist\seine\sautomatische"
    r"|wird\snicht\s(?:automatisch\s)?weitergeleitet|bitte\santworten\ssie\snicht\sauf\sdiese"
    r"|\bnicht\smehr\s(?:bei|für|im\sunternehmen|in\sunserem)\b[^.\n]{0,40}(?:tätig|beschäftigt|unternehmen)",
    r"\bceci\sest\s(?:un|une)\s(?:message|réponse|courriel|mail|e-mail)\sautomatique|(?:généré|envoyé)e?\s"
    r"automatiquement|ne\spas\srépondre\sà\sce",
    r"\best[ea]\s(?:es|é)\s(?:un|una|uma)?\s?(?:mensaje|correo|respuesta|mensagem|resposta|e-?mail)\sautomátic"
    r"|(?:generad|gerad|enviad)[oa]\s(?:de\sforma\sautomática|automáticamente|automaticamente)"
    r"|n[oã]o?\sresponda\sa\sest[ea]",
    r"\bquest[oa]\sè\s(?:un|una)\s?(?:messaggio|risposta|e-?mail)\sautomatic|generat[oa]\sautomaticamente"
    r"|non\srispondere\sa\squest",
    r"\bdit\sis\seen\sautomatisch|automatisch\s(?:gegenereerd|verzonden|aangemaakt)",
    r"\b(?:detta|det\shär|dette|det)\s(?:är|er)\set?t?\s?(?:autom|autosvar)",
    r"wygenerowan[aeo]\sautomatycznie|\bto\sjest\s(?:wiadomość\s|odpowiedź\s)?automatyczn"
    r"|(?:wiadomość|odpowiedź)\sautomatyczn",
    r"(?:この|本)(?:メール|返信|メッセージ)は、?自動"
    r"|自動(?:返信|送信|応答|配信)(?:メール)?(?:です|で(?:お送り|送信)|されて|により)",
    r"(?:这是|這是|此邮件|此郵件|本邮件|本郵件|系统|系統)[^。\n]{0,6}(?:自动|自動)",
)
# "Until Monday", "in urgent cases", "thank you for your message": what goes with an absence.
_RETURN = (
    r"\b(?:until|till|return|back\s(?:on|in|at)|urgent|in\smy\sabsence|during\sthis\stime|(?:limited|no|intermittent)\saccess|expect\s(?:some\s)?delays?|will\s(?:answer|respond"
    r"|reply|get\sback|be\sback))\b|\bthank\s?(?:you|s)\sfor\s(?:your|contacting|writing)",
    r"\b(?:bis|ab\sdem|wieder|dringend\w*|vertret\w+|rückkehr|vielen\sdank\sfür\sihre?)\b",
    r"\bjusqu|urgence|\bretour\b|\bmerci\s(?:de|pour)\svotre\b|\bavant\sle\b",
    r"\bhasta\b|urgent|\bregreso\b|\bvuelta\b|\bgracias\spor\ssu\b",
    r"\bfino\sal?|urgen|\brientro\b|\bgrazie\sper\sil\b|\btot\b|dringend|\bspoed|terug\b|bedankt\svoor",
    r"\btill\b|\btil\b|brådskande|tillbaka|tilbake|tilbage|\btack\sför\b|\btak(?:k)?\sfor\b|haster",
    r"\baté\b|urgênc|\bregresso\b|\bretorno\b|\bobrigad[oa]\spel",
    r"\bdo\s(?:\d|odwołania)|\bpiln|\bpowroci|\bdziękuj\w+\sza\b|\basti\b|まで|戻り|緊急|お急ぎ|至|返回|回来|紧急|緊急|請聯|请联"
    r"|遅れ|延迟|延遲|ご連絡",
)
# What only somebody writes who wants something, or complains.
_WISH = (
    r"\b(?:refund|my\smoney|money\sback|charged|charging|double\scharge|overcharged|billed|cancel|unsubscribe\sme)\b",
    r"\b(?:i|we)\s(?:want|need|never|did\snot|didn['’]t|(?:do\snot|don['’]t)\s(?!have\saccess|read|check|monitor|respond)"
    r"|tried|cancelled|canceled|paid|have\s(?:called|not)|still|report\sspam)\b|\bi\s(?:would\slike|get|keep"
    r"|have\sreceived)\b|\bgive\snotice\b|\bmy\s(?:card|payment|cancel\w+)\b",
    r"\bplease\s(?:refund|cancel|send|resend|stop|turn|look|help|give|pay|change|update|check|explain|move|transfer|add|remove|delete|close|confirm)"
    r"|(?<!you\s)\bneed\b|[€$£]\s?\d|\d\s?(?:€|eur\b|usd\b)|\b(?:can|could|would)"
    r"\s(?:you|i|we)\b|\b(?:is|are|did|do|does|how|what|when|where|why)\b[^.!\n]{2,120}\?",
    r"\bbitte\s(?!wenden|kontakt|beachten|richten|haben)\w+|\bich\s(?:möchte|will|brauche|habe\s(?!ihre))|abgebucht"
    r"|erstatt"
    r"|kündig|zurück(?:über|zahl)|belastet",
    r"rembours|prélev|prélèv|\bje\s(?:vois|veux|voudrais|souhaite|n['’]ai\spas)|résili|\bbesoin\b|factur[ée]e?\sdeux",
    r"reembols|\bcobr|\bquiero\b|\bmandan\b|\bnão\srecebi|\bno\she\srecibido|\bnecesito\b|\bquero\b|\bpreciso\b"
    r"|estorno|\bpuedo\b|\bposso\b|cancelar|devolu",
    r"rimbors|addebit|\bvorrei\b|\bho\sbisogno|\bvoglio\b|\bmi\sserv|disd(?:ire|etta)",
    r"terugbetal|afgeschreven|\bik\swil\b|opzegg|\bgraag\s|kan\sniet\sin|mijn\s(?:kaart|geld)|mijn\saccount",
    r"återbetal|pengar|dragit|\bvill\s(?!du|ni)|\bbehöver\b(?!\sdu)|\bhar\sbrug\sfor|säga\supp|tilbagebetal|trukket"
    r"|hævet|refundere",
    r"\bzwrot|obciąż|pobran|anulow|rezygn|\bchcę|\bchciał|\bpotrzebuj[ęe]",
    r"返金|二重|請求され|解約|課金|退会|停止して|退款|扣了|扣款|取消|不想|退订|重复|发给我|送って",
)


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_ABSENCE, _SELF, _RETURNS, _WISHES = map(_any, (_ABSENT, _MACHINE, _RETURN, _WISH))


def says_it_is_a_machine(text: str) -> str:
    """The words of an acknowledgement or an auto-responder about itself; empty where there are none."""
    return _said(text, _MACHINE_STEMS, _SELF)


def says_it_is_away(text: str) -> str:
    """The words that tell of an absence; empty where there are none."""
    return _said(text, _ABSENT_STEMS, _ABSENCE)


def goes_with_absence(text: str) -> bool:
    """Whether it tells how long, whom to ask instead, or thanks for a message."""
    return _RETURNS.search(text[:HEAD]) is not None


def wants_something(text: str) -> bool:
    """Whether somebody asks for something or complains, as no auto-responder does."""
    return _WISHES.search(text[: 3 * HEAD]) is not None


def _said(text: str, stems: tuple[str, ...], pattern: re.Pattern[str]) -> str:
    head = text[:HEAD]
    lower = head.lower()
    hit = pattern.search(head) if any(stem in lower for stem in stems) else None
    return " ".join(hit[0].split()) if hit else ""
