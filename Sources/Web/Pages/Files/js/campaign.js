// One campaign: launch it and give it orders, what stands in the way, its coupon, and everything to print for it.
import { dialog, form, get, send, sentence } from "./console.js"
import { drawn } from "./campaign-drawn.js"
import { busy, button, field, find, h, icon, link, say } from "./dom.js"
import { t } from "./words.js"

const { campaign: id, state, phase, keeps, slug } = find("#orders").dataset
const mayChange = keeps === "true"
const tones = { error: ["brick", "cross"], warning: ["amber", "warning"], note: ["sky", "info"] }

function order(name, symbol, { kind = "", text = null } = {}) {
  const verb = t(`order_${name}`)
  const give = () => busy(pressed, async () => {
    try {
      await send("POST", `/v1/campaigns/${id}/${name}`)
      location.reload()
    } catch (error) {
      say(sentence(error))
      if (name === "launch") await showFindings()
    }
  })
  const ask = () => {
    const box = dialog(verb, h("p", {}, text), button(verb, () => {
      box.close()
      give()
    }, { kind }))
  }
  const pressed = button(verb, text ? ask : give, { kind, symbol })
  return pressed
}

function recall() {
  const verb = t("order_recall")
  return button(verb, () => dialog(verb, h("p", {}, t("recall_text")), form([
    field(t("recall_reason"), h("input", { name: "reason", required: true, autocomplete: "off" })),
  ], verb, async (values) => {
    await send("POST", `/v1/campaigns/${id}/recall`, values)
    location.reload()
  }, { kind: "destroys" })), { kind: "destroys" })
}

function* orders() {
  if (!mayChange) return
  if (state === "draft" || state === "approved") yield order("launch", "next", { text: t("launch_text") })
  if (state === "draft" && find("#orders").dataset.needsApproval === "true") yield order("approve", "check", { kind: "second" })
  if (state === "enabled" && phase !== "ended") yield order("pause", "clock", { kind: "second" })
  if (state === "paused") yield order("resume", "next")
  if (["enabled", "paused"].includes(state)) yield order("end", "off", { kind: "destroys", text: t("end_text") })
  if (["enabled", "paused", "archived"].includes(state)) yield recall()
}

async function showFindings() {
  if (!mayChange || !["draft", "approved", "paused"].includes(state)) return
  const report = await send("POST", `/v1/campaigns/${id}/preflight`, {}, { key: null })
  find("#findings").replaceChildren(...report.findings.map(({ severity, say: text }) => {
    const [tone, symbol] = tones[severity]
    return h("div", { className: `notice ${tone}` }, icon(symbol), h("p", {}, text))
  }))
}

async function showCoupon() {
  const campaign = await get(`/v1/campaigns/${id}`)
  if (campaign.readiness?.tills) find("#findings").append(h("p", { className: "chip" }, icon("screen", "icon small"),
    t("tills_ready", { count: campaign.readiness.tills, ready: campaign.readiness.ready })))
  if (!mayChange || ["donation", "points"].includes(campaign.reward.kind)) return
  const names = ["name", "stores", "schedule", "unlock", "reward", "conditions", "limits", "budget", "identity", "coupon", "presence", "price", "funding"]
  const terms = Object.fromEntries(names.filter((name) => campaign[name] !== undefined).map((name) => [name, campaign[name]]))
  await drawn(terms, "80mm", find("#drawn"))
}

function showPapers() {
  const path = `/v1/campaigns/${id}`
  const card = (title, text, ...links) => h("section", { className: "card stack tight" }, h("h3", {}, title), h("p", { className: "quiet" }, text), h("div", { className: "row" }, ...links))
  const file = (text, href) => link(text, href, { kind: "second", symbol: "print", target: "_blank", rel: "noopener" })
  const cards = [
    card(t("brief"), t("brief_text"), file(t("paper_a4"), `${path}/brief.pdf?paper=a4`), file(t("paper_letter"), `${path}/brief.pdf?paper=letter`)),
    card(t("shelf_card"), t("shelf_card_text"), file(t("print"), `${path}/shelf-card.pdf`)),
  ]
  if (slug) cards.push(card(t("share_page"), t("share_page_text"), link(t("open"), `/o/${slug}`, { kind: "second", symbol: "share", target: "_blank", rel: "noopener" })))
  find("#paper-links").replaceChildren(...cards)
}

find("#orders").replaceChildren(...orders())
showPapers()
await showFindings()
await showCoupon()
