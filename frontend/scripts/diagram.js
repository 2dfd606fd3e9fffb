// Shows the diagram a case runs, with what is done, active and waiting marked on it.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

const BADGE = { top: -10, right: 12 };

for (const place of document.querySelectorAll("[data-diagram]")) show(place);

async function show(place) {
  place.querySelector(".diagram-unscripted").hidden = true;
  place.querySelector(".diagram-stage").hidden = false;
  const viewer = new NavigatedViewer({
    container: place.querySelector(".diagram-canvas"),
    bpmnRenderer: {
      defaultFillColor: "var(--diagram-fill)",
      defaultStrokeColor: "var(--diagram-ink)",
      defaultLabelColor: "var(--diagram-ink)",
    },
  });
  try {
    const answer = await fetch(place.dataset.diagram, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(`diagram: ${answer.status}`);
    const { warnings } = await viewer.importXML(await answer.text());
    for (const warning of warnings) console.warn(warning);
  } catch (problem) {
    console.error(problem);
    place.querySelector(".diagram-failed").hidden = false;
    place.querySelector(".diagram-stage").hidden = true;
    return;
  }
  const states = JSON.parse(place.dataset.states || "{}");
  const words = JSON.parse(place.dataset.words || "{}");
  mark(viewer, states, words);
  equip(place, viewer, states);
  place.dataset.ready = "yes";
}

function mark(viewer, states, words) {
  const canvas = viewer.get("canvas");
  const elements = viewer.get("elementRegistry");
  const overlays = viewer.get("overlays");
  for (const [id, state] of Object.entries(states)) {
    const element = elements.get(id);
    if (!element || element.waypoints) continue;
    canvas.addMarker(id, `state-${state}`);
    if (state === "done" || !words[state]) continue;
    const badge = document.createElement("span");
    badge.className = `diagram-badge ${state}`;
    badge.textContent = words[state];
    overlays.add(id, { position: { top: BADGE.top, left: 6 }, html: badge, show: { minZoom: 0.3 } });
  }
}

function standing(viewer, states) {
  const drawn = (id) => viewer.get("elementRegistry").get(id);
  const having = (wanted) => Object.keys(states).filter((id) => states[id] === wanted && drawn(id));
  return [...having("active"), ...having("waiting")];
}

function equip(place, viewer, states) {
  const canvas = viewer.get("canvas");
  const zoom = viewer.get("zoomScroll");
  const fit = () => canvas.zoom("fit-viewport", "auto");
  // Each press goes to the next place where the case stands; the first is shown at once.
  const places = standing(viewer, states);
  let turn = 0;
  const here = () => {
    if (!places.length) return fit();
    canvas.zoom(1);
    canvas.scrollToElement(places[turn++ % places.length], { top: 80, bottom: 80, left: 120, right: 120 });
  };
  const tools = { larger: () => zoom.stepZoom(1), smaller: () => zoom.stepZoom(-1), fit, here };
  place.querySelector(".diagram-tools").addEventListener("click", (event) => {
    const tool = event.target.closest("[data-tool]");
    if (tool) tools[tool.dataset.tool]();
  });
  viewer.get("eventBus").on("element.click", ({ element }) => {
    const row = document.getElementById(`langkah-${element.id}`) ?? document.querySelector(`[data-elements~="${CSS.escape(element.id)}"]`);
    row?.scrollIntoView({ block: "center" });
  });
  here();
}
