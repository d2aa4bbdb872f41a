import Foundation

/// A file of many lines that is never in memory as a whole.
enum BenchFile {
    private static let bufferBytes = 1 << 20

    static func write(_ path: String, lines: some Sequence<String>) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let file = FileHandle(forWritingAtPath: path)
        else { throw Complaint(.configuration, "\(path) cannot be written.") }
        var buffer = Data()
        for line in lines {
            buffer.append(contentsOf: line.utf8)
            buffer.append(UInt8(ascii: "\n"))
            if buffer.count >= bufferBytes {
                try file.write(contentsOf: buffer)
                buffer.removeAll(keepingCapacity: true)
            }
        }
        try file.write(contentsOf: buffer)
        try file.close()
    }
}
