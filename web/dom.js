const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and children. Text always goes in as text, so that no cell or word can become markup. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(
    ...children.flat(2).filter((child) => child !== null && child !== undefined && child !== ""),
  );
  return element;
}

export function button(content, onclick, attributes = {}) {
  return h("button", { type: "button", onclick, ...attributes }, content);
}

export function byId(id) {
  return document.getElementById(id);
}

const ICONS = {
  up: "M7 11v9H4v-9h3Zm0 0 4-7c1.5 0 2.5 1 2.5 2.5L13 10h5.5a2 2 0 0 1 2 2.4l-1.2 6A2 2 0 0 1 17.3 20H7",
  down: "M17 13V4h3v9h-3Zm0 0-4 7c-1.5 0-2.5-1-2.5-2.5L11 14H5.5a2 2 0 0 1-2-2.4l1.2-6A2 2 0 0 1 6.7 4H17",
  note: "M12 8v5m0 3.2v.1M12 3l9.5 17h-19L12 3Z",
  close: "M6 6l12 12M18 6 6 18",
  file: "M12 4v11m0 0-4-4m4 4 4-4M5 20h14",
};

/** A drawn sign beside words; it is hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" }))
    svg.setAttribute(key, value);
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}
