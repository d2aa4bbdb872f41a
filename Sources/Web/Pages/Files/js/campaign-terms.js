// Between a campaign's terms, as /v1 has them, and the fields of the editor. What the editor does not show stays as it is.
import { dayAfter, wrong } from "./console.js"
import { digitsOf, fromText, t, wholeFromText } from "./words.js"

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
const plain = ({ amount, currency }) => (amount / 10 ** digitsOf(currency)).toFixed(digitsOf(currency))
const names = (text) => text.split(",").map((part) => part.trim()).filter(Boolean)

/// Fields that show less than is kept: a life in minutes as hours, a moment without its seconds, one of several limits.
const asFilled = ["coupon.valid", "coupon.valid.hours", "coupon.valid.until", "unlock.deadline", "limits.shopper_period", "stores"]

/// Which member of the unlock the one number of the form is.
const counted = { nth_visit: "n", flash: "first", swarm: "shoppers", friends: "friends", crowd: "target" }

export class Terms {
  constructor(form, kept = {}) {
    this.form = form
    this.chosen = new Set(kept.stores?.ids ?? [])
    this.keep(kept)
  }

  /// What the server holds now, and what the form said of it: whatever still says the same stays as it is.
  keep(kept) {
    this.kept = kept
    this.filled = Object.fromEntries(asFilled.map((name) => [name, this.text(name)]))
  }

  isAsFilled(...names) {
    return names.every((name) => this.text(name) === this.filled[name])
  }

  at(name) {
    return this.form.elements[name]
  }

  text(name) {
    return this.at(name).value.trim()
  }

  currency() {
    return this.text("currency").toUpperCase()
  }

  /// Null for an empty field; what is no amount goes as it is, so that the server says what is wrong with it.
  money(name) {
    const text = this.text(name)
    if (!text) return null
    return { amount: fromText(text, this.knownCurrency()) ?? text, currency: this.currency() }
  }

  knownCurrency() {
    return /^[A-Z]{3}$/.test(this.currency()) ? this.currency() : "USD"
  }

  /// Null for an empty field.
  number(name) {
    const text = this.text(name)
    if (!text) return null
    const number = wholeFromText(text)
    if (number === null) throw wrong(name, t("whole_number"))
    return number
  }

  /// What is no number goes as it is, so that the server says what is wrong with it.
  decimal(name) {
    const text = this.text(name)
    if (!text) return null
    const number = wholeFromText(text) ?? Number(text.replace(",", "."))
    return Number.isNaN(number) ? text : number
  }

  read() {
    const at = (name) => this.at(name)
    const terms = {
      name: this.text("name"), reward: this.reward(), coupon: this.coupon(), stores: this.stores(),
      schedule: this.schedule(), unlock: this.unlock(), limits: this.limits(), budget: this.budget(),
      conditions: {
        ...this.kept.conditions, min_spend: this.money("conditions.min_spend"), exclude: names(this.text("conditions.exclude")),
        exclude_discounted: at("conditions.exclude_discounted").checked, combinable: at("conditions.combinable").value,
      },
      presence: { ...this.kept.presence, when: at("presence.when").value },
      assisted: this.text("assisted") ? { max_per_till_per_day: this.number("assisted") } : null,
    }
    // A coupon without a visit is for somebody known, or for whoever has the word.
    const needsName = terms.presence.when === "to_use" && terms.unlock.kind !== "code"
    return { ...terms, identity: needsName ? "verified" : this.kept.identity ?? "any" }
  }

  reward() {
    const kind = this.at("reward.kind").value
    const same = this.kept.reward?.kind === kind ? this.kept.reward : {}
    const put = (members) => ({ ...same, kind, ...members })
    switch (kind) {
      case "percent_off": return put({ percent: this.decimal("reward.percent"), max_discount: this.money("reward.max_discount") })
      case "amount_off": return put({ amount: this.money("reward.amount") })
      case "free_item": return put({
        item: this.text("reward.item"), with_purchase: this.at("reward.with_purchase").checked, value: this.money("reward.value"),
      })
      case "fixed_price": return put({ item: this.text("reward.item"), price: this.money("reward.price"), value: this.money("reward.value") })
      case "donation": return put({ amount: this.money("reward.amount"), charity: this.text("reward.charity") })
      default: return put({ points: this.number("reward.points") })
    }
  }

