"""French, Spanish, Italian, Portuguese, Romanian, Catalan."""

from parsers.labels.shape import Labels, fields, phrases

FRENCH = Labels(
    language="fr",
    wrote=phrases("a écrit | écrit | a ecrit | a envoyé | écrivait | a wrote"),
    on=phrases("le"),
    fields=fields(
        sender="De | Expéditeur | De la part de",
        sent="Envoyé | Envoyé le | Envoyée",
        date="Date | Message du | Date d'envoi",
        to="À | A | Destinataire | Pour",
        cc="Cc | Copie à | Copie",
        subject="Objet | Sujet",
        reply_to="Répondre à | Importance | Pièces jointes",
    ),
    original=phrases(
        """
        Message d'origine | Message d’origine | Message original | Message initial | Courriel original
        """
    ),
    forwarded=phrases(
        """
        Message transféré | Message transmis | Début du message réexpédié | Début du message transféré |
        Message réexpédié | Courriel transféré | Mail transféré | Transféré par
        """
    ),
    reply_above=phrases(
        """
        répondez au-dessus de cette ligne | répondre au-dessus de cette ligne |
        écrivez au-dessus de cette ligne
        """
    ),
    closing_starts=phrases(
        """
        merci pour | merci de votre | merci beaucoup | merci par | bonne | bien cordialement |
        cordialement | en vous remerciant | dans l'attente | dans l’attente | avec mes
        """
    ),
    closings=phrases(
        """
        merci | merci beaucoup | merci d'avance | merci d’avance | merci par avance | cordialement |
        bien cordialement | bien à vous | très cordialement | cdt | cdlt | bàv | salutations |
        meilleures salutations | sincères salutations | salutations distinguées | amicalement |
        bonne journée | bonne soirée | bien amicalement | respectueusement | avec mes remerciements |
        à bientôt | bonne réception | merci et bonne journée | en vous remerciant |
        en vous remerciant par avance | sincèrement | merci cordialement | belle journée |
        bien sincèrement | merci à vous
        """
    ),
    device=(
        r"envoyé (?:sans fil |gratuitement )?(?:de|depuis|par|à partir|avec|via)\b.{0,80}",
        r"(?:télécharger|obtenez|obtenir|téléchargez) outlook pour .{0,80}",
        r"provenance : .{0,60}",
    ),
    legal=phrases(
        """
        ce message et toutes les pièces jointes | ce message et ses pièces jointes |
        ce message et les éventuelles | ce message est confidentiel | ce message contient |
        ce courriel est confidentiel | ce courriel et | ce courrier électronique |
        ce mail est confidentiel | cet e-mail et | cet email est | cet e-mail a été vérifié |
        les informations contenues dans ce | si vous n'êtes pas le destinataire | si vous avez reçu ce |
        avis de confidentialité | pensez à l'environnement | pensez à l’environnement |
        pensez environnement | sans virus.www | garanti sans virus
        """
    ),
)

