import Foundation

/// A file that the operator names, read in pieces; "-" is standard input.
struct InputFile: AsyncSequence, Sendable {
    typealias Element = [UInt8]
    static let pieceBytes = 65_536
    private let path: String

    /// - Throws: `Complaint` if it cannot be opened.
    init(_ path: String) throws {
        self.path = path
        _ = try Self.handle(path)
    }

    /// A small file as text.
    static func text(_ path: String, bytesMax: Int) throws -> String {
        guard let data = try? handle(path).read(upToCount: bytesMax + 1), data.count <= bytesMax,
            let text = String(data: data, encoding: .utf8)
        else { throw Complaint(.badInput, "\(path) is not a text of at most \(bytesMax) bytes.") }
        return text
    }

    private static func handle(_ path: String) throws -> FileHandle {
        if path == "-" { return .standardInput }
        do {
            return try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        } catch {
            throw Complaint(.badInput, "\(path) cannot be opened: \(String(cString: strerror(errno))).")
        }
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let path: String
        fileprivate var handle: FileHandle?

        mutating func next() async throws -> [UInt8]? {
            let handle = try handle ?? InputFile.handle(path)
            self.handle = handle
            do {
                guard let data = try handle.read(upToCount: InputFile.pieceBytes), !data.isEmpty else { return nil }
                return [UInt8](data)
            } catch {
                throw Complaint(.badInput, "\(path) cannot be read.")
            }
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(path: path)
    }
}
