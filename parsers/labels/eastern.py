"""Hungarian, Turkish, Greek, Hebrew, Arabic."""

from parsers.labels.shape import Labels, fields, phrases

HUNGARIAN = Labels(
    language="hu",
    wrote=phrases("írta | ezt írta | a következőt írta | írta a következőt | ezt írta nekem"),
    fields=fields(
        sender="Feladó",
        sent="Elküldve | Küldve",
        date="Dátum",
        to="Címzett",
        cc="Másolatot kap | Másolat",
        subject="Tárgy",
    ),
    original=phrases("Eredeti üzenet | Eredeti levél | Eredeti e-mail"),
    forwarded=phrases(
        """
        Továbbított üzenet | Továbbított levél | Továbbított üzenet kezdete |
        A továbbított levél kezdete
        """
    ),
    reply_above=phrases("e sor fölé írja válaszát | kérjük, e fölé a sor fölé válaszoljon"),
    closings=phrases(
        """
        köszönöm | köszi | köszönettel | előre is köszönöm | köszönöm szépen | üdvözlettel |
        tisztelettel | üdv | szép napot | további szép napot | barátsággal |
        előre is köszönöm a segítséget | minden jót
        """
    ),
    device=(
        r"(?:\S+ )?\S+(?:ról|ről|omról|emről|ból|ből) küldve.{0,30}",
        r"elküldve (?:\S+ )?\S+(?:ról|ről|val|vel)\b.{0,40}",
    ),
    legal=phrases("ez az üzenet | ez az e-mail | a jelen üzenet | vírusmentes."),
)

TURKISH = Labels(
    language="tr",
    wrote=phrases("yazdı | şunu yazdı | şöyle yazdı | şunları yazdı | yazmış | tarihinde şunu yazdı"),
    fields=fields(
        sender="Kimden | Gönderen",
        sent="Gönderildi | Gönderme Tarihi | Gönderilme tarihi",
        date="Tarih",
        to="Kime | Alıcı",
        cc="Bilgi | Cc",
        subject="Konu",
    ),
    original=phrases("Orijinal Mesaj | Özgün İleti | Orijinal İleti | Özgün Mesaj | Asıl ileti | Orijinal mesaj"),
    forwarded=phrases(
        """
        Yönlendirilmiş ileti | İletilen mesaj | Yönlendirilen mesaj | İletilmiş mesaj | Başlangıç ileti
        """
    ),
    reply_above=phrases("yanıtınızı bu satırın üzerine yazın"),
    closings=phrases(
        """
        teşekkürler | teşekkür ederim | çok teşekkürler | çok teşekkür ederim | şimdiden teşekkürler |
        şimdiden teşekkür ederim | saygılarımla | saygılar | iyi günler | iyi çalışmalar | sevgiler |
        selamlar | sevgilerimle | kolay gelsin | en iyi dileklerimle
        """
    ),
    device=(
        r"\S*(?:\S+ ){0,3}(?:gönderildi|gönderilmiştir)\.?",
        r"(?:edinin|indirin) outlook .{0,60}",
    ),
    legal=phrases("bu e-posta | bu mesaj ve | bu ileti | yasal uyarı | virüs bulunmuyor."),
)

GREEK = Labels(
    language="el",
    wrote=phrases("έγραψε | έγραψε τα εξής | έγραψαν | γράφει | ο χρήστης έγραψε"),
    on=phrases("στις | την | στίς"),
    fields=fields(
        sender="Από | Αποστολέας",
        sent="Στάλθηκε | Εστάλη | Αποστολή",
        date="Ημερομηνία",
        to="Προς",
        cc="Κοιν. | Κοινοποίηση",
        subject="Θέμα",
    ),
    original=phrases("Αρχικό μήνυμα | Αρχικό Μήνυμα | Πρωτότυπο μήνυμα"),
    forwarded=phrases(
        """
        Προωθημένο μήνυμα | Προώθηση μηνύματος | Έναρξη προωθημένου μηνύματος |
        Αρχή προωθημένου μηνύματος
        """
    ),
    closings=phrases(
        """
        ευχαριστώ | ευχαριστώ πολύ | ευχαριστώ εκ των προτέρων | σας ευχαριστώ | με εκτίμηση | φιλικά |
        με φιλικούς χαιρετισμούς | χαιρετισμούς | καλή συνέχεια | καλή σας ημέρα | ευχαριστούμε
        """
    ),
    device=(r"(?:στάλθηκε|εστάλη|απεστάλη) (?:από|με|μέσω)\b.{0,60}",),
    legal=phrases("το παρόν μήνυμα | αυτό το μήνυμα | αυτό το email"),
)

HEBREW = Labels(
    language="he",
    wrote=phrases("כתב | כתבה | כתב/ה | ‏ כתב | מאת"),
    on=phrases("בתאריך | ב-"),
    fields=fields(
        sender="מאת",
        sent="נשלח",
        date="תאריך",
        to="אל",
        cc="עותק",
        subject="נושא",
    ),
    original=phrases("הודעה מקורית"),
    forwarded=phrases("הודעה שהועברה"),
    closings=phrases("תודה | בברכה | תודה רבה"),
    device=(r"נשלח מ.{0,60}",),
)

ARABIC = Labels(
    language="ar",
    wrote=phrases("كتب | كتبت | كتب ما يلي"),
    on=phrases("في | بتاريخ"),
    fields=fields(
        sender="من",
        sent="تم الإرسال",
        date="التاريخ",
        to="إلى",
        cc="نسخة",
        subject="الموضوع",
    ),
    original=phrases("الرسالة الأصلية"),
    forwarded=phrases("رسالة معاد توجيهها | الرسالة المعاد توجيهها"),
    closings=phrases("شكرا | شكراً | مع تحياتي | تحياتي | مع خالص التحية"),
    device=(r"(?:أرسلت|مرسل|تم الإرسال) من .{0,60}",),
)

EASTERN = (
    HUNGARIAN,
    TURKISH,
    GREEK,
    HEBREW,
    ARABIC,
)
