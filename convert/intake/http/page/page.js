// The page: a text or a file in, labelled lines to correct, documents out. It asks the service it came from, and no other.

import { Lines } from "./lines.js";
import { Outputs } from "./outputs.js";

const $ = (selector) => document.querySelector(selector);
const WAIT = 250; // milliseconds after a correction, so that several in a row are one request

let token = "";
let article = null; // what is sent: {text} or {bytes}
let timer = 0;

async function ask(path, body, type) {
  const headers = { "Content-Type": type, Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  try {
    const response = await fetch(path, { method: "POST", headers, body });
    if (response.status === 401) $("#entry").hidden = false;
    return { ok: response.ok, value: await response.json() };
  } catch (error) {
    return { ok: false, value: { detail: `the service does not answer (${error.message})`, diagnostics: [] } };
  }
}

const said = (message) => { $("#said").textContent = message; };

const outputs = new Outputs(ask);
const lines = new Lines($("#lines"), $("#labels"), (message) => {
  said(message);
  sums();
  clearTimeout(timer);
  timer = setTimeout(() => refresh(message), WAIT);
});

function sums() {
  const unsure = lines.lines.filter((_, number) => lines.unsure(number)).length;
  const hidden = lines.lines.length - lines.rows.length;
  const parts = [`${lines.lines.length} lines`, `${unsure} unsure`, `${lines.given.size} set by you`];
  if (hidden) parts.push(`the last ${hidden} are not shown`);
  $("#sums").textContent = parts.join(", ");
}

async function refresh(before = "") {
  const message = await outputs.refresh({ ...article, labels: lines.labels() });
  if (message) said(`${before} ${message}`.trim());
}

async function label() {
  said("Labelling the lines …");
  clearTimeout(timer);
  const answer = await ask("/segment", JSON.stringify(article), "application/json");
  $("#labelled").hidden = !answer.ok;
  $("#outputs").hidden = true;
  if (!answer.ok) {
    said(`This cannot be read: ${answer.value.detail}`);
    return;
  }
  lines.show(answer.value.lines);
  sums();
  if (!lines.rows.length) {
    said("There are no lines in it to label.");
    return;
  }
  lines.choose(0);
  await refresh(`${lines.lines.length} lines.`);
}

async function open(file) {
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    article = { bytes: reader.result.slice(reader.result.indexOf(",") + 1) };
    outputs.name = file.name.replace(/\.[^.]*$/, "") || "article";
    $("#text").value = "";
    label();
  });
  reader.addEventListener("error", () => said(`${file.name} cannot be opened.`));
  reader.readAsDataURL(file);
}

$("#article").addEventListener("submit", (event) => {
  event.preventDefault();
  article = { text: $("#text").value };
  outputs.name = "article";
  label();
});
$("#text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) $("#article").requestSubmit();
});
$("#file").addEventListener("change", (event) => {
  if (event.target.files[0]) open(event.target.files[0]);
});
$("#entry").addEventListener("submit", (event) => {
  event.preventDefault();
  token = $("#token").value.trim();
  $("#entry").hidden = true;
  if (article) label();
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    document.body.classList.toggle("over", kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files[0]) open(event.dataTransfer.files[0]);
  });
}