  coupon() {
    const locales = Object.fromEntries([...this.form.querySelectorAll("[data-locale]")].map((part) => [part.dataset.locale, {
      headline: part.querySelector("input").value.trim(), terms: part.querySelector("textarea").value.trim(),
    }]))
    const words = {
      headline: this.text("coupon.headline"), terms: this.text("coupon.terms"), language: this.at("coupon.language").value, locales,
    }
    // A gift or points come without a coupon: there are only its words.
    if (["donation", "points"].includes(this.at("reward.kind").value)) return words
    const { offline_lease, ...kept } = this.kept.coupon ?? {}
    const offline = this.at("coupon.offline").checked
    return {
      ...kept, ...words, valid: this.life(), redeem_at: this.at("coupon.redeem_at").value, offline,
      ...(offline && offline_lease ? { offline_lease } : {}),
    }
  }

  life() {
    if (this.kept.coupon?.valid && this.isAsFilled("coupon.valid", "coupon.valid.hours", "coupon.valid.until")) return this.kept.coupon.valid
    const choice = this.at("coupon.valid").value
    if (choice !== "for") return { until: choice === "date" ? this.text("coupon.valid.until") : choice }
    const hours = this.decimal("coupon.valid.hours")
    return { for: typeof hours === "number" ? `PT${Math.round(hours * 60)}M` : `PT${hours ?? ""}H` }
  }

  /// Names, tags and brands are united: those that the form did not show stay beside what it says.
  stores() {
    const kind = this.at("stores").value
    const participation = this.at("stores.participation").value
    if (kind === "all") return { ids: [], tags: [], brands: [], participation }
    const listed = kind === "ids" ? [...this.chosen] : names(this.text("stores.names"))
    return { ids: [], tags: [], brands: [], ...this.kept.stores, [this.filled.stores]: undefined, [kind]: listed, participation }
  }

  schedule() {
    const windows = [...this.form.querySelectorAll("[data-window]")].map((row) => {
      const [from, to] = row.querySelectorAll("input[type=time]")
      const boxes = [...row.querySelectorAll("input[type=checkbox]")]
      const picked = boxes.filter((box) => box.checked).map((box) => box.value)
      if (!picked.length) throw wrong(boxes[0].name, t("choose_a_day"))
      return { from: from.value, to: to.value, ...(picked.length < 7 ? { days: picked } : {}) }
    })
    const last = this.text("schedule.to")
    return {
      ...this.kept.schedule, from: this.text("schedule.from") || null, to: last ? dayAfter(last, 1) : null, windows,
      blackouts: names(this.text("schedule.blackouts")),
    }
  }

  unlock() {
    const kind = this.at("unlock.kind").value
    const unlock = { ...(this.kept.unlock?.kind === kind ? this.kept.unlock : {}), kind }
    if (counted[kind]) unlock[counted[kind]] = this.number("unlock.count")
    if (kind === "nth_visit") unlock.within_days = this.number("unlock.within_days")
    const deadline = this.text("unlock.deadline")
    if (kind === "crowd" && !(unlock.deadline && this.isAsFilled("unlock.deadline"))) {
      unlock.deadline = deadline ? new Date(deadline).toISOString().replace(".000", "") : null
    }
    if (kind === "code") {
      const known = this.kept.unlock?.codes ?? []
      unlock.codes = names(this.text("unlock.codes")).map((word) => known.find((code) => code.word === word) ?? { word })
    }
    return unlock
  }

  limits() {
    const shown = ["shopper", "store", "campaign"].map((per) => this.shownLimit(per, this.filled["limits.shopper_period"]))
    const rest = (this.kept.limits ?? []).filter((limit) => !shown.includes(limit))
    const limit = (per, period, max) => max === null ? [] : [{ per, period, max }]
    const limits = [
      ...limit("shopper", this.at("limits.shopper_period").value, this.number("limits.shopper")),
      ...limit("store", "day", this.number("limits.store")), ...limit("campaign", "campaign", this.number("limits.campaign")),
      ...rest,
    ]
    // Nothing but another order is no change.
    const listed = (list) => list.map((one) => JSON.stringify(one)).sort().join()
    return this.kept.limits && listed(limits) === listed(this.kept.limits) ? this.kept.limits : limits
  }

