import * as fs from 'node:fs';
import * as path from 'node:path';
import { withPlaces } from '../../../scripts/places-md';

test('the table of places in the documentation is made from the rows', () => {
  const page = fs.readFileSync(path.join(__dirname, '..', '..', '..', 'docs', 'reachability-places.md'), 'utf8');
  expect(page).toBe(withPlaces(page));
});
