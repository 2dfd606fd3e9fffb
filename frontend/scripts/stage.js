// The stage that a diagram stands on: opens the viewer, its tools, and goes from place to place.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

const ROOM = { top: 80, bottom: 80, left: 120, right: 120 };

// Opens the diagram of a place; gives its viewer, or nothing where it cannot be shown.
export async function openStage(place) {
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
    return viewer;
  } catch (problem) {
    console.error(problem);
    place.querySelector(".diagram-failed").hidden = false;
    place.querySelector(".diagram-stage").hidden = true;
    return null;
  }
}

// The shape of an element as drawn on the diagram: undefined for flows, and for parts that another diagram draws.
export function drawn(viewer, id) {
  const element = viewer.get("elementRegistry").get(id);
  return element?.waypoints ? undefined : element;
}

// Gives the tools their work. `standing` names the elements where the case stands now; each press of "here" goes to the next.
export function equip(place, viewer, standing) {
  const canvas = viewer.get("canvas");
  const zoom = viewer.get("zoomScroll");
  const fit = () => canvas.zoom("fit-viewport", "auto");
  let turn = 0;
  const here = () => {
    const places = standing();
    if (!places.length) return fit();
    canvas.zoom(1);
    show(viewer, places[turn++ % places.length]);
  };
  const tools = { larger: () => zoom.stepZoom(1), smaller: () => zoom.stepZoom(-1), fit, here };
  place.querySelector(".diagram-tools").addEventListener("click", (event) => {
    const tool = event.target.closest("[data-tool]");
    if (tool) tools[tool.dataset.tool]();
  });
  return tools;
}

// Brings an element into view.
export function show(viewer, id) {
  viewer.get("canvas").scrollToElement(id, ROOM);
}

// Puts a word on an element.
export function badge(viewer, id, text, { tone = "", place = { top: -10, left: 6 }, type = "badge" } = {}) {
  const label = document.createElement("span");
  label.className = `diagram-badge ${tone}`;
  label.textContent = text;
  viewer.get("overlays").add(id, type, { position: place, html: label, show: { minZoom: 0.3 } });
}
