// What was decided, in words, with what to do next.
import { mine, mineOnce, reason, sentence } from "./account.js"
import { busy, button, field, h, icon, say, show } from "./dom.js"
import { couponCard } from "./coupon-card.js"
import { keepCoupon } from "./coupon-store.js"
import { keepAppeal } from "./own-appeals.js"
import { offerCard } from "./offer-card.js"
import { distance, moment, t } from "./words.js"

const looks = {
  accepted: ["footfall", "check"], accepted_no_reward: ["sky", "check"], held: ["amber", "clock"],
  refused: ["brick", "cross"],
}

/// - next: what continues the check-in: `again`, `fix`, `choose(store)`, `code`.
export function showVerdict(answer, next) {
  const [tone, symbol] = looks[answer.verdict]
  for (const coupon of answer.coupons) keepCoupon(coupon)
  const values = { distance: distance(answer.distance_meters ?? 0) }
  const sentences = answer.reasons.map(({ code, say }) => h("p", {}, reason(code, say, values)))
  show(
    h("div", { className: `verdict ${tone}`, role: "status" }, icon(symbol, "icon big"),
      h("h1", {}, t(`verdict_${answer.verdict}`)),
      h("p", { className: "quiet" }, t("at_store", { store: answer.store.name })), sentences),
    answer.coupons.map((coupon) => couponCard(coupon)),
    actions(answer, next),
    answer.offers.filter((offer) => !offer.coupon_id).map((offer) => offerCard(offer, answer.store)))
}

function actions(answer, next) {
  const choices = answer.candidates ?? []
  const list = []
  if (answer.verdict === "held") {
    if (choices.length) list.push(h("h2", {}, t("which_store")), choices.map(({ store, distance_meters }) =>
      button(`${store.name} · ${distance(distance_meters)}`, () => next.choose(store.id), { kind: "second wide" })))
    else list.push(button(t("send_again"), next.fix, { kind: "wide", symbol: "pin" }))
    list.push(button(t("consent_code"), next.code, { kind: "second wide", symbol: "key" }),
      h("p", { className: "quiet small" }, t("held_until", { time: moment(answer.held_until) })))
  }
  if (answer.verdict === "refused") {
    const needsCode = answer.reasons.some(({ code }) => ["code_required", "code_wrong", "jumped"].includes(code))
    list.push(button(t("try_check_in"), next.again, { kind: needsCode ? "second wide" : "wide" }),
      button(t("consent_code"), next.code, { kind: needsCode ? "wide" : "second wide", symbol: "key" }), appeal(answer))
  }
  return h("div", { className: "stack tight" }, list.flat().filter(Boolean))
}

/// Offered only where the server would take it.
function appeal(answer) {
  const place = h("div", {})
  mine("GET", `/v1/check-ins/${answer.id}/receipt`).then((receipt) => {
    if (receipt.appeal.possible) place.replaceChildren(appealForm(answer))
  }, () => {})
  return place
}

function appealForm(answer) {
  const code = h("input", { name: "appeal-code", inputMode: "numeric", maxLength: 20, className: "code" })
  const message = h("textarea", { name: "appeal-message", maxLength: 500, rows: 2 })
  const send = h("button", { type: "submit", className: "second wide" }, t("appeal"))
  const form = h("form", { className: "stack tight", onsubmit: (event) => {
    event.preventDefault()
    busy(send, async () => {
      const body = {
        ...(code.value.trim() && { presence_code: code.value.trim() }),
        ...(message.value.trim() && { message: message.value.trim() }),
      }
      try {
        const settled = await mineOnce("POST", `/v1/check-ins/${answer.id}/appeal`, body)
        for (const coupon of settled.coupons) keepCoupon(coupon)
        keepAppeal(answer.id)
        const [first] = settled.coupons
        if (first) location.hash = `coupon/${first.id}`
        else form.replaceWith(h("p", { role: "status" }, settled.state === "open" ? t("appeal_sent") : settled.say))
      } catch (error) {
        say(sentence(error))
      }
    })
  } }, h("p", {}, t("appeal_text")), field(t("screen_code"), code, t("screen_code_hint")),
  field(t("appeal_message"), message), send)
  return h("details", { className: "more" }, h("summary", {}, t("appeal_title")), form)
}
