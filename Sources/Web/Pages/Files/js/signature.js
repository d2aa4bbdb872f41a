// Whether a signature is a key's: by the browser where it can, else by our own arithmetic.
let way

/// WebCrypto's, or null in a browser that has no Ed25519.
async function native() {
  const check = async (signature, message, key) => {
    const read = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"])
    return crypto.subtle.verify({ name: "Ed25519" }, read, signature, message)
  }
  try {
    await check(new Uint8Array(64), new Uint8Array(1), new Uint8Array(32).fill(1, 0, 1))
    return check
  } catch {
    return null
  }
}

export async function verify(signature, message, key) {
  way ??= await native() ?? (await import("./ed25519.js")).verify
  try {
    return await way(signature, message, key)
  } catch {
    // Bytes that are no key sign nothing.
    return false
  }
}
