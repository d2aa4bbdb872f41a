extension LocalePack {
    static let arabic = LocalePack(
        language: "ar", isRightToLeft: true,
        weekdays: ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
        months: [
            "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر",
            "ديسمبر",
        ],
        date: "{weekday}، {day} {month} {year}",
        clock: .twelve(morning: "ص", afternoon: "م", time: "{time}\u{A0}{half}"),
        numbers: Numbers(decimal: ".", group: ","), money: "\u{200F}{number}\u{A0}{symbol}",
        currencies: ["GBP": "UK£", "JPY": "JP¥"],
        words: CouponWords(
            until: "صالحة حتى يوم {date}، {time}", through: "صالحة حتى نهاية يوم {date}",
            everyStore: "في جميع المتاجر المشاركة",
            legal: "بلا قيمة نقدية. تُستخدم مرة واحدة. تُلغى إذا عُدّلت أو نُسخت.",
            minSpend: "عند الشراء بقيمة {money} أو أكثر", onlyFor: "تسري على: {list}", notFor: "لا تسري على: {list}",
            notReduced: "لا تسري على السلع المخفّضة", unitsMax: "الحد الأقصى للقطع: {count}",
            percentOff: "خصم {percent}", amountOff: "خصم {money}", upTo: "{offer}، بحد أقصى {money}",
            free: "{item} مجانًا", freeWithPurchase: "{item} مجانًا مع الشراء",
            worth: "{offer}، بقيمة تصل إلى {money}", price: "{item} بسعر {money}",
            insteadOf: "{offer} بدلًا من {money} كحد أقصى", specimen: "نموذج", checkInHere: "سجّل زيارتك هنا",
            scanThis: "وجّه كاميرا هاتفك نحو هذا الرمز."))

    static let hebrew = LocalePack(
        language: "he", isRightToLeft: true,
        weekdays: ["יום שני", "יום שלישי", "יום רביעי", "יום חמישי", "יום שישי", "יום שבת", "יום ראשון"],
        months: [
            "ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר",
        ],
        date: "{weekday}, {day} ב{month} {year}", numbers: Numbers(decimal: ".", group: ","),
        money: "\u{200F}{number}\u{A0}\u{200F}{symbol}", currencies: ["USD": "$"],
        words: CouponWords(
            until: "בתוקף עד {date}, {time}", through: "בתוקף עד סוף {date}", everyStore: "בכל החנויות המשתתפות",
            legal: "ללא ערך כספי. לשימוש חד־פעמי. בטל אם שונה או הועתק.", minSpend: "בקנייה מ־{money} ומעלה",
            onlyFor: "תקף על: {list}", notFor: "לא כולל: {list}", notReduced: "לא תקף על מוצרים מוזלים",
            unitsMax: "מספר יחידות מרבי: {count}", percentOff: "{percent} הנחה", amountOff: "{money} הנחה",
            upTo: "{offer}, עד {money}", free: "{item} חינם", freeWithPurchase: "{item} חינם בקנייה",
            worth: "{offer}, בשווי של עד {money}", price: "{item} ב־{money}", insteadOf: "{offer} במקום עד {money}",
            specimen: "דוגמה", checkInHere: "עושים כאן צ׳ק־אין", scanThis: "כוונו את מצלמת הטלפון אל הקוד."))

    static let simplifiedChinese = LocalePack(
        language: "zh-Hans", weekdays: ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"],
        months: numberedMonths("月"), date: "{year}年{month}{day}日{weekday}",
        numbers: Numbers(decimal: ".", group: ","), money: "{symbol}{number}",
        currencies: ["CNY": "¥", "JPY": "JP¥"],
        words: CouponWords(
            until: "有效期至{date} {time}", through: "有效期至{date}（含当日）", everyStore: "所有参与活动的门店均可使用",
            legal: "不可兑换现金。仅限使用一次。涂改或复制无效。", minSpend: "满{money}可用", onlyFor: "适用于：{list}",
            notFor: "不适用于：{list}", notReduced: "特价商品不适用", unitsMax: "最多{count}件", percentOff: "优惠{percent}",
            amountOff: "立减{money}", upTo: "{offer}，最高{money}", free: "免费赠送{item}", freeWithPurchase: "购物即赠{item}",
            worth: "{offer}，价值最高{money}", price: "{item}，特价{money}", insteadOf: "{offer}（原价最高{money}）",
            specimen: "样张", checkInHere: "在此签到", scanThis: "请用手机相机扫描此二维码。"))

    static let traditionalChinese = LocalePack(
        language: "zh-Hant", weekdays: ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"],
        months: numberedMonths("月"), date: "{year}年{month}{day}日 {weekday}",
        numbers: Numbers(decimal: ".", group: ","), money: "{symbol}{number}", currencies: ["TWD": "$", "JPY": "¥"],
        words: CouponWords(
            until: "有效期限至{date} {time}", through: "有效期限至{date}（含當日）", everyStore: "所有參與活動的門市均可使用",
            legal: "不可兌換現金。僅限使用一次。塗改或複製無效。", minSpend: "滿{money}可用", onlyFor: "適用於：{list}",
            notFor: "不適用於：{list}", notReduced: "特價商品不適用", unitsMax: "最多{count}件", percentOff: "優惠{percent}",
            amountOff: "現折{money}", upTo: "{offer}，最高{money}", free: "免費贈送{item}", freeWithPurchase: "購物即贈{item}",
            worth: "{offer}，價值最高{money}", price: "{item}，特價{money}", insteadOf: "{offer}（原價最高{money}）",
            specimen: "樣張", checkInHere: "在此簽到", scanThis: "請用手機相機掃描此 QR Code。"))

    static let japanese = LocalePack(
        language: "ja", weekdays: ["月", "火", "水", "木", "金", "土", "日"], months: numberedMonths("月"),
        date: "{year}年{month}{day}日（{weekday}）", numbers: Numbers(decimal: ".", group: ","),
        money: "{symbol}{number}", currencies: ["USD": "$", "JPY": "￥", "CNY": "元"],
        words: CouponWords(
            until: "{date}{time}まで有効", through: "{date}まで有効（当日を含む）", everyStore: "すべての参加店舗でご利用いただけます",
            legal: "現金との引き換えはできません。1回限り有効。改変・複写されたものは無効です。",
            minSpend: "{money}以上のお買い上げでご利用いただけます", onlyFor: "対象：{list}", notFor: "対象外：{list}",
            notReduced: "値引き商品は対象外です", unitsMax: "{count}点まで", percentOff: "{percent}引き", amountOff: "{money}引き",
            upTo: "{offer}（{money}まで）", free: "{item}無料", freeWithPurchase: "お買い上げで{item}無料",
            worth: "{offer}（{money}相当まで）", price: "{item}が{money}", insteadOf: "{offer}（通常{money}まで）",
            specimen: "見本", checkInHere: "ここでチェックイン", scanThis: "スマートフォンのカメラで読み取ってください。"))

    static let korean = LocalePack(
        language: "ko", weekdays: ["월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"],
        months: numberedMonths("월"), date: "{year}년 {month} {day}일 {weekday}",
        clock: .twelve(morning: "오전", afternoon: "오후", time: "{half}\u{A0}{time}"),
        numbers: Numbers(decimal: ".", group: ","), money: "{symbol}{number}", currencies: ["JPY": "JP¥"],
        words: CouponWords(
            until: "{date} {time}까지 사용 가능", through: "{date}까지 사용 가능(당일 포함)",
            everyStore: "모든 참여 매장에서 사용 가능",
            legal: "현금으로 교환할 수 없습니다. 1회만 사용할 수 있습니다. 변경하거나 복사하면 무효입니다.",
            minSpend: "{money} 이상 구매 시", onlyFor: "대상: {list}", notFor: "제외: {list}", notReduced: "할인 상품 제외",
            unitsMax: "최대 {count}개", percentOff: "{percent} 할인", amountOff: "{money} 할인",
            upTo: "{offer}, 최대 {money}", free: "{item} 무료", freeWithPurchase: "구매 시 {item} 무료",
            worth: "{offer}, 최대 {money} 상당", price: "{item} {money}", insteadOf: "{offer} (정가 최대 {money})",
            specimen: "견본", checkInHere: "여기서 체크인", scanThis: "휴대전화 카메라로 이 코드를 비추세요."))

    static let hindi = LocalePack(
        language: "hi", weekdays: ["सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार", "रविवार"],
        months: [
            "जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर",
        ],
        date: "{weekday}, {day} {month} {year}",
        clock: .twelve(morning: "am", afternoon: "pm", time: "{time}\u{A0}{half}"),
        numbers: Numbers(decimal: ".", group: ",", groupSize: 2), money: "{symbol}{number}",
        currencies: ["USD": "$", "JPY": "JP¥"],
        words: CouponWords(
            until: "{date}, {time} तक मान्य", through: "{date} के अंत तक मान्य", everyStore: "सभी भाग लेने वाली दुकानों में",
            legal: "कोई नकद मूल्य नहीं। केवल एक बार मान्य। बदलने या कॉपी करने पर अमान्य।",
            minSpend: "{money} या अधिक की ख़रीद पर", onlyFor: "इन पर: {list}", notFor: "इन पर नहीं: {list}",
            notReduced: "पहले से घटी क़ीमत वाली वस्तुओं पर नहीं", unitsMax: "अधिकतम संख्या: {count}",
            percentOff: "{percent} की छूट", amountOff: "{money} की छूट", upTo: "{offer}, अधिकतम {money}",
            free: "{item} मुफ़्त", freeWithPurchase: "ख़रीद के साथ {item} मुफ़्त", worth: "{offer}, {money} तक के मूल्य का",
            price: "{item} {money} में", insteadOf: "{offer}, सामान्य मूल्य {money} तक", specimen: "नमूना",
            checkInHere: "यहाँ चेक-इन करें", scanThis: "अपने फ़ोन का कैमरा इस कोड पर लाएँ।"))

    private static func numberedMonths(_ suffix: String) -> [String] {
        (1...12).map { "\($0)\(suffix)" }
    }
}
