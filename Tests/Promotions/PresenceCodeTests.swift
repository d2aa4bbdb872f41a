import Promotions
import Testing

@Suite("The rotating code as it is typed and scanned")
struct PresenceCodeTests {
    private let store = Ref<Store>(ID(7), ID(1_234_567_890_123))

    @Test(
        "separators and the digits of other scripts do not matter",
        arguments: [
            "12345678", "1234 5678", " 12-34-56-78\n", "1234.5678", "1234\u{2011}5678", "1234\u{200B}\u{00AD}5678",
            "\u{FF11}\u{FF12}\u{FF13}\u{FF14}\u{FF15}\u{FF16}\u{FF17}\u{FF18}",
            "\u{0661}\u{0662}\u{0663}\u{0664}\u{0665}\u{0666}\u{0667}\u{0668}",
        ])
    func typed(text: String) throws {
        #expect(PresenceCode(typed: text) == PresenceCode(store: nil, digits: "12345678"))
    }

    @Test("what a screen's QR holds names the store, also after a keyboard has touched it")
    func scanned() {
        let text = PresenceCode.scanned("00345678", at: store)
        #expect(text == "\(store.text).00345678")
        let code = PresenceCode(store: store, digits: "00345678")
        #expect(PresenceCode(typed: text) == code)
        #expect(PresenceCode(typed: " \(text)\n") == code)
        #expect(PresenceCode(typed: "S\(text.dropFirst())") == code)
        #expect(PresenceCode(typed: text.uppercased()) == code)
    }

    @Test(
        "anything else is no code",
        arguments: [
            "", " ", "1234567", "123456789", "1234567O", "12345678x", "sto_", "sto_12345678", "sto_x.12345678",
            "til_0000000000007000000000007.12345678", ".", "-12345678a", "1e345678", String(repeating: " ", count: 300),
        ])
    func malformed(text: String) {
        #expect(PresenceCode(typed: text) == nil)
    }

    @Test("a store's name without digits, or with the name of another thing, is no code")
    func incomplete() {
        #expect(PresenceCode(typed: store.text) == nil)
        #expect(PresenceCode(typed: "\(store.text).") == nil)
        #expect(PresenceCode(typed: "\(store.text) 12345678") == nil)
        #expect(PresenceCode(typed: "\(Ref<Till>(ID(7), ID(8)).text).12345678") == nil)
    }

    @Test("steps are half minutes since 1970, on either side of it")
    func steps() {
        #expect(PresenceCode.step(at: Instant(seconds: 59)) == 1)
        #expect(PresenceCode.step(at: Instant(seconds: 60)) == 2)
        #expect(PresenceCode.step(at: Instant(microseconds: 89_999_999)) == 2)
        #expect(PresenceCode.step(at: Instant(seconds: -1)) == -1)
        #expect(PresenceCode.start(ofStep: 2) == Instant(seconds: 60))
    }
}
