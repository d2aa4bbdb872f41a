// The books of closed days, as files.
import "./console.js"
import { field, find, h, icon, say } from "./dom.js"
import { language, t } from "./words.js"

const place = find("#books")
const from = h("input", { type: "date", name: "from", value: place.dataset.from })
const to = h("input", { type: "date", name: "to", value: place.dataset.to })

/// The first day that is left out, as the API wants it.
function dayAfter(day) {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + 1)
  return date.toISOString().slice(0, 10)
}

async function fetchBook(name) {
  if (!from.value || !to.value) return say(t("choose_days"))
  const response = await fetch(`/v1/exports/${name}?from=${from.value}&to=${dayAfter(to.value)}`, { headers: { "Accept-Language": language } })
  if (!response.ok) return say((await response.json()).detail)
  const address = URL.createObjectURL(await response.blob())
  h("a", { href: address, download: `${name}-${from.value}-${to.value}.csv` }).click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

const load = (name, text) =>
  h("button", { type: "button", className: "second", onclick: () => fetchBook(name) }, icon("print"), text)

place.replaceChildren(h("div", { className: "stack" },
  h("div", { className: "columns" }, field(t("from_day"), from), field(t("through_day"), to)),
  h("div", { className: "row" }, load("redemptions", t("book_redemptions")), load("liability", t("book_liability")))))
