// Sends frames of live video until one can be read, then sends that frame as the photograph.
// The page works without it: a telephone takes a picture and the form sends it.
"use strict";

const form = document.querySelector("form[data-camera]");
const start = form.querySelector("[data-live-start]");
const video = form.querySelector("video");
const says = form.querySelector("[data-live-says]");
const BETWEEN_FRAMES = 400;

function wait(milliseconds) {
  return new Promise((done) => window.setTimeout(done, milliseconds));
}

function picture() {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
}

async function readable(frame) {
  const body = new FormData();
  body.append("csrf_token", form.elements.csrf_token.value);
  body.append("photo", frame, "frame.jpg");
  const answer = await fetch(form.dataset.camera, { method: "POST", body });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).readable;
}

function send(frame) {
  const carried = new DataTransfer();
  carried.items.add(new File([frame], "frame.jpg", { type: "image/jpeg" }));
  form.elements.photo.files = carried.files;
  form.requestSubmit();
}

async function look() {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
  });
  video.srcObject = stream;
  form.querySelector("[data-live]").hidden = false;
  await video.play();
  let frame = await picture();
  while (!(await readable(frame))) {
    await wait(BETWEEN_FRAMES);
    frame = await picture();
  }
  for (const track of stream.getTracks()) track.stop();
  says.textContent = "Read.";
  send(frame);
}

if (navigator.mediaDevices && navigator.mediaDevices.getUserMedia) {
  start.hidden = false;
  start.addEventListener("click", async () => {
    start.hidden = true;
    try {
      await look();
    } catch (fault) {
      form.querySelector("[data-live]").hidden = false;
      says.textContent = "Live video does not work here. Take a picture instead.";
      start.hidden = false;
    }
  });
}

if (form.elements.photo.files) {
  form.elements.photo.addEventListener("change", () => {
    if (form.elements.photo.files.length) form.requestSubmit();
  });
}
