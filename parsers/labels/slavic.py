"""Polish, Czech, Slovak, Russian, Ukrainian, Bulgarian, Croatian."""

from parsers.labels.shape import Labels, fields, phrases

POLISH = Labels(
    language="pl",
    wrote=phrases(
        """
        napisał | napisała | napisał(a) | napisał/a | pisze | pisał | napisali |
        wiadomość napisana przez
        """
    ),
    on=phrases("w dniu | dnia | w dn."),
    fields=fields(
        sender="Od | Nadawca",
        sent="Wysłano | Wysłane | Data wysłania",
        date="Data",
        to="Do | Adresat",
        cc="DW | Kopia | UDW | Do wiadomości",
        subject="Temat | Dotyczy",
        reply_to="Odpowiedz do | Ważność",
    ),
    original=phrases(
        """
        Wiadomość oryginalna | Oryginalna wiadomość | Pierwotna wiadomość | Treść oryginalnej wiadomości
        """
    ),
    forwarded=phrases(
        """
        Wiadomość przekazana | Przekazana wiadomość | Treść przekazanej wiadomości |
        Początek przekazywanej wiadomości | Przesłana dalej wiadomość | Wiadomość przekazana dalej
        """
    ),
    reply_above=phrases("odpowiedz powyżej tej linii | proszę odpowiedzieć powyżej tej linii"),
    closing_starts=phrases("dziękuję za | dziękuję i | z poważaniem | pozdrawiam | serdecznie"),
    closings=phrases(
        """
        dziękuję | dziekuje | dzięki | dziękuję bardzo | z góry dziękuję | dziękuję z góry | pozdrawiam |
        pozdrowienia | z poważaniem | z wyrazami szacunku | serdecznie pozdrawiam |
        pozdrawiam serdecznie | miłego dnia | pozdr | łączę pozdrowienia | z pozdrowieniami |
        dziękuję i pozdrawiam
        """
    ),
    device=(
        r"wysłan[eyao]\b.{0,20}(?:z|przez|za pomocą|ze|przy użyciu) \S.{0,60}",
        r"pobierz (?:aplikację )?outlook .{0,80}",
    ),
    legal=phrases(
        """
        niniejsza wiadomość | ta wiadomość | treść tej wiadomości | wolny od wirusów. |
        informacje zawarte w
        """
    ),
)

CZECH = Labels(
    language="cs",
    wrote=phrases("napsal | napsala | napsal(a) | napsal/a | píše | odeslal"),
    on=phrases("dne | v"),
    fields=fields(
        sender="Od | Odesílatel",
        sent="Odesláno",
        date="Datum",
        to="Komu | Adresát",
        cc="Kopie",
        subject="Předmět | Věc",
    ),
    original=phrases("Původní zpráva | Původní e-mail | Originální zpráva | Původní email"),
    forwarded=phrases("Přeposlaná zpráva | Předaná zpráva | Začátek přeposlané zprávy | Přeposlaný e-mail"),
    reply_above=phrases("odpovězte nad tímto řádkem | odpovídejte prosím nad tuto čáru"),
    closing_starts=phrases("děkuji za | s pozdravem"),
    closings=phrases(
        """
        děkuji | děkuju | díky | děkujeme | předem děkuji | děkuji předem | s pozdravem |
        s přátelským pozdravem | zdravím | pozdrav | hezký den | přeji hezký den | s úctou | mějte se |
        pěkný den | srdečně | s pozdravem a přáním hezkého dne | moc děkuji
        """
    ),
    device=(
        r"odesláno (?:z|ze|pomocí|přes|prostřednictvím)\b.{0,60}",
        r"(?:získat|stáhnout) outlook .{0,80}",
    ),
    legal=phrases("tato zpráva | tento e-mail | obsah této | bez virů. www"),
)

SLOVAK = Labels(
    language="sk",
    wrote=phrases("napísal | napísala | napísal(a) | napísal/a | píše"),
    on=phrases("dňa | v"),
    fields=fields(
        sender="Od",
        sent="Odoslané",
        date="Dátum",
        to="Komu",
        cc="Kópia",
        subject="Predmet | Vec",
    ),
    original=phrases("Pôvodná správa | Originálna správa"),
    forwarded=phrases("Preposlaná správa | Začiatok preposlanej správy"),
    closings=phrases("ďakujem | vďaka | ďakujeme | vopred ďakujem | s pozdravom | pekný deň | s úctou | zdravím"),
    device=(r"odoslané (?:z|zo|pomocou|cez)\b.{0,60}",),
    legal=phrases("táto správa | tento e-mail"),
)

