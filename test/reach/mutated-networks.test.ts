import * as fs from 'node:fs';
import * as fc from 'fast-check';
import { reachStack } from '../../bench/reach-app';
import { CUT_KINDS, ReachReport } from '../../src/reach/reach-report';
import { hardenedBucket, workInTemporaryFolders, write } from '../cli/command-line';
import { damage, damaged, MUTATIONS } from '../cli/mutated-templates';
import { withinSeconds } from '../template/templates';

/** How many damaged templates are asked about: `REACH_RUNS=10000 npx jest test/reach/mutated-networks` asks for many. */
const RUNS = Number(process.env.REACH_RUNS ?? 100);
const LONGEST_SECONDS = 30;

workInTemporaryFolders();

const { resources } = reachStack(0);
const SEED = JSON.stringify({ Parameters: { Env: { Type: 'String' } }, Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] } }, Resources: resources, Outputs: {} });

test('reach answers on every damaged template that can be read, and each cut names a resource that is there', () => {
  const seen = { names: new Set<string>(), verdicts: new Set<string>(), unread: 0 };
  fc.assert(fc.property(damage, (how) => {
    const text = damaged(SEED, how);
    write({ 'app.json': text });
    const { out, err, exitCode } = withinSeconds(LONGEST_SECONDS, () => hardenedBucket('reach', 'app.json', '--format', 'json'));
    fs.rmSync('app.json');
    how.names.forEach((name) => seen.names.add(name));
    if (exitCode === 2) {
      expect(err).toMatch(/app\.json: .{5,}/s);
      seen.unread++;
      return;
    }
    expect({ err, exitCode }).toEqual({ err: '', exitCode: 0 });
    const reports = [JSON.parse(out)].flat() as ReachReport[];
    for (const { places } of reports) {
      for (const { id, verdict, cut, cuts, unknowns, actions, path } of places) {
        seen.verdicts.add(verdict);
        expect(text).toContain(JSON.stringify(id));
        expect(cut).toEqual(cuts[0] ?? null);
        // Each verdict has its reason.
        expect({ cut: cuts.length > 0, unknown: unknowns.length > 0, reaches: actions.length > 0 }[verdict]).toBe(true);
        expect(verdict === 'reaches' ? [...cuts, ...unknowns] : []).toEqual([]);
        cuts.forEach(({ at, kind, reason }) => {
          expect(CUT_KINDS).toContain(kind);
          expect(text).toContain(JSON.stringify(at).slice(1, -1));
          expect(reason).not.toMatch(/\[object Object\]|undefined|⟦/);
        });
        expect(path[0]).toBe(id);
      }
    }
  }), { numRuns: RUNS, seed: Number(process.env.REACH_SEED ?? 20_260_101), endOnFailure: true });
  expect(seen.names.size).toBeGreaterThan(Object.keys(MUTATIONS).length / 2);
  expect([...seen.verdicts].sort()).toEqual(['cut', 'reaches', 'unknown']);
  expect(seen.unread).toBeLessThan(RUNS / 2);
});
