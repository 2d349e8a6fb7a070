import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Browser, chromium, Page } from 'playwright-core';

export interface PageOptions {
  readonly width: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly javaScriptEnabled?: boolean;
}

export interface PageReader {
  /** Opens a page as a person does, from a file, and collects what the browser has to say against it. */
  withPage<T>(html: string, options: PageOptions, look: (page: Page) => Promise<T>): Promise<{ readonly seen: T; readonly complaints: readonly string[] }>;
}

const CHROMIUM = '/usr/bin/chromium';

/** Tests that need a browser: skipped where there is none. */
export function describeInBrowser(tests: (reader: PageReader) => void): void {
  const hasBrowser = fs.existsSync(CHROMIUM);
  (hasBrowser ? describe : describe.skip)(hasBrowser ? 'in a browser' : `skipped, for there is no ${CHROMIUM}: in a browser`, () => {
    let browser: Browser;
    let folder: string;

    beforeAll(async () => {
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'report-html-'));
      browser = await chromium.launch({
        executablePath: CHROMIUM,
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
      });
    });

    afterAll(async () => {
      await browser?.close();
      fs.rmSync(folder, { recursive: true });
    });

    tests({
      withPage: async (html, options, look) => {
        const file = path.join(folder, 'report.html');
        fs.writeFileSync(file, html);
        const page = await browser.newPage({ viewport: { width: options.width, height: 800 }, colorScheme: options.colorScheme, javaScriptEnabled: options.javaScriptEnabled });
        const complaints: string[] = [];
        page.on('console', (message) => complaints.push(message.text()));
        page.on('pageerror', (error) => complaints.push(error.message));
        page.on('dialog', (dialog) => complaints.push(dialog.message()));
        page.on('request', (request) => complaints.push(...request.url() === pathToFileURL(file).href ? [] : [request.url()]));
        try {
          await page.goto(pathToFileURL(file).href);
          return { seen: await look(page), complaints };
        } finally {
          await page.close();
        }
      },
    });
  });
}

/** What stands out of a page on the right. */
export function beyondEdge(page: Page, width: number, selector = 'body *'): Promise<string[]> {
  return page.locator(selector).evaluateAll(
    (elements, edge) => elements.filter((element) => element.getBoundingClientRect().right > edge).map(({ outerHTML }) => outerHTML.slice(0, 100)), width);
}

/** What of an element the probe below needs: the types of the browser are not those of the project. */
export interface PageElement {
  readonly tagName: string;
  readonly outerHTML: string;
  readonly parentElement: PageElement | null;
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly textContent: string | null }>;
  readonly ownerDocument: { readonly defaultView: { getComputedStyle(element: PageElement): { readonly color: string; readonly backgroundColor: string; readonly fill: string } } };
  querySelector(selector: string): PageElement | null;
}

/** The elements whose own text has less than 4.5 : 1 against what it stands on. Runs in the page. */
export function lowContrast(elements: readonly PageElement[]) {
  const styleOf = (element: PageElement) => element.ownerDocument.defaultView.getComputedStyle(element);
  const channels = (color: string): number[] => color.match(/[\d.]+/g)!.map(Number);
  const luminance = (color: string) => channels(color).slice(0, 3)
    .map((value) => value / 255).map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
  const groundOf = (element: PageElement): string => {
    const { backgroundColor } = styleOf(element);
    return channels(backgroundColor)[3] === 0 && element.parentElement ? groundOf(element.parentElement) : backgroundColor;
  };
  // The text of a picture stands on the box that it is grouped with.
  const colorsOf = (element: PageElement): string[] => element.tagName === 'text'
    ? [styleOf(element).fill, styleOf(element.parentElement!.querySelector('rect')!).fill] : [styleOf(element).color, groundOf(element)];
  return elements
    .filter(({ tagName, childNodes }) => tagName !== 'title' && [...childNodes].some(({ nodeType, textContent }) => nodeType === 3 && textContent!.trim() !== ''))
    .map((element) => {
      const [lighter, darker] = colorsOf(element).map(luminance).sort((a, b) => b - a);
      return { html: element.outerHTML.slice(0, 80), contrast: (lighter + 0.05) / (darker + 0.05) };
    })
    .filter(({ contrast }) => contrast < 4.5);
}
