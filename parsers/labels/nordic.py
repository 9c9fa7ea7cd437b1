"""Swedish, Danish, Norwegian, Finnish."""

from parsers.labels.shape import Labels, fields, phrases

SWEDISH = Labels(
    language="sv",
    wrote=phrases("skrev | skriver | skrev följande"),
    on=phrases("den | på"),
    fields=fields(
        sender="Från",
        sent="Skickat | Skickad",
        date="Datum",
        to="Till",
        cc="Kopia | Cc | Kopia till",
        subject="Ämne | Angående",
        reply_to="Svar till | Prioritet",
    ),
    original=phrases("Ursprungligt meddelande | Originalmeddelande | Ursprungligt mail"),
    forwarded=phrases(
        """
        Vidarebefordrat meddelande | Vidarebefordrat brev | Vidarebefordrat mejl | Vidarebefordrat mail
        """
    ),
    reply_above=phrases("svara ovanför denna rad | skriv ditt svar ovanför denna rad"),
    closing_starts=phrases("tack för | med vänlig | vänliga hälsningar | ha en"),
    closings=phrases(
        """
        tack | tack så mycket | tack på förhand | med vänlig hälsning | med vänliga hälsningar |
        vänliga hälsningar | vänlig hälsning | mvh | hälsningar | hälsning | bästa hälsningar | vänligen |
        ha en bra dag | tackar | m v h | med bästa hälsningar | vh | hej då | trevlig helg | stort tack |
        tack och hälsningar
        """
    ),
    device=(
        r"(?:skickat|skickades|sänt) (?:från|med|via)\b.{0,70}",
        r"hämta outlook för .{0,80}",
    ),
    legal=phrases(
        """
        detta meddelande är | detta e-postmeddelande | informationen i detta | tänk på miljön |
        virusfri.www
        """
    ),
)

DANISH = Labels(
    language="da",
    wrote=phrases("skrev | skrev følgende | skriver"),
    on=phrases("den | d."),
    fields=fields(
        sender="Fra",
        sent="Sendt",
        date="Dato",
        to="Til",
        cc="Cc | Kopi",
        subject="Emne",
        reply_to="Svar til | Prioritet",
    ),
    original=phrases("Oprindelig meddelelse | Original meddelelse | Oprindelig besked | Oprindelig mail"),
    forwarded=phrases(
        """
        Videresendt meddelelse | Videresendt besked | Start på videresendt besked | Videresendt mail
        """
    ),
    reply_above=phrases("svar over denne linje | skriv dit svar over denne linje"),
    closing_starts=phrases("tak for | med venlig | venlig hilsen | ha' en | hav en"),
    closings=phrases(
        """
        tak | mange tak | på forhånd tak | med venlig hilsen | venlig hilsen | venlige hilsner | hilsen |
        mvh | vh | kh | kærlig hilsen | bedste hilsner | de bedste hilsner | med venlige hilsner |
        hav en god dag | god dag | tak for hjælpen | mange hilsner | med de bedste hilsner | hilsner |
        tusind tak
        """
    ),
    device=(
        r"sendt (?:fra|med|via)\b.{0,70}",
        r"(?:hent|få) outlook (?:til|for) .{0,80}",
    ),
    legal=phrases(
        """
        denne e-mail | denne mail er | denne meddelelse | oplysningerne i denne | tænk på miljøet |
        virusfri.www
        """
    ),
)

NORWEGIAN = Labels(
    language="no",
    wrote=phrases("skrev | skrev følgende | skreiv | skriver"),
    on=phrases("den | på"),
    fields=fields(
        sender="Fra | Frå",
        sent="Sendt",
        date="Dato",
        to="Til",
        cc="Kopi | Cc",
        subject="Emne",
        reply_to="Svar til | Prioritet",
    ),
    original=phrases("Opprinnelig melding | Original melding | Opphavleg melding | Opprinnelig e-post"),
    forwarded=phrases(
        """
        Videresendt melding | Vidaresend melding | Videresendt e-post | Start på videresendt melding
        """
    ),
    reply_above=phrases("svar over denne linjen | skriv svaret ditt over denne linjen"),
    closing_starts=phrases("takk for | med vennlig | vennlig hilsen | ha en"),
    closings=phrases(
        """
        takk | mange takk | takk på forhånd | på forhånd takk | med vennlig hilsen | vennlig hilsen |
        hilsen | beste hilsen | mvh | vennlige hilsener | med vennleg helsing | ha en fin dag |
        tusen takk | hilsener | takk for hjelpen | klem
        """
    ),
    device=(
        r"(?:sendt|send) (?:fra|frå|med|via)\b.{0,70}",
        r"(?:skaff deg|få|hent) outlook for .{0,80}",
    ),
    legal=phrases("denne e-posten | denne meldingen er | informasjonen i denne | tenk på miljøet"),
)

FINNISH = Labels(
    language="fi",
    wrote=phrases("kirjoitti | kirjoitti seuraavasti | kirjoittaa"),
    fields=fields(
        sender="Lähettäjä | Keneltä",
        sent="Lähetetty | Lähetysaika",
        date="Päiväys | Päivämäärä | Pvm",
        to="Vastaanottaja | Kenelle | Saaja",
        cc="Kopio | Cc",
        subject="Aihe",
        reply_to="Vastausosoite | Tärkeys",
    ),
    original=phrases("Alkuperäinen viesti | Alkuperäinen sähköposti"),
    forwarded=phrases(
        """
        Välitetty viesti | Edelleenlähetetty viesti | Uudelleenlähetetty viesti | Välitetty viesti alkaa
        """
    ),
    reply_above=phrases("vastaa tämän rivin yläpuolelle"),
    closing_starts=phrases("kiitos | ystävällisin"),
    closings=phrases(
        """
        kiitos | kiitos paljon | kiitos etukäteen | kiitän | kiittäen | terveisin |
        ystävällisin terveisin | parhain terveisin | yst terv | t | terv | yt | ystävällisesti |
        kunnioittaen | hyvää päivänjatkoa | mukavaa päivää | kiitoksia | lämpimin terveisin
        """
    ),
    device=(
        r"lähetetty (?:\S+ ){0,3}\S+(?:sta|stä|lla|llä|ltä|lta)\b.{0,40}",
        r"hanki outlook .{0,80}",
    ),
    legal=phrases("tämä viesti on | tämä sähköposti | tämä viesti ja sen | virukseton. www"),
)

NORDIC = (
    SWEDISH,
    DANISH,
    NORWEGIAN,
    FINNISH,
)
