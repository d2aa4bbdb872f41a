import Foundation

/// The environment: what is given as a variable instead of an option.
enum Variables {
    /// Nil if unset or empty.
    static func text(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    static func flag(_ name: String) throws -> Bool {
        switch text(name)?.lowercased() {
        case nil, "0", "false", "no": return false
        case "1", "true", "yes": return true
        case let other?: throw Complaint(.configuration, "\(name) must be 1 or 0, not \"\(other)\".")
        }
    }

    static func number(_ name: String) throws -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text) else {
            throw Complaint(.configuration, "\(name) must be a number, not \"\(text)\".")
        }
        return number
    }
}
