import Foundation
import Synchronization

/// Font files mapped into memory once for all threads and faces, read-only and for the life of the process: the Han
/// collections have 20 MB and five faces each.
enum FontFiles {
    /// Mapped pages never change and are never unmapped, so any thread may read them.
    private struct Mapped: @unchecked Sendable {
        let bytes: UnsafeBufferPointer<UInt8>
    }

    private static let mapped = Mutex<[String: Mapped]>([:])

    static func bytes(ofFileAt path: String) -> UnsafeBufferPointer<UInt8>? {
        let file: Mapped? = mapped.withLock { files in
            if let known = files[path] { return known }
            files[path] = map(path)
            return files[path]
        }
        return file?.bytes
    }

    private static func map(_ path: String) -> Mapped? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        let size = Int(lseek(file, 0, SEEK_END))
        guard size > 0, let start = mmap(nil, size, PROT_READ, MAP_SHARED, file, 0), start != MAP_FAILED else {
            return nil
        }
        return Mapped(bytes: UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: size))
    }
}
