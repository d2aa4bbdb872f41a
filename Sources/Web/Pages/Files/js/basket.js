// What the sale comes to, and how much of it counts for a coupon.
import { button, busy, field, h, say, show } from "./dom.js"
import { go } from "./answer-screen.js"
import { set, setting } from "./till-device.js"
import { fromText, t } from "./words.js"

/// Minor units; more than this no sale of the API has.
const amountMax = 1_000_000_000_000

export const currency = () => setting("currency") ?? "USD"

/// As the API wants it; undefined where no total was typed.
export function basketOf({ total = "", eligible = "" }) {
  const amount = fromText(total, currency())
  if (amount === null) return undefined
  const counts = fromText(eligible, currency())
  return { currency: currency(), total: amount, ...(counts !== null && { eligible_total: counts }) }
}

/// Why it cannot be understood, or null.
export function flaw({ total = "", eligible = "" }) {
  if ([total, eligible].some((text) => text.trim() && fromText(text, currency()) === null)) return t("no_amount")
  const basket = basketOf({ total, eligible })
  if (basket?.total > amountMax) return t("no_amount")
  if (eligible.trim() && !basket) return t("needs_total")
  return basket?.eligible_total > basket?.total ? t("counts_too_much") : null
}

const amountField = (name, value) =>
  h("input", { name, id: name, inputMode: "decimal", autocomplete: "off", maxLength: 15, value })

export const totalField = (value = "") => amountField("total", value)

export function currencies() {
  const names = new Intl.DisplayNames(document.documentElement.lang, { type: "currency" })
  const list = h("select", { name: "currency", id: "currency", onchange: () => set("currency", list.value) },
    Intl.supportedValuesOf("currency").map((code) =>
      h("option", { value: code, selected: code === currency() }, `${code} · ${names.of(code)}`)))
  return field(t("currency"), list)
}

/// Total, what of it counts, receipt: `wish` is read again with `read()`.
export function basketFields(wish) {
  const total = totalField(wish.total), counts = amountField("eligible", wish.eligible ?? "")
  const receipt = h("input", { name: "receipt", autocomplete: "off", maxLength: 100, value: wish.receipt ?? "" })
  const fields = [
    h("div", { className: "basket" }, field(t("total"), total, t("before_coupon")), currencies()),
    field(t("counts"), counts, t("counts_hint")), field(t("receipt"), receipt, t("may_be_empty")),
  ]
  const read = () => ({ ...wish, total: total.value, eligible: counts.value, receipt: receipt.value.trim() })
  return { fields, read, focus: () => (total.value ? counts : total).focus() }
}

/// - then: what to do with what was typed; the name of the verb is on the button.
export function showBasket(wish, verb, then) {
  const { fields, read, focus } = basketFields(wish)
  const send = h("button", { type: "submit", className: "wide large" }, verb)
  show(h("form", { className: "stack narrow", onsubmit: (event) => {
    event.preventDefault()
    const now = read()
    const trouble = flaw(now)
    if (trouble) say(trouble)
    else busy(send, () => then(now))
  } }, h("h1", {}, t("needs_total")), fields, send, button(t("go_back"), () => go(), { kind: "second wide large" })))
  focus()
}
