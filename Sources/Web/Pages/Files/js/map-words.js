// Maps of the console's pages, in their words.
import { h, notice } from "./dom.js"
import { openMap } from "./map.js"
import { t } from "./words.js"

/// - place: holds whose tiles the map shows.
/// - Returns: null where there is no map, and the page says so instead.
export async function mapIn(ground, place) {
  const { tiles, credit } = place.dataset
  const words = { map: t("map"), zoomIn: t("zoom_in"), zoomOut: t("zoom_out") }
  const map = await openMap(ground, { words, tiles: tiles || null, credit: credit || null })
  if (!map) ground.replaceWith(notice("amber", "info", h("p", {}, t("no_map"))))
  return map
}
