// Settings: oneself, the team, API keys, and what was done.
import { act, all, copyable, dialog, form, get, send } from "./console.js"
import { busy, button, field, find, h, icon, say } from "./dom.js"
import { moment, t } from "./words.js"

const me = await get("/v1/users/me")
const isOwner = me.user.role === "owner"
const roles = ["owner", "marketer", "store_manager", "auditor"]
const keyRoles = ["owner", "auditor", "publishable", "pos"]
const option = (text) => (value) => h("option", { value }, text(value))
const roleText = (role) => t(`role_${role}`)
const keyRoleText = (role) => t(`key_role_${role}`)

const shownOnce = (title, text, label, ...more) => dialog(title, h("p", {}, t("shown_once")), copyable(text, label), ...more)
const mailed = ({ is_mailed, email }) => (is_mailed ? [h("p", {}, t("invitation_mailed", { email }))] : [])

function confirm(title, text, verb, work) {
  const element = dialog(title, h("p", {}, text), button(verb, async () => {
    element.close()
    await act(work)
  }, { kind: "destroys" }))
}

function showMe() {
  const name = field(t("your_name"), h("input", { name: "name", value: me.user.name, required: true, autocomplete: "name" }))
  const password = form([
    field(t("present_password"), h("input", { name: "current_password", type: "password", required: true, autocomplete: "current-password" })),
    field(t("new_password"), h("input", { name: "password", type: "password", required: true, autocomplete: "new-password" }), t("password_hint")),
  ], t("change_password"), async (values, element) => {
    await send("POST", "/v1/users/me/password", values, { key: null })
    element.reset()
    say(t("password_changed"))
  })
  find("#me").replaceChildren(
    h("h2", {}, t("me")),
    h("p", { className: "quiet" }, `${me.user.email} · ${roleText(me.user.role)}`),
    h("div", { className: "columns" },
      h("section", { className: "card" }, form([name], t("save"), async (values) => {
        await send("PATCH", "/v1/users/me", values)
        say(t("saved"))
      })),
      h("section", { className: "card" }, password)))
}

const scopeText = (scope) => {
  if (!scope) return t("scope_all")
  const [[kind, values]] = Object.entries(scope)
  return kind === "stores" ? t("scope_stores", { count: values.length }) : values.join(", ")
}

function inviteForm(done) {
  const scope = h("select", { name: "scope_kind" }, ...["all", "brands", "regions", "owners"].map(option((kind) => t(`scope_kind_${kind}`))))
  const values = field(t("scope_values"), h("input", { name: "scope" }), t("scope_hint"))
  values.hidden = true
  scope.onchange = () => (values.hidden = scope.value === "all")
  const element = form([
    field(t("email"), h("input", { name: "email", type: "email", required: true, autocomplete: "off" })),
    field(t("their_name"), h("input", { name: "name", required: true, autocomplete: "off" })),
    field(t("role"), h("select", { name: "role" }, ...[...roles].reverse().map(option(roleText)))),
    field(t("scope"), scope), values,
  ], t("invite"), async ({ email, name, role, scope_kind, scope: list }) => {
    const names = list.split(",").map((part) => part.trim()).filter(Boolean)
    const body = { email, name, role, scope: scope_kind === "all" ? null : { [scope_kind]: names } }
    done(await send("POST", "/v1/users", body))
  })
  return element
}

