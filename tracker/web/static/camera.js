// Reads photographs and live video into the fields of a page, one label after the other.
// Every page works without it: a telephone takes a picture and the form sends it.
"use strict";

const BETWEEN_FRAMES = 400;

function wait(milliseconds) {
  return new Promise((done) => window.setTimeout(done, milliseconds));
}

async function asked(address, picture) {
  const body = new FormData();
  body.append("csrf_token", document.querySelector("meta[name=csrf-token]").content);
  body.append("photo", picture, "frame.jpg");
  const answer = await fetch(address, { method: "POST", body });
  if (!answer.headers.get("content-type").includes("json")) throw new Error(String(answer.status));
  return answer.json();
}

function frame(video) {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
}

// Returns the first frame that can be read; the camera is let go whatever happens.
async function live(part, video) {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
  });
  try {
    video.srcObject = stream;
    await video.play();
    let picture = await frame(video);
    while (!(await asked(part.dataset.camera, picture)).readable) {
      await wait(BETWEEN_FRAMES);
      picture = await frame(video);
    }
    return picture;
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

for (const part of document.querySelectorAll("[data-camera]")) {
  const photo = part.querySelector("input[type=file]");
  const begin = part.querySelector("[data-live-start]");
  const shown = part.querySelector("[data-live]");
  const says = part.querySelector("[data-live-says]");

  async function take(picture) {
    if (!part.dataset.into) {
      const carried = new DataTransfer();
      carried.items.add(new File([picture], "frame.jpg", { type: "image/jpeg" }));
      photo.files = carried.files;
      photo.form.requestSubmit();
      return;
    }
    const answer = await asked(part.dataset.read, picture);
    // Never the text itself: where two people compare, neither sees what the other read.
    says.textContent = answer.text ? "Read. It stands in the field above." : answer.sentence;
    const detail = { field: part.dataset.into, text: answer.text, means: "camera" };
    document.dispatchEvent(new CustomEvent("label-read", { detail }));
  }

  photo.addEventListener("change", async () => {
    if (!photo.files.length) return;
    if (!part.dataset.into) {
      photo.form.requestSubmit();
      return;
    }
    says.textContent = "Reading the picture ...";
    try {
      for (const picture of photo.files) await take(picture);
      photo.value = "";
    } catch (fault) {
      says.textContent = "The picture goes with the form and is read then.";
    }
  });

  if (!(navigator.mediaDevices && navigator.mediaDevices.getUserMedia)) continue;
  begin.hidden = false;
  begin.addEventListener("click", async () => {
    begin.hidden = true;
    shown.hidden = false;
    says.textContent = "Hold the square code before the camera.";
    try {
      await take(await live(part, part.querySelector("video")));
    } catch (fault) {
      says.textContent = "Live video does not work here. Take a picture instead.";
    }
    shown.hidden = true;
    begin.hidden = false;
  });
}
