// Where this phone is: the median of five fixes, since single ones jump.
const wanted = 5
const patience = 30_000

const median = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/// - onfix: hears how many there are so far.
/// - Returns: { latitude, longitude, accuracy_meters, fixes }, from fewer fixes if no more come in half a minute.
/// Throws "denied" when the phone may not say, "none" when it cannot.
export function pinHere(onfix = () => {}) {
  return new Promise((done, fail) => {
    const fixes = []
    const finish = (problem = null) => {
      navigator.geolocation.clearWatch(watch)
      clearTimeout(timer)
      if (!fixes.length) return fail(new Error(problem ?? "none"))
      done({
        latitude: Math.round(median(fixes.map((fix) => fix.latitude)) * 1e6) / 1e6,
        longitude: Math.round(median(fixes.map((fix) => fix.longitude)) * 1e6) / 1e6,
        accuracy_meters: median(fixes.map((fix) => fix.accuracy)), fixes: fixes.length,
      })
    }
    const timer = setTimeout(finish, patience)
    const watch = navigator.geolocation.watchPosition(
      ({ coords }) => {
        fixes.push(coords)
        onfix(fixes.length)
        if (fixes.length === wanted) finish()
        else ask()
      },
      (error) => error.code === error.PERMISSION_DENIED && finish("denied"), options)
    // A phone that lies still tells its place once; asked again, it measures again.
    const ask = () => setTimeout(() => navigator.geolocation.getCurrentPosition(() => {}, () => {}, options), 800)
  })
}

const options = { enableHighAccuracy: true, maximumAge: 0, timeout: 15_000 }
