// The campaign editor: a form that reads like a sentence, the coupon as it will print, and what preflight says beside the fields.
import { askWhichStays, clearProblems, get, send, sentence, showProblems, tagged } from "./console.js"
import { busy, field, find, h, icon } from "./dom.js"
import { Terms, weekdays } from "./campaign-terms.js"
import { drawn } from "./campaign-drawn.js"
import { language, t } from "./words.js"

const form = find("#editor")
const id = form.dataset.campaign
const named = new Intl.DisplayNames([language], { type: "language" })
const dayName = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" })
const { value: kept, tag: firstTag } = id ? await get(`/v1/campaigns/${id}`, { read: tagged }) : { value: {}, tag: undefined }
let tag = firstTag
const terms = new Terms(form, kept)

const languages = form.dataset.languages.split(" ")
const written = kept.coupon?.language
for (const code of languages.includes(written ?? "en") ? languages : [...languages, written]) {
  for (const select of [find("#f-language"), find("#f-locale")]) select.append(h("option", { value: code }, named.of(code)))
}

function addLocale(locale, words = { headline: "", terms: "" }) {
  if (form.querySelector(`[data-locale="${locale}"]`)) return
  const headline = h("input", { name: `coupon.locales.${locale}.headline`, value: words.headline, lang: locale, dir: "auto" })
  const small = h("textarea", { name: `coupon.locales.${locale}.terms`, value: words.terms, rows: 2, lang: locale, dir: "auto" })
  const part = h("div", { className: "stack tight" }, h("div", { className: "row spread" }, h("h3", {}, named.of(locale)),
    h("button", { type: "button", className: "plain", "aria-label": `${t("remove")}: ${named.of(locale)}`, onclick: () => {
      part.remove()
      changed()
    } }, t("remove"))), field(t("headline"), headline), field(t("terms"), small))
  part.dataset.locale = locale
  find("#locales").append(part)
}

function addWindow(window = { from: "07:00", to: "10:30" }) {
  const days = h("div", { className: "days" }, ...weekdays.map((day, index) => h("label", {},
    h("input", { type: "checkbox", value: day, checked: !window.days || window.days.includes(day) }),
    dayName.format(new Date(Date.UTC(2024, 0, 1 + index))))))
  const row = h("div", { className: "card stack tight", role: "group", "aria-label": t("window") }, h("div", { className: "field" }, days),
    h("div", { className: "pair" },
      field(t("from"), h("input", { type: "time", value: window.from })), field(t("to"), h("input", { type: "time", value: window.to }))),
    h("p", {}, h("button", { type: "button", className: "plain", onclick: () => {
      row.remove()
      nameWindows()
      changed()
    } }, t("remove"))))
  row.dataset.window = ""
  find("#windows").append(row)
  nameWindows()
}

/// As the server calls them: by their places in the list.
function nameWindows() {
  form.querySelectorAll("[data-window]").forEach((row, place) => {
    const [from, to] = row.querySelectorAll("input[type=time]")
    from.name = `schedule.windows[${place}].from`
    to.name = `schedule.windows[${place}].to`
    for (const box of row.querySelectorAll("input[type=checkbox]")) box.name = `schedule.windows[${place}].days`
  })
}

/// Shows the fields that the choices ask for.
function choose() {
  for (const [name, key] of [["reward.kind", "for"], ["unlock.kind", "unlock"], ["stores", "stores"], ["coupon.valid", "valid"]]) {
    const value = form.elements[name].value
    for (const part of form.querySelectorAll(`[data-${key}]`)) part.hidden = !part.dataset[key].split(" ").includes(value)
  }
}

let stores = null
async function showStores() {
  if (form.elements.stores.value !== "ids") return
  stores ??= (await get("/v1/stores/map")).items
  const wanted = find("#f-find").value.trim().toLowerCase()
  const found = stores.filter(({ name, external_id }) =>
    [name, external_id].some((text) => text?.toLowerCase().includes(wanted)))
  const shown = [...found].sort((a, b) => terms.chosen.has(b.id) - terms.chosen.has(a.id)).slice(0, 50)
  find("#store-choices").replaceChildren(h("div", { className: "scroll-list" }, ...shown.map((store) => h("label", { className: "choice" },
    h("input", { type: "checkbox", checked: terms.chosen.has(store.id), onchange: (event) => {
      event.target.checked ? terms.chosen.add(store.id) : terms.chosen.delete(store.id)
      count()
    } }), h("span", {}, store.name, store.external_id && h("br"), store.external_id && h("span", { className: "quiet small" }, store.external_id))))))
  count()
}

