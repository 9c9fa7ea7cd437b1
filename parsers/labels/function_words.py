"""The words that give a language away in a short letter to support: particles first, then what these are about."""

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "en": """
        the of and to in is you that it he was for on are as with his they at be this have from or had by not
        but what all were we when your can said there use an each which she do how their if will up other about
        out many then them these so some her would make like him into has more no way could my than been who now
        did get may i'm i've i'd don't didn't can't won't it's isn't haven't hasn't am me our us any please why
        still want need know just only where after before again because thanks thank hello hi hey dear regards
        cheers sorry yes refund refunded cancel cancelled canceled canceling cancelling subscription charge
        charged charges payment payments paid bill billed billing invoice invoices receipt account money back
        card twice double month monthly year yearly annual trial plan seat seats team upgrade downgrade renewal
        renewed renew update email help issue problem wrong support customer price pricing change changed login
        access found find received receive sent send stop tried trying two three one week weeks day days
        yesterday today ago last next first same another both already never ever always off also pls plz thx
        asap wtf ok okay""",
    "de": """
        der die und das nicht ist ich sie es ein eine einen einem einer eines zu den dem des von mit auf für im
        sich auch als an werden aus er hat dass daß nach wird bei war wie nur noch wenn mir mich mein meine
        meinem meinen meiner ihr ihre ihrem ihren ihnen wir uns unser unsere haben habe hatte kann können könnte
        möchte bitte danke warum wurde wurden worden bin sind aber oder sehr schon doch wieder zum zur über
        durch hallo guten tag sehr geehrte geehrter damen herren grüße gruß vielen dank rechnung rechnungen
        konto abbuchung abgebucht zahlung bezahlt kündigen kündigung gekündigt abo abonnement erstatten
        erstattung rückerstattung zurück geld betrag doppelt zweimal monat jahr jährlich kreditkarte karte kunde
        kundin lizenz firma mehr kein keine keinen gerne jetzt heute gestern seit bis weil damit bereits leider
        obwohl trotzdem""",
    "fr": """
        le la les de des du un une et est je vous nous il elle ils que qui dans pour pas ne sur au aux avec ce
        cette ces mon ma mes votre vos notre nos son sa ses été ai avez avons ont sont être avoir fait plus mais
        ou où si par bonjour bonsoir merci cordialement madame monsieur comment pourquoi toujours encore déjà
        très bien aussi sans facture factures compte paiement payé payer prélèvement prélevé débité débitée
        carte bancaire abonnement résilier résiliation annuler annulation remboursement rembourser remboursé
        argent deux fois mois année montant voudrais souhaite pouvez pourriez j'ai c'est n'ai d'un d'une
        l'abonnement m'a qu'il svp je suis chez alors donc car depuis après avant jamais rien mon veuillez""",
    "es": """
        el la los las de del un una unos y es que en no se por con para su sus mi mis me le lo les al como más
        pero ya yo usted ustedes nosotros he ha han hemos fue son está están este esta esto ese esa hay muy
        también porque cuando donde quiero quisiera puedo pueden podría favor gracias hola buenos buenas días
        tardes saludos estimado estimados factura facturas cuenta pago pagos pagado pagué cobro cobrado cobraron
        cargo cargos tarjeta suscripción cancelar cancelación cancelado reembolso reembolsar devolución devolver
        dinero dos veces mes año mensual anual importe todavía aún nunca nada sin sobre desde hasta necesito
        tengo ayuda correo darme baja dónde recibo recibos doble""",
    "it": """
        il lo la i gli le di del della dei delle un una e è che in non si per con su mi ho hai ha abbiamo avete
        hanno sono sia stato stata questo questa quello mio mia miei vostro vostra nostro suo loro come più ma
        anche perché quando dove vorrei voglio posso potete potreste prego grazie ciao buongiorno buonasera
        salve saluti cordiali gentile fattura fatture conto pagamento pagamenti pagato addebito addebitato
        addebitata carta credito abbonamento annullare annullamento disdire disdetta disdetto rimborso
        rimborsare rimborsato soldi denaro due volte mese anno importo ancora già mai niente nulla senza dal
        dalla nel nella alla allo sul ricevuto ricevuta ho fatto cancellare""",
    "pt": """
        o os a as de do da dos das um uma e é que em no na nos nas não se por com para seu sua meu minha meus
        minhas me eu você vocês nós ele ela foi são está estão este esta isso esse essa há muito também porque
        quando onde quero gostaria posso podem poderia favor obrigado obrigada olá oi bom dia boa tarde
        cumprimentos atenciosamente prezados fatura faturas conta pagamento pagamentos pago paguei cobrança
        cobrado cobrada cobraram cartão crédito assinatura subscrição cancelar cancelamento cancelei reembolso
        reembolsar estorno dinheiro duas vezes mês ano mensal anual valor ainda já nunca nada sem sobre desde
        até preciso tenho ajuda pela pelo ao à fui fiz mas""",
    "nl": """
        de het een en van ik is dat niet je u op te in zijn er voor met aan als maar om hebben heb heeft had dan
        nog wel geen bij naar uit ook zo over mijn uw jullie wij ons onze kan kunnen kunt zou wil willen graag
        alstublieft bedankt dank hallo goedemorgen goedemiddag beste geachte groet groeten vriendelijke factuur
        facturen rekening betaling betaald betalen afgeschreven afschrijving abonnement opzeggen opgezegd
        annuleren geannuleerd terugbetaling terugbetalen terugstorten geld terug twee keer dubbel maand jaar
        bedrag creditcard waarom wanneer nooit nog steeds deze dit die wordt werd worden ben was graag sinds""",
    "sv": """
        och att det är jag som en på för med har inte av till den ett om vi kan du ni mig min mitt mina er era
        men så från eller var när hur varför vill skulle kunde behöver tack hej hälsningar vänliga mvh faktura
        fakturan betalning betalat betala dragit dragits debiterats debiterad kort kortet konto kontot
        prenumeration prenumerationen säga upp avsluta avbryta återbetalning återbetala pengar pengarna tillbaka
        två gånger dubbelt månad år belopp fortfarande redan aldrig också bara nu igår idag mycket ingen inget
        blivit har""",
    "da": """
        og at det er jeg som en på for med har ikke af til den et om vi kan du i mig min mit mine jer jeres men
        så fra eller var når hvordan hvorfor vil ville kunne skal gerne tak hej hilsen venlig venlige mvh
        faktura fakturaen betaling betalt betale trukket hævet opkrævet kort kortet konto kontoen abonnement
        abonnementet opsige opsagt afmelde annullere refundere refusion tilbagebetaling penge pengene tilbage to
        gange dobbelt måned år beløb stadig allerede aldrig også kun nu igår idag meget ingen blevet efter uden
        noget hvad""",
    "no": """
        og at det er jeg som en på for med har ikke av til den et om vi kan du dere meg min mitt mine deres men
        så fra eller var når hvordan hvorfor vil ville kunne skal gjerne takk hei hilsen vennlig vennlige mvh
        faktura fakturaen betaling betalt betale trukket belastet kort kortet konto kontoen abonnement
        abonnementet si opp avslutte avbestille kansellere refundere refusjon tilbakebetaling penger pengene
        tilbake to ganger dobbelt måned år beløp fortsatt allerede aldri også bare nå igår idag mye ingen blitt
        etter uten noe hva""",
    "fi": """
        ja on ei se että en ole oli hän mutta niin kun jos myös minä minun minulle te teidän me meidän voi
        voitte voisitte olen olette olemme ovat ollut kuin tai vain vielä jo nyt mitä miksi miten missä kiitos
        hei moi terveisin ystävällisin lasku laskun laskut maksu maksun maksanut maksettu veloitettu veloitus
        veloitettiin kortti kortilta kortti tili tilin tilaus tilauksen peruuttaa peruutan peruutus irtisanoa
        palautus palauttaa hyvitys rahat takaisin kaksi kertaa kahdesti kuukausi vuosi summa haluan haluaisin
        tarvitsen koska ennen jälkeen""",
    "pl": """
        i w na nie że z do się jest to o jak za po co ale czy tak dla od przez mi mnie mój moja moje moją pan
        pani państwo państwa proszę dziękuję dzień dobry witam cześć pozdrawiam poważaniem mam mamy ma są był
        była było został została zostało już jeszcze tylko też które który gdy kiedy dlaczego chcę chciałbym
        chciałabym mogę można faktura faktury fakturę płatność płatności zapłacić zapłaciłem zapłaciłam
        obciążono pobrano karta karty kartę konto konta subskrypcja subskrypcję subskrypcji anulować anulowanie
        rezygnuję zrezygnować zwrot zwrotu pieniądze pieniędzy dwa razy dwukrotnie podwójnie miesiąc rok kwota
        kwotę""",
    "cs": """
        a je se na že v to s z do o jako za po co ale jsem jsme jste by tak pro od mi mě můj moje mám máme má
        jsou byl byla bylo už ještě jen také který která které když proč kdy chci chtěl chtěla bych mohu můžete
        prosím děkuji děkuju dobrý den ahoj zdravím pozdravem faktura faktury fakturu platba platby platbu
        zaplatil zaplatila stržena strženo karta karty kartu účet účtu předplatné předplatného zrušit zrušení
        vrátit vrácení peníze peněz dvakrát měsíc rok částka částku nebo není nejsem""",
    "sk": """
        a je sa na že v to s z do o ako za po čo ale som sme ste by tak pre od mi ma môj moje mám máme má sú bol
        bola bolo už ešte len tiež ktorý ktorá ktoré keď prečo kedy chcem chcel chcela môžem môžete prosím
        ďakujem dobrý deň ahoj zdravím pozdravom faktúra faktúry faktúru platba platby platbu zaplatil zaplatila
        stiahnutá karta karty kartu účet účtu predplatné zrušiť zrušenie vrátiť vrátenie peniaze peňazí dvakrát
        mesiac rok suma sumu alebo nie""",
    "hu": """
        a az és hogy nem is egy ez van volt de csak meg már még mert ha kell lehet nekem engem én ön önök
        önöknek kérem kérjük köszönöm köszönettel üdvözlettel jó napot tisztelt szia szeretném szeretnék tudom
        tudna tudnának miért mikor hogyan számla számlát számlám fizetés fizettem levonták levontak terheltek
        kártya kártyám kártyámról fiók fiókom előfizetés előfizetést előfizetésem lemondani lemondás lemondtam
        törölni visszatérítés visszatérítést visszafizetés pénz pénzt pénzem vissza kétszer hónap év összeg""",
    "tr": """
        ve bir bu da de için ile ne çok ama var yok daha gibi ben benim bana siz sizin size biz mi mı mu mü
        değil olarak olan oldu olduğu ancak hala hâlâ neden nasıl zaman lütfen merhaba merhabalar teşekkürler
        teşekkür ederim iyi günler selamlar saygılarımla fatura faturayı faturam ödeme ödemeyi ödedim çekildi
        çekilmiş kart kartım kartımdan hesap hesabım hesabımdan abonelik aboneliği aboneliğimi aboneliğim iptal
        etmek istiyorum iade iadesi para paramı geri iki kez kere ay yıl tutar ücret rica""",
    "ro": """
        și si este în in la cu nu de pe un o că ca să sa se mai dar din pentru care am ai are avem aveți au fost
        sunt eu dumneavoastră vă va rog mulțumesc multumesc bună ziua salut cu stimă factura factură facturi
        plată plata plăți plătit retras debitat cardul card cont contul abonament abonamentul anula anulare
        anulați rambursare rambursa returnați banii bani înapoi două ori lună an suma vreau doresc aș dori când
        cum dacă încă deja""",
    "vi": """
        và là của tôi không có được cho với này đã một các những để trong bạn xin chào cảm ơn vui lòng hoàn tiền
        hủy đăng ký thanh toán hóa đơn thẻ tài khoản lần tháng năm bị trừ giúp tại sao muốn nhưng vẫn""",
    "id": """
        dan yang di untuk dengan saya tidak ini itu ada dari ke pada akan bisa sudah anda kami juga atau mohon
        tolong terima kasih halo selamat pagi siang kenapa mengapa langganan berlangganan batalkan membatalkan
        pengembalian dana uang kembali tagihan faktur pembayaran kartu akun dua kali bulan tahun belum masih
        karena""",
}

