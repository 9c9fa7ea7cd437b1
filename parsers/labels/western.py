"""English, German, French, Spanish, Italian, Portuguese, Dutch, Romanian, Catalan."""

from parsers.labels.shape import Labels, fields

ENGLISH = Labels(
    language="en",
    wrote=("wrote", "writes", "sent", "has written", "schrieb/wrote"),
    on=("on",),
    fields=fields(
        sender="From",
        sent="Sent",
        date="Date|Sent on|Sent at",
        to="To",
        cc="Cc|Bcc",
        subject="Subject|Re",
        reply_to="Reply-To|Reply to|Organization|Importance|Attachments",
    ),
    original=(
        "Original Message",
        "Original Mail",
        "Original Email",
        "Original",
        "Reply message",
        "Original Appointment",
    ),
    forwarded=(
        "Forwarded message",
        "Forwarded Message",
        "Begin forwarded message",
        "Forwarded mail",
        "Forwarded by",
        "Original message forwarded",
        "Forwarded email",
        "Start of forwarded message",
    ),
    reply_above=(
        "reply above this line",
        "type your reply above",
        "write your reply above",
        "do not write below this line",
        "to reply to this message, please enter your reply above",
    ),
    closings=tuple(
        "thanks|thank you|many thanks|thanks a lot|thanks so much|thank you very much|thank you so much|thanks again"
        "|thank you again|thanks in advance|thank you in advance|thanks and regards|thanks & regards|thx|cheers|best"
        "|all the best|best wishes|best regards|kind regards|warm regards|warmest regards|kindest regards|regards"
        "|with regards|with best regards|with kind regards|best wishes and regards|br|kr|rgds|sincerely"
        "|sincerely yours|yours sincerely|yours truly|very truly yours|yours faithfully|yours|respectfully"
        "|respectfully yours|cordially|warmly|take care|talk soon|have a great day|have a nice day|have a good day"
        "|ty|tia|thank you for your help|thanks for your help|thank you for your time|thanks for your time|love|xoxo"
        "|good day|many thanks in advance|thank you and best regards|thank you and kind regards|with thanks|ta".split(
            "|"
        )
    ),
    device=(
        r"(?:[-–—]+\s*)?sent (?:wirelessly )?(?:from|via|with|using|on the go|by) (?!(?:my |the |a |an )?(?:same|wrong|bank|account|card|invoice|support|billing|old|new|other)\b)\S.{0,70}",
        r"sent by (?:my )?\S.{0,60}(?:iphone|ipad|app|android|phone)\b.{0,20}",
        r"get outlook for (?:ios|android|mac)\b.{0,120}",
        r"via (?:my )?(?:mobile|phone|iphone|ipad|android|blackberry|tablet)",
        r"get the (?:\S+ )?app\b.{0,60}",
        r"(?:sent|mailed|typed|written) (?:from|on|with|by) (?:a |an |my )?(?:mobile|phone|tablet|handheld)\b.{0,80}",
        r"(?:please )?(?:excuse|forgive|pardon) (?:my |the |any )?(?:brevity|typos|typo's|spelling|terseness)\b.{0,80}",
        r"(?:yahoo mail|aol mail|gmail|mail)[: ]+(?:search, organi[sz]e|search organi[sz]e).{0,60}",
    ),
    legal=(
        "this email and any attachment",
        "this e-mail and any attachment",
        "this email and any files",
        "this e-mail and any files",
        "this email (including",
        "this e-mail (including",
        "this message (including",
        "this message and any attachment",
        "this email is confidential",
        "this e-mail is confidential",
        "this email is intended",
        "this e-mail is intended",
        "this message is intended",
        "this message contains confidential",
        "this message may contain",
        "this email may contain",
        "this e-mail may contain",
        "this communication is confidential",
        "this communication may contain",
        "this transmission is",
        "the information contained in this",
        "the information in this e",
        "the information transmitted",
        "the contents of this e",
        "confidentiality notice",
        "confidentiality note",
        "confidentiality:",
        "privileged/confidential",
        "disclaimer:",
        "legal disclaimer",
        "legal notice:",
        "important notice:",
        "notice: this e",
        "if you are not the intended recipient",
        "if you have received this e",
        "please consider the environment",
        "consider the environment before printing",
        "think before you print",
        "virus-free. www",
        "virus-free.www",
        "this email has been checked for viruses",
        "this email has been scanned",
        "this e-mail has been scanned",
        "this message has been scanned",
        "scanned by mailscanner",
        "you received this message because you are subscribed",
        "you are receiving this because you",
        "to unsubscribe from this",
        "registered in england",
        "registered office:",
        "sent with proton mail",
        "sent with protonmail",
    ),
)

