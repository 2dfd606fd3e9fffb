// What is typed is saved while it is typed; what cannot be saved stays on the page, and the page says so.
// Also: nothing is sent before the typing is safe, so that a lost network never takes it away.

const PAUSE = 1200, LONGEST = 8000, AGAIN = 8000, PATIENCE = 6000;

export function keepDrafts(root) {
  const forms = [...root.querySelectorAll("form[data-draft]")];
  for (const form of forms) new Draft(form);
}

class Draft {
  constructor(form) {
    this.form = form;
    this.state = form.querySelector("[data-draft-state]");
    this.dirty = this.over = this.passed = false;
    this.saving = null;
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", (event) => { if (event.target.type === "file") { this.typed(); this.save(); } });
    // Every form of the page leaves it: the typing is made safe first. The capturing listener comes before those of the forms.
    document.addEventListener("submit", (event) => this.beforeSubmit(event), true);
    addEventListener("online", () => this.retry());
    addEventListener("focus", () => this.retry());
    addEventListener("pageshow", () => { this.passed = false; });
    document.addEventListener("visibilitychange", () => { if (document.hidden && this.dirty) this.save({ keepalive: true }); });
  }

  typed() {
    this.dirty = true;
    this.count = (this.count ?? 0) + 1;
    if (this.over) return;
    this.since ??= Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), Math.max(0, Math.min(PAUSE, this.since + LONGEST - Date.now())));
  }

  retry() {
    if (this.dirty && !this.over && !this.form.dataset.sent) this.save();
  }

  save(how = {}) {
    clearTimeout(this.timer);
    this.saving ??= this.send(how).finally(() => { this.saving = null; });
    return this.saving;
  }

  async send(how, again = true) {
    const upTo = this.count;
    const files = [...this.form.querySelectorAll("input[type=file]")].filter((input) => input.files.length);
    const sent = new Map(files.map((input) => [input, input.value]));
    this.say(this.state.dataset.saving);
    let answer;
    try {
      const body = new FormData(this.form);
      answer = await fetch(this.form.dataset.draft, {
        method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" },
        keepalive: Boolean(how.keepalive) && files.length === 0,
      });
    } catch {
      return this.offline();
    }
    if (answer.redirected || answer.status === 401 || answer.status === 400) {
      if (again && await this.knockAgain()) return this.send(how, false);
      return this.expired();
    }
    let told;
    try { told = await answer.json(); } catch { told = {}; }
    if (answer.ok) return this.saved(told, upTo, sent);
    if (told.error === "DraftNewer") return this.newer(told);
    this.over = told.error === "TaskAlreadyDone" || told.error === "CaseEnded" || answer.status === 403 || answer.status === 404;
    this.say(told.text || this.state.dataset.failed);
    return "refused";
  }

  saved(told, upTo, sent) {
    this.form.elements.namedItem("_draf").value = told.revision;
    for (const [input, value] of sent) {
      if (input.value !== value) continue;
      this.place(input, told.files[input.name] ?? [], told.refused[input.name]);
      input.value = "";
    }
    if (this.count === upTo) {
      this.dirty = false;
      this.since = undefined;
      this.form.dispatchEvent(new CustomEvent("alur:saved", { bubbles: true }));
    } else {
      this.timer = setTimeout(() => this.save(), PAUSE);
    }
    this.say(told.text);
    return "saved";
  }

  // A stored file takes its line in the list; of a field for one file the newest counts.
  place(input, lines, refused) {
    const box = input.closest("[data-files]");
    box.querySelector("[data-refused]")?.remove();
    if (refused) {
      const line = document.createElement("p");
      line.className = "field-error";
      line.dataset.refused = "";
      line.setAttribute("role", "alert");
      line.textContent = refused;
      input.before(line);
    }
    if (!lines.length) return;
    let list = box.querySelector(".stored");
    if (!list) {
      list = document.createElement("ul");
      list.className = "stored";
      input.before(list);
    }
    if (!input.multiple) list.replaceChildren();
    list.insertAdjacentHTML("beforeend", lines.join(""));
  }

  offline() {
    this.say(this.state.dataset.offline);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.retry(), AGAIN);
    return "offline";
  }

  // Logged in again elsewhere, as the same person: take the new session's token and go on.
  async knockAgain() {
    try {
      const answer = await fetch(location.pathname, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return false;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("form[data-draft]");
      if (fresh?.dataset.person !== this.form.dataset.person) return false;
      const token = fresh.querySelector("[name=_csrf]").value;
      for (const field of document.querySelectorAll("[name=_csrf]")) field.value = token;
      return true;
    } catch {
      return false;
    }
  }

  expired() {
    const words = this.state.dataset;
    const link = document.createElement("a");
    link.href = words.door;
    link.target = "_blank";
    link.textContent = words.login;
    this.say(words.expired, link);
    return "expired";
  }

  newer(told) {
    const words = this.state.dataset;
    this.over = true;
    const mine = button(words.mine, () => {
      this.form.elements.namedItem("_draf").value = told.revision;
      this.over = false;
      this.save();
    });
    const theirs = button(words.theirs, () => {
      this.form.dispatchEvent(new CustomEvent("alur:saved", { bubbles: true }));
      location.reload();
    });
    this.say(told.text, mine, theirs);
    return "newer";
  }

  say(text, ...more) {
    const before = this.state.textContent;
    if (before !== text || more.length) this.state.replaceChildren(text, ...more.flatMap((each) => [" ", each]));
  }

  async beforeSubmit(event) {
    if (event.target.dataset.discards === this.form.id && this.form.id) {
      this.over = true;
      this.form.dispatchEvent(new CustomEvent("alur:saved", { bubbles: true }));
      return;
    }
    if (this.passed || !(this.dirty || this.saving)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.leaving) return;
    this.leaving = true;
    clearTimeout(this.timer);
    const wait = new Promise((done) => setTimeout(() => done("slow"), PATIENCE));
    // A save under way may have missed the last letters: then once more.
    let result = await Promise.race([this.save(), wait]);
    if (result === "saved" && this.dirty) result = await Promise.race([this.save(), wait]);
    this.leaving = false;
    clearTimeout(this.timer);
    if (result === "offline") return;
    this.passed = true;
    event.target.requestSubmit(event.submitter);
  }
}

function button(text, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button slim";
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
}
