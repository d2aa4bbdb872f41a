// The whole screen says it: colour, sign, word, sentence, sound.
import { button, find, h, icon, show } from "./dom.js"
import { sound } from "./sounds.js"
import { t } from "./words.js"

/// To a screen of the till, drawn anew if it is the one that is shown.
export function go(screen = "") {
  if (location.hash.slice(1) === screen) dispatchEvent(new Event("hashchange"))
  else location.hash = screen
}

export const next = (kind = "") => button(t("next"), () => go(), { kind: `${kind} large wide` })

export function answer(tone, symbol, word, words, actions, details = []) {
  sound(tone)
  show(h("section", { className: `answer-screen ${tone}`, role: "alert" },
    icon(symbol, "icon huge"), h("h1", {}, word), h("p", { className: "sentence" }, words),
    details.filter(Boolean).map((text) => h("p", {}, text)),
    h("div", { className: "stack tight actions" }, actions.filter(Boolean))))
  find(".actions button").focus()
}
