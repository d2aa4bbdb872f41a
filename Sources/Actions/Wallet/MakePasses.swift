import Crypto
import CryptoExtras
import Foundation
import Geofence
import Promotions
@_spi(CMS) import X509

/// A coupon in a phone's wallet, where the operator has what Apple and Google ask for.
extension Desk {
    /// An Apple pass: a signed archive.
    public func applePass(_ held: HeldCoupon) async throws -> Answer<[UInt8]> {
        guard let apple = settings.wallet?.apple else { return .refused(.walletOff) }
        let card = try await card(held)
        let files: [(name: String, bytes: [UInt8])] = [
            ("pass.json", Array(card.apple(apple, serial: held.ref.text).text().utf8)),
            ("icon.png", PlainIcon.png(side: 29, red: 0x0B, green: 0x6E, blue: 0x4F)),
            ("icon@2x.png", PlainIcon.png(side: 58, red: 0x0B, green: 0x6E, blue: 0x4F)),
        ]
        let hashes = files.map { file in
            (file.name, JSON.string(Insecure.SHA1.hash(data: file.bytes).hexadecimal))
        }
        let manifest = Array(JSON.object(JSONObject(hashes)).text().utf8)
        let signature = try CMS.sign(
            manifest, signatureAlgorithm: .sha256WithRSAEncryption,
            additionalIntermediateCertificates: apple.intermediates, certificate: apple.certificate,
            privateKey: apple.key, signingTime: Date(timeIntervalSince1970: Double(now.seconds)))
        var archive = StoredZip()
        for file in files { archive.add(file.name, file.bytes) }
        archive.add("manifest.json", manifest)
        archive.add("signature", signature)
        return .done(archive.bytes)
    }

    /// A link that puts the coupon into a Google wallet.
    public func googleLink(_ held: HeldCoupon) async throws -> Answer<String> {
        guard let google = settings.wallet?.google else { return .refused(.walletOff) }
        let claims = try await card(held).google(google, ref: held.ref, at: now)
        let header: JSON = ["alg": "RS256", "typ": "JWT"]
        let signed = "\(Self.base64URL(header.text().utf8)).\(Self.base64URL(claims.text().utf8))"
        let signature = try google.key.signature(for: Data(signed.utf8), padding: .insecurePKCS1v1_5)
        return .done("https://pay.google.com/gp/v/save/\(signed).\(Self.base64URL(signature.rawRepresentation))")
    }

    private static func base64URL(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private func card(_ held: HeldCoupon) async throws -> WalletCard {
        let issued = held.issued
        return WalletCard(
            issuer: shelf.current.book(held.ref.retailer)?.retailer.name ?? "",
            headline: issued.terms.coupon.words.headline, terms: issued.terms.coupon.words.terms,
            code: issued.code.grouped, symbol: try await qrContent(held), store: issued.store,
            expiresAt: issued.coupon.expiresAt, isGood: held.state == .issued || held.state == .reserved)
    }
}

/// What a wallet shows.
private struct WalletCard {
    let issuer: String
    let headline: String
    let terms: String
    let code: String
    let symbol: String
    let store: Store?
    let expiresAt: Instant
    let isGood: Bool

    func apple(_ keys: WalletKeys.Apple, serial: String) -> JSON {
        var pass: JSONObject = [
            "formatVersion": 1, "passTypeIdentifier": .string(keys.passType), "teamIdentifier": .string(keys.team),
            "serialNumber": .string(serial), "organizationName": .string(issuer), "description": .string(headline),
            "expirationDate": .string(wholeSecond), "voided": .bool(!isGood),
            "backgroundColor": "rgb(251, 250, 247)", "foregroundColor": "rgb(21, 24, 29)",
            "labelColor": "rgb(11, 110, 79)", "logoText": .string(issuer),
            "barcodes": [
                [
                    "format": "PKBarcodeFormatQR", "message": .string(symbol), "messageEncoding": "iso-8859-1",
                    "altText": .string(code),
                ]
            ],
            "coupon": [
                "primaryFields": [["key": "offer", "label": .string(issuer), "value": .string(headline)]],
                "secondaryFields": [
                    [
                        "key": "expires", "label": "Until", "value": .string(wholeSecond),
                        "dateStyle": "PKDateStyleMedium", "timeStyle": "PKDateStyleShort",
                    ]
                ],
                "auxiliaryFields": .array(
                    store.map { [["key": "store", "label": "Where", "value": .string($0.name)]] } ?? []),
                "backFields": [["key": "terms", "label": "Terms", "value": .string(terms)]],
            ],
        ]
        if let store {
            pass["locations"] = [
                [
                    "latitude": .double(store.location.latitude), "longitude": .double(store.location.longitude),
                    "relevantText": .string(headline),
                ]
            ]
        }
        return .object(pass)
    }

    func google(_ keys: WalletKeys.Google, ref: Ref<Coupon>, at now: Instant) -> JSON {
        let offerClass = "\(keys.issuer).\(ref.retailer.text)"
        return [
            "iss": .string(keys.account), "aud": "google", "typ": "savetowallet", "iat": .int(now.seconds),
            "origins": [],
            "payload": [
                "offerClasses": [
                    [
                        "id": .string(offerClass), "issuerName": .string(issuer), "provider": .string(issuer),
                        "title": .string(headline), "redemptionChannel": "INSTORE", "reviewStatus": "UNDER_REVIEW",
                    ]
                ],
                "offerObjects": [
                    [
                        "id": .string("\(keys.issuer).\(ref.text)"), "classId": .string(offerClass),
                        "state": isGood ? "ACTIVE" : "EXPIRED",
                        "barcode": ["type": "QR_CODE", "value": .string(symbol), "alternateText": .string(code)],
                        "validTimeInterval": ["end": ["date": .string(wholeSecond)]],
                    ]
                ],
            ],
        ]
    }

    /// Wallets want no fractions of seconds.
    private var wholeSecond: String { Instant(seconds: expiresAt.seconds).rfc3339 }
}

extension Digest {
    fileprivate var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
