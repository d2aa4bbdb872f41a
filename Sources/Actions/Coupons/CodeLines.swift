import Promotions

/// A batch of codes as CSV. No cell needs quotes: codes, links, states and times have none of their characters.
public enum CodeLines {
    public static let header = "code,link,state,valid_until\r\n"

    public static func text(_ codes: [Desk.MadeCode]) -> String {
        var text = ""
        text.reserveCapacity(codes.count * 110)
        for made in codes {
            text += made.code.grouped
            text += ","
            text += made.link
            text += ","
            text += made.state.rawValue
            text += ","
            text += made.expiresAt.rfc3339
            text += "\r\n"
        }
        return text
    }
}
