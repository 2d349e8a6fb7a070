import { createHash } from 'node:crypto';
import escapeHtml from 'escape-html';
import { beyondEdge, describeInBrowser, lowContrast } from './in-browser';
import { EMPTY, manyPlaces, place, reachOf, THREE_TIERS, THREE_TIERS_TYPES } from './reach-reports';
import { MIXED, RULES } from './reports';
import { htmlReport } from '../../src/cli/report-html';
import { htmlReach } from '../../src/cli/report-reach-html';
import { ReachReport } from '../../src/reach/reach-report';

const pageOf = (reports: readonly ReachReport[]) => htmlReach(reports, new Date('2026-11-27T12:34:56Z'), (id) => THREE_TIERS_TYPES[id]);

/** A report whose every text is the given one. */
function everywhere(text: string): ReachReport {
  return reachOf([
    place(text, { type: text, path: [text, `${text}2`], actions: [text] }),
    place(`${text}3`, { type: text, path: [`${text}3`, `${text}2`], cuts: [{ at: text, kind: 'route', reason: text }, { at: text, kind: 'identity', reason: text }] }),
    place(`${text}4`, { type: text, unknowns: [text] }),
  ], { bucket: `${text}5`, assumptions: [text] });
}

const OPEN = reachOf([place('App', { path: ['App'] })], { bucket: 'Open', internet: { anonymous: 'reaches', anyAwsAccount: 'unknown' } });
const REPORTS: [string, ReachReport[]][] = [
  ['three places', [THREE_TIERS]],
  ['200 places', [manyPlaces(200)]],
  ['two buckets', [THREE_TIERS, OPEN]],
  ['no place', [EMPTY]],
  ['no bucket', []],
  ['very long names', [everywhere('x'.repeat(400))]],
  ['hostile names', [everywhere('"><img src=x onerror=alert(1)><script>alert(1)</script>')]],
];

