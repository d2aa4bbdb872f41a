// What was decided about one check-in, signal by signal, and where it was as long as that is kept.
import { appealButtons } from "./appeal.js"
import { get, showFailure } from "./console.js"
import { find, h, icon } from "./dom.js"
import { mapIn } from "./map-words.js"
import { verdictChip } from "./verdict-chip.js"
import { day, distance, language, number, t } from "./words.js"

const place = find("#receipt")
const id = place.dataset.id

/// On the store's own clock.
const storeTime = (text, timeZone) =>
  new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short", timeZone }).format(new Date(text))

const fact = (name, value) => (value === null || value === undefined ? [] : [h("dt", {}, name), h("dd", {}, value)])

function measured(value, unit) {
  if (value === null || value === undefined) return "\u2013"
  if (typeof value === "boolean") return t(value ? "yes" : "no")
  if (unit === "probability") return `${number(Math.round(value * 100))}\u00a0%`
  if (unit === "meters") return distance(value)
  return unit ? t(`unit_${unit}`, { count: Math.round(value * 10) / 10 }) : number(value)
}

function signals(list) {
  const rows = list.map((signal) => h("tr", {},
    h("th", { scope: "row" }, t(`reason_${signal.signal}`)),
    h("td", { className: "number" }, measured(signal.value, signal.unit)),
    h("td", { className: "number" }, measured(signal.threshold, signal.unit)),
    h("td", {}, signal.decided ? h("span", { className: "chip brick" }, icon("cross", "icon small"), t("decided"))
      : signal.raised ? h("span", { className: "chip amber" }, icon("warning", "icon small"), t("raised"))
        : h("span", { className: "chip" }, icon("check", "icon small"), t("fine")))))
  return h("div", { className: "scrolls" }, h("table", {},
    h("thead", {}, h("tr", {}, ...["signal", "measured", "allowed", "outcome"].map((key, place) =>
      h("th", { scope: "col", className: place === 1 || place === 2 ? "number" : "" }, t(`column_${key}`))))),
    h("tbody", {}, ...rows)))
}

async function show() {
  const receipt = await get(`/v1/check-ins/${id}/receipt`)
  const store = await get(`/v1/stores/${receipt.store.id}`)
  const ground = h("div")
  const settled = receipt.appeal && receipt.appeal.state !== "open"
  place.replaceChildren(
    h("div", { className: "row" }, verdictChip(receipt.verdict), ...receipt.reasons.map((reason) => h("span", { className: "chip" }, t(`reason_${reason}`)))),
    h("div", { className: "beside even" },
      h("section", { className: "card stack" }, h("h2", {}, t("what_happened")), h("dl", { className: "facts" },
        ...fact(t("column_store"), h("a", { href: `/console/stores/${receipt.store.id}` }, receipt.store.name)),
        ...fact(t("column_when"), storeTime(receipt.checked_at, store.time_zone)),
        ...fact(t("column_distance"), receipt.distance_meters === null ? null : distance(Math.max(0, receipt.distance_meters))),
        ...fact(t("proof"), t(`source_${receipt.source}`)),
        ...fact(t("channel"), receipt.channel),
        ...fact(t("vouched"), receipt.vouched ? t("yes") : null),
        ...fact(t("shopper"), h("span", { className: "code small" }, receipt.shopper_id))),
        receipt.appeal && h("p", { className: "notice amber" }, icon("message"), h("span", {}, t(`appeal_${receipt.appeal.state}`), receipt.appeal.reason && ` ${t("reject_said", { reason: receipt.appeal.reason })}`)),
        receipt.appeal && !settled && place.dataset.keeps && appealButtons(id, show)),
      h("section", { className: "card stack" }, h("h2", {}, t("where_it_was")), ground,
        h("p", { className: "quiet small" }, receipt.fix ? t("fix_kept", { date: day(receipt.fix.until) }) : t("fix_gone")))),
    h("section", { className: "card stack" }, h("h2", {}, t("how_decided")), signals(receipt.signals)))
  const map = await mapIn(ground, place)
  if (!map) return
  map.showFence(store)
  if (receipt.fix) map.showFix({ ...receipt.fix.position, accuracy_meters: receipt.fix.accuracy_meters })
}

try {
  await show()
} catch (error) {
  showFailure(place, error)
}
