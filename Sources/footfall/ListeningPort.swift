import Glibc

/// Asks the system for a port and gives it back, so that a port in use is a clear sentence before anything starts.
enum ListeningPort {
    /// - Throws: `Complaint` if nobody could listen there now.
    static func check(host: String, port: Int) throws {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let address = found else {
            throw Complaint(.configuration, "\(host) is no address of this machine.")
        }
        defer { freeaddrinfo(found) }
        let descriptor = socket(address.pointee.ai_family, address.pointee.ai_socktype, address.pointee.ai_protocol)
        guard descriptor >= 0 else { throw Complaint(.fault, "No socket: \(String(cString: strerror(errno))).") }
        defer { close(descriptor) }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let isFree =
            bind(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0 && listen(descriptor, 1) == 0
        if isFree { return }
        switch errno {
        case EADDRINUSE:
            throw Complaint(.unavailable, "Port \(port) of \(host) is in use. Choose another with --port.")
        case EACCES: throw Complaint(.unavailable, "Port \(port) needs more rights. Choose one above 1023 with --port.")
        default:
            throw Complaint(
                .unavailable, "Nobody can listen on port \(port) of \(host): \(String(cString: strerror(errno))).")
        }
    }

    /// As it stands in a URL.
    static func bracketed(_ host: String) -> String {
        host.contains(":") ? "[\(host)]" : host
    }
}
