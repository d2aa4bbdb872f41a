// What maps say, in the words of the page.
import { h, icon } from "./dom.js"
import { t } from "./words.js"

export const mapWords = () => ({ map: t("map"), zoomIn: t("zoom_in"), zoomOut: t("zoom_out") })

export const noMap = () => h("p", { className: "notice amber" }, icon("info"), h("span", {}, t("no_map")))