RUSSIAN = Labels(
    language="ru",
    wrote=phrases(
        """
        написал | написала | написал(а) | написал (а) | пишет | писал | писал(а) | пользователь написал
        """
    ),
    fields=fields(
        sender="От | От кого | Отправитель",
        sent="Отправлено | Послано | Дата отправки",
        date="Дата",
        to="Кому | Получатель",
        cc="Копия | Копии",
        subject="Тема",
        reply_to="Ответить | Важность",
    ),
    original=phrases("Исходное сообщение | Оригинальное сообщение | Первоначальное сообщение | Исходное письмо"),
    forwarded=phrases(
        """
        Пересылаемое сообщение | Пересланное сообщение | Пересылаемое письмо |
        Начало переадресованного сообщения | Начало пересылаемого сообщения |
        Конец пересылаемого сообщения | Перенаправленное сообщение
        """
    ),
    reply_above=phrases("ответьте выше этой линии | введите ответ выше этой строки"),
    closing_starts=phrases("спасибо за | с уважением | заранее"),
    closings=phrases(
        """
        спасибо | большое спасибо | заранее спасибо | спасибо заранее | благодарю | с уважением |
        с наилучшими пожеланиями | всего доброго | всего хорошего | с благодарностью | искренне ваш |
        искренне ваша | хорошего дня | заранее благодарен | заранее благодарна | удачи | до свидания |
        с приветом | с ув | спасибо большое
        """
    ),
    device=(
        r"отправлено (?:с|из|со|через)\b.{0,70}",
        r"послано (?:с|из)\b.{0,60}",
        r"скачать outlook .{0,80}",
    ),
    legal=phrases(
        """
        это сообщение | данное сообщение | это электронное сообщение | настоящее сообщение |
        без вирусов.
        """
    ),
)

UKRAINIAN = Labels(
    language="uk",
    wrote=phrases(
        """
        написав | написала | написав(ла) | написав(-ла) | пише | писав | пише(-а) | написав (-ла) |
        писав(ла)
        """
    ),
    fields=fields(
        sender="Від | Від кого | Відправник",
        sent="Відправлено | Надіслано",
        date="Дата",
        to="Кому | Одержувач",
        cc="Копія",
        subject="Тема",
    ),
    original=phrases("Оригінальне повідомлення | Початкове повідомлення | Вихідне повідомлення"),
    forwarded=phrases("Переслане повідомлення | Пересилане повідомлення | Початок листа, що пересилається"),
    closings=phrases(
        """
        дякую | дуже дякую | щиро дякую | заздалегідь дякую | наперед дякую | з повагою |
        з найкращими побажаннями | всього найкращого | гарного дня | з вдячністю | на все добре
        """
    ),
    device=(r"(?:надіслано|відправлено) (?:з|із|зі|через)\b.{0,70}",),
    legal=phrases("це повідомлення | цей електронний лист"),
)

BULGARIAN = Labels(
    language="bg",
    wrote=phrases("написа | пише"),
    on=phrases("на"),
    fields=fields(
        sender="От",
        sent="Изпратено",
        date="Дата",
        to="До",
        cc="Копие",
        subject="Относно",
    ),
    original=phrases("Оригинално съобщение"),
    forwarded=phrases("Препратено съобщение"),
    closings=phrases("благодаря | поздрави | с уважение | хубав ден"),
    device=(r"изпратено (?:от|с)\b.{0,60}",),
)

CROATIAN = Labels(
    language="hr",
    wrote=phrases(
        """
        je napisao | je napisala | napisao je | napisala je | je napisao/la | je napisal | je napisala/o
        """
    ),
    on=phrases("dana | u"),
    fields=fields(
        sender="Od | Šalje | Pošiljatelj",
        sent="Poslano | Poslato",
        date="Datum",
        to="Za | Prima",
        cc="Kopija",
        subject="Predmet | Zadeva",
    ),
    original=phrases("Izvorna poruka | Originalna poruka | Izvirno sporočilo"),
    forwarded=phrases("Proslijeđena poruka | Prosleđena poruka | Posredovano sporočilo"),
    closings=phrases(
        """
        hvala | hvala unaprijed | lijep pozdrav | lep pozdrav | srdačan pozdrav | s poštovanjem |
        pozdrav | lp
        """
    ),
    device=(r"(?:poslano|poslato) (?:sa|s|iz|z)\b.{0,60}",),
)

SLAVIC = (
    POLISH,
    CZECH,
    SLOVAK,
    RUSSIAN,
    UKRAINIAN,
    BULGARIAN,
    CROATIAN,
)
