// The till: scan or type, one clear answer, what next. Nothing else.
import { showCounter } from "./counter.js"
import { find, h, later, link, notice, show } from "./dom.js"
import { showEnrolment } from "./enrolment.js"
import { showHeld } from "./held.js"
import { showLine, showOffline } from "./offline-screen.js"
import { start } from "./offline.js"
import { showStore } from "./store.js"
import { setting, storeName, till } from "./till-device.js"
import { t } from "./words.js"

/// What a customer does not wait for is fetched when somebody opens it.
const screens = {
  store: showStore,
  offline: showOffline,
  held: showHeld,
  screen: async () => (await import("./presence.js")).showScreen(),
  staff: async () => (await import("./presence.js")).showStaff(),
  assist: async () => (await import("./assist.js")).showAssist(),
  appeals: async () => (await import("./appeals.js")).showAppeals(),
  sales: async () => (await import("./sales.js")).showSales(),
  shift: async () => (await import("./shift.js")).showShift(),
  practice: async (code) => (await import("./practice.js")).showPractice(code),
  leave: async () => (await import("./leave.js")).showLeave(),
  slips: async () => (await import("./slips.js")).showSlips(),
  unlock: async () => (await import("./unlock.js")).showUnlock(),
}
const tabs = { "": "", sales: "sales", screen: "screen", store: "store", shift: "store", practice: "store", unlock: "store", staff: "store", appeals: "store", leave: "store" }

function turn() {
  const [name, part] = location.hash.slice(1).split("/")
  find(".till-bar nav").hidden = !till()
  for (const tab of document.querySelectorAll(".till-bar nav a"))
    tab.toggleAttribute("aria-current", tab.hash.slice(1) === tabs[name])
  nameStore()
  if (!till()) return showEnrolment(name === "enrol" ? decodeURIComponent(part ?? "") : "")
  return name in screens ? open(name, part) : showCounter()
}

/// Some screens come over the line when they are first opened.
async function open(name, part) {
  try {
    await screens[name](part)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    show(h("h1", {}, t("till")), notice("amber", "off", h("p", {}, t("no_line"))), link(t("go_back"), "#", { kind: "second wide large" }))
  }
}

async function nameStore() {
  if (!till()) return
  find("#store-name").textContent = till().store_name ?? ""
  if (till().store_name) return
  try {
    find("#store-name").textContent = await storeName()
  } catch {
    // Without a line the till works without its name.
  }
}

const line = () => showLine(find("#line"))
addEventListener("line", line)
addEventListener("offline-change", line)
addEventListener("hashchange", turn)
// Another window of this device has handed the till back.
addEventListener("storage", ({ key, newValue }) => key === "footfall.till" && !newValue && location.reload())
turn()
line()
start()
if (setting("prints")) import("./printing.js").then((printing) => printing.start(), () => {})

if ("serviceWorker" in navigator) later(() => navigator.serviceWorker.register("/sw.js"))