async function showTeam() {
  const people = await all("/v1/users")
  const invite = () => {
    const box = dialog(t("invite_title"), inviteForm(async (invited) => {
      box.close()
      shownOnce(t("invitation_for", { name: invited.name }), invited.invitation_link, t("invitation_link"), ...mailed(invited))
      await showTeam()
    }))
  }
  const actions = (person) => {
    if (!isOwner || person.id === me.user.id) return h("td")
    return h("td", { className: "number" },
      button(t("new_link"), () => act(async () => {
        const invited = await send("POST", `/v1/users/${person.id}/invitation`)
        shownOnce(t("invitation_for", { name: person.name }), invited.invitation_link, t("invitation_link"), ...mailed(invited))
      }), { kind: "plain", "aria-label": `${t("new_link")}: ${person.name}` }),
      button(t("remove"), () => confirm(t("remove_title", { name: person.name }), t("remove_text"), t("remove"), async () => {
        await send("DELETE", `/v1/users/${person.id}`)
        await showTeam()
      }), { kind: "plain", "aria-label": `${t("remove")}: ${person.name}` }))
  }
  const role = (person) => {
    if (!isOwner || person.id === me.user.id) return roleText(person.role)
    const select = h("select", { "aria-label": `${t("role")}: ${person.name}`, onchange: () => act(async () => {
      try {
        await send("PATCH", `/v1/users/${person.id}`, { role: select.value })
        say(t("saved"))
      } finally {
        await showTeam()
      }
    }) }, ...roles.map(option(roleText)))
    select.value = person.role
    return select
  }
  find("#team").replaceChildren(
    h("div", { className: "row spread" }, h("h2", {}, t("team")), isOwner && button(t("invite_title"), invite, { symbol: "person" })),
    h("div", { className: "card scrolls" }, h("table", {},
      h("thead", {}, h("tr", {}, ...["name", "role", "scope", "last_signed_in"].map((key) => h("th", { scope: "col" }, t(key))), h("th", {}, h("span", { className: "visually-hidden" }, t("actions"))))),
      h("tbody", {}, ...people.map((person) => h("tr", {},
        h("td", {}, person.name, h("br"), h("span", { className: "quiet small" }, person.email)),
        h("td", {}, role(person)), h("td", {}, scopeText(person.scope)),
        h("td", {}, person.signed_in_at ? moment(person.signed_in_at) : h("span", { className: "chip amber" }, icon("clock", "icon small"), t("invited"))),
        actions(person)))))))
}

async function showKeys() {
  const { items } = await get("/v1/api-keys")
  const make = () => {
    const box = dialog(t("new_key"), form([
      field(t("name"), h("input", { name: "name", required: true, autocomplete: "off" }), t("key_name_hint")),
      field(t("role"), h("select", { name: "role" }, ...keyRoles.map(option(keyRoleText)))),
    ], t("make_key"), async (values) => {
      const made = await send("POST", "/v1/api-keys", values)
      box.close()
      shownOnce(t("new_key_for", { name: made.name }), made.key, t("key"))
      await showKeys()
    }))
  }
  const state = (key) => key.revoked_at
    ? h("span", { className: "chip brick" }, icon("cross", "icon small"), t("revoked"))
    : key.last_used_at ? moment(key.last_used_at) : t("never_used")
  find("#keys").replaceChildren(
    h("div", { className: "row spread" }, h("h2", {}, t("keys")), isOwner && button(t("new_key"), make, { symbol: "key", kind: "second" })),
    h("div", { className: "card scrolls" }, h("table", {},
      h("thead", {}, h("tr", {}, ...["name", "role", "last_used"].map((key) => h("th", { scope: "col" }, t(key))), h("th", {}, h("span", { className: "visually-hidden" }, t("actions"))))),
      h("tbody", {}, ...items.map((key) => h("tr", {}, h("td", {}, key.name), h("td", {}, keyRoleText(key.role)), h("td", {}, state(key)),
        h("td", { className: "number" }, isOwner && !key.revoked_at && button(t("revoke"), () => confirm(t("revoke_title", { name: key.name }), t("revoke_text"), t("revoke"), async () => {
          await send("DELETE", `/v1/api-keys/${key.id}`)
          await showKeys()
        }), { kind: "plain", "aria-label": `${t("revoke")}: ${key.name}` }))))))))
}

async function showAudit() {
  const rows = h("tbody")
  const more = button(t("older"), () => busy(more, () => act(() => load(more.dataset.after))), { kind: "second" })
  async function load(after) {
    const page = await get(`/v1/audit?limit=20${after ? `&after=${after}` : ""}`)
    rows.append(...page.items.map((entry) => h("tr", {},
      h("td", {}, moment(entry.done_at)),
      h("td", {}, entry.by.name ?? t(`by_${entry.by.kind}`)),
      h("td", {}, h("span", { className: "code small" }, entry.action), entry.subject && h("br"), entry.subject && h("span", { className: "quiet small code" }, entry.subject)))))
    more.dataset.after = page.next ?? ""
    more.hidden = !page.next
  }
  await load(null)
  find("#audit").replaceChildren(h("h2", {}, t("audit")), h("p", { className: "quiet" }, t("audit_text")),
    h("div", { className: "card scrolls" }, h("table", {},
      h("thead", {}, h("tr", {}, ...["when", "who", "what"].map((key) => h("th", { scope: "col" }, t(key))))), rows)), more)
}

showMe()
// Whoever looks after some stores keeps to themselves here.
if (find("#team")) {
  await showTeam()
  await showKeys()
  await showAudit()
}
if (location.hash) find(location.hash)?.scrollIntoView()
