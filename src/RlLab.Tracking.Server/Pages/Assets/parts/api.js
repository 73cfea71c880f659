// Requests to the server; what it refuses is an error with its own words.

/** Asks RlLab's own endpoints. */
export const ask = (path, body) => send(`/api/rllab/${path}`, "POST", body);

/** Asks MLflow's API with a body. */
export const change = (path, body) => send(`/ajax-api/2.0/mlflow/${path}`, "POST", body);

/** Asks MLflow's API with a query. */
export const read = (path, query) => send(`/ajax-api/2.0/mlflow/${path}?${new URLSearchParams(query)}`, "GET");

/** Where a browser gets an artifact of a run. */
export const artifactUrl = (run, path) => `/runs/${run}/artifacts/${path.split("/").map(encodeURIComponent).join("/")}`;

async function send(url, method, body) {
  let reply;
  try {
    reply = await fetch(url, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
    });
  } catch {
    throw new Error("The server does not answer. What you see is what it said last.");
  }
  const answer = await reply.json().catch(() => null);
  if (!reply.ok) {
    throw new Error(answer?.message ?? `The server answers ${reply.status} ${reply.statusText}.`);
  }
  return answer;
}
