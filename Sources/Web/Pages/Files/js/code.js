// A coupon's code as somebody types it: the same canonical form and check symbol as the server's (CouponCode.swift).
import { alphabet } from "./base32.js"

const alike = { O: "0", I: "1", L: "1", U: "V" }
const lengths = [12, 16]

/// What a scanner sends may be the whole link of the QR.
function part(text) {
  const link = text.match(/\/k\/[^.]*\.([^/?#\s]+)/i)
  return link ? link[1] : text
}

/// Symbols without separators, or null where a character is none of a code's.
export function canonical(text) {
  let symbols = ""
  for (const character of part(text).normalize("NFKC").toUpperCase()) {
    if (/[\s\p{Pd}\p{Cf}.·•]/u.test(character)) continue
    const symbol = alike[character] ?? character
    if (!alphabet.includes(symbol)) return null
    symbols += symbol
  }
  return symbols
}

const doubled = (value) => (value << 1 ^ (value & 16 ? 37 : 0)) & 31

/// The whole code, read as a polynomial over GF(32) reduced by x^5 + x^2 + 1, is zero at 2.
const isConsistent = (symbols) =>
  [...symbols].reduce((sum, symbol) => doubled(sum) ^ alphabet.indexOf(symbol), 0) === 0

/// Longer than any code that somebody types: the signed form, which only a scanner sends. The server reads it.
const signedMin = 60

/// `signed`, `right`, `typing` with how many symbols there are, `wrong` (a mistake in it) or `odd` (no code at all).
export function check(text) {
  const symbols = canonical(text)
  if (text.length >= signedMin && !lengths.includes(symbols?.length)) return { state: "signed", symbols: "" }
  if (symbols === null || symbols.length > lengths[1]) return { state: "odd", symbols: symbols ?? "" }
  if (lengths.includes(symbols.length) && isConsistent(symbols)) return { state: "right", symbols }
  if (symbols.length === lengths[1] || symbols.length === lengths[0]) return { state: "wrong", symbols }
  return { state: "typing", symbols }
}

export const grouped = (symbols) => symbols.match(/.{1,4}/g)?.join("-") ?? ""
