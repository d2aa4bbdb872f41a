// The camera: `BarcodeDetector` where the browser has one, our own reader elsewhere.
const everyMs = 150
const widthMax = 720

async function detector() {
  try {
    if (window.BarcodeDetector && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
      const native = new BarcodeDetector({ formats: ["qr_code"] })
      return async (video) => (await native.detect(video))[0]?.rawValue ?? null
    }
  } catch {
    // Some browsers name what they do not have.
  }
  const { decode } = await import("./qr.js")
  const canvas = document.createElement("canvas")
  const paper = canvas.getContext("2d", { willReadFrequently: true })
  return async (video) => {
    const scale = Math.min(1, widthMax / video.videoWidth)
    canvas.width = video.videoWidth * scale
    canvas.height = video.videoHeight * scale
    paper.drawImage(video, 0, 0, canvas.width, canvas.height)
    return decode(paper.getImageData(0, 0, canvas.width, canvas.height))
  }
}

/// Shows the camera and calls back with what it reads, until that returns true or the video has left the page.
export async function scan(video, found) {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
  })
  video.srcObject = stream
  await video.play()
  const read = await detector()
  const look = async () => {
    let isDone = !video.isConnected
    try {
      const text = isDone || document.hidden || !video.videoWidth ? null : await read(video)
      if (text && video.isConnected) isDone = found(text) === true
    } catch {
      // A frame that cannot be read is followed by another.
    }
    if (!isDone) return setTimeout(look, everyMs)
    for (const track of stream.getTracks()) track.stop()
    video.srcObject = null
  }
  look()
}
