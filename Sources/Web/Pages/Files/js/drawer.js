// What this device keeps.

/// A small drawer of this device's storage, by name.
export const drawer = (name) => ({
  get() {
    try {
      return JSON.parse(localStorage.getItem(name))
    } catch {
      return null
    }
  },
  put(value) {
    localStorage.setItem(name, JSON.stringify(value))
  },
  empty() {
    localStorage.removeItem(name)
  },
})
