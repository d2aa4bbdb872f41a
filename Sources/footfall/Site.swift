import Foundation
import Postgres

/// Where this installation keeps things: options first, then variables, then what is usual.
struct Site {
    /// Absolute.
    let dataDirectory: String
    private let sqlDirectory: String?

    init(_ options: CommonOptions) {
        let given = options.dataDirectory ?? Variables.text("FOOTFALL_DATA") ?? ".footfall"
        dataDirectory = URL(fileURLWithPath: given).standardizedFileURL.path
        sqlDirectory = options.sqlDirectory ?? Variables.text("FOOTFALL_SQL")
    }

    func path(_ name: String) -> String {
        "\(dataDirectory)/\(name)"
    }

    /// DATABASE_URL, else what `scripts/run` wrote down about the private server.
    func databaseURL() throws -> String {
        if let given = Variables.text("DATABASE_URL") { return given }
        guard let text = try? String(contentsOfFile: path("database-url"), encoding: .utf8) else {
            throw Complaint(
                .configuration,
                "No database: set DATABASE_URL, or let scripts/run start a private one in \(dataDirectory).")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func pool(connections: Int) throws -> Pool {
        Pool(PoolConfiguration(conninfo: try databaseURL(), size: connections))
    }

    /// Runs `body` with a pool that is closed afterwards, whatever happens.
    func withPool<Value>(connections: Int = 4, _ body: (Pool) async throws -> Value) async throws -> Value {
        let pool = try pool(connections: connections)
        do {
            let value = try await body(pool)
            await pool.close()
            return value
        } catch {
            await pool.close()
            throw error
        }
    }

    func migrator() throws -> Migrator {
        try Migrator(directory: try migrationDirectory())
    }

    /// `--sql`, else beside the program or above it (a build inside its checkout), else where packages put it.
    private func migrationDirectory() throws -> String {
        if let sqlDirectory {
            let inner = "\(sqlDirectory)/migrations"
            return Self.isDirectory(inner) ? inner : sqlDirectory
        }
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        var folder = program.deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent("sql/migrations").path
            if Self.isDirectory(candidate) { return candidate }
            folder.deleteLastPathComponent()
        }
        let installed = "/usr/share/footfall/sql/migrations"
        if Self.isDirectory(installed) { return installed }
        throw Complaint(
            .configuration,
            "The migrations are neither above \(program.path) nor in \(installed). Name them with --sql DIR.")
    }

    private static func isDirectory(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }

    /// Entering is open to all, so that a private database that runs as another user can lie inside; what is secret
    /// in it has mode 0600.
    func makeDataDirectory() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: dataDirectory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
        } catch {
            throw Complaint(.configuration, "\(dataDirectory) cannot be made: \(error.localizedDescription)")
        }
    }
}
