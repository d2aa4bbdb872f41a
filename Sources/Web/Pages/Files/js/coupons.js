// My coupons, and one of them large enough for a scanner.
import { local } from "./api.js"
import { couponCard, stateChip, stateOf } from "./coupon-card.js"
import { keptCoupon, keptCoupons, loadCoupon, loadCoupons, qrOf } from "./coupon-store.js"
import { button, h, icon, link, notice, say, show } from "./dom.js"
import { isKnown, mine, sentence } from "./account.js"
import { canPrintHere, printHere } from "./print-here.js"
import { moment, t } from "./words.js"

const newestFirst = (one, other) => other.issued_at.localeCompare(one.issued_at)

export async function showCoupons() {
  draw(keptCoupons())
  if (!isKnown()) return
  try {
    draw(await loadCoupons())
  } catch (error) {
    draw(keptCoupons(), sentence(error))
  }
}

function draw(coupons, trouble = null) {
  const sorted = [...coupons].sort(newestFirst)
  const ready = sorted.filter((coupon) => ["issued", "reserved"].includes(stateOf(coupon)))
  const older = sorted.filter((coupon) => !ready.includes(coupon))
  show(h("h1", {}, t("coupons")), trouble && notice("amber", "off", h("p", {}, trouble)),
    ready.map(couponCard),
    !ready.length && h("div", { className: "empty" }, icon("ticket", "icon big"), h("h2", {}, t("no_coupons_title")),
      h("p", {}, t("no_coupons_text"))),
    older.length > 0 && h("details", { className: "more" }, h("summary", {}, t("older_coupons")),
      h("div", { className: "stack tight" }, older.map(couponCard))))
}

let light
/// A screen that goes dark before the scanner is there helps nobody.
async function stayLit() {
  if (light && !light.released) return
  try {
    light = await navigator.wakeLock?.request("screen")
    addEventListener("hashchange", () => light?.release(), { once: true })
  } catch {
    // The phone saves power; the hint about brightness remains.
  }
}

export async function showCoupon(id) {
  const held = keptCoupon(id)?.coupon
  if (held) await drawOne(held, !navigator.onLine)
  try {
    await drawOne(await loadCoupon(id), false)
  } catch (error) {
    if (!held) throw error
    await drawOne(held, error.status === 0)
  }
}

async function drawOne(coupon, isOffline) {
  const isReady = ["issued", "reserved"].includes(stateOf(coupon))
  show(h("article", { className: "pass stack" },
    h("div", { className: "paper" },
      h("h1", {}, coupon.headline),
      h("p", { className: "value" }, coupon.reward.summary),
      isReady && h("p", {}, h("strong", {}, t("coupon_until", { time: moment(coupon.expires_at) }))),
      !isReady && stateChip(coupon),
      isReady && (await symbol(coupon)),
      isReady && h("p", { className: "code typed", ariaLabel: `${t("coupon_code")} ${coupon.code}` }, coupon.code),
      h("p", { className: "small" }, t("coupon_at", { place: coupon.valid_at })),
      h("p", { className: "small terms" }, coupon.terms)),
    isReady && h("p", { className: "quiet small row" }, icon("sun", "icon small"), t("coupon_brightness")),
    isOffline && notice("amber", "off", h("p", {}, t("coupon_offline"))),
    isReady && !isOffline && h("div", { className: "row halves" },
      link(t("print_coupon"), local(coupon.links.pdf), { kind: "second", symbol: "print", target: "_blank" }),
      link(t("save_picture"), local(coupon.links.png), { kind: "second", symbol: "ticket", target: "_blank" }),
      coupon.links.pkpass && link(t("wallet_apple"), local(coupon.links.pkpass), { kind: "second", symbol: "ticket" }),
      coupon.links.google_wallet && button(t("wallet_google"), () => openGoogle(coupon), { kind: "second", symbol: "ticket" })),
    isReady && !isOffline && canPrintHere(coupon) && printHere(coupon)))
  if (isReady) stayLit()
}

async function openGoogle(coupon) {
  try {
    location.assign((await mine("GET", local(coupon.links.google_wallet))).link)
  } catch (error) {
    say(sentence(error))
  }
}

async function symbol(coupon) {
  const image = h("img", { className: "qr", alt: t("coupon_qr"), width: 280, height: 280 })
  try {
    image.src = URL.createObjectURL(new Blob([await qrOf(coupon)], { type: "image/svg+xml" }))
  } catch {
    return null
  }
  return image
}
