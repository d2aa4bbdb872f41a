/// The words of the mail that brings a coupon. Nobody who sends one adds any.
public struct MailWords: Hashable, Sendable {
    /// `{issuer}`.
    let subject: String
    /// `{issuer}` and `{offer}`.
    let intro: String
    /// Before the link.
    let open: String
    let printed: String
    let why: String
}

extension LocalePack {
    /// - Returns: the subject, and what stands below it.
    public func mail(issuer: String, offer: String, deadline: String, link: String) -> (subject: String, text: String) {
        let words = mailWords
        let values: KeyValuePairs = ["issuer": issuer, "offer": offer]
        let text = """
            \(Pattern.filled(words.intro, values))
            \(deadline)

            \(words.open)
            \(link)

            \(words.printed)

            \(words.why)

            """
        return (Pattern.filled(words.subject, values), text)
    }

    private var mailWords: MailWords {
        switch language {
        case "fr": .french
        case "es": .spanish
        case "de": .german
        case "pt": .portuguese
        case "ru": .russian
        case "ar": .arabic
        case "he": .hebrew
        case "zh-Hans": .simplifiedChinese
        case "zh-Hant": .traditionalChinese
        case "ja": .japanese
        case "ko": .korean
        case "hi": .hindi
        default: .english
        }
    }
}

extension MailWords {
    fileprivate static let english = MailWords(
        subject: "Your coupon from {issuer}", intro: "Here is your coupon from {issuer}: {offer}",
        open: "Open it on your phone:",
        printed: "Or print the attached PDF. The coupon is good once, on the phone or on paper.",
        why: "Whoever holds this coupon had it sent to this address. If that was not you, ignore this mail.")

    fileprivate static let french = MailWords(
        subject: "Votre bon de {issuer}", intro: "Voici votre bon de {issuer}\u{A0}: {offer}",
        open: "Ouvrez-le sur votre téléphone\u{A0}:",
        printed: "Ou imprimez le PDF joint. Le bon est valable une seule fois, sur le téléphone ou sur papier.",
        why:
            "La personne qui détient ce bon l’a fait envoyer à cette adresse. Si ce n’est pas vous, ignorez ce message."
    )

    fileprivate static let spanish = MailWords(
        subject: "Tu cupón de {issuer}", intro: "Aquí tienes tu cupón de {issuer}: {offer}",
        open: "Ábrelo en tu teléfono:",
        printed: "O imprime el PDF adjunto. El cupón vale una sola vez, en el teléfono o en papel.",
        why: "Quien tiene este cupón pidió que se enviara a esta dirección. Si no fuiste tú, ignora este mensaje.")

    fileprivate static let german = MailWords(
        subject: "Ihr Gutschein von {issuer}", intro: "Hier ist Ihr Gutschein von {issuer}: {offer}",
        open: "Auf dem Telefon öffnen:",
        printed: "Oder drucken Sie das beigefügte PDF. Der Gutschein gilt einmal, auf dem Telefon oder auf Papier.",
        why:
            "Wer diesen Gutschein hat, ließ ihn an diese Adresse senden. Waren Sie das nicht, ignorieren Sie diese Mail."
    )

    fileprivate static let portuguese = MailWords(
        subject: "Seu cupom de {issuer}", intro: "Aqui está seu cupom de {issuer}: {offer}",
        open: "Abra no seu celular:",
        printed: "Ou imprima o PDF anexo. O cupom vale uma única vez, no celular ou em papel.",
        why: "Quem tem este cupom pediu que fosse enviado a este endereço. Se não foi você, ignore esta mensagem.")

    fileprivate static let russian = MailWords(
        subject: "Ваш купон от {issuer}", intro: "Вот ваш купон от {issuer}: {offer}",
        open: "Откройте его на телефоне:",
        printed: "Или распечатайте приложенный PDF. Купон действует один раз, на телефоне или на бумаге.",
        why:
            "Владелец купона попросил отправить его на этот адрес. Если это были не вы, не обращайте внимания на письмо."
    )

    fileprivate static let arabic = MailWords(
        subject: "قسيمتك من {issuer}", intro: "إليك قسيمتك من {issuer}: {offer}", open: "افتحها على هاتفك:",
        printed: "أو اطبع ملف PDF المرفق. القسيمة صالحة مرة واحدة، على الهاتف أو على الورق.",
        why: "طلب حامل هذه القسيمة إرسالها إلى هذا العنوان. إن لم تكن أنت، فتجاهل هذه الرسالة.")

    fileprivate static let hebrew = MailWords(
        subject: "השובר שלך מ־{issuer}", intro: "הנה השובר שלך מ־{issuer}: {offer}", open: "לפתיחה בטלפון:",
        printed: "אפשר גם להדפיס את ה־PDF המצורף. השובר תקף פעם אחת, בטלפון או על נייר.",
        why: "מי שמחזיק בשובר ביקש לשלוח אותו לכתובת הזו. אם זה לא היית אתה, אפשר להתעלם מההודעה.")

    fileprivate static let simplifiedChinese = MailWords(
        subject: "您的{issuer}优惠券", intro: "这是您的{issuer}优惠券：{offer}", open: "在手机上打开：",
        printed: "也可以打印所附的 PDF。此券仅限使用一次，手机出示或纸质均可。", why: "持券人要求将此券发送到本邮箱。如非您本人操作，请忽略此邮件。")

    fileprivate static let traditionalChinese = MailWords(
        subject: "您的{issuer}優惠券", intro: "這是您的{issuer}優惠券：{offer}", open: "在手機上開啟：",
        printed: "也可以列印所附的 PDF。此券僅限使用一次，手機出示或紙本均可。", why: "持券人要求將此券寄到這個信箱。若非您本人操作，請忽略此郵件。")

    fileprivate static let japanese = MailWords(
        subject: "{issuer}のクーポン", intro: "{issuer}のクーポンをお届けします：{offer}", open: "スマートフォンで開く：",
        printed: "添付のPDFを印刷することもできます。クーポンは画面・紙のいずれかで1回限り有効です。",
        why: "このクーポンをお持ちの方の依頼により、このアドレスにお送りしました。お心当たりがなければ、このメールは無視してください。")

    fileprivate static let korean = MailWords(
        subject: "{issuer} 쿠폰", intro: "{issuer} 쿠폰을 보내 드립니다: {offer}", open: "휴대전화에서 열기:",
        printed: "첨부된 PDF를 인쇄해도 됩니다. 쿠폰은 휴대전화나 종이 중 하나로 한 번만 사용할 수 있습니다.",
        why: "쿠폰 소지자의 요청으로 이 주소로 보냈습니다. 본인이 아니라면 이 메일을 무시하세요.")

    fileprivate static let hindi = MailWords(
        subject: "{issuer} का आपका कूपन", intro: "यह रहा {issuer} का आपका कूपन: {offer}", open: "इसे अपने फ़ोन पर खोलें:",
        printed: "या साथ लगी PDF प्रिंट करें। कूपन फ़ोन पर या काग़ज़ पर, केवल एक बार मान्य है।",
        why: "कूपन रखने वाले ने इसे इस पते पर भेजने को कहा। अगर वह आप नहीं थे, तो इस मेल को अनदेखा करें।")
}
