// What this till did: since the day began, or since an hour that somebody names.
import { busy, field, h, link, notice, say, show } from "./dom.js"
import { now } from "./clock.js"
import { mine, sentence } from "./till-device.js"
import { moment, money, number, t } from "./words.js"

export async function showShift() {
  const since = h("input", { name: "since", type: "time" })
  const place = h("div", { id: "report", className: "stack", ariaLive: "polite" }, h("div", { className: "waiting" }))
  const send = h("button", { type: "submit", className: "second large" }, t("show_shift"))
  show(h("div", { className: "stack narrow" }, h("h1", {}, t("shift")),
    h("form", { className: "stack tight no-print", onsubmit: (event) => {
      event.preventDefault()
      busy(send, () => draw(place, since.value))
    } }, field(t("since"), since, t("since_hint")), send), place,
    h("button", { type: "button", className: "second wide large no-print", onclick: () => print() }, t("print")),
    link(t("go_back"), "#store", { kind: "second wide large no-print" })))
  await draw(place, "")
}

async function draw(place, since) {
  const start = now()
  if (since) start.setHours(...since.split(":").map(Number), 0, 0)
  if (start > now()) return say(t("since_later"))
  try {
    const query = since ? `?from=${encodeURIComponent(start.toISOString())}` : ""
    place.replaceChildren(...report(await mine("GET", `/v1/tills/me/shift${query}`)))
  } catch (error) {
    place.replaceChildren(notice("amber", "off", h("p", {}, sentence(error))))
  }
}

const cell = (value) => h("td", { className: "number" }, value ?? "–")
const amount = (value, sign = 1) => value && money({ ...value, amount: sign * value.amount })

function report({ from, to, taken, voided, returned, failed_scans }) {
  const head = ["cashier", "coupons", "taken_off", "sold"].map((key) => h("th", { scope: "col" }, t(key)))
  const rows = taken.map(({ cashier, count, discount, basket }) => h("tr", {},
    h("th", { scope: "row" }, cashier ?? t("nobody")), cell(number(count)), cell(amount(discount)), cell(amount(basket))))
  const undone = (key, lines) => lines.map((line) => h("tr", {}, h("th", { scope: "row" }, t(key)),
    cell(number(line.count)), cell(amount(line.discount, -1)), cell(line.refund?.amount ? amount(line.refund, -1) : null)))
  const count = taken.reduce((sum, one) => sum + one.count, 0)
  return [
    h("h2", {}, t("shift_sum", { count })), h("p", { className: "quiet" }, `${moment(from)} – ${moment(to)}`),
    rows.length + voided.length + returned.length > 0 && h("div", { className: "scrolls" }, h("table", {}, h("thead", {}, h("tr", {}, head)),
      h("tbody", {}, rows, undone("sale_voided", voided), undone("sale_returned", returned)))),
    failed_scans.length > 0 && h("h2", {}, t("in_vain")),
    ...failed_scans.map(({ reason, count }) => h("p", { className: "number" }, `${number(count)} × ${t(`vain_${reason}`)}`)),
  ].filter(Boolean)
}
