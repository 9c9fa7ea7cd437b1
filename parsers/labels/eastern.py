"""Polish, Czech, Slovak, Hungarian, Turkish, Russian, Ukrainian, Greek, and their neighbours."""

from parsers.labels.shape import Labels, fields

POLISH = Labels(
    language="pl",
    wrote=("napisał", "napisała", "napisał(a)", "napisał/a", "pisze", "pisał", "napisali", "wiadomość napisana przez"),
    on=("w dniu", "dnia", "w dn."),
    fields=fields(
        sender="Od|Nadawca",
        sent="Wysłano|Wysłane|Data wysłania",
        date="Data",
        to="Do|Adresat",
        cc="DW|Kopia|UDW|Do wiadomości",
        subject="Temat|Dotyczy",
        reply_to="Odpowiedz do|Ważność",
    ),
    original=("Wiadomość oryginalna", "Oryginalna wiadomość", "Pierwotna wiadomość", "Treść oryginalnej wiadomości"),
    forwarded=(
        "Wiadomość przekazana",
        "Przekazana wiadomość",
        "Treść przekazanej wiadomości",
        "Początek przekazywanej wiadomości",
        "Przesłana dalej wiadomość",
        "Wiadomość przekazana dalej",
    ),
    reply_above=("odpowiedz powyżej tej linii", "proszę odpowiedzieć powyżej tej linii"),
    closings=tuple(
        "dziękuję|dziekuje|dzięki|dziękuję bardzo|z góry dziękuję|dziękuję z góry|pozdrawiam|pozdrowienia|z poważaniem"
        "|z wyrazami szacunku|serdecznie pozdrawiam|pozdrawiam serdecznie|miłego dnia|pozdr|łączę pozdrowienia|z pozdrowieniami"
        "|dziękuję i pozdrawiam".split("|")
    ),
    device=(
        r"wysłan[eyao]\b.{0,20}(?:z|przez|za pomocą|ze|przy użyciu) \S.{0,60}",
        r"pobierz (?:aplikację )?outlook .{0,80}",
    ),
    legal=("niniejsza wiadomość", "ta wiadomość", "treść tej wiadomości", "wolny od wirusów.", "informacje zawarte w"),
)

CZECH = Labels(
    language="cs",
    wrote=("napsal", "napsala", "napsal(a)", "napsal/a", "píše", "odeslal"),
    on=("dne", "v"),
    fields=fields(
        sender="Od|Odesílatel", sent="Odesláno", date="Datum", to="Komu|Adresát", cc="Kopie", subject="Předmět|Věc"
    ),
    original=("Původní zpráva", "Původní e-mail", "Originální zpráva", "Původní email"),
    forwarded=("Přeposlaná zpráva", "Předaná zpráva", "Začátek přeposlané zprávy", "Přeposlaný e-mail"),
    reply_above=("odpovězte nad tímto řádkem", "odpovídejte prosím nad tuto čáru"),
    closings=tuple(
        "děkuji|děkuju|díky|děkujeme|předem děkuji|děkuji předem|s pozdravem|s přátelským pozdravem|zdravím|pozdrav"
        "|hezký den|přeji hezký den|s úctou|mějte se|pěkný den|srdečně|s pozdravem a přáním hezkého dne|moc děkuji".split(
            "|"
        )
    ),
    device=(r"odesláno (?:z|ze|pomocí|přes|prostřednictvím)\b.{0,60}", r"(?:získat|stáhnout) outlook .{0,80}"),
    legal=("tato zpráva", "tento e-mail", "obsah této", "bez virů. www"),
)

SLOVAK = Labels(
    language="sk",
    wrote=("napísal", "napísala", "napísal(a)", "napísal/a", "píše"),
    on=("dňa", "v"),
    fields=fields(sender="Od", sent="Odoslané", date="Dátum", to="Komu", cc="Kópia", subject="Predmet|Vec"),
    original=("Pôvodná správa", "Originálna správa"),
    forwarded=("Preposlaná správa", "Začiatok preposlanej správy"),
    closings=("ďakujem", "vďaka", "ďakujeme", "vopred ďakujem", "s pozdravom", "pekný deň", "s úctou", "zdravím"),
    device=(r"odoslané (?:z|zo|pomocou|cez)\b.{0,60}",),
    legal=("táto správa", "tento e-mail"),
)

