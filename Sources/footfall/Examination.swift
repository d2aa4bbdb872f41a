import Actions
import Glibc
import Postgres
import Printing
import Promotions
import Records

/// What `doctor` looks at, each by itself, so that one broken thing does not hide another.
struct Examination {
    let site: Site

    func findings() async -> [Finding] {
        await databaseFindings() + [directory(), fonts(), zones(), clock()]
    }

    private func databaseFindings() async -> [Finding] {
        let pool: Pool
        do {
            pool = try site.pool(connections: 1)
        } catch {
            return [Finding("database", .bad, Complaint(error).sentence)]
        }
        let database = Database(pool)
        var findings: [Finding] = []
        do {
            try await database.answers()
            findings.append(Finding("database", .good, "answers"))
            findings.append(await schema(pool))
            if findings.allSatisfy({ $0.health == .good }) {
                findings.append(await writing(database))
                findings.append(await keys(database))
            }
        } catch {
            findings.append(Finding("database", .bad, Complaint(error).sentence))
        }
        await pool.close()
        return findings
    }

    private func schema(_ pool: Pool) async -> Finding {
        do {
            let migrator = try site.migrator()
            let pending = try await migrator.pending(pool)
            if pending.isEmpty { return Finding("schema", .good, migrator.names.last ?? "no migrations") }
            return Finding(
                "schema", .bad, "lacks \(pending.joined(separator: ", "))", advice: "Run: footfall migrate")
        } catch {
            return Finding("schema", .bad, Complaint(error).sentence)
        }
    }

    /// A standby, or a role without rights, answers questions but takes nothing.
    private func writing(_ database: Database) async -> Finding {
        do {
            let number = try await database.takeProcessNumber()
            return Finding("writing", .good, "the database takes changes (process number \(number))")
        } catch {
            return Finding(
                "writing", .bad, Complaint(error).sentence,
                advice: "Point DATABASE_URL at the primary, with a role that may insert, update and create tables.")
        }
    }

    private func keys(_ database: Database) async -> Finding {
        let store = KeyStore(site: site)
        do {
            let known = try await database.keyFingerprints()
            guard let secrets = try store.read() else {
                if known.isEmpty {
                    return Finding("keys", .warning, "none yet", advice: "The first command makes them.")
                }
                return Finding(
                    "keys", .bad, "\(store.path) is missing, and the database was written with it",
                    advice: "Restore the file from your backup, or set FOOTFALL_KEYS.")
            }
            let strange = known.filter { generation, fingerprint in
                !secrets.generations.contains(generation) || secrets.fingerprint(generation) != fingerprint
            }
            if strange.isEmpty {
                let source = store.isInEnvironment ? "FOOTFALL_KEYS" : store.path
                return Finding("keys", .good, "\(secrets.generations.count) generation(s) in \(source)")
            }
            let names = strange.keys.sorted().map(String.init).joined(separator: ", ")
            return Finding(
                "keys", .bad, "the database was written with another generation \(names)",
                advice: "Restore the keys that belong to this database.")
        } catch {
            return Finding("keys", .bad, Complaint(error).sentence)
        }
    }

    private func directory() -> Finding {
        let path = site.dataDirectory
        if access(path, W_OK | X_OK) == 0 { return Finding("directory", .good, path) }
        if errno == ENOENT {
            return Finding("directory", .warning, "\(path) is not there yet", advice: "It is made when it is needed.")
        }
        return Finding(
            "directory", .bad, "\(path) cannot be written: \(String(cString: strerror(errno)))",
            advice: "Give it to this user, or choose another with --data.")
    }

    private func fonts() -> Finding {
        let advice = "Run: apt-get install fonts-noto-core fonts-noto-cjk fonts-dejavu-core"
        do {
            let missing = try PrintShop.fontReport().filter { !$0.isPresent }.map(\.family)
            if missing.isEmpty { return Finding("fonts", .good, "all scripts can be printed") }
            // Without these two not even a Latin coupon can be set.
            let isBad = missing.contains("Noto Sans") || missing.contains("DejaVu Sans Mono")
            return Finding(
                "fonts", isBad ? .bad : .warning, "missing: \(missing.joined(separator: ", "))", advice: advice)
        } catch {
            return Finding("fonts", .bad, Complaint(error).sentence, advice: advice)
        }
    }

    private func zones() -> Finding {
        if let zone = Zone(identifier: "America/Los_Angeles"),
            zone.offsetSeconds(at: Instant(seconds: 1_753_000_000)) == -7 * 3_600
        {
            return Finding("time zones", .good, "known")
        }
        return Finding("time zones", .bad, "this machine knows no time zones", advice: "Run: apt-get install tzdata")
    }

    /// Whether it is right only another clock could tell; that it is before the program was built, this one shows.
    private func clock() -> Finding {
        let now = Clock.system.now()
        if now.seconds < ProgramFile.changedSeconds {
            return Finding(
                "clock", .bad, "shows \(now.rfc3339), which is before this program was built",
                advice: "Keep the time with chrony or systemd-timesyncd: check-ins are judged by their age in seconds.")
        }
        return Finding("clock", .good, "shows \(now.rfc3339)")
    }
}
