// A coupon's code as somebody types it: the same canonical form and check symbol as the server's (CouponCode.swift).
import { alphabet } from "./base32.js"

const alike = { O: "0", I: "1", L: "1", U: "V" }
const lengths = [12, 16]
/// So long may a code be that a retailer brought: whether it is one, only the server knows.
const ownMax = 20

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

/// Sixteen digits have a check digit of their own kind (H. M. Damm, 2004).
const quasigroup = [
  "0317598642", "7092154863", "4206871359", "1750983426", "6123045978", "3674209581", "5869720134", "8945362017",
  "9438617205", "2581436790",
]
const isNumeric = (symbols) => /^[0-9]{16}$/.test(symbols)
const isRight = (symbols) =>
  isNumeric(symbols) ? [...symbols].reduce((state, digit) => quasigroup[state][digit], 0) === "0" : isConsistent(symbols)

/// Longer than any code that somebody types: the signed form, which only a scanner sends. The server reads it.
const signedMin = 60

/// `signed`, `right`, `typing` with how many symbols there are, `wrong` (a mistake in it, or a code that the retailer
/// brought), `own` (such a code, or none) or `odd` (no code at all).
export function check(text) {
  const symbols = canonical(text)
  if (text.length >= signedMin && !lengths.includes(symbols?.length)) return { state: "signed", symbols: "" }
  if (symbols === null || symbols.length > ownMax) return { state: "odd", symbols: symbols ?? "" }
  if (lengths.includes(symbols.length)) return { state: isRight(symbols) ? "right" : "wrong", symbols }
  return { state: symbols.length > lengths[0] ? "own" : "typing", symbols }
}

export const grouped = (symbols) => symbols.match(/.{1,4}/g)?.join("-") ?? ""