GERMAN = Labels(
    language="de",
    wrote=("schrieb", "hat geschrieben", "schrieb am", "geschrieben", "schreibt"),
    on=("am", "an"),
    fields=fields(
        sender="Von",
        sent="Gesendet|Gesendet am|Verschickt",
        date="Datum",
        to="An",
        cc="Kopie|Cc|Kopie an",
        subject="Betreff",
        reply_to="Antwort an|Antworten an|Wichtigkeit|Anlagen",
    ),
    original=(
        "Ursprüngliche Nachricht",
        "Originalnachricht",
        "Original-Nachricht",
        "Original Nachricht",
        "Originalmail",
        "Ursprüngliche E-Mail",
        "Originale Nachricht",
        "Ursprünglicher Termin",
    ),
    forwarded=(
        "Weitergeleitete Nachricht",
        "Weitergeleitete E-Mail",
        "Anfang der weitergeleiteten Nachricht",
        "Anfang der weitergeleiteten E-Mail",
        "Weitergeleitet von",
    ),
    reply_above=("antwort oberhalb dieser zeile", "antworten sie oberhalb dieser zeile", "antwort über dieser zeile"),
    closings=tuple(
        "danke|vielen dank|besten dank|herzlichen dank|danke im voraus|vielen dank im voraus|danke und gruß|gruß|gruss"
        "|grüße|grüsse|viele grüße|viele grüsse|liebe grüße|liebe grüsse|beste grüße|beste grüsse|schöne grüße|lg|mfg|vg|bg"
        "|mit freundlichen grüßen|mit freundlichen grüssen|mit freundlichem gruß|mit freundlichem gruss"
        "|freundliche grüße|freundliche grüsse|freundlicher gruß|mit besten grüßen|herzliche grüße|herzliche grüsse"
        "|mit herzlichen grüßen|hochachtungsvoll|mit vielen grüßen|schönen gruß|viele grüße und vielen dank|danke dir"
        "|vielen dank und viele grüße|vielen dank und beste grüße|einen schönen tag|schönen tag noch|servus|ihr|ihre".split(
            "|"
        )
    ),
    device=(
        r"(?:diese (?:nachricht|e-?mail|mail) wurde )?(?:von|mit|aus|über) (?:meinem|meiner|der|dem|unterwegs|mein)\b.{0,60}"
        r"(?:gesendet|gesandt|verschickt|versendet|geschrieben)\b.{0,30}",
        r"(?:gesendet|gesandt|verschickt|versendet) (?:von|mit|über|aus|via)\b.{0,70}",
        r"von (?:iphone|ipad|samsung|android|mobil|outlook|unterwegs|yahoo).{0,40} gesendet.{0,20}",
        r"(?:holen sie sich )?outlook für (?:ios|android|mac)\b.{0,120}",
        r"laden sie outlook für .{0,80}",
    ),
    legal=(
        "diese e-mail enthält",
        "diese e-mail kann vertraul",
        "diese e-mail und",
        "diese nachricht enthält",
        "diese nachricht ist vertraulich",
        "diese mail enthält",
        "der inhalt dieser e-mail",
        "die in dieser e-mail enthaltenen",
        "wenn sie nicht der richtige adressat",
        "sollten sie nicht der",
        "vertraulichkeitshinweis",
        "bitte denken sie an die umwelt",
        "bitte prüfen sie, ob diese mail",
        "diese e-mail wurde von avast",
        "virenfrei. www",
        "virenfrei.www",
        "geschäftsführer:",
        "sitz der gesellschaft",
        "handelsregister:",
        "datenschutzhinweis",
        "registergericht",
    ),
)