# Letters that no other language of the table writes, or hardly any.
LETTERS: Mapping[str, str] = {
    "de": "ß",
    "es": "ñ¿¡",
    "pt": "ãõ",
    "fr": "œêûçù",
    "pl": "łąęśźżćń",
    "cs": "ěřů",
    "sk": "ľĺŕô",
    "hu": "őű",
    "tr": "ğış",
    "ro": "țșă",
    "vi": "ạảấầẩẫậắằặẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ",
    "da": "æø",
    "no": "æø",
}

# Word evidence within the Cyrillic script.
CYRILLIC: Mapping[str, str] = {
    "ru": """
        и в не на я что с это как по но из у за от так же вы мы мне меня мой моя мое мои был была было были есть
        для или уже еще ещё только если когда почему пожалуйста спасибо здравствуйте привет добрый день прошу
        хочу могу верните вернуть возврат деньги подписка подписку отменить списали списание счет счёт карта
        карты дважды""",
    "uk": """
        і й в у не на я що з це як по але із за від так же ви ми мені мене мій моя моє мої був була було були є
        для або вже ще тільки якщо коли чому будь ласка дякую вітаю доброго дня прошу хочу можу поверніть
        повернути повернення гроші підписка підписку скасувати списали списання рахунок картка картки двічі""",
    "bg": """
        и в не на аз че с това как по но от за така вие ние ми ме мой моя мое бях беше са съм е или вече още
        само ако кога защо моля благодаря здравейте здравей добър ден искам мога върнете възстановяване пари
        абонамент абонамента откажа отмените таксуваха сметка карта картата два пъти""",
}
