// The till: scan or type, one clear answer, what next. Nothing else.
import { newKey } from "./api.js"
import { canonical, check, grouped } from "./code.js"
import { busy, button, field, find, h, icon, say, show } from "./dom.js"
import { showScreen } from "./presence.js"
import { scan } from "./scan.js"
import { sound } from "./sounds.js"
import { showStore } from "./store.js"
import { enrol, mine, refusal, sentence, set, setting, storeName, till, worth } from "./till-device.js"
import { fromText, t } from "./words.js"

/// What a cashier can mend at once; everything else is final.
const mendable = new Set([
  "bad_check_symbol", "basket_required", "currency_mismatch", "min_spend", "no_eligible_item", "not_stackable",
  "purchase_required", "reserved_elsewhere", "reservation_ended", "no_line", "busy", "too_many_attempts", "invalid",
])

let stopCamera = null

function go() {
  stopCamera?.()
  stopCamera = null
  const [name, code] = location.hash.slice(1).split("/")
  find(".till-bar nav").hidden = !till()
  nameStore()
  if (!till()) return showEnrolment(name === "enrol" ? decodeURIComponent(code ?? "") : "")
  if (name === "screen") return showScreen()
  if (name === "store") return showStore()
  return showCounter()
}

async function nameStore() {
  if (!till()) return
  find("#store-name").textContent = till().store_name ?? ""
  if (till().store_name) return
  try {
    find("#store-name").textContent = await storeName()
  } catch {
    // Without a line the till works without its name.
  }
}

function showEnrolment(given) {
  const code = h("input", { name: "enrolment", className: "code", autocomplete: "off", required: true, value: given })
  const send = h("button", { type: "submit", className: "wide large" }, t("enrol"))
  show(h("form", { className: "stack narrow", onsubmit: (event) => {
    event.preventDefault()
    busy(send, async () => {
      try {
        await enrol(code.value.trim())
        history.replaceState(null, "", "/till")
        go()
      } catch (error) {
        say(sentence(error))
      }
    })
  } }, h("h1", {}, t("enrol_title")), h("p", {}, t("enrol_text")), field(t("enrolment_code"), code), send))
  code.focus()
}

function showCounter() {
  const code = h("input", {
    name: "code", id: "code", className: "code typed", autocomplete: "off", autocapitalize: "characters",
    spellcheck: false, enterKeyHint: "go", maxLength: 300,
  })
  const live = h("p", { className: "live", id: "live", ariaLive: "polite" })
  const total = h("input", { name: "total", id: "total", inputMode: "decimal", autocomplete: "off", maxLength: 12 })
  const look = h("button", { type: "submit", className: "wide large" }, t("check_code"))
  code.setAttribute("aria-describedby", "live")
  code.addEventListener("input", () => tell(code, live))
  tell(code, live)
  const form = h("form", { className: "stack", onsubmit: (event) => {
    event.preventDefault()
    if (code.value.trim()) busy(look, () => ask(code.value.trim(), total.value))
  } }, field(t("code"), code), live,
  h("div", { className: "basket" }, field(t("total"), total, t("total_hint")), currencies()), look)
  show(h("h1", { className: "visually-hidden" }, t("till")), h("div", { className: "counter" }, camera(total), form))
  code.focus()
}

/// As long as somebody types, so that a mistake is seen before it is sent.
function tell(code, live) {
  const { state, symbols } = check(code.value)
  const looks = { right: ["footfall", "check"], signed: ["footfall", "check"], wrong: ["amber", "warning"], odd: ["amber", "warning"], typing: ["", null] }
  const [tone, symbol] = looks[state]
  const words = state === "typing" ? (symbols ? t("live_typing", { count: symbols.length }) : t("live_empty")) : t(`live_${state === "signed" ? "right" : state}`)
  live.className = `live ${tone}`
  live.replaceChildren(...[symbol && icon(symbol, "icon small"), words].filter(Boolean))
}

function currencies() {
  const names = new Intl.DisplayNames(document.documentElement.lang, { type: "currency" })
  const chosen = setting("currency") ?? "USD"
  const list = h("select", { name: "currency", id: "currency", onchange: () => set("currency", list.value) },
    Intl.supportedValuesOf("currency").map((currency) =>
      h("option", { value: currency, selected: currency === chosen }, `${currency} · ${names.of(currency)}`)))
  return field(t("currency"), list)
}

