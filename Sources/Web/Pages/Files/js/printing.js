// A till that prints: what shoppers send from their phones comes out of its printer, one page after the other.
import { local, newKey } from "./api.js"
import { say } from "./dom.js"
import { isLineUp } from "./line.js"
import { print } from "./sheet.js"
import { mine, set, setting, till } from "./till-device.js"
import { t } from "./words.js"

const everyMs = 5000

export const prints = () => setting("prints") === true

export function setPrints(isOn) {
  set("prints", isOn)
  if (isOn) turn()
}

/// What came out, until the server has heard of it: a page does not come out twice because a line broke.
const printed = new Set()

/// One window of a device does it for all.
async function fetchJobs() {
  await navigator.locks.request("footfall-till-print", { ifAvailable: true }, async (lock) => {
    if (!lock || !isLineUp()) return
    const { items } = await mine("GET", "/v1/tills/me/print-jobs")
    for (const job of items) await run(job)
  })
}

async function run({ id, paper, links }) {
  const path = `/v1/tills/me/print-jobs/${id}`
  try {
    if (!printed.has(id)) await print(local(links.png), paper)
    printed.add(id)
  } catch {
    // The picture did not come: whoever waits for it at the counter hears so.
    return mine("POST", `${path}/failed`, { body: { reason: "other" }, key: newKey() })
  }
  await mine("POST", `${path}/done`, { key: newKey() })
  printed.delete(id)
  say(t("printed_one"))
}

let turning
async function turn() {
  clearTimeout(turning)
  if (!prints() || !till()) return
  try {
    await fetchJobs()
  } catch {
    // Without an answer there will be another turn.
  }
  turning = setTimeout(turn, everyMs)
}

export const start = turn
