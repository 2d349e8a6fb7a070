import escapeHtml from 'escape-html';
import { Page } from 'playwright-core';
import { beyondEdge, describeInBrowser, lowContrast, PageElement, PageOptions } from './in-browser';
import { CLEAN, finding, MIXED, report, RULES } from './reports';
import { htmlReport as htmlReportOf } from '../../src/cli/report-html';
import { SCRIPT } from '../../src/cli/report-html-script';
import { RuleText } from '../../src/cli/report-rule';
import { CheckReport } from '../../src/rules/finding';

const MADE = { rules: 'level BASELINE', date: new Date('2026-10-01T12:34:56Z') };
const htmlReport = (given: CheckReport, rules: readonly RuleText[]) => htmlReportOf(given, rules, MADE);
const LONG = 'x'.repeat(400);
const UNREAD = report([], { templates: 0, buckets: 0 }, MIXED.errors);

/** A report whose every text is the given one, so that each shows what it does with it. */
function everywhere(text: string): [CheckReport, RuleText[]] {
  const hostile = finding(text, {
    template: text,
    logicalId: text,
    constructPath: text,
    path: text,
    message: text,
    fix: text,
    evidence: {
      id: text,
      path: text,
      request: { principal: { AWS: text }, action: text, resource: text, context: { [text]: text, other: [text, text] } },
      statement: { index: 0, sid: text },
    },
  });
  const rule = { ...RULES[0], id: text, title: text, why: text, fix: text, controls: { securityHub: [text], cis: [text], config: [text] } };
  return [report([hostile, { ...hostile, path: null, template: `${text}2`, rule: 'R' }], {}, [{ template: text, message: text }]), [rule]];
}

