// Tills: set one up with a code that a device scans, see what one did and who has practised, take one out of use.
import { act, copyable, dialog, form, get, send, wrong } from "./console.js"
import { button, field, find, h, icon } from "./dom.js"
import { moment, money, number, t } from "./words.js"

const mayChange = find("#till-list").dataset.keeps === "true"

/// A device scans this, or somebody types it there: once, within its time.
function showCode(till) {
  const picture = h("img", { className: "enrolment", alt: t("enrolment_qr"), width: 240, height: 240,
    src: URL.createObjectURL(new Blob([till.enrolment_qr], { type: "image/svg+xml" })) })
  const box = dialog(t("enrol_title", { name: till.name }), h("p", {}, t("enrol_text")), picture, copyable(till.enrolment_code, t("enrolment_code")),
    h("p", { className: "quiet" }, t("good_until", { time: moment(till.enrolment_expires_at) })))
  box.addEventListener("close", () => location.reload())
}

const storeLabel = ({ name, external_id }) => (external_id ? `${name} · ${external_id}` : name)

/// By its label, or by a name that no other has; what is none goes to the server as it is.
function chosenStore(stores, text) {
  const fitting = stores.filter((store) => storeLabel(store) === text || store.name === text)
  if (fitting.length > 1) throw wrong("store_id", t("stores_alike"))
  return fitting[0]?.id ?? text
}

async function newTill() {
  const { items: stores } = await get("/v1/stores/map")
  if (!stores.length) return dialog(t("new_till"), h("p", {}, t("no_stores")))
  const list = h("datalist", { id: "stores" }, ...stores.map((store) => h("option", { value: storeLabel(store) })))
  const store = h("input", { name: "store_id", required: true, autocomplete: "off", value: stores.length === 1 ? storeLabel(stores[0]) : "" })
  store.setAttribute("list", "stores")
  const box = dialog(t("new_till"), form([
    field(t("store"), store, t("store_hint")),
    field(t("till_name"), h("input", { name: "name", required: true, autocomplete: "off" }), t("till_name_hint")), list,
  ], t("set_up"), async ({ store_id, name }) => {
    const till = await send("POST", "/v1/tills", { store_id: chosenStore(stores, store_id.trim()), name })
    box.close()
    showCode(till)
  }))
  return box
}

async function showShift({ till, name }) {
  const shift = await get(`/v1/tills/${till}/shift`)
  const told = ({ cashier, count, discount }) =>
    [cashier, number(count), discount && money(discount)].filter(Boolean).join(" · ")
  const facts = [["redeemed", shift.taken], ["voided", shift.voided], ["returned", shift.returned]]
  dialog(t("shift_of", { name }), h("dl", { className: "facts" }, ...facts.flatMap(([key, parts]) => [
    h("dt", {}, t(`shift_${key}`)), ...(parts.length ? parts : [{ count: 0 }]).map((part) => h("dd", { className: "number" }, told(part))),
  ])))
}

async function showCashiers({ store, storeName }) {
  const { items } = await get(`/v1/stores/${store}/cashiers`)
  dialog(t("cashiers_of", { store: storeName }), items.length
    ? h("ul", { className: "stack tight" }, ...items.map(({ cashier, left, trained_at }) => h("li", { className: "row spread" }, h("span", {}, cashier),
      trained_at ? h("span", { className: "chip footfall" }, icon("check", "icon small"), t("trained"))
        : h("span", { className: "chip amber" }, icon("clock", "icon small"), t("to_practise", { count: left.length })))))
    : h("p", {}, t("nobody_practised")))
}

function revoke({ till, name }) {
  const box = dialog(t("revoke_till", { name }), h("p", {}, t("revoke_till_text")), button(t("take_out"), () => act(async () => {
    await send("DELETE", `/v1/tills/${till}`)
    location.reload()
  }), { kind: "destroys" }))
  return box
}

for (const row of document.querySelectorAll("[data-till]")) {
  const till = row.dataset
  const label = (text) => `${text}: ${till.name}, ${till.storeName}`
  find(".actions", row).append(
    button(t("shift"), () => act(() => showShift(till)), { kind: "plain", "aria-label": label(t("shift")) }),
    button(t("cashiers"), () => act(() => showCashiers(till)), { kind: "plain", "aria-label": label(t("cashiers")) }),
    ...(mayChange ? [button(t("take_out"), () => revoke(till), { kind: "plain", "aria-label": label(t("take_out")) })] : []))
}
find("#new-till")?.addEventListener("click", () => act(newTill))
