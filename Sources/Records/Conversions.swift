import Postgres
import Promotions

extension Instant {
    var timestamp: Timestamp {
        Timestamp(microsecondsSince1970: microseconds)
    }

    init(_ timestamp: Timestamp) {
        self.init(microseconds: timestamp.microsecondsSince1970)
    }
}

extension LocalDate {
    var postgres: Postgres.Day {
        Postgres.Day(daysSince1970: Int32(daysSince1970))
    }

    init(_ day: Postgres.Day) {
        self.init(daysSince1970: Int(day.daysSince1970))
    }
}

extension Row {
    mutating func id<Subject: Identified>(_ type: Subject.Type = Subject.self) throws -> ID<Subject> {
        ID(try read(Int64.self))
    }

    mutating func optionalID<Subject: Identified>(_ type: Subject.Type = Subject.self) throws -> ID<Subject>? {
        try read(Int64?.self).map { ID($0) }
    }

    mutating func instant() throws -> Instant {
        Instant(try read(Timestamp.self))
    }

    mutating func optionalInstant() throws -> Instant? {
        try read(Timestamp?.self).map { Instant($0) }
    }

    mutating func bytes() throws -> [UInt8] {
        try read(Bytea.self).bytes
    }

    /// A document that we wrote ourselves; anything else is damage.
    mutating func document() throws -> JSON {
        let text = try read(Jsonb.self).text
        do {
            return try JSON(parsing: text)
        } catch {
            throw Damage("a stored document is not JSON: \(error.reason)")
        }
    }

    /// An enum that a check constraint guards.
    mutating func choice<Choice: RawRepresentable>(_ type: Choice.Type = Choice.self) throws -> Choice
    where Choice.RawValue == String {
        let text = try read(String.self)
        guard let choice = Choice(rawValue: text) else { throw Damage("unknown \(type): \(text)") }
        return choice
    }
}

/// A row that this version cannot have written. The text is for the log.
public struct Damage: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
