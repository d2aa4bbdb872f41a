import Foundation
import HummingbirdTesting
import Promotions
import Support
import Testing

@testable import Web

@Suite("Behind nginx")
struct ReverseProxyTests {
    @Test(
        "docker/nginx.conf serves the pages over TLS, keeps the log free of query strings, and tells the server who asks"
    )
    func proxy() async throws {
        var settings = WebSettings(trustedProxies: ["127.0.0.1"], codeAttemptsPerMinute: 1)
        settings.logsRequests = true
        try await WebWorld.with(settings, over: .live) { world in
            let folder = FileManager.default.temporaryDirectory.appending(path: "footfall-nginx-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let port = try #require(world.client.port)
            let ports = try Self.write(to: folder.path(), upstream: port)
            let config = "\(folder.path())/main.conf"
            let check = Shell.run("nginx -t -c '\(config)' 2>&1")
            #expect(check.status == 0, "\(check.output)")
            #expect(Shell.run("nginx -c '\(config)' 2>&1").status == 0)
            defer { _ = Shell.run("nginx -s stop -c '\(config)' 2>&1") }
            let curl = "curl -s -k --max-time 20 --resolve coupons.example.com:\(ports.tls):127.0.0.1"
            let base = "https://coupons.example.com:\(ports.tls)"
            let page = await Self.run("\(curl) -D - -o /dev/null '\(base)/?via=poster'")
            #expect(page.contains(" 200") && page.lowercased().contains("strict-transport-security"), "\(page)")
            _ = await Self.run("\(curl) -o /dev/null '\(base)/k/RETAILER.SECRETCODE'")
            let moved = await Self.run("curl -s --max-time 20 -D - 'http://127.0.0.1:\(ports.plain)/K/X.Y?a=b'")
            #expect(moved.contains("308") && moved.contains("https://coupons.example.com/K/X.Y?a=b"), "\(moved)")
            // Each of two people behind the proxy has a wrong enrolment code of their own.
            for (address, status) in [("192.0.2.1", "422"), ("192.0.2.1", "429"), ("192.0.2.2", "422")] {
                let told = await Self.run(
                    """
                    curl -s --max-time 20 -o /dev/null -w '%{http_code}' -H 'X-Forwarded-For: \(address)' \
                    -H 'Content-Type: application/json' -d '{"code": "ABCDEF"}' \
                    http://127.0.0.1:\(port)/v1/tills/enrol
                    """)
                #expect(told == status, "\(address)")
            }
            let log = try String(contentsOfFile: "\(folder.path())/access.log", encoding: .utf8)
            #expect(log.contains("GET /") && !log.contains("via="), "\(log)")
            #expect(log.contains("GET /K/...\"") && !log.contains("SECRETCODE") && !log.contains("X.Y"), "\(log)")
        }
    }

    /// The file as it is, with ports, certificate and log where a test may have them.
    private static func write(to folder: String, upstream: Int) throws -> (plain: Int, tls: Int) {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let (plain, tls) = (Int.random(in: 30_000..<31_000), Int.random(in: 31_000..<32_000))
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
        return (plain, tls)
    }

    /// On a thread of its own: the server that is asked lives in this process.
    private static func run(_ command: String) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: Shell.run(command).output) }
        }
    }
}