FRENCH = Labels(
    language="fr",
    wrote=("a écrit", "écrit", "a ecrit", "a envoyé", "écrivait", "a wrote"),
    on=("le",),
    fields=fields(
        sender="De|Expéditeur|De la part de",
        sent="Envoyé|Envoyé le|Envoyée",
        date="Date|Message du|Date d'envoi",
        to="À|A|Destinataire|Pour",
        cc="Cc|Copie à|Copie",
        subject="Objet|Sujet",
        reply_to="Répondre à|Importance|Pièces jointes",
    ),
    original=("Message d'origine", "Message d’origine", "Message original", "Message initial", "Courriel original"),
    forwarded=(
        "Message transféré",
        "Message transmis",
        "Début du message réexpédié",
        "Début du message transféré",
        "Message réexpédié",
        "Courriel transféré",
        "Mail transféré",
        "Transféré par",
    ),
    reply_above=(
        "répondez au-dessus de cette ligne",
        "répondre au-dessus de cette ligne",
        "écrivez au-dessus de cette ligne",
    ),
    closings=tuple(
        "merci|merci beaucoup|merci d'avance|merci d’avance|merci par avance|cordialement|bien cordialement|bien à vous"
        "|très cordialement|cdt|cdlt|bàv|salutations|meilleures salutations|sincères salutations|salutations distinguées"
        "|amicalement|bonne journée|bonne soirée|bien amicalement|respectueusement|avec mes remerciements|à bientôt"
        "|bonne réception|merci et bonne journée|en vous remerciant|en vous remerciant par avance|sincèrement"
        "|merci cordialement|belle journée|bien sincèrement|merci à vous".split("|")
    ),
    device=(
        r"envoyé (?:sans fil |gratuitement )?(?:de|depuis|par|à partir|avec|via)\b.{0,80}",
        r"(?:télécharger|obtenez|obtenir|téléchargez) outlook pour .{0,80}",
        r"provenance : .{0,60}",
    ),
    legal=(
        "ce message et toutes les pièces jointes",
        "ce message et ses pièces jointes",
        "ce message et les éventuelles",
        "ce message est confidentiel",
        "ce message contient",
        "ce courriel est confidentiel",
        "ce courriel et",
        "ce courrier électronique",
        "ce mail est confidentiel",
        "cet e-mail et",
        "cet email est",
        "cet e-mail a été vérifié",
        "les informations contenues dans ce",
        "si vous n'êtes pas le destinataire",
        "si vous avez reçu ce",
        "avis de confidentialité",
        "pensez à l'environnement",
        "pensez à l’environnement",
        "pensez environnement",
        "sans virus.www",
        "garanti sans virus",
    ),
)

SPANISH = Labels(
    language="es",
    wrote=("escribió", "escribio", "ha escrito", "escribe", "escrigué"),
    on=("el", "en", "con fecha"),
    fields=fields(
        sender="De|Desde|Remitente",
        sent="Enviado|Enviado el|Enviada",
        date="Fecha|Fecha de envío",
        to="Para|A|Destinatario",
        cc="Cc|CC|Con copia",
        subject="Asunto",
        reply_to="Responder a|Importancia",
    ),
    original=("Mensaje original", "Mensaje de origen", "Correo original", "Mensaje Original"),
    forwarded=(
        "Mensaje reenviado",
        "Inicio del mensaje reenviado",
        "Mensaje enviado",
        "Correo reenviado",
        "Comienzo del mensaje reenviado",
        "Reenviado por",
    ),
    reply_above=(
        "responda por encima de esta línea",
        "responde por encima de esta línea",
        "escriba su respuesta por encima",
    ),
    closings=tuple(
        "gracias|muchas gracias|mil gracias|gracias de antemano|muchas gracias de antemano|saludos|un saludo"
        "|saludos cordiales|un cordial saludo|cordiales saludos|atentamente|atte|muy atentamente|un abrazo|abrazos"
        "|cordialmente|quedo atento|quedo atenta|quedo a la espera|reciba un cordial saludo|reciban un cordial saludo"
        "|gracias y saludos|saludos y gracias|que tenga un buen día|slds|le saluda atentamente|sin otro particular".split(
            "|"
        )
    ),
    device=(
        r"enviad[oa] (?:desde|con|por|a través|de)\b.{0,70}",
        r"(?:obtener|obtenga|descarga|descargar) outlook para .{0,80}",
    ),
    legal=(
        "este mensaje y sus archivos",
        "este mensaje y los archivos",
        "este mensaje es confidencial",
        "este mensaje contiene",
        "este mensaje puede contener",
        "este mensaje va dirigido",
        "este mensaje se dirige",
        "este correo electrónico",
        "este correo es confidencial",
        "este correo y",
        "la información contenida en este",
        "la información incluida en",
        "si usted no es el destinatario",
        "si ha recibido este",
        "aviso legal",
        "aviso de confidencialidad",
        "antes de imprimir",
        "libre de virus.",
    ),
)

