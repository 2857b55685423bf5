import { get, path, send } from './api.js';
import { confirmed, dialog } from './dialog.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { keptImage, onceSeen } from './kept-image.js';
import { notice } from './notice.js';
import { to } from './router.js';
import { cosine, whole } from './words.js';

/**
 * What a calibration found that looks like an error, each with what mends it, and with the images where the gallery keeps them: who sees
 * both knows more than their cosine tells.
 *
 * @param {{name: string, keepImages: boolean}} gallery
 * @param {{lookAlikes: Object[], misplaced: Object[], odd: Object[]}} found
 * @param {() => void} mended called when something was mended
 * @param {AbortSignal} signal of the page that they are on
 * @returns {HTMLElement}
 */
export function suspects({ name: gallery, keepImages }, { lookAlikes, misplaced, odd }, mended, signal) {
  return h('div.findings', {},
    finding('Look-alikes', lookAlikes, 'No two identities look like one subject.',
      'Pairs that look like one subject: twins, or one subject enrolled twice.',
      it => [pictures({ identity: it.first }, { identity: it.second }),
        h('span.who', {}, h('span', {}, link(it.first), ' and ', link(it.second)), likeness(it.cosine)),
        h('span.row', {}, action(`Merge ${it.first} and ${it.second}`, 'Merge', () => merge(it)),
          action(`${it.first} and ${it.second} are two subjects`, 'Distinct', () => distinguish(it)))]),
    finding('Misplaced images', misplaced, 'No image looks like another identity’s.',
      'Images that look like another identity, and not like their own.',
      it => [pictures({ identity: it.identity, template: it.template }, { identity: it.resembles }),
        h('span.who', {}, h('span', {}, link(it.identity), ' has one that looks like ', link(it.resembles)), likeness(it.cosine)),
        action(`Move it from ${it.identity} to ${it.resembles}`, 'Move', () => move(it))]),
    finding('Odd images', odd, 'No image stands apart from the rest of its identity.',
      'Images that look neither like the rest of their identity nor like another: often a bad photograph.',
      it => [pictures({ identity: it.identity, template: it.template }, { identity: it.identity, besides: it.template }),
        h('span.who', {}, h('span', {}, link(it.identity), ' has one unlike its others'), likeness(it.cosine)),
        action(`Delete the odd image of ${it.identity}`, 'Delete', () => remove(it))]));

  function link(identity) {
    return h('a', { href: to('galleries', gallery, 'identities', identity) }, identity);
  }

  function pictures(...ofThese) {
    return keepImages && h('span.pictures', {}, ofThese.map(picture));
  }

  /* Of this template, or of any of the identity's besides another. */
  function picture({ identity, template, besides }) {
    const frame = h('span.kept', {});
    onceSeen(frame, async () => {
      const shown = template ?? await anyKept(identity, besides);
      if (shown) {
        keptImage(frame, { gallery, identity, template: shown, alt: `An image of ${identity}`, signal });
      }
    });
    return frame;
  }

  async function anyKept(identity, besides) {
    const { templates } = await get(path('galleries', gallery, 'identities', identity), signal);
    return templates.find(it => it.image && it.id !== besides)?.id;
  }

  async function merge({ first, second }) {
    const kept = await dialog({
      title: 'Merge two identities',
      content: [h('p', {}, 'One identity gets the images of both; the other is deleted.'),
        h('fieldset.choices', {}, h('legend', {}, 'Keep'), [first, second].map((identity, at) => h('label.choice', {},
          h('input', { type: 'radio', name: 'kept', value: identity, checked: at === 0 }), h('strong', {}, identity))))],
      action: 'Merge',
      submit: async form => {
        const keep = new FormData(form).get('kept');
        await send('POST', path('galleries', gallery, 'identities', keep, 'merge'), { json: { identities: [keep === first ? second : first] } });
        return keep;
      },
    });
    if (kept) {
      notice(`Merged into ${kept}`);
      mended();
    }
  }

  async function distinguish({ first, second }) {
    const done = await dialog({
      title: 'Two subjects',
      content: h('p', {}, `${first} and ${second} look alike and are two subjects. They are not reported any more.`),
      action: 'They are two',
      submit: async () => {
        await send('PUT', path('galleries', gallery, 'identities', first, 'distinct', second));
        return true;
      },
    });
    if (done) {
      notice(`${first} and ${second} are two subjects`);
      mended();
    }
  }

  async function move({ template, identity, resembles }) {
    const done = await dialog({
      title: 'Move an image',
      content: h('p', {}, `An image of ${identity} becomes one of ${resembles}. ${identity} keeps its others.`),
      action: 'Move',
      submit: () => send('POST', path('galleries', gallery, 'identities', identity, 'move'), { json: { templates: [template], to: resembles } }),
    });
    if (done) {
      notice(`Moved to ${resembles}`);
      mended();
    }
  }

  async function remove({ template, identity }) {
    const done = await confirmed({
      title: 'Delete an image',
      text: `${identity} keeps its others. The image has to be enrolled again to get it back.`,
      action: 'Delete image',
      submit: () => send('DELETE', path('galleries', gallery, 'identities', identity, 'templates', template)),
    });
    if (done) {
      notice('The image was deleted');
      mended();
    }
  }
}

function finding(title, items, none, some, line) {
  return h(items.length ? 'section.card.found' : 'section.card', {},
    h('h2.with-icon', {}, icon(items.length ? 'warning' : 'check'), `${title}: ${items.length ? whole(items.length) : 'none'}`),
    h('p.quiet', {}, items.length ? some : none),
    items.length ? h('ul.rows.scrolling', { tabindex: 0, 'aria-label': title }, items.map(it => h('li', {}, line(it)))) : null);
}

function likeness(value) {
  return h('span.hint', {}, `cosine ${cosine(value)}`);
}

function action(description, name, act) {
  return h('button.button.small', { type: 'button', 'aria-label': description, onclick: act }, name);
}
