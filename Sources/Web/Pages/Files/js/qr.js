// Finds a QR symbol in a picture and reads it: for browsers without `BarcodeDetector`. Looks for the three large
// patterns, sets a grid over the symbol as it lies there, tilted and in perspective, and lets `read` correct the rest.
import { alignments, read, versionMax } from "./qr-bits.js"

/// Candidates for the three patterns that are tried, best first.
const triplesMax = 12

/// - picture: `ImageData`, or anything with its width, height and data.
/// Returns the text of the first symbol that can be read, or null.
export function decode(picture) {
  const gray = grayOf(picture)
  for (const binary of [binarize(gray), binarize(soften(gray))]) {
    for (const corners of triples(finders(binary))) {
      const text = readAt(binary, corners)
      if (text !== null) return text
    }
  }
  return null
}

function grayOf({ width, height, data }) {
  const gray = new Uint8Array(width * height)
  for (let at = 0, from = 0; at < gray.length; at++, from += 4)
    gray[at] = (data[from] * 77 + data[from + 1] * 150 + data[from + 2] * 29) >> 8
  return { width, height, gray }
}

/// Averages over three pixels each way: noise of a dark picture looks like modules otherwise.
function soften({ width, height, gray }) {
  const soft = new Uint8Array(gray.length)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0, count = 0
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++) {
          if (y + dy < 0 || y + dy >= height || x + dx < 0 || x + dx >= width) continue
          sum += gray[(y + dy) * width + x + dx]
          count++
        }
      soft[y * width + x] = sum / count
    }
  return { width, height, gray: soft }
}

/// Black is what is darker than its surroundings, so that shade and light across the picture do not matter.
function binarize({ width, height, gray }) {
  const sums = new Float64Array((width + 1) * (height + 1))
  for (let y = 0; y < height; y++) {
    let row = 0
    for (let x = 0; x < width; x++) {
      row += gray[y * width + x]
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row
    }
  }
  const reach = Math.max(8, Math.round(Math.min(width, height) / 12))
  const black = new Uint8Array(gray.length)
  for (let y = 0; y < height; y++) {
    const top = Math.max(0, y - reach), bottom = Math.min(height, y + reach + 1)
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - reach), right = Math.min(width, x + reach + 1)
      const sum = sums[bottom * (width + 1) + right] - sums[top * (width + 1) + right]
        - sums[bottom * (width + 1) + left] + sums[top * (width + 1) + left]
      black[y * width + x] = gray[y * width + x] * (bottom - top) * (right - left) < sum - 3 * (bottom - top) * (right - left) ? 1 : 0
    }
  }
  return { width, height, black }
}

/// Whether five stretches are as one to one to three to one to one.
function isPattern(runs) {
  const total = runs[0] + runs[1] + runs[2] + runs[3] + runs[4]
  if (total < 7) return false
  const module = total / 7, slack = module * 0.7
  return Math.abs(runs[0] - module) < slack && Math.abs(runs[1] - module) < slack && Math.abs(runs[3] - module) < slack
    && Math.abs(runs[4] - module) < slack && Math.abs(runs[2] - 3 * module) < 2.1 * slack
}

/// Goes out both ways from a black point; the five stretches around it and where their middle is, or null.
function cross({ width, height, black }, x, y, dx, dy) {
  const isIn = (x, y) => x >= 0 && y >= 0 && x < width && y < height
  const runs = [0, 0, 0, 0, 0]
  const ends = []
  for (const way of [-1, 1]) {
    let [cx, cy] = way === 1 ? [x + dx, y + dy] : [x, y]
    for (let part = 0; part < 3; part++) {
      const wanted = part === 1 ? 0 : 1
      while (isIn(cx, cy) && black[cy * width + cx] === wanted) {
        runs[2 + way * part]++
        cx += way * dx
        cy += way * dy
      }
      if (part === 0) ends.push(Math.abs(dx ? cx - x : cy - y))
    }
  }
  if (!isPattern(runs)) return null
  const start = (dx ? x : y) - ends[0] + 1
  return { middle: start + (runs[2] - 1) / 2, size: runs.reduce((sum, run) => sum + run) / 7 }
}

function finders(binary) {
  const { width, height, black } = binary
  const found = []
  const step = height > 600 ? 2 : 1
  for (let y = 0; y < height; y += step) {
    const runs = [0, 0, 0, 0, 0]
    let color = 0
    for (let x = 0; x <= width; x++) {
      const now = x < width ? black[y * width + x] : 1 - color
      if (now === color) {
        runs[4]++
        continue
      }
      if (color === 1 && isPattern(runs)) note(binary, found, Math.round(x - runs[4] - runs[3] - runs[2] / 2), y)
      runs.shift()
      runs.push(1)
      color = now
    }
  }
  return found.filter(({ count }) => count > 1).sort((one, other) => other.count - one.count).slice(0, 24)
}

