import Glibc
import Synchronization

/// Commands of the system, for what tests need around them.
public enum Shell {
    /// - Returns: what it wrote, without the line ends at its end.
    public static func run(_ command: String) -> (output: String, status: Int32) {
        guard let pipe = popen(command, "re") else { return ("", -1) }
        var bytes: [UInt8] = []
        var byte = fgetc(pipe)
        while byte != EOF {
            bytes.append(UInt8(truncatingIfNeeded: byte))
            byte = fgetc(pipe)
        }
        while bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        return (String(decoding: bytes, as: UTF8.self), pclose(pipe))
    }
}

/// Shell processes that each read from a pipe which only this process holds open, and clean up when it closes.
public enum Guardian {
    private static let pipes = Mutex<[Int]>([])

    public static func watch(_ stop: String, _ directory: String) {
        let script = "trap '' INT TERM HUP; exec >/dev/null 2>&1; cd /; cat; \(stop); rm -rf '\(directory)'"
        // "e": no other child inherits the pipe, or it would stay open after us.
        guard let pipe = popen(script, "we") else { return }
        pipes.withLock { pipes in
            if pipes.isEmpty { atexit { Guardian.closeAll() } }
            pipes.append(Int(bitPattern: pipe))
        }
    }

    /// At an orderly exit we wait for them; after a crash they work alone.
    private static func closeAll() {
        for pipe in pipes.withLock({ $0 }) {
            if let pipe = UnsafeMutablePointer<FILE>(bitPattern: pipe) { pclose(pipe) }
        }
    }
}
