// What became of this shopper's appeals: the store's answer, with its reason.
import { mine } from "./account.js"
import { h, icon } from "./dom.js"
import { drawer } from "./drawer.js"
import { moment, t } from "./words.js"

const kept = drawer("footfall.appeals")
const keptMax = 10
const tones = { open: "amber", granted: "footfall", rejected: "brick" }
const symbols = { open: "clock", granted: "check", rejected: "cross" }

/// Notes that this check-in was appealed against.
export function keepAppeal(id) {
  kept.put([id, ...(kept.get() ?? []).filter((other) => other !== id)].slice(0, keptMax))
}

/// The newest first; what cannot be read is left out.
export async function appealCards() {
  const receipts = await Promise.all((kept.get() ?? []).map((id) => mine("GET", `/v1/check-ins/${id}/receipt`).catch(() => null)))
  return receipts.filter((receipt) => receipt?.appeal.state).map(({ store, checked_at, appeal: { state, reason } }) =>
    h("article", { className: "card stack tight" },
      h("div", { className: "row spread small quiet" }, h("span", {}, store.name), h("time", { dateTime: checked_at }, moment(checked_at))),
      h("p", {}, h("span", { className: `chip ${tones[state]}` }, icon(symbols[state], "icon small"), t(`appeal_state_${state}`))),
      h("p", {}, t(`appeal_is_${state}`)),
      reason && h("p", {}, t("appeal_reason", { reason }))))
}
