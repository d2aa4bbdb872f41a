// Sales of before: what was taken, to take it back, or to see what goods that come back are worth.
import { newKey } from "./api.js"
import { answer, go, next } from "./answer-screen.js"
import { check } from "./code.js"
import { busy, button, field, find, h, icon, link, notice, say, show } from "./dom.js"
import { takeBack } from "./sale.js"
import { mine, sentence } from "./till-device.js"
import { fromText, moment, money, t } from "./words.js"

export function showSales() {
  const key = h("input", { name: "sale-key", id: "sale-key", className: "code", autocomplete: "off", spellcheck: false, maxLength: 300 })
  const send = h("button", { type: "submit", className: "wide large" }, t("find_sale"))
  show(h("form", { className: "stack narrow", onsubmit: (event) => {
    event.preventDefault()
    if (key.value.trim()) busy(send, () => lookFor(key.value.trim()))
  } }, h("h1", {}, t("sales")), h("p", { className: "quiet" }, t("sales_text")), field(t("sale_key"), key), send,
  h("div", { id: "found", className: "stack", ariaLive: "polite" })))
  key.focus()
}

/// A code where it reads as one; else the number on the receipt, or of the sale.
async function lookFor(text) {
  const { state, symbols } = check(text)
  const keys = state === "right" ? [{ code: symbols }] : state === "signed" ? [{ code: text }]
    : [{ receipt_number: text }, { sale_id: text }]
  try {
    let items = []
    for (const body of keys) if (!items.length) ({ items } = await mine("POST", "/v1/redemptions/search", { body }))
    find("#found").replaceChildren(...(items.length ? items.map(card) : [notice("amber", "search", h("p", {}, t("no_sale")))]))
  } catch (error) {
    find("#found").replaceChildren(notice("amber", "warning", h("p", {}, sentence(error))))
  }
}

function card(sale) {
  const isGood = sale.state === "redeemed"
  const back = button(t("take_back"), () => busy(back, () => takeBack(sale)), { kind: "second large", symbol: "undo" })
  const facts = [
    [t("when"), moment(sale.redeemed_at)], [t("cashier"), sale.cashier], [t("receipt"), sale.receipt_number],
    [t("taken_off"), sale.discount && money(sale.discount)], [t("given_back"), sale.returned && money(sale.returned.refund)],
  ].filter(([, value]) => value)
  return h("article", { className: "card stack tight" },
    h("p", { className: `chip ${isGood ? "footfall" : "amber"}` }, icon(isGood ? "check" : "undo", "icon small"), t(`sale_${sale.state}`)),
    h("dl", { className: "facts" }, facts.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    isGood && !sale.returned && back,
    isGood && sale.discount && button(t("goods_back"), () => showReturn(sale), { kind: "second large" }))
}

function showReturn(sale) {
  const goods = h("input", { name: "goods", id: "goods", inputMode: "decimal", autocomplete: "off", maxLength: 15, required: true })
  const send = h("button", { type: "submit", className: "wide large" }, t("work_out"))
  const key = newKey()
  show(h("form", { className: "stack narrow", onsubmit: (event) => {
    event.preventDefault()
    const amount = fromText(goods.value, sale.discount.currency)
    if (amount === null) say(t("no_amount"))
    else busy(send, () => giveBack(sale, amount, key))
  } }, h("h1", {}, t("goods_back")), h("p", {}, t("goods_text")),
  field(`${t("goods_worth")} (${sale.discount.currency})`, goods, t("goods_hint")), send, link(t("go_back"), "#sales", { kind: "second wide large" })))
  goods.focus()
}

async function giveBack({ id }, amount, key) {
  try {
    const told = await mine("POST", `/v1/redemptions/${id}/returns`, { body: { amount }, key })
    answer("footfall", "check", t("give_back", { money: money(told.refund) }), t("was_off", { money: money(told.discount) }), [next()])
  } catch (error) {
    const isMendable = ["invalid", "more_than_sold", "no_line"].includes(error.code)
    answer(isMendable ? "amber" : "brick", isMendable ? "warning" : "cross", t(isMendable ? "look_again" : "refused"),
      error.code === "invalid" ? t("goods_lines") : sentence(error),
      [isMendable && button(t("go_back"), () => go("sales"), { kind: "large wide" }), next("second")])
  }
}
