// Paper from the browser: the picture of a coupon alone on a page, at the width of its roll.
import { local } from "./api.js"
import { h } from "./dom.js"
import { language } from "./words.js"

/// A browser that does not say when it has printed has drawn the page by then.
const drawnMs = 20_000

/// The picture for a roll, whatever paper the link was for.
export const rollPicture = (coupon) => `${local(coupon.links.png)}&paper=80mm&lang=${language}`

/// - picture: an address here. Comes back when the browser has it printed, or thinks so.
export async function print(picture, paper) {
  const image = h("img", { alt: "", src: picture })
  await image.decode()
  document.querySelector(".sheet")?.remove()
  const sheet = h("div", { className: `sheet paper-${paper}` }, image)
  document.body.append(sheet)
  document.body.classList.add("printing")
  const leave = () => {
    document.body.classList.remove("printing")
    sheet.remove()
  }
  await new Promise((resolve) => {
    addEventListener("afterprint", resolve, { once: true })
    setTimeout(resolve, drawnMs)
    window.print()
  })
  leave()
}
