// Whether the server answers. Everything else that a till does without it hangs on this.
import { Problem } from "./api.js"

let isUp = true

export const isLineUp = () => isUp

/// Says `line` to the window when it changes.
export function noteLine(now) {
  if (now === isUp) return
  isUp = now
  dispatchEvent(new Event("line"))
}

/// No answer, or one from something on the way that has no server behind it.
export const isNoAnswer = (error) => error instanceof Problem && [0, 502, 503, 504].includes(error.status)
