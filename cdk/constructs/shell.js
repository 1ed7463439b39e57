// An address of a page is a document, whose router reads it in the browser; any other that is no file is the document
// that says so, with the status that says so to search engines. A request may be seen again as what it was made to be.
const ADDRESSES = new RegExp(SAID, "i");
const NOT_FOUND = "/404.html";

function handler(event) {
  const file = fileOf(event.request.uri);
  if (event.response) {
    if (file === NOT_FOUND && event.response.statusCode === 200) {
      event.response.statusCode = 404;
      event.response.statusDescription = "Not Found";
    }
    return event.response;
  }
  event.request.uri = file;
  return event.request;
}

function fileOf(uri) {
  if (ADDRESSES.test(uri)) return uri.toLowerCase().startsWith("/checkout") ? "/checkout.html" : "/index.html";
  return uri.split("/").pop().includes(".") ? uri : NOT_FOUND;
}
