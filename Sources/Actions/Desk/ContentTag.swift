import Crypto
import Promotions

/// 80 bits of SHA-256 over a document: the same document has the same tag in every process.
func contentTag(_ json: JSON) -> String {
    var bytes: [UInt8] = []
    json.write(into: &bytes)
    return Base32.encode(Array(SHA256.hash(data: bytes).prefix(10)))
}
