// After too many unknown codes the till waits; whoever knows the store's PIN lets it go on at once.
import { go } from "./answer-screen.js"
import { h, link, say, show } from "./dom.js"
import { pinForm } from "./store.js"
import { mine } from "./till-device.js"
import { t } from "./words.js"

export function showUnlock() {
  show(h("div", { className: "stack narrow" }, h("h1", {}, t("unlock_title")), h("p", {}, t("unlock_text")),
    pinForm(t("unlock"), async (pin) => {
      await mine("POST", "/v1/tills/me/unlock", { body: { pin } })
      go()
      say(t("kept"))
    }), link(t("go_back"), "#", { kind: "second wide large" })))
}
