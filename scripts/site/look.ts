import * as fs from 'node:fs';
import * as path from 'node:path';
import { chromium, Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const SAMPLE = ['index.html', 'perimeters.html', 'existing-buckets.html', 'rules/index.html', 'rules/TlsOnly.html', 'api/HardenedBucketProps.html', 's3-actions.html'];
const WIDTHS = [1280, 400];

/**
 * Looks at the site from its folder: no page is wider than the window, the search finds a rule, and dark mode is dark. Takes a picture of
 * each page.
 *
 * @throws if one of these does not hold
 */
export async function look(html: string, screenshots: string): Promise<void> {
  if (!fs.existsSync(CHROMIUM)) {
    console.log('No browser: the site was not looked at.');
    return;
  }
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--allow-file-access-from-files'] });
  try {
    const problems: string[] = [];
    for (const width of WIDTHS) {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      page.on('pageerror', (error) => problems.push(`${page.url()} at ${width}: ${error.message}`));
      for (const file of SAMPLE) {
        await page.goto(`file://${path.join(html, file)}`);
        const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth') as number;
        if (overflow > 0) {
          problems.push(`${file} is ${overflow} pixels wider than a window of ${width}`);
        }
        await page.screenshot({ path: path.join(screenshots, `${file.replace(/\W/g, '-')}-${width}.png`) });
      }
      problems.push(...await searchProblems(page, html, screenshots, width));
      await page.close();
    }
    problems.push(...await darkProblems(await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }), html, screenshots));
    if (problems.length > 0) {
      throw new Error(`the site does not look right:\n${problems.join('\n')}`);
    }
    console.log(`looked at ${SAMPLE.length} pages at ${WIDTHS.join(' and ')} pixels, search and dark mode: .site/screenshots`);
  } finally {
    await browser.close();
  }
}

async function searchProblems(page: Page, html: string, screenshots: string, width: number): Promise<string[]> {
  await page.goto(`file://${path.join(html, 'index.html')}`);
  if (width < 600) {
    await page.click('label.md-header__button[for=__search]');
  }
  await page.fill('input.md-search__input', 'TlsOnly');
  await page.waitForTimeout(1500);
  const found = await page.evaluate('[...document.querySelectorAll(".md-search-result__link")].map((link) => link.getAttribute("href"))') as string[];
  await page.screenshot({ path: path.join(screenshots, `search-${width}.png`) });
  return found.some((href) => href.includes('rules/TlsOnly')) ? [] : [`the search at ${width} does not find the rule TlsOnly, but ${found.slice(0, 3).join(', ') || 'nothing'}`];
}

async function darkProblems(page: Page, html: string, screenshots: string): Promise<string[]> {
  await page.goto(`file://${path.join(html, 'index.html')}`);
  await page.waitForTimeout(300);
  const scheme = await page.getAttribute('body', 'data-md-color-scheme');
  await page.screenshot({ path: path.join(screenshots, 'dark-1280.png') });
  return scheme === 'slate' ? [] : [`a window that prefers dark has the scheme ${String(scheme)}`];
}
