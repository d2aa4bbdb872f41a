// A campaign's books: the moment at which they were counted, on the reader's own clock.
import "./console.js"
import { find } from "./dom.js"
import { language, t } from "./words.js"

const verdict = find("#verdict")
const time = new Intl.DateTimeFormat(language, { timeStyle: "medium" }).format(new Date(verdict.dataset.at))
const wrong = Number(verdict.dataset.wrong)
find("strong", verdict).textContent = wrong ? t("recount_differs", { count: wrong, time }) : t("recount_agrees", { time })
