// A device becomes a till by a code that works once.
import { go } from "./answer-screen.js"
import { busy, field, h, say, show } from "./dom.js"
import { keepUpNow } from "./offline.js"
import { enrol, sentence } from "./till-device.js"
import { t } from "./words.js"

/// - given: the code of an enrolment link.
export function showEnrolment(given) {
  const code = h("input", { name: "enrolment", className: "code", autocomplete: "off", required: true, value: given })
  const send = h("button", { type: "submit", className: "wide large" }, t("enrol"))
  show(h("form", { className: "stack narrow", onsubmit: (event) => {
    event.preventDefault()
    busy(send, async () => {
      try {
        await enrol(code.value.trim())
        history.replaceState(null, "", "/till")
        keepUpNow()
        go()
      } catch (error) {
        say(sentence(error))
      }
    })
  } }, h("h1", {}, t("enrol_title")), h("p", {}, t("enrol_text")), field(t("enrolment_code"), code), send))
  code.focus()
}
