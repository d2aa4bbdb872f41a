// A coupon that this till holds while the sale is still open: nobody else can use it until its time is over.
import { newKey } from "./api.js"
import { answer, go, next } from "./answer-screen.js"
import { basketFields, flaw } from "./basket.js"
import { now } from "./clock.js"
import { busy, button, h, link, notice, say, show } from "./dom.js"
import { drawer } from "./drawer.js"
import { isNoAnswer } from "./line.js"
import { bodyOf, refused, taken } from "./sale.js"
import { mine, sentence } from "./till-device.js"
import { t } from "./words.js"

const kept = drawer("footfall.till.held")
/// Whatever the sale is, these end the hold.
const final = new Set(["already_used", "expired", "not_found", "reservation_ended", "revoked", "store_closed", "wrong_store"])

const leftMs = ({ expires_at }) => Date.parse(expires_at) - now()
const all = () => (kept.get() ?? []).filter((one) => leftMs(one) > 0)
export const openHolds = all
const drop = (id) => kept.put(all().filter((one) => one.id !== id))

/// - headline: what the coupon is for.
export async function hold(wish, headline, key) {
  try {
    const held = await mine("POST", "/v1/reservations", { body: bodyOf(wish), key })
    kept.put([...all(), { id: held.id, expires_at: held.expires_at, headline, wish }])
    go(`held/${held.id}`)
  } catch (error) {
    refused(isNoAnswer(error) ? "no_line" : error.code, sentence(error), wish)
  }
}

function clock(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
}

/// How long it lasts, as the seconds go by; `over` is called once, at the end.
function timer(held, over = () => {}) {
  const place = h("strong", { className: "number", role: "timer" }, clock(leftMs(held)))
  const turning = setInterval(() => {
    place.textContent = clock(leftMs(held))
    if (place.isConnected && leftMs(held) > 0) return
    clearInterval(turning)
    if (place.isConnected) over()
  }, 500)
  return place
}

/// What is held, for the counter: a sale that was left open is not forgotten.
export const heldPlace = () => all().map((held) => notice("sky", "clock",
  h("p", {}, h("strong", {}, held.headline), " · ", t("held_left"), " ", timer(held)),
  link(t("go_on"), `#held/${held.id}`, { kind: "second large" })))

export function showHeld(id) {
  const held = all().find((one) => one.id === id)
  if (!held) return answer("amber", "clock", t("hold_over"), t("till_reservation_ended"), [next()])
  const { fields, read, focus } = basketFields(held.wish)
  const key = newKey()
  const send = h("button", { type: "submit", className: "wide large" }, t("redeem"))
  const free = button(t("let_go"), () => busy(free, () => release(held)), { kind: "second wide large", symbol: "undo" })
  show(h("form", { className: "stack narrow", onsubmit: (event) => {
    event.preventDefault()
    const wish = read()
    const trouble = flaw(wish)
    if (trouble) say(trouble)
    else busy(send, () => commit(held, wish, key))
  } }, h("h1", {}, t("held_title")),
  notice("sky", "clock", h("p", {}, h("strong", {}, held.headline)), h("p", {}, t("held_left"), " ", timer(held, () => showHeld(id)))),
  h("p", { className: "quiet" }, t("held_text")), fields, send, free, link(t("go_back"), "#", { kind: "plain large" })))
  focus()
}

async function commit(held, wish, key) {
  const { basket, cashier, receipt_number } = bodyOf(wish)
  try {
    const told = await mine("POST", `/v1/reservations/${held.id}/commit`, { body: { basket, cashier, receipt_number }, key })
    drop(held.id)
    taken(told, wish.code)
  } catch (error) {
    if (isNoAnswer(error)) return say(t("no_line"))
    kept.put(all().map((one) => (one.id === held.id ? { ...one, wish } : one)))
    if (!final.has(error.code)) return askAgain(held, sentence(error))
    drop(held.id)
    refused(error.code, sentence(error), wish)
  }
}

const askAgain = (held, words) => answer("amber", "warning", t("look_again"), words,
  [button(t("enter_total"), () => go(`held/${held.id}`), { kind: "large wide" })])

async function release(held) {
  try {
    await mine("DELETE", `/v1/reservations/${held.id}`, { key: newKey() })
    drop(held.id)
    answer("amber", "undo", t("freed"), t("freed_text"), [next()])
  } catch (error) {
    say(sentence(error))
  }
}
