// What stores and crowds have told this shopper.
import { isKnown, mine, sentence } from "./account.js"
import { appealCards } from "./own-appeals.js"
import { h, icon, link, notice, show } from "./dom.js"
import { moment, t } from "./words.js"

export async function showMessages() {
  draw([])
  if (!isKnown()) return
  try {
    const { items } = await mine("GET", "/v1/messages?limit=200")
    draw(items.reverse(), null, await appealCards())
  } catch (error) {
    draw([], sentence(error))
  }
}

function draw(messages, trouble = null, appeals = []) {
  show(h("h1", {}, t("messages")), trouble && notice("amber", "off", h("p", {}, trouble)), appeals,
    messages.map((message) => h("article", { className: "card stack tight" },
      h("div", { className: "row spread small quiet" }, h("span", {}, message.retailer.name),
        h("time", { dateTime: message.created_at }, moment(message.created_at))),
      h("p", {}, message.text),
      message.coupon_id && link(t("show_coupon"), `#coupon/${message.coupon_id}`, { kind: "second", symbol: "ticket" }))),
    !messages.length && !appeals.length && !trouble && h("div", { className: "empty" }, icon("message", "icon big"),
      h("h2", {}, t("no_messages_title")), h("p", {}, t("no_messages_text"))))
}
