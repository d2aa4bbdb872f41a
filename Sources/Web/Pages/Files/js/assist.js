// A customer without a phone is checked in by loyalty number; the coupon is taken at once, or comes out on paper.
import { newKey } from "./api.js"
import { answer, go, next } from "./answer-screen.js"
import { busy, button, field, h, link, notice, say, show } from "./dom.js"
import { ask } from "./sale.js"
import { print, rollPicture } from "./sheet.js"
import { mine, sentence } from "./till-device.js"
import { has, language, number, t } from "./words.js"

const back = () => link(t("go_back"), "#", { kind: "second wide large" })

export async function showAssist() {
  show(h("h1", {}, t("assist")), h("div", { className: "waiting" }))
  try {
    const { items } = await mine("GET", "/v1/tills/me/assisted-offers")
    if (items.length) draw(items)
    else show(h("div", { className: "stack narrow" }, h("h1", {}, t("assist")), notice("amber", "warning", h("p", {}, t("assist_none"))), back()))
  } catch (error) {
    show(h("div", { className: "stack narrow" }, h("h1", {}, t("assist")), notice("amber", "off", h("p", {}, sentence(error))), back()))
  }
}

const leftOf = (offer) => t("assist_left", { count: offer.max_per_till_per_day, left: number(offer.left) })

function draw(offers) {
  const card = h("input", { name: "loyalty", id: "loyalty", className: "code", autocomplete: "off", spellcheck: false, maxLength: 100, required: true, enterKeyHint: "go" })
  const choices = offers.map((offer, place) => h("label", { className: "card choice" },
    h("input", { type: "radio", name: "offer", value: offer.campaign_id, checked: offers.length === 1, required: true, id: `offer-${place}` }),
    h("span", {}, h("strong", {}, offer.headline), h("span", { className: "quiet below number" }, leftOf(offer)))))
  const send = h("button", { type: "submit", className: "wide large" }, t("assist_do"))
  const key = newKey()
  const form = h("form", { className: "stack narrow", onsubmit: (event) => {
    event.preventDefault()
    const offer = offers.find(({ campaign_id }) => campaign_id === new FormData(form).get("offer"))
    if (card.value.trim()) busy(send, () => checkIn(offer, card.value.trim(), key))
  } }, h("h1", {}, t("assist")), h("p", {}, t("assist_text")),
  h("fieldset", { className: "stack tight" }, h("legend", {}, t("assist_offer")), choices),
  field(t("assist_number"), card, t("assist_hint")), send, back())
  show(form)
  card.focus()
}

async function checkIn(offer, loyalty_number, key) {
  try {
    const told = await mine("POST", "/v1/tills/me/check-ins", { body: { campaign_id: offer.campaign_id, loyalty_number }, key })
    const [coupon] = told.coupons
    return coupon ? earned(coupon, offer) : nothing(told)
  } catch (error) {
    const words = has(`assist_${error.code}`) ? t(`assist_${error.code}`) : sentence(error)
    const isMendable = ["identity_invalid", "invalid", "no_line", "busy"].includes(error.code)
    answer("amber", "warning", t(isMendable ? "look_again" : "assist_no_coupon"), words,
      [isMendable && button(t("go_back"), () => go("assist"), { kind: "large wide" }), next(isMendable ? "second" : "")])
  }
}

function earned(coupon, offer) {
  const take = button(t("assist_take"), () => busy(take, () => ask({ code: coupon.code })), { kind: "large wide" })
  const paper = button(t("print"), () => busy(paper, async () => {
    try {
      await print(rollPicture(coupon), "80mm")
    } catch {
      say(t("print_failed"))
    }
  }), { kind: "second large wide", symbol: "print" })
  answer("footfall", "check", t("assist_done"), coupon.headline, [take, paper, next("second")],
    [coupon.code, t("assist_left", { count: offer.max_per_till_per_day, left: number(Math.max(0, offer.left - 1)) })])
}

/// Points and donations need no coupon; else why it earned nothing, for the cashier to say.
function nothing({ verdict, reasons, offers }) {
  const given = offers.find(({ state }) => ["donated", "credited"].includes(state))
  if (given) return answer("footfall", "check", t("assist_done"), language === "en" && given.say ? given.say : given.headline, [next()])
  const code = reasons[0]?.code ?? offers.find(({ reason }) => reason)?.reason
  const words = has(`assist_${code}`) ? t(`assist_${code}`) : t(verdict === "refused" ? "assist_nothing" : "assist_counted")
  answer("amber", "warning", t("assist_no_coupon"), words, [next()])
}