describe('the text of the report', () => {
  const page = htmlReport(MIXED, RULES);

  test.each([
    ['the summary', '6 violations in 5 buckets'],
    ['a template', 'cdk.out/Orders.template.json'],
    ['a bucket', 'OrdersBucket4B3D9A21'],
    ['a bucket by its construct', '<h3>Production/Uploads/Bucket <span class="kind">UploadsBucket, '],
    ['the rules that were applied', 'Rules: level BASELINE.'],
    ['the date', '<time datetime="2026-10-01T12:34Z">2026-10-01 12:34 UTC</time>'],
    ['what is about no bucket', 'No bucket of this template'],
    ['the title of a rule', 'the bucket policy is not public'],
    ['a message', 'allows any principal, and no condition restricts the caller'],
    ['why', RULES[1].why],
    ['the fix', 'name the principals, or add a condition'],
    ['the request', 'arn:aws:s3:::orders-production-eu-central-1-111122223333/exports/'],
    ['the controls', 'AWS Config s3-bucket-public-read-prohibited'],
    ['the article about a rule', 'RULES.md#hardenedbucket-policynotpublic"'],
    ['the level of a rule', 'level STRICT'],
    ['what could not be read', 'cdk.out/Broken.template.json'],
    ['the whole summary', '4 errors, 2 warnings, 1 unknown, 3 suppressed in 5 buckets of 3 templates; 1 input could not be read'],
  ])('has %s', (_, text) => {
    expect(page).toContain(/[<>]/.test(text) ? text : escapeHtml(text).replace('&quot;', '"'));
  });

  test('a rule that is broken twice on a bucket is explained once', () => {
    expect(page.split(escapeHtml(RULES[0].why))).toHaveLength(2);
    expect(page.match(/has (BlockPublicAcls|RestrictPublicBuckets) off/g)).toHaveLength(2);
  });

  test.each([
    ['clean', CLEAN, 'No findings: every rule holds for every bucket.'],
    ['nothing read', UNREAD, 'No findings, but there is no bucket in what could be read.'],
  ])('an empty report says that it is empty: %s', (_, given, text) => {
    expect(htmlReport(given, RULES)).toContain(text);
  });

  test('it has no script but its own, and no address but links', () => {
    expect(page.split(`<script>${SCRIPT}</script>`)).toHaveLength(2);
    expect(page.replace(SCRIPT, '').replace('<script></script>', '')).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\bon\w+=|\bstyle=/i);
    expect(page.match(/https?:[^"\s]*/g)!.every((address) => page.includes(`<a href="${address}"`) || page.includes(`<a class="mono" href="${address}"`))).toBe(true);
  });
});

test.each([
  ['a tag', '<img src=x onerror=alert(1)>'],
  ['the end of an attribute', '"><script>alert(1)</script>'],
  ['the end of an attribute in single quotes', '\' onmouseover=\'alert(1)'],
  ['the end of an element', '</style></title></code><svg onload=alert(1)>'],
  ['a comment', '<!--'],
  ['an entity', '&lt;b&gt;&#60;'],
  ['a template literal', '${1}`'],
])('%s in any text changes nothing but that text', (_, hostile) => {
  const neutral = (text: string) => [encodeURIComponent(text.toLowerCase()), text].reduce((page, found) => page.replaceAll(escapeHtml(found), 'NEUTRAL'), htmlReport(...everywhere(text)));
  expect(neutral(hostile)).toBe(neutral('zzz'));
});

test('marks that turn the direction of text, and control characters, are spelled out', () => {
  expect(htmlReport(report([finding('R', { message: 'a\u202Eb\u0000' })]), [])).toContain('a\\u{202e}b\\u{0}');
});

describeInBrowser((browser) => {
  const withReport = <T>([given, rules]: [CheckReport, readonly RuleText[]], options: PageOptions, look: (page: Page) => Promise<T>) =>
    browser.withPage(htmlReport(given, rules), options, look);

  const REPORTS: [string, [CheckReport, readonly RuleText[]]][] = [
    ['mixed', [MIXED, RULES]],
    ['clean', [CLEAN, RULES]],
    ['unread', [UNREAD, RULES]],
    ['with very long names', everywhere(LONG)],
    ['with hostile names', everywhere('"><img src=x onerror=alert(1)><script>alert(1)</script>')],
  ];

  test.each(REPORTS.flatMap(([name, given]) => [1280, 400].map((width): [string, number, typeof given] => [name, width, given])))('%s at %d px: nothing overflows, nothing is asked for', async (_, width, given) => {
    const { seen, complaints } = await withReport(given, { width }, async (page) => ({
      beyond: await beyondEdge(page, width),
      scrolls: await page.locator('html').evaluate(({ scrollWidth }) => scrollWidth) > width,
      isStyled: await page.locator('body').evaluate((body) => body.getBoundingClientRect().left) === 0,
    }));
    expect(seen).toEqual({ beyond: [], scrolls: false, isStyled: true });
    expect(complaints).toEqual([]);
  });

  test.each(REPORTS.slice(0, 3).flatMap(([name, given]) => (['light', 'dark'] as const).map((scheme): [string, 'light' | 'dark', typeof given] => [name, scheme, given])))('%s, %s: all text has the contrast that WCAG AA asks for', async (_, colorScheme, given) => {
    const { seen } = await withReport(given, { width: 1280, colorScheme }, (page) => page.locator('body *').evaluateAll(lowContrast));
    expect(seen).toEqual([]);
  });

  test('headings go down by one level at a time', async () => {
    const { seen } = await withReport([MIXED, RULES], { width: 1280 }, (page) =>
      page.locator('h1, h2, h3, h4').evaluateAll((headings) => headings.map(({ tagName }) => Number(tagName[1]))));
    expect(seen[0]).toBe(1);
    expect(seen.slice(1).every((level, i) => level <= seen[i] + 1)).toBe(true);
  });

  test.each([['error', 3], ['warning', 2], ['unknown', 1]])('the filter shows only what is of weight %s, without a script', async (weight, count) => {
    const { seen } = await withReport([MIXED, RULES], { width: 400 }, async (page) => {
      await page.check(`#only-${weight}`);
      return page.locator('.card:visible').evaluateAll((cards) => cards.map(({ className }) => className));
    });
    expect(seen).toEqual(Array.from({ length: count }, () => `card ${weight}`));
  });

  /** What of the report is to be seen: its cards by rule and bucket, and the count. */
  const shown = (page: Page) => page.locator('body').evaluate((body: PageElement & { querySelectorAll(selector: string): Iterable<{ innerText: string; checkVisibility(): boolean }> }) => {
    const texts = (selector: string) => [...body.querySelectorAll(selector)].filter((element) => element.checkVisibility()).map(({ innerText }) => innerText);
    return { rules: texts('.card .about a').map((id) => id.replace('HardenedBucket-', '')), buckets: texts('.bucket h3').map((text) => text.split(/\s/)[0]), templates: texts('.template').length, says: texts('#shown')[0] };
  });
  const EVERYTHING = {
    rules: ['PolicyNotPublic', 'Versioning', 'KmsEncryption', 'BlockPublicAccess', 'Versioning', 'PolicyNotPublic'],
    buckets: ['OrdersBucket4B3D9A21', 'Production/Uploads/Bucket', 'No'],
    templates: 2,
    says: 'Showing all 7 findings.',
  };

  test.each<[string, { search?: string; weight?: string }, Awaited<ReturnType<typeof shown>>]>([
    ['nothing', {}, EVERYTHING],
    ['a rule', { search: 'blockpublicaccess' }, { rules: ['BlockPublicAccess'], buckets: ['Production/Uploads/Bucket'], templates: 1, says: 'Showing 2 of 7 findings.' }],
    ['a bucket, by its construct', { search: 'Production/Uploads' }, { rules: ['BlockPublicAccess', 'Versioning'], buckets: ['Production/Uploads/Bucket'], templates: 1, says: 'Showing 3 of 7 findings.' }],
    ['a bucket, by its logical id', { search: 'ordersbucket4b3d9a21' }, { rules: ['PolicyNotPublic', 'Versioning', 'KmsEncryption'], buckets: ['OrdersBucket4B3D9A21'], templates: 1, says: 'Showing 3 of 7 findings.' }],
    ['several words', { search: ' security  uploads s3.14 ' }, { rules: ['Versioning'], buckets: ['Production/Uploads/Bucket'], templates: 1, says: 'Showing 1 of 7 findings.' }],
    ['what is nowhere', { search: 'xyzzy' }, { rules: [], buckets: [], templates: 0, says: 'Showing 0 of 7 findings.' }],
    ['what is in no pattern', { search: '.*[' }, { rules: [], buckets: [], templates: 0, says: 'Showing 0 of 7 findings.' }],
    ['a severity', { weight: 'warning' }, { rules: ['Versioning', 'Versioning'], buckets: ['OrdersBucket4B3D9A21', 'Production/Uploads/Bucket'], templates: 2, says: 'Showing 2 of 7 findings.' }],
    ['a severity and words', { weight: 'warning', search: 'uploads' }, { rules: ['Versioning'], buckets: ['Production/Uploads/Bucket'], templates: 1, says: 'Showing 1 of 7 findings.' }],
  ])('filtered by %s', async (_, { search, weight = 'all' }, expected) => {
    const { seen } = await withReport([MIXED, RULES], { width: 400 }, async (page) => {
      await page.locator('#search').fill(search ?? '');
      await page.check(`#only-${weight}`);
      return shown(page);
    });
    expect(seen).toEqual(expected);
  });

  test('without a script everything is shown but what needs one', async () => {
    const { seen } = await withReport([MIXED, RULES], { width: 400, javaScriptEnabled: false }, async (page) => ({
      cards: await page.locator('.card:visible').count(), search: await page.locator('#search').isVisible(), buttons: await page.locator('button:visible').count(),
    }));
    expect(seen).toEqual({ cards: 6, search: false, buttons: 0 });
  });

  test('the index names each rule once, the heaviest first, and leads to each of its places', async () => {
    const { seen } = await withReport([MIXED, RULES], { width: 400 }, async (page) => {
      const rules = await page.locator('.rules summary .mono').allInnerTexts();
      const links = await page.locator('.rules a').evaluateAll((all) => all.map((link) => link.getAttribute('href')!));
      const found = await Promise.all(links.map((link) => page.locator(`article${link}`).count()));
      return { rules, found };
    });
    expect(seen).toEqual({ rules: ['PolicyNotPublic', 'BlockPublicAccess', 'Versioning', 'KmsEncryption'].map((id) => `HardenedBucket-${id}`), found: [1, 1, 1, 1, 1, 1] });
  });

  test('the index is worked by the keyboard, and what it leads to is shown, whatever the filter', async () => {
    const { seen } = await withReport([MIXED, RULES], { width: 1280 }, async (page) => {
      await page.locator('#search').fill('uploads');
      await page.locator('.rules summary').first().focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      return { ...await shown(page), target: await page.locator('.card:target .about a').innerText() };
    });
    expect(seen).toEqual({ ...EVERYTHING, target: 'HardenedBucket-PolicyNotPublic' });
  });

  test.each([['by the clipboard', false], ['where the browser keeps the clipboard closed', true]])('a button copies the fix to the letter: %s', async (_, isClosed) => {
    const fix = 'Properties:\n  Name: "<b>&amp;"';
    const { seen } = await withReport([report([finding('R', { fix })]), RULES], { width: 400 }, async (page) => {
      await page.context().grantPermissions(isClosed ? [] : ['clipboard-read', 'clipboard-write']);
      if (isClosed) {
        await page.evaluate('navigator.clipboard.writeText = () => Promise.reject(new Error("closed"))');
      }
      const button = page.getByRole('button', { name: 'Copy the fix of R for OrdersBucket4B3D9A21' });
      await button.focus();
      await page.keyboard.press('Enter');
      await page.locator('#copied', { hasText: 'The fix is copied.' }).waitFor({ state: 'attached' });
      const said = await button.innerText();
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      return { said, copied: await page.evaluate('navigator.clipboard.readText()') };
    });
    expect(seen).toEqual({ said: 'Copied', copied: fix });
  });

  test('on paper the filter is gone', async () => {
    const { seen } = await withReport([MIXED, RULES], { width: 1280 }, async (page) => {
      await page.emulateMedia({ media: 'print' });
      return page.locator('.filter').isVisible();
    });
    expect(seen).toBe(false);
  });
});
