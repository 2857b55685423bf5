import { whenKeyIsNeeded } from './api.js';
import { askForKey } from './key-prompt.js';
import { galleriesPage } from './pages/galleries.js';
import { healthPage } from './pages/health.js';
import { identifyPage } from './pages/identify.js';
import { identitiesPage } from './pages/identities.js';
import { identityPage } from './pages/identity.js';
import { inboxPage } from './pages/inbox.js';
import { jobsPage } from './pages/jobs.js';
import { keysPage } from './pages/keys.js';
import { thresholdPage } from './pages/threshold.js';
import { Router } from './router.js';

whenKeyIsNeeded(askForKey);

/* Beside the places for files a browser opens what is dropped, and the page is gone. */
for (const type of ['dragover', 'drop']) {
  window.addEventListener(type, event => event.dataTransfer.types.includes('Files') && event.preventDefault());
}

const content = document.getElementById('content');

new Router(content, [
  ['/', galleriesPage],
  ['/galleries/:gallery', identitiesPage],
  ['/galleries/:gallery/identify', identifyPage],
  ['/galleries/:gallery/threshold', thresholdPage],
  ['/galleries/:gallery/health', healthPage],
  ['/galleries/:gallery/inbox', inboxPage],
  ['/galleries/:gallery/identities/:identity', identityPage],
  ['/jobs', jobsPage],
  ['/keys', keysPage],
]).show();

document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  content.focus();
});
