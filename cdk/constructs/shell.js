// A path without a dot belongs to a document, whose router reads it in the browser.
function handler(event) {
  const request = event.request;
  if (!request.uri.split("/").pop().includes(".")) {
    request.uri = request.uri.startsWith("/checkout") ? "/checkout.html" : "/index.html";
  }
  return request;
}
