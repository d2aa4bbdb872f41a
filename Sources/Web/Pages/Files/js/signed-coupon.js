// What a scanner gave a till that cannot ask: docs/offline.md has the bytes one by one.
import { alphabet, decode, idBytes, toBigInt } from "./base32.js"
import { check } from "./code.js"

const symbols = 148
const bodyLength = 28
const rewards = { 1: "percent_off", 2: "amount_off", 3: "free_item", 4: "fixed_price" }

/// What follows `/K/` and a dot, if there are such.
function withoutLink(text) {
  const marker = [text.indexOf("/K/"), text.indexOf("/k/")].find((place) => place >= 0)
  if (marker === undefined) return text
  const path = text.slice(marker + 3)
  return path.slice(path.indexOf(".") + 1)
}

/// `kind` is `signed` (with body, signature and what was signed), `code` or `unreadable`.
export function read(scanned) {
  const text = withoutLink(scanned)
  const plain = text.replace(/\s/g, "")
  if (plain.length !== symbols) {
    const { state, symbols } = check(text)
    return state === "right" ? { kind: "code", code: symbols } : { kind: "unreadable" }
  }
  const bytes = decode(plain.toUpperCase())
  const body = bytes && readBody(bytes)
  return body ? { kind: "signed", body, signature: bytes.subarray(bodyLength) } : { kind: "unreadable" }
}

function readBody(bytes) {
  const view = new DataView(bytes.buffer)
  const random = view.getBigUint64(1) & (1n << 56n) - 1n
  const reward = rewards[bytes[25]]
  if (bytes[0] !== 1 << 4 || random >> 55n || !reward) return null
  return {
    bytes: bytes.subarray(0, bodyLength), key: bytes[1], random, code: codeOf(random), store: view.getUint32(9),
    revision: view.getUint32(13), fromMs: view.getUint32(17) * 60_000, untilMs: view.getUint32(21) * 60_000,
    reward, value: view.getUint16(26),
  }
}

const doubled = (value) => (value << 1 ^ (value & 16 ? 37 : 0)) & 31

/// The twelve symbols that stand below the QR: 55 random bits, and the one that makes them consistent.
function codeOf(random) {
  const values = Array.from({ length: 11 }, (_, place) => Number(random >> BigInt(5 * (10 - place)) & 31n))
  const sum = values.reduce((sum, value) => doubled(sum) ^ value, 0)
  return [...values, doubled(sum)].map((value) => alphabet[value]).join("")
}

/// The 55 bits of a code of the usual length.
export const randomOf = (code) => toBigInt(code.slice(0, 11))

const words = (text) => new TextEncoder().encode(text)

/// The retailer stands in what is signed and not in the QR: nobody's coupon is good at somebody else's.
export const message = (body, retailer) =>
  Uint8Array.of(...words("coupon/v1"), 0, ...idBytes(retailer), ...body.bytes)

/// A key set as its bytes have it; null if they are none.
export function readKeySet(bytes) {
  const entry = 41, head = 10
  if (!bytes || bytes.length < head || bytes[0] !== 1 || bytes.length !== head + bytes[9] * entry) return null
  const view = new DataView(bytes.buffer)
  const keys = Array.from({ length: bytes[9] }, (_, place) => {
    const at = head + place * entry
    return {
      id: bytes[at], publicKey: bytes.subarray(at + 1, at + 33), fromMs: view.getUint32(at + 33) * 60_000,
      untilMs: view.getUint32(at + 37) * 60_000,
    }
  })
  return { message: Uint8Array.of(...words("coupon keys/v1"), 0, ...bytes), expiresMs: view.getUint32(5) * 60_000, keys }
}
