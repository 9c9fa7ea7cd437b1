"""Draws scene cards for writers of corpus mails: who writes, what happened, in which mood, form and length.

    python -m tests.tools.corpus_cards FOLDER     writes FOLDER/<language>-<number>.txt, fifty cards each

A card is drawn by a seed of its own id, so the same scenes give the same cards for ever. The writer sees the card and
nothing of the rules; the labels stand in `classifiers/corpus/scenes.txt` beside the story.
"""

import hashlib
import random
import sys
from pathlib import Path

SCENES = Path(__file__).parents[2] / "classifiers" / "corpus" / "scenes.txt"
MAILS = {"en": 4800, "de": 400, "es": 400, "fr": 400, "pt": 450, "it": 450, "nl": 450, "ja": 520, "zh": 520}
BATCH = 50
PRODUCTS = (
    "note-taking app",
    "video editor",
    "VPN",
    "antivirus",
    "password manager",
    "project board for teams",
    "CRM",
    "website builder",
    "online shop software",
    "invoicing software for freelancers",
    "bookkeeping app",
    "e-mail marketing tool",
    "help desk tool",
    "AI writing assistant",
    "AI image generator",
    "transcription service",
    "music streaming",
    "TV streaming",
    "fitness app",
    "meditation app",
    "language course",
    "online courses",
    "dating app",
    "genealogy site",
    "stock photos",
    "font licences",
    "code editor plug-in",
    "API with metered requests",
    "error monitoring",
    "web hosting",
    "domain and mail hosting",
    "cloud storage",
    "backup software",
    "PDF editor",
    "e-signature",
    "meeting scheduler",
    "video calls",
    "survey tool",
    "form builder",
    "social media planner",
    "SEO tool",
    "photo presets and plug-ins",
    "music plug-ins",
    "game server hosting",
    "online game pass",
    "newspaper subscription",
    "magazine and newsletter",
    "recipe box",
    "coffee subscription",
    "pet insurance",
    "phone contract",
    "gym membership",
    "coworking space",
    "parking app",
    "bike sharing",
    "tax software",
    "payroll software",
    "recruiting tool",
    "school platform",
    "church management software",
    "club membership software",
    "property management software",
    "restaurant ordering system",
    "salon booking software",
    "medical practice software",
    "legal research database",
    "CAD software",
    "3D rendering credits",
    "map and GPS app",
    "weather data",
    "IoT camera cloud",
    "smart home hub",
    "chess site",
    "sheet music app",
    "e-book flat rate",
    "audio books",
    "kids' learning app",
    "parental control app",
    "keyboard layout app",
    "clipboard and launcher tool for Mac",
    "terminal and SSH client",
    "database client",
    "design tool",
    "wiki for teams",
    "time tracking",
    "chat widget",
)
VOICES = (
    "retired teacher, careful",
    "student, hurried",
    "founder of a two-person firm",
    "bookkeeper, dry and exact",
    "office manager of a middling company",
    "developer, laconic",
    "designer, chatty",
    "mother of three on her phone",
    "non-native speaker with a small vocabulary",
    "non-native speaker, over-polite",
    "machine-translated prose",
    "teenager, all lower case, hardly any punctuation",
    "dictated to a phone, run-on, odd homophones",
    "sales manager, brisk",
    "lawyer's tone",
    "elderly person unsure with computers",
    "pastor or club treasurer",
    "freelance photographer",
    "nurse after night shift",
    "IT administrator of a school",
    "procurement department",
    "tradesman, few words",
    "academic, long sentences",
    "musician, warm and joking",
    "engineer who lists facts",
    "person of few words",
    "angry customer in CAPITALS here and there",
    "somebody who writes on behalf of the boss",
    "loyal customer of many years",
    "customer who joined last week",
    "expat mixing in a foreign word",
    "blogger, ironical",
    "civil servant, formal",
    "shop assistant, friendly",
    "hobbyist",
    "chief executive, two lines",
)
MOODS = (
    "calm",
    "calm",
    "friendly",
    "puzzled",
    "worried",
    "tired",
    "annoyed",
    "very angry",
    "sarcastic",
    "embarrassed",
    "apologetic",
    "matter-of-fact",
    "matter-of-fact",
    "desperate",
    "polite to excess",
    "cold",
    "resigned",
)
FORMS = (
    "plain mail",
    "plain mail",
    "plain mail",
    "plain mail",
    "no greeting, no signature",
    "with greeting and signature",
    "several typing slips",
    "from a phone, fragments",
    "wish comes first, story after",
    "story first, wish at the very end",
    "wish hidden in the middle",
    "as a question",
    "numbered points",
    "second mail after no answer",
    "contact form style (subject empty or one word)",
    "begins with thanks or praise",
    "quotes an error or notice in one line",
    "gives order/account/invoice number or date or amount",
    "gives amounts and dates",
    "mentions another, unimportant matter too",
    "names a button or menu",
    "posted in a public forum or issue tracker",
)
LENGTHS = (
    ("one line, 4-14 words", 11),
    ("2 short sentences, 12-30 words", 19),
    ("30-60 words", 24),
    ("60-110 words", 19),
    ("125-170 words", 17),
    ("170-260 words", 10),
)
SUBJECTS = (
    "plain, says the matter",
    "plain, says the matter",
    "vague (help, question, account, urgent)",
    "misleading or about something else",
    "empty",
    "a product name or number only",
    "long, a whole sentence",
    "Re: or Fwd: of a receipt or notice",
    "says what the body does not repeat",
)
WORDS = (
    ("any words", 50),
    ("does NOT know or use the trade's word for it: tell it in everyday words, without the obvious keyword", 40),
    ("uses an odd, regional, slangy or old-fashioned word for it", 10),
)


