// A fence that is drawn with a finger, a mouse or the arrow keys. Whoever rather types has number fields on the page,
// which say the same: both follow each other.
const stepPixels = 8
const fineStepPixels = 1
const verticesMin = 3
const radii = [10, 50_000]
/// Of the outline's extent: half of a new hole.
const holePart = 1 / 10
/// Where holes begin, in their own halves from the middle: the pin is not in one.
const holePlaces = [[0, 2.5], [0, -2.5], [2.5, 0], [-2.5, 0]]

const rounded = (degrees) => Math.round(degrees * 1e6) / 1e6
const plain = ({ lat, lng }) => ({ latitude: rounded(lat), longitude: rounded(lng) })

/// - map: of map.js.
/// - words: { pin, radius, corner, newCorner, holeCorner, newHoleCorner }, corners with {number}, those of holes with {hole}.
/// - onchange: hears of { location, fence } as the API takes them.
export class FenceEditor {
  constructor(map, words, onchange) {
    Object.assign(this, { map, words, onchange, L: map.L, handles: map.L.layerGroup().addTo(map.map) })
  }

  /// Shows a store as it is now; what is shown already stays where it is.
  set({ location, fence }, { looks = true } = {}) {
    this.at = this.L.latLng(location.latitude, location.longitude)
    this.radius = fence.type === "circle" ? fence.radius_meters : null
    // The outline, then its holes.
    this.rings = fence.type === "circle" ? null
      : fence.coordinates.map((ring) => ring.slice(0, -1).map(([x, y]) => this.L.latLng(y, x)))
    this.draw()
    if (looks) this.map.map.fitBounds(this.shape.getBounds(), { padding: [40, 40], maxZoom: 18, animate: false })
  }

  get value() {
    const fence = this.rings
      ? { type: "Polygon", coordinates: this.rings.map((ring) => [...ring, ring[0]].map(({ lat, lng }) => [rounded(lng), rounded(lat)])) }
      : { type: "circle", radius_meters: Math.round(this.radius) }
    return { location: plain(this.at), fence }
  }

  draw() {
    this.shape?.remove()
    this.handles.clearLayers()
    this.shape = this.map.keep(
      this.rings ? this.L.polygon(this.rings) : this.L.circle(this.at, { radius: this.radius }), this.map.fenceLook)
    this.shape.addTo(this.map.map)
    this.pin = this.handle(this.at, "map-pin", this.words.pin, (to) => this.movePin(to))
    if (this.rings) this.drawCorners()
    else this.reach = this.handle(this.edge(), "map-handle", this.words.radius, (to) => this.moveReach(to))
  }

  edge() {
    const meters = 111_320 * Math.cos((this.at.lat * Math.PI) / 180)
    return this.L.latLng(this.at.lat, this.at.lng + this.radius / Math.max(meters, 1))
  }

  drawCorners() {
    this.rings.forEach((ring, which) => ring.forEach((corner, place) => {
      const name = (words) => words.replace("{hole}", which).replace("{number}", place + 1)
      const handle = this.handle(corner, "map-handle", name(which ? this.words.holeCorner : this.words.corner), (to) => this.moveCorner(which, place, to))
      handle.on("keydown", ({ originalEvent: event }) => {
        if (event.key === "Delete" || event.key === "Backspace") this.removeCorner(which, place)
      })
      const next = ring[(place + 1) % ring.length]
      const middle = this.L.latLng((corner.lat + next.lat) / 2, (corner.lng + next.lng) / 2)
      let added = false
      this.handle(middle, "map-handle new", name(which ? this.words.newHoleCorner : this.words.newCorner), (to) => {
        if (!added) ring.splice(place + 1, 0, to)
        added = true
        this.moveCorner(which, place + 1, to)
      })
    }))
  }

  /// Four corners beside the middle of the outline, to be dragged to where nobody counts as in the store.
  addHole() {
    const bounds = this.L.latLngBounds(this.rings[0])
    const [north, east] = [(bounds.getNorth() - bounds.getSouth()) * holePart, (bounds.getEast() - bounds.getWest()) * holePart]
    const { lat, lng } = bounds.getCenter()
    const [upward, sideward] = holePlaces[(this.rings.length - 1) % holePlaces.length]
    this.rings.push([[-1, -1], [-1, 1], [1, 1], [1, -1]].map(([up, aside]) => this.L.latLng(lat + (upward + up) * north, lng + (sideward + aside) * east)))
    this.settle()
  }

  /// - which: 1 is the first.
  removeHole(which) {
    this.rings.splice(which, 1)
    this.settle()
  }

  /// Something to take hold of. A keyboard moves it with the arrows; with Shift by a pixel.
  handle(at, className, name, onmove) {
    const icon = this.L.divIcon({ className, iconSize: [28, 28] })
    const marker = this.L.marker(at, { icon, draggable: true, keyboard: true, title: name, alt: name })
    marker.on("drag", () => onmove(marker.getLatLng()))
    marker.on("dragend", () => this.settle())
    this.handles.addLayer(marker)
    const element = marker.getElement()
    element.setAttribute("role", "button")
    element.setAttribute("aria-label", name)
    element.addEventListener("keydown", (event) => {
      const step = event.shiftKey ? fineStepPixels : stepPixels
      const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key]
      if (event.key === "Delete" || event.key === "Backspace") marker.fire("keydown", { originalEvent: event })
      if (!by) return
      event.preventDefault()
      event.stopPropagation()
      const map = this.map.map
      const to = map.containerPointToLatLng(map.latLngToContainerPoint(marker.getLatLng()).add(by))
      marker.setLatLng(to)
      onmove(to)
      this.onchange(this.value)
    })
    return marker
  }

  /// A circle goes with its pin; a drawn fence stays.
  movePin(to) {
    this.at = to
    if (this.rings) return
    this.shape.setLatLng(to)
    this.reach.setLatLng(this.edge())
  }

  moveReach(to) {
    this.radius = Math.min(radii[1], Math.max(radii[0], this.map.map.distance(this.at, to)))
    this.shape.setRadius(this.radius)
  }

  moveCorner(which, place, to) {
    this.rings[which][place] = to
    this.shape.setLatLngs(this.rings)
  }

  /// A hole goes with the last corner that it can spare; the outline keeps three.
  removeCorner(which, place) {
    const ring = this.rings[which]
    if (ring.length > verticesMin) ring.splice(place, 1)
    else if (which > 0) this.rings.splice(which, 1)
    else return
    this.settle()
  }

  settle() {
    this.draw()
    this.onchange(this.value)
  }

  /// From a circle to eight corners on it, and back to a circle that holds all corners.
  become(type) {
    if (type === "circle" && this.rings) {
      this.radius = Math.min(radii[1], Math.max(radii[0], ...this.rings[0].map((corner) => this.map.map.distance(this.at, corner))))
      this.rings = null
    } else if (type === "Polygon" && !this.rings) {
      const north = this.radius / 111_320
      const east = this.radius / Math.max(1, 111_320 * Math.cos((this.at.lat * Math.PI) / 180))
      this.rings = [Array.from({ length: 8 }, (_, place) => {
        const angle = (place / 8) * 2 * Math.PI
        return this.L.latLng(this.at.lat + north * Math.sin(angle), this.at.lng + east * Math.cos(angle))
      })]
    }
    this.settle()
  }
}
