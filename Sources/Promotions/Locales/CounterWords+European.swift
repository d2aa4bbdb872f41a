extension CounterWords {
    static let english = CounterWords(
        brief: "For the cashier",
        steps: [
            "Scan the coupon, or type its code.",
            "The till answers at once, and its answer is final. Read it aloud.",
            "Give the offer only if the till says yes.",
        ],
        practise: "Practise with these five. They cost nothing.", say: "Say: “{words}”",
        good: Answer("Good", "Thank you, that worked."),
        used: Answer("Used before", "This one has been used already. The till shows when and where."),
        expired: Answer("Expired", "This one is past its time. The till shows since when."),
        wrongStore: Answer("Another store’s", "This one is for another store."),
        soldOut: Answer("Sold out here", "I am sorry, we have none left today."),
        elsewhere: "Your coupon is good in the other stores that take part.", call: "Questions? Call:",
        slip: "If nothing works",
        slipHint: "Write down every coupon that you take. Type the codes in as soon as the till works again.",
        code: "Code", time: "Time", receipt: "Receipt", cashier: "Cashier", enrol: "Set up the tills",
        enrolHint: "Open the till page on each device and scan its code, or type it. Each code works once.")

    static let french = CounterWords(
        brief: "Pour la caisse",
        steps: [
            "Scannez le bon ou saisissez son code.",
            "La caisse répond aussitôt et sa réponse est définitive. Lisez-la à voix haute.",
            "N’accordez l’offre que si la caisse dit oui.",
        ],
        practise: "Exercez-vous avec ces cinq codes. Ils ne coûtent rien.",
        say: "Dites\u{A0}: «\u{A0}{words}\u{A0}»", good: Answer("Valable", "Merci, c’est fait."),
        used: Answer("Déjà utilisé", "Ce bon a déjà été utilisé. La caisse indique quand et où."),
        expired: Answer("Expiré", "Ce bon n’est plus valable. La caisse indique depuis quand."),
        wrongStore: Answer("Autre magasin", "Ce bon est pour un autre magasin."),
        soldOut: Answer("Épuisé ici", "Je suis désolé, il n’en reste plus aujourd’hui."),
        elsewhere: "Votre bon est valable dans les autres magasins participants.",
        call: "Une question\u{A0}? Appelez\u{A0}:", slip: "Si rien ne fonctionne",
        slipHint: "Notez chaque bon que vous acceptez. Saisissez les codes dès que la caisse fonctionne à nouveau.",
        code: "Code", time: "Heure", receipt: "Ticket", cashier: "Caissier", enrol: "Mise en service des caisses",
        enrolHint: "Ouvrez la page de caisse sur chaque appareil et scannez son code, ou saisissez-le. Chaque code "
            + "fonctionne une seule fois.")

    static let spanish = CounterWords(
        brief: "Para la caja",
        steps: [
            "Escanea el cupón o escribe su código.",
            "La caja responde al momento y su respuesta es definitiva. Léela en voz alta.",
            "Da la oferta solo si la caja dice que sí.",
        ],
        practise: "Practica con estos cinco. No cuestan nada.", say: "Di: «{words}»",
        good: Answer("Válido", "Gracias, ya está."),
        used: Answer("Ya usado", "Este cupón ya se ha usado. La caja muestra cuándo y dónde."),
        expired: Answer("Caducado", "Este cupón ha caducado. La caja muestra desde cuándo."),
        wrongStore: Answer("De otra tienda", "Este cupón es de otra tienda."),
        soldOut: Answer("Agotado aquí", "Lo siento, hoy ya no nos queda."),
        elsewhere: "Su cupón vale en las demás tiendas participantes.", call: "¿Dudas? Llama a:",
        slip: "Si nada funciona",
        slipHint: "Apunta cada cupón que aceptes. Escribe los códigos en cuanto la caja vuelva a funcionar.",
        code: "Código", time: "Hora", receipt: "Recibo", cashier: "Cajero", enrol: "Configurar las cajas",
        enrolHint: "Abre la página de caja en cada dispositivo y escanea su código, o escríbelo. Cada código sirve "
            + "una sola vez.")

    static let german = CounterWords(
        brief: "Für die Kasse",
        steps: [
            "Gutschein scannen oder den Code eintippen.",
            "Die Kasse antwortet sofort, und ihre Antwort gilt. Bitte laut vorlesen.",
            "Das Angebot nur geben, wenn die Kasse Ja sagt.",
        ],
        practise: "Üben Sie mit diesen fünf. Sie kosten nichts.", say: "Sagen Sie: „{words}“",
        good: Answer("Gültig", "Danke, das hat geklappt."),
        used: Answer("Schon benutzt", "Dieser wurde schon eingelöst. Die Kasse zeigt, wann und wo."),
        expired: Answer("Abgelaufen", "Dieser ist abgelaufen. Die Kasse zeigt, seit wann."),
        wrongStore: Answer("Andere Filiale", "Dieser gilt in einer anderen Filiale."),
        soldOut: Answer("Hier ausverkauft", "Es tut mir leid, heute ist nichts mehr da."),
        elsewhere: "Ihr Gutschein gilt auch in den anderen teilnehmenden Filialen.",
        call: "Fragen? Bitte anrufen:", slip: "Wenn nichts mehr geht",
        slipHint: "Schreiben Sie jeden Gutschein auf, den Sie annehmen. Tippen Sie die Codes ein, sobald die Kasse "
            + "wieder läuft.",
        code: "Code", time: "Uhrzeit", receipt: "Bon", cashier: "Kasse", enrol: "Kassen einrichten",
        enrolHint: "Öffnen Sie auf jedem Gerät die Kassenseite und scannen Sie seinen Code, oder tippen Sie ihn ein. "
            + "Jeder Code gilt einmal.")

    static let portuguese = CounterWords(
        brief: "Para o caixa",
        steps: [
            "Escaneie o cupom ou digite o código.",
            "O caixa responde na hora, e a resposta é definitiva. Leia em voz alta.",
            "Dê a oferta somente se o caixa disser sim.",
        ],
        practise: "Pratique com estes cinco. Eles não custam nada.", say: "Diga: “{words}”",
        good: Answer("Válido", "Obrigado, deu certo."),
        used: Answer("Já usado", "Este cupom já foi usado. O caixa mostra quando e onde."),
        expired: Answer("Vencido", "Este cupom venceu. O caixa mostra desde quando."),
        wrongStore: Answer("De outra loja", "Este cupom é de outra loja."),
        soldOut: Answer("Esgotado aqui", "Sinto muito, hoje já acabou."),
        elsewhere: "Seu cupom vale nas outras lojas participantes.", call: "Dúvidas? Ligue para:",
        slip: "Se nada funcionar",
        slipHint: "Anote cada cupom que aceitar. Digite os códigos assim que o caixa voltar a funcionar.",
        code: "Código", time: "Hora", receipt: "Recibo", cashier: "Operador", enrol: "Configurar os caixas",
        enrolHint: "Abra a página do caixa em cada aparelho e escaneie o código dele, ou digite. Cada código serve "
            + "uma única vez.")

    static let russian = CounterWords(
        brief: "Для кассира",
        steps: [
            "Отсканируйте купон или введите его код.",
            "Касса отвечает сразу, и её ответ окончательный. Прочитайте его вслух.",
            "Предоставьте предложение, только если касса ответила «да».",
        ],
        practise: "Потренируйтесь на этих пяти. Они ничего не стоят.", say: "Скажите: «{words}»",
        good: Answer("Действует", "Спасибо, всё получилось."),
        used: Answer("Уже использован", "Этот купон уже использован. Касса показывает, когда и где."),
        expired: Answer("Истёк", "Срок этого купона истёк. Касса показывает, когда."),
        wrongStore: Answer("Другой магазин", "Этот купон для другого магазина."),
        soldOut: Answer("Здесь закончилось", "К сожалению, на сегодня всё закончилось."),
        elsewhere: "Ваш купон действует в других магазинах-участниках.", call: "Есть вопросы? Звоните:",
        slip: "Если ничего не работает",
        slipHint: "Записывайте каждый принятый купон. Введите коды, как только касса снова заработает.",
        code: "Код", time: "Время", receipt: "Чек", cashier: "Кассир", enrol: "Подключение касс",
        enrolHint: "Откройте страницу кассы на каждом устройстве и отсканируйте его код или введите вручную. Каждый "
            + "код действует один раз.")
}
