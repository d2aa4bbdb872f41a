import Foundation
import Support
import Testing

/// nginx with `docker/nginx.conf`, before a server of a test.
struct ReverseProxy: Sendable {
    /// As the file has it. Nobody resolves it: whoever connects says where it is.
    static let host = "coupons.example.com"

    let folder: String
    /// Ports on the loopback: of HTTP, and of HTTPS with a certificate that nobody has signed.
    let plain: Int
    let tls: Int

    var origin: String { "https://\(Self.host):\(tls)" }

    static func with(upstream port: Int, _ body: (ReverseProxy) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "footfall-nginx-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let proxy = try ReverseProxy(in: folder.path(), upstream: port)
        let config = "\(proxy.folder)/main.conf"
        let check = Shell.run("nginx -t -c '\(config)' 2>&1")
        #expect(check.status == 0, "\(check.output)")
        #expect(Shell.run("nginx -c '\(config)' 2>&1").status == 0)
        defer { _ = Shell.run("nginx -s stop -c '\(config)' 2>&1") }
        try await body(proxy)
    }

    /// The file as it is, with ports, certificate and log where a test may have them.
    private init(in folder: String, upstream: Int) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        self.folder = folder
        (plain, tls) = (Int.random(in: 30_000..<31_000), Int.random(in: 31_000..<32_000))
        let certificate = Shell.run(
            """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=coupons.example.com \
            -keyout '\(folder)/privkey.pem' -out '\(folder)/fullchain.pem' 2>&1
            """)
        #expect(certificate.status == 0, "\(certificate.output)")
        var text = try String(contentsOf: root.appending(path: "docker/nginx.conf"), encoding: .utf8)
        for (old, new) in [
            ("127.0.0.1:8080", "127.0.0.1:\(upstream)"), ("listen 80;", "listen 127.0.0.1:\(plain);"),
            ("listen [::]:80;", ""), ("listen 443 ssl", "listen 127.0.0.1:\(tls) ssl"),
            ("listen [::]:443 ssl http2;", ""), ("/etc/ssl/coupons.example.com", folder),
            ("/var/log/nginx/footfall.log", "\(folder)/access.log"),
            ("/var/log/nginx/footfall-error.log", "\(folder)/errors.log"),
        ] {
            #expect(text.contains(old), "\(old)")
            text = text.replacing(old, with: new)
        }
        try text.write(toFile: "\(folder)/footfall.conf", atomically: true, encoding: .utf8)
        let main = """
            pid \(folder)/pid;
            error_log \(folder)/error.log;
            events {}
            http {
                client_body_temp_path \(folder)/body;
                proxy_temp_path \(folder)/proxy;
                fastcgi_temp_path \(folder)/fastcgi;
                uwsgi_temp_path \(folder)/uwsgi;
                scgi_temp_path \(folder)/scgi;
                include \(folder)/footfall.conf;
            }
            """
        try main.write(toFile: "\(folder)/main.conf", atomically: true, encoding: .utf8)
    }
}
