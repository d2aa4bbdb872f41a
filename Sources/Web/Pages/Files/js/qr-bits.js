// From the modules of a QR symbol to its text (ISO/IEC 18004): format, mask, Reed-Solomon blocks, segments. Versions 1
// to 20; what is longer than that no coupon has.

// For each version and level L, M, Q, H: check symbols of a block, then blocks and data bytes of each kind of block.
const blocks = [
  [[7, 1, 19], [10, 1, 16], [13, 1, 13], [17, 1, 9]],
  [[10, 1, 34], [16, 1, 28], [22, 1, 22], [28, 1, 16]],
  [[15, 1, 55], [26, 1, 44], [18, 2, 17], [22, 2, 13]],
  [[20, 1, 80], [18, 2, 32], [26, 2, 24], [16, 4, 9]],
  [[26, 1, 108], [24, 2, 43], [18, 2, 15, 2, 16], [22, 2, 11, 2, 12]],
  [[18, 2, 68], [16, 4, 27], [24, 4, 19], [28, 4, 15]],
  [[20, 2, 78], [18, 4, 31], [18, 2, 14, 4, 15], [26, 4, 13, 1, 14]],
  [[24, 2, 97], [22, 2, 38, 2, 39], [22, 4, 18, 2, 19], [26, 4, 14, 2, 15]],
  [[30, 2, 116], [22, 3, 36, 2, 37], [20, 4, 16, 4, 17], [24, 4, 12, 4, 13]],
  [[18, 2, 68, 2, 69], [26, 4, 43, 1, 44], [24, 6, 19, 2, 20], [28, 6, 15, 2, 16]],
  [[20, 4, 81], [30, 1, 50, 4, 51], [28, 4, 22, 4, 23], [24, 3, 12, 8, 13]],
  [[24, 2, 92, 2, 93], [22, 6, 36, 2, 37], [26, 4, 20, 6, 21], [28, 7, 14, 4, 15]],
  [[26, 4, 107], [22, 8, 37, 1, 38], [24, 8, 20, 4, 21], [22, 12, 11, 4, 12]],
  [[30, 3, 115, 1, 116], [24, 4, 40, 5, 41], [20, 11, 16, 5, 17], [24, 11, 12, 5, 13]],
  [[22, 5, 87, 1, 88], [24, 5, 41, 5, 42], [30, 5, 24, 7, 25], [24, 11, 12, 7, 13]],
  [[24, 5, 98, 1, 99], [28, 7, 45, 3, 46], [24, 15, 19, 2, 20], [30, 3, 15, 13, 16]],
  [[28, 1, 107, 5, 108], [28, 10, 46, 1, 47], [28, 1, 22, 15, 23], [28, 2, 14, 17, 15]],
  [[30, 5, 120, 1, 121], [26, 9, 43, 4, 44], [28, 17, 22, 1, 23], [28, 2, 14, 19, 15]],
  [[28, 3, 113, 4, 114], [26, 3, 44, 11, 45], [26, 17, 21, 4, 22], [26, 9, 13, 16, 14]],
  [[28, 3, 107, 5, 108], [26, 3, 41, 13, 42], [30, 15, 24, 5, 25], [28, 15, 15, 10, 16]],
]
export const versionMax = blocks.length

/// Where the centres of the small patterns are, along each side.
export function alignments(version) {
  if (version === 1) return []
  const count = Math.floor(version / 7) + 2
  const last = 4 * version + 10
  const step = count === 2 ? last - 6 : Math.ceil((last - 6) / (count - 1) / 2) * 2
  const places = [6]
  for (let place = last - step * (count - 2); places.length < count; place += step) places.push(place)
  return places
}

const logs = new Uint8Array(256)
const powers = new Uint8Array(512)
for (let power = 0, value = 1; power < 255; power++) {
  powers[power] = powers[power + 255] = value
  logs[value] = power
  value = value << 1 ^ (value & 0x80 ? 0x11d : 0)
}
const times = (one, other) => (one && other ? powers[logs[one] + logs[other]] : 0)
const inverse = (value) => powers[255 - logs[value]]
/// Lowest power first.
const at = (polynomial, x) => polynomial.reduceRight((sum, part) => times(sum, x) ^ part, 0)

