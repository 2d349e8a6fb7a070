import * as fs from 'node:fs';
import * as path from 'node:path';
import { bundledPackages, idOf, thirdPartyLicenses } from '../scripts/bundled-packages';

/** Licenses under which code may be in our packages: each only asks for its notice. */
const ALLOWED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

const packages = bundledPackages();

test('the command and the handlers contain packages of others', () => {
  expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(['@aws-sdk/client-s3', '@dagrejs/dagre', '@dagrejs/graphlib', 'commander', 'js-yaml']));
});

test('each bundled package has a license that allows it', () => {
  expect(packages.filter(({ license }) => !ALLOWED.includes(license)).map((one) => `${idOf(one)} ${one.license}`)).toEqual([]);
});

test('THIRD-PARTY-LICENSES has each of them; `npx projen licenses` writes it', () => {
  expect(fs.readFileSync(path.join(__dirname, '..', 'THIRD-PARTY-LICENSES'), 'utf8')).toBe(thirdPartyLicenses(packages));
});

test.each([
  ['a package of someone else', { name: 'a', version: '1.0.0', license: 'MIT', text: '' }],
  ['one under the terms of AWS', { name: 'a', version: '1.0.0', license: 'Apache-2.0', text: '' }],
])('a license without a text is refused: %s', (_, one) => {
  expect(() => thirdPartyLicenses([...packages, one])).toThrow(`a@1.0.0 (${one.license}) ships no text of its license`);
});
