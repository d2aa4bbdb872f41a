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

/// What the store has stopped and may still give; everything at once, or one offer of several.
function draw(place, { stops, limits, offers }) {
  const nameOf = (id) => offers.find(({ campaign_id }) => campaign_id === id)?.headline
  const all = stops.find(({ campaign_id }) => campaign_id === null)
  const stopped = all ? [h("p", {}, t("stopped_until", { time: moment(all.until) }))] : stops.map(({ campaign_id, until }) =>
    h("p", {}, t("offer_stopped", { offer: nameOf(campaign_id) ?? t("some_offer"), time: moment(until) })))
  const form = h("div", { className: "stack" })
  const which = h("select", { name: "which", onchange: () => ask() }, h("option", { value: "" }, t("all_offers")),
    offers.map(({ campaign_id, headline }) => h("option", { value: campaign_id }, headline)))
  const ask = () => {
    const campaign_id = which.value || undefined
    const isStopped = campaign_id ? stops.some((stop) => stop.campaign_id === campaign_id) : Boolean(all)
    const [verb, words] = isStopped ? ["reopen", t("reopen")] : ["sold-out", t("sold_out")]
    form.replaceChildren(h("p", { className: "quiet" }, t(isStopped ? "reopen_text" : "sold_out_text")),
      pinForm(words, async (pin) => {
        const told = await mine("POST", `/v1/stores/${till().store_id}/${verb}`, { body: { pin, campaign_id }, key: newKey() })
        draw(place, { ...told, offers })
        say(t("kept"))
      }))
  }
  place.replaceChildren(...[
    stopped.length > 0 && notice("amber", "warning", stopped),
    ...limits.map(({ campaign_id, left, max }) => h("p", { className: "number" }, nameOf(campaign_id) && [h("strong", {}, nameOf(campaign_id)), " · "],
      t("left", { count: max, left: number(left) }))),
    !all && offers.length > 1 && field(t("which_offer"), which), form,
  ].filter(Boolean))
  ask()
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
