// The worker behind direct.js: hears of changes, and asks what each page is now.
'use strict';
var ports = new Map();
var error = '';

function look(port, path) {
  fetch(path, { method: 'HEAD', cache: 'no-store' }).then(function (answer) {
    var tag = answer.headers.get('ETag') || '';
    port.postMessage({ error: error, digest: tag.replace(/"/g, '') });
  }, function () { /* the server has stopped: the stream tries again */ });
}

function welcome(port) {
  port.onmessage = function (event) {
    if (event.data === null) {
      ports.delete(port);
      return;
    }
    ports.set(port, event.data);
    look(port, event.data);
  };
}

new EventSource('/.ppun/flux').onmessage = function (event) {
  error = JSON.parse(event.data).error;
  ports.forEach(function (path, port) { look(port, path); });
};

if ('onconnect' in self) {
  self.onconnect = function (event) { welcome(event.ports[0]); };
} else {
  welcome(self);
}
