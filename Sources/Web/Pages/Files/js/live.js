// A campaign as it runs. The server tells what has changed; where its line breaks, the browser comes again.
import { get } from "./console.js"
import { find, h, icon } from "./dom.js"
import { mapIn } from "./map-words.js"
import { moment, money, number, t } from "./words.js"

const reasonsShown = 5
const standings = ["running", "sold_out", "closed", "waiting", "paused", "over"]
const tones = { running: "footfall", sold_out: "brick", closed: "", waiting: "amber", paused: "amber", over: "" }
const symbols = { running: "check", sold_out: "off", closed: "clock", waiting: "clock", paused: "clock", over: "cross" }

/// Says how it stands in a sentence: what is left, and how long that lasts.
function forecast(view) {
  const { left, at, closes_at: closes, per_hour: pace } = view.forecast
  if (left === null) return pace ? t("live_pace", { count: pace }) : t("live_no_pace")
  if (left === 0) return t("live_all_given")
  if (at) return t("live_left_until", { count: left, time: moment(at) })
  return pace && closes ? t("live_left_enough", { count: left, time: moment(closes) }) : t("live_left", { count: left })
}

class LiveView {
  constructor(place) {
    this.place = place
    this.id = place.dataset.campaign
    this.figures = h("dl", { className: "figures" })
    this.forecast = h("p")
    this.limit = h("progress", { max: 1, value: 0, "aria-label": t("live_limit") })
    this.limitText = h("p", { className: "quiet small" })
    this.stores = h("p", { className: "row" })
    this.reasons = h("ol", { className: "live-reasons" })
    this.appeals = h("p")
    this.ground = h("div")
    this.line = h("span", { className: "chip", role: "status" })
    place.replaceChildren(h("section", { className: "card stack" },
      h("div", { className: "row spread" }, h("h2", {}, t("live_title")),
        h("div", { className: "row" }, place.dataset.yourStores && h("span", { className: "chip sky" }, icon("store", "icon small"), place.dataset.yourStores), this.line)),
      this.figures, this.forecast, this.limit, this.limitText, this.stores,
      h("div", { className: "beside even" }, this.ground, h("div", { className: "stack" }, h("h3", {}, t("live_refusals")), this.reasons, this.appeals))))
  }

  figure(name, value) {
    return h("div", {}, h("dt", {}, name), h("dd", {}, value))
  }

  show(view) {
    this.figures.replaceChildren(
      this.figure(t("check_ins"), number(view.check_ins)), this.figure(t("issued"), number(view.issued)),
      this.figure(t("redeemed"), number(view.redeemed)),
      ...(view.exposure?.counted ? [this.figure(t("exposure"), money(view.exposure.counted))] : []))
    this.forecast.textContent = forecast(view)
    // Of some stores nobody knows a limit: all of them share it.
    const { counted, max } = view.coupons ?? { counted: null, max: null }
    this.limit.hidden = this.limitText.hidden = max === null
    if (max !== null) {
      this.limit.value = Math.min(1, counted / Math.max(1, max))
      this.limitText.textContent = t("live_of_limit", { used: number(counted), max: number(max) })
    }
    this.stores.replaceChildren(...standings.filter((name) => view.stores[name]).map((name) =>
      h("span", { className: `chip ${tones[name]}` }, icon(symbols[name], "icon small"), t(`standing_${name}`, { count: view.stores[name] }))))
    const reasons = view.refusals.toSorted((a, b) => b.count - a.count).slice(0, reasonsShown)
    this.reasons.replaceChildren(...(reasons.length
      ? reasons.map(({ code, count }) => h("li", {}, h("span", {}, t(`reason_${code}`)), h("strong", { className: "number" }, number(count))))
      : [h("li", { className: "quiet" }, t("live_no_refusals"))]))
    this.appeals.replaceChildren(...(view.open_appeals
      ? [h("a", { className: "button second", href: "/console/check-ins" }, t("open_appeals", { count: view.open_appeals }))] : []))
    this.map?.showActivity(view.usual, view.places)
    this.latest = view
  }

  say(isLive) {
    this.line.className = `chip ${isLive ? "footfall" : "amber"}`
    this.line.replaceChildren(icon(isLive ? "check" : "clock", "icon small"), t(isLive ? "live_now" : "live_waiting"))
  }

  listen() {
    const source = new EventSource(`/v1/campaigns/${this.id}/live`)
    this.source = source
    source.onopen = () => this.say(true)
    source.onmessage = ({ data }) => this.show(JSON.parse(data))
    source.onerror = () => {
      this.say(false)
      // Too many watch: the browser gives up, and we ask now and then.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.listen(), 15_000)
    }
  }

  async draw() {
    const { items } = await get("/v1/stores/map")
    if (!items.length) return this.ground.remove()
    this.map = await mapIn(this.ground, this.place)
    if (!this.map) return
    this.map.showStores(items, (store) => location.assign(`/console/stores/${store.id}`))
    if (this.latest) this.map.showActivity(this.latest.usual, this.latest.places)
  }
}

const place = find("#live")
if (place) {
  const view = new LiveView(place)
  view.say(false)
  view.show(await get(`/v1/campaigns/${view.id}/live`))
  view.listen()
  addEventListener("pagehide", () => view.source.close())
  await view.draw()
}