function camera(total) {
  const video = h("video", { muted: true, playsInline: true, ariaLabel: t("camera") })
  const start = button(t("scan"), () => busy(start, async () => {
    try {
      stopCamera = await scan(video, (text) => {
        stopCamera?.()
        ask(text, total.value)
      })
      box.classList.add("on")
    } catch {
      say(t("no_camera"))
    }
  }), { kind: "large", symbol: "camera" })
  const box = h("div", { className: "camera" }, video, start)
  return box
}

function sale(code, total) {
  const currency = setting("currency") ?? "USD"
  const amount = fromText(total, currency)
  const read = check(code).state === "signed" ? code : canonical(code) ?? code
  return { code: read, ...(amount !== null && { basket: { currency, total: amount } }) }
}

/// Asks without taking it: the cashier sees what it is worth before it is used up.
async function ask(code, total) {
  const read = check(code)
  if (read.state === "wrong" || read.state === "odd") return answer("amber", "warning", t("look_again"), t("live_wrong"), again(code))
  try {
    const body = sale(code, total)
    const found = await mine("POST", "/v1/coupons/validate", { body })
    if (!found.usable) return refused(found.reason, refusal(found.reason, found.say, found), code, total)
    const key = newKey()
    const take = button(t("redeem"), () => busy(take, () => redeem(body, key)), { kind: "large wide" })
    answer("footfall", "check", t("good"), worth(found),
      [take, button(t("cancel"), () => go(), { kind: "second large wide" })],
      [found.coupon?.headline, grouped(read.symbols), total ? null : t("without_total")])
  } catch (error) {
    refused(error.code, sentence(error), code, total)
  }
}

async function redeem(body, key) {
  try {
    const taken = await mine("POST", "/v1/redemptions", { body, key })
    const undo = button(t("take_back"), () => busy(undo, () => takeBack(taken)), { kind: "second large wide", symbol: "undo" })
    answer("footfall", "check", t("redeemed"), worth(taken), [next(), undo])
  } catch (error) {
    if (error.status === 0) {
      // Sent again under the same key it cannot be taken twice.
      const retry = button(t("try_again"), () => busy(retry, () => redeem(body, key)), { kind: "large wide" })
      return answer("amber", "off", t("no_answer"), t("no_line"), [retry, next("second")])
    }
    refused(error.code, sentence(error), body.code, "")
  }
}

async function takeBack({ id }) {
  try {
    const back = await mine("POST", `/v1/redemptions/${id}/void`, { key: newKey() })
    answer("amber", "undo", t("taken_back"), refusal("voided", back.say), [next()])
  } catch (error) {
    refused(error.code, sentence(error), "", "")
  }
}

function refused(code, words, typed, total) {
  if (!mendable.has(code)) return answer("brick", "cross", t("refused"), words, [next()])
  const known = { basket_required: "needs_total", reserved_elsewhere: "wait", no_line: "no_answer", busy: "wait", too_many_attempts: "wait" }
  answer("amber", "warning", t(known[code] ?? "look_again"), words, again(typed, total, code === "basket_required"))
}

const next = (kind = "") => button(t("next"), () => go(), { kind: `${kind} large wide` })

/// Back to the counter with what was typed.
function again(code, total = "", wantsTotal = false) {
  return [button(t("go_back"), () => {
    go()
    find("#code").value = grouped(canonical(code) ?? "") || code
    find("#code").dispatchEvent(new Event("input"))
    find("#total").value = total
    if (wantsTotal) find("#total").focus()
  }, { kind: "large wide" }), next("second")]
}

/// The whole screen says it: colour, sign, word, sentence, sound.
function answer(tone, symbol, word, words, actions, details = []) {
  stopCamera?.()
  stopCamera = null
  sound(tone)
  show(h("section", { className: `answer-screen ${tone}`, role: "alert" },
    icon(symbol, "icon huge"), h("h1", {}, word), h("p", { className: "sentence" }, words),
    details.filter(Boolean).map((text) => h("p", {}, text)),
    h("div", { className: "stack tight actions" }, actions.filter(Boolean))))
  find(".actions button").focus()
}

/// A scanner that acts as a keyboard types wherever the focus is: what it types belongs to the code.
addEventListener("keydown", (event) => {
  const code = find("#code")
  const isElsewhere = document.activeElement === document.body || document.activeElement?.tagName === "MAIN"
  if (code && isElsewhere && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) code.focus()
})
addEventListener("hashchange", go)
go()

if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => {})
