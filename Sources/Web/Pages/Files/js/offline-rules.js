// Whether a till may take a coupon with nothing but its pack: the rules of docs/offline.md, in their order.
import { decode } from "./base32.js"
import { message, randomOf, read, readKeySet } from "./signed-coupon.js"

/// The line would not help with these; it may with all others.
const final = new Set(["unreadable", "bad_signature", "revoked", "not_yet", "expired", "already_used"])

/// `word` is `accept`, `refuse` or `ask`.
const no = (reason) => ({ word: final.has(reason) ? "refuse" : "ask", reason })

/// Whether it can be believed: all that takes time to find out. What is left for `take` is known at once.
/// - memory: `root` (the key that this till keeps, or null) and `lastSeenMs`.
/// - verify: whether a signature of a message is a key's.
export async function doubt(scanned, pack, memory, nowMs, verify) {
  const found = read(scanned)
  if (found.kind === "unreadable") return no("unreadable")
  if (found.kind === "code") return no("unsigned")
  const late = lateness(pack, memory, nowMs)
  if (late) return late
  const keys = readKeySet(decode(pack.key_set))
  const root = decode(memory.root ?? pack.root_key), signature = decode(pack.key_set_signature)
  if (!keys || !root || !signature || !(await verify(signature, keys.message, root))) return no("untrusted_keys")
  if (nowMs >= keys.expiresMs) return no("pack_stale")
  const { body } = found
  const key = keys.keys.find(({ id, fromMs, untilMs }) => id === body.key && fromMs <= body.fromMs && body.fromMs < untilMs)
  if (!key) return no("unknown_key")
  if (!(await verify(found.signature, message(body, pack.retailer_id), key.publicKey))) return no("bad_signature")
  return { word: "believe", body }
}

function lateness(pack, { lastSeenMs }, nowMs) {
  if (nowMs < Math.max(lastSeenMs, Date.parse(pack.issued_at))) return no("clock_backwards")
  return nowMs >= Date.parse(pack.stale_at) ? no("pack_stale") : null
}

/// - memory: `lastSeenMs`, `hasTaken(code)` and `inUse(campaign)`.
export function take(body, pack, memory, nowMs) {
  const late = lateness(pack, memory, nowMs)
  if (late) return late
  const offer = pack.offers.find(({ number }) => number === body.revision)
  if (!offer) return no("unknown_campaign")
  if (offer.recalled_at && body.fromMs <= Date.parse(offer.recalled_at)) return no("revoked")
  if (pack.revoked.includes(body.code)) return no("revoked")
  if (nowMs < body.fromMs) return no("not_yet")
  if (nowMs >= body.untilMs) return no("expired")
  if (body.store !== 0 && body.store !== pack.store.number) return no("wrong_store")
  if (memory.hasTaken(body.code)) return no("already_used")
  if (mayContain(decode(pack.spent), body.code)) return no("maybe_spent")
  const lease = pack.leases.find(({ campaign_id }) => campaign_id === offer.campaign_id)
  if (!lease) return no("no_lease")
  if (nowMs >= Date.parse(lease.ends_at)) return no("lease_ended")
  if (memory.inUse(offer.campaign_id) >= lease.coupons) return no("lease_used_up")
  return { word: "accept", reason: null, body, offer, lease }
}

/// A Bloom filter: what is in it is always found, and one in a hundred of what is not.
function mayContain(bytes, code) {
  const random = randomOf(code), size = BigInt(bytes.length * 8)
  const first = random >> 27n, second = random & (1n << 27n) - 1n | 1n
  for (let hash = 0n; hash < 7n; hash++) {
    const bit = Number((first + hash * second) % size)
    if (!(bytes[bit >> 3] & 1 << (bit & 7))) return false
  }
  return true
}

/// Both together, for whoever has nothing to wait for in between.
export async function judge(scanned, pack, memory, nowMs, verify) {
  const heard = await doubt(scanned, pack, memory, nowMs, verify)
  return heard.word === "believe" ? take(heard.body, pack, memory, nowMs) : heard
}