/// Mends a block in place; false if more is broken than its check symbols can say.
export function mend(block, checks) {
  const fromEnd = Array.from(block).reverse()
  const syndromes = Array.from({ length: checks }, (_, power) => at(fromEnd, powers[power]))
  if (syndromes.every((part) => part === 0)) return true
  // Berlekamp and Massey: the shortest recurrence of the syndromes is the locator of the errors.
  let locator = [1], previous = [1], errors = 0, gap = 1, last = 1
  for (let step = 0; step < checks; step++) {
    let off = syndromes[step]
    for (let place = 1; place <= errors; place++) off ^= times(locator[place] ?? 0, syndromes[step - place])
    if (off === 0) {
      gap++
      continue
    }
    const factor = times(off, inverse(last))
    const changed = locator.slice()
    previous.forEach((part, place) => {
      changed[place + gap] = (changed[place + gap] ?? 0) ^ times(factor, part)
    })
    for (let place = 0; place < changed.length; place++) changed[place] ??= 0
    if (2 * errors <= step) {
      [previous, errors, last, gap] = [locator, step + 1 - errors, off, 1]
    } else {
      gap++
    }
    locator = changed
  }
  if (2 * errors > checks) return false
  // Forney: how large each error is.
  const evaluator = Array.from({ length: checks }, (_, power) => {
    let sum = 0
    for (let place = 0; place <= power; place++) sum ^= times(locator[place] ?? 0, syndromes[power - place])
    return sum
  })
  let found = 0
  for (let place = 0; place < fromEnd.length; place++) {
    const x = powers[(255 - place) % 255]
    if (at(locator, x) !== 0) continue
    let slope = 0
    for (let odd = 1; odd < locator.length; odd += 2) slope ^= times(locator[odd], powers[logs[x] * (odd - 1) % 255])
    if (slope === 0) return false
    // Positions run from the end of the block; the first syndrome is at power 0.
    block[block.length - 1 - place] ^= times(powers[place], times(at(evaluator, x), inverse(slope)))
    found++
  }
  const mended = Array.from(block).reverse()
  return found === errors && syndromes.every((_, power) => at(mended, powers[power]) === 0)
}

const masks = [
  (x, y) => (x + y) % 2, (x, y) => y % 2, (x) => x % 3, (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2, (x, y) => x * y % 2 + x * y % 3,
  (x, y) => (x * y % 2 + x * y % 3) % 2, (x, y) => ((x + y) % 2 + x * y % 3) % 2,
]

/// Every format that there is, as it is written: five bits, ten check bits (BCH), and a pattern over all.
const formats = Array.from({ length: 32 }, (_, data) => {
  let rest = data << 10
  for (let bit = 14; bit >= 10; bit--) if (rest >> bit & 1) rest ^= 0x537 << (bit - 10)
  return (data << 10 | rest) ^ 0x5412
})
const ones = (value) => {
  let count = 0
  for (; value; value &= value - 1) count++
  return count
}

function format(isBlack, size) {
  const near = [], far = []
  for (let bit = 0; bit < 15; bit++) {
    near.push(bit < 6 ? isBlack(8, bit) : bit === 6 ? isBlack(8, 7) : bit === 7 ? isBlack(8, 8)
      : bit === 8 ? isBlack(7, 8) : isBlack(14 - bit, 8))
    far.push(bit < 8 ? isBlack(size - 1 - bit, 8) : isBlack(8, size - 15 + bit))
  }
  let best = null
  for (const bits of [near, far]) {
    const value = bits.reduce((sum, bit, place) => sum | bit << place, 0)
    formats.forEach((known, data) => {
      const wrong = ones(known ^ value)
      if (wrong <= 3 && (!best || wrong < best.wrong)) best = { wrong, data }
    })
  }
  // L, M, Q, H are written as 1, 0, 3, 2.
  return best && { level: [1, 0, 3, 2][best.data >> 3], mask: masks[best.data & 7] }
}

function isFunction(version, size) {
  const places = alignments(version)
  return (x, y) => {
    if (x === 6 || y === 6) return true
    if (y < 9 && (x < 9 || x >= size - 8) || x < 9 && y >= size - 8) return true
    if (version >= 7 && (y < 6 && x >= size - 11 || x < 6 && y >= size - 11)) return true
    return places.some((cx) => Math.abs(cx - x) <= 2 && places.some((cy) => Math.abs(cy - y) <= 2
      && !(cx === 6 && (cy === 6 || cy === size - 7) || cy === 6 && cx === size - 7)))
  }
}

function codewords(isBlack, version, mask) {
  const size = 17 + 4 * version
  const reserved = isFunction(version, size)
  const bytes = []
  let byte = 0, bits = 0, isUp = true
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right--
    for (let step = 0; step < size; step++) {
      const y = isUp ? size - 1 - step : step
      for (const x of [right, right - 1]) {
        if (reserved(x, y)) continue
        byte = byte << 1 | (isBlack(x, y) ^ (mask(x, y) === 0))
        if (++bits % 8 === 0) {
          bytes.push(byte)
          byte = 0
        }
      }
    }
    isUp = !isUp
  }
  return bytes
}

