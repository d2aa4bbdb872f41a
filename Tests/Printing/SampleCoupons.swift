import Printing

/// One coupon in each script that shapes, breaks or reads differently.
enum SampleCoupons {
    static let all: [PrintedCoupon] = [
        english, german, russian, arabic, hebrew, hindi, japanese, chinese, traditionalChinese, korean, thai, signed,
    ]

    static let english = coupon(
        "en-US", "A free pastry with any hot drink",
        ["Monday to Friday, 7:00 to 10:30 am.", "One per visit, with the purchase of a hot drink of any size."],
        ["Fern & Oak West Portal, 84 West Portal Ave", "Fern & Oak Inner Sunset, 1302 9th Ave"],
        "Until Friday, August 14, 2026, closing time",
        "Valid once, at the stores named above, while today’s pastries last. Not with other offers. No cash value; not "
            + "transferable; void if copied or altered. You must be checked in at the store when you redeem. Tax is paid by "
            + "the customer where the law asks for it.",
        [
            "Issued by Fern & Oak Bakers, Inc., 1 Market St, San Francisco, CA 94105",
            "Questions: hello@fernandoak.example, +1 415 555 0134",
        ],
        issuer: "Fern & Oak Bakers", accent: "#0B6E4F", code: "K7M4-QX2P-9TRA")

    static let german = coupon(
        "de", "25 % Rabatt auf Ihren gesamten Einkauf",
        [
            "Donnerstag bis Sonntag, während der Öffnungszeiten.",
            "Ab einem Einkauf von 40,00 €, höchstens 30,00 € Rabatt.",
        ],
        ["Kaufhaus Weiß, Schönhauser Allee 80, Berlin", "Kaufhaus Weiß, Große Straße 5, Osnabrück"],
        "Gültig bis Sonntag, 16. August 2026, Ladenschluss",
        "Nur einmal einlösbar. Nicht mit anderen Aktionen kombinierbar. Keine Barauszahlung. Ausgenommen sind Bücher, "
            + "Geschenkkarten und Lebensmittel. Kopien und veränderte Gutscheine werden nicht angenommen.",
        ["Kaufhaus Weiß GmbH, Schönhauser Allee 80, 10439 Berlin", "service@weiss.example"],
        issuer: "Kaufhaus Weiß", accent: "#B3261E", code: "2C9E-5HJK-WX40")

    static let russian = coupon(
        "ru", "Скидка 300 ₽ на любой букет", ["Ежедневно с 9:00 до 21:00.", "При покупке от 1500 ₽."],
        ["«Полевые цветы», ул. Пятницкая, 27"], "До пятницы, 14 августа 2026 г., до закрытия магазина",
        "Купон действует один раз. Не суммируется с другими предложениями. Не обменивается на деньги.",
        ["ООО «Полевые цветы», Москва, ул. Пятницкая, 27"], issuer: "Полевые цветы", accent: "#1D5FBF",
        code: "8RT3-V6ND-0PQ7")

    static let arabic = coupon(
        "ar", "قطعة معجنات مجانية مع أي مشروب ساخن",
        ["من الأحد إلى الخميس، من 7:00 إلى 10:30 صباحًا.", "مرة واحدة لكل زيارة عند شراء مشروب ساخن بأي حجم."],
        ["مخبز السنبلة، شارع الملك حسين 12، عمّان", "Fern & Oak (Abdali Mall), Level 2."],
        "صالحة حتى يوم الجمعة 14 أغسطس 2026، عند إغلاق المتجر",
        "تُستخدم مرة واحدة فقط في المتاجر المذكورة أعلاه وحتى نفاد الكمية. لا تُجمع مع عروض أخرى، ولا قيمة نقدية لها، "
            + "ولا يجوز نقلها إلى شخص آخر، وتُلغى إذا نُسخت أو عُدّلت.",
        ["تصدرها شركة السنبلة للمخابز، عمّان، الأردن", "للاستفسار: ‎+962 6 555 0134"],
        issuer: "مخبز السنبلة", accent: "#9A5B00", code: "PX4W-1ZK9-HB6G", isRightToLeft: true)

    static let hebrew = coupon(
        "he", "מאפה חינם עם כל משקה חם", ["ימים א׳ עד ה׳, 7:00 עד 10:30.", "אחד לביקור, בקניית משקה חם בכל גודל."],
        ["מאפיית השיבולת, רחוב דיזנגוף 99, תל אביב"], "עד יום שישי, 14 באוגוסט 2026, שעת הסגירה",
        "למימוש חד־פעמי בחנויות הנזכרות לעיל, עד גמר המלאי. אין כפל מבצעים. אין לשובר ערך כספי.",
        ["מאפיית השיבולת בע״מ, תל אביב"], issuer: "מאפיית השיבולת", accent: "#1D5FBF", code: "Q2V8-7MNA-C3YT",
        isRightToLeft: true)

