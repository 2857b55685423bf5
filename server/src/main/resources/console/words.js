/** Numbers, rates and times as people say them. */

const WHOLE = new Intl.NumberFormat('en');
const UNITS = [['year', 31557600], ['month', 2629800], ['day', 86400], ['hour', 3600], ['minute', 60]];
const AGO = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** {@code 1,234}. */
export function whole(number) {
  return WHOLE.format(number);
}

/** {@code 1 identity}, {@code 2 identities}. */
export function counted(number, one, many = one + 's') {
  return `${whole(number)} ${number === 1 ? one : many}`;
}

/** A cosine with three decimals, as it was written by the same hand everywhere. */
export function cosine(value) {
  return value === null || value === undefined ? '–' : value.toFixed(3).replace('-', '−');
}

/** How many of a thousand, or of as many as it takes to see one. */
export function ofThousand(rate) {
  if (rate * 1000 >= 0.95 || rate === 0) {
    return `${whole(Math.round(rate * 1000))} of 1,000`;
  }
  const base = 10 ** Math.ceil(-Math.log10(rate));
  return `${whole(Math.round(rate * base))} of ${whole(base)}`;
}

/** A rate as {@code 1 in 100}; a common one as {@code 66 %}. */
export function oneIn(rate) {
  return rate > 0.2 ? percent(rate) : rate <= 0 ? 'none' : `1 in ${whole(Number((1 / rate).toPrecision(2)))}`;
}

/** A rate as {@code 1.2 %}. */
export function percent(rate) {
  const value = rate * 100;
  return `${value >= 10 ? Math.round(value) : Number(value.toPrecision(2))} %`;
}

/** {@code 3 hours ago}. */
export function ago(time) {
  const seconds = (Date.parse(time) - Date.now()) / 1000;
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) {
      return AGO.format(Math.round(seconds / length), unit);
    }
  }
  return 'just now';
}

/** A time in the reader's own zone. */
export function moment(time) {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));
}

/** Up to two letters for whom there is no picture. */
export function monogram(name) {
  const words = name.split(/[\s_-]+/).filter(word => /[\p{L}\p{N}]/u.test(word));
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0] ?? name];
  return letters.map(word => [...word][0] ?? '').join('').toUpperCase();
}

/** An id made from a name: {@code Ada Lovelace} to {@code ada-lovelace}; empty when no letter is left. */
export function idFrom(name) {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 60);
}

/** Where a threshold comes from. */
export function source(name) {
  return {
    request: 'given in the request',
    gallery: 'set for this gallery',
    calibration: 'measured on this gallery',
    'model card': 'the model’s usual one',
  }[name] ?? name ?? 'not set';
}
