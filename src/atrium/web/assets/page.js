// Keeps the page up to date: the server sends the sections that changed, ready to be shown.
"use strict";

const page = document.getElementById("page");
const live = document.getElementById("live");
const liveText = document.getElementById("live-text");
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

function say(state, text) {
  live.dataset.state = state;
  liveText.textContent = text;
}

function remember(element) {
  const spots = new Map([...element.querySelectorAll("[data-spot]")].map((each) => [each.dataset.spot, each.className]));
  const rows = new Set([...element.querySelectorAll("[data-key]")].map((each) => each.dataset.key));
  return { spots, rows };
}

function mark(element, before) {
  for (const spot of element.querySelectorAll("[data-spot]")) {
    if (before.spots.get(spot.dataset.spot) !== spot.className) spot.classList.add("changed");
  }
  for (const row of element.querySelectorAll("[data-key]")) {
    if (!before.rows.has(row.dataset.key)) row.classList.add("new");
  }
}

function show(sections) {
  for (const [id, html] of Object.entries(sections)) {
    const element = document.getElementById(id);
    if (!element) return location.reload(); // the building itself changed
    for (const old of element.querySelectorAll(".changed, .new")) old.classList.remove("changed", "new");
    const before = remember(element);
    element.innerHTML = html;
    mark(element, before);
  }
}

function connect() {
  const source = new EventSource(`/events?version=${encodeURIComponent(page.dataset.version)}`);
  source.addEventListener("sections", (event) => {
    const update = JSON.parse(event.data);
    show(update.sections);
    page.dataset.version = update.version;
    say("live", `Live · ${clock.format(new Date())}`);
  });
  source.addEventListener("reload", () => location.reload());
  source.addEventListener("trouble", () => say("lost", "The server cannot read the database"));
  source.onerror = () => {
    say("lost", "Connection lost, trying again");
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 10000); // refused: ask again later
  };
}

const themes = ["auto", "light", "dark"];
const button = document.getElementById("theme");

function setTheme(name) {
  if (name === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  button.textContent = `Theme: ${name}`;
  localStorage.setItem("theme", name);
}

button.hidden = false;
button.addEventListener("click", () => {
  const next = themes.indexOf(localStorage.getItem("theme") ?? "auto") + 1;
  setTheme(themes[next % themes.length]);
});
setTheme(localStorage.getItem("theme") ?? "auto");
connect();
