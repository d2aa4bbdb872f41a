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

    /// For bash, as the first thing that a program does which lives on: it lets go of pipes that other tests were just
    /// making for programs of theirs. Who reads from such a pipe would otherwise wait for its end until ours comes.
    public static let lettingGo =
        "for f in /proc/$$/fd/*; do n=${f##*/}; if ((n > 2)); then eval \"exec $n>&-\"; fi; done;"

    /// For a shell, whatever is in it.
    public static func quoted(_ text: String) -> String {
        var quoted = "'"
        for character in text { quoted += character == "'" ? "'\\''" : String(character) }
        return quoted + "'"
    }
}

/// Shell processes that each read from a pipe which only this process holds open, and clean up when it closes.
public enum Guardian {
    private static let pipes = Mutex<[Int]>([])

    public static func watch(_ stop: String, _ directory: String) {
        let script =
            "\(Shell.lettingGo) trap '' INT TERM HUP; exec >/dev/null 2>&1; cd /; cat; \(stop); rm -rf '\(directory)'"
        // "e": no other child inherits the pipe, or it would stay open after us.
        guard let pipe = popen("exec bash -c \(Shell.quoted(script))", "we") else { return }
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
