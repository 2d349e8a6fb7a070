import * as fs from 'node:fs';
import { S3_ACTIONS_FILE, s3ActionsMarkdown } from '../../scripts/s3-actions-md';
import { GUARDED, GuardedActions } from '../../src/perimeter/guarded-actions';
import { S3_ACTIONS } from '../../src/policy/s3-actions';

/** The page that says which guard covers which action. */
const PAGE = s3ActionsMarkdown();

test('what is committed is what "npx projen s3-actions" writes', () => {
  expect(fs.readFileSync(S3_ACTIONS_FILE, 'utf8')).toBe(PAGE);
});

test('every action stands there', () => {
  expect(S3_ACTIONS.map(({ name }) => name.replace('s3:', '')).filter((name) => !PAGE.includes(`\`${name}\``))).toEqual([]);
});

test.each(Object.values(GUARDED))('the guard of $options stands there with its reasons', ({ options, actions = {} }: GuardedActions) => {
  expect(PAGE).toContain(`### ${options}\n`);
  expect(Object.values(actions).filter(([, reason]) => !PAGE.includes(reason))).toEqual([]);
});
