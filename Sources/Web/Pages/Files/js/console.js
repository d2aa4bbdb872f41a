// What every page of the console needs: calls with the page's own token, problems beside the fields they concern.
import { call, newKey, Problem } from "./api.js"
import { busy, button, find, h, icon, notice, say } from "./dom.js"
import { has, t } from "./words.js"

const pageToken = find("meta[name=page-token]")?.content

/// How an answer is read that is a file, or wanted with its entity tag.
export const asFile = (response) => response.blob()
export const tagged = async (response) => ({ value: await response.json(), tag: response.headers.get("ETag") })

/// - key: an Idempotency-Key; made here for what changes something. - match: an entity tag for If-Match.
export async function send(method, path, body, { key = method === "GET" ? null : newKey(), match, read } = {}) {
  const headers = {}
  if (pageToken && method !== "GET") headers["X-Page-Token"] = pageToken
  if (match) headers["If-Match"] = match
  try {
    return await call(method, path, { body, key, read, headers })
  } catch (error) {
    if (error.status === 401) {
      location.assign(`/console/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`)
      return new Promise(() => {})
    }
    throw error
  }
}

export const get = (path, more) => send("GET", path, undefined, more)

/// All items of a list, page after page.
export async function all(path) {
  const items = []
  for (let after = null; ; ) {
    const glue = path.includes("?") ? "&" : "?"
    const page = await get(`${path}${glue}limit=200${after ? `&after=${after}` : ""}`)
    items.push(...page.items)
    if (!page.next) return items
    after = page.next
  }
}

/// What went wrong, as a sentence for people.
export function sentence(error) {
  if (!error.status && error.code !== "no_line") throw error
  const key = `problem_${error.status === 413 ? "too_large" : error.code}`
  if (has(key)) return t(key)
  return error.body?.say ?? error.body?.detail ?? t("no_line")
}

/// So many days after a date such as 2026-08-14.
export function dayAfter(text, days = 1) {
  const date = new Date(`${text}T12:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/// What a page finds wrong by itself, as the server would say it.
export const wrong = (field, reason) => new Problem(400, { code: "invalid", errors: [{ field, reason }] })

const place = (form, field) =>
  [...form.elements].find((element) => element.name === field || field.startsWith(`${element.name}.`) || field.startsWith(`${element.name}[`))

/// Puts each reason beside its field; what belongs to none is said above the form's button.
export function showProblems(form, error) {
  clearProblems(form)
  const loose = []
  for (const { field, reason } of error.body?.errors ?? []) {
    const input = field && place(form, field)
    if (!input) {
      loose.push(field ? `${field}: ${reason}` : reason)
      continue
    }
    const id = `${input.id}-wrong`
    if (find(`#${id}`)) continue
    input.setAttribute("aria-invalid", "true")
    input.setAttribute("aria-describedby", id)
    ;(input.closest(".field") ?? input.parentElement).append(h("p", { className: "wrong", id }, reason))
  }
  if (!error.body?.errors?.length) loose.push(sentence(error))
  if (loose.length) {
    const note = h("div", { className: "notice brick problem", role: "alert" }, icon("warning"), ...loose.map((text) => h("p", {}, text)))
    const button = form.querySelector("button[type=submit]")
    button ? button.before(note) : form.prepend(note)
  }
  form.querySelector("[aria-invalid=true]")?.focus()
}

export function clearProblems(form) {
  for (const note of form.querySelectorAll(".wrong, .problem")) note.remove()
  for (const input of form.querySelectorAll("[aria-invalid]")) {
    input.removeAttribute("aria-invalid")
    input.removeAttribute("aria-describedby")
  }
}

/// Somebody else has saved since this form was filled: whoever typed here says which of both stays.
/// - keepMine: saves again, over theirs.
export function askWhichStays(form, keepMine) {
  clearProblems(form)
  const note = h("div", { className: "notice amber problem", role: "alert" }, icon("warning"), h("div", { className: "stack tight" },
    h("p", {}, h("strong", {}, t("conflict_title"))), h("p", {}, t("conflict_text")),
    h("div", { className: "row" }, button(t("keep_mine"), keepMine), button(t("load_theirs"), () => location.reload(), { kind: "second" }))))
  const place = form.querySelector("button[type=submit]")
  ;(place.closest(".row") ?? place).before(note)
  find("button", note).focus()
}

/// A form that sends what it holds, and says what was wrong beside the field.
/// - kind: of its button. - below: what comes after it.
export function form(fields, text, work, { kind = "", below = [] } = {}) {
  const submit = h("button", { type: "submit", className: kind }, text)
  const element = h("form", { className: "stack", noValidate: true, onsubmit: (event) => {
    event.preventDefault()
    busy(submit, async () => {
      clearProblems(element)
      try {
        await work(Object.fromEntries(new FormData(element)), element)
      } catch (error) {
        showProblems(element, error)
      }
    })
  } }, ...fields, h("div", { className: "row" }, submit), ...below)
  return element
}

/// A secret or a link that is shown once, with a button that copies it.
export function copyable(text, label) {
  const input = h("input", { readOnly: true, value: text, "aria-label": label })
  const copy = async () => {
    input.select()
    try {
      await navigator.clipboard.writeText(text)
      say(t("copied"))
    } catch {
      say(t("copy_by_hand"))
    }
  }
  return h("div", { className: "copy" }, input, h("button", { type: "button", className: "second", onclick: copy }, t("copy")))
}

/// What goes wrong is said, and nothing else happens.
export async function act(work) {
  try {
    await work()
  } catch (error) {
    say(sentence(error))
  }
}

/// What could not be shown, in its place.
export const showFailure = (place, error) => place.replaceChildren(notice("brick", "warning", h("p", {}, sentence(error))))

/// Opens over the page, and is gone when it closes.
export function dialog(title, ...children) {
  const element = h("dialog", { className: "stack", "aria-label": title, onclose: () => element.remove() },
    h("h2", {}, title), ...children, button(t("close"), () => element.close(), { kind: "second" }))
  document.body.append(element)
  element.showModal()
  return element
}

find("#sign-out")?.addEventListener("click", () => act(async () => {
  await send("DELETE", "/v1/sessions/me", undefined, { key: null })
  location.assign("/console/sign-in")
}))
