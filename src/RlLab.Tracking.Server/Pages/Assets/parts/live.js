// Following what still goes on: a question is asked again every few seconds, while somebody looks at the page.

const every = 4000;

/** Asks again and again; a question answers whether anything can still change. The sign in the page's head says how it stands. */
export function follow(question) {
  const sign = document.querySelector(".live");
  const show = (word, isLost) => {
    sign.hidden = word === "";
    sign.textContent = word;
    sign.classList.toggle("lost", isLost);
  };
  const next = () =>
    setTimeout(async () => {
      if (!document.hidden) {
        try {
          show((await question()) ? "live" : "", false);
        } catch {
          show("the server does not answer", true);
        }
      }
      next();
    }, every);
  next();
}
