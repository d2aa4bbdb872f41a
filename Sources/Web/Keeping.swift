import Actions
import HTTPTypes
import Promotions

/// Answers that are kept, so that a retry gets the same: status, entity tag and body.
extension Call {
    /// Runs a retailer's change once for each `Idempotency-Key`, in one transaction with everything it does and with the
    /// audit entry of it.
    /// - Parameters:
    ///   - identity: stands for the body, where that was streamed.
    ///   - work: must work with the desk it gets.
    func once(
        by caller: RetailerCaller, identity: [UInt8]? = nil, _ work: @Sendable (Desk) async throws -> Reply
    ) async throws -> Reply {
        try await once(retry(of: caller.identity, body: identity), of: caller.retailer, auditing: caller, work)
    }

    /// As above, for whoever else may change something of the retailer's.
    /// - Parameter caller: nil where a till or a shopper does it; ledgers of their own tell what they did.
    func once(
        _ retry: RetryRequest?, of retailer: ID<Retailer>, auditing caller: RetailerCaller? = nil,
        _ work: @Sendable (Desk) async throws -> Reply
    ) async throws -> Reply {
        let kept = try await desk.once(retry, of: retailer) { desk in
            let reply = try await work(desk)
            if let caller, reply.status < 400 {
                try await desk.audit(
                    "\(route.method.rawValue) \(route.path)", by: caller.by, of: retailer, subject: subject(of: reply))
            }
            return reply.kept
        }
        return Reply(try kept.done())
    }

    /// What a change was about: the id in its path, or the one that its answer gives.
    private func subject(of reply: Reply) -> String? {
        if let id = parameters.first { return String(id) }
        return (try? JSON(reading: reply.body))?["id"]?.stringValue
    }
}

extension Reply {
    /// The tag, an end of line, and the body.
    fileprivate var kept: KeptAnswer {
        let tag = headers[.eTag] ?? ""
        return KeptAnswer(status: status, body: Array(tag.utf8) + [UInt8(ascii: "\n")] + body)
    }

    fileprivate init(_ kept: KeptAnswer) {
        let end = kept.body.firstIndex(of: UInt8(ascii: "\n")) ?? kept.body.endIndex
        let tag = String(decoding: kept.body[..<end], as: UTF8.self)
        self.init(status: kept.status, body: Array(kept.body[end...].dropFirst()))
        headers[.cacheControl] = "no-store"
        if !tag.isEmpty { headers[.eTag] = tag }
        if !body.isEmpty { headers[.contentType] = status < 400 ? Self.jsonType : Self.problemType }
    }
}