/// - isBlack: of a module, 0 or 1, by column and row.
/// Returns the text, or null if this is no symbol that can be read.
export function read(isBlack, version) {
  const size = 17 + 4 * version
  const found = format(isBlack, size)
  if (!found) return null
  const [checks, ...kinds] = blocks[version - 1][found.level]
  const lengths = []
  for (let kind = 0; kind < kinds.length; kind += 2)
    for (let count = 0; count < kinds[kind]; count++) lengths.push(kinds[kind + 1])
  const bytes = codewords(isBlack, version, found.mask)
  const parts = lengths.map((length) => new Uint8Array(length + checks))
  let next = 0
  for (let place = 0; place < Math.max(...lengths); place++)
    parts.forEach((part, index) => { if (place < lengths[index]) part[place] = bytes[next++] })
  for (let place = 0; place < checks; place++)
    parts.forEach((part, index) => { part[lengths[index] + place] = bytes[next++] })
  if (!parts.every((part) => mend(part, checks))) return null
  return text(parts.flatMap((part, index) => Array.from(part.subarray(0, lengths[index]))), version)
}

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

function text(bytes, version) {
  let position = 0
  const left = () => bytes.length * 8 - position
  const take = (count) => {
    let value = 0
    for (; count > 0; count--, position++) value = value << 1 | (bytes[position >> 3] >> (7 - (position & 7)) & 1)
    return value
  }
  const long = version >= 10
  const raw = []
  const say = (characters) => { for (const one of characters) raw.push(one.charCodeAt(0)) }
  while (left() >= 4) {
    const mode = take(4)
    if (mode === 0) break
    if (mode === 7) {
      take(8) // Which character set: all that we write is UTF-8.
    } else if (mode === 1) {
      for (let count = take(long ? 12 : 10); count > 0; count -= 3) {
        const digits = Math.min(count, 3)
        say(String(take([0, 4, 7, 10][digits])).padStart(digits, "0"))
      }
    } else if (mode === 2) {
      for (let count = take(long ? 11 : 9); count > 0; count -= 2) {
        if (count === 1) say(alphabet[take(6)] ?? "")
        else {
          const pair = take(11)
          say((alphabet[Math.floor(pair / 45)] ?? "") + alphabet[pair % 45])
        }
      }
    } else if (mode === 4) {
      for (let count = take(long ? 16 : 8); count > 0; count--) raw.push(take(8))
    } else {
      return null
    }
    if (left() < 0) return null
  }
  if (!raw.length) return null
  const bytesRead = new Uint8Array(raw)
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytesRead)
  } catch {
    return new TextDecoder("iso-8859-1").decode(bytesRead)
  }
}
