// A map: stores, their fences, and where somebody was. Leaflet draws it, which the server lends from where its package
// put it; without it there is no map, and the page says so. On plain ground unless a tile server is named.
import { h } from "./dom.js"
import { language } from "./words.js"

const assets = document.documentElement.dataset.assets
const calm = matchMedia("(prefers-reduced-motion: reduce)")
const dark = matchMedia("(prefers-color-scheme: dark)")
const fencesFromZoom = 14
const fencesMax = 400
/// Many dots far away would be one blot.
const dotAt = (zoom) => (zoom < 8 ? 3.5 : zoom < 11 ? 5 : 6)

let library
const load = () => (library ??= import(`${assets}/leaflet/leaflet.js`).then(withLooks, () => null))

const withLooks = (leaflet) =>
  new Promise((done) => {
    const link = h("link", { rel: "stylesheet", href: `${assets}/leaflet/leaflet.css` })
    link.addEventListener("load", () => done(leaflet))
    link.addEventListener("error", () => done(null))
    document.head.prepend(link)
  })

const color = (role) => getComputedStyle(document.documentElement).getPropertyValue(`--${role}`).trim()

/// Rings as the API has them, longitude first; as Leaflet takes them.
const ringsOf = (fence) =>
  fence.coordinates.map((ring) => ring.slice(0, -1).map(([longitude, latitude]) => [latitude, longitude]))

/// - words: { map, zoomIn, zoomOut } as people hear them.
/// - Returns: null without Leaflet.
export async function openMap(place, { words, tiles = null, credit = null }) {
  const L = await load()
  return L && new StoreMap(L, place, words, tiles, credit)
}

class StoreMap {
  constructor(L, place, words, tiles, credit) {
    this.L = L
    const ground = h("div", { className: "map", dir: "ltr" })
    place.classList.add("map-frame")
    place.replaceChildren(ground, h("div", { className: "map-tools" },
      this.tool("+", words.zoomIn, () => this.map.zoomIn()), this.tool("\u2212", words.zoomOut, () => this.map.zoomOut())))
    this.map = L.map(ground, {
      zoomControl: false, attributionControl: Boolean(tiles && credit), zoomAnimation: !calm.matches,
      fadeAnimation: !calm.matches, markerZoomAnimation: !calm.matches, inertia: !calm.matches, maxZoom: 20, minZoom: 2,
    })
    this.map.setView([30, 0], 2, { animate: false })
    ground.setAttribute("role", "region")
    ground.setAttribute("aria-label", words.map)
    L.control.scale({ maxWidth: 120, imperial: language === "en", metric: true }).addTo(this.map)
    if (tiles) L.tileLayer(tiles, { maxZoom: 20, maxNativeZoom: 19, attribution: credit ?? "" }).addTo(this.map)
    if (this.map.attributionControl) this.map.attributionControl.setPrefix(false)
    this.canvas = L.canvas({ padding: 0.3, tolerance: 6 })
    this.fences = L.layerGroup().addTo(this.map)
    this.markers = new Map()
    this.styled = new Map()
    this.map.on("moveend", () => this.drawFences())
    this.map.on("zoomend", () => this.resize())
    dark.addEventListener("change", () => this.restyle())
    new ResizeObserver(() => this.map.invalidateSize({ animate: false })).observe(ground)
  }

  tool(text, label, onclick) {
    return h("button", { type: "button", className: "second square", onclick, ariaLabel: label, title: label }, text)
  }

  radiusOf({ busy = 0 }) {
    const dot = dotAt(this.map.getZoom())
    return busy ? Math.min(18, dot + 1 + 3 * Math.log2(1 + busy)) : dot
  }

  resize() {
    if (this.dot === dotAt(this.map.getZoom())) return
    this.dot = dotAt(this.map.getZoom())
    for (const [, entry] of this.markers) entry.marker.setRadius(this.radiusOf(entry))
  }

  /// Looks that follow light and dark, as long as the layer is there.
  keep(layer, look) {
    layer.setStyle(look())
    this.styled.set(layer, look)
    return layer.on("remove", () => this.styled.delete(layer))
  }

  restyle() {
    for (const [layer, look] of this.styled) layer.setStyle(look())
    for (const [, { marker, look }] of this.markers) marker.setStyle(look())
    this.drawFences()
  }

  fenceLook = () => ({ color: color("footfall"), weight: 2, fillColor: color("footfall"), fillOpacity: 0.12 })

