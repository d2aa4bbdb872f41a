// Where the phone is. Asked only when somebody presses something that says so.
export class NoPosition extends Error {
  constructor(isDenied) {
    super("no position")
    this.isDenied = isDenied
  }
}

export function position() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) return reject(new NoPosition(true))
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) =>
        resolve({
          latitude: coords.latitude,
          longitude: coords.longitude,
          accuracy_meters: Math.max(coords.accuracy, 0.001),
          age_ms: Math.min(Math.max(Math.round(Date.now() - timestamp), 0), 86_400_000),
        }),
      (error) => reject(new NoPosition(error.code === error.PERMISSION_DENIED)),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 0 },
    )
  })
}

export async function isAllowed() {
  try {
    return (await navigator.permissions.query({ name: "geolocation" })).state === "granted"
  } catch {
    return false
  }
}
