// Friends who check in together: one starts a party, the others open its link.
import { mine, mineOnce, sentence } from "./account.js"
import { button, h, link, notice, say, show } from "./dom.js"
import { number, t } from "./words.js"

/// The party one is in, or a new one.
export async function showParty(campaign, headline = "") {
  const path = `/v1/campaigns/${encodeURIComponent(campaign)}/parties`
  let party
  try {
    party = await mine("GET", `${path}/me`)
  } catch (error) {
    if (error.status !== 404) return failed(error)
    try {
      party = await mineOnce("POST", path)
    } catch (error) {
      return failed(error)
    }
  }
  draw(party, headline)
}

/// What a friend's link opens: `#join/CAMPAIGN/CODE`.
export async function joinParty(campaign, code) {
  try {
    const path = `/v1/campaigns/${encodeURIComponent(campaign)}/parties/join`
    draw(await mineOnce("POST", path, { code }))
    say(t("party_joined"))
  } catch (error) {
    failed(error, error.code === "join_code_wrong" || error.status === 404 ? t("join_wrong") : sentence(error))
  }
}

const failed = (error, words = sentence(error)) =>
  show(h("h1", {}, t("party_title")), notice("amber", "warning", h("p", {}, words)),
    link(t("back_to_offers"), "#offers", { kind: "second wide" }))

function draw(party, headline = "") {
  const words = t("party_members", { count: party.target, done: number(party.members) })
  const address = `${location.origin}/#join/${encodeURIComponent(party.campaign_id)}/${encodeURIComponent(party.code)}`
  show(h("h1", {}, t("party_title")), headline && h("p", { className: "quiet" }, headline), h("p", {}, t("party_text")),
    h("div", { className: "card stack tight footfall" },
      h("progress", { max: party.target, value: Math.min(party.members, party.target), ariaLabel: words }),
      h("p", {}, words),
      h("p", { className: "row spread" }, h("span", { className: "quiet" }, t("party_code")),
        h("strong", { className: "code" }, party.code))),
    button(t("share_link"), () => share(address), { kind: "wide", symbol: "share" }),
    link(t("back_to_offers"), "#offers", { kind: "plain wide" }))
}

async function share(url) {
  if (navigator.share) return navigator.share({ url, text: t("party_share") }).catch(() => {})
  await navigator.clipboard.writeText(url)
  say(t("link_copied"))
}
