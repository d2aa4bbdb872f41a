// What a coupon takes off, as far as the pack tells: the same sums as the server's (Discount.swift), without lines.

/// - basket: `currency`, `total` and perhaps `eligible_total`, or null.
/// Returns `discount`, or `refusal` with what is missing, or what is known: `discount_max`, or that the cashier gives what
/// the headline says.
export function worth({ reward, conditions }, basket) {
  const { min_spend: least, include, exclude, exclude_discounted, max_units } = conditions
  const isNarrow = include.length > 0 || exclude.length > 0 || exclude_discounted
  if (!basket) return least ? { refusal: "basket_required" } : { discount_max: reward.max_discount ?? reward.amount }
  const currency = [reward.amount, reward.max_discount, least].find(Boolean)?.currency ?? basket.currency
  if (currency !== basket.currency) return { refusal: "currency_mismatch" }
  const isShare = reward.kind === "percent_off" || reward.kind === "amount_off"
  if (isNarrow && basket.eligible_total === undefined && (least || isShare)) return { refusal: "basket_required" }
  const counts = basket.eligible_total ?? basket.total
  if (least && counts < least.amount)
    return { refusal: "min_spend", missing: { amount: least.amount - counts, currency } }
  if (!isShare || max_units !== null) return {}
  if (!counts) return { refusal: "no_eligible_item" }
  const share = reward.kind === "amount_off" ? reward.amount.amount
    : Math.min(Math.floor((counts * Math.round(reward.percent * 100) + 5000) / 10_000), reward.max_discount?.amount ?? Infinity)
  const amount = Math.min(share, counts)
  return amount ? { discount: { amount, currency } } : { refusal: "nothing_off" }
}
