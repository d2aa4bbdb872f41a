// Small tools for what a page shows. Text only ever becomes text: nothing here reads markup.
const assets = document.documentElement.dataset.assets

export const find = (selector, within = document) => within.querySelector(selector)

/// An element with attributes and children; `on...` attributes are listeners, false ones are left out.
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value)
    else if (key in element && key !== "list" && key !== "form") element[key] = value
    else element.setAttribute(key, value)
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false))
  return element
}

export function icon(name, className = "icon") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  svg.setAttribute("class", className)
  svg.setAttribute("aria-hidden", "true")
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use")
  use.setAttribute("href", `${assets}/icons.svg#${name}`)
  svg.append(use)
  return svg
}

export const button = (text, onclick, { kind = "", symbol = null, ...rest } = {}) =>
  h("button", { type: "button", className: kind, onclick, ...rest }, symbol && icon(symbol), text)

export const link = (text, href, { kind = "", symbol = null, ...rest } = {}) =>
  h("a", { className: `button ${kind}`, href, ...rest }, symbol && icon(symbol), text)

export const notice = (tone, symbol, ...children) =>
  h("div", { className: `notice ${tone}` }, icon(symbol), ...children)

export function field(label, input, hint = null) {
  if (!input.id) input.id = `field-${Math.random().toString(36).slice(2)}`
  return h("div", { className: "field" }, h("label", { htmlFor: input.id }, label), input,
    hint && h("p", { className: "hint" }, hint))
}

/// While something is under way its button shows so and cannot be pressed again.
export async function busy(element, work) {
  if (element.getAttribute("aria-busy") === "true") return undefined
  element.setAttribute("aria-busy", "true")
  try {
    return await work()
  } finally {
    element.removeAttribute("aria-busy")
  }
}

let fading
/// A sentence that goes away by itself; screen readers say it.
export function say(text) {
  const place = find("#said")
  clearTimeout(fading)
  place.textContent = text
  fading = setTimeout(() => (place.textContent = ""), 6000)
}

/// Shows a view in the page's main part, and puts the reader at its start.
export function show(...children) {
  const main = find("main")
  main.replaceChildren(...children.flat().filter(Boolean))
  return main
}

/// Does what nobody waits for once the page rests, so that a slow phone can be used before; that it fails is no news.
export function later(deed) {
  const run = () => deed().catch(() => {})
  // Safari has no idle callbacks.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(run, { timeout: 3000 })
  else setTimeout(run, 300)
}
