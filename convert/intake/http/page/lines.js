// The labelled lines: a list to go through with arrows and to correct with letters, and the toolbar that does the same.

export const LABELS = [
  ["headline", "H"], ["standfirst", "S"], ["byline", "Y"], ["dateline", "D"],
  ["caption", "C"], ["crosshead", "X"], ["body", "B"], ["boilerplate", "O"],
];
const LETTER = Object.fromEntries(LABELS);
const LABEL = Object.fromEntries(LABELS.map(([label, letter]) => [letter, label]));

// As in the command's own views: about one in ten lines lies below it, and half of the wrong ones do.
const UNSURE = 0.7;

// A browser stays brisk with so many rows.
const MOST = 5000;

export function made(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function badge(label) {
  const letter = made("span", { class: `letter ${label}`, "aria-hidden": "true" }, LETTER[label]);
  return [letter, label];
}

export class Lines {
  // `changed(message)` is called after each correction.
  constructor(list, toolbar, changed) {
    this.list = list;
    this.toolbar = toolbar;
    this.changed = changed;
    this.rows = [];
    this.chosen = 0;
    this.#fill();
    list.addEventListener("keydown", (event) => this.#key(event));
    list.addEventListener("click", (event) => {
      const row = event.target.closest("li");
      if (row) this.choose(this.rows.indexOf(row));
    });
    toolbar.addEventListener("keydown", (event) => this.#along(event));
  }

  #fill() {
    for (const [label, letter] of LABELS) {
      const button = made("button", { type: "button", tabindex: "-1", "aria-keyshortcuts": letter, "data-label": label }, ...badge(label));
      button.addEventListener("click", () => this.set(label));
      this.toolbar.append(button);
    }
    this.toolbar.firstChild.tabIndex = 0;
  }

  show(lines) {
    this.lines = lines;
    this.model = lines.map((line) => line.label);
    this.given = new Map();
    this.past = [];
    this.rows = lines.slice(0, MOST).map((line, number) => this.#row(line, number));
    this.list.replaceChildren(...this.rows);
    if (this.rows.length) this.choose(0, false);
  }

  // For the service: a label where a person set one, null where the model's shall stand.
  labels() {
    return this.given.size ? this.lines.map((_, number) => this.given.get(number) ?? null) : undefined;
  }

  unsure(number) {
    return !this.given.has(number) && this.lines[number].confidence < UNSURE;
  }

  #row(line, number) {
    const row = made("li", { role: "option", tabindex: "-1", "aria-selected": "false" });
    row.append(
      made("span", { class: "number" }, String(number + 1)),
      made("span", { class: "label" }),
      made("span", { class: "sure" }),
      made("span", { class: "text" }, made("span", { dir: "auto" }, line.text)),
    );
    this.#paint(row, number);
    return row;
  }

  #paint(row, number) {
    const line = this.lines[number];
    const given = this.given.has(number);
    const apart = number > 0 && line.before.split("\n").length > 2;
    row.className = [line.label, apart && "apart", this.unsure(number) && "unsure", given && "given"].filter(Boolean).join(" ");
    row.querySelector(".label").replaceChildren(...badge(line.label));
    const percent = `${Math.round(line.confidence * 100)} %`;
    row.querySelector(".sure").textContent = given ? "by you" : this.unsure(number) ? `${percent} unsure` : percent;
  }

  choose(number, focus = true) {
    const next = Math.max(0, Math.min(number, this.rows.length - 1));
    const before = this.rows[this.chosen];
    if (before) {
      before.tabIndex = -1;
      before.setAttribute("aria-selected", "false");
    }
    this.chosen = next;
    const row = this.rows[next];
    row.tabIndex = 0;
    row.setAttribute("aria-selected", "true");
    if (focus) {
      row.focus({ preventScroll: true });
      row.scrollIntoView({ block: "nearest" });
    }
    this.#press();
  }

  #press() {
    for (const button of this.toolbar.children) {
      button.setAttribute("aria-pressed", String(button.dataset.label === this.lines[this.chosen].label));
    }
  }

  set(label) {
    const number = this.chosen;
    this.past.push([number, this.lines[number].label, this.given.get(number)]);
    const same = this.lines[number].label === label;
    this.#put(number, label, label);
    this.changed(`Line ${number + 1} ${same ? "is confirmed as" : "is now"} ${label}.`);
  }

  #put(number, label, given) {
    this.lines[number].label = label;
    if (given === undefined) this.given.delete(number);
    else this.given.set(number, given);
    this.#paint(this.rows[number], number);
    this.#press();
  }

  undo() {
    const last = this.past.pop();
    if (!last) return;
    const [number, label, given] = last;
    this.choose(number);
    this.#put(number, label, given);
    this.changed(`Taken back: line ${number + 1} is ${label}.`);
  }

  #reset() {
    const number = this.chosen;
    if (!this.given.has(number)) return;
    this.past.push([number, this.lines[number].label, this.given.get(number)]);
    this.#put(number, this.model[number], undefined);
    this.changed(`Line ${number + 1} is ${this.model[number]} again, as the model says.`);
  }

  #nextUnsure() {
    const numbers = [...this.rows.keys()];
    const order = [...numbers.slice(this.chosen + 1), ...numbers.slice(0, this.chosen + 1)];
    const found = order.find((number) => this.unsure(number));
    if (found !== undefined) this.choose(found);
  }

  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
    // The letter on the key where a keyboard writes another alphabet.
    const letter = /^[a-z]$/i.test(event.key) ? event.key.toUpperCase() : event.code.replace(/^Key/, "");
    if (event.key in moves) this.choose(this.chosen + moves[event.key]);
    else if (event.key === "Delete" || event.key === "Backspace") this.#reset();
    else if (letter === "N") this.#nextUnsure();
    else if (letter === "U") this.undo();
    else if (letter in LABEL) this.set(LABEL[letter]);
    else return;
    event.preventDefault();
  }

  #along(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const buttons = [...this.toolbar.children];
    const at = buttons.indexOf(document.activeElement);
    const next = buttons[(at + step + buttons.length) % buttons.length];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
    event.preventDefault();
  }
}
