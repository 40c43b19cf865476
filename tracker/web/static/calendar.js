// Lets a visit be dragged to a day the planner allows, and to no other. The page works without it:
// "Move" at a visit marks the same days as buttons, and each other day says what forbids it.
"use strict";

const calendar = document.querySelector("[data-calendar]");
let address = "";

function mark(days) {
  for (const cell of calendar.querySelectorAll("[data-day]")) {
    cell.classList.toggle("possible", days.includes(cell.dataset.day));
  }
}

async function possible(of) {
  const answer = await fetch(of);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [...page.querySelectorAll("button[form=choose][name=day]")].map((each) => each.value);
}

function possibleCell(event) {
  const cell = event.target.closest("[data-day]");
  return address && cell && cell.classList.contains("possible") ? cell : null;
}

if (calendar) {
  for (const visit of calendar.querySelectorAll("[data-move]")) {
    visit.draggable = true;
    for (const link of visit.querySelectorAll("a")) link.draggable = false;
    visit.addEventListener("dragstart", async (event) => {
      address = new URL(visit.dataset.move, location.href).href;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      const asked = address;
      const days = await possible(asked);
      if (address === asked) mark(days);
    });
    visit.addEventListener("dragend", () => {
      address = "";
      mark([]);
    });
  }
  calendar.addEventListener("dragover", (event) => {
    if (possibleCell(event)) event.preventDefault();
  });
  calendar.addEventListener("drop", (event) => {
    const cell = possibleCell(event);
    if (!cell) return;
    event.preventDefault();
    const chosen = new URL(address);
    chosen.searchParams.set("day", cell.dataset.day);
    location.assign(chosen);
  });
}
