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
