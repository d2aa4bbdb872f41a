// Before the first customer comes: cashiers practise with five codes worth nothing, tills rehearse a campaign.
import { newKey } from "./api.js"
import { answer, go } from "./answer-screen.js"
import { canonical, check, grouped } from "./code.js"
import { camera, codeField, watch } from "./counter.js"
import { busy, button, field, h, icon, link, notice, say, show } from "./dom.js"
import { number, t } from "./words.js"
import { mine, sentence, set, setting } from "./till-device.js"

const progress = () => setting("practice") ?? {}
const marks = { good: "footfall", used: "brick", expired: "brick", wrong_store: "brick", sold_out: "amber" }

/// - given: a practice code that was scanned at the counter.
export async function showPractice(given) {
  show(h("h1", {}, t("practice")), h("div", { className: "waiting" }))
  let items = []
  try {
    ({ items } = await mine("GET", "/v1/tills/me/specimens"))
  } catch (error) {
    return show(h("h1", {}, t("practice")), notice("amber", "off", h("p", {}, sentence(error))), link(t("go_back"), "#store", { kind: "second wide large" }))
  }
  const name = h("input", { name: "cashier", autocomplete: "off", required: true, maxLength: 100, value: setting("cashier") ?? "" })
  const send = (code) => {
    if (!name.value.trim()) {
      name.focus()
      return say(t("practice_name"))
    }
    set("cashier", name.value.trim())
    return tryOut(code, name.value.trim())
  }
  const done = progress().cashier === setting("cashier") ? progress().done ?? [] : []
  show(h("div", { className: "counter" },
    h("div", { className: "stack" }, h("h1", {}, t("practice")), h("p", {}, t("practice_text")),
      field(t("practice_who"), name), h("h2", {}, t("practice_codes")), items.map((item) => row(item, done, send))),
    h("div", { className: "stack" }, camera(send), typed(send, given), h("p", { className: "quiet" }, t("rehearsal_text")),
      link(t("go_back"), "#store", { kind: "second wide large" }))))
  if (given && name.value) send(given)
  else if (!name.value) name.focus()
}

function row({ specimen, code }, done, send) {
  const isDone = done.includes(specimen)
  const scan = button(t("practice_try"), () => busy(scan, () => send(code)), { kind: "second large" })
  return h("div", { className: "card row spread" },
    h("div", {}, h("p", { className: "code" }, code),
      isDone && h("p", { className: "chip footfall" }, icon("check", "icon small"), t("practice_done"))), scan)
}

function typed(send, given = "") {
  const code = codeField(grouped(given))
  const live = h("p", { className: "live", id: "live", ariaLive: "polite" })
  const press = h("button", { type: "submit", className: "wide large" }, t("check_code"))
  watch(code, live)
  return h("form", { className: "stack", onsubmit: (event) => {
    event.preventDefault()
    if (code.value.trim()) busy(press, () => send(code.value.trim()))
  } }, field(t("code"), code), live, press)
}

/// A specimen, or else the coupon of nothing that a campaign rehearses with.
async function tryOut(text, cashier) {
  const { state } = check(text)
  if (state === "wrong" || state === "odd") return answer("amber", "warning", t("look_again"), t("live_wrong"), [back()])
  const code = canonical(text)
  try {
    const told = await mine("POST", "/v1/tills/me/practice", { body: { code, cashier }, key: newKey() })
    set("practice", { cashier, done: told.done })
    const tone = marks[told.specimen]
    const left = told.left.length ? t("practice_left", { count: told.left.length }) : t("practice_trained", { cashier })
    return answer(tone, { footfall: "check", brick: "cross", amber: "warning" }[tone],
      t(told.usable ? "good" : tone === "amber" ? "look_again" : "refused"), told.say, [back()], [left])
  } catch (error) {
    if (error.code !== "not_found") return say(sentence(error))
  }
  try {
    if (!(await rehearse(code))) answer("amber", "warning", t("look_again"), t("no_practice"), [back()])
  } catch (error) {
    say(sentence(error))
  }
}

/// Takes the coupon of nothing with which a campaign is rehearsed. False if the code is none.
export async function rehearse(code) {
  try {
    const { name, readiness } = await mine("POST", "/v1/tills/me/rehearsals", { body: { code }, key: newKey() })
    answer("footfall", "check", t("rehearsed"), t("rehearsed_text"), [button(t("go_on"), () => go(location.hash.slice(1)), { kind: "large wide" })],
      [name, t("ready", { count: readiness.tills, ready: number(readiness.ready) })])
    return true
  } catch (error) {
    if (error.code === "not_found") return false
    throw error
  }
}

const back = () => button(t("go_on"), () => go("practice"), { kind: "large wide" })
