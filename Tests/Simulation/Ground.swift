import Glibc

/// A directory that goes, with every process that works in it, when this process ends, however that may be.
///
/// Each process that the harness starts has its working directory in here. That is how it is found again: a number in
/// a file could by now be anybody's.
final class Ground: Sendable {
    let path: String

    struct Failed: Error {
        let what: String
    }

    init() throws {
        let owner = getuid() == 0 ? "&& chown postgres \"$d\"" : ""
        path = try Self.shell("d=$(mktemp -d /tmp/footfall-faults-XXXXXXXX) \(owner) && echo \"$d\"")
        let end = "\(Self.asOwner) \(Self.binaries)/pg_ctl -D \(path)/cluster -m immediate stop"
        let sweep = "for p in /proc/[0-9]*; do case $(readlink $p/cwd) in \(path)*) kill -KILL ${p#/proc/};; esac; done"
        // It waits at a pipe that only this process holds open ("e": its children do not).
        let script = "trap '' INT TERM HUP; exec >/dev/null 2>&1; cd /; cat; \(end); \(sweep); rm -rf '\(path)'"
        guard popen(script, "we") != nil else { throw Failed(what: "no guardian for \(path)") }
    }

    /// PostgreSQL refuses to run as root.
    static var asOwner: String { getuid() == 0 ? "runuser -u postgres --" : "" }

    static let binaries: String =
        (try? shell("pg_config --bindir 2>/dev/null || echo /usr/lib/postgresql/15/bin")) ?? ""

    /// What the command printed, without the last line's end.
    @discardableResult
    static func shell(_ command: String) throws -> String {
        guard let pipe = popen(command, "re") else { throw Failed(what: "no shell for \(command)") }
        var bytes: [UInt8] = []
        var byte = fgetc(pipe)
        while byte != EOF {
            bytes.append(UInt8(truncatingIfNeeded: byte))
            byte = fgetc(pipe)
        }
        while bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        let text = String(decoding: bytes, as: UTF8.self)
        let status = pclose(pipe)
        guard status == 0 else { throw Failed(what: "\(command): status \(status): \(text)") }
        return text
    }

    /// The processes at work in this very directory.
    static func processes(in directory: String) -> [pid_t] {
        guard let proc = opendir("/proc") else { return [] }
        defer { closedir(proc) }
        var found: [pid_t] = []
        while let entry = readdir(proc) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let number = pid_t(name) else { continue }
            var link = [CChar](repeating: 0, count: 512)
            let length = readlink("/proc/\(number)/cwd", &link, 511)
            let target = link.prefix(max(length, 0)).map { UInt8(bitPattern: $0) }
            if String(decoding: target, as: UTF8.self) == directory { found.append(number) }
        }
        return found
    }

    static func signal(_ signal: Int32, in directory: String) {
        for process in processes(in: directory) { kill(process, signal) }
    }

    /// SIGKILL for all of them, and for those they had just made; back when none is left.
    /// - Returns: the numbers they had.
    @discardableResult
    static func killAll(in directory: String) -> Set<pid_t> {
        var killed: Set<pid_t> = []
        while case let processes = processes(in: directory), !processes.isEmpty {
            for process in processes { kill(process, SIGKILL) }
            killed.formUnion(processes)
            usleep(2_000)
        }
        return killed
    }
}