  /// - stores: { id, name, latitude, longitude, radius_meters or rings }.
  showStores(stores, onpick = null) {
    this.stores = stores
    const L = this.L
    const group = L.featureGroup()
    for (const store of stores) {
      const look = () => ({
        color: color("surface"), weight: 1, fillColor: color("footfall"), fillOpacity: 0.95,
      })
      const marker = L.circleMarker([store.latitude, store.longitude], { renderer: this.canvas, radius: dotAt(this.map.getZoom()), ...look() })
      marker.store = store
      this.markers.set(store.id, { marker, look })
      group.addLayer(marker)
    }
    this.group = group
    group.bindTooltip((layer) => document.createTextNode(layer.store.name), { direction: "top", offset: [0, -6] })
    if (onpick) group.on("click", (event) => onpick(event.layer.store))
    group.addTo(this.map)
    this.see(stores.map((store) => [store.latitude, store.longitude]))
  }

  /// Those that a search has found; the others stand back.
  showOnly(stores) {
    const found = new Set(stores.map((store) => store.id))
    for (const [id, { marker }] of this.markers) {
      if (found.has(id)) this.group.addLayer(marker)
      else this.group.removeLayer(marker)
    }
    if (stores.length) this.see(stores.map((store) => [store.latitude, store.longitude]))
  }

  see(points, { maxZoom = 16 } = {}) {
    if (points.length) this.map.fitBounds(this.L.latLngBounds(points), { padding: [32, 32], maxZoom, animate: false })
  }

  /// Only those that are in sight, and large enough to tell from their pin.
  drawFences() {
    this.fences.clearLayers()
    if (!this.stores || this.map.getZoom() < fencesFromZoom) return
    const bounds = this.map.getBounds().pad(0.2)
    const seen = this.stores.filter((store) => bounds.contains([store.latitude, store.longitude])).slice(0, fencesMax)
    for (const store of seen) {
      const look = { renderer: this.canvas, interactive: false, ...this.fenceLook() }
      if (store.rings) this.fences.addLayer(this.L.polygon(store.rings.map((ring) => ring.map(([x, y]) => [y, x])), look))
      else if (store.radius_meters) {
        this.fences.addLayer(this.L.circle([store.latitude, store.longitude], { radius: store.radius_meters, ...look }))
      }
    }
  }

  /// One store's fence, as the API has it.
  showFence(store) {
    const at = [store.location.latitude, store.location.longitude]
    const fence = store.fence.type === "circle"
      ? this.L.circle(at, { radius: store.fence.radius_meters })
      : this.L.polygon(ringsOf(store.fence))
    this.keep(fence, this.fenceLook).addTo(this.map)
    const look = () => ({ color: color("surface"), weight: 2, fillColor: color("footfall"), fillOpacity: 1 })
    this.keep(this.L.circleMarker(at, { radius: 7 }), look).addTo(this.map)
    this.area = fence.getBounds()
    this.map.fitBounds(this.area, { padding: [32, 32], maxZoom: 18, animate: false })
  }

  /// Where somebody was, as sure as the phone was of it.
  showFix({ latitude, longitude, accuracy_meters }) {
    const disc = this.L.circle([latitude, longitude], { radius: accuracy_meters, interactive: false })
    this.keep(disc, () => ({ color: color("sky"), weight: 1, fillColor: color("sky"), fillOpacity: 0.15 }))
    const dot = this.L.circleMarker([latitude, longitude], { radius: 6, interactive: false })
    this.keep(dot, () => ({ color: color("surface"), weight: 2, fillColor: color("sky"), fillOpacity: 1 }))
    disc.addTo(this.map)
    dot.addTo(this.map)
    const all = this.L.latLngBounds(disc.getBounds())
    if (this.area) all.extend(this.area)
    this.map.fitBounds(all, { padding: [24, 24], maxZoom: 18, animate: false })
  }

  /// How stores stand and what happened there in the last minute: what is busy is larger.
  showActivity(usual, places) {
    const roles = { running: "footfall", sold_out: "brick", closed: "quiet", waiting: "amber", paused: "amber", over: "quiet" }
    const told = new Map(places.map((place) => [place.store_id, place]))
    for (const [id, entry] of this.markers) {
      const place = told.get(id)
      const standing = place?.standing ?? usual
      const busy = place?.check_ins ?? 0
      if (entry.standing === standing && entry.busy === busy) continue
      Object.assign(entry, { standing, busy })
      entry.look = () => ({
        color: color("surface"), weight: 1.5, fillColor: color(roles[standing] ?? "footfall"), fillOpacity: 0.95,
      })
      entry.marker.setStyle(entry.look())
      entry.marker.setRadius(this.radiusOf(entry))
      if (busy) entry.marker.bringToFront()
    }
  }
}