def read_scenes() -> list[tuple[str, int, str, str, str]]:
    """Every scene: name, how often it is drawn, wishes, cues and speaker, story."""
    scenes = []
    for line in SCENES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, wishes, cues, story = (part.strip() for part in line.split("|"))
            bare, _, times = name.partition(" x")
            scenes.append((bare, int(times or 1), wishes, cues, story))
    return scenes


def draw_card(id: str, story: str) -> str:
    """One card in a line; the same id gives the same card."""
    rng = random.Random(hashlib.sha256(id.encode()).digest())
    length = rng.choices([each for each, _ in LENGTHS], [weight for _, weight in LENGTHS])[0]
    if story.startswith(("250", "200", "formal", "IT service")):
        length = "long, as the story says"
    if "one question" in story or story.startswith(("shop/", "bank/", "insurance/", "any short")):
        length = rng.choice(["one line, 4-14 words", "one line, 4-14 words", "2 short sentences, 12-30 words"])
    words = rng.choices([each for each, _ in WORDS], [weight for _, weight in WORDS])[0]
    drawn = [rng.choice(pool) for pool in (PRODUCTS, VOICES, MOODS, FORMS, SUBJECTS)]
    product, voice, mood, form, subject = drawn
    who = f"product: {product} | {voice}; {mood} | {form}"
    return f"{id} | {story} | {who} | {length} | subject: {subject} | words: {words}"


def draw_batches(language: str, mails: int) -> list[list[str]]:
    """All cards of a language, shuffled once, in batches; each scene as often as it is weighted."""
    pool = [(name, story) for name, times, _, _, story in read_scenes() for _ in range(times)]
    rounds = -(-mails // len(pool))
    cards = []
    for turn in range(rounds):
        rng = random.Random(f"{language}-{turn}")
        turn_pool = rng.sample(pool, len(pool))
        counts: dict[str, int] = {}
        for name, story in turn_pool:
            counts[name] = counts.get(name, 0) + 1
            cards.append(draw_card(f"{language}-{name}-{turn}{chr(96 + counts[name])}", story))
    cards = cards[:mails]
    return [cards[at : at + BATCH] for at in range(0, len(cards), BATCH)]


def main(folder: str) -> None:
    """Write all batches."""
    for language, mails in MAILS.items():
        for number, batch in enumerate(draw_batches(language, mails)):
            path = Path(folder) / f"{language}-{number:03}.txt"
            path.write_text("\n".join(batch) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
