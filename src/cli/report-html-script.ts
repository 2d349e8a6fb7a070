/**
 * What the HTML report does beyond showing: it searches, counts what is shown, opens what a link leads to, and copies fixes.
 *
 * It is the same text in every report, so that the hash in the policy of the page allows it and nothing else. Without it the report
 * shows everything.
 */
export const SCRIPT = `
(() => {
  'use strict';
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const search = byId('search');
  const shown = byId('shown');
  const status = byId('copied');
  const cards = all('.card').map((card) => ({
    card,
    weight: card.dataset.weight,
    findings: all('.found > li', card).length,
    text: [...all('h2', card.closest('.template')), ...all('h3', card.closest('.bucket')), card].map(({ textContent }) => textContent).join(' ').toLowerCase(),
  }));
  const total = cards.reduce((sum, { findings }) => sum + findings, 0);

  const filter = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
    const weight = document.querySelector('input[name=show]:checked')?.value ?? '';
    let count = 0;
    for (const { card, weight: own, findings, text } of cards) {
      card.hidden = (weight !== '' && own !== weight) || !words.every((word) => text.includes(word));
      count += card.hidden ? 0 : findings;
    }
    for (const section of [...all('.bucket'), ...all('.template')]) {
      section.hidden = section.querySelector('.card:not([hidden])') === null;
    }
    shown.textContent = 'Showing ' + (count === total ? 'all ' : count + ' of ') + total + (total === 1 ? ' finding.' : ' findings.');
  };

  const reset = () => {
    search.value = '';
    const everything = byId('only-all');
    if (everything) {
      everything.checked = true;
    }
    filter();
  };

  const selectAndCopy = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return document.execCommand('copy');
  };

  const copy = async (button) => {
    const code = button.closest('.repair').querySelector('code');
    let copied;
    try {
      await navigator.clipboard.writeText(code.textContent);
      copied = true;
    } catch {
      copied = selectAndCopy(code);
    }
    button.textContent = copied ? 'Copied' : 'Selected';
    status.textContent = copied ? 'The fix is copied.' : 'The fix is selected: copy it with your keyboard.';
    setTimeout(() => {
      button.textContent = 'Copy';
      status.textContent = '';
    }, 2000);
  };

  document.addEventListener('click', ({ target }) => {
    const button = target.closest('button.copy');
    if (button) {
      copy(button);
      return;
    }
    const link = target.closest('nav a[href^="#"]');
    if (link && byId(link.getAttribute('href').slice(1))?.closest('[hidden]')) {
      reset();
    }
  });

  if (search) {
    search.addEventListener('input', filter);
    all('input[name=show]').forEach((choice) => choice.addEventListener('change', filter));
    // A page that the browser brings back has the filter that it had.
    addEventListener('pageshow', filter);
    filter();
  }
  all('.find, .shown, button.copy').forEach((element) => { element.hidden = false; });
})();
`;
