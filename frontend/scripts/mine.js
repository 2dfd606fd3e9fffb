// A participant's visit: the secret leaves the address bar at once; files are stored as soon as they are chosen. And copying, for officials.
openDoor();
for (const form of document.querySelectorAll("form[data-store]")) storeEarly(form);
for (const button of document.querySelectorAll("[data-copy]")) copies(button);
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// The secret stands behind "#", which no browser sends anywhere: it is put into the form and taken out of the address.
function openDoor() {
  const door = document.querySelector("form[data-door]");
  if (!door) return;
  const take = () => {
    const secret = location.hash.slice(1);
    if (secret) {
      door.elements.kode.value = secret;
      history.replaceState(null, "", location.pathname);
    }
    door.querySelector("[data-code]").hidden = door.elements.kode.value !== "";
    if (door.elements.kode.value) door.elements.angka.focus();
  };
  addEventListener("hashchange", take);
  take();
}

// Each chosen file goes at once, with its progress; when the network is lost it goes again as soon as it is back. What is stored is remembered
// on this phone until the form is sent. If anything fails, the file is still in its field and goes with the form.
function storeEarly(form) {
  const place = `alur:${form.getAttribute("action")}`;
  const said = JSON.parse(form.dataset.said);
  const status = form.querySelector("[data-uploading]");
  const waiting = new Set();
  const tell = (text) => { status.textContent = text; };

  for (const { name, reference, label } of remembered(place)) {
    const field = field_of(form, name);
    if (field && !field.querySelector(".stored")) show(field, name, reference, label);
  }
  for (const input of form.querySelectorAll("input[type=file]")) offerPhotos(input);
  form.addEventListener("change", ({ target }) => target.type === "file" && store(target));
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-remove-file]")) queueMicrotask(remember);
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "_bahasa") return; // shown again in another language: nothing is sent yet
    if (waiting.size && navigator.onLine) {
      event.preventDefault();
      event.stopImmediatePropagation();
      tell(said.wait);
    } else localStorage.removeItem(place);
  }, true);
  // On a slow phone a file can be chosen before this script has come.
  for (const input of form.querySelectorAll("input[type=file]")) store(input);
  addEventListener("online", () => { for (const each of [...waiting]) { waiting.delete(each); send(...each); } });

  // Where a PDF is asked for, a paper may be photographed: its pages become one PDF on the server.
  function offerPhotos(input) {
    if (!input.accept.includes("pdf") || /image|jpe?g/.test(input.accept)) return;
    const id = `${input.id}-foto`;
    const label = Object.assign(document.createElement("label"), { htmlFor: id, textContent: said.photo, className: "photo-label" });
    const camera = Object.assign(document.createElement("input"), { type: "file", id, accept: "image/jpeg", multiple: true });
    camera.dataset.photos = input.name;
    label.append(Object.assign(document.createElement("span"), { className: "unseen", textContent: `: ${input.closest("[data-files]").querySelector("label").textContent}` }));
    input.after(label, camera);
  }

  function store(input) {
    if (input.matches("[data-photos]") && input.files.length) send(input, [...input.files]);
    else [...input.files].forEach((file) => send(input, [file]));
  }

  function send(input, files) {
    const mine = [input, files];
    waiting.add(mine);
    const file = files[0];
    input.closest("[data-files]").append(status); // its progress is told where the finger is
    const body = new FormData();
    for (const each of files) body.append("berkas", each);
    if (input.matches("[data-photos]")) body.append("jadikan_pdf", "1");
    const request = new XMLHttpRequest();
    request.open("POST", form.dataset.store);
    request.setRequestHeader("X-CSRF-Token", form.elements._csrf.value);
    request.upload.onprogress = (event) => tell(`${said.sending} ${file.name}: ${Math.round((100 * event.loaded) / event.total)}%`);
    request.onerror = () => tell(said.lost);
    request.onload = () => {
      waiting.delete(mine);
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* not ours: the file goes with the form */ }
      if (request.status !== 200) return tell(answer.problem ?? "");
      const field = input.closest("[data-files]");
      const target = input.dataset.photos ? field.querySelector("input[type=file][name]") : input;
      if (!target.multiple) field.querySelector(".stored")?.remove();
      show(field, target.name, answer.reference, answer.name);
      input.value = "";
      tell(`${answer.name} ${said.stored}`);
      remember();
      form.dispatchEvent(new Event("input", { bubbles: true }));
    };
    request.send(body);
  }

  function remember() {
    const kept = [...form.querySelectorAll(".stored input[type=hidden]")].map((each) => ({ name: each.name, reference: each.value, label: each.nextElementSibling.textContent }));
    localStorage.setItem(place, JSON.stringify(kept));
  }
}

function remembered(place) {
  try {
    return JSON.parse(localStorage.getItem(place) ?? "[]");
  } catch {
    return [];
  }
}

function field_of(form, name) {
  return form.querySelector(`input[type=file][name="${CSS.escape(name)}"]`)?.closest("[data-files]");
}

function show(field, name, reference, label) {
  let list = field.querySelector(".stored");
  if (!list) {
    list = document.createElement("ul");
    list.className = "stored";
    field.querySelector("input[type=file]").before(list);
  }
  const row = document.createElement("li");
  const kept = Object.assign(document.createElement("input"), { type: "hidden", name, value: reference });
  const text = Object.assign(document.createElement("span"), { className: "stored-name", textContent: label });
  const away = Object.assign(document.createElement("button"), { type: "button", className: "button plain", textContent: document.documentElement.lang === "en" ? "Remove" : "Hapus" });
  away.dataset.removeFile = "";
  away.setAttribute("aria-label", `${away.textContent} ${label}`);
  row.append(kept, text, " ", away);
  list.append(row);
}

function copies(button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const from = document.getElementById(button.dataset.copy);
    from.select();
    try {
      await navigator.clipboard.writeText(from.value);
      button.textContent = button.dataset.copied;
    } catch {
      // No clipboard here: the text is selected, the person copies it.
    }
  });
}