function note(binary, found, x, y) {
  if (!binary.black[y * binary.width + x]) return
  const down = cross(binary, x, y, 0, 1)
  if (!down) return
  const across = cross(binary, x, Math.round(down.middle), 1, 0)
  if (!across) return
  const size = (down.size + across.size) / 2
  const [cx, cy] = [across.middle + 0.5, down.middle + 0.5]
  const known = found.find((other) => Math.hypot(other.x - cx, other.y - cy) < 2 * size)
  if (!known) return found.push({ x: cx, y: cy, size, count: 1 })
  const count = known.count + 1
  for (const [key, value] of Object.entries({ x: cx, y: cy, size })) known[key] += (value - known[key]) / count
  known.count = count
}

/// Three patterns that may belong to one symbol, as top left, top right, bottom left; the likeliest first.
function triples(found) {
  const list = []
  for (let one = 0; one < found.length; one++)
    for (let two = one + 1; two < found.length; two++)
      for (let three = two + 1; three < found.length; three++) {
        const points = [found[one], found[two], found[three]]
        const sizes = points.map(({ size }) => size)
        const spread = Math.max(...sizes) / Math.min(...sizes)
        if (spread > 2.2) continue
        const sides = points.map((_, at) => distance(points[(at + 1) % 3], points[(at + 2) % 3]))
        const corner = sides.indexOf(Math.max(...sides))
        const [one_, two_] = [points[(corner + 1) % 3], points[(corner + 2) % 3]]
        const legs = [distance(points[corner], one_), distance(points[corner], two_)]
        const skew = Math.max(...legs) / Math.min(...legs)
        const bend = Math.abs(sides[corner] / Math.hypot(...legs) - 1)
        if (skew > 2 || bend > 0.4 || Math.min(...legs) < 10 * Math.min(...sizes)) continue
        const isClockwise = (one_.x - points[corner].x) * (two_.y - points[corner].y)
          - (one_.y - points[corner].y) * (two_.x - points[corner].x) > 0
        list.push({
          cost: (spread - 1) + (skew - 1) + 2 * bend,
          corners: isClockwise ? [points[corner], one_, two_] : [points[corner], two_, one_],
        })
      }
  return list.sort((one, other) => one.cost - other.cost).slice(0, triplesMax).map(({ corners }) => corners)
}

const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y)

/// The size of a pattern is measured along rows and columns; along a tilted side modules are shorter or longer.
function sizeAlong(from, to) {
  const angle = Math.atan2(to.y - from.y, to.x - from.x)
  return from.size * Math.max(Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle)))
}

function readAt(binary, [topLeft, topRight, bottomLeft]) {
  const along = (from, to) => distance(from, to) / ((sizeAlong(from, to) + sizeAlong(to, from)) / 2)
  const guess = ((along(topLeft, topRight) + along(topLeft, bottomLeft)) / 2 + 7 - 17) / 4
  const versions = [0, 1, -1, 2, -2].map((off) => Math.round(guess) + off)
  for (const version of versions) {
    if (version < 1 || version > versionMax) continue
    for (const grid of grids(binary, version, topLeft, topRight, bottomLeft)) {
      const text = read((x, y) => grid(x + 0.5, y + 0.5), version)
      if (text !== null) return text
    }
  }
  return null
}

/// Ways to lay the grid: through the small pattern at the fourth corner where one can be seen, else as a parallelogram.
function* grids(binary, version, topLeft, topRight, bottomLeft) {
  const size = 17 + 4 * version
  const flat = { x: topRight.x + bottomLeft.x - topLeft.x, y: topRight.y + bottomLeft.y - topLeft.y }
  const outer = [[3.5, 3.5], [size - 3.5, 3.5], [3.5, size - 3.5]]
  const plain = perspective([...outer, [size - 3.5, size - 3.5]], [topLeft, topRight, bottomLeft, flat])
  if (version > 1) {
    const place = alignments(version).at(-1) + 0.5
    for (const point of smallPatterns(binary, plain, place))
      yield sampler(binary, perspective([...outer, [place, place]], [topLeft, topRight, bottomLeft, point]))
  }
  yield sampler(binary, plain)
  // Steeply tilted: the fourth corner lies where timing and large patterns come out best.
  const corners = [topLeft, topRight, bottomLeft]
  const lay = (point) => perspective([...outer, [size - 3.5, size - 3.5]], [...corners, point])
  const fitted = lay(fourthCorner(binary, size, flat, corners, lay))
  if (version > 1) {
    const place = alignments(version).at(-1) + 0.5
    for (const point of smallPatterns(binary, fitted, place))
      yield sampler(binary, perspective([...outer, [place, place]], [...corners, point]))
  }
  yield sampler(binary, fitted)
}

