/* The API's document in Swagger UI, which asks with the key that the console keeps for this tab. */

import { exchange, keyHeader, whenKeyIsNeeded } from '/console/api.js';
import { fill } from '/console/dom.js';
import { askForKey } from '/console/key-prompt.js';
import { failure } from '/console/notice.js';

const DOCUMENT = '/openapi/kith.yml';

whenKeyIsNeeded(askForKey);

const content = document.getElementById('content');
const dark = matchMedia('(prefers-color-scheme: dark)');
const theme = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
theme();
dark.addEventListener('change', theme);

try {
  await exchange('GET', DOCUMENT, { headers: { Accept: '*/*' } });
  SwaggerUIBundle({
    url: DOCUMENT,
    domNode: content,
    deepLinking: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
    requestInterceptor: request => {
      Object.assign(request.headers, keyHeader());
      return request;
    },
  });
} catch (problem) {
  fill(content, failure(problem));
}
