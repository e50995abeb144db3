"use strict";
const report = JSON.parse(document.getElementById("report-data").textContent);
const percent = (value, digits = 1) => `${(100 * value).toFixed(digits)} %`;
const names = report.classes.map((entry) => entry.name);
const byID = (id) => document.getElementById(id);

/** Creates an element with attributes and children. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in element && typeof value !== "string") element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/** Creates an SVG element. */
function shape(name, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

/** About five round numbers from low to high. */
function ticks(low, high) {
  const raw = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= raw * 0.999) * power;
  const result = [];
  for (let tick = Math.ceil(low / step - 1e-9) * step; tick <= high * (1 + 1e-9); tick += step) result.push(tick);
  return result;
}

/** Formats a number with three significant digits. */
const short = (value) => String(Number(value.toPrecision(3)));

/** Draws lines of points [x, y] into a figure; the caption shows the values at the pointer or at the arrow keys' position. */
function chart(id, { lines, across, up, xRange, yRange, format = short, xFormat = short, diagonal }) {
  const figure = byID(`chart-${id}`);
  if (!figure) return;
  const [width, height, left, bottom, top, right] = [520, 300, 62, 40, 12, 24];
  const all = lines.flatMap((line) => line.points);
  if (all.length === 0) { figure.remove(); return; }
  const [x0, x1] = xRange ?? [Math.min(...all.map((p) => p[0])), Math.max(...all.map((p) => p[0]), 2)];
  const [y0, y1] = yRange ?? [0, Math.max(...all.map((p) => p[1])) * 1.05 || 1];
  const x = (value) => left + ((value - x0) / (x1 - x0 || 1)) * (width - left - right);
  const y = (value) => height - bottom - ((value - y0) / (y1 - y0 || 1)) * (height - bottom - top);
  const label = figure.dataset.label;
  const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${label}. ${lines.map((line) =>
    `${line.name}: from ${format(line.points[0][1])} to ${format(line.points.at(-1)[1])}`).join("; ")}`, tabindex: "0" });
  for (const tick of ticks(y0, y1)) {
    svg.append(shape("line", { class: "grid", x1: left, x2: width - right, y1: y(tick), y2: y(tick) }));
    svg.append(shape("text", { x: left - 7, y: y(tick) + 4, "text-anchor": "end" }, format(tick)));
  }
  for (const tick of ticks(x0, x1)) {
    svg.append(shape("text", { x: x(tick), y: height - bottom + 17, "text-anchor": "middle" }, xFormat(tick)));
  }
  svg.append(shape("text", { x: (left + width) / 2, y: height - 6, "text-anchor": "middle" }, across));
  svg.append(shape("text", { transform: `translate(13 ${height / 2 - 14}) rotate(-90)`, "text-anchor": "middle" }, up));
  if (diagonal) svg.append(shape("line", { class: "diagonal", x1: x(0), y1: y(0), x2: x(1), y2: y(1) }));
  for (const line of lines) {
    svg.append(shape("polyline", { class: line.kind, points: line.points.map((p) => `${x(p[0])},${y(p[1])}`).join(" ") }));
    if (line.points.length < 30) {
      for (const p of line.points) svg.append(shape("circle", { class: line.kind, cx: x(p[0]), cy: y(p[1]), r: 3 }));
    }
  }
  const cursor = shape("line", { class: "grid", y1: top, y2: height - bottom, visibility: "hidden" });
  svg.append(cursor);
  const caption = make("figcaption", { "aria-live": "polite" });
  const legend = () => caption.replaceChildren(label, ...(lines.length > 1 ? lines.flatMap((line) => [
    make("span", { class: "swatch", style: `background: var(--${line.kind})` }), line.name]) : []));
  const positions = [...new Set(all.map((p) => p[0]))].sort((a, b) => a - b);
  let position = -1;
  function show(index) {
    position = Math.max(0, Math.min(positions.length - 1, index));
    const value = positions[position];
    cursor.setAttribute("x1", x(value));
    cursor.setAttribute("x2", x(value));
    cursor.setAttribute("visibility", "visible");
    const parts = lines.flatMap((line) => line.points.filter((p) => p[0] === value)
      .map((p) => `${lines.length > 1 ? `${line.name} ` : ""}${format(p[1])}`));
    caption.textContent = `${across} ${xFormat(value)}: ${parts.join(", ")}`;
  }
  svg.addEventListener("pointermove", (event) => {
    const box = svg.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * width;
    let best = 0;
    positions.forEach((value, index) => { if (Math.abs(x(value) - at) < Math.abs(x(positions[best]) - at)) best = index; });
    show(best);
  });
  svg.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) { show(position + step); event.preventDefault(); }
  });
  for (const end of ["pointerleave", "blur"]) {
    svg.addEventListener(end, () => { cursor.setAttribute("visibility", "hidden"); legend(); });
  }
  legend();
  figure.append(svg, caption);
}

/** Creates a table that a click on a column's head sorts. */
function table(id, columns, rows) {
  const container = byID(id);
  if (!container) return;
  const body = make("tbody");
  const heads = columns.map((column, index) => {
    const button = make("button", { type: "button" }, column.name);
    const head = make("th", { scope: "col" }, button);
    button.addEventListener("click", () => {
      const falls = head.getAttribute("aria-sort") === "descending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", falls ? "ascending" : "descending");
      fill([...rows].sort((a, b) => {
        const [p, q] = [column.value(a), column.value(b)];
        const order = typeof p === "number" ? p - q : String(p).localeCompare(String(q));
        return falls ? order : -order;
      }));
    });
    return head;
  });
  function fill(sorted) {
    body.replaceChildren(...sorted.map((row) => make("tr", {}, ...columns.map((column, index) => {
      const text = (column.text ?? column.value)(row);
      return index === 0 ? make("th", { scope: "row" }, text) : make("td", column.kind ? { class: column.kind(row) } : {}, String(text));
    }))));
  }
  fill(rows);
  container.append(make("div", { class: "scroll", tabindex: "0" }, make("table", {}, make("thead", {}, make("tr", {}, ...heads)), body)));
}

/** The caption of a pattern. */
function caption(pattern) {
  const isCorrect = pattern.truth === pattern.prediction;
  return make("figcaption", {}, make("span", isCorrect ? {} : { class: "wrong" },
    isCorrect ? names[pattern.truth] : `${names[pattern.truth]}, classified as ${names[pattern.prediction]}`),
    ` ${percent(pattern.probability, 0)}`, make("br"), make("small", {}, pattern.file));
}

const alternative = (pattern) => `pattern ${pattern.file} of class ${names[pattern.truth]}, classified as ${names[pattern.prediction]}`;

/** Shows the patterns of a cell; for a cell of specimens, all patterns of these. */
function open(row, column, count, unit) {
  const isIn = (entry) => entry.truth === row && entry.prediction === column;
  const specimens = new Set(report.specimens.filter(isIn).map((specimen) => specimen.name));
  const found = report.patterns.filter((p) => unit === "patterns" ? isIn(p) : p.truth === row && specimens.has(p.specimen));
  byID("cell-title").textContent = `${names[row]} classified as ${names[column]}: ${count} ${unit}`;
  const pictures = found.map((p) => make("figure", {}, make("img", { src: p.picture, alt: alternative(p) }), caption(p)));
  const rest = count - found.length;
  byID("cell").querySelector(".pictures").replaceChildren(...pictures,
    ...(unit === "patterns" && rest > 0 ? [make("p", { class: "note" }, `${found.length ? "and " : ""}${rest} ${found.length ? "more" : "without a picture"}`)] : []));
  byID("cell").showModal();
}

function confusion() {
  const unit = byID("confusion-of")?.value ?? "confusion";
  const shares = byID("confusion-as").value === "share";
  const rows = report[unit];
  const word = unit === "confusion" ? "patterns" : "specimens";
  const seen = names.map((_, k) => k).filter((k) => rows[k].some((n) => n > 0) || rows.some((row) => row[k] > 0));
  const head = make("tr", {}, make("th", { scope: "col" }, "true ╲ predicted"),
    ...seen.map((k) => make("th", { scope: "col" }, names[k].length > 4 ? make("span", {}, names[k]) : names[k])));
  const body = seen.map((row) => {
    const total = rows[row].reduce((a, b) => a + b, 0);
    return make("tr", {}, make("th", { scope: "row" }, names[row]), ...seen.map((column) => {
      const count = rows[row][column];
      const share = total ? count / total : 0;
      const text = count === 0 ? "" : shares ? (100 * share).toFixed(0) : count;
      const button = make("button", { type: "button", "aria-label":
        `${names[row]} classified as ${names[column]}: ${count} of ${total} ${word}`, title: `${count} of ${total}`,
        style: `background: color-mix(in oklab, var(--low), var(--high) ${100 * share}%); color: ${share > 0.5 ? "var(--page)" : "var(--text)"}` }, String(text));
      if (count > 0) button.addEventListener("click", () => open(row, column, count, word));
      else button.disabled = true;
      return make("td", {}, button);
    }));
  });
  byID("confusion-table").replaceChildren(make("table", { class: "matrix" }, make("thead", {}, head), make("tbody", {}, ...body)));
  const absent = names.length - seen.length;
  if (absent) byID("confusion-table").append(make("p", { class: "note" }, `${absent} classes occur neither as true nor as predicted class.`));
}

function gallery() {
  const container = byID("gallery");
  if (!container) return;
  for (const error of report.errors) {
    const pattern = report.patterns.find((p) => p.number === error.number);
    const overlay = make("div", { class: "overlay" }, make("img", { src: error.picture, alt: alternative(pattern) }));
    if (error.heat) {
      const canvas = make("canvas", { "aria-hidden": "true" });
      const heat = new Image();
      heat.addEventListener("load", () => {
        const side = 96;
        canvas.width = canvas.height = side;
        const context = canvas.getContext("2d");
        context.imageSmoothingQuality = "high";
        context.drawImage(heat, 0, 0, side, side);
        const image = context.getImageData(0, 0, side, side);
        for (let i = 0; i < image.data.length; i += 4) {
          image.data[i + 3] = 0.65 * image.data[i];
          [image.data[i], image.data[i + 1], image.data[i + 2]] = [255, 140, 0];
        }
        context.putImageData(image, 0, 0);
      });
      heat.src = error.heat;
      overlay.append(canvas);
    }
    container.append(make("figure", {}, overlay, caption(pattern)));
  }
}

const series = (key) => report.history.map((record, index) => [index + 1, record[key]]).filter((p) => typeof p[1] === "number");
const both = (name) => [
  { name: "training", kind: "training", points: series(`training${name}`) },
  { name: "validation", kind: "validation", points: series(`validation${name}`) },
].filter((line) => line.points.length > 0);
if (report.history.length > 0) {
  chart("loss", { lines: both("Loss"), across: "epoch", up: "loss" });
  chart("accuracy", { lines: both("Accuracy"), across: "epoch", up: "accuracy", yRange: [0, 1], format: (y) => percent(y, 0) });
  chart("rate", { lines: [{ name: "learning rate", kind: "training", points: series("learningRate") }], across: "epoch", up: "learning rate" });
}
chart("reliability", {
  lines: [{ name: "answers", kind: "training", points: report.bins.map((bin) => [bin.confidence, bin.accuracy]) }],
  across: "probability", up: "accuracy", xRange: [0, 1], yRange: [0, 1], diagonal: true,
  format: (y) => percent(y, 0), xFormat: (x) => percent(x, 0),
});
const risks = report.coverages.map((share, index) => [share, 1 - report.coverageAccuracies[index]]);
chart("coverage", {
  lines: [{ name: "error rate", kind: "validation", points: risks }], across: "coverage", up: "error rate", xRange: [0, 1],
  yRange: [0, Math.max(0.05, ...risks.map((p) => p[1])) * 1.1], format: (y) => percent(y, 1), xFormat: (x) => percent(x, 0),
});
confusion();
for (const id of ["confusion-as", "confusion-of"]) byID(id)?.addEventListener("change", confusion);
/** A share of a class; a class without patterns has none. */
const shareOf = (row, share) => (row.support ? percent(share) : "–");
table("class-table", [
  { name: "class", value: (row) => row.name },
  { name: "precision", value: (row) => row.precision, text: (row) => shareOf(row, row.precision) },
  { name: "recall", value: (row) => row.recall, text: (row) => shareOf(row, row.recall) },
  { name: "F1", value: (row) => row.f1, text: (row) => shareOf(row, row.f1) },
  { name: "patterns", value: (row) => row.support },
], report.classes);
table("specimen-table", [
  { name: "specimen", value: (row) => `${names[row.truth]}/${row.name}` },
  { name: "class", value: (row) => names[row.truth] },
  { name: "predicted", value: (row) => names[row.prediction], kind: (row) => (row.truth === row.prediction ? "" : "wrong") },
  { name: "probability", value: (row) => row.probability, text: (row) => percent(row.probability) },
  { name: "patterns", value: (row) => row.patterns },
], report.specimens);
gallery();
byID("cell").addEventListener("click", (event) => { if (event.target === byID("cell")) byID("cell").close(); });
