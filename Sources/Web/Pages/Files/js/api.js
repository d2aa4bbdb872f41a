// Calls of /v1. What this device holds (its token) is kept under the name of the app that holds it.
import { language } from "./words.js"

/// What the server answered instead: `code`, `detail`, and whatever it adds. `status` 0: no answer at all.
export class Problem extends Error {
  constructor(status, body = {}) {
    super(body.detail ?? body.code ?? "no answer")
    this.status = status
    this.body = body
    this.code = body.code ?? "no_line"
  }
}

export const newKey = () => crypto.randomUUID()

/// - body: goes out as JSON; a file as it is.
/// - read: takes the body out of what was answered, where it is not JSON or not all that is wanted.
/// - key: an Idempotency-Key. With one, a call that got no answer is sent again: it cannot happen twice.
/// - patienceMs: how long somebody can wait for the answer.
export async function call(method, path, { body, token, key, patienceMs, read, headers: more = {} } = {}) {
  const headers = { "Accept-Language": language, ...more }
  const isFile = body instanceof Blob
  if (body !== undefined) headers["Content-Type"] = isFile ? body.type : "application/json"
  if (token) headers.Authorization = `Bearer ${token}`
  if (key) headers["Idempotency-Key"] = key
  const request = { method, headers, body: isFile || body === undefined ? body : JSON.stringify(body), cache: "no-store" }
  for (let attempt = 0; ; attempt++) {
    try {
      return await answer(await send(path, patienceMs ? { ...request, signal: AbortSignal.timeout(patienceMs) } : request), read)
    } catch (error) {
      const canRepeat = error.status === 0 || error.status === 503
      if (!canRepeat || !key || attempt === 2) throw error
      await new Promise((wake) => setTimeout(wake, 400 * 2 ** attempt))
    }
  }
}

async function send(path, request) {
  try {
    return await fetch(path, request)
  } catch {
    throw new Problem(0)
  }
}

async function answer(response, read) {
  let body = null
  try {
    if (response.ok && read) return await read(response)
    const text = await response.text()
    body = text ? JSON.parse(text) : null
  } catch {
    // The line broke in the middle, or something on the way answered with a page of its own.
    throw new Problem(response.ok ? 0 : response.status)
  }
  if (!response.ok) throw new Problem(response.status, body ?? {})
  return body
}

/// The part of a link that this very server sees, whatever name it has for itself.
export function local(address) {
  const url = new URL(address, location.href)
  return url.pathname + url.search
}
