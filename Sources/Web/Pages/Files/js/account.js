// Who this phone is to the server: a random number and a token. Nobody is asked for a name.
import { Problem, call, newKey } from "./api.js"
import { drawer } from "./drawer.js"
import { noteToken, now } from "./clock.js"
import { language, t, has } from "./words.js"

const kept = drawer("footfall.shopper")
const textVersion = `app-1.${language}`
const renewDays = 10

export const isKnown = () => kept.get() !== null
export const recoveryCode = () => kept.get()?.recovery_code ?? null

function keep(signedUp, consents) {
  const before = kept.get() ?? {}
  const { token, expires_at } = signedUp
  const recovery_code = signedUp.recovery_code ?? before.recovery_code ?? null
  noteToken(expires_at)
  kept.put({ token, expires_at, recovery_code, consents: consents ?? before.consents })
}

async function signUp() {
  const consents = { location: false, marketing: false }
  const body = { consents, locale: language, consent_text_version: textVersion }
  keep(await call("POST", "/v1/shoppers", { body }), consents)
}

/// Brings an account over from another phone; its code is used up and a new one kept.
export async function recover(code) {
  keep(await call("POST", "/v1/shoppers/me/recover", { body: { recovery_code: code } }))
  const me = await mine("GET", "/v1/shoppers/me")
  kept.put({ ...kept.get(), consents: me.consents })
}

let opening
/// The account of this phone, made when something first needs one.
function open() {
  const held = kept.get()
  if (held && new Date(held.expires_at) - now() > renewDays * 86_400_000) return held
  opening ??= (held ? renew() : signUp()).finally(() => (opening = undefined))
  return opening.then(() => kept.get())
}

async function renew() {
  try {
    keep(await call("POST", "/v1/shoppers/me/token", { token: kept.get().token }))
  } catch (error) {
    if (error.status === 401) await comeBack()
    // Without a line the old token does until there is one.
  }
}

/// Consents changed on another phone make this one's token old; its code gets a new one.
async function comeBack() {
  const code = recoveryCode()
  try {
    if (!code) throw new Problem(401)
    await recover(code)
  } catch (error) {
    if (error.status === 0) throw error
    kept.empty()
    await signUp()
  }
}

/// A call as this phone's shopper.
export async function mine(method, path, options = {}) {
  const { token } = await open()
  try {
    return await call(method, path, { ...options, token })
  } catch (error) {
    if (error.status !== 401) throw error
    await comeBack()
    return call(method, path, { ...options, token: kept.get().token })
  }
}

/// As `mine`, for what must not happen twice.
export const mineOnce = (method, path, body, key = newKey()) => mine(method, path, { body, key })

export const consents = () => kept.get()?.consents ?? { location: false, marketing: false }

export async function consent(change) {
  const body = { consents: change, consent_text_version: textVersion }
  const wanted = { ...consents(), ...change }
  keep(await mine("PATCH", "/v1/shoppers/me", { body }), wanted)
}

export function forget() {
  for (const name of Object.keys(localStorage)) if (name.startsWith("footfall.")) localStorage.removeItem(name)
}

/// What went wrong, for the person who holds the phone.
export function sentence(error) {
  if (!(error instanceof Problem)) throw error
  if (error.status === 0) return t("no_line")
  if (has(`reason_${error.code}`)) return reason(error.code, error.body.detail)
  return has(`problem_${error.code}`) ? t(`problem_${error.code}`) : t("problem_any")
}

/// The server speaks the page's language, and knows times that the page's own words do not.
export const reason = (code, said, values = {}) => said ?? t(`reason_${code}`, values)
