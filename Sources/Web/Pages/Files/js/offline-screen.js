// How a till without a line stands: what it may still take, what waits, what became of it.
import { go } from "./answer-screen.js"
import { now } from "./clock.js"
import { grouped } from "./code.js"
import { button, busy, find, h, icon, link, notice, show } from "./dom.js"
import { isLineUp } from "./line.js"
import { keepUpNow, report } from "./offline.js"
import { all, held, waiting } from "./till-memory.js"
import { moment, number, t } from "./words.js"

const shownMax = 50
const tones = { redeemed: ["footfall", "check"], charged: ["amber", "warning"], lost: ["brick", "cross"], unknown: ["brick", "cross"] }

export async function showOffline() {
  const [known, taken, isUp] = [await held(), await all(), isLineUp()]
  report.empty()
  const list = taken.filter(({ state }) => state !== "online")
    .sort((one, other) => (one.accepted_at < other.accepted_at ? 1 : -1)).slice(0, shownMax)
  const again = button(t("try_again"), () => busy(again, async () => {
    await keepUpNow()
    go("offline")
  }), { kind: "second wide large" })
  show(h("div", { className: "stack narrow" }, h("h1", {}, t("offline_title")),
    isUp ? notice("footfall", "check", h("p", {}, t("line_up"))) : notice("amber", "off", h("p", {}, t("line_down"))),
    h("p", {}, t("offline_text")), pack(known, taken),
    list.length > 0 && h("h2", {}, t("offline_taken")), list.map(row), again,
    link(t("slip_type"), "#slips", { kind: "second wide large" }),
    link(t("go_back"), "#", { kind: "second wide large" })))
}

function pack(known, taken) {
  if (!known) return notice("amber", "warning", h("p", {}, t("off_no_pack")))
  const open = taken.filter(({ state }) => state === "waiting" || state === "sent")
  const leases = known.pack.leases.filter(({ ends_at }) => Date.parse(ends_at) > now())
  const rows = leases.map(({ campaign_id, coupons }) => {
    const used = open.filter((one) => one.campaign_id === campaign_id).length + (known.memory.charged[campaign_id] ?? 0)
    const name = known.pack.offers.find((offer) => offer.campaign_id === campaign_id)?.headline ?? ""
    return h("p", { className: "number" }, h("strong", {}, name), " · ", t("left", { count: coupons, left: number(Math.max(0, coupons - used)) }))
  })
  return h("section", { className: "card stack tight" }, h("h2", {}, t("offline_may")),
    rows.length ? rows : h("p", {}, t("offline_none")),
    h("p", { className: "quiet small" }, t("offline_until", { time: moment(known.pack.stale_at) })))
}

function row({ headline, code, state, outcome, accepted_at, on_paper }) {
  const [tone, symbol] = tones[outcome] ?? ["amber", "clock"]
  return h("article", { className: `card row spread ${tone}` },
    h("div", {}, h("p", {}, h("strong", {}, headline ?? (on_paper ? t("from_slip") : ""))),
      h("p", { className: "quiet small" }, h("span", { className: "code" }, grouped(code)), " · ", moment(accepted_at))),
    h("span", { className: `chip ${tone}` }, icon(symbol, "icon small"), t(state === "booked" ? `outcome_${outcome}` : "outcome_waiting")))
}

/// At the top of every screen: nothing while all is well.
export async function showLine(place) {
  const count = (await waiting()).length
  place.hidden = isLineUp() && !count
  place.replaceChildren(icon(isLineUp() ? "clock" : "off", "icon small"),
    [!isLineUp() && t("line_off"), count > 0 && t("waits", { count })].filter(Boolean).join(" · "))
}

/// What the last uploads came to, for whoever comes to the counter first.
export const reportPlace = () => h("div", { id: "reported", role: "status" }, reported())

function reported() {
  const sums = report.get()
  if (!sums) return []
  const count = Object.values(sums).reduce((sum, one) => sum + one, 0)
  const bad = count - (sums.redeemed ?? 0)
  const words = [t("sent", { count }), bad > 0 && t("sent_bad", { count: bad })].filter(Boolean)
  return [notice(bad ? "amber" : "footfall", bad ? "warning" : "check", h("p", {}, words.join(" ")),
    link(t("see_them"), "#offline", { kind: "second large" }))]
}

let shown = null
addEventListener("offline-change", () => {
  const sums = JSON.stringify(report.get())
  // What a thumb is about to press stays where it is.
  if (sums !== shown) find("#reported")?.replaceChildren(...reported())
  shown = sums
})
