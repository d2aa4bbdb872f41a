// Sign in, set a password with an invitation's link, or sign a shop up.
import { form, send } from "./console.js"
import { field, find, h } from "./dom.js"
import { t } from "./words.js"

const main = find("#main")
const next = main.dataset.next || "/console"

const input = (name, type, autocomplete, rest = {}) => h("input", { name, type, autocomplete, required: true, ...rest })

function ask(fields, text, work, ...below) {
  const element = form(fields, text, work, { kind: "wide", below })
  find("#door").replaceChildren(element)
  element.querySelector("input")?.focus()
}

const open = () => location.assign(next.startsWith("/console") ? next : "/console")
const enter = (method, path, body) => send(method, path, body, { key: null })

function signIn() {
  const mayAsk = main.dataset.maySignUp === "true"
  ask([
    field(t("email"), input("email", "email", "username")),
    field(t("password"), input("password", "password", "current-password")),
  ], t("sign_in"), async (values) => {
    try {
      await enter("POST", "/v1/sessions", values)
      open()
    } catch (error) {
      if (error.code !== "choose_retailer") throw error
      choose(values, error.body.retailers)
    }
  }, h("p", { className: "quiet small" }, t("sign_in_help")), mayAsk && h("p", {}, h("a", { href: "/console/sign-up" }, t("sign_up_offer"))))
}

function choose(values, retailers) {
  const select = h("select", { name: "retailer_id" }, ...retailers.map(({ id, name }) => h("option", { value: id }, name)))
  ask([h("p", {}, t("choose_retailer")), field(t("retailer"), select)], t("sign_in"), async ({ retailer_id }) => {
    await enter("POST", "/v1/sessions", { ...values, retailer_id })
    open()
  })
}

function join() {
  const token = location.hash.slice(1)
  if (!token) return find("#door").replaceChildren(h("p", {}, t("problem_invitation_unknown")))
  return ask([
    h("p", {}, t("join_text")),
    field(t("new_password"), input("password", "password", "new-password", { minLength: 12 }), t("password_hint")),
  ], t("join_button"), async ({ password }) => {
    await enter("POST", "/v1/invitations/accept", { token, password })
    history.replaceState(null, "", "/console/join")
    location.assign("/console")
  })
}

function signUp() {
  ask([
    field(t("retailer_name"), input("retailer", "text", "organization")),
    field(t("your_name"), input("name", "text", "name")),
    field(t("email"), input("email", "email", "username")),
    field(t("new_password"), input("password", "password", "new-password", { minLength: 12 }), t("password_hint")),
  ], t("sign_up_button"), async (values) => {
    await enter("POST", "/v1/retailers", values)
    location.assign("/console")
  }, h("p", {}, h("a", { href: "/console/sign-in" }, t("sign_in_instead"))))
}

const choosing = () => find("#door").remove()
const doors = { "sign-in": signIn, join, "sign-up": signUp, choose: choosing }
doors[main.dataset.door]()