ITALIAN = Labels(
    language="it",
    wrote=("ha scritto", "scrive", "scrisse", "ha inviato"),
    on=("il", "in data", "in date", "il giorno"),
    fields=fields(
        sender="Da|Mittente",
        sent="Inviato|Inviato il|Inviata",
        date="Data",
        to="A|Destinatario",
        cc="Cc|Copia",
        subject="Oggetto",
        reply_to="Rispondi a|Priorità",
    ),
    original=("Messaggio originale", "Messaggio di origine", "Email originale", "Messaggio Originale"),
    forwarded=(
        "Messaggio inoltrato",
        "Inizio messaggio inoltrato",
        "Inizio del messaggio inoltrato",
        "Mail inoltrata",
        "Inoltrato da",
    ),
    reply_above=("rispondi sopra questa riga", "rispondere sopra questa riga", "scrivi sopra questa riga"),
    closings=tuple(
        "grazie|grazie mille|mille grazie|grazie in anticipo|molte grazie|saluti|cordiali saluti|distinti saluti"
        "|un saluto|un cordiale saluto|cordialmente|buona giornata|buona serata|grazie e saluti|grazie e cordiali saluti"
        "|tanti saluti|ciao|a presto|con i migliori saluti|i migliori saluti|in fede|resto in attesa|ringrazio anticipatamente"
        "|grazie ancora|cari saluti|la ringrazio|vi ringrazio".split("|")
    ),
    device=(
        r"inviat[oa] (?:da|dal|dalla|dall|con|tramite|via|attraverso)\b.{0,70}",
        r"(?:ottieni|scarica) outlook per .{0,80}",
    ),
    legal=(
        "questo messaggio e",
        "questo messaggio è",
        "questo messaggio contiene",
        "questa e-mail e",
        "questa e-mail è",
        "questa email è",
        "il presente messaggio",
        "la presente e-mail",
        "le informazioni contenute in quest",
        "ai sensi del",
        "avviso di riservatezza",
        "se avete ricevuto quest",
        "se ha ricevuto quest",
        "prima di stampare",
        "mail priva di virus",
        "privo di virus.",
    ),
)

PORTUGUESE = Labels(
    language="pt",
    wrote=("escreveu", "escreveu o seguinte", "escreve", "enviou"),
    on=("em", "no dia", "a", "na"),
    fields=fields(
        sender="De|Remetente",
        sent="Enviado|Enviada|Enviado em|Enviada em",
        date="Data|Data de envio",
        to="Para|A|Destinatário",
        cc="Cc|Cópia|Com cópia",
        subject="Assunto",
        reply_to="Responder a|Responder para|Prioridade",
    ),
    original=("Mensagem original", "Mensagem Original", "Mensagem de origem", "E-mail original"),
    forwarded=(
        "Mensagem encaminhada",
        "Mensagem reencaminhada",
        "Início da mensagem encaminhada",
        "Início da mensagem reencaminhada",
        "Mensagem transmitida",
        "E-mail encaminhado",
    ),
    reply_above=(
        "responda acima desta linha",
        "escreva a sua resposta acima desta linha",
        "responder acima desta linha",
    ),
    closings=tuple(
        "obrigado|obrigada|muito obrigado|muito obrigada|obrigado desde já|desde já obrigado|desde já agradeço|grato|grata"
        "|atenciosamente|att|atte|abs|abraço|abraços|um abraço|cumprimentos|com os melhores cumprimentos"
        "|melhores cumprimentos|cordialmente|saudações|saudações cordiais|respeitosamente|bom dia|tenha um bom dia"
        "|agradeço desde já|aguardo retorno|fico no aguardo|agradecido|agradecida|sds|beijos|bjs".split("|")
    ),
    device=(
        r"enviad[oa] (?:do|da|de|pelo|pela|a partir|via|com|por|no)\b.{0,70}",
        r"(?:obter|obtenha|baixe|baixar|obtém) (?:o )?outlook para .{0,80}",
    ),
    legal=(
        "esta mensagem e",
        "esta mensagem é",
        "esta mensagem contém",
        "esta mensagem pode conter",
        "este e-mail e",
        "este e-mail é",
        "este email é",
        "as informações contidas nest",
        "a informação contida nest",
        "se você recebeu est",
        "se recebeu est",
        "aviso de confidencialidade",
        "antes de imprimir",
        "livre de vírus.",
        "sem vírus.",
    ),
)

