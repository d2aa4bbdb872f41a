import Glibc

/// Which address a request comes from, as far as we believe it.
enum ClientAddress {
    /// Proxies append to `X-Forwarded-For`, so it is read from its end, for as long as the speaker is trusted.
    /// - Parameters:
    ///   - peer: who holds the other end of the connection; nil when there is no connection.
    ///   - forwarded: all `X-Forwarded-For` values, joined by commas.
    static func find(peer: String?, forwarded: String?, trusted: Set<String>) -> String {
        guard let peer else { return "local" }
        var address = peer
        var hops = (forwarded ?? "").split(separator: ",").map { String($0.trimmingSpaces) }
        while trusted.contains(address), let hop = hops.popLast(), bytes(of: hop) != nil {
            address = hop
        }
        return network(address)
    }

    /// IPv6 customers hold a whole /64, and may use another address of it for every request.
    static func network(_ address: String) -> String {
        guard let bytes = bytes(of: address), bytes.count == 16 else { return address }
        if bytes.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]) {
            return bytes.suffix(4).map(String.init).joined(separator: ".")
        }
        let groups = stride(from: 0, to: 8, by: 2).map {
            String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
        }
        return groups.joined(separator: ":") + "::/64"
    }

    /// 4 or 16 bytes; nil for what is no address.
    private static func bytes(of address: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, address, &four) == 1 { return withUnsafeBytes(of: four) { Array($0) } }
        var sixteen = in6_addr()
        if inet_pton(AF_INET6, address, &sixteen) == 1 { return withUnsafeBytes(of: sixteen) { Array($0) } }
        return nil
    }
}

extension StringProtocol {
    /// Without spaces and tabs at either end.
    var trimmingSpaces: SubSequence {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let start = firstIndex(where: { !isSpace($0) }), let end = lastIndex(where: { !isSpace($0) }) else {
            return self[endIndex...]
        }
        return self[start...end]
    }
}
