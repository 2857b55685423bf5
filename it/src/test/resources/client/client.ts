// Enrols and identifies with vectors, through a client that was generated from the API's document.
import createClient from 'openapi-fetch';
import type { paths } from './kith.js';

declare const process: { argv: string[]; exitCode: number };

const client = createClient<paths>({ baseUrl: process.argv[2] });
const gallery = 'generated';

async function identify(vector: number[]): Promise<string> {
  const { data, error } = await client.POST('/v1/galleries/{gallery}/identify', {
    params: { path: { gallery } },
    body: { vector, k: 2 },
  });
  if (error) {
    throw new Error(error.detail ?? error.title);
  }
  const [result] = data.results;
  return `${result.decision} ${result.identity} ${result.candidates.length}`;
}

const made = await client.PUT('/v1/galleries/{gallery}', {
  params: { path: { gallery } },
  body: { model: 'leaves', dimension: 3, threshold: 0.8 },
});
for (const [identity, vector] of [['oak', [1, 0, 0]], ['elm', [0, 1, 0]]] as const) {
  const path = { gallery, identity };
  await client.PUT('/v1/galleries/{gallery}/identities/{identity}', { params: { path }, body: { label: identity } });
  await client.POST('/v1/galleries/{gallery}/identities/{identity}/templates', { params: { path }, body: { vector: [...vector] } });
}
const refused = await client.GET('/v1/galleries/{gallery}', { params: { path: { gallery: 'nowhere' } } });

console.log(made.response.status);
console.log(await identify([0.9, 0.1, 0]));
console.log(await identify([0.1, 0.1, 0.9]));
console.log(refused.error?.type);