const count = () => (find("#chosen-count").textContent = t("stores_chosen", { count: terms.chosen.size }))

let waiting = null
/// Draws again when nobody has typed for a moment.
function changed() {
  choose()
  find("#saved").textContent = ""
  clearTimeout(waiting)
  waiting = setTimeout(draw, 300)
}

async function draw() {
  const hasCoupon = !["donation", "points"].includes(form.elements["reward.kind"].value)
  find("#undrawn").textContent = t(hasCoupon ? "preview_empty" : "preview_none")
  const isWritten = ["coupon.headline", "coupon.terms", "name"].every((name) => form.elements[name].value.trim())
  if (!isWritten) return (find("#undrawn").hidden = !(find("#drawn").hidden = true))
  try {
    await drawn(hasCoupon ? terms.read() : null, find("#f-paper").value, find("#drawn"))
  } catch (error) {
    find("#drawn").hidden = true
    find("#undrawn").textContent = error.code === "invalid" ? t("preview_waits") : sentence(error)
  }
  find("#undrawn").hidden = !find("#drawn").hidden
}

const tones = { error: ["brick", "cross"], warning: ["amber", "warning"], note: ["sky", "info"] }

/// Each finding stands beside the field that cures it, and all of them beside the coupon.
async function showFindings(campaign) {
  const report = await send("POST", `/v1/campaigns/${campaign}/preflight`, {}, { key: null })
  const notes = report.findings.map(({ severity, say }) => {
    const [tone, symbol] = tones[severity]
    return h("div", { className: `notice ${tone}` }, icon(symbol), h("p", {}, say))
  })
  find("#findings").replaceChildren(h("h3", {}, t(report.launchable ? "ready_to_launch" : "not_ready")), ...notes)
  for (const note of form.querySelectorAll(".finding")) note.remove()
  for (const { severity, field: name, say } of report.findings) {
    const input = [...form.elements].find((element) => element.name && (element.name === name || element.name.startsWith(`${name}.`)))
    const [tone, symbol] = tones[severity]
    input?.closest(".field, fieldset")?.append(h("p", { className: `finding chip ${tone}` }, icon(symbol, "icon small"), say))
  }
}

function save() {
  return busy(form.querySelector("button[type=submit]"), async () => {
    clearProblems(form)
    try {
      const path = id ? `/v1/campaigns/${id}` : "/v1/campaigns"
      const { value: saved, tag: savedTag } = await send(id ? "PATCH" : "POST", path, terms.read(), { match: tag, read: tagged })
      if (!id) return location.assign(`/console/campaigns/${saved.id}/edit#findings`)
      tag = savedTag
      terms.keep(saved)
      find("#saved").textContent = t("saved")
      await showFindings(saved.id)
    } catch (error) {
      if (error.code !== "precondition_failed") return showProblems(form, error)
      askWhichStays(form, async () => {
        tag = (await get(`/v1/campaigns/${id}`, { read: tagged })).tag
        await save()
      })
    }
  })
}

form.addEventListener("submit", (event) => {
  event.preventDefault()
  save()
})

form.addEventListener("input", changed)
form.addEventListener("change", ({ target }) => {
  if (target.name === "stores") terms.nameStores()
  changed()
  showStores()
})
find("#f-find").addEventListener("input", showStores)
find("#f-paper").addEventListener("change", draw)
find("#add-window").addEventListener("click", () => {
  addWindow()
  changed()
})
find("#add-locale").addEventListener("click", () => {
  addLocale(find("#f-locale").value)
  changed()
})

if (id) terms.fill({ addLocale, addWindow })
choose()
await showStores()
await draw()
if (id) await showFindings(id)
