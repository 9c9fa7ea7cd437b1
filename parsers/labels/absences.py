"""Subjects of absence notes, by language: a row for each that `parsers.labels` knows; a new one needs no code.

`ANSWERS`: only programs write these. `ABSENCES`: nouns that may head a person's letter too, so they are
only likely.
"""

import re
from collections.abc import Mapping

ANSWERS: Mapping[str, str] = {
    "en": r"auto(?:matic|mated)?[- ]?(?:reply|response|answer|respond(?:er)?)|automatic acknowledge?ment"
    r"|out[- ]of[- ](?:the[- ])?office(?:\s(?:auto|re)\w*)?|vacation (?:reply|response|notice|message)",
    "de": r"auto(?:matisch(?:e|es)?)?[- ]?antwort|automatische rückantwort"
    r"|abwesenheits(?:notiz|meldung|nachricht|assistent|benachrichtigung)",
    "nl": r"auto(?:matisch(?:e|es)?)?[- ]?(?:antwoord|reactie)|afwezigheids(?:melding|bericht)",
    "fr": r"r[ée]ponse automatique|message d['’]absence|notification d['’]absence",
    "es": r"respuesta autom[áa]tica|mensaje de ausencia",
    "it": r"risposta automatica|messaggio di assenza",
    "pt": r"resposta autom[áa]tica|mensagem de ausência",
    "ro": r"r[ăa]spuns automat|mesaj de absen[țţt][ăa]",
    "ca": r"resposta autom[àáa]tica|missatge d['’]absència",
    "sv": r"autosvar|automatiskt? svar|frånvaromeddelande",
    "da": r"autosvar|automatisk svar|fraværs(?:besked|meddelelse)",
    "no": r"autosvar|automatisk svar|fraværsmelding",
    "fi": r"automaattinen vastaus|poissaoloviesti|poissaoloilmoitus",
    "pl": r"odpowied[źz] automatyczna|automatyczna odpowied[źz]|autoodpowied[źz]",
    "cs": r"automatick[áa] odpov[eě][ďd]|oznámení o nepřítomnosti",
    "sk": r"automatick[áa] odpove[ďd]|oznámenie o neprítomnosti",
    "ru": r"автоответ|автоматический ответ",
    "uk": r"автоматична відповідь|автовідповідь",
    "bg": r"автоматичен отговор",
    "hr": r"automatski odgovor|obavijest o odsutnosti",
    "hu": r"automatikus válasz|távolléti (?:értesítés|üzenet)",
    "tr": r"otomatik yan[ıi]t|otomatik cevap",
    "el": r"αυτόματη απάντηση",
    "he": r"מענה אוטומטי|תשובה אוטומטית|תגובה אוטומטית|הודעה אוטומטית|הודעת היעדרות",
    "ar": r"(?:ال)?ردّ? (?:ال)?(?:تلقائي|آلي|أوتوماتيكي)",
    "zh": r"自动(?:回复|答复)|自動(?:回覆|回復)",
    "ja": r"自動(?:返信|応答)|不在(?:通知|連絡)",
    "ko": r"자동\s?(?:회신|응답)|부재\s?중\s?(?:자동\s?)?(?:회신|응답|알림)",
    "vi": r"trả lời tự động|thư trả lời tự động",
    "id": r"(?:balasan|jawaban|jawapan) (?:otomatis|automatik)",
    "th": r"(?:การ)?ตอบกลับอัตโนมัติ",
}
ABSENCES: Mapping[str, str] = {
    "en": r"out[- ]of[- ](?:the[- ])?office|ooo|away from (?:the )?office|on (?:vacation|holiday|annual leave)|auto"
    r"|(?:your )?(?:ticket|request|message) (?:has been )?received|we(?:['’]ve| have)? (?:received|got) your",
    "de": r"abwesen(?:d|heit)|ich bin (?:nicht im (?:büro|haus)|abwesend)|nicht im büro",
    "nl": r"afwezig(?:heid)?|niet aanwezig",
    "fr": r"absen(?:ce|te?)(?: du bureau)?",
    "es": r"fuera de (?:la )?oficina|ausente de la oficina",
    "it": r"fuori (?:sede|ufficio)",
    "pt": r"fora do escrit[óo]rio",
    "sv": r"frånvaro",
    "no": r"ikke til stede",
    "fi": r"poissaolo",
    "pl": r"poza biurem|nieobecność",
    "zh": r"不在",
    "ja": r"休暇",
}
# The same, where only the whole subject or what a colon follows is one: they are everyday words.
ABSENT: Mapping[str, str] = {
    "ro": r"concediu|în afara biroului|absent de la birou",
    "ca": r"fora de l['’]oficina",
    "da": r"ikke på kontoret|ude af kontoret|ferie",
    "cs": r"mimo kancelář|nepřítomnost|dovolená",
    "sk": r"mimo kancelárie|neprítomnosť|dovolenka",
    "ru": r"нет на месте|нет в офисе|отсутстви[ея]|(?:в )?отпуске?",
    "uk": r"немає в офісі|відсутність|(?:у )?відпустк[аи]|у відпустці",
    "bg": r"извън офиса|в отпуск|отсъствие",
    "hr": r"izvan ureda|odsutnost|na godišnjem odmoru",
    "hu": r"házon kívül|szabadságon|távollét",
    "tr": r"ofis dışında|izinde|yıllık izin",
    "el": r"εκτός γραφείου|απουσία|σε άδεια",
    "he": r"מחוץ למשרד|לא במשרד|(?:אני )?בחופשה|היעדרות",
    "ar": r"خارج المكتب|في إجازة|غائب عن المكتب",
    "ko": r"부재\s?중|휴가(?:\s?중)?",
    "vi": r"vắng mặt|nghỉ phép|không có mặt tại văn phòng",
    "id": r"di luar kantor|sedang cuti|luar pejabat",
    "th": r"ไม่อยู่ที่สำนักงาน|ลาพักร้อน|ไม่อยู่",
}
_LEFT = r"\S[^\n]{0,60} (?:has left (?:the company|[A-Z])|no longer works|is out of (?:the )?office)"


def _any(rows: Mapping[str, str]) -> str:
    return "|".join(rows.values())


_ENDS = r"(?=\s*(?:[:：|(\[-]|$))"
_ANSWER = re.compile(rf"\W{{0,3}}(?:{_any(ANSWERS)}){_ENDS}", re.IGNORECASE)
_ABSENCE = re.compile(
    rf"\W{{0,3}}(?:(?:{_any(ABSENCES)})(?![\w-])|(?:{_any(ABSENT)})(?=\s*(?:[:：|(\[-]|\d|$))|{_LEFT})", re.IGNORECASE
)


def is_programs(subject: str) -> bool:
    """Whether only an auto-responder writes such a subject: `Automatic reply: …`."""
    return _ANSWER.match(subject) is not None


def tells_of_absence(subject: str) -> bool:
    """Whether it may head an absence note, or a person's letter."""
    return _ABSENCE.match(subject) is not None
