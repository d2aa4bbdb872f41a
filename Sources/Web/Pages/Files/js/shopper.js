// The shopper's app: which view the address asks for, and the bar below it. What is not seen first is loaded later.
import { find, later, say } from "./dom.js"
import { sentence } from "./account.js"
import { showOffers } from "./offers.js"

const views = {
  offers: async () => showOffers,
  coupons: async () => (await import("./coupons.js")).showCoupons,
  coupon: async () => (await import("./coupons.js")).showCoupon,
  messages: async () => (await import("./messages.js")).showMessages,
  party: async () => (await import("./party.js")).showParty,
  join: async () => (await import("./party.js")).joinParty,
  me: async () => (await import("./me.js")).showMe,
}

async function go() {
  const [name, ...rest] = location.hash.slice(1).split("/")
  const view = name in views ? name : "offers"
  for (const tab of document.querySelectorAll(".tabs a")) {
    const isHere = tab.hash === `#${{ coupon: "coupons", party: "offers", join: "offers" }[view] ?? view}`
    if (isHere) tab.setAttribute("aria-current", "page")
    else tab.removeAttribute("aria-current")
  }
  document.body.dataset.view = view
  try {
    const open = await views[view]()
    await open(...rest.map(decodeURIComponent))
  } catch (error) {
    say(sentence(error))
  }
  scrollTo(0, 0)
}

const checkingIn = () => import("./checkin.js")

addEventListener("hashchange", () => go().then(() => find("main").focus()))
find("#check-in").addEventListener("click", async () => (await checkingIn()).checkIn())
go().then(() => later(checkingIn))

if ("serviceWorker" in navigator) later(() => navigator.serviceWorker.register("/sw.js"))
