import Foundation
import Geofence
import Promotions
import Testing

@testable import Actions

@Suite("Wallet passes")
struct WalletTests {
    /// Keys made for this test, by openssl: a root, a certificate that it signed, and a key for the other wallet.
    private struct Workshop {
        let folder: URL
        let keys: WalletKeys

        init() throws {
            folder = FileManager.default.temporaryDirectory.appending(path: "wallet-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let folder = folder
            let new = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-sha256", "-days", "3650"]
            try Self.openssl(new + ["-subj", "/CN=Root", "-keyout", "root.key", "-out", "root.pem"], in: folder)
            try Self.openssl(
                [
                    "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Pass/UID=pass.test", "-keyout", "pass.key",
                    "-out",
                    "pass.csr",
                ], in: folder)
            try Self.openssl(
                [
                    "x509", "-req", "-in", "pass.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
                    "-days",
                    "3650", "-sha256", "-out", "pass.pem",
                ], in: folder)
            try Self.openssl(["genrsa", "-out", "google.key", "2048"], in: folder)
            try Self.openssl(["rsa", "-in", "google.key", "-pubout", "-out", "google.pub"], in: folder)
            keys = try WalletKeys(reading: Self.document) { name in
                try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            }
        }

        static let document: JSON = [
            "apple": [
                "pass_type_id": "pass.test", "team_id": "A1B2C3D4E5", "certificate": "pass.pem",
                "intermediates": ["root.pem"], "key": "pass.key",
            ],
            "google": ["issuer_id": "3388", "service_account": "us@example.com", "key": "google.key"],
        ]

        @discardableResult
        static func openssl(_ arguments: [String], in folder: URL) throws -> String {
            try run("openssl", arguments, in: folder)
        }

        @discardableResult
        static func run(_ program: String, _ arguments: [String], in folder: URL) throws -> String {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = [program] + arguments
            process.currentDirectoryURL = folder
            let output = Pipe()
            process.standardOutput = output
            process.standardError = output
            try process.run()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { throw Unexpected("\(program) \(arguments): \(text)") }
            return text
        }

        func put(_ bytes: [UInt8], as name: String) throws {
            try Data(bytes).write(to: folder.appending(path: name))
        }

        func remove() { try? FileManager.default.removeItem(at: folder) }
    }

    private func desk(_ world: World, _ keys: WalletKeys?) -> Desk {
        Desk(
            database: world.desk.database, secrets: world.desk.secrets, clock: world.desk.clock, ids: world.desk.ids,
            settings: Desk.Settings(publicURL: "http://127.0.0.1:8080", wallet: keys), logger: world.desk.logger,
            printer: World.printer)
    }

    @Test("an Apple pass opens as a ZIP, its manifest names every file, and openssl believes its signature")
    func apple() async throws {
        let shop = try Workshop()
        defer { shop.remove() }
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let held = try await world.held(at: store)
            let desk = desk(world, shop.keys)
            try await desk.warmUp()
            try shop.put(try await desk.applePass(held).value, as: "coupon.pkpass")
            let unzip =
                "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall()"
            try Workshop.run("python3", ["-c", unzip, "coupon.pkpass"], in: shop.folder)
            let manifest = try JSON(parsing: [UInt8](Data(contentsOf: shop.folder.appending(path: "manifest.json"))))
            #expect(manifest.members?.names.sorted() == ["icon.png", "icon@2x.png", "pass.json"])
            for member in manifest.members ?? [:] {
                let hash = try Workshop.openssl(["dgst", "-sha1", "-r", member.name], in: shop.folder)
                #expect(member.value.stringValue == String(hash.prefix(40)), "\(member.name)")
            }
            let verify = [
                "cms", "-verify", "-inform", "DER", "-in", "signature", "-content", "manifest.json", "-binary",
                "-CAfile",
                "root.pem", "-purpose", "any",
            ]
            try Workshop.openssl(verify + ["-out", "checked"], in: shop.folder)
            #expect(
                try Data(contentsOf: shop.folder.appending(path: "checked"))
                    == Data(contentsOf: shop.folder.appending(path: "manifest.json")))
            #expect(
                try Workshop.openssl(
                    ["cms", "-cmsout", "-print", "-inform", "DER", "-in", "signature"], in: shop.folder
                )
                .contains("signingTime"))
            try shop.put(Array("{}".utf8), as: "manifest.json")
            #expect(throws: Unexpected.self) { try Workshop.openssl(verify, in: shop.folder) }
            let pass = try JSON(parsing: [UInt8](Data(contentsOf: shop.folder.appending(path: "pass.json"))))
            #expect(pass["passTypeIdentifier"] == "pass.test" && pass["voided"] == false)
            #expect(pass["barcodes"]?[0]?["message"] == .string(try await desk.qrContent(held)))
            #expect(pass["coupon"]?["primaryFields"]?[0]?["value"] == "Free pastry")
            #expect(pass["locations"]?[0]?["latitude"] == .double(store.location.latitude))
            let icon = try Workshop.run("file", ["icon@2x.png"], in: shop.folder)
            #expect(icon.contains("PNG image data, 58 x 58"), "\(icon)")
        }
    }

    @Test("a Google link is a JWT that the operator's key has signed")
    func google() async throws {
        let shop = try Workshop()
        defer { shop.remove() }
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let held = try await world.held(at: store)
            let desk = desk(world, shop.keys)
            try await desk.warmUp()
            let link = try await desk.googleLink(held).value
            let parts = link.dropFirst("https://pay.google.com/gp/v/save/".count).split(separator: ".")
            #expect(link.hasPrefix("https://pay.google.com/gp/v/save/") && parts.count == 3)
            try shop.put(Array(parts[0...1].joined(separator: ".").utf8), as: "signed")
            try shop.put(try bytes(parts[2]), as: "jwt.signature")
            try Workshop.openssl(
                ["dgst", "-sha256", "-verify", "google.pub", "-signature", "jwt.signature", "signed"], in: shop.folder)
            #expect(try JSON(parsing: bytes(parts[0])) == ["alg": "RS256", "typ": "JWT"])
            let claims = try JSON(parsing: bytes(parts[1]))
            #expect(claims["iss"] == "us@example.com" && claims["typ"] == "savetowallet" && claims["aud"] == "google")
            let object = claims["payload"]?["offerObjects"]?[0]
            #expect(object?["id"] == .string("3388.\(held.ref.text)") && object?["state"] == "ACTIVE")
            #expect(object?["barcode"]?["value"] == .string(try await desk.qrContent(held)))
        }
    }

    private func bytes(_ text: Substring) throws -> [UInt8] {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        let padded = plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)
        let data = try #require(Data(base64Encoded: String(padded)))
        return [UInt8](data)
    }

    @Test("without the operator's keys there is none, and keys that cannot be read are named")
    func off() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let held = try await world.held(at: store)
            #expect(try await world.desk.applePass(held).refusal == .walletOff)
            #expect(try await world.desk.googleLink(held).refusal == .walletOff)
        }
        let unreadable = #expect(throws: Invalid.self) {
            try WalletKeys(reading: Workshop.document) { _ in "no PEM" }
        }
        #expect(unreadable?.problems.first?.field == "apple.certificate")
        #expect(throws: Invalid.self) { try WalletKeys(reading: [:]) { _ in "" } }
    }
}
