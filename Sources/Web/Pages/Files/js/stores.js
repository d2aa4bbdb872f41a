// All stores: where they are, and a list to search.
import { get, sentence, showFailure } from "./console.js"
import { field, find, h, icon, link, say } from "./dom.js"
import { mapIn } from "./map-words.js"
import { language, t } from "./words.js"

const shownAtFirst = 50
const place = find("#stores")
const keeps = Boolean(place.dataset.keeps)

/// While somebody types, only what they have typed in the end is asked for.
const typingMs = 200

const byName = (items) => items.sort((a, b) => a.name.localeCompare(b.name, language, { numeric: true }))

function empty() {
  return h("div", { className: "empty card" }, icon("store", "icon big"), h("h2", {}, t("no_stores")), h("p", {}, t("no_stores_text")),
    keeps && h("p", { className: "row" }, link(t("add_store"), "/console/stores/new"), link(t("import_stores"), "/console/stores/import", { kind: "second" })))
}

async function show(stores) {
  const search = h("input", { type: "search", autocomplete: "off" })
  const count = h("p", { className: "quiet", role: "status" })
  const list = h("ul", { className: "store-list" })
  const more = h("button", { type: "button", className: "second", onclick: () => draw(Infinity) }, t("show_all"))
  const ground = h("div")
  place.replaceChildren(ground, h("section", { className: "card stack" }, field(t("search_stores"), search), count, list, more))

  let found = stores
  const draw = (most = shownAtFirst) => {
    list.replaceChildren(...found.slice(0, most).map((store) =>
      h("li", {}, h("a", { href: `/console/stores/${store.id}` }, store.name), h("span", { className: "quiet" }, [store.external_id, store.address, store.region].filter(Boolean).join(" · ")))))
    more.hidden = found.length <= most
    count.textContent = t("stores_found", { count: found.length })
  }
  draw()
  const map = await mapIn(ground, place)
  map?.showStores(stores, (store) => location.assign(`/console/stores/${store.id}`))
  let turn = 0
  search.addEventListener("input", () => {
    const mine = ++turn
    setTimeout(async () => {
      if (mine !== turn) return
      try {
        const heard = search.value.trim() ? byName((await get(`/v1/stores/map?q=${encodeURIComponent(search.value.slice(0, 100))}`)).items) : stores
        if (mine !== turn) return
        found = heard
        draw()
        map?.showOnly(found)
      } catch (error) {
        say(sentence(error))
      }
    }, typingMs)
  })
}

try {
  const { items } = await get("/v1/stores/map")
  if (items.length) await show(byName(items))
  else place.replaceChildren(empty())
} catch (error) {
  showFailure(place, error)
}
