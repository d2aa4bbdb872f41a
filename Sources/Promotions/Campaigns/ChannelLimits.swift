extension String {
    /// As channels are told apart: capitals and blanks around it do not matter. Nil if nothing is left.
    public var channelName: String? {
        let name = split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
        return name.isEmpty ? nil : name
    }
}

/// Limits per channel: where shoppers say they came from.
extension Limit {
    static let channelsMax = 50
    static let channelLength = 1...50

    static func channels(_ fields: Fields, per: Scope) -> [String] {
        guard per == .channel else {
            if fields.has("channels") { fields.refuse("channels", "belongs to a limit per channel") }
            return []
        }
        guard fields.has("channels") else {
            fields.refuse("channels", "is required: the channels that count by themselves")
            return []
        }
        let channels = fields.texts("channels", count: 1...channelsMax, length: channelLength).map { $0.lowercased() }
        if Set(channels).count < channels.count {
            fields.refuse("channels", "names a channel twice")
        }
        return channels
    }

    /// Under which number a channel is counted; 0 for all that the limit does not list.
    public func number(of channel: String?) -> Int64 {
        guard let name = channel?.lowercased(), channels.contains(name) else { return 0 }
        return Self.number(ofListed: name)
    }

    /// FNV-1a over its UTF-8, above zero. Never changes: counters are kept under it.
    static func number(ofListed name: String) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int64(hash >> 1) | 1
    }

    /// The listed channels with their numbers, for counting anew.
    public var channelNumbers: [(name: String, number: Int64)] {
        channels.map { ($0, Self.number(ofListed: $0)) }
    }

    /// Whether a counter of the one counts for the other as well.
    public func countsLike(_ other: Limit) -> Bool {
        per == other.per && period == other.period && channels == other.channels
    }
}
