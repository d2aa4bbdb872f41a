import Promotions

/// Rotating codes as in RFC 6238 (TOTP), with HMAC-SHA-256 over store and step in place of a secret for each store: a
/// key that is derived has not to be kept, shown or rotated by itself.
extension Secrets {
    /// What a store's screen shows at `now`.
    func presenceCode(of store: Ref<Store>, at now: Instant) -> String {
        presenceCode(of: store, step: PresenceCode.step(at: now))
    }

    func presenceCode(of store: Ref<Store>, step: Int64) -> String {
        rotatingCode(.presence, of: store, step: step, generation: current)
    }

    /// How many steps the code is early (positive) or late; nil if it is wrong, too old, or another store's.
    func presenceStep(_ code: PresenceCode, of store: Ref<Store>, at now: Instant) -> Int? {
        rotatingStep(code, .presence, of: store, at: now)
    }

    /// For people who work there; good for nothing else.
    func staffCode(of store: Ref<Store>, step: Int64) -> String {
        rotatingCode(.staffCode, of: store, step: step, generation: current)
    }

    func staffStep(_ code: PresenceCode, of store: Ref<Store>, at now: Instant) -> Int? {
        rotatingStep(code, .staffCode, of: store, at: now)
    }

    /// RFC 4226, section 5.3: 31 bits at an offset that the last four bits name, modulo 10^digits.
    static func truncated(_ mac: [UInt8]) -> String {
        guard let last = mac.last else { return "" }
        let offset = Int(last & 0xF)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let modulus = (0..<PresenceCode.digitCount).reduce(UInt32(1)) { power, _ in power * 10 }
        let digits = String(number % modulus)
        return String(repeating: "0", count: PresenceCode.digitCount - digits.count) + digits
    }

    private func rotatingCode(_ purpose: Purpose, of store: Ref<Store>, step: Int64, generation: Int) -> String {
        Self.truncated(mac(purpose, store.bytes + step.bytes, generation: generation))
    }

    /// Looks at every code that could be good, under every generation, whatever it finds: the time it takes tells
    /// nothing of how near a guess was.
    private func rotatingStep(
        _ code: PresenceCode, _ purpose: Purpose, of store: Ref<Store>, at now: Instant
    ) -> Int? {
        if let claimed = code.store, claimed != store { return nil }
        let step = PresenceCode.step(at: now)
        var found: Int?
        for offset in -PresenceCode.toleranceSteps...PresenceCode.toleranceSteps {
            for generation in generations {
                let good = rotatingCode(purpose, of: store, step: step + Int64(offset), generation: generation)
                if good.utf8.isSame(inConstantTime: code.digits.utf8) { found = offset }
            }
        }
        return found
    }
}
