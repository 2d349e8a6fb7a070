import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { look } from './look';
import { NAVIGATION } from './navigation';
import { pagesOfSite, shortName } from './pages';
import { CATALOG_BY_TOPIC } from '../../src/rules/catalog';

const ROOT = path.join(__dirname, '..', '..');
const SITE = path.join(ROOT, '.site');

/** Exact: each version has other warnings. The offline plugin of Material makes the search work from a folder. */
const GENERATOR = ['mkdocs==1.6.1', 'mkdocs-material==9.8.2'];

function titleOf(markdown: string): string {
  return /^# (.*?)(?: <a .*)?$/m.exec(markdown)?.[1] ?? '';
}

/** The settings of the generator: warnings fail, and a link or an anchor that leads nowhere is a warning. */
function settings(pages: ReadonlyMap<string, string>): object {
  const titled = (file: string) => ({ [titleOf(pages.get(file)!)]: file });
  const api = [...pages.keys()].filter((file) => /^api\/(?!index)/.test(file)).sort();
  return {
    site_name: 'cdk-hardened-bucket',
    site_description: 'An S3 bucket for the AWS CDK with every guard on, and a synth that fails when a guard is removed.',
    repo_url: 'https://github.com/cdk-hardened-bucket/cdk-hardened-bucket',
    docs_dir: 'pages',
    site_dir: 'html',
    use_directory_urls: false,
    theme: {
      name: 'material',
      font: false,
      features: ['navigation.tabs', 'navigation.indexes', 'navigation.footer', 'navigation.top', 'content.code.copy', 'search.highlight', 'toc.follow'],
      palette: [
        { media: '(prefers-color-scheme: light)', scheme: 'default', primary: 'blue grey', toggle: { icon: 'material/weather-night', name: 'Dark mode' } },
        { media: '(prefers-color-scheme: dark)', scheme: 'slate', primary: 'blue grey', toggle: { icon: 'material/weather-sunny', name: 'Light mode' } },
      ],
    },
    plugins: ['search', 'offline'],
    markdown_extensions: ['attr_list', 'md_in_html', 'tables', { toc: { permalink: true } }, 'pymdownx.superfences', 'pymdownx.highlight'],
    extra_css: ['site.css'],
    validation: { nav: { omitted_files: 'warn', not_found: 'warn' }, links: { not_found: 'warn', anchors: 'warn', absolute_links: 'warn', unrecognized_links: 'warn' } },
    nav: [
      { Home: 'index.md' },
      ...NAVIGATION.map(([section, files]) => ({ [section]: files.map(titled) })),
      { Rules: [{ 'All rules': 'rules/index.md' }, ...Object.entries(CATALOG_BY_TOPIC).map(([topic, rules]) => ({ [topic]: rules.map(({ id }) => ({ [shortName(id)]: `rules/${shortName(id)}.md` })) }))] },
      { API: [{ 'All names': 'api/index.md' }, ...api.map((file) => ({ [path.basename(file, '.md')]: file }))] },
      { Project: [{ Contributing: 'contributing.md' }, { Changelog: 'changelog.md' }, { Security: 'security.md' }] },
    ],
  };
}

/** Wide tables scroll by themselves, and long names break. */
const CSS = `.md-typeset table:not([class]) { display: block; overflow-x: auto; max-width: 100%; }
.md-typeset td code, .md-typeset th code { word-break: break-word; }
.md-typeset h1, .md-typeset h2, .md-typeset h3, .md-typeset h4, .md-typeset h5 { overflow-wrap: anywhere; }
.md-typeset img { background: #f2f3f3; }
`;

/** Makes the pages and the site of them in \`.site\`, and looks at it in a browser where there is one. */
async function main(): Promise<void> {
  const pages = pagesOfSite();
  fs.rmSync(path.join(SITE, 'pages'), { recursive: true, force: true });
  for (const [file, text] of [...pages, ['site.css', CSS]]) {
    const to = path.join(SITE, 'pages', file);
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.writeFileSync(to, text);
  }
  // JSON is YAML.
  fs.writeFileSync(path.join(SITE, 'mkdocs.yml'), JSON.stringify(settings(pages), null, 1));
  run('.', generator(), 'build', '--strict', '--config-file', path.join(SITE, 'mkdocs.yml'));
  console.log(`.site/html/index.html: ${pages.size} pages and files`);
  await look(path.join(SITE, 'html'), path.join(SITE, 'screenshots'));
}

function generator(): string {
  const venv = path.join(SITE, 'venv');
  const mkdocs = path.join(venv, 'bin', 'mkdocs');
  const marker = path.join(venv, GENERATOR.join(' '));
  if (!fs.existsSync(marker)) {
    fs.mkdirSync(SITE, { recursive: true });
    run('.', 'python3', '-m', 'venv', venv);
    run('.', path.join(venv, 'bin', 'pip'), 'install', '--quiet', ...GENERATOR);
    fs.writeFileSync(marker, '');
  }
  return mkdocs;
}

function run(folder: string, command: string, ...args: readonly string[]): void {
  const env = { ...process.env, NO_MKDOCS_2_WARNING: '1' };
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: path.join(ROOT, folder), encoding: 'utf8', maxBuffer: 1e9, env });
  if (error || status !== 0) {
    throw new Error(`${path.basename(command)} ${args.join(' ')} failed: ${error?.message ?? ''}\n${stdout}\n${stderr}`);
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
