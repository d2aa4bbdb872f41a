// Offers near a position, in a place that was named, or in the store whose poster was scanned.
import { mine, sentence } from "./account.js"
import { busy, button, field, find, h, icon, notice, show } from "./dom.js"
import { offerCard } from "./offer-card.js"
import { NoPosition, isAllowed, position } from "./position.js"
import { distance, t } from "./words.js"
import { wordField } from "./visit.js"

/// The store of the address, `/s/STORE`.
export const storeHere = () => location.pathname.match(/^\/s\/([^/]+)$/)?.[1] ?? null

export async function showOffers() {
  const results = h("div", { className: "stack", id: "results" })
  const store = storeHere()
  const main = show(
    h("div", { className: store ? "visually-hidden" : "stack tight" }, h("h1", {}, t("start_title")),
      h("p", { className: "quiet" }, t("start_text"))),
    store && results, searchForm(results), !store && results, wordField())
  if (store) await search(results, { store_id: store })
  else if (await isAllowed()) await nearMe(results)
  return main
}

function searchForm(results) {
  const place = h("input", {
    type: "search", name: "place", maxLength: 80, autocomplete: "off", enterKeyHint: "search",
  })
  const near = button(t("near_me"), () => busy(near, () => nearMe(results)), { symbol: "pin", kind: "wide", id: "near-me" })
  const go = h("button", { type: "submit", className: "second square", ariaLabel: t("search") }, icon("search"))
  const form = h("form", {
    className: "search",
    onsubmit: (event) => {
      event.preventDefault()
      if (place.value.trim()) busy(go, () => search(results, { place: place.value.trim() }))
    },
  }, field(t("place"), place, t("place_hint")), go)
  return h("section", { className: "stack tight", ariaLabel: t("search") }, near, form)
}

async function nearMe(results) {
  results.replaceChildren(h("p", { role: "status" }, t("asking_position")), h("div", { className: "waiting" }))
  try {
    const { latitude, longitude } = await position()
    await search(results, { position: { latitude, longitude } })
  } catch (error) {
    if (!(error instanceof NoPosition)) throw error
    const key = error.isDenied ? "position_denied" : "position_unavailable"
    results.replaceChildren(notice("amber", "warning", h("p", {}, t(key))))
  }
}

async function search(results, what) {
  results.replaceChildren(h("p", { role: "status" }, t("looking")), h("div", { className: "waiting" }))
  try {
    const { stores } = await mine("POST", "/v1/offers/search", { body: what })
    find("#near-me")?.classList.toggle("second", stores.length > 0)
    results.replaceChildren(...(stores.length ? stores.map((place) => storeCard(place, what)) : [nothing(what)]))
  } catch (error) {
    results.replaceChildren(notice("amber", "off", h("p", {}, sentence(error))))
  }
}

function nothing(what) {
  const kind = what.place ? "place" : what.store_id ? "store" : "near"
  return h("div", { className: "empty" }, icon("store", "icon big"), h("h2", {}, t(`none_${kind}_title`)),
    h("p", {}, t(`none_${kind}_text`)))
}

function storeCard({ store, distance_meters, offers }, what) {
  const away = distance_meters === null ? null : distance_meters < 5 ? null : t("away", { distance: distance(distance_meters) })
  return h("section", { className: "store stack tight" },
    what.store_id && h("p", { className: "chip footfall" }, icon("store", "icon small"), t("store_here")),
    h("div", { className: "row spread" }, h("h2", {}, store.name),
      away && h("p", { className: "quiet" }, away)),
    offers.map((offer) => offerCard(offer, store)))
}
