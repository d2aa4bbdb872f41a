// One store: its facts, its fence, its hours. What is drawn on the map and what is typed say the same.
import { askWhichStays, clearProblems, get, send, sentence, showFailure, showProblems, tagged, wrong } from "./console.js"
import { busy, button, field, find, h, say } from "./dom.js"
import { FenceEditor } from "./map-fence.js"
import { mapIn } from "./map-words.js"
import { pinHere } from "./pin-here.js"
import { hoursFields, hoursOf } from "./store-hours.js"
import { number, t } from "./words.js"

const place = find("#store")
const id = place.dataset.id
const keeps = Boolean(place.dataset.keeps)
const newStore = {
  name: "", time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone, owner: "company", tags: [], hours: null,
  location: { latitude: 0, longitude: 0 }, fence: { type: "circle", radius_meters: 75 },
}

/// With its entity tag, so that nobody writes over what somebody else has changed meanwhile.
async function read() {
  if (!id) return { store: newStore, tag: undefined }
  const { value: store, tag } = await get(`/v1/stores/${id}`, { read: tagged })
  return { store, tag }
}

const text = (name, value, more = {}) => h("input", { name, value: value ?? "", id: `store-${name}`, ...more })
const decimal = (name, value, more = {}) => text(name, value, { type: "number", step: "any", inputMode: "decimal", ...more })
/// A line for each corner, and a blank one before each hole.
const corners = (rings) => rings.map((ring) => ring.slice(0, -1).map(([longitude, latitude]) => `${latitude}, ${longitude}`).join("\n")).join("\n\n")

function facts(store) {
  const owner = h("select", { name: "owner", id: "store-owner" },
    ...["company", "franchise"].map((value) => h("option", { value, selected: store.owner === value }, t(`owner_${value}`))))
  const zones = h("datalist", { id: "zones" }, ...Intl.supportedValuesOf("timeZone").map((value) => h("option", { value })))
  const zone = text("time_zone", store.time_zone, { required: true, autocomplete: "off" })
  zone.setAttribute("list", "zones")
  return h("section", { className: "card stack" }, h("h2", {}, t("facts")),
    field(t("store_name"), text("name", store.name, { required: true, maxLength: 200 })),
    field(t("external_id"), text("external_id", store.external_id), t("external_id_hint")),
    field(t("address"), text("address", store.address, { autocomplete: "off" })),
    field(t("time_zone"), zone), zones,
    h("div", { className: "columns" }, field(t("brand"), text("brand", store.brand)), field(t("region"), text("region", store.region))),
    field(t("owner"), owner), field(t("tags"), text("tags", (store.tags ?? []).join(", ")), t("tags_hint")))
}

class FenceForm {
  constructor(store) {
    this.circle = this.kind("circle", store.fence.type === "circle")
    this.polygon = this.kind("Polygon", store.fence.type !== "circle")
    this.latitude = decimal("latitude", store.location.latitude, { min: -90, max: 90, required: true })
    this.longitude = decimal("longitude", store.location.longitude, { min: -180, max: 180, required: true })
    this.radius = decimal("radius_meters", store.fence.radius_meters ?? 75, { min: 10, max: 50_000 })
    this.corners = h("textarea", { name: "corners", id: "store-corners", rows: 6, className: "code" })
    if (store.fence.type !== "circle") this.corners.value = corners(store.fence.coordinates)
    this.holes = h("div", { className: "row" })
    this.ground = h("div")
    this.here = button(t("pin_here"), () => this.fromHere(), { kind: "second", symbol: "pin" })
    this.radiusField = field(t("radius_meters"), this.radius, t("radius_hint"))
    this.cornersField = field(t("corners"), this.corners, t("corners_hint"))
    this.element = h("section", { className: "card stack" }, h("h2", {}, t("place_and_fence")), this.ground,
      h("div", { className: "row" }, this.here), this.holes,
      h("div", { className: "columns" }, field(t("latitude"), this.latitude), field(t("longitude"), this.longitude)),
      h("fieldset", {}, h("legend", {}, t("fence")), this.choice(this.circle, t("fence_circle")), this.choice(this.polygon, t("fence_polygon"))),
      this.radiusField, this.cornersField)
    for (const input of [this.latitude, this.longitude, this.radius, this.corners]) input.addEventListener("change", () => this.redraw())
    this.toggle()
  }

  kind(value, checked) {
    return h("input", { type: "radio", name: "fence_type", value, checked, disabled: !keeps, onchange: () => this.become(value) })
  }

  choice(input, label) {
    return h("label", { className: "choice" }, input, label)
  }

  toggle() {
    this.radiusField.hidden = this.polygon.checked
    this.cornersField.hidden = this.circle.checked
    this.showHoles()
  }

  /// Without a map they are typed: a blank line before each.
  showHoles() {
    this.holes.hidden = this.circle.checked || !this.editor
    const holes = this.editor?.rings?.slice(1) ?? []
    this.holes.replaceChildren(button(t("cut_hole"), () => this.editor.addHole(), { kind: "second" }),
      ...holes.map((_, place) => button(t("remove_hole", { number: place + 1 }), () => {
        this.editor.removeHole(place + 1)
        find("button", this.holes).focus()
      }, { kind: "plain" })))
  }

