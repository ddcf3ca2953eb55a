// Keeps what is typed on a long form: some seconds after the last keystroke, and when the page is left.
// Nothing is put into the browser's own storage: the words are about people, and others may use the machine.
const PAUSE = 4000;
const MOST_ON_LEAVING = 60000;
const SIGNED_OUT = "You are signed out. What you typed is still here: sign in in another tab, then go on here.";
const NO_ANSWER = "Not saved: Heard cannot be reached. What you typed is still here. Leave this page open.";

/** Begin to keep the form that this line belongs to. */
function keep(line) {
  const form = line.closest("form");
  const said = line.querySelector("[data-keep-said]");
  const known = form.elements["form-known"];
  let waiting = null;
  let changed = false;
  let saving = false;
  let sent = false;
  let before = "";

  const words = () => {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
    data.append("form-by-script", "yes");
    return data;
  };

  // What is only confirmed again is shown and not read out: a line that speaks every few seconds is in the way.
  const say = (sentence, aloud) => {
    if (aloud !== (said.getAttribute("aria-live") === "polite")) said.setAttribute("aria-live", aloud ? "polite" : "off");
    said.textContent = sentence;
  };

  const take = async (answer) => {
    if (answer.status === 401) return say(SIGNED_OUT, true);
    const told = await answer.json();
    if (!answer.ok) return say(told.sorry, true);
    known.value = told.known;
    // After signing in again in another tab the form has to show a new token.
    if (told.token) form.elements.csrf_token.value = told.token;
    const sentence = `Saved at ${told.at}.`;
    if (told.aside) {
      return say(`${sentence} In another window you had typed something else, saved at ${told.aside}. It is kept too: open this page again to see it.`, true);
    }
    say(sentence, before !== "saved");
    before = "saved";
  };

  // Kept alive, it is sent even when the page is gone before the answer is there; but only so much can be.
  const send = (body) =>
    fetch(line.dataset.keep, { method: "POST", body, redirect: "error", keepalive: body.toString().length < MOST_ON_LEAVING });

  const save = async () => {
    clearTimeout(waiting);
    if (!changed || saving || sent) return;
    changed = false;
    saving = true;
    try {
      await take(await send(words()));
    } catch {
      changed = true;
      before = "";
      say(NO_ANSWER, true);
      waiting = setTimeout(save, PAUSE * 4);
    } finally {
      saving = false;
    }
    if (changed && before) waiting = setTimeout(save, PAUSE);
  };

  const note = () => {
    changed = true;
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  };
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("submit", () => (sent = true));
  // Back from the page that a button led to: the words may have been saved there meanwhile.
  window.addEventListener("pageshow", (event) => event.persisted && (sent = false));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
}

/** Keep every form of the page that asks for it; and let Back and Reload ask for a page instead of sending it again. */
export function keepDrafts() {
  const lines = document.querySelectorAll("[data-keep]");
  lines.forEach(keep);
  if (lines.length && history.replaceState) history.replaceState(history.state, "", location.href);
}
