// Keeps the focus where the scanner types, and says by sound and touch what came of a scan.
// Every page works without it: a scanner is a keyboard that ends each label with the return key.
"use strict";

const SCANNED_INTO = "[data-scan], [data-scan-lines]";
let field = document.querySelector(SCANNED_INTO);

const WRITTEN_INTO = "input:not([type=checkbox], [type=radio]), select, textarea";
const HAS_KEYS_OF_ITS_OWN = "input, select, textarea, button, a, summary";

function back(kept) {
  if (field && !document.activeElement?.matches(kept)) field.focus({ preventScroll: true });
}

function rest() {
  back(HAS_KEYS_OF_ITS_OWN);
}

// A link, a button or a tick may have the focus: a character still goes to the field, or a scan were
// lost and its return key would press what it finds. Tab, return and space stay with the focus, for
// people without a mouse; keys with Ctrl are the browser's.
function caught(press) {
  const character = press.key.length === 1 && press.key !== " ";
  if (character && !press.ctrlKey && !press.metaKey) back(WRITTEN_INTO);
}

function tone(hertz, seconds) {
  const Context = window.AudioContext || window.webkitAudioContext;
  if (!Context) return;
  const context = new Context();
  const source = context.createOscillator();
  source.frequency.value = hertz;
  source.connect(context.destination);
  source.start();
  source.stop(context.currentTime + seconds);
}

const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

function say(well) {
  if (navigator.vibrate && !still) navigator.vibrate(well ? 60 : [300, 120, 300]);
  tone(well ? 1320 : 220, well ? 0.08 : 0.7);
}

if (field) {
  document.addEventListener("focusin", (moved) => {
    if (moved.target.matches(SCANNED_INTO)) field = moved.target;
  });
  document.addEventListener("click", rest);
  // A scanner does not wait: the field has the focus before its first character is written.
  document.addEventListener("keydown", caught, { capture: true });
  window.addEventListener("focus", rest);
  rest();
}

// Fingers are slower than any scanner, mend what they wrote and paste: what they put there instead of a
// scan needs a reason. A scanner writes all of a label, character by character, and never takes any back.
const SLOWER_THAN_A_SCANNER = 90;
const FEWEST_PAUSES = 5;
const CHARACTERS = /^insert(Text|CompositionText|FromComposition)$/;

function watched(field, text) {
  let times, came, mended;
  const forget = () => { times = []; came = 0; mended = false; };
  forget();
  field.addEventListener("input", ({ inputType, data, timeStamp }) => {
    const more = (data || "").length;
    if (text().length <= more) forget();
    if (CHARACTERS.test(inputType)) {
      times.push(timeStamp);
      came += more;
    } else if (inputType) {
      mended ||= inputType.startsWith("insert") || text() !== "";
    }
  });
  const how = (written) => {
    if (mended || (came && came < written.length / 2)) return "typed";
    const pauses = times.slice(1).map((at, place) => at - times[place]).sort((a, b) => a - b);
    if (pauses.length < FEWEST_PAUSES) return "";
    return pauses[Math.floor(pauses.length / 2)] > SLOWER_THAN_A_SCANNER ? "typed" : "wedge";
  };
  return { how, forget };
}

// What waits there for a reason is written over by a scan, not lengthened.
for (const single of document.querySelectorAll("form [data-scan]")) {
  single.select();
  const means = single.form.elements.means;
  if (!means) continue;
  const watch = watched(single, () => single.value);
  single.addEventListener("input", () => {
    means.value = watch.how(single.value);
  });
}

function lines(text) {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}

// Beside each field of scans stands how its lines were read, where that is known.
function mark(area, text, how) {
  const kept = area.form.elements[`${area.name}-means`];
  if (!kept) return;
  const others = lines(kept.value).filter((line) => line.slice(line.indexOf(" ") + 1) !== text);
  kept.value = [...others, ...(how && how !== "wedge" ? [`${how} ${text}`] : [])].join("\n");
}

// A bag scanned twice by a nervous trigger is one scan. What a page filled in stands before the next one:
// the browser would begin to write at the very start, into the label that stands there.
for (const area of document.querySelectorAll("[data-scan-lines]")) {
  area.setSelectionRange(area.value.length, area.value.length);
  const here = () => area.value.slice(0, area.selectionStart).split("\n").pop();
  const watch = watched(area, here);
  let settled = new Set(lines(area.value));
  const ended = () => {
    const written = here().trim();
    for (const line of lines(area.value)) {
      const how = watch.how(line);
      const scannedAfterAll = how === "wedge" && line === written;
      if (how && (scannedAfterAll || !settled.has(line))) mark(area, line, how);
    }
    settled = new Set(lines(area.value));
    watch.forget();
  };
  area.addEventListener("input", () => {
    const left = new Set(lines(area.value));
    settled = new Set([...settled].filter((line) => left.has(line)));
  });
  area.addEventListener("keydown", (press) => {
    if (press.key !== "Enter") return;
    press.preventDefault();
    ended();
    area.setRangeText("\n", area.selectionStart, area.selectionEnd, "end");
    area.value = [...new Set(lines(area.value))].join("\n") + "\n";
    say(true);
  });
  area.form.addEventListener("submit", ended);
  document.addEventListener("label-read", ({ detail }) => {
    if (detail.field !== area.name) return;
    say(Boolean(detail.text));
    if (!detail.text) return;
    area.value = [...new Set([...lines(area.value), detail.text])].join("\n") + "\n";
    settled.add(detail.text);
    mark(area, detail.text, detail.means);
  });
}

// One press, one entry.
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", (sent) => {
    if (form.dataset.sent) sent.preventDefault();
    form.dataset.sent = "yes";
    window.setTimeout(() => delete form.dataset.sent, 4000);
  });
}

for (const choice of document.querySelectorAll("[data-send-on-change]")) {
  choice.addEventListener("change", () => choice.form.submit());
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

if (document.querySelector(".stop-sign, .refused")) say(false);
if (document.querySelector("[data-found]")) say(true);
