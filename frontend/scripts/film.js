// Replay: steps through the events of a case on its own diagram, by slider, keys, strip or by itself. The words of each step
// are the server's own, the same that the page has without scripts.
import { badge, drawn, equip, openStage, show } from "./stage.js";

const MARKS = ["done", "active", "left"];
const SECOND = 1000;
const REST = 150;
// A piece begins a little before the step that is asked for, and the next one is fetched so many steps ahead.
const BACK = 10;
const AHEAD = 25;

export async function playFilm(film, place) {
  const viewer = await openStage(place);
  const reel = makeReel(film.dataset.film, Number(film.dataset.last));
  const projector = viewer && makeProjector(viewer, JSON.parse(place.dataset.words), place.querySelector(".film-elsewhere"));
  const player = makePlayer(film, reel, projector);
  listen(film, player);
  await player.go(Number(film.dataset.at), { first: true });
  if (projector) equip(place, viewer, projector.standing).here();
  film.dataset.ready = "yes";
}

// -- the steps, fetched in pieces as they are needed ---------------------------------------------------------------------

function makeReel(address, last) {
  const steps = new Map();
  const coming = new Map();
  const fetchFrom = (from) => {
    if (!coming.has(from)) coming.set(from, load(from).finally(() => coming.delete(from)));
    return coming.get(from);
  };
  const load = async (from) => {
    const answer = await fetch(`${address}?dari=${from}`, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(`replay: ${answer.status}`);
    for (const step of (await answer.json()).steps) steps.set(step.seq, step);
  };
  return {
    last,
    async step(seq) {
      if (!steps.has(seq)) await fetchFrom(Math.max(1, seq - BACK));
      return steps.get(seq);
    },
    // The next piece, before it is needed; if it does not come, it is asked for again when it is.
    prepare(seq) {
      const next = [...Array(AHEAD).keys()].map((more) => seq + more).find((each) => each <= last && !steps.has(each));
      if (next && !coming.size) fetchFrom(next).catch(() => {});
    },
  };
}

// -- the diagram ---------------------------------------------------------------------------------------------------------

function makeProjector(viewer, words, elsewhere) {
  const canvas = viewer.get("canvas");
  let shown = new Map();
  let open = [];
  return {
    standing: () => open.filter((id) => drawn(viewer, id)),
    show(marks, before, follow) {
      const states = statesOf(marks, before);
      for (const [id, state] of shown) if (states.get(id) !== state && drawn(viewer, id)) canvas.removeMarker(id, `state-${state}`);
      for (const [id, state] of states) if (shown.get(id) !== state && drawn(viewer, id)) canvas.addMarker(id, `state-${state}`);
      shown = states;
      open = Object.keys(marks.open);
      count(viewer, marks, words);
      const hidden = open.filter((id) => !viewer.get("elementRegistry").get(id)).map((id) => marks.names[id]);
      elsewhere.hidden = !hidden.length;
      elsewhere.querySelector("span").textContent = hidden.join(", ");
      const fresh = open.find((id) => !before?.open[id] && drawn(viewer, id)) ?? open.find((id) => drawn(viewer, id));
      if (follow && fresh) show(viewer, fresh);
    },
  };
}

// Each element has one state: open, just left by a token (the ghost), or done before.
function statesOf(marks, before) {
  const states = new Map(Object.keys(marks.done).map((id) => [id, MARKS[0]]));
  for (const [id, tokens] of Object.entries(before?.open ?? {})) if ((marks.open[id] ?? 0) < tokens) states.set(id, MARKS[2]);
  for (const id of Object.keys(marks.open)) states.set(id, MARKS[1]);
  return states;
}

function count(viewer, marks, words) {
  viewer.get("overlays").remove({ type: "count" });
  const put = (id, text, tone, place) => drawn(viewer, id) && badge(viewer, id, text, { tone, place, type: "count" });
  for (const [id, times] of Object.entries(marks.done)) {
    if (times > 1 && !marks.loops[id]) put(id, words.times.replace("#", times), "done", { bottom: 10, left: 6 });
  }
  for (const [id, tokens] of Object.entries(marks.open)) {
    if (tokens > 1 && !marks.loops[id]) put(id, words.tokens.replace("#", tokens), "", { top: -10, left: 6 });
  }
  for (const [id, [done, total]] of Object.entries(marks.loops)) {
    const text = total === null ? words.finished.replace("#", done) : words.of.replace("##", total).replace("#", done);
    put(id, text, "", { top: -10, left: 6 });
  }
  for (const [id, arrived] of Object.entries(marks.joins)) put(id, words.arrived.replace("#", arrived), "waiting", { top: -18, left: 6 });
}

// -- going from step to step ---------------------------------------------------------------------------------------------

function makePlayer(film, reel, projector) {
  const slider = film.querySelector("input[type=range]");
  const ticks = [...film.querySelectorAll(".film-strip line")];
  const playButton = film.querySelector("[data-play]");
  const names = { play: playButton.textContent, pause: playButton.dataset.pause };
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let at = Number(film.dataset.at);
  let wanted = at;
  let speed = 1;
  let timer = 0;
  let writing = 0;

  film.querySelectorAll("[hidden]:is(.film-slide, .film-play)").forEach((part) => (part.hidden = false));
  // Who wants little motion gets one step a second, never more.
  const slowDown = () => {
    film.querySelector(".film-speeds").hidden = calm.matches;
    if (calm.matches) player.setSpeed(1);
  };

  async function go(seq, { first = false } = {}) {
    wanted = Math.min(Math.max(seq, 1), reel.last);
    const target = wanted;
    let step, before;
    try {
      [step, before] = [await reel.step(target), target > 1 ? await reel.step(target - 1) : null];
    } catch {
      pause();
      location.href = addressOf(target); // the log-in ended, or the network is away: the page itself says so
      return;
    }
    if (wanted !== target) return; // somebody went on while this was on its way
    at = target;
    projector?.show(step.marks, before?.marks, !first);
    if (first) pointInList();
    else tell(step);
    reel.prepare(target);
  }

  function tell(step) {
    slider.value = at;
    for (const place of document.querySelectorAll("[data-count]")) place.textContent = at;
    for (const part of ["event", "state"]) film.querySelector(`[data-part="${part}"]`).innerHTML = step[part];
    film.querySelector(".film-strip .now")?.classList.remove("now");
    ticks[at - 1]?.classList.add("now");
    pointInList();
    slider.setAttribute("aria-valuetext", film.querySelector(".film-sentence").textContent);
    if (!timer) film.querySelector("[data-said]").textContent = `${at}. ${film.querySelector(".film-sentence").textContent}`;
    for (const [name, seq] of Object.entries({ first: 1, back: at - 1, on: at + 1, last: reel.last })) point(name, seq);
    // Browsers refuse hundreds of address changes in half a minute: the address follows when the film rests.
    clearTimeout(writing);
    writing = setTimeout(() => history.replaceState(null, "", addressOf(at)), REST);
  }

  // Moves the list only, never the page.
  function pointInList() {
    const list = film.querySelector(".film-list ol");
    list.querySelector("[aria-current]")?.removeAttribute("aria-current");
    const row = list.querySelector(`[data-seq="${at}"]`);
    row?.setAttribute("aria-current", "step");
    if (row) list.scrollTop = row.offsetTop - list.offsetTop - list.clientHeight / 2;
  }

  function point(name, seq) {
    const link = film.querySelector(`[data-go="${name}"]`);
    if (seq >= 1 && seq <= reel.last && seq !== at) {
      link.href = addressOf(seq);
      link.removeAttribute("aria-disabled");
      link.removeAttribute("role");
    } else {
      link.tabIndex = 0; // who stands on it must not be thrown off it
      link.removeAttribute("href");
      link.setAttribute("aria-disabled", "true");
      link.setAttribute("role", "link");
    }
  }

  function addressOf(seq) {
    const address = new URL(location.href);
    address.searchParams.set("langkah", seq);
    address.hash = "";
    return address.href;
  }

  async function turn() {
    if (wanted >= reel.last) return pause();
    const begun = performance.now();
    await go(wanted + 1);
    if (timer) timer = setTimeout(turn, Math.max(0, SECOND / speed - (performance.now() - begun)));
  }

  function pause() {
    clearTimeout(timer);
    timer = 0;
    playButton.textContent = names.play;
  }

  const player = {
    go: (seq, how) => go(seq, how),
    step: (by) => go(wanted + by),
    jump: (seq) => (pause(), go(seq)),
    pause,
    last: reel.last,
    toggle() {
      if (timer) return pause();
      playButton.textContent = names.pause;
      timer = setTimeout(async () => {
        if (wanted >= reel.last) await go(1);
        turn();
      }, 0);
    },
    setSpeed(next) {
      speed = next;
      for (const button of film.querySelectorAll("[data-speed]")) button.ariaPressed = String(Number(button.dataset.speed) === speed);
    },
  };
  calm.addEventListener("change", slowDown);
  slowDown();
  return player;
}

// -- hands and keys ------------------------------------------------------------------------------------------------------

function listen(film, player) {
  const keys = {
    ArrowLeft: () => (player.pause(), player.step(-1)),
    ArrowRight: () => (player.pause(), player.step(1)),
    Home: () => player.jump(1),
    End: () => player.jump(player.last),
    " ": () => player.toggle(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !keys[event.key]) return;
    const own = event.key === " " ? "a, button, summary, input:not([type=range])" : "input:not([type=range])";
    if (event.target.matches(`select, textarea, ${own}`)) return;
    event.preventDefault();
    keys[event.key]();
  });
  film.querySelector("input[type=range]").addEventListener("input", (event) => player.jump(Number(event.target.value)));
  film.querySelector("[data-play]").addEventListener("click", () => player.toggle());
  film.querySelector(".film-speeds").addEventListener("click", (event) => {
    const button = event.target.closest("[data-speed]");
    if (button) player.setSpeed(Number(button.dataset.speed));
  });
  const moves = { first: () => player.jump(1), back: keys.ArrowLeft, on: keys.ArrowRight, last: () => player.jump(player.last) };
  for (const link of film.querySelectorAll("[data-go]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      moves[link.dataset.go]();
    });
  }
  film.querySelector(".film-strip").addEventListener("click", (event) => pick(film, player, event));
}

// The strip is for the hand: the nearest event counts. The slider does the same for everybody.
function pick(film, player, event) {
  const strip = film.querySelector(".film-strip");
  const box = strip.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * strip.viewBox.baseVal.width + strip.viewBox.baseVal.x;
  const ticks = [...strip.querySelectorAll("line")].map((tick) => tick.x1.baseVal.value);
  const nearest = ticks.reduce((best, each, index) => (Math.abs(each - x) < Math.abs(ticks[best] - x) ? index : best), 0);
  player.jump(nearest + 1);
}
