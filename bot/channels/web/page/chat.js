// The browser chat. Keeps nothing: messages are on the screen only, and gone when the page is closed.

const list = document.getElementById("messages");
const form = document.getElementById("form");
const field = document.getElementById("text");
const statusLine = document.getElementById("status");
const chooser = document.getElementById("language");
const leaveButton = document.getElementById("leave");

const HARMLESS_PAGE = "https://www.wetter.de/";
const RETRY_MILLISECONDS = 2000;

let words = {};
let shownLanguage = "";
let lastId = 0;
let chosenByHer = "";
const waiting = []; // What she did and what is not yet committed, in order.
let isSending = false;

async function speak(language) {
  if (language === shownLanguage) return;
  const answer = await fetch(`/api/words?language=${encodeURIComponent(language)}`);
  if (!answer.ok) return;
  const found = await answer.json();
  words = found.texts;
  shownLanguage = found.language;
  document.documentElement.lang = found.language;
  document.documentElement.dir = found.direction;
  field.placeholder = words.placeholder;
  field.setAttribute("aria-label", words.placeholder);
  document.getElementById("send").setAttribute("aria-label", words.send);
  list.setAttribute("aria-label", words.messages);
  chooser.setAttribute("aria-label", words.language);
  leaveButton.lastElementChild.textContent = words.leave;
  leaveButton.setAttribute("aria-label", words.leave);
  if (!chooser.options.length) {
    for (const each of found.languages) chooser.add(new Option(each.name, each.code));
  }
  chooser.value = found.language;
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function say(content, bubble) {
  waiting.push({ body: { id: newId(), language: chosenByHer || navigator.language, ...content }, bubble });
  sendNext();
}

// One after the other; the same number again and again until it is answered.
async function sendNext() {
  if (isSending || !waiting.length) return;
  isSending = true;
  show(words.typing);
  const { body, bubble } = waiting[0];
  try {
    const answer = await fetch("/api/messages", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (answer.status >= 500) throw new Error("not stored");
    if (answer.status === 401) return location.reload();
    waiting.shift();
    bubble?.classList.remove("waiting");
  } catch {
    show(words.offline);
    await pause(RETRY_MILLISECONDS);
  }
  isSending = false;
  sendNext();
}

async function receive() {
  for (;;) {
    try {
      const answer = await fetch(`/api/messages?after=${lastId}`);
      if (!answer.ok) throw new Error("not readable");
      for (const message of (await answer.json()).messages) {
        if (message.id > lastId) await showMessage(message);
      }
    } catch {
      show(words.offline);
      await pause(RETRY_MILLISECONDS);
    }
  }
}

async function showMessage(message) {
  lastId = message.id;
  await speak(message.language);
  show("");
  const box = document.createElement("article");
  box.className = message.sensitive ? "message sensitive" : "message";
  box.lang = message.language;
  box.dir = message.direction;
  const paragraph = document.createElement("p");
  for (const run of message.runs) {
    const piece = document.createElement(run.bold ? "b" : "span");
    addLinked(piece, run.text);
    paragraph.append(piece);
  }
  if (message.attachment) box.append(makeAttachment(message.attachment));
  box.append(paragraph);
  for (const row of message.buttons) box.append(makeRow(row));
  if (message.sensitive) box.append(makeRemover(box));
  list.append(box);
  box.scrollIntoView({ block: "start", behavior: "smooth" });
}

// Pictures and files come with the message and are gone with the page.
function makeAttachment({ kind, content, media_type, name, alternative }) {
  const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: media_type }));
  if (kind === "picture") {
    const picture = document.createElement("img");
    picture.className = "picture";
    picture.src = address;
    picture.alt = alternative;
    return picture;
  }
  const link = document.createElement("a");
  link.className = "file";
  link.href = address;
  link.download = name;
  link.textContent = `📎 ${name}`;
  return link;
}

function makeRow(row) {
  const line = document.createElement("div");
  line.className = "row";
  for (const button of row) line.append(button.url ? makeLink(button) : makeButton(button));
  return line;
}

function makeLink({ label, url }) {
  const link = document.createElement("a");
  link.textContent = label;
  if (/^https?:\/\//.test(url)) link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

function makeButton({ label, data }) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", () => say({ type: "press", data }, showHers(label)));
  return button;
}

function makeRemover(box) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "remove";
  button.textContent = words.remove;
  button.addEventListener("click", () => {
    box.previousElementSibling?.classList.contains("hers") && box.previousElementSibling.remove();
    box.remove();
  });
  return button;
}

// Mail addresses, web addresses and emergency numbers can be tapped.
const TAPPABLE = /(https?:\/\/[^\s\u2069]+|[\w.+-]+@[\w-]+\.[\w.-]*\w|\b(?:110|112|116\s?016|116\s?117|0800[\s\d]{7,}\d)\b)/g;

function addLinked(parent, text) {
  for (const [index, part] of text.split(TAPPABLE).entries()) {
    if (index % 2 === 0) {
      parent.append(part);
      continue;
    }
    const link = document.createElement("a");
    link.textContent = part;
    link.href = part.startsWith("http") ? part : part.includes("@") ? `mailto:${part}` : `tel:${part.replace(/\s/g, "")}`;
    if (part.startsWith("http")) {
      link.target = "_blank";
      link.rel = "noopener noreferrer";
    }
    parent.append(link);
  }
}

function showHers(text) {
  const bubble = document.createElement("div");
  bubble.className = "hers waiting";
  bubble.dir = "auto";
  bubble.textContent = text;
  list.append(bubble);
  bubble.scrollIntoView({ block: "end" });
  return bubble;
}

function show(text) {
  statusLine.textContent = text || "";
  statusLine.hidden = !text;
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function fit() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  fit();
  say({ type: "text", text }, showHers(text));
});
field.addEventListener("input", fit);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
chooser.addEventListener("change", () => {
  chosenByHer = chooser.value;
  say({ type: "press", data: `lang:${chooser.value}` });
});
leaveButton.addEventListener("click", () => {
  document.body.replaceChildren();
  location.replace(HARMLESS_PAGE);
});

await speak(new URLSearchParams(location.search).get("lang") || navigator.language || "de");
const wished = new URLSearchParams(location.search).get("lang");
if (wished) chosenByHer = wished;
say({ type: "start" });
receive();
