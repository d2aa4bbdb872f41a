// The share button of an offer's page. Without a share sheet the link is copied.
const share = document.querySelector("#share")
const said = document.querySelector("#said")
const { url, text, copied } = share.dataset
const canCopy = Boolean(navigator.clipboard)

share.hidden = !navigator.share && !canCopy
share.addEventListener("click", async () => {
  if (navigator.share) return navigator.share({ url, text }).catch(() => {})
  await navigator.clipboard.writeText(url)
  said.textContent = copied
})
