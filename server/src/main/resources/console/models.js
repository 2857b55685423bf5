import { get } from './api.js';

/** The models there are. */
export async function models(signal) {
  return (await get('/v1/models', signal)).models;
}

/**
 * What images a gallery takes: {@code drawing}, {@code subjects}, {@code image}; or null for vectors of a model that runs elsewhere.
 */
export async function inputOf(gallery, signal) {
  const model = (await models(signal)).find(it => it.name === gallery.model.name);
  return model ? model.input : null;
}
