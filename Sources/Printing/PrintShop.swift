import Foundation

/// Prints coupons on threads of its own, so that drawing never holds up the server's. The threads end with the
/// shop, after the work already taken.
public final class PrintShop: Sendable {
    struct Job: Sendable {
        let work: @Sendable (Result<Renderer, PrintProblem>) -> Void
    }

    private let queue: PrintQueue<Job>
    /// Whole runs of sheets, which would keep a shopper's coupon waiting for a second each.
    private let runs: PrintQueue<Job>

    /// - Parameters:
    ///   - threads: one draws at a time (see `Renderer`), so more help little. Each keeps fonts of its own: measured
    ///     130 MB resident with one and 190 MB with two, once eleven languages have been printed. One more thread, for
    ///     runs of sheets, loads its fonts with the first run.
    ///   - queueMax: jobs that may wait; one more is `PrintProblem.busy`.
    ///   - runsMax: the same for runs of sheets.
    public init(threads: Int = 1, queueMax: Int = 256, runsMax: Int = 8) {
        queue = PrintQueue(waitingMax: max(queueMax, 0))
        runs = PrintQueue(waitingMax: max(runsMax, 1))
        let queues = (1...max(threads, 1)).map { (name: "print \($0)", queue: queue) } + [(name: "sheets", queue: runs)]
        for (name, queue) in queues {
            let thread = Thread { Self.work(through: queue) }
            thread.name = name
            thread.stackSize = 2 << 20
            thread.start()
        }
    }

    deinit {
        queue.close()
        runs.close()
    }

    /// Draws one coupon as a file. The same coupon gives the same bytes again.
    public func render(
        _ coupon: PrintedCoupon, as format: PrintFormat, on paper: Paper
    ) async throws(PrintProblem) -> [UInt8] {
        try await done(in: queue) { renderer throws(PrintProblem) in
            try renderer.render(coupon, as: format, on: paper)
        }
    }

    /// Draws a paper beside the coupon; a picture is of its first page.
    public func render(_ paper: PrintedPaper, as format: PrintFormat) async throws(PrintProblem) -> [UInt8] {
        try await done(in: queue) { renderer throws(PrintProblem) in try renderer.render(paper, as: format) }
    }

    /// Draws the picture of a shared link as PNG.
    public func render(_ card: ShareCard) async throws(PrintProblem) -> [UInt8] {
        try await done(in: queue) { renderer throws(PrintProblem) in try renderer.render(card) }
    }

    /// Reads a retailer's logo, on the printing thread because decoding takes a while.
    public func readLogo(_ file: [UInt8]) async throws(PrintProblem) -> Result<PrintedLogo, LogoFlaw> {
        try await done(in: queue) { _ throws(PrintProblem) in LogoReader.logo(from: file) }
    }

    /// What keeps a coupon from each of these forms; those that it fits are left out. Nothing is drawn.
    public func proof(
        _ coupon: PrintedCoupon, on forms: [ProofedForm] = ProofedForm.all
    ) async throws(PrintProblem) -> [(form: ProofedForm, problem: PrintProblem)] {
        try await done(in: queue) { renderer throws(PrintProblem) in
            forms.compactMap { form in renderer.proof(coupon, on: form).map { (form, $0) } }
        }
    }

    /// Prints many coupons as one PDF of sheets to cut apart, page by page: memory does not grow with their number,
    /// but for what a PDF must list at its end. A million coupons are better many files.
    /// - Parameters:
    ///   - coupons: taken one after the other while the pages are drawn.
    ///   - takes: gets the file piece by piece, on the printing thread; what it throws ends the run.
    /// - Returns: how many pages.
    @discardableResult
    public func printSheets<Coupons: Sequence<PrintedCoupon> & Sendable>(
        of coupons: Coupons, _ sheet: CutSheet, title: String, createdAtSeconds: Int64,
        takes: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws(PrintProblem) -> Int {
        try await done(in: runs) { renderer throws(PrintProblem) in
            let writer = try SheetWriter(
                sheet, title: title, createdAtSeconds: createdAtSeconds, with: renderer, takes: takes)
            for coupon in coupons { try writer.add(coupon) }
            return try writer.finish()
        }
    }

    /// Which of the wanted font families this host has. Without one, its script is refused as missing glyphs.
    public static func fontReport() throws(PrintProblem) -> [FontPresence] {
        let fonts = try FontSet(opensFaces: false)
        return FontChain.all.map { FontPresence(family: $0, isPresent: fonts.has($0)) }
    }

    private func done<Value: Sendable>(
        in queue: PrintQueue<Job>, _ work: @escaping @Sendable (Renderer) throws(PrintProblem) -> Value
    ) async throws(PrintProblem) -> Value {
        let result: Result<Value, PrintProblem> = await withCheckedContinuation { done in
            let job = Job { renderer in
                done.resume(returning: Result { () throws(PrintProblem) in try work(renderer.get()) })
            }
            if !queue.offer(job) { done.resume(returning: .failure(.busy)) }
        }
        return try result.get()
    }

    /// Fonts are loaded with the first job: a server that prints no sheets keeps none for them.
    private static func work(through queue: PrintQueue<Job>) {
        var renderer: Result<Renderer, PrintProblem>?
        while let job = queue.next() {
            let ready = renderer ?? Result { () throws(PrintProblem) in try Renderer.taken() }
            renderer = ready
            job.work(ready)
        }
        if case .success(let renderer)? = renderer { Renderer.park(renderer) }
    }
}
