"""German and Dutch."""

from parsers.labels.shape import Labels, fields, phrases

GERMAN = Labels(
    language="de",
    wrote=phrases("schrieb | hat geschrieben | schrieb am | geschrieben | schreibt"),
    on=phrases("am | an"),
    fields=fields(
        sender="Von",
        sent="Gesendet | Gesendet am | Verschickt",
        date="Datum",
        to="An",
        cc="Kopie | Cc | Kopie an",
        subject="Betreff | Thema",
        reply_to="Antwort an | Antworten an | Wichtigkeit | Anlagen",
    ),
    original=phrases(
        """
        Ursprüngliche Nachricht | Originalnachricht | Original-Nachricht | Original Nachricht |
        Originalmail | Ursprüngliche E-Mail | Originale Nachricht | Ursprünglicher Termin
        """
    ),
    forwarded=phrases(
        """
        Weitergeleitete Nachricht | Weitergeleitete E-Mail | Anfang der weitergeleiteten Nachricht |
        Anfang der weitergeleiteten E-Mail | Weitergeleitet von
        """
    ),
    reply_above=phrases(
        """
        antwort oberhalb dieser zeile | antworten sie oberhalb dieser zeile | antwort über dieser zeile
        """
    ),
    closing_starts=phrases(
        """
        vielen dank für | danke für | besten dank für | herzlichen dank für | viele grüße | viele
        grüsse | liebe grüße | beste grüße | schöne grüße | herzliche grüße | freundliche grüße |
        grüße aus | gruß aus | mit freundlichen | mit besten | mit lieben | mit herzlichen | schönen
        | ein schönes | einen schönen | ich freue mich auf | in erwartung
        """
    ),
    closings=phrases(
        """
        danke | vielen dank | besten dank | herzlichen dank | danke im voraus | vielen dank im voraus |
        danke und gruß | gruß | gruss | grüße | grüsse | viele grüße | viele grüsse | liebe grüße |
        liebe grüsse | beste grüße | beste grüsse | schöne grüße | lg | mfg | vg | bg |
        mit freundlichen grüßen | mit freundlichen grüssen | mit freundlichem gruß |
        mit freundlichem gruss | freundliche grüße | freundliche grüsse | freundlicher gruß |
        mit besten grüßen | herzliche grüße | herzliche grüsse | mit herzlichen grüßen |
        hochachtungsvoll | mit vielen grüßen | schönen gruß | viele grüße und vielen dank | danke dir |
        vielen dank und viele grüße | vielen dank und beste grüße | einen schönen tag | schönen tag noch |
        servus | ihr | ihre
        """
    ),
    device=(
        r"(?:diese (?:nachricht|e-?mail|mail) wurde )?(?:von|mit|aus|über) (?:meinem|meiner|der|dem|unterwegs|"
        r"mein)\b.{0,60}(?:gesendet|gesandt|verschickt|versendet|geschrieben)\b.{0,30}",
        r"(?:gesendet|gesandt|verschickt|versendet) (?:von|mit|über|aus|via)\b.{0,70}",
        r"von (?:iphone|ipad|samsung|android|mobil|outlook|unterwegs|yahoo).{0,40} gesendet.{0,20}",
        r"(?:holen sie sich )?outlook für (?:ios|android|mac)\b.{0,120}",
        r"laden sie outlook für .{0,80}",
    ),
    legal=phrases(
        """
        diese e-mail enthält | diese e-mail kann vertraul | diese e-mail und | diese nachricht enthält |
        diese nachricht ist vertraulich | diese mail enthält | der inhalt dieser e-mail |
        die in dieser e-mail enthaltenen | wenn sie nicht der richtige adressat | sollten sie nicht der |
        vertraulichkeitshinweis | bitte denken sie an die umwelt | bitte prüfen sie, ob diese mail |
        diese e-mail wurde von avast | virenfrei. www | virenfrei.www | geschäftsführer: |
        sitz der gesellschaft | handelsregister: | datenschutzhinweis | registergericht
        """
    ),
)

DUTCH = Labels(
    language="nl",
    wrote=phrases("schreef | het volgende geschreven | heeft geschreven | geschreven | schreef het volgende"),
    on=phrases("op"),
    fields=fields(
        sender="Van | Afzender",
        sent="Verzonden | Verstuurd | Verzonden op",
        date="Datum | Verzonddatum",
        to="Aan | Naar",
        cc="Cc | Kopie | Kopie aan",
        subject="Onderwerp | Betreft",
        reply_to="Antwoord aan | Beantwoorden | Urgentie",
    ),
    original=phrases("Oorspronkelijk bericht | Origineel bericht | Oorspronkelijke bericht | Origineel"),
    forwarded=phrases(
        """
        Doorgestuurd bericht | Begin doorgestuurd bericht | Doorgezonden bericht | Doorgestuurde e-mail
        """
    ),
    reply_above=phrases("antwoord boven deze regel | reageer boven deze regel | beantwoord boven deze lijn"),
    closing_starts=phrases(
        """
        bedankt voor | alvast bedankt | dank voor | met vriendelijke | met hartelijke | vriendelijke
        groet | hartelijke groet | groeten uit | een fijne | fijn
        """
    ),
    closings=phrases(
        """
        bedankt | dank | dank je | dank u | dank je wel | dank u wel | alvast bedankt | hartelijk dank |
        met vriendelijke groet | met vriendelijke groeten | vriendelijke groet | vriendelijke groeten |
        mvg | groet | groeten | groetjes | hartelijke groet | hartelijke groeten | met hartelijke groet |
        hoogachtend | fijne dag | bvd | bij voorbaat dank | vr gr | gr | m.v.g | met groet |
        bedankt en groet | met dank | beste groeten
        """
    ),
    device=(
        r"(?:verstuurd|verzonden|gestuurd) (?:vanaf|vanuit|met|via|door|van|op)\b.{0,70}",
        r"outlook voor (?:ios|android|mac) downloaden.{0,80}",
        r"download outlook voor .{0,80}",
    ),
    legal=phrases(
        """
        dit bericht is | dit bericht kan | dit e-mailbericht | deze e-mail is | deze e-mail en |
        de informatie in dit | de informatie verzonden | de inhoud van dit | indien u niet de |
        als u dit bericht | denk aan het milieu | virusvrij. www | virusvrij.www
        """
    ),
)

GERMANIC = (
    GERMAN,
    DUTCH,
)
