import Actions
import Hummingbird
import Mustache
import Promotions

/// What opens when somebody scans a coupon's QR code with a phone instead of at a till. It says only what anybody may
/// know: a good code and one that never was get the same page.
enum CodePage {
    private struct Words {
        let tone: String
        let mark: String
        let title: String
        let text: String
    }

    static func show(_ call: Call) async throws -> Reply {
        if let standing = call.throttles.pages.count(call.address, at: call.now), !standing.isAllowed {
            var reply = try page(words(.tooManyAttempts), status: 429)
            reply.headers[.retryAfter] = "\(standing.resetSeconds)"
            return reply
        }
        let link = call.parameters.first ?? ""
        return try page(words(try await call.desk.publicWord(for: String(link))))
    }

    private static func words(_ word: Desk.PublicWord?) -> Words {
        switch word {
        case nil, .notUsable:
            Words(
                tone: "footfall", mark: "✓", title: "Show this at the till",
                text: "The cashier scans your coupon and tells you at once what it is worth.")
        case .notYet:
            Words(
                tone: "amber", mark: "…", title: "Not yet", text: "This coupon cannot be used yet. Look at its dates.")
        case .expired:
            Words(
                tone: "brick", mark: "✕", title: "This coupon has expired",
                text: "Check in at the store again to see what is on now.")
        case .alreadyUsed:
            Words(
                tone: "brick", mark: "✕", title: "This coupon was used",
                text: "Each coupon is good once. Check in at the store again to see what is on now.")
        case .tooManyAttempts:
            Words(
                tone: "amber", mark: "…", title: "Wait a minute",
                text: "Too many codes were opened from here. Wait a minute and try again.")
        }
    }

    private static func page(_ words: Words, status: Int = 200) throws -> Reply {
        let html = try template.get().render([
            "tone": words.tone, "mark": words.mark, "title": words.title, "text": words.text,
        ])
        return Reply(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store", .robots: "noindex",
                .referrerPolicy: "no-referrer",
                .contentSecurityPolicy:
                    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
            ], body: Array(html.utf8))
    }

    private static let template = Result { try MustacheTemplate(string: source) }

    /// Nothing is loaded from anywhere, so that nobody else learns that the code was opened.
    private static let source = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <meta name="color-scheme" content="light dark">
        <title>{{title}}</title>
        <style>
        :root {
          --ground: #FBFAF7; --surface: #FFFFFF; --ink: #15181D; --quiet: #5B6270; --line: #E3E0D8;
          --footfall: #0B6E4F; --amber: #9A5B00; --brick: #B3261E;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #14161A; --surface: #1C1F25; --ink: #F2F1EC; --quiet: #A2A9B6; --line: #2C313A;
            --footfall: #34C38F; --amber: #F2B84B; --brick: #FF8A80;
          }
        }
        body {
          margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; box-sizing: border-box;
          background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, "Noto Sans", sans-serif;
        }
        main {
          background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 40px 24px;
          max-width: 28rem; text-align: center;
        }
        .mark { font-size: 40px; line-height: 1; margin: 0 0 16px; }
        .footfall { color: var(--footfall); }
        .amber { color: var(--amber); }
        .brick { color: var(--brick); }
        h1 { font-size: 28px; line-height: 1.2; margin: 0 0 12px; }
        p { margin: 0; color: var(--quiet); font-size: 20px; }
        </style>
        </head>
        <body>
        <main>
        <div class="mark {{tone}}" aria-hidden="true">{{mark}}</div>
        <h1>{{title}}</h1>
        <p>{{text}}</p>
        </main>
        </body>
        </html>

        """
}
