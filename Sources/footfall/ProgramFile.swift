import Foundation

/// The file that this process runs.
enum ProgramFile {
    /// When it was last written, since 1970; 0 where that cannot be told.
    static var changedSeconds: Int64 {
        let files = FileManager.default
        guard let path = try? files.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
            let changed = try? files.attributesOfItem(atPath: path)[.modificationDate] as? Date
        else { return 0 }
        return Int64(changed.timeIntervalSince1970)
    }
}