SPANISH = Labels(
    language="es",
    wrote=phrases("escribió | escribio | ha escrito | escribe | escrigué"),
    on=phrases("el | en | con fecha"),
    fields=fields(
        sender="De | Desde | Remitente",
        sent="Enviado | Enviado el | Enviada",
        date="Fecha | Fecha de envío",
        to="Para | A | Destinatario",
        cc="Cc | CC | Con copia",
        subject="Asunto",
        reply_to="Responder a | Importancia",
    ),
    original=phrases("Mensaje original | Mensaje de origen | Correo original | Mensaje Original"),
    forwarded=phrases(
        """
        Mensaje reenviado | Inicio del mensaje reenviado | Mensaje enviado | Correo reenviado |
        Comienzo del mensaje reenviado | Reenviado por
        """
    ),
    reply_above=phrases(
        """
        responda por encima de esta línea | responde por encima de esta línea |
        escriba su respuesta por encima
        """
    ),
    closing_starts=phrases(
        """
        gracias por | muchas gracias | un saludo | un cordial | saludos desde | saludos cordiales |
        quedo a la espera | quedo atent | a la espera | que tengan
        """
    ),
    closings=phrases(
        """
        gracias | muchas gracias | mil gracias | gracias de antemano | muchas gracias de antemano |
        saludos | un saludo | saludos cordiales | un cordial saludo | cordiales saludos | atentamente |
        atte | muy atentamente | un abrazo | abrazos | cordialmente | quedo atento | quedo atenta |
        quedo a la espera | reciba un cordial saludo | reciban un cordial saludo | gracias y saludos |
        saludos y gracias | que tenga un buen día | slds | le saluda atentamente | sin otro particular
        """
    ),
    device=(
        r"enviad[oa] (?:desde|con|por|a través|de)\b.{0,70}",
        r"(?:obtener|obtenga|descarga|descargar) outlook para .{0,80}",
    ),
    legal=phrases(
        """
        este mensaje y sus archivos | este mensaje y los archivos | este mensaje es confidencial |
        este mensaje contiene | este mensaje puede contener | este mensaje va dirigido |
        este mensaje se dirige | este correo electrónico | este correo es confidencial | este correo y |
        la información contenida en este | la información incluida en | si usted no es el destinatario |
        si ha recibido este | aviso legal | aviso de confidencialidad | antes de imprimir |
        libre de virus.
        """
    ),
)

ITALIAN = Labels(
    language="it",
    wrote=phrases("ha scritto | scrive | scrisse | ha inviato"),
    on=phrases("il | in data | in date | il giorno"),
    fields=fields(
        sender="Da | Mittente",
        sent="Inviato | Inviato il | Inviata",
        date="Data",
        to="A | Destinatario",
        cc="Cc | Copia",
        subject="Oggetto",
        reply_to="Rispondi a | Priorità",
    ),
    original=phrases("Messaggio originale | Messaggio di origine | Email originale | Messaggio Originale"),
    forwarded=phrases(
        """
        Messaggio inoltrato | Inizio messaggio inoltrato | Inizio del messaggio inoltrato |
        Mail inoltrata | Inoltrato da
        """
    ),
    reply_above=phrases("rispondi sopra questa riga | rispondere sopra questa riga | scrivi sopra questa riga"),
    closing_starts=phrases(
        """
        grazie per | grazie mille | cordiali saluti | un saluto | saluti da | in attesa | resto in
        attesa | buona | distinti
        """
    ),
    closings=phrases(
        """
        grazie | grazie mille | mille grazie | grazie in anticipo | molte grazie | saluti |
        cordiali saluti | distinti saluti | un saluto | un cordiale saluto | cordialmente |
        buona giornata | buona serata | grazie e saluti | grazie e cordiali saluti | tanti saluti | ciao |
        a presto | con i migliori saluti | i migliori saluti | in fede | resto in attesa |
        ringrazio anticipatamente | grazie ancora | cari saluti | la ringrazio | vi ringrazio
        """
    ),
    device=(
        r"inviat[oa] (?:da|dal|dalla|dall|con|tramite|via|attraverso)\b.{0,70}",
        r"(?:ottieni|scarica) outlook per .{0,80}",
    ),
    legal=phrases(
        """
        questo messaggio e | questo messaggio è | questo messaggio contiene | questa e-mail e |
        questa e-mail è | questa email è | il presente messaggio | la presente e-mail |
        le informazioni contenute in quest | ai sensi del | avviso di riservatezza |
        se avete ricevuto quest | se ha ricevuto quest | prima di stampare | mail priva di virus |
        privo di virus.
        """
    ),
)