HUNGARIAN = Labels(
    language="hu",
    wrote=("írta", "ezt írta", "a következőt írta", "írta a következőt", "ezt írta nekem"),
    on=(),
    fields=fields(
        sender="Feladó", sent="Elküldve|Küldve", date="Dátum", to="Címzett", cc="Másolatot kap|Másolat", subject="Tárgy"
    ),
    original=("Eredeti üzenet", "Eredeti levél", "Eredeti e-mail"),
    forwarded=("Továbbított üzenet", "Továbbított levél", "Továbbított üzenet kezdete", "A továbbított levél kezdete"),
    reply_above=("e sor fölé írja válaszát", "kérjük, e fölé a sor fölé válaszoljon"),
    closings=tuple(
        "köszönöm|köszi|köszönettel|előre is köszönöm|köszönöm szépen|üdvözlettel|tisztelettel|üdv|szép napot|további szép napot"
        "|barátsággal|előre is köszönöm a segítséget|minden jót".split("|")
    ),
    device=(
        r"(?:\S+ )?\S+(?:ról|ről|omról|emről|ból|ből) küldve.{0,30}",
        r"elküldve (?:\S+ )?\S+(?:ról|ről|val|vel)\b.{0,40}",
    ),
    legal=("ez az üzenet", "ez az e-mail", "a jelen üzenet", "vírusmentes."),
)

TURKISH = Labels(
    language="tr",
    wrote=("yazdı", "şunu yazdı", "şöyle yazdı", "şunları yazdı", "yazmış", "tarihinde şunu yazdı"),
    on=(),
    fields=fields(
        sender="Kimden|Gönderen",
        sent="Gönderildi|Gönderme Tarihi|Gönderilme tarihi",
        date="Tarih",
        to="Kime|Alıcı",
        cc="Bilgi|Cc",
        subject="Konu",
    ),
    original=("Orijinal Mesaj", "Özgün İleti", "Orijinal İleti", "Özgün Mesaj", "Asıl ileti", "Orijinal mesaj"),
    forwarded=("Yönlendirilmiş ileti", "İletilen mesaj", "Yönlendirilen mesaj", "İletilmiş mesaj", "Başlangıç ileti"),
    reply_above=("yanıtınızı bu satırın üzerine yazın",),
    closings=tuple(
        "teşekkürler|teşekkür ederim|çok teşekkürler|çok teşekkür ederim|şimdiden teşekkürler|şimdiden teşekkür ederim"
        "|saygılarımla|saygılar|iyi günler|iyi çalışmalar|sevgiler|selamlar|sevgilerimle|kolay gelsin|en iyi dileklerimle".split(
            "|"
        )
    ),
    device=(r"\S*(?:\S+ ){0,3}(?:gönderildi|gönderilmiştir)\.?", r"(?:edinin|indirin) outlook .{0,60}"),
    legal=("bu e-posta", "bu mesaj ve", "bu ileti", "yasal uyarı", "virüs bulunmuyor."),
)

RUSSIAN = Labels(
    language="ru",
    wrote=("написал", "написала", "написал(а)", "написал (а)", "пишет", "писал", "писал(а)", "пользователь написал"),
    on=(),
    fields=fields(
        sender="От|От кого|Отправитель",
        sent="Отправлено|Послано|Дата отправки",
        date="Дата",
        to="Кому|Получатель",
        cc="Копия|Копии",
        subject="Тема",
        reply_to="Ответить|Важность",
    ),
    original=("Исходное сообщение", "Оригинальное сообщение", "Первоначальное сообщение", "Исходное письмо"),
    forwarded=(
        "Пересылаемое сообщение",
        "Пересланное сообщение",
        "Пересылаемое письмо",
        "Начало переадресованного сообщения",
        "Начало пересылаемого сообщения",
        "Конец пересылаемого сообщения",
        "Перенаправленное сообщение",
    ),
    reply_above=("ответьте выше этой линии", "введите ответ выше этой строки"),
    closings=tuple(
        "спасибо|большое спасибо|заранее спасибо|спасибо заранее|благодарю|с уважением|с наилучшими пожеланиями|всего доброго"
        "|всего хорошего|с благодарностью|искренне ваш|искренне ваша|хорошего дня|заранее благодарен|заранее благодарна"
        "|удачи|до свидания|с приветом|с ув|спасибо большое".split("|")
    ),
    device=(r"отправлено (?:с|из|со|через)\b.{0,70}", r"послано (?:с|из)\b.{0,60}", r"скачать outlook .{0,80}"),
    legal=("это сообщение", "данное сообщение", "это электронное сообщение", "настоящее сообщение", "без вирусов."),
)

UKRAINIAN = Labels(
    language="uk",
    wrote=(
        "написав",
        "написала",
        "написав(ла)",
        "написав(-ла)",
        "пише",
        "писав",
        "пише(-а)",
        "написав (-ла)",
        "писав(ла)",
    ),
    on=(),
    fields=fields(
        sender="Від|Від кого|Відправник",
        sent="Відправлено|Надіслано",
        date="Дата",
        to="Кому|Одержувач",
        cc="Копія",
        subject="Тема",
    ),
    original=("Оригінальне повідомлення", "Початкове повідомлення", "Вихідне повідомлення"),
    forwarded=("Переслане повідомлення", "Пересилане повідомлення", "Початок листа, що пересилається"),
    closings=tuple(
        "дякую|дуже дякую|щиро дякую|заздалегідь дякую|наперед дякую|з повагою|з найкращими побажаннями|всього найкращого"
        "|гарного дня|з вдячністю|на все добре".split("|")
    ),
    device=(r"(?:надіслано|відправлено) (?:з|із|зі|через)\b.{0,70}",),
    legal=("це повідомлення", "цей електронний лист"),
)

