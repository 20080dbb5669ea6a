// Takes the place of the site's own service worker while « ppun-access watch » shows it: what
// a reader keeps on a device does not change, and here all must be seen to change.
'use strict';
self.addEventListener('install', function () { self.skipWaiting(); });
self.addEventListener('activate', function (event) {
  event.waitUntil(self.registration.unregister().then(function () {
    return self.clients.matchAll({ type: 'window' });
  }).then(function (pages) {
    pages.forEach(function (page) { page.navigate(page.url); });
  }));
});
