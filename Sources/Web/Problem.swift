import Actions
import Hummingbird
import Printing
import Promotions

/// What went wrong, as `application/problem+json` (RFC 9457). Refusals, unreadable input and faults all leave by here.
struct Problem: Error {
    let code: ProblemCode
    var detail: Sentence
    var members: [(name: String, value: JSON)] = []
    var headers: HTTPFields = [:]

    init(_ code: ProblemCode, _ detail: Sentence) {
        self.code = code
        self.detail = detail
    }

    init(_ refused: Refused) {
        self.init(ProblemCode(refused.refusal), refused.detail ?? Self.sentence(refused.refusal))
        if !refused.problems.isEmpty {
            members = [("errors", Self.errors(refused.problems))]
        }
        members += refused.members
        switch refused.refusal {
        case .unauthorized, .tokenOutdated: headers[.wwwAuthenticate] = "Bearer"
        case .tooManyAttempts: headers[.retryAfter] = "60"
        case .busy: headers[.retryAfter] = "1"
        case .signInWrong, .invitationUnknown, .chooseRetailer, .emailTaken, .lastOwner,
            .forbidden, .notFound, .idempotencyMismatch, .preconditionFailed, .externalIDTaken, .storeArchived,
            .enrolmentCodeUnknown, .wrongState, .approvalRequired, .notLaunchable, .dayOpen, .identityInvalid,
            .identityUnverified, .recoveryCodeWrong, .staffCodeWrong, .pinWrong, .joinCodeWrong, .noStoreNear, .notHeld,
            .notAppealable, .codeWrong,
            .notOffered, .wrongStore, .noTill, .assistedLimit, .pointsShort, .walletOff, .mailOff:
            break
        }
    }

    init(_ refusal: Refusal, _ detail: Sentence? = nil) {
        self.init(Refused(refusal, detail))
    }

    init(_ invalid: Invalid) {
        self.init(.invalid, "Some of the input cannot be read. Each error names its field.")
        members = [("errors", Self.errors(invalid.problems))]
    }

    /// The cashier's sentence is the detail too.
    init(_ no: TillNo) {
        self.init(ProblemCode(no.refusal), no.say)
        members = [("say", JSON(no.say))] + no.usage
        if no.refusal == .throttled { headers[.retryAfter] = "60" }
    }

    init(_ refusal: VoidRefusal, say: Sentence) {
        self.init(ProblemCode(refusal), say)
        members = [("say", JSON(say))]
    }

    init(_ refusal: ReturnRefusal) {
        self.init(ProblemCode(refusal), TillWords.say(refusal))
        members = [("say", JSON(detail))]
    }

    init(_ reason: SaidReason) {
        self.init(ProblemCode(notIssued: reason.reason) ?? ProblemCode(.notOffered), reason.say)
        members = [("say", JSON(reason.say))]
    }

    /// Whatever was thrown. Faults carry an incident number, under which the cause is in the log; the client never
    /// sees the cause itself.
    init(caught error: any Error, incident: () -> String) {
        switch error {
        case let problem as Problem: self = problem
        case let invalid as Invalid: self.init(invalid)
        case let refused as Refused: self.init(refused)
        case PrintProblem.busy: self.init(.busy)
        case let print as PrintProblem where print.isOfContent:
            self.init(
                .unprintable,
                "These words do not fit on that paper, or no font here has their letters. Try another paper.")
        case let fault where isOutage(fault):
            self.init(.unavailable, "The service is not available right now. Try again in a moment.")
            headers[.retryAfter] = "1"
            members = [("incident", .string(incident()))]
        default:
            self.init(.fault, "Something broke on our side. The incident number helps us to find out what.")
            members = [("incident", .string(incident()))]
        }
    }

    var json: JSON {
        var object: JSONObject = [
            "type": .string(code.type), "title": .string(code.title), "status": .int(Int64(code.status)),
            "detail": JSON(detail), "code": .string(code.code),
        ]
        for member in members { object[member.name] = member.value }
        return .object(object)
    }

    var reply: Reply {
        var reply = Reply.json(json, status: code.status)
        reply.headers[.contentType] = Reply.problemType
        for field in headers { reply.headers[field.name] = field.value }
        return reply
    }

