// The retailer's answer to a shopper's word.
import { dialog, send, sentence } from "./console.js"
import { busy, field, h, say } from "./dom.js"
import { t } from "./words.js"

const reasonMax = 200

/// - then: is called once it is settled.
export function appealButtons(checkIn, then) {
  const settle = async (verb, body) => {
    try {
      await send("POST", `/v1/appeals/${checkIn}/${verb}`, body)
      say(t(verb === "grant" ? "appeal_was_granted" : "appeal_was_rejected"))
      await then()
    } catch (error) {
      say(sentence(error))
    }
  }
  /// It is for good, and the shopper reads why: so it is asked first.
  const reject = () => {
    const reason = h("textarea", { name: "reason", rows: 3, maxLength: reasonMax })
    const sure = h("button", { type: "submit", className: "destroys" }, t("reject"))
    const box = dialog(t("reject_title"), h("form", { className: "stack", onsubmit: (event) => {
      event.preventDefault()
      const text = reason.value.trim()
      box.close()
      settle("reject", text ? { reason: text } : {})
    } }, h("p", {}, t("reject_text")), field(t("reject_reason"), reason, t("reject_reason_hint")), h("div", { className: "row" }, sure)))
    reason.focus()
  }
  return h("div", { className: "row" },
    h("button", { type: "button", onclick: (event) => busy(event.currentTarget, () => settle("grant")) }, t("grant")),
    h("button", { type: "button", className: "destroys", onclick: reject }, t("reject")))
}
