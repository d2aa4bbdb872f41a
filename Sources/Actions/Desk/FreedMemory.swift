import Glibc

/// The C library keeps what was freed, in case it is wanted again. After a million stores went through on their way into
/// their table that is a good part of the whole process.
enum FreedMemory {
    private typealias Trim = @convention(c) (Int) -> CInt

    /// glibc's malloc_trim, looked up because Swift's Glibc module leaves malloc.h out; other C libraries have none.
    private static let trim: Trim? = dlsym(nil, "malloc_trim").map { unsafeBitCast($0, to: Trim.self) }

    /// Gives to the system what is free.
    static func giveBack() {
        _ = trim?(0)
    }
}
