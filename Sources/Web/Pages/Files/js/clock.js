// The server's time. Phones' clocks are wrong more often than one would think, and a rehearsal has a clock of its own.
import { drawer } from "./drawer.js"

const kept = drawer("footfall.clock")
const tokenDays = 30
/// Below this the phone's own clock does, and a minute that was rounded away does not matter.
const slackMs = 300_000

/// A new token lives so many days from now, as the server sees it.
export function noteToken(expires_at) {
  const ahead = Date.parse(expires_at) - tokenDays * 86_400_000 - Date.now()
  kept.put(Math.abs(ahead) < slackMs ? 0 : ahead)
}

export const now = () => new Date(Date.now() + (kept.get() ?? 0))

/// What the server's clock shows at this moment. A till goes by it: it may not take what the server would call late.
export const noteServerTime = (text) => kept.put(Date.parse(text) - Date.now())
