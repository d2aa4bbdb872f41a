// Where this phone is: the median of five fixes, since single ones jump.
const wanted = 5
const patience = 30_000
const pause = 700
const options = { enableHighAccuracy: true, maximumAge: 0, timeout: 10_000 }

const median = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

const rounded = (degrees) => Math.round(degrees * 1e6) / 1e6

/// Asked anew each time: a phone that lies still would tell its place only once.
const measure = () => new Promise((done, fail) => navigator.geolocation.getCurrentPosition(({ coords }) => done(coords), fail, options))

/// - onfix: hears how many there are so far.
/// - Returns: { latitude, longitude, accuracy_meters, fixes }, from fewer fixes if no more come in half a minute.
/// Throws "denied" when the phone may not say, "none" when it cannot.
export async function pinHere(onfix = () => {}) {
  const fixes = []
  const end = Date.now() + patience
  while (fixes.length < wanted && Date.now() < end) {
    try {
      fixes.push(await measure())
      onfix(fixes.length)
    } catch (error) {
      if (error.code === error.PERMISSION_DENIED) throw new Error("denied")
    }
    await new Promise((wake) => setTimeout(wake, pause))
  }
  if (!fixes.length) throw new Error("none")
  return {
    latitude: rounded(median(fixes.map((fix) => fix.latitude))), longitude: rounded(median(fixes.map((fix) => fix.longitude))),
    accuracy_meters: median(fixes.map((fix) => fix.accuracy)), fixes: fixes.length,
  }
}