describe('the text of the page', () => {
  const page = pageOf([THREE_TIERS]);

  test.each([
    'Who reaches ProdData',
    'AppInstance → AppSubnet → S3Endpoint → ProdData',
    'WebInstance → WebSubnet → WebNat ✕ ProdDataPolicy',
    '✕ cut: bucket policy, at ProdDataPolicy',
    '✕ also cut: identity, at WebRole',
    'statement 0 (OnlyEndpoint) denies s3:* where aws:SourceVpce is not S3Endpoint',
    'The parameter ReportRoleArn decides which role the function has.',
    'By gateway endpoint: <span class="mono">s3:GetObject, s3:ListBucket</span>',
    'perhaps <span class="mono">s3:GetObject</span>',
    'The account has no service control policy that denies Amazon S3.',
    '<time datetime="2026-11-27T12:34Z">2026-11-27 12:34 UTC</time>',
    '1 reaches, 1 unknown, 1 cut of 3 places',
  ])('has %s', (text) => {
    expect(page).toContain(text);
  });

  test('the picture names each hop with its type, and the cut in words', () => {
    const svg = /<svg[\s\S]*?<\/svg>/.exec(page)![0];
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(texts).toEqual(expect.arrayContaining(['AppInstance', 'AWS::EC2::Instance', 'AppSubnet', 'AWS::EC2::Subnet', 'S3Endpoint', 'AWS::EC2::VPCEndpoint', 'ProdData', 'AWS::S3::Bucket', '✕ cut: bucket policy', 'ProdDataPolicy', '? unknown']));
  });

  test('every place is in the tables, whatever the picture leaves out', () => {
    const many = manyPlaces(200);
    const tables = pageOf([many]).replace(/<svg[\s\S]*?<\/svg>/g, '');
    expect(many.places.filter(({ id }) => !tables.includes(`<span class="id">${id}</span>`))).toEqual([]);
  });

  test.each(REPORTS)('%s: nothing but its own style is allowed, and there is nothing else', (_, reports) => {
    const text = pageOf(reports);
    const style = /<style>([\s\S]*?)<\/style>/.exec(text)![1];
    const hash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
    expect(/Content-Security-Policy" content="([^"]*)"/.exec(text)![1]).toBe(`default-src 'none'; style-src ${escapeHtml(hash)}; base-uri 'none'; form-action 'none'`);
    expect(text.replace(style, '').match(/<script|<link|<img|<iframe|<foreignObject|<use|@import|url\(|\sstyle=|xlink/gi) ?? []).toEqual([]);
    expect(text.replace(/="[^"]*"/g, '=""').match(/<[^>]*\son\w+=/g) ?? []).toEqual([]);
    expect((text.match(/https?:[^"\s<]*/g) ?? []).every((address) => text.includes(`<a href="${address}"`))).toBe(true);
  });
});

describeInBrowser((browser) => {
  test.each(REPORTS.flatMap(([name, reports]) => [1280, 400].map((width): [string, number, ReachReport[]] => [name, width, reports])))('%s at %d px: nothing but a picture in its frame is wider than the page, nothing is asked for', async (_, width, reports) => {
    const { seen, complaints } = await browser.withPage(pageOf(reports), { width }, async (page) => {
      await page.locator('details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
      return {
        beyond: await beyondEdge(page, width, 'body *:not(svg, svg *)'),
        scrolls: await page.locator('html').evaluate(({ scrollWidth }) => scrollWidth) > width,
        isStyled: await page.locator('body').evaluate((body) => body.getBoundingClientRect().left) === 0,
      };
    });
    expect(seen).toEqual({ beyond: [], scrolls: false, isStyled: true });
    expect(complaints).toEqual([]);
  });

  test.each(REPORTS.flatMap(([name, reports]) => (['light', 'dark'] as const).map((scheme): [string, 'light' | 'dark', ReachReport[]] => [name, scheme, reports])))('%s, %s: all text has the contrast that WCAG AA asks for', async (_, colorScheme, reports) => {
    const { seen } = await browser.withPage(pageOf(reports), { width: 1280, colorScheme }, (page) => page.locator('body *').evaluateAll(lowContrast));
    expect(seen).toEqual([]);
  });

  test.each(REPORTS.filter(([name]) => name !== 'no bucket'))('%s at 400 px: the text of a picture has 11 px or more, and fits its box', async (_, reports) => {
    const { seen } = await browser.withPage(pageOf(reports), { width: 400 }, async (page) => {
      await page.locator('details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
      return page.locator('svg text').evaluateAll((texts) => texts.map((text) => {
        const [own, box] = [text.getBoundingClientRect(), text.parentElement!.querySelector('rect')!.getBoundingClientRect()];
        const scale = own.width / (text as any).getBBox().width;
        return {
          text: text.textContent,
          size: parseFloat((globalThis as any).getComputedStyle(text).fontSize) * scale,
          fits: own.left >= box.left && own.right <= box.right && own.top >= box.top && own.bottom <= box.bottom,
        };
      }).filter(({ size, fits }) => !(size >= 10.99) || !fits));
    });
    expect(seen).toEqual([]);
  });

  test.each([1280, 400])('the report of check at %d px shows the same picture, and its filter leaves it alone', async (width) => {
    const text = htmlReport(MIXED, RULES, { rules: 'level BASELINE', date: new Date(0), reach: [THREE_TIERS] });
    const { seen, complaints } = await browser.withPage(text, { width, colorScheme: 'dark' }, async (page) => {
      await page.check('#only-error');
      await page.locator('#search').fill('no finding has these words');
      return {
        nodes: await page.locator('.paths .node:visible').count(),
        cards: await page.locator('.card:visible').count(),
        beyond: await beyondEdge(page, width, 'body *:not(svg, svg *)'),
        low: await page.locator('.reach *').evaluateAll(lowContrast),
      };
    });
    expect(seen).toEqual({ nodes: 13, cards: 0, beyond: [], low: [] });
    expect(complaints).toEqual([]);
  });

  test('headings go down by one level at a time', async () => {
    const { seen } = await browser.withPage(pageOf([THREE_TIERS, OPEN]), { width: 1280 }, (page) => page.locator('h1, h2, h3').evaluateAll((all) => all.map(({ tagName }) => Number(tagName[1]))));
    expect(seen[0]).toBe(1);
    expect(seen.slice(1).every((level, i) => level <= seen[i] + 1)).toBe(true);
  });

  test('a picture is worked by the keyboard, and has a name', async () => {
    const { seen } = await browser.withPage(pageOf([THREE_TIERS]), { width: 400 }, async (page) => {
      await page.locator('.scroll').focus();
      await page.keyboard.press('ArrowRight');
      await page.waitForFunction('document.querySelector(".scroll").scrollLeft > 0');
      return page.getByRole('img', { name: 'Paths to bucket ProdData. The tables below say the same.' }).count();
    });
    expect(seen).toBe(1);
  });
});
