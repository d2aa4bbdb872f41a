// Stores from a file: looked at first, with everything that is wrong in it, and only then taken in.
import { act, form, send, wrong } from "./console.js"
import { busy, field, find, h, icon, notice } from "./dom.js"
import { mapIn } from "./map-words.js"
import { language, t } from "./words.js"

const place = find("#import")
const linesShown = 100

const text = (name, more) => h("input", { name, id: `import-${name}`, autocomplete: "off", ...more })
const file = text("file", { type: "file", accept: ".csv,text/csv", required: true })
const map = text("map", { placeholder: t("mapping_example") })
const zone = text("time_zone", { value: Intl.DateTimeFormat().resolvedOptions().timeZone })
const radius = text("radius_meters", { type: "number", value: 75, min: 10, max: 50_000 })
const report = h("div", { className: "stack", role: "status" })

async function upload(isDry) {
  const query = new URLSearchParams({ radius_meters: radius.value || "75" })
  if (zone.value.trim()) query.set("time_zone", zone.value.trim())
  if (map.value.trim()) query.set("map", map.value.trim())
  if (isDry) query.set("dry_run", "true")
  const table = new Blob([file.files[0]], { type: "text/csv" })
  return send("POST", `/v1/stores/import?${query}`, table, isDry ? { key: null } : {})
}

function lines(title, tone, problems) {
  if (!problems.length) return null
  const rows = problems.slice(0, linesShown).map(({ line, field, reason }) =>
    h("tr", {}, h("td", { className: "number" }, String(line)), h("td", {}, field), h("td", {}, reason)))
  return h("details", { className: "card problems", open: tone === "brick" },
    h("summary", {}, icon(tone === "brick" ? "cross" : "warning"), title),
    h("div", { className: "scrolls" }, h("table", {},
      h("thead", {}, h("tr", {}, ...["line", "column", "problem"].map((key, place) => h("th", { scope: "col", className: place ? "" : "number" }, t(`import_${key}`))))),
      h("tbody", {}, ...rows))),
    problems.length > linesShown && h("p", { className: "quiet" }, t("more_lines", { count: problems.length - linesShown })))
}

const figures = (told) => h("dl", { className: "figures card" }, ...["created", "updated", "unchanged"].map((key) =>
  h("div", {}, h("dt", {}, t(`import_${key}`)), h("dd", {}, new Intl.NumberFormat(language).format(told[key])))))

async function preview() {
  const told = await upload(true)
  const changes = told.created + told.updated
  const ground = h("div")
  const take = h("button", { type: "button", disabled: changes === 0, onclick: () => busy(take, apply) },
    changes ? t("import_now", { count: changes }) : t("import_nothing"))
  report.replaceChildren(h("h2", {}, t("import_preview")), figures(told),
    ...[lines(t("lines_rejected", { count: told.rejected.length }), "brick", told.rejected),
      lines(t("lines_doubtful", { count: told.warnings.length }), "amber", told.warnings), ground].filter(Boolean),
    h("p", {}, take))
  if (!told.rows.length) return
  const shown = await mapIn(ground, place)
  shown?.showStores(told.rows.map((row) => ({ id: row.line, ...row })))
}

const apply = () => act(async () => {
  const told = await upload(false)
  report.replaceChildren(notice("footfall", "check", h("p", {}, t("imported", { count: told.created + told.updated }))),
    figures(told), h("p", {}, h("a", { className: "button", href: "/console/stores" }, t("stores"))))
})

const filled = form([
  field(t("file"), file, t("file_hint")), field(t("mapping"), map, t("mapping_hint")),
  h("div", { className: "columns" }, field(t("zone_for_all"), zone), field(t("radius_for_new"), radius)),
], t("check_file"), async () => {
  report.replaceChildren()
  if (!file.files.length) throw wrong("file", t("choose_file"))
  await preview()
})
place.replaceChildren(h("section", { className: "card" }, filled), report)
