// The retailer's answer to a shopper's word.
import { send, sentence } from "./console.js"
import { busy, h, say } from "./dom.js"
import { t } from "./words.js"

/// - then: is called once it is settled.
export function appealButtons(checkIn, then) {
  const settle = (verb) => async (event) => busy(event.currentTarget, async () => {
    try {
      await send("POST", `/v1/appeals/${checkIn}/${verb}`)
      say(t(verb === "grant" ? "appeal_was_granted" : "appeal_was_rejected"))
      await then()
    } catch (error) {
      say(sentence(error))
    }
  })
  return h("div", { className: "row" },
    h("button", { type: "button", onclick: settle("grant") }, t("grant")),
    h("button", { type: "button", className: "destroys", onclick: settle("reject") }, t("reject")))
}
