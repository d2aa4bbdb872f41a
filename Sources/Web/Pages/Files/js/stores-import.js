// Stores from a file: looked at first, with everything that is wrong in it, and only then taken in.
import { clearProblems, sentence, showProblems } from "./console.js"
import { busy, field, find, h, icon, say } from "./dom.js"
import { openMap } from "./map.js"
import { mapWords, noMap } from "./map-words.js"
import { language, t } from "./words.js"

const place = find("#import")
const linesShown = 100
const pageToken = find("meta[name=page-token]").content

const text = (name, more) => h("input", { name, id: `import-${name}`, autocomplete: "off", ...more })
const file = text("file", { type: "file", accept: ".csv,text/csv", required: true })
const map = text("map", { placeholder: t("mapping_example") })
const zone = text("time_zone", { value: Intl.DateTimeFormat().resolvedOptions().timeZone })
const radius = text("radius_meters", { type: "number", value: 75, min: 10, max: 50_000 })
const check = h("button", { type: "submit" }, t("check_file"))
const report = h("div", { className: "stack", role: "status" })

async function upload(isDry) {
  const query = new URLSearchParams({ radius_meters: radius.value || "75" })
  if (zone.value.trim()) query.set("time_zone", zone.value.trim())
  if (map.value.trim()) query.set("map", map.value.trim())
  if (isDry) query.set("dry_run", "true")
  const headers = { "Content-Type": "text/csv", "X-Page-Token": pageToken, "Accept-Language": language }
  if (!isDry) headers["Idempotency-Key"] = crypto.randomUUID()
  const response = await fetch(`/v1/stores/import?${query}`, { method: "POST", headers, body: file.files[0] })
  const body = await response.json()
  if (!response.ok) throw Object.assign(new Error(), { status: response.status, code: body.code, body })
  return body
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
  const shown = await openMap(ground, { words: mapWords(), tiles: place.dataset.tiles || null, credit: place.dataset.credit || null })
  if (shown) shown.showStores(told.rows.map((row) => ({ id: row.line, ...row })))
  else ground.replaceWith(noMap())
}

async function apply() {
  try {
    const told = await upload(false)
    report.replaceChildren(h("div", { className: "notice footfall" }, icon("check"), h("p", {}, t("imported", { count: told.created + told.updated }))),
      figures(told), h("p", {}, h("a", { className: "button", href: "/console/stores" }, t("stores"))))
  } catch (error) {
    say(sentence(error))
  }
}

const form = h("form", { className: "card stack", noValidate: true, onsubmit: (event) => {
  event.preventDefault()
  busy(check, async () => {
    clearProblems(form)
    report.replaceChildren()
    try {
      if (!file.files.length) throw Object.assign(new Error(), { status: 400, body: { errors: [{ field: "file", reason: t("choose_file") }] } })
      await preview()
    } catch (error) {
      showProblems(form, error)
    }
  })
} }, field(t("file"), file, t("file_hint")), field(t("mapping"), map, t("mapping_hint")),
  h("div", { className: "columns" }, field(t("zone_for_all"), zone), field(t("radius_for_new"), radius)),
  h("div", { className: "row" }, check))
place.replaceChildren(form, report)
