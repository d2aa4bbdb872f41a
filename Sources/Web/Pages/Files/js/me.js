// What we hold of this shopper, what they allow, and the way to another phone.
import { consent, consents, forget, isKnown, mine, recover, recoveryCode, sentence } from "./account.js"
import { busy, button, field, find, h, icon, say, show } from "./dom.js"
import { t } from "./words.js"

export function showMe() {
  show(h("h1", {}, t("me")), privacy(), moving(), languages(),
    button(t("forget"), forgetting, { kind: "destroys wide" }))
}

function privacy() {
  return h("section", { className: "card stack tight" }, h("h2", {}, t("privacy")), h("p", {}, t("privacy_text")),
    toggle("location"), toggle("marketing"),
    isKnown() && exporting(), isKnown() && button(t("erase"), erasing, { kind: "destroys wide" }))
}

/// Everything that is kept, as a file.
function exporting() {
  const pressed = button(t("export"), () => busy(pressed, async () => {
    try {
      const kept = await mine("GET", "/v1/shoppers/me/export")
      const file = URL.createObjectURL(new Blob([JSON.stringify(kept, null, 2)], { type: "application/json" }))
      h("a", { href: file, download: "footfall.json" }).click()
    } catch (error) {
      say(sentence(error))
    }
  }), { kind: "second wide" })
  return pressed
}

function erasing() {
  sure("erase", async () => {
    await mine("DELETE", "/v1/shoppers/me")
    forget()
    location.assign("/")
  })
}

function toggle(purpose) {
  const box = h("input", { type: "checkbox", checked: consents()[purpose] })
  box.addEventListener("change", async () => {
    box.disabled = true
    try {
      await consent({ [purpose]: box.checked })
      say(t("consents_kept"))
    } catch (error) {
      box.checked = !box.checked
      say(sentence(error))
    }
    box.disabled = false
  })
  return h("label", { className: "choice" }, box, h("span", {}, h("strong", {}, t(`consent_${purpose}`)),
    h("span", { className: "quiet small below" }, t(`consent_${purpose}_hint`))))
}

function moving() {
  const code = recoveryCode()
  const shown = h("div", { className: "stack tight", role: "status" })
  const typed = h("input", { name: "move-code", maxLength: 100, autocomplete: "off", className: "code", required: true })
  const send = h("button", { type: "submit", className: "second" }, t("bring_over"))
  const form = h("form", { className: "stack tight", onsubmit: (event) => {
    event.preventDefault()
    busy(send, async () => {
      try {
        await recover(typed.value.trim())
        say(t("moved"))
        location.hash = "coupons"
      } catch (error) {
        say(sentence(error))
      }
    })
  } }, field(t("move_code_typed"), typed), send)
  return h("section", { className: "card stack tight" }, h("h2", {}, t("new_phone")), h("p", {}, t("new_phone_text")),
    code ? button(t("show_move_code"), () => shown.replaceChildren(
      h("p", { className: "quiet small" }, t("move_code")), h("strong", { className: "code" }, code)), { kind: "second" })
      : h("p", { className: "quiet" }, t("no_move_code")), shown,
    h("details", { className: "more" }, h("summary", {}, t("have_move_code")), form))
}

/// The list stands in the page, under the app.
function languages() {
  const list = find("#languages").content.cloneNode(true)
  return h("section", { className: "card stack tight" }, h("h2", {}, t("language")), list)
}

function forgetting() {
  sure("forget", async () => {
    forget()
    location.assign("/")
  })
}

/// Asks once more before something is gone.
function sure(what, work) {
  const yes = button(t(`sure_${what}_yes`), () => busy(yes, async () => {
    try {
      await work()
    } catch (error) {
      say(sentence(error))
    }
  }), { kind: "destroys wide" })
  const sheet = h("dialog", { ariaLabel: t(`sure_${what}_title`) }, h("div", { className: "stack" }, icon("warning", "icon big"),
    h("h2", {}, t(`sure_${what}_title`)), h("p", {}, t(`sure_${what}_text`)), yes,
    button(t("not_now"), () => sheet.close(), { kind: "plain wide" })))
  sheet.addEventListener("close", () => sheet.remove())
  document.body.append(sheet)
  sheet.showModal()
}
