// What the store says of itself: sold out, and back again. With the store's PIN.
import { newKey } from "./api.js"
import { busy, field, h, link, notice, say, show } from "./dom.js"
import { mine, sentence, till } from "./till-device.js"
import { moment, number, t } from "./words.js"

export async function showStore() {
  show(h("h1", {}, t("store")), h("div", { className: "waiting" }))
  try {
    draw(await mine("GET", "/v1/tills/me/stock"))
  } catch (error) {
    show(h("h1", {}, t("store")), notice("amber", "off", h("p", {}, sentence(error))), link(t("go_back"), "#", { kind: "second wide large" }))
  }
}

function draw({ stops, limits }) {
  const stopped = stops.find(({ campaign_id, kind }) => campaign_id === null && kind === "sold_out") ?? stops[0]
  show(h("div", { className: "stack narrow" }, h("h1", {}, t("store")),
    stopped ? notice("amber", "warning", h("p", {}, t("stopped_until", { time: moment(stopped.until) }))) : null,
    limits.map(({ left, max }) => h("p", { className: "number" }, t("left", { count: max, left: number(left) }))),
    h("p", { className: "quiet" }, stopped ? t("reopen_text") : t("sold_out_text")),
    form(stopped ? "reopen" : "sold-out", stopped ? t("reopen") : t("sold_out")),
    link(t("go_back"), "#", { kind: "second wide large" })))
}

function form(verb, words) {
  const pin = h("input", { name: "pin", type: "password", inputMode: "numeric", autocomplete: "off", required: true, maxLength: 12 })
  const send = h("button", { type: "submit", className: "wide large" }, words)
  return h("form", { className: "stack", onsubmit: (event) => {
    event.preventDefault()
    busy(send, async () => {
      try {
        const body = { pin: pin.value }
        draw(await mine("POST", `/v1/stores/${till().store_id}/${verb}`, { body, key: newKey() }))
        say(t("kept"))
      } catch (error) {
        say(sentence(error))
      }
    })
  } }, field(t("pin"), pin), send)
}
