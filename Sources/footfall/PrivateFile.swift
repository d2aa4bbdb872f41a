import Foundation

/// Files that only their owner may read. They appear whole or not at all.
enum PrivateFile {
    /// - Returns: nil if there is none.
    /// - Throws: `Complaint` if it cannot be read, or if others can.
    static func read(_ path: String) throws -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            if errno == ENOENT { return nil }
            throw Complaint(.configuration, "\(path) cannot be read: \(reason()).")
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard let permissions = permissions(of: descriptor), permissions & 0o077 == 0 else {
            throw Complaint(.configuration, "Others can read \(path). Run: chmod 600 \(path)")
        }
        guard let data = try? file.readToEnd() ?? Data(), let text = String(data: data, encoding: .utf8) else {
            throw Complaint(.configuration, "\(path) cannot be read.")
        }
        return text
    }

    /// Of what is open, wherever links lead.
    private static func permissions(of descriptor: Int32) -> Int? {
        let files = FileManager.default
        guard let path = try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)") else { return nil }
        return (try? files.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
    }

    /// - Returns: false if the file is there already; it is left alone then.
    static func create(_ path: String, _ text: String) throws -> Bool {
        let draft = try draft(of: path, text)
        defer { unlink(draft) }
        // Unlike rename, link never replaces what another process put there meanwhile.
        if link(draft, path) == 0 { return true }
        if errno == EEXIST { return false }
        throw Complaint(.configuration, "\(path) cannot be written: \(reason()).")
    }

    static func replace(_ path: String, _ text: String) throws {
        let draft = try draft(of: path, text)
        guard rename(draft, path) == 0 else {
            defer { unlink(draft) }
            throw Complaint(.configuration, "\(path) cannot be written: \(reason()).")
        }
    }

    private static func draft(of path: String, _ text: String) throws -> String {
        let draft = "\(path).\(getpid())"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Complaint(.configuration, "\(draft) cannot be written: \(reason()).") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: Data(text.utf8))
            try file.synchronize()
        } catch {
            unlink(draft)
            throw Complaint(.configuration, "\(draft) cannot be written: \(error.localizedDescription)")
        }
        return draft
    }

    private static func reason() -> String {
        String(cString: strerror(errno))
    }
}
