// Checking in: consent, position, attempt, verdict, and what continues it.
import { Problem } from "./api.js"
import { consent, consents, mineOnce, sentence } from "./account.js"
import { busy, button, h, icon, say, show } from "./dom.js"
import { storeHere } from "./offers.js"
import { NoPosition, position } from "./position.js"
import { cameBy, forgetWord, offerWord } from "./visit.js"
import { showVerdict } from "./verdict.js"
import { t } from "./words.js"

/// The one thing of this app. Asks for the position only now, and says what for.
export async function checkIn() {
  if (consents().location) return attempt()
  const sheet = h("dialog", { ariaLabel: t("consent_title") },
    h("div", { className: "stack" }, icon("pin", "icon big"), h("h2", {}, t("consent_title")),
      h("p", {}, t("consent_text")),
      button(t("consent_yes"), () => busy(sheet, async () => {
        if (await tried(() => consent({ location: true }))) {
          sheet.close()
          attempt()
        }
      }), { kind: "wide" }),
      storeHere() && button(t("consent_code"), () => (sheet.close(), typeCode(storeHere())), { kind: "second wide" }),
      button(t("not_now"), () => sheet.close(), { kind: "plain wide" })))
  sheet.addEventListener("close", () => sheet.remove())
  document.body.append(sheet)
  sheet.showModal()
}

async function tried(work) {
  try {
    await work()
    return true
  } catch (error) {
    say(sentence(error))
    return false
  }
}

/// - at: a store that somebody chose; else that of the poster, if any.
async function attempt(at = storeHere()) {
  waiting()
  try {
    const body = { position: await position(), ...(at && { store_id: at }), ...cameBy(), ...offerWord() }
    told(await mineOnce("POST", "/v1/check-ins", body))
  } catch (error) {
    failed(error)
  }
}

function waiting() {
  document.body.dataset.view = "checking"
  show(h("div", { className: "verdict", role: "status" }, h("span", { className: "pulse" }, icon("pin", "icon big")),
    h("h1", {}, t("checking")), h("p", {}, t("checking_text"))))
}

function told(answer) {
  document.body.dataset.view = "verdict"
  if (answer.coupons.length) forgetWord()
  showVerdict(answer, {
    again: () => attempt(answer.store.id),
    fix: () => resume(answer, async () => ({ position: await position() })),
    choose: (store) => resume(answer, () => ({ store_id: store })),
    code: () => typeCode(answer.store.id, answer.verdict === "held" ? answer : null),
  })
}

async function resume(answer, presence) {
  waiting()
  try {
    const body = await presence()
    told(await mineOnce("POST", `/v1/check-ins/${answer.id}/fixes`, body))
  } catch (error) {
    if (error instanceof Problem && error.code === "code_wrong") say(sentence(error))
    failed(error)
  }
}

function failed(error) {
  document.body.dataset.view = "verdict"
  const words = error instanceof NoPosition
    ? t(error.isDenied ? "position_denied" : "position_unavailable") : sentence(error)
  const store = storeHere()
  show(h("div", { className: "verdict amber" }, icon("warning", "icon big"), h("h1", {}, t("verdict_refused")),
    h("p", { role: "alert" }, words)),
  h("div", { className: "stack tight" }, button(t("try_check_in"), () => checkIn(), { kind: "wide" }),
    store && button(t("consent_code"), () => typeCode(store), { kind: "second wide" }),
    h("a", { className: "button plain wide", href: "#offers", onclick: reload }, t("back_to_offers"))))
}

/// From `#offers` to `#offers` no address changes.
function reload(event) {
  if (location.hash !== "#offers") return
  event.preventDefault()
  dispatchEvent(new HashChangeEvent("hashchange"))
}

/// The code on the store's screen, in place of a position.
function typeCode(store, held = null) {
  const code = h("input", {
    name: "presence-code", inputMode: "numeric", autocomplete: "one-time-code", maxLength: 20, className: "code",
    required: true, pattern: "\\s*[0-9]{4} ?[0-9]{4}\\s*",
  })
  code.id = "presence-code"
  const send = h("button", { type: "submit", className: "wide" }, t("send"))
  const form = h("form", { className: "stack", onsubmit: (event) => {
    event.preventDefault()
    busy(send, () => tried(async () => {
      const presence = { presence_code: code.value.trim() }
      const path = held ? `/v1/check-ins/${held.id}/fixes` : "/v1/check-ins"
      const body = held ? { ...presence, store_id: store } : { ...presence, store_id: store, ...cameBy(), ...offerWord() }
      told(await mineOnce("POST", path, body))
    }))
  } }, h("div", { className: "field" }, h("label", { htmlFor: code.id }, t("screen_code")), code,
    h("p", { className: "hint" }, t("screen_code_hint"))), send)
  document.body.dataset.view = "verdict"
  show(h("div", { className: "stack" }, h("h1", {}, t("type_code")), form,
    h("a", { className: "button plain wide", href: "#offers", onclick: reload }, t("back_to_offers"))))
  code.focus()
}
