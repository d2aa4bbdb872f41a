// One coupon in a sale: look it up, take it, take it back. With the line down, by the pack.
import { newKey } from "./api.js"
import { answer, go, next } from "./answer-screen.js"
import { basketOf, showBasket } from "./basket.js"
import { canonical, check, grouped } from "./code.js"
import { showCounter } from "./counter.js"
import { busy, button } from "./dom.js"
import { hold } from "./held.js"
import { isLineUp, isNoAnswer } from "./line.js"
import { sayOffline } from "./offline-sale.js"
import { weigh } from "./offline.js"
import { read } from "./signed-coupon.js"
import { mine, refusal, sentence, setting } from "./till-device.js"
import { forget, note } from "./till-memory.js"
import { t } from "./words.js"

/// What a cashier can mend at once; everything else is final.
const mendable = new Set([
  "bad_check_symbol", "basket_required", "currency_mismatch", "min_spend", "no_eligible_item", "not_stackable",
  "nothing_off", "purchase_required", "reserved_elsewhere", "reservation_ended", "no_line", "busy", "too_many_attempts",
  "invalid", "sale_voided",
])
const practiceMark = "TEST"
const rememberedMs = 60 * 86_400_000

/// - wish: `code` as it was scanned or typed, and of the sale what was typed: `total`, `eligible`, `receipt`.
export function bodyOf(wish) {
  const basket = basketOf(wish), cashier = setting("cashier")
  const { state, symbols } = check(wish.code)
  return {
    code: state === "right" ? symbols : wish.code, ...(basket && { basket }), ...(cashier && { cashier }),
    ...(wish.receipt && { receipt_number: wish.receipt }),
  }
}

/// Asks without taking it: the cashier sees what it is worth before it is used up.
export async function ask(wish) {
  const { state, symbols } = check(wish.code)
  if (state === "odd") return answer("amber", "warning", t("look_again"), t("live_odd"), again(wish))
  if (state === "right" && symbols.startsWith(practiceMark)) return go(`practice/${symbols}`)
  if (!isLineUp() && state === "signed") {
    // Known to be down: nobody waits for an answer that does not come.
    const heard = await weigh(wish.code)
    if (heard.word !== "ask") return sayOffline(heard, wish, { again })
  }
  try {
    const found = await look(wish)
    if (found.reason === "unknown_code" && await isRehearsal(symbols)) return undefined
    if (!found.usable) return refused(found.reason, refusal(found.reason, found.say, found), wish)
    return good(found, wish, state === "right" ? grouped(symbols) : "")
  } catch (error) {
    if (!isNoAnswer(error)) return refused(error.code, sentence(error), wish)
    if (state === "wrong") return answer("amber", "warning", t("look_again"), t("live_wrong"), again(wish))
    if (state === "right" || state === "signed") return sayOffline(await weigh(wish.code), wish, { again })
    return sayOffline({ word: "ask", reason: "unsigned" }, wish, { again })
  }
}

/// A campaign is rehearsed at the counter with a code that is worth nothing.
async function isRehearsal(code) {
  try {
    return await (await import("./practice.js")).rehearse(code)
  } catch {
    return false
  }
}

async function look(wish) {
  const body = bodyOf(wish)
  const found = await mine("POST", "/v1/coupons/validate", { body })
  const wantsLines = found.reason === "basket_required" && body.basket?.eligible_total !== undefined
  if (!wantsLines) return found
  // It would need the single goods, which nobody types here: the cashier sees which of them it is for.
  delete wish.total
  delete wish.eligible
  return mine("POST", "/v1/coupons/validate", { body: bodyOf(wish) })
}

function good(found, wish, shown) {
  const key = newKey()
  const take = button(t("redeem"), () => busy(take, () => redeem(wish, key)), { kind: "large wide" })
  const wait = button(t("hold"), () => busy(wait, () => hold(wish, found.coupon?.headline ?? "", newKey())), { kind: "second large wide", symbol: "clock" })
  const isBare = !basketOf(wish)
  const more = isBare && button(t("enter_total"), () => showBasket(wish, t("check_code"), ask), { kind: "second large wide" })
  answer("footfall", "check", t("good"), found.say,
    [take, wait, more, button(t("cancel"), () => go(), { kind: "second large wide" })],
    [found.coupon?.headline, shown, isBare && t("without_total")])
}

async function redeem(wish, key) {
  const body = bodyOf(wish)
  try {
    taken(await mine("POST", "/v1/redemptions", { body, key }), wish.code)
  } catch (error) {
    if (!isNoAnswer(error)) return refused(error.code, sentence(error), wish)
    // Sent again under the same key it cannot be taken twice.
    const retry = button(t("try_again"), () => busy(retry, () => redeem(wish, key)), { kind: "large wide" })
    const goOn = button(t("without_line"), () => busy(goOn, async () => {
      sayOffline(await weigh(wish.code), wish, { again, attempt: { body, key } })
    }), { kind: "second large wide", symbol: "off" })
    answer("amber", "off", t("no_answer"), t("no_line"), [retry, goOn, next("second")])
  }
}

/// What was taken with the line up is known when it is down.
export function taken(told, code) {
  const found = read(code)
  if (found.kind !== "unreadable")
    note({
      code: found.body?.code ?? found.code, state: "online", redemption_id: told.id,
      untilMs: found.body?.untilMs ?? Date.now() + rememberedMs,
    }).catch(() => {})
  const undo = button(t("take_back"), () => busy(undo, () => takeBack(told)), { kind: "second large wide", symbol: "undo" })
  answer("footfall", "check", t("redeemed"), told.say, [next(), undo])
}

export async function takeBack({ id }) {
  try {
    const back = await mine("POST", `/v1/redemptions/${id}/void`, { key: newKey() })
    await forget(id).catch(() => {})
    answer("amber", "undo", t("taken_back"), refusal("voided", back.say), [next()])
  } catch (error) {
    refused(error.code, sentence(error), { code: "" })
  }
}

export function refused(code, words, wish) {
  if (!mendable.has(code)) return answer("brick", "cross", t("refused"), words, [next()])
  const known = { basket_required: "needs_total", reserved_elsewhere: "wait", no_line: "no_answer", busy: "wait", too_many_attempts: "wait" }
  const isOfSale = ["basket_required", "min_spend", "no_eligible_item", "nothing_off", "currency_mismatch"].includes(code)
  const mend = isOfSale && button(t("enter_total"), () => showBasket(wish, t("check_code"), ask), { kind: "large wide" })
  const lift = code === "too_many_attempts" && button(t("unlock_title"), () => go("unlock"), { kind: "large wide", symbol: "key" })
  answer("amber", "warning", t(known[code] ?? "look_again"), words, mend || lift ? [mend || lift, next("second")] : again(wish))
}

/// Back to the counter with what was typed.
export function again(wish) {
  const shown = { ...wish, code: grouped(canonical(wish.code) ?? "") || wish.code }
  return [button(t("go_back"), () => showCounter(shown), { kind: "large wide" }), next("second")]
}
