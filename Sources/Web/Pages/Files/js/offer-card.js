// One offer: what it is, how far somebody is, and the one thing to do about it.
import { mineOnce, sentence } from "./account.js"
import { busy, button, h, icon, link, say } from "./dom.js"
import { keepCoupon } from "./coupon-store.js"
import { moment, number, t } from "./words.js"
import { offerWord } from "./visit.js"

const looks = {
  before_start: ["amber", "clock"], in_progress: ["footfall", "next"], locked: ["amber", "people"],
  unlocked: ["footfall", "gift"], issued: ["footfall", "check"], donated: ["footfall", "check"],
  credited: ["footfall", "check"], redeemed: ["", "check"], taken: ["brick", "cross"], expired: ["brick", "cross"],
  ineligible: ["", "cross"],
}

export function offerCard(offer, store) {
  const [tone, symbol] = looks[offer.state] ?? ["", "info"]
  return h("article", { className: `card offer stack tight ${tone}` },
    h("h3", {}, offer.headline),
    h("p", { className: `chip ${tone}` }, icon(symbol, symbol === "next" ? "icon small turns" : "icon small"), t(`state_${offer.state}`)),
    progress(offer), offer.say && h("p", {}, offer.say), ...details(offer), action(offer, store))
}

function progress({ state, progress: done, target, unit }) {
  if (target < 2 || !["before_start", "in_progress", "locked", "unlocked"].includes(state)) return null
  const words = t(`unit_${unit}`, { count: target, done: number(done) })
  return h("div", { className: "stack tight" },
    h("progress", { max: target, value: Math.min(done, target), ariaLabel: words }),
    h("p", { className: "row spread small" }, h("span", { className: "number" }, words),
      done < target && h("span", { className: "quiet" }, t(`more_${unit}`, { count: target - done }))))
}

function* details({ state, opens_at, participants, mayor }) {
  if (opens_at) yield h("p", { className: "quiet" }, t("opens", { time: moment(opens_at) }))
  if (mayor) yield h("p", { className: "quiet" }, t("mayor", { name: mayor.nickname }))
  if (participants > 1 && state !== "before_start")
    yield h("p", { className: "quiet small" }, t("taken_part", { count: participants }))
}

function action(offer, store) {
  if (offer.state === "issued" && offer.coupon_id)
    return link(t("show_coupon"), `#coupon/${offer.coupon_id}`, { kind: "wide", symbol: "ticket" })
  const isOpen = ["in_progress", "locked", "unlocked"].includes(offer.state)
  if (!isOpen) return null
  const id = encodeURIComponent(offer.campaign_id)
  if (offer.unlock === "friends")
    return link(t("party_start"), `#party/${id}/${encodeURIComponent(offer.headline)}`, { kind: "second wide", symbol: "people" })
  if (offer.unlock === "crowd" && offer.joins) return act(t("crowd_join"), "people", () => pledge(offer))
  if (offer.unlock === "mayor")
    return button(t("mayor_become"), async () => (await import("./mayor.js")).standForMayor(offer), { kind: "second wide", symbol: "person" })
  if (offer.price) return act(t("buy", { count: offer.price.points }), "ticket", () => take(offer, store))
  if (offer.prints_at_home) return act(t("print_home"), "print", () => take(offer, store))
  return null
}

function act(text, symbol, work) {
  const pressed = button(text, () => busy(pressed, async () => {
    try {
      await work()
    } catch (error) {
      say(sentence(error))
    }
  }), { kind: "second wide", symbol })
  return pressed
}

async function pledge({ campaign_id }) {
  await mineOnce("POST", `/v1/campaigns/${campaign_id}/pledges`)
  say(t("crowd_joined"))
}

async function take({ campaign_id }, store) {
  const body = { store_id: store.id, ...offerWord() }
  const coupon = await mineOnce("POST", `/v1/campaigns/${campaign_id}/coupons`, body)
  keepCoupon(coupon)
  location.hash = `coupon/${coupon.id}`
}
