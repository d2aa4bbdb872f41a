import Actions
import ArgumentParser
import Foundation
import Promotions
import Synchronization

/// Where codes are written, and how far they are.
struct CodeOutput: ParsableArguments {
    @Option(help: "The CSV file; - writes to standard output. It must not exist yet.")
    var out: String

    @Option(name: .customLong("public-url"), help: "Base of the links (default http://127.0.0.1:8080).")
    var publicURL: String?

    var settings: Desk.Settings {
        get throws {
            Desk.Settings(
                publicURL: try ServeSettings.url(
                    publicURL ?? Variables.text("FOOTFALL_PUBLIC_URL") ?? "http://127.0.0.1:8080"))
        }
    }

    /// Makes codes and writes them as they are made. Those that servers made of the same batch meanwhile are not among them:
    /// then all are read and written once more.
    func make(_ ref: Ref<CodeBatch>, at desk: Desk) async throws -> Outcome {
        let file = try handle()
        let lines = LinesWritten(to: file)
        try file.write(contentsOf: Data(CodeLines.header.utf8))
        // What goes to standard output cannot be taken back.
        let isFile = out != "-"
        let takes: @Sendable ([Desk.MadeCode]) throws -> Void = { try lines.write($0) }
        let batch = try await finish(ref, at: desk, takes: isFile ? takes : nil)
        if lines.count != batch.made {
            if isFile { try file.truncate(atOffset: UInt64(CodeLines.header.utf8.count)) }
            try await write(ref, from: desk, to: file)
        }
        try file.close()
        return try outcome(batch, of: ref.retailer)
    }

    /// Makes what is left, together with any servers, and shows how far it is.
    func finish(
        _ ref: Ref<CodeBatch>, at desk: Desk, takes: (@Sendable ([Desk.MadeCode]) throws -> Void)? = nil
    ) async throws -> CodeBatch {
        var bar = ProgressBar()
        while true {
            let batch = try await desk.codeBatch(ref).get()
            bar.show(batch.made, of: batch.asked)
            guard batch.state == .making else {
                bar.end()
                return batch
            }
            if try await desk.make(ref, takes: takes) == 0 {
                // A paused campaign makes nothing, and says nothing either.
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    func write(_ batch: CodeBatch, of retailer: ID<Retailer>, from desk: Desk) async throws -> Outcome {
        let file = try handle()
        try file.write(contentsOf: Data(CodeLines.header.utf8))
        try await write(Ref(retailer, batch.id), from: desk, to: file)
        try file.close()
        return try outcome(batch, of: retailer)
    }

    private func write(_ ref: Ref<CodeBatch>, from desk: Desk, to file: FileHandle) async throws {
        try await desk.eachCode(of: ref) { codes in
            try file.write(contentsOf: Data(CodeLines.text(codes).utf8))
        }
    }

    private func outcome(_ batch: CodeBatch, of retailer: ID<Retailer>) throws -> Outcome {
        let isWhole = batch.state == .made
        let id = Ref(retailer, batch.id).text
        let text =
            isWhole
            ? "\(batch.made) codes of \(id) written."
            : "\(batch.made) of \(batch.asked) codes written; \(id) is \(batch.state.rawValue)"
                + (batch.stoppedBy.map { " (\($0.rawValue))." } ?? ".")
        if out == "-" {
            // Standard output is the file.
            FileHandle.standardError.write(Data((text + "\n").utf8))
            throw ExitCode(isWhole ? ExitStatus.fine.rawValue : ExitStatus.badInput.rawValue)
        }
        return Outcome(Self.json(batch, of: retailer), text: text, status: isWhole ? .fine : .badInput)
    }

    /// Codes are money: nobody else may read the file, and no older one is written over.
    private func handle() throws -> FileHandle {
        if out == "-" { return .standardOutput }
        let descriptor = open(out, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else {
            throw Complaint(.badInput, "\(out) cannot be written: \(String(cString: strerror(errno))).")
        }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    static func json(_ batch: CodeBatch, of retailer: ID<Retailer>) -> JSON {
        [
            "id": .string(Ref(retailer, batch.id).text), "state": .string(batch.state.rawValue),
            "asked": .int(batch.asked), "made": .int(batch.made), "withdrawn": .int(batch.withdrawn),
            "stopped_by": JSON(batch.stoppedBy?.rawValue),
        ]
    }
}

/// How many codes are in a file already.
private final class LinesWritten: Sendable {
    private let file: FileHandle
    private let written = Mutex<Int64>(0)

    init(to file: FileHandle) {
        self.file = file
    }

    var count: Int64 { written.withLock { $0 } }

    func write(_ codes: [Desk.MadeCode]) throws {
        try file.write(contentsOf: Data(CodeLines.text(codes).utf8))
        written.withLock { $0 += Int64(codes.count) }
    }
}

/// A line on a terminal that fills up; elsewhere nothing, so that logs stay readable.
struct ProgressBar {
    private static let width = 40
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var shown = ""

    mutating func show(_ done: Int64, of all: Int64) {
        guard isTerminal, all > 0 else { return }
        let filled = Int(done * Int64(Self.width) / all)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
        let line = "\r[\(bar)] \(done * 100 / all) %  \(done) of \(all)"
        guard line != shown else { return }
        shown = line
        FileHandle.standardError.write(Data(line.utf8))
    }

    mutating func end() {
        guard isTerminal, !shown.isEmpty else { return }
        FileHandle.standardError.write(Data("\n".utf8))
    }
}
