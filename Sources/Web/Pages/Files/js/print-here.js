// A coupon on its way to a printer in the store: asked for on the phone, and followed until it is out.
import { mine, mineOnce, sentence } from "./account.js"
import { busy, button, h, notice } from "./dom.js"
import { has, t } from "./words.js"

const everyMs = 3000
const looks = { waiting: ["sky", "clock"], printing: ["sky", "print"], printed: ["footfall", "check"], failed: ["amber", "warning"], expired: ["amber", "clock"] }

/// The store where this page stands, if it is a store's.
const here = () => location.pathname.match(/^\/s\/([^/]+)/)?.[1]

/// Whether it is known where it could come out: in its own shop, or in the one whose page this is.
export const canPrintHere = (coupon) => Boolean(coupon.store_id ?? here())

export function printHere(coupon) {
  const place = h("div", { role: "status" })
  const press = button(t("print_here"), () => busy(press, () => send(coupon, place)), { kind: "second wide", symbol: "print" })
  return h("div", { className: "stack tight" }, press, place)
}

async function send(coupon, place) {
  try {
    const path = `/v1/coupons/${encodeURIComponent(coupon.id)}/print`
    follow(await mineOnce("POST", path, coupon.store_id ? {} : { store_id: here() }), place)
  } catch (error) {
    const key = `print_${error.code}`
    draw(place, "amber", "warning", has(key) ? t(key) : sentence(error))
  }
}

const draw = (place, tone, symbol, words) => place.replaceChildren(notice(tone, symbol, h("p", {}, words)))

/// As long as somebody looks.
function follow(job, place) {
  const [tone, symbol] = looks[job.state]
  const key = job.state === "failed" && has(`print_failed_${job.failure}`) ? `print_failed_${job.failure}` : `print_${job.state}`
  draw(place, tone, symbol, t(key, { store: job.store_name ?? "" }))
  if (!["waiting", "printing"].includes(job.state)) return
  setTimeout(async () => {
    if (!place.isConnected) return
    const seen = await mine("GET", `/v1/print-jobs/${encodeURIComponent(job.id)}`).catch(() => job)
    if (place.isConnected) follow(seen, place)
  }, everyMs)
}
