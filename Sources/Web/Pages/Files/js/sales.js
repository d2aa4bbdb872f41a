// Sales of before: what was taken, to take it back, or to take goods of it back.
import { check } from "./code.js"
import { busy, button, field, find, h, icon, notice, show } from "./dom.js"
import { showReturn } from "./returns.js"
import { takeBack } from "./sale.js"
import { mine, sentence } from "./till-device.js"
import { moment, money, t } from "./words.js"

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
