// The language of a page: what the visitor chose, else the first that the browser asks for. The page is kept once for
// each, so nobody else may name it.
const [LANGUAGES, COOKIE, HEADER] = SAID;

function handler(event) {
  const request = event.request;
  const chosen = request.cookies[COOKIE] ? request.cookies[COOKIE].value : "";
  const accepted = request.headers["accept-language"] ? request.headers["accept-language"].value : "";
  const asked = [chosen].concat(
    accepted
      .split(",")
      .map((part) => ({ language: part.split(/[-;]/)[0].trim().toLowerCase(), weight: weightOf(part) }))
      .filter((one) => one.weight > 0)
      .sort((one, other) => other.weight - one.weight)
      .map((one) => one.language),
  );
  const known = asked.filter((one) => LANGUAGES.includes(one));
  request.headers[HEADER] = { value: known.length > 0 ? known[0] : LANGUAGES[0] };
  return request;
}

function weightOf(part) {
  const written = /;\s*q=([^;]*)/.exec(part);
  const weight = written ? Number(written[1]) : 1;
  return weight >= 0 && weight <= 1 ? weight : 0;
}
