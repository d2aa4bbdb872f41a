// The till without a line: it takes signed coupons by its pack, and reports them when the line is back.
import { newKey } from "./api.js"
import { noteServerTime, now } from "./clock.js"
import { drawer } from "./drawer.js"
import { isLineUp, noteLine } from "./line.js"
import { doubt } from "./offline-rules.js"
import { verify } from "./signature.js"
import { mine, setting, till } from "./till-device.js"
import * as memory from "./till-memory.js"

const packEveryMs = 15 * 60_000
const retryMs = 5000
const restMs = 60_000
const uploadsMax = 500

/// What the last uploads came to, until somebody has looked at it.
export const report = drawer("footfall.till.report")

export const changed = () => dispatchEvent(new Event("offline-change"))

/// What this till would say of it without asking; nothing is taken.
export async function weigh(scanned) {
  const held = await memory.held()
  if (!held) return { word: "ask", reason: "no_pack" }
  const nowMs = now().getTime()
  const heard = await doubt(scanned, held.pack, held.memory, nowMs, verify)
  return heard.word === "believe" ? memory.weigh(heard.body, nowMs) : heard
}

/// Takes it. - entry: `basket`, `receipt_number`, and `attempt` if the server may have taken it already.
export async function accept(scanned, entry) {
  const held = await memory.held()
  if (!held) return { word: "ask", reason: "no_pack" }
  const nowMs = now().getTime()
  const heard = await doubt(scanned, held.pack, held.memory, nowMs, verify)
  if (heard.word !== "believe") return heard
  const cashier = setting("cashier")
  const kept = {
    ...entry, id: newKey(), scanned, accepted_at: new Date(nowMs).toISOString(), ...(cashier && { cashier }),
  }
  const answer = await memory.accept(heard.body, kept, nowMs)
  changed()
  return answer
}

/// Whether this page has found out yet how the line is.
let hasAsked = false

/// Asks for the pack, reports what waits; both as often as needed. One window of a device does it for all.
async function keepUp() {
  if (!till()) return
  await navigator.locks.request("footfall-till", { ifAvailable: true }, async (lock) => {
    if (!lock) return
    const held = await memory.held()
    const nowMs = now().getTime()
    const isOther = held && till().id && held.pack.till_id !== till().id
    const isOld = !held || isOther || Math.abs(nowMs - held.memory.packAtMs) >= packEveryMs
    const waits = await memory.waiting()
    // What may have been heard cannot be undone here: nothing is sent into a line that is known to be down.
    if (!isLineUp() || !hasAsked) await mine("GET", "/v1/tills/me/presence-code").finally(() => (hasAsked = true))
    if (waits.length) await upload(waits, held?.pack.retailer_id)
    if (isOld || waits.length) await fetchPack()
    else await memory.see(nowMs)
  })
}

/// Reports what waits, gives back what is unused of the leases, and forgets everything: 0, or how many sales still wait.
/// No other window takes part meanwhile, so none fetches a pack whose leases begin anew.
export const handBack = () => navigator.locks.request("footfall-till", async () => {
  const pack = (await memory.held())?.pack
  const waits = await memory.waiting()
  if (waits.length) await upload(waits, pack?.retailer_id)
  const left = (await memory.waiting()).length
  if (left) return left
  for (const { id } of pack?.leases ?? []) {
    try {
      await mine("POST", `/v1/tills/me/leases/${id}/close`, { key: newKey() })
    } catch (error) {
      // A lease of another till's pack, or one that the server has swept away, is nobody's here.
      if (error.status !== 404) throw error
    }
  }
  await memory.clear()
  return 0
})

async function fetchPack() {
  const pack = await mine("GET", "/v1/tills/me/pack", { patienceMs: 60_000 })
  noteServerTime(pack.issued_at)
  await memory.adopt(pack, now().getTime())
  changed()
}

/// A till that serves another retailer now cannot report what it took for the one before.
async function upload(waits, retailer) {
  const mineAlone = waits.filter(({ retailer_id }) => retailer_id === retailer)
  for (const one of mineAlone.filter(({ attempt }) => attempt)) await askAgain(one)
  const batch = (await memory.waiting()).filter(({ retailer_id }) => retailer_id === retailer).slice(0, uploadsMax)
  if (!batch.length) return changed()
  await memory.markSent(batch.map(({ code }) => code))
  const told = await send(batch)
  const byID = new Map(batch.map(({ id, code }) => [id, code]))
  await memory.settle(told.items.map(({ id, outcome, reason, loss, redemption_id }) =>
    [byID.get(id), { outcome, reason, loss, redemption_id }]))
  count(told.items.map(({ outcome }) => outcome))
}

async function send(batch) {
  const latest = now().toISOString()
  const items = batch.map(({ id, scanned, accepted_at, on_paper, basket, receipt_number, cashier }) => ({
    id, code: scanned, accepted_at: accepted_at < latest ? accepted_at : latest, on_paper, basket, receipt_number, cashier,
  }))
  const post = (items) =>
    mine("POST", "/v1/redemptions/upload", { body: { items }, key: newKey(), patienceMs: 60_000 })
  try {
    return await post(items)
  } catch (error) {
    if (error.status !== 400) throw error
    // What was noted beside a coupon never keeps the others from being reported.
    return post(items.map(({ id, code, accepted_at, on_paper }) => ({ id, code, accepted_at, on_paper })))
  }
}

/// The line went down while the server was asked to take it: the same question again has the same answer.
async function askAgain({ code, attempt }) {
  try {
    const { id } = await mine("POST", "/v1/redemptions", attempt)
    await memory.settle([[code, { outcome: "redeemed", reason: null, loss: null, redemption_id: id }]])
    count(["redeemed"])
  } catch (error) {
    // Refused: what this till took counts as any other acceptance.
    if (error.status < 400 || error.status >= 500) throw error
  }
}

function count(outcomes) {
  const sums = report.get() ?? {}
  for (const outcome of outcomes) sums[outcome] = (sums[outcome] ?? 0) + 1
  report.put(sums)
  changed()
}

let turning
async function turn() {
  clearTimeout(turning)
  try {
    await keepUp()
  } catch {
    // Without an answer there will be another turn; a refused report stays, and is seen on its screen.
  }
  turning = setTimeout(turn, isLineUp() ? restMs : retryMs)
}

/// From the page's start on.
export function start() {
  // What waits to be reported must not go when the device runs out of room.
  navigator.storage?.persist?.()
  addEventListener("online", turn)
  addEventListener("offline", () => noteLine(false))
  addEventListener("line", turn)
  turn()
}

export const keepUpNow = turn
