// Two tones that differ without looking: up is yes, down is no, one is a question.
const tunes = { footfall: [660, 990], amber: [520, 520], brick: [330, 220] }
let audio

export function sound(tone) {
  // Browsers stay quiet, and complain, until somebody has touched the page.
  if (navigator.userActivation && !navigator.userActivation.hasBeenActive) return
  try {
    audio ??= new AudioContext()
    if (audio.state === "suspended") audio.resume()
    tunes[tone].forEach((pitch, place) => {
      const start = audio.currentTime + place * 0.16
      const voice = audio.createOscillator(), volume = audio.createGain()
      voice.frequency.value = pitch
      volume.gain.setValueAtTime(0.25, start)
      volume.gain.exponentialRampToValueAtTime(0.001, start + 0.15)
      voice.connect(volume).connect(audio.destination)
      voice.start(start)
      voice.stop(start + 0.15)
    })
  } catch {
    // No loudspeaker: colour, word and sentence remain.
  }
  navigator.vibrate?.(tone === "footfall" ? 80 : [80, 60, 80])
}
