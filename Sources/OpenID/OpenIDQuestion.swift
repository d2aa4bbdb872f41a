import Crypto
import Foundation

/// What one browser is sent away with, and must come back with: nobody else's answer fits it.
public struct OpenIDQuestion: Codable, Hashable, Sendable {
    public static let randomCount = 96

    /// Comes back in the address: the answer belongs to this browser (RFC 6749, section 10.12).
    public let state: String
    /// Comes back inside the token: the token was made for this question.
    let nonce: String
    /// Goes straight to the provider with the code: a code that leaked is worth nothing (RFC 7636).
    let verifier: String

    /// - Parameter random: `randomCount` bytes.
    public init(random: [UInt8]) {
        precondition(random.count == Self.randomCount)
        state = base64URL(random[..<32])
        nonce = base64URL(random[32..<64])
        verifier = base64URL(random[64...])
    }

    var challenge: String { base64URL(SHA256.hash(data: Data(verifier.utf8))) }
}

/// RFC 4648, section 5, without padding.
private func base64URL(_ bytes: some Sequence<UInt8>) -> String {
    Data(bytes).base64EncodedString()
        .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
}
