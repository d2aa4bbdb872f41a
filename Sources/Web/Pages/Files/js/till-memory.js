// What a till must not lose when its page, its browser or its power goes: the pack, the clock, what it took. Every step is
// one transaction on the disk, so that two windows of one device take a coupon once.
import { take } from "./offline-rules.js"

let opened
const open = () => (opened ??= new Promise((resolve, reject) => {
  const request = indexedDB.open("footfall-till", 1)
  request.onupgradeneeded = () => {
    request.result.createObjectStore("facts")
    request.result.createObjectStore("taken", { keyPath: "code" })
  }
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error)
}))

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error)
})

/// Whatever `work` returns, when it has reached the disk.
async function transaction(mode, work) {
  const database = await open()
  const changes = database.transaction(["facts", "taken"], mode, { durability: "strict" })
  const finished = new Promise((resolve, reject) => {
    changes.oncomplete = resolve
    changes.onabort = () => reject(changes.error)
  })
  const result = await work(changes.objectStore("facts"), changes.objectStore("taken"))
  await finished
  return result
}

/// An acceptance that the server has not answered for: `waiting`, or `sent` if it may have heard of it.
const isOpen = ({ state }) => state === "waiting" || state === "sent"

async function facts(store) {
  const [pack, memory] = [await done(store.get("pack")), await done(store.get("memory"))]
  return pack && memory ? { pack, memory } : null
}

function rulesOf(memory, taken) {
  const codes = new Set(taken.map(({ code }) => code))
  return {
    ...memory, hasTaken: (code) => codes.has(code),
    inUse: (campaign) => taken.filter((one) => isOpen(one) && one.campaign_id === campaign).length
      + (memory.charged[campaign] ?? 0),
  }
}

/// `pack`, and `memory` with `root` and `lastSeenMs`; null before the first pack.
/// So too in a browser that keeps nothing: there every coupon needs the line.
export const held = () => transaction("readonly", facts).catch(() => null)

export const all = () => transaction("readonly", (_, taken) => done(taken.getAll())).catch(() => [])

export const waiting = async () => (await all()).filter(isOpen)

const dayMs = 86_400_000

/// From now on the till goes by this pack, which counts what was charged before. Of its first one it keeps the root key,
/// and its time is the server's: whatever this clock has shown before gives way to it.
export const adopt = (pack, nowMs) => transaction("readwrite", async (store, taken) => {
  const before = (await facts(store))?.memory
  const root = before?.till === pack.till_id ? before.root : pack.root_key
  store.put(pack, "pack")
  store.put({ till: pack.till_id, root, lastSeenMs: Date.parse(pack.issued_at), charged: {}, packAtMs: nowMs }, "memory")
  for (const one of await done(taken.getAll()))
    if (!isOpen(one) && one.untilMs + dayMs < nowMs) taken.delete(one.code)
})

/// A till that is put away keeps nothing.
export const clear = () => transaction("readwrite", async (store, taken) => {
  store.clear()
  taken.clear()
})

/// The clock does not go back behind what it has shown once.
export const see = (nowMs) => transaction("readwrite", async (store) => {
  const memory = await done(store.get("memory"))
  if (memory && memory.lastSeenMs < nowMs) store.put({ ...memory, lastSeenMs: nowMs }, "memory")
})

/// What `accept` would say now.
export const weigh = (body, nowMs) => transaction("readonly", async (store, taken) => {
  const known = await facts(store)
  return take(body, known.pack, rulesOf(known.memory, await done(taken.getAll())), nowMs)
})

/// Takes the coupon, if it still can be taken.
/// - entry: what is to be reported of the sale.
export const accept = (body, entry, nowMs) => transaction("readwrite", async (store, taken) => {
  const { pack, memory } = await facts(store)
  const heard = take(body, pack, rulesOf(memory, await done(taken.getAll())), nowMs)
  if (heard.word !== "accept") return heard
  taken.add({
    ...entry, code: body.code, campaign_id: heard.offer.campaign_id, headline: heard.offer.headline, untilMs: body.untilMs,
    retailer_id: pack.retailer_id, state: "waiting",
  })
  store.put({ ...memory, lastSeenMs: Math.max(memory.lastSeenMs, nowMs) }, "memory")
  return heard
})

/// What is known of it otherwise: taken with the line up, or on the paper slip. False if the code was taken before.
export const note = (entry) => transaction("readwrite", async (_, taken) => {
  const before = await done(taken.get(entry.code))
  if (!before) taken.add(entry)
  return !before
})

/// Something that the server took back is good again here too.
export const forget = (redemption) => transaction("readwrite", async (_, taken) => {
  for (const one of await done(taken.getAll())) if (one.redemption_id === redemption) taken.delete(one.code)
})

/// Undone before anybody heard of it. False if it may have been reported meanwhile.
export const undo = (code) => transaction("readwrite", async (_, taken) => {
  const one = await done(taken.get(code))
  if (one?.state === "waiting") taken.delete(code)
  return one?.state === "waiting"
})

/// Before they are sent: from now on they can only be voided.
export const markSent = (codes) => transaction("readwrite", async (_, taken) => {
  for (const code of codes) {
    const one = await done(taken.get(code))
    if (one) taken.put({ ...one, state: "sent" })
  }
})

/// What the server said of them: by code, what to keep. What it charged holds its place until the next pack.
export const settle = (answers) => transaction("readwrite", async (store, taken) => {
  const memory = await done(store.get("memory"))
  for (const [code, answer] of answers) {
    const one = await done(taken.get(code))
    if (!one || !isOpen(one)) continue
    taken.put({ ...one, ...answer, state: "booked" })
    if (answer.outcome === "charged" && memory)
      memory.charged[one.campaign_id] = (memory.charged[one.campaign_id] ?? 0) + 1
  }
  if (memory) store.put(memory, "memory")
})
