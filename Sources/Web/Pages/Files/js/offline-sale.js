// What a till says of a coupon while it cannot ask.
import { answer, go, next } from "./answer-screen.js"
import { basketOf, showBasket } from "./basket.js"
import { busy, button } from "./dom.js"
import { accept, changed, weigh } from "./offline.js"
import { worth } from "./offline-worth.js"
import { undo } from "./till-memory.js"
import { money, t } from "./words.js"

/// - heard: what the rules said.
/// - again: the buttons that lead back to the counter.
/// - attempt: a question to the server that got no answer.
export function sayOffline(heard, wish, { again, attempt = null }) {
  if (heard.word === "refuse") return answer("brick", "cross", t("refused"), t(`off_${heard.reason}`), [next()], [t("off_by_pack")])
  if (heard.word === "ask") return answer("amber", "off", t("off_title"), t(`off_${heard.reason}`), again(wish))
  const value = worth(heard.offer, basketOf(wish) ?? null)
  if (value.refusal) return missing(value, wish, again, attempt)
  const words = value.discount ? t("take_off", { money: money(value.discount) })
    : value.discount_max ? t("take_up_to", { money: money(value.discount_max) }) : heard.offer.headline
  const take = button(t("redeem"), () => busy(take, () => redeem(wish, words, { again, attempt })), { kind: "large wide" })
  return answer("footfall", "check", t("good"), words, [take, button(t("cancel"), () => go(), { kind: "second large wide" })],
    [words !== heard.offer.headline && heard.offer.headline, t("off_by_pack")])
}

function missing({ refusal, missing }, wish, again, attempt) {
  const words = missing ? t("off_min_spend", { money: money(missing) }) : t(`till_${refusal}`)
  const mend = button(t("enter_total"), () =>
    showBasket(wish, t("check_code"), async (now) => {
      sayOffline(await weigh(now.code), now, { again, attempt })
    }), { kind: "large wide" })
  answer("amber", "warning", t(refusal === "basket_required" ? "needs_total" : "look_again"), words, [mend, next("second")])
}

/// It is on the disk before anybody reads that it was taken.
async function redeem(wish, words, { again, attempt }) {
  const basket = basketOf(wish)
  const entry = { ...(basket && { basket }), ...(wish.receipt && { receipt_number: wish.receipt }), ...(attempt && { attempt }) }
  // What cannot be written down is not taken.
  const heard = await accept(wish.code, entry).catch(() => ({ word: "ask", reason: "disk" }))
  if (heard.word !== "accept") return sayOffline(heard, wish, { again })
  const back = button(t("take_back"), () => busy(back, () => takeBack(heard.body.code)), { kind: "second large wide", symbol: "undo" })
  answer("footfall", "check", t("redeemed"), words, [next(), !attempt && back], [t("off_accepted")])
}

async function takeBack(code) {
  const isUndone = await undo(code)
  changed()
  if (isUndone) answer("amber", "undo", t("taken_back"), t("till_voided"), [next()])
  else answer("amber", "warning", t("wait"), t("off_sent"), [next()])
}
