import Actions
import Foundation
import Promotions

/// The public key with which a retailer's own app signs for its shoppers.
enum IdentityKeyAPI {
    static func read(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        guard let key = call.desk.shelf.current.book(caller.retailer)?.retailer.identityKey else {
            throw Problem(.notFound, "No identity key is registered.")
        }
        return .json(json(key))
    }

    static func write(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let fields = try call.fields()
        let pem = fields.text("public_key", length: 1...2_000)
        try fields.finish()
        let key = try IdentityKey(pem: pem)
        return try await call.once(by: caller) { desk in
            try await desk.setIdentityKey(key, of: caller.retailer).reply { .json(json(key)) }
        }
    }

    static func remove(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        try await call.once(by: caller) { desk in
            try await desk.setIdentityKey(nil, of: caller.retailer).reply { .noContent }
        }
    }

    private static func json(_ key: IdentityKey) -> JSON {
        ["algorithm": .string(key.algorithm.rawValue), "public_key": .string(pem(key))]
    }

    /// SubjectPublicKeyInfo is a fixed header for each of the two algorithms, then the key (RFC 8410, RFC 5480).
    private static func pem(_ key: IdentityKey) -> String {
        let header: [UInt8] =
            switch key.algorithm {
            case .edDSA: [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
            case .es256:
                [
                    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A,
                    0x86,
                    0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
                ]
            }
        let text = Data(header + key.publicKey).base64EncodedString()
        let lines = stride(from: 0, to: text.count, by: 64).map { String(text.dropFirst($0).prefix(64)) }
        return "-----BEGIN PUBLIC KEY-----\n\(lines.joined(separator: "\n"))\n-----END PUBLIC KEY-----\n"
    }
}
