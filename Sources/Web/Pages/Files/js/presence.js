// Codes that change every half minute: one for shoppers, who prove with it that they are here, and one for the staff.
import { h, link, notice, show } from "./dom.js"
import { mine, picture, sentence } from "./till-device.js"
import { t } from "./words.js"

let turning

/// What stands before customers.
export const showScreen = () => begin("screen", "/v1/tills/me/presence-code", drawScreen)

/// What stands before the staff: scanned once, it says that a phone's owner works here.
export const showStaff = () => begin("staff", "/v1/tills/me/staff-code", drawStaff)

async function begin(screen, path, draw) {
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
  turn(screen, path, draw)
}

async function turn(screen, path, draw) {
  if (location.hash !== `#${screen}`) return
  let waitMs = 3000
  try {
    const shown = await mine("GET", path)
    const stepMs = shown.step_seconds * 1000
    // Both clocks may differ; how much of a step is left does not depend on which hour it is.
    waitMs = Math.max(1000, Math.min(stepMs, (new Date(shown.expires_at) - new Date(shown.next.expires_at)) + 2 * stepMs))
    await draw(shown)
  } catch (error) {
    show(h("h1", {}, t(screen)), notice("amber", "off", h("p", {}, sentence(error))),
      link(t("go_back"), "#", { kind: "second large" }))
  }
  turning = setTimeout(turn, Math.min(waitMs, 5000), screen, path, draw)
}

const digits = (code) => h("p", { className: "code digits", role: "status" }, `${code.slice(0, 4)} ${code.slice(4)}`)

function drawScreen({ store, code, step_seconds }) {
  show(h("section", { className: "presence" }, h("p", { className: "where" }, store.name), h("h1", {}, t("screen_title")),
    digits(code), h("p", {}, t("screen_text", { count: step_seconds })), link(t("go_back"), "#", { kind: "plain large no-print" })))
}

let drawn = { code: null, symbol: null }
async function drawStaff({ store, code, step_seconds }) {
  if (drawn.code !== code) {
    if (drawn.symbol) URL.revokeObjectURL(drawn.symbol)
    drawn = { code, symbol: await picture("/v1/tills/me/staff-code.svg") }
  }
  if (location.hash !== "#staff") return
  show(h("section", { className: "presence" }, h("p", { className: "where" }, store.name), h("h1", {}, t("staff")),
    h("img", { className: "symbol", src: drawn.symbol, alt: t("staff_symbol"), width: 320, height: 320 }),
    digits(code),
    h("p", {}, t("staff_text", { count: step_seconds })), link(t("go_back"), "#store", { kind: "plain large no-print" })))
}
