// Opening hours, a line for each day: what people write on a door.
import { field, h } from "./dom.js"
import { language, t } from "./words.js"

const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
/// 2024-01-01 was a Monday.
const nameOf = (place) => {
  const name = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, 1 + place)))
  return name[0].toLocaleUpperCase(language) + name.slice(1)
}
const written = (spans) => (spans ?? []).map(({ from, to }) => `${from}\u2013${to}`).join(", ")
const padded = (time) => (/^\d:/.test(time) ? `0${time}` : time)

/// Spans of a line such as 7:00-12:00, 13-18; what cannot be read goes to the server, which says so.
const spansOf = (line) => line.split(",").map((part) => part.trim()).filter(Boolean).map((part) => {
  const [from = "", to = ""] = part.split(/\s*[-\u2013\u2014]\s*/).map((time) => padded(/^\d{1,2}$/.test(time) ? `${time}:00` : time))
  return { from, to }
})

let exceptions

export function hoursFields(hours) {
  exceptions = hours?.exceptions
  const known = h("input", { type: "checkbox", name: "has_hours", checked: Boolean(hours), onchange: () => (lines.hidden = !known.checked) })
  const lines = h("div", { className: "hours", hidden: !hours }, h("p", { className: "quiet small" }, t("hours_hint")),
    ...days.map((day, place) => field(nameOf(place), h("input", { name: `hours.${day}`, id: `hours-${day}`, value: written(hours?.[day]), autocomplete: "off" }))))
  return h("section", { className: "card stack" }, h("h2", {}, t("hours")), h("label", { className: "choice" }, known, t("hours_known")), lines)
}

/// Null: not known, and then the store counts as open.
export function hoursOf(form) {
  if (!form.elements.has_hours.checked) return null
  const hours = Object.fromEntries(days.map((day) => [day, spansOf(form.elements[`hours.${day}`].value)]))
  if (exceptions) hours.exceptions = exceptions
  return hours
}
