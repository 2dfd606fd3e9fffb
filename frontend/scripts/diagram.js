// Shows the diagram a case runs: as it stands now, with what is done, active and waiting marked on it; or as a film.
import { playFilm } from "./film.js";
import { badge, drawn, equip, openStage } from "./stage.js";

for (const place of document.querySelectorAll("[data-diagram]")) {
  const film = place.closest("[data-film]");
  if (film) playFilm(film, place);
  else showNow(place);
}

async function showNow(place) {
  const viewer = await openStage(place);
  if (!viewer) return;
  const states = JSON.parse(place.dataset.states || "{}");
  mark(viewer, states, JSON.parse(place.dataset.words || "{}"));
  const tools = equip(place, viewer, () => standing(viewer, states));
  viewer.get("eventBus").on("element.click", ({ element }) => {
    const row = document.getElementById(`langkah-${element.id}`) ?? document.querySelector(`[data-elements~="${CSS.escape(element.id)}"]`);
    row?.scrollIntoView({ block: "center" });
  });
  tools.here();
  place.dataset.ready = "yes";
}

function mark(viewer, states, words) {
  for (const [id, state] of Object.entries(states)) {
    if (!drawn(viewer, id)) continue;
    viewer.get("canvas").addMarker(id, `state-${state}`);
    if (state !== "done" && words[state]) badge(viewer, id, words[state], { tone: state });
  }
}

function standing(viewer, states) {
  const having = (wanted) => Object.keys(states).filter((id) => states[id] === wanted && drawn(viewer, id));
  return [...having("active"), ...having("waiting")];
}
