// The counter: a camera, and a field into which scanners and people type.
import { currencies, flaw, totalField } from "./basket.js"
import { check } from "./code.js"
import { busy, button, field, find, h, icon, link, say, show } from "./dom.js"
import { heldPlace } from "./held.js"
import { isLineUp } from "./line.js"
import { reportPlace } from "./offline-screen.js"
import { ask } from "./sale.js"
import { scan } from "./scan.js"
import { mine, till } from "./till-device.js"
import { t } from "./words.js"

/// Once somebody has turned the camera on, it is on for the next customer too.
let wantsCamera = false

/// - wish: what was typed before, if it comes back.
export function showCounter(wish = {}) {
  const code = codeField(wish.code)
  const live = h("p", { className: "live", id: "live", ariaLive: "polite" })
  const total = totalField(wish.total)
  const look = h("button", { type: "submit", className: "wide large" }, t("check_code"))
  watch(code, live)
  const send = (text) => {
    const now = { code: text, total: total.value }
    const trouble = flaw(now)
    if (trouble) return say(trouble)
    return busy(look, () => ask(now))
  }
  const form = h("form", { className: "stack", onsubmit: (event) => {
    event.preventDefault()
    if (code.value.trim()) send(code.value.trim())
  } }, field(t("code"), code), live,
  h("div", { className: "basket" }, field(t("total"), total, t("total_hint")), currencies()), look, assistPlace())
  show(h("h1", { className: "visually-hidden" }, t("till")), reportPlace(), heldPlace(),
    h("div", { className: "counter" }, camera(send), form))
  code.focus()
}

const assistEveryMs = 300_000
let assisted = { has: false, askedMs: 0 }

/// Where an offer of the store lets the till check customers in, there is a way to it.
function assistPlace() {
  const place = h("div", { className: "assist" })
  const draw = () => place.replaceChildren(...(assisted.has ? [link(t("assist"), "#assist", { kind: "second wide large", symbol: "person" })] : []))
  draw()
  if (isLineUp() && Date.now() - assisted.askedMs > assistEveryMs)
    mine("GET", "/v1/tills/me/assisted-offers").then(({ items }) => {
      assisted = { has: items.length > 0, askedMs: Date.now() }
      draw()
    }, () => {})
  return place
}

export const codeField = (value = "") => h("input", {
  name: "code", id: "code", className: "code typed", autocomplete: "off", autocapitalize: "characters",
  spellcheck: false, enterKeyHint: "go", maxLength: 300, value,
})

/// As long as somebody types, so that a mistake is seen before it is sent.
export function watch(code, live) {
  code.setAttribute("aria-describedby", "live")
  code.addEventListener("input", () => tell(code, live))
  tell(code, live)
}

function tell(code, live) {
  const { state, symbols } = check(code.value)
  const looks = { right: ["footfall", "check"], signed: ["footfall", "check"], wrong: ["amber", "warning"], odd: ["amber", "warning"], own: ["", null], typing: ["", null] }
  const [tone, symbol] = looks[state]
  const words = state === "typing" ? (symbols ? t("live_typing", { count: symbols.length }) : t("live_empty")) : t(`live_${state === "signed" ? "right" : state}`)
  live.className = `live ${tone}`
  live.replaceChildren(...[symbol && icon(symbol, "icon small"), words].filter(Boolean))
}

export function camera(found) {
  const video = h("video", { muted: true, playsInline: true, ariaLabel: t("camera") })
  const turnOn = async () => {
    try {
      await scan(video, (text) => {
        found(text)
        return true
      })
      wantsCamera = true
      box.classList.add("on")
    } catch {
      wantsCamera = false
      say(t("no_camera"))
    }
  }
  const start = button(t("scan"), () => busy(start, turnOn), { kind: "large", symbol: "camera" })
  const box = h("div", { className: "camera" }, video, start)
  if (wantsCamera) setTimeout(turnOn)
  return box
}

/// Nobody types so many characters where there is no field: a scanner that acts as a keyboard does.
const scannedMin = 8
let heard = ""
let heardMs = 0

/// What a scanner types belongs to the code, wherever the focus is: on an answer it is the next customer's coupon. Its Enter
/// presses no button, on whatever screen.
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !till()) return
  const at = document.activeElement
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(at?.tagName ?? "")) return
  const code = find("#code")
  if (code && event.key.length === 1 && (at === document.body || at.tagName === "MAIN")) return code.focus()
  if (event.timeStamp - heardMs > 1000) heard = ""
  heardMs = event.timeStamp
  if (event.key.length === 1 && event.key !== " ") heard += event.key
  if (event.key !== "Enter") return
  const text = heard
  heard = ""
  if (text.length < scannedMin) return
  event.preventDefault()
  // What is under way is answered for first.
  if (find(".answer-screen") && !find(".answer-screen [aria-busy=true]")) ask({ code: text })
}, true)
