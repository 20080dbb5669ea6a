// In each page that « ppun-access watch » shows: loads it again when it has changed, and
// says why when it could not be made. Nothing of this is published.
(function () {
  'use strict';
  var mine = document.currentScript.getAttribute('data-empreinte');
  var here = location.pathname + location.search;
  var playing = function () {
    return Array.prototype.some.call(document.querySelectorAll('audio, video'), function (m) {
      return !m.paused && !m.ended;
    });
  };

  // What is being listened to is not cut: the page loads again when it stops.
  function load() {
    if (!playing()) return location.reload();
    ['pause', 'ended'].forEach(function (name) {
      document.addEventListener(name, load, { capture: true, once: true });
    });
  }

  function show(error) {
    var box = document.getElementById('ppun-direct');
    if (!error) return box && box.remove();
    if (!box) {
      var sheet = document.createElement('link');
      sheet.rel = 'stylesheet';
      sheet.href = '/.ppun/direct.css';
      document.head.appendChild(sheet);
      box = document.createElement('div');
      box.id = 'ppun-direct';
      box.setAttribute('role', 'alert');
      document.body.insertBefore(box, document.body.firstChild);
    }
    box.textContent = 'Le dernier enregistrement n’est pas publié.\n' + error;
  }

  function listen(port) {
    port.onmessage = function (event) {
      show(event.data.error);
      if (event.data.digest && event.data.digest !== mine) load();
    };
    port.postMessage(here);
    window.addEventListener('pageshow', function (event) {
      if (event.persisted) port.postMessage(here);
    });
    window.addEventListener('pagehide', function () { port.postMessage(null); });
  }

  // One listener for all the tabs where there can be one: a browser has few connections.
  if (window.SharedWorker) {
    listen(new SharedWorker('/.ppun/veille.js').port);
  } else {
    listen(new Worker('/.ppun/veille.js'));
  }
}());
