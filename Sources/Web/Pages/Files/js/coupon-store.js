// Coupons that this phone has seen, so that they open without a line. The QR is kept as the picture that it is.
import { local } from "./api.js"
import { drawer } from "./drawer.js"
import { mine } from "./account.js"
import { now } from "./clock.js"

const kept = drawer("footfall.coupons")
const daysAfterEnd = 30

export const keptCoupons = () => Object.values(kept.get() ?? {}).map(({ coupon }) => coupon)
export const keptCoupon = (id) => kept.get()?.[id] ?? null

function put(id, change) {
  const all = kept.get() ?? {}
  all[id] = { ...all[id], ...change }
  for (const [other, { coupon }] of Object.entries(all))
    if (coupon && now() - new Date(coupon.expires_at) > daysAfterEnd * 86_400_000) delete all[other]
  kept.put(all)
}

/// Keeps a coupon, and fetches its QR while there is a line.
export function keepCoupon(coupon) {
  put(coupon.id, { coupon })
  if (coupon.state === "issued" && !keptCoupon(coupon.id).qr) qrOf(coupon).catch(() => {})
}

/// The QR as SVG; fetched once.
export async function qrOf(coupon) {
  const held = keptCoupon(coupon.id)
  if (held?.qr) return held.qr
  const response = await fetch(local(coupon.links.qr))
  if (!response.ok) throw new Error(`no symbol: ${response.status}`)
  const qr = await response.text()
  put(coupon.id, { coupon, qr })
  return qr
}

export async function loadCoupons() {
  const all = []
  let after = ""
  do {
    const page = await mine("GET", `/v1/coupons?limit=200${after && `&after=${encodeURIComponent(after)}`}`)
    all.push(...page.items)
    after = page.next
  } while (after)
  all.forEach(keepCoupon)
  return all
}

export async function loadCoupon(id) {
  const coupon = await mine("GET", `/v1/coupons/${encodeURIComponent(id)}`)
  keepCoupon(coupon)
  return coupon
}
