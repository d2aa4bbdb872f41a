// Ed25519 (RFC 8032) for browsers whose WebCrypto does not have it. It only ever looks at public things, so it need not
// take the same time for all of them.
const p = (1n << 255n) - 19n
const order = (1n << 252n) + 27742317777372353535851937790883648493n
const mod = (value, by = p) => ((value % by) + by) % by

function power(base, exponent) {
  let result = 1n
  for (let square = base; exponent > 0n; exponent >>= 1n, square = square * square % p)
    if (exponent & 1n) result = result * square % p
  return result
}

const inverse = (value) => power(mod(value), p - 2n)
const d = mod(-121665n * inverse(121666n))
const rootOfMinusOne = power(2n, (p - 1n) / 4n)

const fromLittle = (bytes) => bytes.reduceRight((sum, byte) => sum << 8n | BigInt(byte), 0n)

/// Both coordinates of the point behind 32 bytes, in the extended form (X : Y : Z : T); null for what is none.
function point(bytes) {
  const number = fromLittle(bytes)
  const isOdd = number >> 255n, y = number & (1n << 255n) - 1n
  if (y >= p) return null
  const above = mod(y * y - 1n), below = mod(d * y * y + 1n)
  const cube = below * below % p * below % p
  let x = above * cube % p * power(above * cube % p * cube % p * below % p, (p - 5n) / 8n) % p
  const square = below * x % p * x % p
  if (square === mod(-above)) x = x * rootOfMinusOne % p
  else if (square !== above) return null
  if (x === 0n && isOdd) return null
  if ((x & 1n) !== isOdd) x = p - x
  return [x, y, 1n, x * y % p]
}

function sum([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = (y1 - x1) * (y2 - x2) % p, b = (y1 + x1) * (y2 + x2) % p
  const c = 2n * d * t1 % p * t2 % p, e = 2n * z1 * z2 % p
  const [f, g, h, i] = [b - a, e - c, e + c, b + a]
  return [f * g % p, h * i % p, g * h % p, f * i % p]
}

const base = point(Uint8Array.from({ length: 32 }, (_, place) => place ? 0x66 : 0x58))

/// `times` of the base point less `others` of the other one: both at once, from the highest bit down.
function difference(times, others, other) {
  const minus = [mod(-other[0]), other[1], other[2], mod(-other[3])]
  const both = sum(base, minus)
  let result = [0n, 1n, 1n, 0n]
  for (let bit = 255n; bit >= 0n; bit--) {
    result = sum(result, result)
    const one = times >> bit & 1n, two = others >> bit & 1n
    if (one && two) result = sum(result, both)
    else if (one) result = sum(result, base)
    else if (two) result = sum(result, minus)
  }
  return result
}

function encoded([x, y, z]) {
  const over = inverse(z)
  const number = mod(y * over) | (mod(x * over) & 1n) << 255n
  return Uint8Array.from({ length: 32 }, (_, place) => Number(number >> BigInt(8 * place) & 255n))
}

/// Whether the signature of the message is the key's.
export async function verify(signature, message, key) {
  if (signature.length !== 64 || key.length !== 32) return false
  const start = signature.subarray(0, 32), scalar = fromLittle(signature.subarray(32))
  const owner = point(key)
  // A scalar beyond the order would be a second way to write the same signature.
  if (!owner || scalar >= order) return false
  const hashed = new Uint8Array(await crypto.subtle.digest("SHA-512", Uint8Array.of(...start, ...key, ...message)))
  const wanted = encoded(difference(scalar, mod(fromLittle(hashed), order), owner))
  return wanted.every((byte, place) => byte === start[place])
}
