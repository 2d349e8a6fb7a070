import * as fs from 'node:fs';
import * as path from 'node:path';
import { drawRooms } from './draw-rooms';
import { withRooms } from './rooms-table';
import { ROOMS } from '../projenrc/rooms';

const ROOT = path.join(__dirname, '..');
const PAGE = path.join(ROOT, 'CONTRIBUTING.md');

fs.writeFileSync(PAGE, withRooms(fs.readFileSync(PAGE, 'utf8'), ROOMS));
fs.writeFileSync(path.join(ROOT, 'docs/rooms.svg'), drawRooms(ROOMS));
