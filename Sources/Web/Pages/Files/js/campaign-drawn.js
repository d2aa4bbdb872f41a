// A coupon of such terms as it will print, drawn by the server.
import { Problem } from "./api.js"
import { find } from "./dom.js"
import { language } from "./words.js"

let last = 0

/// - terms: null shows nothing. The answer to an older question is not shown.
export async function drawn(terms, paper, image) {
  const mine = ++last
  if (!terms) return (image.hidden = true)
  const answer = await fetch(`/v1/campaigns/draw?paper=${paper}`, {
    method: "POST", body: JSON.stringify(terms), cache: "no-store",
    headers: {
      "Content-Type": "application/json", "Accept-Language": language,
      "X-Page-Token": find("meta[name=page-token]").content,
    },
  })
  if (mine !== last) return undefined
  if (!answer.ok) throw new Problem(answer.status, await answer.json())
  const address = URL.createObjectURL(await answer.blob())
  if (image.src) URL.revokeObjectURL(image.src)
  image.src = address
  return (image.hidden = false)
}