  /// The one of those kept that a field shows.
  /// - period: of a limit per shopper, which may have several.
  shownLimit(per, period) {
    const periods = { shopper: [period], store: ["day"], campaign: ["campaign"] }[per]
    return (this.kept.limits ?? []).find((limit) => limit.per === per && !limit.channels?.length && periods.includes(limit.period))
  }

  budget() {
    const money = this.money("budget")
    return money && { ...(this.kept.budget?.cover ? { cover: this.kept.budget.cover } : {}), ...money }
  }

  /// Fills the form with what is kept.
  fill({ addLocale, addWindow }) {
    const { kept } = this
    const set = (name, value) => {
      if (value === null || value === undefined) return
      const field = this.at(name)
      if (field.type === "checkbox") field.checked = value
      else field.value = value
    }
    const amount = (name, value) => set(name, value && plain(value))
    const { reward, coupon, schedule, unlock, conditions } = kept
    const currency = [reward.amount, reward.max_discount, reward.value, reward.price, kept.budget, conditions.min_spend]
      .find((value) => value?.currency)?.currency
    set("currency", currency)
    set("name", kept.name)
    set("reward.kind", reward.kind)
    for (const name of ["percent", "item", "with_purchase", "charity", "points"]) set(`reward.${name}`, reward[name])
    for (const name of ["max_discount", "amount", "price", "value"]) amount(`reward.${name}`, reward[name])
    set("coupon.headline", coupon.headline)
    set("coupon.terms", coupon.terms)
    set("coupon.language", coupon.language)
    for (const [locale, words] of Object.entries(coupon.locales ?? {})) addLocale(locale, words)
    const { valid } = coupon
    if (valid?.for) {
      set("coupon.valid", "for")
      set("coupon.valid.hours", shownHours(valid.for))
    } else if (valid) {
      const isDate = /^\d/.test(valid.until)
      set("coupon.valid", isDate ? "date" : valid.until)
      if (isDate) set("coupon.valid.until", valid.until)
    }
    set("coupon.redeem_at", coupon.redeem_at)
    set("coupon.offline", coupon.offline)
    set("stores", ["ids", "brands", "tags"].find((name) => kept.stores[name]?.length) ?? "all")
    this.nameStores()
    set("stores.participation", kept.stores.participation)
    set("schedule.from", schedule.from)
    if (schedule.to) set("schedule.to", dayAfter(schedule.to, -1))
    for (const window of schedule.windows ?? []) addWindow(window)
    set("schedule.blackouts", (schedule.blackouts ?? []).join(", "))
    set("unlock.kind", unlock?.kind ?? "every_visit")
    if (unlock && counted[unlock.kind]) set("unlock.count", unlock[counted[unlock.kind]])
    set("unlock.within_days", unlock?.within_days)
    if (unlock?.deadline) set("unlock.deadline", localTime(unlock.deadline))
    set("unlock.codes", (unlock?.codes ?? []).map((code) => code.word).join(", "))
    set("limits.shopper_period", ["campaign", "day"].find((period) => this.shownLimit("shopper", period)))
    for (const per of ["shopper", "store", "campaign"]) set(`limits.${per}`, this.shownLimit(per, this.text("limits.shopper_period"))?.max)
    amount("budget", kept.budget)
    amount("conditions.min_spend", conditions.min_spend)
    set("conditions.exclude", (conditions.exclude ?? []).join(", "))
    set("conditions.exclude_discounted", conditions.exclude_discounted)
    set("conditions.combinable", conditions.combinable)
    set("presence.when", kept.presence?.when)
    set("assisted", kept.assisted?.max_per_till_per_day)
    this.keep(kept)
  }

  /// The tags or brands that are kept, when somebody turns to them.
  nameStores() {
    const kept = this.kept.stores?.[this.at("stores").value]
    if (kept?.length) this.at("stores.names").value = kept.join(", ")
  }
}

/// A length as hours, in the form's words.
function shownHours(duration) {
  const [, d = 0, h = 0, m = 0, s = 0] = duration.match(/^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?/) ?? []
  const hours = Number(d) * 24 + Number(h) + Number(m) / 60 + Number(s) / 3600
  return String(Math.round(hours * 100) / 100)
}

/// A moment as a field for date and time has it, by this device's clock.
function localTime(text) {
  const date = new Date(text)
  return new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
