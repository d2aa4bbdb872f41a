// Standing for mayor, under a nickname that others see.
import { mineOnce, sentence } from "./account.js"
import { busy, button, field, h, say } from "./dom.js"
import { t } from "./words.js"

export function standForMayor({ campaign_id }) {
  const name = h("input", { name: "nickname", maxLength: 30, autocomplete: "nickname", required: true })
  const send = h("button", { type: "submit", className: "wide" }, t("mayor_become"))
  const sheet = h("dialog", { ariaLabel: t("mayor_title") }, h("form", { className: "stack", onsubmit: (event) => {
    event.preventDefault()
    busy(send, async () => {
      try {
        const body = { nickname: name.value.trim() }
        await mineOnce("POST", `/v1/campaigns/${campaign_id}/candidacy`, body)
        sheet.close()
        say(t("mayor_stands", { name: body.nickname }))
      } catch (error) {
        say(sentence(error))
      }
    })
  } }, h("h2", {}, t("mayor_title")), h("p", {}, t("mayor_text")), field(t("nickname"), name), send,
  button(t("not_now"), () => sheet.close(), { kind: "plain wide" })))
  sheet.addEventListener("close", () => sheet.remove())
  document.body.append(sheet)
  sheet.showModal()
}
