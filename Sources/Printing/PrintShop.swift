import Foundation

/// Prints coupons on threads of its own, so that drawing never holds up the server's. The threads end with the
/// shop, after the work already taken.
public final class PrintShop: Sendable {
    private struct Job: Sendable {
        let coupon: PrintedCoupon
        let format: PrintFormat
        let paper: Paper
        let done: CheckedContinuation<Result<[UInt8], PrintProblem>, Never>
    }

    private let queue: PrintQueue<Job>

    /// - Parameters:
    ///   - threads: one draws at a time (see `Renderer`), so more help little. Each keeps fonts of its own: measured
    ///     130 MB resident with one and 190 MB with two, once eleven languages have been printed.
    ///   - queueMax: jobs that may wait; one more is `PrintProblem.busy`.
    public init(threads: Int = 1, queueMax: Int = 256) {
        let queue = PrintQueue<Job>(waitingMax: max(queueMax, 0))
        self.queue = queue
        for number in 1...max(threads, 1) {
            let thread = Thread { Self.work(through: queue) }
            thread.name = "print \(number)"
            thread.stackSize = 2 << 20
            thread.start()
        }
    }

    deinit { queue.close() }

    /// Draws one coupon as a file. The same coupon gives the same bytes again.
    public func render(
        _ coupon: PrintedCoupon, as format: PrintFormat, on paper: Paper
    ) async throws(PrintProblem) -> [UInt8] {
        let result = await withCheckedContinuation { done in
            let job = Job(coupon: coupon, format: format, paper: paper, done: done)
            if !queue.offer(job) { done.resume(returning: .failure(.busy)) }
        }
        return try result.get()
    }

    /// Which of the wanted font families this host has. Without one, its script is refused as missing glyphs.
    public static func fontReport() throws(PrintProblem) -> [FontPresence] {
        let fonts = try FontSet(opensFaces: false)
        return FontChain.all.map { FontPresence(family: $0, isPresent: fonts.has($0)) }
    }

    private static func work(through queue: PrintQueue<Job>) {
        let renderer = Result { () throws(PrintProblem) in try Renderer.taken() }
        defer { if case .success(let renderer) = renderer { Renderer.park(renderer) } }
        while let job = queue.next() {
            let result = Result { () throws(PrintProblem) in
                try renderer.get().render(job.coupon, as: job.format, on: job.paper)
            }
            job.done.resume(returning: result)
        }
    }
}
