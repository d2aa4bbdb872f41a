// What the store says of itself, and what is done at its till besides selling.
import { newKey } from "./api.js"
import { busy, field, find, h, link, notice, say, show } from "./dom.js"
import { mine, sentence, set, setting, till } from "./till-device.js"
import { moment, number, t } from "./words.js"

const screens = [
  ["shift", "clock", "shift"], ["appeals", "message", "appeals"], ["staff", "screen", "staff"], ["practice", "person", "practice"],
  ["offline", "off", "offline_title"], ["unlock", "key", "unlock"], ["leave", "undo", "leave"],
]

export async function showStore() {
  const stock = h("section", { className: "stack" }, h("div", { className: "waiting" }))
  show(h("div", { className: "stack narrow" }, h("h1", {}, t("store")), cashier(),
    h("nav", { className: "menu", ariaLabel: t("store") },
      screens.map(([screen, symbol, words]) => link(t(words), `#${screen}`, { kind: "second large", symbol }))),
    printer(), h("h2", {}, t("sold_out_title")), stock))
  countAppeals()
  try {
    draw(stock, await mine("GET", "/v1/tills/me/stock"))
  } catch (error) {
    stock.replaceChildren(notice("amber", "off", h("p", {}, sentence(error))))
  }
}

/// How many wait stands on the way to them.
async function countAppeals() {
  try {
    const { openAppeals } = await import("./appeals.js")
    const { length } = await openAppeals()
    if (length) find("a[href='#appeals']")?.append(h("span", { className: "chip amber number" }, t("appeals_open", { count: length })))
  } catch {
    // Without a line their own screen says so.
  }
}

function printer() {
  const box = h("input", { type: "checkbox", name: "prints", checked: setting("prints") === true, onchange: async () => {
    (await import("./printing.js")).setPrints(box.checked)
    say(t("kept"))
  } })
  return h("label", { className: "choice card" }, box, h("span", {}, h("strong", {}, t("prints")),
    h("span", { className: "quiet small below" }, t("prints_hint"))))
}

function cashier() {
  const name = h("input", { name: "cashier", autocomplete: "off", maxLength: 100, value: setting("cashier") ?? "", onchange: () => {
    set("cashier", name.value.trim())
    say(t("kept"))
  } })
  return field(t("who"), name, t("who_hint"))
}

function draw(place, { stops, limits }) {
  const stopped = stops.find(({ campaign_id, kind }) => campaign_id === null && kind === "sold_out") ?? stops[0]
  const [verb, words] = stopped ? ["reopen", t("reopen")] : ["sold-out", t("sold_out")]
  place.replaceChildren(...[
    stopped && notice("amber", "warning", h("p", {}, t("stopped_until", { time: moment(stopped.until) }))),
    ...limits.map(({ left, max }) => h("p", { className: "number" }, t("left", { count: max, left: number(left) }))),
    h("p", { className: "quiet" }, stopped ? t("reopen_text") : t("sold_out_text")),
    pinForm(words, async (pin) => {
      draw(place, await mine("POST", `/v1/stores/${till().store_id}/${verb}`, { body: { pin }, key: newKey() }))
      say(t("kept"))
    }),
  ].filter(Boolean))
}

/// - then: what the store's PIN is for.
export function pinForm(words, then) {
  const pin = h("input", { name: "pin", type: "password", inputMode: "numeric", autocomplete: "off", required: true, maxLength: 12 })
  const send = h("button", { type: "submit", className: "wide large" }, words)
  return h("form", { className: "stack", onsubmit: (event) => {
    event.preventDefault()
    busy(send, async () => {
      try {
        await then(pin.value)
      } catch (error) {
        say(sentence(error))
      }
    })
  } }, field(t("pin"), pin), send)
}
