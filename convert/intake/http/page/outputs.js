// The documents: a preview, their text, what validation found in them, and their downloads.

import { made } from "./lines.js";

const DOCUMENTS = [
  ["newsml-g2", "NewsML-G2", ".newsml.xml", "application/xml"],
  ["json-ld", "JSON-LD", ".jsonld", "application/ld+json"],
  ["html", "HTML", ".html", "text/html"],
];
export const FORMATS = DOCUMENTS.map(([name]) => name).join(",");

// What of the preview's HTML is shown; an element that is not here gives its text alone.
const KEPT = new Set(
  "article header section footer p h2 h3 h4 ul ol li blockquote figure figcaption dl dt dd time bdi em strong sub sup br".split(" "),
);

function download(name, type, text) {
  const link = made("a", { download: name, href: URL.createObjectURL(new Blob([text], { type })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// Copies text and structure and nothing else: no style, script, address or attribute of the document acts here.
function copied(node) {
  if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.data)];
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const children = [...node.childNodes].flatMap(copied);
  const name = node.localName;
  if (name === "script" || name === "style") return [];
  if (name === "h1") return [made("p", { class: "headline" }, ...children)];
  if (!KEPT.has(name)) return children;
  const copy = made(name === "h2" ? "h4" : name, {}, ...children);
  for (const kept of ["dir", "lang"]) if (node.hasAttribute(kept)) copy.setAttribute(kept, node.getAttribute(kept));
  return [copy];
}

function preview(html) {
  // Its head holds styles, which our policy refuses even in a document that is never shown.
  const page = new DOMParser().parseFromString(html.replace(/<head>[^]*?<\/head>/, ""), "text/html");
  const root = page.documentElement;
  const shown = made("div", { dir: root.getAttribute("dir") || "auto", lang: root.getAttribute("lang") || "" });
  shown.append(...copied(page.querySelector("main") || page.body));
  return shown;
}

function finding(found, where) {
  const place = found.line ? `${where}, line ${found.line}` : where;
  const item = made("li", { class: `finding ${found.severity}` });
  item.append(
    made("span", { class: "severity" }, found.severity), " ", made("code", {}, found.code), ` ${found.message} `,
    made("span", { class: "place" }, place),
  );
  if (found.fix) item.append(made("br"), found.fix);
  return item;
}

export class Outputs {
  constructor(ask) {
    this.ask = ask;
    this.name = "article";
    this.turn = 0;
  }

  // Shows what the service makes of the article; returns what is to be said about it.
  async refresh(body) {
    const turn = ++this.turn;
    const answer = await this.ask(`/convert?to=${FORMATS}`, JSON.stringify(body), "application/json");
    if (turn !== this.turn) return null;
    document.querySelector("#outputs").hidden = false;
    document.querySelector("#documents").hidden = !answer.ok;
    const problems = document.querySelector("#problems");
    problems.hidden = answer.ok;
    if (!answer.ok) {
      problems.replaceChildren(made("ul", {}, ...answer.value.diagnostics.map((found) => finding(found, "article"))));
      document.querySelector("#downloads").replaceChildren();
      return `No documents: ${answer.value.detail}`;
    }
    this.#show(answer.value);
    return this.#judge(answer.value, turn);
  }

  #show({ outputs, segments }) {
    for (const name of ["newsml-g2", "json-ld"]) document.getElementById(name).textContent = outputs[name];
    document.querySelector("#preview").replaceChildren(preview(outputs.html));
    const buttons = DOCUMENTS.map(([name, title, suffix, type]) =>
      this.#button(name, title, () => download(this.name + suffix, type, outputs[name])));
    const account = () => download(`${this.name}.segments.json`, "application/json", JSON.stringify(segments, null, 1));
    document.querySelector("#downloads").replaceChildren("Download: ", ...buttons, this.#button("segments", "segments.json", account));
  }

  #button(name, title, act) {
    const button = made("button", { type: "button", "data-download": name }, title);
    button.addEventListener("click", act);
    return button;
  }

  async #judge({ outputs, diagnostics }, turn) {
    const judged = await Promise.all(
      DOCUMENTS.slice(0, 2).map(async ([name, title, , type]) => {
        const answer = await this.ask(`/validate?from=${name}`, outputs[name], type);
        return [title, answer.ok ? answer.value.findings : answer.value.diagnostics];
      }),
    );
    if (turn !== this.turn) return null;
    const all = [["article", diagnostics], ...judged];
    const items = all.flatMap(([where, found]) => found.map((one) => finding(one, where)));
    const counts = ["error", "warning", "info"].map((severity) => {
      const count = all.flatMap(([, found]) => found).filter((found) => found.severity === severity).length;
      return count ? `${count} ${severity}` : "";
    });
    const told = counts.filter(Boolean).join(", ") || "nothing";
    document.querySelector("#findings summary").textContent = `Validation: ${told}`;
    document.querySelector("#findings ul").replaceChildren(...items);
    return `Documents are up to date; validation found ${told}.`;
  }
}
