import Crypto
public import Promotions

/// A CSV file read to its end.
public struct RowFile<Reader: RowReader>: Sendable {
    public private(set) var rows: [Reader.Row] = []
    public private(set) var rejected: [LineProblem] = []
    /// SHA-256 of the whole file: what stands for the body in a retry key.
    public private(set) var digest: [UInt8] = []

    public static func reading<Chunks: AsyncSequence>(
        _ chunks: Chunks, by reader: Reader
    ) async throws -> RowFile where Chunks.Element: Sequence<UInt8> {
        var (file, reader, hash) = (RowFile(), reader, SHA256())
        for try await chunk in chunks {
            hash.update(data: Array(chunk))
            file.take(try reader.feed(chunk))
        }
        file.take(try reader.finish())
        file.digest = Array(hash.finalize())
        return file
    }

    private mutating func take(_ outcomes: [RowOutcome<Reader.Row>]) {
        for outcome in outcomes {
            switch outcome {
            case .row(let row): rows.append(row)
            case .rejected(let problem): rejected.append(problem)
            }
        }
    }
}