    static let hindi = coupon(
        "hi", "हर गर्म पेय के साथ एक पेस्ट्री मुफ़्त", ["सोमवार से शुक्रवार, सुबह 7:00 से 10:30 बजे तक।", "प्रति विज़िट एक।"],
        ["सुनहरी बेकरी, कनॉट प्लेस, नई दिल्ली"], "शुक्रवार, 14 अगस्त 2026 को दुकान बंद होने तक",
        "केवल एक बार मान्य। अन्य ऑफ़र के साथ नहीं। इसका कोई नकद मूल्य नहीं है।", ["सुनहरी बेकरी प्राइवेट लिमिटेड"],
        issuer: "सुनहरी बेकरी", accent: "#0B6E4F", code: "5D0R-JX7E-4KWS")

    static let japanese = coupon(
        "ja", "ホットドリンクをご購入でペストリー1個無料",
        ["月曜日から金曜日、午前7時から10時30分まで", "1回のご来店につき1個。サイズは問いません。"],
        ["麦の穂ベーカリー 神保町本店（千代田区神田神保町1-3）", "麦の穂ベーカリー 直江津店"],
        "2026年8月14日（金）閉店まで有効",
        "上記の店舗で1回限りご利用いただけます。数に限りがございます。他の割引との併用はできません。現金との引き換え、"
            + "譲渡はできません。複写または改変されたクーポンは無効です。",
        ["発行：株式会社麦の穂、東京都千代田区", "お問い合わせ：03-5555-0134"], issuer: "麦の穂ベーカリー",
        accent: "#B3261E", code: "T9NB-3Q6Z-M1VC")

    static let chinese = coupon(
        "zh-Hans", "购买任意热饮即赠糕点一份", ["周一至周五，上午7:00至10:30。", "每次到店限一份。"], ["麦穗面包房，北京市东城区直门内大街1号"],
        "有效期至2026年8月14日（星期五）打烊", "仅限在上述门店使用一次，赠完即止。不可与其他优惠同享，不可兑换现金。",
        ["麦穗食品有限公司"], issuer: "麦穗面包房", accent: "#0B6E4F", code: "6GY1-KD8S-2XRH")

    static let traditionalChinese = coupon(
        "zh-Hant", "購買任意熱飲即贈糕點一份", ["週一至週五，上午7:00至10:30。"], ["麥穗麵包店，臺北市大安區復興南路一段390號"],
        "有效期限至2026年8月14日（星期五）打烊", "僅限在上述門市使用一次，贈完為止。", ["麥穗食品股份有限公司"],
        issuer: "麥穗麵包店", accent: "#1D5FBF", code: "A4WE-90TJ-PN5B")

    static let korean = coupon(
        "ko", "따뜻한 음료 구매 시 페이스트리 1개 무료", ["월요일부터 금요일, 오전 7시부터 10시 30분까지."], ["밀이삭 베이커리, 서울 종로구 율곡로 1"],
        "2026년 8월 14일 금요일 영업 종료까지", "위 매장에서 1회만 사용할 수 있습니다. 현금으로 교환할 수 없습니다.", ["주식회사 밀이삭"],
        issuer: "밀이삭 베이커리", accent: "#9A5B00", code: "V7KC-H2M6-X8QD")

    static let thai = coupon(
        "th", "ซื้อเครื่องดื่มร้อน รับเพสตรี้ฟรีหนึ่งชิ้น", ["วันจันทร์ถึงวันศุกร์ เวลา 7.00 ถึง 10.30 น."], ["ร้านรวงข้าว ถนนเจริญกรุง กรุงเทพฯ"],
        "ใช้ได้ถึงวันศุกร์ที่ 14 สิงหาคม 2569 เวลาปิดร้าน", "ใช้ได้หนึ่งครั้งเท่านั้น ไม่สามารถแลกเป็นเงินสดได้", ["บริษัท รวงข้าว จำกัด"],
        issuer: "ร้านรวงข้าว", accent: "#0B6E4F", code: "3ZSP-E8JY-7RK2")

    /// With the largest symbol that coupons have: a signed one, for tills without a line.
    static let signed: PrintedCoupon = {
        var sample = coupon(
            "es", "Un pastel gratis con su café", ["De lunes a viernes, de 7:00 a 10:30."],
            ["Panadería Sol, Calle Mayor 1"],
            "Hasta el viernes 14 de agosto de 2026, hora de cierre", "Válido una sola vez. Sin valor en efectivo.",
            ["Panadería Sol, S. L., Madrid"], issuer: "Panadería Sol", accent: "#B3261E", code: "9WT3-J5NB-4HX6")
        let symbols = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        sample.link = "HTTPS://C.EXAMPLE.COM/K/" + String((0..<148).map { symbols[$0 * $0 * 7 % 31] })
        return sample
    }()

    private static func coupon(
        _ language: String, _ headline: String, _ details: [String], _ stores: [String], _ expiry: String,
        _ terms: String,
        _ legal: [String], issuer: String, accent: String, code: String, isRightToLeft: Bool = false
    ) -> PrintedCoupon {
        let bare = code.filter { $0 != "-" }
        return PrintedCoupon(
            headline: headline, details: details, storeLines: stores, expiry: expiry, terms: terms, legal: legal,
            code: code, barcode: bare, link: "HTTPS://GO.FOOTFALL.EXAMPLE/K/7Q.\(bare)", issuer: issuer,
            accent: Colour(hex: accent) ?? Colour(red: 0, green: 0, blue: 0), language: language,
            isRightToLeft: isRightToLeft, isSpecimen: false, createdAtSeconds: 1_786_000_000)
    }
}
