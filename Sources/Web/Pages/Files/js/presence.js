// The code on a screen that shoppers see: it changes every half minute and proves that they are here.
import { h, link, notice, show } from "./dom.js"
import { mine, sentence } from "./till-device.js"
import { t } from "./words.js"

let turning
export async function showScreen() {
  clearTimeout(turning)
  let light = null
  try {
    light = await navigator.wakeLock?.request("screen")
  } catch {
    // The device saves power.
  }
  addEventListener("hashchange", () => {
    clearTimeout(turning)
    light?.release()
  }, { once: true })
  turn()
}

async function turn() {
  if (location.hash !== "#screen") return
  let waitMs = 3000
  try {
    const { store, code, step_seconds, expires_at, next } = await mine("GET", "/v1/tills/me/presence-code")
    const stepMs = step_seconds * 1000
    // Both clocks may differ; how much of a step is left does not depend on which hour it is.
    waitMs = Math.max(1000, Math.min(stepMs, (new Date(expires_at) - new Date(next.expires_at)) + 2 * stepMs))
    draw(store.name, code, step_seconds)
  } catch (error) {
    show(h("h1", {}, t("screen")), notice("amber", "off", h("p", {}, sentence(error))),
      link(t("go_back"), "#", { kind: "second large" }))
  }
  turning = setTimeout(turn, Math.min(waitMs, 5000))
}

function draw(store, code, seconds) {
  show(h("section", { className: "presence" }, h("p", { className: "where" }, store), h("h1", {}, t("screen_title")),
    h("p", { className: "code digits", role: "status" }, `${code.slice(0, 4)} ${code.slice(4)}`),
    h("p", {}, t("screen_text", { count: seconds })), link(t("go_back"), "#", { kind: "plain large no-print" })))
}
