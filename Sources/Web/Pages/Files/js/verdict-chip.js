// What was decided about a check-in, as the console shows it.
import { h, icon } from "./dom.js"
import { t } from "./words.js"

const looks = { accepted: ["footfall", "check"], accepted_no_reward: ["sky", "info"], held: ["amber", "clock"], refused: ["brick", "cross"] }

export function verdictChip(verdict) {
  const [tone, symbol] = looks[verdict]
  return h("span", { className: `chip ${tone}` }, icon(symbol, "icon small"), t(`verdict_${verdict}`))
}
