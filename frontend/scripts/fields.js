// Makes a form easier where scripts run: shows what is asked for only when it is, adds and removes rows in place, groups a NIP.
// Everything here also works without it, by a round trip to the server.
import { holds } from "./conditions.js";
import { addPickers, MOMENTS } from "./moments.js";

const EMPTY = { textfield: "", textarea: "", checkbox: false, checklist: [], taglist: [], filepicker: [], dynamiclist: [] };

export function easeFields(root) {
  for (const fields of root.querySelectorAll("[data-fields]")) {
    const form = fields.closest("form");
    if (!form) continue;
    const refresh = () => applyRules(form, fields);
    addPickers(fields);
    form.addEventListener("input", refresh);
    form.addEventListener("change", refresh);
    fields.addEventListener("click", (event) => pressed(event, fields, refresh));
    fields.addEventListener("focusout", (event) => groupNip(event.target));
    refresh();
  }
  root.querySelector("[data-error-summary]")?.focus();
}

// Rules may depend on each other: go on until nothing changes, at most once for each rule.
function applyRules(form, fields) {
  const ruled = [...fields.querySelectorAll("[data-hide]")];
  for (let round = 0; round <= ruled.length; round++) {
    let changed = false;
    for (const part of ruled) {
      const hide = holds(JSON.parse(part.dataset.hide), (name, kind) => read(form, fields, name, kind));
      changed ||= part.hidden !== hide;
      part.hidden = hide;
    }
    if (!changed) return;
  }
}

// What a field holds, as the server will read it; what is hidden holds nothing.
function read(form, fields, name, kind) {
  if (kind === "dynamiclist") return rowsOf(fields, name).map((row) => row.dataset.row);
  const found = [...form.elements].filter((each) => each.name === name && !each.closest("[hidden]"));
  if (kind === "checkbox") return found.length === 0 ? null : found[0].checked;
  if (kind === "radio") return found.find((each) => each.checked)?.value ?? null;
  if (found.length === 0) return EMPTY[kind] && !form.elements.namedItem(name) ? EMPTY[kind] : null;
  if (kind === "checklist" || kind === "taglist") return found.filter((each) => each.checked).map((each) => each.value);
  if (kind === "filepicker") return found.filter((each) => each.value).map((each) => each.value);
  const text = found[0].value.trim();
  if (kind === "number") return number(text);
  if (kind === "nip") return text.replace(/[\s.-]/g, "");
  if (MOMENTS[kind]) return text === "" ? null : MOMENTS[kind](text);
  return text === "" ? EMPTY[kind] ?? null : text;
}

function number(text) {
  const plain = text.includes(",") || /^-?\d{1,3}(\.\d{3})+$/.test(text) ? text.replaceAll(".", "").replace(",", ".") : text;
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

function pressed(event, fields, refresh) {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches("[data-add-row]")) addRow(button.closest("[data-rows]"));
  else if (button.matches("[data-remove-row]")) removeRow(button.closest("[data-row]"));
  else if (button.matches("[data-remove-file]")) removeFile(button);
  else return;
  event.preventDefault();
  refresh();
  fields.dispatchEvent(new Event("input", { bubbles: true }));
}

function rowsOf(fields, name) {
  const list = fields.querySelector(`[data-rows="${CSS.escape(name)}"]`);
  return list ? [...list.querySelector("[data-row-list]").children] : [];
}

function addRow(list) {
  const rows = list.querySelector("[data-row-list]");
  if (rows.children.length >= Number(list.dataset.most)) return;
  const template = list.querySelector(":scope > template");
  const depth = template.innerHTML.match(/__\d__/)[0];
  // Numbers are never used twice on a page: gaps are closed by the server.
  const next = Math.max(-1, ...[...rows.children].map((row) => Number(row.dataset.row.split(".").at(-1)))) + 1;
  const made = document.createElement("template");
  made.innerHTML = template.innerHTML.replaceAll(depth, String(next));
  rows.append(made.content);
  renumber(rows);
  addPickers(rows.lastElementChild);
  rows.lastElementChild.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function removeRow(row) {
  const rows = row.parentElement;
  const neighbour = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  renumber(rows);
  (neighbour ?? rows.closest("[data-rows]")).focus();
}

function renumber(rows) {
  [...rows.children].forEach((row, index) => {
    row.querySelector("[data-row-number]").textContent = String(index + 1);
  });
  const list = rows.closest("[data-rows]");
  list.querySelector(":scope > p > [data-add-row]").disabled = rows.children.length >= Number(list.dataset.most);
}

function removeFile(button) {
  const input = button.closest("[data-files]").querySelector("input[type=file]");
  button.closest("li").remove();
  input.focus();
}

// 19860926 201505 1 001, as it stands in letters.
function groupNip(input) {
  if (!input.matches?.("[data-nip]")) return;
  const digits = input.value.replace(/[\s.-]/g, "");
  if (/^\d{18}$/.test(digits)) input.value = `${digits.slice(0, 8)} ${digits.slice(8, 14)} ${digits[14]} ${digits.slice(15)}`;
}
