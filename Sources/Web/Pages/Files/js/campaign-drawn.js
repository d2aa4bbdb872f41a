// A coupon of such terms as it will print, drawn by the server.
import { asFile, send } from "./console.js"

let last = 0

/// - terms: null shows nothing. The answer to an older question is not shown.
export async function drawn(terms, paper, image) {
  const mine = ++last
  if (!terms) return (image.hidden = true)
  let picture
  try {
    picture = await send("POST", `/v1/campaigns/draw?paper=${paper}`, terms, { key: null, read: asFile })
  } catch (error) {
    if (mine === last) throw error
  }
  if (mine !== last) return undefined
  if (image.src) URL.revokeObjectURL(image.src)
  image.src = URL.createObjectURL(picture)
  return (image.hidden = false)
}
