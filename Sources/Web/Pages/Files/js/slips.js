// What was given while nothing worked stands on a slip of paper: it is reported as if it had been taken here.
import { newKey } from "./api.js"
import { go } from "./answer-screen.js"
import { now } from "./clock.js"
import { check } from "./code.js"
import { codeField, watch } from "./counter.js"
import { busy, field, h, link, say, show } from "./dom.js"
import { changed, keepUpNow } from "./offline.js"
import { setting } from "./till-device.js"
import { held, note } from "./till-memory.js"
import { t } from "./words.js"

const rememberedMs = 60 * 86_400_000

/// As a field for day and hour wants it, in the time of this place.
const local = (date) => new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)

export function showSlips() {
  const code = codeField(), live = h("p", { className: "live", id: "live", ariaLive: "polite" })
  const when = h("input", { name: "when", type: "datetime-local", required: true, max: local(now()), value: local(now()) })
  const receipt = h("input", { name: "receipt", autocomplete: "off", maxLength: 100 })
  const send = h("button", { type: "submit", className: "wide large" }, t("slip_add"))
  watch(code, live)
  show(h("form", { className: "stack narrow", onsubmit: (event) => {
    event.preventDefault()
    busy(send, () => add(code.value.trim(), new Date(when.value), receipt.value.trim()))
  } }, h("h1", {}, t("from_slip")), h("p", {}, t("slip_text")), field(t("code"), code), live, field(t("when"), when),
  field(t("receipt"), receipt, t("may_be_empty")), send, link(t("go_back"), "#offline", { kind: "second wide large" })))
  code.focus()
}

async function add(typed, date, receipt) {
  const { state, symbols } = check(typed)
  if (state !== "right") return say(t("live_wrong"))
  if (date > now()) return say(t("since_later"))
  const known = await held()
  if (!known) return say(t("off_no_pack"))
  const cashier = setting("cashier")
  const isNew = await note({
    code: symbols, id: newKey(), scanned: symbols, accepted_at: date.toISOString(), on_paper: true, state: "waiting",
    retailer_id: known.pack.retailer_id, untilMs: now().getTime() + rememberedMs, ...(cashier && { cashier }),
    ...(receipt && { receipt_number: receipt }),
  })
  if (!isNew) return say(t("off_already_used"))
  changed()
  await keepUpNow()
  return go("offline")
}
