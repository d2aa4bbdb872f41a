extension LocalePack {
    static let english = LocalePack(
        language: "en",
        weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        months: [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ],
        date: "{weekday}, {month} {day}, {year}",
        clock: .twelve(morning: "AM", afternoon: "PM", time: "{time}\u{A0}{half}"),
        numbers: Numbers(decimal: ".", group: ","), money: "{symbol}{number}", currencies: ["USD": "$"],
        words: CouponWords(
            until: "Good until {date}, {time}", through: "Good until the end of {date}",
            everyStore: "In every store that takes part",
            legal: "No cash value. Good once. Void if altered or copied.",
            minSpend: "From {money}", onlyFor: "For: {list}", notFor: "Not for: {list}",
            notReduced: "Not for reduced goods", unitsMax: "For at most {count} of them",
            percentOff: "{percent} off", amountOff: "{money} off", upTo: "{offer}, up to {money}",
            free: "{item} free", freeWithPurchase: "{item} free with a purchase",
            worth: "{offer}, worth up to {money}", price: "{item} for {money}",
            insteadOf: "{offer} instead of up to {money}", specimen: "SPECIMEN", checkInHere: "Check in here",
            scanThis: "Point your phone’s camera at this code."))

    static let french = LocalePack(
        language: "fr", weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        months: [
            "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
            "novembre", "décembre",
        ],
        date: "{weekday} {day} {month} {year}", numbers: Numbers(decimal: ",", group: "\u{202F}"),
        percent: "{number}\u{202F}%",
        currencies: ["USD": "$US", "GBP": "£GB", "CAD": "$CA", "AUD": "$AU", "JPY": "JPY"],
        words: CouponWords(
            until: "Valable jusqu’au {date} à {time}", through: "Valable jusqu’au {date} inclus",
            everyStore: "Dans tous les magasins participants",
            legal: "Sans valeur monétaire. Utilisable une seule fois. Nul s’il est modifié ou copié.",
            minSpend: "Dès {money} d’achat", onlyFor: "Pour\u{A0}: {list}", notFor: "Hors\u{A0}: {list}",
            notReduced: "Hors articles déjà remisés", unitsMax: "Nombre d’articles\u{A0}: {count} au maximum",
            percentOff: "{percent} de réduction", amountOff: "{money} de réduction",
            upTo: "{offer}, {money} au maximum", free: "Offert\u{A0}: {item}",
            freeWithPurchase: "Offert pour un achat\u{A0}: {item}",
            worth: "{offer}, d’une valeur de {money} au maximum", price: "{item} à {money}",
            insteadOf: "{offer} au lieu de {money} au maximum", specimen: "SPÉCIMEN",
            checkInHere: "Signalez votre visite ici",
            scanThis: "Visez ce code avec l’appareil photo de votre téléphone."))

    static let spanish = LocalePack(
        language: "es", weekdays: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
        months: [
            "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
            "noviembre", "diciembre",
        ],
        date: "{weekday}, {day} de {month} de {year}", numbers: Numbers(groupedFrom: 5),
        percent: "{number}\u{A0}%", currencies: ["GBP": "GBP", "JPY": "JPY", "CAD": "CAD", "AUD": "AUD"],
        words: CouponWords(
            until: "Válido hasta el {date}, {time}", through: "Válido hasta el {date} inclusive",
            everyStore: "En todas las tiendas participantes",
            legal: "Sin valor en efectivo. De un solo uso. Nulo si se altera o se copia.",
            minSpend: "A partir de {money}", onlyFor: "Para: {list}", notFor: "No incluye: {list}",
            notReduced: "No válido para artículos rebajados", unitsMax: "Máximo de unidades: {count}",
            percentOff: "{percent} de descuento", amountOff: "{money} de descuento", upTo: "{offer}, hasta {money}",
            free: "{item} gratis", freeWithPurchase: "{item} gratis con una compra",
            worth: "{offer}, con un valor de hasta {money}", price: "{item} por {money}",
            insteadOf: "{offer} en lugar de hasta {money}", specimen: "MUESTRA",
            checkInHere: "Registra aquí tu visita",
            scanThis: "Apunta a este código con la cámara del teléfono."))

    static let german = LocalePack(
        language: "de",
        weekdays: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
        months: [
            "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
            "Dezember",
        ],
        date: "{weekday}, {day}. {month} {year}", numbers: Numbers(), percent: "{number}\u{A0}%",
        currencies: ["USD": "$"],
        words: CouponWords(
            until: "Gültig bis {date}, {time} Uhr", through: "Gültig bis einschließlich {date}",
            everyStore: "In allen teilnehmenden Filialen",
            legal: "Keine Barauszahlung. Einmal einlösbar. Ungültig, wenn verändert oder kopiert.",
            minSpend: "Ab {money} Einkaufswert", onlyFor: "Gilt für: {list}", notFor: "Gilt nicht für: {list}",
            notReduced: "Gilt nicht für reduzierte Ware", unitsMax: "Für höchstens {count} Stück",
            percentOff: "{percent} Rabatt", amountOff: "{money} Rabatt", upTo: "{offer}, höchstens {money}",
            free: "{item} gratis", freeWithPurchase: "{item} gratis zum Einkauf",
            worth: "{offer}, im Wert von bis zu {money}", price: "{item} für {money}",
            insteadOf: "{offer} statt bis zu {money}", specimen: "MUSTER", checkInHere: "Hier einchecken",
            scanThis: "Richten Sie die Kamera Ihres Telefons auf diesen Code."))

    static let portuguese = LocalePack(
        language: "pt",
        weekdays: [
            "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo",
        ],
        months: [
            "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
            "novembro", "dezembro",
        ],
        date: "{weekday}, {day} de {month} de {year}", numbers: Numbers(), money: "{symbol}\u{A0}{number}",
        words: CouponWords(
            until: "Válido até {date}, {time}", through: "Válido até {date}, inclusive",
            everyStore: "Em todas as lojas participantes",
            legal: "Sem valor em dinheiro. Uso único. Nulo se for alterado ou copiado.",
            minSpend: "A partir de {money}", onlyFor: "Para: {list}", notFor: "Não inclui: {list}",
            notReduced: "Não vale para artigos já com desconto", unitsMax: "Máximo de unidades: {count}",
            percentOff: "{percent} de desconto", amountOff: "{money} de desconto", upTo: "{offer}, até {money}",
            free: "{item} grátis", freeWithPurchase: "{item} grátis com uma compra",
            worth: "{offer}, no valor de até {money}", price: "{item} por {money}",
            insteadOf: "{offer} em vez de até {money}", specimen: "AMOSTRA", checkInHere: "Faça check-in aqui",
            scanThis: "Aponte a câmera do telefone para este código."))

    static let russian = LocalePack(
        language: "ru",
        weekdays: ["понедельника", "вторника", "среды", "четверга", "пятницы", "субботы", "воскресенья"],
        months: [
            "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
            "декабря",
        ],
        date: "{weekday}, {day} {month} {year}\u{A0}г.", numbers: Numbers(decimal: ",", group: "\u{A0}"),
        percent: "{number}\u{A0}%", currencies: ["USD": "$"],
        words: CouponWords(
            until: "Действует до {date}, {time}", through: "Действует до конца {date}",
            everyStore: "Во всех магазинах-участниках",
            legal: "Не обменивается на деньги. Действует один раз. Изменённый или скопированный купон недействителен.",
            minSpend: "При покупке от {money}", onlyFor: "Только на: {list}", notFor: "Кроме: {list}",
            notReduced: "Не действует на уценённые товары", unitsMax: "Не более {count} шт.",
            percentOff: "Скидка {percent}", amountOff: "Скидка {money}", upTo: "{offer}, не более {money}",
            free: "{item} бесплатно", freeWithPurchase: "{item} бесплатно при покупке",
            worth: "{offer}, стоимостью до {money}", price: "{item} за {money}",
            insteadOf: "{offer}, обычная цена до {money}", specimen: "ОБРАЗЕЦ", checkInHere: "Отметьтесь здесь",
            scanThis: "Наведите камеру телефона на этот код."))
}