/// Coarse steps around the parallelogram's corner first, then finer ones around the best.
function fourthCorner(binary, size, flat, [topLeft, topRight, bottomLeft], lay) {
  const known = knownModules(size)
  const score = (point) => {
    const toPicture = lay(point)
    return known.reduce((sum, [x, y, black]) => sum + (pixel(binary, toPicture(x + 0.5, y + 0.5)) === black), 0)
  }
  const right = { x: topRight.x - topLeft.x, y: topRight.y - topLeft.y }
  const down = { x: bottomLeft.x - topLeft.x, y: bottomLeft.y - topLeft.y }
  let best = { u: 0, v: 0, score: score(flat) }
  for (const [reach, step] of [[0.6, 0.06], [0.06, 0.02], [0.02, 0.005]]) {
    const middle = best
    for (let u = middle.u - reach; u <= middle.u + reach; u += step)
      for (let v = middle.v - reach; v <= middle.v + reach; v += step) {
        const point = { x: flat.x + u * right.x + v * down.x, y: flat.y + u * right.y + v * down.y }
        const now = score(point)
        if (now > best.score) best = { u, v, score: now }
      }
  }
  return { x: flat.x + best.u * right.x + best.v * down.x, y: flat.y + best.u * right.y + best.v * down.y }
}

/// Modules that are the same in every symbol of a size: the timing lines and the large patterns.
function knownModules(size) {
  const known = []
  for (let at = 8; at < size - 8; at++) known.push([at, 6, at % 2 ? 0 : 1], [6, at, at % 2 ? 0 : 1])
  for (const [left, top] of [[0, 0], [size - 7, 0], [0, size - 7]])
    for (let y = 0; y < 7; y++)
      for (let x = 0; x < 7; x++) {
        const ring = Math.max(Math.abs(x - 3), Math.abs(y - 3))
        known.push([left + x, top + y, ring === 2 ? 0 : 1])
      }
  return known
}

/// Where around the expected place a small pattern looks most like one: five modules, black, white, black.
function smallPatterns(binary, toPicture, place) {
  const scored = []
  const reach = 6, step = 0.25
  for (let dy = -reach; dy <= reach; dy += step)
    for (let dx = -reach; dx <= reach; dx += step) {
      let score = 0
      for (let y = -2; y <= 2; y++)
        for (let x = -2; x <= 2; x++) {
          const ring = Math.max(Math.abs(x), Math.abs(y))
          const point = toPicture(place + dx + x, place + dy + y)
          score += pixel(binary, point) === (ring === 1 ? 0 : 1) ? 1 : 0
        }
      if (score >= 22) scored.push({ score, off: Math.hypot(dx, dy), point: toPicture(place + dx, place + dy), dx, dy })
    }
  scored.sort((one, other) => other.score - one.score || one.off - other.off)
  const best = []
  for (const one of scored) {
    const near = scored.filter((other) => other.score >= one.score && Math.hypot(other.dx - one.dx, other.dy - one.dy) < 1)
    const mean = (key) => near.reduce((sum, { point }) => sum + point[key], 0) / near.length
    if (best.every((other) => Math.hypot(other.dx - one.dx, other.dy - one.dy) > 1.5))
      best.push({ x: mean("x"), y: mean("y"), dx: one.dx, dy: one.dy })
    if (best.length === 3) break
  }
  return best
}

function pixel({ width, height, black }, { x, y }) {
  const cx = Math.floor(x), cy = Math.floor(y)
  return cx >= 0 && cy >= 0 && cx < width && cy < height ? black[cy * width + cx] : 0
}

/// A module is what most of five points near its middle are.
function sampler(binary, toPicture) {
  return (x, y) => {
    let sum = 0
    for (const [dx, dy] of [[0, 0], [0.2, 0], [-0.2, 0], [0, 0.2], [0, -0.2]])
      sum += pixel(binary, toPicture(x + dx, y + dy))
    return sum > 2 ? 1 : 0
  }
}

/// The perspective that takes four points of the symbol to four of the picture.
function perspective(from, to) {
  const rows = []
  from.forEach(([x, y], at) => {
    const { x: u, y: v } = to[at]
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v])
  })
  for (let column = 0; column < 8; column++) {
    let pivot = column
    for (let row = column + 1; row < 8; row++)
      if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row
    ;[rows[column], rows[pivot]] = [rows[pivot], rows[column]]
    for (let row = 0; row < 8; row++) {
      if (row === column) continue
      const factor = rows[row][column] / rows[column][column]
      for (let place = column; place < 9; place++) rows[row][place] -= factor * rows[column][place]
    }
  }
  const h = rows.map((row, at) => row[8] / row[at])
  return (x, y) => {
    const depth = h[6] * x + h[7] * y + 1
    return { x: (h[0] * x + h[1] * y + h[2]) / depth, y: (h[3] * x + h[4] * y + h[5]) / depth }
  }
}
