// Check-ins as they came, newest first; and appeals that wait for an answer.
import { act, get, showFailure } from "./console.js"
import { appealButtons } from "./appeal.js"
import { busy, find, h } from "./dom.js"
import { verdictChip } from "./verdict-chip.js"
import { distance, moment, number, t } from "./words.js"

const filter = find("#filter")
const found = find("#found")
const appeals = find("#appeals")
const asked = new URLSearchParams(location.search).get("campaign")
if (asked) filter.elements.campaign_id.value = asked

const row = (item) => h("tr", {},
  h("th", { scope: "row", className: "link-cell" }, h("a", { href: `/console/check-ins/${item.id}` }, moment(item.checked_at))),
  h("td", {}, item.store.name), h("td", {}, verdictChip(item.verdict)),
  h("td", {}, item.reasons.map((reason) => t(`reason_${reason}`)).join("; ")),
  h("td", { className: "number" }, item.distance_meters === null ? "" : distance(Math.max(0, item.distance_meters))),
  h("td", { className: "number" }, item.coupon_ids.length ? number(item.coupon_ids.length) : ""))

function query(after) {
  const values = new URLSearchParams({ limit: "50" })
  for (const name of ["campaign_id", "verdict"]) if (filter.elements[name].value) values.set(name, filter.elements[name].value)
  const day = (name, days) => {
    if (!filter.elements[name].value) return
    const date = new Date(`${filter.elements[name].value}T00:00:00`)
    date.setDate(date.getDate() + days)
    values.set(name, date.toISOString())
  }
  day("from", 0)
  day("to", 1)
  if (after) values.set("after", after)
  return `/v1/check-ins?${values}`
}

let turn = 0
async function look() {
  const mine = ++turn
  const body = h("tbody")
  const more = h("button", { type: "button", className: "second", hidden: true }, t("older"))
  const none = h("div", { className: "empty" }, h("h2", {}, t("no_check_ins")), h("p", {}, t("no_check_ins_text")))
  const table = h("table", {}, h("thead", {}, h("tr", {},
    ...["when", "store", "verdict", "reasons", "distance", "coupons"].map((key, place) =>
      h("th", { scope: "col", className: place > 3 ? "number" : "" }, t(`column_${key}`))))), body)
  let after = null
  const page = async () => {
    const heard = await get(query(after))
    if (mine !== turn) return
    body.append(...heard.items.map(row))
    after = heard.next
    more.hidden = !after
    none.hidden = body.children.length > 0 || Boolean(after)
    table.hidden = body.children.length === 0
  }
  more.onclick = () => busy(more, () => act(page))
  try {
    await page()
    if (mine === turn) found.replaceChildren(h("div", { className: "card scrolls" }, table, none), more)
  } catch (error) {
    if (mine === turn) showFailure(found, error)
  }
}

async function showAppeals() {
  const { items, next } = await get("/v1/appeals?state=open&limit=50")
  const title = next ? t("more_open_appeals", { number: items.length }) : t("open_appeals", { count: items.length })
  appeals.replaceChildren(...(items.length ? [h("h2", {}, title),
    ...items.map((appeal) => h("article", { className: "card stack tight" },
      h("p", {}, h("a", { className: "button plain", href: `/console/check-ins/${appeal.check_in_id}` }, moment(appeal.opened_at))),
      h("p", {}, appeal.message ?? t("no_message")),
      appeals.dataset.keeps && appealButtons(appeal.check_in_id, showAppeals)))] : []))
}

filter.addEventListener("change", look)
filter.addEventListener("submit", (event) => event.preventDefault())
await look()
await showAppeals().catch(() => {})
