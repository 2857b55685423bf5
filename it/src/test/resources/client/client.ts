// Enrols, identifies, changes, exports and rebuilds, through a client that was generated from the API's document.
import createClient from 'openapi-fetch';
import type { components, paths } from './kith.js';

declare const process: { argv: string[]; exitCode: number };
declare const Buffer: { from(bytes: ArrayBufferLike): { toString(encoding: string): string } };

const client = createClient<paths>({ baseUrl: process.argv[2] });
const gallery = 'generated';

async function identify(vector: number[] | string): Promise<string> {
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

async function rebuild(): Promise<string> {
  const { data: started } = await client.POST('/v1/galleries/{gallery}/rebuild', {
    params: { path: { gallery } },
    body: {},
  });
  let job = started;
  while (job && (job.state === 'waiting' || job.state === 'running')) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    ({ data: job } = await client.GET('/v1/jobs/{job}', { params: { path: { job: job.id } } }));
  }
  return `${job?.state} ${Object.keys(job?.result ?? {}).includes('gates')}`;
}

async function exported(): Promise<components['schemas']['BulkLine'][]> {
  const { data } = await client.GET('/v1/galleries/{gallery}/export', {
    params: { path: { gallery } },
    parseAs: 'text',
  });
  return (data ?? '').trim().split('\n').map((line) => JSON.parse(line));
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

const patched = await client.PATCH('/v1/galleries/{gallery}/identities/{identity}', {
  params: { path: { gallery, identity: 'oak' } },
  body: { label: 'Old oak' },
});
const lines = await exported();

console.log(made.response.status);
console.log(await identify([0.9, 0.1, 0]));
console.log(await identify([0.1, 0.1, 0.9]));
console.log(await identify(Buffer.from(new Float32Array([0.9, 0.1, 0]).buffer).toString('base64')));
console.log(refused.error?.type);
console.log(patched.data?.label);
console.log(lines.map((line) => `${line.identity} ${line.vector?.length} ${line.image}`).sort().join());
console.log(await rebuild());
