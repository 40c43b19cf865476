// Covers the page when nobody has touched it for a while, and tells the service while somebody does.
// Without it a page is locked as soon as anything on it is pressed.
"use strict";

const IDLE = 15 * 60 * 1000;
const TOLD_EVERY = 60 * 1000;
const meta = (name) => document.querySelector(`meta[name="${name}"]`).content;
let touched = Date.now();
let told = touched;

// Whoever watches a running clock beside a patient is at work with both hands off the keys.
const clock = document.querySelector('meta[name="watch-minutes"]');
const watchedUntil = clock ? touched + Number(clock.content) * 60 * 1000 : 0;

function tell() {
  told = Date.now();
  fetch("/still-here", { method: "POST", headers: { "X-CSRFToken": meta("csrf-token") } });
}

function touch() {
  const now = Date.now();
  // A machine that slept wakes up locked, whoever touches it first.
  if (now - touched > IDLE) return;
  touched = now;
  if (now - told > TOLD_EVERY) tell();
}

for (const sign of ["keydown", "pointerdown", "pointermove", "scroll"]) {
  document.addEventListener(sign, touch, { capture: true, passive: true });
}

window.setInterval(() => {
  if (Date.now() < watchedUntil) touch();
  if (Date.now() - touched > IDLE) window.location.replace(meta("lock"));
}, 1000);
