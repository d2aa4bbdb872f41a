// The books of closed days, as files.
import { act, asFile, dayAfter, get } from "./console.js"
import { busy, field, find, h, icon, say } from "./dom.js"
import { t } from "./words.js"

const place = find("#books")
const from = h("input", { type: "date", name: "from", value: place.dataset.from })
const to = h("input", { type: "date", name: "to", value: place.dataset.to })

async function fetchBook(name) {
  if (!from.value || !to.value) return say(t("choose_days"))
  // The API takes the first day that is left out.
  const address = URL.createObjectURL(await get(`/v1/exports/${name}?from=${from.value}&to=${dayAfter(to.value)}`, { read: asFile }))
  h("a", { href: address, download: `${name}-${from.value}-${to.value}.csv` }).click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

const load = (name, text) =>
  h("button", { type: "button", className: "second", onclick: ({ currentTarget }) => busy(currentTarget, () => act(() => fetchBook(name))) }, icon("print"), text)

place.replaceChildren(h("div", { className: "stack" },
  h("div", { className: "columns" }, field(t("from_day"), from), field(t("through_day"), to)),
  h("div", { className: "row" }, load("redemptions", t("book_redemptions")), load("liability", t("book_liability")))))
