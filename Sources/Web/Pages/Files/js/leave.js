// A device that is a till no more: what waits is reported, what was lent to it goes back, and it forgets all it knows.
import { answer } from "./answer-screen.js"
import { busy, button, h, link, notice, show } from "./dom.js"
import { drawer } from "./drawer.js"
import { openHolds } from "./held.js"
import { isLineUp } from "./line.js"
import { handBack } from "./offline.js"
import { leave, mine } from "./till-device.js"
import { waiting } from "./till-memory.js"
import { newKey } from "./api.js"
import { t } from "./words.js"

const kept = ["footfall.till.settings", "footfall.till.held", "footfall.till.report", "footfall.clock"]
const back = () => link(t("go_back"), "#store", { kind: "second wide large" })

export async function showLeave() {
  const count = (await waiting()).length
  const yes = button(t("leave_yes"), () => busy(yes, handIn), { kind: "destroys wide large" })
  show(h("div", { className: "stack narrow" }, h("h1", {}, t("leave_title")), h("p", {}, t("leave_text")),
    count > 0 && notice("amber", "clock", h("p", {}, t("waits", { count }))),
    isLineUp() ? yes : notice("amber", "off", h("p", {}, t(count ? "leave_waits" : "leave_no_line"))), back()))
}

async function handIn() {
  try {
    for (const { id } of openHolds()) await mine("DELETE", `/v1/reservations/${id}`, { key: newKey() })
    const left = await handBack()
    if (left) return refuse(t("leave_stuck", { count: left }))
  } catch {
    // Whatever was not answered for stays here.
    return refuse(t((await waiting()).length ? "leave_waits" : "leave_no_line"))
  }
  for (const name of kept) drawer(name).empty()
  leave()
  history.replaceState(null, "", "/till")
  location.reload()
}

const refuse = (words) => answer("amber", "off", t("leave_not_yet"), words, [button(t("go_back"), showLeave, { kind: "large wide" })])