DUTCH = Labels(
    language="nl",
    wrote=("schreef", "het volgende geschreven", "heeft geschreven", "geschreven", "schreef het volgende"),
    on=("op",),
    fields=fields(
        sender="Van|Afzender",
        sent="Verzonden|Verstuurd|Verzonden op",
        date="Datum|Verzonddatum",
        to="Aan|Naar",
        cc="Cc|Kopie|Kopie aan",
        subject="Onderwerp|Betreft",
        reply_to="Antwoord aan|Beantwoorden|Urgentie",
    ),
    original=("Oorspronkelijk bericht", "Origineel bericht", "Oorspronkelijke bericht", "Origineel"),
    forwarded=("Doorgestuurd bericht", "Begin doorgestuurd bericht", "Doorgezonden bericht", "Doorgestuurde e-mail"),
    reply_above=("antwoord boven deze regel", "reageer boven deze regel", "beantwoord boven deze lijn"),
    closings=tuple(
        "bedankt|dank|dank je|dank u|dank je wel|dank u wel|alvast bedankt|hartelijk dank|met vriendelijke groet"
        "|met vriendelijke groeten|vriendelijke groet|vriendelijke groeten|mvg|groet|groeten|groetjes|hartelijke groet"
        "|hartelijke groeten|met hartelijke groet|hoogachtend|fijne dag|bvd|bij voorbaat dank|vr gr|gr|m.v.g"
        "|met groet|bedankt en groet|met dank|beste groeten".split("|")
    ),
    device=(
        r"(?:verstuurd|verzonden|gestuurd) (?:vanaf|vanuit|met|via|door|van|op)\b.{0,70}",
        r"outlook voor (?:ios|android|mac) downloaden.{0,80}",
        r"download outlook voor .{0,80}",
    ),
    legal=(
        "dit bericht is",
        "dit bericht kan",
        "dit e-mailbericht",
        "deze e-mail is",
        "deze e-mail en",
        "de informatie in dit",
        "de informatie verzonden",
        "de inhoud van dit",
        "indien u niet de",
        "als u dit bericht",
        "denk aan het milieu",
        "virusvrij. www",
        "virusvrij.www",
    ),
)

ROMANIAN = Labels(
    language="ro",
    wrote=("a scris", "a scris următoarele"),
    on=("în data de", "în", "pe", "la data de"),
    fields=fields(
        sender="De la", sent="Trimis|Trimisă", date="Data|Dată", to="Către|Catre", cc="Cc", subject="Subiect|Subiectul"
    ),
    original=("Mesaj original", "Mesajul original"),
    forwarded=("Mesaj redirecționat", "Mesaj redirectionat", "Începutul mesajului redirecționat"),
    closings=("mulțumesc", "multumesc", "cu stimă", "cu respect", "o zi bună", "toate cele bune", "cu considerație"),
    device=(r"trimis (?:de pe|din|cu|prin)\b.{0,60}",),
    legal=("acest mesaj este confidențial", "acest e-mail este"),
)

CATALAN = Labels(
    language="ca",
    wrote=("va escriure", "ha escrit"),
    on=("el", "en data"),
    fields=fields(sender="De", sent="Enviat|Enviat el", date="Data", to="Per a|A", cc="Cc", subject="Assumpte|Tema"),
    original=("Missatge original",),
    forwarded=("Missatge reenviat",),
    closings=("gràcies", "moltes gràcies", "salutacions", "cordialment", "atentament"),
    device=(r"enviat (?:des de|des del|amb)\b.{0,60}",),
)

WESTERN = (ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, PORTUGUESE, DUTCH, ROMANIAN, CATALAN)
