import Glibc

/// Look-ups jump about in what they read, and with pages of 4 KiB nearly every jump misses the processor's table of
/// pages as well: for a million circles that was a tenth of the time.
enum HugePages {
    /// Below this there are too few pages to matter.
    private static let bytesMin = 4 << 20

    /// An array of `count` elements that `fill` initialises, all of them, in memory for which the kernel was asked for pages of
    /// 2 MiB. It may say no, and then only the speed differs.
    static func array<Element>(
        count: Int, _ fill: (UnsafeMutableBufferPointer<Element>) -> Void
    ) -> [Element] {
        Array(unsafeUninitializedCapacity: count) { buffer, filled in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            if let start = bytes.baseAddress, bytes.count >= bytesMin {
                let pageSize = Int(getpagesize())
                let skipped = start.alignedUp(toMultipleOf: pageSize) - start
                madvise(start + skipped, (bytes.count - skipped) / pageSize * pageSize, MADV_HUGEPAGE)
            }
            fill(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            filled = count
        }
    }
}
