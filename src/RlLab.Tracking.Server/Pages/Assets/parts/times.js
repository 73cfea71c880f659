// Times as people say them: "3 minutes ago", with the exact time as a title.

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const units = [
  ["year", 31536000],
  ["month", 2592000],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];

/** How long ago a time in milliseconds was. */
export function ago(milliseconds, now = Date.now()) {
  const seconds = (milliseconds - now) / 1000;
  const unit = units.find(([, length]) => Math.abs(seconds) >= length);
  return unit ? relative.format(Math.round(seconds / unit[1]), unit[0]) : "just now";
}

/** Writes all times of the page anew. */
export function showTimes(root = document) {
  for (const time of root.querySelectorAll("time")) {
    const date = new Date(time.dateTime);
    time.title = date.toLocaleString("en");
    time.textContent = ago(date.getTime());
  }
}
