// What this visit came with: the channel of a shared link or poster, and a code that somebody typed.
import { drawer } from "./drawer.js"
import { button, field, h, say } from "./dom.js"
import { t } from "./words.js"

const word = drawer("footfall.word")
const channel = drawer("footfall.channel")
const via = new URLSearchParams(location.search).get("via")
if (via) channel.put({ name: via.slice(0, 50), at: Date.now() })

/// A link that was opened yesterday did not bring today's visit.
const channelHours = 24

export function cameBy() {
  const kept = channel.get()
  return kept && Date.now() - kept.at < channelHours * 3_600_000 ? { channel: kept.name } : {}
}

export const offerWord = () => (word.get() ? { offer_code: word.get() } : {})
export const forgetWord = () => word.empty()

export function wordField() {
  const input = h("input", { name: "offer-code", maxLength: 100, autocapitalize: "characters", autocomplete: "off",
    className: "code", value: word.get() ?? "" })
  const keep = button(t("keep"), () => {
    const text = input.value.trim()
    if (text) word.put(text)
    else word.empty()
    if (text) say(t("code_word_kept"))
  }, { kind: "second" })
  return h("details", { className: "more" }, h("summary", {}, t("code_word")),
    h("div", { className: "stack tight" }, field(t("code_word_label"), input, t("code_word_hint")), keep))
}