  /// What stands in the fields; null where that is no fence yet.
  get value() {
    const location = { latitude: this.latitude.valueAsNumber, longitude: this.longitude.valueAsNumber }
    if (Object.values(location).some(Number.isNaN)) return null
    if (this.circle.checked) return { location, fence: { type: "circle", radius_meters: this.radius.valueAsNumber || 75 } }
    const rings = this.corners.value.trim().split(/\n\s*\n/).map((block) => block.split("\n")
      .map((line) => line.split(/[,;\s]+/).filter(Boolean).map(Number)).filter((pair) => pair.length)
      .map(([latitude, longitude]) => [longitude, latitude]))
    if (rings.some((ring) => ring.length < 3 || ring.flat().some((part) => !Number.isFinite(part)))) return null
    return { location, fence: { type: "Polygon", coordinates: rings.map((ring) => [...ring, ring[0]]) } }
  }

  async draw(isNew) {
    const map = await mapIn(this.ground, place)
    if (!map) return
    if (!keeps) return map.showFence(this.value)
    const words = { pin: t("pin"), radius: t("radius_handle"), corner: t("corner"), newCorner: t("new_corner"), holeCorner: t("hole_corner"), newHoleCorner: t("new_hole_corner") }
    this.editor = new FenceEditor(map, words, (value) => this.fill(value))
    this.editor.set(this.value, { looks: !isNew })
    this.showHoles()
    map.map.on("click", (event) => isNew && !this.isPlaced && this.jump(event.latlng))
  }

  /// A store that is nowhere yet goes to where the map was pressed.
  jump({ lat, lng }) {
    this.isPlaced = true
    this.fill({ location: { latitude: Math.round(lat * 1e6) / 1e6, longitude: Math.round(lng * 1e6) / 1e6 }, fence: this.value.fence })
    this.editor.set(this.value)
  }

  fill({ location, fence }) {
    this.isPlaced = true
    this.latitude.value = location.latitude
    this.longitude.value = location.longitude
    if (fence.type === "circle") this.radius.value = fence.radius_meters
    else this.corners.value = corners(fence.coordinates)
    this.showHoles()
  }

  redraw() {
    this.isPlaced = true
    if (this.value) this.editor?.set(this.value)
    this.showHoles()
  }

  become(type) {
    this.toggle()
    if (this.editor) this.editor.become(type)
    else this.redraw()
  }

  async fromHere() {
    await busy(this.here, async () => {
      try {
        const found = await pinHere((count) => say(t("fixes_so_far", { count })))
        this.fill({ location: found, fence: this.value?.fence ?? newStore.fence })
        this.redraw()
        say(t("pin_set", { meters: number(Math.round(found.accuracy_meters)) }))
      } catch (error) {
        say(t(error.message === "denied" ? "pin_denied" : "pin_none"))
      }
    })
  }
}

const blankToNull = (value) => value.trim() || null

function body(form, fence) {
  const value = (name) => form.elements[name].value
  return {
    name: value("name").trim(), time_zone: value("time_zone").trim(), owner: value("owner"),
    external_id: blankToNull(value("external_id")), address: blankToNull(value("address")),
    brand: blankToNull(value("brand")), region: blankToNull(value("region")),
    tags: value("tags").split(",").map((tag) => tag.trim()).filter(Boolean), hours: hoursOf(form), ...fence.value,
  }
}

function archive(store) {
  const dialog = h("dialog", { className: "stack", "aria-label": t("archive_title", { name: store.name }), onclose: () => dialog.remove() },
    h("h2", {}, t("archive_title", { name: store.name })), h("p", {}, t("archive_text")),
    button(t("archive"), async () => {
      try {
        await send("DELETE", `/v1/stores/${id}`)
        location.assign("/console/stores")
      } catch (error) {
        dialog.close()
        say(sentence(error))
      }
    }, { kind: "destroys" }),
    button(t("close"), () => dialog.close(), { kind: "second" }))
  document.body.append(dialog)
  dialog.showModal()
}

async function show() {
  let { store, tag } = await read()
  const fence = new FenceForm(store)
  const save = h("button", { type: "submit" }, t(id ? "save" : "add_store"))
  const keep = () => busy(save, async () => {
    clearProblems(form)
    try {
      if (!fence.value) throw wrong(fence.circle.checked ? "latitude" : "corners", t("fence_unreadable"))
      const path = id ? `/v1/stores/${id}` : "/v1/stores"
      const { value: saved, tag: savedTag } = await send(id ? "PATCH" : "POST", path, body(form, fence), { match: tag, read: tagged })
      if (!id) return location.assign(`/console/stores/${saved.id}`)
      tag = savedTag
      find("h1").textContent = saved.name
      say(t("saved"))
    } catch (error) {
      if (error.code !== "precondition_failed") return showProblems(form, error)
      askWhichStays(form, async () => {
        tag = (await read()).tag
        await keep()
      })
    }
  })
  const form = h("form", { className: "stack", noValidate: true, onsubmit: (event) => {
    event.preventDefault()
    keep()
  } }, h("div", { className: "beside even" }, facts(store), h("div", { className: "stack" }, fence.element, hoursFields(store.hours))),
    keeps && h("div", { className: "row" }, save, id && button(t("archive"), () => archive(store), { kind: "destroys" })))
  if (!keeps) for (const input of form.querySelectorAll("input, select, textarea, button")) input.disabled = true
  place.replaceChildren(form)
  await fence.draw(!id)
}

try {
  await show()
} catch (error) {
  showFailure(place, error)
}
