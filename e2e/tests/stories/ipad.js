// An iPad's Home Screen app, as far as a script can play it: Safari's name and marks, a share sheet, a screen that nobody may keep
// lit, and a download that would lead out of the app.
(() => {
  const give = (object, name, value) => Object.defineProperty(object, name, { value, configurable: true });
  give(navigator, 'userAgent', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15');
  give(navigator, 'maxTouchPoints', 5);
  give(navigator, 'standalone', true);
  give(navigator, 'wakeLock', { request: async () => Promise.reject(new DOMException('no', 'NotAllowedError')) });
  window.sheet = [];
  give(navigator, 'canShare', (data) => data.files.every((file) => file.type === 'text/plain'));
  give(navigator, 'share', async (data) => {
    window.sheet.push([data.files[0].name, await data.files[0].text()]);
  });
  const click = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function () {
    if (this.download) window.ledOut = true;
    else click.call(this);
  };
})();
