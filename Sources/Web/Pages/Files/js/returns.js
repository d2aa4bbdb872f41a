// Goods of a sale that come back: line by line where it was rung up so, else by what they cost.
import { newKey } from "./api.js"
import { answer, go, next } from "./answer-screen.js"
import { busy, button, field, h, link, notice, say, show } from "./dom.js"
import { mine, sentence } from "./till-device.js"
import { fromText, money, number, t } from "./words.js"

const back = () => link(t("go_back"), "#sales", { kind: "second wide large" })

/// - sale: as the search found it.
export function showReturn(sale) {
  if (sale.basket?.lines) showLines(sale, sale.basket)
  else showAmount(sale)
}

function form(send, then, ...children) {
  const key = newKey()
  show(h("form", { className: "stack narrow", onsubmit: (event) => {
    event.preventDefault()
    then(key)
  } }, h("h1", {}, t("goods_back")), h("p", {}, t("goods_text")), children, send, back()))
}

function showAmount(sale) {
  const { currency } = sale.discount
  const goods = h("input", { name: "goods", id: "goods", inputMode: "decimal", autocomplete: "off", maxLength: 15, required: true })
  const send = h("button", { type: "submit", className: "wide large" }, t("take_goods"))
  form(send, (key) => {
    const amount = fromText(goods.value, currency)
    if (amount === null) say(t("no_amount"))
    else busy(send, () => giveBack(sale, { amount }, key))
  }, field(`${t("goods_worth")} (${currency})`, goods, t("goods_hint")))
  goods.focus()
}

function showLines(sale, { currency, lines }) {
  const send = h("button", { type: "submit", className: "wide large" }, t("take_goods"))
  const sum = h("p", { className: "number", role: "status" })
  const tell = () => {
    const amount = rows.reduce((sum, { line, count }) => sum + line.unit_price * count(), 0)
    sum.textContent = t("goods_sum", { money: money({ amount, currency }) })
  }
  const rows = lines.map((line) => lineRow(line, currency, tell))
  if (rows.every(({ line }) => line.returned === line.quantity))
    return show(h("div", { className: "stack narrow" }, h("h1", {}, t("goods_back")), notice("amber", "undo", h("p", {}, t("goods_none_left"))), back()))
  form(send, (key) => {
    const chosen = rows.map(({ line, count }) => ({ id: line.id, quantity: count() })).filter(({ quantity }) => quantity)
    if (chosen.length) busy(send, () => giveBack(sale, { lines: chosen }, key))
    else say(t("goods_choose"))
  }, h("div", { className: "stack" }, rows.map(({ row }) => row)),
  button(t("goods_all"), () => rows.forEach(({ all }) => all()), { kind: "second large" }), sum)
  tell()
}

/// How many of one line come back: none until somebody says so.
function lineRow(line, currency, tell) {
  const left = line.quantity - line.returned
  const name = line.sku ? `${line.id} (${line.sku})` : line.id
  const count = h("input", { type: "number", name: `line-${line.id}`, inputMode: "numeric", min: 0, max: left, step: 1, value: 0, disabled: left === 0, oninput: tell })
  const read = () => Math.min(left, Math.max(0, Math.floor(Number(count.value) || 0)))
  const put = (value) => {
    count.value = value
    count.value = read()
    tell()
  }
  const step = (by, sign, words) => button(sign, () => put(read() + by), { kind: "second large square", disabled: left === 0, ariaLabel: t(words, { name }) })
  const price = `${number(line.quantity)} × ${money({ amount: line.unit_price, currency })}`
  const hint = line.returned ? `${price} · ${t("goods_before", { count: line.returned })}` : price
  count.addEventListener("change", () => put(read()))
  const row = field(name, count, hint)
  row.classList.add("stepper")
  count.before(step(-1, "−", "one_less"))
  count.after(step(1, "+", "one_more"))
  return { row, line, count: read, all: () => put(left) }
}

async function giveBack({ id }, body, key) {
  try {
    const told = await mine("POST", `/v1/redemptions/${id}/returns`, { body, key })
    const parts = told.lines.map(({ id, quantity, refund, discount }) =>
      t("goods_part", { quantity: number(quantity), name: id, money: money(refund), off: money(discount) }))
    const rest = told.below_min_spend ? t("goods_below") : told.discount_left.amount > 0 && t("goods_rest", { money: money(told.discount_left) })
    answer("footfall", "check", t("give_back", { money: money(told.refund) }), t("was_off", { money: money(told.discount) }), [next()], [...parts, rest])
  } catch (error) {
    const isMendable = ["invalid", "more_than_sold", "no_line"].includes(error.code)
    answer(isMendable ? "amber" : "brick", isMendable ? "warning" : "cross", t(isMendable ? "look_again" : "refused"),
      error.code === "invalid" ? t("goods_lines") : sentence(error),
      [isMendable && button(t("go_back"), () => go("sales"), { kind: "large wide" }), next("second")])
  }
}
