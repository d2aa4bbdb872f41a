import Foundation
import Logging
import OpenID
public import Promotions
import Records

/// A browser that asks for its provider.
public enum SignOnDeparture: Sendable {
    /// - Parameters:
    ///   - to: the provider's page.
    ///   - sealed: what the browser takes along and brings back; only we can read it.
    case leaves(to: String, sealed: String)
    case refused(SignOnRefusal)
}

/// What came of it.
public enum SignOnArrival: Sendable {
    /// - Parameter next: the page of the console to go on to.
    case signedIn(NewConsoleSession, next: String)
    /// The address is a user's of several retailers: the way is gone once more, for one of them.
    case choice([(id: ID<Retailer>, name: String)], next: String)
    case refused(SignOnRefusal)
}

/// Why somebody is not signed in. A page says it; the log has the reason.
public enum SignOnRefusal: String, CaseIterable, Sendable {
    /// They turned back at the provider.
    case cancelled
    /// Too late, another browser, or a link that was used before.
    case stale
    /// The provider does not say that the address is theirs.
    case unproven
    /// Nobody was invited under that address, or it was somebody else's before.
    case unknown
    /// The provider does not answer as it should.
    case unreachable
}

extension Desk {
    /// Somebody may look for a password or a second factor in between.
    public static let departureSeconds = 900

    private struct Departure: Codable {
        let question: OpenIDQuestion
        let provider: String
        let retailer: Int64?
        let next: String
        let expiresAt: Int64
    }

    /// By which people may sign in, in the operator's order.
    public var signOnProviders: [SignOnProvider] { signOns.map(\.setting) }

    /// - Parameters:
    ///   - retailer: for whose address is a user's of several.
    ///   - next: a path of the console; anything else leads to its first page.
    /// - Returns: nil for an unknown provider.
    public func leave(
        for provider: some StringProtocol, retailer: ID<Retailer>?, next: String
    ) async throws -> SignOnDeparture? {
        guard let signOn = signOn(provider) else { return nil }
        let question = OpenIDQuestion(random: dice.bytes(OpenIDQuestion.randomCount))
        let departure = Departure(
            question: question, provider: signOn.setting.id, retailer: retailer?.rawValue,
            next: Self.consolePath(next), expiresAt: now.seconds + Int64(Self.departureSeconds))
        let sealed = try secrets.seal(.departure, Array(JSONEncoder().encode(departure)), bound: [])
        do throws(OpenIDFailure) {
            let address = try await signOn.client.address(for: question, back: back(to: signOn), at: now.seconds)
            return .leaves(to: address, sealed: Base32.encode(sealed))
        } catch {
            return .refused(refusal(error, by: signOn))
        }
    }

    /// - Parameters:
    ///   - sealed: what the browser took along.
    ///   - error: what the provider says instead of a code.
    ///   - issuer: who says so.
    /// - Returns: nil for an unknown provider.
    public func arrive(
        from provider: some StringProtocol, sealed: String?, state: String?, code: String?, error: String?,
        issuer: String?
    ) async throws -> SignOnArrival? {
        guard let signOn = signOn(provider) else { return nil }
        guard let departure = departure(sealed), departure.provider == signOn.setting.id,
            departure.question.state == state, now.seconds < departure.expiresAt
        else { return .refused(.stale) }
        guard error == nil, let code else {
            return .refused(error == "access_denied" ? .cancelled : .unreachable)
        }
        let person: OpenIDPerson
        do throws(OpenIDFailure) {
            person = try await signOn.client.person(
                answering: departure.question, code: code, issuer: issuer, back: back(to: signOn), at: now.seconds)
        } catch {
            return .refused(refusal(error, by: signOn))
        }
        return try await admit(person, by: signOn.setting, departure)
    }

    private func admit(
        _ person: OpenIDPerson, by setting: SignOnProvider, _ departure: Departure
    ) async throws -> SignOnArrival {
        guard let email = EmailAddress(person.email) else { return .refused(.unknown) }
        let users = try await database.signIns(
            hash: secrets.loginHash(email),
            at: departure.retailer.map { [ID<Retailer>($0)] } ?? setting.retailers.map(Array.init)
        ).filter { setting.vouches(for: $0.retailer) }
        guard let user = users.first else { return .refused(.unknown) }
        guard users.count == 1 else {
            return .choice(users.map { ($0.retailer, retailerName($0.retailer)) }, next: departure.next)
        }
        guard try await link(user, to: person, by: setting.id),
            case .done(let session) = try await openSession(of: user)
        else { return .refused(.unknown) }
        return .signedIn(session, next: departure.next)
    }

    /// - Returns: false where the provider has given the address to somebody else since.
    private func link(_ user: Ref<User>, to person: OpenIDPerson, by provider: String) async throws -> Bool {
        try await database.transaction { database in
            let desk = Desk(self, database: database)
            // Somebody who was removed meanwhile is nobody's user.
            guard try await database.user(user.id, of: user.retailer) != nil else { return false }
            switch try await database.link(
                user.id, of: user.retailer, to: person.subject, by: provider, at: now)
            {
            case .same: return true
            case .another:
                logger.warning(
                    "a provider vouches for another person under a user's address",
                    metadata: ["provider": "\(provider)", "user": "\(user.text)"])
                return false
            case .new:
                try await desk.audit("openid link", by: .user(user.id), of: user.retailer, subject: provider)
                return true
            }
        }
    }

    private func signOn(_ id: some StringProtocol) -> SignOn? {
        signOns.first { $0.setting.id == id }
    }

    private func departure(_ sealed: String?) -> Departure? {
        guard let bytes = sealed.flatMap({ Base32.decode($0) }),
            let plain = secrets.open(.departure, bytes, bound: [])
        else { return nil }
        return try? JSONDecoder().decode(Departure.self, from: Data(plain))
    }

    private func back(to signOn: SignOn) -> String {
        "\(settings.publicURL)/console/openid/\(signOn.setting.id)/callback"
    }

    private func refusal(_ failure: OpenIDFailure, by signOn: SignOn) -> SignOnRefusal {
        let (refusal, cause): (SignOnRefusal, String) =
            switch failure {
            case .addressUnproven: (.unproven, "the address is not proven")
            case .refused(let words): (.stale, words)
            case .unreachable(let words): (.unreachable, words)
            }
        logger.warning(
            "a sign-in by OpenID Connect failed",
            metadata: ["provider": "\(signOn.setting.id)", "cause": "\(cause)"])
        return refusal
    }

    /// Nobody is sent to another site.
    private static func consolePath(_ text: String) -> String {
        let isOurs =
            text.wholeMatch(of: /\/console(\/[A-Za-z0-9_\/-]*)?(\?[A-Za-z0-9_.~%&=+-]*)?/) != nil
            && !text.contains("//")
        return isOurs ? text : "/console"
    }
}
