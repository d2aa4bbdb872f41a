// Crockford's base 32, as the server writes bytes: one text for each value, anything else is none.
export const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const values = new Map([...alphabet].map((symbol, value) => [symbol, value]))

/// The bytes, or null for a symbol that is none of the alphabet and for padding that is not zero.
export function decode(text) {
  const bytes = new Uint8Array(text.length * 5 >> 3)
  let bits = 0, count = 0, length = 0
  for (const symbol of text) {
    const value = values.get(symbol)
    if (value === undefined) return null
    bits = (bits << 5 | value) & 0xFFFF
    count += 5
    if (count < 8) continue
    count -= 8
    bytes[length++] = bits >> count
  }
  return count < 5 && !(bits & (1 << count) - 1) ? bytes : null
}

/// The number that the symbols stand for.
export const toBigInt = (text) =>
  [...text.toUpperCase()].reduce((sum, symbol) => sum << 5n | BigInt(values.get(symbol)), 0n)

/// The eight bytes of an id such as `ret_...`: its last 13 symbols.
export const idBytes = (id) => bigEndian(toBigInt(id.slice(-13)), 8)

export const bigEndian = (number, length) =>
  Uint8Array.from({ length }, (_, place) => Number(number >> BigInt(8 * (length - 1 - place)) & 255n))
