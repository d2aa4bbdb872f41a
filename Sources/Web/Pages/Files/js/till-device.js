// What this device is: a till of one store, by the token that it got for its enrolment code.
import { Problem, call } from "./api.js"
import { drawer } from "./drawer.js"
import { isNoAnswer, noteLine } from "./line.js"
import { has, moment, t } from "./words.js"

const kept = drawer("footfall.till")
const settings = drawer("footfall.till.settings")

export const till = () => kept.get()
export const leave = () => kept.empty()
export const setting = (name) => settings.get()?.[name] ?? null
export const set = (name, value) => settings.put({ ...settings.get(), [name]: value })

export async function enrol(code) {
  kept.put(await call("POST", "/v1/tills/enrol", { body: { code } }))
  await storeName()
}

/// The screen's code says which store this is.
export async function storeName() {
  const { store } = await mine("GET", "/v1/tills/me/presence-code")
  kept.put({ ...kept.get(), store_name: store.name })
  return store.name
}

/// A customer waits: no answer within this long is as good as none.
const patienceMs = 6000

export async function mine(method, path, options = {}) {
  try {
    const answer = await call(method, path, { patienceMs, ...options, token: kept.get().token })
    noteLine(true)
    return answer
  } catch (error) {
    noteLine(!isNoAnswer(error))
    if (error.status === 401) {
      kept.empty()
      location.reload()
    }
    throw error
  }
}

/// A picture that only this till may see, as an address of this page.
export async function picture(path) {
  const response = await fetch(path, { headers: { Authorization: `Bearer ${kept.get().token}` }, cache: "no-store" }).catch(() => null)
  if (!response?.ok) throw new Problem(response?.status ?? 0)
  return URL.createObjectURL(await response.blob())
}

/// For the cashier to say. The server's sentences know more than ours.
export function refusal(code, said, facts = {}) {
  const key = `till_${code}`
  if (said || !has(key)) return said ?? t("till_any")
  const values = {
    time: moment(facts.used_at ?? facts.reserved_until ?? new Date()),
    store: facts.used_store_name ?? facts.reserved_store_name ?? "",
  }
  return t(key, values)
}

export function sentence(error) {
  if (!(error instanceof Problem)) throw error
  if (error.status === 0) return t("no_line")
  return refusal(error.code, error.body.say ?? error.body.detail, error.body)
}

