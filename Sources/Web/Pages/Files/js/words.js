// The words of this page, in its language. Keys are those of words/AREA.LANGUAGE.json.
import { now } from "./clock.js"

const page = document.documentElement
const entries = await (await fetch(page.dataset.words)).json()

export const language = page.lang
const plurals = new Intl.PluralRules(language)
const numbers = new Intl.NumberFormat(language)

const fill = (text, values) =>
  text.replace(/\{([a-z_]+)\}/g, (blank, name) => (name in values ? values[name] : blank))

export const has = (key) => key in entries

/// With `count` among the values, the form that it asks for.
export function t(key, values = {}) {
  const entry = entries[key]
  if (typeof entry === "string") return fill(entry, values)
  if (!entry) return key
  const form = entry[plurals.select(values.count)] ?? entry.other
  return fill(form, { ...values, count: numbers.format(values.count) })
}

export const number = (value) => numbers.format(value)

/// Minor units, as the API has them.
export function money({ amount, currency }) {
  const format = new Intl.NumberFormat(language, { style: "currency", currency })
  return format.format(amount / 10 ** format.resolvedOptions().maximumFractionDigits)
}

export function distance(meters) {
  const unit = meters < 950 ? "meter" : "kilometer"
  const value = unit === "meter" ? Math.max(10, Math.round(meters / 10) * 10) : meters / 1000
  return new Intl.NumberFormat(language, {
    style: "unit", unit, maximumFractionDigits: value < 10 && unit === "kilometer" ? 1 : 0,
  }).format(value)
}

const isToday = (date, now) => date.toDateString() === now.toDateString()

/// A time of today as the clock shows it; any other with its day.
export function moment(text) {
  const date = new Date(text)
  const options = isToday(date, now())
    ? { timeStyle: "short" }
    : { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" }
  return new Intl.DateTimeFormat(language, options).format(date)
}

export const day = (text) =>
  new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric" }).format(new Date(text))

export const digitsOf = (currency) =>
  new Intl.NumberFormat(language, { style: "currency", currency }).resolvedOptions().maximumFractionDigits

const grouped = new RegExp(`^(\\d+|\\d{1,3}([${language === "en" ? "," : "."}\\s'\u2019]\\d{3})+)$`)

/// A whole number as somebody typed it, with whatever stands between its thousands here; null if it is none.
export const wholeFromText = (text) => (grouped.test(text) ? Number(text.replace(/\D/g, "")) : null)

/// Minor units of what somebody typed, with whatever stands for the point here; null if it is no amount.
export function fromText(text, currency) {
  const compact = text.replace(/[\s\u00a0\u202f']/g, "")
  if (!compact) return null
  const match = compact.match(/^(\d+(?:[.,]\d{3})*?)(?:[.,](\d{1,3}))?$/)
  if (!match) return null
  const digits = digitsOf(currency)
  const fraction = match[2] ?? ""
  if (fraction.length > digits) return fraction.length === 3 ? Number(match[1].replace(/[.,]/g, "") + fraction) * 10 ** digits : null
  return Number(match[1].replace(/[.,]/g, "")) * 10 ** digits + Number(fraction.padEnd(digits, "0") || 0)
}
