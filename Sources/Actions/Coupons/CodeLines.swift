import Promotions

/// A batch of codes as CSV. No cell needs quotes: codes, links, states and times have none of their characters.
public enum CodeLines {
    public static let header = "code,link,state,valid_until\r\n"

    public static func text(_ codes: [Desk.MadeCode]) -> String {
        var text = ""
        text.reserveCapacity(codes.count * 110)
        // A page of codes ends at one moment.
        var end: (at: Instant, text: String)?
        for made in codes {
            if end?.at != made.expiresAt { end = (made.expiresAt, made.expiresAt.rfc3339) }
            text += made.code.grouped
            text += ","
            text += made.link
            text += ","
            text += made.state.rawValue
            text += ","
            text += end?.text ?? ""
            text += "\r\n"
        }
        return text
    }
}
