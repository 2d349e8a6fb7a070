import * as fs from 'node:fs';
import * as path from 'node:path';
import { withPlaces } from './places-md';

const PAGE = path.join(__dirname, '..', 'docs', 'reachability-places.md');

fs.writeFileSync(PAGE, withPlaces(fs.readFileSync(PAGE, 'utf8')));
