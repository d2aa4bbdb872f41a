// Customers who say that they were here although their phones did not show it: the store believes them, or not.
import { newKey } from "./api.js"
import { answer, go } from "./answer-screen.js"
import { busy, button, h, icon, link, notice, show } from "./dom.js"
import { mine, sentence } from "./till-device.js"
import { distance, has, moment, t } from "./words.js"

const back = () => link(t("go_back"), "#store", { kind: "second wide large" })
const more = () => button(t("go_on"), () => go("appeals"), { kind: "large wide" })

/// Those that wait, as far as one look goes.
export const openAppeals = async () => (await mine("GET", "/v1/tills/me/appeals?state=open&limit=20")).items

export async function showAppeals() {
  show(h("h1", {}, t("appeals")), h("div", { className: "waiting" }))
  let cards
  try {
    const items = await openAppeals()
    cards = items.length ? items.map(card) : [notice("footfall", "check", h("p", {}, t("appeals_none")))]
  } catch (error) {
    cards = [notice("amber", "off", h("p", {}, sentence(error)))]
  }
  show(h("div", { className: "stack narrow" }, h("h1", {}, t("appeals")), h("p", {}, t("appeals_text")), cards, back()))
}

/// What was in the way, without a name: who it is, only the phone knows.
function doubts({ reasons = [], distance_meters }) {
  return reasons.filter((code) => has(`doubt_${code}`))
    .map((code) => t(`doubt_${code}`, { distance: distance(distance_meters ?? 0) }))
}

function card(appeal) {
  const grant = button(t("appeal_grant"), () => busy(grant, () => settle(appeal, "grant")), { kind: "large", symbol: "check" })
  const reject = button(t("appeal_reject"), () => showReject(appeal), { kind: "second large" })
  return h("article", { className: "card stack tight" },
    h("h2", { className: "row" }, icon("clock", "icon small"), moment(appeal.checked_at ?? appeal.opened_at)),
    doubts(appeal).map((words) => h("p", {}, words)),
    appeal.message && h("blockquote", {}, h("p", { className: "quiet" }, t("appeal_says")), h("p", {}, appeal.message)),
    h("div", { className: "menu" }, grant, reject))
}

/// It is final, so it is asked once more.
function showReject(appeal) {
  const yes = h("button", { type: "submit", className: "destroys wide large" }, t("appeal_reject_yes"))
  show(h("form", { className: "stack narrow", onsubmit: (event) => {
    event.preventDefault()
    busy(yes, () => settle(appeal, "reject"))
  } }, h("h1", {}, t("appeal_reject_title")), h("p", {}, t("appeal_reject_text")), doubts(appeal).map((words) => h("p", {}, words)),
  yes, link(t("go_back"), "#appeals", { kind: "second wide large", onclick: () => setTimeout(() => go("appeals")) })))
  yes.focus()
}

async function settle({ check_in_id }, verb) {
  try {
    const { state, coupon_ids } = await mine("POST", `/v1/appeals/${check_in_id}/${verb}`, { key: newKey() })
    const isGranted = state === "granted"
    answer(isGranted ? "footfall" : "amber", isGranted ? "check" : "undo", t(isGranted ? "appeal_granted" : "appeal_rejected"),
      t(isGranted ? (coupon_ids.length ? "appeal_granted_text" : "appeal_counts_text") : "appeal_rejected_text"), [more()])
  } catch (error) {
    const words = has(`assist_${error.code}`) ? t(`assist_${error.code}`) : error.code === "wrong_state" ? t("appeal_settled") : sentence(error)
    answer("amber", "warning", t("look_again"), words, [more()])
  }
}