GREEK = Labels(
    language="el",
    wrote=("έγραψε", "έγραψε τα εξής", "έγραψαν", "γράφει", "ο χρήστης έγραψε"),
    on=("στις", "την", "στίς"),
    fields=fields(
        sender="Από|Αποστολέας",
        sent="Στάλθηκε|Εστάλη|Αποστολή",
        date="Ημερομηνία",
        to="Προς",
        cc="Κοιν.|Κοινοποίηση",
        subject="Θέμα",
    ),
    original=("Αρχικό μήνυμα", "Αρχικό Μήνυμα", "Πρωτότυπο μήνυμα"),
    forwarded=("Προωθημένο μήνυμα", "Προώθηση μηνύματος", "Έναρξη προωθημένου μηνύματος", "Αρχή προωθημένου μηνύματος"),
    closings=tuple(
        "ευχαριστώ|ευχαριστώ πολύ|ευχαριστώ εκ των προτέρων|σας ευχαριστώ|με εκτίμηση|φιλικά|με φιλικούς χαιρετισμούς"
        "|χαιρετισμούς|καλή συνέχεια|καλή σας ημέρα|ευχαριστούμε".split("|")
    ),
    device=(r"(?:στάλθηκε|εστάλη|απεστάλη) (?:από|με|μέσω)\b.{0,60}",),
    legal=("το παρόν μήνυμα", "αυτό το μήνυμα", "αυτό το email"),
)

BULGARIAN = Labels(
    language="bg",
    wrote=("написа", "пише"),
    on=("на",),
    fields=fields(sender="От", sent="Изпратено", date="Дата", to="До", cc="Копие", subject="Относно"),
    original=("Оригинално съобщение",),
    forwarded=("Препратено съобщение",),
    closings=("благодаря", "поздрави", "с уважение", "хубав ден"),
    device=(r"изпратено (?:от|с)\b.{0,60}",),
)

CROATIAN = Labels(
    language="hr",
    wrote=("je napisao", "je napisala", "napisao je", "napisala je", "je napisao/la", "je napisal", "je napisala/o"),
    on=("dana", "u"),
    fields=fields(
        sender="Od|Šalje|Pošiljatelj",
        sent="Poslano|Poslato",
        date="Datum",
        to="Za|Prima",
        cc="Kopija",
        subject="Predmet|Zadeva",
    ),
    original=("Izvorna poruka", "Originalna poruka", "Izvirno sporočilo"),
    forwarded=("Proslijeđena poruka", "Prosleđena poruka", "Posredovano sporočilo"),
    closings=(
        "hvala",
        "hvala unaprijed",
        "lijep pozdrav",
        "lep pozdrav",
        "srdačan pozdrav",
        "s poštovanjem",
        "pozdrav",
        "lp",
    ),
    device=(r"(?:poslano|poslato) (?:sa|s|iz|z)\b.{0,60}",),
)

HEBREW = Labels(
    language="he",
    wrote=("כתב", "כתבה", "כתב/ה", "‏ כתב", "מאת"),
    on=("בתאריך", "ב-"),
    fields=fields(sender="מאת", sent="נשלח", date="תאריך", to="אל", cc="עותק", subject="נושא"),
    original=("הודעה מקורית",),
    forwarded=("הודעה שהועברה",),
    closings=("תודה", "בברכה", "תודה רבה"),
    device=(r"נשלח מ.{0,60}",),
)

ARABIC = Labels(
    language="ar",
    wrote=("كتب", "كتبت", "كتب ما يلي"),
    on=("في", "بتاريخ"),
    fields=fields(sender="من", sent="تم الإرسال", date="التاريخ", to="إلى", cc="نسخة", subject="الموضوع"),
    original=("الرسالة الأصلية",),
    forwarded=("رسالة معاد توجيهها", "الرسالة المعاد توجيهها"),
    closings=("شكرا", "شكراً", "مع تحياتي", "تحياتي", "مع خالص التحية"),
    device=(r"(?:أرسلت|مرسل|تم الإرسال) من .{0,60}",),
)

EASTERN = (
    POLISH,
    CZECH,
    SLOVAK,
    HUNGARIAN,
    TURKISH,
    RUSSIAN,
    UKRAINIAN,
    GREEK,
    BULGARIAN,
    CROATIAN,
    HEBREW,
    ARABIC,
)