PORTUGUESE = Labels(
    language="pt",
    wrote=phrases("escreveu | escreveu o seguinte | escreve | enviou"),
    on=phrases("em | no dia | a | na"),
    fields=fields(
        sender="De | Remetente",
        sent="Enviado | Enviada | Enviado em | Enviada em",
        date="Data | Data de envio",
        to="Para | A | Destinatário",
        cc="Cc | Cópia | Com cópia",
        subject="Assunto",
        reply_to="Responder a | Responder para | Prioridade",
    ),
    original=phrases("Mensagem original | Mensagem Original | Mensagem de origem | E-mail original"),
    forwarded=phrases(
        """
        Mensagem encaminhada | Mensagem reencaminhada | Início da mensagem encaminhada |
        Início da mensagem reencaminhada | Mensagem transmitida | E-mail encaminhado
        """
    ),
    reply_above=phrases(
        """
        responda acima desta linha | escreva a sua resposta acima desta linha |
        responder acima desta linha
        """
    ),
    closing_starts=phrases(
        """
        obrigado pela | obrigada pela | obrigado pelo | obrigada pelo | muito obrigad | com os
        melhores | um abraço | fico no aguardo | aguardo | tenha um
        """
    ),
    closings=phrases(
        """
        obrigado | obrigada | muito obrigado | muito obrigada | obrigado desde já | desde já obrigado |
        desde já agradeço | grato | grata | atenciosamente | att | atte | abs | abraço | abraços |
        um abraço | cumprimentos | com os melhores cumprimentos | melhores cumprimentos | cordialmente |
        saudações | saudações cordiais | respeitosamente | bom dia | tenha um bom dia |
        agradeço desde já | aguardo retorno | fico no aguardo | agradecido | agradecida | sds | beijos |
        bjs
        """
    ),
    device=(
        r"enviad[oa] (?:do|da|de|pelo|pela|a partir|via|com|por|no)\b.{0,70}",
        r"(?:obter|obtenha|baixe|baixar|obtém) (?:o )?outlook para .{0,80}",
    ),
    legal=phrases(
        """
        esta mensagem e | esta mensagem é | esta mensagem contém | esta mensagem pode conter |
        este e-mail e | este e-mail é | este email é | as informações contidas nest |
        a informação contida nest | se você recebeu est | se recebeu est | aviso de confidencialidade |
        antes de imprimir | livre de vírus. | sem vírus.
        """
    ),
)

ROMANIAN = Labels(
    language="ro",
    wrote=phrases("a scris | a scris următoarele"),
    on=phrases("în data de | în | pe | la data de"),
    fields=fields(
        sender="De la",
        sent="Trimis | Trimisă",
        date="Data | Dată",
        to="Către | Catre",
        cc="Cc",
        subject="Subiect | Subiectul",
    ),
    original=phrases("Mesaj original | Mesajul original"),
    forwarded=phrases("Mesaj redirecționat | Mesaj redirectionat | Începutul mesajului redirecționat"),
    closing_starts=phrases(
        """
        mulțumesc pentru | cu stimă
        """
    ),
    closings=phrases(
        """
        mulțumesc | multumesc | cu stimă | cu respect | o zi bună | toate cele bune | cu considerație
        """
    ),
    device=(r"trimis (?:de pe|din|cu|prin)\b.{0,60}",),
    legal=phrases("acest mesaj este confidențial | acest e-mail este"),
)

CATALAN = Labels(
    language="ca",
    wrote=phrases("va escriure | ha escrit"),
    on=phrases("el | en data"),
    fields=fields(
        sender="De",
        sent="Enviat | Enviat el",
        date="Data",
        to="Per a | A",
        cc="Cc",
        subject="Assumpte | Tema",
    ),
    original=phrases("Missatge original"),
    forwarded=phrases("Missatge reenviat"),
    closings=phrases("gràcies | moltes gràcies | salutacions | cordialment | atentament"),
    device=(r"enviat (?:des de|des del|amb)\b.{0,60}",),
)

ROMANCE = (
    FRENCH,
    SPANISH,
    ITALIAN,
    PORTUGUESE,
    ROMANIAN,
    CATALAN,
)