    private static func errors(_ problems: [FieldProblem]) -> JSON {
        .array(problems.map { ["field": .string($0.field), "reason": JSON($0.reason)] })
    }

    private static func sentence(_ refusal: Refusal) -> Sentence {
        switch refusal {
        case .unauthorized: "Send a good credential as Authorization: Bearer."
        case .tokenOutdated: "This token was replaced or has expired. Get a new one."
        case .signInWrong: "Address and password do not fit together. Try again, or ask an owner for a new link."
        case .invitationUnknown: "This link was used, replaced or is too old. Ask an owner for a new one."
        case .chooseRetailer: "You work for several retailers with this address. Say which one."
        case .emailTaken: "Somebody of your team has this address already."
        case .lastOwner: "Somebody must stay owner. Make another user owner first."
        case .forbidden: "This credential may not do that."
        case .notFound: "There is nothing at this address, or it is not yours."
        case .idempotencyMismatch: "The same Idempotency-Key came with another body before. Use a new key."
        case .preconditionFailed: "It has changed since you read it. Read it again and repeat your change."
        case .externalIDTaken: "Another of your stores has this external_id already."
        case .storeArchived: "This store is archived and takes no changes. Import it again to bring it back."
        case .enrolmentCodeUnknown: "This enrolment code is unknown, used or too old. Make a new till."
        case .wrongState: "That is not possible in its present state."
        case .approvalRequired: "Another API key than the author's must approve this revision first."
        case .notLaunchable: "This campaign cannot be launched yet. Each error says what is missing."
        case .dayOpen: "A day is closed once it is over in every time zone."
        case .identityInvalid: "This identity cannot be accepted."
        case .identityUnverified: "Only somebody for whom the retailer vouches may do that."
        case .recoveryCodeWrong: "This recovery code is wrong or was used before."
        case .staffCodeWrong: "This staff code is wrong or was too old. Scan the one that the till shows now."
        case .pinWrong: "That is not the PIN of this store."
        case .joinCodeWrong: "This code lets nobody in. Ask whoever gave it to you for the right one."
        case .noStoreNear: "There is no store within 5 km of you."
        case .notHeld: "This check-in was decided already, or its time has passed. Check in again."
        case .notAppealable: "There is nothing to appeal against."
        case .codeWrong: "That is not the code on the screen in the store right now. Look again and type it."
        case .notOffered: "This offer does not run there."
        case .wrongStore: "This coupon cannot be used in that store."
        case .noTill: "No till of that store is set up, so nothing can be printed there."
        case .assistedLimit: "This till has checked in as many customers today as the offer allows."
        case .pointsShort: "This takes more points than you have."
        case .walletOff: "This server makes no such passes: its operator has not set them up."
        case .mailOff: "This server sends no mail: its operator has named no mail server."
        case .tooManyAttempts: "That was too often in too short a time. Wait a minute and try again."
        case .busy: "Too many requests are waiting. Try again in a second."
        }
    }
}

extension TillNo {
    /// Where and when it was used, or where and until when it is held, or how long the till waits, if that is the reason.
    var usage: [(name: String, value: JSON)] {
        if let throttledUntil { return [("throttled_until", .string(throttledUntil.rfc3339))] }
        if let held {
            return [
                ("reserved_until", .string(held.until.rfc3339)), ("reserved_store", .string(held.store.text)),
                ("reserved_store_name", JSON(held.storeName)),
            ]
        }
        guard let usedAt else { return [] }
        return [
            ("used_at", .string(usedAt.rfc3339)), ("used_store", JSON(usedStore?.text)),
            ("used_store_name", JSON(usedStoreName)),
        ]
    }
}

extension PrintProblem {
    /// About the coupon's own words rather than about the printer.
    fileprivate var isOfContent: Bool {
        switch self {
        case .missingGlyphs, .overflow, .pale: true
        case .busy, .failed: false
        }
    }
}

extension Answer {
    /// The value, or the refusal as the problem that leaves by the same door.
    func done() throws -> Value {
        switch self {
        case .done(let value): return value
        case .refused(let refused): throw Problem(refused)
        }
    }

    /// For inside `once`, where refusals are answers that are kept.
    func reply(_ tell: (Value) throws -> Reply) rethrows -> Reply {
        switch self {
        case .done(let value): try tell(value)
        case .refused(let refused): Problem(refused).reply
        }
    }
}
