import Actions
import Foundation
import Postgres
import Promotions

/// Why a command failed, as one sentence for people and a status for scripts. Nobody gets to see a trace.
struct Complaint: Error {
    let status: ExitStatus
    let sentence: String

    init(_ status: ExitStatus, _ sentence: String) {
        self.status = status
        self.sentence = sentence
    }

    init(_ error: any Error) {
        switch error {
        case let complaint as Complaint: self = complaint
        case let error as PostgresError: self.init(error)
        case let error as MigrationError: self.init(error)
        case let mismatch as KeyMismatch: self.init(.configuration, mismatch.description)
        case let invalid as Invalid: self.init(.badInput, Self.sentence(invalid.problems))
        case let refused as Refused: self.init(refused)
        case is CancellationError: self.init(.fault, "The work was interrupted.")
        default: self.init(.fault, "Something broke: \(Self.line(String(describing: error)))")
        }
    }

    private init(_ error: PostgresError) {
        let reason = Self.line(error.message)
        switch error.kind {
        case .connectionLost, .deadlineExceeded, .poolExhausted, .poolClosed:
            self.init(
                .unavailable,
                "The database does not answer (\(reason)). Start it, or look at DATABASE_URL; "
                    + "scripts/run starts the private one.")
        // Authorization, no such database, starting up or shutting down, too many connections.
        case .server(let state) where ["28", "3D", "57", "53"].contains(String(state.prefix(2))):
            self.init(.unavailable, "The database does not let us in: \(reason)")
        case .server("42P01"):
            self.init(.configuration, "The database has no Footfall tables yet. Run: footfall migrate")
        case .server, .outcomeUnknown, .rolledBack, .badValue, .badStatement:
            self.init(.fault, "The database failed us: \(Self.line(String(describing: error)))")
        }
    }

    private init(_ error: MigrationError) {
        switch error {
        case .failed(_, _, let cause) where cause.sqlState == nil: self.init(cause)
        case .failed: self.init(.fault, "The migration stopped: \(Self.line(error.description))")
        case .unreadable, .badName, .sameNumber, .changed, .newerDatabase, .outOfOrder:
            self.init(.configuration, error.description)
        }
    }

    private init(_ refused: Refused) {
        if !refused.problems.isEmpty {
            self.init(.badInput, Self.sentence(refused.problems))
        } else if refused.refusal == .notFound {
            self.init(.badInput, refused.detail?.text ?? "There is nothing by that id here.")
        } else {
            self.init(.badInput, refused.detail?.text ?? "Refused: \(refused.refusal.rawValue).")
        }
    }

    private static func sentence(_ problems: [FieldProblem]) -> String {
        let parts = problems.map { $0.field.isEmpty ? $0.reason.text : "\($0.field): \($0.reason)" }
        return "This cannot be read: \(parts.joined(separator: "; "))."
    }

    /// One line of what may be several, without white space at its ends.
    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    }

    /// JSON goes to stdout, where its reader looks; a sentence goes to stderr.
    func tell(asJSON: Bool) -> Never {
        if asJSON {
            let error: JSON = ["code": .string(status.code), "message": .string(sentence)]
            print(JSON.object(["error": error]).text())
        } else {
            FileHandle.standardError.write(Data("footfall: \(sentence)\n".utf8))
        }
        exit(status.rawValue)
    }
}
