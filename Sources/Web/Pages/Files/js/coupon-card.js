// A coupon in a list.
import { now } from "./clock.js"
import { h, icon } from "./dom.js"
import { day, moment, t } from "./words.js"

const looks = {
  issued: ["footfall", "check"], reserved: ["amber", "clock"], redeemed: ["", "check"], expired: ["", "clock"],
  revoked: ["brick", "cross"],
}

/// The clock of the phone, where the server was not asked since.
export const stateOf = (coupon) =>
  coupon.state === "issued" && new Date(coupon.expires_at) <= now() ? "expired" : coupon.state

export function stateChip(coupon) {
  const state = stateOf(coupon)
  const [tone, symbol] = looks[state]
  return h("p", { className: `chip ${tone}` }, icon(symbol, "icon small"), t(`coupon_${state}`))
}

export function couponCard(coupon) {
  const isReady = stateOf(coupon) === "issued"
  return h("a", { className: `card coupon stack tight${isReady ? " ready" : ""}`, href: `#coupon/${coupon.id}` },
    h("div", { className: "row spread" }, stateChip(coupon), icon("next", "icon small turns")),
    h("h2", {}, coupon.headline),
    h("p", { className: "quiet" }, isReady
      ? t("coupon_until", { time: moment(coupon.expires_at) }) : day(coupon.expires_at)),
    h("p", { className: "quiet small" }, t("coupon_at", { place: coupon.valid_at })))
}
